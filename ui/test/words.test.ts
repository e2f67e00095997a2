// Words by which a user decides what to do now: what stands next on the home page, what a note still lacks, what a sealing does.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, describe, expect, it } from "vitest";
import type { Due, Home, HomeBatch, PackReady, RecordContent } from "../src/ipc";
import FindingList from "../src/parts/FindingList.vue";
import HomeScreen from "../src/screens/HomeScreen.vue";
import PackLook from "../src/screens/batch/PackLook.vue";
import { doubtsOf } from "../src/screens/notebook/doubts";
import { noteFault } from "../src/screens/people/fields";
import { operator } from "../src/use/operator";
import { answering } from "./host";

enableAutoUnmount(afterEach);
const none = { error: 0, warning: 0, note: 0, passed: 0 };
const batch = (change: Partial<HomeBatch>): HomeBatch =>
  ({ batch: { id: 3, content: { name: "第三批", number: "202603" } }, candidates: 4, progress: [], findings: none, done: false, closed: false, volumes: { open: 5, sealed: 0, written: 0, handed_over: 0, accepted: 0, sent_back: 0 }, next: [], late: [], ...change }) as HomeBatch;

async function home(change: Partial<Home>) {
  answering({ "home.get": () => ({ today: "2026-06-30", empty: false, batches: [], due: [], unsigned: [], unsigned_total: 0, unsigned_records: 0, findings: none, recent: [], drafts: [], ...change }) });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: { render: () => null } }] });
  const wrapper = mount(HomeScreen, { global: { plugins: [router] } });
  await flushPromises();
  return wrapper;
}
const hand = async (change: Partial<HomeBatch>) => (await home({ batches: [batch(change)] })).get("[aria-labelledby='h-hand']").text();

describe("the home page says what to do with a batch", () => {
  it("by what is wanting", async () => {
    expect(await hand({ done: true, findings: { ...none, error: 2 } })).toContain("各步已齐，还有 2 个错要先处理。");
    expect(await hand({ done: true })).toContain("各步已齐，可以整理归档。");
    expect(await hand({ candidates: 0 })).toContain("还没有人选。先登记岗位和人选，再按步骤记录。");
    expect((await home({})).get("[aria-labelledby='h-hand']").text()).toContain("没有在办的批次");
    expect((await home({ empty: true })).text()).toContain("还没有批次，从这里开始");
  });
  it("and how long there is for what falls due", async () => {
    const due = (state: Due["state"], days: number): Due => ({ state, days, words: `事项${days}`, on: "2026-07-01", who: "", whom: [], place: { batch: 3 } }) as unknown as Due;
    const text = (await home({ batches: [batch({})], due: [due("overdue", -3), due("soon", 0), due("later", 9), due("waiting", -12)] })).get("[aria-labelledby='h-due']").text();
    for (const words of ["已过 3 天", "今天", "还有 9 天", "已等 12 天"]) expect(text).toContain(words);
  });
  it("and what was planned for a day that is past", async () => {
    operator.value = "监督员甲";
    localStorage.setItem("jishi.role 监督员甲", "watch");
    const step = (key: string, name: string, planned?: string): HomeBatch["next"][number] => ({ step: key, name, place: { batch: 3, candidate: null, step: key }, responsible: "", words: "全批次缺", ...(planned ? { planned } : {}) }) as never;
    const late = ["S05", "S08", "S09", "S10", "S11"].map((key) => step(key, `步骤${key}`, "2026-06-29"));
    const wrapper = await home({ batches: [batch({ next: [late[0]!, step("S06", "署名推荐"), step("S07", "综合分析")], late })] });
    expect(wrapper.get("[aria-labelledby='h-hand']").text().match(/计划 \S+ 办完，已过/g)).toEqual(["计划 2026-06-29 办完，已过"]);
    const panel = wrapper.get("[aria-labelledby='h-overdue']");
    expect(panel.text()).toContain("超期 5 项");
    expect(panel.findAll("a").map((a) => a.text())).toContain("第三批：步骤S11");
    // Who sits down next has the own work in front, and finds it again.
    operator.value = "填报员乙";
    await flushPromises();
    expect(wrapper.find("[aria-labelledby='h-overdue']").exists()).toBe(false);
    operator.value = "监督员甲";
    await flushPromises();
    expect(wrapper.find("[aria-labelledby='h-overdue']").exists()).toBe(true);
    localStorage.removeItem("jishi.role 监督员甲");
    operator.value = "";
  });
  it("and leads from a count to the findings of that level alone", async () => {
    const panel = (await home({ batches: [batch({ findings: { ...none, error: 2, note: 1 } })] })).get("[aria-labelledby='h-findings']");
    expect(panel.findAll("a").map((a) => a.attributes("href"))).toEqual(["/batch/3/findings", "/batch/3/findings?level=error", "/batch/3/findings?level=note"]);
    const findings = (["error", "warning", "note"] as const).map((level) => ({ code: "V01", level, message: `这是${level}`, remedy: "", basis: "", place: {} }) as never);
    const list = mount(FindingList, { props: { findings, only: "error" } });
    expect(list.findAll("li").map((li) => /这是(\w+)/.exec(li.text())?.[1])).toEqual(["error"]);
    await list.setProps({ only: undefined });
    expect(list.findAll("li")).toHaveLength(3);
  });
  it("and lists what waits for a signature beyond the first eight on one click", async () => {
    const unsigned = Array.from({ length: 10 }, (_, i) => ({ words: `记录${i}`, who: "王甲", days: 1, place: { batch: 3 } }) as never);
    const wrapper = await home({ batches: [batch({})], unsigned, unsigned_total: 12, unsigned_records: 12 });
    const panel = wrapper.get("[aria-labelledby='h-unsigned']");
    expect(panel.findAll("li")).toHaveLength(8);
    await panel.get("button").trigger("click");
    expect([panel.findAll("li").length, panel.findAll("a").at(-1)!.attributes("href")]).toEqual([10, "/batch/3/findings"]);
  });
  it("tells records that are to be printed from materials of others", async () => {
    const wrapper = await home({ batches: [batch({})], unsigned_total: 7, unsigned_records: 4 });
    expect(wrapper.get("[aria-labelledby='h-unsigned']").text()).toContain("记录 4 条，材料 3 件");
  });
});

describe("errors in what is sealed", () => {
  it("are counted for the 监督员 and named, as they stand now: what stood at the sealing nobody asked", async () => {
    localStorage.setItem("jishi.role ", "watch");
    const sealed = { closed: true, findings: { ...none, error: 6 } };
    const wrapper = await home({ batches: [batch(sealed), batch({ closed: true, batch: { id: 4, content: { name: "第四批" } } as HomeBatch["batch"] })] });
    expect(wrapper.get("[aria-labelledby='h-overdue']").text()).toMatch(/1 批现在还有没放行的错.*第三批 现在还有 6 条错没有放行/s);
    expect(wrapper.get("details").text()).toContain("办结 2 批，其中 1 批现在还有没放行的错");
    expect(wrapper.text()).not.toMatch(/带着?错封存|错封存/);
    localStorage.removeItem("jishi.role ");
  });
});

describe("before a note is written", () => {
  const note = (text: string, name = ""): RecordContent => ({ summary: "", participants: [], body: { kind: "notebook", text, speakers: [{ name, post: "", role: "谈话对象" }] } }) as unknown as RecordContent;
  it("what was hardly meant is asked about", () => {
    expect(doubtsOf(note("同意。", "周敏"))).toEqual([]);
    expect(doubtsOf(note("同意。"))).toEqual(["对象和参加人都空着，看不出是同谁谈的、听谁的意见。"]);
    expect(doubtsOf(note("贴".repeat(100_000), "周敏"))).toEqual([expect.stringContaining("100000 个字")]);
  });
  it("a 造字说明 that is too long is said at its field", () => {
    expect([noteFault("左金右监"), noteFault("长".repeat(41))]).toEqual(["", "造字说明最多 40 个字，现在有 41 个字"]);
  });
});

describe("before a sealing", () => {
  const look = (change: Partial<PackReady>) => mount(PackLook, { props: { folder: "/新/案卷包", ready: { volumes: [{ index: 0, title: "综合卷", numbers: 12, sum: "人工 2", open: [] }], originals: 0, clock: "", ...change } as unknown as PackReady } }).text().replace(/\s+/g, " ");
  it("it is said what gets a number, and that nothing else does", () => {
    expect(look({})).toContain("新编档号 12 件，都在所选各卷里。");
    expect(look({})).toContain("各卷验收和检测都已办结。");
    expect(look({ originals: 3 })).toContain("另有综合卷的 3 件一并编号");
  });
  it("what is not done and a wrong clock are named", () => {
    const open = [{ code: "GD-4-2", name: "病毒检测", outcome: "manual", evidence: "" }];
    const text = look({ volumes: [{ index: 0, title: "综合卷", numbers: 1, sum: "人工 1", open }] as unknown as PackReady["volumes"], clock: "电脑的时间早于上一封签" });
    for (const words of ["1 卷的检测没有办结", "综合卷：人工 1", "GD-4-2 病毒检测", "电脑的时间早于上一封签。请核对电脑的日期和时间。"]) expect(text).toContain(words);
  });
});
