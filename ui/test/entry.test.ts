// What is entered twice is held together, and what is written in many ways is shown in one.
import { describe, expect, it } from "vitest";
import type { Post } from "../src/ipc";
import { monthWords } from "../src/parts/month";
import { routeOf } from "../src/use/places";
import { postDiffers, postNamed } from "../src/use/posts";

describe("出生年月", () => {
  it.each([["1978.05"], ["197805"], ["19780512"], ["1978-5"], ["1978年5月"], ["1978/05"], ["１９７８．０５"], ["1978年5月12日"], ["1978-05-12"]])("%s 显示成一种写法", (text) => {
    expect(monthWords(text)).toBe("1978.05");
  });
  it.each([["1978"], ["不详"], ["1978-13"], [""]])("读不成年月的照原样：%s", (text) => {
    expect(monthWords(text)).toBe(text);
  });
});

describe("拟任职务与对应岗位", () => {
  const post = (unit: string, title: string) => ({ content: { unit, title } }) as Post;
  it.each([
    ["市水利局副局长", "市水利局", "副局长"],
    ["水利局副局长", "市水利局", "副局长"],
    ["副局长", "市水利局", "副局长"],
    ["市水利局党组成员、副局长", "市水利局", "副局长"],
    ["云岭市水利局副局长（试用期一年）", "市水利局", "副局长"],
    ["", "市水利局", "副局长"],
  ])("“%s”就是 %s%s", (proposed, unit, title) => {
    expect(postDiffers(proposed, post(unit, title))).toBe("");
  });
  it.each([
    ["临江工业园区管理委员会主任", "统战部", "部长"],
    ["市水利局局长", "市水利局", "副局长"],
    ["市财政局副局长", "市水利局", "副局长"],
  ])("“%s”不是 %s%s，当场说", (proposed, unit, title) => {
    expect(postDiffers(proposed, post(unit, title))).toContain("不一致");
  });
  it("粘贴来的拟任职务就是本批一个岗位的，对应到它；不全同、同名两个的不替人选", () => {
    const posts = [post("市水利局", "副局长"), post("市财政局", "局长"), post("市教育局", "科长"), post("市教育局", "科长")];
    expect(["市水利局 副局长", "市财政局局长"].map((text) => postNamed(text, posts))).toEqual([posts[0], posts[1]]);
    expect(["副局长", "市水利局副局长（兼）党组成员", "市教育局科长", ""].map((text) => postNamed(text, posts))).toEqual([null, null, null, null]);
  });
  it("没有对应岗位的不问", () => {
    expect(postDiffers("市水利局副局长", null)).toBe("");
  });
});

it("职数的校验结果领到岗位，别的领到步骤", () => {
  const place = { batch: 1, candidate: null, step: null, record: null, material: null, file: null } as const;
  expect(routeOf({ ...place, field: "核定职数" } as never, 1)).toEqual({ path: "/batch/1/posts" });
  expect(routeOf({ ...place, field: "签名", step: "S01" } as never, 1)).toEqual({ path: "/batch/1/records", query: { step: "S01" } });
});
