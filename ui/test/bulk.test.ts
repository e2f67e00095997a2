// What is said of many people at once from the matrix: only what is honestly said of all, and a mark or a revision for each.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, describe, expect, it } from "vitest";
import type { BatchView, CandidateRow } from "../src/ipc";
import BulkBar from "../src/screens/batch/BulkBar.vue";
import type { Procedure, StepInfo } from "../src/use/catalogue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const step = (no: number, level: string, records: string[]): StepInfo => ({ key: `S${no}`, no, name: `步骤${no}`, level, records, not_applicable_when: "本人任现职已满年限" }) as unknown as StepInfo;
const steps = [step(1, "batch", ["meeting"]), step(2, "person", ["letter", "review"]), step(3, "person", ["notebook"])];
const plan = { steps, step: (key: string) => steps.find((s) => s.key === key) } as unknown as Procedure;
const row = (id: number, name: string, state: string, more: object = {}): CandidateRow => ({ name, states: ["missing", "missing", state], candidate: { id, revision: id + 4, content: { outcome: "open", stopped_at: "", ...more } } }) as unknown as CandidateRow;
const rows = [row(1, "甲", "missing"), row(2, "乙", "recorded"), row(3, "丙", "not_reached"), row(4, "丁", "missing", { outcome: "appointed" })];
const view = { batch: { id: 9 }, candidates: rows } as unknown as BatchView;
const common = { "draft.list": () => [], "draft.save": () => ({ version: 1, saved_at: "" }) as never, "draft.discard": () => null as never, "date.read": ({ text }: { text: string }) => ({ date: text, words: "", error: "", working: null, mark: "", provisional: false }) as never, "person.find": () => [] as never };

async function bar(chosen: number[]) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: { render: () => null } }] });
  const wrapper = mount(BulkBar, { props: { view, plan, chosen }, attachTo: document.body, global: { plugins: [router], stubs: { teleport: true, ElSelect: true } } });
  await flushPromises();
  const field = (label: string) => wrapper.findAllComponents({ name: "Field" }).find((f) => f.props("label") === label)!;
  return {
    wrapper,
    router,
    offers: (label: string): string[] => (field(label).props("options") as { label: string }[]).map((o) => o.label),
    set: async (label: string, value: string) => (field(label).vm.$emit("update:modelValue", value), await flushPromises()),
    choose: async (words: string) => (await wrapper.findAll("label").find((l) => l.text().trim().endsWith(words))!.find("input").setValue(true), await flushPromises()),
    press: async (words: string) => (await wrapper.findAll("button").find((b) => b.text().includes(words))!.trigger("click"), await flushPromises()),
  };
}

describe("为所选的人", () => {
  it("同一件事记一条：共同的步骤，和一封函；一人一份的不列，并说为什么", async () => {
    answering(common);
    const { wrapper, offers, set } = await bar([1, 3]);
    expect(offers("步骤")).toEqual(["1 步骤1", "2 步骤2"]);
    await set("步骤", "S2");
    expect(offers("记录种类").length, "按人的步骤只有函件").toBe(1);
    expect(wrapper.text()).toContain("一人一份");
  });
  it("标记不适用：各人一条，一次写入；已有记录的点名不在内", async () => {
    const asked = answering({ ...common, "step.not_applicable": () => ({}) });
    const { wrapper, choose, offers, set, press } = await bar([1, 2, 3]);
    await choose("标记不适用");
    expect(offers("步骤")).toEqual(["2 步骤2", "3 步骤3"]);
    await set("步骤", "S3");
    expect(wrapper.text()).toContain("不在内：乙");
    await press("为这 2 人标记不适用");
    await set("理由", "本人任现职已满年限");
    await wrapper.find("input[aria-required]:not([placeholder])").setValue("周敏");
    await press("标记不适用");
    await wrapper.findAll(".our-dialog button, [role=dialog] button").find((b) => b.text() === "标记不适用")!.trigger("click");
    await flushPromises();
    const sent = asked.find((a) => a.name === "step.not_applicable")?.request as { mark: object; also: number[] } | undefined;
    expect([sent?.mark, sent?.also]).toEqual([expect.objectContaining({ step: "S3", candidate: 1, reason: "本人任现职已满年限", signer: "周敏" }), [3]]);
    expect(wrapper.emitted("changed")?.length).toBe(1);
  });
  it("写结果：未任用的不在内，要逐人写；已是这个结果的点名不在内", async () => {
    const asked = answering({ ...common, "candidate.outcome": () => ({}) });
    const { wrapper, choose, set, press } = await bar([1, 4]);
    await choose("写结果");
    expect(wrapper.text()).toContain("未任用的，退出在哪一步、为什么各人不同");
    await press("写这 2 人的结果");
    expect(wrapper.findAll("label").some((l) => l.text().trim().endsWith("未任用"))).toBe(false);
    await choose("任用");
    expect(wrapper.text()).toContain("不在内：丁");
    await press("写入");
    expect(asked.some((a) => a.name === "candidate.outcome"), "没有依据不写").toBe(false);
    await set("依据", "常委会决定");
    await press("写入");
    expect(asked.find((a) => a.name === "candidate.outcome")?.request).toEqual({ batch: 9, candidates: [{ id: 1, from_revision: 5 }], outcome: "appointed", reason: "常委会决定" });
  });
});
