// A first laying-out of the 考察材料: what earlier records already say of the person goes into parts three and four, to be gone over.
import type { MaterialPart, PartKind, RecordView, Rules } from "../../ipc";
import { partWords, purposeWords } from "../../strings/zh";
import { ruleOf } from "../../use/rules";

/** The parts of a 考察材料 as the packs name them. */
const partOf: { readonly [word: string]: PartKind } = { 表现: "conduct", 不足: "faults", 推荐测评: "opinions", 核查结论: "checks" };
/** The parts the rules of the day ask for; all of them while these are not known. */
export function partsAsked(rules: Rules | null): PartKind[] {
  const asked = (ruleOf(rules, "V20")?.words("parts") ?? []).flatMap((word) => partOf[word] ?? []);
  return asked.length ? asked : (Object.keys(partWords) as PartKind[]);
}

export function materialSkeleton(earlier: readonly RecordView[], candidate: number | null, kinds: readonly PartKind[]): MaterialPart[] {
  const mine = earlier.map((r) => r.record.content).filter((c) => candidate !== null && (!c.candidates.length || c.candidates.includes(candidate)));
  const heard = mine.flatMap((c) => {
    const b = c.body;
    if (b.kind !== "ballot" || b.purpose === "decision") return [];
    if (b.purpose === "appraisal") return c.candidates.length === 1 ? [`${purposeWords[b.purpose]}：${b.lines.filter((l) => l.agree).map((l) => `${l.name}${l.agree}票`).join("、")}（有效${b.valid}张）`] : [];
    const line = b.lines.find((l) => l.candidate === candidate);
    return line ? [`${purposeWords[b.purpose]}${b.round > 1 ? `第${b.round}轮` : ""}得票${line.agree}票（有效${b.valid}张）`] : [];
  });
  const talks = mine.filter((c) => c.body.kind === "notebook" && c.candidates.length === 1 && c.body.speakers.length > 0).length;
  const checked = mine.flatMap((c) => {
    const b = c.body;
    if (b.kind === "review") return b.items.filter((i) => ["archive", "assets", "discipline", "petition"].includes(i.topic ?? "") && i.result).map((i) => `${i.name}：${i.result}`);
    return b.kind === "letter" && b.addressee === "discipline" && b.replied ? [`${b.to}${b.replied}回函`] : [];
  });
  const text: { [k in PartKind]: string } = {
    conduct: "",
    faults: "",
    opinions: [...heard, talks ? `有关本人的谈话记录${talks}份` : ""].filter(Boolean).join("；"),
    checks: checked.join("；"),
  };
  return kinds.map((part) => ({ part, text: text[part] }));
}
