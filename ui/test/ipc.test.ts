import { afterEach, describe, expect, it, vi } from "vitest";
import { httpHost, onPathQuestion, responseError } from "../src/ipc/http";
import { CallError, toCallError } from "../src/ipc/host";

afterEach(() => vi.unstubAllGlobals());

describe("whatever is thrown becomes an error with words for the user", () => {
  it.each([
    ["an AppError keeps its code, message and remedy", { code: "stale", message: "已被更正", remedy: "请重新打开" }, "stale", "已被更正", "请重新打开"],
    ["an AppError as JSON text is read", '{"code":"file","message":"磁盘已满","remedy":"请清理"}', "file", "磁盘已满", "请清理"],
    ["an unknown code is the program's own fault", { code: "whatever", message: "x" }, "internal", "x", undefined],
    ["plain words stay", "窗口已关闭", "internal", "窗口已关闭", undefined],
    ["a failed fetch says the program did not answer", new TypeError("Failed to fetch"), "internal", "程序没有回应", undefined],
    ["an abort is a cancellation", new DOMException("x", "AbortError"), "cancelled", "已经停止", ""],
  ])("%s", (_, thrown, code, message, remedy) => {
    const error = toCallError(thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error.code).toBe(code);
    expect(error.message).toBe(message);
    if (remedy !== undefined) expect(error.remedy).toBe(remedy);
  });

  it("a refused session says how to come back", async () => {
    const error = await responseError(new Response("no", { status: 401 }));
    expect(error.message).toContain("失效");
    expect(error.remedy).not.toBe("");
  });

  it("an error body of the host is kept to the letter", async () => {
    const error = await responseError(new Response(JSON.stringify({ code: "blocked", message: "有错", remedy: "写明理由" }), { status: 422 }));
    expect([error.code, error.message, error.remedy]).toEqual(["blocked", "有错", "写明理由"]);
  });
});

describe("the loopback host", () => {
  it("names the job only when progress or stopping is wanted, and asks the server to stop it", async () => {
    const sent: { path: string; job: string | null }[] = [];
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      sent.push({ path, job: new Headers(init.headers).get("X-Jishi-Job") });
      return Promise.resolve(new Response("[]"));
    });
    await httpHost.call("batch.list", {});
    expect(sent[0]).toEqual({ path: "/call/batch.list", job: null });
    const stop = new AbortController();
    const call = httpHost.call("package.verify", { path: "/x", fast: false }, { signal: stop.signal });
    stop.abort();
    await call;
    const job = sent.find((s) => s.path === "/call/package.verify")?.job;
    expect(job).toBeTruthy();
    expect(sent.map((s) => s.path)).toContain(`/cancel/${job}`);
  });

  it("a file made to be looked at is a job as well", async () => {
    const sent: { path: string; job: string | null }[] = [];
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      sent.push({ path, job: new Headers(init.headers).get("X-Jishi-Job") });
      return Promise.resolve(new Response(new Uint8Array([1, 2])));
    });
    const stop = new AbortController();
    const call = httpHost.bytes("notebook.book", { notebook: 1 }, { signal: stop.signal });
    stop.abort();
    expect([...(await call)]).toEqual([1, 2]);
    const job = sent.find((s) => s.path === "/bytes/notebook.book")?.job;
    expect(job).toBeTruthy();
    expect(sent.map((s) => s.path)).toContain(`/cancel/${job}`);
  });

  it("asks for a path where a browser has no picker", async () => {
    onPathQuestion((q) => q.answer(q.kind === "folder" ? ["/档案"] : ["/甲.lrmx", "/乙.lrmx"]));
    expect(await httpHost.pickFolder({ title: "选" })).toBe("/档案");
    expect(await httpHost.pickFiles({ title: "选", extensions: ["lrmx"], multiple: true })).toHaveLength(2);
    onPathQuestion((q) => q.answer([]));
    expect(await httpHost.pickFolder({ title: "选" })).toBeNull();
  });
});
