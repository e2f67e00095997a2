// What is asked before a note is written: a page of the notebook is never taken out again.
import type { RecordContent } from "../../ipc";

/** More characters are hardly what was meant: a talk of two hours comes to some thousands. */
const LONG = 10_000;

export function doubtsOf(content: RecordContent): string[] {
  const body = content.body;
  if (body.kind !== "notebook") return [];
  const length = [...`${content.summary}${body.text}`].length;
  const named = [...body.speakers, ...content.participants].some((p) => p.name.trim());
  return [length > LONG && `这一条有 ${length} 个字，请看一看是不是贴错了。`, !named && "对象和参加人都空着，看不出是同谁谈的、听谁的意见。"].filter((d): d is string => Boolean(d));
}
