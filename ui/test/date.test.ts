import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { beforeEach, describe, expect, it } from "vitest";
import type { DateReading } from "../src/ipc";
import DateField from "../src/parts/DateField.vue";
import TimeField from "../src/parts/TimeField.vue";
import MonthPanel from "../src/parts/MonthPanel.vue";
import { shift, shiftMonth, weeks } from "../src/parts/month";
import { useProblems } from "../src/parts/problems";
import { answering } from "./host";

const reading = (date: string | null, words = "", error = ""): DateReading => ({ date, words, mark: "", working: null, provisional: false, error });
let asked: { name: string; request: unknown }[];
beforeEach(() => {
  asked = answering({
    "date.read": ({ text }) =>
      text === "20260302" || text === "2026-03-02"
        ? reading("2026-03-02", "2026年3月2日 星期一")
        : text === "2026"
          ? reading("2026", "2026年")
          : reading(null, "", `“${text}”不是有效日期：没有这一天`),
    "date.month": ({ year, month }) => [{ date: `${year}-${String(month).padStart(2, "0")}-01`, weekday: 7, working: false, mark: "休" }],
  });
});

function field(value: string | null = null) {
  const model = ref(value);
  let first: () => string | null = () => null;
  const Form = defineComponent(() => {
    first = useProblems().firstProblem;
    return () => h(DateField, { label: "发生日期", required: true, modelValue: model.value, "onUpdate:modelValue": (v: string | null) => (model.value = v) });
  });
  const wrapper = mount(Form, { attachTo: document.body });
  return { wrapper, model, problem: () => first(), input: wrapper.find("input") };
}
it("takes up half a date from a draft of an earlier program, where two fields bore one name: once", async () => {
  const fields = ["结束时间", "公示止日"].map((known) => h(DateField, { label: "结束日期", known, modelValue: null }));
  const Form = defineComponent(() => {
    useProblems().problems.raw = { 结束日期: "2026年3" };
    return () => fields;
  });
  const wrapper = mount(Form);
  await flushPromises();
  expect(wrapper.findAll("input").map((i) => i.element.value)).toEqual(["2026年3", ""]);
});
async function type(input: ReturnType<typeof field>["input"], text: string): Promise<void> {
  await input.setValue(text);
  await input.trigger("blur");
  await flushPromises();
}

describe("a day of what has happened", () => {
  it("is refused while it has not come, as far as it is known", async () => {
    answering({ "date.read": ({ text }) => reading(text, "") });
    const model = ref<string | null>(null);
    let first: () => string | null = () => null;
    const Form = defineComponent(() => {
      first = useProblems().firstProblem;
      return () => h(DateField, { label: "签名日期", past: true, modelValue: model.value, "onUpdate:modelValue": (v: string | null) => (model.value = v) });
    });
    const wrapper = mount(Form, { attachTo: document.body });
    const year = new Date().getFullYear();
    await type(wrapper.find("input"), `${year + 1}-01-05`);
    expect([wrapper.text(), first()]).toEqual([expect.stringContaining(`${year + 1}-01-05 还没有到`), `签名日期：${year + 1}-01-05 还没有到`]);
    await type(wrapper.find("input"), String(year));
    expect(first()).toBeNull();
  });
});

describe("a date field", () => {
  it("takes a typed day when the field is left, and says it in words", async () => {
    const { wrapper, model, input, problem } = field();
    await type(input, "20260302");
    expect(model.value).toBe("2026-03-02");
    expect(wrapper.text()).toContain("2026年3月2日 星期一");
    expect((input.element as HTMLInputElement).value).toBe("2026-03-02");
    expect(problem()).toBeNull();
  });

  it("refuses a day that does not exist with words, keeps what was typed and holds the form", async () => {
    const { wrapper, model, input, problem } = field("2026-03-02");
    await flushPromises();
    await type(input, "2026-02-31");
    expect(model.value).toBe("2026-03-02");
    expect((input.element as HTMLInputElement).value).toBe("2026-02-31");
    expect(wrapper.text()).toContain("不是有效日期：没有这一天");
    expect(input.attributes("aria-invalid")).toBe("true");
    const says = input.attributes("aria-describedby");
    expect(wrapper.find(`[id='${says}']`).text()).toContain("不是有效日期");
    expect(problem()).toContain("发生日期");
  });

  it("lets the form go once the date is right again", async () => {
    const { input, problem } = field();
    await type(input, "2026-02-31");
    expect(problem()).not.toBeNull();
    await type(input, "2026-03-02");
    expect(problem()).toBeNull();
  });

  it("keeps the precision of an old record", async () => {
    const { model, input } = field();
    await type(input, "2026");
    expect(model.value).toBe("2026");
  });

  it("is empty again when it is emptied", async () => {
    const { model, input } = field("2026-03-02");
    await flushPromises();
    await type(input, "");
    expect(model.value).toBeNull();
  });

  it("does not judge while an input method is composing", async () => {
    const { input } = field();
    await input.setValue("二零");
    asked.length = 0;
    input.element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
    await flushPromises();
    expect(asked).toHaveLength(0);
  });

  it("opens the calendar from the keyboard, and Escape brings the focus back", async () => {
    const { wrapper } = field("2026-03-02");
    await flushPromises();
    const opener = wrapper.find("button.opener");
    await opener.trigger("click");
    await flushPromises();
    expect(wrapper.find("[role='dialog']").exists()).toBe(true);
    await wrapper.find("[role='dialog']").trigger("keydown", { key: "Escape" });
    expect(wrapper.find("[role='dialog']").exists()).toBe(false);
    expect(document.activeElement).toBe(opener.element);
  });
});

describe("the month panel", () => {
  it("has one tab stop and moves it by arrows, over the end of a month", async () => {
    const wrapper = mount(MonthPanel, { props: { day: "2026-03-01", name: "发生日期" }, attachTo: document.body });
    await flushPromises();
    expect(wrapper.findAll("td [tabindex='0']")).toHaveLength(1);
    await wrapper.find("table").trigger("keydown", { key: "ArrowLeft" });
    await flushPromises();
    expect(wrapper.text()).toContain("2026年2月");
    expect(wrapper.find("td [tabindex='0']").text()).toBe("2026年2月28日");
  });

  it("says 休 where the host's calendar says so", async () => {
    const wrapper = mount(MonthPanel, { props: { day: "2026-03-05", name: "发生日期" } });
    await flushPromises();
    expect(wrapper.findAll("td button")[0]?.text()).toBe("2026年3月1日休");
  });
});

it("counts weeks from Monday and stays inside short months", () => {
  expect(weeks(2026, 3)[0]).toEqual([null, null, null, null, null, null, 1]);
  expect(shiftMonth("2026-01-31", 1)).toBe("2026-02-28");
  expect(shiftMonth("2026-12-15", 1)).toBe("2027-01-15");
  expect(shift("2024-02-28", 1)).toBe("2024-02-29");
});

it("moves nothing while a button of the mouse is held down: what is clicked stays under the pointer", async () => {
  const { input, model, wrapper } = field();
  await input.setValue("20260302");
  document.dispatchEvent(new MouseEvent("pointerdown", { button: 0 }));
  await input.trigger("blur");
  await flushPromises();
  expect(wrapper.text()).not.toContain("星期一");
  expect(model.value).toBeNull();
  document.dispatchEvent(new Event("pointerup"));
  await new Promise((done) => setTimeout(done));
  await flushPromises();
  expect(wrapper.text()).toContain("星期一");
  expect(model.value).toBe("2026-03-02");
});

it.each([
  ["the button that opens a menu", [new MouseEvent("pointerdown", { button: 2 })]],
  ["a button let go outside the window, then a key", [new MouseEvent("pointerdown", { button: 0 }), new KeyboardEvent("keydown", { key: "Tab" })]],
  ["a button let go outside the window, then the pointer back without it", [new MouseEvent("pointerdown", { button: 0 }), new MouseEvent("pointermove", { buttons: 0 })]],
])("never waits for a release that does not come: %s", async (_, events) => {
  const { input, model } = field();
  await input.setValue("20260302");
  for (const event of events) document.dispatchEvent(event);
  await input.trigger("blur");
  await new Promise((done) => setTimeout(done));
  await flushPromises();
  expect(model.value).toBe("2026-03-02");
});

it("moves nothing of a time either, when one that was refused is taken out", async () => {
  answering({ "time.read": () => ({ time: "", error: "没有 25 点" }) });
  const model = ref("");
  const Form = defineComponent(() => {
    useProblems();
    return () => h(TimeField, { label: "开始时间", modelValue: model.value, "onUpdate:modelValue": (v: string) => (model.value = v) });
  });
  const wrapper = mount(Form, { attachTo: document.body });
  const input = wrapper.find("input");
  await type(input, "25:00");
  expect(wrapper.text()).toContain("没有 25 点");
  await input.setValue("");
  document.dispatchEvent(new MouseEvent("pointerdown", { button: 0 }));
  await input.trigger("blur");
  await flushPromises();
  expect(wrapper.text()).toContain("没有 25 点");
  document.dispatchEvent(new Event("pointerup"));
  await new Promise((done) => setTimeout(done));
  await flushPromises();
  expect(wrapper.text()).not.toContain("没有 25 点");
});
