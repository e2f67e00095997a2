// The host this run has: the desktop window when there is one, else the loopback server that gave us the page.
import { ref } from "vue";
import { toCallError, type CallError, type Host } from "./host";
import { httpHost } from "./http";

let chosen: Host = httpHost;

/** Called once before the first screen; the desktop's half is loaded only in the desktop. */
export async function chooseHost(): Promise<void> {
  if (window.__TAURI_INTERNALS__) chosen = (await import("./tauri")).tauriHost;
}

/** For tests: put another host in place. */
export function useHost(other: Host): void {
  chosen = other;
}

/** How many commands are under way; the shell shows it. */
export const pending = ref(0);

async function counted<T>(answer: Promise<T>): Promise<T> {
  pending.value++;
  try {
    return await answer;
  } finally {
    pending.value--;
  }
}

let fault: (error: CallError) => void = () => undefined;
/** The shell is told when choosing a file failed: no screen waits for that. */
export function onPickFault(handler: (error: CallError) => void): void {
  fault = handler;
}
async function picked<T>(answer: Promise<T>, none: T): Promise<T> {
  try {
    return await answer;
  } catch (e) {
    fault(toCallError(e));
    return none;
  }
}

export const host: Host = {
  call: (name, request, options) => counted(chosen.call(name, request, options)),
  bytes: (name, request, options) => counted(chosen.bytes(name, request, options)),
  pickFiles: (wanted) => picked(chosen.pickFiles(wanted), []),
  pickFolder: (wanted) => picked(chosen.pickFolder(wanted), null),
  onDrop: (handler) => chosen.onDrop(handler),
  reveal: (path) => chosen.reveal(path),
  changesWorkspace: () => chosen.changesWorkspace(),
  hold: (unsaved) => chosen.hold(unsaved),
  onClose: (handler) => chosen.onClose(handler),
};

export { toCallError };
export { CallError } from "./host";
export type { CallOptions, Host } from "./host";
export type * from "./commands";
