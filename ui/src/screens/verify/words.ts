// A verdict and a difference in a few words: the same as `jishi verify` and `jishi compare` say.
import type { DifferenceKind, Verified } from "../../ipc";

export const good = (p: Verified): boolean => p.sound && p.sealed;

/** `fast`: the payload was not read byte by byte. */
export function verdictWords(p: Verified, fast = false): string {
  if (good(p)) return fast ? "快速核对未见问题，内容没有逐字节核对" : "封签完好";
  if (p.sound) return fast ? "快速核对未见问题，没有有效封签" : "内容完整，没有有效封签";
  return p.complete ? "内容完整，封签有问题" : "有错，不能作为可靠凭证";
}

export const differenceWords: Readonly<Record<DifferenceKind, string>> = {
  seal: "封签",
  label: "说明",
  removed: "乙缺",
  added: "乙多",
  renamed: "改名",
  changed: "改动",
  unreadable: "读不出",
};
