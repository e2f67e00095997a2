// Materials of a batch; sheets printed, signed and scanned back; forty pages filed from the tray with no more keys than a register on paper.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, choose, desk, go, lookAt, paper, same, settled, shoot } from "./browser.mjs";

let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));

const book = (name, pages, how) => paper(path.join(space.folder, name), pages, how);

const tray = () => page.getByRole("listbox", { name: "待整理的页" });
const materials = async () => (await call(page, "batch.get", { batch: 1 })).materials;

test("材料：三百多份，筛选、查看、修改", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/materials");
  await page.getByRole("heading", { name: "材料", exact: true }).waitFor();
  await page.locator(".thumb img").first().waitFor({ timeout: 30_000 });
  const rows = await page.locator("table tbody tr").count();
  assert.ok(rows <= 50, `一屏只有一页的行：${rows}`);
  await page.waitForTimeout(800);
  await lookAt(page, "材料", ["共 352 份", "已签扫描件", "原件"]);
  await page.getByLabel("名称、签名人、文件名").fill("没有这样的材料");
  await page.getByText("没有符合条件的材料").waitFor();
  await lookAt(page, "材料-没有", ["清除筛选"]);
  await page.getByRole("button", { name: "清除筛选" }).click();
  const chooseState = async (name) => {
    await page.locator(".el-select", { has: page.getByLabel("状态") }).click();
    await page.getByRole("option", { name }).click();
  };
  await chooseState(/^还没有签名/);
  await page.getByText(/选出 \d+ 份/).waitFor();
  await lookAt(page, "材料-待签", ["选出"]);
  await chooseState(/^全部材料/);
  await page.getByRole("button", { name: /^查看 / }).first().click();
  await page.getByRole("dialog").locator("canvas, img").first().waitFor();
  await accessible(page, "材料查看");
  await page.getByRole("dialog").getByRole("button", { name: "关闭" }).last().click();
  await page.getByRole("button", { name: /^修改 / }).first().click();
  await page.getByRole("dialog").getByLabel("密级").waitFor();
  await accessible(page, "材料修改");
  await shoot(page, "材料-修改");
  await page.getByRole("dialog").getByRole("button", { name: "取消" }).click();
});

test("打印、签字、扫描回收：二维码自己找到记录，一次确认", { timeout: 240_000 }, async () => {
  // Two records to be signed, of this day.
  const talk = (date) => ({ step: "S05", candidates: [1], date, summary: "听取意见", late_reason: "演示", signatures: [{ name: "周敏", role: "记录人", date: null, mode: "pending" }], body: { kind: "notebook", category: "听取意见" } });
  const ids = [];
  for (const day of ["2026-03-11", "2026-03-12"]) ids.push((await call(page, "record.add", { batch: 1, content: talk(day) })).record.id);
  await go(page, "/batch/1/scans");
  await page.getByRole("heading", { name: "打印待签" }).waitFor();
  await lookAt(page, "扫描回收-空", ["把扫描件拖到窗口里", "待签"]);
  await page.getByRole("button", { name: /^打印这一天的/ }).or(page.getByRole("button", { name: "打印全部待签" })).first().click();
  await page.getByRole("dialog").locator("canvas").first().waitFor({ timeout: 60_000 });
  await accessible(page, "打印待签");
  await shoot(page, "打印待签");
  await page.getByRole("button", { name: "保存到文件夹，准备打印" }).click();
  const out = path.join(space.folder, "打印");
  await page.getByRole("dialog").getByLabel(/^路径/).fill(out);
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await page.getByText(/^已保存 \d+ 页/).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "关闭" }).last().click();
  // Exactly these two on paper, then through the scanner.
  const scanner = path.join(space.folder, "扫描仪");
  mkdirSync(scanner);
  const made = await call(page, "record.print", { batch: 1, day: null, records: ids, folder: out });
  const drawn = spawnSync("pdftoppm", ["-r", "200", "-gray", "-jpeg", made.path, path.join(scanner, "扫描")]);
  assert.equal(drawn.status, 0, "装有 poppler-utils");
  writeFileSync(path.join(scanner, "坏的.pdf"), "%PDF-1.4 nothing");
  book("扫描仪/没有码.pdf", 1);
  const before = await materials();
  await choose(page, "选择扫描文件夹", scanner);
  await page.getByText(/^待挂接/).waitFor();
  await page.getByText("二维码", { exact: true }).first().waitFor({ timeout: 90_000 });
  await settled(page);
  await same(() => page.getByRole("list", { name: "待挂接的材料" }).getByRole("listitem").count(), 2);
  await same(() => tray().getByRole("option").count(), 1, "没有码的页留在待整理");
  await lookAt(page, "扫描回收-认出", ["读不了", "全部挂接（2 份 2 页）"]);
  await page.getByRole("button", { name: /^核对 / }).first().click();
  await page.getByRole("dialog").getByLabel(/^材料名称/).waitFor();
  await page.waitForTimeout(500);
  await accessible(page, "核对材料");
  await shoot(page, "扫描回收-核对");
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await page.getByRole("textbox", { name: /^签名日期（没有/ }).fill("2026-03-13");
  await page.getByRole("button", { name: /^全部挂接/ }).click();
  await page.getByText("已挂接 2 份材料").waitFor();
  assert.equal(await materials(), before + 2);
  const list = await call(page, "material.list", { batch: 1 });
  const mine = list.filter((r) => ids.includes(r.material.content.record));
  assert.deepEqual(mine.map((r) => r.material.content.signature), [0, 1].map(() => ({ name: "周敏", role: "记录人", date: "2026-03-13", mode: "scanned" })));
  // The page is the record's own, in nobody else's place, and the record is signed by it.
  for (const row of mine) assert.equal(row.material.content.name, "谈心谈话记录");
  for (const id of ids) assert.deepEqual((await call(page, "record.get", { id })).record.content.signatures, [{ name: "周敏", role: "记录人", date: "2026-03-13", mode: "scanned" }]);
  await same(() => page.getByRole("textbox", { name: /^签名日期（没有/ }).inputValue(), "", "下一批是另一天签的");
  // A file given whole is kept to the letter.
  const scans = readdirSync(scanner).filter((n) => n.endsWith(".jpg"));
  assert.equal(mine[0].material.content.size, readFileSync(path.join(scanner, scans.sort()[0])).length);
  await page.getByRole("button", { name: "清空", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "清空" }).click();
});

let keys = 0;
async function press(...names) {
  for (const name of names) {
    await page.keyboard.press(name);
    keys++;
  }
}

test("四十页扫描件归完：键数不多于在纸上登记", { timeout: 240_000 }, async () => {
  const file = book("四十页.pdf", 40);
  await go(page, "/batch/1/scans");
  await choose(page, "选择文件", file);
  await page.getByText("40 页", { exact: false }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".busy"), null, { timeout: 200_000 });
  await tray().locator("img").first().waitFor();
  await page.waitForTimeout(600);
  await lookAt(page, "扫描回收-四十页", ["待整理扫描件", "方向键移动"]);
  const before = await materials();
  await tray().focus();
  keys = 0;
  // Fourteen papers of one to four pages; each: its further pages, the number of the step, Enter.
  const papers = [[4, "36"], [3, "13"], [3, "3"], [2, "4"], [4, "8"], [3, "9"], [3, "10"], [2, "12"], [4, "21"], [3, "23"], [3, "26"], [2, "33"], [3, "37"], [1, "39"]];
  assert.equal(papers.reduce((n, [p]) => n + p, 0), 40);
  for (const [pages, step] of papers) {
    for (let i = 1; i < pages; i++) await press("Shift+ArrowRight");
    for (const digit of step) await press(digit);
    await page.waitForTimeout(60);
    await press("Enter");
    await page.waitForTimeout(60);
  }
  await settled(page);
  await lookAt(page, "扫描回收-归完", ["各页都有了归处", "全部挂接（14 份 40 页）"]);
  await press("Control+Enter");
  await page.getByText("已挂接 14 份材料").waitFor({ timeout: 60_000 });
  console.log(`四十页归成十四份：${keys} 键`);
  // A register on paper wants number, name, pages and date of each paper: no fewer than eight characters a line.
  assert.ok(keys <= 14 * 8 && keys <= 80, `用了 ${keys} 键`);
  assert.equal(await materials(), before + 14);
  const list = await call(page, "material.list", { batch: 1 });
  const runs = list.flatMap((r) => r.material.content.origins ?? []).filter((o) => o.file_name === "四十页.pdf").sort((a, b) => a.first - b.first);
  assert.deepEqual(runs.map((o) => o.last - o.first + 1), papers.map(([p]) => p), "每份的页都写明出处");
  // The same file again: what is filed is not listed twice.
  await choose(page, "选择文件", file);
  await page.getByText("四十页.pdf 有 40 页已经挂接过").waitFor();
  await accessible(page, "扫描回收-已挂接");
});

test("鼠标：拖到记录上，旋转，退回；已挂接的材料拆页", { timeout: 180_000 }, async () => {
  await go(page, "/batch/1/materials");
  await page.getByLabel("名称、签名人、文件名").fill("四十页");
  await page.getByText(/选出 14 份/).waitFor();
  await page.locator(".thumb img").first().waitFor();
  await lookAt(page, "材料-出处", ["由 四十页.pdf 第", "原件保留"]);
  await page.getByRole("button", { name: /^拆页 / }).first().click();
  await page.waitForURL(/scans/);
  await tray().getByRole("option").first().waitFor();
  const count = await tray().getByRole("option").count();
  await tray().locator("img").first().waitFor();
  await tray().getByRole("option").first().click();
  await page.getByRole("button", { name: "右转" }).click();
  await page.getByText("转 90°").waitFor();
  const from = await tray().getByRole("option").first().boundingBox();
  const target = page.locator("[data-drop^='record:']").first();
  const to = await target.boundingBox();
  await page.mouse.move(from.x + 40, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 20, { steps: 6 });
  await shoot(page, "扫描回收-拖动");
  await page.mouse.up();
  await same(() => tray().getByRole("option").count(), count - 1);
  const over = await page.evaluate(() => document.querySelector(".right .target").lastElementChild.getBoundingClientRect().bottom - document.querySelector(".right .filing").getBoundingClientRect().top);
  assert.ok(over <= 0, `选记录的一栏压住了待挂接的，${over} 像素`);
  await page.getByRole("button", { name: /^退回 / }).first().click();
  await same(() => tray().getByRole("option").count(), count);
  await tray().focus();
  await page.keyboard.press("v");
  await page.getByRole("dialog").locator("img").waitFor();
  await accessible(page, "看大图");
  await page.keyboard.press("Escape");
});

test("两千页的册子：只画看得见的，能停", { timeout: 240_000 }, async () => {
  // With a picture on each, or looking for codes is over before anyone can stop it.
  const file = book("两千页.pdf", 2000, { picture: true });
  await go(page, "/batch/1/scans");
  await choose(page, "选择文件", file);
  await page.getByText("有些页还没有找过二维码").waitFor({ timeout: 60_000 });
  await tray().locator("img").first().waitFor();
  assert.ok((await tray().getByRole("option").count()) < 80, "只有看得见的页在画面上");
  await tray().focus();
  await page.keyboard.press("End");
  await page.waitForTimeout(300);
  assert.match(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).getAttribute("aria-label")), /第 2000 页/);
  await tray().locator("img").first().waitFor();
  await accessible(page, "两千页");
  await shoot(page, "扫描回收-两千页");
  await page.getByRole("button", { name: "识别二维码" }).click();
  await page.getByRole("button", { name: "停止" }).click();
  await page.waitForFunction(() => !document.querySelector(".busy"), null, { timeout: 60_000 });
  await page.getByText("有些页还没有找过二维码").waitFor();
});

test("挂接材料：拖进来的文件要路径，读入有进度", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  await page.getByRole("button", { name: "挂接材料" }).first().click();
  await page.getByRole("dialog").getByLabel(/^材料名称/).waitFor();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "谈话.pdf"));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.getByText(/浏览器不让页面知道“谈话\.pdf”/).waitFor();
  const asked = page.getByRole("dialog").filter({ hasText: "选择材料文件" });
  await asked.getByLabel(/^路径/).fill(book("谈话.pdf", 2));
  await asked.getByRole("button", { name: "确定" }).click();
  await accessible(page, "挂接材料");
  await shoot(page, "挂接材料");
  const before = await materials();
  await page.getByRole("dialog").getByRole("button", { name: "挂接", exact: true }).click();
  await page.getByText("材料已挂接").waitFor();
  assert.equal(await materials(), before + 1);
});

test("建立批次时拖进任免审批表：先看后导，加入本批，回到原处", { timeout: 120_000 }, async () => {
  const before = (await call(page, "batch.get", { batch: 1 })).candidates.length;
  const file = path.join(space.folder, "王.lrmx");
  writeFileSync(file, "<Person><XingMing>王䶮</XingMing><XingBie>男</XingBie><ChuShengNianYue>197803</ChuShengNianYue><XianRenZhiWu>副科长</XianRenZhiWu></Person>");
  await go(page, "/batch/1/setup?at=people");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "王.lrmx"));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.getByRole("dialog").getByLabel(/^路径/).fill(file);
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await page.getByRole("heading", { name: "预览" }).waitFor();
  await page.getByRole("button", { name: /^导入 1 人$/ }).click();
  await page.getByRole("button", { name: "加入本批" }).click();
  await page.waitForURL(/setup\?at=people/);
  assert.equal((await call(page, "batch.get", { batch: 1 })).candidates.length, before + 1);
});

test("一份纸分两次扫：后来的页并进等着它的那一份，照页码排；退回的页仍认得自己", { timeout: 240_000 }, async () => {
  const text = "同志们谈到的情况和意见，逐条记在这里，一字不改。".repeat(120);
  const talk = { step: "S05", candidates: [1], date: "2026-03-13", summary: "听取意见", late_reason: "演示", signatures: [{ name: "周敏", role: "记录人", date: null, mode: "pending" }], body: { kind: "notebook", category: "听取意见", text } };
  const record = (await call(page, "record.add", { batch: 1, content: talk })).record.id;
  const [out, scanner] = ["两次-打印", "两次-扫描"].map((name) => path.join(space.folder, name));
  [out, scanner].forEach((folder) => mkdirSync(folder));
  const made = await call(page, "record.print", { batch: 1, day: null, records: [record], folder: out });
  assert.equal(spawnSync("pdftoppm", ["-r", "200", "-gray", "-jpeg", made.path, path.join(scanner, "页")]).status, 0);
  const pages = readdirSync(scanner).sort().map((name) => path.join(scanner, name));
  assert.ok(pages.length >= 3, `${pages.length} 页`);
  const [last, ...first] = [pages.at(-1), ...pages.slice(0, -1)];
  await go(page, "/batch/1/scans");
  await page.getByRole("heading", { name: "待整理扫描件" }).waitFor();
  // The last page first, then the others.
  await choose(page, "选择文件", last);
  const items = page.getByRole("list", { name: "待挂接的材料" });
  await items.getByText(/缺第1、2/).waitFor({ timeout: 60_000 });
  await shoot(page, "两次扫-缺页");
  await choose(page, "选择文件", first.join("\n"));
  await items.getByText(`${pages.length} 页`, { exact: true }).waitFor({ timeout: 90_000 });
  await same(() => items.locator("li").count(), 1, "并成一份");
  await same(() => items.getByText(/缺第/).count(), 0);
  await same(() => items.locator("input[type=checkbox]").first().isChecked(), true, "齐了，勾上了");
  await lookAt(page, "两次扫-并成一份", ["二维码"]);
  // Sent back, and given to the record by hand: the order is that of the paper again.
  await items.getByRole("button", { name: /^退回/ }).click();
  await tray().getByRole("option").nth(pages.length - 1).waitFor();
  await tray().focus();
  // They came back before whatever else still lies there.
  await page.keyboard.press("Home");
  for (let more = 1; more < pages.length; more++) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: /^5 .*3月13日/ }).first().click();
  await items.getByText("二维码", { exact: true }).waitFor();
  await same(() => items.locator("li").count(), 1);
  await page.getByRole("textbox", { name: /^签名日期（没有/ }).fill("2026-03-14");
  await page.getByRole("button", { name: /^全部挂接/ }).click();
  await page.getByText("已挂接 1 份材料").waitFor();
  const hung = (await call(page, "record.get", { id: record })).materials;
  assert.deepEqual(hung.map((m) => m.content.pages), [pages.length]);
  assert.deepEqual(hung[0].content.origins.map((o) => o.file_name), pages.map((file) => path.basename(file)));
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
