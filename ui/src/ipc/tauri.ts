// The desktop window as host. The only file that knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ProgressNote } from "./commands";
import { newJob, toCallError, type CallOptions, type Host } from "./host";
import { limitZoom } from "./zoom";

limitZoom();

/** Calls `handler` for an event of the window until the returned function is called. */
function heard<T>(event: string, handler: (payload: T) => void): () => void {
  let off: (() => void) | null = null;
  let over = false;
  void listen<T>(event, (e) => handler(e.payload)).then((stop) => {
    if (over) stop();
    else off = stop;
  });
  return () => {
    over = true;
    off?.();
  };
}

/** Asks the window's bridge; as a job it knows when progress or stopping is wanted. */
async function invoked<T>(bridge: "call" | "bytes", asked: { name: string; payload: unknown }, { onProgress, signal }: CallOptions = {}): Promise<T> {
  const job = onProgress || signal ? newJob() : null;
  const unlisten =
    job && onProgress
      ? await listen<{ job: string; note: ProgressNote }>("progress", (event) => {
          if (event.payload.job === job) onProgress(event.payload.note);
        })
      : null;
  const cancel = () => void invoke("cancel", { job }).catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  try {
    return await invoke<T>(bridge, { ...asked, job });
  } catch (e) {
    throw toCallError(e);
  } finally {
    signal?.removeEventListener("abort", cancel);
    unlisten?.();
  }
}

export const tauriHost: Host = {
  call: (name, payload, options) => invoked("call", { name, payload }, options),
  bytes: async (name, payload, options) => new Uint8Array(await invoked<ArrayBuffer>("bytes", { name, payload }, options)),
  async pickFiles({ title, extensions, multiple }) {
    try {
      return await invoke<string[]>("pick_files", { title, extensions, multiple });
    } catch (e) {
      throw toCallError(e);
    }
  },
  async pickFolder({ title }) {
    try {
      return await invoke<string | null>("pick_folder", { title });
    } catch (e) {
      throw toCallError(e);
    }
  },
  onDrop: (handler) => heard<{ paths: string[] }>("tauri://drag-drop", ({ paths }) => handler({ paths, names: [] })),
  async reveal(path) {
    try {
      await invoke("reveal", { path });
      return true;
    } catch (e) {
      throw toCallError(e);
    }
  },
  changesWorkspace: () => true,
  hold: (unsaved) => void invoke("hold", { unsaved, close: false }).catch(() => undefined),
  onClose: (handler) => heard("close-asked", () => void handler().then((leave) => leave && invoke("hold", { unsaved: false, close: true }))),
};
