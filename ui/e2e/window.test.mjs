// What somebody new to the program stumbled over in the window: numbers that disagree, lists pasted, stages not begun, typing cut off, empty
// lines, a day of signing that stays from the last pile; further rounds, visits and receipts by keyboard.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { accessible, call, desk, go, lookAt, paper, same, serve, settled } from "./browser.mjs";

let space, server, page, faults;
const its = desk("empty", (at) => ({ space, server, page, faults } = at));
const content = { name: "2026年第一批", number: "202601", business: "个别提拔任职", started: "2026-03-02", edition: "2019", unit: "示例组织部", fonds: "Z109", note: "" };
const post = (title) => ({ unit: "云东区人民政府", title, seats: 1, rank: "副职", dual_management: false, probation: false });
const records = (step) => call(page, "record.list", { batch: 1, step, candidate: null });
/** Typed where the focus is, then on with Tab to the next control of this name. */
async function tabTo(name, limit = 160) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const el = document.activeElement;
      const label = el.id ? document.querySelector(`label[for='${CSS.escape(el.id)}']`)?.textContent : "";
      return (el.getAttribute("aria-label") || label || el.closest("label")?.textContent || el.textContent || "").trim().replace(/\s+/g, " ");
    });
    if (at.startsWith(name)) return;
  }
  assert.fail(`按 Tab 走不到“${name}”`);
}
async function fill(name, text) {
  await tabTo(name);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}
const begin = async (step, kind, who = "1") => {
  await go(page, `/batch/1/record/new?step=${step}&kind=${kind}&candidates=${who}`);
  await page.getByLabel(/^发生日期/).first().waitFor();
  await page.locator("h1").first().focus();
};
async function save(step) {
  await page.keyboard.press("Control+s");
  await page.waitForURL((url) => !url.hash.includes("record/new"));
  await settled(page);
  return (await records(step)).at(-1).record.content;
}

test("粘贴人员：写着“暂不对应岗位”的，就不对应岗位；没写政治面貌的不替人写", { timeout: 90_000 }, async () => {
  await call(page, "batch.create", { content });
  for (const title of ["副区长", "区长助理"]) await call(page, "post.add", { batch: 1, content: post(title) });
  await go(page, "/batch/1/setup?at=people");
  await page.getByRole("button", { name: "从表格粘贴人员" }).click();
  await page.getByLabel(/粘贴/).last().fill("姓名\t性别\t出生年月\t现任职务\n欧阳震华\t男\t1978.03\t市水利局副局长\n买买提江·吐尔逊艾力\t男\t1980.05\t县农业农村局局长\n王䶮\t女\t1981.01\t区住建局副局长");
  await page.getByRole("button", { name: /^放入/ }).first().waitFor();
  await lookAt(page, "粘贴人员", ["暂不对应岗位", "欧阳震华"]);
  await page.getByRole("button", { name: /^放入/ }).first().click();
  await page.getByRole("link", { name: "王䶮" }).waitFor();
  const view = await call(page, "batch.get", { batch: 1 });
  assert.deepEqual(view.candidates.map((c) => [c.candidate.content.post, c.candidate.content.proposed_post]), [[null, ""], [null, ""], [null, ""]]);
  const people = await call(page, "person.list", { query: "" });
  assert.deepEqual(people.map((p) => p.political_status), ["", "", ""]);
});

test("一条记录都没有的环节不说“无问题”", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/matrix");
  const stages = page.getByRole("group", { name: "离开各环节前的校验" });
  assert.ok(!/无问题/.test(await stages.innerText()), await stages.innerText());
  await stages.getByRole("button", { name: /^考察/ }).click();
  await page.getByText(/步还没有记录/).waitFor();
  await same(() => page.getByText("可以进入下一环节").count(), 0);
  await lookAt(page, "环节-未开始", ["步还没有记录"]);
  await page.keyboard.press("Escape");
});

test("票数互相矛盾：同一句话只说一次，占整行", { timeout: 90_000 }, async () => {
  await begin("S12", "ballot", "1,2,3");
  for (const [label, n] of [["应到", 60], ["实到", 58], ["发出", 58], ["无效", 3]]) await page.getByLabel(label, { exact: true }).fill(String(n));
  for (const [i, n] of [50, 20, 10].entries()) await page.getByLabel(`各人得票第 ${i + 1} 行得票`).fill(String(n));
  for (const label of ["收回", "有效", "未收回"]) await page.getByLabel(label, { exact: true }).fill("");
  await page.getByRole("list", { name: "校验结果" }).first().waitFor();
  const found = await page.locator(".counts ~ ul li").allInnerTexts();
  assert.equal(new Set(found).size, found.length);
  assert.ok(found.every((t) => !t.includes("本条记录（")), found.join("\n"));
  await same(() => page.locator(".counts .found").count(), 0, "窄栏下不再各说一遍");
  const tall = await page.locator(".counts").evaluate((e) => e.getBoundingClientRect().height);
  assert.ok(tall < 170, `八个数字栏高 ${tall}`);
  await page.evaluate(() => document.getElementById("e-body")?.scrollIntoView());
  await lookAt(page, "票-矛盾", ["没有填写"]);
});

test("二次推荐：第二轮只用键盘记下", { timeout: 90_000 }, async () => {
  await begin("S12", "ballot", "1,2");
  await fill("发生日期", "2026-3-16");
  await fill("轮次", "2");
  await fill("限推人数", "1");
  await fill("应到", "40");
  await fill("实到", "38");
  await fill("无效", "0");
  await fill("各人得票第 1 行得票", "30");
  await page.keyboard.press("Enter");
  await page.keyboard.type("8");
  await fill("补录理由", "补记");
  const c = await save("S12");
  assert.deepEqual([c.body.round, c.body.issued, c.body.valid, c.body.lines.map((l) => [l.agree, l.rank])], [2, 38, 38, [[30, 1], [8, 2]]]);
  assert.match(c.summary, /^第2轮/);
});

test("延伸考察：走访原工作单位，只用键盘记下", { timeout: 90_000 }, async () => {
  await begin("S24", "notebook");
  await fill("发生日期", "2026-3-20");
  await tabTo("添加对象");
  await page.keyboard.press("Enter");
  await page.keyboard.type("谢东屏");
  await page.keyboard.press("Escape");
  await fill("意见原意", "原单位同志反映其工作扎实。");
  await fill("走访", "原工作单位");
  await fill("补录理由", "补记");
  const c = await save("S24");
  assert.deepEqual([c.body.text, c.body.visited], ["原单位同志反映其工作扎实。", "原工作单位"]);
  assert.match(c.summary, /到原工作单位了解情况/);
});

test("附件反馈：签收一栏已经开着，只用键盘记下", { timeout: 90_000 }, async () => {
  await begin("S27", "document");
  await page.getByRole("combobox", { name: "签收人" }).waitFor();
  await page.evaluate(() => document.getElementById("e-body")?.scrollIntoView());
  await lookAt(page, "附件反馈", ["向本人反馈并签收", "签收日期"]);
  await page.locator("h1").first().focus();
  await fill("发生日期", "2026-3-21");
  await tabTo("交付反馈材料附件");
  await page.keyboard.press("Space");
  await fill("签收人", "欧阳震华");
  await page.keyboard.press("Escape");
  await fill("签收日期", "2026-3-22");
  await fill("补录理由", "补记");
  const c = await save("S27");
  assert.deepEqual(c.body.feedback, { annex: true, received_by: "欧阳震华", received_on: "2026-03-22" });
});

test("会议：最后一行按回车多出的空行不存进记录", { timeout: 90_000 }, async () => {
  await begin("S33", "meeting");
  await fill("发生日期", "2026-3-23");
  await page.getByRole("button", { name: "添加一人" }).first().click();
  await page.keyboard.type("谢东屏");
  await page.keyboard.press("Escape");
  // Enter goes on from cell to cell, and opens a line behind the last only since somebody was named in it.
  const lines = page.locator(".seats tbody tr");
  for (let n = 0; n < 6 && (await lines.count()) < 2; n++) {
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
  }
  await same(() => lines.count(), 2);
  await page.getByLabel("补录理由").fill("补记");
  const c = await save("S33");
  assert.deepEqual(c.participants.map((p) => p.name), ["谢东屏"]);
});

test("不停地打字，断电也只丢最后不到一秒", { timeout: 120_000 }, async () => {
  await begin("S03", "notebook");
  await page.getByLabel("意见原意").focus();
  const text = "建议从熟悉农业农村工作、在基层历练过、群众口碑好的同志中考虑，区委没有框框，组织部门再听听各方面意见后提出人选。";
  // Never a pause as long as the one a draft waits for.
  await page.keyboard.type(text, { delay: 70 });
  await server.kill();
  server = its.server = await serve(space.at);
  await page.goto("about:blank");
  await page.goto(server.url);
  await page.waitForSelector("main h1");
  const heads = await call(page, "draft.list", { discarded: false });
  const kept = await call(page, "draft.get", { key: heads.find((d) => d.editor === "record").key });
  const got = kept.content.content.body.text;
  assert.ok(text.startsWith(got) && got.length >= text.length - 16, `存下 ${got.length}/${text.length} 字：${got}`);
});

test("签名日期只管这一堆：挂完就清空；早于那件事的当场说", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/scans");
  const tray = page.getByRole("listbox", { name: "待整理的页" });
  const lay = async (name, pages) => {
    await page.getByRole("button", { name: "选择文件" }).first().click();
    await page.getByRole("dialog").getByLabel(/^路径/).fill(paper(path.join(space.folder, name), pages));
    await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
    await tray.getByRole("option").first().waitFor();
    await settled(page);
    await tray.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: /3月23日/ }).first().click();
  };
  const day = page.getByRole("textbox", { name: /^签名日期（没有/ });
  await lay("一.pdf", 1);
  await page.getByRole("button", { name: /^核对 / }).click();
  await page.getByRole("dialog").getByLabel(/^签名人/).fill("谢东屏");
  await page.keyboard.press("Tab");
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await day.fill("2026-03-02");
  await day.blur();
  await page.getByText(/签名日期 2026-03-02 早于这件事的日期/).waitFor();
  await lookAt(page, "签名早于发生", ["请核对"]);
  await day.fill("2026-03-23");
  await day.blur();
  await page.getByText(/早于这件事的日期/).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^全部挂接/ }).click();
  await page.getByText("已挂接 1 份材料").waitFor();
  await lay("二.pdf", 2);
  await same(() => day.inputValue(), "");
  await accessible(page, "下一堆");
});

test("签了名的记录更正以后，旧签名留在旧版，新版待签", { timeout: 90_000 }, async () => {
  const signed = [{ name: "谢东屏", role: "谈话人", date: "2026-03-24", mode: "confirmed" }];
  const talk = { step: "S05", candidates: [1], date: "2026-03-24", summary: "听取意见", late_reason: "补记", signatures: signed, body: { kind: "notebook", category: "听取意见", text: "原话" } };
  const { id } = (await call(page, "record.add", { batch: 1, content: talk })).record;
  await go(page, `/batch/1/record/${id}/correct`);
  await page.getByLabel("意见原意").fill("原话，另添一句");
  await page.getByText(/谢东屏的签名留在第 1 版，保存后这一版待签/).waitFor();
  await page.getByLabel(/^为什么更正/).fill("漏记一句");
  await lookAt(page, "更正-重新签名", ["重新签名"]);
  await page.keyboard.press("Control+s");
  await page.waitForURL((url) => !url.hash.includes("/correct"));
  const all = await call(page, "record.history", { id });
  assert.deepEqual(all.map((r) => r.content.signatures.map((s) => [s.mode, s.date])), [[["confirmed", "2026-03-24"]], [["pending", null]]]);
});

test("标不适用：目录的几种情形由人选一条，不整段替人写上", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/person/1?step=S25");
  await page.getByRole("button", { name: "不适用", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await same(() => dialog.getByLabel(/^理由/).inputValue(), "");
  const first = dialog.getByRole("group", { name: "目录列的情形" }).getByRole("button").first();
  await first.click();
  await same(() => dialog.getByLabel(/^理由/).inputValue(), (await first.innerText()).trim());
  await lookAt(page, "标不适用", ["选属实的一条"]);
  await page.keyboard.press("Escape");
});

test("排卷选的档号方案离开再回来还在，照它排好", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/volumes");
  const old = page.getByText("下面仍是改以前排的");
  await page.getByRole("heading", { name: "归档检查" }).waitFor();
  await page.getByLabel("机构（问题）代码").fill("GBJ");
  await old.waitFor();
  await page.getByRole("button", { name: "重新排卷" }).click();
  await old.waitFor({ state: "detached" });
  await page.waitForTimeout(700);
  await go(page, "/home");
  await go(page, "/batch/1/volumes");
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((i) => i.value === "GBJ"));
  await page.getByRole("heading", { name: "归档检查" }).waitFor();
  await settled(page);
  await same(() => page.getByLabel("机构（问题）代码").inputValue(), "GBJ");
  await same(() => old.count(), 0);
});

test("专用笔记本的装订本能存到文件夹去打印", { timeout: 90_000 }, async () => {
  await call(page, "notebook.add", { content: { number: "2026-01", unit: "示例组织部", holder: "填报员", opened: "2026-03-02", closed: null, note: "" } });
  await call(page, "notebook.write", { notebook: 1, content: { step: "", candidates: [], date: "2026-03-05", summary: "听取意见", body: { kind: "notebook", category: "听取意见", text: "原话" } } });
  await go(page, "/notebook");
  await page.getByRole("button", { name: /装订本/ }).first().click();
  const dialog = page.getByRole("dialog", { name: /^装订本/ });
  await dialog.locator("canvas").first().waitFor({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "保存到文件夹，准备打印" }).click();
  const asked = page.getByRole("dialog").filter({ hasText: "选择保存装订本的文件夹" });
  await asked.getByLabel(/^路径/).fill(path.join(space.folder, "打印"));
  await asked.getByRole("button", { name: "确定" }).click();
  await dialog.getByText(/^已保存 \d+ 页/).waitFor();
  await accessible(page, "装订本");
});

test("对话框里 Ctrl+S 就是保存；有错的记录存下时就说", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/posts");
  await page.getByRole("button", { name: "修改岗位：云东区人民政府区长助理" }).click();
  const dialog = page.getByRole("dialog", { name: /^修改/ });
  await dialog.getByLabel(/^职务名称/).fill("区长助理（兼）");
  await page.keyboard.press("Control+s");
  await dialog.waitFor({ state: "hidden" });
  assert.equal((await call(page, "batch.get", { batch: 1 })).posts.find((p) => p.content.title === "区长助理（兼）").revision, 2);
  await begin("S12", "ballot", "1,2");
  await fill("发生日期", "2026-3-17");
  await fill("应到", "40");
  await fill("实到", "38");
  await fill("各人得票第 1 行得票", "130");
  await page.waitForTimeout(1500);
  await page.keyboard.press("Control+s");
  await page.getByText(/记录已保存，有 \d+ 处错/).waitFor();
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
