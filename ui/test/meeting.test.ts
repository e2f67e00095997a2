// 参会人员: the list stays as typed; marking 缺席 or 回避 moves nobody, loses nothing and counts nobody twice.
import { describe, expect, it } from "vitest";
import type { RecordContent } from "../src/ipc";
import type { BodyOf } from "../src/screens/editors/columns";
import { blankSeat, seated, seats, typedSeats, type Seat } from "../src/screens/editors/meeting";

const body: BodyOf<"meeting"> = {
  kind: "meeting", session: "", matters: "", convened: "standing_committee", expected: null, present: null, absent: [], observers: [], recused: [], opinions: [], principal: "", agenda: [],
  reopening: null, votes: [], resolution: "",
};
const blank: RecordContent = { step: "S36", candidates: [], date: null, end_date: null, time: "", place: "", mode: "", responsible: "", participants: [], summary: "", signatures: [], late_reason: "", body };
const seat = (name: string, role = "出席", more: Partial<Seat> = {}): Seat => ({ ...blankSeat(), name, post: `${name}的职务`, role, ...more });
const meeting = (c: RecordContent) => c.body as BodyOf<"meeting">;
const list = [seat("甲", "主持"), seat("乙"), seat("丙"), seat("丁", "列席")];
const begun = seated(blank, list, true);

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
    expect(typedSeats(seated(blank, [seat("戊")], true), list).map((s) => s.name)).toEqual(["戊"]);
  });
});
