import { describe, expect, it } from "vitest";
import { atLeast, fewest, percent, readCount } from "../src/parts/numbers";
import type { Rules } from "../src/ipc";
import { ballotSums, bothHalves, declared, fraction, halfOf, quorum } from "../src/screens/editors/sums";
import { addedUp, contestSums } from "../src/screens/editors/contest";
import { reviewLists } from "../src/screens/editors/reviews";
import { splitNames } from "../src/parts/names";
import { blankVote, linesFor, type BodyOf } from "../src/screens/editors/columns";

const ballot = (change: Partial<BodyOf<"ballot">> = {}): BodyOf<"ballot"> => ({
  kind: "ballot",
  purpose: "meeting_recommendation",
  round: 1,
  group: "",
  unreturned: null,
  equal_reason: "",
  rate_basis: "valid",
  absent: [],
  expected: 60,
  present: 58,
  issued: 58,
  returned: 58,
  valid: 57,
  invalid: 1,
  abstained: 0,
  seats: 1,
  competitive: false,
  lines: [],
  tables: [],
  tellers: [],
  scrutineers: [],
  ...change,
});
/** A pack as the host gives it: only what the sums ask for. */
const rule = (code: string, parameters: { [name: string]: number }, enabled = true) => ({
  pack: "试验",
  local: false,
  check: { code, enabled, level: "error" as const, basis: `${code}的依据`, source: "S" as const, confirmed: true, from: null, parameters, sources: {}, levels: {} },
});
const rules = (more: Rules["checks"] = {}): Rules => ({
  edition: "2019",
  checks: { V07: rule("V07", {}), V24: rule("V24", { numerator: 2, denominator: 3 }), V25: rule("V25", { numerator: 1, denominator: 2 }), ...more },
});
const wrong = (b: BodyOf<"ballot">): string[] => ballotSums(b, rules()).filter((s) => !s.ok).map((s) => s.words);

it("puts off what the rules put off, and only on as many names as seats", () => {
  const local = rules({ V26: rule("V26", { numerator: 3, denominator: 10 }) });
  const b = ballot({ purpose: "decision", expected: 30, present: 30, issued: 30, returned: 30, valid: 30, invalid: 0 });
  const line = (against: number, result = "") => ({ ...blankVote(), name: "甲", agree: 30 - against, against, result });
  expect([declared(line(9), b, local), declared(line(10), b, local), declared(line(10), b, rules()), declared(line(10), { ...b, competitive: true }, local), declared(line(9), b, null)]).toEqual(["通过", "暂缓", "通过", "通过", ""]);
  expect(ballotSums({ ...b, lines: [line(10, "通过")] }, local).filter((s) => !s.ok).map((s) => [s.words, s.basis])).toEqual([["甲：不同意、弃权合计 10，超过应到 30 人的十分之三，应暂缓，却写作“通过”", "V26的依据"]]);
});

it("scores of a contest are added as they were written, and ranks go by the totals", () => {
  expect([addedUp(["78.50", "82"]), addedUp(["0.1", "0.2"]), addedUp(["82", ""]), addedUp(["八十"])]).toEqual(["160.5", "0.3", null, null]);
  const score = (name: string, total: string, rank: number | null) => ({ candidate: null, name, post: "局长", written: "80", interview: "八十", total, rank });
  const said = contestSums([score("甲", "80.25", 2), score("乙", "80.3", 1)]).filter((s) => !s.ok).map((s) => s.words);
  expect(said).toEqual(["甲的面试“八十”不是分数", "乙的面试“八十”不是分数"]);
  expect(contestSums([score("甲", "80.3", 3), score("乙", "80.25", 2)]).map((s) => s.words)).toContain("甲总分高于乙，名次却不在前");
});

describe("sums of a ballot", () => {
  it("adds up when every paper is accounted for", () => {
    expect(wrong(ballot())).toEqual([]);
  });
  it("says nothing of what is not filled in, and takes a 0 for a 0", () => {
    const blank = { expected: null, present: null, issued: null, returned: null, valid: null, invalid: null, abstained: null, seats: null };
    expect(ballotSums(ballot(blank), rules())).toEqual([]);
    expect(wrong(ballot({ ...blank, returned: 58, valid: 58 }))).toEqual([]);
    expect(wrong(ballot({ ...blank, returned: 58, valid: 0, invalid: 0 }))).toEqual(["有效 0 ＋ 无效 0 ＝ 0，与收回 58 张不符"]);
    expect([percent(null, 57), percent(0, 57), percent(3, null)]).toEqual(["—", "0.00%", "—"]);
  });
  it.each([
    ["more present than expected", { present: 61 }, "实到 61 人多于应到 60 人"],
    ["more papers out than people", { issued: 59, returned: 59, valid: 58 }, "发出 59 张多于实到 58 人"],
    ["more papers back than out", { returned: 59, valid: 58 }, "收回 59 张多于发出 58 张"],
    ["valid and invalid do not make the papers back", { valid: 56 }, "有效 56 ＋ 无效 1 ＝ 57，与收回 58 张不符"],
    ["a line has more votes than valid papers", { lines: [{ ...blankVote(), name: "欧阳文轩", agree: 50, against: 8 }] }, "第 1 行（欧阳文轩）共 58 票，多于有效票 57 张"],
    ["more recommendations than seats allow", { lines: [40, 20].map((agree) => ({ ...blankVote(), agree })) }, "各人得票合计 60，多于限推 1 人 × 有效 57 张 ＝ 57"],
    ["a decision passed without the half of those due", { purpose: "decision" as const, seats: 0, lines: [{ ...blankVote(), name: "甲", agree: 30, result: "通过" }] }, "甲：同意 30 未超过应到 60 人的半数，却写作“通过”"],
  ])("says where: %s", (_, change, words) => {
    expect(wrong(ballot(change))).toContain(words);
  });
});

it("counts papers that abstain as a whole among the valid ones or beside them", () => {
  const good = (b: Parameters<typeof ballot>[0]) => ballotSums(ballot(b), rules()).flatMap((s) => (s.ok ? [s.words] : []));
  expect(wrong(ballot({ valid: 54, invalid: 1, abstained: 3 }))).toEqual([]);
  expect(good({ valid: 54, invalid: 1, abstained: 3 })).toContain("有效 54 ＋ 无效 1 ＋ 弃权 3 ＝ 收回 58");
  expect(wrong(ballot({ valid: 57, invalid: 1, abstained: 3 }))).toEqual([]);
  expect(wrong(ballot({ valid: 54, invalid: 1, abstained: 2 }))).toContain("有效 54 ＋ 无效 1 ＋ 弃权 2 ＝ 57，与收回 58 张不符");
});

describe("shares by integers", () => {
  it.each([
    [45, 60, "75.00%"],
    [1, 3, "33.33%"],
    [2, 3, "66.67%"],
    [1, 8, "12.50%"],
    [57, 57, "100.00%"],
    [0, 57, "0.00%"],
    [3, 0, "—"],
  ])("%i of %i is %s", (part, whole, words) => expect(percent(part, whole)).toBe(words));

  it("two thirds and the half are judged at the very edge", () => {
    expect(atLeast(20, 30, 2, 3)).toBe(true);
    expect(atLeast(19, 29, 2, 3)).toBe(false);
    expect(fewest(29, 2, 3)).toBe(20);
    const vote = (agree: number, against = 0): string => declared({ ...blankVote(), name: "甲", agree, against }, ballot({ purpose: "decision", expected: 30 }), rules());
    expect([vote(15), vote(16)]).toEqual(["未通过", "通过"]);
    expect(quorum(13, 9, rules())?.ok).toBe(true);
    expect(quorum(13, 8, rules())?.words).toBe("应到 13 人，实到 8 人，不足三分之二（须 9 人）");
    expect(quorum(0, 0, rules())).toBeNull();
    expect(quorum(13, null, rules())).toBeNull();
  });
  it("numbers and bases are those of the packs, and none where the packs have none", () => {
    const local = rules({ V24: rule("V24", { numerator: 4, denominator: 5 }), V25: rule("V25", { numerator: 2, denominator: 3 }) });
    expect(quorum(10, 7, local)).toEqual({ ok: false, words: "应到 10 人，实到 7 人，不足五分之四（须 8 人）", basis: "V24的依据" });
    expect(quorum(10, 7, null)).toBeNull();
    expect(quorum(10, 7, rules({ V24: rule("V24", { numerator: 2, denominator: 3 }, false) }))).toBeNull();
    const b = ballot({ purpose: "decision", expected: 9, present: 9, issued: 9, returned: 9, valid: 9, invalid: 0, seats: 0, lines: [{ ...blankVote(), name: "甲", agree: 6, against: 3, result: "通过" }] });
    expect(ballotSums(b, rules()).every((s) => s.ok)).toBe(true);
    expect(ballotSums(b, local).filter((s) => !s.ok)).toEqual([{ ok: false, words: "甲：同意 6 未超过应到 9 人的三分之二，却写作“通过”", basis: "V25的依据" }]);
    const of = (agree: number, whole: number) => ({ agree, whole, of: "实到" });
    const half = rules({ V08: rule("V08", { numerator: 1, denominator: 2 }) });
    expect(bothHalves("甲", of(20, 40), of(9, 20), half)).toContain("没有都达到半数");
    expect(bothHalves("甲", of(20, 40), of(10, 20), rules())).not.toContain("半数");
    // Votes of one paper are held against those there by one rule and against the good papers by another: each share says which.
    const counted = ballot({ present: 30, valid: 27 });
    expect(bothHalves("甲", halfOf(20, counted, half), null, half)).toContain("会议推荐 20 票，占实到 30 的 66.67%");
    const valid = rules({ V08: { ...rule("V08", {}), check: { ...rule("V08", {}).check, parameters: { numerator: 1, denominator: 2, of: ["有效票"] } } } });
    expect(bothHalves("甲", halfOf(20, counted, valid), null, valid)).toContain("占有效票 27 的 74.07%");
    expect([fraction(1, 2), fraction(2, 3), fraction(3, 10), fraction(17, 20)]).toEqual(["半数", "三分之二", "十分之三", "20分之17"]);
  });
  it("the lists of a review come from the packs", () => {
    const bars = { ...rule("V12", {}), check: { ...rule("V12", {}).check, parameters: { bars: ["群众公认度不高"] } } };
    const names = (r: Rules | null) => reviewLists(r).map((l) => l.name);
    expect(names(rules({ V12: bars }))).toContain("不得列为考察对象的情形");
    expect(reviewLists(rules({ V12: bars })).find((l) => l.topic === "bar")?.items).toEqual(["群众公认度不高"]);
    expect(names(null)).not.toContain("不得列为考察对象的情形");
  });
});

describe("what is typed as a count", () => {
  it.each([
    ["58", 58, ""],
    ["５８", 58, ""],
    [" 7 ", 7, ""],
    ["", null, ""],
    ["五十八", null, "请填写整数"],
    ["-1", null, "不能小于 0"],
    ["－２", null, "不能小于 0"],
    ["1.5", null, "请填写整数"],
  ])("%j", (text, value, error) => expect(readCount(text)).toEqual({ value, error }));
});

it("lists one line for each candidate the record speaks of and keeps what was typed", () => {
  const context = { candidates: [{ id: 1, name: "甲", post: "局长" }, { id: 2, name: "乙", post: "" }, { id: 3, name: "丙", post: "" }], about: [1, 3] };
  const lines = linesFor([{ ...blankVote(), candidate: 3, name: "丙", agree: 9 }], context);
  expect(lines.map((l) => [l.candidate, l.agree])).toEqual([[3, 9], [1, null]]);
});

it("takes names apart at any Chinese or Western comma", () => {
  expect(splitNames("张三、阿卜杜热合曼·买买提艾力，李四, 王五；")).toEqual(["张三", "阿卜杜热合曼·买买提艾力", "李四", "王五"]);
});
