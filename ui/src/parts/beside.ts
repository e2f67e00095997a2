// What the checks found beside the field it is about: whoever shows a form provides the findings, each field takes its own.
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { Finding } from "../ipc";

const key: InjectionKey<Ref<readonly Finding[]>> = Symbol("findings beside");

/** The checks name a field as the rules do, the form as it prints. */
const same: { readonly [field: string]: string } = {
  发生时间: "发生日期",
  结束时间: "结束日期",
  公示起日: "开始日期",
  公示止日: "结束日期",
  回函日期: "复函日期",
  发函日期: "去函日期",
  任职时间: "起算日期",
};
const plain = (field: string): string => (same[field] ?? field).replace(/(人数|票数)$/, "");

export function provideFindings(found: Ref<readonly Finding[]>): void {
  provide(key, found);
}

const about = (f: Finding, label: string): boolean => (f.place.field ?? "").split("、").some((part) => plain(part) === plain(label));
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
