// Small words about records. What a record says in words comes with it (`lines`): the same as on its printed sheet.
import type { Signature } from "../ipc";
import { signatureWords } from "../ipc/words";

/** A field in words. */
export interface Fact {
  label: string;
  value: string;
}

export const signature = (s: Signature): string => `${s.role || "签名"} ${s.name || "（未写姓名）"}${s.date ? ` ${s.date}` : ""}（${signatureWords[s.mode]}）`;
