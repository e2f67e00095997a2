// Recording by hand as staff do it: few keys for a ballot, a meeting and a talk; drafts that outlive a power cut; finding, notebook, undo.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, desk, go, same, says, serve, settled, shoot } from "./browser.mjs";

let space, server, page, faults;
const its = desk("demo", (at) => ({ space, server, page, faults } = at));

let keys = 0;
async function press(...names) {
  for (const name of names) {
    await page.keyboard.press(name);
    keys++;
  }
}
async function type(text) {
  await page.keyboard.type(text);
  keys += [...text].length;
}
const focus = (label) => page.getByLabel(label, { exact: true }).first().focus();
const settle = () => page.waitForTimeout(250);

test("一场推荐票：只填数字，其余自己跟上", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1,2,3");
  keys = 0;
  await page.getByLabel(/^发生日期/).first().focus();
  await type("3-30");
  await focus("应到");
  await type("96");
  await press("Enter");
  await type("88");
  await focus("无效");
  await press("Control+A");
  await type("2");
  await page.getByLabel("各人得票第 1 行得票").focus();
  for (const votes of ["78", "61", "19"]) {
    await press("Control+A");
    await type(votes);
    await press("Enter");
  }
  await settle();
  for (const [label, n] of [["发出", "88"], ["收回", "88"], ["有效", "86"]]) await same(() => page.getByLabel(label, { exact: true }).inputValue(), n, label);
  await same(() => page.getByLabel("各人得票第 2 行名次").inputValue(), "2");
  await says(() => page.locator("main").innerText(), /90\.70%/);
  await says(() => page.getByLabel("操作情况（印入报告表）").inputValue(), /有效86张：.*78票/);
  await accessible(page, "票");
  await shoot(page, "记-票");
  console.log(`推荐票：${keys} 键`);
  assert.ok(keys <= 40, `用了 ${keys} 键`);
});

test("十三名成员的会议：名单载入，一人一键", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S36&kind=meeting&candidates=1");
  await page.getByRole("grid", { name: "逐人意见" }).waitFor();
  const grid = page.getByRole("grid", { name: "逐人意见" });
  keys = 0;
  await page.getByLabel(/^发生日期/).first().focus();
  await type("6-25");
  // The sample's committee has eleven: two members more, found by pinyin.
  for (const typed of ["sbc", "xdp"]) {
    await page.getByRole("button", { name: "添加一人" }).first().focus();
    await press("Enter");
    await type(typed);
    await page.getByRole("option").first().waitFor();
    await press("Enter");
  }
  await page.waitForTimeout(200);
  const names = await grid.locator("tbody tr").count();
  assert.equal(names, 13);
  await grid.locator("button[tabindex='0']").focus();
  for (let i = 0; i < names; i++) await press(i === 3 ? "2" : "1");
  await settle();
  await says(() => grid.locator("tfoot").innerText(), new RegExp(`${names - 1}／1／0`));
  await says(() => page.locator("main").innerText(), /达到三分之二/);
  await accessible(page, "会议");
  await page.evaluate(() => document.querySelector(".stances")?.scrollIntoView({ block: "center" }));
  await shoot(page, "记-会议");
  console.log(`会议（${names} 名成员表态）：${keys} 键`);
  assert.ok(keys <= names + 16, `用了 ${keys} 键`);
  await same(() => grid.locator("tbody tr:last-child .tag.blue").innerText(), "末位表态");
});

test("一次谈话涉及三名人选，是一条记录；姓名用拼音首字母", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S05&kind=notebook&candidates=1,2,3");
  keys = 0;
  await page.getByLabel(/^发生日期/).first().focus();
  await type("3-10");
  await page.getByRole("button", { name: "添加对象" }).focus();
  await press("Enter");
  await type("xdp");
  await page.getByRole("option", { name: /谢东屏/ }).waitFor();
  await press("Enter");
  await focus("意见原意");
  const text = "三名同志都熟悉城建工作，建议优先考虑欧阳静澜同志。";
  await page.keyboard.type(text);
  await settle();
  await same(() => page.getByRole("combobox", { name: "谈话（听取意见）对象第 1 行姓名" }).inputValue(), "谢东屏");
  await says(() => page.getByLabel("谈话（听取意见）对象第 1 行单位及职务").inputValue(), /书记/);
  await accessible(page, "谈话");
  await shoot(page, "记-谈话");
  console.log(`谈话：${keys} 键，另有正文 ${text.length} 字`);
  assert.ok(keys <= 14, `用了 ${keys} 键`);
  await page.getByLabel("补录理由").fill("演示");
  await page.keyboard.press("Control+s");
  await page.waitForURL(/records\?step=S05|step=S05/);
  await settled(page);
  await says(() => page.locator("main").innerText(), /建议优先考虑欧阳静澜/);
});

test("断电也不丢：草稿在首页和这一步都等着接着写", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S33&kind=meeting");
  await page.getByRole("textbox", { name: "地点" }).fill("市委小会议室");
  await page.getByRole("textbox", { name: "决议" }).fill("只作酝酿，不作决定；意见一致。");
  await page.getByLabel(/^发生日期/).first().fill("2026-13-3");
  await page.getByText(/^草稿已存/).waitFor();
  await page.waitForTimeout(600);
  await server.kill();
  server = its.server = await serve(space.at);
  await page.goto("about:blank");
  await page.goto(server.url);
  await page.waitForSelector("main h1");
  await settled(page);
  const text = await page.locator("main").innerText();
  assert.match(text, /没有写完的草稿/);
  await accessible(page, "首页有草稿");
  await shoot(page, "首页-有草稿");
  await page.getByRole("link", { name: /第 33 步/ }).first().click();
  await page.waitForURL(/draft=/);
  await settled(page);
  await same(() => page.getByRole("textbox", { name: "地点" }).inputValue(), "市委小会议室");
  await same(() => page.getByRole("textbox", { name: "决议" }).inputValue(), "只作酝酿，不作决定；意见一致。");
  await same(() => page.getByLabel(/^发生日期/).first().inputValue(), "2026-13-3");
  await page.getByRole("button", { name: "草稿经过" }).click();
  await page.getByRole("dialog").getByText("保存时间").waitFor();
  await accessible(page, "草稿经过");
  await page.keyboard.press("Escape");
  await go(page, "/batch/1/record/new?step=S33&kind=meeting");
  await page.getByText("留下一份没有写完的草稿").first().waitFor();
  await accessible(page, "这一步有草稿");
  await shoot(page, "编辑-有草稿");
});

test("查找：Ctrl+K，拼音首字母，回车就到", { timeout: 60_000 }, async () => {
  await go(page, "/home");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("oyjl");
  await page.getByRole("option", { name: /欧阳静澜/ }).first().waitFor();
  await accessible(page, "查找框");
  await shoot(page, "查找框");
  await page.keyboard.press("Enter");
  await page.waitForURL(/person|people/);
  await settled(page);
  await says(() => page.locator("main h1").innerText(), /欧阳静澜/);
});

test("F1 打开当前步骤的说明", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S37&kind=ballot");
  await page.keyboard.press("F1");
  await page.waitForURL(/help\?step=S37/);
  await page.getByRole("heading", { name: /表决（票决）与计票/ }).waitFor();
});

test("笔记本：启用、记一条、更正，原文不动", { timeout: 90_000 }, async () => {
  await go(page, "/notebook");
  await page.getByRole("button", { name: "启用一本笔记本" }).first().click();
  await page.getByLabel(/^编号/).fill("2026-01");
  await page.getByRole("combobox", { name: /^持有人/ }).fill("贺文舟");
  await page.getByLabel(/^单位/).fill("中共云岭市委组织部");
  await accessible(page, "启用笔记本");
  await page.getByRole("button", { name: "启用", exact: true }).click();
  await page.getByRole("button", { name: "记一条" }).click();
  await page.getByLabel("意见原意").fill("云东区希望配一名懂城建的副区长。");
  await accessible(page, "记一条");
  await shoot(page, "笔记本-记一条");
  await page.getByRole("button", { name: "记入笔记本" }).click();
  // A page is never taken out again: nobody was named in it, so it asks once.
  const asking = page.getByRole("dialog", { name: "确定记入笔记本？" });
  await says(() => asking.innerText(), /对象和参加人都空着.*不能删去/s);
  await asking.getByRole("button", { name: "记入", exact: true }).click();
  await page.getByText("云东区希望配一名懂城建的副区长。").waitFor();
  await settled(page);
  await accessible(page, "笔记本有条目");
  await shoot(page, "笔记本-有条目");
});

test("粘贴电子表格的岗位", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/setup?at=people");
  await page.getByRole("button", { name: "从表格粘贴岗位" }).click();
  await page.getByLabel("在这里粘贴").fill("单位\t职务\t职数\n云西区人民政府\t副区长\t2\n\t局长\t1");
  await page.getByRole("button", { name: /^放入 \d+ 行$/ }).waitFor();
  await settled(page);
  await accessible(page, "粘贴岗位");
  await shoot(page, "建立批次-粘贴岗位");
  await page.getByRole("button", { name: "放入 1 行" }).click();
  await page.getByText("云西区人民政府 副区长").first().waitFor();
});

test("人选旁边看报告表，问题标在栏目旁", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/person/9?step=S21");
  await accessible(page, "人选有问题的步骤");
  await shoot(page, "人选-问题在旁");
  await page.getByRole("button", { name: "旁边看报告表" }).click();
  await page.locator(".report canvas").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(500);
  await accessible(page, "人选旁边的报告表");
  await shoot(page, "人选-报告在旁");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await shoot(page, "1920-人选-报告在旁");
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
