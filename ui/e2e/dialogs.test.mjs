// Every dialog is opened under axe somewhere: those no other file opens are opened here, and the list at the end is held against the sources.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { call, desk, go, lookAt, reload, renewed, same, says, settled } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

const dialog = () => page.getByRole("dialog").last();
async function shut() {
  await page.keyboard.press("Escape");
  const leave = page.getByRole("button", { name: /^(不保存，离开|不保存并离开|留作草稿并离开|不要了.*)$/ });
  if (await leave.first().isVisible().catch(() => false)) await leave.first().click();
  await page.getByRole("dialog").first().waitFor({ state: "hidden" });
}
const press = (name) => page.getByRole("button", { name }).first().click();

test("选择文件的位置", { timeout: 60_000 }, async () => {
  await go(page, "/people/import");
  await press(/^选择文件$/);
  await dialog().getByLabel(/^路径/).waitFor();
  await lookAt(page, "对话框-选择位置", ["路径"]);
  await shut();
});

test("从名册选人：名册里的人都列着，长名字不截断", { timeout: 60_000 }, async () => {
  const content = { name: "2026年第四批干部调整", number: "202604", business: "个别提拔", started: "2026-08-02", edition: "2019", unit: "中共云岭市委组织部", fonds: "Z109", note: "" };
  const second = await call(page, "batch.create", { content });
  await go(page, `/batch/${second}/posts`);
  await press("从名册选人");
  await dialog().getByText("古丽巴哈尔·阿卜杜热合曼·托合提").first().waitFor();
  await lookAt(page, "对话框-从名册选人", ["买买提·艾力", "王䶮"]);
  await shut();
});

test("撤回不适用", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/records?step=S34");
  await page.getByRole("region", { name: /^第 34 步/ }).getByRole("button", { name: "撤回", exact: true }).click();
  await lookAt(page, "对话框-撤回不适用", ["撤回不适用：第 34 步"]);
  await shut();
});

test("记录的打印页", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/person/1?step=S13");
  await press("打印页");
  await dialog().locator("canvas").first().waitFor({ timeout: 60_000 });
  await lookAt(page, "对话框-打印页", []);
  await shut();
});

test("去掉照片", { timeout: 60_000 }, async () => {
  await go(page, "/people");
  await page.getByRole("link", { name: "欧阳静澜" }).click();
  await press("去掉照片");
  await lookAt(page, "对话框-去掉照片", ["去掉照片：欧阳静澜"]);
  await shut();
});

test("修改归档范围表", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await press("查看归档范围表");
  await dialog().getByRole("button", { name: "修改", exact: true }).click();
  await lookAt(page, "对话框-修改归档范围表", ["修改归档范围和保管期限表"]);
  await reload(page);
});

test("几个人的结果一起写", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1");
  const { candidates } = await call(page, "batch.get", { batch: 1 });
  for (const c of candidates.slice(0, 3)) await page.getByRole("checkbox", { name: `选 ${c.name}`, exact: true }).check();
  const bar = page.getByRole("region", { name: "为所选的人记一条" });
  await bar.getByRole("radio", { name: /结果/ }).check({ force: true });
  await bar.getByRole("button", { name: "写这 3 人的结果" }).click();
  await lookAt(page, "对话框-几人的结果", ["写 3 人的结果", candidates[0].name]);
  await shut();
});

test("谈话编入笔记本", { timeout: 60_000 }, async () => {
  const { content } = await call(page, "record.draft", { batch: 1, step: "S05", kind: "notebook", candidates: [1] });
  await call(page, "record.add", { batch: 1, content: { ...content, date: "2026-03-05", summary: "听取意见。" }, unbound: true });
  await go(page, "/batch/1/records?step=S05");
  await page.getByRole("button", { name: "编入笔记本…" }).last().click();
  await lookAt(page, "对话框-编入笔记本", ["编入以后不能再换一本"]);
  await shut();
});

test("登记各步计划", { timeout: 60_000 }, async () => {
  await go(page, "/supervise/timeline");
  await press("登记计划");
  await lookAt(page, "对话框-登记计划", ["登记各步计划"]);
  await shut();
});

test("停在下拉栏上按 Esc：开着的先收起，再按离开对话框", { timeout: 60_000 }, async () => {
  await go(page, "/supervise/timeline");
  await press("登记计划");
  const list = dialog().getByRole("combobox").first();
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option").filter({ visible: true }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("option").filter({ visible: true }).first().waitFor({ state: "hidden" });
  assert.ok(await dialog().isVisible());
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").first().waitFor({ state: "hidden" });
});

test("打印副本、验收与检测里的人工核对", { timeout: 240_000 }, async () => {
  await renewed(page);
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: /综合文书档案/ }).first().click();
  await settled(page);
  await press(/^打印副本/);
  await lookAt(page, "对话框-打印副本", ["打印副本：", "原件和案卷包都不改动"]);
  await shut();
  await press(/^验收与检测/);
  const inspecting = page.getByRole("dialog", { name: /^验收与检测/ });
  await inspecting.getByLabel(/^整理人/).fill("钟灵");
  await inspecting.getByLabel(/^检查人/).fill("方小满");
  await inspecting.getByRole("button", { name: "开始检测" }).click();
  await inspecting.getByRole("button", { name: /^填写：GD-4-2/ }).waitFor({ timeout: 120_000 });
  await inspecting.getByRole("button", { name: /^填写：GD-4-2/ }).click();
  await page.getByRole("dialog", { name: /^人工核对/ }).waitFor();
  await lookAt(page, "对话框-人工核对", ["人工核对：GD-4-2"]);
  const entry = page.getByRole("dialog", { name: /^人工核对/ });
  await entry.getByRole("combobox", { name: /^结果/ }).click();
  await page.getByRole("option", { name: "合格", exact: true }).click();
  await entry.getByLabel(/^核对了什么/).fill("某杀毒软件，病毒库 2026-06-29，全盘查过");
  await entry.getByRole("textbox", { name: /^核对日期/ }).fill("2026-06-30");
  await entry.getByRole("button", { name: "填好" }).click();
  await inspecting.getByRole("button", { name: "保存填写并重新检测" }).click();
  // One scan for viruses, once it is kept, answers for the other volumes: each keeps its own entry, with who and when.
  const share = inspecting.getByRole("button", { name: /^同样用于其余 \d+ 卷/ });
  await share.waitFor({ timeout: 120_000 });
  await lookAt(page, "验收-一次填几卷", ["一次办理、几卷相同的"]);
  const others = Number(/\d+/.exec(await share.innerText())[0]);
  const told = async () => (await call(page, "package.courses", { batch: 1 })).flatMap((c) => c.content.entries.filter((e) => e.code === "GD-4-2" && e.by === "方小满" && e.on === "2026-06-30")).length;
  await share.click();
  const sharing = page.getByRole("dialog", { name: "同样用于其余各卷" });
  await same(() => sharing.getByRole("checkbox", { checked: true }).count(), others, "all of them at first");
  await sharing.getByRole("checkbox").first().uncheck();
  await lookAt(page, "对话框-同样用于其余各卷", ["用于哪几卷", "可以一次收回"]);
  await sharing.getByRole("button", { name: `用于 ${others - 1} 卷` }).click();
  await page.getByText(`已同样用于 ${others - 1} 卷`, { exact: true }).waitFor();
  await says(() => share.innerText(), /其余 1 卷/);
  assert.equal(await told(), others);
  // It turns out not to be so: taken back from all of them at once, with a reason; what was entered for this volume stays.
  await inspecting.getByRole("button", { name: `从这 ${others - 1} 卷收回` }).click();
  const back = page.getByRole("dialog", { name: "收回一次填给各卷的核对" });
  await back.getByRole("button", { name: "收回", exact: true }).click();
  await back.getByText("请写明为什么收回").waitFor();
  await back.getByLabel(/^理由/).fill("查的是另一个盘");
  await lookAt(page, "对话框-收回一次填给各卷的核对", ["GD-4-2", "都留着"]);
  await back.getByRole("button", { name: "收回", exact: true }).click();
  await page.getByText(`已从 ${others - 1} 卷收回`).waitFor();
  await says(() => share.innerText(), new RegExp(`其余 ${others} 卷`));
  assert.equal(await told(), 1);
  await go(page, "/home");
});

test("封签密钥", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await press("封签密钥");
  await lookAt(page, "对话框-封签密钥", ["封签密钥"]);
  await shut();
});

test("撤回放行", { timeout: 120_000 }, async () => {
  const found = (await call(page, "check.run", { batch: 1 })).find((f) => f.level === "warning" && !f.waiver);
  await go(page, "/batch/1/findings");
  await page.getByRole("button", { name: new RegExp(`^放行：${found.code}`) }).first().click();
  const passing = page.getByRole("dialog", { name: "放行这一条" });
  await passing.getByLabel(/放行理由/).fill("已当面核对");
  await passing.getByLabel(/放行人（签名）/).fill("王建国");
  await passing.getByLabel(/^职务/).fill("部长");
  await passing.getByRole("button", { name: "放行", exact: true }).click();
  await passing.waitFor({ state: "hidden" });
  await settled(page);
  await press(/^撤回放行/);
  await lookAt(page, "对话框-撤回放行", ["撤回放行"]);
  await shut();
});

/** Where each dialog is opened under axe: the words of the look, as they stand in one of these files. */
const opened = {
  "App.vue": "编辑器上的说明",
  "parts/PathDialog.vue": "对话框-选择位置",
  "screens/ImportScreen.vue": "人员导入-差异",
  "screens/batch/ActDialog.vue": "立新版本",
  "screens/batch/BatchDialog.vue": "修改批次",
  "screens/batch/CandidateDialog.vue": "修改人选",
  "screens/batch/CandidatesDialog.vue": "对话框-从名册选人",
  "screens/batch/CourseDialog.vue": "办理过程",
  "screens/batch/EntryDialog.vue": "对话框-人工核对",
  "screens/batch/FilingDialog.vue": "归档范围表",
  "screens/batch/FilingEditor.vue": "对话框-修改归档范围表",
  "screens/batch/InspectDialog.vue": "验收与检测",
  "screens/batch/OutcomeDialog.vue": "对话框-几人的结果",
  "screens/batch/OrderDialog.vue": "改次序",
  "screens/batch/PackDialog.vue": "封装案卷-未填",
  "screens/batch/PaperDialog.vue": "包内检测报告",
  "screens/batch/PostDialog.vue": "新增岗位",
  "screens/batch/PrintDialog.vue": "对话框-打印副本",
  "screens/batch/SealKeysDialog.vue": "对话框-封签密钥",
  "screens/batch/ShareDialog.vue": "对话框-同样用于其余各卷",
  "screens/batch/StageDialog.vue": "环节-未开始",
  "screens/batch/UnshareDialog.vue": "对话框-收回一次填给各卷的核对",
  "screens/batch/WrapDialog.vue": "封套",
  "screens/forms/FormDialog.vue": "记录的表",
  "screens/media/HandingDialog.vue": "登记移交",
  "screens/media/MediumDialog.vue": "登记新载体",
  "screens/media/ReceiptDialog.vue": "登记签收或退回",
  "screens/notebook/BookDialog.vue": "笔记本封面",
  "screens/notebook/BookView.vue": "装订本",
  "screens/notebook/FileNote.vue": "归入步骤-断电以后",
  "screens/notebook/NoteDialog.vue": "记一条",
  "screens/people/PhotoDialog.vue": "对话框-去掉照片",
  "screens/people/UsePersonDialog.vue": "用新版信息",
  "screens/record/BookDialog.vue": "对话框-编入笔记本",
  "screens/record/DraftHistory.vue": "草稿经过",
  "screens/record/FileDialog.vue": "对话框-打印页",
  "screens/record/HistoryDialog.vue": "更正经过",
  "screens/record/MaterialDialog.vue": "挂接材料",
  "screens/record/NotApplicableDialog.vue": "对话框-撤回不适用",
  "screens/record/OriginDialog.vue": "出处-两条记录",
  "screens/record/TakeOff.vue": "取下材料",
  "screens/scans/ItemDialog.vue": "核对材料",
  "screens/scans/OpenRecord.vue": "新开记录",
  "screens/scans/PageDialog.vue": "看大图",
  "screens/scans/PrintPanel.vue": "打印待签",
  "screens/shell/Operator.vue": "换操作人",
  "screens/supervise/PlanDialog.vue": "对话框-登记计划",
  "screens/supervise/WaiverDialog.vue": "对话框-撤回放行",
};
/** Of the desktop's window alone: a page of the loopback server cannot change its workspace. The test of the window opens it. */
const elsewhere = ["screens/shell/Workspaces.vue"];

test("没有一个对话框没在无障碍检查下打开过", () => {
  const src = new URL("../src/", import.meta.url);
  const sources = readdirSync(src, { recursive: true }).filter((f) => f.endsWith(".vue") && /<Dialog[\s>]/.test(readFileSync(new URL(f, src), "utf8")));
  const here = new URL("./", import.meta.url);
  const tests = readdirSync(here).filter((f) => f.endsWith(".test.mjs")).map((f) => readFileSync(new URL(f, here), "utf8")).join("\n");
  const looks = new Set([...tests.matchAll(/\b(?:accessible|lookAt|look)\((?:\w+, )?"([^"]+)"/g)].map((m) => m[1]));
  assert.deepEqual(sources.filter((f) => !elsewhere.includes(f) && !looks.has(opened[f])), []);
});

test("没有一处脚本错误", () => assert.deepEqual(faults, []));
