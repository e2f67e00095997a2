// Small pictures of pages, drawn a few at a time, the newest wish first, and kept for a while: lists of hundreds of pages stay quick.
import type { PDFDocumentProxy } from "pdfjs-dist";
import { host, type PageFile } from "../ipc";
import { openPdf } from "./pdf";

/** A page that can be drawn. */
export interface ShownPage {
  file: PageFile;
  /** `pdf`, `jpg`, `png` or `tif`. */
  format: string;
  /** Bytes of the file. */
  size: number;
  /** From 1. */
  page: number;
}

export const fileKey = (file: PageFile): string => ("path" in file ? `p${file.path}` : `m${file.material}`);

const OPEN = 4;
const documents = new Map<string, Promise<PDFDocumentProxy>>();

/** A few documents stay open, so that page after page of one file opens it once. */
export function documentOf(file: PageFile, size: number): Promise<PDFDocumentProxy> {
  const key = fileKey(file);
  const known = documents.get(key);
  documents.delete(key);
  const opened = known ?? openPdf({ file, size });
  documents.set(key, opened);
  opened.catch(() => documents.delete(key));
  for (const [old, doc] of documents) {
    if (documents.size <= OPEN) break;
    documents.delete(old);
    // Its pages under way are drawn first; a page asked for later opens it anew.
    void doc.then((d) => setTimeout(() => void d.destroy(), 4000)).catch(() => undefined);
  }
  return opened;
}

/** A page as a picture `longest` dots on its longer side, as an address for an image; whoever asks gives it back with `URL.revokeObjectURL`. */
export async function draw(page: ShownPage, longest: number): Promise<string> {
  if (page.format !== "pdf") {
    const bytes = await host.bytes("page.picture", { ...page.file, page: page.page, longest });
    return URL.createObjectURL(new Blob([bytes.slice()], { type: "image/jpeg" }));
  }
  const doc = await documentOf(page.file, page.size);
  const drawn = await doc.getPage(page.page);
  const full = drawn.getViewport({ scale: 1 });
  const viewport = drawn.getViewport({ scale: longest / Math.max(full.width, full.height) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await drawn.render({ canvas, viewport }).promise;
  drawn.cleanup();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob) throw new Error("这一页画不出来");
  return URL.createObjectURL(blob);
}

const KEPT = 400;
const SIDE = 240;
const kept = new Map<string, string>();
interface Wish {
  key: string;
  page: ShownPage;
  wanted: () => boolean;
  done: (url: string) => void;
  failed: (why: unknown) => void;
}
let wishes: Wish[] = [];
let working = 0;

function next(): void {
  while (working < 2) {
    // What came into sight last is looked at now; what left it meanwhile need not be drawn.
    const wish = wishes.pop();
    if (!wish) return;
    if (!wish.wanted()) continue;
    const known = kept.get(wish.key);
    if (known) {
      wish.done(known);
      continue;
    }
    working++;
    draw(wish.page, SIDE)
      .then((url) => {
        kept.set(wish.key, url);
        for (const [old, address] of kept) {
          if (kept.size <= KEPT) break;
          kept.delete(old);
          URL.revokeObjectURL(address);
        }
        wish.done(url);
      }, wish.failed)
      .finally(() => {
        working--;
        next();
      });
  }
}

/** The small picture of a page; not drawn when nobody wants it any more by its turn. */
export function thumb(page: ShownPage, wanted: () => boolean): Promise<string> {
  const key = `${fileKey(page.file)}#${page.page}`;
  const known = kept.get(key);
  if (known) return Promise.resolve(known);
  return new Promise((done, failed) => {
    wishes = wishes.filter((w) => w.wanted());
    wishes.push({ key, page, wanted, done, failed });
    next();
  });
}
