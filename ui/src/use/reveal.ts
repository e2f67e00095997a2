// Showing where a file lies.
import { host, toCallError } from "../ipc";
import { sayDone, sayFault } from "../parts/confirm";

/** In the system's file window; a host that has none says the place instead, and puts it where it can be pasted from. */
export async function reveal(path: string): Promise<void> {
  try {
    if (await host.reveal(path)) return;
    await navigator.clipboard?.writeText(path).catch(() => undefined);
    sayDone(`位置：${path}`);
  } catch (e) {
    sayFault(toCallError(e));
  }
}
