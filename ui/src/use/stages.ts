// What is still open in a stage of the procedure: the findings at its steps that nobody has let pass. Looked at before one moves on.
import type { Finding } from "../ipc";
import type { Procedure } from "./catalogue";

export function openIn(stage: string, plan: Procedure, findings: readonly Finding[]): Finding[] {
  const steps = new Set(plan.ofStage(stage).map((s) => s.key));
  return findings.filter((f) => f.level !== "note" && !f.waiver?.covers && f.place.step !== null && steps.has(f.place.step ?? ""));
}

/** The stage that was left by going from one step to a later one; null when one stays, goes back, or leaves nothing open. */
export function stageLeft(from: string, to: string, plan: Procedure, findings: readonly Finding[]): { key: string; name: string } | null {
  const [before, after] = [plan.step(from), plan.step(to)];
  if (!before || !after || before.stage.key === after.stage.key || after.no < before.no) return null;
  return openIn(before.stage.key, plan, findings).length ? before.stage : null;
}
