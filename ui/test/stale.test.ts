// A change that crossed another: what differs is told, nothing typed is lost, and both ways on lead from the newest revision.
import { describe, expect, test } from "vitest";
import { CallError } from "../src/ipc";
import { differing, useStale } from "../src/use/stale";

interface Note {
  words: string;
  file: string;
}
const stale = new CallError("stale", "岗位 1 已有新的改动", "");

function made() {
  const form: Note = { words: "我写的", file: "旧" };
  const it = useStale<Note>({
    from: 1,
    fetch: () => Promise.resolve({ revision: 3, content: { words: "别人写的", file: "新" } }),
    facts: (n) => [{ label: "内容", value: n.words }],
    mine: () => form,
    put: (n) => Object.assign(form, n),
    carry: ({ file }) => (form.file = file),
  });
  return { form, it };
}

describe("改动相遇", () => {
  test("只列出不同的栏目", () => {
    const fact = (label: string, value: string) => ({ label, value });
    expect(differing([fact("甲", "1"), fact("乙", "2")], [fact("甲", "1"), fact("乙", "3"), fact("丙", "4")])).toEqual([
      { label: "乙", latest: "2", mine: "3" },
      { label: "丙", latest: "", mine: "4" },
    ]);
  });

  test("别的错误不理会", async () => {
    const { it } = made();
    await it.look(new CallError("invalid", "没有填写", ""));
    await it.look(null);
    expect(it.latest.value).toBeNull();
  });

  test("保留自己的：填的不动，看不见的跟着最新，改从最新版本算起", async () => {
    const { form, it } = made();
    await it.look(stale);
    expect(it.lines.value).toEqual([{ label: "内容", latest: "别人写的", mine: "我写的" }]);
    expect(form.words).toBe("我写的");
    it.keep();
    expect([form.words, form.file, it.from.value, it.latest.value]).toEqual(["我写的", "新", 3, null]);
  });

  test("改用最新：整个换成最新内容", async () => {
    const { form, it } = made();
    await it.look(stale);
    it.take();
    expect([form.words, form.file, it.from.value]).toEqual(["别人写的", "新", 3]);
  });
});
