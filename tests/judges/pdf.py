"""What pikepdf says of PDFs the program made: archival (PDF/A-2a), accessible (PDF/UA-1), whole, with no script and every font inside; and,
clause by clause, what a validator of the file's syntax cannot see: that every mark painted has its place in the structure, that a table is
a table, that widths are those of the font and every glyph shown extracts as a character.

Usage: pdf.py FILE...  Prints each fault with its file; ends with 1 when there is any.
"""
import re
import struct
import sys

import pikepdf

SCRIPTED = ("/JavaScript", "/EmbeddedFiles", "/Renditions")
PAINTING = set("b B b* B* f F f* s S sh Do Tj TJ ' \" BI INLINE IMAGE".split())
STANDARD = set("Document Part Sect Div H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Figure Note Caption".split())


def children(element):
    """What /K holds, one or several or nothing."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def document(pdf):
    """ISO 19005-2 6.1, 6.2.3, 6.5, 6.6; ISO 14289-1 7.1, 7.2."""
    root = pdf.Root
    if pdf.is_encrypted:
        yield "加了密"
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked") or "/StructTreeRoot" not in root:
        yield "没有结构标记"
    if not str(root.get("/Lang", "")).startswith("zh"):
        yield "没有写明语言"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "标题栏不显示标题"
    if "/OpenAction" in root or "/AA" in root or any(name in root.get("/Names", {}) for name in SCRIPTED):
        yield "有脚本、动作或附件"
    if any(key in root for key in ("/AF", "/AcroForm", "/OCProperties", "/Collection", "/Requirements")):
        yield "有附件、表单、图层或文件夹"
    if any("/AA" in page or "/Annots" in page for page in pdf.pages):
        yield "页面上有动作或批注"
    if any(page.get("/Tabs") != "/S" for page in pdf.pages):
        yield "跳格次序不按结构"
    if "/ID" not in pdf.trailer:
        yield "没有标识"
    yield from (f"语法：{words}" for words in pdf.check_pdf_syntax())


def metadata(pdf):
    """ISO 19005-2 6.6.2: one XMP, the same as Info."""
    meta = pdf.open_metadata()
    if (meta.pdfa_status, meta.get("pdfuaid:part")) != ("2A", "1"):
        yield f"声明的是 PDF/A {meta.pdfa_status!r}、PDF/UA {meta.get('pdfuaid:part')!r}"
    if not str(meta.get("dc:title", "")).strip():
        yield "没有标题"
    if "/Info" not in pdf.trailer:
        return
    info = pdf.docinfo
    if str(info.get("/Title", meta.get("dc:title"))) != str(meta.get("dc:title")):
        yield "两处标题不同"
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        there, here = re.sub(r"\D", "", str(info.get(key, "")))[:14], re.sub(r"\D", "", str(meta.get(name, "")))[:14]
        if there != here:
            yield f"两处日期不同：{there} 与 {here}"
    for key, name in (("/Producer", "pdf:Producer"), ("/Creator", "xmp:CreatorTool")):
        if str(info.get(key, "")) != str(meta.get(name, "")):
            yield f"{key} 两处不同"


def colours(pdf, kinds):
    """ISO 19005-2 6.2.3, 6.2.4, 6.2.8, 6.2.10."""
    intents = pdf.Root.get("/OutputIntents", [])
    if len(intents) != 1:
        yield "输出意图不是一个"
        return
    profile = bytes(intents[0].DestOutputProfile.read_bytes())
    if int(intents[0].DestOutputProfile.N) != 3 or profile[36:40] != b"acsp" or profile[12:16] not in (b"mntr", b"prtr", b"scnr", b"spac"):
        yield "输出意图的色彩描述不合格"
    if profile[16:20] != b"RGB " or struct.unpack(">I", profile[:4])[0] > len(profile) or profile[8] > 4:
        yield "输出意图的色彩描述不合格"
    for obj in kinds:
        if obj.get("/Type") == "/ExtGState" or "/ca" in obj and "/BM" in obj:
            if float(obj.get("/ca", 1)) != 1 or float(obj.get("/CA", 1)) != 1 or obj.get("/SMask", "/None") != "/None":
                yield "用了透明"
            if any(key in obj for key in ("/TR", "/TR2", "/HTP")):
                yield "用了印刷机专用的设置"
        if obj.get("/S") == "/Transparency" and "/CS" not in obj:
            yield "透明组没有写明色彩"


def streams(pdf):
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Stream):
            continue
        filters = obj.get("/Filter", [])
        names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        if "/LZWDecode" in names or "/Crypt" in names or "/F" in obj:
            yield "有不许用的压缩或外部的流"
        if obj.get("/Subtype") == "/Image":
            if obj.get("/Interpolate") or any(key in obj for key in ("/Alternates", "/OPI")):
                yield "图像有不许有的项"
            if "/JPXDecode" in names:
                yield "图像是 JPEG 2000"
            space = obj.get("/ColorSpace")
            if space == "/DeviceCMYK":
                yield "图像是印刷四色"
        if obj.get("/Subtype") == "/Form" and any(key in obj for key in ("/PS", "/OPI", "/Ref")):
            yield "图形有不许有的项"


class Font:
    """A composite font: widths as stated and as in its file, and what its codes mean."""

    def __init__(self, font):
        self.name = str(font.get("/BaseFont", ""))
        self.faults = []
        inner = font.DescendantFonts[0]
        descriptor = inner.FontDescriptor
        if not re.match(r"/[A-Z]{6}\+", self.name):
            self.faults.append("字体名没有子集前缀")
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            self.faults.append("编码不是 Identity")
        if inner.get("/Subtype") == "/CIDFontType2" and inner.get("/CIDToGIDMap") != "/Identity":
            self.faults.append("没有 CIDToGIDMap")
        self.stated = {}
        widths = list(inner.get("/W", []))
        while widths:
            first, second = int(widths[0]), widths[1]
            if isinstance(second, pikepdf.Array):
                self.stated.update({first + n: float(w) for n, w in enumerate(second)})
                widths = widths[2:]
            else:
                self.stated.update({cid: float(widths[2]) for cid in range(first, int(second) + 1)})
                widths = widths[3:]
        self.usual = float(inner.get("/DW", 1000))
        self.real = self.metrics(bytes(descriptor.FontFile2.read_bytes())) if "/FontFile2" in descriptor else None
        self.meaning = self.cmap(bytes(font.ToUnicode.read_bytes()).decode("latin-1")) if "/ToUnicode" in font else {}

    @staticmethod
    def metrics(data):
        tables = {data[12 + 16 * n:16 + 16 * n]: struct.unpack(">II", data[20 + 16 * n:28 + 16 * n]) for n in range(struct.unpack(">H", data[4:6])[0])}
        at = lambda tag: tables[tag][0]
        em = struct.unpack(">H", data[at(b"head") + 18:at(b"head") + 20])[0]
        many = struct.unpack(">H", data[at(b"hhea") + 34:at(b"hhea") + 36])[0]
        glyphs = struct.unpack(">H", data[at(b"maxp") + 4:at(b"maxp") + 6])[0]
        advance = [struct.unpack(">H", data[at(b"hmtx") + 4 * n:at(b"hmtx") + 4 * n + 2])[0] * 1000 / em for n in range(many)]
        return advance + advance[-1:] * (glyphs - many)

    @staticmethod
    def cmap(text):
        meaning = {}
        word = lambda hexes: bytes.fromhex(hexes).decode("utf-16-be", "replace")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
            meaning.update({int(a, 16): word(b) for a, b in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)})
        for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
            for a, b, c in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                for n in range(int(a, 16), int(b, 16) + 1):
                    meaning[n] = word(c)[:-1] + chr(ord(word(c)[-1]) + n - int(a, 16))
        return meaning

    def shown(self, cid):
        """ISO 19005-2 6.2.11.5, 6.2.11.7."""
        if self.real is not None:
            if cid >= len(self.real):
                return f"字 {cid} 不在字体里"
            if abs(self.stated.get(cid, self.usual) - self.real[cid]) > 1:
                return f"字 {cid} 的宽度与字体不符"
        text = self.meaning.get(cid, "")
        if not text or any(c in "\0\ufeff\ufffe\ufffd" or 0xE000 <= ord(c) <= 0xF8FF for c in text):
            return f"字 {cid} 不能还原成文字（{text!r}）"
        return None


def painted(content, fonts, page, seen, faults):
    """Walks content; gives the numbers of its marked contents. `page`: marks count; within a form that is drawn in a mark they must not."""
    numbers, stack, font = [], [], None
    resources = content.get("/Resources", {})
    for operands, operator in pikepdf.parse_content_stream(content):
        op = str(operator)
        if op in ("BDC", "BMC"):
            tag = str(operands[0])
            number = operands[1].get("/MCID") if op == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
            if not page:
                faults.add("图形里有自己的标记")
            if stack and ("/Artifact" in stack) != (tag == "/Artifact"):
                faults.add("标记里套着非内容，或反之")
            if number is not None:
                numbers.append(int(number))
            stack.append(tag)
        elif op == "EMC":
            if not stack:
                faults.add("标记没有开始就结束")
            else:
                stack.pop()
        elif op in PAINTING and page and not stack:
            faults.add(f"有画在标记之外的内容（{op}）")
        if op in ("k", "K"):
            faults.add("用了印刷四色")
        if op == "Tf":
            named = resources.get("/Font", {}).get(str(operands[0]))
            key = named.objgen
            if key not in fonts:
                fonts[key] = Font(named) if named.get("/Subtype") == "/Type0" else None
            font = fonts[key]
        if op in ("Tj", "TJ", "'", '"') and font:
            pieces = operands[0] if op == "TJ" else [operands[-1]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    for cid in struct.unpack(f">{len(raw) // 2}H", raw):
                        fault = font.shown(cid)
                        if fault:
                            faults.add(f"{font.name} {fault}")
        if op == "Do":
            drawn = resources.get("/XObject", {}).get(str(operands[0]))
            if drawn is not None and drawn.get("/Subtype") == "/Form" and drawn.objgen not in seen:
                seen.add(drawn.objgen)
                painted(drawn, fonts, False, seen, faults)
    if stack:
        faults.add("标记没有结束")
    return numbers


def content(pdf):
    """ISO 14289-1 7.1: everything painted is content of the structure, once, or an artifact."""
    fonts, seen, faults, shown = {}, set(), set(), {}
    for page in pdf.pages:
        numbers = painted(page.obj, fonts, True, seen, faults)
        if len(numbers) != len(set(numbers)):
            faults.add("同一页标记号重复")
        shown[page.objgen] = set(numbers)
    for font in fonts.values():
        if font:
            faults.update(f"{font.name} {f}" for f in font.faults)
    told = {key: set() for key in shown}
    yield from sorted(faults)
    yield from structure(pdf, told)
    for key, numbers in shown.items():
        if numbers != told[key]:
            yield f"第 {[p.objgen for p in pdf.pages].index(key) + 1} 页的内容与结构对不上：{sorted(numbers ^ told[key])[:5]}"
    parents = pdf.Root.StructTreeRoot.get("/ParentTree", {})
    nums = list(parents.get("/Nums", []))
    for page in pdf.pages:
        at = [i for i in range(0, len(nums), 2) if int(nums[i]) == int(page.get("/StructParents", -1))]
        if len(at) != 1 or len(nums[at[0] + 1]) < len(shown[page.objgen]):
            yield "页面找不回结构"


def structure(pdf, told):
    """ISO 14289-1 7.2 to 7.5: standard types, alternative texts, headings in their order, tables that are tables."""
    headings = []

    def walk(element, page, inside):
        if isinstance(element, int) or (isinstance(element, pikepdf.Object) and not hasattr(element, "get")):
            told.setdefault(page, set()).add(int(element))
            return
        if element.get("/Type") == "/MCR":
            told.setdefault(element.get("/Pg").objgen if "/Pg" in element else page, set()).add(int(element.MCID))
            return
        kind = str(element.get("/S", "/")).lstrip("/")
        if kind not in STANDARD:
            yield f"结构类型“{kind}”不是标准的"
        if re.fullmatch(r"H[1-6]", kind):
            level = int(kind[1])
            if level > (headings[-1] if headings else 0) + 1 and level != 1:
                yield f"标题跳了级（H{level}）"
            headings.append(level)
        own = element.get("/A", {})
        if kind == "Figure" and (not str(element.get("/Alt", "")).strip() or "/BBox" not in own):
            yield "图没有替代文字或位置"
        if kind in ("TH", "TD") and inside != "TR" or kind == "TR" and inside not in ("Table", "THead", "TBody", "TFoot"):
            yield f"{kind} 不在它该在的地方"
        if kind == "TH" and str(own.get("/Scope", "")) not in ("/Row", "/Column", "/Both"):
            yield "表头没有写明管行还是管列"
        if kind == "Table":
            yield from table(element)
        here = element.get("/Pg").objgen if "/Pg" in element else page
        for kid in children(element):
            yield from walk(kid, here, kind)

    root = pdf.Root.StructTreeRoot
    if "/RoleMap" in root and any(f"/{kind}" in root.RoleMap for kind in STANDARD):
        yield "标准类型被改了意思"
    for kid in children(root):
        yield from walk(kid, None, "")


def table(element):
    """Every row covers as many columns, cells of earlier rows reaching down counted."""
    reaching, widths = {}, set()
    for row in children(element):
        column, after = 0, {c: n - 1 for c, n in reaching.items() if n > 1}
        free = lambda c: reaching.get(c, 0) < 1
        for cell in children(row):
            if not hasattr(cell, "get"):
                continue
            while not free(column):
                column += 1
            own = cell.get("/A", {})
            for n in range(int(own.get("/ColSpan", 1))):
                if int(own.get("/RowSpan", 1)) > 1:
                    after[column + n] = int(own.RowSpan) - 1
                column += 1
        widths.add(max([column, *[c + 1 for c, n in reaching.items() if n > 0]]))
        reaching = after
    if len(widths) > 1:
        yield f"表格各行的列数不一样：{sorted(widths)}"
    if any(n > 0 for n in reaching.values()):
        yield "表格有格子伸到表外"


def bookmarks(pdf):
    """Each leads to a page that is there."""
    pages = {page.objgen for page in pdf.pages}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        if not waiting:
            yield "没有书签"
        while waiting:
            mark = waiting.pop()
            waiting.extend(mark.children)
            if not str(mark.title).strip() or not isinstance(mark.destination, pikepdf.Array) or mark.destination[0].objgen not in pages:
                yield f"书签“{mark.title}”没有去处"


def faults(pdf):
    kinds = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    for judge in (document(pdf), metadata(pdf), colours(pdf, kinds), streams(pdf), content(pdf), bookmarks(pdf)):
        yield from judge
    described = [o for o in kinds if o.get("/Type") == "/FontDescriptor"]
    if not described and not any(isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" for o in pdf.objects):
        yield "没有字体，也没有图像"
    if any("/FontFile2" not in f and "/FontFile3" not in f and "/FontFile" not in f for f in described):
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
