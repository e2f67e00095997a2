import { describe, expect, it } from "vitest";
import { cells, laid, withoutLines } from "../src/parts/paste";
import type { RowColumn } from "../src/parts/types";

describe("what a spreadsheet copies", () => {
  it("is lines and cells, with quoted cells kept whole", () => {
    expect(cells("张三\t局长\r\n李四\t\"县委\n常委\"\r\n")).toEqual([["张三", "局长"], ["李四", "县委\n常委"]]);
    expect(cells("一段\n两行")).toEqual([["一段"], ["两行"]]);
    expect(cells("只有一格")).toBeNull();
    expect(cells("a\t\tb")).toEqual([["a", "", "b"]]);
  });
});

const columns: RowColumn[] = [{ key: "name", label: "姓名" }, { key: "agree", label: "得票", type: "number" }, { key: "stance", label: "态度", type: "select", options: ["同意", "缓议"] }];
const blank = () => ({ name: "", agree: 0, stance: "" });

describe("what is still to be put in", () => {
  it("is the text without the lines that were, quoted cells whole", () => {
    const text = "单位\t职务\r\n\r\n甲局\t\"局长\n（兼）\"\r\n乙\"局\"\t局长\r\n丙局\t\"副\"\"局\"\"长\"";
    expect(withoutLines(text, new Set([3]))).toBe("单位\t职务\n\n乙\"局\"\t局长\n丙局\t\"副\"\"局\"\"长\"");
    expect(withoutLines(text, new Set([4, 5]))).toBe("单位\t职务\n\n甲局\t\"局长\n（兼）\"\n");
    expect(withoutLines(text, new Set())).toBe(text.replace(/\r/g, ""));
    // A doubled mark, then a line end, all in one cell; and one right after the opening mark.
    expect(withoutLines('姓名\n"甲""乙\n丙"\n丁\n戊', new Set([2]))).toBe("姓名\n丁\n戊");
    expect(withoutLines('"""甲""\n乙"\n丙', new Set([1]))).toBe("丙");
  });
});

describe("pasting over a table", () => {
  it("fills from the cell on and adds the lines that are wanting", () => {
    const { rows, words } = laid([{ name: "甲", agree: 1, stance: "同意" }], columns, [["乙", "１２", "缓议"], ["丙", "3"]], 0, "name", blank);
    expect(rows).toEqual([{ name: "乙", agree: 12, stance: "缓议" }, { name: "丙", agree: 3, stance: "" }]);
    expect(words).toBe("已粘贴 2 行");
  });
  it("keeps a choice to what can be chosen, and to words only where it holds words", () => {
    const seats: RowColumn[] = [{ key: "name", label: "姓名" }, { key: "state", label: "到会", type: "choice", options: ["到会", "缺席"] }, { key: "role", label: "身份", type: "choice", options: ["组长", "成员"], clear: "" }];
    const seat = () => ({ name: "", state: "到会", role: "" });
    const { rows, words } = laid([seat()], seats, [["甲", "请假", "副组长"], ["乙", "", "组长"], ["丙", "缺席", ""]], 0, "name", seat);
    expect(rows).toEqual([{ name: "甲", state: "到会", role: "副组长" }, { name: "乙", state: "到会", role: "组长" }, { name: "丙", state: "缺席", role: "" }]);
    expect(words).toBe("已粘贴 3 行，有 1 格不能放入，请核对");
  });
  it("leaves out the heads of the columns that were copied with them", () => {
    const { rows, words } = laid([blank()], columns, [["姓名", "得票"], ["乙", "3"]], 0, "name", blank);
    expect(rows).toEqual([{ name: "乙", agree: 3, stance: "" }]);
    expect(words).toBe("已粘贴 1 行");
    expect(laid([blank()], columns, [["姓名", "反对"], ["乙", "3"]], 0, "name", blank).rows[0], "other words are no head").toEqual({ name: "姓名", agree: 0, stance: "" });
  });
  it("starts at the column of the cell, says what it could not take and changes nothing else", () => {
    const { rows, words } = laid([blank()], columns, [["十二", "反对"], ["5"]], 0, "agree", null);
    expect(rows).toEqual([blank()]);
    expect(words).toBe("已粘贴 1 行，多出的 1 行没有位置，没有放入，有 2 格不能放入，请核对");
  });
});
