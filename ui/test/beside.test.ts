// What is said beside a field is whole; dialogs ask before they are left; what is dropped is taken or said not to be.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../src/ipc";
import { meets, provideFindings, said, together } from "../src/parts/beside";
import Choice from "../src/parts/Choice.vue";
import DateField from "../src/parts/DateField.vue";
import Field from "../src/parts/Field.vue";
import Facts from "../src/parts/Facts.vue";
import FindingList from "../src/parts/FindingList.vue";
import Gathered from "../src/parts/Gathered.vue";
import { useProblems } from "../src/parts/problems";
import PersonPicker from "../src/parts/PersonPicker.vue";
import Rows from "../src/parts/Rows.vue";
import Tick from "../src/parts/Tick.vue";
import { fieldLabels } from "../src/ipc/words";
import Stances from "../src/screens/editors/Stances.vue";
import { materialsOf, oneOf } from "../src/screens/record/material";
import { answering } from "./host";

enableAutoUnmount(afterEach);

const finding = (field: string, message: string): Finding =>
  ({ code: "V20", level: "error", message: `第 5 步《谈心谈话》的本条记录（未填日期，未保存，买买提·艾力）：${message}`, remedy: "补填这一栏", basis: "某条例第十五条", place: { field } }) as unknown as Finding;

describe("栏目旁的校验结果", () => {
  const fields: { [name: string]: () => ReturnType<typeof h> } = {
    文本栏: () => h(Field, { label: "地点", modelValue: "" }),
    日期栏: () => h(DateField, { label: "发生日期", modelValue: null }),
    一组窄栏: () => h(Gathered, { labels: ["地点"] }, () => h(Field, { label: "地点", modelValue: "" })),
  };
  for (const [name, field] of Object.entries(fields)) {
    it(`${name}：问题、改法、依据都在，不重复说是哪条记录`, async () => {
      answering({});
      const found = ref([finding("地点", "没有填写"), finding("发生时间", "没有填写")]);
      const wrapper = mount(defineComponent(() => (provideFindings(found), () => h("div", [field()]))), { attachTo: document.body });
      await flushPromises();
      const said = wrapper.findAll("ul[aria-label='校验结果'] li");
      expect(said.length).toBe(1);
      expect(said[0]!.findAll("p").map((p) => p.text())).toEqual(["没有填写", "补填这一栏", "依据：某条例第十五条"]);
    });
  }
  it("两栏同名的，各认各的结果、各留各的没写完的字", async () => {
    answering({ "date.read": ({ text }) => ({ date: null, words: "", error: `“${text}”不是有效日期` }) as never });
    const found = ref([finding("公示止日", "止日早于起日"), finding("结束时间", "早于发生日期")]);
    const raw: { [field: string]: string } = {};
    const fields = () => [h(DateField, { label: "结束日期", known: "结束时间", modelValue: null }), h(DateField, { label: "结束日期", known: "公示止日", modelValue: null })];
    const form = defineComponent(() => {
      provideFindings(found);
      const { problems } = useProblems();
      problems.raw = raw;
      return () => h("div", fields());
    });
    const wrapper = mount(form, { attachTo: document.body });
    await flushPromises();
    const [own, notice] = wrapper.findAllComponents(DateField).map((f) => f.text());
    expect([own!.includes("早于发生日期"), own!.includes("止日早于起日"), notice!.includes("止日早于起日"), notice!.includes("早于发生日期")]).toEqual([true, false, true, false]);
    await wrapper.findAll("input")[1]!.setValue("2026-2-3x");
    await wrapper.findAll("input")[1]!.trigger("blur");
    await flushPromises();
    expect(Object.keys(raw)).toEqual(["公示止日"]);
  });
  it("记录卡和边填边查同样不重复说是哪条记录", () => {
    const found = [finding("地点", "没有填写"), finding("", "没有签名")];
    const card = mount(Facts, { props: { facts: [{ label: "地点", value: "" }], findings: found } }).text();
    const list = mount(FindingList, { props: { slim: true, own: true, findings: found } }).text();
    for (const text of [card, list]) {
      expect(text).toContain("没有填写");
      expect(text).toContain("没有签名");
      expect(text).not.toContain("谈心谈话");
    }
    // Elsewhere it has to be said which record it is.
    expect(mount(FindingList, { props: { findings: found } }).text()).toContain("谈心谈话");
  });
  const messages: { [whole: string]: string } = {
    "S12《召开会议投票推荐》的记录（2026年4月1日，记录7，欧阳震华等4人）：到会不足三分之二": "到会不足三分之二",
    "S05《谈心谈话》的本条记录（未填日期，未保存，张三（化名））：没有填写发生时间": "没有填写发生时间",
    "S22《个别谈话》的记录（2026年4月24日，记录657，陈曦）与S22《个别谈话》的记录（2026年4月23日，记录577，张建国）内容高度雷同": "与S22《个别谈话》的记录（2026年4月23日，记录577，张建国）内容高度雷同",
    "S24《实地走访》的记录（2026年5月13日，记录787，张建国）所附材料“走访记录”待陆青禾签名": "所附材料“走访记录”待陆青禾签名",
    "欧阳静澜：S26《档案审核》缺少材料“审核表”": "欧阳静澜：S26《档案审核》缺少材料“审核表”",
    "孙晓梅得11票，与S13《计票》的记录（2026年4月2日，记录9）不一致": "孙晓梅得11票，与S13《计票》的记录（2026年4月2日，记录9）不一致",
  };
  it("只去掉开头的记录名，别处提到的记录照写", () => {
    for (const [whole, short] of Object.entries(messages)) expect(said({ ...finding("", ""), message: whole })).toBe(short);
  });
  it("窄的列表也给改法和依据", () => {
    const found = [finding("地点", "甲"), finding("时间", "乙")];
    const rows = mount(FindingList, { props: { slim: true, findings: found } }).findAll("li");
    expect(rows.map((r) => [r.text().includes("补填这一栏"), r.text().includes("依据：某条例第十五条")])).toEqual([[true, true], [true, true]]);
  });
});

/** What stands under a field in the editor of a record, by what is shown there and what the checks call it. */
describe("表格、选项、勾选旁的校验结果", () => {
  const shown: { [name: string]: [string, () => ReturnType<typeof h>] } = {
    表格: ["得票", () => h(Rows as never, { modelValue: [], label: "各人得票", columns: [], blank: () => ({}), addLabel: "添加一人" } as never)],
    选项: ["会议类别", () => h(Choice, { shown: true, name: "会议类别", modelValue: "", options: ["常委会"] })],
    勾选: ["复议", () => h(Tick, { modelValue: false, label: "属于复议" })],
    选人: ["人选", () => h(PersonPicker, { modelValue: [], people: [], label: "勾选这条记录涉及的人选" })],
    逐人意见: ["发言次序", () => h(Stances, { modelValue: { opinions: [], recused: [], absent: [] } as never, context: { about: [] } as never, members: [{ name: "王甲", post: "", role: "主持", state: "到会", reason: "", left: "" }] as never, last: "" })],
    带括号的栏目: ["操作情况", () => h(Field, { label: "操作情况（印入报告表）", modelValue: "" })],
  };
  for (const [name, [field, part]] of Object.entries(shown)) {
    it(`${name}：只在自己旁边说`, async () => {
      answering({});
      const found = ref([finding(field, "这里不对"), finding("别处", "别处不对"), finding("", "整条不对")]);
      const wrapper = mount(defineComponent(() => (provideFindings(found), () => h("div", [part()]))), { attachTo: document.body });
      await flushPromises();
      expect(wrapper.findAll("ul[aria-label='校验结果'] li").map((li) => li.find("p").text())).toEqual(["这里不对"]);
    });
  }

  const all = (texts: readonly string[], pattern: RegExp): string[] => [...new Set(texts.flatMap((t) => [...t.matchAll(pattern)].map((m) => m[1]!)))];
  it("校验说到的每一栏，在编辑的那一页有自己的位置", () => {
    const checks = import.meta.glob<string>(["../../crates/core/src/checks/**/*.rs", "!**/tests/**", "!**/tests.rs", "!**/volumes.rs", "!**/volumes/**"], { query: "?raw", import: "default", eager: true });
    const editors = import.meta.glob<string>("../src/screens/editors/*.vue", { query: "?raw", import: "default", eager: true });
    const asked = all(Object.values(checks), /(?:\.field\(|say\(|owed\("V\d+", Milestone::\w+, "[^"]*", |push\(\()"(\p{Script=Han}+)"/gu);
    const written = all(Object.values(editors), /(?:label|name)="(\p{Script=Han}[^"]*)"/gu);
    const there = [...written, "各人得票", "各档票数", "内容要点", "其它内容", ...Object.values(fieldLabels).flatMap((of) => Object.values(of))];
    /** Of a post, a candidate, a batch, a material or a step (and of a volume, whose checks are left out above), none of which is in the editor of a record. */
    const elsewhere = ["材料", "页数", "核定职数", "拟配职数", "规则版次", "不适用", "步骤", "记录种类", "任现职时间", "任职年限", "年龄", "政治面貌", "后备干部", "上次提任时间", "上次提任是不是破格", "入库日期", "岗位", "动议日期", "资格条件", "破格", "拟任职务"];
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((field) => !elsewhere.includes(field) && !there.some((label) => meets(field, label)))).toEqual([]);
  });
});

describe("几个人同一个问题", () => {
  const names: { [id: number]: string } = { 1: "买买提·艾力", 2: "古丽娜尔", 3: "欧阳静澜", 4: "王䶮", 5: "何颖" };
  const of = (candidate: number | null, message: string, record = 7): Finding => ({ code: "V28", level: "error", message, remedy: "", basis: "", place: { field: "公示起日", candidate, record, step: "S39" } }) as unknown as Finding;
  const early = (id: number): Finding => of(id, `公示的记录：${names[id]}于2026年6月25日决定，公示没有在决定之后`);
  it("只说一次，写出各人姓名；不是同一句、不是同一条记录的照旧", () => {
    const said = (found: Finding[]) => together(found, (id) => names[id]).map((f) => f.message);
    expect(said([early(1), early(2)])).toEqual(["公示的记录：买买提·艾力、古丽娜尔于2026年6月25日决定，公示没有在决定之后"]);
    expect(said([1, 2, 3, 4, 5].map(early))).toEqual(["公示的记录：买买提·艾力、古丽娜尔、欧阳静澜等 5 人于2026年6月25日决定，公示没有在决定之后"]);
    expect(said([early(1), { ...early(2), place: { ...early(2).place, record: 8 } }, of(null, "公示期不足")])).toHaveLength(3);
    expect(said([early(1)])).toEqual([early(1).message]);
  });
});

describe("有写了一半的内容的对话框", () => {
  const sources = import.meta.glob("../src/**/*.vue", { query: "?raw", import: "default", eager: true }) as { [file: string]: string };
  const guarded = Object.entries(sources).filter(([, text]) => /<Dialog[^>]*\s:(kept|guard)=/.test(text));
  it("页脚的按钮走 Dialog 的 close，先问再走", () => {
    expect(guarded.length).toBeGreaterThan(20);
    const silent = guarded.filter(([, text]) => /emit\(\s*['"]close['"]\s*\)/.test(/<template #footer[\s\S]*$/.exec(text)?.[0] ?? "")).map(([file]) => file);
    expect(silent).toEqual([]);
  });
});

describe("拖到材料上的文件", () => {
  it("能挂的都放入，不能挂的说出来", () => {
    expect(materialsOf(["/a/一.PDF", "/a/二.tif"])).toEqual({ files: ["/a/一.PDF", "/a/二.tif"], left: "" });
    const some = materialsOf(["/a/一.pdf", "/a/张三.lrmx", "C:\\扫描\\三月"]);
    expect(some.files).toEqual(["/a/一.pdf"]);
    expect(some.left).toMatch(/没有放入：张三\.lrmx、三月/);
  });
  it("一次挂一份的，另外几个逐个说没有放入", () => {
    const { file, words } = oneOf(["/a/一.pdf", "/a/二.pdf", "/a/三.jpg", "/a/四.docx"]);
    expect(file).toBe("/a/一.pdf");
    expect(words).toMatch(/另外 2 个没有放入（二\.pdf、三\.jpg）/);
    expect(words).toMatch(/没有放入：四\.docx/);
    expect(oneOf(["/a/一.pdf"]).words).toBe("");
  });
});
