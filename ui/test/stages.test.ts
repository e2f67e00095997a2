import { describe, expect, it } from "vitest";
import type { BatchView, Catalogue, Finding } from "../src/ipc";
import { arrange } from "../src/use/catalogue";
import { leavingWords, openIn, stageLeft } from "../src/use/stages";

const plan = arrange({
  stages: [
    { key: "dongyi", name: "动议" },
    { key: "tuijian", name: "民主推荐" },
  ],
  items: [
    { key: "I01", stage: "dongyi", name: "一" },
    { key: "I02", stage: "tuijian", name: "二" },
  ],
  steps: ["S01", "S02"].map((key) => ({ key, item: "I01", name: key, level: "batch" })).concat([{ key: "S03", item: "I02", name: "S03", level: "batch" }]),
  requirements: [],
  order: [],
} as unknown as Catalogue);

const finding = (step: string | null, level: string, covers?: boolean): Finding =>
  ({ code: "V07", level, message: "不符", remedy: "", basis: "", place: { step }, waiver: covers === undefined ? null : { covers } }) as unknown as Finding;

describe("leaving a stage", () => {
  it("is told when something in it is still open, and only going on", () => {
    const open = [finding("S02", "error")];
    expect(stageLeft("S01", "S03", plan, open)?.name).toBe("动议");
    expect(stageLeft("S01", "S02", plan, open), "within the stage").toBeNull();
    expect(stageLeft("S03", "S01", plan, open), "going back").toBeNull();
    expect(stageLeft("S01", "S99", plan, open), "a step nobody knows").toBeNull();
  });

  it("counts errors and warnings of its steps that nobody let pass", () => {
    expect(stageLeft("S01", "S03", plan, [])).toBeNull();
    expect(stageLeft("S01", "S03", plan, [finding("S01", "note"), finding("S03", "error"), finding(null, "error")])).toBeNull();
    expect(stageLeft("S01", "S03", plan, [finding("S01", "error", true)]), "let pass").toBeNull();
    expect(stageLeft("S01", "S03", plan, [finding("S01", "error", false)])?.key, "a 放行 that covers no longer").toBe("dongyi");
    expect(openIn("dongyi", plan, [finding("S01", "warning"), finding("S02", "error"), finding("S03", "error")])).toHaveLength(2);
  });

  it("tells an empty stage from one without faults", () => {
    const view = (states: string[], findings: Finding[] = []) => ({ candidates: [], steps: states.map((state) => ({ state })), findings }) as unknown as BatchView;
    expect(leavingWords("dongyi", plan, view(["missing", "missing", "missing"]))).toBe("未开始");
    expect(leavingWords("dongyi", plan, view(["recorded", "missing", "missing"]))).toBe("还有 1 步没有记录");
    expect(leavingWords("dongyi", plan, view(["recorded", "not_applicable", "missing"]))).toBe("无问题");
    expect(leavingWords("dongyi", plan, view(["recorded", "recorded", "missing"], [finding("S01", "error")]))).toBe("1 项");
  });
});
