// 监督: each tab looked at with the sample and with nothing in it; a finding let pass and taken back; tables that come out as files.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, desk, go, lookAt, open, renewed, same, samples, says, serve, settled, silent, shoot, workspace } from "./browser.mjs";

let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));
const look = (name, texts) => lookAt(page, name, texts);
async function choose(title, answer) {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByLabel(/^路径/).fill(answer);
  await dialog.getByRole("button", { name: "确定" }).click();
  await dialog.waitFor({ state: "hidden" });
}

const tabs = [
  ["预警", "board", ["期限", "欧阳静澜", "全批次"]],
  ["台账", "ledger", ["选任台账", "初始提名", "欧阳静澜", "试用期满"]],
  ["责任倒查", "duties", ["谁推荐", "谁考察", "谁讨论决定", "责任人"]],
  ["时间线", "timeline", ["时间线", "计划", "实际", "按期"]],
  ["统计", "statistics", ["竞争性选拔占比", "差额比例", "人选结果", "算法"]],
  ["一报告两评议", "promoted", ["民主评议底表"]],
  ["自查表", "selfcheck", ["条例执行情况自查表", "V07", "有问题"]],
  ["日志", "journal", ["操作日志", "新增记录", "校验日志链"]],
];
for (const [name, tab, texts] of tabs) {
  test(`${name}：示例批次的内容在，没有无障碍问题`, { timeout: 90_000 }, async () => {
    await go(page, `/supervise/${tab}`);
    await look(`监督-${name}`, texts.filter((t) => t !== "按期"));
  });
}

test("台账：筛选、排序，点日期在旁边看记录和材料", { timeout: 90_000 }, async () => {
  await go(page, "/supervise/ledger");
  const names = () => page.locator("table.ledger tbody th").allInnerTexts();
  const all = await names();
  assert.equal(all.length, 12);
  await page.getByLabel("按姓名、职务、批次查").fill(all[3]);
  await settled(page);
  assert.deepEqual(await names(), [all[3]]);
  await page.getByLabel("按姓名、职务、批次查").fill("");
  await page.getByRole("button", { name: "姓名", exact: true }).click();
  assert.equal(await page.getByRole("columnheader", { name: /姓名/ }).getAttribute("aria-sort"), "ascending");
  await page.locator("button.day").first().click();
  await settled(page);
  await page.getByRole("complementary", { name: /^证据/ }).getByRole("link", { name: "到记录" }).first().waitFor();
  await look("监督-台账-证据", ["录入："]);
});

test("责任倒查：从一个签名到记录和材料原件", { timeout: 90_000 }, async () => {
  await go(page, "/supervise/duties");
  await page.locator("button.who").first().click();
  await settled(page);
  const evidence = page.getByRole("complementary", { name: /^证据/ });
  await evidence.waitFor();
  await accessible(page, "责任倒查-证据");
  await shoot(page, "1280-监督-责任倒查-证据");
});

test("统计：从计入的岗位到它的记录，长记录从头看起；两条记录并排写步骤名", { timeout: 90_000 }, async () => {
  await go(page, "/supervise/statistics");
  await page.getByRole("button", { name: /^差额比例计入/ }).click();
  await page.locator("ul.counted").getByRole("link", { name: /^记录 \d+$/ }).first().click();
  await page.waitForURL(/records\?record=\d+/);
  const record = /record=(\d+)/.exec(page.url())[1];
  const seen = () => page.locator(`#record-${record}`).evaluate((card) => (card.getBoundingClientRect().top >= 0 && card.getBoundingClientRect().top < window.innerHeight / 2 ? "看得到开头" : "看不到开头"));
  await same(seen, "看得到开头");
  await go(page, "/batch/1/findings");
  await page.getByRole("button", { name: /^两条记录对照：/ }).first().click();
  const dialog = page.getByRole("dialog");
  await says(() => dialog.locator("h3").first().innerText(), /^第 \d+ 步《.+》/);
  await silent(() => dialog.locator("h3").allInnerTexts().then((all) => all.join()), /S\d\d/);
  await page.keyboard.press("Escape");
});

test("导出：台账成为 PDF 和电子表格", { timeout: 120_000 }, async () => {
  const out = path.join(space.folder, "出");
  mkdirSync(out);
  await go(page, "/supervise/ledger");
  await page.getByRole("button", { name: "导出 PDF 和电子表格" }).click();
  await choose("选择保存台账的文件夹", out);
  await page.getByText("已生成").first().waitFor({ timeout: 60_000 });
  const files = readdirSync(out);
  assert.ok(files.some((f) => f.endsWith(".pdf")) && files.some((f) => f.endsWith(".xlsx")), files.join());
  for (const f of files) assert.match(readFileSync(path.join(out, f)).subarray(0, 4).toString("latin1"), /^(%PDF|PK)/);
});

test("放行：错要附审批件；放行后仍列出，再撤回", { timeout: 120_000 }, async () => {
  // Sealed volumes let nothing pass any more: new versions of them are begun.
  await renewed(page);
  await go(page, "/batch/1/findings");
  const before = (await call(page, "check.run", { batch: 1 })).filter((f) => f.level === "error");
  assert.ok(before.length);
  await page.getByRole("button", { name: new RegExp(`^放行：${before[0].code}`) }).first().click();
  const dialog = page.getByRole("dialog", { name: "放行这一条" });
  await dialog.getByLabel(/放行理由/).fill("经市委书面同意，情况特殊");
  await dialog.getByLabel(/放行人（签名）/).fill("王建国");
  await dialog.getByLabel(/^职务/).fill("部长");
  await dialog.getByRole("button", { name: "放行", exact: true }).click();
  await dialog.getByText("“错”要附签了名的审批件才能放行").waitFor();
  await dialog.getByRole("button", { name: "选择文件" }).click();
  await choose("选择签了名的放行审批件", path.join(samples, "../scans/r075-1.pdf"));
  await accessible(page, "放行");
  await shoot(page, "1280-放行");
  await dialog.getByRole("button", { name: "放行", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await settled(page);
  const passed = (await call(page, "check.run", { batch: 1 })).filter((f) => f.waiver?.covers);
  assert.equal(passed.length, 1);
  await look("放行登记", ["已放行", "经市委书面同意，情况特殊", "放行登记", "审批件"]);
  await page.getByRole("button", { name: /^撤回放行/ }).click();
  const back = page.getByRole("dialog", { name: "撤回放行" });
  await back.getByLabel(/撤回理由/).fill("审批件有误");
  await back.getByLabel(/撤回人（签名）/).fill("王建国");
  await back.getByRole("button", { name: "撤回", exact: true }).click();
  await back.waitFor({ state: "hidden" });
  await settled(page);
  await says(() => page.locator("body").innerText(), /已撤回/);
  assert.equal((await call(page, "check.run", { batch: 1 })).filter((f) => f.waiver?.covers).length, 0);
});

test("没有数据时每一栏都说该做什么", { timeout: 180_000 }, async () => {
  const empty = workspace("empty");
  const other = await serve(empty.at);
  const second = await open(other.url);
  try {
    for (const [name, tab] of tabs) {
      await go(second.page, `/supervise/${tab}`);
      await lookAt(second.page, `空-监督-${name}`, ["监督"]);
    }
    assert.deepEqual(second.faults, []);
  } finally {
    await second.browser.close();
    await other.stop();
    empty.remove();
  }
});

test("页面没有报错", () => assert.deepEqual(faults, []));
