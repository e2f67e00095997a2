// Two revisions of a record side by side. The words of a record come with it (`lines`): the same as on its printed sheet.
import type { RecordLine, Signature } from "../ipc";
import { signatureWords } from "../ipc/words";

/** A field in words. */
export interface Fact {
  label: string;
  value: string;
}

export const signature = (s: Signature): string => `${s.role || "签名"} ${s.name || "（未写姓名）"}${s.date ? ` ${s.date}` : ""}（${signatureWords[s.mode]}）`;

/** What each field said in both, in the order of the forms, with whether it differs. */
export function compare(older: readonly RecordLine[], newer: readonly RecordLine[]): { label: string; older: string; newer: string; differs: boolean }[] {
  const keys = [...new Set([...newer, ...older].map((l) => l.key))];
  const of = (lines: readonly RecordLine[], key: string): RecordLine | undefined => lines.find((l) => l.key === key);
  return keys.map((key) => {
    const [a, b] = [of(older, key), of(newer, key)];
    return { label: (b ?? a)?.label ?? key, older: a?.value ?? "", newer: b?.value ?? "", differs: a?.value !== b?.value };
  });
}
