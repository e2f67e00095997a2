// 传输封套 from the package screen and back: the password twice and unseen, too short or unlike refused, a wrong one opens nothing.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { accessible, desk, go, lookAt, same, says, settled } from "./browser.mjs";

let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));
const word = "过河-卒子-2026-封套";
let envelope = "";

test("装进封套：口令两次、不显示，丢了找不回的话在眼前，写到哪里说得出", { timeout: 240_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: /^封套：/ }).first().click({ timeout: 120_000 });
  const dialog = page.getByRole("dialog", { name: /^装进传输封套/ });
  await dialog.getByText("口令丢了无法找回").waitFor();
  await dialog.getByLabel(/^存放封套的文件夹/).fill(path.join(space.folder, "路上"));
  await dialog.getByLabel("口令", { exact: false }).first().fill("太短");
  await dialog.getByRole("button", { name: "装进封套" }).click();
  await dialog.getByText("口令至少 12 个字符").waitFor();
  await dialog.getByLabel("口令", { exact: false }).first().fill(word);
  await dialog.getByLabel(/^再输一次口令/).fill(`${word}。`);
  await dialog.getByRole("button", { name: "装进封套" }).click();
  await dialog.getByText("两次输入的口令不一样").waitFor();
  await same(() => dialog.locator("input[type=password]").count(), 2);
  await lookAt(page, "封套", ["程序不保存口令"]);
  await dialog.getByLabel(/^再输一次口令/).fill(word);
  await dialog.getByRole("button", { name: "装进封套" }).click();
  const done = dialog.getByText(/^已写好：/);
  await done.waitFor({ timeout: 120_000 });
  envelope = (await done.innerText()).replace("已写好：", "").trim();
  assert.match(envelope, /路上.*\.zip$/);
  await accessible(page, "封套-写好");
  await dialog.getByRole("button", { name: "关闭" }).last().click();
});

test("拆封套：口令不对打不开，对了取出来并核对", { timeout: 120_000 }, async () => {
  await go(page, "/verify");
  await page.getByRole("link", { name: "拆封套" }).click();
  const form = page.getByRole("form", { name: "拆封套" });
  await form.getByLabel(/^封套文件/).fill(envelope);
  await form.getByLabel(/^放案卷包的文件夹/).fill(path.join(space.folder, "收到"));
  await form.getByLabel(/^口令/).fill("不是这个口令的口令");
  await form.getByRole("button", { name: "拆封套" }).click();
  await page.locator("[role=alert]").first().waitFor({ timeout: 60_000 });
  await lookAt(page, "拆封套-口令不对", ["口令"]);
  await form.getByLabel(/^口令/).fill(word);
  await form.getByRole("button", { name: "拆封套" }).click();
  await page.getByText(/^已取出并核对无误：/).waitFor({ timeout: 120_000 });
  await lookAt(page, "拆封套", ["核对这个包"]);
  await page.getByRole("link", { name: "核对这个包" }).click();
  await settled(page);
  await says(() => page.getByLabel(/^案卷包的位置/).inputValue(), /收到/);
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
