// Choosing files and folders, and showing where something lies: what goes wrong is told like every other error.
import { ref, type Ref } from "vue";
import { host, toCallError, type CallError } from "../ipc";
import type { PickFiles } from "../ipc/host";
import { sayDone } from "../parts/confirm";

export interface Picker {
  /** For the `ErrorPanel` of the screen. */
  error: Ref<CallError | null>;
  /** Empty when the user thinks better of it, or when it failed. */
  files: (wanted: PickFiles) => Promise<string[]>;
  folder: (wanted: { title: string }) => Promise<string | null>;
  /** Shows where a file lies; a host that cannot says the place instead. */
  reveal: (path: string) => Promise<void>;
}

export function usePick(): Picker {
  const error = ref<CallError | null>(null) as Ref<CallError | null>;
  async function told<T>(ask: () => Promise<T>, none: T): Promise<T> {
    error.value = null;
    try {
      return await ask();
    } catch (e) {
      error.value = toCallError(e);
      return none;
    }
  }
  return {
    error,
    files: (wanted) => told(() => host.pickFiles(wanted), []),
    folder: (wanted) => told(() => host.pickFolder(wanted), null),
    reveal: (path) =>
      told(async () => {
        if (await host.reveal(path)) return;
        await navigator.clipboard?.writeText(path).catch(() => undefined);
        sayDone(`位置：${path}`);
      }, undefined),
  };
}
