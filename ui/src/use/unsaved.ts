// Keeps the user from losing what was typed: leaving the screen, closing the window and reloading all ask first.
import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { askConfirm } from "../parts/confirm";
import { leaving, unsaved } from "../strings/zh";

export interface UnsavedGuard {
  dirty: ComputedRef<boolean>;
  /** Takes the present state as saved. */
  settle: () => void;
}

/**
 * `state` gives what would be lost; it is compared as JSON with what it was at the last `settle`. With `keep` it is not lost but
 * kept as a draft before leaving, and the question says so.
 */
export function useUnsaved(state: () => unknown, keep?: () => Promise<void>): UnsavedGuard {
  const saved = ref("");
  const now = computed(() => JSON.stringify(state()) ?? "");
  const dirty = computed(() => saved.value !== "" && now.value !== saved.value);
  const settle = () => {
    saved.value = now.value;
  };
  // One question at a time: a second way out taken while it stands gets the same answer.
  let asking: Promise<boolean> | null = null;
  const ask = (): Promise<boolean> => {
    if (!dirty.value) return Promise.resolve(true);
    const words = keep ? leaving : unsaved;
    asking ??= askConfirm({ title: words.title, text: words.text, yes: words.leave, no: words.stay, danger: !keep })
      .then(async (leave) => {
        if (leave) await keep?.();
        return leave;
      })
      .finally(() => (asking = null));
    return asking;
  };
  onBeforeRouteLeave(ask);
  onBeforeRouteUpdate(ask);
  const hold = (event: BeforeUnloadEvent) => {
    if (dirty.value) event.preventDefault();
  };
  onMounted(() => window.addEventListener("beforeunload", hold));
  onBeforeUnmount(() => window.removeEventListener("beforeunload", hold));
  return { dirty, settle };
}
