import { describe, expect, it } from "vitest";
import type { RecordContent } from "../src/ipc";
import { blankVote, type BodyOf, type EditorContext } from "../src/screens/editors/columns";
import { begun, corrected, followed } from "../src/screens/editors/follow";
import { tidied } from "../src/screens/editors/tidy";
import { opinionOf, seated, seats, speakers, tallied, topics, withOpinion } from "../src/screens/editors/meeting";

const head = { step: "S13", candidates: [], date: null, end_date: null, time: "", place: "", mode: "", responsible: "", participants: [], summary: "", signatures: [], late_reason: "" };
const ballot: BodyOf<"ballot"> = {
  kind: "ballot", purpose: "meeting_recommendation", round: 1, group: "", expected: null, present: null, issued: null, returned: null, unreturned: null, valid: null, invalid: null,
  abstained: null, seats: null, competitive: false, equal_reason: "", rate_basis: "valid", absent: [], lines: [], tables: [], tellers: [], scrutineers: [],
};
const meeting: BodyOf<"meeting"> = {
  kind: "meeting", session: "", matters: "", convened: "standing_committee", expected: null, present: null, absent: [], observers: [], recused: [], opinions: [], principal: "", agenda: [],
  reopening: null, votes: [], resolution: "",
};
const context: EditorContext = {
  candidates: [{ id: 1, name: "甲", post: "副区长" }, { id: 2, name: "乙", post: "副区长" }, { id: 3, name: "丙", post: "局长" }],
  about: [], seats: null, rules: null, step: "S13", stepName: "计票", earlier: [],
};

/** Types one change after the other, as the editor does. */
function type(start: RecordContent, ...changes: ((c: RecordContent) => void)[]): RecordContent {
  return changes.reduce((now, change) => {
    const next = structuredClone(now);
    change(next);
    return followed(now, next, context);
  }, start);
}
const b = (c: RecordContent) => c.body as BodyOf<"ballot">;

describe("what follows in a ballot", () => {
  const record = (): RecordContent => ({ ...head, body: structuredClone(ballot) });
  it("takes the papers from those present and the valid ones from those back", () => {
    const done = type(record(), (c) => (b(c).expected = 96), (c) => (b(c).present = 88), (c) => (b(c).invalid = 2));
    expect([b(done).issued, b(done).returned, b(done).valid]).toEqual([88, 88, 86]);
  });
  it("goes along with every digit as it is typed", () => {
    const done = type(record(), (c) => (b(c).present = 8), (c) => (b(c).present = 88), (c) => (b(c).unreturned = 3));
    expect([b(done).issued, b(done).returned, b(done).valid]).toEqual([88, 85, null]);
    expect(b(type(done, (c) => (b(c).invalid = 0))).valid).toBe(85);
  });
  it("knows the good papers only once the bad ones are written, be it 0", () => {
    const back = type(record(), (c) => (b(c).present = 88));
    expect([b(back).valid, b(back).invalid]).toEqual([null, null]);
    const none = type(back, (c) => (b(c).invalid = 0), (c) => (b(c).returned = 87));
    expect([b(none).valid, b(none).invalid]).toEqual([87, 0]);
  });
  it("leaves alone what was written otherwise", () => {
    const done = type(record(), (c) => (b(c).present = 88), (c) => (b(c).valid = 80), (c) => (b(c).invalid = 2));
    expect(b(done).valid).toBe(80);
  });
  it("lists the lines of the candidates ticked and takes away only empty ones", () => {
    const done = type(record(), (c) => (c.candidates = [1, 2]), (c) => (b(c).lines[0]!.agree = 7), (c) => (c.candidates = [3]));
    expect(b(done).lines.map((l) => [l.name, l.agree])).toEqual([["甲", 7], ["丙", null]]);
  });
  it("ranks a recommendation live, equal votes equally, and keeps a rank written by hand", () => {
    const done = type(record(), (c) => (c.candidates = [1, 2, 3]), (c) => (b(c).lines[1]!.agree = 61), (c) => (b(c).lines[0]!.agree = 78), (c) => (b(c).lines[2]!.agree = 61));
    expect(b(done).lines.map((l) => l.rank)).toEqual([1, 2, 2]);
    const byHand = type(done, (c) => (b(c).lines[2]!.rank = 3), (c) => (b(c).lines[2]!.agree = 60));
    expect(b(byHand).lines.map((l) => l.rank)).toEqual([1, 2, 3]);
  });
  it("says 通过 only over half of those due, and lets 暂缓 stand", () => {
    const start = record();
    b(start).purpose = "decision";
    const half = { check: { code: "V25", enabled: true, basis: "", confirmed: true, parameters: { numerator: 1, denominator: 2 } } };
    const ruled = { ...context, rules: { edition: "2019", checks: { V25: half } } as unknown as EditorContext["rules"] };
    const type = (start: RecordContent, ...changes: ((c: RecordContent) => void)[]): RecordContent => changes.reduce((now, change) => {
      const next = structuredClone(now);
      change(next);
      return followed(now, next, ruled);
    }, start);
    const done = type(start, (c) => (b(c).expected = 11), (c) => (b(c).lines = [{ ...blankVote(), name: "甲" }]), (c) => (b(c).lines[0]!.agree = 6));
    expect(b(done).lines[0]!.result).toBe("通过");
    expect(b(type(done, (c) => (b(c).lines[0]!.agree = 5))).lines[0]!.result).toBe("未通过");
    expect(b(type(done, (c) => (b(c).lines[0]!.result = "暂缓"), (c) => (b(c).lines[0]!.agree = 7))).lines[0]!.result).toBe("暂缓");
  });
  it("asks the signatures of those who count and watch, and words the summary until somebody rewords it", () => {
    const done = type(record(), (c) => (c.candidates = [1]), (c) => (b(c).present = 9), (c) => (b(c).invalid = 0), (c) => (b(c).lines[0]!.agree = 8), (c) => (b(c).tellers = ["钟灵"]), (c) => (b(c).scrutineers = ["卢晓光"]));
    expect(done.signatures.map((s) => [s.role, s.name, s.mode])).toEqual([["计票人", "钟灵", "pending"], ["监票人", "卢晓光", "pending"]]);
    expect(done.summary).toBe("会议推荐：实到9人，收回9张，有效9张：甲8票。");
    const own = type(done, (c) => (c.summary = "我写的"), (c) => (b(c).present = 10));
    expect(own.summary).toBe("我写的");
  });
  it("of a correction brings along only the sentence it had worded itself", () => {
    const done = type(record(), (c) => (c.candidates = [1]), (c) => (b(c).present = 9), (c) => (b(c).invalid = 0), (c) => (b(c).lines[0]!.agree = 8), (c) => (b(c).tellers = ["钟灵"]));
    const change = (from: RecordContent) => {
      const next = structuredClone(from);
      b(next).lines[0]!.agree = 7;
      return corrected(from, next, context);
    };
    expect(change(done)).toEqual({ ...done, body: { ...b(done), lines: [{ ...b(done).lines[0]!, agree: 7 }] }, summary: "会议推荐：实到9人，收回9张，有效9张：甲7票。" });
    const emptied = corrected(done, { ...done, body: { ...b(done), returned: null } }, context);
    expect(emptied.summary).toBe("");
    expect(corrected(emptied, { ...emptied, body: { ...b(done), returned: 8, valid: 8 } }, context).summary, "a count typed anew").toContain("收回8张");
    expect(change({ ...done, summary: "甲得8票。" }).summary).toBe("甲得8票。");
    expect(change({ ...done, summary: "" }).summary).toBe("");
  });
  it("offers the four grades for an appraisal", () => {
    expect(b(type(record(), (c) => (b(c).purpose = "appraisal"))).lines.map((l) => l.name)).toEqual(["优秀", "称职", "基本称职", "不称职"]);
  });
});

describe("a meeting as seats", () => {
  const names = ["周怀远", "林望山", "高竹安"];
  const record = (): RecordContent =>
    seated({ ...head, body: structuredClone(meeting) }, names.map((name, i) => ({ name, post: "常委", role: i === 0 ? "主持" : "出席", state: "到会", reason: "", left: "" })));
  const m = (c: RecordContent) => c.body as BodyOf<"meeting">;
  it("counts members and makes whoever presides the last to speak", () => {
    const c = record();
    expect([m(c).expected, m(c).present, m(c).principal]).toEqual([3, 3, "周怀远"]);
    expect(speakers(seats(c), m(c).principal).map((s) => s.name)).toEqual(["林望山", "高竹安", "周怀远"]);
  });
  it("keeps absence, withdrawal and observers apart and gives the same seats back", () => {
    const c = record();
    const list = seats(c).map((s) => (s.name === "林望山" ? { ...s, state: "缺席" as const, reason: "在外培训" } : s.name === "高竹安" ? { ...s, state: "回避" as const, reason: "亲属", left: "16:35" } : s));
    const next = seated(c, [...list, { name: "罗锦程", post: "政协主席", role: "列席", state: "到会", reason: "", left: "" }]);
    expect([m(next).expected, m(next).present]).toEqual([3, 2]);
    expect(m(next).absent).toEqual([{ name: "林望山", reason: "在外培训", post: "常委", role: "出席" }]);
    expect(m(next).recused).toEqual([{ name: "高竹安", reason: "亲属", left_at: "16:35", post: "常委", role: "出席" }]);
    expect(m(next).observers).toEqual([{ name: "罗锦程", post: "政协主席", role: "列席" }]);
    expect(seats(next).map((s) => s.state)).toEqual(["到会", "回避", "到会", "缺席"]);
  });
  it("leaves numbers alone that were typed for a larger meeting", () => {
    const c = record();
    m(c).expected = 96;
    m(c).present = 88;
    expect([m(seated(c, seats(c).slice(1))).expected, m(seated(c, seats(c).slice(1))).present]).toEqual([96, 88]);
  });
  it("keeps opinions by candidate in the order of speaking, and counts them", () => {
    const c = record();
    const about = { candidates: context.candidates, about: [1, 2] };
    const order = speakers(seats(c), "周怀远");
    for (const [name, id, stance] of [["周怀远", 1, "同意"], ["高竹安", 2, "缓议"], ["林望山", 1, "不同意"]] as const) m(c).opinions = withOpinion(m(c), order, topics(about), name, id, { stance });
    expect(m(c).opinions.map((o) => `${o.name}${o.candidate}`)).toEqual(["林望山1", "周怀远1", "高竹安2"]);
    expect(opinionOf(m(c), "周怀远", 1)?.principal).toBe(true);
    expect(tallied(m(c), about).map((v) => [v.name, v.agree, v.against, v.abstain])).toEqual([["甲", 1, 1, 0], ["乙", 0, 0, 1]]);
    m(c).opinions = withOpinion(m(c), order, topics(about), "林望山", 1, { stance: "" });
    expect(m(c).opinions).toHaveLength(2);
  });
});

describe("a record that opens with something in it", () => {
  const letter = (to: string, summary = ""): RecordContent => ({ ...head, candidates: [1], summary, body: { kind: "letter", to, sent_no: "", sent: null, addressee: "unstated", received: null, due: null, report_reasons: [], reply_no: "", replied: null, result: "", opinion: "", deemed_agreed: false } }) as unknown as RecordContent;
  it("tells it in the summary, which goes on following what is typed", () => {
    const opened = begun(letter("市纪委"), context);
    expect(opened.summary).toBe("函市纪委征求意见（甲）。");
    expect(type(opened, (c) => ((c.body as BodyOf<"letter">).to = "市委政法委")).summary).toBe("函市委政法委征求意见（甲）。");
  });
  it("leaves what was written as it is", () => expect(begun(letter("市纪委", "已函市纪委。"), context).summary).toBe("已函市纪委。"));
});

describe("谈话的操作情况", () => {
  const talk = (more: object) => ({ ...head, step: "S41", candidates: [1], body: { kind: "notebook", category: "任前谈话", speakers: [{ name: "甲", post: "", role: "谈话对象" }], text: "", collective: false, merits: "", shortcomings: "", demands: "", minority: "", visited: "", feedback: null }, ...more }) as RecordContent;
  it("谈话对象不再说成“涉及”他自己；谈话人写明", () => {
    expect(begun(talk({}), { ...context, about: [1] }).summary).toBe("同甲同志谈话。");
    const by = [{ name: "王部长", post: "部长", role: "谈话人" }, { name: "李秘书", post: "", role: "记录人" }];
    expect(begun(talk({ participants: by, candidates: [1, 2] }), { ...context, about: [1, 2] }).summary).toBe("王部长同志同甲同志谈话，涉及乙。");
  });
});

it("the lines of two offices stay until they are signed, and take the names of whoever holds them", () => {
  const office = (role: string) => ({ name: "", role, date: null, mode: "pending" as const });
  const opinion = { ...head, signatures: [office("党组织主要负责人"), office("纪检组织主要负责人")], body: { kind: "review", items: [], conclusion: "", probation: null } } as RecordContent;
  const holds = (name: string) => (c: RecordContent) => void (c.participants = [{ name, post: "书记", role: "党组织主要负责人" }]);
  const named = type(opinion, holds("江"), holds("江晓川"));
  expect(named.signatures.map((s) => s.name)).toEqual(["江晓川", ""]);
  expect(tidied(named).signatures.length, "an office still waits for its holder").toBe(2);
  expect(tidied({ ...opinion, signatures: [office("责任人")] }).signatures).toEqual([]);
});
