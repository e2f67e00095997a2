// Each of the eight editors filled in by hand, saved, and read back: what was typed stands in the record and in its fields again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, same, says, settled, shoot } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

/** Of the body first: the head of a record has a 结束日期 of its own. */
async function field(label) {
  const own = page.locator("section[aria-labelledby='e-body']").getByLabel(label, { exact: true });
  return ((await own.count()) ? own : page.getByLabel(label, { exact: true })).first();
}
async function open(step, kind, candidates = "") {
  await go(page, `/batch/1/record/new?step=${step}&kind=${kind}${candidates && `&candidates=${candidates}`}`);
  await page.locator("#e-body").waitFor();
}
async function fill(values) {
  for (const [label, text] of Object.entries(values)) {
    const at = await field(label);
    await at.fill(text);
    await at.blur();
  }
}
async function choose(label, option) {
  await (await field(label)).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}
async function saved(step, date = "2026-07-20") {
  await page.getByLabel(/^发生日期/).first().fill(date);
  await fill({ 补录理由: "演练补录" });
  await accessible(page, `编辑-填好-${step}`);
  await shoot(page, `编辑-填好-${step}`);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.waitForURL((url) => !url.hash.includes("/record/new"));
  await settled(page);
  const all = await call(page, "record.list", { batch: 1, step, candidate: null });
  const { record } = all.reduce((a, b) => (b.record.id > a.record.id ? b : a));
  assert.deepEqual([record.content.step, record.content.date, record.content.late_reason], [step, date, "演练补录"]);
  return record;
}
/** Opened again, as for a correction: every field says what was typed. */
async function again(record, values) {
  await go(page, `/batch/1/record/${record.id}/correct`);
  await page.locator("#e-body").waitFor();
  const now = {};
  for (const label of Object.keys(values)) now[label] = await (await field(label)).inputValue();
  assert.deepEqual(now, values);
}

test("谈话笔记", { timeout: 90_000 }, async () => {
  const typed = { 意见原意: "该同志踏实肯干，群众基础好。", 少数人意见: "有一人认为基层经历偏短。" };
  await open("S05", "notebook", "1");
  await fill(typed);
  const record = await saved("S05");
  assert.deepEqual([record.content.body.kind, record.content.body.text, record.content.body.minority, record.content.candidates], ["notebook", typed.意见原意, typed.少数人意见, [1]]);
  await again(record, typed);
});

test("会议：名称、应到实到、逐人意见、决议", { timeout: 90_000 }, async () => {
  const typed = { 会议名称: "市委常委会2026年第30次会议", 决议: "同意提名，按程序办理。" };
  await open("S36", "meeting", "1");
  await page.getByRole("grid", { name: "逐人意见" }).waitFor();
  await fill(typed);
  const grid = page.getByRole("grid", { name: "逐人意见" });
  const names = await grid.locator("tbody tr").count();
  await grid.locator("button[tabindex='0']").focus();
  for (let i = 0; i < names; i++) await page.keyboard.press("1");
  const record = await saved("S36");
  const { body } = record.content;
  assert.deepEqual([body.kind, body.session, body.resolution, body.opinions.filter((o) => o.stance === "同意").length], ["meeting", typed.会议名称, typed.决议, names]);
  assert.ok(names >= 11 && body.expected >= names, `应到 ${body.expected}，表态 ${names}`);
  await again(record, typed);
});

test("票务：一数带出其余，得票和名次随票存下", { timeout: 90_000 }, async () => {
  await open("S13", "ballot", "1,2");
  await fill({ 应到: "60", 实到: "58", 无效: "1" });
  await page.getByLabel("各人得票第 1 行得票").fill("42");
  await page.getByLabel("各人得票第 2 行得票").fill("15");
  await page.getByLabel("各人得票第 2 行得票").blur();
  const record = await saved("S13");
  const b = record.content.body;
  assert.deepEqual([b.expected, b.present, b.issued, b.returned, b.invalid, b.valid], [60, 58, 58, 58, 1, 57]);
  assert.deepEqual(b.lines.map((l) => [l.candidate, l.agree]), [[1, 42], [2, 15]]);
  await again(record, { 应到: "60", 实到: "58", 发出: "58", 收回: "58", 无效: "1", 有效: "57", "各人得票第 1 行得票": "42", "各人得票第 1 行名次": "1" });
});

test("函件：发出、收函满一个月的话、复函", { timeout: 90_000 }, async () => {
  await open("S25", "letter", "1");
  const out = { 发往: "中共示例省委组织部", 去函文号: "云组函〔2026〕41号", 去函日期: "2026-03-02", 对方收函日期: "2026-03-05" };
  await fill(out);
  await choose("对方类别", "双重管理协管方");
  // A month after it was received counts as consent, where nothing came back.
  const waiting = page.locator(".note[role='status']");
  await waiting.waitFor();
  await says(() => waiting.innerText(), /2026-03-05 收函，.*满 1 个月|2026-03-05 收函，到 2026-04-05 满 1 个月未复/);
  await says(() => waiting.innerText(), /2026-04-05[\s\S]*视为同意[\s\S]*依据/);
  await shoot(page, "函件-满一个月");
  const back = { 要求回复日期: "2026-04-05", 复函文号: "示组函〔2026〕7号", 复函日期: "2026-03-20", 答复: "同意", 复函意见: "同意提名。" };
  await fill(back);
  await same(() => waiting.count(), 0, "复了函就不再等");
  const record = await saved("S25");
  const b = record.content.body;
  assert.deepEqual([b.kind, b.to, b.sent_no, b.sent, b.addressee, b.received, b.due, b.reply_no, b.replied, b.result, b.opinion], ["letter", out.发往, out.去函文号, "2026-03-02", "co_manager", "2026-03-05", "2026-04-05", back.复函文号, "2026-03-20", "同意", "同意提名。"]);
  await again(record, { ...out, ...back });
});

test("公告公示：工作日数、到第 5 个工作日、零登记", { timeout: 90_000 }, async () => {
  await open("S39", "notice", "1");
  const typed = { 标题: "干部任前公示", 方式: "张贴", 范围: "全市", 受理联系方式: "市委组织部干部监督科", 开始日期: "2026-09-28", 结束日期: "2026-09-30", "收到反映（件）": "0", 反映情况及结果: "公示期间未收到反映。" };
  await fill(typed);
  const body = page.locator("section[aria-labelledby='e-body']");
  await body.getByText("公示 3 个工作日（起止两日都算），不足 5 个工作日").waitFor();
  // Over the days off of the year: 28, 29, 30 September, then not before the holidays are over.
  const fifth = page.getByRole("button", { name: /^到第 5 个工作日：/ });
  const day = (await fifth.innerText()).split("：")[1];
  assert.ok(day > "2026-10-04", day);
  await fifth.click();
  await body.getByText("公示 5 个工作日（起止两日都算）").waitFor();
  await says(() => body.innerText(), /依据|第.+条/);
  for (const t of await body.locator("fieldset.elements input").all()) await t.check();
  const record = await saved("S39");
  const b = record.content.body;
  assert.deepEqual([b.kind, b.title, b.form, b.scope, b.contact, b.start, b.end, b.reactions, b.outcome], ["notice", typed.标题, "张贴", "全市", typed.受理联系方式, "2026-09-28", day, 0, typed.反映情况及结果]);
  assert.ok(b.elements.length > 2, "载明的内容");
  await again(record, { ...typed, 结束日期: day });
});

test("审核核查：列出凡提四必和三龄二历，按 1 2 3，结论行跟着变", { timeout: 120_000 }, async () => {
  await open("S07", "review", "1");
  const body = page.locator("section[aria-labelledby='e-body']");
  for (const list of ["凡提四必", "三龄"]) {
    await body.getByRole("button", { name: list }).click();
  }
  const names = await body.locator("textarea[aria-label^='逐项核对第'][aria-label$='核对事项']").evaluateAll((all) => all.map((t) => t.value));
  for (const name of ["干部档案审核", "个人有关事项报告查核", "年龄", "党龄", "干部身份"]) assert.ok(names.includes(name), `${name} 不在：${names}`);
  await body.getByText(/还差结论、日期或审核人：/).waitFor();
  const rows = names.length;
  const mark = async (row, digit) => {
    await body.locator(`[aria-label='逐项核对第 ${row} 行结果（按数字选）'] input`).first().focus();
    await page.keyboard.press(digit);
  };
  for (let i = 1; i <= rows; i++) {
    await mark(i, "1");
    await page.getByLabel(`逐项核对第 ${i} 行审核人`, { exact: true }).fill("贺文舟");
    await page.getByLabel(`逐项核对第 ${i} 行审核日期`, { exact: true }).fill("2026-07-18");
    await page.getByLabel(`逐项核对第 ${i} 行审核日期`, { exact: true }).blur();
  }
  await body.getByText(/已有结论 \d+\/\d+ 项/).waitFor();
  await fill({ 结论: "未发现影响使用的问题。" });
  const record = await saved("S07");
  const b = record.content.body;
  assert.deepEqual([b.kind, b.conclusion, b.items.length], ["review", "未发现影响使用的问题。", rows]);
  assert.deepEqual(b.items.map((i) => [i.name, i.result !== "", i.reviewer, i.date]), names.map((n) => [n, true, "贺文舟", "2026-07-18"]));
  await again(record, { 结论: "未发现影响使用的问题。", "逐项核对第 1 行核对事项": names[0], "逐项核对第 1 行审核人": "贺文舟", "逐项核对第 1 行审核日期": "2026-07-18" });
});

test("考察材料四部分：照以前的记录起草，四部分存下再读回", { timeout: 120_000 }, async () => {
  await open("S28", "document", "1");
  const body = page.locator("section[aria-labelledby='e-body']");
  const lay = body.getByRole("button", { name: "按考察材料四部分填写" });
  await lay.click();
  await body.getByText(/^还空着：/).waitFor();
  const labels = await body.locator("label").evaluateAll((all) => all.map((l) => l.textContent.trim()).filter((t) => /^[一二三四]、/.test(t)));
  assert.equal(labels.length, 4, labels.join("；"));
  const third = await (await field(labels[2])).inputValue();
  assert.match(third, /得票\d+票（有效\d+张）/, "第三部分从票务起草");
  const typed = { [labels[0]]: "政治坚定，实绩突出：主持完成旧城更新。", [labels[1]]: "有时工作方法偏急。", [labels[2]]: `${third}；意见集中。`, [labels[3]]: "档案、个人事项、纪检均已核。" };
  await fill(typed);
  await body.getByText("四部分齐全").waitFor();
  const record = await saved("S28");
  const b = record.content.body;
  assert.deepEqual([b.kind, b.parts.map((p) => p.part), b.parts.map((p) => p.text)], ["document", ["conduct", "faults", "opinions", "checks"], Object.values(typed)]);
  await again(record, typed);
});

test("审批决定：机关、结果、任职方式、起算日", { timeout: 90_000 }, async () => {
  await open("S38", "decision", "1");
  const typed = { 决定机关: "市委常委会", 文号: "云任〔2026〕31号", 起算日期: "2026-07-19", 决定内容: "决定任职，试用期一年。" };
  await fill(typed);
  await fill({ 结果: "同意" });
  await choose("任职方式", "党委（党组）决定");
  const record = await saved("S38");
  const b = record.content.body;
  assert.deepEqual([b.kind, b.body, b.doc_no, b.result, b.manner, b.effective, b.text], ["decision", "市委常委会", "云任〔2026〕31号", "同意", "party_decision", "2026-07-19", "决定任职，试用期一年。"]);
  await again(record, { ...typed, 结果: "同意" });
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
