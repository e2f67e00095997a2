// Several names (or other short words) in one field, parted by 、: a list in the record, running text under the hand.
import { ref, watch, type Ref } from "vue";
import { numberForName } from "../ipc/words";

/** 张三、李四 as typed, to names. */
export const splitNames = (text: string): string[] =>
  text
    .split(/[、,，;；\n]/)
    .map((n) => n.trim())
    .filter(Boolean);

/** A number under the caret, of a choice meant for another cell, is nobody's name. */
export const noName = (text: string): boolean => numberForName.test(text);

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((word, i) => word === b[i]);

export interface ListText {
  text: Ref<string>;
  /** For every change of the text. */
  type: (text: string) => void;
  /** For leaving the field: the text as the list is written. */
  settle: () => void;
}

/** The text stays as typed, with a 、 at its end, as long as it comes to the same list. */
export function useListText(list: () => readonly string[], set: (list: string[]) => void): ListText {
  const text = ref("");
  const settle = (): void => void (text.value = list().join("、"));
  watch(list, (now) => same(splitNames(text.value), now) || settle(), { immediate: true });
  return {
    text,
    type: (typed) => {
      text.value = typed;
      const now = splitNames(typed);
      if (!same(now, list())) set(now);
    },
    settle,
  };
}
