// Two changes of the same content brought together: what only one side changed is taken from that side, down to single fields and lines.

type Tree = { [key: string]: unknown };
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const isTree = (v: unknown): v is Tree => typeof v === "object" && v !== null && !Array.isArray(v);

/** `mine` and `latest` both come from `base`. Where both changed the same field, `mine` stays. */
export function merge(base: unknown, mine: unknown, latest: unknown): unknown {
  if (same(base, mine)) return latest;
  if (same(base, latest) || same(mine, latest)) return mine;
  if (isTree(base) && isTree(mine) && isTree(latest)) {
    // Another kind of record has other fields: nothing of the two goes together.
    if (mine.kind !== latest.kind) return mine;
    const keys = [...new Set([...Object.keys(latest), ...Object.keys(mine)])];
    return Object.fromEntries(keys.map((k) => [k, merge(base[k], mine[k], latest[k])]));
  }
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(latest)) return lines(base, mine, latest);
  return mine;
}

/** Lists line by line: a line is known by whom it is of; lists nobody added to by its place. */
function lines(base: readonly unknown[], mine: readonly unknown[], latest: readonly unknown[]): unknown[] {
  const [b, m, l] = [named(base), named(mine), named(latest)];
  if (!b || !m || !l) return base.length === mine.length && mine.length === latest.length ? mine.map((line, i) => merge(base[i], line, latest[i])) : [...mine];
  const out: unknown[] = [];
  for (const [name, line] of m) {
    const [was, theirs] = [b.get(name), l.get(name)];
    if (theirs !== undefined) out.push(merge(was, line, theirs));
    // Taken out by the other: it goes, unless it was added or changed here.
    else if (was === undefined || !same(was, line)) out.push(line);
  }
  for (const [name, line] of l) if (!m.has(name) && !b.has(name)) out.push(line);
  return out;
}

/** The lines by a name of their own; null when two lines have the same, or there is nothing to name them by. */
function named(list: readonly unknown[]): Map<string, unknown> | null {
  const out = new Map<string, unknown>();
  for (const line of list) {
    const name = isTree(line) ? JSON.stringify([line.name ?? line.title, line.candidate, line.part, line.role === undefined || line.mode === undefined ? undefined : line.role]) : JSON.stringify(line);
    if (out.has(name) || (isTree(line) && line.name === undefined && line.title === undefined && line.part === undefined)) return null;
    out.set(name, line);
  }
  return out;
}
