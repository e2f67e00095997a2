// The office's own 归档范围和保管期限表 on the screen: what is wrong is told at its line, what is sound is saved with a reason.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, expect, it, vi } from "vitest";
import type { FilingSaved, FilingTableView } from "../src/ipc";
import FilingEditor from "../src/screens/batch/FilingEditor.vue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: { render: () => null } }] });
const entry = (no: string, materials: string[]) => ({ no, scope: `范围${no}`, materials, retention: "永久", class: "", year: "办结" });
const view = { words: "《表》1.0版（建议，待批）", own: false, path: "/工作区/归档范围表.toml", digest: "ab".repeat(32), table: { name: "表", version: "1.0", status: "建议，待批", source: "拟稿", approved_by: "", approved_on: "", approval_no: "", entries: [entry("1", ["甲", "乙"]), entry("2", ["常委会、党组会记录"])] } } as unknown as FilingTableView;

it("asks for a reason, tells a fault at its line, and gives the materials one by one", async () => {
  let faulty = true;
  const asked = answering({
    "filing.save": () => (faulty ? { faults: [{ entry: 1, finding: { code: "T12", level: "error", message: "类别代码“zzb”不行", remedy: "例如 ZZB" } }], view } : { faults: [], view }) as unknown as FilingSaved,
  });
  const wrapper = mount(FilingEditor, { props: { view }, global: { plugins: [router] }, attachTo: document.body });
  await flushPromises();
  const save = (): void => [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "保存")?.click();
  save();
  await vi.waitFor(() => expect(document.body.textContent).toContain("请写明为什么改"), { timeout: 20_000 });
  const label = [...document.querySelectorAll("label")].find((l) => l.textContent?.startsWith("修改理由"));
  const reason = document.getElementById(label?.htmlFor ?? "") as HTMLInputElement;
  reason.value = "市档案局批准";
  reason.dispatchEvent(new Event("input"));
  await flushPromises();
  save();
  await vi.waitFor(() => expect(document.body.textContent).toContain("第 2 行（条款号 2）：类别代码“zzb”不行。例如 ZZB"), { timeout: 20_000 });
  expect(wrapper.emitted("saved")).toBeUndefined();
  faulty = false;
  save();
  await vi.waitFor(() => expect(wrapper.emitted("saved")).toHaveLength(1), { timeout: 20_000 });
  const request = asked.filter((a) => a.name === "filing.save").at(-1)?.request as { reason: string; from: string; table: { entries: { materials: string[] }[] } };
  expect([request.reason, request.from, ...request.table.entries.map((e) => e.materials)]).toEqual(["市档案局批准", view.digest, ["甲", "乙"], ["常委会、党组会记录"]]);
}, 60_000);
