// What leaves the program: forms looked at and printed, volumes before they are numbered, packages to a medium and back, judged by strangers' eyes.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessible, call, desk, go, lookAt, settled, shoot, shots } from "./browser.mjs";

let space, page, faults, stick;
desk("demo", (at) => ({ space, page, faults } = at));
before(() => {
  // A disk of its own, as a stick is: the system's own disk is refused.
  stick = mkdtempSync("/dev/shm/jishi-stick-");
});
after(() => rmSync(stick, { recursive: true, force: true }));

/** Answers the dialog that asks for a path. */
async function choose(title, answer) {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByLabel(/^路径/).fill(answer);
  await dialog.getByRole("button", { name: "确定" }).click();
  await dialog.waitFor({ state: "hidden" });
}
async function select(label, option) {
  await page.getByLabel(label).click({ force: true });
  await page.getByRole("option", { name: option }).click();
}

test("表样：按填写对象列出，看空白，填好，存成文件", { timeout: 240_000 }, async () => {
  await go(page, "/forms");
  await lookAt(page, "表样-未选", ["按批次填", "一人一张", "从左边选一张表"]);
  await page.getByLabel("按名称或环节找").fill("没有的表");
  await page.getByText("没有这样的表").waitFor();
  await page.getByLabel("按名称或环节找").fill("台账");
  await page.getByRole("link", { name: /选任台账/ }).click();
  await page.getByRole("button", { name: "看空白参考模本" }).click();
  await page.getByRole("dialog").locator("canvas").first().waitFor({ timeout: 60_000 });
  await accessible(page, "空白参考模本");
  await shoot(page, "1280-表样-空白");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "预览", exact: true }).click();
  await page.getByRole("dialog", { name: "选任台账" }).locator("canvas").first().waitFor({ timeout: 60_000 });
  await shoot(page, "1280-表样-填好");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "保存全部到文件夹" }).click();
  await choose("选择保存表的文件夹", path.join(space.folder, "表"));
  await page.getByText(/^已保存：/).first().waitFor({ timeout: 60_000 });
  assert.equal(readdirSync(path.join(space.folder, "表")).length, 1);
  await lookAt(page, "表样-已保存", ["选任台账", "版式出处"]);
  // A file of the office's own that cannot be used is named, with the line and the remedy.
  await page.getByRole("button", { name: "另存表样原文" }).click();
  await choose("选择存放表样原文的文件夹", path.join(space.at, "表样"));
  await page.getByText(/表样“选任台账”的原文/).waitFor();
  const own = path.join(space.at, "表样", "ledger.toml");
  writeFileSync(own, readFileSync(own, "utf8").replace('kind = "list"', 'kind = "lsit"'));
  await go(page, "/home");
  await go(page, "/forms?form=minutes");
  await lookAt(page, "表样-自有表样有错", ["ledger.toml", "lsit"]);
  rmSync(own);
});

test("一条记录的表：一点就看到填好的", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  const button = page.locator("article").first().locator("footer").getByRole("button").first();
  await button.click();
  await page.getByRole("dialog").locator("canvas").first().waitFor({ timeout: 60_000 });
  await accessible(page, "记录的表");
  await shoot(page, "1280-记录的表");
  await page.keyboard.press("Escape");
});

test("预排案卷：材料一份不少，档号只是预排，写明大小和期限", { timeout: 240_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await page.getByText(/材料 \d+ 份，全部编入/).waitFor({ timeout: 180_000 });
  await page.locator(".vol").nth(2).click();
  await lookAt(page, "预排案卷", ["起止档号", "已编定", "封装时生成"]);
});

test("写盘：登记载体，写前检查，写，停，重写", { timeout: 300_000 }, async () => {
  await go(page, "/media/register");
  await lookAt(page, "载体登记簿-空", ["还没有登记载体"]);
  await page.getByRole("button", { name: "登记新载体" }).click();
  await page.getByRole("dialog").getByLabel(/^载体编号/).fill("YJ-U-2026-001");
  await select(/^密级/, "绝密");
  await accessible(page, "登记新载体");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText("载体登记已保存").waitFor();
  await go(page, "/media/write");
  await lookAt(page, "写盘-未选", ["已封存，未写盘", "没有找到插着的可移动载体"]);
  await page.getByRole("button", { name: "写前检查" }).click();
  await page.getByText("请至少选一个案卷包").waitFor();
  for (const n of [1, 2]) await page.getByRole("checkbox", { name: /^选 / }).nth(n).check();
  await page.getByLabel(/^载体上的位置/).fill(stick);
  writeFileSync(path.join(stick, "autorun.inf"), "x");
  await page.getByRole("button", { name: "写前检查" }).click();
  await page.getByText(/^3　写前检查：不能写/).waitFor({ timeout: 60_000 });
  await lookAt(page, "写盘-不能写", ["autorun.inf", "一个字节都还没有写"]);
  rmSync(path.join(stick, "autorun.inf"));
  await select(/^登记簿里的载体/, /YJ-U-2026-001/);
  await page.getByRole("button", { name: "写前检查" }).click();
  await page.getByText(/^3　写前检查：可以写/).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "开始写盘" }).click();
  await page.getByText("请填写接收单位").waitFor();
  await page.getByLabel(/^接收单位/).fill("云岭市档案馆");
  await lookAt(page, "写盘-可以写", ["全部放得下"]);
  await page.getByRole("button", { name: "开始写盘" }).click();
  await page.getByRole("button", { name: "停止" }).waitFor({ timeout: 30_000 });
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, "1280-写盘-进行中.png") });
  await page.getByText(/^已全部写好/).waitFor({ timeout: 240_000 });
  await lookAt(page, "写盘-写好", ["交接单 JJ-", "安全弹出"]);
  assert.ok(existsSync(path.join(stick, "介质清单.json")) || readdirSync(stick).length >= 3, readdirSync(stick).join());
});

test("交接单：重插核对，打印，照纸面登记签收和退回", { timeout: 300_000 }, async () => {
  await go(page, "/media/slips");
  await lookAt(page, "交接单-列表", ["已写盘，待重插核对"]);
  await page.getByRole("link", { name: /^JJ-/ }).click();
  await page.getByLabel(/^载体上的位置/).fill(stick);
  await page.getByRole("button", { name: "开始核对" }).click();
  await page.getByText(/系统没有看到载体拔出后重新插入/).waitFor({ timeout: 120_000 });
  await lookAt(page, "交接单-核对", ["封签完好", "没有拔出过，相符"]);
  await page.getByRole("button", { name: "打印交接单" }).click();
  await page.getByRole("dialog").locator("canvas").first().waitFor({ timeout: 60_000 });
  await shoot(page, "1280-交接单-预览");
  await page.getByRole("button", { name: "保存到文件夹" }).click();
  await choose("选择保存表的文件夹", path.join(space.folder, "交接"));
  await page.getByText(/^已保存：交接单/).waitFor({ timeout: 60_000 });
  await page.getByRole("dialog").last().getByRole("button", { name: "关闭" }).last().click();
  await page.getByRole("button", { name: "照纸面登记签收或退回" }).click();
  const dialog = page.getByRole("dialog", { name: "照纸面登记签收或退回" });
  await dialog.getByLabel(/^接收人/).fill("赵明远");
  await dialog.getByRole("textbox", { name: /^接收日期/ }).fill("2026-06-30");
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await dialog.getByText(/还有 2 个包没有选/).waitFor();
  await dialog.getByText("退回", { exact: true }).last().click();
  await dialog.getByLabel(/^退回理由/).fill("备考表缺检查人签名，请补签后另封一个版本");
  await dialog.getByRole("button", { name: "其余全部签收" }).click();
  await accessible(page, "登记签收或退回");
  await shoot(page, "1280-交接单-登记回执");
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("heading", { name: /部分签收，部分退回/ }).waitFor();
  await lookAt(page, "交接单-部分退回", ["备考表缺检查人签名", "赵明远"]);
  await go(page, "/media/write");
  await lookAt(page, "写盘-退回的重新列出", ["已退回"]);
});

test("整盘校验：翻一个字节、少一个文件，各指名道姓；结果存成报告", { timeout: 300_000 }, async () => {
  const [first, second] = readdirSync(stick).filter((n) => !n.includes("清单"));
  const flipped = path.join(stick, first, "data/目录文件.XML");
  const bytes = readFileSync(flipped);
  bytes[200] ^= 1;
  writeFileSync(flipped, bytes);
  rmSync(path.join(stick, second, "data/说明文件.TXT"));
  await go(page, "/verify");
  await page.getByLabel(/^案卷包的位置/).fill(stick);
  await page.getByRole("button", { name: "开始校验" }).click();
  await page.getByText(/^共 2 个包/).waitFor({ timeout: 120_000 });
  await lookAt(page, "校验-整盘有错", ["目录文件.XML", "说明文件.TXT", "有错，不能作为可靠凭证"]);
  await page.getByRole("button", { name: "保存报告" }).click();
  await choose("选择保存报告的文件夹", path.join(space.folder, "报告"));
  await page.getByText(/^已保存：校验报告/).first().waitFor();
  const kept = readdirSync(path.join(space.folder, "报告"));
  const report = JSON.parse(readFileSync(path.join(space.folder, "报告", kept.find((n) => n.endsWith(".json"))), "utf8"));
  assert.equal(report.sum.packages, 2);
  assert.ok(report.sum.errors >= 2);
  // The damaged one against the one it was copied from.
  const rows = await call(page, "handover.packages", {});
  const original = rows.map((r) => r.path).find((p) => path.basename(p) === first);
  await go(page, "/verify?mode=compare");
  await page.getByLabel(/^甲包的位置/).fill(original);
  await page.getByLabel(/^乙包的位置/).fill(path.join(stick, first));
  await page.getByRole("button", { name: "开始对照" }).click();
  await page.getByRole("heading", { level: 2 }).filter({ hasText: /./ }).first().waitFor({ timeout: 60_000 });
  await page.getByText(/不同之处 \d+ 处/).waitFor();
  await lookAt(page, "校验-对照", ["改动", "目录文件.XML"]);
});

test("没有报错，放大到 200% 不横向溢出", { timeout: 90_000 }, async () => {
  await page.setViewportSize({ width: 640, height: 400 });
  for (const hash of ["/forms?form=minutes", "/media/write", "/media/slips", "/media/slips?slip=1", "/media/register", "/verify", "/batch/1/volumes"]) {
    await go(page, hash);
    await settled(page);
    const over = await page.evaluate(() => document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth);
    assert.ok(over <= 1, `${hash} 横向溢出 ${over} 像素`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(faults, []);
});
