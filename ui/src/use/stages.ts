// What is still open in a stage of the procedure: the findings at its steps that nobody has let pass. Looked at before one moves on.
import type { BatchView, Finding, StepState } from "../ipc";
import type { Procedure, StepInfo } from "./catalogue";

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

/** The steps of a stage with nothing on record yet, for the batch or for any of its people: where nothing is written nothing can be found. */
export function unrecorded(stage: string, plan: Procedure, view: BatchView): StepInfo[] {
  const done = (state: StepState | undefined): boolean => state === "recorded" || state === "not_applicable";
  return plan.ofStage(stage).filter((s) =>
    s.level === "batch" || !view.candidates.length ? !done(view.steps[s.no - 1]?.state) : view.candidates.some((c) => c.candidate.content.outcome === "open" && !done(c.states[s.no - 1])),
  );
}

/** 3 项, 未开始, 还有 2 步, 无问题. */
export function leavingWords(stage: string, plan: Procedure, view: BatchView): string {
  const open = openIn(stage, plan, view.findings).length;
  const bare = unrecorded(stage, plan, view).length;
  if (bare === plan.ofStage(stage).length) return open ? `未开始，${open} 项` : "未开始";
  if (open) return `${open} 项`;
  return bare ? `还有 ${bare} 步没有记录` : "无问题";
}
