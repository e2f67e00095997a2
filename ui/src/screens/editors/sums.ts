// Do the numbers of a ballot or a meeting add up? Integers only; the host's checks have the last word.
import { atLeast, fewest, overHalf } from "../../parts/numbers";
import type { BodyOf } from "./columns";

export interface Sum {
  words: string;
  ok: boolean;
}

export function ballotSums(b: BodyOf<"ballot">): Sum[] {
  const sums: Sum[] = [];
  const say = (ok: boolean, good: string, bad: string) => sums.push({ ok, words: ok ? good : bad });
  say(b.present <= b.expected, `实到 ${b.present} ≤ 应到 ${b.expected}`, `实到 ${b.present} 人多于应到 ${b.expected} 人`);
  say(b.issued <= b.present, `发出 ${b.issued} ≤ 实到 ${b.present}`, `发出 ${b.issued} 张多于实到 ${b.present} 人`);
  say(b.returned <= b.issued, `收回 ${b.returned} ≤ 发出 ${b.issued}`, `收回 ${b.returned} 张多于发出 ${b.issued} 张`);
  say(
    b.valid + b.invalid === b.returned,
    `有效 ${b.valid} ＋ 无效 ${b.invalid} ＝ 收回 ${b.returned}`,
    `有效 ${b.valid} ＋ 无效 ${b.invalid} ＝ ${b.valid + b.invalid}，与收回 ${b.returned} 张不符`,
  );
  if (b.abstained > b.valid) say(false, "", `整票弃权 ${b.abstained} 张多于有效 ${b.valid} 张`);
  b.lines.forEach((line, i) => {
    const sum = line.agree + line.against + line.abstain;
    if (sum > b.valid) say(false, "", `第 ${i + 1} 行${line.name ? `（${line.name}）` : ""}共 ${sum} 票，多于有效票 ${b.valid} 张`);
  });
  const agreed = b.lines.reduce((n, l) => n + l.agree, 0);
  if (b.seats > 0 && agreed > b.seats * b.valid) {
    say(false, "", `各人得票合计 ${agreed}，多于限推 ${b.seats} 人 × 有效 ${b.valid} 张 ＝ ${b.seats * b.valid}`);
  }
  if (b.purpose === "decision" && b.expected > 0) {
    b.lines.forEach((l) => {
      const passed = overHalf(l.agree, b.expected);
      if (l.result.includes("通过") && !l.result.includes("未") && !passed) say(false, "", `${l.name}：同意 ${l.agree} 未超过应到 ${b.expected} 人的半数，却写作“${l.result}”`);
    });
  }
  return sums;
}

/** 应到 30 人，实到 20 人，达到三分之二（须 20 人） */
export function quorum(expected: number, present: number): Sum | null {
  if (expected <= 0) return null;
  const need = fewest(expected, 2, 3);
  if (present > expected) return { ok: false, words: `实到 ${present} 人多于应到 ${expected} 人` };
  return atLeast(present, expected, 2, 3)
    ? { ok: true, words: `应到 ${expected} 人，实到 ${present} 人，达到三分之二（须 ${need} 人）` }
    : { ok: false, words: `应到 ${expected} 人，实到 ${present} 人，不足三分之二（须 ${need} 人）` };
}
