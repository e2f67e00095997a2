// What a draft keeps of a note: with the book it goes into, and for a correction the note and the revision it was begun from.
import type { RecordContent } from "../../ipc";

export interface KeptNote {
  content: RecordContent;
  raw: { [field: string]: string };
  notebook?: number;
  /** The note that is corrected. */
  note?: number | null;
  from?: number;
  reason?: string;
}
