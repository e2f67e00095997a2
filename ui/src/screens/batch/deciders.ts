// The lists of a batch (members of the deciding body, 回避 relations, 事前报告 reasons) as they are saved and as they are told.
import type { BatchContent } from "../../ipc";
import type { Fact } from "../../use/describe";

/** Without lines nobody is named in. */
export const tidyLists = (content: BatchContent): BatchContent => ({
  ...content,
  members: (content.members ?? []).filter((m) => m.name.trim()),
  relations: (content.relations ?? []).filter((r) => r.one.trim() || r.other.trim()),
});

export const listFacts = (content: BatchContent): Fact[] => [
  { label: "成员名单", value: (content.members ?? []).map((m) => [m.name, m.post, m.body, m.principal ? "主要负责人" : ""].filter(Boolean).join("，")).join("\n") },
  { label: "应回避的关系", value: (content.relations ?? []).map((r) => `${r.one}与${r.other}：${r.kind}`).join("\n") },
  { label: "整批须事前报告的事由", value: (content.report_reasons ?? []).join("、") },
];

/** A post without a name would go with the line unseen. */
export const namelessMember = (content: BatchContent): string => {
  const line = (content.members ?? []).find((m) => !m.name.trim() && m.post.trim());
  return line ? `成员名单里，职务“${line.post.trim()}”的那一行没有姓名，请写上或删去这一行` : "";
};

/** A relation between fewer than two people tells nobody to stand back. */
export const halfRelation = (content: BatchContent): string => {
  const nobody = (content.relations ?? []).find((r) => !r.one.trim() && !r.other.trim() && r.kind.trim());
  if (nobody) return `应回避的关系里，写了“${nobody.kind.trim()}”的那一行没有写是谁和谁，请写上或删去这一行`;
  const half = (content.relations ?? []).find((r) => Boolean(r.one.trim()) !== Boolean(r.other.trim()));
  return half ? `应回避的关系里，${half.one.trim() || half.other.trim()}与谁有关系没有写，请写上或删去这一行` : "";
};
