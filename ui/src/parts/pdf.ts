// PDFs opened by pdf.js: from bytes at hand, or piece by piece from a file that is never held whole, however large it is.
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { CallError, host, type PageFile } from "../ipc";

/** What to show: bytes made for the purpose, or a file of `size` bytes on this machine or in the workspace. */
export type PdfSource = { bytes: Uint8Array } | { file: PageFile; size: number };

/** Bytes of one question to the host at most, but for a single piece that is larger. */
const TOGETHER = 16 << 20;
/**
 * Bytes pdf.js asks for at least. Small: to find one page it asks for the heads of all pages, which in a scan lie between the pictures all
 * over the file. What belongs together it asks for together anyway.
 */
const CHUNK = 1 << 12;

interface Wish {
  begin: number;
  end: number;
  done: (bytes: Uint8Array) => void;
}

/** Reads pieces of a file, those asked for meanwhile together: thousands of small wishes are a few questions. */
class Pieces {
  private waiting: Wish[] = [];
  private asking = false;
  constructor(
    private file: PageFile,
    private failed: (why: unknown) => void,
  ) {}

  want(begin: number, end: number, done: (bytes: Uint8Array) => void): void {
    this.waiting.push({ begin, end, done });
    if (this.asking) return;
    this.asking = true;
    setTimeout(() => void this.ask(), 0);
  }

  private async ask(): Promise<void> {
    try {
      while (this.waiting.length) {
        let bytes = 0;
        let many = 0;
        for (const w of this.waiting) {
          bytes += w.end - w.begin;
          if (many && bytes > TOGETHER) break;
          many++;
        }
        const now = this.waiting.splice(0, many);
        const read = await host.bytes("page.pieces", { ...this.file, pieces: now.map((w) => [w.begin, w.end - w.begin]) });
        if (read.length !== now.reduce((n, w) => n + w.end - w.begin, 0)) throw new CallError("file", "文件在查看时变了", "请重新选择这个文件");
        let at = 0;
        for (const w of now) {
          w.done(read.slice(at, at + w.end - w.begin));
          at += w.end - w.begin;
        }
      }
    } catch (why) {
      this.failed(why);
    } finally {
      this.asking = false;
    }
  }
}

export async function openPdf(source: PdfSource): Promise<PDFDocumentProxy> {
  const [pdfjs, worker] = await Promise.all([import("pdfjs-dist/legacy/build/pdf.mjs"), import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url")]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  // The window's own scheme has no origin pdf.js would call its own: it would wrap the worker in a blob that may load nothing.
  pdfjs.GlobalWorkerOptions.workerPort ??= new Worker(worker.default, { type: "module" });
  const base = new URL("./pdfjs/", document.baseURI).href;
  const settings = {
    cMapUrl: `${base}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${base}standard_fonts/`,
    wasmUrl: `${base}wasm/`,
    isEvalSupported: false,
    enableXfa: false,
  };
  if ("bytes" in source) return pdfjs.getDocument({ ...settings, data: source.bytes.slice() }).promise;
  const { file, size } = source;
  const range = new pdfjs.PDFDataRangeTransport(size, null);
  const opened = pdfjs.getDocument({ ...settings, range, disableAutoFetch: true, disableStream: true, rangeChunkSize: CHUNK });
  return new Promise((resolve, reject) => {
    const pieces = new Pieces(file, (why) => {
      // pdf.js would wait for ever for what does not come.
      reject(why);
      void opened.destroy();
    });
    range.requestDataRange = (begin: number, end: number) => pieces.want(begin, end, (bytes) => range.onDataRange(begin, bytes));
    opened.promise.then(resolve, reject);
  });
}

/** The words of a page. Read by hand: WebKitGTK cannot walk a stream with `for await`, as pdf.js's own getTextContent does. */
export const textOf = async (page: PDFPageProxy): Promise<string> => (await itemsOf(page)).map((item) => item.words).join(" ");

/** A piece of text as it was set: its words, and where it begins in points from the lower left corner. */
interface Item {
  words: string;
  left: number;
  up: number;
}
async function itemsOf(page: PDFPageProxy): Promise<Item[]> {
  const reader = (page.streamTextContent() as ReadableStream<{ items: { str?: string; transform?: number[] }[] }>).getReader();
  const items: Item[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return items;
    items.push(...value.items.map(({ str, transform }) => ({ words: str ?? "", left: transform?.[4] ?? 0, up: transform?.[5] ?? 0 })));
  }
}

/** How far down the page, 0 to 1, a row headed by these words begins, broken over lines as they may be; null where it is not. */
export async function rowAt(page: PDFPageProxy, heading: string): Promise<number | null> {
  const wanted = heading.replace(/\s/g, "");
  const items = (await itemsOf(page)).map((i) => ({ ...i, words: i.words.replace(/\s/g, "") })).filter((i) => i.words);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view;
  const at = items.findIndex((item, i) => {
    // The head of a row stands in the first columns; elsewhere the same words only speak of it.
    if (!wanted || item.left - x0 > (x1 - x0) * 0.35) return false;
    let text = "";
    for (const next of items.slice(i)) {
      text += next.words;
      if (text.length >= wanted.length) return text.startsWith(wanted);
      if (!wanted.startsWith(text)) return false;
    }
    return false;
  });
  const found = items[at];
  return found ? Math.min(1, Math.max(0, (y1 - found.up) / (y1 - y0))) : null;
}
