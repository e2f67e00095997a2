// What was taken back last on the screen at hand: one click brings it back, although what was new has no line of its own any more.
import { ref } from "vue";
import { host, type Entry } from "../ipc";

export interface Undone {
  entry: Entry | "record";
  id: number;
  /** The revision that the taking back is. */
  revision: number;
  /** 岗位 云东区委副书记 */
  words: string;
  /** The screen it was done on; on another it is no longer offered. */
  at: string;
}

export const undone = ref<Undone | null>(null);
/** Counts up when something came back: the screen shows it then. */
export const cameBack = ref(0);

export async function bringBack(gone: Undone): Promise<void> {
  const { entry, id, revision } = gone;
  if (entry === "record") await host.call("record.redo", { id, from_revision: revision });
  else await host.call("change.redo", { entry, id, from_revision: revision });
  undone.value = null;
  cameBack.value++;
}
