// What an editor does with what is typed and dropped: times, outcomes, contradictions at saving, three ways of leaving, the manual beside it.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, desk, go, paper, same, says, settled, shoot, silent } from "./browser.mjs";

let page, faults, space;
desk("demo", (at) => ({ page, faults, space } = at));
const dialog = () => page.getByRole("dialog");
const pause = (ms = 250) => page.waitForTimeout(ms);

test("时间只收时间：25:70 和地点不收、原样留着；下午3点到4点半读得懂；旧记录里的话不动", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S36&kind=meeting&candidates=1");
  const time = page.getByLabel("时间", { exact: true });
  for (const [typed, words] of [["25:70", "没有25时"], ["市委组织部谈话室", "不是时间"], ["16:30-15:00", "结束不晚于开始"]]) {
    await time.fill(typed);
    await time.blur();
    await page.locator(".time-field .error").filter({ hasText: words }).waitFor();
    await same(() => time.inputValue(), typed);
  }
  await accessible(page, "时间不对");
  await page.getByLabel(/^发生日期/).first().fill("2026-06-25");
  await page.keyboard.press("Control+s");
  await page.getByText(/有内容不能接受，还没有保存。时间/).waitFor();
  await time.fill("下午3点到4点半");
  await time.blur();
  await pause();
  await same(() => time.inputValue(), "15:00–16:30");
  await same(() => page.getByLabel(/^发生日期/).first().inputValue(), "2026-06-25");
  const left = page.getByLabel("参会人员第 1 行离场时间");
  await left.fill("15:00–16:00");
  await left.blur();
  await page.getByText(/这里只填一个时间/).waitFor();
  await left.fill("");
  await left.blur();
});

test("会议类别、公告种类随步骤；差额自己勾上", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S36&kind=meeting");
  assert.ok(await page.getByRole("radio", { name: "常委会", exact: true }).isChecked());
  const { content: notice } = await call(page, "record.draft", { batch: 1, step: "S39", kind: "notice", candidates: [] });
  assert.equal(notice.body.about, "appointment");
});

test("审核：个人有关事项有漏报、瞒报，档案没有“一致”；结果与说明不合当场说", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S26&kind=review&candidates=1");
  const cell = (n) => page.locator("fieldset.rows").filter({ has: page.locator("legend", { hasText: "逐项核对" }) }).locator(`tbody tr:nth-child(${n}) [data-column="result"]`);
  await cell(1).waitFor();
  await says(() => cell(2).innerText(), /一致\s*基本一致\s*漏报\s*瞒报/);
  await silent(() => cell(1).innerText(), /一致/);
  await cell(2).locator("input").first().focus();
  await page.keyboard.press("1");
  await page.getByLabel("结论", { exact: true }).fill("存在漏报，已批评教育");
  await page.getByText(/结果是“一致”，结论写“漏报”/).waitFor();
  await accessible(page, "审核有矛盾");
  await shoot(page, "编辑-审核");
});

test("拖进来的文件就在这一页，成为材料", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  const file = paper(path.join(space.folder, "谈话原页.pdf"), 2);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "谈话原页.pdf", { type: "application/pdf" }));
    for (const type of ["dragenter", "dragover", "drop"]) document.querySelector("main").dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
  });
  await dialog().getByLabel(/^路径/).fill(file);
  await page.keyboard.press("Control+Enter");
  await dialog().waitFor({ state: "hidden" });
  assert.match(page.url(), /record\/new/);
  await page.locator(".material").getByText("谈话原页.pdf").waitFor();
  await accessible(page, "编辑器里的材料");
  await shoot(page, "编辑-拖入材料");
});

test("写到一半按 F1：说明就在旁边看，不离开", { timeout: 60_000 }, async () => {
  await page.getByLabel("地点", { exact: true }).fill("云东区委");
  await pause();
  await page.keyboard.press("F1");
  await dialog().getByRole("heading", { name: /^第 5 步/ }).waitFor();
  assert.match(page.url(), /record\/new/);
  await accessible(page, "编辑器上的说明");
  await shoot(page, "编辑-说明");
  await dialog().getByRole("link", { name: /只用键盘/ }).click();
  await dialog().getByRole("heading", { name: "只用键盘" }).waitFor();
  assert.match(page.url(), /record\/new/);
  await page.getByRole("button", { name: "关闭，接着填" }).click();
  await same(() => page.getByLabel("地点", { exact: true }).inputValue(), "云东区委");
});

test("草稿经过说得出每次写了什么", { timeout: 60_000 }, async () => {
  await pause(900);
  await page.getByLabel("意见原意").fill("同意。");
  await pause(1200);
  await page.getByRole("button", { name: "草稿经过" }).click();
  await dialog().getByText(/改了.*意见原意|写有.*地点/).first().waitFor();
  await dialog().getByRole("button", { name: /^看内容/ }).last().click();
  await dialog().getByRole("region", { name: "两版对照" }).waitFor();
  await accessible(page, "草稿经过");
  await shoot(page, "编辑-草稿经过");
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
});

test("离开有三样：留下、留作草稿、不要了；不要了的还能恢复", { timeout: 60_000 }, async () => {
  await page.evaluate(() => (location.hash = "/home"));
  await page.locator(".el-message-box").waitFor();
  await accessible(page, "离开时问");
  await shoot(page, "编辑-离开");
  await page.getByRole("button", { name: "留下继续填写" }).click();
  await pause();
  assert.match(page.url(), /record\/new/);
  await page.evaluate(() => (location.hash = "/home"));
  await page.getByRole("button", { name: /^不要了/ }).click();
  await page.waitForURL(/#\/home/);
  await settled(page);
  assert.deepEqual((await call(page, "draft.list", { batch: 1, discarded: false })).filter((d) => d.place.step === "S05"), []);
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  await page.getByText(/放弃过的草稿 \d+ 份/).click();
  await page.getByRole("button", { name: /^恢复草稿/ }).first().click();
  await page.getByRole("button", { name: "接着写" }).first().click();
  await pause();
  await same(() => page.getByLabel("地点", { exact: true }).inputValue(), "云东区委");
  await page.evaluate(() => (location.hash = "/home"));
  await page.getByRole("button", { name: /^不要了/ }).click();
  await page.waitForURL(/#\/home/);
});

test("存下有明显矛盾的票：存，也说有几处错和怎样去看", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1,2");
  await page.getByLabel(/^发生日期/).first().fill("2026-03-30");
  for (const [label, n] of [["应到", "120"], ["实到", "118"], ["发出", "118"], ["收回", "115"], ["未收回", "5"], ["无效", "0"], ["有效", "115"]]) await page.getByLabel(label, { exact: true }).fill(n);
  await page.getByLabel("各人得票第 1 行得票").fill("130");
  await page.getByLabel("补录理由").fill("演示");
  await pause(1500);
  await page.keyboard.press("Control+s");
  await page.getByText(/记录已保存，有 \d+ 处错/).waitFor();
  await accessible(page, "存下有错的票");
  await page.getByRole("button", { name: "去看这几处" }).click();
  await page.waitForURL(/record=\d+/);
  await page.locator("article.card.target").waitFor();
});

test("同一份文件挂两次，当场有话说", { timeout: 60_000 }, async () => {
  const file = paper(path.join(space.folder, "重复.pdf"), 1);
  const record = Number(/record=(\d+)/.exec(page.url())[1]);
  const attach = (name) => call(page, "material.attach", { record, path: file, name, originality: "original", secrecy: "", pages: null, signature: { name: "", role: "责任人", date: null, mode: "pending" } });
  await attach("甲");
  const again = await attach("乙");
  assert.match((await call(page, "material.alike", { id: again.id })).join(), /“甲”/);
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
