// 密级 with its years, as an office writes it.
import { enableAutoUnmount, mount } from "@vue/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { asSecrecy, isSecrecy } from "../src/parts/secrecy";
import SecrecyField from "../src/parts/SecrecyField.vue";
import { secrecyLevels } from "../src/strings/zh";

enableAutoUnmount(afterEach);

describe("密级", () => {
  it("is written with its star, however it was typed", () => {
    const typed = ["秘密5年", "秘密*5年", "秘密级 ★ ５ 年", "机密20", "绝密", "工作秘密", " 内部 ", "秘密★6个月", ""];
    expect(typed.map(asSecrecy)).toEqual(["秘密★5年", "秘密★5年", "秘密★5年", "机密★20年", "绝密", "工作秘密", "内部", "秘密★6个月", ""]);
  });
  it("is what the core ranks", () => {
    expect([...secrecyLevels, "", "秘密级", "机密 ★20年", "绝密★"].filter((s) => !isSecrecy(s))).toEqual([]);
    expect(["商密", "最高机密", "秘"].filter(isSecrecy)).toEqual([]);
  });
  it("can be any of its years, and what is none is said", async () => {
    const wrapper = mount(SecrecyField, { props: { modelValue: "", "onUpdate:modelValue": (v: string) => wrapper.setProps({ modelValue: v }) }, attachTo: document.body });
    await wrapper.find("input").setValue("绝密25年");
    expect([wrapper.props("modelValue"), wrapper.find("[role=alert]").exists()]).toEqual(["绝密25年", false]);
    await wrapper.find("input").trigger("focusout");
    expect(wrapper.props("modelValue")).toBe("绝密★25年");
    await wrapper.find("input").setValue("商密");
    expect(wrapper.find("[role=alert]").text()).toContain("不是密级");
  });
});
