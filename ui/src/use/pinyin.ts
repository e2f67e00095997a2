// Pinyin initials of a name, for finding people by typing: oywx finds 欧阳文轩. Uses the collation every web view carries; knows
// nothing of meaning, so a name may have several readings and a rare character may have none.

const letters = "ABCDEFGHJKLMNOPQRSTWXYZ";
/** The first character of each letter in the order of pinyin. */
const first = "阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀";
const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
const sorted = order.compare("啊", "一") < 0 && order.compare("八", "阿") > 0;

/** Surnames read otherwise than the collation has them. */
const surnames: { readonly [character: string]: string } = {
  单: "S", 曾: "Z", 仇: "Q", 解: "X", 查: "Z", 朴: "P", 翟: "Z", 尉: "Y", 盖: "G", 乐: "Y", 区: "O", 任: "R", 覃: "Q",
  缪: "M", 员: "Y", 折: "S", 繁: "P", 种: "C", 秘: "B", 长: "C", 召: "S", 句: "G", 郗: "X", 洗: "X", 冼: "X", 宓: "M", 逄: "P",
};

const known = new Map<string, string>();

/** Upper-case letter of one character, "" for what has none, "?" for a character the collation cannot place. */
function initial(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character.toUpperCase();
  if (!/\p{Script=Han}/u.test(character)) return "";
  if (!sorted) return "?";
  const code = character.codePointAt(0) ?? 0;
  // Outside the first block of ideographs the collation mostly goes by stroke, not by sound.
  if (code < 0x4e00 || code > 0x9fa5) return "?";
  let found = known.get(character);
  if (found === undefined) {
    let at = 0;
    for (let i = 0; i < first.length; i++) if (order.compare(character, first[i]!) >= 0) at = i;
    found = letters[at]!;
    known.set(character, found);
  }
  return found;
}

/** The initials a name may be typed by; the first is the usual one. */
export function initials(name: string): string[] {
  const characters = [...name];
  const usual = characters.map(initial).join("");
  const other = surnames[characters[0] ?? ""];
  return other && other !== usual[0] ? [other + usual.slice(1), usual] : [usual];
}

/** Does what was typed find the name: a part of its characters, or its initials from any of its characters on? */
export function finds(typed: string, name: string, detail = ""): boolean {
  const words = typed.trim();
  if (!words) return true;
  if (name.includes(words) || detail.includes(words)) return true;
  if (!/^[A-Za-z]+$/.test(words)) return false;
  const wanted = words.toUpperCase();
  return initials(name).some((all) => starts(all, wanted));
}

/** `all` holds `wanted` somewhere; a character without a reading stands for any letter. */
function starts(all: string, wanted: string): boolean {
  for (let at = 0; at + wanted.length <= all.length; at++) {
    let same = true;
    for (let i = 0; i < wanted.length && same; i++) same = all[at + i] === wanted[i] || all[at + i] === "?";
    if (same) return true;
  }
  return false;
}
