// The course of a package on the screen: its stations, its acts in lines.
import type { ActDone, CourseView, PackageState } from "../../ipc";
import { packageActWords, packageStateWords } from "../../ipc/words";

const way: readonly PackageState[] = ["draft", "arranged", "inspected", "sealed", "written", "handed_over", "accepted"];

export interface Station {
  word: string;
  place: "past" | "here" | "ahead";
}

/** The seven stations; 退回 stands in the place of 签收, and what was replaced ends where its new version begins. */
export function courseStations(state: PackageState): Station[] {
  if (state === "renewed") return [{ word: packageStateWords.sealed, place: "past" }, { word: packageStateWords.renewed, place: "here" }];
  const stations = state === "sent_back" ? [...way.slice(0, -1), state] : way;
  const at = stations.indexOf(state);
  return stations.map((s, i) => ({ word: packageStateWords[s], place: i < at ? "past" : i === at ? "here" : "ahead" }));
}

/** `检测`, or with what it led to: `检测（整理 → 检测）`. */
export const actWords = (a: ActDone): string => (a.from === a.to ? packageActWords[a.act] : `${packageActWords[a.act]}（${packageStateWords[a.from]} → ${packageStateWords[a.to]}）`);

/** The versions of the package of a volume, the newest first. */
export const versionsOf = (courses: readonly CourseView[], volume: string): CourseView[] => courses.filter((c) => c.content.volume === volume).sort((a, b) => b.content.version - a.content.version);
