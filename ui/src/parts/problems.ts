// What a form cannot accept yet. Fields report here; the form refuses to save and leads to the first of them.
import { inject, nextTick, onBeforeUnmount, provide, reactive, useId, watch, type InjectionKey } from "vue";

export interface Problems {
  list: Map<string, { label: () => string; message: string; focus: () => void }>;
  /** What stands in a field and is no value yet, such as half a date: by the name of the field. Kept with a draft. */
  raw: { [name: string]: string };
  /** Asked before the form is judged: fields take over what still stands under the caret. */
  finish: Set<() => unknown>;
}

const key: InjectionKey<Problems> = Symbol("problems");

/** Called by the form. */
export function useProblems(): { problems: Problems; firstProblem: () => string | null; ready: () => Promise<void> } {
  const problems: Problems = reactive({ list: new Map(), raw: {}, finish: new Set<() => unknown>() });
  provide(key, problems);
  return {
    problems,
    ready: async () => {
      await Promise.all([...problems.finish].map((take) => take()));
      await nextTick();
    },
    firstProblem: () => {
      const first = [...problems.list.values()][0];
      first?.focus();
      return first ? `${first.label()}：${first.message}` : null;
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
      if (text) problems.list.set(id, { label, message: text, focus });
      else problems.list.delete(id);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => problems.list.delete(id));
}

/** Called by a field that takes over what is typed only when it is left: `take` does so at once, however long the answer takes. */
export function useFinish(take: () => unknown): void {
  const problems = inject(key, null);
  problems?.finish.add(take);
  onBeforeUnmount(() => problems?.finish.delete(take));
}

/** To the first field marked as wanting something, in the dialog in front or else on the page; else to the words that say so. */
export async function focusWanting(within?: ParentNode | null): Promise<void> {
  await nextTick();
  const root = within ?? [...document.querySelectorAll(".our-dialog")].at(-1) ?? document;
  // A list to choose from is marked as a whole; the caret goes into it.
  const marked = root.querySelector<HTMLElement>("[aria-invalid='true'], .el-select.is-invalid");
  const field = marked?.matches(".el-select") ? marked.querySelector("input") : marked;
  const words = root.querySelector<HTMLElement>("[role='alert'], .error");
  if (field) field.focus();
  else if (words) {
    words.tabIndex = -1;
    words.focus();
  }
  (field ?? words)?.scrollIntoView?.({ block: "center" });
}

/** Brings a part of a dialog to the head of its scrolling body, and moves nothing else: the dialog itself stays where it is. */
export function scrollInDialog(part: Element): void {
  const box = part.closest(".el-dialog__body");
  if (box) box.scrollTop += part.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** Called by a field: what is typed and not yet a value. `taken` gives back what a draft kept of it, `once` what drafts of earlier programs called it. */
export function useRaw(name: () => string, once: () => string = name): { keep: (text: string) => void; taken: () => string } {
  const problems = inject(key, null);
  return {
    keep: (text) => {
      if (!problems) return;
      if (text) problems.raw[name()] = text;
      else delete problems.raw[name()];
    },
    taken: () => {
      const [now, before] = [name(), once()];
      if (problems && before !== now && problems.raw[now] === undefined && problems.raw[before] !== undefined) {
        problems.raw[now] = problems.raw[before];
        delete problems.raw[before];
      }
      return problems?.raw[now] ?? "";
    },
  };
}

/**
 * Called by a table whose fields are named after their line: what stands half-typed goes with its line when lines are taken out or
 * change places. `to` gives the new place of a line, or null when it is gone; `name` is the beginning of a field's name on that line.
 */
export function useRawLines(name: (line: number) => string): (to: (line: number) => number | null, lines: number) => void {
  const problems = inject(key, null);
  return (to, lines) => {
    if (!problems) return;
    const old = problems.raw;
    const moved: { [field: string]: string } = {};
    for (const [field, text] of Object.entries(old)) {
      const line = Array.from({ length: lines }, (_, i) => i).find((i) => field.startsWith(name(i)));
      const at = line === undefined ? undefined : to(line);
      if (line === undefined) moved[field] = text;
      else if (at !== null && at !== undefined) moved[name(at) + field.slice(name(line).length)] = text;
    }
    problems.raw = moved;
  };
}
