// The people a record may name: candidates of the batch, whoever took part in earlier records, the roster. Fields offer them as one types.
import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from "vue";
import { host, type CandidateRow, type Participant, type RecordView } from "../ipc";

export interface KnownPerson {
  name: string;
  post: string;
  /** 人选, 以前的记录 or 名册. */
  from: string;
  /** How often met in earlier records: the often met come first. */
  met: number;
}

const key: InjectionKey<ShallowRef<readonly KnownPerson[]>> = Symbol("people");
const none = shallowRef<readonly KnownPerson[]>([]);

export const provideKnownPeople = (people: ShallowRef<readonly KnownPerson[]>): void => provide(key, people);
export const useKnownPeople = (): ShallowRef<readonly KnownPerson[]> => inject(key, none);

/** Everyone a record names, with the post as written there; names of tellers and of those absent carry none. */
export function named(record: RecordView): Participant[] {
  const { participants, body, signatures } = record.record.content;
  const plain = (name: string): Participant => ({ name, post: "", role: "" });
  const more: Participant[] =
    body.kind === "notebook"
      ? body.speakers
      : body.kind === "meeting"
        ? [...body.observers, ...body.absent.map((a) => plain(a.name)), ...body.opinions.map((o) => plain(o.name))]
        : body.kind === "ballot"
          ? [...body.tellers, ...body.scrutineers].map(plain)
          : body.kind === "review"
            ? body.items.map((i) => plain(i.reviewer))
            : [];
  return [...participants, ...more, ...signatures.map((s) => plain(s.name))];
}

/** One line for each name; the newest post wins, what was met more often stands first. */
export function gather(records: readonly RecordView[], candidates: readonly CandidateRow[], roster: readonly { name: string; current_post: string }[]): KnownPerson[] {
  const all = new Map<string, KnownPerson>();
  const add = (name: string, post: string, from: string, met: number): void => {
    if (!name.trim()) return;
    const have = all.get(name);
    if (!have) all.set(name, { name, post, from, met });
    else {
      have.met += met;
      if (post) have.post = post;
    }
  };
  for (const p of roster) add(p.name, p.current_post, "名册", 0);
  for (const c of candidates) {
    all.delete(c.name);
    add(c.name, c.candidate.content.current_post, "人选", 0);
  }
  for (const r of records) for (const p of named(r)) add(p.name, p.post, "以前的记录", 1);
  return [...all.values()].sort((a, b) => b.met - a.met);
}

/** What an editor of this batch offers. Never an error: without it names are simply typed. */
export async function knownPeople(batch: number, candidates: readonly CandidateRow[]): Promise<{ people: KnownPerson[]; records: RecordView[] }> {
  const [records, roster] = await Promise.all([
    host.call("record.list", { batch, step: null, candidate: null }).catch(() => [] as RecordView[]),
    host.call("person.list", { query: "" }).catch(() => []),
  ]);
  return { people: gather(records, candidates, roster), records };
}
