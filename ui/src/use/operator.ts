// Who sits at the desk, as the top of every screen says it: what a screen remembers for a person it remembers under this name.
import { ref } from "vue";

export const operator = ref("");
