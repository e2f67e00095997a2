// Sealing goes on whatever screen is looked at: what was filled in outlives a refusal, and only what was looked at is sealed.
import { flushPromises } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { CallError } from "../src/ipc";
import { packingOf, renewed } from "../src/use/packing";
import { answering } from "./host";

const options = { template: "DA/T 22-2015", org: "ZZB", year: 2026 };

describe("封装", () => {
  it("keeps what was filled in until it has led to packages", async () => {
    const packing = packingOf(1);
    Object.assign(packing.form, { folder: " /u盘 ", arranger: "周敏", checker: "林可", override_reason: "急用" });
    answering({ "volume.pack": () => Promise.reject(new CallError("blocked", "还有错", "")) });
    await packing.pack(options, []);
    expect([packing.form.arranger, packing.form.override_reason, packing.job.error.value?.code]).toEqual(["周敏", "急用", "blocked"]);
    const asked = answering({ "volume.pack": () => ({ packages: [], findings: [] }) as never });
    await packing.pack(options, []);
    expect(asked[0]!.request).toEqual({ batch: 1, options, folder: "/u盘", form: "folder", arranger: "周敏", checker: "林可", override_reason: "急用", capsule: { full_up_to: 0 }, volumes: [] });
    expect([packing.form.arranger, packing.result.value]).toEqual(["", { packages: [], findings: [] }]);
  });
  it("is found again by whoever comes back to the batch, and is another for another batch", async () => {
    let done = (_: unknown): void => undefined;
    answering({ "volume.pack": () => new Promise((resolve) => (done = resolve)) as never });
    void packingOf(2).pack(options, []);
    await flushPromises();
    expect([packingOf(2).job.busy.value, packingOf(3).job.busy.value]).toEqual([true, false]);
    done({ packages: [], findings: [] });
    await flushPromises();
    expect(packingOf(2).job.busy.value).toBe(false);
  });
  it("asks for the tree and the capsules that were chosen, in bytes, and for none where none are wanted", async () => {
    const asked = answering({ "volume.pack": () => ({ packages: [], findings: [] }) as never });
    Object.assign(packingOf(5).form, { tree: "measures_2012", capsule: 20 });
    await packingOf(5).pack(options, []);
    expect(asked[0]!.request).toMatchObject({ tree: "measures_2012", capsule: { full_up_to: 20 * 1024 * 1024 } });
    packingOf(5).form.capsule = null;
    await packingOf(5).pack(options, []);
    expect(asked[1]!.request).not.toHaveProperty("capsule");
    expect(asked[1]!.request).not.toHaveProperty("tree");
  });
  it("seals the numbers that were asked for, whatever is kept", async () => {
    const asked = answering({ "volume.pack": () => ({ packages: [], findings: [] }) as never });
    packingOf(4).form.volumes = ["人选3"];
    await packingOf(4).pack(options, [2]);
    expect((asked[0]!.request as { volumes: number[] }).volumes).toEqual([2]);
  });
});

describe("接着填封装案卷", () => {
  const form = { folder: "/甲", form: "folder" as const, arranger: "周敏", checker: "林可", override_reason: "急用", tree: "" as const, capsule: 0, volumes: ["综合", "人选3"] };
  it("the same volumes, whatever their numbers are now, keep the reason", () => expect(renewed(form, ["综合", "人选2", "人选3"])).toEqual(form));
  it("what was sealed or taken out meanwhile is not chosen, and the reason goes", () => {
    expect(renewed(form, ["综合"])).toEqual({ ...form, volumes: ["综合"], override_reason: "" });
  });
  it("all of them may be others today: no reason comes back", () => expect(renewed({ ...form, volumes: null }, ["综合"])).toEqual({ ...form, volumes: null, override_reason: "" }));
  it("numbers of an earlier program choose nothing", () => {
    expect(renewed({ ...form, volumes: [0, 1] as never }, ["综合"])).toEqual({ ...form, volumes: null, override_reason: "" });
  });
});
