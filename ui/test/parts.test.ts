import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import type { Finding, Level, StepState, StepView } from "../src/ipc";
import FindingList from "../src/parts/FindingList.vue";
import Rows from "../src/parts/Rows.vue";
import StepRail from "../src/parts/StepRail.vue";
import { compare } from "../src/use/describe";
import { placeRoute } from "../src/use/places";

const step = (no: number, state: StepState, stage = "dongyi"): StepView => ({
  key: `S${no}`,
  no,
  name: `第${no}步名`,
  stage,
  item: "",
  state,
  records: 0,
  materials: 0,
  not_applicable: null,
  findings: { error: no === 3 ? 2 : 0, warning: 0, note: 0, passed: 0 }, lacking: 0, charged: "",
});
const stages = [{ key: "dongyi", name: "动议" }, { key: "tuijian", name: "民主推荐" }];
const rail = (current = "S2") =>
  mount(StepRail, {
    props: { steps: [step(1, "recorded"), step(2, "missing"), step(3, "not_applicable"), step(4, "missing", "tuijian"), step(5, "not_reached", "tuijian")], stages, current },
    attachTo: document.body,
  });

describe("the rail of steps", () => {
  it("marks exactly the current step for readers and gives it the one tab stop", () => {
    const wrapper = rail();
    expect(wrapper.findAll("[aria-current='step']").map((b) => b.attributes("data-step"))).toEqual(["S2"]);
    expect(wrapper.findAll("button[tabindex='0']")).toHaveLength(1);
    expect(wrapper.find("ol ol").exists()).toBe(true);
  });
  it("says every state in a word, never by colour alone", () => {
    expect(rail().findAll(".step").map((b) => b.find(".state").text())).toEqual(["已记录", "缺失", "不适用", "缺失", "未到"]);
  });
  it("keeps only the gaps and the current step when asked", async () => {
    const wrapper = rail("S1");
    await wrapper.find("input[type=checkbox]").setValue(true);
    expect(wrapper.findAll(".step").map((b) => b.attributes("data-step"))).toEqual(["S1", "S2", "S4"]);
  });
  it("moves by arrows over stages and chooses by click", async () => {
    const wrapper = rail("S3");
    (wrapper.find("[data-step='S3']").element as HTMLElement).focus();
    await wrapper.find("[data-step='S3']").trigger("keydown", { key: "ArrowDown" });
    expect((document.activeElement as HTMLElement).dataset.step).toBe("S4");
    await wrapper.find("[data-step='S4']").trigger("click");
    expect(wrapper.emitted("choose")).toEqual([["S4"]]);
  });
  it("counts what is done of a stage, 不适用 included", () => {
    expect(rail().find(".stage").text()).toContain("2/3");
  });
});

const finding = (level: Level, code: string, candidate: number | null = null): Finding => ({
  code,
  level,
  place: { file: null, batch: 1, candidate, step: "S12", record: null, material: null, field: null },
  other: null,
  message: `${code} 的话`,
  basis: "",
  remedy: "",
});

describe("the list of findings", () => {
  const findings = [finding("note", "V40"), finding("warning", "V08", 7), finding("error", "V25", 8), finding("error", "V07", 7)];
  const list = () => mount(FindingList, { props: { findings, people: [{ id: 7, name: "欧阳文轩" }, { id: 8, name: "甲" }], canGo: (f: Finding) => f.place.candidate !== null } });
  const codes = (wrapper: ReturnType<typeof list>) => wrapper.findAll("li .tag.code").map((t) => t.text());

  it("puts 错 before 警 before 注 and keeps the host's order within", () => {
    expect(codes(list())).toEqual(["V25", "V07", "V08", "V40"]);
  });
  it("leaves out a level when its button is released", async () => {
    const wrapper = list();
    await wrapper.findAll("button.level")[0]?.trigger("click");
    expect(codes(wrapper)).toEqual(["V08", "V40"]);
    expect(wrapper.findAll("button.level")[0]?.attributes("aria-pressed")).toBe("false");
  });
  it("leads to the place only where there is one", async () => {
    const wrapper = list();
    expect(wrapper.findAll("button.go")).toHaveLength(3);
    await wrapper.find("button.go").trigger("click");
    expect((wrapper.emitted("go")?.[0]?.[0] as Finding).code).toBe("V25");
  });
  it("says so when nothing was found", () => {
    expect(mount(FindingList, { props: { findings: [] } }).text()).toContain("没有发现问题");
  });
});

it("leads a finding to the person when it names one, else to the batch's records", () => {
  expect(placeRoute(finding("error", "V1", 7), 3)).toEqual({ path: "/batch/3/person/7", query: { step: "S12" } });
  expect(placeRoute(finding("error", "V1"), 3)).toEqual({ path: "/batch/3/records", query: { step: "S12" } });
  const nowhere = finding("note", "V1");
  expect(placeRoute({ ...nowhere, place: { ...nowhere.place, step: null } }, 3)).toBeNull();
});

it("adds, fills and removes lines without touching the others", async () => {
  const rows = [{ name: "甲", reason: "出差" }];
  const wrapper = mount(Rows, {
    props: { modelValue: rows, label: "缺席", addLabel: "添加", columns: [{ key: "name", label: "姓名" }, { key: "reason", label: "事由" }], blank: () => ({ name: "", reason: "" }) },
  });
  expect(wrapper.findAll("tbody input").map((i) => i.attributes("aria-label"))).toEqual(["缺席第 1 行姓名", "缺席第 1 行事由"]);
  await wrapper.find("tbody input").setValue("乙");
  expect(wrapper.emitted("update:modelValue")?.[0]).toEqual([[{ name: "乙", reason: "出差" }]]);
  await wrapper.find("[data-add]").trigger("click");
  expect(wrapper.emitted("update:modelValue")?.[1]).toEqual([[{ name: "甲", reason: "出差" }, { name: "", reason: "" }]]);
  await wrapper.find("[data-remove]").trigger("click");
  expect(wrapper.emitted("update:modelValue")?.[2]).toEqual([[]]);
  expect(rows[0]).toEqual({ name: "甲", reason: "出差" });
});

it("two revisions are compared field by field, a field only one of them has too", () => {
  const older = [{ key: "place", label: "地点", value: "三楼" }, { key: "title", label: "标题", value: "方案" }];
  const newer = [{ key: "place", label: "地点", value: "四楼" }, { key: "title", label: "标题", value: "方案" }, { key: "doc_no", label: "文号", value: "云组〔2026〕3号" }];
  expect(compare(older, newer).filter((l) => l.differs).map((l) => [l.label, l.older, l.newer])).toEqual([
    ["地点", "三楼", "四楼"],
    ["文号", "", "云组〔2026〕3号"],
  ]);
});
