import { describe, expect, it } from "vitest";
import { finds, initials } from "../src/use/pinyin";

describe("pinyin initials", () => {
  it.each([
    ["欧阳文轩", "OYWX"],
    ["古丽巴哈尔·阿卜杜热合曼·托合提", "GLBHEABDRHMTHT"],
    ["单雪松", "SXS"],
    ["仇丽", "QL"],
    ["周怀远", "ZHY"],
    ["阿依古丽", "AYGL"],
    ["张三", "ZS"],
  ])("%s is typed %s", (name, typed) => expect(initials(name)[0]).toBe(typed));

  it("finds by a part of the initials, by characters and by the post", () => {
    expect(finds("wx", "欧阳文轩")).toBe(true);
    expect(finds("阳文", "欧阳文轩")).toBe(true);
    expect(finds("组织部", "欧阳文轩", "市委组织部部长")).toBe(true);
    expect(finds("wz", "欧阳文轩")).toBe(false);
    expect(finds("abd", "古丽巴哈尔·阿卜杜热合曼")).toBe(true);
  });
  it("lets a character without a reading stand for any letter", () => {
    expect(finds("zgy", "赵国𬀩")).toBe(true);
    expect(finds("wy", "王䶮")).toBe(true);
    expect(finds("lg", "赵国𬀩")).toBe(false);
  });
  it("keeps both readings of a surname", () => {
    expect(finds("dxs", "单雪松")).toBe(true);
    expect(finds("sxs", "单雪松")).toBe(true);
  });
});
