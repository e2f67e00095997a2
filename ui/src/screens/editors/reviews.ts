// Lists a review may start from. What a rule names comes from the packs of the batch; each line is data in the record afterwards and
// may be changed there.
import type { ReviewTopic, Rules } from "../../ipc";
import { ruleOf } from "../../use/rules";

export interface ReviewList {
  name: string;
  topic: ReviewTopic;
  items: readonly string[];
  /** Where lines of one list answer to different rules. */
  topics?: { readonly [item: string]: ReviewTopic };
}

/** The words by which the packs name what must be looked at, as the records file it. */
export const topicOf: { readonly [word: string]: ReviewTopic } = {
  档案: "archive",
  个人事项: "assets",
  纪检: "discipline",
  信访: "petition",
  审计: "audit",
  联席单位: "joint_units",
  素质测试: "ability_test",
};
const titleOf: { readonly [word: string]: string } = {
  档案: "干部档案审核",
  个人事项: "个人有关事项报告查核",
  纪检: "纪检监察机关意见",
  信访: "信访举报查核",
  审计: "经济责任审计",
  联席单位: "联席单位意见",
  素质测试: "素质能力测试",
};

/** Lists of the field that no rule words one by one. */
const plain: readonly ReviewList[] = [
  { name: "三龄两历一身份", topic: "file_facts", items: ["年龄", "工龄", "党龄", "学历", "工作经历", "干部身份"] },
  { name: "资格条件", topic: "qualification", items: ["工龄", "基层工作经历", "任职年限", "下一级两个以上职位任职经历", "学历", "培训", "党龄", "身体条件"] },
  { name: "经济责任审计", topic: "audit", items: ["经济责任审计"] },
];

export function reviewLists(rules: Rules | null): readonly ReviewList[] {
  const must = (ruleOf(rules, "V17")?.words("topics") ?? []).filter((word) => topicOf[word]);
  const bars = ruleOf(rules, "V12")?.words("bars") ?? [];
  const title = (word: string) => titleOf[word] ?? word;
  return [
    ...(must.length
      ? [{ name: "凡提必核", topic: "other" as const, items: must.map(title), topics: Object.fromEntries(must.map((word) => [title(word), topicOf[word]!])) }]
      : []),
    ...(bars.length ? [{ name: "不得列为考察对象的情形", topic: "bar" as const, items: bars }] : []),
    ...plain,
  ];
}
