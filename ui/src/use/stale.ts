// A change refused because another came between: the newest content is fetched beside what was typed, and the user goes on from there.
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { toCallError, type CallError } from "../ipc";
import type { Fact } from "./describe";

export interface Latest<C> {
  revision: number;
  content: C;
}
export interface StaleLine {
  label: string;
  latest: string;
  mine: string;
}
export interface Stale<C> {
  /** The revision the form was filled from; sent with every change. */
  from: Ref<number>;
  latest: ShallowRef<Latest<C> | null>;
  lines: Ref<StaleLine[]>;
  /** The newest could not be fetched. */
  fault: Ref<CallError | null>;
  /** Called after a change failed; does nothing for other errors. */
  look: (error: CallError | null) => Promise<void>;
  /** The form stays as it is and counts as made from the newest. */
  keep: () => void;
  /** The form takes the newest content. */
  take: () => void;
}

/** `carry` moves over what the form does not show and so cannot have changed. */
export function useStale<C>(options: { from: number; fetch: () => Promise<Latest<C>>; facts: (content: C) => readonly Fact[]; mine: () => C; put: (content: C) => void; carry?: (latest: C) => void }): Stale<C> {
  const from = ref(options.from);
  const latest = shallowRef<Latest<C> | null>(null);
  const lines = ref<StaleLine[]>([]);
  const fault = ref<CallError | null>(null) as Ref<CallError | null>;
  async function look(error: CallError | null): Promise<void> {
    if (error?.code !== "stale") return;
    try {
      const found = await options.fetch();
      lines.value = differing(options.facts(found.content), options.facts(options.mine()));
      latest.value = found;
      fault.value = null;
    } catch (e) {
      fault.value = toCallError(e);
    }
  }
  function go(put: boolean): void {
    const now = latest.value;
    if (!now) return;
    from.value = now.revision;
    if (put) options.put(structuredClone(now.content));
    else options.carry?.(now.content);
    latest.value = null;
  }
  return { from, latest, lines, fault, look, keep: () => go(false), take: () => go(true) };
}

/** What the two say differently, by label. */
export function differing(latest: readonly Fact[], mine: readonly Fact[]): StaleLine[] {
  const labels = [...new Set([...latest, ...mine].map((f) => f.label))];
  const value = (facts: readonly Fact[], label: string): string =>
    facts
      .filter((f) => f.label === label)
      .map((f) => f.value)
      .join("\n");
  return labels.map((label) => ({ label, latest: value(latest, label), mine: value(mine, label) })).filter((l) => l.latest !== l.mine);
}
