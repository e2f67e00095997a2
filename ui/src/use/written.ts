// What somebody wrote, as against what a form holds by itself: by it two drafts of one step are told apart.

const texts = (value: unknown): string[] => {
  if (typeof value === "string") return [value.trim()];
  return value && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
};
/** Words, not a date, a number or the place of a file. */
const prose = (text: string): boolean => /\p{Script=Han}/u.test(text) && !/^(\/|\\\\|[A-Za-z]:\\)/.test(text);
const MOST = 16;

/** The beginning of the longest text in `now` that `before` does not hold; empty where nothing was written in words. */
export function firstWords(before: unknown, now: unknown): string {
  const there = new Set(texts(before));
  const longest = texts(now).reduce((best, t) => (t.length > best.length && prose(t) && !there.has(t) ? t : best), "");
  const line = Array.from(longest.replace(/\s+/g, " "));
  return line.length > MOST ? `${line.slice(0, MOST).join("")}…` : line.join("");
}
