// Pages waiting in the tray and where they are to go: choosing, finding the record, making of items. Pure.
import type { Finding, KnownPage, Originality, PageFile, ScanFile, ScanItem, ScanReading, ScanTarget, Signature, TargetPerson, TakenOffPaper, WaitingPaper } from "../../ipc";
import { fileKey } from "../../parts/thumbs";

/** A page not yet given to a record. */
export interface TrayPage {
  key: string;
  file: PageFile;
  name: string;
  format: string;
  size: number;
  page: number;
  /** Clockwise, in degrees. */
  turn: number;
  /** What is to be known of it, in words; mostly nothing. */
  note: string;
  /** The code of the finding the note is from, where it is from one. */
  code?: string;
  /** What the code printed on it says, once it was read. */
  printed?: string;
}

/** Pages that are to become one material. */
export interface FilingItem {
  id: number;
  target: ScanTarget;
  pages: TrayPage[];
  name: string;
  originality: Originality;
  secrecy: string;
  signer: string;
  role: string;
  /** Null: the day said for all. */
  signedOn: string | null;
  /** Which of those the record waits for (`target.awaited`) signed on these pages. */
  signs: number[];
  /** Names of those who signed for an office the record names nobody of, by the office. */
  named?: { [role: string]: string };
  /** Found by the code printed on the pages. */
  byCode: boolean;
  /** The revision printed, of pages found by their code. Trays kept by earlier versions know none. */
  revision?: number;
  /** The unsigned material these pages are, signed; undefined: one of its own. */
  replaces?: number | undefined;
  findings: Finding[];
  wanted: boolean;
}

export const pageKey = (file: PageFile, page: number): string => `${fileKey(file)}#${page}`;

/** The pages of a file, without those that are filed already unless they are wanted again. */
export function pagesOf(file: ScanFile, count: number, again: boolean): TrayPage[] {
  const ref: PageFile = "path" in file ? { path: file.path } : { material: file.material };
  const filed = new Set(again ? [] : file.filed);
  return Array.from({ length: count }, (_, i) => i + 1)
    .filter((page) => !filed.has(page))
    .map((page) => ({ key: pageKey(ref, page), file: ref, name: file.name, format: file.format, size: file.size, page, turn: 0, note: "" }));
}

/** Where the cursor stands and which pages are chosen. Nothing chosen means the one under the cursor. */
export interface Choosing {
  at: number;
  anchor: number;
  chosen: ReadonlySet<string>;
}

export const noChoice: Choosing = { at: 0, anchor: 0, chosen: new Set() };

export const meantPages = (pages: readonly TrayPage[], c: Choosing): TrayPage[] => {
  const chosen = pages.filter((p) => c.chosen.has(p.key));
  const here = pages[c.at];
  return chosen.length ? chosen : here ? [here] : [];
};

const between = (pages: readonly TrayPage[], a: number, b: number): string[] => pages.slice(Math.min(a, b), Math.max(a, b) + 1).map((p) => p.key);

/** The same choice among other pages: what was chosen and is still there, and the page under the cursor, or the next that is left. */
export function chosenAmong(before: readonly TrayPage[], c: Choosing, after: readonly TrayPage[]): Choosing {
  const place = new Map(after.map((p, i) => [p.key, i]));
  const found = (at: number): number => {
    const next = before.slice(at).find((p) => place.has(p.key));
    return next ? place.get(next.key)! : Math.max(0, after.length - 1);
  };
  return { at: found(c.at), anchor: found(c.anchor), chosen: new Set([...c.chosen].filter((key) => place.has(key))) };
}

/** The frame at the first of the pages laid in; whoever chose pages while they came goes on with those. */
export function shownFrom(pages: readonly TrayPage[], c: Choosing, laid: readonly TrayPage[]): Choosing {
  const at = laid[0] ? pages.indexOf(laid[0]) : -1;
  return at < 0 || c.chosen.size ? c : { at, anchor: at, chosen: new Set() };
}

/** What is said of pages laid in from materials that keep their place; of those taken `off` their records, that was said already. */
export function laidWords(laid: readonly TrayPage[], off: readonly number[]): string {
  const own = laid.filter((p) => !("material" in p.file && off.includes(p.file.material)));
  const papers = new Set(own.map((p) => fileKey(p.file))).size;
  return own.length ? `“${own[0]!.name}”${papers > 1 ? `等 ${papers} 份` : ""}的 ${own.length} 页已放到待整理里；归到别处以后，原来的材料不变。` : "";
}

/** What is seen of a page at a glance: empty, the same as another, or worth a look. */
export const flagOf = (p: TrayPage): "" | "空白" | "相同" | "请看" => (!p.note ? "" : p.code === "K13" ? "空白" : p.code === "K14" ? "相同" : "请看");

/** A key of the grid; null when it means nothing here. */
export function keyed(c: Choosing, pages: readonly TrayPage[], key: string, shift: boolean, columns: number): Choosing | null {
  const last = pages.length - 1;
  if (last < 0) return null;
  if (key === " ") {
    const chosen = new Set(c.chosen);
    const here = pages[c.at]?.key ?? "";
    if (!chosen.delete(here)) chosen.add(here);
    return { at: c.at, anchor: c.at, chosen };
  }
  if (key === "Escape") return c.chosen.size ? { ...c, anchor: c.at, chosen: new Set() } : null;
  const steps: { [key: string]: number } = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -c.at, End: last - c.at, PageDown: columns * 3, PageUp: -columns * 3 };
  const by = steps[key];
  if (by === undefined) return null;
  const at = Math.min(Math.max(0, c.at + by), last);
  if (!shift) return { at, anchor: at, chosen: c.chosen };
  return { at, anchor: c.anchor, chosen: new Set(between(pages, c.anchor, at)) };
}

/** A click: this one alone; with Ctrl one more or less; with Shift all from the last one on. */
export function clicked(c: Choosing, pages: readonly TrayPage[], at: number, { shift, ctrl }: { shift: boolean; ctrl: boolean }): Choosing {
  const key = pages[at]?.key ?? "";
  if (shift) return { at, anchor: c.anchor, chosen: new Set(between(pages, c.anchor, at)) };
  if (!ctrl) return { at, anchor: at, chosen: new Set([key]) };
  const chosen = new Set(c.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { at, anchor: at, chosen };
}

/** The records a few typed words mean, the likeliest first: number of the step, its name, kind, day, names of people or their pinyin. */
export function findTargets(typed: string, targets: readonly ScanTarget[], people: readonly TargetPerson[], last: number | null): ScanTarget[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const keys = new Map(people.map((p) => [p.candidate, p.keys]));
  const fits = (t: ScanTarget, w: string): number => {
    if (/^\d{1,2}$/.test(w)) return t.step_no === Number(w) ? 3 : 0;
    if (t.about.some((n) => n.includes(w))) return 3;
    if (/^[a-z]+$/.test(w) && t.candidates.some((c) => keys.get(c)?.some((k) => k.startsWith(w)))) return 3;
    return [t.step_name, t.kind, t.when, t.step.toLowerCase(), ...t.names].some((text) => text.toLowerCase().includes(w)) ? 1 : 0;
  };
  return targets
    .map((t, order) => ({ t, order, fit: words.map((w) => fits(t, w)) }))
    .filter(({ fit }) => fit.every((n) => n > 0))
    .sort((a, b) => {
      const weight = (x: typeof a): number => x.fit.reduce((n, f) => n + f, 0) * 4 + (x.t.record === last && !words.length ? 2 : 0) + (x.t.unsigned ? 1 : 0);
      return weight(b) - weight(a) || a.order - b.order;
    })
    .map(({ t }) => t);
}

let items = 0;
/** Pages given by hand: what paper they are and who signed it nobody has said yet, and nobody says it for the person who files them. */
export function itemFor(target: ScanTarget, pages: TrayPage[], taken: readonly string[] = []): FilingItem {
  const plain = `${target.kind}（扫描件）`;
  // Two papers of one record are two materials.
  let name = plain;
  for (let n = 2; taken.includes(name); n++) name = `${plain}${n}`;
  return { id: ++items, target, pages, name, originality: "original", secrecy: "", signer: "", role: target.signature.role, signedOn: null, signs: [], byCode: false, findings: [], wanted: true };
}

/** The whole of a paper taken off its record, hung on another: it is called what it was and signed by who signed it. */
export function rehung(item: FilingItem, off: readonly TakenOffPaper[]): FilingItem {
  const [first] = item.pages;
  const from = first && "material" in first.file ? first.file.material : null;
  const was = off.find((p) => p.material.id === from)?.material.content;
  if (!was || item.pages.length !== was.pages || item.pages.some((p) => !("material" in p.file) || p.file.material !== from)) return item;
  const { name: signer, role, date, mode } = was.signature;
  return { ...item, name: was.name, originality: was.originality, secrecy: was.secrecy, signer: mode === "pending" ? "" : signer, role, signedOn: mode === "pending" ? null : date };
}

/** The paper before this one that goes to the same record by hand as well: they may be one, scanned in two goes. */
export function joinable(items: readonly FilingItem[], item: FilingItem): FilingItem | null {
  const before = items.slice(0, items.indexOf(item)).findLast((i) => i.target.record === item.target.record && !i.byCode);
  return item.byCode ? null : (before ?? null);
}

/** The day an item was signed, as far as anything was signed on it. */
const signedDay = (i: FilingItem, day: string | null): string | null => i.signedOn ?? (i.signer.trim() || i.signs.length ? day : null);

/** What the two papers that would be one say differently: none of it may be lost unseen. */
export function unlike(items: readonly FilingItem[], item: FilingItem, day: string | null): string[] {
  const to = joinable(items, item);
  if (!to) return [];
  const said: [string, (i: FilingItem) => unknown][] = [
    ["原件或复制件", (i) => i.originality],
    ["密级", (i) => i.secrecy],
    ["签名人", (i) => i.signer.trim()],
    ["签名人的身份", (i) => (i.signer.trim() ? i.role : "")],
    ["签名日期", (i) => signedDay(i, day)],
    ["顶替的待签材料", (i) => i.replaces],
  ];
  return said.flatMap(([what, of]) => (of(to) && of(item) && of(to) !== of(item) ? [what] : []));
}

/** The pages of an item laid behind those of the one before, with what only one of them says; two that say different things stay two. */
export function joined(items: readonly FilingItem[], item: FilingItem, day: string | null): FilingItem[] {
  const to = joinable(items, item);
  if (!to || unlike(items, item, day).length) return [...items];
  const whole: FilingItem = {
    ...to,
    pages: [...to.pages, ...item.pages],
    secrecy: to.secrecy || item.secrecy,
    signer: to.signer.trim() ? to.signer : item.signer,
    role: to.signer.trim() || !item.signer.trim() ? to.role : item.role,
    signedOn: to.signedOn ?? item.signedOn,
    signs: [...new Set([...to.signs, ...retargeted(item, to.target).signs])].sort((a, b) => a - b),
    // The signed paper goes by the name of the unsigned one.
    ...(to.replaces === undefined && item.replaces !== undefined ? { replaces: item.replaces, name: item.name } : {}),
    // Pages somebody held back are not filed because they lie behind others.
    wanted: to.wanted && item.wanted,
  };
  return items.flatMap((i) => (i === item ? [] : i === to ? [whole] : [i]));
}

/** A record's own sheet, known by its code: it is what it says, and whoever it was printed for has signed it. */
export function ownItem(target: ScanTarget, pages: TrayPage[]): FilingItem {
  const { name: signer, role, date } = target.signature;
  return { ...itemFor(target, pages), name: target.names[0] ?? "", signer, role, signedOn: date, byCode: true };
}

/** Pages whose code was read, as the host is told of them again. */
/** The record a printed code names (docs/sheet-code.md). */
const recordOf = (printed: string): number => Number(printed.split(":")[2]);

/** Papers that wait, found by their codes: the rest of them may come with a later scan. A page of another record laid to one by hand is no part of it. */
export const waitingByCode = (items: readonly FilingItem[]): KnownPage[] => items.flatMap((i) => (i.byCode ? known(i.pages.filter((p) => p.printed && recordOf(p.printed) === i.target.record)) : []));

export const known = (pages: readonly TrayPage[]): KnownPage[] => pages.flatMap((p) => (p.printed ? [{ page: { ...p.file, page: p.page, turn: p.turn }, code: p.printed }] : []));

/** The same paper going to its record as that stands now: who was ticked stays ticked, by name and role; whoever is awaited no longer does not. */
export function retargeted(item: FilingItem, target: ScanTarget): FilingItem {
  const alike = (of: readonly Signature[], at: number): string => {
    const told = (s: Signature | undefined): string => JSON.stringify([s?.name, s?.role]);
    const key = told(of[at]);
    return `${key} ${of.slice(0, at).filter((s) => told(s) === key).length}`;
  };
  const now = new Map(target.awaited.map((_, at) => [alike(target.awaited, at), at]));
  return { ...item, target, signs: item.signs.flatMap((at) => now.get(alike(item.target.awaited, at)) ?? []).sort((a, b) => a - b) };
}

/** The paper with the pages that came to it: in the order of their numbers, with what was said of it by hand, judged anew. */
function grown(was: FilingItem, pages: TrayPage[], target: ScanTarget, findings: Finding[]): FilingItem {
  const held = new Set(was.pages.map((p) => p.key));
  const more = pages.some((p) => !held.has(p.key));
  const own = new Set(pages.map((p) => p.key));
  const now = retargeted(was, target);
  // What is found only now, or a signature that went elsewhere, waits for a look as with a new paper.
  const doubtful = now.signs.length < was.signs.length || findings.some((f) => !was.findings.some((w) => w.message === f.message));
  return {
    ...now,
    // Pages that bear no code were laid to it by hand.
    pages: more ? [...pages, ...was.pages.filter((p) => !own.has(p.key))] : was.pages,
    findings,
    // What waited only for the rest of it waits no more; what somebody held back does.
    wanted: !doubtful && (was.wanted || (was.findings.length > 0 && !findings.length)),
  };
}

/** What the codes on the pages led to: pages found lie with the papers they belong to, new ones and those that waited for them; the others bear notes. */
export function sorted(pages: readonly TrayPage[], reading: ScanReading, targets: readonly ScanTarget[], items: readonly FilingItem[] = []): { pages: TrayPage[]; items: FilingItem[]; papers: number } {
  const waiting = new Map(pages.map((p) => [p.key, p]));
  const made = [...items];
  let papers = 0;
  for (const sheet of reading.sheets) {
    const keys = sheet.pages.map((p) => pageKey(p, p.page));
    const target = targets.find((t) => t.record === sheet.record);
    const mine = keys.map((key) => waiting.get(key)).filter((p): p is TrayPage => p !== undefined);
    const was = made.findIndex((i) => i.byCode && i.target.record === sheet.record && i.pages.some((p) => keys.includes(p.key)));
    if (!mine.length && was < 0) continue;
    if (!target) {
      // Of another batch, or taken back since: said on the page, or it would be filed by hand to what lies here.
      const stops = sheet.findings.find((f) => f.level === "error");
      const note = stops ? `${stops.message}；${stops.remedy}` : `这是批次“${sheet.batch_name}”的记录 ${sheet.record}（${sheet.title}）的页，请到那个批次的“打印与扫描回收”里归入`;
      for (const p of mine) waiting.set(p.key, { ...p, note });
      continue;
    }
    const held = new Map([...mine, ...(made[was]?.pages ?? [])].map((p) => [p.key, p]));
    const printed = keys.flatMap((key, at) => (held.has(key) ? [{ ...held.get(key)!, note: "", printed: sheet.codes[at]! }] : []));
    mine.forEach((p) => waiting.delete(p.key));
    if (mine.length) papers++;
    const whole = { ...target, names: sheet.names, signature: sheet.signature, awaited: sheet.awaited, waiting: sheet.waiting };
    if (was >= 0) {
      made[was] = grown(made[was]!, printed, whole, sheet.findings);
      continue;
    }
    const item = ownItem(whole, printed);
    // Of several only who looks at the paper knows who has signed it. What is doubtful waits for a look: incomplete, of an older print, attached before.
    made.push({ ...item, revision: sheet.revision, signs: sheet.awaited.length === 1 ? [0] : [], findings: sheet.findings, wanted: sheet.findings.length === 0 });
  }
  for (const { page, finding, code } of reading.loose) {
    const mine = waiting.get(pageKey(page, page.page));
    // That there is no code is no news in the tray of pages without one.
    const silent = finding.code === "K03" && finding.message.includes("没有找到二维码");
    if (mine && !silent) waiting.set(mine.key, { ...mine, note: [finding.message, ...(code ? [finding.remedy] : [])].join("；"), code: finding.code, ...(code ? { printed: code } : {}) });
  }
  return { pages: [...waiting.values()], items: made, papers };
}

/** `2026-03-05` as 2026年3月5日; only as much of it as is there. */
export function dayOf(date: string | null): string {
  const [y, m, d] = (date ?? "").split("-").map(Number);
  return [y ? `${y}年` : "", m ? `${m}月` : "", d ? `${d}日` : ""].join("");
}

/** As it is asked for, but for the record it goes to. Who did not sign, or nobody says when, has not signed yet. */
export function itemContent(item: FilingItem, day: string | null): Omit<ScanItem, "record" | "opens"> {
  const date = item.signedOn ?? day;
  const office = item.byCode && !item.signer.trim() ? signing(item)[0] : undefined;
  const [name, role] = office ? [office.name, office.role] : [item.signer.trim(), item.role];
  const given = name !== "" && date !== null && !unsaid(item);
  return {
    pages: item.pages.map((p) => ({ ...p.file, page: p.page, turn: p.turn })),
    name: item.name.trim(),
    originality: item.originality,
    secrecy: item.secrecy,
    signature: { name, role, date, mode: given ? "scanned" : "pending" },
    ...(item.revision === undefined ? {} : { revision: item.revision }),
    ...(item.replaces === undefined ? {} : { replaces: item.replaces }),
    signs: date === null || unsaid(item) ? [] : signing(item).map((s) => ({ ...s, date, mode: "scanned" as const })),
  };
}

/** Several are to sign the record's own sheet, and nobody has said yet who has. */
export const unsaid = (item: FilingItem): boolean => item.byCode && item.target.awaited.length > 1 && (!item.signs.length || officesOf(item).some((role) => !item.named?.[role]?.trim()));

/** Those of the record who signed on these pages; one without a name is whoever signed the paper, as the host takes it. */
export const signing = (item: FilingItem): Signature[] =>
  item.signs
    .flatMap((at) => item.target.awaited.slice(at, at + 1))
    .map((s) => ({ ...s, name: s.name || (item.named?.[s.role] ?? "").trim() }))
    // Of several offices nobody's name stands for another's.
    .filter((s) => s.name || !officesOf(item).includes(s.role));

/** Several offices are to sign whose holders the record does not name: each name is asked for apart. */
export const officesOf = (item: FilingItem): string[] => {
  const open = item.target.awaited.flatMap((s, at) => (s.name ? [] : [{ role: s.role, at }]));
  return open.length > 1 ? open.filter((o) => item.signs.includes(o.at)).map((o) => o.role) : [];
};

/** Says that the one at that place signed on these pages, or did not. */
export function sign(item: { signs: number[] }, at: number, on: boolean): void {
  item.signs = on ? [...new Set([...item.signs, at])].sort((a, b) => a - b) : item.signs.filter((i) => i !== at);
}

/** Says that the pages are the unsigned paper, signed, or that they are not: it goes by that paper's name from then on. */
export function replace(item: FilingItem, paper: WaitingPaper, on: boolean): void {
  item.replaces = on ? paper.material : undefined;
  if (on) [item.name, item.wanted] = [paper.name, true];
}

export const targetWords = (t: ScanTarget): string => [`${t.step_no} ${t.step_name}`, t.kind, t.when].filter(Boolean).join("，");
export const aboutWords = (t: ScanTarget): string => (t.about.length ? t.about.slice(0, 4).join("、") + (t.about.length > 4 ? `等 ${t.about.length} 人` : "") : "全批");

/** Pages of a paper as they were looked at, with those that joined it meanwhile behind them: a scan may be read while its dialog is open. */
export function withJoined(looked: readonly TrayPage[], now: readonly TrayPage[], returned: readonly TrayPage[]): TrayPage[] {
  const known = new Set([...looked, ...returned].map((p) => p.key));
  return [...looked, ...now.filter((p) => !known.has(p.key))];
}
