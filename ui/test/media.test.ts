// What the screens of transport, forms and volumes reckon by themselves: pace, words of a look before writing, which forms are offered.
import { describe, expect, test } from "vitest";
import type { Finding, FormRow, PackageToHand, Preflight, Volume, VolumeItem, VolumePreview } from "../src/ipc";
import { sizeWords } from "../src/parts/numbers";
import { paceWords, sampled, secondsWords, speed, type Sample } from "../src/parts/pace";
import { countWords, lacking, volumeFacts } from "../src/screens/batch/volumes";
import { packageState, preflightWords, stateSign, underWay } from "../src/screens/media/words";
import { differenceWords, verdictWords } from "../src/screens/verify/words";
import { bySubject, formsOfRecord, formsOfStep } from "../src/use/forms";

describe("速度和剩余时间", () => {
  const MB = 1024 * 1024;
  test("不到半秒不说速度，之后按最近十秒算", () => {
    let samples: Sample[] = [];
    samples = sampled(samples, { at: 0, done: 0 });
    samples = sampled(samples, { at: 300, done: MB });
    expect(paceWords(samples, 10 * MB)).toBe("1 MB / 10 MB");
    samples = sampled(samples, { at: 1000, done: 2 * MB });
    expect(paceWords(samples, 10 * MB)).toBe("2 MB / 10 MB，每秒 2 MB，约剩 4 秒");
    // Fast at first, then slow: the old speed is forgotten.
    for (let s = 1; s <= 20; s++) samples = sampled(samples, { at: 1000 + s * 1000, done: 2 * MB + s * 1024 });
    expect(samples.length).toBeLessThan(14);
    expect(Math.round(speed(samples) ?? 0)).toBe(1024);
  });
  test("停住的载体说在等，不说无穷；做完了不说还剩", () => {
    const stuck = [{ at: 0, done: 5 }, { at: 20_000, done: 5 }];
    expect(paceWords(stuck, 100)).toBe("5 字节 / 100 字节，等待载体回应");
    expect(paceWords([{ at: 0, done: 0 }, { at: 1000, done: 100 }], 100)).toBe("100 字节 / 100 字节，每秒 100 字节");
  });
  test("另一件事从头算起", () => {
    expect(sampled([{ at: 0, done: 900 }], { at: 10, done: 3 })).toEqual([{ at: 10, done: 3 }]);
  });
  test("时间和大小说成人话", () => {
    expect([0.2, 1.2, 59.5, 61, 3600, 5000].map(secondsWords)).toEqual(["不到 1 秒", "2 秒", "60 秒", "2 分", "1 小时 0 分", "1 小时 24 分"]);
    expect(sizeWords(3.5 * 1024 * MB)).toBe("3.5 GB");
  });
});

const finding = (level: Finding["level"]): Finding => ({ level }) as Finding;
function look(over: Partial<Preflight>): Preflight {
  const here = { root: "/m", file_system: "exfat", total: 0, free: 50 * 1024, serial: "", label: "", medium: null };
  return { findings: [], here, secrecy: "", need: 1024, volumes: [["a"]], ...over };
}
describe("写前检查说成一句话", () => {
  test("放得下、要分盘、放不下、有错", () => {
    expect(preflightWords(look({}))).toEqual({ sound: true, words: "可以写：全部放得下。要占 1 KB，载体可用 50 KB" });
    expect(preflightWords(look({ volumes: [["a"], ["b"]] })).words).toContain("要分 2 张");
    expect(preflightWords(look({ volumes: [] })).sound).toBe(false);
    expect(preflightWords(look({ findings: [finding("warning"), finding("error")] }))).toEqual({ sound: false, words: "不能写：有 1 处错要先处理，一个字节都还没有写" });
  });
});

describe("案卷包走到哪一步", () => {
  const pack = (over: Partial<PackageToHand>): PackageToHand => ({ state: null, here: true, ...over }) as PackageToHand;
  test("退回的和核对不符的要重新写，其余在路上的不再列出", () => {
    expect((["written", "checked", "handed_over", "accepted", "partly"] as const).every((state) => underWay(pack({ state })))).toBe(true);
    expect((["sent_back", "unsound"] as const).some((state) => underWay(pack({ state })))).toBe(false);
    expect(packageState(pack({}))).toBe("已封存，未写盘");
    expect(packageState(pack({ here: false }))).toContain("不在原处");
    expect(packageState(pack({ state: "accepted" }))).toBe("已签收");
  });
  test("每种状态都有形状，不只有颜色", () => {
    for (const state of [null, "written", "unsound", "checked", "handed_over", "accepted", "sent_back", "partly"] as const) expect(Object.values(stateSign(state))).toHaveLength(1);
  });
});

describe("哪一步、哪条记录出哪张表", () => {
  const form = (key: string, subject: FormRow["subject"], materials: string[], records: FormRow["records"] = []): FormRow => ({ key, name: key, group: "考察", subject, records, materials, source: "", scan_back: false, of_record: false, score: null, own: false });
  const forms = [form("会议", "记录", [], ["meeting"]), form("部务会", "记录", ["部务会会议记录"], ["meeting"]), form("谈话", "记录", ["谈话记录"], ["notebook"]), form("方案", "批次", ["考察工作方案"]), form("审批表", "人选", ["任免审批表"])];
  test("记录先列本步骤材料的表，再列这一类记录通用的表，不列别步骤的", () => {
    expect(formsOfRecord(forms, "meeting", ["部务会会议记录"]).map((f) => f.key)).toEqual(["部务会", "会议"]);
    expect(formsOfRecord(forms, "notebook", ["别的"])).toEqual([]);
  });
  test("步骤只列不需要记录的表；没有人选时不列人选的表", () => {
    expect(formsOfStep(forms, ["考察工作方案", "任免审批表"], true).map((f) => f.key)).toEqual(["方案", "审批表"]);
    expect(formsOfStep(forms, ["考察工作方案", "任免审批表"], false).map((f) => f.key)).toEqual(["方案"]);
  });
  test("按填写对象分组，可按名称或环节找", () => {
    expect(bySubject(forms, "").map((g) => [g.subject, g.forms.length])).toEqual([["批次", 1], ["人选", 1], ["记录", 3]]);
    expect(bySubject(forms, "谈话").flatMap((g) => g.forms.map((f) => f.key))).toEqual(["谈话"]);
    expect(bySubject(forms, "考察").flatMap((g) => g.forms)).toHaveLength(5);
  });
});

describe("预排案卷", () => {
  const item = (over: Partial<VolumeItem>): VolumeItem => ({ numbered: false, made: false, has_file: true, bytes: 1024, ...over }) as VolumeItem;
  const volume: Volume = { index: 0, kind: "个人文书档案", title: "甲", candidate: 1, key: "人选1", retention: "永久", secrecy: "", ranges: ["A至B"], sealed: "", since: [], bytes: 2048, pages: 9, items: [item({}), item({ has_file: false }), item({ made: true, has_file: true, bytes: 0 }), item({ numbered: true })] };
  test("一份不少时说全部，少了就说少几份", () => {
    const preview: VolumePreview = { volumes: [volume], materials: 3, unfiled: [], table: "", findings: [] };
    expect(countWords(preview)).toEqual({ whole: true, words: "材料 3 份，全部编入 1 卷，共 4 件、9 页、2 KB（封装时生成的另计大小）；封装时要新编 3 个档号" });
    const lost = countWords({ ...preview, unfiled: ["函"] });
    expect(lost.whole).toBe(false);
    expect(lost.words).toContain("只有 2 份编入");
  });
  test("缺电子文件的只数纸质件，盒签写明起止档号和密级", () => {
    expect(lacking(volume)).toBe(1);
    expect(volumeFacts(volume).map((f) => f.value)).toEqual(["A至B", "永久", "非密", "4 件，9 页", "2 KB，另有 1 件在封装时生成"]);
  });
});

test("校验结论分四种，差异各有一个词", () => {
  const verdict = (sound: boolean, sealed: boolean, complete: boolean): string => verdictWords({ sound, sealed, complete } as never);
  expect([verdict(true, true, true), verdict(true, false, true), verdict(false, false, true), verdict(false, false, false)]).toEqual(["封签完好", "内容完整，没有有效封签", "内容完整，封签有问题", "有错，不能作为可靠凭证"]);
  expect(new Set(Object.values(differenceWords)).size).toBe(7);
});
