// One reactive piece of data of a screen: what was loaded, whether it is loading, and what went wrong.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { toCallError, type CallError } from "../ipc";

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: Ref<CallError | null>;
  loading: Ref<boolean>;
  reload: () => Promise<void>;
}

/**
 * Loads now and on `reload`; an answer that was overtaken by a later question is dropped. With `of`, which says whose data it is, the
 * data of another never stands in for it: there is none until the answer has come, or when it fails.
 */
export function useLoad<T>(ask: () => Promise<T>, of?: () => unknown): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const error = ref<CallError | null>(null) as Ref<CallError | null>;
  const loading = ref(false);
  let turn = 0;
  let owner: unknown;
  async function reload(): Promise<void> {
    const mine = ++turn;
    const whose = of?.();
    if (of && whose !== owner) data.value = null;
    owner = whose;
    loading.value = true;
    try {
      const answer = await ask();
      if (mine !== turn) return;
      data.value = answer;
      error.value = null;
    } catch (e) {
      if (mine === turn) error.value = toCallError(e);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }
  onScopeDispose(() => turn++);
  void reload();
  return { data, error, loading, reload };
}

/** Runs one write at a time: `busy` while it runs, `error` when it failed, true when it went well. */
export function useAct(): { busy: Ref<boolean>; error: Ref<CallError | null>; run: (act: () => Promise<void>) => Promise<boolean> } {
  const busy = ref(false);
  const error = ref<CallError | null>(null) as Ref<CallError | null>;
  async function run(act: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    error.value = null;
    try {
      await act();
      return true;
    } catch (e) {
      error.value = toCallError(e);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, error, run };
}
