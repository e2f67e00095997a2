// Columns and blanks the editors share.
import type { Participant, RecordBody, RecordKind, RecordView, Rules, Signature, VoteLine } from "../../ipc";
import { roles, signatureWords, signRoles } from "../../strings/zh";
import type { RowColumn } from "../../parts/types";

export type BodyOf<K extends RecordKind> = Extract<RecordBody, { kind: K }>;

/** What every body editor knows of the batch. */
export interface EditorContext {
  candidates: readonly { id: number; name: string; post: string }[];
  /** The candidates this record speaks of; all when empty. */
  about: readonly number[];
  /** 职数 of the posts they are considered for; null where none is known. */
  seats: number | null;
  /** The rules in force on the day of the record: what stands beside a number. Null while they are not known. */
  rules: Rules | null;
  /** Step key of the catalogue, and its name. */
  step: string;
  stepName: string;
  /** Records of the batch so far, oldest first: where a list of members or an addressee can be taken from. */
  earlier: readonly RecordView[];
}

export const personColumns: readonly RowColumn[] = [
  { key: "name", label: "姓名", type: "name", fill: (p) => (p.post ? { post: p.post } : {}), width: "150px" },
  { key: "post", label: "单位及职务", width: "260px" },
  { key: "role", label: "身份", suggestions: roles, width: "130px" },
];
export const signatureColumns: readonly RowColumn[] = [
  { key: "role", label: "身份", suggestions: signRoles, width: "160px" },
  { key: "name", label: "姓名", type: "name", width: "150px" },
  { key: "mode", label: "签名方式", type: "choice", options: Object.entries(signatureWords).map(([value, label]) => ({ value, label })), width: "260px" },
  { key: "date", label: "签名日期", type: "date", width: "150px" },
];
export const blankParticipant = (): Participant => ({ name: "", post: "", role: "参加人" });
/** Of a talk, where who talked and who wrote it down sign: they are entered first, as the talk is headed. */
export const blankTalker = (line: number): Participant => ({ name: "", post: "", role: ["谈话人", "记录人"][line] ?? "参加人" });
export const blankSignature = (): Signature => ({ name: "", role: "责任人", date: null, mode: "pending" });
export const blankVote = (): VoteLine => ({ candidate: null, name: "", post: "", agree: null, against: null, abstain: null, rank: null, rate: "", result: "" });

/** The candidates a record speaks of. */
export const spokenOf = (context: Pick<EditorContext, "candidates" | "about">) =>
  context.candidates.filter((c) => !context.about.length || context.about.includes(c.id));

/** One line for each candidate the record speaks of, keeping the lines already there. */
export function linesFor(lines: readonly VoteLine[], context: Pick<EditorContext, "candidates" | "about">): VoteLine[] {
  const missing = spokenOf(context).filter((c) => !lines.some((l) => l.candidate === c.id));
  return [...lines, ...missing.map((c) => ({ ...blankVote(), candidate: c.id, name: c.name, post: c.post }))];
}

/** The candidate a written name means; null when none or more than one bears it. */
export function candidateNamed(name: string, context: Pick<EditorContext, "candidates">): number | null {
  const same = context.candidates.filter((c) => c.name === name);
  return same.length === 1 ? same[0]!.id : null;
}

export const candidateOptions = (context: EditorContext) => [{ value: null, label: "（批外人员）" }, ...context.candidates.map((c) => ({ value: c.id, label: c.name }))];
