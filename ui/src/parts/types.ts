// Shapes the parts share.
export type Option = string | { value: unknown; label: string };
export type ControlType = "text" | "area" | "number" | "select" | "password";

/** A column of `Rows`: a control, a `date`, a `time`, a `name` with the known people offered, or a `choice` of a few to be seen at once. */
export interface RowColumn {
  key: string;
  label: string;
  type?: ControlType | "date" | "time" | "name" | "choice";
  /** For `name`: what else of the known person goes into the line. */
  fill?: (person: { name: string; post: string }) => object;
  /** For `name`: several, parted by 、. */
  many?: boolean;
  options?: readonly Option[];
  /** Where each line has its own. */
  optionsOf?: (row: object) => readonly Option[];
  /** For `choice`: what is left when the choice is taken back; without it (or an option of no value) it cannot be. */
  clear?: unknown;
  suggestions?: readonly string[];
  /** For `choice`: what to fill in of the same line after this one was chosen by a digit; else the next line is gone on to. */
  then?: (value: unknown) => string | null;
  /** Column that Enter leads to in the next line, at once. */
  onward?: string;
  /** Enter, which stops at what is empty, always stops here, or passes it. */
  enter?: "stop" | "pass";
  /** CSS width, such as `8em`. */
  width?: string;
  /** Of a column that is only shown: words, not numbers. */
  words?: boolean;
  /** Shown, not edited. */
  show?: (row: object, index: number) => string;
}

/** A column of `RecordTable`. */
export interface TableColumn {
  key: string;
  label: string;
  width?: string;
  num?: boolean;
  /** The cell names the row. */
  head?: boolean;
}
