// The rules of a batch on a day, as the host says them: numbers, level, basis, source. No screen holds a rule of its own.
import { computed, type ComputedRef } from "vue";
import { host, type Rules, type SelfCheckRow } from "../ipc";
import { useLoad } from "./load";

/** One check as it is in force. */
export interface InForce {
  basis: string;
  /** Its numbers were held against the text they come from. */
  confirmed: boolean;
  number: (name: string) => number;
  words: (name: string) => readonly string[];
}

/** What a check says, or nothing where it does not judge. */
export function ruleOf(rules: Rules | null, code: string): InForce | null {
  const rule = rules?.checks[code];
  if (!rule?.check.enabled) return null;
  const value = (name: string) => rule.check.parameters[name];
  return {
    basis: rule.check.basis + (rule.check.confirmed ? "" : "（待核）"),
    confirmed: rule.check.confirmed,
    number: (name) => (typeof value(name) === "number" ? (value(name) as number) : 0),
    words: (name) => (Array.isArray(value(name)) ? (value(name) as string[]) : []),
  };
}

/** What a check found in a batch, in words; empty where it found nothing. */
export const foundWords = (row: SelfCheckRow): string =>
  [row.errors && `错 ${row.errors}`, row.warnings && `警 ${row.warnings}`, row.notes && `注 ${row.notes}`, row.passed && `已放行 ${row.passed}`].filter(Boolean).join("，");

const day = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** Loaded anew when the day changes; while it is being loaded, the rules before stand. */
export function useRules(batch: number, on: () => string | null): { rules: ComputedRef<Rules | null>; reload: () => Promise<void> } {
  const loaded = useLoad(async () => {
    const date = on();
    return host.call("rules.of_batch", { batch, on: date && day.test(date) ? date : null });
  });
  return { rules: computed(() => loaded.data.value), reload: loaded.reload };
}
