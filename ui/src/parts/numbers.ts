// Counts and shares, in integers only.

/** Reads a count as typed, full-width digits too. Empty is none, which is not 0. */
export function readCount(text: string): { value: number | null; error: string } {
  const plain = text.trim().replace(/[０-９]/g, (d) => String(d.charCodeAt(0) - 0xff10));
  if (plain === "") return { value: null, error: "" };
  if (!/^\d{1,7}$/.test(plain)) return { value: null, error: /^[-－]\d+$/.test(plain) ? "不能小于 0" : "请填写整数" };
  return { value: Number(plain), error: "" };
}

/** A count that was or was not filled in. */
export type Count = number | null;

/** What is filled in, added up; none while nothing is. */
export const sumOf = (counts: readonly Count[]): Count => counts.reduce<Count>((sum, n) => (n === null ? sum : (sum ?? 0) + n), null);

/** 45/60 as "75.00%", rounded half up by integer arithmetic; "—" without a whole, or where one of the two is not filled in. */
export function percent(part: Count, whole: Count): string {
  if (part === null || whole === null || whole <= 0) return "—";
  const hundredths = Math.floor((part * 20000 + whole) / (whole * 2));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}%`;
}

/** part/whole ≥ num/den by cross-multiplication. */
export const atLeast = (part: number, whole: number, num: number, den: number): boolean => part * den >= whole * num;

/** The fewest of `whole` that make at least num/den. */
export const fewest = (whole: number, num: number, den: number): number => Math.ceil((whole * num) / den);

/** 12,345,678 bytes in words. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 102.4) / 10} KB`;
  if (bytes < 1024 * 1024 * 1024) return `${Math.round(bytes / 104857.6) / 10} MB`;
  return `${Math.round(bytes / 107374182.4) / 10} GB`;
}
