// What the screens do to the workspace and the disk: attach, look at, write out, stop, compare. Judged by the files that are there after.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, desk, go, renewed, same, samples, says, sealPassphrase, settled, shoot } from "./browser.mjs";

const scans = path.join(samples, "../scans");
let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));

/** Answers the dialog that asks for a path. */
async function choose(title, answer) {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByLabel(/^路径/).fill(answer);
  await dialog.getByRole("button", { name: "确定" }).click();
  await dialog.waitFor({ state: "hidden" });
}

test("挂接一份文件：在记录下列出，按实际页数，打开看得见", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  const card = page.locator("article").first();
  const before = await card.locator(".files li").count();
  await card.getByRole("button", { name: "挂接材料" }).click();
  const dialog = page.getByRole("dialog", { name: "挂接材料" });
  await dialog.getByRole("button", { name: "选择文件" }).click();
  await choose("选择材料文件", path.join(scans, "r005-1.tif"));
  await dialog.getByLabel("材料名称").fill("补充谈话笔记");
  await dialog.getByLabel("签名人").fill("叶秋实");
  await accessible(page, "挂接材料-已选文件");
  await dialog.getByRole("button", { name: "挂接", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await settled(page);
  await same(() => card.locator(".files li").count(), before + 1);
  const line = card.locator(".files li", { hasText: "补充谈话笔记" });
  await says(() => line.innerText(), /1 页 · TIF/);
  await line.getByRole("button", { name: "补充谈话笔记", exact: true }).click();
  const view = page.getByRole("dialog", { name: "补充谈话笔记" });
  const image = view.getByRole("img", { name: "补充谈话笔记" });
  await image.waitFor({ timeout: 40_000 });
  assert.ok(await image.evaluate((i) => i.decode().then(() => i.naturalWidth > 300)), "TIFF 没有画出来");
  await accessible(page, "TIFF 预览");
  await shoot(page, "材料-TIFF预览");
  await page.keyboard.press("Escape");
});

test("挂接一份坏文件：说明原因，什么也没加", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  const card = page.locator("article").first();
  const before = await card.locator(".files li").count();
  await card.getByRole("button", { name: "挂接材料" }).click();
  const dialog = page.getByRole("dialog", { name: "挂接材料" });
  await dialog.getByRole("button", { name: "选择文件" }).click();
  await choose("选择材料文件", path.join(samples, "../batch.json"));
  await dialog.getByRole("button", { name: "挂接", exact: true }).click();
  await dialog.getByText("它不是 PDF、JPG、PNG、TIFF 或 OFD 文件").waitFor();
  await page.keyboard.press("Escape");
  await same(() => card.locator(".files li").count(), before);
});

test("更正经过：两版并排，改动处标出，理由在上", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/records?step=S05");
  await page.getByRole("button", { name: /看更正经过/ }).first().click();
  const dialog = page.getByRole("dialog", { name: "更正经过" });
  await dialog.locator("table").waitFor();
  const words = await dialog.innerText();
  for (const text of ["第 2 版的更正理由", "谈话地点误记", "第 1 版", "有改动"]) assert.ok(words.includes(text), `更正经过里没有“${text}”`);
  assert.ok((await dialog.locator("del").count()) > 0 && (await dialog.locator("ins").count()) > 0);
  await accessible(page, "更正经过");
  await shoot(page, "更正经过");
  await dialog.getByRole("button", { name: "关闭" }).last().click();
});

test("报告表保存到文件夹：文件真的在，是 PDF", { timeout: 120_000 }, async () => {
  const folder = path.join(space.folder, "报告");
  mkdirSync(folder);
  await go(page, "/batch/1/person/1/report");
  await page.locator(".sheet canvas").first().waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "保存到文件夹" }).click();
  await choose("选择保存报告表的文件夹", folder);
  await page.getByRole("status").filter({ hasText: "已保存：" }).waitFor({ timeout: 60_000 });
  const [file] = readdirSync(folder);
  assert.match(file ?? "", /欧阳静澜.*\.pdf$/);
  const bytes = readFileSync(path.join(folder, file));
  assert.ok(bytes.subarray(0, 5).toString() === "%PDF-" && bytes.length > 20_000);
  assert.ok((await page.locator("main").innerText()).includes(file));
  await shoot(page, "报告-已保存");
});

test("导出 .lrmx：文件真的在，姓名和简历原样", { timeout: 60_000 }, async () => {
  const folder = path.join(space.folder, "导出");
  mkdirSync(folder);
  await go(page, "/people/1");
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("button", { name: "导出 .lrmx" }).click();
  await choose("选择保存 .lrmx 的文件夹", folder);
  await page.getByText(/^已导出：/).waitFor();
  const text = readFileSync(path.join(folder, `${name}.lrmx`), "utf8");
  assert.ok(text.includes(`<XingMing>${name}</XingMing>`), "导出的文件里没有姓名");
  const original = readFileSync(path.join(samples, `${name}.lrmx`), "utf8");
  const resume = (t) => /<JianLi>([\s\S]*?)<\/JianLi>/.exec(t)?.[1].replace(/\s+/g, "");
  assert.equal(resume(text), resume(original));
});

test("封装途中停止：说已停止，目标处没有半成品，之后还能再封", { timeout: 240_000 }, async () => {
  await renewed(page);
  const folder = path.join(space.folder, "停止");
  mkdirSync(folder);
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: "封装案卷" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("存放文件夹").fill(folder);
  await dialog.getByLabel("整理人").fill("钟灵");
  await dialog.getByLabel("检查人").fill("方小满");
  await dialog.getByLabel("仍要封装的理由").fill("演示停止");
  await dialog.getByRole("button", { name: "检测并查看" }).click();
  await dialog.getByText(/新编档号/).waitFor({ timeout: 120_000 });
  await dialog.getByLabel("封签口令").fill(sealPassphrase);
  await dialog.getByRole("button", { name: "开始封装" }).click();
  await page.getByRole("button", { name: "停止", exact: true }).click();
  // On purpose, so nothing went wrong: it is said without alarm.
  await page.getByRole("status").filter({ hasText: /^已停止|停止/ }).first().waitFor({ timeout: 180_000 });
  await same(() => page.getByRole("alert").count(), 0);
  await shoot(page, "封装-已停止");
  await same(() => page.getByRole("heading", { name: "封装结果" }).count(), 0);
  const left = existsSync(folder) ? readdirSync(folder) : [];
  assert.ok(left.every((f) => !f.endsWith(".partial")), `留下了半成品：${left.join("、")}`);
  assert.ok(left.length < 13, "停止之后仍然全部封完了");
  for (const whole of left) assert.ok(statSync(path.join(folder, whole, "封签.json")).isFile(), `${whole} 没有封签`);
  await page.getByRole("button", { name: "封装案卷" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "开始封装" }).waitFor();
  await page.keyboard.press("Escape");
});

test("首页的期限：公示止日、推荐一年、试用期满、复函一个月、事前报告十个工作日，点一下到那里", { timeout: 120_000 }, async () => {
  const { today } = await call(page, "home.get", {});
  const day = (n) => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
  const batch = await call(page, "batch.create", { content: { name: "期限一览", number: "209901", business: "个别提拔任职", started: day(-400), edition: "2019", unit: "示例组织部", fonds: "Z109", note: "" } });
  const post = await call(page, "post.add", { batch, content: { unit: "云东区委", title: "副书记", seats: 1, rank: "副职", dual_management: true, probation: true } });
  const candidate = (person, outcome) => call(page, "candidate.add", { batch, content: { person, post, current_post: "", proposed_post: "副书记", removed_post: "", outcome, stopped_at: "", order: person } });
  const [open, appointed, recommended] = [await candidate(1, "open"), await candidate(2, "appointed"), await candidate(3, "open")];
  const add = async (step, kind, of, date, change) => {
    const { content: draft } = await call(page, "record.draft", { batch, step, kind, candidates: [of] });
    await call(page, "record.add", { batch, content: { ...draft, date, late_reason: "演示", body: { ...draft.body, ...change } } });
  };
  await add("S39", "notice", open, day(-3), { start: day(-3), end: day(1) });
  await add("S13", "ballot", recommended, day(-360), {});
  await add("S32", "letter", open, day(-28), { sent: day(-28), received: day(-27), sent_no: "函1" });
  await add("S34", "letter", open, day(-11), { sent: day(-11), sent_no: "函2" });
  await add("S43", "review", appointed, day(-350), { probation: { start: day(-350), end: day(15), appraised: null, appraisal: "", outcome: "", decided: null } });
  await go(page, "/batches");
  await go(page, "/home");
  const due = page.getByRole("region", { name: "期限" });
  const home = await call(page, "home.get", {});
  const mine = home.due.filter((d) => d.place.batch === batch);
  assert.deepEqual(mine.map((d) => d.kind).sort(), ["notice_ends", "probation_ends", "recommendation_expires", "reply_deemed", "report_answer"]);
  for (const { words, place } of mine) {
    await go(page, "/home");
    await due.getByRole("link", { name: words }).click();
    await page.waitForURL(new RegExp(`/batch/${batch}/person/${place.candidate}\\?step=${place.step}`));
    await settled(page);
  }
  await go(page, "/home");
  await accessible(page, "首页-期限");
  await shoot(page, "首页-期限");
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
