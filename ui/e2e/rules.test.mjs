// The rules and what rests on them: packs and their further versions, the calendar, a record judged while typed, a finding and a row of
// the report led back to their records.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, desk, go, lookAt, same, settled } from "./browser.mjs";

let page, faults;
desk("demo", (at) => ({ page, faults } = at));

const look = (name, texts) => lookAt(page, name, texts);

test("规则包逐项写明级别、数字、依据、来源和是否核对", { timeout: 90_000 }, async () => {
  await go(page, "/rules");
  await look("规则包", ["校验规则", "本地补充", "应到会成员超过半数", "待核"]);
  await page.getByRole("button", { name: /市委发〔2009〕33号.*第 1\.0\.2 版/ }).click();
  // Beside every number where it comes from, and its own article where it has one.
  await look("规则包-张掖", ["另写新的一版", "百分之三十", "zhangye-2009@1.0.2", "地方办法 · 已确认；市委发〔2009〕33号第十五条", "本程序拟定 · 待核"]);
});

test("另写一版：填错当场指出，保存后旧版还在", { timeout: 120_000 }, async () => {
  await go(page, "/rules");
  await page.getByRole("button", { name: /市委发〔2009〕33号.*第 1\.0\.2 版/ }).click();
  await page.getByRole("button", { name: "另写新的一版" }).click();
  const version = page.getByLabel(/^版本号/);
  await same(() => version.inputValue(), "1.1");
  await version.fill("1.0");
  await page.getByText("已建的批次按它校验，不能改写").waitFor();
  await look("规则包-编辑有错", ["请换一个版本号"]);
  assert.ok(await page.getByRole("button", { name: "保存这一版" }).isDisabled());
  await version.fill("1.1");
  await page.getByText("没有发现问题，可以保存").waitFor();
  await page.getByLabel(/^不同意票加弃权票超过应到的几分之几暂缓：分子/).fill("4");
  await page.getByLabel(/^这个数的依据（不同意票加弃权票超过应到的几分之几暂缓：分子/).fill("市委发〔2010〕1号第三条");
  await page.getByLabel(/^已核对（不同意票加弃权票超过应到的几分之几暂缓：分子/).uncheck();
  await page.locator(".el-select", { has: page.getByLabel(/^级别：人事酝酿会应到的人没有参加/) }).click();
  await page.getByRole("option", { name: "错", exact: true }).click();
  await page.getByLabel(/^为什么新增这一版/).fill("市委发〔2010〕1号");
  await page.getByText("没有发现问题，可以保存").waitFor();
  await settled(page);
  const versions = async () => (await call(page, "rules.list", {})).packs.filter((p) => p.id === "zhangye-2009").length;
  const before = await versions();
  await page.getByRole("button", { name: "保存这一版" }).click();
  await page.getByText("zhangye-2009@1.1").waitFor();
  await look("规则包-新版", ["本单位另写", "第 1.1 版"]);
  const view = await call(page, "rules.list", {});
  assert.equal(await versions(), before + 1, "those given out stay beside it");
  const written = view.packs.find((p) => p.id === "zhangye-2009" && p.version === "1.1");
  const of = (code) => written.checks.find((c) => c.code === code);
  assert.deepEqual(of("V26").sources.numerator, { source: "local", confirmed: false, basis: "市委发〔2010〕1号第三条" });
  assert.deepEqual(of("V26").sources.denominator, { source: "local", confirmed: true, basis: "" });
  assert.equal(of("V37").levels.attendees, "error");
});

test("工作日历写明缺哪一年，从文件读入一年", { timeout: 90_000 }, async () => {
  await go(page, "/rules/calendar");
  await look("工作日历", ["2004", "未登记", "登记一年"]);
  await page.getByLabel("年份", { exact: true }).fill("2027");
  await page.getByLabel(/^通知的文号/).fill("测试通知");
  await page.getByLabel(/^通知正文/).fill('{"year":2027,"source":"测试通知","days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}');
  await page.getByRole("button", { name: "读一遍看看" }).click();
  await page.getByText("2027-01-01").waitFor();
  await look("工作日历-读出", ["元旦", "登记 2027 年"]);
  await page.getByRole("button", { name: "登记 2027 年" }).click();
  await settled(page);
  assert.ok((await call(page, "calendar.years", {})).years.includes(2027));
});

test("边填边校验，结果在所填的那一栏下面", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/record/new?step=S36&kind=meeting");
  await page.getByLabel(/^发生日期/).first().fill("2026-06-16");
  await page.getByLabel("应到", { exact: true }).fill("13");
  await page.getByLabel("实到", { exact: true }).fill("8");
  await page.getByRole("heading", { name: "边填边查" }).waitFor();
  await page.getByText("应到13人，实到8人，不足应到的2/3").first().waitFor();
  await page.evaluate(() => document.getElementById("e-body")?.scrollIntoView());
  await look("编辑-边填边查", ["不足三分之二（须 9 人）", "不足应到的2/3"]);
});

test("校验结果看得到出处，两条记录并排", { timeout: 90_000 }, async () => {
  await go(page, "/batch/1/findings");
  const pair = page.getByRole("button", { name: /^两条记录对照：/ });
  if (await pair.count()) {
    await pair.first().click();
    await page.getByRole("link", { name: "到这条记录" }).nth(1).waitFor();
    await look("出处-两条记录", ["录入", "签名", "材料"]);
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: /^看出处：/ }).first().click();
  await page.getByRole("dialog").waitFor();
  await look("出处-一条", ["的出处"]);
  await page.keyboard.press("Escape");
});

test("报告表每一行都能看到出自哪些记录", { timeout: 120_000 }, async () => {
  await go(page, "/batch/1/person/1/report");
  await page.getByRole("heading", { name: "各行出处" }).waitFor();
  await look("报告预览-出处", ["各行出处"]);
  await page.getByRole("button", { name: /计票与会议推荐结果汇总/ }).click();
  await page.getByRole("link", { name: "到这条记录" }).first().waitFor();
  await look("报告预览-一行的出处", ["第 13 步"]);
});

test("页面没有报错", () => assert.deepEqual(faults, []));
