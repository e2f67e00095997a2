// What a spreadsheet puts on the clipboard, laid over the cells of a table of ours.
import { readCount } from "./numbers";
import type { RowColumn } from "./types";

/** Lines and cells; null when it is one plain piece of text, which the field itself takes. */
export function cells(text: string): string[][] | null {
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (!clean.includes("\t") && !clean.includes("\n")) return null;
  const table: string[][] = [[]];
  // A cell in quotation marks may itself hold line ends; a doubled mark stands for one.
  const part = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y;
  for (let at = 0; at <= clean.length; ) {
    part.lastIndex = at;
    const found = part.exec(clean)!;
    table[table.length - 1]!.push((found[1]?.replace(/""/g, '"') ?? found[2] ?? "").trim());
    at = part.lastIndex;
    if (at >= clean.length) break;
    if (clean[at] === "\n") table.push([]);
    at++;
  }
  return table.filter((line) => line.some((c) => c !== ""));
}

/** The value a column takes from a written cell; undefined when it takes none such. */
function read(column: RowColumn, text: string): unknown {
  if (column.show) return undefined;
  if (column.type === "number") {
    const count = readCount(text);
    return count.error ? undefined : count.value;
  }
  if (column.type === "date") return text || null;
  if ((column.type === "select" || column.type === "choice") && column.options) {
    const option = column.options.find((o) => (typeof o === "string" ? o : o.label) === text);
    // Words of its own are kept only where the field holds words; 请假 is no 到会.
    return option === undefined ? (column.type === "choice" && column.clear === "" && text ? text : undefined) : typeof option === "string" ? option : option.value;
  }
  return text;
}

/** `rows` with the table laid over them from that cell on; further lines are added from `blank`, or left out where there is none. */
export function laid<T extends object>(
  rows: readonly T[],
  columns: readonly RowColumn[],
  table: readonly (readonly string[])[],
  row: number,
  column: string,
  blank: ((line: number) => T) | null,
): { rows: T[]; words: string } {
  const first = Math.max(0, columns.findIndex((c) => c.key === column));
  // The heads of the columns, copied with them, are no line.
  const lead = table[0] ?? [];
  if (table.length > 1 && lead.length > 0 && lead.every((text, j) => text === columns[first + j]?.label)) return laid(rows, columns, table.slice(1), row, column, blank);
  const out: object[] = rows.map((r) => ({ ...r }));
  let refused = 0;
  let lines = 0;
  table.forEach((line, i) => {
    if (!out[row + i] && blank) out[row + i] = blank(row + i);
    const target = out[row + i] as { [key: string]: unknown } | undefined;
    if (!target) return;
    lines++;
    line.forEach((text, j) => {
      const to = columns[first + j];
      const value = to ? read(to, text) : undefined;
      if (to && value !== undefined) target[to.key] = value;
      // An empty cell over a choice leaves it as it is.
      else if (text !== "" || !to) refused++;
    });
  });
  const words = `已粘贴 ${lines} 行${table.length > lines ? `，多出的 ${table.length - lines} 行没有位置，没有放入` : ""}${refused ? `，有 ${refused} 格不能放入，请核对` : ""}`;
  return { rows: out as T[], words };
}

/** The text without these of its lines, counted from 1 as they stand, read as the host reads it: a cell in quotation marks may go over several. */
export function withoutLines(text: string, gone: ReadonlySet<number>): string {
  const clean = text.replace(/\r\n?/g, "\n");
  let [line, quoted, empty, kept] = [1, false, true, ""];
  for (let at = 0; at < clean.length; at++) {
    const c = clean[at]!;
    // A doubled mark within a quoted cell stands for one.
    const doubled = quoted && c === '"' && clean[at + 1] === '"';
    if (!gone.has(line)) kept += doubled ? '""' : c;
    if (doubled) at++;
    else if (c === '"') quoted = !quoted && empty;
    if (c === "\n" && !quoted) line++;
    empty = !quoted && (c === "\t" || c === "\n");
  }
  return kept;
}
