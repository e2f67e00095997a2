// A change refused because another came between: the newest content is fetched beside what was typed, and the user goes on from there.
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { toCallError, type CallError } from "../ipc";
import type { Fact } from "./describe";
import { merge } from "./merge";

export interface Latest<C> {
  revision: number;
  content: C;
}
export interface StaleLine {
  label: string;
  latest: string;
  /** With the user's own changes on top of the newest. */
  kept: string;
}
export interface Stale<C> {
  /** The revision the form was filled from; sent with every change. */
  from: Ref<number>;
  latest: ShallowRef<Latest<C> | null>;
  /** Where the newest content is not what the form shows: what others changed, and what the user did. */
  lines: Ref<StaleLine[]>;
  /** The newest could not be fetched. */
  fault: Ref<CallError | null>;
  /** The form was filled from this revision. */
  begin: (revision: number, content: C) => void;
  /** Called after a change failed; does nothing for other errors. */
  look: (error: CallError | null) => Promise<void>;
  /** What the user changed stays, what the user left alone follows the newest. */
  keep: () => void;
  /** The form takes the newest content. */
  take: () => void;
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export function useStale<C extends object>(options: { fetch: () => Promise<Latest<C>>; facts: (content: C) => readonly Fact[] | Promise<readonly Fact[]>; mine: () => C; put: (content: C) => void }): Stale<C> {
  const from = ref(0);
  const latest = shallowRef<Latest<C> | null>(null);
  const lines = ref<StaleLine[]>([]);
  const fault = ref<CallError | null>(null) as Ref<CallError | null>;
  let base: C | null = null;
  function begin(revision: number, content: C): void {
    from.value = revision;
    base = plain(content);
    latest.value = null;
  }
  async function look(error: CallError | null): Promise<void> {
    if (error?.code !== "stale") return;
    try {
      const found = await options.fetch();
      const kept = merged(base, options.mine(), found.content);
      const [theirs, form, both] = await Promise.all([options.facts(found.content), options.facts(options.mine()), options.facts(kept)]);
      lines.value = differing(theirs, form, both);
      latest.value = found;
      fault.value = null;
    } catch (e) {
      fault.value = toCallError(e);
    }
  }
  function go(content: (newest: C) => C): void {
    const now = latest.value;
    if (!now) return;
    const next = plain(content(now.content));
    begin(now.revision, now.content);
    options.put(next);
  }
  return { from, latest, lines, fault, begin, look, keep: () => go((newest) => merged(base, options.mine(), newest)), take: () => go((newest) => newest) };
}

/** The newest content with what `mine` changed since `base`, down to single fields and lines. */
export const merged = <C extends object>(base: C | null, mine: C, latest: C): C => (base === null ? mine : (merge(base, mine, latest) as C));

/** The labels under which the newest content and the form differ. */
export function differing(latest: readonly Fact[], form: readonly Fact[], kept: readonly Fact[]): StaleLine[] {
  const labels = [...new Set([...latest, ...form].map((f) => f.label))];
  const value = (facts: readonly Fact[], label: string): string =>
    facts
      .filter((f) => f.label === label)
      .map((f) => f.value)
      .join("\n");
  return labels.filter((label) => value(latest, label) !== value(form, label)).map((label) => ({ label, latest: value(latest, label), kept: value(kept, label) }));
}
