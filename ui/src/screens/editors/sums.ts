// Do the numbers of a ballot or a meeting add up, and which rule stands behind each? Integers only; numbers and words of the rules come
// from the packs of the batch; the host's checks have the last word.
import { atLeast, fewest, percent } from "../../parts/numbers";
import type { Rules } from "../../ipc";
import { ruleOf } from "../../use/rules";
import type { BodyOf } from "./columns";

export interface Sum {
  words: string;
  ok: boolean;
  /** The rule the number answers to, as the checks cite it. */
  basis?: string;
}

const DIGITS = "零一二三四五六七八九十";
/** 2 of 3 as 三分之二, 1 of 2 as 半数. */
export function fraction(num: number, den: number): string {
  const word = (n: number) => DIGITS[n] ?? String(n);
  return num === 1 && den === 2 ? "半数" : `${word(den)}分之${word(num)}`;
}
const part = (rules: Rules | null, code: string) => {
  const rule = ruleOf(rules, code);
  return rule && { num: rule.number("numerator"), den: Math.max(1, rule.number("denominator")), basis: rule.basis };
};
/** part/whole > num/den by cross-multiplication. */
const moreThan = (some: number, whole: number, num: number, den: number): boolean => some * den > whole * num;

/** Whose number is the whole of a rate. */
export const wholeOf = (b: BodyOf<"ballot">): number => (b.purpose === "decision" ? b.expected : b.rate_basis === "present" ? b.present : b.valid);

export function ballotSums(b: BodyOf<"ballot">, rules: Rules | null): Sum[] {
  const sums: Sum[] = [];
  const balance = ruleOf(rules, "V07")?.basis;
  const say = (ok: boolean, good: string, bad: string, basis = balance) => sums.push({ ok, words: ok ? good : bad, ...(basis ? { basis } : {}) });
  say(b.present <= b.expected, `实到 ${b.present} ≤ 应到 ${b.expected}`, `实到 ${b.present} 人多于应到 ${b.expected} 人`);
  say(b.issued <= b.present, `发出 ${b.issued} ≤ 实到 ${b.present}`, `发出 ${b.issued} 张多于实到 ${b.present} 人`);
  if (b.unreturned === null) say(b.returned <= b.issued, `收回 ${b.returned} ≤ 发出 ${b.issued}`, `收回 ${b.returned} 张多于发出 ${b.issued} 张`);
  else {
    say(
      b.returned + b.unreturned === b.issued,
      `收回 ${b.returned} ＋ 未收回 ${b.unreturned} ＝ 发出 ${b.issued}`,
      `收回 ${b.returned} ＋ 未收回 ${b.unreturned} ＝ ${b.returned + b.unreturned}，与发出 ${b.issued} 张不符`,
    );
  }
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
  if (b.seats > 0 && b.purpose !== "appraisal" && agreed > b.seats * b.valid) {
    say(false, "", `各人得票合计 ${agreed}，多于限推 ${b.seats} 人 × 有效 ${b.valid} 张 ＝ ${b.seats * b.valid}`);
  }
  if (b.purpose === "appraisal" && b.lines.length && agreed > b.valid) say(false, "", `各档合计 ${agreed} 票，多于有效票 ${b.valid} 张`);
  const majority = part(rules, "V25");
  if (b.purpose === "decision" && b.expected > 0) {
    const q = quorum(b.expected, b.present, rules);
    if (q) sums.push(q);
    if (majority) {
      const { num, den, basis } = majority;
      const share = fraction(num, den);
      const need = Math.floor((b.expected * num) / den) + 1;
      b.lines.forEach((l) => {
        const passed = moreThan(l.agree, b.expected, num, den);
        const said = l.result.includes("通过") && !l.result.includes("未");
        if (said && !passed) say(false, "", `${l.name}：同意 ${l.agree} 未超过应到 ${b.expected} 人的${share}，却写作“${l.result}”`, basis);
        else if (l.name) say(passed || !said, `${l.name}：同意 ${l.agree}，超过应到 ${b.expected} 人的${share}须 ${need} 票，${passed ? "已超过" : "未超过"}`, "", basis);
      });
    }
  }
  return sums;
}

/** 应到 30 人，实到 20 人，达到三分之二（须 20 人）. Null where the rules ask for no quorum. */
export function quorum(expected: number, present: number, rules: Rules | null): Sum | null {
  const rule = part(rules, "V24");
  if (expected <= 0 || !rule) return null;
  const { num, den, basis } = rule;
  const need = fewest(expected, num, den);
  const share = fraction(num, den);
  if (present > expected) return { ok: false, words: `实到 ${present} 人多于应到 ${expected} 人`, basis };
  return atLeast(present, expected, num, den)
    ? { ok: true, words: `应到 ${expected} 人，实到 ${present} 人，达到${share}（须 ${need} 人）`, basis }
    : { ok: false, words: `应到 ${expected} 人，实到 ${present} 人，不足${share}（须 ${need} 人）`, basis };
}

/** Both recommendations of a person, each held against the share the rules name: a note and never a verdict. */
export function bothHalves(name: string, meeting: { agree: number; whole: number } | null, talk: { agree: number; whole: number } | null, rules: Rules | null): string {
  const rule = part(rules, "V08");
  const one = (label: string, v: { agree: number; whole: number } | null) => (v ? `${label} ${v.agree}/${v.whole}＝${percent(v.agree, v.whole)}` : `${label}尚无`);
  const both = `${name}：${one("会议推荐", meeting)}，${one("谈话推荐", talk)}`;
  if (!rule) return both;
  const share = fraction(rule.num, rule.den);
  const reached = [meeting, talk].filter((v) => v && atLeast(v.agree, v.whole, rule.num, rule.den)).length;
  return `${both}，${meeting && talk ? (reached === 2 ? `都达到${share}` : `没有都达到${share}`) : "两项待齐"}`;
}
