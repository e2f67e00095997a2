// People: an import that asks what to do with those known already, photographs, a batch that goes by the person as taken,
// and two windows that change the same thing.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { call, desk, go, lookAt, same, settled } from "./browser.mjs";

let space, page, faults;
desk("empty", (at) => ({ space, page, faults } = at));
const look = (name, texts) => lookAt(page, name, texts);

function form(file, name, post) {
  const at = path.join(space.folder, file);
  writeFileSync(at, `<Person><XingMing>${name}</XingMing><XingBie>男</XingBie><ChuShengNianYue>197803</ChuShengNianYue><XianRenZhiWu>${post}</XianRenZhiWu></Person>`);
  return at;
}
async function preview(paths) {
  await go(page, "/people");
  await go(page, "/people/import");
  await page.getByRole("button", { name: "选择文件", exact: true }).click();
  await page.getByLabel(/^路径/).fill(paths.join("\n"));
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByRole("heading", { name: "预览" }).waitFor();
}
async function choose(label, option) {
  await page.locator(".el-select__wrapper", { has: page.getByRole("combobox", { name: label }) }).click();
  await page.getByRole("option", { name: option }).click();
}
const person = async (id) => (await call(page, "person.get", { id })).person;
/** Another window changes a field of a person. */
async function elsewhere(id, changed) {
  const now = await person(id);
  await call(page, "person.update", { id, from_revision: now.revision, content: { ...now.content, ...changed }, reason: "另一窗口的更正" });
}
const importButton = () => page.getByRole("button", { name: /^导入 \d+ 人$/ });

test("手工登记：不能接受的各在栏目旁，一次说全，光标到第一处；改好的不再说", { timeout: 60_000 }, async () => {
  await go(page, "/people/new");
  await page.getByLabel("姓名", { exact: false }).first().fill("古丽巴哈尔·阿卜杜热合曼·托合提");
  await page.getByLabel("性别").fill("南");
  await page.getByLabel("出生年月", { exact: true }).fill("坏");
  await page.getByRole("button", { name: "添加成员" }).click();
  await page.getByLabel("家庭成员第 1 行出生年月").fill("小时候");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  for (const words of ["性别写作“南”", "出生年月“坏”不是日期", "“小时候”不是日期"]) await page.getByText(words).first().waitFor();
  await same(() => page.evaluate(() => document.activeElement === document.querySelector("[aria-invalid='true']")), true);
  await look("手工登记-栏目旁", ["性别写作“南”"]);
  await page.getByLabel("性别").fill("女");
  await page.getByText("性别写作“南”").waitFor({ state: "detached" });
  await page.getByText("出生年月“坏”不是日期").waitFor();
  await go(page, "/people");
});

test("不认识的人直接导入，数目对得上", { timeout: 60_000 }, async () => {
  await preview([form("王.lrmx", "王䶮", "副科长"), form("李.lrmx", "李芳", "科员")]);
  await look("人员导入-新人", ["新增 2 人", "可以导入"]);
  await importButton().click();
  await page.getByText("导入完成：新增 2 人，更新 0 人，跳过 0 人，失败 0 个文件").waitFor();
});

test("已在名册的人逐个选择：不选完不能导入，差异看得见，更新成为新版本", { timeout: 90_000 }, async () => {
  const files = [form("王.lrmx", "王䶮", "科长"), form("李.lrmx", "李芳", "副科长"), form("赵.lrmx", "赵国", "科员")];
  await preview(files);
  assert.ok(await importButton().isDisabled(), "还有没选的文件，不该能导入");
  await look("人员导入-待选", ["还有 2 人要选", "姓名和出生年月相同", "请选择怎么处理"]);
  await page.getByRole("button", { name: "看差异：王.lrmx" }).click();
  await look("人员导入-差异", ["名册现有", "副科长", "科长"]);
  await page.getByRole("dialog").getByRole("button", { name: "关闭", exact: true }).last().click();
  await choose(/王\.lrmx/, "更新已有人员");
  await choose(/李\.lrmx/, "作为同名新人加入");
  await look("人员导入-选好", ["新增 2 人，更新 1 人"]);
  await importButton().click();
  await page.getByText("导入完成：新增 2 人，更新 1 人，跳过 0 人，失败 0 个文件").waitFor();
  await look("人员导入-完成", ["已更新", "已加入名册"]);
  const wang = await person(1);
  assert.deepEqual([wang.revision, wang.content.current_post], [2, "科长"]);
  assert.equal((await call(page, "person.list", { query: "李芳" })).length, 2);
  await preview(files);
  await look("人员导入-相同", ["与名册内容相同"]);
});

test("两个窗口同时改一个人：后保存的被拦下，填的不丢，可以接着保存", { timeout: 90_000 }, async () => {
  await go(page, "/people/1/edit");
  await page.getByLabel("健康状况", { exact: true }).fill("一般");
  await page.getByLabel(/^修改理由/).fill("体检结果");
  await elsewhere(1, { ethnicity: "彝族" });
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText("已有新的改动").waitFor();
  await same(() => page.getByLabel("健康状况", { exact: true }).inputValue(), "一般", "填写的内容不能丢");
  await look("人员修改-他人已改", ["最新内容（第 3 版）", "保留您的改动后", "彝族", "一般", "您的修改没有保存"]);
  await page.getByRole("button", { name: /^保留我的改动/ }).click();
  await same(() => page.getByLabel("民族", { exact: true }).inputValue(), "彝族", "别人改的、自己没动的栏目跟着最新");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByRole("heading", { name: "王䶮" }).waitFor();
  const now = await person(1);
  assert.deepEqual([now.revision, now.content.health, now.content.ethnicity], [4, "一般", "彝族"]);
});

test("批次信息被别处改过：可以改用最新内容再填", { timeout: 90_000 }, async () => {
  const content = { name: "2026年第三批", number: "202603", business: "换届", started: "2026-03-02", edition: "2019", unit: "市委组织部", fonds: "Z109", note: "" };
  const batch = await call(page, "batch.create", { content });
  await go(page, `/batch/${batch}/posts`);
  await page.getByRole("button", { name: "修改批次信息" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("备注").fill("我的备注");
  await dialog.getByLabel(/^修改理由/).fill("补备注");
  await call(page, "batch.update", { batch, from_revision: 1, content: { ...content, unit: "云岭市委组织部" }, reason: "单位名称更正" });
  await dialog.getByRole("button", { name: "保存修改" }).click();
  await dialog.getByText("已有新的改动").waitFor();
  await look("批次修改-他人已改", ["云岭市委组织部", "我的备注"]);
  await dialog.getByRole("button", { name: "改用最新内容" }).click();
  await same(() => dialog.getByLabel(/^承办单位/).inputValue(), "云岭市委组织部");
  await dialog.getByLabel("备注").fill("我的备注");
  await dialog.getByRole("button", { name: "保存修改" }).click();
  await page.getByText("批次信息已保存").waitFor();
  const now = (await call(page, "batch.get", { batch })).batch;
  assert.deepEqual([now.revision, now.content.unit, now.content.note], [3, "云岭市委组织部", "我的备注"]);
});

test("人选用的是加入时的信息；名册有新版时看得见，写明理由才改用", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/posts");
  await page.getByRole("button", { name: "从名册选人" }).first().click();
  await page.getByRole("dialog").getByText("王䶮").first().click();
  await page.getByRole("dialog").getByRole("button", { name: /^加入本批/ }).click();
  await page.getByText("人选已加入").waitFor();
  await elsewhere(1, { current_post: "副局长", resume: "2001.07--2005.01  在云岭县任职" });
  await go(page, "/people");
  await go(page, "/batch/1/posts");
  await look("人选-名册有新版", ["名册有新版信息"]);
  await go(page, "/batch/1/person/1");
  await look("人选步骤-有新版", ["名册里有新版信息（第 5 版），本批仍用第 4 版"]);
  await page.getByRole("button", { name: "用新版信息" }).click();
  await look("用新版信息", ["本批现用（第 4 版）", "新版（第 5 版）", "副局长"]);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "用新版信息" }).click();
  await dialog.getByText("请写明为什么改用新版信息").waitFor();
  await dialog.getByLabel(/^改用理由/).fill("任职文件已到");
  await dialog.getByRole("button", { name: "用新版信息" }).click();
  await page.getByText("本批已改用第 5 版信息").waitFor();
  await settled(page);
  await same(() => page.getByText("名册里有新版信息").count(), 0);
});

/** A grey PNG of 4×5. */
function png() {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const crc = (bytes) => (bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const length = Buffer.alloc(4);
    const sum = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 4, 0, 0, 0, 5, 8, 0, 0, 0, 0]);
  const rows = Buffer.concat(Array.from({ length: 5 }, () => Buffer.from([0, 90, 120, 150, 180])));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

test("照片：坏的说明原因，好的换上，也可以去掉", { timeout: 90_000 }, async () => {
  const good = path.join(space.folder, "登记照.png");
  const bad = path.join(space.folder, "坏照片.png");
  writeFileSync(good, png());
  writeFileSync(bad, png().subarray(0, 60));
  await go(page, "/people/1");
  const pick = async (file) => {
    await page.getByRole("button", { name: /^(选择照片|换一个文件)$/ }).click();
    await page.getByLabel(/^路径/).fill(file);
    await page.getByRole("button", { name: "确定" }).click();
  };
  await page.getByRole("button", { name: "加照片" }).click();
  await pick(bad);
  await page.getByLabel(/^修改理由/).fill("补登记照");
  await page.getByRole("button", { name: "换上照片" }).click();
  await page.getByText("坏照片.png”不能用作 王䶮 的照片").waitFor();
  await look("照片-坏的", ["请换一张 JPEG 或 PNG 登记照"]);
  await pick(good);
  await page.getByRole("button", { name: "换上照片" }).click();
  await page.getByText("照片已换上").waitFor();
  await page.getByRole("img", { name: "王䶮的照片" }).waitFor();
  await look("人员详情-有照片", ["换照片", "去掉照片"]);
  await page.getByRole("button", { name: "去掉照片" }).click();
  await page.getByRole("dialog").getByLabel(/^修改理由/).fill("本人要求更换");
  await page.getByRole("dialog").getByRole("button", { name: "去掉照片" }).click();
  await page.getByText("照片已去掉").waitFor();
  await page.getByText("无照片").waitFor();
});

test("走完各屏，没有一处脚本错误", () => assert.deepEqual(faults, []));
