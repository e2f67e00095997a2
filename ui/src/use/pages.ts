// The hand-written pages of the manual (assets/help), and their few marks: headings, lists, paragraphs, **bold**. Bundled: nothing is fetched.

const files = import.meta.glob("../../../assets/help/*.md", { query: "?raw", import: "default", eager: true }) as { [path: string]: string };

export type Block = { kind: "h2" | "p"; text: Span[] } | { kind: "ul" | "ol"; items: Span[][] };
export interface Span {
  text: string;
  bold: boolean;
}
export interface Page {
  key: string;
  title: string;
  blocks: Block[];
}

const spans = (text: string): Span[] =>
  text
    .split("**")
    .map((part, i) => ({ text: part, bold: i % 2 === 1 }))
    .filter((s) => s.text);

export function read(key: string, text: string): Page {
  const page: Page = { key, title: key, blocks: [] };
  for (const line of text.split("\n").map((l) => l.trim()).filter(Boolean)) {
    const item = /^(?:(-)|(\d+)\.)\s+(.*)$/.exec(line);
    const last = page.blocks[page.blocks.length - 1];
    if (line.startsWith("# ")) page.title = line.slice(2);
    else if (line.startsWith("## ")) page.blocks.push({ kind: "h2", text: spans(line.slice(3)) });
    else if (item) {
      const kind = item[1] ? "ul" : "ol";
      if (last?.kind === kind) last.items.push(spans(item[3]!));
      else page.blocks.push({ kind, items: [spans(item[3]!)] });
    } else page.blocks.push({ kind: "p", text: spans(line) });
  }
  return page;
}

export const pages: readonly Page[] = Object.entries(files)
  .map(([path, text]) => ({ key: /([^/]+)\.md$/.exec(path)![1]!, text }))
  .sort((a, b) => a.key.localeCompare(b.key))
  .map(({ key, text }) => read(key, text));
