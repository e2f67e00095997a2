// The tray: choosing pages by keys and mouse, finding the record, what the codes led to.
import { flushPromises, mount, shallowMount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import type { MaterialRow, ScanFile, ScanReading, ScanTarget } from "../src/ipc";
import { chosenAmong, clicked, findTargets, flagOf, itemContent, itemFor, joinable, joined, keyed, known, laidWords, meantPages, noChoice, ownItem, pagesOf, rehung, replace, retargeted, shownFrom, sign, signing, sorted, unlike, waitingByCode, withJoined, type Choosing, type FilingItem, type TrayPage } from "../src/screens/scans/tray";
import { openedTarget, openings, takeRequest } from "../src/screens/scans/opening";
import FilingList from "../src/screens/scans/FilingList.vue";
import Scans from "../src/screens/scans/Scans.vue";
import ItemDialog from "../src/screens/scans/ItemDialog.vue";
import TargetBox from "../src/screens/scans/TargetBox.vue";
import { answering } from "./host";
import { packed, trayOf, unpack } from "../src/screens/scans/store";
import type { StepInfo } from "../src/use/catalogue";
import type { RecordContent } from "../src/ipc";
import { leadTo } from "../src/use/dropped";
import { counts, narrow } from "../src/screens/batch/materials";

const file = (path: string, pages: number, filed: number[] = []): ScanFile => ({ path, name: path.slice(1), format: "pdf", pages, size: 1000, fault: null, filed });
const pages = (n: number): TrayPage[] => pagesOf(file("/甲.pdf", n), n, false);
const target = (record: number, step_no: number, about: string[], more: Partial<ScanTarget> = {}): ScanTarget => ({
  record,
  happened: null,
  step: `S${step_no}`,
  step_no,
  step_name: `步骤${step_no}`,
  kind: "会议记录",
  when: "2026年3月5日",
  candidates: about.map((_, i) => record * 10 + i),
  about,
  names: ["会议记录", "签到表"],
  signature: { name: "周敏", role: "记录人", date: null, mode: "scanned" },
  awaited: [],
  waiting: [],
  unsigned: false,
  entered_on: "2026-03-10",
  ...more,
});
const press = (from: Choosing, all: TrayPage[], ...keys: string[]): Choosing =>
  keys.reduce((c, k) => keyed(c, all, k.replace("Shift+", ""), k.startsWith("Shift+"), 4) ?? c, from);
const numbers = (all: TrayPage[], c: Choosing): number[] => meantPages(all, c).map((p) => p.page);

describe("选页", () => {
  const all = pages(10);
  it("什么都没选，就是光标所在的一页", () => expect(numbers(all, press(noChoice, all, "ArrowRight"))).toEqual([2]));
  it("Shift 连选，往回缩也跟着缩", () => {
    expect(numbers(all, press(noChoice, all, "Shift+ArrowRight", "Shift+ArrowDown"))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(numbers(all, press(noChoice, all, "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowUp"))).toEqual([1, 2]);
  });
  it("空格一页一页标记，移动不丢", () => expect(numbers(all, press(noChoice, all, " ", "ArrowRight", "ArrowRight", " ", "ArrowDown"))).toEqual([1, 3]));
  it("Esc 清除标记，再按不管", () => {
    const marked = press(noChoice, all, " ");
    expect(keyed(marked, all, "Escape", false, 4)?.chosen.size).toBe(0);
    expect(keyed(noChoice, all, "Escape", false, 4)).toBeNull();
  });
  it("到头不越界；别的键不管", () => {
    expect(press(noChoice, all, "End", "ArrowDown", "ArrowRight").at).toBe(9);
    expect(keyed(noChoice, all, "x", false, 4)).toBeNull();
    expect(keyed(noChoice, [], "ArrowRight", false, 4)).toBeNull();
  });
  it("鼠标：单击一页，Ctrl 加减，Shift 连选", () => {
    const one = clicked(noChoice, all, 2, { shift: false, ctrl: false });
    expect(numbers(all, clicked(one, all, 5, { shift: true, ctrl: false }))).toEqual([3, 4, 5, 6]);
    const two = clicked(one, all, 5, { shift: false, ctrl: true });
    expect(numbers(all, two)).toEqual([3, 6]);
    expect(numbers(all, clicked(two, all, 2, { shift: false, ctrl: true }))).toEqual([6]);
  });
  it("已经挂接的页不再列出，除非要", () => {
    expect(pagesOf(file("/甲.pdf", 3, [1, 3]), 3, false).map((p) => p.page)).toEqual([2]);
    expect(pagesOf(file("/甲.pdf", 3, [1, 3]), 3, true).map((p) => p.page)).toEqual([1, 2, 3]);
  });
});

describe("识别完了", () => {
  const page = (key: string, note = ""): TrayPage => ({ key, note }) as TrayPage;
  const before = ["a", "b", "c", "d"].map((k) => page(k));
  it("选好的页还选着，光标还在那一页；那一页归走了的，在下一页上", () => {
    const c: Choosing = { at: 2, anchor: 1, chosen: new Set(["b", "c"]) };
    expect(chosenAmong(before, c, ["a", "c", "d"].map((k) => page(k)))).toEqual({ at: 1, anchor: 1, chosen: new Set(["c"]) });
    expect(chosenAmong(before, c, ["a", "d"].map((k) => page(k)))).toEqual({ at: 1, anchor: 1, chosen: new Set() });
    expect(chosenAmong(before, c, [page("a")])).toEqual({ at: 0, anchor: 0, chosen: new Set() });
  });
  it("空白页、相同的页一眼看得出", () => {
    expect([["", ""], ["是空白页", "K13"], ["与 a.pdf 第 1 页完全相同", "K14"], ["另一批次的页", ""]].map(([n, code]) => flagOf({ ...page("x", n), ...(code ? { code } : {}) }))).toEqual(["", "空白", "相同", "请看"]);
  });
});

describe("找记录", () => {
  const targets = [target(1, 3, []), target(2, 36, ["欧阳静澜"]), target(3, 36, ["买买提·艾力"], { unsigned: true }), target(4, 13, ["欧阳静澜"], { when: "2026年4月1日" })];
  const people = [
    { candidate: 20, name: "欧阳静澜", keys: ["oyjl", "ouyangjinglan"] },
    { candidate: 40, name: "欧阳静澜", keys: ["oyjl"] },
  ];
  const found = (typed: string, last: number | null = null): number[] => findTargets(typed, targets, people, last).map((t) => t.record);
  it("步骤号是整个的号，不是一部分", () => expect(found("3")).toEqual([1]));
  it("顶替待签的一件：照它的名称挂接，选了就写入；不选是另外一件", () => {
    const waiting = { material: 188, name: "实地走访记录", pages: 1 };
    const item = { ...ownItem(target(1, 3, [], { waiting: [waiting] }), []), wanted: false };
    expect(itemContent(item, null)).not.toHaveProperty("replaces");
    replace(item, waiting, true);
    expect([item.wanted, itemContent(item, null).name, itemContent(item, null).replaces]).toEqual([true, "实地走访记录", 188]);
    replace(item, waiting, false);
    expect(itemContent(item, null)).not.toHaveProperty("replaces");
  });
  it("取下的纸整份改挂：名称、签名人、日期照旧；只挂其中几页的不是同一份", () => {
    const off = [{ material: { id: 7, content: { name: "谈话记录", originality: "original", secrecy: "秘密", pages: 2, signature: { name: "贺文舟", role: "记录人", date: "2026-03-02", mode: "scanned" } } } }] as never;
    const page = (n: number) => ({ ...pages(1)[0]!, key: `m7#${n}`, file: { material: 7 }, page: n });
    const whole = rehung(itemFor(target(1, 3, []), [page(1), page(2)]), off);
    expect([whole.name, whole.signer, whole.signedOn, whole.secrecy]).toEqual(["谈话记录", "贺文舟", "2026-03-02", "秘密"]);
    const part = rehung(itemFor(target(1, 3, []), [page(1)]), off);
    expect([part.name, part.signer]).toEqual(["会议记录（扫描件）", ""]);
  });
  it("同一步骤里待签的在前", () => expect(found("36")).toEqual([3, 2]));
  it("步骤号加拼音首字母", () => expect(found("36 oyjl")).toEqual([2]));
  it("姓名、日期", () => {
    expect(found("静澜")).toEqual([2, 4]);
    expect(found("4月1日")).toEqual([4]);
  });
  it("什么都不输，上一次归的在最前", () => expect(found("", 4)[0]).toBe(4));
  it("找不到就是没有", () => expect(found("赵")).toEqual([]));
});

describe("挂接", () => {
  it("人工归入的不替人说是什么材料、谁签的名；第二份另有名称", () => {
    const item = itemFor(target(1, 3, []), pages(1));
    expect([item.name.endsWith("（扫描件）"), item.signer, item.signedOn]).toEqual([true, "", null]);
    expect(itemFor(target(1, 3, []), pages(1), [item.name]).name).toBe(`${item.name}2`);
    expect(itemContent(item, "2026-03-09").signature.mode).toBe("pending");
  });
  it("没有签名人或日期的是待签，不说成已签", () => {
    const item = ownItem(target(1, 3, []), pages(2));
    expect(itemContent(item, null).signature).toEqual({ name: "周敏", role: "记录人", date: null, mode: "pending" });
    expect(itemContent(item, "2026-03-09").signature).toEqual({ name: "周敏", role: "记录人", date: "2026-03-09", mode: "scanned" });
    expect(itemContent({ ...item, signedOn: "2026-03-08" }, "2026-03-09").signature.date).toBe("2026-03-08");
    expect(itemContent({ ...item, signer: " " }, "2026-03-09").signature.mode).toBe("pending");
    expect(itemContent(item, null).pages).toEqual([{ path: "/甲.pdf", page: 1, turn: 0 }, { path: "/甲.pdf", page: 2, turn: 0 }]);
  });
  it("二维码认出的成为材料，可疑的先不勾；其余留在待整理并说明", () => {
    const all = pages(4);
    const finding = (code: string, message: string) => ({ code, level: "warning" as const, message, remedy: "", basis: "", place: {} }) as never;
    const page = (n: number) => ({ path: "/甲.pdf", page: n, turn: 0 });
    const sheet = (record: number, n: number, findings: never[]) => ({ record, batch: 1, batch_name: "第三批", revision: 1, outdated: false, title: "", about: [], pages: [page(n)], codes: [`JS1:${record}:${n}`], missing: [], names: ["会议记录"], signature: target(1, 3, []).signature, awaited: [{ name: "孙一", role: "计票人", date: null, mode: "pending" as const }, { name: "", role: "监票人", date: null, mode: "pending" as const }], waiting: [{ material: 188, name: "实地走访记录", pages: 1 }], findings });
    const reading: ScanReading = {
      pages: 4,
      sheets: [sheet(1, 2, []), sheet(2, 1, [finding("K06", "缺第 2 页")])],
      loose: [{ page: page(3), finding: finding("K03", "甲.pdf 第 3 页没有找到二维码") }, { page: page(4), finding: finding("K04", "别处打印的") }],
      unread: [],
    };
    const own = sorted(all, reading, [target(1, 3, []), target(2, 36, [])]);
    expect(own.items.map((i) => [i.target.record, i.pages.map((p) => p.page), i.wanted])).toEqual([[1, [2], true], [2, [1], false]]);
    // Two were to sign it: who has, nobody says for whoever looks at the paper; until then it waits.
    expect([own.items[0]!.signs, itemContent(own.items[0]!, "2026-03-09").signature.mode]).toEqual([[], "pending"]);
    [1, 0].forEach((at) => sign(own.items[0]!, at, true));
    expect(itemContent(own.items[0]!, "2026-03-09").signature.mode).toBe("scanned");
    // One without a name the host takes for the signer of the paper.
    const signs = itemContent(own.items[0]!, "2026-03-09").signs?.map((s) => [s.name, s.role, s.date, s.mode]);
    expect(signs).toEqual([["孙一", "计票人", "2026-03-09", "scanned"], ["", "监票人", "2026-03-09", "scanned"]]);
    expect(itemContent(own.items[0]!, null).signs).toEqual([]);
    expect(own.pages.map((p) => [p.page, p.note])).toEqual([[3, ""], [4, "别处打印的"]]);
    // A page of another batch, or of a record taken back: waiting, and said what it is.
    const gone = { code: "K10", level: "error", message: "记录 9 已经撤回", remedy: "请先恢复", basis: "", place: {} } as never;
    const foreign = { pages: 2, sheets: [{ ...sheet(291, 1, []), batch: 3, batch_name: "第五批", title: "会议记录" }, sheet(9, 2, [gone])], loose: [], unread: [] };
    const left = sorted(pages(2), foreign, [target(1, 3, [])]);
    expect(left.items).toEqual([]);
    expect(left.pages.map((p) => p.note)).toEqual([expect.stringMatching(/批次“第五批”的记录 291（会议记录）/), "记录 9 已经撤回；请先恢复"]);
  });
});

describe("拖进窗口的文件", () => {
  const dropped = (...paths: string[]) => ({ paths, names: [] });
  it("批次里的扫描件去扫描回收，任免审批表去导入", () => {
    expect(leadTo("/batch/3/matrix", dropped("/a/扫描.PDF"))).toEqual({ path: "/batch/3/scans" });
    expect(leadTo("/batch/3/setup", dropped("/a/张三.lrmx"))).toEqual({ path: "/people/import", query: { batch: "3", from: "setup" } });
    expect(leadTo("/home", dropped("/a/扫描.pdf"))).toBeNull();
    expect(leadTo("/notebook", dropped("/a/三批 2026.3"))).toEqual({ path: "/people/import", query: {} });
    expect(leadTo("/batch/3/records", { paths: [], names: ["1.tif"] })).toEqual({ path: "/batch/3/scans" });
  });
  it("批次里拖入的扫描文件夹去扫描回收，问人的地方仍去导入", () => {
    for (const at of ["/batch/3/materials", "/batch/3/records", "/batch/3", "/batch/3/person/9"]) expect(leadTo(at, dropped("/a/扫描 2026.3")), at).toEqual({ path: "/batch/3/scans" });
    expect(leadTo("/batch/3/posts", dropped("/a/任免表"))).toEqual({ path: "/people/import", query: { batch: "3", from: "posts" } });
    expect(leadTo("/batch/3/materials", dropped("/a/扫描", "/a/张三.lrmx"))?.path).toBe("/people/import");
  });
});

describe("材料清单的筛选", () => {
  const row = (id: number, more: { name?: string; date?: string | null; sha256?: string; expected?: boolean; same_as?: number[]; candidates?: number[]; step?: string; retracted?: boolean }) =>
    ({
      material: { id, content: { name: more.name ?? "会议记录", file_name: "", sha256: more.sha256 ?? "aa", signature: { name: "周敏", date: more.date === undefined ? "2026-03-09" : more.date, mode: "scanned", role: "" } } },
      step: more.step ?? "S05",
      step_name: "谈话",
      about: [],
      candidates: more.candidates ?? [],
      expected: more.expected ?? true,
      retracted: more.retracted ?? false,
      same_as: more.same_as ?? [],
    }) as never;
  const rows = [row(1, {}), row(2, { date: null, candidates: [7] }), row(3, { expected: false, same_as: [1] }), row(4, { sha256: "", step: "S36", name: "签到表" }), row(5, { retracted: true })];
  const ids = (by: object): number[] => narrow(rows, { state: "all", step: "", person: null, words: "", ...by } as never).map((r) => r.material.id);
  it("状态、步骤、人、文字", () => {
    expect(ids({ state: "unsigned" })).toEqual([2]);
    expect(ids({ state: "unassigned" })).toEqual([3, 5]);
    expect(ids({ state: "double" })).toEqual([3]);
    expect(ids({ step: "S36" })).toEqual([4]);
    expect(ids({ person: 7 })).toEqual([2]);
    expect(ids({ person: 0 })).toEqual([1, 3, 4, 5]);
    expect(ids({ words: "签到 周敏" })).toEqual([4]);
  });
  it("合并以前的文件名，半角的括号", () => {
    const bound: MaterialRow = row(9, { name: "会议记录（扫描件）" });
    bound.material.content.origins = [{ file_name: "meeting1.pdf", sha256: "", size: 0, first: 1, last: 2, turn: 0 }];
    const found = (words: string) => narrow([bound, rows[0]!] as never, { state: "all", step: "", person: null, words } as never).length;
    expect([found("meeting1"), found("(扫描件)"), found("meeting2")]).toEqual([1, 1, 0]);
  });
  it("数得对", () => expect(counts(rows)).toEqual({ all: 5, unsigned: 1, unassigned: 2, double: 1, paper: 1 }));
});

describe("新开记录", () => {
  const step = (no: number, name: string): StepInfo => ({ key: `S${no}`, no, name, records: ["meeting"], materials: [{ name: "会议纪要" }] }) as unknown as StepInfo;
  const steps = [step(3, "研究启动意见"), step(36, "常委会讨论")];
  const people = [{ candidate: 20, name: "欧阳静澜", keys: ["oyjl"] }];
  const content = (date: string): RecordContent => ({ step: "S36", candidates: [20], date, time: "15:00", signatures: [], body: { kind: "meeting" } }) as unknown as RecordContent;
  const offered = (typed: string) => openings(typed, steps, people).map((o) => [o.step, o.candidates]);
  it("步骤号、步骤名，连同人的拼音首字母", () => {
    expect(offered("36 oyjl")).toEqual([["S36", [20]]]);
    expect(offered("讨论")).toEqual([["S36", []]]);
  });
  it("只说了人，没有说哪一步，就不猜", () => {
    expect(offered("oyjl")).toEqual([]);
    expect(offered("")).toEqual([]);
  });
  it("步骤号是整个的号；没有的步骤就没有", () => expect([offered("3"), offered("7"), offered("36 赵")]).toEqual([[["S3", []]], [], []]));
  it("没有写入的记录号小于零，可以再归别的页；一条只写一次", () => {
    const opened = [{ id: -1, content: content("2026-05-26") }, { id: -2, content: content("2026-05-27") }];
    const to = openedTarget(opened[1]!, steps[1]!, people);
    expect([to.record, to.when, to.about, to.names[0]]).toEqual([-2, "2026年5月27日 15:00", ["欧阳静澜"], "会议纪要"]);
    const [a, b] = [itemFor(to, pages(2)), itemFor(to, pages(3).slice(2))];
    const there = itemFor(target(7, 3, []), pages(1));
    const request = takeRequest(1, [a, there, b], opened, "2026-05-28");
    expect(request.opens).toEqual([{ batch: 1, content: opened[1]!.content }]);
    const talk = { ...content("2026-05-27"), body: { kind: "notebook" } } as unknown as RecordContent;
    const booked = (book: number | null) => takeRequest(1, [a], [{ id: -2, content: talk, book }], null).opens![0];
    expect([booked(3), booked(0), booked(null)], "a talk goes in the book chosen for it").toEqual([{ batch: 1, content: talk, notebook: 3 }, { batch: 1, content: talk, unbound: true }, { batch: 1, content: talk }]);
    expect(request.items.map((i) => ("opens" in i ? { opens: i.opens } : { record: i.record }))).toEqual([{ opens: 0 }, { record: 7 }, { opens: 0 }]);
  });
  it("待整理的页、归好的材料、新开的记录，存下再取回是一样的", () => {
    const tray = trayOf(91);
    expect(packed(tray)).toBeNull();
    tray.pages = pages(3).map((p, i) => ({ ...p, turn: i * 90, ...(i ? { printed: "JS1:甲" } : {}) }));
    tray.opened = [{ id: -1, content: content("2026-05-26"), carried: ["place"] }];
    tray.items = [itemFor(openedTarget(tray.opened[0]!, steps[1]!, people), pages(5).slice(3))];
    tray.day = "2026-05-28";
    tray.editing = { item: { ...tray.items[0]!, signer: "欧阳静澜" }, back: pages(5).slice(4), typed: true };
    const kept = JSON.parse(JSON.stringify(packed(tray)));
    expect(kept.files.length).toBe(1);
    const other = trayOf(92);
    unpack(kept, other);
    const plain = (t: typeof tray) => JSON.parse(JSON.stringify([t.pages, t.items, t.opened, t.editing, t.day]));
    expect(plain(other)).toEqual(plain(tray));
  });
});

describe("分两次扫的一份", () => {
  const awaited = ["计票人", "监票人"].map((role) => ({ name: "", role, date: null, mode: "pending" as const }));
  const paper = (record: number, count: number, byCode = false) => ({ ...itemFor(target(record, 36, [], { awaited }), pages(count)), byCode });
  it("并入前面归到同一记录的那一份，那一份写好的不变", () => {
    const [first, other, second] = [{ ...paper(7, 2), name: "会议记录", signer: "周敏", signs: [0] }, paper(8, 1), { ...paper(7, 1), signs: [1] }];
    const items = [first, other, second];
    expect([joinable(items, first), joinable(items, other), joinable(items, second)]).toEqual([null, null, first]);
    const [whole, left] = joined(items, second, null);
    expect([whole!.id, whole!.name, whole!.signer, whole!.pages.length, whole!.signs, left]).toEqual([first.id, "会议记录", "周敏", 3, [0, 1], other]);
    expect(joined(items, other, null)).toEqual(items);
  });
  it("只有一份写了的，并后还在", () => {
    const first = paper(7, 2);
    const second = { ...paper(7, 1), name: "任前谈话记录", secrecy: "机密", signer: "李四", role: "谈话人", signedOn: "2026-03-05", signs: [1], replaces: 40 };
    const [whole] = joined([first, second], second, "2026-03-20");
    expect(whole).toMatchObject({ id: first.id, name: "任前谈话记录", secrecy: "机密", signer: "李四", role: "谈话人", signedOn: "2026-03-05", signs: [1], replaces: 40, wanted: true });
    const held = { ...paper(7, 1), wanted: false };
    expect([joined([held, second], second, null)[0]!.wanted, joined([first, held], held, null)[0]!.wanted], "没有勾选挂接的页不跟着挂接").toEqual([false, false]);
  });
  it("两份写得不同就不并，说出哪里不同", () => {
    const first = { ...paper(7, 2), secrecy: "秘密", signer: "李四", signedOn: "2026-03-05", replaces: 40 };
    const apart = (change: Partial<typeof first>, day: string | null = null) => {
      const second = { ...paper(7, 1), ...change };
      const items = [first, second];
      if (unlike(items, second, day).length) expect(joined(items, second, day)).toEqual(items);
      return unlike(items, second, day);
    };
    expect(apart({})).toEqual([]);
    expect(apart({ signer: "周敏", signedOn: "2026-03-09" })).toEqual(["签名人", "签名日期"]);
    expect(apart({ signer: "李四", role: "整理人" })).toEqual(["签名人的身份"]);
    expect(apart({ secrecy: "机密", replaces: 41, originality: "copy" })).toEqual(["原件或复制件", "密级", "顶替的待签材料"]);
    expect(apart({ signs: [0] }, "2026-03-09"), "勾了签的那一份，按给各份写的日期签").toEqual(["签名日期"]);
    expect(apart({}, "2026-03-09")).toEqual([]);
  });
  it("挂接进行中，几份不再并、不再退回", () => {
    const items = [paper(7, 2), paper(7, 1)];
    const acts = (busy: boolean) => mount(FilingList, { props: { items, bare: [], busy, note: null, stopping: false, day: null } }).findAll<HTMLButtonElement>(".acts button").map((b) => b.element.disabled);
    expect([acts(false).some(Boolean), acts(true).every(Boolean)]).toEqual([false, true]);
  });
  it("有二维码的：后来扫的页照页码并进等着它的那一份，缺页重新说，写好的不变", () => {
    const lacking = { code: "K06", level: "warning", message: "缺第2页", remedy: "", basis: "", place: {} } as never;
    const sheet = (numbers: number[], findings: never[]) => ({ record: 7, batch: 1, batch_name: "第三批", revision: 1, outdated: false, title: "", about: [], pages: numbers.map((page) => ({ path: "/甲.pdf", page, turn: 0 })), codes: numbers.map((n) => `JS1:AB:7:1:${n}/3:CD`), missing: [], names: ["会议记录"], signature: target(7, 36, []).signature, awaited: [], waiting: [], findings });
    const read = (one: ReturnType<typeof sheet>) => ({ pages: 1, sheets: [one], loose: [], unread: [] }) as ScanReading;
    const [all, targets] = [pages(3), [target(7, 36, [])]];
    const first = sorted([all[0]!, all[2]!], read(sheet([1, 3], [lacking])), targets);
    expect(first.items[0]).toMatchObject({ wanted: false, findings: [lacking] });
    expect(known(first.items[0]!.pages).map((k) => [k.page.page, k.code])).toEqual([[1, "JS1:AB:7:1:1/3:CD"], [3, "JS1:AB:7:1:3/3:CD"]]);
    const looked = { ...first.items[0]!, signer: "王书记", secrecy: "秘密" };
    const whole = sorted([all[1]!], read(sheet([1, 2, 3], [])), targets, [paper(8, 1), looked]);
    expect([whole.pages, whole.papers, whole.items.length]).toEqual([[], 1, 2]);
    expect(whole.items[1]).toMatchObject({ id: looked.id, signer: "王书记", secrecy: "秘密", wanted: true, findings: [], byCode: true });
    expect(whole.items[1]!.pages.map((p) => p.page)).toEqual([1, 2, 3]);
    // A page sent back: what is lacking is told afresh, and its code stays with it.
    const less = sorted([], read(sheet([1, 3], [lacking])), targets, [{ ...whole.items[1]!, pages: [all[0]!, all[2]!] }]);
    expect([less.items[0]!.findings, less.items[0]!.pages.length]).toEqual([[lacking], 2]);
    expect(less.items[0]!.wanted, "退回一页，缺页才说的，先不勾选").toBe(false);
    const held = sorted([all[1]!], read(sheet([1, 2, 3], [])), targets, [{ ...looked, findings: [], wanted: false }]);
    expect(held.items[0]!.wanted, "不让挂接的不因为来了页就挂接").toBe(false);
    // A page of this record laid by hand to the paper of another counts for neither of the two.
    const strayed = { ...paper(8, 0, true), pages: [{ ...all[1]!, printed: "JS1:AB:7:1:2/3:CD" }] };
    expect(waitingByCode([first.items[0]!, strayed]).map((k) => k.page.page)).toEqual([1, 3]);
    const second = { pages: 1, sheets: [], loose: [{ page: { path: "/甲.pdf", page: 2, turn: 0 }, finding: { code: "K02", message: "又一张", remedy: "先退回那一页" }, code: "JS1:AB:7:1:2/3:CD" }], unread: [] } as never;
    expect(sorted([all[1]!], second, targets).pages[0], "又一张：怎样换上它写在页上，归过去照页码排").toMatchObject({ note: "又一张；先退回那一页", printed: "JS1:AB:7:1:2/3:CD" });
  });
  it("勾了签的跟着人，不跟着位置；不再待签的人不算", () => {
    const people = (...names: string[]) => names.map((name) => ({ name, role: "谈话人", date: null, mode: "pending" as const }));
    const item = { ...ownItem(target(7, 36, [], { awaited: people("甲", "乙", "丙") }), []), signs: [0, 2] };
    const left = retargeted(item, target(7, 36, [], { awaited: people("乙", "丙") }));
    expect(signing(left).map((s) => s.name)).toEqual(["丙"]);
    const two = retargeted({ ...item, target: target(7, 36, [], { awaited: people("", "") }), signs: [1] }, target(7, 36, [], { awaited: people("甲", "", "") }));
    expect(two.signs, "同名同身份的，第几个还是第几个").toEqual([2]);
  });
  it("认出二维码的签字页自成一份", () => {
    const items = [paper(7, 1, true), paper(7, 1), paper(7, 1, true)];
    expect(items.map((i) => joinable(items, i))).toEqual([null, null, null]);
  });
});

describe("归入带二维码的页", () => {
  const [one, two] = pages(2).map((p, i) => ({ ...p, printed: `JS1:AB:7:1:${i + 1}/2:CD` })) as [TrayPage, TrayPage];
  const to = target(7, 36, []);
  const reading = (numbers: number[]): ScanReading => ({ pages: 0, sheets: numbers.length ? [{ record: 7, batch: 60, batch_name: "", revision: 1, outdated: false, title: "", about: [], pages: numbers.map((page) => ({ path: "/甲.pdf", page, turn: 0 })), codes: numbers.map((n) => `JS1:AB:7:1:${n}/2:CD`), missing: [], names: ["会议记录"], signature: to.signature, awaited: [], waiting: [], findings: [] }] : [], loose: [], unread: [] });
  /** The screen over two pages; what `scan.read` answers is let out by the test, question by question. */
  async function shown(batch: number, lying: TrayPage[], items: FilingItem[] = []) {
    const open: ((answer: ScanReading | Error) => void)[] = [];
    answering({
      "scan.targets": () => ({ targets: [to], people: [], taken_off: [] }) as never,
      "catalogue.get": () => ({ catalogue: { items: [], stages: [], steps: [], requirements: [] } }) as never,
      "batch.get": () => ({}) as never,
      "draft.save": () => ({}) as never,
      "scan.read": () => new Promise<ScanReading>((yes, no) => open.push((a) => (a instanceof Error ? no(a) : yes(a)))),
    });
    const tray = trayOf(batch);
    Object.assign(tray, { pages: lying, items, asked: true });
    const focusable = { template: "<i />", methods: { focus: () => undefined } };
    const wrapper = shallowMount(Scans, { props: { batch }, global: { stubs: { TrayGrid: focusable, FilingList: focusable } } });
    await flushPromises();
    const choose = async () => (wrapper.findComponent(TargetBox).vm.$emit("choose", to), await flushPromises());
    return { tray, wrapper, choose, open };
  }
  it("按两次回车，同样的页只归一份", async () => {
    const { tray, wrapper, choose, open } = await shown(60, [one]);
    await choose();
    await choose();
    expect(open.length).toBe(1);
    open[0]!(reading([1]));
    await flushPromises();
    expect([tray.items.map((i) => [i.byCode, i.pages.length]), tray.pages.length, open.length]).toEqual([[[true, 1]], 0, 1]);
    wrapper.unmount();
  });
  it("读不成就留在待整理，不成手工归的一份", async () => {
    const { tray, wrapper, choose, open } = await shown(61, [one]);
    await choose();
    open[0]!(new Error("断了"));
    await flushPromises();
    expect([tray.items.length, tray.pages.length]).toEqual([0, 1]);
    wrapper.unmount();
  });
  it("正忙时退回的页，轮到时照样重新排，不跳过", async () => {
    const whole = { ...ownItem(to, [one, two]), revision: 1 };
    const { tray, wrapper, choose, open } = await shown(62, [{ ...one, key: "/乙.pdf#1", file: { path: "/乙.pdf" } }], [whole]);
    await choose();
    tray.editing = { item: whole, back: [], typed: false };
    await flushPromises();
    wrapper.findComponent(ItemDialog).vm.$emit("save", { ...whole, pages: [one] }, [two]);
    await flushPromises();
    expect(open.length, "一次一件").toBe(1);
    open[0]!(reading([1, 2]));
    await flushPromises();
    expect(open.length, "后一件轮到了").toBe(2);
    open[1]!(reading([1]));
    await flushPromises();
    wrapper.unmount();
  });
});

describe("从材料带来的页", () => {
  const from = (material: number, count: number) => pagesOf({ ...file("/x", count), material, path: undefined, name: `材料${material}.pdf` } as never, count, true).map((p) => ({ ...p, file: { material } }));
  const all = [...pages(2), ...from(40, 3)];
  it("方框放在第一页，人已选了页的不动", () => {
    expect(shownFrom(all, noChoice, all.slice(2))).toEqual({ at: 2, anchor: 2, chosen: new Set() });
    const chosen = { at: 1, anchor: 0, chosen: new Set([all[1]!.key]) };
    expect(shownFrom(all, chosen, all.slice(2))).toBe(chosen);
    expect(shownFrom(all, noChoice, [])).toBe(noChoice);
  });
  it("说的是这几份的页；取下的纸早说过了", () => {
    expect(laidWords(from(40, 3), [])).toContain("“材料40.pdf”的 3 页");
    expect(laidWords([...from(40, 3), ...from(41, 2)], [])).toContain("“材料40.pdf”等 2 份的 5 页");
    expect(laidWords([...from(40, 3), ...from(41, 2)], [40])).toContain("“材料41.pdf”的 2 页");
    expect(laidWords(from(40, 3), [40])).toBe("");
  });
});

describe("没有归入页的新记录", () => {
  it("列出来，可以改，也可以去掉", async () => {
    const bare = target(-1, 36, ["欧阳静澜"]);
    const wrapper = mount(FilingList, { props: { items: [], bare: [bare], busy: false, note: null, stopping: false, day: null }, attachTo: document.body });
    expect(wrapper.get("[aria-label='还没有归入页的新记录']").text()).toContain("36 步骤36");
    await wrapper.get("[aria-label^='去掉新记录']").trigger("click");
    await wrapper.get("[aria-label^='改记录']").trigger("click");
    expect([wrapper.emitted("drop"), wrapper.emitted("reopen")]).toEqual([[[bare]], [[-1]]]);
    wrapper.unmount();
  });
});

it("核对时后来并进来的页不丢，退回的不再并回", () => {
  const [one, two, three] = pages(3) as [TrayPage, TrayPage, TrayPage];
  expect(withJoined([two], [one, two, three], [one]).map((p) => p.page)).toEqual([2, 3]);
});

it("two offices of one opinion: each is signed by a name of its own, and without the names nobody is taken to have signed", () => {
  const office = (role: string) => ({ name: "", role, date: null, mode: "pending" as const });
  const two = target(8, 25, ["甲"], { awaited: [office("党组织主要负责人"), office("纪检组织主要负责人")] });
  const item = { ...ownItem(two, []), signer: "", signs: [0, 1], signedOn: "2026-03-05" };
  const sent = (named: { [role: string]: string }) => itemContent({ ...item, named }, null);
  expect([sent({ 党组织主要负责人: "江晓川" }).signs, sent({}).signature.mode]).toEqual([[], "pending"]);
  expect(itemContent({ ...item, byCode: false, signer: "江晓川", named: { 党组织主要负责人: "江晓川" } }, null).signs?.map((s) => s.name), "given by hand: one name never stands for both").toEqual(["江晓川"]);
  const whole = sent({ 党组织主要负责人: "江晓川", 纪检组织主要负责人: "魏直" });
  expect(whole.signs?.map((s) => [s.role, s.name, s.mode])).toEqual([["党组织主要负责人", "江晓川", "scanned"], ["纪检组织主要负责人", "魏直", "scanned"]]);
  expect([whole.signature.name, whole.signature.role, whole.signature.mode]).toEqual(["江晓川", "党组织主要负责人", "scanned"]);
});
