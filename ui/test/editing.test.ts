// Fields under the hand: what is typed stays typed, keys do what they say, lines keep what is theirs.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, nextTick, ref } from "vue";
import { afterEach, describe, expect, it } from "vitest";
import Choice from "../src/parts/Choice.vue";
import Control from "../src/parts/Control.vue";
import Rows from "../src/parts/Rows.vue";
import { follow } from "../src/parts/lines";
import { useListText } from "../src/parts/names";
import { useProblems } from "../src/parts/problems";
import { lostBy, regraded } from "../src/screens/editors/scores";
import { answering } from "./host";

enableAutoUnmount(afterEach);

describe("several names in one field", () => {
  it("can be typed with 、 between them, letter by letter", () => {
    const list = ref<string[]>([]);
    const field = useListText(() => list.value, (names) => (list.value = names));
    for (const letter of "张三、李四") field.type(field.text.value + letter);
    expect([field.text.value, list.value]).toEqual(["张三、李四", ["张三", "李四"]]);
  });
  it("is written out anew when the list is changed from elsewhere, and when the field is left", async () => {
    const list = ref(["甲"]);
    const field = useListText(() => list.value, (names) => (list.value = names));
    field.type("甲、");
    await nextTick();
    expect(field.text.value).toBe("甲、");
    field.settle();
    expect(field.text.value).toBe("甲");
    list.value = ["乙", "丙"];
    await nextTick();
    expect(field.text.value).toBe("乙、丙");
  });
});

describe("评价档次", () => {
  const table = { title: "德", grades: ["好", "较好", "一般", "差"], rows: [{ name: "政治", counts: [5, 4, 3, 2] }] };
  it("keeps the counts with their grade when one is taken out or comes between", () => {
    expect(regraded(table, ["好", "一般", "差"]).rows[0]!.counts).toEqual([5, 3, 2]);
    expect(regraded(table, ["好", "很好", "较好", "一般", "差"]).rows[0]!.counts).toEqual([5, null, 4, 3, 2]);
  });
  it("takes a renamed grade for the same, and tells what would be lost", () => {
    expect(regraded(table, ["好", "良好", "一般", "差"]).rows[0]!.counts).toEqual([5, 4, 3, 2]);
    expect([lostBy(table, ["好", "良好", "一般", "差"]), lostBy(table, ["好", "一般", "差"])]).toEqual([0, 4]);
  });
});

describe("radio buttons", () => {
  const press = async (props: object, key: string) => {
    const wrapper = mount(Choice, { props: { name: "用途", modelValue: "a", options: ["a", "b"], ...props } });
    await wrapper.trigger("keydown", { key });
    return wrapper.emitted("update:modelValue");
  };
  it("are not emptied where empty is no value", async () => {
    expect(await press({}, "Backspace")).toBeUndefined();
    expect(await press({ modelValue: true, options: [{ value: true, label: "是" }, { value: false, label: "否" }] }, "Delete")).toBeUndefined();
  });
  it("are emptied to the value that means it", async () => {
    expect(await press({ options: ["", "a"] }, "Backspace")).toEqual([[""]]);
    expect(await press({ options: [{ value: null, label: "不定" }, "a"] }, "Delete")).toEqual([[null]]);
    expect(await press({ clear: "unchecked" }, "Delete")).toEqual([["unchecked"]]);
  });
});

describe("a number box", () => {
  it("stays empty while the hand is in it, so that 12 is 12", async () => {
    const wrapper = mount(Control, { attachTo: document.body, props: { type: "number" as const, name: "应到", modelValue: 45, "onUpdate:modelValue": (v: unknown) => wrapper.setProps({ modelValue: v }) } });
    const input = wrapper.find("input");
    input.element.focus();
    await input.setValue("");
    await nextTick();
    expect(input.element.value).toBe("");
    await input.setValue("12");
    expect([input.element.value, wrapper.props("modelValue")]).toEqual(["12", 12]);
    await input.setValue("");
    input.element.blur();
    await nextTick();
    expect([input.element.value, wrapper.props("modelValue")], "a blank is not 0").toEqual(["", null]);
    await input.setValue("0");
    input.element.blur();
    await nextTick();
    expect([input.element.value, wrapper.props("modelValue")]).toEqual(["0", 0]);
  });
});

describe("which line is which", () => {
  const keys = (list: { key: number }[]) => list.map((l) => l.key);
  it("is known by the words, then by the place", () => {
    const [a, b, c] = keys(follow([], ["甲", "乙", "丙"]));
    const before = [{ key: a!, text: "甲" }, { key: b!, text: "乙" }, { key: c!, text: "丙" }];
    expect(keys(follow(before, ["甲", "乙改", "丙"]))).toEqual([a, b, c]);
    expect(keys(follow(before, ["乙", "丙"]))).toEqual([b, c]);
    expect(keys(follow(before, ["丙", "甲", "乙"]))).toEqual([c, a, b]);
    const grown = keys(follow(before, ["甲", "新", "乙", "丙"]));
    expect([grown[0], grown[2], grown[3]]).toEqual([a, b, c]);
    expect([a, b, c]).not.toContain(grown[1]);
  });
});

describe("a table with a date that is not accepted", () => {
  interface Line {
    name: string;
    date: string | null;
  }
  function table() {
    answering({ "date.read": ({ text }) => ({ date: text === "2026-03-02" ? text : null, words: "", error: text === "2026-03-02" ? "" : "没有这一天", working: null, mark: "", provisional: false }) as never });
    const rows = ref<Line[]>([{ name: "一", date: null }, { name: "二", date: null }]);
    let first = (): string | null => null;
    let raw: { [k: string]: string } = {};
    const Form = defineComponent(() => {
      const form = useProblems();
      first = form.firstProblem;
      raw = form.problems.raw;
      return () => {
        raw = form.problems.raw;
        return h(Rows as never, {
          modelValue: rows.value, label: "签名", addLabel: "加", movable: true, blank: () => ({ name: "", date: null }),
          columns: [{ key: "name", label: "姓名" }, { key: "date", label: "日期", type: "date" }], "onUpdate:modelValue": (next: Line[]) => (rows.value = next),
        });
      };
    });
    const wrapper = mount(Form, { attachTo: document.body });
    const dates = () => wrapper.findAll<HTMLInputElement>("[data-column='date'] input").map((i) => i.element.value);
    return { wrapper, rows, dates, first: () => first(), raw: () => raw };
  }
  async function wrong(t: ReturnType<typeof table>, line: number): Promise<void> {
    const input = t.wrapper.findAll("[data-column='date'] input")[line]!;
    await input.setValue("2026-02-31");
    await input.trigger("blur");
    await flushPromises();
  }
  it("takes the date along with its line, and lets it go with it", async () => {
    const t = table();
    await wrong(t, 0);
    expect(t.first()).toMatch(/没有这一天/);
    await t.wrapper.findAll("button[aria-label$='上移']")[1]!.trigger("click");
    await flushPromises();
    expect([t.rows.value.map((r) => r.name), t.dates()]).toEqual([["二", "一"], ["", "2026-02-31"]]);
    expect(t.first()).toBe("签名第 2 行日期：没有这一天");
    expect(t.raw()).toEqual({ "签名第 2 行日期": "2026-02-31" });
    await t.wrapper.findAll("[data-remove]")[1]!.trigger("click");
    await flushPromises();
    expect([t.dates(), t.first(), t.raw()]).toEqual([[""], null, {}]);
  });
});
