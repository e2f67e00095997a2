// Do the numbers of a ballot or a meeting add up, and which rule stands behind each? Integers only, and only what is filled in: a blank is
// never taken for 0. Numbers and words of the rules come
// from the packs of the batch; the host's checks have the last word.
import { atLeast, fewest, percent, sumOf, type Count } from "../../parts/numbers";
import type { Rules, VoteLine } from "../../ipc";
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

/** Of a vote on as many as there are seats: against and abstained are so many that the rules put it off (V26). */
function putOff(l: VoteLine, b: BodyOf<"ballot">, rules: Rules | null): { opposed: number; late: boolean; words: string; basis: string } | null {
  const rule = part(rules, "V26");
  const opposed = sumOf([l.against, l.abstain]);
  if (!rule || b.competitive || !b.expected || opposed === null) return null;
  return { opposed, late: moreThan(opposed, b.expected, rule.num, rule.den), words: fraction(rule.num, rule.den), basis: rule.basis };
}

/** What a vote comes to by the rules in force; nothing where they say nothing of it or it is not filled in. */
export function declared(l: VoteLine, b: BodyOf<"ballot">, rules: Rules | null): string {
  const majority = part(rules, "V25");
  if (!majority || !b.expected || l.agree === null || !sumOf([l.agree, l.against, l.abstain])) return "";
  if (putOff(l, b, rules)?.late) return "暂缓";
  return moreThan(l.agree, b.expected, majority.num, majority.den) ? "通过" : "未通过";
}

/** Whose number is the whole of a rate. */
export const wholeOf = (b: BodyOf<"ballot">): Count => (b.purpose === "decision" ? b.expected : b.rate_basis === "present" ? b.present : b.valid);

export function ballotSums(b: BodyOf<"ballot">, rules: Rules | null): Sum[] {
  const sums: Sum[] = [];
  const balance = ruleOf(rules, "V07")?.basis;
  const say = (ok: boolean, good: string, bad: string, basis = balance) => sums.push({ ok, words: ok ? good : bad, ...(basis ? { basis } : {}) });
  const both = (one: Count, other: Count, tell: (a: number, b: number) => void) => one !== null && other !== null && tell(one, other);
  both(b.present, b.expected, (present, expected) => say(present <= expected, `实到 ${present} ≤ 应到 ${expected}`, `实到 ${present} 人多于应到 ${expected} 人`));
  both(b.issued, b.present, (issued, present) => say(issued <= present, `发出 ${issued} ≤ 实到 ${present}`, `发出 ${issued} 张多于实到 ${present} 人`));
  const { issued, returned, unreturned } = b;
  if (unreturned === null) both(returned, issued, (back, out) => say(back <= out, `收回 ${back} ≤ 发出 ${out}`, `收回 ${back} 张多于发出 ${out} 张`));
  else
    both(returned, issued, (back, out) =>
      say(
        back + unreturned === out,
        `收回 ${back} ＋ 未收回 ${unreturned} ＝ 发出 ${out}`,
        `收回 ${back} ＋ 未收回 ${unreturned} ＝ ${back + unreturned}，与发出 ${out} 张不符`,
      ),
    );
  if (b.valid !== null && b.invalid !== null && b.returned !== null) {
    // 整票弃权 are counted among the valid papers here and beside them there: both are kept, as the checks do.
    const two = b.valid + b.invalid;
    const beside = b.abstained && two !== b.returned ? b.abstained : 0;
    const parts = `有效 ${b.valid} ＋ 无效 ${b.invalid}${beside ? ` ＋ 弃权 ${beside}` : ""}`;
    say(two + beside === b.returned, `${parts} ＝ 收回 ${b.returned}`, `${parts} ＝ ${two + beside}，与收回 ${b.returned} 张不符`);
  }
  else both(b.valid, b.returned, (valid, returned) => say(valid <= returned, `有效 ${valid} ≤ 收回 ${returned}`, `有效 ${valid} 张多于收回 ${returned} 张`));
  both(b.abstained, b.valid, (abstained, valid) => abstained > valid && say(false, "", `整票弃权 ${abstained} 张多于有效 ${valid} 张`));
  b.lines.forEach((line, i) => {
    const sum = sumOf([line.agree, line.against, line.abstain]);
    if (sum !== null && b.valid !== null && sum > b.valid) say(false, "", `第 ${i + 1} 行${line.name ? `（${line.name}）` : ""}共 ${sum} 票，多于有效票 ${b.valid} 张`);
  });
  const agreed = sumOf(b.lines.map((l) => l.agree)) ?? 0;
  if (b.seats && b.valid !== null && b.purpose !== "appraisal" && agreed > b.seats * b.valid) {
    say(false, "", `各人得票合计 ${agreed}，多于限推 ${b.seats} 人 × 有效 ${b.valid} 张 ＝ ${b.seats * b.valid}`);
  }
  if (b.purpose === "appraisal" && b.lines.length && b.valid !== null && agreed > b.valid) say(false, "", `各档合计 ${agreed} 票，多于有效票 ${b.valid} 张`);
  const majority = part(rules, "V25");
  const expected = b.expected;
  if (b.purpose === "decision" && expected) {
    const q = quorum(expected, b.present, rules);
    if (q) sums.push(q);
    if (majority) {
      const { num, den, basis } = majority;
      const share = fraction(num, den);
      const need = Math.floor((expected * num) / den) + 1;
      b.lines.forEach((l) => {
        if (l.agree === null) return;
        const passed = moreThan(l.agree, expected, num, den);
        const said = l.result.includes("通过") && !l.result.includes("未");
        if (said && !passed) say(false, "", `${l.name}：同意 ${l.agree} 未超过应到 ${expected} 人的${share}，却写作“${l.result}”`, basis);
        else if (l.name) say(passed || !said, `${l.name}：同意 ${l.agree}，超过应到 ${expected} 人的${share}须 ${need} 票，${passed ? "已超过" : "未超过"}`, "", basis);
        const off = putOff(l, b, rules);
        if (off && l.name) say(!off.late || !said, `${l.name}：不同意、弃权合计 ${off.opposed}，${off.late ? "超过" : "没有超过"}应到 ${expected} 人的${off.words}${off.late ? "，暂缓" : ""}`, `${l.name}：不同意、弃权合计 ${off.opposed}，超过应到 ${expected} 人的${off.words}，应暂缓，却写作“${l.result}”`, off.basis);
      });
    }
  }
  return sums;
}

/** 应到 30 人，实到 20 人，达到三分之二（须 20 人）. Null where the rules ask for no quorum, or one of the two is not filled in. */
export function quorum(expected: Count, present: Count, rules: Rules | null): Sum | null {
  const rule = part(rules, "V24");
  if (!expected || present === null || !rule) return null;
  const { num, den, basis } = rule;
  const need = fewest(expected, num, den);
  const share = fraction(num, den);
  if (present > expected) return { ok: false, words: `实到 ${present} 人多于应到 ${expected} 人`, basis };
  return atLeast(present, expected, num, den)
    ? { ok: true, words: `应到 ${expected} 人，实到 ${present} 人，达到${share}（须 ${need} 人）`, basis }
    : { ok: false, words: `应到 ${expected} 人，实到 ${present} 人，不足${share}（须 ${need} 人）`, basis };
}

/** Votes of one recommendation held against a whole, and what that whole counts. */
export interface Half {
  agree: number;
  whole: number;
  of: string;
}

/** What the rules hold the votes of a recommendation against: who took part, or the good papers where they say so. */
export function halfOf(agree: number, b: Pick<BodyOf<"ballot">, "present" | "valid">, rules: Rules | null): Half {
  const valid = ruleOf(rules, "V08")?.words("of").includes("有效票") || !b.present;
  return { agree, whole: (valid ? b.valid : b.present) ?? 0, of: valid ? "有效票" : "实到" };
}

/** Both recommendations of a person, each held against the share the rules name: a note and never a verdict. */
export function bothHalves(name: string, meeting: Half | null, talk: Half | null, rules: Rules | null): string {
  const rule = part(rules, "V08");
  const one = (label: string, v: Half | null) => (v ? `${label} ${v.agree} 票，占${v.of} ${v.whole} 的 ${percent(v.agree, v.whole)}` : `${label}尚无`);
  const both = `${name}：${one("会议推荐", meeting)}，${one("谈话推荐", talk)}`;
  if (!rule) return both;
  const share = fraction(rule.num, rule.den);
  const reached = [meeting, talk].filter((v) => v && atLeast(v.agree, v.whole, rule.num, rule.den)).length;
  return `${both}，${meeting && talk ? (reached === 2 ? `都达到${share}` : `没有都达到${share}`) : "两项待齐"}`;
}
