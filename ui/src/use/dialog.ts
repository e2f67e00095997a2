// What is typed in a dialog or a form of a screen, kept as a draft while it is open: what was left half-written, or cut off with the program,
// stands there when it opens again. The home page leads to where it opened.
import { ref, type Ref } from "vue";
import { useRoute } from "vue-router";
import { host, type Place } from "../ipc";
import { emptyPlace, useDraft } from "./draft";
import { useTyped, useUnsaved, type UnsavedGuard } from "./unsaved";

export interface KeptDialog {
  guard: UnsavedGuard;
  /** It opened with what was left the last time. */
  left: Ref<boolean>;
  /** 草稿已存 10:32:05 */
  words: Ref<string>;
  /** What is typed is not kept; `words` say why. */
  failed: Ref<boolean>;
  /** Puts away what was left and begins as if nothing had been. */
  again: () => void;
  /** It was saved: nothing is kept any more. */
  done: () => void;
  /** One was saved and the screen stays for the next: what was kept goes, what is chosen from now on is kept again. */
  settle: () => void;
}

/**
 * `key` says what the dialog is about and, where it changes something, which revision it starts from: on another revision the words of
 * then are not laid in. `put` lays a state in that `state` gave. `at` is the path that opens it, where the screen it stands on does not.
 * `quiet`: what is chosen rather than written, kept without a question at leaving.
 */
export function useKeptDialog<T>(of: { key: string; title: string; place?: Partial<Place>; at?: string; quiet?: boolean }, state: () => T, put: (state: T) => void): KeptDialog {
  const key = `dialog-${of.key}`;
  const blank = JSON.stringify(state());
  const left = ref(false);
  const guard: UnsavedGuard = of.quiet ? { ...useTyped(state), ask: () => Promise.resolve(true) } : useUnsaved(state, () => draft.flush(), () => draft.giveUp());
  guard.settle();
  const field = of.at ?? useRoute()?.fullPath ?? null;
  const draft = useDraft(() => ({ key, editor: "dialog", title: of.title, place: emptyPlace({ ...of.place, field }) }), state, () => guard.dirty.value);
  const discard = (): void => void host.call("draft.discard", { key }).catch(() => undefined);
  async function takeUp(): Promise<void> {
    const all = await host.call("draft.list", { discarded: false }).catch(() => []);
    if (!all.some((d) => d.key === key)) return;
    const kept = await host.call("draft.get", { key }).catch(() => null);
    // Whoever has begun to type meanwhile keeps that.
    if (!kept || guard.dirty.value) return;
    put(kept.content as T);
    draft.known(kept.content);
    left.value = guard.dirty.value;
  }
  void takeUp();
  return {
    guard,
    left,
    words: draft.words,
    failed: draft.failed,
    again: () => {
      left.value = false;
      put(JSON.parse(blank) as T);
      discard();
    },
    settle: () => {
      guard.settle();
      draft.anew();
      discard();
    },
    done: () => {
      draft.end();
      guard.settle();
      discard();
    },
  };
}
