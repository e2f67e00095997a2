// Where a hit of the search leads, and how its pieces are shown.
import type { RouteLocationRaw } from "vue-router";
import type { HitKind, SearchHit } from "../ipc";
import { routeOf } from "../use/places";

export const hitWords: { readonly [kind in HitKind]: string } = { person: "人员", batch: "批次", notebook: "笔记", record: "记录", material: "材料" };

export function hitRoute(hit: SearchHit): RouteLocationRaw {
  const there = routeOf(hit.place);
  if (hit.kind === "person" && hit.person !== null && hit.place.candidate === null) return `/people/${hit.person}`;
  if (hit.kind === "notebook" && there === null) return "/notebook";
  return there ?? (hit.person === null ? "/batches" : `/people/${hit.person}`);
}
