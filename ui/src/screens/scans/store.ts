// The tray of each batch as long as the program runs: leaving the screen and coming back finds it as it was. Nothing in it is stored; the
// files lie where they lay, and a folder opened again shows what of it was filed.
import { reactive } from "vue";
import type { Finding, PageFile } from "../../ipc";
import type { FilingItem, TrayPage } from "./tray";

export interface Tray {
  pages: TrayPage[];
  items: FilingItem[];
  /** Files that could not be read. */
  unread: Finding[];
  /** Pages left out because they are filed already, by the files they are of. */
  filed: { file: PageFile; name: string; pages: number }[];
  /** To be laid in when the screen opens. */
  led: PageFile[];
  day: string | null;
  last: number | null;
}

const trays = new Map<number, Tray>();

export function trayOf(batch: number): Tray {
  const known = trays.get(batch) ?? reactive<Tray>({ pages: [], items: [], unread: [], filed: [], led: [], day: null, last: null });
  trays.set(batch, known);
  return known;
}

export function layMaterial(batch: number, material: number): void {
  trayOf(batch).led.push({ material });
}
