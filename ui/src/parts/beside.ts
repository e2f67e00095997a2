// What the checks found beside the field it is about: whoever shows a form provides the findings, each field takes its own.
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { Finding } from "../ipc";

const key: InjectionKey<Ref<readonly Finding[]>> = Symbol("findings beside");

/** The checks name a field as the rules do, the forms as they print; where several forms have it, each by its own label. */
const labels: { readonly [field: string]: readonly string[] } = {
  发生时间: ["发生日期"],
  日期: ["发生日期"],
  结束时间: ["结束日期"],
  录入时间: ["补录理由"],
  人选: ["勾选这条记录涉及的人选"],
  公示起日: ["开始日期"],
  公示止日: ["结束日期"],
  发布日期: ["开始日期"],
  回函日期: ["复函日期"],
  批复日期: ["复函日期"],
  发函日期: ["去函日期"],
  发往单位种类: ["对方类别"],
  协管方意见: ["复函意见"],
  统战意见: ["复函意见"],
  事前报告: ["答复"],
  报告事由: ["事前报告事由"],
  任职时间: ["起算日期"],
  得票: ["各人得票", "各档票数", "表决"],
  分项测评: ["测评表"],
  表决效力: ["发出", "收回"],
  得票率: ["各人得票", "各档票数"],
  名次: ["各人得票"],
  表决结果: ["各人得票", "表决", "结果"],
  任用决定: ["结果", "决议"],
  结论: ["结论", "决议"],
  审核: ["逐项核对"],
  纪检: ["逐项核对"],
  双签字: ["签名"],
  不得列为考察对象: ["不得列为考察对象的情形"],
  推荐凭据: ["初始提名"],
  考察组成员: ["考察组"],
  正文: ["内容要点", "其它内容"],
  试用期: ["试用期及期满考核"],
  签收: ["向本人反馈并签收"],
  会议: ["会议名称", "决定机关"],
  谈话人: ["参加人"],
  参加人: ["参加人", "参会人员"],
  缺席: ["缺席", "参会人员"],
  回避: ["参会人员", "参加人", "考察组"],
  发言次序: ["逐人意见"],
  上会名单: ["会前印发上会名单，即上面涉及的人选"],
  复议: ["属于复议"],
};
/** Without what a label adds in brackets, and without what a number counts. */
const plain = (words: string): string => words.replace(/（[^（）]*）$/, "").replace(/(人数|票数)$/, "");
/** Does a finding about `field` stand beside the field of this label? */
export const meets = (field: string, label: string): boolean => field !== "" && label !== "" && (labels[field] ?? [field]).some((name) => name === label || plain(name) === plain(label));

export function provideFindings(found: Ref<readonly Finding[]>): void {
  provide(key, found);
}

const about = (f: Finding, label: string): boolean => (f.place.field ?? "").split("、").some((part) => meets(part, label));
const distinct = (f: Finding, i: number, all: readonly Finding[]): boolean => all.findIndex((x) => x.level === f.level && x.message === f.message) === i;
/** `第 12 步《召开会议投票推荐》的记录（2026年3月2日，记录7，李明）：` as a message begins that is about one record; a name may itself hold brackets. */
const RECORD = /^[^：，（《]*(?:《[^》]*》)?的(?:本条)?记录（(?:[^（）]|（[^（）]*）)*）：?/;
/** What is said, without the name of the record one is looking at. */
export const said = (f: Finding): string => f.message.replace(RECORD, "");

/** Names of several people in one line. */
const names = (all: readonly string[]): string => (all.length > 4 ? `${all.slice(0, 3).join("、")}等 ${all.length} 人` : all.join("、"));

/** What is said of several people in the same words, once and with all their names. */
export function together(found: readonly Finding[], nameOf: (candidate: number) => string | undefined): Finding[] {
  const groups = new Map<string, { first: Finding; whole: string; people: string[] }>();
  for (const f of found) {
    const name = f.place.candidate === null ? undefined : nameOf(f.place.candidate);
    const whole = name ? f.message.split(name).join("\u0000") : f.message;
    const key = JSON.stringify([f.code, f.level, f.place.record, f.place.step, f.place.field, whole, f.remedy, f.other, f.waiver?.covers ?? false]);
    const known = groups.get(key);
    if (!known) groups.set(key, { first: f, whole, people: name ? [name] : [] });
    else if (name && !known.people.includes(name)) known.people.push(name);
  }
  return [...groups.values()].map(({ first, whole, people }) => (people.length > 1 ? { ...first, message: whole.includes("\u0000") ? whole.split("\u0000").join(names(people)) : `${whole}（${names(people)}）` } : first));
}

/** The findings about any of these labels, each once; the fields within show them no more. */
export function gatherFindings(labels: () => readonly string[]): ComputedRef<readonly Finding[]> {
  const found = inject(key, null);
  const mine = (f: Finding): boolean => labels().some((label) => about(f, label));
  provide(key, computed(() => (found?.value ?? []).filter((f) => !mine(f))));
  return computed(() => (found?.value ?? []).filter(mine).filter(distinct));
}

/** The findings about the field of this label, or where two bear the same one about that the checks know by this name; what is said of several people alike once; outside any form none. */
export function useBeside(label: () => string, known: () => string | undefined = () => undefined): ComputedRef<readonly Finding[]> {
  const found = inject(key, null);
  const mine = (f: Finding): boolean => (known() ? (f.place.field ?? "").split("、").includes(known()!) : about(f, label()));
  return computed(() => (found?.value ?? []).filter(mine).filter(distinct));
}
