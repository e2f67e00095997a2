// 密级 as typed and as written: the star, which no keyboard has, is set for whoever leaves it out.

/** 秘密5年, 秘密*5年, 秘密级 ★ 5 年 → 秘密★5年; anything else as it is. */
export function asSecrecy(typed: string): string {
  const text = typed.trim();
  const found = /^(秘密|机密|绝密)级?\s*[★☆*＊]?\s*(\d{1,2})\s*年?$/.exec(text.normalize("NFKC"));
  return found ? `${found[1]}★${found[2]}年` : text;
}

/** Words the core ranks (`core::secrecy`): others stand above every 密级 there and keep a volume from any medium. */
export const isSecrecy = (written: string): boolean => /^(无|非密|公开|内部|工作秘密|(秘密|机密|绝密)级?)?(\s*[★☆*].*)?$/.test(asSecrecy(written));
