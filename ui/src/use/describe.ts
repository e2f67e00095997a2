// A record in words: the program tells them, the same as on the printed sheet, whether the record is saved or not.
import { host, type RecordContent, type RecordLine, type Signature } from "../ipc";
import { signatureWords } from "../ipc/words";

/** A field in words. */
export interface Fact {
  label: string;
  value: string;
}

export const signature = (s: Signature): string => `${s.role || "签名"} ${s.name || "（未写姓名）"}${s.date ? ` ${s.date}` : ""}（${signatureWords[s.mode]}）`;

/** `batch` gives the names of candidates; none where there is no batch. */
export const recordFacts = (content: RecordContent, batch: number | null): Promise<RecordLine[]> => host.call("record.words", { batch, content });

/** What each field said in both, in the order of the forms, with whether it differs. */
export function compare(older: readonly RecordLine[], newer: readonly RecordLine[]): { label: string; older: string; newer: string; differs: boolean }[] {
  const keys = [...new Set([...newer, ...older].map((l) => l.key))];
  const of = (lines: readonly RecordLine[], key: string): RecordLine | undefined => lines.find((l) => l.key === key);
  return keys.map((key) => {
    const [a, b] = [of(older, key), of(newer, key)];
    return { label: (b ?? a)?.label ?? key, older: a?.value ?? "", newer: b?.value ?? "", differs: a?.value !== b?.value };
  });
}
