// Where a finding points: its words and its route.
import type { RouteLocationRaw } from "vue-router";
import type { Finding } from "../ipc";
import type { Procedure } from "./catalogue";

export function placeRoute(finding: Finding, batch: number): RouteLocationRaw | null {
  const { candidate, step, record } = finding.place;
  const query: { [key: string]: string } = {};
  if (step) query.step = step;
  if (record !== null) query.record = String(record);
  if (candidate !== null) return { path: `/batch/${batch}/person/${candidate}`, query };
  if (step || record !== null) return { path: `/batch/${batch}/records`, query };
  return null;
}

export function placeWords(finding: Finding, procedure: Procedure | null, name: (candidate: number) => string | undefined): string {
  const step = finding.place.step ? procedure?.step(finding.place.step) : undefined;
  return [
    finding.place.candidate !== null ? name(finding.place.candidate) : "",
    step ? `第 ${step.no} 步 ${step.name}` : (finding.place.step ?? ""),
    finding.place.field ?? "",
    finding.place.file ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
}
