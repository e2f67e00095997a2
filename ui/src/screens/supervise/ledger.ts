// Filtering and sorting of the 台账; what is shown is what is exported.
import type { LedgerRow, Stop } from "../../ipc";

export interface LedgerFilter {
  text: string;
  batch: number | "";
  outcome: string;
  method: string;
  /** Years of the motion (or of the nomination before it), as text; empty for all. */
  year: string;
}
export const noFilter = (): LedgerFilter => ({ text: "", batch: "", outcome: "", method: "", year: "" });

export const stops = [
  ["nominated", "初始提名"],
  ["moved", "动议"],
  ["recommended", "推荐"],
  ["examined", "确定考察对象"],
  ["decided", "讨论决定"],
  ["announced", "公示"],
  ["appointed", "任职"],
  ["probation", "试用期满"],
] as const;
export type StopKey = (typeof stops)[number][0];
export type SortKey = StopKey | "name" | "batch_number" | "proposed_post" | "outcome_word";

const begun = (row: LedgerRow): string => row.nominated.date ?? row.moved.date ?? "";
export const yearOf = (row: LedgerRow): string => begun(row).slice(0, 4);

export function filtered(rows: readonly LedgerRow[], f: LedgerFilter): LedgerRow[] {
  const text = f.text.trim();
  const says = (r: LedgerRow): boolean => [r.name, r.current_post, r.proposed_post, r.batch_name, r.batch_number].some((t) => t.includes(text));
  return rows.filter((r) => (!text || says(r)) && (f.batch === "" || r.batch === f.batch) && (!f.outcome || r.outcome_word === f.outcome) && (!f.method || r.method === f.method) && (!f.year || yearOf(r) === f.year));
}

const isStop = (key: SortKey): key is StopKey => stops.some(([k]) => k === key);
const value = (row: LedgerRow, key: SortKey): string => (isStop(key) ? ((row[key] as Stop).date ?? "") : row[key]);

/** What says nothing comes last, whichever way; otherwise the order of lists is kept. */
export function sorted(rows: readonly LedgerRow[], key: SortKey | "", down: boolean): LedgerRow[] {
  if (!key) return [...rows];
  return rows
    .map((row, i) => ({ row, i, v: value(row, key) }))
    .sort((a, b) => {
      if (!a.v || !b.v) return Number(!a.v) - Number(!b.v) || a.i - b.i;
      const order = isStop(key) ? (a.v < b.v ? -1 : a.v > b.v ? 1 : 0) : a.v.localeCompare(b.v, "zh");
      return (down ? -order : order) || a.i - b.i;
    })
    .map(({ row }) => row);
}
