// A long entry shows its beginning, so that the next is not out of sight. Counted in characters: rare ones take two units each.

/** Shown of an entry that is folded; one only somewhat longer is shown whole. */
const SHOWN = 600;

/** Null where nothing is to be folded. */
export function folded(text: string): { begins: string; characters: number } | null {
  const all = [...text];
  return all.length > SHOWN * 1.5 ? { begins: `${all.slice(0, SHOWN).join("")}…`, characters: all.length } : null;
}
