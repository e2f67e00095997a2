// What a screen shows belongs to what it names; lists are gone through by one tab stop; what is imported is what was looked at.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, nextTick, ref } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, describe, expect, it } from "vitest";
import type { ImportResult } from "../src/ipc";
import PersonPicker from "../src/parts/PersonPicker.vue";
import RecordTable from "../src/parts/RecordTable.vue";
import ImportScreen from "../src/screens/ImportScreen.vue";
import { leadDropped } from "../src/use/dropped";
import { useLoad } from "../src/use/load";
import { answering } from "./host";

enableAutoUnmount(afterEach);

describe("data of a step", () => {
  it("never stand under the name of another, not even when the call fails", async () => {
    const step = ref("甲");
    const answers: { [k: string]: (v: string) => void } = {};
    const fails: { [k: string]: (e: Error) => void } = {};
    let load!: ReturnType<typeof useLoad<string>>;
    mount(defineComponent(() => {
      load = useLoad(() => new Promise<string>((ok, no) => ((answers[step.value] = ok), (fails[step.value] = no))), () => step.value);
      return () => h("p");
    }));
    answers["甲"]!("甲的记录");
    await flushPromises();
    expect(load.data.value).toBe("甲的记录");
    void load.reload();
    expect(load.data.value, "the same step goes on being shown").toBe("甲的记录");
    step.value = "乙";
    void load.reload();
    expect(load.data.value).toBeNull();
    fails["乙"]!(new Error("没有读出来"));
    await flushPromises();
    expect([load.data.value, load.error.value !== null]).toEqual([null, true]);
  });
});

describe("choosing people", () => {
  it("is one tab stop, gone through by arrows", async () => {
    const people = ["甲", "乙", "丙"].map((name, i) => ({ id: i + 1, name, detail: "" }));
    const wrapper = mount(PersonPicker, { props: { modelValue: [], people, label: "人选" }, attachTo: document.body });
    const stops = () => wrapper.findAll("li input").map((i) => i.attributes("tabindex"));
    expect(stops()).toEqual(["0", "-1", "-1"]);
    const first = wrapper.findAll<HTMLInputElement>("li input")[0]!;
    first.element.focus();
    await first.trigger("keydown", { key: "ArrowRight" });
    expect([stops(), document.activeElement === wrapper.findAll("li input")[1]!.element]).toEqual([["-1", "0", "-1"], true]);
  });
});

describe("a long table", () => {
  it("turns to the lines that were asked for", async () => {
    const rows = Array.from({ length: 120 }, (_, i) => ({ seq: i }));
    const wrapper = mount(RecordTable as never, { props: { rows, columns: [{ key: "seq", label: "行号" }], caption: "日志", rowKey: (r: { seq: number }) => r.seq } as never });
    (wrapper.vm as unknown as { show: (i: number) => void }).show(100);
    await nextTick();
    expect(wrapper.find("tbody td").text()).toBe("100");
  });
});

describe("导入", () => {
  it("takes in what was looked at, whatever is dropped meanwhile", async () => {
    let drop = (_: { paths: string[]; names: string[] }): void => undefined;
    const previews: ((r: ImportResult) => void)[] = [];
    const asked = answering(
      { "person.import_preview": () => new Promise((resolve) => previews.push(resolve as never)) as never, "person.import": () => ({ items: [], added: 1, updated: 0, skipped: 0, failed: 0 }) as never },
      { onDrop: (handler) => ((drop = handler), () => undefined) },
    );
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: { render: () => null } }] });
    await router.push("/people/import");
    const wrapper = mount(defineComponent(() => (leadDropped(router), () => h(ImportScreen))), { global: { plugins: [router] }, attachTo: document.body });
    await flushPromises();
    drop({ paths: ["/甲"], names: [] });
    await flushPromises();
    drop({ paths: ["/乙"], names: [] });
    await flushPromises();
    expect(asked.map((a) => a.request)).toEqual([{ paths: ["/甲"], choices: [] }]);
    const item = { file: "/甲/张三.lrmx", readable: true, known: [], findings: [], content: null, has_photo: false, person: null, action: null };
    previews[0]!({ items: [item], added: 0, updated: 0, skipped: 0, failed: 0 } as never);
    await flushPromises();
    await wrapper.findAll("button").find((b) => b.text().startsWith("导入 1 人"))!.trigger("click");
    await flushPromises();
    expect(asked.at(-1)).toEqual({ name: "person.import", request: { paths: ["/甲"], choices: [] } });
  });
});
