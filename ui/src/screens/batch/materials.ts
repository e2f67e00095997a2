// The materials of a batch narrowed down: by state, step, person and words. Pure.
import type { MaterialRow, Origin } from "../../ipc";
import { signerWords } from "../../strings/zh";

export type State = "all" | "unsigned" | "unassigned" | "double" | "paper";
export const stateOptions: { value: State; label: string }[] = [
  { value: "all", label: "全部材料" },
  { value: "unsigned", label: "还没有签名" },
  { value: "unassigned", label: "没有归到应有材料" },
  { value: "double", label: "内容重复" },
  { value: "paper", label: "只有纸质件" },
];

export interface Narrowing {
  state: State;
  /** Empty: every step. */
  step: string;
  /** Null: everybody; 0: what concerns the whole batch. */
  person: number | null;
  words: string;
}

const isIn: { [state in State]: (row: MaterialRow) => boolean } = {
  all: () => true,
  unsigned: (r) => !isGiven(r),
  unassigned: (r) => r.retracted || !r.expected,
  double: (r) => r.same_as.length > 0,
  paper: (r) => !r.material.content.sha256,
};

/** Given: by whom and when, and not merely asked for. */
export function isGiven(row: MaterialRow): boolean {
  const { mode, name, date } = row.material.content.signature;
  return mode !== "pending" && name.trim() !== "" && date !== null;
}

export function narrow(rows: readonly MaterialRow[], by: Narrowing): MaterialRow[] {
  // Full-width brackets and letters are found by half-width ones too.
  const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
  const words = plain(by.words).split(/\s+/).filter(Boolean);
  const text = ({ material: { content: c }, step_name, about }: MaterialRow): string => plain([c.name, c.file_name, ...(c.origins ?? []).map((o) => o.file_name), signerWords(c), step_name, ...about].join("\n"));
  return rows.filter(
    (r) =>
      isIn[by.state](r) &&
      (!by.step || r.step === by.step) &&
      (by.person === null || (by.person === 0 ? !r.candidates.length : r.candidates.includes(by.person))) &&
      words.every((w) => text(r).includes(w)),
  );
}

export const counts = (rows: readonly MaterialRow[]): { [state in State]: number } => ({
  all: rows.length,
  unsigned: rows.filter(isIn.unsigned).length,
  unassigned: rows.filter(isIn.unassigned).length,
  double: rows.filter(isIn.double).length,
  paper: rows.filter(isIn.paper).length,
});

/** 扫描10.pdf 第 1–3 页（转 90°） */
export const originWords = (o: Origin): string => `${o.file_name} 第 ${o.first === o.last ? o.first : `${o.first}–${o.last}`} 页${o.turn ? `（转 ${o.turn}°）` : ""}`;
