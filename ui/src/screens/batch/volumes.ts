// The preview of the volumes in words and counts.
import type { Volume, VolumePreview } from "../../ipc";
import { sizeWords } from "../../parts/numbers";

/** 件 of paper alone. */
export const lacking = (v: Volume): number => v.items.filter((i) => !i.made && !i.has_file).length;

/** `材料 312 份，全部编入 61 卷、402 件、1,204 页`; whole when every material stands in a volume. */
export function countWords(p: VolumePreview): { whole: boolean; words: string } {
  const items = p.volumes.reduce((n, v) => n + v.items.length, 0);
  const fresh = p.volumes.reduce((n, v) => n + v.items.filter((i) => !i.numbered).length, 0);
  const pages = p.volumes.reduce((n, v) => n + v.pages, 0);
  const bytes = p.volumes.reduce((n, v) => n + v.bytes, 0);
  const filed = p.materials - p.unfiled.length;
  const whole = p.unfiled.length === 0;
  const into = `${p.volumes.length} 卷，共 ${items} 件、${pages} 页、${sizeWords(bytes)}`;
  const numbers = fresh ? `；封装时要新编 ${fresh} 个档号` : "；档号都已编定";
  return { whole, words: `材料 ${p.materials} 份，${whole ? "全部" : `只有 ${filed} 份`}编入 ${into}（封装时生成的另计大小）${numbers}` };
}

/** What the label of the box will say. */
export function volumeFacts(v: Volume): { label: string; value: string }[] {
  const made = v.items.filter((i) => i.made).length;
  return [
    { label: "起止档号", value: v.ranges.join("；") },
    { label: "保管期限", value: v.retention },
    { label: "密级", value: v.secrecy || "非密" },
    { label: "件数、页数", value: `${v.items.length} 件，${v.pages} 页` },
    { label: "已有文件", value: `${sizeWords(v.bytes)}${made ? `，另有 ${made} 件在封装时生成` : ""}` },
  ];
}

/** The list with one of it taken from `from` and put at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

/** The same keys one after another. A draft of an earlier program has none. */
export const sameOrder = (a: readonly string[] | undefined, b: readonly string[]): boolean => a !== undefined && a.length === b.length && a.every((key, at) => key === b[at]);
