// What a form was refused for, at the fields it is about: whoever shows the form provides it, each field takes its own.
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from "vue";

const key: InjectionKey<Ref<ReadonlyMap<string, string>>> = Symbol("faults");

/** By the labels of the fields; those of a table are named with their line, as they are read aloud. */
export const provideFaults = (faults: Ref<ReadonlyMap<string, string>>): void => provide(key, faults);

export function useFault(name: () => string): ComputedRef<string> {
  const faults = inject(key, null);
  return computed(() => faults?.value.get(name()) ?? "");
}
