// By what one draft is told from another with the same title: its batch, whom it is about, and its first words.
import { host, type DraftHead } from "../ipc";

/** Characters shown of what was written. */
const SHOWN = 20;
/** Drafts whose words are looked up: more than anybody reads at once. */
const MOST = 40;

/** Fields somebody writes in sentences, the most telling first. Places, names and whatever else a form fills in by itself tell nothing apart. */
const PROSE = ["text", "resolution", "opinion", "conclusion", "outcome", "opinions", "parts", "reason", "note", "minority", "merits", "summary", "title", "name"];

/** The beginning of what was written in a draft, shortened; empty where nothing was. */
export function opening(kept: unknown): string {
  const found: { rank: number; text: string }[] = [];
  const walk = (value: unknown, key: string): void => {
    const rank = PROSE.indexOf(key);
    if (typeof value === "string") {
      if (rank >= 0 && value.trim()) found.push({ rank, text: value.trim().replace(/\s+/g, " ") });
    } else if (Array.isArray(value)) value.forEach((v) => walk(v, key));
    else if (value && typeof value === "object") for (const [k, v] of Object.entries(value)) walk(v, k);
  };
  walk(kept, "");
  const [first] = found.sort((a, b) => a.rank - b.rank);
  const text = [...(first?.text ?? "")];
  return text.length > SHOWN ? `${text.slice(0, SHOWN).join("")}…` : text.join("");
}

/** Candidates a draft is about. */
export function aboutOf(head: DraftHead, kept: unknown): number[] {
  const listed = (kept as { content?: { candidates?: unknown } } | null)?.content?.candidates;
  if (Array.isArray(listed) && listed.length) return listed.filter((id): id is number => typeof id === "number");
  return head.place.candidate === null ? [] : [head.place.candidate];
}

/** By key of the draft: 2026年第三批干部调整 · 欧阳静澜 · “三名同志都熟悉…”. What cannot be looked up is left out. */
export async function draftsTold(heads: readonly DraftHead[]): Promise<{ [key: string]: string }> {
  const kept = new Map<string, unknown>();
  await Promise.all(heads.slice(0, MOST).map(async (h) => void (await host.call("draft.get", { key: h.key }).then((d) => kept.set(h.key, d.content), () => undefined))));
  const batches = [...new Set(heads.flatMap((h) => (h.place.batch === null ? [] : [h.place.batch])))];
  const views = new Map(await Promise.all(batches.map(async (b) => [b, await host.call("batch.get", { batch: b }).catch(() => null)] as const)));
  return Object.fromEntries(
    heads.map((h) => {
      const view = h.place.batch === null ? null : views.get(h.place.batch);
      const names = aboutOf(h, kept.get(h.key)).flatMap((id) => view?.candidates.find((c) => c.candidate.id === id)?.name ?? []);
      const words = opening(kept.get(h.key));
      return [h.key, [view?.batch.content.name, names.length > 3 ? `${names.slice(0, 3).join("、")}等 ${names.length} 人` : names.join("、"), words && `“${words}”`].filter(Boolean).join(" · ")];
    }),
  );
}
