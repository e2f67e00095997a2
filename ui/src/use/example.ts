// A filled example of each step, taken from the fictional sample batch, and of steps that batch did not need, written for the manual. Its own
// chunk, loaded when somebody looks.
import type { RecordContent } from "../ipc";
import { recordFacts, type Fact } from "./describe";

interface Sample {
  candidates: { key: string; person_file: string }[];
  records: { content: Omit<RecordContent, "candidates"> & { candidates: string[] } }[];
}

let loading: Promise<Sample> | null = null;
async function both(): Promise<Sample> {
  const texts = await Promise.all([import("../../../assets/samples/batch.json?raw"), import("../../../assets/help/examples.json?raw")]);
  const [batch, more] = texts.map((m) => JSON.parse(m.default) as Sample);
  return { candidates: batch!.candidates, records: [...batch!.records, ...more!.records] };
}
const sample = (): Promise<Sample> => (loading ??= both());

export interface Example {
  kind: RecordContent["body"]["kind"];
  about: string;
  facts: Fact[];
}

/** The sample names candidates by keys of its own, which no workspace knows: lines keep the name, lists of keys go. */
const unnamed = <T>(content: T): T =>
  JSON.parse(JSON.stringify(content), (key, value: unknown) => (key === "candidate" ? null : key === "agenda" || key === "proposed" ? [] : value)) as T;

/** One example of each kind of record the sample has for the step. */
export async function examples(step: string): Promise<Example[]> {
  const { records, candidates } = await sample();
  const name = (key: string): string => /([^/]+)\.lrmx$/.exec(candidates.find((c) => c.key === key)?.person_file ?? "")?.[1] ?? "";
  const out = new Map<string, Promise<Example>>();
  for (const { content } of records) {
    if (content.step !== step || out.has(content.body.kind)) continue;
    const about = content.candidates.map(name).filter(Boolean).join("、") || "全批";
    // What the sample leaves out, the program fills in.
    const facts = recordFacts({ ...unnamed(content), candidates: [] }, null);
    out.set(content.body.kind, facts.then((lines) => ({ kind: content.body.kind, about, facts: lines.filter((l) => l.key !== "candidates") })));
  }
  return Promise.all(out.values());
}
