// A change that crossed another: what differs is told, nothing typed is lost, and both ways on lead from the newest revision.
import { describe, expect, test } from "vitest";
import { CallError } from "../src/ipc";
import { differing, useStale } from "../src/use/stale";

interface Note {
  words: string;
  place: string;
  file: string;
}
const stale = new CallError("stale", "岗位 1 已有新的改动", "");

function made() {
  const form: Note = { words: "原来的", place: "一楼", file: "旧" };
  const it = useStale<Note>({
    fetch: () => Promise.resolve({ revision: 3, content: { words: "别人写的", place: "二楼", file: "新" } }),
    facts: (n) => [
      { label: "内容", value: n.words },
      { label: "地点", value: n.place },
    ],
    mine: () => form,
    put: (n) => Object.assign(form, n),
  });
  it.begin(1, form);
  form.words = "我写的";
  return { form, it };
}

describe("改动相遇", () => {
  test("只列出不同的栏目", () => {
    const fact = (label: string, value: string) => ({ label, value });
    const [latest, form] = [[fact("甲", "1"), fact("乙", "2")], [fact("甲", "1"), fact("乙", "3"), fact("丙", "4")]];
    expect(differing(latest, form, form)).toEqual([
      { label: "乙", latest: "2", kept: "3" },
      { label: "丙", latest: "", kept: "4" },
    ]);
  });

  test("别的错误不理会", async () => {
    const { it } = made();
    await it.look(new CallError("invalid", "没有填写", ""));
    await it.look(null);
    expect(it.latest.value).toBeNull();
  });

  test("保留自己的：改过的不动，没动过的跟着最新，改从最新版本算起", async () => {
    const { form, it } = made();
    await it.look(stale);
    expect(it.lines.value).toEqual([
      { label: "内容", latest: "别人写的", kept: "我写的" },
      { label: "地点", latest: "二楼", kept: "二楼" },
    ]);
    expect(form).toEqual({ words: "我写的", place: "一楼", file: "旧" });
    it.keep();
    expect([form, it.from.value, it.latest.value]).toEqual([{ words: "我写的", place: "二楼", file: "新" }, 3, null]);
  });

  test("改用最新：整个换成最新内容，再有人改也还拦得住", async () => {
    const { form, it } = made();
    await it.look(stale);
    it.take();
    expect([form, it.from.value]).toEqual([{ words: "别人写的", place: "二楼", file: "新" }, 3]);
    form.place = "三楼";
    await it.look(stale);
    it.keep();
    expect(form).toEqual({ words: "别人写的", place: "三楼", file: "新" });
  });
});
