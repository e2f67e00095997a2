// Records opened in the tray: written together with the pages given to them, and until then only targets of a number below zero. Pure.
import type { BatchId, CandidateId, RecordContent, RecordKind, ScanItem, ScanTake, ScanTarget, TargetPerson } from "../../ipc";
import type { StepInfo } from "../../use/catalogue";
import { kindWords } from "../../strings/zh";
import { pageWanted, type BookPick } from "../record/books";
import { dayOf, itemContent, type FilingItem } from "./tray";

/** What a few typed words ask to be opened. */
export interface Opening {
  step: string;
  kind: RecordKind;
  candidates: CandidateId[];
  /** Aloud: 新开记录：36 常委会讨论，欧阳文博 */
  words: string;
}

/** A record that is not written yet. `id` is below zero. */
export interface Opened {
  id: number;
  content: RecordContent;
  /** Fields that still say what an earlier record said; drafts of earlier programs tell of none. */
  carried?: string[];
  /** Of a talk: the 专用笔记本 chosen for it. */
  book?: BookPick;
}

/** No more than this many steps are offered to be opened. */
const OFFERED = 6;

/** The steps that words name by number, name or spelling of the key, with the people they name; none where no step is named. */
export function openings(typed: string, steps: readonly StepInfo[], people: readonly TargetPerson[]): Opening[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const whom: TargetPerson[] = [];
  let left = steps;
  let named = false;
  for (const word of words) {
    const mine = /^\d+$/.test(word) ? [] : people.filter((p) => p.name.includes(word) || (/^[a-z]+$/.test(word) && p.keys.some((k) => k.startsWith(word))));
    if (mine.length) {
      whom.push(...mine.filter((p) => !whom.includes(p)));
      continue;
    }
    const no = /^\d{1,2}$/.test(word) ? Number(word) : 0;
    left = left.filter((s) => (no ? s.no === no : s.name.toLowerCase().includes(word) || s.key.toLowerCase() === word));
    named = true;
  }
  if (!named) return [];
  return left.flatMap((s) => {
    const kind = s.records[0];
    const who = whom.length ? whom.map((p) => p.name).join("、") : "";
    return kind ? [{ step: s.key, kind, candidates: whom.map((p) => p.candidate), words: [`${s.no} ${s.name}`, who].filter(Boolean).join("，") }] : [];
  }).slice(0, OFFERED);
}

/** An opened record as pages may be given to it. */
export function openedTarget(opened: Opened, step: StepInfo, people: readonly TargetPerson[]): ScanTarget {
  const c = opened.content;
  const kind = kindWords[c.body.kind];
  const signer = c.signatures[0];
  return {
    record: opened.id,
    step: c.step,
    step_no: step.no,
    step_name: step.name,
    kind,
    when: [dayOf(c.date), c.time].filter(Boolean).join(" "),
    happened: c.date,
    candidates: c.candidates,
    about: c.candidates.map((id) => people.find((p) => p.candidate === id)?.name ?? "").filter(Boolean),
    names: [...step.materials.map((m) => m.name), `${kind}（签字件）`],
    signature: { name: signer?.name ?? "", role: signer?.role ?? "责任人", date: signer?.date ?? null, mode: "scanned" },
    waiting: [],
    awaited: c.signatures.filter((s) => s.mode === "pending" || !s.name || !s.date),
    unsigned: false,
    entered_on: "",
  };
}

/** What is asked of the host: the items, and each record opened for one of them once. */
export function takeRequest(batch: BatchId, items: readonly FilingItem[], opened: readonly Opened[], day: string | null): ScanTake {
  const needed = opened.filter((o) => items.some((i) => i.target.record === o.id));
  const place = new Map(needed.map((o, at) => [o.id, at]));
  return {
    opens: needed.map((o) => ({ batch, content: o.content, ...(o.content.body.kind === "notebook" ? pageWanted(o.book) : {}) })),
    items: items.map((i): ScanItem => {
      const at = place.get(i.target.record);
      return { ...(at === undefined ? { record: i.target.record } : { opens: at }), ...itemContent(i, day) };
    }),
  };
}
