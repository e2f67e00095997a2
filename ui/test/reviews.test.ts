// 审核核查: each kind of item has the outcomes that mean something for it, and what contradicts an outcome is said.
import { describe, expect, it } from "vitest";
import type { ReviewItem, ReviewTopic } from "../src/ipc";
import { contradictions, resultsOf } from "../src/screens/editors/reviews";

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
