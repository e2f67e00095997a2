// 监督: the 台账 filtered and sorted, days on a line.
import { describe, expect, test } from "vitest";
import type { LedgerRow } from "../src/ipc";
import { filtered, noFilter, sorted, yearOf } from "../src/screens/supervise/ledger";
import { percent, scale, span } from "../src/screens/supervise/scale";

const stop = (date: string | null) => ({ date, records: date ? [1] : [], reckoned: false });
function row(candidate: number, name: string, change: Partial<LedgerRow> = {}): LedgerRow {
  const none = stop(null);
  return {
    batch: 1, batch_number: "202603", batch_name: "2026年第三批", candidate, name, current_post: "副局长", proposed_post: "局长", movement: "提任", method: "",
    nominated: none, moved: stop("2026-03-02"), recommended: none, examined: none, decided: none, announced: none, appointed: none, probation: none,
    outcome: "open", outcome_word: "在办", place: { file: null, batch: 1, candidate, step: null, record: null, material: null, field: null }, ...change,
  };
}

describe("台账", () => {
  const rows = [row(1, "欧阳静澜"), row(2, "李芳", { batch: 2, batch_name: "2025年第一批", outcome_word: "任用", method: "公开选拔", moved: stop("2025-01") }), row(3, "买买提·艾力", { appointed: stop("2026-05-01") })];
  const names = (list: readonly LedgerRow[]) => list.map((r) => r.name);
  test("各条件一起生效，空的不问", () => {
    expect(filtered(rows, noFilter())).toHaveLength(3);
    expect(names(filtered(rows, { ...noFilter(), text: " 艾力 " }))).toEqual(["买买提·艾力"]);
    expect(names(filtered(rows, { ...noFilter(), text: "2025年第一批" }))).toEqual(["李芳"]);
    expect(names(filtered(rows, { ...noFilter(), year: "2025", outcome: "任用", method: "公开选拔", batch: 2 }))).toEqual(["李芳"]);
    expect(filtered(rows, { ...noFilter(), year: "2025", outcome: "在办" })).toHaveLength(0);
  });
  test("没有的排在最后，不论升降；相同的保持原来的次序", () => {
    expect(names(sorted(rows, "appointed", false))).toEqual(["买买提·艾力", "欧阳静澜", "李芳"]);
    expect(names(sorted(rows, "appointed", true))[0]).toBe("买买提·艾力");
    expect(names(sorted(rows, "moved", false))).toEqual(["李芳", "欧阳静澜", "买买提·艾力"]);
    expect(names(sorted(rows, "moved", true))).toEqual(["欧阳静澜", "买买提·艾力", "李芳"]);
    expect(names(sorted(rows, "", true))).toEqual(names(rows));
  });
  test("年度先看提名，再看动议", () => {
    expect(yearOf(row(1, "甲", { nominated: stop("2025-12-30") }))).toBe("2025");
    expect(yearOf(row(1, "甲", { moved: stop(null) }))).toBe("");
  });
});

describe("时间线的刻度", () => {
  test("不完整的日期占它可能的全部日子", () => {
    const [first, last] = span("2026-02");
    expect(last - first).toBe(27);
    expect(span("2026")[1] - span("2026")[0]).toBe(364);
  });
  test("从最早到最晚，同一天也看得见", () => {
    const line = scale(["2026-03-01", null, "2026-03-10"])!;
    expect(line.at("2026-03-01")).toBe(0);
    expect(line.at("2026-03-10") + line.width("2026-03-10", "2026-03-10")).toBeCloseTo(1);
    expect(line.months.map((m) => m.label)).toEqual(["2026-03"]);
    expect(scale([null])).toBeNull();
    expect(scale(["2026-03-01"])!.width("2026-03-01", "2026-03-01")).toBe(1);
  });
  test("月份不超过十三个刻度", () => {
    expect(scale(["2020-01-01", "2026-12-31"])!.months.length).toBeLessThanOrEqual(13);
  });
  test("千分数写成百分数，没有就写横线", () => {
    expect([percent(333), percent(1000), percent(0), percent(null)]).toEqual(["33.3%", "100.0%", "0.0%", "—"]);
  });
});
