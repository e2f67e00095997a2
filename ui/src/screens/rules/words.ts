// The words by which a pack is shown and edited.
import type { Level, PackCheck, ParameterInfo, RulesView } from "../../ipc";
import { levelWords } from "../../strings/zh";

export const sourceWords: { readonly [source: string]: string } = {
  S: "公开文本",
  recalled: "未逐字核到",
  proposed: "本程序拟定",
  local: "地方办法",
};
export const levelOptions = (["error", "warning", "note"] as Level[]).map((value) => ({ value, label: levelWords[value] }));
export const sourceOptions = Object.entries(sourceWords).map(([value, label]) => ({ value, label }));

export const checkName = (rules: RulesView, code: string): string => rules.checks.find((c) => c.code === code)?.name ?? "";
export const parametersOf = (rules: RulesView, code: string): readonly ParameterInfo[] => rules.parameters.filter((p) => p.code === code);
export function valueWords(value: number | string[] | undefined): string {
  if (value === undefined) return "随条例版本";
  return Array.isArray(value) ? value.join("、") || "无" : String(value);
}
/** Every number of a check with what it means, in the order the program lists them. */
export function numbers(rules: RulesView, check: PackCheck): { about: string; value: string }[] {
  return parametersOf(rules, check.code).flatMap((p) => (p.name in check.parameters ? [{ about: p.about, value: valueWords(check.parameters[p.name]) }] : []));
}
