// What fits: the window a media query, a box its content; followed as they are resized.
import { onBeforeUnmount, onMounted, onUpdated, ref, watch, type Ref } from "vue";

/** Whether the window fits a media query. One way for all screens whose order in the document depends on it. */
export function useMedia(query: string): Ref<boolean> {
  const list = window.matchMedia?.(query);
  const fits = ref(list?.matches ?? false);
  const look = (): void => void (fits.value = list?.matches ?? false);
  onMounted(() => list?.addEventListener("change", look));
  onBeforeUnmount(() => list?.removeEventListener("change", look));
  return fits;
}

/** Whether all of `box` is seen without scrolling sideways, followed as it is resized and filled. */
export function useFits(box: Ref<HTMLElement | null>): Ref<boolean> {
  const fits = ref(false);
  const look = (): void => void (fits.value = box.value !== null && box.value.scrollWidth <= box.value.clientWidth);
  const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(look);
  watch(box, (now, before) => {
    if (before) watcher?.unobserve(before);
    if (now) watcher?.observe(now);
    look();
  });
  onMounted(look);
  onUpdated(look);
  onBeforeUnmount(() => watcher?.disconnect());
  return fits;
}
