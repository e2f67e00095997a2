"""What pikepdf says of PDFs the program made: archival (PDF/A-2a), accessible (PDF/UA-1), whole, with no script and every font inside.

Usage: pdf.py FILE...  Prints each fault with its file; ends with 1 when there is any.
"""
import sys

import pikepdf

SCRIPTED = ("/JavaScript", "/EmbeddedFiles", "/Renditions")


def faults(pdf):
    root = pdf.Root
    if pdf.is_encrypted:
        yield "加了密"
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked") or "/StructTreeRoot" not in root:
        yield "没有结构标记"
    if not str(root.get("/Lang", "")).startswith("zh"):
        yield "没有写明语言"
    if len(root.get("/OutputIntents", [])) != 1:
        yield "输出意图不是一个"
    if "/OpenAction" in root or "/AA" in root or any(name in root.get("/Names", {}) for name in SCRIPTED):
        yield "有脚本、动作或附件"
    if any("/AA" in page or "/Annots" in page for page in pdf.pages):
        yield "页面上有动作或批注"
    meta = pdf.open_metadata()
    if (meta.pdfa_status, meta.get("pdfuaid:part")) != ("2A", "1"):
        yield f"声明的是 PDF/A {meta.pdfa_status!r}、PDF/UA {meta.get('pdfuaid:part')!r}"
    if not str(meta.get("dc:title", "")).strip():
        yield "没有标题"
    if "/Info" in pdf.trailer and str(pdf.docinfo.get("/Title", meta.get("dc:title"))) != str(meta.get("dc:title")):
        yield "两处标题不同"
    yield from (f"语法：{words}" for words in pdf.check_pdf_syntax())
    kinds = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    described = [o for o in kinds if o.get("/Type") == "/FontDescriptor"]
    if not described or any("/FontFile2" not in f and "/FontFile3" not in f for f in described):
        yield "有字体没有嵌入"
    if any(o.get("/Subtype") == "/Type0" and "/ToUnicode" not in o for o in kinds if o.get("/Type") == "/Font"):
        yield "有字体不能还原成文字"


bad = 0
for path in sys.argv[1:]:
    with pikepdf.open(path) as pdf:
        for words in faults(pdf):
            bad += 1
            print(f"{path}：{words}")
sys.exit(1 if bad or len(sys.argv) == 1 else 0)
