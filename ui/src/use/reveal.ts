// Shows where a file lies; where the host has no file window, the path is said and put on the clipboard.
import { ref, type Ref } from "vue";
import { host } from "../ipc";
import { sayDone } from "../parts/confirm";

export function useReveal(): { failed: Ref<string>; show: (path: string) => Promise<void> } {
  const failed = ref("");
  async function show(path: string): Promise<void> {
    failed.value = "";
    try {
      if (await host.reveal(path)) return;
      await navigator.clipboard?.writeText(path).catch(() => undefined);
      sayDone(`位置：${path}`);
    } catch (e) {
      failed.value = e instanceof Error ? e.message : String(e);
    }
  }
  return { failed, show };
}
