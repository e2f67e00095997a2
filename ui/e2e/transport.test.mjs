// What leaves the program: forms looked at and printed, volumes before they are numbered, packages to a medium and back, judged by strangers' eyes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessible, call, desk, go, jishi, lookAt, same, settled, shoot, shots } from "./browser.mjs";

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
  // Handed over: the day stands on the slip, a wrong one is told at its field.
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  await page.getByRole("button", { name: "登记移交" }).click();
  const handing = page.getByRole("dialog", { name: "登记移交" });
  await handing.getByLabel(/^移交人/).fill("钟灵");
  await handing.getByRole("textbox", { name: /^移交日期/ }).fill("2026-01-05");
  await handing.getByRole("button", { name: "登记", exact: true }).click();
  await handing.getByText(/在写盘（.*）之前/).waitFor();
  await handing.getByRole("textbox", { name: /^移交日期/ }).fill(today);
  await accessible(page, "登记移交");
  await handing.getByRole("button", { name: "登记", exact: true }).click();
  await handing.waitFor({ state: "hidden" });
  await page.getByRole("heading", { name: /已移交，待签收/ }).waitFor();
  await lookAt(page, "交接单-已移交", ["钟灵", "更正移交"]);
  await page.getByRole("button", { name: "照纸面登记签收或退回" }).click();
  const dialog = page.getByRole("dialog", { name: "照纸面登记签收或退回" });
  await dialog.getByLabel(/^接收人/).fill("赵明远");
  // Not before the writing and not after today, which here is one day: that of the machine.
  await dialog.getByRole("textbox", { name: /^接收日期/ }).fill("2026-01-05");
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await dialog.getByText(/还有 2 个包没有选/).waitFor();
  await dialog.getByText("退回", { exact: true }).last().click();
  await dialog.getByLabel(/^退回理由/).fill("备考表缺检查人签名，请补签后另封一个版本");
  await dialog.getByRole("button", { name: "其余全部签收" }).click();
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await dialog.getByText(/在写盘（.*）之前/).waitFor();
  await dialog.getByRole("textbox", { name: /^接收日期/ }).fill(today);
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

test("一张放不下分几张写，写第二张时停得下来，停了不留半成品，再写能写完", { timeout: 400_000 }, async (t) => {
  const small = [mkdtempSync("/tmp/jishi-一号盘-"), mkdtempSync("/tmp/jishi-二号盘-")];
  const mounted = [];
  t.after(() => {
    for (const m of mounted) spawnSync("umount", [m]);
    for (const m of small) rmSync(m, { recursive: true, force: true });
  });
  for (const m of small) {
    // Small media are file systems of their own, which only root may mount.
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=14m", "tmpfs", m]).status !== 0) return t.skip("没有权限挂载小容量的盘");
    mounted.push(m);
  }
  await go(page, "/media/register");
  for (const number of ["YJ-U-2026-011", "YJ-U-2026-012"]) {
    await page.getByRole("button", { name: "登记新载体" }).click();
    await page.getByRole("dialog").getByLabel(/^载体编号/).fill(number);
    await select(/^密级/, "绝密");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("载体登记已保存").first().waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await go(page, "/media/write");
  for (const n of [3, 4, 5, 6, 7, 8]) await page.getByRole("checkbox", { name: /^选 / }).nth(n).check();
  const place = async (n) => {
    await page.getByLabel(/^载体上的位置/).fill(small[n]);
    await select(/^登记簿里的载体/, new RegExp(`YJ-U-2026-01${n + 1}`));
    await page.getByRole("button", { name: "写前检查" }).click();
    await page.getByText(/^3　写前检查：(可以写|一张放不下，要分 2 张)/).waitFor({ timeout: 60_000 });
  };
  await place(0);
  const shares = page.getByRole("list", { name: "分盘" }).getByRole("listitem");
  await same(() => shares.count(), 2, "六个包分两张盘");
  await lookAt(page, "写盘-分两张", ["第 1 张：", "第 2 张："]);
  await page.getByLabel(/^接收单位/).fill("云岭市档案馆");
  await page.getByRole("button", { name: "写第 1 张" }).click();
  await page.getByText("已写好第 1 张，共 2 张").waitFor({ timeout: 240_000 });
  await lookAt(page, "写盘-换盘", ["请取下这张载体，插入第 2 张"]);
  await place(1);
  // A few megabytes are soon written: 停止 is pressed by the page itself, in the moment it is there.
  await page.evaluate(() => {
    const watching = new MutationObserver(() => {
      const stop = [...document.querySelectorAll("button")].find((b) => b.innerText.trim() === "停止");
      if (stop) (watching.disconnect(), stop.click());
    });
    watching.observe(document.body, { subtree: true, childList: true });
  });
  await page.getByRole("button", { name: "写第 2 张" }).click();
  await page.getByRole("status").filter({ hasText: "已停止写盘" }).waitFor({ timeout: 120_000 });
  assert.deepEqual(readdirSync(small[1]), [], "停了以后盘上什么也没有留下");
  await place(1);
  await page.getByRole("button", { name: "写第 2 张" }).click();
  await page.getByText(/^已全部写好，共 2 张载体/).waitFor({ timeout: 240_000 });
  const bags = (m) => readdirSync(m).filter((n) => existsSync(path.join(m, n, "bagit.txt")));
  assert.equal(bags(small[0]).length + bags(small[1]).length, 6, "六个包都写上了");
  const labels = small.map((m) => JSON.parse(readFileSync(path.join(m, "介质清单.json"), "utf8")));
  assert.notEqual(JSON.stringify(labels[0]), JSON.stringify(labels[1]));
  for (const m of small) {
    const verdict = spawnSync(jishi, ["verify", m], { encoding: "utf8", timeout: 240_000 });
    assert.equal(verdict.status, 0, verdict.stdout + verdict.stderr);
  }
  await lookAt(page, "写盘-两张都写好", ["第 1 张：载体 YJ-U-2026-011", "第 2 张：载体 YJ-U-2026-012"]);
});

test("验收与检测：逐项有依据，人工的由人填，改次序要理由，办理过程都看得见", { timeout: 300_000 }, async () => {
  const sealed = (await call(page, "package.courses", { batch: 1 })).filter((c) => c.content.volume !== "综合" && c.acts.some((a) => a.act === "renew"));
  const { id, revision, content } = sealed[0];
  await call(page, "package.act", { id, from_revision: revision, act: "renew", note: "第2件缺页" });
  await go(page, "/batch/1/volumes");
  await page.getByText(/材料 \d+ 份，全部编入/).waitFor({ timeout: 180_000 });
  await page.locator(".vol").filter({ hasText: content.title }).click();
  await page.getByRole("button", { name: /^改次序/ }).click();
  const order = page.getByRole("dialog", { name: /^改次序/ });
  const first = await order.locator("ol li").nth(0).innerText();
  await order.locator("ol li").nth(0).focus();
  await page.keyboard.press("Alt+ArrowDown");
  assert.equal((await order.locator("ol li").nth(1).innerText()).split("\n")[2], first.split("\n")[2]);
  await order.locator("ol li").nth(3).dragTo(order.locator("ol li").nth(0));
  await accessible(page, "改次序");
  await order.getByRole("button", { name: "保存次序" }).click();
  await order.getByText("请写明为什么改次序").waitFor();
  await order.getByLabel(/^理由/).fill("按事由放在一起");
  await order.getByRole("button", { name: "保存次序" }).click();
  await order.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /^改组成、存放处/ }).first().click();
  const paper = page.getByRole("dialog", { name: "修改材料" });
  await paper.getByLabel(/^原件存放处/).fill("干部人事档案第九类");
  await paper.getByLabel(/^修改理由/).fill("原件归人事档案");
  await paper.getByRole("button", { name: "保存修改" }).click();
  await paper.waitFor({ state: "hidden" });
  await page.getByText(/原件存干部人事档案第九类/).first().waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: /^验收与检测/ }).click();
  const dialog = page.getByRole("dialog", { name: /^验收与检测/ });
  await dialog.getByLabel(/^整理人/).fill("钟灵");
  await dialog.getByLabel(/^检查人/).fill("钟灵");
  await dialog.getByRole("button", { name: "开始检测" }).click();
  await dialog.getByText("检查人不能与整理人是同一人").waitFor();
  await dialog.getByLabel(/^检查人/).fill("方小满");
  await dialog.getByRole("button", { name: "开始检测" }).click();
  const sum = dialog.getByText(/^通过 \d+，警告 \d+，人工 \d+/);
  await sum.waitFor({ timeout: 120_000 });
  const manual = async () => Number(/人工 (\d+)/.exec(await sum.innerText())[1]);
  const before = await manual();
  await dialog.getByRole("button", { name: /^填写：GD-4-2/ }).click();
  const entry = page.getByRole("dialog", { name: /^人工核对/ });
  await entry.getByRole("button", { name: "填好" }).click();
  await entry.getByText("请选择结果").waitFor();
  await entry.getByRole("combobox", { name: /^结果/ }).click();
  await page.getByRole("option", { name: "合格", exact: true }).click();
  await entry.getByLabel(/^核对了什么/).fill("某杀毒软件，病毒库 2026-06-29，未发现病毒");
  await entry.getByRole("textbox", { name: /^核对日期/ }).fill("2026-06-30");
  await entry.getByRole("button", { name: "填好" }).click();
  await dialog.getByRole("button", { name: "保存填写并重新检测" }).click();
  await dialog.getByRole("button", { name: "重新检测", exact: true }).waitFor({ timeout: 120_000 });
  assert.equal(await manual(), before - 1, "填过的一项不再算人工");
  await accessible(page, "验收与检测");
  await shoot(page, "1280-验收与检测");
  await dialog.getByRole("button", { name: "关闭", exact: true }).last().click();
  await page.getByRole("button", { name: /^办理过程/ }).first().click();
  const history = page.getByRole("dialog", { name: /^办理过程/ });
  for (const words of ["第 2 版", "改次序：按事由放在一起", /^通过 \d+，警告/, "第 1 版"]) await history.getByText(words).first().waitFor();
  await accessible(page, "办理过程");
  await history.getByRole("button", { name: /^检测报告/ }).click();
  await page.getByRole("dialog", { name: /^检测报告/ }).locator("canvas").first().waitFor({ timeout: 60_000 });
  await accessible(page, "包内检测报告");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: /^检测报告/ }).waitFor({ state: "hidden" });
  await history.getByRole("button", { name: /^封签证书页/ }).click();
  await page.getByRole("dialog", { name: /^封签证书页/ }).locator("canvas").first().waitFor({ timeout: 60_000 });
  await shoot(page, "1280-封签证书页");
  await page.keyboard.press("Escape");
  await history.getByRole("button", { name: "关闭", exact: true }).last().click();
  await page.getByRole("button", { name: "查看归档范围表" }).click();
  await page.getByRole("dialog", { name: "归档范围和保管期限表" }).getByText(/建议，待批/).first().waitFor();
  await accessible(page, "归档范围表");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^打印副本/ }).click();
  await page.getByRole("dialog", { name: /^打印副本/ }).getByRole("button", { name: "选择文件夹，生成" }).click();
  await choose("选择保存打印副本的文件夹", path.join(space.folder, "副本"));
  await page.getByText(/^已保存：.*打印副本/).waitFor({ timeout: 120_000 });
  assert.ok(readdirSync(path.join(space.folder, "副本")).some((n) => n.startsWith("打印副本_")));
  await page.getByRole("dialog", { name: /^打印副本/ }).getByRole("button", { name: "关闭", exact: true }).last().click();
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
