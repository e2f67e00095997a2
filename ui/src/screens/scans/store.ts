// The tray of each batch: leaving the screen and coming back finds it as it was, and so does the next start of the program, for what stands in
// it is kept as a draft. The files lie where they lay, and a folder opened again shows what of it was filed.
import { reactive } from "vue";
import type { BatchId, Finding, PageFile, RecordContent } from "../../ipc";
import { fileKey } from "../../parts/thumbs";
import type { BookPick } from "../record/books";
import type { Opened } from "./opening";
import { pageKey, type FilingItem, type TrayPage } from "./tray";

/** A record half-written in its dialog; `raw` is what is no value yet. */
export interface HalfOpened {
  /** Of an opened record that is looked at again; null for a new one. */
  id: number | null;
  content: RecordContent;
  raw: { [field: string]: string };
  /** Fields that still say what an earlier record said. */
  carried?: string[];
  /** Of a talk: the 专用笔记本 chosen for it. */
  book?: BookPick;
  /** Somebody typed in it: to leave it is to lose that. */
  typed: boolean;
}

/** A material looked at in its dialog and not confirmed yet. */
export interface HalfEdited {
  item: FilingItem;
  /** Pages sent back to the tray once it is confirmed. */
  back: TrayPage[];
  typed: boolean;
}

export interface Tray {
  pages: TrayPage[];
  items: FilingItem[];
  /** Records to be written with their pages. */
  opened: Opened[];
  opening: HalfOpened | null;
  editing: HalfEdited | null;
  /** Files that could not be read. */
  unread: Finding[];
  /** Pages left out because they are filed already, by the files they are of. */
  filed: { file: PageFile; name: string; pages: number }[];
  /** To be laid in when the screen opens. */
  led: PageFile[];
  /** Materials whose pages lie here because they were taken off their records: hung back, they go from here. */
  off: number[];
  day: string | null;
  last: number | null;
  /** What an earlier start of the program left was looked for. */
  asked: boolean;
}

const trays = new Map<BatchId, Tray>();

export function trayOf(batch: BatchId): Tray {
  const known = trays.get(batch) ?? reactive<Tray>({ pages: [], items: [], opened: [], opening: null, editing: null, unread: [], filed: [], led: [], off: [], day: null, last: null, asked: false });
  trays.set(batch, known);
  return known;
}

export function layMaterial(batch: BatchId, material: number): void {
  trayOf(batch).led.push({ material });
}

export function layTakenOff(batch: BatchId, material: number): void {
  layMaterial(batch, material);
  trayOf(batch).off.push(material);
}

/** Takes out the pages of what was taken off and hangs on its record again. `waiting`: what hangs nowhere. */
export function dropHungBack(tray: Tray, waiting: ReadonlySet<number>): void {
  const back = new Set(tray.off.filter((id) => !waiting.has(id)));
  if (!back.size) return;
  const stays = (file: PageFile): boolean => !("material" in file && back.has(file.material));
  tray.off = tray.off.filter((id) => !back.has(id));
  tray.led = tray.led.filter(stays);
  tray.pages = tray.pages.filter((p) => stays(p.file));
  for (const item of tray.items) item.pages = item.pages.filter((p) => stays(p.file));
  tray.items = tray.items.filter((i) => i.pages.length);
}

/** File by its place in the list, page, turn, note, its code and the printed code: two thousand pages are a few kilobytes. */
type KeptPage = readonly [number, number, number, string, string?, string?];
type KeptFile = Pick<TrayPage, "file" | "name" | "format" | "size">;
type KeptItem = Omit<FilingItem, "pages"> & { pages: KeptPage[] };
/** A tray as it is kept. */
export interface KeptTray {
  files: KeptFile[];
  pages: KeptPage[];
  items: KeptItem[];
  opened: Opened[];
  opening: HalfOpened | null;
  /** Drafts of earlier programs have none. */
  editing?: (Omit<HalfEdited, "item" | "back"> & { item: KeptItem; back: KeptPage[] }) | null;
  day: string | null;
}

/** Null while there is nothing to keep. */
export function packed(tray: Tray): KeptTray | null {
  if (!tray.pages.length && !tray.items.length && !tray.opened.length && !tray.opening) return null;
  const files: KeptFile[] = [];
  const places = new Map<string, number>();
  const page = ({ file, name, format, size, page: no, turn, note, code, printed }: TrayPage): KeptPage => {
    const key = fileKey(file);
    if (!places.has(key)) places.set(key, files.push({ file, name, format, size }) - 1);
    const plain = [places.get(key)!, no, turn, note] as const;
    return printed ? [...plain, code ?? "", printed] : code ? [...plain, code] : plain;
  };
  const pages = tray.pages.map(page);
  const item = (i: FilingItem): KeptItem => ({ ...i, pages: i.pages.map(page) });
  const items = tray.items.map(item);
  const editing = tray.editing && { ...tray.editing, item: item(tray.editing.item), back: tray.editing.back.map(page) };
  return { files, pages, items, opened: tray.opened, opening: tray.opening, editing, day: tray.day };
}

export function unpack(kept: KeptTray, tray: Tray): void {
  const page = ([at, no, turn, note, code, printed]: KeptPage): TrayPage[] => {
    const file = kept.files[at];
    return file ? [{ ...file, key: pageKey(file.file, no), page: no, turn, note, ...(code ? { code } : {}), ...(printed ? { printed } : {}) }] : [];
  };
  tray.pages = kept.pages.flatMap(page);
  // A tray kept by an earlier version knows nothing of the record's own signatures.
  const item = (i: KeptItem): FilingItem => ({ ...i, signs: i.signs ?? [], target: { ...i.target, awaited: i.target.awaited ?? [], waiting: i.target.waiting ?? [] }, pages: i.pages.flatMap(page) });
  tray.items = kept.items.map(item);
  tray.editing = kept.editing ? { ...kept.editing, item: item(kept.editing.item), back: kept.editing.back.flatMap(page) } : null;
  tray.opened = kept.opened;
  tray.opening = kept.opening;
  tray.day = kept.day;
}
