// Media and slips in words, and what of them is a pure matter of reckoning.
import type { HandoverState, Level, MediumContent, MediumHere, PackageToHand, Preflight, StepState } from "../../ipc";
import { handoverStateWords } from "../../ipc/words";
import { sizeWords } from "../../parts/numbers";

/** 密级 as said: an empty one is 非密. */
export const secrecyWords = (secrecy: string): string => secrecy.trim() || "非密";

export const mediumWords = (m: MediumContent): string => [m.number, m.kind, secrecyWords(m.secrecy)].filter(Boolean).join("，");

/** A medium as plugged in: `KINGSTON，exfat，可用 12.3 GB / 共 28.8 GB`. */
export function hereWords(h: MediumHere): string {
  return [h.label, h.file_system, `可用 ${sizeWords(h.free)} / 共 ${sizeWords(h.total)}`].filter(Boolean).join("，");
}

/** The sign beside a state; the word says the rest. */
export function stateSign(state: HandoverState | null): { state?: StepState; level?: Level } {
  switch (state) {
    case "accepted":
      return { state: "recorded" };
    case "unsound":
      return { level: "error" };
    case "sent_back":
    case "partly":
      return { level: "warning" };
    case "checked":
    case "handed_over":
    case "written":
      return { level: "note" };
    default:
      return { state: "not_reached" };
  }
}

export const packageState = (p: PackageToHand): string => (p.renewed ? "已立新版本，不再移交" : p.state ? handoverStateWords[p.state] : p.here ? "已封存，未写盘" : "已封存，包不在原处");

/** Whether it is on its way already, written and not sent back, or another version stands in its place. */
export const underWay = (p: PackageToHand): boolean => p.renewed || (p.state !== null && p.state !== "sent_back" && p.state !== "unsound");

/** What the look before writing came to. */
export function preflightWords(look: Preflight): { sound: boolean; words: string } {
  const errors = look.findings.filter((f) => f.level === "error").length;
  if (errors) return { sound: false, words: `不能写：有 ${errors} 处错要先处理，一个字节都还没有写` };
  if (!look.volumes.length) return { sound: false, words: "不能写：有的包单独一个也放不下，请换容量更大的载体" };
  const room = `要占 ${sizeWords(look.need)}，载体可用 ${sizeWords(look.here.free)}`;
  if (look.volumes.length > 1) return { sound: true, words: `一张放不下，要分 ${look.volumes.length} 张同样大小的载体：每个包都是整包放，不拆开。${room}` };
  return { sound: true, words: `可以写：全部放得下。${room}` };
}

/** The names of packages by their path, to be listed by medium. */
export function named(paths: readonly string[], packages: readonly PackageToHand[]): string[] {
  return paths.map((path) => packages.find((p) => p.path === path)?.title ?? path);
}
