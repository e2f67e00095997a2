// Scores of a contest are decimals kept as they were written; they are added and compared as whole numbers, never as floating ones.
import type { ContestScore } from "../../ipc";
import type { Sum } from "./sums";

const DECIMAL = /^\d+(\.\d+)?$/;
const PLACES = 6;
/** In millionths; null where it is no decimal. */
function units(text: string): bigint | null {
  const plain = text.trim().replace("．", ".");
  if (!DECIMAL.test(plain)) return null;
  const [whole = "0", rest = ""] = plain.split(".");
  return rest.length > PLACES ? null : BigInt(whole + rest.padEnd(PLACES, "0"));
}

/** The sum of decimals as a decimal; null while one of them is not there or is none. */
export function addedUp(texts: readonly string[]): string | null {
  const all = texts.map(units);
  if (all.some((n) => n === null)) return null;
  const sum = all.reduce<bigint>((a, b) => a + b!, 0n).toString().padStart(PLACES + 1, "0");
  return `${sum.slice(0, -PLACES)}.${sum.slice(-PLACES)}`.replace(/\.?0+$/, "");
}

/** What cannot be read as a score, and ranks that do not go by the totals of one post. */
export function contestSums(scores: readonly ContestScore[]): Sum[] {
  const sums: Sum[] = [];
  const fields = [["written", "笔试"], ["interview", "面试"], ["total", "总分"]] as const;
  for (const s of scores) for (const [key, label] of fields) if (s[key].trim() && units(s[key]) === null) sums.push({ ok: false, words: `${s.name || "未写姓名"}的${label}“${s[key]}”不是分数` });
  for (const post of new Set(scores.map((s) => s.post.trim()))) {
    const ranked = scores.flatMap((s) => (s.post.trim() === post && s.rank !== null && units(s.total) !== null ? [{ name: s.name, rank: s.rank, total: units(s.total)! }] : []));
    const wrong = ranked.flatMap((a) => ranked.filter((b) => a.total > b.total && a.rank >= b.rank).map((b) => `${a.name}总分高于${b.name}，名次却不在前`));
    sums.push(...wrong.map((words) => ({ ok: false, words })));
    if (ranked.length > 1 && !wrong.length) sums.push({ ok: true, words: `${post ? `${post}：` : ""}名次与总分一致` });
  }
  return sums;
}
