// The fields of a person in the groups of the 干部任免审批表.
import type { Finding, PersonContent } from "../../ipc";
import type { Fact } from "../../use/describe";
import { longestGlyphNote } from "../../ipc/words";
import { monthWords } from "../../parts/month";

type Key = { [K in keyof PersonContent]-?: PersonContent[K] extends string ? K : never }[keyof PersonContent];
export interface PersonField {
  key: Key;
  label: string;
  width: "w2" | "w3" | "w4" | "w6" | "w8" | "";
  hint?: string;
  area?: number;
  required?: boolean;
  suggestions?: readonly string[];
}

export const groups: readonly { title: string; fields: readonly PersonField[] }[] = [
  {
    title: "基本情况",
    fields: [
      { key: "name", label: "姓名", width: "w3", required: true },
      { key: "sex", label: "性别", width: "w3", suggestions: ["男", "女"] },
      { key: "born", label: "出生年月", width: "w3", hint: "如 197503" },
      { key: "ethnicity", label: "民族", width: "w3" },
      { key: "native_place", label: "籍贯", width: "w3" },
      { key: "birthplace", label: "出生地", width: "w3" },
      { key: "joined_party", label: "入党时间", width: "w3", hint: "非中共党员写党派名称" },
      { key: "political_status", label: "政治面貌", width: "w3", hint: "空着时按入党时间推断" },
      { key: "started_work", label: "参加工作时间", width: "w3", hint: "如 199608" },
      { key: "health", label: "健康状况", width: "w3", suggestions: ["健康", "一般", "较差"] },
      { key: "technical_title", label: "专业技术职务", width: "w3" },
      { key: "speciality", label: "熟悉专业有何专长", width: "w3" },
      { key: "id_number", label: "身份证号", width: "w6", hint: "敏感信息，默认不印在任何表上" },
    ],
  },
  {
    title: "学历学位",
    fields: [
      { key: "fulltime_education", label: "全日制教育：学历", width: "w3" },
      { key: "fulltime_school", label: "毕业院校系及专业（学历）", width: "w3" },
      { key: "fulltime_degree", label: "全日制教育：学位", width: "w3" },
      { key: "fulltime_degree_school", label: "毕业院校系及专业（学位）", width: "w3" },
      { key: "inservice_education", label: "在职教育：学历", width: "w3" },
      { key: "inservice_school", label: "毕业院校系及专业（学历）", width: "w3" },
      { key: "inservice_degree", label: "在职教育：学位", width: "w3" },
      { key: "inservice_degree_school", label: "毕业院校系及专业（学位）", width: "w3" },
    ],
  },
  {
    title: "职务",
    fields: [
      { key: "current_post", label: "现任职务", width: "w8" },
      { key: "current_post_since", label: "任现职时间", width: "w4", hint: "如 202306" },
      { key: "proposed_post", label: "拟任职务", width: "w6" },
      { key: "removed_post", label: "拟免职务", width: "w6" },
    ],
  },
  {
    title: "简历与考核",
    fields: [
      { key: "resume", label: "简历", width: "", area: 8, hint: "一行一段经历" },
      { key: "rewards", label: "奖惩情况", width: "w6", area: 3 },
      { key: "appraisals", label: "年度考核结果", width: "w6", area: 3 },
      { key: "reason", label: "任免理由", width: "", area: 3 },
    ],
  },
  {
    title: "呈报",
    fields: [
      { key: "reporting_unit", label: "呈报单位", width: "w6" },
      { key: "age_reckoned_at", label: "计算年龄时间", width: "w3" },
      { key: "filled_at", label: "填表时间", width: "w3" },
      { key: "filled_by", label: "填表人", width: "w3" },
    ],
  },
];

export function blankPerson(): PersonContent {
  const person = { family: [], photo: "", source: "" } as unknown as PersonContent;
  for (const g of groups) for (const f of g.fields) person[f.key] = "";
  return person;
}

const months: ReadonlySet<string> = new Set(["born", "joined_party", "started_work", "current_post_since"]);
/** A field as it is shown: months as they print. */
export const fieldWords = (key: string, text: string): string => (months.has(key) ? monthWords(text) : text);

/** A field refused, with what stood there then. */
export interface PersonFault {
  /** As the form calls it. */
  field: string;
  message: string;
  stood: string;
}
const LINE = /^家庭成员第 (\d+) 行/;
function standsAt(person: PersonContent, field: string): string {
  const line = LINE.exec(field);
  const own = groups.flatMap((g) => g.fields).find((f) => f.label === field);
  return line ? JSON.stringify(person.family[Number(line[1]) - 1] ?? null) : own ? person[own.key] : JSON.stringify(person);
}
/** What the host refuses, by the fields of the form; the papers call the birth of a relative otherwise. */
export const faultsOf = (found: readonly Finding[], person: PersonContent): PersonFault[] =>
  found.map((f) => {
    const field = (f.place.field ?? "姓名").replace(/^(家庭成员.*)出生日期$/, "$1出生年月");
    return { field, message: `${f.message}；${f.remedy}`, stood: standsAt(person, field) };
  });
/** Those that still stand as they were refused. */
export const standing = (faults: readonly PersonFault[], person: PersonContent): PersonFault[] => faults.filter((f) => f.stood === standsAt(person, f.field));

/** Why a 造字说明 is not taken; empty when it is. */
export function noteFault(note: string): string {
  const length = [...note.trim()].length;
  return length > longestGlyphNote ? `造字说明最多 ${longestGlyphNote} 个字，现在有 ${length} 个字` : "";
}

/** What the form of a person shows, as names and values. */
export function personFacts(person: PersonContent): Fact[] {
  const family = person.family.map((m) => [m.relation, m.name, monthWords(m.born), m.political_status, m.employer].filter(Boolean).join(" "));
  return [
    ...groups.flatMap((g) => g.fields).map((f) => ({ label: f.label, value: fieldWords(f.key, person[f.key]) })),
    { label: "家庭主要成员及重要社会关系", value: family.join("\n") },
    ...(person.glyph_notes?.length ? [{ label: "造字说明", value: person.glyph_notes.map((n) => `“${n.character}”印作〔${n.note}〕`).join("\n") }] : []),
  ];
}
