// The course of a package, the order of its 件 and the entries of persons, as the screens show them.
import { describe, expect, it } from "vitest";
import { actWords, courseStations, versionsOf } from "../src/screens/batch/courses";
import { entered, entryDraft, entryFaults, entryLine, looked, samePerson, sharable, shared } from "../src/screens/batch/inspecting";
import { moved, sameOrder } from "../src/screens/batch/volumes";
import { keepInspection, lastInspection, newestLine } from "../src/use/inspecting";
import type { CourseView, InspectResult, Judged, PersonEntry } from "../src/ipc";
import { answering } from "./host";

const entry: PersonEntry = { code: "6", verdict: "good", words: "逐页看过", by: "方小满", on: "2026-06-30" };
const judged = (code: string, outcome: Judged["outcome"]): Judged => ({ code, name: code, ask: "", outcome, evidence: "", person: true, once: false, entered_by: "", confirmed: true });

describe("办理过程", () => {
  it("seven stations, one of them here", () => {
    const at = courseStations("written");
    expect(at.map((s) => s.word)).toEqual(["草稿", "整理", "检测", "封存", "写盘", "移交", "签收"]);
    expect(at.map((s) => s.place)).toEqual(["past", "past", "past", "past", "here", "ahead", "ahead"]);
  });
  it("退回 stands where 签收 would, and what was replaced says so", () => {
    expect(courseStations("sent_back").at(-1)).toEqual({ word: "退回", place: "here" });
    expect(courseStations("renewed").map((s) => s.word)).toEqual(["封存", "已立新版本"]);
  });
  it("an act that changed the state says from where to where", () => {
    const act = { act: "inspect", from: "arranged", to: "inspected", at: "", actor: "", note: "" } as const;
    expect(actWords(act)).toBe("检测（整理 → 检测）");
    expect(actWords({ ...act, from: "inspected" })).toBe("检测");
  });
  it("the newest version comes first, other volumes stay out", () => {
    const course = (volume: string, version: number): CourseView => ({ content: { volume, version } }) as CourseView;
    const all = [course("综合", 1), course("人选3", 1), course("综合", 2)];
    expect(versionsOf(all, "综合").map((c) => c.content.version)).toEqual([2, 1]);
  });
});

describe("人工核对", () => {
  it("asks for everything that makes an entry", () => {
    expect(Object.values(entryFaults(entryDraft(undefined))).every(Boolean)).toBe(true);
    expect(Object.values(entryFaults(entryDraft(entry))).some(Boolean)).toBe(false);
  });
  it("a later entry takes the place of the earlier", () => {
    const later = { ...entry, verdict: "bad" as const };
    expect(entered([entry], later)).toEqual([later]);
    expect(entryLine(later)).toBe("不合格：逐页看过（方小满，2026-06-30）");
  });
  it("narrows to what is to be looked at", () => {
    const items = [judged("1", "passed"), judged("2", "warning"), judged("6", "manual")];
    expect([looked(items, "all").length, looked(items, "warning")[0]?.code, looked(items, "manual")[0]?.code]).toEqual([3, "2", "6"]);
  });
  it("one person may not arrange and check", () => {
    expect([samePerson("钟灵", " 钟灵 "), samePerson("钟灵", "方小满"), samePerson("", "")]).toEqual([true, false, false]);
    expect([samePerson("钟灵", "钟 灵"), samePerson("钟\u3000灵", "钟灵"), samePerson(" ", "\u3000")]).toEqual([true, true, false]);
  });
});

describe("改次序", () => {
  it("moves one and keeps the others in their order", () => {
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
  });
  it("a draft of other 件, of another arrangement, or of an earlier program is not laid in", () => {
    expect([["a", "b"], ["b", "a"], ["a"], ["a", "b", "c"], undefined].map((of) => sameOrder(of, ["a", "b"]))).toEqual([true, false, false, false, false]);
  });
});

describe("上次的检测", () => {
  const result = { course: { content: { acts: [{ act: "inspect", at: "2026-06-30T09:12:40+08:00" }, { act: "turn_back", at: "2026-07-01T08:00:00+08:00" }] } }, sum: "通过 38" } as unknown as InspectResult;
  const line = (seq: number, op: string) => ({ seq, at: "", actor: "", op, words: `第${seq}行`, hash: "" });
  it("says when it was made, and what was written since", async () => {
    answering({ "journal.list": () => [line(40, "record.add")] });
    expect([await lastInspection(1, "综合"), await newestLine()]).toEqual([null, 40]);
    keepInspection(1, "综合", result, 40);
    answering({ "journal.list": () => [line(42, "package.inspect"), line(41, "package.inspect"), line(40, "record.add")] });
    expect(await lastInspection(1, "综合")).toEqual({ result, made: "2026-06-30 09:12", change: null });
    answering({ "journal.list": () => [line(44, "material.attach"), line(43, "record.correct"), line(42, "package.inspect"), line(40, "record.add")] });
    expect((await lastInspection(1, "综合"))?.change?.words).toBe("第43行");
  });
  it("that so much was written that its beginning is out of sight is a change", async () => {
    keepInspection(2, "综合", result, 1);
    answering({ "journal.list": () => Array.from({ length: 200 }, (_, i) => line(900 - i, "package.inspect")) });
    expect((await lastInspection(2, "综合"))?.change).not.toBeNull();
  });
});

describe("one act for several volumes", () => {
  const items = [{ ...judged("6", "manual") }, { ...judged("GD-4-2", "manual"), once: true }, { ...judged("GD-4-5", "manual"), once: true }];
  const kept: PersonEntry[] = ["6", "GD-4-2"].map((code) => ({ ...entry, code }));
  const other = (key: string, told: string[], once_from?: string) => ({ key, title: `${key}的卷`, entries: told.map((code) => ({ ...entry, code, ...(once_from ? { once_from } : {}) })) });
  it("offers only what was entered, of items one act may answer, to volumes that were not told", () => {
    const others = [other("人选1", []), other("人选2", ["GD-4-2"]), other("综合", ["6"])];
    const found = sharable(items, kept, others);
    expect([found.entries.map((e) => e.code), found.volumes.map((v) => v.key)]).toEqual([["GD-4-2"], ["人选1", "综合"]]);
    expect(sharable(items, kept, [others[1]!])).toEqual({ entries: [], volumes: [] });
  });
  it("is taken back only from volumes that were told by it", () => {
    const others = [other("人选1", ["GD-4-2", "GD-4-5"], "综合"), other("人选2", ["GD-4-2"]), other("人选3", ["GD-4-2"], "人选2"), other("人选4", ["GD-4-2"], "综合")];
    const found = shared("综合", others);
    expect([found.codes, found.volumes.map((v) => v.key)]).toEqual([["GD-4-2", "GD-4-5"], ["人选1", "人选4"]]);
    expect(shared("人选1", others)).toEqual({ codes: [], volumes: [] });
  });
});
