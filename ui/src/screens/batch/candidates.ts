// Taking people of the roster into a batch, one after the other in the order given.
import { host, type BatchView, type Post } from "../../ipc";

/** Somebody of the roster with what a list says of him for this batch; where it says nothing, the roster does. */
export interface Joining {
  person: number;
  post?: Post | null;
  current_post?: string;
  proposed_post?: string;
  removed_post?: string;
}

/** `done` is told of each person taken in, so that a failure half-way leaves only the rest to do. */
export async function addCandidates(view: BatchView, post: Post | null, joining: readonly (number | Joining)[], done: (person: number) => void = () => undefined): Promise<void> {
  let order = Math.max(0, ...view.candidates.map((c) => c.candidate.content.order));
  const taken = new Set(view.candidates.map((c) => c.candidate.content.person));
  for (const one of joining) {
    const { person, ...said }: Joining = typeof one === "number" ? { person: one } : one;
    if (!taken.has(person)) {
      const { content, revision } = (await host.call("person.get", { id: person })).person;
      const own = said.post ?? post;
      await host.call("candidate.add", {
        batch: view.batch.id,
        content: {
          person,
          person_revision: revision,
          post: own?.id ?? null,
          current_post: said.current_post || content.current_post,
          proposed_post: said.proposed_post || content.proposed_post || (own ? `${own.content.unit}${own.content.title}` : ""),
          removed_post: said.removed_post || content.removed_post,
          outcome: "open",
          stopped_at: "",
          order: ++order,
        },
      });
      taken.add(person);
    }
    done(person);
  }
}
