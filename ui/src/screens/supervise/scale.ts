// Days on a line: where a date lies between the first and the last, in hundredths of a percent of the width. Partial dates span what they may mean.
const DAY = 86_400_000;

/** First and last day a date may mean, as day numbers. */
export function span(date: string): readonly [number, number] {
  const [y, m, d] = date.split("-").map(Number) as [number, number | undefined, number | undefined];
  const number = (year: number, month: number, day: number): number => Math.round(Date.UTC(year, month, day) / DAY);
  if (m === undefined) return [number(y, 0, 1), number(y, 11, 31)];
  if (d === undefined) return [number(y, m - 1, 1), number(y, m, 0)];
  return [number(y, m - 1, d), number(y, m - 1, d)];
}

export interface Scale {
  first: number;
  last: number;
  /** Left edge of a date, 0 to 1. */
  at: (date: string) => number;
  /** From the left edge of one to the right edge of the other, never nothing. */
  width: (from: string, to: string) => number;
  months: { at: number; label: string }[];
}

/** None without any date. */
export function scale(dates: readonly (string | null)[]): Scale | null {
  const spans = dates.filter((d): d is string => !!d).map(span);
  if (!spans.length) return null;
  const first = Math.min(...spans.map((s) => s[0]));
  const last = Math.max(...spans.map((s) => s[1])) + 1;
  const all = Math.max(1, last - first);
  const at = (date: string): number => (span(date)[0] - first) / all;
  const width = (from: string, to: string): number => Math.max(0.004, (span(to)[1] + 1 - span(from)[0]) / all);
  return { first, last, at, width, months: months(first, last, all) };
}

/** Firsts of months within, no more than about twelve. */
function months(first: number, last: number, all: number): { at: number; label: string }[] {
  const out: { at: number; label: string }[] = [];
  const begin = new Date(first * DAY);
  const count = Math.ceil(all / 28) + 1;
  const every = Math.max(1, Math.ceil(count / 12));
  for (let i = 0; i <= count; i += every) {
    const day = Math.round(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + i, 1) / DAY);
    if (day < last) {
      const on = new Date(day * DAY);
      // The month it begins in is named at the edge, though its first lies before it, unless the next one stands too close.
      const at = Math.max(0, day - first) / all;
      if (i === 0 && day < first && Math.round(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + every, 1) / DAY) - first < all / 14) continue;
      out.push({ at, label: `${on.getUTCFullYear()}-${String(on.getUTCMonth() + 1).padStart(2, "0")}` });
    }
  }
  return out;
}

/** 33.3% of 333 tenths of a percent; — of nothing. */
export const percent = (permille: number | null): string => (permille === null ? "—" : `${Math.floor(permille / 10)}.${permille % 10}%`);
