// Tables of indicators one may start from. Only their number is public (德的十项指标, seed 001); the names here are a draft to be held
// against the local form, and each line is data in the record afterwards.
import type { ScoreTable } from "../../ipc";

const table = (title: string, grades: readonly string[], rows: readonly string[]): ScoreTable => ({
  title,
  grades: [...grades],
  rows: rows.map((name) => ({ name, counts: grades.map(() => null) })),
});

export const scoreTables: readonly ScoreTable[] = [
  table("德的测评", ["好", "较好", "一般", "差"], ["理想信念", "政治立场", "大局观念", "宗旨意识", "民主作风", "求真务实", "敢于担当", "廉洁自律", "社会公德", "家庭美德"]),
  // As the ballot the program prints for it (assets/forms/achievement-ballot.toml), so that what comes back can be entered.
  table("政绩公示评议", ["满意", "基本满意", "不满意", "不了解"], ["公示的政绩是否属实", "履行岗位职责、完成任务", "推动改革发展、解决问题", "服务群众、群众得实惠", "廉洁自律、工作作风"]),
];

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
