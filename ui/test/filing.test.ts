// A note filed into a step: what its record says of the step is seen before it is said, and nothing is said for whoever signed the note.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NotebookEntry } from "../src/ipc";
import FileNote from "../src/screens/notebook/FileNote.vue";
import { forgetProcedures } from "../src/use/catalogue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
beforeEach(forgetProcedures);
const note = (category: string, change: object = {}): NotebookEntry => {
  const body = { kind: "notebook", category, text: "建议重视基层经历。", speakers: [{ name: "周敏", post: "", role: "谈话对象" }], visited: "" };
  return { seq: 3, note: 7, category, signed: false, content: { step: "", candidates: [], summary: "", participants: [], signatures: [], body, ...change } } as unknown as NotebookEntry;
};
async function filing(entry: NotebookEntry) {
  const asked = answering({
    "batch.list": () => [{ batch: { id: 1, content: { name: "第三批" } } }] as never,
    "batch.get": () => ({ candidates: [] }) as never,
    "catalogue.get": () => ({ catalogue: { items: [], stages: [], requirements: [], steps: [{ key: "S05", name: "听取意见", records: ["notebook"] }] } }) as never,
    "draft.list": () => [{ key: "dialog-file-note-7" }] as never,
    "draft.get": () => ({ content: { batch: 1, step: "S05", chosen: [] } }) as never,
    "draft.save": () => ({}) as never,
    "draft.discard": () => ({}) as never,
    "notebook.file": () => ({}) as never,
  });
  const wrapper = mount(FileNote, { attachTo: document.body, props: { book: 1, entry }, global: { stubs: { teleport: true, ElSelect: true } } });
  await flushPromises();
  const words = () => wrapper.find<HTMLTextAreaElement>("textarea");
  const file = async () => {
    await wrapper.findAll("button").find((b) => b.text() === "归入")!.trigger("click");
    await flushPromises();
    return (asked.find((a) => a.name === "notebook.file")?.request as { summary?: string } | undefined)?.summary;
  };
  return { words, file };
}

describe("操作情况 of a note filed into a step", () => {
  it("stands to be read and changed, and what is read is what is written", async () => {
    const { words, file } = await filing(note("听取意见"));
    expect(words().element.value).toBe("听取周敏同志意见。");
    await words().setValue("同周敏同志谈话，听取对基层经历的意见。");
    expect(await file()).toBe("同周敏同志谈话，听取对基层经历的意见。");
  });
  it("is drafted only where the kind of note makes it true", async () => {
    for (const category of ["研究方案", "征求意见", "其它"]) {
      const { words, file } = await filing(note(category));
      expect([category, words().element.value, await file()]).toEqual([category, "", ""]);
    }
  });
  it("is not written for a note that is signed, nor for one that has its own", async () => {
    const signed = await filing(note("听取意见", { signatures: [{ name: "周敏", role: "谈话对象", date: "2026-03-05", mode: "scanned" }] }));
    expect([signed.words().exists(), await signed.file()]).toEqual([false, ""]);
    const own = await filing(note("听取意见", { summary: "听取了意见。" }));
    expect([own.words().exists(), await own.file()]).toEqual([false, ""]);
  });
});
