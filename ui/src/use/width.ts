// Whether the window fits a media query, followed as it is resized. One way for all screens whose order in the document depends on it.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

export function useMedia(query: string): Ref<boolean> {
  const list = window.matchMedia?.(query);
  const fits = ref(list?.matches ?? false);
  const look = (): void => void (fits.value = list?.matches ?? false);
  onMounted(() => list?.addEventListener("change", look));
  onBeforeUnmount(() => list?.removeEventListener("change", look));
  return fits;
}
