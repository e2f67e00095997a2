// What was refused stands at the field it is about, and the caret goes there; what a screen says of what was done is no more than is so.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { defineComponent, h, nextTick, ref } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FontList, HandoverView, PackageRow } from "../src/ipc";
import { CallError } from "../src/ipc/host";
import * as confirm from "../src/parts/confirm";
import Field from "../src/parts/Field.vue";
import BookChoice from "../src/screens/record/BookChoice.vue";
import { provideShort } from "../src/parts/density";
import FontsScreen from "../src/screens/FontsScreen.vue";
import NotebookScreen from "../src/screens/NotebookScreen.vue";
import WrapDialog from "../src/screens/batch/WrapDialog.vue";
import SlipView from "../src/screens/media/SlipView.vue";
import { folded } from "../src/screens/notebook/fold";
import NewPassphrase from "../src/screens/batch/NewPassphrase.vue";
import UnwrapPart from "../src/screens/verify/UnwrapPart.vue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const router = () => createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: { render: () => null } }] });
const on = () => ({ attachTo: document.body, global: { plugins: [router()], stubs: { teleport: true } } });
const fill = async (wrapper: ReturnType<typeof mount>, values: readonly string[]) => {
  const inputs = wrapper.findAll<HTMLInputElement>("input");
  for (const [at, value] of values.entries()) await inputs[at]!.setValue(value);
  return inputs;
};

describe("what was refused stands at its field", () => {
  it("a password of an envelope that does not open it", async () => {
    answering({ "package.unwrap": () => { throw new CallError("password", "口令不对", "请核对后重输"); } });
    const wrapper = mount(UnwrapPart, on());
    const inputs = await fill(wrapper, ["/封套.zip", "/收", "不对的口令一二三四五六七"]);
    await wrapper.find("form").trigger("submit");
    await flushPromises();
    expect(wrapper.findAll(".error").map((e) => e.text())).toEqual(["口令不对；请核对后重输"]);
    expect(document.activeElement).toBe(inputs[2]!.element);
  });
  it("a name of an envelope the host does not take", async () => {
    answering({ "package.wrap": () => { throw new CallError("invalid", "封套名称“三月.”不能作文件名：有不能用的字，或者太长", "请改用字母、数字和汉字，短一些"); } });
    const wrapper = mount(WrapDialog, { ...on(), props: { sealed: { title: "综合卷", path: "/包", seal_no: "FQ-1" } as unknown as PackageRow } });
    await flushPromises();
    await fill(wrapper, ["/出", "三月.", "一二三四五六七八九十一二", "一二三四五六七八九十一二"]);
    await wrapper.find("form").trigger("submit");
    await flushPromises();
    expect(wrapper.findAll(".error").map((e) => e.text())).toEqual(["封套名称“三月.”不能作文件名：有不能用的字，或者太长；请改用字母、数字和汉字，短一些"]);
    expect(document.activeElement).toBe(wrapper.findAll("input")[1]!.element);
  });
  it("a passphrase typed again only in part, when its field is left", async () => {
    answering({ "seal.judge_passphrase": () => ({ strength: "good", words: "好" }) });
    const wrapper = mount(NewPassphrase, { ...on(), props: { label: "封签口令", hint: "", modelValue: "一二三四五六" } });
    const again = wrapper.findAll("input")[1]!;
    await again.setValue("一二三");
    expect(wrapper.find(".error").exists()).toBe(false);
    await again.trigger("focusout");
    expect(wrapper.get(".error").text()).toBe("两次输入的口令不同");
    await again.setValue("一二三四五六");
    await again.trigger("focusout");
    expect(wrapper.find(".error").exists()).toBe(false);
  });
});

it("a note whose record was taken back may be filed again, and its page says what happened to it", async () => {
  const book = { notebook: { id: 1, content: { number: "2026-01", unit: "", holder: "周敏", opened: "2026-01-01", closed: null } }, entries: 3, pages: 3 };
  const entry = (seq: number, act: string, about: number | null, followed_by: number[], more: object) => ({ seq, page: seq, pages: 1, act, about, followed_by, reason: "", category: "听取意见", date: null, when: "", place: "", participants: "", recorder: "", text: "意见", signers: "", signed: false, scanned: false, at: {}, belongs: "", retracted: false, note: 1, waits: false, entered_by: "", entered_at: "2026-03-05T09:00:00", ...more });
  const filed = { belongs: "第 3 步 2026年第一批", retracted: true };
  const entries = [entry(1, "written", null, [2], { waits: true }), entry(2, "filed", 1, [3], filed), entry(3, "undone", 2, [], { ...filed, note: null })];
  answering({ "notebook.list": () => [book] as never, "notebook.get": () => ({ entries }) as never, "draft.list": () => [] });
  const wrapper = mount(NotebookScreen, on());
  await flushPromises();
  expect(wrapper.findAll("[aria-label^='把']").map((b) => b.attributes("aria-label"))).toEqual(["把第 1 条归入步骤"]);
  const [first, second] = wrapper.findAll("article").map((a) => a.text());
  expect([first, second]).toEqual([expect.stringContaining("曾由第 2 条归入第 3 步 2026年第一批，已撤回"), expect.stringContaining("已由第 3 条撤回")]);
  expect(wrapper.findAll(".struck").length).toBe(1);
});

describe("what is said is so", () => {
  it("of a font that leaves the characters nobody can print", async () => {
    const said = vi.spyOn(confirm, "sayDone").mockImplementation(() => undefined);
    const list = (unprintable: number) => ({ fonts: [], findings: [], wanting: [{ person: 1, name: "甲", notes: [], unprintable: Array.from({ length: unprintable }, (_, i) => ({ character: String(i), code: "", fields: [], at: [] })) }] }) as unknown as FontList;
    let after = 1;
    answering({ "font.list": () => list(1), "font.add": () => list(after) }, { pickFiles: () => Promise.resolve(["/甲.ttf"]) });
    const wrapper = mount(FontsScreen, on());
    await flushPromises();
    for (after of [1, 0]) {
      await wrapper.findAll("button").find((b) => b.text() === "补充字体文件")!.trigger("click");
      await flushPromises();
    }
    expect(said.mock.calls).toEqual([["字体已补充；下面列的 1 处印不出的字没有减少"], ["字体已补充"]]);
  });
  it("of a reason for a correction, which is on no printed slip", async () => {
    const view = { id: 1, revision: 2, state: "accepted", slip: [], content: { no: "JJ-1", from: "", to: "", medium_number: "", volumes: 1, volume: 1, secrecy: "", written_at: "", read_back: "", checks: [], receiver: "", received_at: "", packages: [{ seal_no: "FQ-1", title: "综合卷", items: 1, bytes: 1, verdict: "accepted", reason: "" }], corrected: [], handed_before: [] } };
    answering({ "handover.get": () => view as unknown as HandoverView });
    const wrapper = mount(SlipView, { ...on(), props: { id: 1 } });
    await flushPromises();
    expect(wrapper.get(".why").text()).toContain("打印的交接单上只有更正以后的");
  });
});

describe("a long entry of the notebook", () => {
  it("is folded between characters, and counted in them", () => {
    expect(folded("字".repeat(900))).toBeNull();
    const rare = folded(`字${"𠅤".repeat(1000)}`)!;
    expect([rare.characters, rare.begins]).toEqual([1001, `字${"𠅤".repeat(599)}…`]);
  });
  it("is spread in its own book only, and whole while words are looked for", async () => {
    const text = `${"字".repeat(1000)}末尾`;
    const books = [1, 2].map((id) => ({ notebook: { id, content: { number: `2026-0${id}`, unit: "", holder: "周敏", opened: "2026-01-01", closed: null } }, entries: 1, pages: 1 }));
    const entry = { seq: 1, page: 1, pages: 1, act: "written", about: null, followed_by: [], reason: "", category: "其它", date: null, when: "", place: "", participants: "", recorder: "", text, signers: "", signed: false, scanned: false, at: {}, belongs: "", retracted: false, note: 1, waits: true, entered_by: "", entered_at: "2026-03-05T09:00:00" };
    answering({ "notebook.list": () => books as never, "notebook.get": () => ({ entries: [entry] }) as never, "draft.list": () => [] });
    const wrapper = mount(NotebookScreen, on());
    await flushPromises();
    const whole = () => wrapper.get("article").text().includes("末尾");
    const fold = () => wrapper.find("article button[aria-label$='第 1 条'][aria-label^='全文'], article button[aria-label^='收起']");
    expect([whole(), fold().text()]).toEqual([false, "全文（1002 字）"]);
    await fold().trigger("click");
    expect([whole(), fold().text()]).toEqual([true, "收起"]);
    await wrapper.findAll(".shelf button").find((b) => b.text().includes("2026-02"))!.trigger("click");
    await flushPromises();
    expect(whole()).toBe(false);
    await wrapper.get(".find input").setValue("末尾");
    await flushPromises();
    expect([whole(), fold().exists()]).toEqual([true, false]);
  });
});

it("in the short way of entering, empty fields beyond what must be said stand aside, and none goes from under the hand", async () => {
  const short = ref(true);
  const value = ref("");
  const wrapper = mount(defineComponent({
    setup() {
      provideShort(short);
      return () => [h(Field, { label: "范围", more: true, modelValue: value.value, "onUpdate:modelValue": (v: string) => (value.value = v) }), h(Field, { label: "标题", modelValue: "" })];
    },
  }));
  const seen = () => wrapper.findAll(".field").map((f) => f.get("label").text());
  expect(seen()).toEqual(["标题"]);
  short.value = false;
  await nextTick();
  value.value = "全市";
  await nextTick();
  short.value = true;
  await nextTick();
  expect(seen(), "what says something stays").toEqual(["范围", "标题"]);
  value.value = "";
  await nextTick();
  expect(seen()).toEqual(["范围", "标题"]);
});

it("a talk says which notebook it goes in, and in words when there is none", async () => {
  const content = { step: "S05", candidates: [], participants: [], body: { kind: "notebook" } } as never;
  const book = { id: 3, revision: 1, created_at: "", content: { number: "2026-02", unit: "", holder: "欧阳震华", opened: "2026-01-01", closed: null, note: "" } };
  const shown = async (books: object[], usual: number | null) => {
    answering({ "notebook.choose": () => ({ books, usual }) as never });
    const wrapper = mount(BookChoice, { global: { plugins: [router()], stubs: { Control: true } }, props: { modelValue: null, content } });
    await flushPromises();
    return wrapper.text();
  };
  expect(await shown([], null)).toContain("还没有启用的专用笔记本");
  expect(await shown([book], null)).toContain("都没有正在用的笔记本");
  expect(await shown([book], 3)).toContain("保存后编入这一本的下一页");
});
