// Taking back and doing again what was typed into one editor, pause by pause. Fields have their own undo while the caret is in them;
// this one also brings back a line that was removed.
import { computed, onBeforeUnmount, ref, watch, type ComputedRef } from "vue";

export interface Undo {
  canUndo: ComputedRef<boolean>;
  canRedo: ComputedRef<boolean>;
  undo: () => void;
  redo: () => void;
  /** Begins anew at the present state. */
  start: () => void;
}

const PAUSE = 350;
const KEPT = 200;

export function useUndo<T>(state: () => T | null, put: (state: T) => void): Undo {
  const past = ref<string[]>([]);
  const future = ref<string[]>([]);
  let now = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const text = (): string => JSON.stringify(state()) ?? "";
  function note(): void {
    clearTimeout(timer);
    const next = text();
    if (next === now) return;
    if (now) past.value = [...past.value.slice(1 - KEPT), now];
    now = next;
    future.value = [];
  }
  watch(text, () => {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE);
  });
  function step(from: typeof past, to: typeof past): void {
    note();
    const next = from.value[from.value.length - 1];
    if (next === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, now];
    now = next;
    put(JSON.parse(next) as T);
  }
  onBeforeUnmount(() => clearTimeout(timer));
  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => step(past, future),
    redo: () => step(future, past),
    start: () => {
      clearTimeout(timer);
      now = text();
      past.value = [];
      future.value = [];
    },
  };
}
