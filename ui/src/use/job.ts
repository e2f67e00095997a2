// A long piece of work at the host: one at a time, with its progress, a way to stop it, and what went wrong.
import { onScopeDispose, ref, type Ref } from "vue";
import type { CallOptions, CallError, ProgressNote } from "../ipc";
import { useAct, useLoad, type Loaded } from "./load";

export interface Job {
  busy: Ref<boolean>;
  error: Ref<CallError | null>;
  note: Ref<ProgressNote | null>;
  stopping: Ref<boolean>;
  /** Gives the options of the call to hand on; null when it failed or was stopped. */
  run: <T>(ask: (options: CallOptions) => Promise<T>) => Promise<T | null>;
  stop: () => void;
}

export function useJob(): Job {
  const act = useAct();
  const note = ref<ProgressNote | null>(null);
  const stopping = ref(false);
  let halt: AbortController | null = null;
  async function run<T>(ask: (options: CallOptions) => Promise<T>): Promise<T | null> {
    if (act.busy.value) return null;
    note.value = null;
    stopping.value = false;
    const mine = new AbortController();
    halt = mine;
    let answer: T | null = null;
    await act.run(async () => void (answer = await ask({ onProgress: (n) => (note.value = n), signal: mine.signal })));
    halt = null;
    return answer;
  }
  function stop(): void {
    stopping.value = true;
    halt?.abort();
  }
  return { busy: act.busy, error: act.error, note, stopping, run, stop };
}

/**
 * What takes a while to be made to be looked at: loaded as by `useLoad`, with its progress and a way to stop it. What nobody waits for any
 * more, because it was asked for anew or its screen is gone, is stopped too.
 */
export function useMade<T>(ask: (options: CallOptions) => Promise<T>): Loaded<T> & Pick<Job, "note" | "stopping" | "stop"> {
  const note = ref<ProgressNote | null>(null);
  const stopping = ref(false);
  let halt: AbortController | null = null;
  const loaded = useLoad(() => {
    halt?.abort();
    const mine = new AbortController();
    halt = mine;
    note.value = null;
    stopping.value = false;
    return ask({ onProgress: (n) => halt === mine && (note.value = n), signal: mine.signal });
  });
  onScopeDispose(() => halt?.abort());
  function stop(): void {
    stopping.value = true;
    halt?.abort();
  }
  return { ...loaded, note, stopping, stop };
}
