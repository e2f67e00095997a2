// Where a place of a finding, a term or a hit is: its words and its route.
import type { RouteLocationRaw } from "vue-router";
import type { Finding, Place } from "../ipc";
import type { Procedure } from "./catalogue";

/** `batch` where the place itself names none. */
export function routeOf(place: Place, batch: number | null = place.batch): RouteLocationRaw | null {
  const { candidate, step, record } = place;
  if (batch === null) return null;
  // Numbers of posts are entered with the posts, whatever step asks for them.
  if (/^(核定|现配|拟免|拟配)职数/.test(place.field ?? "")) return { path: `/batch/${batch}/posts` };
  const query: { [key: string]: string } = {};
  if (step) query.step = step;
  if (record !== null) query.record = String(record);
  if (candidate !== null) return { path: `/batch/${batch}/person/${candidate}`, query };
  if (step || record !== null) return { path: `/batch/${batch}/records`, query };
  return place.batch === null ? null : { path: `/batch/${batch}` };
}

/** Scrolls to the card of a record once it is drawn, so that its beginning is seen: one longer than the window from its top. */
export function showRecord(record: unknown): void {
  setTimeout(() => {
    const card = document.getElementById(`record-${String(record)}`);
    card?.scrollIntoView({ block: card.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  }, 60);
}

/** A finding of the batch itself leads nowhere: one is there already. */
export function placeRoute(finding: Finding, batch: number): RouteLocationRaw | null {
  return routeOf({ ...finding.place, batch: null }, batch);
}

export function placeWords(finding: Finding, procedure: Procedure | null, name: (candidate: number) => string | undefined): string {
  const step = finding.place.step ? procedure?.step(finding.place.step) : undefined;
  return [
    finding.place.candidate !== null ? name(finding.place.candidate) : "",
    step ? `第 ${step.no} 步 ${step.name}` : "",
    finding.place.field ?? "",
    finding.place.file ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
}
