// Nothing typed is lost without a question: drafts that could not be saved, dialogs, changes that met.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallError, host, onPickFault } from "../src/ipc";
import { toCallError } from "../src/ipc/host";
import Dialog from "../src/parts/Dialog.vue";
import { emptyPlace, restoreDraft, useDraft } from "../src/use/draft";
import { merge } from "../src/use/merge";
import { anyUnsaved, askAll, useUnsaved, type UnsavedGuard } from "../src/use/unsaved";
import { answering } from "./host";

const asked = vi.hoisted(() => ({ titles: [] as string[], answer: false }));
vi.mock("element-plus", async (original) => ({
  ...(await original<typeof import("element-plus")>()),
  ElMessageBox: { confirm: (_: string, title: string) => (asked.titles.push(title), asked.answer ? Promise.resolve() : Promise.reject(new Error("cancel"))) },
}));
enableAutoUnmount(afterEach);
beforeEach(() => {
  asked.titles = [];
  asked.answer = false;
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

function editor(keeps: boolean) {
  const text = ref("原文");
  let guard!: UnsavedGuard;
  let flush!: () => Promise<boolean>;
  answering({ "draft.save": () => (keeps ? ({} as never) : Promise.reject(new CallError("file", "磁盘已满", ""))) });
  const Editor = defineComponent(() => {
    guard = useUnsaved(() => text.value, () => flush());
    const draft = useDraft(() => ({ key: "k", editor: "record", title: "", place: emptyPlace() }), () => text.value, () => guard.dirty.value);
    flush = draft.flush;
    guard.settle();
    return () => h("p");
  });
  mount(Editor);
  return { text, guard, flush };
}

describe("leaving what is kept as a draft", () => {
  it("says so only when the draft was saved", async () => {
    const { text, guard } = editor(true);
    text.value = "改了";
    await guard.ask();
    expect(asked.titles).toEqual(["内容还没有保存"]);
  });
  it("says that it would be lost when the draft could not be saved", async () => {
    const { text, guard, flush } = editor(false);
    text.value = "改了";
    expect(await flush()).toBe(false);
    expect(await guard.ask()).toBe(false);
    expect(asked.titles).toEqual(["内容没有保存，草稿也没有存上"]);
  });
  it("is asked of every editor before the window closes", async () => {
    const { text } = editor(true);
    expect([anyUnsaved.value, await askAll()]).toEqual([false, true]);
    text.value = "改了";
    expect([anyUnsaved.value, await askAll()]).toEqual([true, false]);
  });
});

describe("a dialog", () => {
  function dialog(dirty: boolean) {
    const closed = ref(0);
    const guard = { dirty: ref(dirty), settle: () => undefined, ask: () => Promise.resolve(!dirty || asked.answer) } as unknown as UnsavedGuard;
    mount(Dialog, {
      props: { open: true, title: "挂接材料", guard, onClose: () => closed.value++ },
      slots: { footer: (slot: { close: () => void }) => h("button", { class: "cancel", onClick: slot.close }, "取消") },
      attachTo: document.body,
    });
    return closed;
  }
  const cancel = async () => {
    document.querySelector<HTMLElement>(".cancel")!.click();
    await flushPromises();
  };
  it("asks before what was typed in it is lost", async () => {
    const closed = dialog(true);
    await flushPromises();
    await cancel();
    expect(closed.value).toBe(0);
    asked.answer = true;
    await cancel();
    expect(closed.value).toBe(1);
  });
  it("leaves the Esc of an input method to the input method", async () => {
    dialog(false);
    await flushPromises();
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    const escape = (more: object) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true, ...more }));
    escape({ isComposing: true });
    escape({ keyCode: 229 });
    expect(heard).not.toHaveBeenCalled();
    escape({});
    expect(heard).toHaveBeenCalledTimes(1);
    document.removeEventListener("keydown", heard);
  });
});

describe("a draft given up", () => {
  it("comes back as it was", async () => {
    const head = { key: "k", editor: "record", title: "第 5 步", place: emptyPlace({ batch: 1 }), about: "", schema: 1, version: 3, base_revision: 2, moved_on_to: null, begun_at: "", saved_at: "", discarded: true };
    const calls = answering({ "draft.get": () => ({ head, content: { a: 1 } }), "draft.save": () => head });
    await restoreDraft("k");
    expect(calls[1]).toEqual({ name: "draft.save", request: { key: "k", editor: "record", title: "第 5 步", place: head.place, schema: 1, base_revision: 2, content: { a: 1 } } });
  });
});

describe("two changes of one record", () => {
  const base = { place: "一楼", body: { kind: "meeting", resolution: "同意", opinions: [{ name: "甲", stance: "同意", text: "" }, { name: "乙", stance: "同意", text: "" }] } };
  const changed = (change: (c: typeof base) => void): typeof base => {
    const c = structuredClone(base);
    change(c);
    return c;
  };
  it("meet field by field and line by line", () => {
    const mine = changed((c) => (c.body.resolution = "原则同意"));
    const theirs = changed((c) => {
      c.body.opinions[1]!.stance = "缓议";
      c.body.opinions.push({ name: "丙", stance: "同意", text: "" });
    });
    expect(merge(base, mine, theirs)).toEqual({ ...theirs, body: { ...theirs.body, resolution: "原则同意" } });
  });
  it("keep both sides of one list", () => {
    const mine = changed((c) => (c.body.opinions[0]!.text = "补充"));
    const theirs = changed((c) => c.body.opinions.splice(1, 1));
    expect((merge(base, mine, theirs) as typeof base).body.opinions).toEqual([{ name: "甲", stance: "同意", text: "补充" }]);
  });
  it("leave what was typed where both changed the same", () => {
    expect(merge(base, changed((c) => (c.place = "二楼")), changed((c) => (c.place = "三楼")))).toMatchObject({ place: "二楼" });
    const other = { place: "一楼", body: { kind: "ballot" } };
    expect(merge(base, changed((c) => (c.body.resolution = "x")), other)).toMatchObject({ body: { kind: "meeting" } });
  });
});

describe("choosing a file", () => {
  it("that fails is told by the shell, and chooses nothing", async () => {
    const told: string[] = [];
    onPickFault((e) => told.push(e.message));
    answering({}, { pickFiles: () => Promise.reject({ code: "invalid", message: "名称不是有效文字", remedy: "" }), pickFolder: () => Promise.reject({ code: "internal", message: "选择窗口没有打开", remedy: "" }) });
    expect([await host.pickFiles({ title: "", extensions: [], multiple: true }), await host.pickFolder({ title: "" })]).toEqual([[], null]);
    expect(told).toEqual(["名称不是有效文字", "选择窗口没有打开"]);
  });
});

describe("an error of the window", () => {
  it("is told in its own words", () => {
    expect(toCallError({ code: "no_program", message: "系统没有能打开的程序", remedy: "请在文件管理器里打开" }).message).toBe("系统没有能打开的程序");
  });
});
