// What a new record carried over from an earlier one is marked until somebody touches it; a number is nobody's name.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { computed, defineComponent, h, nextTick, ref } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RecordContent } from "../src/ipc";
import Choice from "../src/parts/Choice.vue";
import Field from "../src/parts/Field.vue";
import NameField from "../src/parts/NameField.vue";
import Rows from "../src/parts/Rows.vue";
import { provideCarried } from "../src/parts/carried";
import { noName } from "../src/parts/names";
import { useProblems } from "../src/parts/problems";
import { useCarried } from "../src/use/carried";
import { useUndo, type Undo } from "../src/use/undo";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const record = (): RecordContent =>
  ({ step: "S36", candidates: [], date: null, end_date: null, time: "", place: "三楼会议室", mode: "", responsible: "", participants: [], summary: "", signatures: [], late_reason: "", body: { kind: "meeting", expected: 11, principal: "周怀远" } }) as unknown as RecordContent;

describe("沿用上一条", () => {
  it("stands by the names of the fields, and goes for good with the first other word", async () => {
    const content = ref<RecordContent | null>(record());
    let carried!: ReturnType<typeof useCarried>;
    mount(defineComponent(() => ((carried = useCarried(content)), () => null)));
    carried.begin(["place", "expected", "principal"]);
    expect([...carried.labels.value]).toEqual(expect.arrayContaining(["地点", "应到", "末位表态人"]));
    content.value!.place = "二楼";
    await nextTick();
    expect(carried.keys.value).toEqual(["expected", "principal"]);
    content.value!.place = "三楼会议室";
    await nextTick();
    expect(carried.labels.value.has("地点")).toBe(false);
  });
  it("comes back with what was typed over it, so that undo ends and redo stays", async () => {
    vi.useFakeTimers();
    const content = ref<RecordContent | null>(record());
    let [carried, history]: [ReturnType<typeof useCarried>, Undo] = [] as never;
    const Form = defineComponent(() => {
      carried = useCarried(content);
      history = useUndo(
        () => ({ content: content.value, carried: carried.keys.value }),
        (s: { content: RecordContent | null; carried: string[] }) => {
          content.value = s.content;
          carried.begin(s.carried);
        },
      );
      return () => null;
    });
    mount(Form);
    carried.begin(["place"]);
    history.start();
    content.value!.place = "二楼";
    await nextTick();
    vi.advanceTimersByTime(400);
    history.undo();
    await nextTick();
    vi.advanceTimersByTime(400);
    expect([content.value!.place, carried.keys.value, history.canUndo.value, history.canRedo.value]).toEqual(["三楼会议室", ["place"], false, true]);
    history.redo();
    expect(content.value!.place).toBe("二楼");
    vi.useRealTimers();
  });
  it("is said below the field and read with it", () => {
    const Form = defineComponent(() => {
      provideCarried(computed(() => new Set(["地点"])));
      return () => [h(Field, { label: "地点", modelValue: "三楼" }), h(Field, { label: "时间", modelValue: "" })];
    });
    const wrapper = mount(Form);
    const [place, time] = wrapper.findAll("input");
    expect(wrapper.find(`#${place!.attributes("aria-describedby")}`).text()).toBe("沿用上一条");
    expect(time!.attributes("aria-describedby")).toBeUndefined();
  });
  it("is read with a choice and with a table too", () => {
    const Form = defineComponent(() => {
      provideCarried(computed(() => new Set(["得票率以此为分母", "参会人员"])));
      const table = { label: "参会人员", addLabel: "添加一人", columns: [{ key: "name", label: "姓名" }], blank: () => ({ name: "" }) };
      return () => [h(Choice, { name: "得票率以此为分母", shown: true, options: ["有效票", "实到"], modelValue: "有效票" }), h(Rows as never, { ...table, modelValue: [{ name: "周怀远" }], describedby: "list" }), h(Rows as never, { ...table, modelValue: [] })];
    });
    const wrapper = mount(Form);
    const [choice, table, empty] = wrapper.findAll("fieldset");
    expect(wrapper.find(`[id="${choice!.attributes("aria-describedby")}"]`).text()).toBe("沿用上一条");
    const [own, given] = table!.attributes("aria-describedby")!.split(" ");
    expect([wrapper.find(`[id="${own}"]`).text(), given]).toEqual(["沿用上一条", "list"]);
    expect(empty!.attributes("aria-describedby")).toBeUndefined();
  });
});

describe("a name", () => {
  it("is no number", () => {
    expect(["3", "３", "1、2", " 12 ", "1．2\n3"].map(noName)).toEqual([true, true, true, true, true]);
    expect(["", "、", "买买提·艾力", "王3", "Ⅲ科"].map(noName)).toEqual([false, false, false, false, false]);
  });
  it("that is a number is refused where it stands", async () => {
    answering({ "person.pick": () => [] });
    let first = (): string | null => null;
    const Form = defineComponent(() => {
      first = useProblems().firstProblem;
      return () => h(NameField, { name: "参会人员第 1 行姓名", modelValue: "3" });
    });
    const wrapper = mount(Form, { attachTo: document.body });
    expect(first()).toBe("参会人员第 1 行姓名：“3”是数字，不是姓名");
    expect(wrapper.find("input").attributes("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(wrapper.find("input").element);
  });
});

describe("a list of names", () => {
  it("stays with its field when the page moves under it, and the name is taken by Enter", async () => {
    answering({ "person.pick": () => [{ name: "谢东屏", unit: "", post: "", source: "", person: 1, pinyin: "" }] as never });
    const model = ref("");
    const wrapper = mount(() => h(NameField, { name: "姓名", modelValue: model.value, "onUpdate:modelValue": (v: string) => (model.value = v) }), { attachTo: document.body });
    await wrapper.get("input").setValue("xdp");
    await flushPromises();
    expect(wrapper.get("input").attributes("aria-expanded")).toBe("true");
    document.dispatchEvent(new Event("scroll"));
    await wrapper.get("input").trigger("keydown", { key: "Enter" });
    expect(model.value).toBe("谢东屏");
    wrapper.unmount();
  });
});
