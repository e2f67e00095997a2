// What a batch is set up with: who decides, who stands back, what is reported first.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, describe, expect, it } from "vitest";
import { CallError, type BatchContent, type BatchView, type Member } from "../src/ipc";
import BatchDialog from "../src/screens/batch/BatchDialog.vue";
import Deciders from "../src/screens/batch/Deciders.vue";
import { halfRelation, listFacts, namelessMember, tidyLists } from "../src/screens/batch/deciders";
import PersonForm from "../src/screens/PersonForm.vue";
import { draftRoute } from "../src/use/draft";
import { blankPerson } from "../src/screens/people/fields";
import SetupBasics from "../src/screens/setup/SetupBasics.vue";
import SetupPeople from "../src/screens/setup/SetupPeople.vue";
import PostDialog from "../src/screens/batch/PostDialog.vue";
import { answering } from "./host";

enableAutoUnmount(afterEach);

const content: BatchContent = { name: "第三批", number: "202603", business: "换届", started: "2026-03-02", edition: "2019", unit: "组织部", fonds: "Z109", note: "" };
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: { render: () => null } }] });
const on = { attachTo: document.body, global: { plugins: [router], stubs: { teleport: true, ElSelect: true } } };
const common = {
  "rules.list": () => ({ packs: [], standing: [] }) as never,
  "batch.businesses": () => ({ kinds: [{ name: "换届", words: "", not_applicable: [], conditional: [] }], source: "", ranks: [{ name: "正职", probation: false }, { name: "副职", probation: true }, { name: "内设机构正职", probation: true }] }),
  "batch.suggest": () => ({ edition: "2019", edition_words: "", edition_certain: true, number: "202603", unit: "组织部", fonds: "Z109", not_applicable: [], conditional: [], report_reasons: ["非换届一次性调整过大", "破格"] }) as never,
  "draft.list": () => [],
  "draft.save": () => ({ version: 1, saved_at: "" }) as never,
  "draft.discard": () => null as never,
  "date.read": ({ text }: { text: string }) => ({ date: text, words: "", error: "", working: null, mark: "", provisional: false }) as never,
  "change.state": () => ({}) as never,
};

describe("成员、回避关系、事前报告事由", () => {
  it("takes a column of names as it was copied, with the head of its column", async () => {
    answering(common);
    let members: Member[] | undefined = [];
    const wrapper = mount(Deciders, { props: { started: "2026-03-02", edition: "2019", members: [], "onUpdate:members": (m?: Member[]) => ((members = m), void wrapper.setProps({ members: m })) }, ...on });
    await wrapper.findAll("button").find((b) => b.text() === "添加成员")!.trigger("click");
    await flushPromises();
    const cell = wrapper.find("[data-column=name] input");
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => "姓名\t职务\n王甲\t书记\n李乙\t副书记" } });
    cell.element.dispatchEvent(event);
    await flushPromises();
    expect(members).toEqual([
      { name: "王甲", post: "书记", body: "常委会", principal: false },
      { name: "李乙", post: "副书记", body: "常委会", principal: false },
    ]);
  });

  it("ticks reasons the rules know and keeps one written elsewhere", async () => {
    const asked = answering(common);
    const sent: unknown[] = [];
    const wrapper = mount(Deciders, { props: { started: "2026-03-02", batch: 4, edition: "2019", overlays: ["地方@1.0"], reasons: ["别的事由"], "onUpdate:reasons": (r?: string[]) => void sent.push(r) }, ...on });
    await flushPromises();
    const ticks = wrapper.findAll("label.tick");
    expect(ticks.map((t) => t.text())).toEqual(["非换届一次性调整过大", "破格", "别的事由"]);
    await ticks[0]!.find("input").setValue(true);
    expect(sent).toEqual([["别的事由", "非换届一次性调整过大"]]);
    // What the rules say the host says, by the versions this batch was begun under.
    expect(asked.map((a) => a.request)).toEqual([{ business: "", started: "2026-03-02", batch: 4, edition: "2019", overlays: ["地方@1.0"] }]);
  });

  it("goes with the new batch, without the lines nobody is named in", async () => {
    const asked = answering({ ...common, "batch.create": () => 7 });
    const wrapper = mount(SetupBasics, on);
    await flushPromises();
    await wrapper.find("input").setValue("第三批");
    await flushPromises();
    const lists = wrapper.findComponent(Deciders);
    const [member, relation] = [{ name: "王甲", post: "书记", body: "常委会", principal: true }, { one: "王甲", other: "王小甲", kind: "直系血亲" }];
    lists.vm.$emit("update:members", [member, { ...member, name: " ", post: "" }]);
    lists.vm.$emit("update:relations", [relation, { one: "李乙", other: "", kind: "" }]);
    lists.vm.$emit("update:reasons", ["破格"]);
    await flushPromises();
    const save = wrapper.findAll("button").find((b) => b.text().includes("建立批次"))!;
    await save.trigger("click");
    await flushPromises();
    expect(wrapper.text()).toContain("李乙与谁有关系没有写");
    lists.vm.$emit("update:relations", [relation, { one: "", other: "", kind: "" }]);
    await save.trigger("click");
    await flushPromises();
    const made = asked.find((a) => a.name === "batch.create")?.request as { content: BatchContent } | undefined;
    expect([made?.content.members, made?.content.relations, made?.content.report_reasons]).toEqual([[member], [relation], ["破格"]]);
  });

  it("is changed in the dialog of the batch, and told where a change crossed another", async () => {
    const member = { name: "王甲", post: "书记", body: "常委会", principal: true };
    const batch = { id: 1, revision: 2, catalogue: "", created_at: "", content: { ...content, members: [member], relations: [], report_reasons: [] } };
    const asked = answering({ ...common, "batch.update": () => 1, "batch.get": () => ({ batch }) as never });
    const wrapper = mount(BatchDialog, { props: { batch }, ...on });
    await flushPromises();
    wrapper.findComponent(Deciders).vm.$emit("update:members", [member, { ...member, name: "李乙", principal: false }]);
    const reason = wrapper.findAll(".field").find((f) => f.text().startsWith("修改理由"))!;
    await reason.find("input").setValue("补名单");
    await wrapper.findAll("button").find((b) => b.text() === "保存修改")!.trigger("click");
    await flushPromises();
    const sent = asked.find((a) => a.name === "batch.update")?.request as { content: BatchContent } | undefined;
    expect(sent?.content.members?.map((m) => m.name)).toEqual(["王甲", "李乙"]);
    expect(listFacts(sent!.content)[0]!.value).toBe("王甲，书记，常委会，主要负责人\n李乙，书记，常委会");
    const half = (more: object) => ({ ...content, ...more }) as BatchContent;
    expect(namelessMember(half({ members: [{ name: " ", post: "副书记", body: "", principal: false }] }))).toContain("副书记");
    expect(halfRelation(half({ relations: [{ one: "", other: "", kind: "夫妻" }] }))).toContain("没有写是谁和谁");
    expect([halfRelation(content), tidyLists(content).members]).toEqual(["", []]);
  });
});

describe("从批次手工登记人员，加入批次没有成", () => {
  const full = new CallError("internal", "磁盘已满", "");
  const place = { file: null, batch: 1, candidate: null, step: null, record: null, material: null, field: null };
  const screen = async (more: Parameters<typeof answering>[0], query = "batch=1&from=setup") => {
    let down = true;
    const saved: { head: unknown; content: unknown }[] = [];
    const asked = answering({
      ...common,
      "batch.get": () => ({ batch: { id: 1, content }, candidates: [] }) as never,
      "person.faults": () => [],
      "person.add": () => 11,
      "person.update": () => ({ person: { id: 11, revision: 2 } }) as never,
      "person.get": () => ({ person: { id: 11, revision: 2, content: blankPerson() } }) as never,
      "candidate.add": () => {
        if (down) throw full;
        return 5;
      },
      "draft.save": (draft) => (saved.push(draft as never), { version: 1, saved_at: "" }) as never,
      ...more,
    });
    await router.push(`/people/new?${query}`);
    const wrapper = mount(PersonForm, on);
    await flushPromises();
    const name = (): HTMLInputElement => wrapper.find("input").element as HTMLInputElement;
    const save = async () => (await wrapper.findAll("button").find((b) => b.text() === "保存")!.trigger("click"), await flushPromises());
    return { asked, wrapper, name, save, saved, up: () => (down = false), of: (command: string) => asked.filter((a) => a.name === command).map((a) => a.request as { content: { name: string; person: number } }) };
  };

  it("says so, and what is changed before the next try is changed in the roster, once", async () => {
    const { wrapper, save, up, of } = await screen({});
    await wrapper.find("input").setValue("王甲");
    await save();
    expect(wrapper.text()).toContain("王甲已登记到名册，还没有加入本批");
    await wrapper.find("input").setValue("王申");
    await save();
    up();
    await save();
    expect([of("person.add").map((r) => r.content.name), of("person.update").map((r) => r.content.name), of("candidate.add").length]).toEqual([["王甲"], ["王申"], 3]);
    expect(of("candidate.add").every((r) => r.content.person === 11)).toBe(true);
  });

  it("is taken up from its draft with the batch it was for, and registers nobody a second time", async () => {
    const kept = { content: { ...blankPerson(), name: "王甲" }, reason: "", from: 0, base: null, entered: { id: 11, revision: 1, said: { ...blankPerson(), name: "王甲" } }, setup: true };
    const head = { key: "person-1", editor: "person", title: "登记人员 王甲", place, saved_at: "" } as never;
    expect(draftRoute(head)).toEqual({ path: "/people/new", query: { draft: "person-1", batch: "1" } });
    const { wrapper, save, up, of } = await screen({ "draft.list": () => [head], "draft.get": () => ({ head, content: kept }) as never }, "draft=person-1");
    expect(wrapper.text()).toContain("还没有加入本批");
    up();
    await save();
    expect([of("person.add").length, of("person.update").length, of("candidate.add").map((r) => r.content.person)]).toEqual([0, 0, [11]]);
  });
});

describe("从表格粘贴，半路失败", () => {
  const view = { batch: { id: 1, content }, posts: [], candidates: [] } as unknown as BatchView;
  const down = new CallError("internal", "磁盘已满", "");
  const screen = async (kind: string, text: string) => {
    const wrapper = mount(SetupPeople, { props: { view }, attachTo: document.body, global: { plugins: [router], stubs: { teleport: true, ElSelect: true, Posts: true, RecordTable: true } } });
    await flushPromises();
    const button = (words: string) => wrapper.findAll("button").find((b) => b.text().includes(words))!;
    await button(`从表格粘贴${kind}`).trigger("click");
    await wrapper.find("textarea").setValue(text);
    await flushPromises();
    return { wrapper, put: async () => (await button("放入").trigger("click"), await flushPromises()), left: () => wrapper.find("textarea").element.value };
  };

  it("puts in no post a second time", async () => {
    let full = true;
    const rows = ["甲局", "乙局", "丙局"].map((unit, i) => ({ row: i + 2, content: { unit, title: "局长" }, errors: [] }));
    const asked = answering({
      ...common,
      "post.read_pasted": () => ({ columns: ["单位", "职务"], headed: true, unread: [], rows }) as never,
      "post.add": ({ content: c }) => {
        if (c.unit === "乙局" && full) throw down;
        return 1;
      },
    });
    const { wrapper, put, left } = await screen("岗位", "单位\t职务\n甲局\t局长\n乙局\t局长\n丙局\t局长");
    await put();
    expect([wrapper.text().includes("磁盘已满"), left(), wrapper.emitted("changed")?.length]).toEqual([true, "单位\t职务\n乙局\t局长\n丙局\t局长", 1]);
    full = false;
    await put();
    expect(asked.filter((a) => a.name === "post.add").map((a) => (a.request as { content: { unit: string } }).content.unit)).toEqual(["甲局", "乙局", "乙局", "丙局"]);
  });

  it("asks of each list anew whether the batch goes by it", async () => {
    const row = { row: 1, cells: ["王甲"], content: { name: "王甲", proposed_post: "", current_post: "新职", removed_post: "" }, errors: [], warnings: [], same_as: 11, differs: [{ field: "现任职务", before: "旧职", after: "新职" }] };
    answering({ ...common, "person.read_pasted": () => ({ columns: ["姓名"], headed: false, unread: [], rows: [row] }) as never });
    const { wrapper } = await screen("人员", "王甲");
    const tick = (): HTMLInputElement => wrapper.find("input[type=checkbox]").element as HTMLInputElement;
    await wrapper.find("input[type=checkbox]").setValue(true);
    expect(tick().checked).toBe(true);
    await wrapper.find("textarea").setValue("王甲\n王甲");
    await flushPromises();
    expect(tick().checked).toBe(false);
  });

  it("registers nobody a second time, and takes nobody in twice", async () => {
    let full = true;
    const rows = ["王甲", "李乙"].map((name, i) => ({ row: i + 1, cells: [name], content: { name, proposed_post: "", current_post: "", removed_post: "" }, errors: [], warnings: [], same_as: null, differs: [] }));
    const asked = answering({
      ...common,
      "person.read_pasted": () => ({ columns: ["姓名"], headed: false, unread: [], rows }) as never,
      "person.add": ({ content: c }) => (c.name === "王甲" ? 11 : 12),
      "person.get": ({ id }) => ({ person: { id, revision: 1, content: { name: "", current_post: "", proposed_post: "", removed_post: "" } } }) as never,
      "candidate.add": ({ content: c }) => {
        if (c.person === 12 && full) throw down;
        return 1;
      },
    });
    const { put, left } = await screen("人员", "王甲\n李乙");
    await put();
    expect(left()).toBe("李乙");
    full = false;
    await put();
    const names = asked.filter((a) => a.name === "person.add").map((a) => (a.request as { content: { name: string } }).content.name);
    const taken = asked.filter((a) => a.name === "candidate.add").map((a) => (a.request as { content: { person: number } }).content.person);
    expect([names, taken]).toEqual([["王甲", "李乙"], [11, 12, 12]]);
  });
});

describe("新增岗位", () => {
  it("begins with 试用期 as the data has it for the rank, until somebody says otherwise", async () => {
    answering({ ...common, "batch.get": () => ({ posts: [] }) as never });
    const wrapper = mount(PostDialog, { props: { batch: 1, post: null } as never, ...on });
    await flushPromises();
    const rank = wrapper.findAllComponents({ name: "Field" }).find((f) => f.props("label") === "类别")!;
    const probation = (): boolean => (wrapper.findAll("label.tick").find((t) => t.text().includes("试用期"))!.find("input").element as HTMLInputElement).checked;
    const seen = [];
    for (const is of ["副职", "正职", "内设机构正职"]) {
      rank.vm.$emit("update:modelValue", is);
      await flushPromises();
      seen.push(probation());
    }
    expect(seen).toEqual([true, false, true]);
  });
});
