// The person's page is live; the matrix records one thing for many; tables take what is pasted; each role's home; states seldom opened.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, lookAt, reload, same, settled, shoot } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

test("旁边的报告表翻到正在做的一步，校验结果仍在旁边，每条有改法和依据", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/person/9?step=S21");
  await page.getByRole("button", { name: "旁边看报告表" }).click();
  await page.locator(".report canvas").first().waitFor({ timeout: 60_000 });
  const at = async () => Number(/第 (\d+) 页/.exec(await page.locator(".report .tools").innerText())[1]);
  await page.waitForFunction(() => Number(/第 (\d+) 页/.exec(document.querySelector(".report .tools").textContent)[1]) > 1);
  const before = await at();
  const found = page.getByRole("region", { name: "校验结果列表" }).locator("li");
  const all = (await call(page, "candidate.get", { candidate: 9 })).findings.filter((f) => f.place.step === "S21");
  assert.ok(all.length, "这一步有校验结果");
  await same(() => found.count(), all.length);
  const said = await found.allInnerTexts();
  for (const f of all) {
    const line = said.find((t) => t.includes(f.message));
    assert.ok(line, f.message);
    if (f.remedy) assert.ok(line.includes(f.remedy), `没有改法：${f.message}`);
    if (f.basis) assert.ok(line.includes(f.basis), `没有依据：${f.message}`);
  }
  await accessible(page, "人选-报告与校验结果同看");
  await shoot(page, "人选-报告与校验结果同看");
  await page.locator("[data-step='S41']").click();
  await page.waitForFunction((n) => Number(/第 (\d+) 页/.exec(document.querySelector(".report .tools").textContent)[1]) > n, before);
});

test("挂上一件材料，旁边的报告表跟着变", { timeout: 120_000 }, async () => {
  const words = "补充谈话提纲";
  const pdf = () => page.locator(".report .unseen").allTextContents().then((all) => all.join("").replace(/\s/g, ""));
  await go(page, "/batch/1/person/9?step=S05");
  await page.waitForFunction(() => document.querySelectorAll(".report .unseen").length > 3);
  assert.ok(!(await pdf()).includes(words));
  await page.getByRole("button", { name: /挂接材料/ }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^材料名称/).fill(words);
  await dialog.getByLabel("页数", { exact: true }).fill("2");
  await dialog.getByRole("button", { name: "挂接", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.waitForFunction((w) => [...document.querySelectorAll(".report .unseen")].map((e) => e.textContent).join("").replace(/\s/g, "").includes(w), words, { timeout: 30_000 });
});

test("矩阵：选三人，同一个会记一条，三人都有、别人没有；一人一记的步骤只有函件在列", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1");
  const view = await call(page, "batch.get", { batch: 1 });
  const three = view.candidates.slice(0, 3);
  for (const c of three) await page.getByRole("checkbox", { name: `选 ${c.name}`, exact: true }).check();
  const bar = page.getByRole("region", { name: "为所选的人记一条" });
  await bar.getByLabel("步骤", { exact: true }).click();
  const offered = (await page.getByRole("option").allInnerTexts()).map((t) => t.trim());
  const steps = (await call(page, "catalogue.get", { batch: 1 })).catalogue.steps;
  assert.deepEqual(offered, steps.flatMap((s, i) => (s.level === "batch" || s.records.includes("letter") ? [`${i + 1} ${s.name}`] : [])));
  assert.ok(offered.length && offered.length < steps.length);
  const at = steps.findIndex((s) => s.level === "batch" && s.records.includes("meeting"));
  const step = steps[at];
  await page.getByRole("option", { name: `${at + 1} ${step.name}`, exact: true }).click();
  await bar.getByLabel("记录种类").click();
  await page.getByRole("option", { name: "会议" }).first().click();
  await accessible(page, "矩阵-成批");
  await shoot(page, "矩阵-成批");
  await bar.getByRole("button", { name: "为这 3 人新增记录" }).click();
  await page.waitForURL(/record\/new/);
  await settled(page);
  await page.getByLabel(/^发生日期/).first().fill("2026-07-21");
  await page.getByLabel("决议", { exact: true }).fill("三人同一个会上研究。");
  await page.getByLabel("补录理由", { exact: true }).fill("演练");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.waitForURL(/matrix/);
  await settled(page);
  const has = async (c) => (await call(page, "record.list", { batch: 1, step: step.key, candidate: c.candidate.id })).filter((r) => r.record.content.body.resolution === "三人同一个会上研究。").map((r) => r.record.id);
  const records = await Promise.all(view.candidates.map(has));
  assert.equal(new Set(records.slice(0, 3).flat()).size, 1, "三人是同一条");
  assert.deepEqual(records.map((r) => r.length), view.candidates.map((_, i) => (i < 3 ? 1 : 0)));
});

test("自己没有写完的草稿：哪一种首页都在第一行", { timeout: 60_000 }, async () => {
  const place = { batch: 1, candidate: null, step: "S05", record: null, material: null, file: null, field: null };
  await call(page, "draft.save", { key: "record-home", editor: "record", title: "写了一半的谈话记录", place, schema: 1, base_revision: null, content: {} });
  await go(page, "/batches");
  await go(page, "/home");
  for (const role of ["审核员", "档案员", "监督员", "填报员"]) {
    await page.getByRole("radio", { name: role }).check();
    const tops = () => page.locator("main .home > .stack > section:first-child").allInnerTexts();
    await same(async () => (await tops()).filter((t) => /没有写完的草稿[\s\S]*写了一半的谈话记录/.test(t)).length, 1, role);
  }
  await call(page, "draft.discard", { key: "record-home" });
});

for (const [role, first, leads] of [["审核员", "待签", ""], ["档案员", "案卷", "volumes"], ["监督员", "超期和放行", ""], ["填报员", "期限", ""]]) {
  test(`首页按“${role}”看：先看“${first}”`, { timeout: 60_000 }, async () => {
    await go(page, "/home");
    await page.getByRole("radio", { name: role }).check();
    await settled(page);
    const heads = await page.locator("main .stack > section h2").allInnerTexts();
    // Who enters has what is half-written before all else, where there is any.
    assert.equal(heads[0], role === "填报员" && heads.includes("没有写完的草稿") ? "没有写完的草稿" : first, heads.join("、"));
    if (leads) assert.ok(await page.locator(`main a[href='#/batch/1/${leads}']`).count(), leads);
    await lookAt(page, `首页-${role}`, ["在办批次", first]);
    await reload(page);
    assert.equal(await page.getByRole("radio", { name: role }).isChecked(), true, "下次打开还是这一种");
  });
}

test("换操作人、笔记本封面：打开时没有无障碍问题", { timeout: 120_000 }, async () => {
  await go(page, "/home");
  await page.getByRole("button", { name: "换人" }).click();
  await page.getByRole("dialog").getByLabel(/^操作人姓名/).waitFor();
  await lookAt(page, "换操作人", ["换操作人"]);
  await page.keyboard.press("Escape");
  await go(page, "/notebook");
  await page.getByRole("button", { name: "启用一本笔记本" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^编号/).fill("2026-09");
  await dialog.getByLabel(/^持有人/).fill("hwz");
  await page.getByRole("option", { name: /贺文舟/ }).click();
  await same(() => dialog.getByLabel(/^持有人/).inputValue(), "贺文舟");
  await dialog.getByLabel(/^单位/).fill("中共云岭市委组织部");
  await dialog.getByRole("button", { name: "启用", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /封面/ }).first().click();
  await lookAt(page, "笔记本封面", ["笔记本封面", "封存日期"]);
  await page.keyboard.press("Escape");
});

for (const [name, hash] of [["批次", "/batch/99"], ["人选", "/batch/1/person/999"], ["记录", "/batch/1/record/99999/correct"]]) {
  test(`没有的${name}：说出来，没有无障碍问题`, { timeout: 60_000 }, async () => {
    await go(page, hash);
    await page.getByRole("alert").first().waitFor();
    await lookAt(page, `没有的${name}`, []);
  });
}

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
