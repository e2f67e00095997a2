// The manual at each of the 44 steps: what is asked, who answers, an empty form to print, a filled example; and F1 leads there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, settled, shoot } from "./browser.mjs";

let page, faults;
desk("empty", (at) => ({ page, faults } = at));
const steps = Array.from({ length: 44 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`);
const content = { name: "2026年第一批", number: "202601", business: "个别提拔任职", started: "2026-03-02", edition: "2019", unit: "示例组织部", fonds: "Z109", note: "" };

test("四十四步：要求、责任主体、空白参考模本、填写样例，一步不缺", { timeout: 240_000 }, async () => {
  const lacking = [];
  for (const step of steps) {
    await go(page, `/help?step=${step}`);
    const body = page.locator("article.body");
    await body.getByRole("heading", { level: 1 }).waitFor();
    const responsible = await body.locator("dl.facts dd").first().innerText();
    const found = {
      要求: await body.locator("ol li").count(),
      责任主体: responsible.trim().length,
      空白模本: await body.locator("h2:has-text('空白参考模本') + .bar button").count(),
      填写样例: await body.locator("section.example dd").count(),
    };
    for (const [what, n] of Object.entries(found)) if (!n) lacking.push(`${step} 没有${what}`);
  }
  assert.deepEqual(lacking, []);
  await go(page, "/help?step=S34");
  await page.getByText("近亲属在本单位提拔").waitFor();
  await accessible(page, "说明-事前报告");
  await shoot(page, "说明-事前报告");
  await go(page, "/help?step=S38");
  await page.getByRole("button", { name: "干部选拔任用工作纪实表" }).click();
  await page.getByRole("dialog").locator("canvas").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("Escape");
});

test("在每一步的编辑里按 F1，打开的就是这一步", { timeout: 240_000 }, async () => {
  await call(page, "batch.create", { content });
  for (const step of steps) {
    await go(page, `/batch/1/record/new?step=${step}`);
    await page.locator(`[data-help-step="${step}"]`).waitFor();
    await page.keyboard.press("F1");
    await page.waitForURL((url) => url.hash.startsWith("#/help?") && url.hash.includes(`step=${step}`));
    await settled(page);
  }
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
