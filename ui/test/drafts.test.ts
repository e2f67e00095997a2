// By what one draft is told from another of the same title.
import { describe, expect, it } from "vitest";
import type { DraftHead } from "../src/ipc";
import { emptyPlace } from "../src/use/draft";
import { aboutOf, draftsTold, opening } from "../src/screens/drafts";
import { answering } from "./host";

const head = (key: string, batch: number | null, candidate: number | null = null): DraftHead => ({ key, editor: "record", title: "第 5 步 谈心谈话", place: emptyPlace({ batch, candidate, step: "S05" }), schema: 1, version: 1, saved_at: "2026-03-02T09:00:00" }) as unknown as DraftHead;
const talk = (text: string, candidates: number[] = []) => ({ content: { place: "市委组织部部务会议室（三楼东侧）", responsible: "市委组织部干部科", candidates, body: { kind: "notebook", speakers: [{ name: "谢东屏", post: "区委书记" }], text }, summary: "听取谢东屏同志意见。" }, reason: "" });

describe("草稿", () => {
  it("说开头几个字，不拿表上自己填好的地点、姓名来说", () => {
    expect(opening(talk("三名同志都熟悉城建工作，建议优先考虑欧阳静澜同志。"))).toBe("三名同志都熟悉城建工作，建议优先考虑欧阳…");
    expect(opening(talk(""))).toBe("听取谢东屏同志意见。");
    expect(opening({ reason: "票数已核", signer: "周敏" })).toBe("票数已核");
    expect(opening({ files: [{ path: "/甲.pdf" }] })).toBe("");
  });
  it("勾选的人选都算，没有勾选的看它开在谁的页上", () => {
    expect(aboutOf(head("a", 1, 9), talk("", [2, 3]))).toEqual([2, 3]);
    expect(aboutOf(head("a", 1, 9), talk(""))).toEqual([9]);
    expect(aboutOf(head("a", 1), null)).toEqual([]);
  });
  it("批次、人选、开头几个字；查不到的略去，不妨碍别的", async () => {
    const view = (name: string, people: [number, string][]) => ({ batch: { content: { name } }, candidates: people.map(([id, n]) => ({ candidate: { id }, name: n })) });
    answering({
      "draft.get": ({ key }) => (key === "c" ? Promise.reject(new Error("没有了")) : ({ content: key === "a" ? talk("踏实", [2]) : talk("先听取意见", [1, 2, 3, 4]) } as never)),
      "batch.get": ({ batch }) => (batch === 1 ? view("第三批", [[2, "何颖"]]) : view("第四批", [[1, "甲"], [2, "乙"], [3, "丙"], [4, "丁"]])) as never,
    });
    expect(await draftsTold([head("a", 1), head("b", 2), head("c", 2, 1), head("d", null)])).toEqual({ a: "第三批 · 何颖 · “踏实”", b: "第四批 · 甲、乙、丙等 4 人 · “先听取意见”", c: "第四批 · 甲", d: "“先听取意见”" });
  });
});
