// A material as the user fills it in, before it has a record or a file.
import { host, type MaterialAttach, type Originality, type PaperRole, type SignatureMode } from "../../ipc";

export interface MaterialDraft {
  path: string;
  name: string;
  originality: Originality;
  /** 件内组成 */
  part: PaperRole;
  /** 原件存放处 and 互见号; empty: with this volume, none. */
  keptAt: string;
  seeAlso: string;
  secrecy: string;
  /** 0: as counted in the file. */
  pages: number;
  signer: string;
  role: string;
  signedOn: string | null;
  mode: SignatureMode;
}

export const blankMaterial = (name = ""): MaterialDraft => ({
  path: "",
  name,
  originality: "original",
  part: "main",
  keptAt: "",
  seeAlso: "",
  secrecy: "",
  pages: 0,
  signer: "",
  role: "责任人",
  signedOn: null,
  mode: "pending",
});

export const fileName = (path: string): string => path.split(/[\\/]/).pop() ?? path;

/** Asks for one file; empty when the user thinks better of it. */
export async function chooseMaterialFile(): Promise<string> {
  const [path] = await host.pickFiles({ title: "选择材料文件", extensions: ["pdf", "jpg", "jpeg", "png", "tif", "tiff", "ofd"], multiple: false });
  return path ?? "";
}

/** A material not named yet takes the name of its file. */
export const withFile = (draft: MaterialDraft, path: string): MaterialDraft => ({ ...draft, path, name: draft.name || fileName(path).replace(/\.[^.]+$/, "") });

export function attachRequest(draft: MaterialDraft, record: number): MaterialAttach {
  return {
    record,
    path: draft.path || null,
    name: draft.name.trim(),
    originality: draft.originality,
    role: draft.part,
    kept_at: draft.keptAt.trim(),
    see_also: draft.seeAlso.trim(),
    secrecy: draft.secrecy,
    pages: draft.pages || null,
    signature: { name: draft.signer.trim(), role: draft.role, date: draft.signedOn, mode: draft.mode },
  };
}

/** What is still wanting, in words; empty when it can be attached. */
export function wanting(draft: MaterialDraft): string {
  if (!draft.name.trim()) return "请填写材料名称";
  if (!draft.path && !draft.pages) return "只有纸质件时请填写页数";
  if (draft.mode !== "pending" && !draft.signer.trim()) return "已签的材料请写明签名人";
  return "";
}
