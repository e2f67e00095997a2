// A filled example of each step, taken from the fictional sample batch. Its own chunk, loaded when somebody looks.
import type { RecordContent } from "../ipc";
import { recordFacts, type Fact } from "./describe";

interface Sample {
  candidates: { key: string; person_file: string }[];
  records: { content: Omit<RecordContent, "candidates"> & { candidates: string[] } }[];
}

let loading: Promise<Sample> | null = null;
const sample = (): Promise<Sample> => (loading ??= import("../../../assets/samples/batch.json?raw").then((m) => JSON.parse(m.default) as Sample));

export interface Example {
  kind: RecordContent["body"]["kind"];
  about: string;
  facts: Fact[];
}

/** The sample leaves out what it has nothing to say of. */
const blanks: { readonly [K in RecordContent["body"]["kind"]]: object } = {
  notebook: { speakers: [], text: "", collective: false, merits: "", shortcomings: "", demands: "", minority: "", visited: "", feedback: null },
  meeting: { convened: "unstated", absent: [], observers: [], recused: [], opinions: [], principal: "", agenda: [], reopening: null, votes: [], resolution: "" },
  ballot: { round: 1, group: "", unreturned: null, equal_reason: "", rate_basis: "valid", absent: [], lines: [], tables: [], tellers: [], scrutineers: [] },
  letter: { addressee: "unstated", due: null, result: "", report_reasons: [] },
  notice: { about: "unstated", elements: [] },
  review: { items: [], probation: null },
  document: { nominations: [], proposed: [], elements: [], team: [], parts: [], inspected_until: null, feedback: null },
  decision: { manner: "unstated", election: null, announced: null, reopening: null, probation: null },
};

/** One example of each kind of record the sample has for the step. */
export async function examples(step: string): Promise<Example[]> {
  const { records, candidates } = await sample();
  const name = (key: string): string => /([^/]+)\.lrmx$/.exec(candidates.find((c) => c.key === key)?.person_file ?? "")?.[1] ?? "";
  const out = new Map<string, Example>();
  for (const { content } of records) {
    if (content.step !== step || out.has(content.body.kind)) continue;
    out.set(content.body.kind, { kind: content.body.kind, about: content.candidates.map(name).filter(Boolean).join("、") || "全批", facts: recordFacts({ ...content, candidates: [], body: { ...blanks[content.body.kind], ...content.body } }) });
  }
  return [...out.values()];
}
