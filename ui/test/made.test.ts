// Work that takes a while and is made to be looked at: it says how far it is, stops when told to, and when nobody waits for it.
import { flushPromises, mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { Book, CallOptions } from "../src/ipc";
import { CallError } from "../src/ipc/host";
import BookView from "../src/screens/notebook/BookView.vue";
import PrintPanel from "../src/screens/scans/PrintPanel.vue";
import { answering } from "./host";

/** A host that draws until it is told to stop, and remembers what it was told. */
function drawing(): { asked: string[]; stopped: string[] } {
  const seen = { asked: [] as string[], stopped: [] as string[] };
  const until = (name: string, options?: CallOptions): Promise<never> =>
    new Promise((_, reject) => {
      seen.asked.push(name);
      options?.onProgress?.({ words: "生成打印页，290 份", done: 250, total: 1000 });
      options?.signal?.addEventListener("abort", () => {
        seen.stopped.push(name);
        reject(new CallError("cancelled", "已停止生成", ""));
      });
    });
  answering({}, { bytes: (name, _, options) => until(name, options) });
  return seen;
}
const book = { id: 1, content: { number: "2026-01", unit: "", holder: "李明", opened: "2026-01-01", closed: null } } as unknown as Book;
const stop = (root: Element): HTMLButtonElement => [...root.querySelectorAll("button")].find((b) => b.textContent?.trim() === "停止")!;

it("装订本：看得见进度，按“停止”就停，并说已停止", async () => {
  const seen = drawing();
  const view = mount(BookView, { props: { book }, attachTo: document.body });
  await flushPromises();
  expect(document.body.textContent).toContain("生成打印页，290 份");
  expect(document.body.textContent).toContain("25%");
  stop(document.body).click();
  await flushPromises();
  expect(seen.stopped).toEqual(["notebook.book"]);
  expect(document.querySelector(".stopped")?.textContent).toContain("已停止生成");
  view.unmount();
});

it("打印待签：关上对话框，没画完的不再画；再开从头画，不留上次的话", async () => {
  const seen = drawing();
  const target = { record: 1, unsigned: true, entered_on: "2026-03-10", happened: null } as never;
  const view = mount(PrintPanel, { props: { batch: 1, targets: [target] }, attachTo: document.body });
  await flushPromises();
  const all = (): HTMLButtonElement => [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "打印全部待签")!;
  all().click();
  await flushPromises();
  expect(seen.asked).toEqual(["record.sheets"]);
  [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "关闭")!.click();
  await flushPromises();
  expect(seen.stopped).toEqual(["record.sheets"]);
  all().click();
  await flushPromises();
  expect(seen.asked).toHaveLength(2);
  expect(document.querySelector("[role='alert']")).toBeNull();
  view.unmount();
  expect(seen.stopped).toHaveLength(2);
});
