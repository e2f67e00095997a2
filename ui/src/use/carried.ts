// Which fields of a new record still say what was carried over from an earlier one.
import { computed, ref, watch, type ComputedRef, type Ref } from "vue";
import { fieldLabels } from "../ipc/words";
import type { RecordContent } from "../ipc";

/** Where the form calls a field otherwise than the papers do. */
const shown: { readonly [key: string]: readonly string[] } = { principal: ["末位表态人"], seats: ["限推人数", "职数"], participants: ["参会人员"], rate_basis: ["得票率以此为分母"], purpose: ["投票用途"] };

const valueOf = (content: RecordContent, key: string): string => JSON.stringify((content as unknown as { [k: string]: unknown })[key] ?? (content.body as unknown as { [k: string]: unknown })[key]);

export interface Carried {
  /** Keys of the fields nobody has touched yet. */
  keys: ComputedRef<string[]>;
  /** Labels of them, as the form shows them. */
  labels: ComputedRef<ReadonlySet<string>>;
  /** From now on these fields say what was carried over. */
  begin: (keys: readonly string[]) => void;
}

export function useCarried(content: Ref<RecordContent | null>): Carried {
  const was = ref<{ [key: string]: string }>({});
  const keys = computed(() => Object.keys(was.value));
  watch(
    content,
    (now) => {
      if (now) for (const key of keys.value) if (was.value[key] !== valueOf(now, key)) delete was.value[key];
    },
    { deep: true },
  );
  const labels = computed(() => {
    const kind = content.value?.body.kind;
    const words = { ...fieldLabels.record, ...(kind ? fieldLabels[kind] : {}) } as { readonly [key: string]: string };
    return new Set(keys.value.flatMap((key) => [words[key] ?? key, ...(shown[key] ?? [])]));
  });
  return {
    keys,
    labels,
    begin: (list) => {
      const now = content.value;
      was.value = now ? Object.fromEntries(list.map((key) => [key, valueOf(now, key)])) : {};
    },
  };
}
