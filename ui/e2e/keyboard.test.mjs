// From an empty workspace by keyboard alone: a batch, a person, a candidate, a record. The mouse is never touched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, same, settled, shoot } from "./browser.mjs";

let page, faults;
desk("empty", (at) => ({ page, faults } = at));

const focused = () =>
  page.evaluate(() => {
    const el = document.activeElement;
    if (!el || el === document.body) return "";
    const label = el.id ? document.querySelector(`label[for='${CSS.escape(el.id)}']`)?.textContent : "";
    return (el.getAttribute("aria-label") || label || el.closest("label")?.textContent || el.textContent || "").trim().replace(/\s+/g, " ");
  });

/** Presses Tab until the wanted control has the focus. */
async function tabTo(wanted, limit = 140) {
  for (let i = 0; i < limit; i++) {
    const name = await focused();
    if (wanted instanceof RegExp ? wanted.test(name) : name.startsWith(wanted)) {
      const outlined = await page.evaluate(() => {
        const el = document.activeElement;
        const box = el.closest(".el-input__wrapper, .el-select__wrapper") ?? el;
        const s = getComputedStyle(box);
        return s.outlineStyle !== "none" || s.boxShadow !== "none" || el.type === "checkbox";
      });
      assert.ok(outlined, `“${name}”有焦点却看不出来`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`按 Tab 走不到“${wanted}”，停在“${await focused()}”`);
}
async function fill(label, text) {
  await tabTo(label);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

test("空工作区的各屏引导下一步", { timeout: 90_000 }, async () => {
  for (const [name, hash, text] of [["空-人员", "/people", "名册还是空的"], ["空-日志", "/supervise/journal", "操作日志"], ["空-批次", "/batches", "还没有批次"], ["空-笔记本", "/notebook", "还没有笔记本"], ["空-首页", "/home", "从这里开始"]]) {
    await page.evaluate((h) => (location.hash = h), hash);
    await page.waitForTimeout(150);
    await settled(page);
    assert.ok((await page.locator("main").innerText()).includes(text), name);
    await accessible(page, name);
    await shoot(page, name);
  }
});

test("只用键盘：建批次", { timeout: 60_000 }, async () => {
  await tabTo("新建批次");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/batch\/new/);
  await settled(page);
  await fill("批次名称", "2026年第四批干部调整");
  await fill("批次号", "202604");
  await fill("全宗号", "Z109");
  await fill("承办单位", "中共云岭市委组织部");
  await accessible(page, "建批次");
  await shoot(page, "空-建批次");
  await tabTo("建立批次，下一步");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/batch\/\d+\/setup\?at=marks/);
  await settled(page);
  await accessible(page, "不需要的步骤");
  await shoot(page, "空-不需要的步骤");
  await page.evaluate(() => (location.hash = location.hash.replace("marks", "people")));
  await page.getByText("把任免审批表文件（.lrmx）拖到窗口里").waitFor();
  await accessible(page, "建批次的岗位与人选");
  await shoot(page, "空-批次岗位");
});

test("只用键盘：加岗位，登记人员，选为人选", { timeout: 120_000 }, async () => {
  await tabTo("新增岗位");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await fill("单位", "云东区人民政府");
  await fill("职务名称", "副区长");
  await tabTo("保存");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByText("云东区人民政府 副区长").first().waitFor();

  const batch = /#(\/batch\/\d+)/.exec(page.url())[1];
  await tabTo("跳到内容");
  await tabTo("人员");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/people$/);
  await settled(page);
  await tabTo("手工登记");
  await page.keyboard.press("Enter");
  await page.waitForURL(/people\/new/);
  await settled(page);
  await fill("姓名", "阿卜杜热合曼·买买提艾力");
  await fill("性别", "男");
  await fill("出生年月", "198003");
  await fill("现任职务", "云东区农业农村局党组书记、局长");
  await tabTo("保存");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/people\/\d+$/);
  await page.getByRole("heading", { name: "阿卜杜热合曼·买买提艾力" }).waitFor();

  await page.evaluate((b) => (location.hash = `${b}/posts`), batch);
  await settled(page);
  await tabTo("从名册选人");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(/^阿卜杜热合曼/);
  await page.keyboard.press("Space");
  await tabTo("加入本批（1 人）");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "阿卜杜热合曼·买买提艾力" }).waitFor();
});

test("只用键盘：从矩阵走到人选，记一条笔记，再看它在", { timeout: 120_000 }, async () => {
  await tabTo("跳到内容");
  await tabTo("进度矩阵");
  await page.keyboard.press("Enter");
  await page.waitForURL(/matrix/);
  await settled(page);
  await tabTo("本批共同步骤，动议：");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^阿卜杜热合曼·买买提艾力，动议：/);
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(), /民主推荐/);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForURL(/person\/\d+\?step=S01/);
  await settled(page);
  await shoot(page, "键盘-人选");
  await tabTo(/^1 ?核查职数空缺/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/step=S03/);
  await settled(page);
  await tabTo("新增记录");
  await page.keyboard.press("Enter");
  await page.waitForURL(/record\/new/);
  await settled(page);
  await fill(/^发生日期（?|^发生日期\*/, "20260302");
  await fill("地点", "区委三楼会议室");
  await fill("意见原意", "建议从熟悉农业农村工作的同志中考虑。");
  await fill("操作情况", "听取区委意见，形成笔记。");
  await fill("补录理由", "演示");
  await page.keyboard.press("Control+s");
  await page.waitForURL(/person\/\d+\?step=S03/);
  await settled(page);
  assert.ok((await page.locator("main").innerText()).includes("建议从熟悉农业农村工作的同志中考虑"));
  await accessible(page, "记录后的人选");
  await shoot(page, "键盘-记录之后");
});

test("只用键盘：没有签名的记录可以撤回，也能恢复", { timeout: 60_000 }, async () => {
  await tabTo("撤回");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await accessible(page, "撤回前询问");
  await tabTo(/^撤回$/);
  await page.keyboard.press("Enter");
  await page.locator("article.card").waitFor({ state: "detached" });
});

// Keys from the first field to 保存 by Enter alone, as the forms stand; a form may grow, but not by itself.
const longest = { notebook: 18, meeting: 23, ballot: 29, letter: 21, notice: 22, review: 25, document: 15, decision: 14 };
const steps = { notebook: "S05", meeting: "S36", ballot: "S13", letter: "S34", notice: "S39", review: "S26", document: "S28", decision: "S40" };

test("八种记录：打开就在第一栏，只按回车走到“保存”，哪一栏都不卡、不掉", { timeout: 180_000 }, async () => {
  const batch = (await call(page, "batch.list", {}))[0].batch.id;
  const counts = {};
  for (const [kind, step] of Object.entries(steps)) {
    await go(page, `/batch/${batch}/record/new?step=${step}&kind=${kind}&candidates=1`);
    assert.match(await focused(), /^发生日期/, kind);
    const walked = [await focused()];
    let keys = 0;
    while (walked.at(-1) !== "保存" && keys < 80) {
      // In a longer text Enter is a new line, and a button is pressed by it: Tab goes on.
      const long = await page.evaluate(() => !(document.activeElement instanceof HTMLInputElement));
      await page.keyboard.press(long ? "Tab" : "Enter");
      keys++;
      await page.waitForTimeout(25);
      const now = await focused();
      assert.notEqual(now, "", `${kind}：在“${walked.at(-1)}”之后焦点掉了`);
      walked.push(now);
    }
    assert.equal(walked.at(-1), "保存", `${kind}：${walked.join(" → ")}`);
    counts[kind] = keys;
  }
  console.log(`回车走到保存：${JSON.stringify(counts)}`);
  for (const [kind, keys] of Object.entries(counts)) assert.ok(keys <= longest[kind], `${kind} 用了 ${keys} 键`);
});

test("输入法组字时的按键归输入法：每种记录、岗位、人员、笔记本、材料的对话框", { timeout: 180_000 }, async () => {
  const batch = (await call(page, "batch.list", {}))[0].batch.id;
  // WebKit tells of the key that ends a composition by the number 229 alone.
  const untouched = (root) =>
    page.evaluate((selector) => {
      const out = [];
      for (const field of document.querySelectorAll(`${selector} input:not([type=checkbox]):not([type=radio]):not([disabled]), ${selector} textarea, ${selector} .choice input`)) {
        if (!field.getClientRects().length) continue;
        for (const key of ["Enter", "Escape", "1", "s"]) {
          for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
            field.focus();
            const event = new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ctrlKey: key === "s", ...more });
            field.dispatchEvent(event);
            if (event.defaultPrevented || document.activeElement !== field) out.push(`${field.getAttribute("aria-label") ?? field.id} ${key}`);
          }
        }
      }
      return out;
    }, root);
  for (const [kind, step] of Object.entries(steps)) {
    await go(page, `/batch/${batch}/record/new?step=${step}&kind=${kind}&candidates=1`);
    assert.deepEqual(await untouched(".editor"), [], kind);
  }
  await go(page, "/people/new");
  assert.deepEqual(await untouched("main form"), [], "人员");
  for (const [hash, button] of [[`/batch/${batch}/posts`, "新增岗位"], ["/notebook", /启用一本/]]) {
    await go(page, hash);
    await page.getByRole("button", { name: button }).first().click();
    await page.getByRole("dialog").waitFor();
    await page.waitForTimeout(350);
    assert.deepEqual(await untouched(".our-dialog"), [], hash);
    await same(() => page.getByRole("dialog").count(), 1, "对话框没有被关掉");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
