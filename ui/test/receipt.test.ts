// What a receiver said, and what a wrong word costs: a receipt entered twice, a passphrase typed two ways, a password that opens nothing.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { HandoverView, PackReady } from "../src/ipc";
import { CallError } from "../src/ipc/host";
import NewPassphrase from "../src/screens/batch/NewPassphrase.vue";
import PackLook from "../src/screens/batch/PackLook.vue";
import HandingDialog from "../src/screens/media/HandingDialog.vue";
import SlipView from "../src/screens/media/SlipView.vue";
import UnwrapPart from "../src/screens/verify/UnwrapPart.vue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: { render: () => null } }] });
const slip = (corrected: HandoverView["content"]["corrected"], verdict: "accepted" | null): HandoverView =>
  ({ id: 1, revision: 3, state: verdict ? "accepted" : "checked", slip: [], content: { no: "JJ-1", from: "组织部", to: "档案馆", medium_number: "U-1", secrecy: "", group: "", volume: 1, volumes: 1, written_at: "2026-03-01T09:00:00+08:00", read_back: "", checks: [], handed: null, handed_before: [], receiver: verdict ? "孙晓梅" : "", received_at: verdict ? "2026-03-02" : "", corrected, packages: [{ seal_no: "Z-1", title: "综合卷", name: "Z-1", items: 1, bytes: 1, verdict, reason: "" }] } }) as unknown as HandoverView;

describe("a receipt that was entered", () => {
  it("asks why before another takes its place, and shows what stood before", async () => {
    const before = { receiver: "何颖", received_at: "2026-03-02", said: ["Z-1 退回（缺页）"], why: "登记时看错了行", corrected_at: "2026-03-03T09:30:00+08:00", corrected_by: "周敏" };
    const asked = answering(
      { "handover.get": () => slip([before], "accepted"), "handover.receive": () => ({ handover: slip([before], "accepted"), findings: [], taken: true }) },
      { pickFiles: () => Promise.resolve(["/来件/回执.json"]) },
    );
    const wrapper = mount(SlipView, { props: { id: 1 }, global: { plugins: [router] } });
    await flushPromises();
    expect(wrapper.text()).toContain("更正以前登记的");
    expect(wrapper.text()).toContain("何颖，2026-03-02：Z-1 退回（缺页）");
    expect(wrapper.text()).toContain("更正理由：登记时看错了行（周敏，2026-03-03 09:30）");
    await wrapper.get("input[id]:not([type=checkbox])").setValue("");
    const why = wrapper.findAll("label").find((l) => l.text().startsWith("更正理由"));
    await wrapper.get(`#${CSS.escape(why?.attributes("for") ?? "")}`).setValue("对方另发了回执");
    await wrapper.findAll("button").find((b) => b.text() === "导入回执文件")?.trigger("click");
    await flushPromises();
    expect(asked.find((a) => a.name === "handover.receive")?.request).toMatchObject({ path: "/来件/回执.json", why: "对方另发了回执" });
    expect(wrapper.text()).toContain("回执文件：/来件/回执.json");
  });
  it("is not asked about the first time", async () => {
    answering({ "handover.get": () => slip([], null) });
    const wrapper = mount(SlipView, { props: { id: 1 }, global: { plugins: [router] } });
    await flushPromises();
    expect(wrapper.text()).not.toContain("更正理由");
  });
});

describe("a handing over", () => {
  it("is not entered with the day before, while what stands in the field is no day", async () => {
    const now = slip([], null);
    const given = { ...now, content: { ...now.content, handed: { by: "周敏", on: "2026-03-11" } } } as HandoverView;
    const asked = answering({
      "date.read": ({ text }) => (text === "2026-03-11" ? { date: text, words: "2026年3月11日", mark: "", working: null, provisional: false, error: "" } : { date: null, words: "", mark: "", working: null, provisional: false, error: "没有这一天" }),
      "handover.hand": () => ({ handover: given, findings: [], taken: true }),
    });
    mount(HandingDialog, { props: { slip: given }, global: { plugins: [router] }, attachTo: document.body });
    await flushPromises();
    const write = async (label: string, text: string): Promise<void> => {
      const id = [...document.querySelectorAll("label")].find((l) => l.textContent?.startsWith(label))?.htmlFor ?? "";
      const input = document.getElementById(id) as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event("input"));
      await flushPromises();
    };
    await write("更正或撤回的理由", "记错了日子");
    await write("移交日期", "2026-02-30");
    const enter = [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "登记");
    enter?.click();
    await vi.waitFor(() => expect(document.body.textContent).toContain("没有这一天"), { timeout: 20_000 });
    await new Promise((done) => setTimeout(done, 50));
    expect(asked.some((a) => a.name === "handover.hand")).toBe(false);
    await write("移交日期", "2026-03-11");
    enter?.click();
    await vi.waitFor(() => expect(asked.find((a) => a.name === "handover.hand")?.request).toMatchObject({ handing: { by: "周敏", on: "2026-03-11" } }), { timeout: 20_000 });
  });
  it("stands on the slip, and what was entered before with its reason; it is taken back with a reason alone", async () => {
    const now = slip([], null);
    const handed = { ...now, state: "handed_over", content: { ...now.content, handed: { by: "周敏", on: "2026-03-02" }, handed_before: [{ handing: { by: "周敏", on: "2026-03-01" }, why: "记错了日子", corrected_at: "2026-03-03T09:30:00+08:00", corrected_by: "何颖" }] } } as HandoverView;
    const asked = answering({ "handover.get": () => handed, "handover.hand": () => ({ handover: now, findings: [], taken: true }) });
    const wrapper = mount(SlipView, { props: { id: 1 }, global: { plugins: [router] }, attachTo: document.body });
    await flushPromises();
    expect(wrapper.text()).toContain("周敏，2026-03-02");
    expect(wrapper.text()).toContain("移交：周敏，2026-03-01　更正理由：记错了日子（何颖，2026-03-03 09:30）");
    await wrapper.findAll("button").find((b) => b.text() === "更正移交")?.trigger("click");
    await flushPromises();
    const back = (): HTMLButtonElement | undefined => [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "撤回移交");
    back()?.click();
    await vi.waitFor(() => expect(document.body.textContent).toContain("请写明为什么"), { timeout: 20_000 });
    const why = [...document.querySelectorAll("label")].find((l) => l.textContent?.startsWith("更正或撤回的理由"));
    const field = document.getElementById(why?.htmlFor ?? "") as HTMLInputElement;
    field.value = "还没有送去";
    field.dispatchEvent(new Event("input"));
    await flushPromises();
    back()?.click();
    await vi.waitFor(() => expect(asked.find((a) => a.name === "handover.hand")?.request).toMatchObject({ id: 1, from_revision: 3, handing: null, why: "还没有送去" }), { timeout: 20_000 });
  });
});

describe("words that open something", () => {
  it("typed two ways, it is said while they are typed", async () => {
    answering({ "seal.judge_passphrase": () => ({ strength: "good", words: "好" }) });
    const wrapper = mount(NewPassphrase, { props: { label: "封签口令", hint: "", modelValue: "春江花月夜里" } });
    const again = wrapper.findAll("input")[1]!;
    await again.setValue("春江");
    expect(wrapper.text()).not.toContain("不同");
    await again.setValue("春风");
    expect(wrapper.text()).toContain("两次输入的口令不同");
    await again.setValue("春江花月夜里");
    expect(wrapper.text()).not.toContain("不同");
  });
  it("a wrong one is told at its field, and a right one does not stay there", async () => {
    let right = false;
    answering({
      "package.unwrap": () => {
        if (!right) throw new CallError("password", "口令不对，打不开封套“路上.zip”", "请核对后重输");
        return { path: "/收到/包" };
      },
    });
    const wrapper = mount(UnwrapPart, { global: { plugins: [router] } });
    const [path, folder, word] = wrapper.findAll("input");
    await path?.setValue("/路上.zip");
    await folder?.setValue("/收到");
    await word?.setValue("不是这个口令");
    await wrapper.get("form").trigger("submit");
    await flushPromises();
    expect(wrapper.get(`#${CSS.escape(word?.attributes("aria-describedby")?.split(" ").find((i) => i.endsWith("-error")) ?? "")}`).text()).toContain("口令不对");
    right = true;
    await wrapper.get("form").trigger("submit");
    await flushPromises();
    expect(wrapper.text()).toContain("已取出并核对无误：/收到/包");
    expect((word?.element as HTMLInputElement).value).toBe("");
  });
});

it("a folder that is not there yet is named before anything is sealed", () => {
  const look = (new_folder: boolean) => mount(PackLook, { props: { folder: "/nowhere/x", ready: { volumes: [], originals: 0, errors: 0, clock: "", new_folder } as PackReady } }).text();
  expect(look(true)).toContain("现在没有“/nowhere/x”这个文件夹");
  expect(look(false)).not.toContain("文件夹");
});
