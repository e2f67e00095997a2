// What a form cannot accept yet. Fields report here; the form refuses to save and leads to the first of them.
import { inject, onBeforeUnmount, provide, reactive, useId, watch, type InjectionKey } from "vue";

export interface Problems {
  list: Map<string, { label: string; message: string; focus: () => void }>;
  /** What stands in a field and is no value yet, such as half a date: by the name of the field. Kept with a draft. */
  raw: { [name: string]: string };
}

const key: InjectionKey<Problems> = Symbol("problems");

/** Called by the form. */
export function useProblems(): { problems: Problems; firstProblem: () => string | null } {
  const problems: Problems = reactive({ list: new Map(), raw: {} });
  provide(key, problems);
  return {
    problems,
    firstProblem: () => {
      const first = [...problems.list.values()][0];
      first?.focus();
      return first ? `${first.label}：${first.message}` : null;
    },
  };
}

/** Called by a field: reports `message()` while it is not empty. */
export function useProblem(label: () => string, message: () => string, focus: () => void): void {
  const problems = inject(key, null);
  if (!problems) return;
  const id = useId();
  watch(
    message,
    (text) => {
      if (text) problems.list.set(id, { label: label(), message: text, focus });
      else problems.list.delete(id);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => problems.list.delete(id));
}

/** Called by a field: what is typed and not yet a value. `taken` gives back what a draft kept of it. */
export function useRaw(name: () => string): { keep: (text: string) => void; taken: () => string } {
  const problems = inject(key, null);
  return {
    keep: (text) => {
      if (!problems) return;
      if (text) problems.raw[name()] = text;
      else delete problems.raw[name()];
    },
    taken: () => problems?.raw[name()] ?? "",
  };
}
