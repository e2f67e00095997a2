// The tables one may start from are those of the ballots the office prints: what comes back on paper can be entered.
import { flushPromises, mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { FormRow, ScoreTable } from "../src/ipc";
import Scores from "../src/screens/editors/Scores.vue";
import { answering } from "./host";

it("政绩、德的指标照表样：本单位改了表样，录入的表跟着变", async () => {
  const score: ScoreTable = { title: "政绩公示评议", grades: ["认同", "不认同"], rows: [{ name: "本地指标", counts: [null, null] }] };
  const form = (key: string, of: ScoreTable | null): FormRow => ({ key, name: key, group: "考察", subject: "人选", records: [], materials: [], source: "", scan_back: false, of_record: false, score: of, own: true });
  answering({ "form.list": () => ({ forms: [form("talk", null), form("achievement-ballot", score)], findings: [] }) });
  let tables: ScoreTable[] = [];
  const view = mount(Scores, { props: { modelValue: tables, valid: 50, "onUpdate:modelValue": (t: ScoreTable[]) => (tables = t) } });
  await flushPromises();
  const buttons = view.findAll("button").filter((b) => b.text().includes("政绩公示评议表"));
  expect(buttons).toHaveLength(1);
  await buttons[0]!.trigger("click");
  expect(tables).toEqual([score]);
});
