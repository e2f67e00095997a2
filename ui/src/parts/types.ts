// Shapes the parts share.
export type Option = string | { value: unknown; label: string };
export type ControlType = "text" | "area" | "number" | "select";

/** A column of `Rows`: a control, or `date`. */
export interface RowColumn {
  key: string;
  label: string;
  type?: ControlType | "date";
  options?: readonly Option[];
  suggestions?: readonly string[];
  /** CSS width, such as `8em`. */
  width?: string;
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
