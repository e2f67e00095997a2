// 参会人员: the list stays as typed; marking 缺席 or 回避 moves nobody, loses nothing and counts nobody twice.
import { describe, expect, it } from "vitest";
import type { Opinion, RecordContent } from "../src/ipc";
import type { BodyOf } from "../src/screens/editors/columns";
import { asSpoken, blankSeat, cannotTake, contradictions, heard, inOrder, seated, seats, speakers, tallied, topics, typedSeats, withDuty, type Seat, returned } from "../src/screens/editors/meeting";

const body: BodyOf<"meeting"> = {
  kind: "meeting", session: "", matters: "", convened: "standing_committee", expected: null, present: null, absent: [], observers: [], recused: [], opinions: [], principal: "", agenda: [],
  reopening: null, votes: [], resolution: "",
};
const blank: RecordContent = { step: "S36", candidates: [], date: null, end_date: null, time: "", place: "", mode: "", responsible: "", participants: [], summary: "", signatures: [], late_reason: "", body };
const seat = (name: string, role = "出席", more: Partial<Seat> = {}): Seat => ({ ...blankSeat(), name, post: `${name}的职务`, role, ...more });
const meeting = (c: RecordContent) => c.body as BodyOf<"meeting">;
const list = [seat("甲", "主持"), seat("乙"), seat("丙"), seat("丁", "列席")];
const begun = seated(blank, list, { carried: false });

/** Types one change into the list, as the editor does. */
function change(content: RecordContent, typed: readonly Seat[], at: number, to: Partial<Seat>): { content: RecordContent; typed: readonly Seat[] } {
  const before = typedSeats(content, typed);
  const next = before.map((s, i) => (i === at ? { ...s, ...to } : s));
  return { content: seated(content, next, false, before), typed: next };
}

describe("参会人员", () => {
  it("keeps its order whatever is marked", () => {
    let now = change(begun, list, 1, { state: "缺席" });
    expect(typedSeats(now.content, now.typed).map((s) => s.name)).toEqual(["甲", "乙", "丙", "丁"]);
    now = change(now.content, now.typed, 3, { role: "列" });
    expect(typedSeats(now.content, now.typed).map((s) => s.name)).toEqual(["甲", "乙", "丙", "丁"]);
    now = change(now.content, now.typed, 3, { role: "列席" });
    expect([meeting(now.content).expected, meeting(now.content).present]).toEqual([3, 2]);
  });
  it("keeps post and part of whoever is absent, in the record and back again", () => {
    const away = change(begun, list, 0, { state: "缺席", reason: "出差" }).content;
    expect(meeting(away).absent).toEqual([{ name: "甲", reason: "出差", post: "甲的职务", role: "主持" }]);
    expect(seats(away).find((s) => s.name === "甲")).toMatchObject({ post: "甲的职务", role: "主持", state: "缺席" });
    expect(seats(seated(away, seats(away).map((s) => ({ ...s, state: "到会" as const })))).find((s) => s.name === "甲")).toMatchObject({ role: "主持", post: "甲的职务" });
  });
  it("does not count an absent observer among those who should have come", () => {
    const now = change(begun, list, 3, { state: "缺席" });
    expect([meeting(now.content).expected, meeting(now.content).present]).toEqual([3, 3]);
    const again = seats(now.content);
    expect(again.find((s) => s.name === "丁")).toMatchObject({ role: "列席", state: "缺席" });
    const later = seated(now.content, again.map((s) => (s.name === "乙" ? { ...s, state: "缺席" as const } : s)));
    expect([meeting(later).expected, meeting(later).present]).toEqual([3, 2]);
  });
  it("knows an observer who withdrew once, and as an observer", () => {
    const now = change(begun, list, 3, { state: "回避", left: "16:02" });
    expect(seats(now.content).filter((s) => s.name === "丁")).toEqual([seat("丁", "列席", { state: "回避", left: "16:02" })]);
    const later = change(now.content, now.typed, 1, { post: "改了" });
    expect(later.content.participants.map((p) => p.name)).toEqual(["甲", "乙", "丙"]);
    expect(meeting(later.content).observers.map((p) => p.name)).toEqual(["丁"]);
    expect([meeting(later.content).expected, meeting(later.content).present]).toEqual([3, 3]);
  });
  it("reads an older revision, which says neither post nor part", () => {
    const old = { ...blank, body: { ...body, absent: [{ name: "周", reason: "出差" }], recused: [{ name: "汪", reason: "亲属", left_at: "16:02" }] } };
    expect(seats(old).map((s) => [s.name, s.role, s.state])).toEqual([["汪", "出席", "回避"], ["周", "出席", "缺席"]]);
  });
  it("follows the record when that was changed from elsewhere", () => {
    expect(typedSeats(seated(blank, [seat("戊")], { carried: false }), list).map((s) => s.name)).toEqual(["戊"]);
  });
});

const about = { candidates: [{ id: 1, name: "人选一", post: "局长" }, { id: 2, name: "人选二", post: "局长" }], about: [1] };
const both = { ...about, about: [1, 2] };
/** As the editor changes the list. */
function laid(content: RecordContent, before: readonly Seat[], next: readonly Seat[], context = about, whole = false) {
  const now = heard(content, before, next, context, whole);
  return { ...now, content: seated(now.content, now.list, false, before) };
}
const said = (c: RecordContent) => meeting(c).opinions.map((o) => `${o.name}${o.stance}${o.text}`);
const spoken = (stances: { [name: string]: string }): RecordContent => ({ ...begun, body: { ...meeting(begun), opinions: Object.entries(stances).map(([name, stance]) => ({ name, stance, text: "", candidate: 1 })) } });

describe("what was said follows the list", () => {
  it("goes along with a name that is written otherwise, letter by letter, and past another's name", () => {
    let [now, before]: [RecordContent, readonly Seat[]] = [spoken({ 甲: "同意", 乙: "不同意", 丙: "缓议" }), list];
    for (const name of ["", "丙", "丙丁"]) {
      const next = laid(now, before, before.map((s, i) => (i === 1 ? { ...s, name } : s)));
      expect(next.gone).toEqual([]);
      [now, before] = [next.content, next.list];
      expect(meeting(now).opinions.filter((o) => o.name === "丙").map((o) => o.stance)).toEqual(["缓议"]);
    }
    expect(said(now)).toEqual(["甲同意", "丙丁不同意", "丙缓议"]);
  });
  it("goes with whoever is taken off the list, and says so; the votes counted from it follow", () => {
    const start = spoken({ 甲: "同意", 乙: "不同意", 丙: "同意" });
    const counted = { ...start, body: { ...meeting(start), votes: tallied(meeting(start), about) } };
    const now = laid(counted, list, list.filter((s) => s.name !== "丙"));
    expect([now.gone.map((g) => [g.seat.name, g.opinions.length]), said(now.content)]).toEqual([[["丙", 1]], ["甲同意", "乙不同意"]]);
    expect(meeting(now.content).votes.map((v) => [v.agree, v.against])).toEqual([[1, 1]]);
    const byHand = { ...counted, body: { ...meeting(counted), votes: [{ ...meeting(counted).votes[0]!, agree: 9 }] } };
    expect(meeting(laid(byHand, list, list.slice(0, 2)).content).votes[0]!.agree).toBe(9);
  });
  it("comes back alone: what was entered since stays, and the votes follow", () => {
    const start = spoken({ 甲: "同意", 乙: "不同意", 丙: "同意" });
    const counted = { ...start, body: { ...meeting(start), votes: tallied(meeting(start), about) } };
    const now = laid(counted, list, list.filter((s) => s.name !== "丙"));
    const since = { ...now.content, body: { ...meeting(now.content), present: 9, opinions: meeting(now.content).opinions.map((o) => (o.name === "乙" ? { ...o, stance: "同意", text: "改了" } : o)) } };
    const counts2 = { ...since, body: { ...meeting(since), votes: tallied(meeting(since), about) } };
    const back = returned(counts2, now.list, now.gone, about);
    expect(said(back)).toEqual(["乙同意改了", "丙同意", "甲同意"]);
    expect([back.participants.map((p) => p.name), meeting(back).present, meeting(back).votes[0]!.agree]).toEqual([["甲", "乙", "丙"], 9, 3]);
  });
  it("tells under whose name it stands now; of a list laid out whole nobody is taken for another", () => {
    const start = spoken({ 甲: "同意", 乙: "不同意" });
    const other = list.map((s, i) => (i === 1 ? { ...s, name: "新人" } : s));
    expect(laid(start, list, other).moved).toEqual({ from: "乙", to: "新人", opinions: 1 });
    const whole = laid(start, list, other, about, true);
    expect([whole.moved, said(whole.content), whole.gone.map((g) => g.seat.name)]).toEqual([null, ["甲同意"], ["乙"]]);
  });
  it("is not altered for another whose name a name passes", () => {
    const start = { ...spoken({ 乙: "回避", 丙: "同意" }) };
    const before = list.map((s, i) => (i === 1 ? { ...s, state: "回避" as const } : s));
    let [now, seatsNow]: [RecordContent, readonly Seat[]] = [start, before];
    for (const name of ["丙", "丙华"]) {
      const next = laid(now, seatsNow, seatsNow.map((s, i) => (i === 1 ? { ...s, name } : s)));
      [now, seatsNow] = [next.content, next.list];
    }
    expect(said(now).sort()).toEqual(["丙华回避", "丙同意"].sort());
  });
  it("stays where a line is only moved, and what somebody said who sits in no line stays too", () => {
    const now = laid(spoken({ 甲: "同意", 外人: "同意" }), list, [...list].reverse());
    expect([now.gone, said(now.content)]).toEqual([[], ["甲同意", "外人同意"]]);
  });
  it("takes the last to speak along", () => {
    const now = laid(spoken({ 甲: "同意" }), list, list.map((s, i) => (i === 0 ? { ...s, name: "戊" } : s)));
    expect([meeting(now.content).principal, said(now.content)]).toEqual(["戊", ["戊同意"]]);
  });
});

describe("回避 is entered once", () => {
  const away = (at: number, more: Partial<Seat> = {}) => list.map((s, i) => (i === at ? { ...s, state: "回避" as const, ...more } : s));
  it("on the list: it stands in the opinions where one candidate is spoken of, and goes again", () => {
    const now = laid(begun, list, away(1));
    expect(said(now.content)).toEqual(["乙回避"]);
    expect(said(laid(now.content, now.list, list).content)).toEqual([]);
    const several = laid(begun, list, away(1), both);
    expect(said(several.content)).toEqual([]);
    expect(contradictions(several.list, meeting(several.content), topics(both))).toEqual(["乙回避，请在逐人意见里对要回避的人选按 4"]);
  });
  it("never over what was said", () => {
    const now = laid(spoken({ 乙: "同意" }), list, away(1));
    expect(said(now.content)).toEqual(["乙同意"]);
    expect(contradictions(now.list, meeting(now.content), topics(about))).toEqual(["乙回避，却记了“同意”"]);
  });
});

describe("the order of speaking", () => {
  const columns = [{ id: 1 }, { id: 2 }];
  const order = [seat("甲", "主持"), seat("乙"), seat("丙")];
  const said = (names: string, candidate: number): Opinion[] => [...names].map((name) => ({ name, stance: "同意", text: "", candidate, principal: false }));
  const told = (opinions: readonly Opinion[]) => opinions.map((o) => `${o.name}${o.candidate ?? ""}${o.principal ? "末" : ""}`).join();

  it("is kept as it is shown once it is known who speaks last", () => {
    const before: typeof body = { ...body, principal: "甲", opinions: [...said("甲乙丙", 1), ...said("甲", 2), { name: "外", stance: "", text: "汇报", candidate: null, principal: false }] };
    const now = inOrder(before, speakers(order, "甲"), columns);
    expect(told(now)).toBe("乙1,丙1,甲1末,甲2末,外");
    expect(told(inOrder({ ...before, principal: "乙", opinions: now }, speakers(order, "乙"), columns))).toBe("甲1,丙1,乙1末,甲2,外");
  });
  it("written down otherwise is shown so, and nobody is moved by looking at it", () => {
    const members = speakers(order, "甲");
    expect(members.map((m) => m.name)).toEqual(["乙", "丙", "甲"]);
    expect(asSpoken(members, said("甲乙丙", 1), columns).map((m) => m.name)).toEqual(["甲", "乙", "丙"]);
    expect(asSpoken(members, said("甲乙", 2), columns).map((m) => m.name)).toEqual(["甲", "乙", "丙"]);
    for (const opinions of [[], said("乙", 1), said("乙丙甲", 1)]) expect(asSpoken(members, opinions, columns)).toEqual(members);
  });
});

describe("应到 and 实到", () => {
  const typed: RecordContent = { ...blank, body: { ...body, expected: 15, present: null } };
  it("written by hand stay when somebody is taken off the list, even where they were what it came to", () => {
    const off = list.filter((s) => s.name !== "乙");
    const counts = (byHand: "expected"[]) => [meeting(seated(begun, off, false, list, new Set(byHand))).expected, meeting(seated(begun, off, false, list, new Set(byHand))).present];
    expect([counts([]), counts(["expected"])]).toEqual([[2, 2], [3, 2]]);
  });
  it("typed stay when a list is laid out, carried over they give way", () => {
    expect([meeting(seated(typed, list, { carried: false })).expected, meeting(seated(typed, list, { carried: false })).present]).toEqual([15, 3]);
    expect(meeting(seated(typed, list, { carried: true })).expected).toBe(3);
    const counted = { ...typed, body: { ...body, expected: 15, present: 11 } };
    expect([meeting(seated(counted, list, { carried: true })).expected, meeting(seated(counted, list, { carried: true })).present]).toEqual([3, 11]);
  });
});

describe("主持人和记录人按姓名问", () => {
  const parts = (seats: readonly Seat[]) => seats.map((s) => `${s.name} ${s.role}`);
  it("names one who sits already, and whoever presided before sits on", () => {
    expect(parts(withDuty(list, "主持", "丙"))).toEqual(["甲 出席", "乙 出席", "丙 主持", "丁 列席"]);
    expect(withDuty(list, "主持", "甲")).toEqual(list);
  });
  it("adds one who is not on the list yet; who keeps the minutes is counted nowhere", () => {
    const now = seated(begun, withDuty(list, "记录", "孙秘书", "办公室干部"), false, list);
    expect(now.participants.at(-1)).toEqual({ name: "孙秘书", post: "办公室干部", role: "记录" });
    expect([meeting(now).expected, meeting(now).present]).toEqual([3, 3]);
    expect(parts(withDuty(seats(now), "记录", "钱秘书")).slice(-2), "the one before was there for nothing else").toEqual(["丁 列席", "钱秘书 记录"]);
    expect(parts(withDuty(list, "主持", "王书记"))[0]).toBe("王书记 主持");
  });
  it("lets a member keep the minutes beside his own part, and lay that down again", () => {
    const both = withDuty(list, "记录", "乙");
    expect(parts(both)[1]).toBe("乙 出席、记录");
    expect([seated(begun, both, false, list).participants[1]!.role, meeting(seated(begun, both, false, list)).expected]).toEqual(["出席、记录", 3]);
    expect(parts(withDuty(both, "记录", ""))[1]).toBe("乙 出席");
    expect(parts(withDuty(withDuty(list, "记录", "甲"), "主持", "乙"))[0], "who presided and kept the minutes still keeps them, as a member").toBe("甲 出席、记录");
    expect(parts(withDuty(list, "记录", "丁"))[3]).toBe("丁 记录");
  });
  it("puts right a name it wrote itself in its place, and gives an observer his seat back", () => {
    const wrong = withDuty(list, "主持", "王书纪", "市委书纪");
    expect(parts(withDuty(wrong, "主持", "王书记", "市委书记"))).toEqual(["王书记 主持", ...parts(wrong).slice(1)]);
    expect(parts(withDuty(wrong, "主持", "乙")), "nobody of that name was ever there").toEqual(["甲 出席", "乙 主持", "丙 出席", "丁 列席"]);
    const kept = withDuty(list, "记录", "丁");
    expect(parts(withDuty(kept, "记录", "戊"))).toEqual([...parts(list), "戊 记录"]);
  });
  it("does not take one who is marked absent, and says so", () => {
    const away = list.map((s) => (s.name === "乙" ? { ...s, state: "缺席" as const } : s));
    expect(cannotTake(away, "主持", "乙")).toContain("乙在参会人员里标为缺席，不能作主持人");
    expect([cannotTake(away, "主持", "丙"), cannotTake(away, "记录", "")]).toEqual(["", ""]);
  });
});
