// What the last inspection of a volume said, kept while the program runs: the dialog may be shut and opened again without judging anew.
import { shallowReactive } from "vue";
import type { InspectResult } from "../ipc";

const said = shallowReactive(new Map<string, InspectResult>());
const key = (batch: number, volume: string): string => `${batch}/${volume}`;

export const lastInspection = (batch: number, volume: string): InspectResult | undefined => said.get(key(batch, volume));
export const keepInspection = (batch: number, volume: string, result: InspectResult): void => void said.set(key(batch, volume), result);
/** Something of the volume changed: what was said no longer holds. */
export const dropInspection = (batch: number, volume: string): void => void said.delete(key(batch, volume));
