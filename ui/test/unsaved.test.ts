import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { createMemoryHistory, createRouter, RouterView } from "vue-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useUnsaved } from "../src/use/unsaved";

const asked = vi.hoisted(() => ({ count: 0, answer: false }));
vi.mock("element-plus", async (original) => ({
  ...(await original<typeof import("element-plus")>()),
  ElMessageBox: { confirm: () => (asked.count++, asked.answer ? Promise.resolve() : Promise.reject(new Error("cancel"))) },
}));

enableAutoUnmount(afterEach);

async function screen() {
  const text = ref("原文");
  let settle = () => {};
  const Editor = defineComponent(() => {
    settle = useUnsaved(() => ({ text: text.value })).settle;
    settle();
    return () => h("p", text.value);
  });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/edit", component: Editor }, { path: "/away", component: { render: () => h("p", "别处") } }],
  });
  await router.push("/edit");
  const wrapper = mount({ render: () => h(RouterView) }, { global: { plugins: [router] } });
  await flushPromises();
  asked.count = 0;
  return { router, wrapper, text, settle: () => settle() };
}

describe("leaving an unsaved editor", () => {
  it("goes without asking while nothing was changed", async () => {
    const { router } = await screen();
    await router.push("/away");
    expect(router.currentRoute.value.path).toBe("/away");
    expect(asked.count).toBe(0);
  });
  it("asks, and stays when the user stays", async () => {
    const { router, text } = await screen();
    text.value = "改了";
    asked.answer = false;
    await router.push("/away");
    expect(asked.count).toBe(1);
    expect(router.currentRoute.value.path).toBe("/edit");
  });
  it("asks, and goes when the user gives the changes up", async () => {
    const { router, text } = await screen();
    text.value = "改了";
    asked.answer = true;
    await router.push("/away");
    expect(router.currentRoute.value.path).toBe("/away");
  });
  it("does not ask after saving", async () => {
    const { router, text, settle } = await screen();
    text.value = "改了";
    settle();
    await router.push("/away");
    expect(asked.count).toBe(0);
    expect(router.currentRoute.value.path).toBe("/away");
  });
  it("holds the window too", async () => {
    const { text } = await screen();
    const close = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(close);
    expect(close.defaultPrevented).toBe(false);
    text.value = "改了";
    const again = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(again);
    expect(again.defaultPrevented).toBe(true);
  });
});
