// A batch of sixty people: all of them in the matrix and in the lists, found by initials, and nothing cut off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, reload, same, says, settled, shoot, silent } from "./browser.mjs";

let page, faults;
desk("sixty", (at) => ({ page, faults } = at));

test("矩阵六十行，用方向键走到末一行", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1");
  const grid = page.getByRole("grid", { name: "进度矩阵" });
  await same(() => grid.locator("tbody input[type=checkbox]").count(), 60);
  await grid.locator("[data-r='1'][data-c='-1']").focus();
  for (let i = 0; i < 59; i++) await page.keyboard.press("ArrowDown");
  const at = await page.evaluate(() => [document.activeElement.dataset.r, document.activeElement.getBoundingClientRect().bottom <= innerHeight]);
  assert.deepEqual(at, ["60", true]);
  await accessible(page, "六十人-矩阵");
  await shoot(page, "六十人-矩阵");
});

test("编辑里六十人可按岗位成组勾，首字母找得到", { timeout: 120_000 }, async () => {
  const people = (await call(page, "batch.get", { batch: 1 })).candidates;
  await go(page, "/batch/1/record/new?step=S12&kind=meeting");
  const picker = page.getByRole("group", { name: "勾选这条记录涉及的人选" });
  await same(() => picker.locator("li input").count(), 60);
  await picker.getByRole("textbox").or(picker.getByRole("combobox")).first().fill("oyjl");
  await page.waitForFunction(() => ((n) => n > 0 && n < 60)(document.querySelectorAll(".picker li input").length));
  const shown = await picker.locator("li .name").allInnerTexts();
  assert.ok(shown.length && shown.every((n) => people.some((p) => p.name === n)), shown.join("、"));
  await picker.getByRole("textbox").or(picker.getByRole("combobox")).first().fill("");
  await picker.getByRole("button", { name: "全选" }).click();
  await picker.getByText("已选 60 人").waitFor();
  await accessible(page, "六十人-勾选");
  await shoot(page, "六十人-勾选");
});

test("查找、材料、校验结果都装得下", { timeout: 120_000 }, async () => {
  await go(page, "/search?text=oyjl");
  await page.getByRole("heading", { name: /^找到 \d+ 处/ }).waitFor();
  await accessible(page, "六十人-查找");
  await go(page, "/batch/1/materials");
  const many = (await call(page, "material.list", { batch: 1 }).catch(() => [])).length;
  await page.getByRole("status").filter({ hasText: /共 \d+ 份/ }).first().waitFor();
  const said = Number(/共 (\d+) 份/.exec(await page.locator("main").innerText())[1]);
  if (many) assert.equal(said, many);
  assert.ok((await page.locator("main tbody tr").count()) <= 51, "一页五十行");
  await accessible(page, "六十人-材料");
  await shoot(page, "六十人-材料");
  await go(page, "/batch/1/findings");
  await page.getByText(/^列出 \d+ 条$/).waitFor();
  await accessible(page, "六十人-校验结果");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

test("一开就在所指的那一步：左栏滚到它，全批不适用的不催材料", { timeout: 120_000 }, async () => {
  for (const hash of ["/batch/1/person/10?step=S44", "/batch/1/records?step=S34", "/batch/1/person/4?step=S34"]) {
    await go(page, hash);
    await reload(page);
    const inside = await page.evaluate(() => {
      const [step, list] = [document.querySelector(".rail [aria-current='step']"), document.querySelector(".rail .stages")].map((e) => e.getBoundingClientRect());
      return step.top >= list.top + 30 && step.bottom <= list.bottom;
    });
    assert.ok(inside, `${hash}：左栏没有滚到这一步`);
  }
  const step = page.getByRole("region", { name: /^第 34 步/ });
  await step.getByText("认定人 石砚").waitFor();
  await says(() => step.innerText(), /有关事项报告（请示）\s*本步不适用/);
  await silent(() => step.innerText(), /必备，未挂接/);
  await accessible(page, "六十人-全批不适用的步骤");
  await shoot(page, "六十人-全批不适用的步骤");
});

test("首页列不下的期限说出另有几条", { timeout: 60_000 }, async () => {
  await go(page, "/home");
  const { due } = await call(page, "home.get", {});
  const panel = page.getByRole("region", { name: "期限" });
  await same(() => panel.locator("li").count(), Math.min(12, due.length));
  if (due.length > 12) await panel.getByText(`另有 ${due.length - 12} 条`).waitFor();
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
