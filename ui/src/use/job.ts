// A long piece of work at the host: one at a time, with its progress, a way to stop it, and what went wrong.
import { ref, type Ref } from "vue";
import type { CallOptions, CallError, ProgressNote } from "../ipc";
import { useAct } from "./load";

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
