// Keeps the user from losing what was typed: leaving the screen, closing a dialog or the window, and reloading all ask first.
import { computed, onBeforeUnmount, onMounted, ref, shallowReactive, type ComputedRef } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { askThree } from "../parts/confirm";
import { givingUp, leaving, notKept, unsaved } from "../strings/zh";

export interface Typed {
  dirty: ComputedRef<boolean>;
  /** Takes the present state as saved, or the state given. */
  settle: (state?: unknown) => void;
}

export interface UnsavedGuard extends Typed {
  /** May it be left? Asks when something would be lost. */
  ask: () => Promise<boolean>;
}

const guards = shallowReactive(new Set<UnsavedGuard>());

/** Something on the screen is not saved. */
export const anyUnsaved = computed(() => [...guards].some((g) => g.dirty.value));

/** Asks every editor that is open, the innermost first; false as soon as one is to stay. */
export async function askAll(): Promise<boolean> {
  for (const guard of [...guards].reverse()) if (!(await guard.ask())) return false;
  return true;
}

/** Whether `state` is another, compared as JSON, than at the last `settle`; not before the first. */
export function useTyped(state: () => unknown): Typed {
  const saved = ref("");
  const now = computed(() => JSON.stringify(state()) ?? "");
  return {
    dirty: computed(() => saved.value !== "" && now.value !== saved.value),
    settle: (as) => (saved.value = as === undefined ? now.value : JSON.stringify(as)),
  };
}

/**
 * `state` gives what would be lost since the last `settle`. With `keep` it is kept as a draft
 * before the question is put: the question says that it is kept only when it truly is. Null from it: there is no draft any more. `drop`
 * gives that draft up, which can be taken back for thirty days; where there is one, that is offered too.
 */
export function useUnsaved(state: () => unknown, keep?: () => Promise<boolean | null>, drop?: () => unknown): UnsavedGuard {
  const { dirty, settle } = useTyped(state);
  // One question at a time: a second way out taken while it stands gets the same answer.
  let asking: Promise<boolean> | null = null;
  async function question(): Promise<boolean> {
    const kept = keep ? await keep() : null;
    const words = kept ? leaving : kept === false ? notKept : unsaved;
    const answer = await askThree({ title: words.title, text: words.text, yes: words.leave, no: words.stay, danger: !kept, careful: !kept, ...(kept && drop ? { third: givingUp } : {}) });
    if (answer === "third") await drop?.();
    return answer !== "no";
  }
  const ask = (): Promise<boolean> => {
    if (!dirty.value) return Promise.resolve(true);
    asking ??= question().finally(() => (asking = null));
    return asking;
  };
  onBeforeRouteLeave(ask);
  onBeforeRouteUpdate(ask);
  const hold = (event: BeforeUnloadEvent) => {
    if (dirty.value) event.preventDefault();
  };
  const guard = { dirty, settle, ask };
  guards.add(guard);
  onMounted(() => window.addEventListener("beforeunload", hold));
  onBeforeUnmount(() => {
    guards.delete(guard);
    window.removeEventListener("beforeunload", hold);
  });
  return guard;
}

/** For a dialog: what stands in it when it opens is what nobody typed. */
export function useDialogGuard(state: () => unknown): UnsavedGuard {
  const guard = useUnsaved(state);
  guard.settle();
  return guard;
}
