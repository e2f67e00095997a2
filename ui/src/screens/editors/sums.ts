// Do the numbers of a ballot or a meeting add up, and which rule stands behind each? Integers only; the host's checks have the last word.
import { atLeast, fewest, overHalf, percent } from "../../parts/numbers";
import type { BodyOf } from "./columns";

export interface Sum {
  words: string;
  ok: boolean;
  /** The rule the number answers to, as the checks cite it. */
  basis?: string;
}

type Rule = "quorum" | "majority" | "balance";
const text = (edition: string): string => `《干部任用条例》（${edition}年）`;
/** Where an article's number could not be verified, none is written. */
const articles: { readonly [rule in Rule]: (edition: string) => string } = {
  quorum: (e) => `${text(e)}${e === "2014" ? "第三十七条" : ""}：三分之二以上成员到会`,
  majority: (e) => `${text(e)}${e === "2014" ? "第三十八条" : ""}：应到会成员超过半数同意`,
  balance: () => "纪实要求：票数前后勾稽一致",
};
export const basisOf = (rule: Rule, edition: string): string => articles[rule](["2002", "2014", "2019"].includes(edition) ? edition : "2019");

/** Whose number is the whole of a rate. */
export const wholeOf = (b: BodyOf<"ballot">): number => (b.purpose === "decision" ? b.expected : b.rate_basis === "present" ? b.present : b.valid);

export function ballotSums(b: BodyOf<"ballot">, edition = "2019"): Sum[] {
  const sums: Sum[] = [];
  const balance = basisOf("balance", edition);
  const say = (ok: boolean, good: string, bad: string, basis = balance) => sums.push({ ok, words: ok ? good : bad, basis });
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
  if (b.purpose === "decision" && b.expected > 0) {
    const q = quorum(b.expected, b.present, edition);
    if (q) sums.push(q);
    b.lines.forEach((l) => {
      const passed = overHalf(l.agree, b.expected);
      const said = l.result.includes("通过") && !l.result.includes("未");
      if (said && !passed) say(false, "", `${l.name}：同意 ${l.agree} 未超过应到 ${b.expected} 人的半数，却写作“${l.result}”`, basisOf("majority", edition));
      else if (l.name) say(passed || !said, `${l.name}：同意 ${l.agree}，应到 ${b.expected} 人的半数须 ${half(b.expected)} 票，${passed ? "过半" : "未过半"}`, "", basisOf("majority", edition));
    });
  }
  return sums;
}

/** The fewest that are more than half. */
export const half = (whole: number): number => Math.floor(whole / 2) + 1;

/** 应到 30 人，实到 20 人，达到三分之二（须 20 人） */
export function quorum(expected: number, present: number, edition = "2019"): Sum | null {
  if (expected <= 0) return null;
  const need = fewest(expected, 2, 3);
  const basis = basisOf("quorum", edition);
  if (present > expected) return { ok: false, words: `实到 ${present} 人多于应到 ${expected} 人`, basis };
  return atLeast(present, expected, 2, 3)
    ? { ok: true, words: `应到 ${expected} 人，实到 ${present} 人，达到三分之二（须 ${need} 人）`, basis }
    : { ok: false, words: `应到 ${expected} 人，实到 ${present} 人，不足三分之二（须 ${need} 人）`, basis };
}

/** Both recommendations of a person: 会议 and 谈话 each over half of those who took part (伊犁; a local rule, so a note and never a verdict). */
export function bothHalves(name: string, meeting: { agree: number; whole: number } | null, talk: { agree: number; whole: number } | null): string {
  const one = (label: string, v: { agree: number; whole: number } | null) => (v ? `${label} ${v.agree}/${v.whole}＝${percent(v.agree, v.whole)}` : `${label}尚无`);
  const reached = [meeting, talk].filter((v) => v && atLeast(v.agree, v.whole, 1, 2)).length;
  return `${name}：${one("会议推荐", meeting)}，${one("谈话推荐", talk)}，${meeting && talk ? (reached === 2 ? "双过半" : "未达双过半") : "双过半待齐"}`;
}
