// A person typed by hand: what is refused stands at its fields, all at once, until something else is typed there; Enter passes a question in one press.
import { enableAutoUnmount, mount } from "@vue/test-utils";
import { computed, defineComponent, h, nextTick, ref } from "vue";
import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../src/ipc";
import Choice from "../src/parts/Choice.vue";
import Field from "../src/parts/Field.vue";
import Rows from "../src/parts/Rows.vue";
import Tabs from "../src/parts/Tabs.vue";
import { stops } from "../src/parts/enter";
import { provideFaults } from "../src/parts/faults";
import { blankPerson, faultsOf, standing } from "../src/screens/people/fields";

enableAutoUnmount(afterEach);
const found = (field: string, message: string): Finding => ({ message, remedy: "请改正", place: { field } }) as unknown as Finding;

describe("人员信息不能接受的", () => {
  const typed = () => ({ ...blankPerson(), name: "李四", sex: "南", born: "坏", family: [{ relation: "儿子", name: "李五", born: "小时候", political_status: "", employer: "" }] });
  const faults = [found("性别", "性别写作“南”"), found("出生年月", "出生年月“坏”不是日期"), found("家庭成员第 1 行出生日期", "家庭成员第 1 行出生日期“小时候”不是日期")];
  it("stand until the field says something else", () => {
    const person = typed();
    const refused = faultsOf(faults, person);
    expect(standing(refused, person).map((f) => f.field)).toEqual(["性别", "出生年月", "家庭成员第 1 行出生年月"]);
    person.sex = "男";
    person.family[0]!.born = "201203";
    expect(standing(refused, person).map((f) => f.field)).toEqual(["出生年月"]);
  });
  it("are said beside each field, in a table too, and read with it", async () => {
    const person = ref(typed());
    const refused = faultsOf(faults, person.value);
    const Form = defineComponent(() => {
      provideFaults(computed(() => new Map(standing(refused, person.value).map((f) => [f.field, f.message]))));
      return () => [
        h(Field, { label: "出生年月", modelValue: person.value.born }),
        h(Rows as never, { modelValue: person.value.family, label: "家庭成员", addLabel: "加", blank: () => ({}), columns: [{ key: "born", label: "出生年月" }] }),
      ];
    });
    const wrapper = mount(Form);
    const wrong = wrapper.findAll("[aria-invalid='true']");
    const words = wrong.map((e) => e.attributes("aria-describedby")!.split(" ").map((id) => wrapper.find(`#${id}`).text()).join());
    expect(words).toEqual(["出生年月“坏”不是日期；请改正", "家庭成员第 1 行出生日期“小时候”不是日期；请改正"]);
    person.value.born = "197503";
    await nextTick();
    expect(wrapper.findAll("[aria-invalid='true']")).toHaveLength(1);
  });
  it("are said and read at a list, at a choice, and in the cells of a table", async () => {
    const error = ref("请选择结果");
    const Form = defineComponent(() => {
      provideFaults(ref(new Map([["性别", "性别写作“南”"], ["票数第 1 行类别", "没有这一类"], ["票数第 1 行态度", "态度没有选"]])));
      const columns = [{ key: "kind", label: "类别", type: "select", options: ["甲"] }, { key: "stance", label: "态度", type: "choice", options: ["同意"] }];
      return () => [
        h(Field, { label: "结果", type: "select", options: ["合格"], modelValue: "", hint: "选一个", error: error.value, required: true }),
        h(Choice, { name: "性别", shown: true, options: ["男", "女"], modelValue: "" }),
        h(Rows as never, { modelValue: [{ kind: "", stance: "" }], label: "票数", addLabel: "加", blank: () => ({}), columns }),
      ];
    });
    const wrapper = mount(Form, { attachTo: document.body });
    await nextTick();
    const said = (of: string) => {
      const at = wrapper.find(of);
      return [at.attributes("aria-invalid"), ...(at.attributes("aria-describedby") ?? "").split(" ").filter(Boolean).map((id) => wrapper.find(`[id="${id}"]`).text())];
    };
    expect(said(".field [role='combobox']")).toEqual(["true", "选一个", "请选择结果"]);
    expect(wrapper.find(".field [role='combobox']").attributes("aria-required")).toBe("true");
    expect(said("[role='radiogroup']")).toEqual(["true", "性别写作“南”"]);
    expect(said("td [role='combobox']")).toEqual(["true", "没有这一类"]);
    expect(said("td [role='radiogroup']")).toEqual(["true", "态度没有选"]);
    error.value = "";
    await nextTick();
    expect(said(".field [role='combobox']")).toEqual([undefined, "选一个"]);
  });
});

describe("one press", () => {
  it("of Enter passes tick boxes that are one question", () => {
    const form = document.createElement("form");
    form.innerHTML = "<input id=a><fieldset data-question><input type=checkbox id=b><input type=checkbox id=c></fieldset><input id=d>";
    document.body.append(form);
    for (const e of form.querySelectorAll("input")) Object.defineProperty(e, "offsetParent", { value: form });
    expect(stops(form).map((e) => e.id)).toEqual(["a", "b", "d"]);
    form.remove();
  });
  it("of an arrow goes to the next section, round the ends", async () => {
    const tabs = ["一", "二", "三"].map((label, i) => ({ key: String(i), label, to: `/${i}` }));
    const wrapper = mount(Tabs, { attachTo: document.body, props: { label: "各页", tabs, current: "0" }, global: { stubs: { RouterLink: { props: ["to"], template: "<a :href='to'><slot /></a>" } } } });
    const links = wrapper.findAll("a");
    links[0]!.element.focus();
    const at = async (key: string) => {
      await wrapper.find("a:focus").trigger("keydown", { key });
      return document.activeElement?.textContent;
    };
    expect([await at("ArrowRight"), await at("End"), await at("ArrowRight"), await at("ArrowLeft"), await at("Home")]).toEqual(["二", "三", "一", "三", "一"]);
  });
});
