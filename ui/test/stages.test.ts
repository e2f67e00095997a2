import { describe, expect, it } from "vitest";
import type { Catalogue, Finding } from "../src/ipc";
import { arrange } from "../src/use/catalogue";
import { openIn, stageLeft } from "../src/use/stages";

const step = (key: string, item: string) => ({ key, item, name: key });
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
});
