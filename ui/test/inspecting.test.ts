// What persons enter at 验收 is kept until an inspection takes it, and what is entered after an inspection is kept again.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { reactive } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CourseView, InspectResult, Judged, PersonEntry, Volume } from "../src/ipc";
import EntryDialog from "../src/screens/batch/EntryDialog.vue";
import InspectDialog from "../src/screens/batch/InspectDialog.vue";
import ShareDialog from "../src/screens/batch/ShareDialog.vue";
import UnshareDialog from "../src/screens/batch/UnshareDialog.vue";
import { concerning, sharable } from "../src/screens/batch/inspecting";
import { answering } from "./host";

enableAutoUnmount(afterEach);
vi.spyOn(console, "warn").mockImplementation(() => undefined);

const item = (code: string, once = false): Judged => ({ code, name: `项目${code}`, ask: "", outcome: "manual", evidence: "", person: true, once, entered_by: "", confirmed: true });
const entry = (code: string): PersonEntry => ({ code, verdict: "good", words: "逐页看过", by: "方小满", on: "2026-06-30" });
const course = { id: 1, batch: 1, revision: 1, state_name: "检测", acts: [], content: { entries: [], acts: [] } } as unknown as CourseView;

describe("验收与检测", () => {
  it("keeps what is entered as a draft, before an inspection and after one", async () => {
    let drafts: { key: string; content: unknown }[] = [];
    const taken: PersonEntry[][] = [];
    const asked = answering({
      "journal.list": () => [],
      "draft.list": () => [],
      "draft.save": (d) => (drafts.push({ key: d.key, content: d.content }), {} as never),
      "draft.discard": ({ key }) => ((drafts = drafts.filter((d) => d.key !== key)), {} as never),
      "package.inspect": ({ entries }) => (taken.push(entries), { course: { ...course, content: { ...course.content, entries } }, sum: "人工 2", inspection: { acceptance: [item("6"), item("7")], four: [item("GD-4-2", true)] } } satisfies InspectResult),
    });
    const volume = { key: "综合", title: "综合卷", index: 0, items: [] } as unknown as Volume;
    const form = reactive({ arranger: "钟灵", checker: "方小满" }) as never;
    const wrapper = mount(InspectDialog, { attachTo: document.body, props: { batch: 1, volume, options: {} as never, course, form, others: [{ key: "人选1", title: "买买提·艾力卷", entries: [] }] }, global: { stubs: { teleport: true, RouterLink: true, ElSelect: true, EntryDialog: true } } });
    await flushPromises();
    const inspect = async (): Promise<void> => {
      await wrapper.find("form").trigger("submit");
      await flushPromises();
    };
    const enter = async (code: string): Promise<void> => {
      await wrapper.find(`button[aria-label^='填写：${code}']`).trigger("click");
      wrapper.findComponent(EntryDialog).vm.$emit("entered", entry(code));
      document.dispatchEvent(new FocusEvent("focusout"));
      await flushPromises();
    };
    const kept = () => drafts.filter((d) => d.key === "dialog-inspect-1-综合").at(-1)?.content;
    await inspect();
    await enter("6");
    expect(kept()).toEqual([entry("6")]);
    await inspect();
    expect([taken.at(-1), kept()]).toEqual([[entry("6")], undefined]);
    await enter("7");
    expect(kept(), "entered after the inspection").toEqual([entry("7")]);
    expect(wrapper.text()).not.toContain("同样用于其余");
    await enter("GD-4-2");
    expect(wrapper.text(), "only what is kept is offered to other volumes").not.toContain("同样用于其余");
    await inspect();
    expect(wrapper.text()).toContain("同样用于其余 1 卷");
    expect(asked.filter((a) => a.name === "package.enter_once")).toEqual([]);
  }, 30_000);
});

describe("one act for several volumes", () => {
  const volume = (key: string, told: PersonEntry[] = []) => ({ key, title: `${key}卷`, entries: told });
  const stubs = { global: { stubs: { teleport: true, RouterLink: true } }, attachTo: document.body };
  const said = (name: string) => (asked: { name: string; request: unknown }[]) => asked.filter((a) => a.name === name).map((a) => a.request);

  it("is said of the volumes ticked, all of them at first, and of none by itself", async () => {
    const asked = answering({ "package.enter_once": () => [course] });
    const wrapper = mount(ShareDialog, { ...stubs, props: { batch: 1, from: "综合", entries: [entry("GD-4-2")], volumes: [volume("人选1"), volume("人选2"), volume("人选3")] } });
    await flushPromises();
    const boxes = () => wrapper.findAll<HTMLInputElement>("input[type=checkbox]");
    expect(boxes().map((b) => b.element.checked)).toEqual([true, true, true]);
    await boxes()[1]!.setValue(false);
    await wrapper.find("form").trigger("submit");
    await flushPromises();
    expect(said("package.enter_once")(asked)).toEqual([{ batch: 1, from: "综合", codes: ["GD-4-2"], volumes: ["人选1", "人选3"] }]);
    expect(wrapper.emitted("saved")).toEqual([[1]]);
    for (const at of [0, 2]) await boxes()[at]!.setValue(false);
    await wrapper.find("form").trigger("submit");
    expect(said("package.enter_once")(asked)).toHaveLength(1);
  });
  it("is taken back with a reason, item by item where somebody says so", async () => {
    const asked = answering({ "draft.list": () => [], "draft.save": () => ({}) as never, "draft.discard": () => ({}) as never, "package.take_back_once": () => [course, course] });
    const told = (code: string): PersonEntry => ({ ...entry(code), once_from: "综合" });
    const wrapper = mount(UnshareDialog, { ...stubs, props: { batch: 1, from: "综合", codes: ["GD-4-2", "GD-4-5"], volumes: [volume("人选1", [told("GD-4-2")]), volume("人选2", [told("GD-4-2"), told("GD-4-5")])] } });
    await flushPromises();
    await wrapper.findAll("input[type=checkbox]")[0]!.setValue(false);
    expect(wrapper.text()).toContain("收回 GD-4-5，涉及 1 卷：《人选2卷》");
    await wrapper.find("form").trigger("submit");
    expect([wrapper.text(), said("package.take_back_once")(asked)]).toEqual([expect.stringContaining("请写明为什么收回"), []]);
    await wrapper.find("input:not([type=checkbox])").setValue("查的是另一个盘");
    await wrapper.find("form").trigger("submit");
    await flushPromises();
    expect(said("package.take_back_once")(asked)).toEqual([{ batch: 1, from: "综合", codes: ["GD-4-5"], reason: "查的是另一个盘" }]);
    expect(wrapper.emitted("saved")).toEqual([[2]]);
    await wrapper.findAll("input[type=checkbox]")[1]!.setValue(false);
    expect(wrapper.findAll("button").find((b) => b.text() === "收回")!.element.disabled, "nothing is ticked").toBe(true);
  });
  it("is offered to no volume that would not take it: sealed, told already, or the one it was entered for", () => {
    const told = { ...entry("GD-4-2"), once_from: "综合" };
    const others = [volume("综合"), { ...volume("人选2"), sealed: true }, volume("人选3", [told]), volume("人选4")];
    const offered = (some: typeof others) => sharable([item("GD-4-2", true)], [told], some).volumes.map((v) => v.key);
    expect([offered(others), offered(others.slice(0, 3))]).toEqual([["人选4"], []]);
  });
  it("is taken back from any volume that was told, though the one it was entered for is sealed", async () => {
    const told = { ...entry("GD-4-2"), once_from: "综合" };
    const sealed = { ...volume("综合", [entry("GD-4-2")]), title: "综合卷宗", sealed: true };
    expect(concerning(volume("综合", [entry("GD-4-2")]), [volume("人选1", [told])]).map((s) => [s.from, s.volumes.length])).toEqual([["综合", 1]]);
    expect(concerning(volume("人选1"), [sealed])).toEqual([]);
    const asked = answering({ "journal.list": () => [], "draft.list": () => [], "draft.save": () => ({}) as never, "draft.discard": () => ({}) as never, "package.take_back_once": () => [course, course] });
    const own = { ...course, content: { ...course.content, entries: [told] } } as unknown as CourseView;
    const form = reactive({ arranger: "钟灵", checker: "方小满" }) as never;
    const props = { batch: 1, volume: { key: "人选1", title: "人选1卷", index: 1, items: [] } as unknown as Volume, options: {} as never, course: own, form, others: [sealed, volume("人选2", [told])] };
    const wrapper = mount(InspectDialog, { ...stubs, props, global: { stubs: { teleport: true, RouterLink: true, ElSelect: true } } });
    await flushPromises();
    expect(wrapper.text(), "before any inspection, by the name of the volume").toContain("GD-4-2 与《综合卷宗》一次办理，同样用于 2 卷（本卷在内）");
    await wrapper.findAll("button").find((b) => b.text() === "从这 2 卷收回")!.trigger("click");
    await flushPromises();
    const dialog = wrapper.findComponent(UnshareDialog);
    await dialog.find("input:not([type=checkbox])").setValue("查的是另一个盘");
    await dialog.find("form").trigger("submit");
    await flushPromises();
    expect(said("package.take_back_once")(asked)).toEqual([{ batch: 1, from: "综合", codes: ["GD-4-2"], reason: "查的是另一个盘" }]);
    expect(wrapper.emitted("done")).toHaveLength(1);
    await wrapper.setProps({ course });
    expect(wrapper.text()).not.toContain("一次办理");
  });
});
