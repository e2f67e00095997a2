// Which line of a table is which after the list came back from its holder: a line is known by what stands in it, then by its place.

export interface Line {
  /** Unlike any other of this run. */
  key: number;
  /** The row as JSON. */
  text: string;
}

let last = 0;

/** The lines `now`, each with the key it had `before`: unchanged in place, else the same words elsewhere, else the line at its place. */
export function follow(before: readonly Line[], now: readonly string[]): Line[] {
  const free = new Set(before);
  const keys = new Array<number | undefined>(now.length);
  const take = (i: number, line: Line | undefined): void => {
    if (!line || keys[i] !== undefined || !free.delete(line)) return;
    keys[i] = line.key;
  };
  now.forEach((text, i) => before[i]?.text === text && take(i, before[i]));
  now.forEach((text, i) => take(i, keys[i] === undefined ? [...free].find((line) => line.text === text) : undefined));
  // What was typed into a line changes its words, not its place; a list of another length has lost or gained some line.
  if (before.length === now.length) now.forEach((_, i) => take(i, before[i] && free.has(before[i]) ? before[i] : undefined));
  return now.map((text, i) => ({ key: keys[i] ?? ++last, text }));
}
