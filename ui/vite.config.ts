// Build for the oldest web views we promise: WebView2 109 and WebKitGTK of 2022. Everything the preview of PDF files needs is copied from
// the installed pdfjs-dist, so that nothing is ever fetched from a network.
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const pdfjs = fileURLToPath(new URL("./node_modules/pdfjs-dist/", import.meta.url));
const folders = ["cmaps", "standard_fonts", "wasm"];

function pdfAssets(): Plugin {
  return {
    name: "pdf-assets",
    generateBundle() {
      for (const folder of folders) {
        for (const name of readdirSync(path.join(pdfjs, folder))) {
          this.emitFile({ type: "asset", fileName: `pdfjs/${folder}/${name}`, source: readFileSync(path.join(pdfjs, folder, name)) });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use("/pdfjs", (request, response, next) => {
        const wanted = path.normalize((request.url ?? "").split("?")[0] ?? "");
        const file = path.join(pdfjs, wanted);
        if (folders.some((f) => wanted.startsWith(`/${f}/`)) && existsSync(file)) createReadStream(file).pipe(response);
        else next();
      });
    },
  };
}

// `npm run dev` against a running `jishi serve`: JISHI_HOST=http://127.0.0.1:PORT. Open the printed address first; its cookie serves here too.
const host = process.env.JISHI_HOST;

export default defineConfig({
  base: "./",
  plugins: [vue(), pdfAssets()],
  build: { target: ["chrome109", "safari16"], chunkSizeWarningLimit: 1600 },
  // The tests read the checks of the core: which fields they speak of.
  server: {
    fs: { allow: [".."] },
    ...(host ? { proxy: Object.fromEntries(["/call", "/bytes", "/progress", "/cancel"].map((p) => [p, { target: host, changeOrigin: true, headers: { origin: host } }])) } : {}),
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"], server: { deps: { inline: ["element-plus"] } } },
});
