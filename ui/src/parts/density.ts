// 简、全两种录入: in the short way the fields beyond what every record must say stand aside while they are empty.
import { inject, provide, ref, watch, type InjectionKey, type Ref } from "vue";

const key: InjectionKey<Readonly<Ref<boolean>>> = Symbol("short");

export const provideShort = (short: Readonly<Ref<boolean>>): void => provide(key, short);

/** Whether the field stands aside: settled when the way is chosen, so that nothing goes from under the hand. */
export function useAside(more: () => boolean, empty: () => boolean): Readonly<Ref<boolean>> {
  const short = inject(key, ref(false));
  const aside = ref(false);
  watch(short, (on) => (aside.value = on && more() && empty()), { immediate: true });
  return aside;
}
