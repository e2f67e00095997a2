// What was asked, written or chosen is there again when one comes back to it: files dropped on an editor, filters, drafts, set-up.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, desk, go, lookAt, paper, same, says, settled, shoot } from "./browser.mjs";

let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));

/** Drops files by their names, as a browser host sees them. */
async function drop(...names) {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const name of all) transfer.items.add(new File(["x"], name));
    return transfer;
  }, names);
  await page.locator("main").dispatchEvent("drop", { dataTransfer: data });
}
async function locate(...files) {
  await page.getByRole("dialog").getByLabel(/^路径/).fill(files.join("\n"));
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await settled(page);
}
const files = () => page.locator(".material .path-box").allInnerTexts();

test("写了一半的记录里拖入文件：仍在原页，每个文件各成一件材料", { timeout: 90_000 }, async () => {
  const [one, two, three] = ["一.pdf", "二.pdf", "三.pdf"].map((n) => paper(path.join(space.folder, n), 1));
  await go(page, "/batch/1/record/new?step=S05&kind=notebook&candidates=1");
  await page.getByLabel("意见原意").fill("写了一半的意见");
  await page.getByRole("button", { name: "添加材料" }).click();
  await drop("一.pdf", "二.pdf");
  await locate(one, two);
  assert.match(await page.evaluate(() => location.hash), /record\/new\?step=S05/);
  assert.deepEqual(await files(), ["一.pdf", "二.pdf"]);
  await same(() => page.getByLabel("意见原意").inputValue(), "写了一半的意见");
  await drop("三.pdf", "张三.lrmx");
  await locate(three, path.join(space.folder, "张三.lrmx"));
  assert.deepEqual(await files(), ["一.pdf", "二.pdf", "三.pdf"]);
  await page.locator("#m-title").evaluate((e) => e.scrollIntoView());
  await lookAt(page, "编辑-拖入材料", ["已放入材料：三.pdf", "没有放入：张三.lrmx"]);
});

test("挂接材料一次一份：另外几个没有放入，说出名字", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/person/1?step=S05");
  await page.getByRole("button", { name: /挂接材料/ }).first().click();
  await page.getByRole("dialog").getByLabel(/^材料名称/).waitFor();
  await drop("一.pdf", "二.pdf");
  await page.getByLabel(/^路径/).fill(["一.pdf", "二.pdf"].map((n) => path.join(space.folder, n)).join("\n"));
  await page.getByRole("button", { name: "确定", exact: true }).click();
  await page.getByText(/另外 1 个没有放入（二\.pdf）/).waitFor();
  await same(() => page.getByRole("dialog").locator(".path-box").innerText(), "一.pdf");
  await accessible(page, "挂接材料-拖入两份");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(200);
  const leave = page.getByRole("button", { name: /并离开$/ });
  if (await leave.isVisible()) await leave.click();
});

test("查找的条件都在地址里：看一条再回来，一个不少", { timeout: 90_000 }, async () => {
  await go(page, "/search?text=核查&batch=1&step=S01&from=2026-01-01&to=2026-12-31");
  await page.getByRole("heading", { name: /^找到 \d+ 处/ }).waitFor();
  const before = await page.locator("main h2").first().innerText();
  await page.getByLabel("签名人", { exact: true }).fill("贺文舟");
  await page.waitForTimeout(500);
  await settled(page);
  const narrowed = await page.locator("main h2").first().innerText();
  await page.locator("main li a").first().click();
  await page.waitForURL((url) => !url.hash.includes("/search"));
  await settled(page);
  await page.goBack();
  await page.waitForURL(/search/);
  await settled(page);
  await page.waitForTimeout(400);
  await settled(page);
  await same(() => page.locator("main h2").first().innerText(), narrowed);
  const now = {};
  for (const label of ["字词", "签名人", "发生日期从", "到"]) now[label] = await page.getByLabel(label, { exact: true }).inputValue();
  assert.deepEqual(now, { 字词: "核查", 签名人: "贺文舟", 发生日期从: "2026-01-01", 到: "2026-12-31" });
  assert.ok(before.startsWith("找到"));
  const box = page.getByRole("region", { name: "查找条件" });
  for (const words of ["2026年第三批干部调整", "1 "]) assert.ok((await box.innerText()).includes(words), words);
});

test("按校验结果查：本批出现的列在前，都带一句话；没有的代码会说", { timeout: 60_000 }, async () => {
  await go(page, "/search?batch=1");
  const found = (await call(page, "selfcheck.get", { batch: 1 })).filter((r) => r.errors + r.warnings + r.notes + r.passed);
  const field = page.getByLabel("校验结果", { exact: true });
  await field.click();
  // The list is there before its lines are: they come with the answers about rules and batch.
  await page.getByRole("option", { name: /^V39 / }).waitFor();
  await page.getByRole("option", { name: new RegExp(`^${found[0].code} .*（`) }).waitFor();
  const offered = (await page.getByRole("option").filter({ visible: true }).allInnerTexts()).map((t) => t.trim());
  assert.ok(offered.length > 30 && offered.slice(1).every((o) => /^V\d+\w* .+/.test(o)), offered.join("；"));
  assert.deepEqual(offered.slice(1, found.length + 1).map((o) => o.split(" ")[0]), found.map((r) => r.code));
  assert.ok(offered.slice(1).every((o, i) => /（(错|警|注|已放行) \d+/.test(o) === i < found.length), offered.join("；"));
  await accessible(page, "查找-校验结果的列表");
  // What is typed looks for a line; what no line has is told.
  await field.pressSequentially("V99");
  await page.getByText("没有这一项，请从列表里选").filter({ visible: true }).waitFor();
  await shoot(page, "查找-打错代码");
  for (let i = 0; i < 3; i++) await page.keyboard.press("Backspace");
  // Of figures of a ballot, so it has a record to be found; V01 of the sample speaks of a post.
  await page.keyboard.type("V07");
  await page.keyboard.press("Enter");
  await page.waitForURL(/finding=V07/);
  await page.getByRole("heading", { name: /^找到 \d+ 处/ }).waitFor();
  await accessible(page, "查找-按校验结果");
  await shoot(page, "查找-按校验结果");
  await go(page, "/home");
  await go(page, "/search?finding=V99");
  await lookAt(page, "查找-没有的代码", ["没有“V99”这一项校验，请从列表里选"]);
});

test("两个批次同一步各一份草稿：首页上分得开", { timeout: 90_000 }, async () => {
  const content = { name: "2026年第四批干部调整", number: "202604", business: "平级调整、交流", started: "2026-08-02", edition: "2019", unit: "中共云岭市委组织部", fonds: "Z109", note: "" };
  const second = await call(page, "batch.create", { content });
  for (const [batch, words] of [[1, "群众对他的评价是踏实"], [second, "这一批先听取意见"]]) {
    await go(page, `/batch/${batch}/record/new?step=S05&kind=notebook${batch === 1 ? "&candidates=2" : ""}`);
    await page.getByLabel("意见原意").fill(words);
    await page.getByText(/^草稿已存/).waitFor();
  }
  await go(page, "/home");
  const drafts = page.getByRole("region", { name: "没有写完的草稿" });
  await drafts.getByText("2026年第四批干部调整").first().waitFor();
  const name = (await call(page, "batch.get", { batch: 1 })).candidates.find((c) => c.candidate.id === 2).name;
  const said = await drafts.locator("li").allInnerTexts();
  assert.ok(said.some((t) => t.includes("2026年第三批干部调整") && t.includes(name) && t.includes("：群众对他的评价是踏实")), said.join("\n"));
  assert.ok(said.some((t) => t.includes("2026年第四批干部调整") && t.includes("：这一批先听取意见")), said.join("\n"));
  await accessible(page, "首页-草稿分得开");
  await shoot(page, "首页-草稿分得开");
});

test("建批到第二步发现选错业务类型：点回第一步改，第二步照新的重列", { timeout: 90_000 }, async () => {
  await go(page, "/batch/2/setup?at=marks");
  const listed = page.locator("main section.section li input[type=checkbox]");
  await listed.first().waitFor();
  const before = await listed.count();
  await page.getByRole("button", { name: /批次信息/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("业务类型").waitFor();
  await lookAt(page, "建立批次-回到批次信息", ["修改批次信息"]);
  await dialog.getByLabel("业务类型").click();
  await page.getByRole("option", { name: "个别提拔", exact: true }).click();
  await dialog.getByLabel(/^修改理由/).fill("选错了");
  await dialog.getByRole("button", { name: "保存修改" }).click();
  await dialog.waitFor({ state: "hidden" });
  await settled(page);
  await page.waitForFunction((n) => document.querySelectorAll("main section.section li input[type=checkbox]").length !== n, before);
});

test("改用别的条例版本须写理由：那一栏自己说，写了才存", { timeout: 90_000 }, async () => {
  await go(page, "/batch/2");
  await page.getByRole("button", { name: "修改批次信息" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("适用条例").click();
  await page.getByRole("option", { name: "2014 年版" }).click();
  await dialog.getByLabel(/^修改理由/).fill("试用旧版");
  await dialog.getByRole("button", { name: "保存修改" }).click();
  await dialog.getByText(/改用别的版本须写明理由/).waitFor();
  await accessible(page, "改用别的版本-缺理由");
  await shoot(page, "改用别的版本-缺理由");
  assert.equal(await page.evaluate(() => document.activeElement?.id), await dialog.getByLabel("改用别的版本的理由").getAttribute("id"));
  await dialog.getByLabel("改用别的版本的理由").fill("动议在旧条例施行期间口头提出");
  await dialog.getByRole("button", { name: "保存修改" }).click();
  await dialog.waitFor({ state: "hidden" });
  await settled(page);
  await says(() => page.locator("main").innerText(), /2014 年版条例/);
  const { batch } = await call(page, "batch.get", { batch: 2 });
  assert.deepEqual([batch.content.edition, batch.content.edition_reason], ["2014", "动议在旧条例施行期间口头提出"]);
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
