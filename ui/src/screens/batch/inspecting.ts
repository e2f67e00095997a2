// Items of 验收 and 四性检测 on the screen: which to look at, and what persons entered.
import type { EntryVerdict, Judged, PersonEntry } from "../../ipc";
import { entryWords } from "../../ipc/words";

export type Looked = "all" | "warning" | "manual";
export const lookedOptions = [
  { value: "all", label: "全部" },
  { value: "warning", label: "警告" },
  { value: "manual", label: "待人工" },
];
export const looked = (items: readonly Judged[], what: Looked): Judged[] => items.filter((i) => what === "all" || i.outcome === what);

export interface EntryDraft {
  verdict: EntryVerdict | "";
  words: string;
  by: string;
  on: string | null;
}
export const entryDraft = (known: PersonEntry | undefined): EntryDraft => ({ verdict: known?.verdict ?? "", words: known?.words ?? "", by: known?.by ?? "", on: known?.on ?? null });

/** What is still wanting, by field. */
export function entryFaults(d: EntryDraft): { [field in keyof EntryDraft]: string } {
  return {
    verdict: d.verdict ? "" : "请选择结果",
    words: d.words.trim() ? "" : "请写明核对了什么、结果怎样",
    by: d.by.trim() ? "" : "请填写核对人",
    on: d.on ? "" : "请填写核对日期",
  };
}

/** `合格：逐页看过，字迹清楚（方小满，2026-06-30）` */
export const entryLine = (e: PersonEntry): string => `${entryWords[e.verdict]}：${e.words}（${e.by}，${e.on}）`;

/** The later entry of a code takes the place of the earlier. */
export const entered = (list: readonly PersonEntry[], entry: PersonEntry): PersonEntry[] => [...list.filter((e) => e.code !== entry.code), entry];

/** Another volume, and what is entered there already. */
export interface Other {
  key: string;
  title: string;
  entries: readonly PersonEntry[];
  /** Nothing is entered there any more, nor taken back. */
  sealed?: boolean;
}
/** It may be told of the entry, as the host sees it: what was entered for the volume itself is never told back to it. */
const lacks = (o: Other, e: PersonEntry): boolean => !o.sealed && e.once_from !== o.key && !o.entries.some((own) => own.code === e.code);

/** What one act answered here, as it is kept, and may answer for others: the entries, and the volumes that lack any of them. */
export function sharable(items: readonly Judged[], kept: readonly PersonEntry[], others: readonly Other[]): { entries: PersonEntry[]; volumes: Other[] } {
  const own = items.filter((i) => i.once).flatMap((i) => kept.find((e) => e.code === i.code) ?? []);
  const entries = own.filter((e) => others.some((o) => lacks(o, e)));
  return { entries, volumes: others.filter((o) => entries.some((e) => lacks(o, e))) };
}

/** What was entered for this volume and is said of others too: the codes, and the volumes it was said of. */
export function shared(volume: string, others: readonly Other[]): { codes: string[]; volumes: Other[] } {
  const from = (e: PersonEntry): boolean => e.once_from === volume;
  const volumes = others.filter((o) => !o.sealed && o.entries.some(from));
  return { codes: [...new Set(volumes.flatMap((o) => o.entries.filter(from).map((e) => e.code)))], volumes };
}

/** What one act answered for several volumes, as far as it concerns this one: entered here, or told to it from another, which may be sealed since. */
export const concerning = (own: Other, others: readonly Other[]): { from: string; codes: string[]; volumes: Other[] }[] =>
  [...new Set([own.key, ...own.entries.flatMap((e) => e.once_from || [])])].map((from) => ({ from, ...shared(from, [own, ...others]) })).filter((s) => s.volumes.length);

/** A name as it is compared: a form puts a blank into those of two characters, half or full width alike. */
const unspaced = (name: string): string => name.replace(/\s/gu, "");

/** One person may not do both; empty when they may. */
export const samePerson = (arranger: string, checker: string): boolean => unspaced(arranger) !== "" && unspaced(arranger) === unspaced(checker);
