// Tables of indicators by grades: their grades changed, their counts kept. Which indicators there are the forms of the office say.
import type { ScoreTable } from "../../ipc";

/** Counts of each line as long as the grades. */
export const fitted = (t: ScoreTable): ScoreTable => ({ ...t, rows: t.rows.map((r) => ({ ...r, counts: t.grades.map((_, i) => r.counts[i] ?? null) })) });

/** The table with other grades: counts stay with the name of their grade; a grade that took the place of another has its counts. */
export function regraded(t: ScoreTable, grades: readonly string[]): ScoreTable {
  const from = grades.map((name, i) => {
    const old = t.grades.indexOf(name);
    if (old >= 0) return old;
    return grades.length === t.grades.length && !grades.includes(t.grades[i]!) ? i : -1;
  });
  return { ...t, grades: [...grades], rows: t.rows.map((r) => ({ ...r, counts: from.map((i) => (i < 0 ? null : (r.counts[i] ?? null))) })) };
}

/** Ballots counted so far that the other grades would leave out. */
export function lostBy(t: ScoreTable, grades: readonly string[]): number {
  const sum = (table: ScoreTable): number => table.rows.reduce((n, r) => n + r.counts.reduce<number>((m, c) => m + (c ?? 0), 0), 0);
  return sum(fitted(t)) - sum(regraded(fitted(t), grades));
}
