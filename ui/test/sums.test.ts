import { describe, expect, it } from "vitest";
import { atLeast, fewest, overHalf, percent, readCount } from "../src/parts/numbers";
import { ballotSums, quorum } from "../src/screens/editors/sums";
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
const wrong = (b: BodyOf<"ballot">): string[] => ballotSums(b).filter((s) => !s.ok).map((s) => s.words);

describe("sums of a ballot", () => {
  it("adds up when every paper is accounted for", () => {
    expect(wrong(ballot())).toEqual([]);
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
    expect(overHalf(15, 30)).toBe(false);
    expect(overHalf(16, 30)).toBe(true);
    expect(quorum(13, 9)?.ok).toBe(true);
    expect(quorum(13, 8)?.words).toBe("应到 13 人，实到 8 人，不足三分之二（须 9 人）");
    expect(quorum(0, 0)).toBeNull();
  });
});

describe("what is typed as a count", () => {
  it.each([
    ["58", 58, ""],
    ["５８", 58, ""],
    [" 7 ", 7, ""],
    ["", 0, ""],
    ["五十八", 0, "请填写整数"],
    ["-1", 0, "请填写整数"],
    ["1.5", 0, "请填写整数"],
  ])("%j", (text, value, error) => expect(readCount(text)).toEqual({ value, error }));
});

it("lists one line for each candidate the record speaks of and keeps what was typed", () => {
  const context = { candidates: [{ id: 1, name: "甲", post: "局长" }, { id: 2, name: "乙", post: "" }, { id: 3, name: "丙", post: "" }], about: [1, 3] };
  const lines = linesFor([{ ...blankVote(), candidate: 3, name: "丙", agree: 9 }], context);
  expect(lines.map((l) => [l.candidate, l.agree])).toEqual([[3, 9], [1, 0]]);
});

it("takes names apart at any Chinese or Western comma", () => {
  expect(splitNames("张三、阿卜杜热合曼·买买提艾力，李四, 王五；")).toEqual(["张三", "阿卜杜热合曼·买买提艾力", "李四", "王五"]);
});
