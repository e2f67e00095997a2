import { afterEach, describe, expect, it, vi } from "vitest";
import { ElMessageBox } from "element-plus";
import { askConfirm } from "../src/parts/confirm";

const buttons = () => [...document.querySelectorAll<HTMLElement>(".el-message-box__btns button")];
const focused = () => document.activeElement?.textContent?.trim();

describe("a question before something is lost for good", () => {
  afterEach(() => ElMessageBox.close());

  it("has the focus on no, so that Enter loses nothing", async () => {
    const answer = askConfirm({ title: "离开", text: "写的会丢", yes: "离开", no: "留下", careful: true });
    await vi.waitFor(() => expect(focused()).toBe("留下"));
    buttons()[0]?.click();
    expect(await answer).toBe(false);
  });

  it("leaves the focus on yes where nothing is lost", async () => {
    const answer = askConfirm({ title: "离开", text: "草稿会留着", yes: "离开", no: "留下" });
    await vi.waitFor(() => expect(focused()).toBe("离开"));
    await new Promise((done) => setTimeout(done, 100));
    expect(focused()).toBe("离开");
    buttons()[1]?.click();
    expect(await answer).toBe(true);
  });
});
