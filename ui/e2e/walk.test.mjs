// Every screen in its main states, on the sample batch: it shows what it should, axe finds nothing, and a picture is kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desk, go, lookAt, same, samples, says, sealPassphrase, settled, shoot } from "./browser.mjs";

let space, page, faults;
desk("demo", (at) => ({ space, page, faults } = at));

const look = (name, texts) => lookAt(page, name, texts);

const screens = [
  ["首页", "/home", ["在办批次", "期限", "待签", "最近工作"]],
  ["建立批次", "/batch/new", ["批次名称", "动议日期"]],
  ["不需要的步骤", "/batch/1/setup?at=marks", ["不需要的步骤"]],
  ["建立批次-岗位与人选", "/batch/1/setup?at=people", ["把任免审批表文件（.lrmx）拖到窗口里"]],
  ["各步责任人", "/batch/1/setup?at=charges", ["本批责任人"]],
  ["查找", "/search?text=沈伯川", ["找到"]],
  ["笔记本", "/notebook", ["专用笔记本"]],
  ["说明", "/help", ["从哪里开始"]],
  ["说明-步骤", "/help?step=S13", ["责任主体", "填写样例"]],
  ["批次", "/batches", ["2026年第三批干部调整", "已记录"]],
  ["进度矩阵", "/batch/1", ["本批共同步骤", "欧阳静澜", "民主推荐"]],
  ["岗位与人选", "/batch/1/posts", ["岗位", "古丽巴哈尔", "从名册选人"]],
  ["批次记录", "/batch/1/records?step=S12", ["召开会议投票推荐", "纪实要求", "新增"]],
  ["校验结果", "/batch/1/findings", ["V07", "依据", "重新校验"]],
  ["案卷与封装", "/batch/1/volumes", ["预排案卷", "综合文书档案", "封装案卷"]],
  ["人选步骤", "/batch/1/person/1?step=S13", ["计票与会议推荐结果汇总", "责任主体", "现任职务"]],
  ["人员", "/people", ["共 12 人", "导入任免审批表"]],
  ["人员详情", "/people/1", ["基本情况", "家庭主要成员"]],
  ["人员登记", "/people/new", ["手工登记人员", "学历学位"]],
  ["人员导入", "/people/import", ["选择文件"]],
  ["校验规则", "/rules", ["规则包", "依据与来源"]],
  ["工作日历", "/rules/calendar", ["已登记的年份"]],
  ["校验包", "/verify", ["案卷包的位置"]],
  ["关于", "/about", ["程序和工作区", "数据版本"]],
  ["没有的页面", "/nowhere", ["没有这个页面"]],
];
for (const [name, hash, texts] of screens) {
  test(`${name}：内容在，没有无障碍问题`, { timeout: 60_000 }, async () => {
    await go(page, hash);
    await look(name, texts);
  });
}

const editors = [
  ["notebook", "S03", "意见原意"],
  ["meeting", "S36", "上会名单"],
  ["ballot", "S13", "监票人"],
  ["letter", "S25", "去函文号"],
  ["notice", "S39", "受理联系方式"],
  ["review", "S07", "逐项核对"],
  ["document", "S15", "制发单位"],
  ["decision", "S38", "决定机关"],
];
for (const [kind, step, text] of editors) {
  test(`记录编辑 ${kind}：栏目在，没有无障碍问题`, { timeout: 60_000 }, async () => {
    await go(page, `/batch/1/record/new?step=${step}&kind=${kind}`);
    await page.locator("#e-body").scrollIntoViewIfNeeded();
    await page.evaluate(() => document.getElementById("e-body")?.scrollIntoView());
    await look(`编辑-${kind}`, [text, "签名", "材料"]);
  });
}

test("票数对不上当场指出，百分比随票数变", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S13&kind=ballot&candidates=1");
  for (const [label, n] of [["应到", 60], ["实到", 58], ["无效", 1], ["有效", 56]]) await page.getByLabel(label, { exact: true }).fill(String(n));
  await same(() => page.getByLabel("收回", { exact: true }).inputValue(), "58");
  await page.getByLabel("各人得票第 1 行得票").fill("42");
  await page.evaluate(() => document.getElementById("e-body")?.scrollIntoView());
  await look("编辑-票数不符", ["有效 56 ＋ 无效 1 ＝ 57，与收回 58 张不符", "75.00%"]);
});

test("错误的日期用话拒绝，原样留着，也不能保存", { timeout: 60_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S02&kind=decision");
  const date = page.getByLabel("发生日期", { exact: false }).first();
  await date.fill("2026-02-31");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await settled(page);
  await same(() => date.inputValue(), "2026-02-31");
  await look("编辑-错误日期", ["2026-02-31", "还没有保存"]);
  await date.fill("20260302");
  await date.blur();
  await settled(page);
  await says(() => page.locator("main").innerText(), /2026年3月2日 星期一/);
  await page.getByRole("button", { name: "发生日期：打开日历" }).click();
  await look("编辑-日历", ["2026年3月"]);
  await page.keyboard.press("Escape");
});

test("离开没有保存的编辑会先问", { timeout: 60_000 }, async () => {
  await page.evaluate(() => (location.hash = "/batches"));
  await page.getByRole("button", { name: "留下继续填写" }).waitFor();
  await look("离开前询问", ["内容还没有保存"]);
  await page.getByRole("button", { name: "留作草稿并离开" }).click();
  await page.getByRole("heading", { name: "批次", exact: true }).waitFor();
});

test("展开的矩阵、对话框和更正经过也没有无障碍问题", { timeout: 180_000 }, async () => {
  await go(page, "/batch/1");
  await page.getByRole("button", { name: "展开全部步骤" }).click();
  await look("进度矩阵-展开", ["收起各环节"]);
  await page.getByRole("checkbox", { name: "选全部人选" }).check();
  await look("进度矩阵-多选", ["同一件事记一条"]);
  await go(page, "/batch/1");
  await page.getByRole("button", { name: "修改批次信息" }).click();
  await look("修改批次", ["业务类型", "全宗号"]);
  await page.keyboard.press("Escape");
  await go(page, "/batch/1/posts");
  await page.getByRole("button", { name: "新增岗位" }).click();
  await look("新增岗位", ["双重管理"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "从名册选人" }).click();
  await look("从名册选人", ["没有可选的人"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^修改人选/ }).first().click();
  await look("修改人选", ["拟任职务"]);
  await page.keyboard.press("Escape");
  await go(page, "/batch/1/person/1?step=S13");
  await page.getByRole("button", { name: "挂接材料" }).first().click();
  await look("挂接材料", ["材料名称", "签名方式"]);
  await page.keyboard.press("Escape");
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: "封装案卷" }).click();
  assert.ok(await page.getByRole("button", { name: "开始封装" }).isDisabled());
  await look("封装案卷-全部已封存", ["全部案卷都已封存"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /综合文书档案/ }).first().click();
  await look("卷内目录", ["档号", "题名"]);
});

test("报告预览画出每一页", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/person/1/report");
  await page.locator(".sheet canvas").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(800);
  const inked = await page.locator(".sheet canvas").first().evaluate((c) => {
    const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 100) dark++;
    return dark;
  });
  assert.ok(inked > 2000, `第一页几乎是空白（${inked}）`);
  await look("报告预览", ["全程纪实报告表", "第 1 页"]);
  await page.getByRole("button", { name: "下一页" }).click();
  await settled(page);
  await says(() => page.locator(".pdf").innerText(), /第 2 页/);
});

test("封装一卷看得见进度，封好的包验得过", { timeout: 400_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: /^立新版本：赵国/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "立新版本", exact: true }).click();
  await look("立新版本", ["请写明为什么要立新版本", "不再改动"]);
  await page.getByRole("dialog").getByLabel("理由").fill("补充一页考察材料");
  await page.getByRole("dialog").getByRole("button", { name: "立新版本", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await settled(page);
  await page.getByRole("button", { name: "封装案卷" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "检测并查看" }).click();
  await look("封装案卷-未填", ["请填写整理人"]);
  await dialog.getByLabel("存放文件夹").fill(`${space.folder}/包`);
  await dialog.getByLabel("整理人").fill("钟灵");
  await dialog.getByLabel("检查人").fill("钟灵");
  await dialog.getByLabel("仍要封装的理由").fill("演示：保留的问题另行处理");
  await dialog.getByRole("button", { name: "清空" }).click();
  await dialog.getByText("赵国昁干部任用").or(dialog.getByText(/赵国/)).first().click();
  await dialog.getByRole("button", { name: "检测并查看" }).click();
  await dialog.getByText("检查人不能与整理人是同一人").waitFor();
  await dialog.getByLabel("检查人").fill("方小满");
  await dialog.getByRole("button", { name: "检测并查看" }).click();
  await dialog.getByText(/本次封装 1 卷，新编档号/).waitFor({ timeout: 120_000 });
  await look("封装案卷-已检测", ["GD-4-2", "其他各卷不编号"]);
  await dialog.getByLabel("封签口令").fill("不是这个口令");
  await dialog.getByRole("button", { name: "开始封装" }).click();
  await look("封装案卷-口令不对", ["封签口令不对"]);
  await dialog.getByLabel("封签口令").fill(sealPassphrase);
  await dialog.getByRole("button", { name: "开始封装" }).click();
  await page.getByRole("progressbar", { name: "进度" }).waitFor();
  await page.getByRole("heading", { name: "封装结果" }).waitFor({ timeout: 360_000 });
  await look("封装结果", ["封签号", "1 个案卷包"]);
  await page.getByRole("link", { name: /^校验：/ }).first().click();
  await page.getByRole("button", { name: "开始校验" }).click();
  await page.getByText("封签完好", { exact: true }).waitFor({ timeout: 120_000 });
  await look("校验包-完好", ["封签号", "完好"]);
});

test("封签密钥：换口令要原口令，换密钥要理由，旧证书还列着", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/volumes");
  await page.getByRole("button", { name: "封签密钥" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "更换口令" }).click();
  await look("封签密钥", ["证书指纹", "请输入原口令"]);
  await dialog.getByLabel("原口令").fill("不是这个口令");
  await dialog.getByLabel(/^新口令/).fill("Zu12345678");
  await dialog.getByText("封签口令太弱").waitFor();
  await dialog.getByRole("button", { name: "更换口令" }).click();
  await look("封签密钥-口令太弱", ["封签口令太弱"]);
  await dialog.getByLabel(/^新口令/).fill("换过的示例封签口令");
  await dialog.getByText(/（9 个字，汉字）/).waitFor();
  await dialog.getByLabel("再输一遍新口令").fill("换过的示例封签口令");
  await dialog.getByRole("button", { name: "更换口令" }).click();
  await dialog.getByText("封签口令不对").waitFor();
  await dialog.getByLabel("要办的事").click();
  await page.getByRole("option", { name: /换一对密钥/ }).click();
  await dialog.getByRole("button", { name: "换密钥" }).click();
  await dialog.getByText("请写明为什么换").waitFor();
  await dialog.getByLabel("换密钥的理由").fill("原保管人调离");
  await dialog.getByRole("button", { name: "换密钥" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "封签密钥" }).click();
  await look("封签密钥-换过", ["以前的证书"]);
  await page.keyboard.press("Escape");
});

test("预览任免审批表：先看后导，问题逐项列出", { timeout: 60_000 }, async () => {
  await go(page, "/people/import");
  await page.getByRole("button", { name: "选择文件夹" }).click();
  await page.getByLabel(/^路径/).fill(samples);
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByRole("heading", { name: "预览" }).waitFor({ timeout: 40_000 });
  await look("人员导入-预览", ["状态", "与名册内容相同", "跳过 12 人"]);
});

test("打不开的位置用话说明怎么办", { timeout: 30_000 }, async () => {
  await go(page, "/verify");
  await page.getByLabel(/^案卷包的位置/).fill("/没有/这个/地方");
  await page.getByRole("button", { name: "开始校验" }).click();
  await page.getByRole("alert").first().waitFor();
  await look("校验包-出错", ["/没有/这个/地方"]);
});

test("放大到 200% 仍能用：没有左右滚动的页面", { timeout: 90_000 }, async () => {
  await page.setViewportSize({ width: 640, height: 400 });
  for (const hash of ["/home", "/batch/new", "/notebook", "/help?step=S13", "/search?text=沈伯川", "/batches", "/batch/1", "/batch/1/person/1?step=S13", "/people", "/batch/1/record/new?step=S13&kind=ballot", "/batch/1/record/new?step=S36&kind=meeting&candidates=1,2"]) {
    await go(page, hash);
    const over = await page.evaluate(() => document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth);
    assert.ok(over <= 1, `${hash} 横向溢出 ${over} 像素`);
    await shoot(page, `200-${hash.replace(/[^a-z0-9]+/g, "-")}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("走完各屏，没有一处脚本错误", () => assert.deepEqual(faults, []));
