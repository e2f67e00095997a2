// A draft is known by the first words somebody wrote, not by what the form held before.
import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { expect, it } from "vitest";
import { emptyPlace, useDraft } from "../src/use/draft";
import { useUnsaved } from "../src/use/unsaved";
import { firstWords } from "../src/use/written";
import { answering } from "./host";

const cases: { [name: string]: [before: unknown, now: unknown, words: string] } = {
  最长的一段是正文: [{ place: "谈话室" }, { place: "谈话室", who: ["李明"], body: "群众对他的评价是踏实肯干，遇事不推诿" }, "群众对他的评价是踏实肯干，遇事不…"],
  原来就有的不算: [{ text: "按规定逐项核对有关情况，形成结论" }, { text: "按规定逐项核对有关情况，形成结论", name: "李明" }, "李明"],
  什么都没有写: [{ a: "原文" }, { a: "原文", n: 3, date: "2026-03-02" }, ""],
  文件的位置不是写的话: [null, { file: "/扫描件/第一批/谈话记录第一页.pdf", other: "C:\\扫描件\\一.pdf", name: "签到册" }, "签到册"],
  生僻字不拆开: [null, "𬀩".repeat(20), `${"𬀩".repeat(16)}…`],
  换行成空格: [null, "第一行\n第二行", "第一行 第二行"],
};
for (const [name, [before, now, words]] of Object.entries(cases)) it(name, () => expect(firstWords(before, now)).toBe(words));

it("草稿的名称带着写下的头几个字，装入时就有的不算", async () => {
  const calls = answering({ "draft.save": () => ({}) as never });
  const content = ref<{ asks: string; body: string } | null>(null);
  let settle!: () => void;
  let flush!: () => Promise<boolean>;
  mount(
    defineComponent(() => {
      const guard = useUnsaved(() => content.value, () => flush());
      const draft = useDraft(() => ({ key: "k", editor: "record", title: "第 5 步 谈心谈话", place: emptyPlace() }), () => content.value, () => guard.dirty.value);
      flush = draft.flush;
      settle = guard.settle;
      return () => h("p");
    }),
  );
  content.value = { asks: "记录谈话的时间、地点、对象和主要内容，逐人写明", body: "" };
  await flushPromises();
  settle();
  await flushPromises();
  content.value = { ...content.value, body: "本人服从组织安排" };
  await flush();
  expect(calls.map((c) => (c.request as { title: string }).title)).toEqual(["第 5 步 谈心谈话：本人服从组织安排"]);
});
