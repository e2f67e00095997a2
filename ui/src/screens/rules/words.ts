// The words by which a pack is shown and edited.
import type { Label, Level, PackCheck, ParameterInfo, RulesView, SituationInfo } from "../../ipc";
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
/** Where a number comes from and whether anybody confirmed it: one wording wherever it stands. */
export const labelWords = (of: { source: string; confirmed: boolean }): string => `${sourceWords[of.source] ?? of.source} · ${of.confirmed ? "已确认" : "待核"}`;
/** The label of a number: its own, else the check's. */
export const labelOf = (check: PackCheck, name: string): Label => check.sources[name] ?? { source: check.source, confirmed: check.confirmed, basis: "" };
export const situationsOf = (rules: RulesView, code: string): readonly SituationInfo[] => rules.situations.filter((s) => s.code === code);
/** Every number of a check with what it means and where it comes from, in the order the program lists them. */
export function numbers(rules: RulesView, check: PackCheck): { about: string; value: string; label: Label }[] {
  const given = parametersOf(rules, check.code).filter((p) => p.name in check.parameters);
  return given.map((p) => ({ about: p.about, value: valueWords(check.parameters[p.name]), label: labelOf(check, p.name) }));
}
