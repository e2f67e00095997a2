// Lists a review may start from. What a rule names comes from the packs of the batch; each line is data in the record afterwards and
// may be changed there.
import type { ReviewItem, ReviewTopic, Rules } from "../../ipc";
import { suggestions } from "../../ipc/words";
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

/** What an item of each kind can come out as: what is in order first, then what is not. Another word that stands already is kept. */
const results: { readonly [topic in ReviewTopic]: readonly [sound: readonly string[], wrong: readonly string[]] } = {
  archive: [["通过"], ["不通过"]],
  // R37: 一致、漏报、瞒报; 基本一致 by the rules of handling what was found (2017).
  assets: [["一致", "基本一致"], ["漏报", "瞒报"]],
  discipline: [["未发现问题"], ["有问题"]],
  petition: [["无反映", "已查结"], ["未查结"]],
  file_facts: [["一致"], ["不一致"]],
  qualification: [["符合"], ["不符合"]],
  audit: [["未发现问题"], ["有问题"]],
  ability_test: [["合格"], ["不合格"]],
  joint_units: [["无不同意见"], ["有不同意见"]],
  bar: [[], []],
  other: [["通过"], ["不通过"]],
};
/** A line laid out by the catalogue, or typed, says by its name what it is. */
const byName: readonly (readonly [RegExp, ReviewTopic])[] = [
  [/档案/, "archive"], [/个人(有关)?事项/, "assets"], [/纪检/, "discipline"], [/信访/, "petition"], [/审计/, "audit"], [/联席/, "joint_units"], [/测试/, "ability_test"],
];
const topicFor = (item: ReviewItem): ReviewTopic => (item.topic && item.topic !== "other" ? item.topic : (byName.find(([name]) => name.test(item.name))?.[1] ?? "other"));
export const resultsOf = (item: ReviewItem): readonly string[] => suggestions[`result.${bare(item.name)}`] ?? results[topicFor(item)].flat();

/** `words` says it, and not that it is not so: 漏报房产一套, but not 无漏报. */
const says = (words: string, what: string): boolean => {
  const at = words.indexOf(what);
  return at >= 0 && !/(无|未|没有|不存在|不属于|非)[^，。；]{0,6}$/.test(words.slice(0, at));
};

/** Where the outcome of an item and what is written of it, beside it or in the conclusion, cannot both be so. */
export function contradictions(items: readonly ReviewItem[], conclusion: string): string[] {
  return items.flatMap((item) => {
    const topic = topicFor(item);
    const [sound, wrong] = results[topic];
    const name = item.name || "未写事项";
    const told: [string, string][] = [["说明", item.explanation], ["结论", conclusion]];
    if (sound.includes(item.result)) {
      // 不通过 in the conclusion may be of another item; what only this kind can come out as is of this one.
      return told.flatMap(([where, words], i) => {
        const found = wrong.find((w) => says(words, w) && (i === 0 || topic === "assets"));
        return found ? [`${name}：结果是“${item.result}”，${where}写“${found}”`] : [];
      });
    }
    if (!wrong.includes(item.result)) return [];
    const clean = /(均|都|全部|各项)[^，。；不]{0,4}(通过|一致|无问题|合格|符合)/.exec(conclusion)?.[0];
    const open = sound.find((w) => item.explanation.trim().replace(/。$/, "") === w);
    return [...(open ? [`${name}：结果是“${item.result}”，说明写“${open}”`] : []), ...(clean ? [`${name}：结果是“${item.result}”，结论写“${clean}”`] : [])];
  });
}

/** 干部档案审核（三龄两历一身份） is 干部档案审核. */
const bare = (name: string): string => name.trim().replace(/（[^（）]*）$/, "");
/** The lines of a list that are not there yet, whatever is added to their names in brackets. */
export const lackingOf = (list: ReviewList, items: readonly ReviewItem[]): string[] => list.items.filter((name) => !items.some((i) => bare(i.name) === bare(name)));

/** Whether a line is of what the rules ask for by this word. */
export const isOf = (item: ReviewItem, word: string): boolean => item.name.trim() !== "" && (item.topic === topicOf[word] || bare(item.name) === titleFor(word));
/** What is still wanting of what the rules ask for by name: lines that are not there, and lines not filled in. */
export function wantingOf(words: readonly string[], items: readonly ReviewItem[]): string[] {
  return words.flatMap((word) => {
    const of = items.filter((i) => isOf(i, word));
    const open = of.filter((i) => !i.result || !i.date || !i.reviewer.trim());
    return of.length ? open.map((i) => i.name) : [`${titleFor(word)}（没有列出）`];
  });
}

/** Lists of the field that no rule words one by one. */
const plain: readonly ReviewList[] = [
  { name: "三龄两历一身份", topic: "file_facts", items: ["年龄", "工龄", "党龄", "学历", "工作经历", "干部身份"] },
  { name: "资格条件", topic: "qualification", items: ["工龄", "基层工作经历", "任职年限", "下一级两个以上职位任职经历", "学历", "培训", "党龄", "身体条件"] },
  { name: "经济责任审计", topic: "audit", items: ["经济责任审计"] },
];

/** Lists an office may begin a review with beside those: by their names in the data. */
const offered: readonly ReviewList[] = Object.entries(suggestions).flatMap(([key, items]) => (key.startsWith("review.") ? [{ name: key.slice(7), topic: "other" as const, items }] : []));

/** What must be looked at, as a line of it is called. */
export const titleFor = (word: string): string => titleOf[word] ?? word;

export function reviewLists(rules: Rules | null): readonly ReviewList[] {
  const must = (ruleOf(rules, "V17")?.words("topics") ?? []).filter((word) => topicOf[word]);
  const bars = ruleOf(rules, "V12")?.words("bars") ?? [];
  const title = titleFor;
  return [
    ...(must.length
      ? [{ name: "凡提四必", topic: "other" as const, items: must.map(title), topics: Object.fromEntries(must.map((word) => [title(word), topicOf[word]!])) }]
      : []),
    ...(bars.length ? [{ name: "不得列为考察对象的情形", topic: "bar" as const, items: bars }] : []),
    ...plain,
    ...offered,
  ];
}
