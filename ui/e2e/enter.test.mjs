// Enter means one thing everywhere: on to the next field; and the focus never falls out of the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, call, desk, go, same, says, settled, shoot, silent } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

const at = () =>
  page.evaluate(() => {
    const el = document.activeElement;
    if (!el || el === document.body) return "";
    const label = el.id ? document.querySelector(`label[for='${CSS.escape(el.id)}']`)?.firstChild?.textContent : "";
    return (el.getAttribute("aria-label") || label || el.closest("label")?.textContent || el.closest("[aria-labelledby]")?.querySelector(".label")?.textContent || el.textContent || "").trim().replace(/\s+/g, " ");
  });
const enter = async () => {
  await page.keyboard.press("Enter");
  await page.waitForTimeout(60);
  await page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))));
  return at();
};
const dialog = () => page.getByRole("dialog");
const row = (label, n, column) => page.locator("fieldset.rows").filter({ has: page.locator("legend", { hasText: label }) }).locator(`tbody tr:nth-child(${n}) [data-column="${column}"] input`).first();
const lines = (label) => page.locator("fieldset.rows").filter({ has: page.locator("legend", { hasText: label }) }).locator("tbody tr").count();

test("建批次：打开就在第一栏，回车走过下拉，接着打的字不被吞掉", { timeout: 60_000 }, async () => {
  await go(page, "/batch/new");
  await same(() => at(), "批次名称");
  await page.keyboard.type("回车走一遍");
  assert.equal(await enter(), "业务类型");
  assert.equal(await enter(), "动议日期");
  await enter();
  await same(() => page.getByRole("option").filter({ visible: true }).count(), 0);
  await page.getByRole("combobox", { name: "业务类型" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("option", { name: "换届" }).waitFor();
  await page.keyboard.type("到龄");
  await page.waitForTimeout(120);
  assert.equal(await enter(), "业务类型", "打开的列表，回车选中并合上");
  await page.waitForTimeout(250);
  await says(() => page.locator(".el-select").first().innerText(), /到龄/);
  assert.equal(await enter(), "动议日期");
});

test("对话框：回车到下一栏，末栏到按钮，Ctrl+回车和 Ctrl+S 保存", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/posts");
  await page.getByRole("button", { name: "新增岗位" }).first().click();
  await dialog().waitFor();
  await page.waitForTimeout(400);
  await same(() => at(), "单位");
  await page.keyboard.type("云东区试验局");
  assert.equal(await enter(), "职务名称");
  await same(() => dialog().locator(".error").count(), 0, "回车不是提交");
  const walked = [];
  for (let i = 0; i < 30 && (await at()) !== "保存"; i++) walked.push(await enter());
  await same(() => at(), "保存");
  assert.ok(walked.includes("层级") && walked.includes("任职方式") && walked.includes("等额理由"), walked.join("、"));
  await dialog().getByLabel("职务名称").focus();
  await page.keyboard.press("Control+Enter");
  await dialog().getByText("请填写职务名称").waitFor();
  await page.keyboard.type("局长");
  await page.keyboard.press("Control+s");
  await dialog().waitFor({ state: "hidden" });
  await page.getByText("云东区试验局 局长").first().waitFor();
});

test("启用笔记本：回车从第一栏一直走到“启用”", { timeout: 60_000 }, async () => {
  await go(page, "/notebook");
  await page.getByRole("button", { name: /启用一本/ }).first().click();
  await dialog().waitFor();
  await page.waitForTimeout(400);
  const walked = [await at()];
  for (let i = 0; i < 10 && walked.at(-1) !== "启用"; i++) walked.push(await enter());
  assert.deepEqual(walked, ["编号", "持有人", "单位", "启用日期", "备注", "启用"]);
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  assert.notEqual(await at(), "");
});

test("票：姓名、得票、下一个人；走完离开，不添空行；新写一人才添", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1,2,3");
  await says(() => at(), /^发生日期/);
  await row("各人得票", 1, "name").waitFor();
  await page.getByLabel("整票弃权").or(page.getByLabel("弃权", { exact: true })).first().focus();
  assert.equal(await enter(), "各人得票第 1 行得票", "姓名写好了的，直接到要填的数");
  for (let n = 1; n <= 3; n++) {
    await same(() => at(), `各人得票第 ${n} 行得票`);
    await page.keyboard.type(String(60 - n));
    await enter();
  }
  await silent(() => at(), /^各人得票/);
  await page.keyboard.press("Shift+Enter");
  await same(() => at(), "各人得票第 3 行得票", "退回也到得票，不到名次");
  await same(() => lines("各人得票"), 3);
  await page.getByRole("button", { name: "添加一人" }).click();
  await page.waitForTimeout(100);
  await page.keyboard.type("外来人");
  assert.equal(await enter(), "各人得票第 4 行得票");
  await page.keyboard.type("5");
  assert.equal(await enter(), "各人得票第 5 行姓名", "刚写完一人，回车添一行");
  await enter();
  await same(() => lines("各人得票"), 4, "没有写就回车，空行收回");
  await silent(() => at(), /^各人得票/);
  assert.notEqual(await at(), "");
});

test("空的参加人、谈话对象在回车的路上：回车添一行，空着再回车就走", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  const add = page.getByRole("button", { name: "添加对象" });
  await add.waitFor();
  const table = page.locator("fieldset.rows", { has: add });
  while (await table.getByRole("button", { name: /^删去/ }).count()) await table.getByRole("button", { name: /^删去/ }).first().click();
  await page.getByLabel("类别", { exact: true }).or(page.getByLabel(/^类别/)).first().focus();
  let at = false;
  for (let i = 0; i < 12 && !at; i++) {
    await page.keyboard.press("Enter");
    at = await add.evaluate((e) => e === document.activeElement);
  }
  assert.ok(at, "回车走不到“添加”");
  await page.keyboard.press("Enter");
  await table.locator("tbody tr").first().waitFor();
  await page.keyboard.press("Enter");
  await same(() => table.locator("tbody tr").count(), 0, "空行没有去掉");
  const now = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160) ?? "");
  assert.match(now, /^<(input|textarea|button)/, now);
});

test("谈话：先写的是谈话人，再写的是记录人，回车不必管身份；空着的那一行照样收回", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  const add = page.getByRole("button", { name: "添加参加人" });
  await add.waitFor();
  const table = page.locator("fieldset.rows", { has: add });
  while (await table.getByRole("button", { name: /^删去/ }).count()) await table.getByRole("button", { name: /^删去/ }).first().click();
  for (const name of ["谢东屏", "钟灵"]) {
    await add.click();
    await page.keyboard.type(name);
    await page.waitForTimeout(300);
  }
  await add.click();
  await same(() => table.locator("tbody tr").count(), 3);
  await page.keyboard.press("Enter");
  await same(() => table.locator("tbody tr").count(), 2, "空行没有去掉");
  await same(() => table.locator('[data-column="role"] input').evaluateAll((all) => all.map((e) => e.value).join()), "谈话人,记录人");
  await go(page, "/home");
  for (const d of await call(page, "draft.list", { batch: 1, discarded: false })) if (d.place.step === "S05") await call(page, "draft.discard", { key: d.key });
});

test("会议名单走一遍不添空行", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S36&kind=meeting&candidates=1");
  await row("参会人员", 1, "name").waitFor();
  await page.waitForTimeout(500);
  const n = await lines("参会人员");
  await row("参会人员", 1, "name").focus();
  for (let i = 0; i < n; i++) await enter();
  await same(() => lines("参会人员"), n);
  await silent(() => at(), /^参会人员/);
});

test("撤销、重做、不要了、换页签、关对话框之后，焦点都还在页面里", { timeout: 120_000 }, async () => {
  const here = async (what) => {
    await page.waitForTimeout(250);
    assert.ok(await page.evaluate(() => document.activeElement && document.activeElement !== document.body), `${what}：焦点掉到页面外`);
  };
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  await page.getByLabel("地点", { exact: true }).fill("区委");
  await page.waitForTimeout(900);
  await page.getByRole("button", { name: "撤销一步" }).focus();
  await page.keyboard.press("Enter");
  await here("撤销一步");
  await page.getByRole("button", { name: "重做一步" }).focus();
  await page.keyboard.press("Enter");
  await here("重做一步");
  await page.getByLabel("地点", { exact: true }).fill("区委大院");
  await page.waitForTimeout(900);
  await go(page, "/home");
  await go(page, "/batch/1/record/new?step=S05&kind=notebook");
  await page.getByRole("button", { name: /^放弃草稿/ }).first().focus();
  await page.keyboard.press("Enter");
  await here("放弃草稿");
  await go(page, "/batch/1/posts");
  for (const tab of ["记录", "材料", "案卷与封装", "进度矩阵"]) {
    await page.locator("nav.tabs").first().getByRole("link", { name: new RegExp(tab) }).focus();
    await page.keyboard.press("Enter");
    await settled(page);
    await here(`页签 ${tab}`);
  }
  await go(page, "/batch/1/posts");
  await page.getByRole("button", { name: "新增岗位" }).first().focus();
  await page.keyboard.press("Enter");
  await dialog().waitFor();
  await page.waitForTimeout(350);
  await page.keyboard.type("云东区");
  await page.waitForTimeout(900);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "留作草稿并离开" }).click();
  await dialog().waitFor({ state: "hidden" });
  await here("关对话框");
  await page.getByRole("button", { name: "新增岗位" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "不要了，重新填" }).focus();
  await page.keyboard.press("Enter");
  await here("不要了，重新填");
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  await here("再关对话框");
  await says(() => at(), /新增岗位/);
});

test("输入法组字时，回车、Esc、数字都不动", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1,2");
  // As the browser tells it while an input method composes: WebKit by the number 229 alone.
  const composed = (selector, key, webkit) =>
    page.evaluate(([s, k, w]) => {
      const field = document.querySelector(s);
      field.focus();
      const event = new KeyboardEvent("keydown", { key: k, code: k, bubbles: true, cancelable: true, isComposing: !w, ...(w ? { keyCode: 229 } : {}) });
      field.dispatchEvent(event);
      return [event.defaultPrevented, document.activeElement === field];
    }, [selector, key, webkit]);
  for (const webkit of [false, true]) {
    for (const key of ["Enter", "Escape", "1", "ArrowDown"]) {
      for (const field of [".editor input", ".editor fieldset.rows [data-column='name'] input", ".editor .choice input", ".editor textarea"]) {
        assert.deepEqual(await composed(field, key, webkit), [false, true], `${field} ${key}${webkit ? "（229）" : ""}`);
      }
    }
  }
  await accessible(page, "组字之后");
  await shoot(page, "键-票");
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
