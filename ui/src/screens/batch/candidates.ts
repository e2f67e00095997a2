// Taking people of the roster into a batch, one after the other in the order given.
import { host, type BatchView, type Post } from "../../ipc";

/** `done` is told of each person taken in, so that a failure half-way leaves only the rest to do. */
export async function addCandidates(view: BatchView, post: Post | null, persons: readonly number[], done: (person: number) => void = () => undefined): Promise<void> {
  let order = Math.max(0, ...view.candidates.map((c) => c.candidate.content.order));
  const taken = new Set(view.candidates.map((c) => c.candidate.content.person));
  for (const person of persons) {
    if (!taken.has(person)) {
      const { content, revision } = (await host.call("person.get", { id: person })).person;
      await host.call("candidate.add", {
        batch: view.batch.id,
        content: {
          person,
          person_revision: revision,
          post: post?.id ?? null,
          current_post: content.current_post,
          proposed_post: content.proposed_post || (post ? `${post.content.unit}${post.content.title}` : ""),
          removed_post: content.removed_post,
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
