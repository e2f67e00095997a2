// What is copied from a spreadsheet, pasted by Ctrl+V from the real clipboard into the real tables: it stands where it belongs, further lines
// are added, what a column does not take is said, and it is there after saving.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, same, settled, shoot } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

/** As from a spreadsheet: cells by tabs, lines by line ends. */
async function paste(field, lines) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines.map((cells) => cells.join("\t")).join("\n"));
  await field.click();
  await page.keyboard.press("Control+V");
  await settled(page);
}
const cells = (table, line, names) => Promise.all(names.map((name) => page.getByLabel(`${table}第 ${line} 行${name}`, { exact: true }).inputValue()));

test("票务：得票成列粘贴，全角数字也认；认不出的说出来，不改原来的数", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1,2,3");
  const first = page.getByLabel("各人得票第 1 行得票", { exact: true });
  await paste(first, [["78"], ["６１"], ["19"]]);
  for (const [n, votes] of [[1, "78"], [2, "61"], [3, "19"]]) assert.deepEqual(await cells("各人得票", n, ["得票"]), [votes]);
  await paste(first, [["五十"], ["60"]]);
  assert.deepEqual([...(await cells("各人得票", 1, ["得票"])), ...(await cells("各人得票", 2, ["得票"]))], ["78", "60"]);
  await page.getByText("有 1 格不能放入，请核对").first().waitFor();
  await accessible(page, "票务-粘贴");
  await shoot(page, "票务-粘贴");
});

test("票务：缺席名单姓名和事由一次粘贴，行数自己加", { timeout: 60_000 }, async () => {
  await page.getByRole("button", { name: "添加缺席人" }).click();
  await paste(page.getByLabel("缺席第 1 行姓名", { exact: true }), [["买买提·艾力", "公出"], ["古丽巴哈尔·阿卜杜热合曼·托合提", "在外学习"], ["赵国𬀩", "病假"]]);
  assert.deepEqual(await cells("缺席", 2, ["姓名", "事由"]), ["古丽巴哈尔·阿卜杜热合曼·托合提", "在外学习"]);
  assert.deepEqual(await cells("缺席", 3, ["姓名", "事由"]), ["赵国𬀩", "病假"]);
});

test("会议：参会名单连职务、身份、到会、事由一次粘贴，存下来人人都在", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S29&kind=meeting&candidates=1");
  const remove = page.getByRole("button", { name: /^删去参会人员第 1 行/ });
  while (await remove.count()) await remove.click();
  await page.getByRole("button", { name: "添加一人" }).click();
  await paste(page.getByLabel("参会人员第 1 行姓名", { exact: true }), [["石砚", "部长", "主持", "到会"], ["欧阳建军", "副部长", "出席", "缺席", "公出"], ["陆青禾", "干部科副科长", "记录", "在座"]]);
  // What is neither 到会, 缺席 nor 回避 leaves the choice as it was, and is said.
  await page.getByText("有 1 格不能放入，请核对").first().waitFor();
  assert.deepEqual(await cells("参会人员", 2, ["姓名", "单位及职务", "身份", "缺席、回避事由"]), ["欧阳建军", "副部长", "出席", "公出"]);
  const state = page.getByRole("radiogroup", { name: "参会人员第 2 行到会（按 1 2 3）" });
  assert.equal(await state.getByRole("radio", { name: "缺席" }).isChecked(), true);
  await accessible(page, "会议-粘贴");
  await shoot(page, "会议-粘贴");
  await page.getByLabel(/^发生日期/).first().fill("2026-07-20");
  await page.getByLabel("决议", { exact: true }).fill("同意。");
  await page.getByLabel("补录理由", { exact: true }).fill("演练");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.waitForURL(/records/);
  await settled(page);
  const saved = (await call(page, "record.list", { batch: 1, step: "S29", candidate: null })).map((r) => r.record.content).find((c) => c.date === "2026-07-20");
  const all = [...saved.participants, ...saved.body.absent].map((p) => p.name);
  assert.deepEqual(["石砚", "欧阳建军", "陆青禾"].filter((n) => !all.includes(n)), []);
  assert.deepEqual(saved.body.absent.map((a) => [a.name, a.reason]), [["欧阳建军", "公出"]]);
});

test("测评表：各指标各档的票数整块粘贴", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S21&kind=ballot&candidates=1");
  const table = page.locator("section.table").first();
  if (!(await table.count())) await page.getByRole("button", { name: /德.*表$/ }).first().click();
  const title = await table.getByLabel("表名").inputValue();
  const grades = (await table.locator("thead th").allInnerTexts()).slice(2, -2);
  const lines = await table.locator("tbody tr").count();
  assert.ok(grades.length >= 3 && lines >= 3, `${grades.join("、")} ${lines}`);
  await paste(page.getByLabel(`${title}第 1 行${grades[0]}`, { exact: true }), [["40", "8", "2"], ["41", "7", "2"], ["39", "9", "2"]]);
  assert.deepEqual(await cells(title, 2, grades.slice(0, 3)), ["41", "7", "2"]);
  assert.deepEqual(await cells(title, 3, grades.slice(0, 3)), ["39", "9", "2"]);
  await same(() => table.locator("tbody tr").count(), lines, "没有多出行");
  await shoot(page, "测评表-粘贴");
});

test("谈话对象的姓名和职务成行，引号里的换行仍是一格", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S05&kind=notebook&candidates=1");
  await page.getByRole("button", { name: "添加对象" }).click();
  const table = "谈话（听取意见）对象";
  await paste(page.getByLabel(`${table}第 1 行姓名`, { exact: true }), [["谢东屏", "区委书记"], ["阿布都热合曼·买买提艾力江", '"区政府\n副区长"']]);
  assert.deepEqual(await cells(table, 1, ["姓名", "单位及职务"]), ["谢东屏", "区委书记"]);
  const [name, post] = await cells(table, 2, ["姓名", "单位及职务"]);
  assert.equal(name, "阿布都热合曼·买买提艾力江");
  assert.match(post, /区政府\s*副区长/);
});

test("各步责任人：一列姓名粘贴下去，不多出步骤", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/setup?at=charges");
  const before = await page.locator("main tbody tr").count();
  await paste(page.getByLabel("各步责任人第 43 行本批责任人", { exact: true }), [["李明"], ["王海燕"], ["多出来的人"]]);
  assert.deepEqual([...(await cells("各步责任人", 43, ["本批责任人"])), ...(await cells("各步责任人", 44, ["本批责任人"]))], ["李明", "王海燕"]);
  await same(() => page.locator("main tbody tr").count(), before);
});

test("名单：人员连栏目行粘贴，逐行说能不能放入", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/setup?at=people");
  await page.getByRole("button", { name: "从表格粘贴人员" }).click();
  await paste(page.locator("textarea").first(), [["姓名", "性别", "出生年月", "民族", "现任职务"], ["阿不力孜·司马义", "男", "1980.05", "维吾尔族", "云东区教育局局长"], ["𠅤小满", "女", "1982-07", "汉族", "云东区审计局副局长"]]);
  await page.getByText("阿不力孜·司马义").filter({ visible: true }).first().waitFor();
  await page.getByRole("button", { name: "放入 2 行" }).waitFor();
  await accessible(page, "粘贴人员-真剪贴板");
  await shoot(page, "粘贴人员-真剪贴板");
});

test("名单：名册已有的人，拟任职务按表里的，与岗位一字不差的对应到它；现任职务不同的列出来", { timeout: 90_000 }, async () => {
  const content = { name: "粘贴名单的一批", number: "209901", business: "个别提拔任职", started: "2026-03-02", edition: "2019", unit: "示例组织部", fonds: "Z109", note: "" };
  const batch = await call(page, "batch.create", { content });
  await call(page, "post.add", { batch, content: { unit: "云东区水务局", title: "副局长", seats: 1, rank: "副职", dual_management: false, probation: true } });
  const known = await call(page, "person.add", { content: { name: "粘贴甲", born: "198005", current_post: "云东区水务局科长" } });
  await go(page, `/batch/${batch}/setup?at=people`);
  await page.getByRole("button", { name: "从表格粘贴人员" }).click();
  await paste(page.locator("textarea").first(), [["姓名", "出生年月", "现任职务", "拟任职务"], ["粘贴甲", "1980年5月", "云东区水务局办公室主任", "云东区水务局副局长"], ["粘贴乙", "1981.06", "云东区财政局科长", "别的职务"]]);
  await page.getByText("现任职务：名册“云东区水务局科长”，表里“云东区水务局办公室主任”").waitFor();
  await page.getByText("对应岗位“云东区水务局副局长”").waitFor();
  await page.getByText("本批没有登记“别的职务”这个岗位，放入后暂不对应岗位").waitFor();
  await accessible(page, "粘贴人员-与名册不同");
  await shoot(page, "粘贴人员-与名册不同");
  await page.getByRole("button", { name: "放入 2 行" }).click();
  await page.getByText(/已放入 2 行；1 人的现任职务与名册不同，本批按名册的写/).waitFor();
  const rows = (await call(page, "batch.get", { batch })).candidates.map((c) => [c.name, c.candidate.content.proposed_post, c.candidate.content.current_post, c.post?.content.title ?? null]);
  assert.deepEqual(rows, [["粘贴甲", "云东区水务局副局长", "云东区水务局科长", "副局长"], ["粘贴乙", "别的职务", "云东区财政局科长", null]]);
  assert.equal((await call(page, "person.get", { id: known })).person.content.current_post, "云东区水务局科长");
});

test("建批时手工登记的人：登记完就在本批，回到建批", { timeout: 90_000 }, async () => {
  const batch = (await call(page, "batch.list", {})).find((b) => b.batch.content.number === "209901").batch.id;
  await go(page, `/batch/${batch}/setup?at=people`);
  await page.getByRole("button", { name: "从名册选人" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "手工登记人员" }).or(page.getByRole("dialog").getByRole("button", { name: "手工登记人员" })).first().click();
  await page.waitForURL(/people\/new\?.*batch=/);
  await page.getByText("登记后加入“粘贴名单的一批”，并回到那里").waitFor();
  await shoot(page, "手工登记-加入本批");
  await page.getByLabel(/^姓名/).fill("粘贴丙");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.waitForURL(new RegExp(`batch/${batch}/setup\\?at=people`));
  await page.getByText("粘贴丙").first().waitFor();
});

test("建批次时粘贴成员名单，第一次常委会载入它；关系和事由随批次存下", { timeout: 120_000 }, async () => {
  await go(page, "/batch/new");
  for (const [label, words] of [[/^批次名称/, "登记名单的一批"], [/^批次号/, "202688"], [/^全宗号/, "Z109"], [/^承办单位/, "中共云岭市委组织部"]]) await page.getByLabel(label).fill(words);
  await page.getByRole("button", { name: "添加成员" }).click();
  await paste(page.getByLabel("讨论决定机关的成员名单第 1 行姓名", { exact: true }), [["姓名", "职务"], ["汪海平", "市委书记"], ["丁剑锋", "市委副书记"], ["马文兰", "市委常委"]]);
  await page.getByRole("combobox", { name: "讨论决定机关的成员名单第 1 行身份" }).click();
  await page.getByRole("option", { name: "主要负责人" }).filter({ visible: true }).click();
  await page.getByRole("button", { name: "添加一项关系" }).click();
  for (const [column, words] of [["谁", "汪海平"], ["与谁", "汪小平"], ["何种关系", "直系血亲"]]) await page.getByLabel(`应回避的关系第 1 行${column}`, { exact: true }).fill(words);
  await page.getByLabel("非换届一次性调整过大").check();
  await accessible(page, "建批次-成员名单");
  await shoot(page, "建批次-成员名单");
  await page.getByRole("button", { name: "建立批次，下一步" }).click();
  await page.waitForURL(/setup\?at=marks/);
  const batch = Number(/batch\/(\d+)/.exec(page.url())[1]);
  const { content } = (await call(page, "batch.get", { batch })).batch;
  assert.deepEqual(content.members.map((m) => [m.name, m.post, m.body, m.principal]), [["汪海平", "市委书记", "常委会", true], ["丁剑锋", "市委副书记", "常委会", false], ["马文兰", "市委常委", "常委会", false]]);
  assert.deepEqual([content.relations, content.report_reasons], [[{ one: "汪海平", other: "汪小平", kind: "直系血亲" }], ["非换届一次性调整过大"]]);
  await go(page, `/batch/${batch}/record/new?step=S36&kind=meeting`);
  await page.getByRole("button", { name: "常委会登记名单（3 人）" }).click();
  await same(() => page.getByLabel("参会人员第 3 行姓名", { exact: true }).inputValue(), "马文兰");
  await go(page, `/batch/${batch}/matrix`);
  await page.getByRole("button", { name: "修改批次信息" }).click();
  await same(() => page.getByRole("dialog").getByLabel("讨论决定机关的成员名单第 2 行姓名", { exact: true }).inputValue(), "丁剑锋");
  await accessible(page, "修改批次-成员名单");
  await shoot(page, "修改批次-成员名单");
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
