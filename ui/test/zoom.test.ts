// The window is enlarged up to 200 % and no further; smaller, and back to 100 %, one gets from there all the same.
import { afterEach, describe, expect, it } from "vitest";
import { limitZoom } from "../src/ipc/zoom";

let over: () => void = () => undefined;
afterEach(() => over());

/** What reaches the script that enlarges, of these events, when the window shows `inner` of its `outer` points. */
function heard(outer: number, inner: number, events: readonly Event[]): number {
  Object.defineProperty(window, "outerWidth", { value: outer, configurable: true });
  Object.defineProperty(window, "innerWidth", { value: inner, configurable: true });
  let count = 0;
  const script = () => void count++;
  for (const name of ["keydown", "wheel", "mousewheel"]) window.addEventListener(name, script);
  for (const event of events) document.body.dispatchEvent(event);
  for (const name of ["keydown", "wheel", "mousewheel"]) window.removeEventListener(name, script);
  return count;
}
const key = (k: string, ctrlKey = true) => new KeyboardEvent("keydown", { key: k, ctrlKey, bubbles: true, cancelable: true });
const wheel = (name: string, deltaY: number, ctrlKey = true) => Object.defineProperty(new WheelEvent(name, { deltaY, bubbles: true, cancelable: true }), "ctrlKey", { value: ctrlKey });
const larger = () => [key("+"), key("="), wheel("wheel", -100), wheel("mousewheel", -100)];
const others = () => [key("-"), key("0"), key("s"), wheel("wheel", 100), wheel("wheel", -100, false)];

describe("放大到 200% 为止", () => {
  const sizes: { [what: string]: [outer: number, inner: number, more: boolean] } = {
    原大: [1280, 1280, true],
    "180%，窗口有边": [1332, 711, true],
    "200%": [1280, 640, false],
    "200%，窗口有边": [1332, 640, false],
    "小窗口 200%": [1024, 512, false],
    "最大化 200%": [1920, 960, false],
  };
  for (const [what, [outer, inner, more]] of Object.entries(sizes)) {
    it(`${what}：${more ? "还能放大" : "不再放大"}，缩小和别的键照旧`, () => {
      over = limitZoom();
      expect(heard(outer, inner, larger())).toBe(more ? 4 : 0);
      expect(heard(outer, inner, others())).toBe(5);
      over();
      expect(heard(outer, inner, larger())).toBe(4);
    });
  }
});
