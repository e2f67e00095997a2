// PDFs opened by pdf.js: from bytes at hand, or piece by piece from a file that is never held whole, however large it is.
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { host, type PageFile } from "../ipc";

/** What to show: bytes made for the purpose, or a file of `size` bytes on this machine or in the workspace. */
export type PdfSource = { bytes: Uint8Array } | { file: PageFile; size: number };

/** Bytes of one question to the host; a picture on a page may need several. */
const PIECE = 4 << 20;
/** Bytes pdf.js asks for at least: a page of a scan has some hundred thousand. */
const CHUNK = 1 << 18;

async function piece(file: PageFile, begin: number, end: number): Promise<Uint8Array> {
  const whole = new Uint8Array(end - begin);
  let at = begin;
  while (at < end) {
    const part = await host.bytes("page.piece", { ...file, at, length: Math.min(PIECE, end - at) });
    if (!part.length) break;
    whole.set(part, at - begin);
    at += part.length;
  }
  return whole.subarray(0, at - begin);
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
  const pieces = new pdfjs.PDFDataRangeTransport(size, null);
  const opened = pdfjs.getDocument({ ...settings, range: pieces, disableAutoFetch: true, disableStream: true, rangeChunkSize: CHUNK });
  return new Promise((resolve, reject) => {
    pieces.requestDataRange = (begin: number, end: number) => {
      piece(file, begin, end).then(
        (bytes) => pieces.onDataRange(begin, bytes),
        (fault) => {
          // pdf.js would wait for ever for what does not come.
          reject(fault);
          void opened.destroy();
        },
      );
    };
    opened.promise.then(resolve, reject);
  });
}

/** The words of a page. Read by hand: WebKitGTK cannot walk a stream with `for await`, as pdf.js's own getTextContent does. */
export async function textOf(page: PDFPageProxy): Promise<string> {
  const reader = (page.streamTextContent() as ReadableStream<{ items: { str?: string }[] }>).getReader();
  const parts: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts.join(" ");
    parts.push(...value.items.map((item) => item.str ?? ""));
  }
}
