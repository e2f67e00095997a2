//! Whether a form that could be read makes sense: every field it names exists for what it is about, every table has as many columns as
//! its cells take, lengths are lengths.

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::forms::{Field, Kind, Subject, find, of_own_step, retired, step_field, vocabulary};

use super::fill::ONLY_EMPTY;
use super::spec::{BlockSpec, CellBody, CellSpec, Content, FormSpec, SheetKind, When};
use super::template::Template;

pub(super) fn judge(spec: &FormSpec, file: &str) -> Vec<Finding> {
    let mut judge = Judge { file, fields: vocabulary(spec.subject, &spec.records), spec, faults: Vec::new() };
    judge.head();
    judge.blocks(&spec.blocks);
    judge.faults
}

struct Judge<'a> {
    file: &'a str,
    spec: &'a FormSpec,
    fields: Vec<&'static Field>,
    faults: Vec<Finding>,
}

/// A number of the row, known in every list.
const ORDER: Field = Field { name: "序号", kind: Kind::Number };

impl Judge<'_> {
    fn fault(&mut self, code: &str, place: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) {
        let place = Place::file(self.file).field(place);
        self.faults.push(Finding::new(code, Level::Error, place, message).remedy(remedy));
    }

    fn head(&mut self) {
        let spec = self.spec;
        for (key, text) in [("key", &spec.key), ("name", &spec.name), ("group", &spec.group), ("source", &spec.source)] {
            if text.trim().is_empty() {
                self.fault("F08", key, format!("“{key}”没有内容"), "请填写内容");
            }
        }
        if !spec.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            self.fault("F08", "key", format!("“key”写的是“{}”", spec.key), "请只用小写英文字母、数字和“-”");
        }
        if (spec.subject == Subject::Record) == spec.records.is_empty() {
            let message = if spec.records.is_empty() {
                "这张表填的是记录，却没有写 records"
            } else {
                "这张表填的不是记录，却写了 records"
            };
            self.fault("F08", "records", message, "subject 为“记录”时，records 写明记录种类，例如 [\"meeting\"]；否则删去");
        }
        if let Some(margins) = spec.margins
            && margins.iter().any(|m| !(0.0..=200.0).contains(m))
        {
            self.fault("F06", "margins", "页边距应在 0 至 200 毫米之间", "请按 [上, 右, 下, 左] 写四个毫米数");
        }
        if spec.scan_back && (spec.subject != Subject::Record || matches!(spec.layout, SheetKind::Cut | SheetKind::Bare)) {
            let message = "只有填记录、按整页印的表能写 scan_back（每页印二维码，签字扫描后认回记录）";
            self.fault("F08", "scan_back", message, "请删去 scan_back，或把 subject 改成“记录”、layout 改成“表格”“横表”或“公文”");
        }
        if spec.each.is_some_and(|each| each.of() != spec.subject) {
            let message =
                "填案卷的表可以写 each 一件一张、一页一张或一种保管期限一张，填记录的表可以写 each 一人一张；这张表填的不是";
            self.fault("F08", "each", message, "请删去 each，或改成与 subject 相配的：案卷配“件”“页”“期限”，记录配“人选”");
        }
        let titles = count_titles(&spec.blocks);
        if titles == 0 {
            self.fault("F09", "block", "这张表没有 title 段", "请加一段：kind = \"title\"，text 写大标题");
        }
    }

    fn blocks(&mut self, blocks: &[BlockSpec]) {
        for block in blocks {
            let at = format!("第 {} 行起的段", block.line);
            // A list may be asked whether it has rows; any other name is a field.
            for When { field, .. } in &block.when {
                if field != ONLY_EMPTY && !find(&self.fields, field).is_some_and(|f| matches!(f.kind, Kind::Rows(_))) {
                    self.field(field, None, &at);
                }
            }
            match &block.content {
                Content::Title { text, .. } | Content::Heading { text, .. } => self.template(text, None, &at),
                Content::Text { text, each, blank, .. } => {
                    let rows = each.as_ref().and_then(|e| self.rows(e, &at));
                    if each.is_none() || rows.is_some() {
                        self.template(text, rows, &at);
                    }
                    self.length(*blank, &at, "blank");
                }
                Content::Beside { parts, .. } => {
                    for part in parts {
                        self.template(&part.text, None, &at);
                        self.width(part.width, &at);
                    }
                }
                Content::Fields { widths, rows, height, .. } => self.grid(widths, rows, *height, &at),
                Content::List { each, columns, height, blank_rows, least, .. } => {
                    if *blank_rows.max(least) > 200 {
                        self.fault("F06", format!("{at} / blank_rows"), format!("{at}：空行数应在 0 至 200 之间"), "请改小");
                    }
                    if columns.is_empty() {
                        self.fault("F06", format!("{at} / columns"), format!("{at}：一栏也没有"), "请至少写一栏");
                    }
                    let rows = self.rows(each, &at);
                    for column in columns {
                        if rows.is_some() {
                            self.template(&column.text, rows, &at);
                        }
                        self.width(column.width, &at);
                    }
                    self.length(*height, &at, "height");
                }
                Content::Signatures { names, height } => {
                    for name in names {
                        self.template(name, None, &at);
                    }
                    self.length(*height, &at, "height");
                }
                Content::Gap(height) => self.length(*height, &at, "height"),
                Content::Page => {}
                Content::Tiles { cuts, widths, height, padding, blocks } => {
                    if cuts.is_empty() || cuts.iter().any(|(c, r)| !(1..=6).contains(c) || !(1..=8).contains(r)) {
                        self.fault(
                            "F06",
                            format!("{at} / cuts"),
                            format!("{at}：拼版应写 [列, 行]，列 1 至 6，行 1 至 8"),
                            "例如 cuts = [[2, 2], [1, 2], [1, 1]]",
                        );
                    }
                    for width in widths {
                        self.width(*width, &at);
                    }
                    self.length(*height, &at, "height");
                    self.length(*padding, &at, "padding");
                    self.blocks(blocks);
                }
            }
        }
    }

    fn length(&mut self, mm: f32, at: &str, key: &str) {
        if !(0.0..=400.0).contains(&mm) {
            self.fault(
                "F06",
                format!("{at} / {key}"),
                format!("{at}：“{key}”应在 0 至 400 毫米之间，现在是 {mm}"),
                "请改成毫米数",
            );
        }
    }

    fn width(&mut self, mm: f32, at: &str) {
        if !(1.0..=400.0).contains(&mm) {
            self.fault(
                "F06",
                format!("{at} / width"),
                format!("{at}：宽度应在 1 至 400 之间，现在是 {mm}"),
                "请改成毫米数或比例数",
            );
        }
    }

    /// Fields of the rows of `each`; None and a fault when there is no such list.
    fn rows(&mut self, each: &str, at: &str) -> Option<&'static [Field]> {
        if let Some(Field { kind: Kind::Rows(inner), .. }) = find(&self.fields, each) {
            return Some(inner);
        }
        let lists: Vec<&str> = self.fields.iter().filter(|f| matches!(f.kind, Kind::Rows(_))).map(|f| f.name).collect();
        self.fault(
            "F10",
            format!("{at} / each"),
            format!("{at}：没有“{each}”这份名单"),
            format!("填“{}”的表可用的名单：{}", self.spec.subject.name(), lists.join("、")),
        );
        None
    }

    fn template(&mut self, text: &Template, rows: Option<&'static [Field]>, at: &str) {
        for name in text.fields() {
            self.field(name, rows, at);
        }
    }

    fn field(&mut self, name: &str, rows: Option<&'static [Field]>, at: &str) {
        let steps = matches!(self.spec.subject, Subject::Candidate | Subject::Batch);
        if steps && step_field(name).is_some() {
            return;
        }
        if of_own_step(name) && (self.spec.subject != Subject::Batch || self.spec.materials.is_empty()) {
            let message = format!("{at}：“{name}”说的是产生这张表所列材料的那一步，只有填批次、又写了 materials 的表才有");
            let remedy = match self.spec.subject {
                Subject::Record => "这张表填的是记录，请改用“日期”“操作情况”",
                Subject::Batch => "请在 materials 里写明这张表是规程目录的哪些材料，或改用“S01·日期”这样写明步骤的栏目",
                Subject::Candidate => "请改用“S01·日期”“S01·操作情况”这样写明步骤的栏目",
                Subject::Volume | Subject::Handover | Subject::Seal => "请删去这个栏目",
            };
            self.fault("F10", at, message, remedy);
            return;
        }
        let inner = rows.unwrap_or_default().iter().chain(rows.map(|_| &ORDER));
        let known = inner.clone().find(|f| f.name == name).copied().or_else(|| find(&self.fields, name).copied());
        match known {
            Some(Field { kind: Kind::Rows(_), .. }) => {
                self.fault("F10", at, format!("{at}：“{name}”是一份名单，不能写在文字里"), "请用 list 段，或在 text 段里写 each");
            }
            Some(_) => {}
            None if retired(name).is_some() => {
                let message = format!("{at}：“{name}”是以前版本的栏目，现在没有了");
                self.fault("F10", at, message, retired(name).unwrap_or_default());
            }
            None => {
                let own: Vec<&str> = inner.map(|f| f.name).collect();
                let all: Vec<&str> = self.fields.iter().map(|f| f.name).collect();
                let near = |list: &[&str]| -> Vec<String> {
                    list.iter().filter(|f| f.chars().any(|c| name.contains(c))).map(|f| (*f).to_owned()).collect()
                };
                let close = [near(&own), near(&all)].concat();
                let names = if close.is_empty() { all.join("、") } else { close.join("、") };
                self.fault(
                    "F10",
                    at,
                    format!("{at}：没有“{name}”这个栏目"),
                    format!("请改成相近的栏目名（{names}），或用 jishi forms fields {} 查看全部", self.spec.subject.name()),
                );
            }
        }
    }

    fn grid(&mut self, widths: &[f32], rows: &[Vec<CellSpec>], height: f32, at: &str) {
        for width in widths {
            self.width(*width, at);
        }
        self.length(height, at, "height");
        // For each column, how many further rows a cell above still covers.
        let mut covered = vec![0_usize; widths.len()];
        for (index, row) in rows.iter().enumerate() {
            let at = format!("{at}第{}行格", index + 1);
            let open = covered.iter().filter(|c| **c == 0).count();
            let taken: usize = row.iter().map(|c| c.columns).sum();
            if open != taken || row.iter().any(|c| c.columns == 0 || c.rows == 0) {
                self.fault(
                    "F11",
                    &at,
                    format!("{at}：表有 {} 栏，这一行空着 {open} 栏，写的格占了 {taken} 栏", widths.len()),
                    "请增减这一行的格，或改 columns，使两数相等",
                );
                return;
            }
            let mut column = 0;
            for cell in row {
                while covered.get(column).is_some_and(|c| *c > 0) {
                    column += 1;
                }
                for slot in covered.iter_mut().skip(column).take(cell.columns) {
                    *slot = cell.rows;
                }
                column += cell.columns;
                match &cell.body {
                    CellBody::Label(text) | CellBody::Head(text) | CellBody::Text(text) => self.template(text, None, &at),
                    CellBody::Picture(name) => {
                        if !find(&self.fields, name).is_some_and(|f| f.kind == Kind::Picture) {
                            self.fault("F10", &at, format!("{at}：“{name}”不是图片栏目"), "图片栏目只有“照片”");
                        }
                    }
                }
                self.length(cell.height.unwrap_or(0.0), &at, "height");
            }
            for slot in &mut covered {
                *slot = slot.saturating_sub(1);
            }
        }
        if covered.iter().any(|c| *c > 0) {
            self.fault("F11", at, format!("{at}：有的格 rows 超出了表的最后一行"), "请改小 rows，或补上缺的行");
        }
    }
}

fn count_titles(blocks: &[BlockSpec]) -> usize {
    blocks
        .iter()
        .map(|b| match &b.content {
            Content::Title { .. } => 1,
            Content::Tiles { blocks, .. } => count_titles(blocks),
            _ => 0,
        })
        .sum()
}
