// What a form carried over from an earlier record and nobody has touched since: whoever shows the form says so, each field marks itself.
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from "vue";

const key: InjectionKey<Ref<ReadonlySet<string>>> = Symbol("carried over");

/** `labels` are those of the fields as the form shows them. */
export const provideCarried = (labels: Ref<ReadonlySet<string>>): void => provide(key, labels);

export function useCarried(label: () => string): ComputedRef<boolean> {
  const labels = inject(key, null);
  return computed(() => labels?.value.has(label()) ?? false);
}
