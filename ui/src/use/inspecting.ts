// What the last inspection of a volume said, kept while the program runs: the dialog may be shut and opened again without judging anew.
// It holds only as long as nothing was written since, on whatever screen: the journal tells.
import { host, type InspectResult, type JournalLine } from "../ipc";

interface Kept {
  result: InspectResult;
  /** The newest line of the journal before it began. */
  after: number;
}
export interface LastInspection {
  result: InspectResult;
  /** When it was made: `2026-06-30 09:12`. */
  made: string;
  /** The first change since then; it no longer holds. */
  change: JournalLine | null;
}

const said = new Map<string, Kept>();
const key = (batch: number, volume: string): string => `${batch}/${volume}`;
/** More than are written between two inspections that somebody would still read. */
const LOOKED_AT = 200;

export const newestLine = async (): Promise<number> => (await host.call("journal.list", { before: 0, limit: 1 }))[0]?.seq ?? 0;
export const keepInspection = (batch: number, volume: string, result: InspectResult, after: number): void => void said.set(key(batch, volume), { result, after });
export const madeAt = (result: InspectResult): string => (result.course.content.acts.findLast((a) => a.act === "inspect")?.at ?? "").slice(0, 16).replace("T", " ");

/** Null when none was made since the program began. */
export async function lastInspection(batch: number, volume: string): Promise<LastInspection | null> {
  const kept = said.get(key(batch, volume));
  if (!kept) return null;
  const since = (await host.call("journal.list", { before: 0, limit: LOOKED_AT })).filter((l) => l.seq > kept.after);
  // An inspection, of this volume or another, changes nothing that is inspected.
  const change = since.findLast((l) => l.op !== "package.inspect") ?? (since.length === LOOKED_AT ? since[0] : null) ?? null;
  return { result: kept.result, made: madeAt(kept.result), change };
}
