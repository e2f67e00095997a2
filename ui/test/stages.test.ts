import { describe, expect, it } from "vitest";
import type { BatchView, Catalogue, Finding } from "../src/ipc";
import { arrange } from "../src/use/catalogue";
import { leavingWords, openIn, stageLeft } from "../src/use/stages";

const step = (key: string, item: string) => ({ key, item, name: key, level: "batch" });
const plan = arrange({
  stages: [{ key: "a", name: "动议" }, { key: "b", name: "考察" }],
  items: [{ key: "I1", stage: "a", name: "" }, { key: "I2", stage: "b", name: "" }],
  steps: [step("S01", "I1"), step("S02", "I1"), step("S03", "I2")],
  requirements: [],
} as unknown as Catalogue);
const finding = (at: string, level: string, covers?: boolean): Finding =>
  ({ code: "V36", level, place: { step: at }, message: "", waiver: covers === undefined ? null : { covers } }) as unknown as Finding;

describe("what a stage leaves open", () => {
  it("counts faults and warnings of its own steps that nobody let pass", () => {
    const all = [finding("S01", "error"), finding("S02", "warning"), finding("S02", "note"), finding("S01", "error", true), finding("S03", "error")];
    expect(openIn("a", plan, all).map((f) => f.level)).toEqual(["error", "warning"]);
    expect(openIn("b", plan, all)).toHaveLength(1);
  });
  it("tells of it only when one goes on to a later stage", () => {
    const all = [finding("S01", "error")];
    expect(stageLeft("S02", "S03", plan, all)?.name).toBe("动议");
    expect(stageLeft("S01", "S02", plan, all)).toBeNull();
    expect(stageLeft("S03", "S01", plan, [finding("S03", "error")])).toBeNull();
    expect(stageLeft("S02", "S03", plan, [])).toBeNull();
  });
  it("tells it again when a 放行 covers no longer, and of a step nobody knows nothing", () => {
    expect(stageLeft("S02", "S03", plan, [finding("S01", "error", true)])).toBeNull();
    expect(stageLeft("S02", "S03", plan, [finding("S01", "error", false)])?.key).toBe("a");
    expect(stageLeft("S02", "S99", plan, [finding("S01", "error")])).toBeNull();
  });
  it("tells a stage not begun from one without faults", () => {
    const view = (states: string[], findings: Finding[] = []) => ({ candidates: [], steps: states.map((state) => ({ state })), findings }) as unknown as BatchView;
    expect(leavingWords("a", plan, view(["missing", "missing", "missing"]))).toBe("未开始");
    expect(leavingWords("a", plan, view(["recorded", "missing", "missing"]))).toBe("还有 1 步没有记录");
    expect(leavingWords("a", plan, view(["recorded", "not_applicable", "missing"]))).toBe("无问题");
    expect(leavingWords("a", plan, view(["recorded", "recorded", "missing"], [finding("S01", "error")]))).toBe("1 项");
  });
});
