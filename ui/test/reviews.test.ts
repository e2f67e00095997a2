// 审核核查: each kind of item has the outcomes that mean something for it, and what contradicts an outcome is said.
import { describe, expect, it } from "vitest";
import type { ReviewItem, ReviewTopic } from "../src/ipc";
import { contradictions, lackingOf, resultsOf, wantingOf } from "../src/screens/editors/reviews";

const item = (topic: ReviewTopic, name: string, result: string, explanation = ""): ReviewItem => ({ topic, tick: null, name, result, explanation, date: null, reviewer: "" });

describe("the outcomes of an item", () => {
  it("are those of its kind, by its topic or else by its name", () => {
    expect(resultsOf(item("assets", "", ""))).toEqual(["一致", "基本一致", "漏报", "瞒报"]);
    expect(resultsOf(item("other", "个人有关事项报告查核", ""))).toContain("瞒报");
    for (const name of ["干部档案审核", "纪检监察机关意见", "信访举报查核"]) expect(resultsOf(item("other", name, "")), name).not.toContain("一致");
    expect(resultsOf(item("bar", "", ""))).toEqual([]);
  });
});

describe("an outcome and what is written of it", () => {
  const said = (i: ReviewItem, conclusion = "") => contradictions([i], conclusion);
  it("are told where both cannot be so", () => {
    expect(said(item("assets", "个人事项", "一致", "漏报房产一套"))).toEqual(["个人事项：结果是“一致”，说明写“漏报”"]);
    expect(said(item("assets", "个人事项", "一致"), "存在漏报，已批评教育")).toEqual(["个人事项：结果是“一致”，结论写“漏报”"]);
    expect(said(item("assets", "个人事项", "瞒报"), "四项均无问题")).toEqual(["个人事项：结果是“瞒报”，结论写“均无问题”"]);
    expect(said(item("assets", "个人事项", "漏报", "一致"))).toHaveLength(1);
  });
  it("are not where one says that it is not so, or speaks of another item", () => {
    for (const words of ["无漏报瞒报", "未发现漏报", "不属于瞒报", "经核查，没有漏报"]) expect(said(item("assets", "个人事项", "一致", words)), words).toEqual([]);
    expect(said(item("archive", "档案", "通过"), "个人事项不通过")).toEqual([]);
    expect(said(item("assets", "个人事项", "漏报", "漏报基金一笔，已补报"), "同意使用")).toEqual([]);
    expect(said(item("assets", "个人事项", "如实报告", "漏报"))).toEqual([]);
  });
});

describe("凡提四必", () => {
  const must = ["档案", "个人事项", "纪检", "信访"];
  const four = { name: "凡提四必", topic: "other" as const, items: ["干部档案审核", "个人有关事项报告查核", "纪检监察机关意见", "信访举报查核"], topics: { 干部档案审核: "archive", 个人有关事项报告查核: "assets", 纪检监察机关意见: "discipline", 信访举报查核: "petition" } as const };
  // As the catalogue lays it out: by name alone.
  const laid = { ...item("other", "干部档案审核（三龄两历一身份）", ""), date: null, reviewer: "" };
  it("does not add what stands there under another name", () => expect(lackingOf(four, [laid])).toEqual(["个人有关事项报告查核", "纪检监察机关意见", "信访举报查核"]));
  it("names all that is wanting, lines that are not there too", () => {
    const done = { ...item("assets", "个人有关事项报告查核", "一致"), date: "2026-03-02", reviewer: "钟灵" };
    expect(wantingOf(must, [laid, done])).toEqual(["干部档案审核（三龄两历一身份）", "纪检监察机关意见（没有列出）", "信访举报查核（没有列出）"]);
  });
});
