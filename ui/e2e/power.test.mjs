// The program is killed in the middle of typing: whatever was typed, wherever, stands there again.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, choose, desk, go, paper, same, says, serve, settled, shoot } from "./browser.mjs";

let space, server, page, faults;
const its = desk("demo", (at) => ({ space, server, page, faults } = at));
const saved = () => page.waitForTimeout(900);
async function kill() {
  await server.kill();
  server = its.server = await serve(space.at);
  await page.goto("about:blank");
  await page.goto(server.url);
  await page.waitForSelector("main h1");
  await settled(page);
}
const tray = () => page.getByRole("listbox", { name: "待整理的页" });
const filing = () => page.getByRole("list", { name: "待挂接的材料" });
const counts = async () => {
  const records = await call(page, "record.list", { batch: 1, step: null, candidate: null });
  return [records.length, (await call(page, "batch.get", { batch: 1 })).materials];
};

test("没有记录的一步：页连同新记录一起写入，断电也不丢，确认以前什么都没写", { timeout: 240_000 }, async () => {
  await go(page, "/batch/1/scans");
  await choose(page, "选择文件", paper(path.join(space.folder, "座谈.pdf"), 5));
  await page.waitForFunction(() => !document.querySelector(".busy"), null, { timeout: 100_000 });
  await tray().locator("img").first().waitFor();
  const before = await counts();
  await tray().focus();
  let keys = 0;
  const press = async (...names) => {
    for (const name of names) {
      await page.keyboard.press(name);
      keys++;
    }
    await page.waitForTimeout(80);
  };
  await press("Shift+ArrowRight", "n");
  const dialog = page.getByRole("dialog", { name: "新开一条记录" });
  await dialog.getByLabel(/^发生日期/).first().waitFor();
  await settled(page);
  await page.waitForTimeout(400);
  await accessible(page, "新开记录");
  await shoot(page, "扫描回收-新开记录");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  // The step and the person are typed, as for a record that is there.
  await tray().focus();
  await press("2", "2");
  const offer = page.getByRole("option", { name: /新开记录：22 / });
  await offer.waitFor();
  await offer.click();
  await dialog.getByLabel(/^发生日期/).first().waitFor();
  await page.waitForTimeout(400);
  const summary = dialog.getByRole("textbox", { name: /^操作情况/ });
  await summary.fill("查阅干部人事档案");
  await dialog.getByLabel(/^发生日期/).first().fill("2026-13-1");
  await saved();
  await kill();
  await page.getByRole("link", { name: /待整理扫描件 5 页/ }).click();
  await dialog.getByLabel(/^发生日期/).first().waitFor();
  await same(() => summary.inputValue(), "查阅干部人事档案");
  await same(() => dialog.getByLabel(/^发生日期/).first().inputValue(), "2026-13-1");
  await dialog.getByLabel(/^发生日期/).first().fill("2026-03-10");
  await dialog.getByRole("checkbox").first().check();
  // What an earlier record said and nobody touched stays marked, over the power cut and when it is looked at again.
  const marks = () => dialog.getByText("沿用上一条", { exact: true }).count();
  const marked = await marks();
  assert.ok(marked > 0, "沿用上一条");
  await page.keyboard.press("Control+Enter");
  await dialog.waitFor({ state: "hidden" });
  await says(() => filing().innerText(), /新记录/);
  assert.deepEqual(await counts(), before, "确认以前什么都没有写");
  await filing().getByRole("button", { name: /^改记录/ }).first().click();
  const again = page.getByRole("dialog", { name: "改新开的记录" });
  await again.getByLabel(/^发生日期/).first().waitFor();
  await same(() => again.getByText("沿用上一条", { exact: true }).count(), marked);
  await page.keyboard.press("Escape");
  await again.waitFor({ state: "hidden" });
  // A second paper goes to the same record.
  await tray().focus();
  await press("Enter");
  await page.getByRole("option", { name: /新开，还没有写入/ }).first().click();
  await same(() => filing().getByRole("listitem").count(), 2);
  await accessible(page, "新开记录-待挂接");
  await shoot(page, "扫描回收-新开记录待挂接");
  await saved();
  await kill();
  await go(page, "/batch/1/scans");
  await page.getByText("新开 1 条记录").waitFor();
  await page.getByRole("button", { name: /^全部挂接/ }).click();
  await page.getByText("新开 1 条记录").first().waitFor();
  await page.getByText(/已挂接 2 份材料，新开 1 条记录/).waitFor();
  assert.deepEqual(await counts(), [before[0] + 1, before[1] + 2]);
  const drafts = () => call(page, "draft.list", { discarded: false });
  await page.getByRole("button", { name: "清空", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "清空" }).click();
  await saved();
  assert.ok(!(await drafts()).some((d) => d.editor === "tray"), "空的不留草稿");
});

test("建批：不需要的步骤和粘贴的名单", { timeout: 180_000 }, async () => {
  await go(page, "/batch/new");
  await page.getByLabel(/^批次名称/).fill("断电试一试");
  await page.getByLabel(/^批次号/).fill("202699");
  await page.getByRole("combobox", { name: "业务类型" }).click();
  await page.getByRole("option", { name: "平级调整、交流" }).click();
  await page.getByRole("button", { name: /下一步/ }).click();
  await page.waitForURL(/setup\?at=marks/);
  await settled(page);
  const at = /batch\/(\d+)\/setup/.exec(page.url())[1];
  const first = page.getByRole("checkbox").first();
  await first.waitFor();
  const offered = await page.getByRole("checkbox").count();
  assert.ok(offered > 3, "平级调整、交流通常不办的步骤");
  await accessible(page, "不需要的步骤");
  await shoot(page, "建批-不需要的步骤");
  await first.check();
  const reason = page.getByLabel(/不适用的理由/).first();
  await reason.fill("本批没有这种情形，部务会 3 月 2 日议定");
  await page.getByRole("combobox", { name: "认定人" }).fill("周敏");
  await saved();
  await kill();
  await page.getByRole("link", { name: "不需要的步骤" }).click();
  await page.waitForURL(/at=marks/);
  await settled(page);
  await same(() => reason.inputValue(), "本批没有这种情形，部务会 3 月 2 日议定");
  assert.ok(await first.isChecked());
  await same(() => page.getByRole("combobox", { name: "认定人" }).inputValue(), "周敏");
  await page.getByRole("button", { name: /^标记 1 步不适用/ }).click();
  await page.waitForURL(/at=people/);
  await go(page, `/batch/${at}/setup?at=marks`);
  await page.getByText("已经标记不适用的").waitFor();
  await same(() => page.getByRole("checkbox").count(), offered - 1, "定了的不再列出来选");
  await page.getByText(/部务会 3 月 2 日议定/).waitFor();
  await shoot(page, "建批-已标记不适用");
  await go(page, `/batch/${at}/setup?at=people`);
  await page.getByRole("button", { name: "从表格粘贴人员" }).click();
  const list = "姓名\t性别\t出生年月\n王䶮\t男\t1978-03\n买买提·艾力\t男\t1980-05";
  await page.getByLabel("在这里粘贴").fill(list);
  await page.getByText("放入 2 行").waitFor();
  await saved();
  await kill();
  await page.getByRole("link", { name: /^从表格粘贴的人员/ }).click();
  await page.getByText("放入 2 行").waitFor();
  await same(() => page.getByLabel("在这里粘贴").inputValue(), list);
  await accessible(page, "粘贴-断电以后");
  await page.getByRole("button", { name: "放入 2 行" }).click();
  await page.getByText("已放入 2 行").waitFor();
  await saved();
  assert.deepEqual((await call(page, "draft.list", { batch: Number(at), discarded: false })).map((d) => d.title), []);
});

test("对话框里写的理由：断电以后再打开还在，可以不要", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  await page.getByRole("button", { name: "挂接材料" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^材料名称/).fill("谈话原始记录（三页）");
  await saved();
  await kill();
  await go(page, "/batch/1/records?step=S05");
  await page.getByRole("button", { name: "挂接材料" }).first().click();
  await dialog.getByText("接着上次没有保存的内容").waitFor();
  await same(() => dialog.getByLabel(/^材料名称/).inputValue(), "谈话原始记录（三页）");
  await accessible(page, "对话框-接着写");
  await shoot(page, "对话框-接着写");
  await dialog.getByRole("button", { name: "不要了，重新填" }).click();
  assert.notEqual(await dialog.getByLabel(/^材料名称/).inputValue(), "谈话原始记录（三页）");
});

test("核对待挂接的材料、笔记归入步骤、规则包新的一版、放假通知：断电以后都接着写", { timeout: 240_000 }, async () => {
  const dialog = page.getByRole("dialog");
  const back = async (title) => {
    await saved();
    await kill();
    await page.getByRole("link", { name: title }).click();
    await settled(page);
  };
  // The paper in its dialog, with the page that was sent back.
  await go(page, "/batch/1/scans");
  await choose(page, "选择文件", paper(path.join(space.folder, "核对.pdf"), 3));
  await page.waitForFunction(() => !document.querySelector(".busy"), null, { timeout: 100_000 });
  await tray().focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("listbox", { name: "可以归到的记录" }).getByRole("option").first().click();
  await filing().getByRole("button", { name: /^核对 / }).click();
  await dialog.getByLabel("签名人").fill("买买提·艾力·吐尔逊");
  await dialog.getByRole("button", { name: "第 2 页退回待整理" }).click();
  await back(/待整理扫描件 3 页/);
  await same(() => dialog.getByLabel("签名人").inputValue(), "买买提·艾力·吐尔逊");
  await same(() => dialog.getByRole("button", { name: /^看大图：/ }).count(), 1);
  await accessible(page, "核对材料-断电以后");
  await page.keyboard.press("Escape");
  await page.locator(".el-message-box").waitFor();
  await page.getByRole("button", { name: "留下继续填写" }).click();
  await dialog.getByRole("button", { name: "确定" }).click();
  await dialog.waitFor({ state: "hidden" });
  await says(() => filing().innerText(), /买买提·艾力·吐尔逊/);
  await page.getByRole("button", { name: "清空", exact: true }).click();
  await dialog.getByRole("button", { name: "清空" }).click();
  // A note of the notebook on its way to a step.
  const { notebook } = await call(page, "notebook.add", { content: { number: "断电-1", unit: "中共云岭市委组织部", holder: "周敏", opened: "2026-01-01", closed: null, note: "" } });
  const content = {
    step: "", candidates: [], date: "2026-03-05", end_date: null, time: "", place: "", mode: "专用笔记本", responsible: "", summary: "", late_reason: "", participants: [], signatures: [],
    body: { kind: "notebook", category: "听取意见", speakers: [], text: "意见原话", collective: false, merits: "", shortcomings: "", demands: "", minority: "", visited: "", feedback: null },
  };
  await call(page, "notebook.write", { notebook: notebook.id, content });
  await go(page, "/notebook");
  await page.getByRole("button", { name: /断电-1/ }).click();
  await page.getByRole("button", { name: /归入步骤$/ }).first().click();
  const chosen = async () => dialog.locator(".el-select", { has: page.getByLabel("步骤") }).innerText();
  await dialog.getByLabel("步骤").click();
  const option = page.getByRole("option").nth(2);
  await option.waitFor();
  const step = await option.innerText();
  await option.click();
  await option.waitFor({ state: "hidden" });
  assert.match(await chosen(), new RegExp(step));
  await dialog.getByRole("checkbox").nth(1).check();
  await back(/归入步骤/);
  await dialog.getByText("接着上次没有保存的内容").waitFor();
  assert.match(await chosen(), new RegExp(step));
  assert.ok(await dialog.getByRole("checkbox").nth(1).isChecked());
  await accessible(page, "归入步骤-断电以后");
  await dialog.getByRole("button", { name: "不要了，重新填" }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  // A further version of a rule pack: a way out that is taken by mistake asks, too.
  await go(page, "/rules");
  await page.getByRole("button", { name: /市委发〔2009〕33号 第 1\.0\.1 版/ }).click();
  await page.getByRole("button", { name: "另写新的一版" }).click();
  await page.getByLabel(/^为什么新增这一版/).fill("市委发〔2010〕1号");
  await page.getByRole("button", { name: "取消", exact: true }).click();
  await page.getByRole("button", { name: "留下继续填写" }).click();
  await back(/规则包.*新的一版/);
  await page.getByText("接着上次没有保存的内容").waitFor();
  await same(() => page.getByLabel(/^为什么新增这一版/).inputValue(), "市委发〔2010〕1号");
  await accessible(page, "规则包-断电以后");
  await shoot(page, "规则包-断电以后");
  await page.getByRole("button", { name: "不要了，重新填" }).click();
  // The notice of the holidays, pasted and not yet read.
  await go(page, "/rules/calendar");
  await page.getByLabel(/^通知正文/).fill("各省、自治区、直辖市人民政府：");
  await back(/登记一年的放假安排/);
  await page.getByText("接着上次没有保存的内容").waitFor();
  await same(() => page.getByLabel(/^通知正文/).inputValue(), "各省、自治区、直辖市人民政府：");
  await page.getByRole("button", { name: "不要了，重新填" }).click();
  await saved();
  assert.deepEqual((await call(page, "draft.list", { discarded: false })).filter((d) => d.editor === "dialog").map((d) => d.title).filter((t) => /归入|规则|放假/.test(t)), []);
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
