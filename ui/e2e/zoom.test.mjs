// 200 %: the window shows half as many points each way, 640×400 of 1280×800 and 960×540 of 1920×1080. No screen is wider than the window, no
// rolling part is a mere slit, and axe finds nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, desk, go, settled } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

const screens = [
  "/home", "/batches", "/batch/new", "/batch/1/matrix", "/batch/1/posts", "/batch/1/records", "/batch/1/materials", "/batch/1/scans", "/batch/1/findings", "/batch/1/setup?at=marks",
  "/batch/1/setup?at=people", "/batch/1/setup?at=charges", "/batch/1/person/9?step=S21", "/people", "/people/1", "/people/1/edit", "/people/import", "/notebook", "/supervise/board", "/supervise/ledger",
  "/supervise/duties", "/supervise/timeline", "/supervise/statistics", "/supervise/promoted", "/supervise/journal", "/forms", "/media", "/verify", "/rules", "/about", "/help",
  ...[["S13", "ballot"], ["S36", "meeting"], ["S05", "notebook"], ["S34", "letter"], ["S39", "notice"], ["S26", "review"], ["S28", "document"], ["S40", "decision"]].map(([step, kind]) => `/batch/1/record/new?step=${step}&kind=${kind}&candidates=1`),
];

for (const [width, height] of [[640, 400], [960, 540]]) {
  test(`放大到 200%（${width}×${height}）：各屏不横向截断，滚动处够高，axe 无违例`, { timeout: 400_000 }, async () => {
    await page.setViewportSize({ width, height });
    const wrong = [];
    for (const hash of screens) {
      await go(page, hash);
      await settled(page);
      const found = await page.evaluate(() => {
        const main = document.querySelector("main");
        const wide = Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
        const rolls = [...main.querySelectorAll("*")].filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowY) && e.clientHeight > 0 && e.scrollHeight > e.clientHeight + 1);
        return [...(wide > 1 ? [`横向多出 ${wide}`] : []), ...rolls.filter((e) => e.clientHeight < 60).map((e) => `只有 ${e.clientHeight} 高的滚动处 ${e.className}`)];
      });
      wrong.push(...found.map((w) => `${hash}：${w}`));
      await accessible(page, hash).catch((e) => wrong.push(e.message));
    }
    assert.deepEqual(wrong, []);
  });
}

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
