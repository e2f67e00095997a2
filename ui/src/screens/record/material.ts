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

const FORMATS = ["pdf", "jpg", "jpeg", "png", "tif", "tiff", "ofd"];

/** Asks for files; none when the user thinks better of it. */
export const chooseMaterialFiles = (multiple: boolean): Promise<string[]> => host.pickFiles({ title: "选择材料文件", extensions: FORMATS, multiple });
/** Asks for one file; empty when the user thinks better of it. */
export const chooseMaterialFile = async (): Promise<string> => (await chooseMaterialFiles(false))[0] ?? "";

/** Of what was dropped: the files that may be a material, and in words what is left out. */
export function materialsOf(paths: readonly string[]): { files: string[]; left: string } {
  const fits = (path: string): boolean => FORMATS.includes(/\.([^.\\/]+)$/.exec(path)?.[1]?.toLowerCase() ?? "");
  const others = paths.filter((p) => !fits(p)).map(fileName);
  return { files: paths.filter(fits), left: others.length ? `没有放入：${others.join("、")}。材料文件要 PDF、JPG、PNG、TIFF 或 OFD，文件夹请拖到“打印与扫描回收”。` : "" };
}
/** A dialog for one material takes one file: the first that fits, and says what it does not take. */
export function oneOf(paths: readonly string[]): { file: string; words: string } {
  const { files, left } = materialsOf(paths);
  const more = files.slice(1).map(fileName);
  return { file: files[0] ?? "", words: [more.length ? `这里一次挂一份，只放入“${fileName(files[0] ?? "")}”；另外 ${more.length} 个没有放入（${more.join("、")}），挂好这一份再拖，或一起拖到“打印与扫描回收”。` : "", left].filter(Boolean).join("") };
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
