// A window without a workspace says why once and leads to another one; a page of the loopback host says where to mend it.
import { enableAutoUnmount, flushPromises, mount } from "@vue/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CallError } from "../src/ipc/host";
import Workspaces from "../src/screens/shell/Workspaces.vue";
import { answering } from "./host";

enableAutoUnmount(afterEach);
afterEach(() => vi.unstubAllGlobals());

const error = new CallError("file", "工作区“/光盘”打不开：磁盘是只读的", "请检查这个文件夹能不能写入；也可以打开另一个工作区");
const press = async (words: string): Promise<void> => {
  const button = [...document.querySelectorAll("button")].find((b) => b.textContent?.includes(words));
  expect(button, words).toBeDefined();
  button!.click();
  await flushPromises();
};

describe("没有打开的工作区", () => {
  it("says why once, in no words of the command line, and opens or makes another", async () => {
    const asked = answering({ "workspace.choose": () => Promise.reject(new CallError("invalid", "“/空”里没有工作区", "请选择工作区文件夹本身")) }, { changesWorkspace: () => true, pickFolder: () => Promise.resolve("/空") });
    const page = mount(Workspaces, { props: { folder: "", error }, attachTo: document.body });
    expect(page.text().split("磁盘是只读的").length - 1).toBe(1);
    expect(page.text()).not.toMatch(/--\w|workspace|\.lock/);
    await press("打开另一个工作区");
    expect(asked.at(-1)).toEqual({ name: "workspace.choose", request: { folder: "/空", new: false } });
    expect(page.text()).toContain("“/空”里没有工作区");
    await press("新建工作区");
    expect(asked.at(-1)).toEqual({ name: "workspace.choose", request: { folder: "/空", new: true } });
  });
  it("asks nothing when no folder was chosen", async () => {
    const asked = answering({}, { changesWorkspace: () => true });
    mount(Workspaces, { props: { folder: "", error }, attachTo: document.body });
    await press("新建工作区");
    expect(asked).toEqual([]);
  });
  it("offers no change where the host has none", () => {
    answering({});
    const page = mount(Workspaces, { props: { folder: "", error } });
    expect(page.findAll("button").length).toBe(0);
    const open = mount(Workspaces, { props: { folder: "/甲/批次" } });
    expect([open.text(), open.findAll("button").length]).toEqual(["工作区：批次", 0]);
  });
});
