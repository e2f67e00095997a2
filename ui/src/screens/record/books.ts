// In which 专用笔记本 a talk goes: what was chosen, as the host is told of it.
import type { NotebookId, RecordAdd } from "../../ipc";

/** A book; 0: none for now; null: nobody chose, it goes where the host says it usually goes. */
export type BookPick = NotebookId | null;

export const pageWanted = (pick: BookPick | undefined): Pick<RecordAdd, "notebook" | "unbound"> => (pick ? { notebook: pick } : pick === 0 ? { unbound: true } : {});
