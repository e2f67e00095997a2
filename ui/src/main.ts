// Starts the screens once the host is known.
import { createApp } from "vue";
import "element-plus/dist/index.css";
import "./styles/base.css";
import "./styles/layout.css";
import App from "./App.vue";
import { chooseHost } from "./ipc";
import { router } from "./router";

void chooseHost().then(() => createApp(App).use(router).mount("#app"));
