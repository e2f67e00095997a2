// Day arithmetic for the month panel. What is a working day is the host's to say; here are only grids.

export const pad = (n: number): string => String(n).padStart(2, "0");
export const iso = (y: number, m: number, d: number): string => `${y}-${pad(m)}-${pad(d)}`;

/** Year, month and day of `2026-03-02`, `2026-03` or `2026`; null for anything else. */
export function parts(text: string | null): { y: number; m: number; d: number } | null {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? "");
  return found ? { y: Number(found[1]), m: Number(found[2] ?? 1), d: Number(found[3] ?? 1) } : null;
}

/** `198309` or `19830912` of a 任免审批表 as it is printed, 1983.09; anything else as it is written. */
export function monthWords(text: string): string {
  const narrow = text.trim().replace(/[０-９．／－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const found = /^(\d{4})(0[1-9]|1[0-2])(?:\d\d)?$/.exec(narrow) ?? /^(\d{4})[-./年](0?[1-9]|1[0-2])(?:[-./月]\d{0,2}[日号]?)?$/.exec(narrow);
  return found ? `${found[1]}.${found[2]!.padStart(2, "0")}` : text.trim();
}

/** The same day `days` later. */
export function shift(day: string, days: number): string {
  const p = parts(day);
  if (!p) return day;
  const at = new Date(Date.UTC(p.y, p.m - 1, p.d + days));
  return iso(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

/** The same day of another month, or its last day when there is none. */
export function shiftMonth(day: string, months: number): string {
  const p = parts(day);
  if (!p) return day;
  const count = p.y * 12 + (p.m - 1) + months;
  const y = Math.floor(count / 12);
  const m = (count % 12) + 1;
  return iso(y, m, Math.min(p.d, new Date(Date.UTC(y, m, 0)).getUTCDate()));
}

/** Weeks of the month from Monday; null outside the month. */
export function weeks(y: number, m: number): (number | null)[][] {
  const days = new Date(Date.UTC(y, m, 0)).getUTCDate();
  const lead = (new Date(Date.UTC(y, m - 1, 1)).getUTCDay() + 6) % 7;
  const cells: (number | null)[] = [...Array<null>(lead).fill(null), ...Array.from({ length: days }, (_, i) => i + 1)];
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7));
}

/** Today on this machine's clock. */
export function today(): string {
  const now = new Date();
  return iso(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** What is short for a date: 今 or t for today, 3-2 or 3月2日 for a day of this year. Anything else as typed. */
export function expandDate(text: string, now = today()): string {
  const typed = text.trim();
  if (/^(t|今|今天|今日)$/i.test(typed)) return now;
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed);
  return short ? `${now.slice(0, 4)}-${pad(Number(short[1]))}-${pad(Number(short[2]))}` : typed;
}
