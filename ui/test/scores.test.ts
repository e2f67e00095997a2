/// <reference types="vite/client" />
// The tables one may start from are those of the ballots the program prints: what comes back on paper can be entered.
import { describe, expect, it } from "vitest";
import form from "../../assets/forms/achievement-ballot.toml?raw";
import { scoreTables } from "../src/screens/editors/scores";

describe("政绩公示评议", () => {
  it("has the items and grades of its printed ballot", () => {
    const table = scoreTables.find((t) => t.title === "政绩公示评议")!;
    const heads = [...form.matchAll(/head = "([^"]+)"/g)].map((m) => m[1]!);
    const labels = [...form.matchAll(/label = "\d+．([^"]+)"/g)].map((m) => m[1]!);
    expect([table.grades, table.rows.map((r) => r.name)]).toEqual([heads.slice(1, -1), labels]);
  });
});
