//! Form files into [`FormSpec`]: form only (keys, types, words of closed lists). Whether names and widths fit is judged in
//! [`super::sound`].

use jishi_core::finding::{Finding, Level, Place};
use jishi_core::record::{ScoreRow, ScoreTable};
use jishi_core::syntax::{place_words, toml_words};
use toml::Spanned;

use super::raw::{RawBlock, RawCell, RawColumn, RawForm, RawPart, RawScore, RawWhen};
use super::spec::{BlockSpec, CellBody, CellSpec, ColumnSpec, Content, FormSpec, PartSpec, When};
use super::template::Template;
use crate::layout::{Align, Style};
use crate::look;

/// Reads a file; the form is None when something could not be read at all.
pub(super) fn read(text: &str, file: &str) -> (Option<FormSpec>, Vec<Finding>) {
    let mut reader = Reader { text, file, score: None, faults: Vec::new() };
    let raw: RawForm = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            reader.refused(&error);
            return (None, reader.faults);
        }
    };
    reader.score = raw.score.map(table);
    let blocks = reader.blocks(&raw.block, "");
    let spec = FormSpec {
        key: raw.key,
        name: raw.name,
        group: raw.group,
        subject: raw.subject,
        records: raw.records,
        materials: raw.materials,
        source: raw.source,
        layout: raw.layout,
        margins: raw.margins,
        each: raw.each,
        scan_back: raw.scan_back,
        catalogue: raw.catalogue,
        alone: raw.alone.unwrap_or(true),
        score: reader.score,
        blocks,
    };
    (reader.faults.is_empty().then_some(spec), reader.faults)
}

/// What the TOML reader says of a file, in words of the form file.
pub(crate) fn refused(text: &str, file: &str, error: &toml::de::Error) -> Vec<Finding> {
    let mut reader = Reader { text, file, score: None, faults: Vec::new() };
    reader.refused(error);
    reader.faults
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    /// What a `scores` block prints.
    score: Option<ScoreTable>,
    faults: Vec<Finding>,
}

fn table(raw: RawScore) -> ScoreTable {
    let row = |name: String| ScoreRow { name, counts: vec![None; raw.grades.len()] };
    ScoreTable { title: raw.title, rows: raw.rows.into_iter().map(row).collect(), grades: raw.grades.clone() }
}

/// A cell over `columns` columns with nothing said of its looks.
fn plain(body: CellBody) -> CellSpec {
    CellSpec { body, columns: 1, rows: 1, vertical: false, align: None, top: false, bottom: false, style: None, height: None }
}

/// What a kind of block may say beside `kind` and `when`; the first ones it must say.
const KINDS: [(&str, &[&str], &[&str]); 11] = [
    ("title", &["text"], &["style"]),
    ("heading", &["text", "level"], &["style"]),
    ("text", &["text"], &["style", "align", "each", "blank"]),
    ("beside", &["parts"], &["style"]),
    ("fields", &["widths", "rows"], &["height", "exact", "align"]),
    ("scores", &["widths"], &["rows", "height", "label"]),
    ("list", &["each", "columns"], &["label", "blank_rows", "least", "none", "height", "style"]),
    ("signatures", &["names"], &["height"]),
    ("gap", &["height"], &[]),
    ("page", &[], &[]),
    ("tiles", &["block", "cuts"], &["widths", "height", "padding"]),
];

impl Reader<'_> {
    fn fault(&mut self, code: &str, place: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) {
        let place = Place::file(self.file).field(place);
        self.faults.push(Finding::new(code, Level::Error, place, message).remedy(remedy));
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
    }

    /// What serde and the TOML reader say, in words of the form file.
    fn refused(&mut self, error: &toml::de::Error) {
        let line = error.span().map_or(1, |s| self.line(s.start));
        let said = error.message();
        let named = |from: &str| -> Vec<String> { from.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        let words = named(said);
        let first = words.first().cloned().unwrap_or_default();
        let others = words.get(1..).unwrap_or_default().join("、");
        let (code, message, remedy) = if said.starts_with("unknown field") {
            ("F02", format!("第 {line} 行：不认识的键“{first}”"), format!("请删去，或改成下列之一：{others}"))
        } else if said.starts_with("missing field") {
            ("F03", format!("第 {line} 行起的这一段缺少“{first}”"), "请补上这一行".to_owned())
        } else if said.starts_with("unknown variant") {
            ("F05", format!("第 {line} 行：“{first}”不在允许之列"), format!("请改成下列之一：{others}"))
        } else if said.starts_with("invalid type") || said.starts_with("invalid length") || said.starts_with("invalid value") {
            ("F04", format!("第 {line} 行：值的写法不对"), "请对照内置表样改写：文字加英文双引号，长度写数字".to_owned())
        } else {
            let place = error.span().map_or_else(|| format!("第 {line} 行"), |s| place_words(self.text, s.start));
            ("F01", format!("{place}不合 TOML 写法：{}", toml_words(said)), "请按内置表样的写法改正这一行".to_owned())
        };
        self.fault(code, format!("第 {line} 行 {first}").trim(), message, remedy);
    }

    fn blocks(&mut self, raw: &[Spanned<RawBlock>], within: &str) -> Vec<BlockSpec> {
        raw.iter()
            .enumerate()
            .filter_map(|(index, block)| {
                let line = self.line(block.span().start);
                let at = format!("{within}第{}段（第 {line} 行）", index + 1);
                self.block(block.get_ref(), &at, line)
            })
            .collect()
    }

    fn block(&mut self, raw: &RawBlock, at: &str, line: usize) -> Option<BlockSpec> {
        let Some((kind, needed, may)) = KINDS.iter().find(|(k, ..)| *k == raw.kind) else {
            let kinds: Vec<&str> = KINDS.iter().map(|(k, ..)| *k).collect();
            self.fault(
                "F05",
                format!("{at} / kind"),
                format!("{at}：没有“{}”这种段", raw.kind),
                format!("请改成下列之一：{}", kinds.join("、")),
            );
            return None;
        };
        let used = raw.used();
        for key in needed.iter().filter(|k| !used.contains(k)) {
            self.fault("F03", format!("{at} / {key}"), format!("{at}：{kind} 段缺少“{key}”"), "请补上这一行");
        }
        for key in used.iter().filter(|k| !needed.contains(k) && !may.contains(k)) {
            let keys = [*needed, *may].concat().join("、");
            self.fault(
                "F02",
                format!("{at} / {key}"),
                format!("{at}：{kind} 段不用“{key}”"),
                format!("请删去；{kind} 段可用：{keys}"),
            );
        }
        let before = self.faults.len();
        let content = self.content(raw, kind, at);
        let when = raw.when.iter().flat_map(RawWhen::all).map(|text| When::read(text)).collect();
        (self.faults.len() == before).then_some(())?;
        Some(BlockSpec { content: content?, when, line })
    }

    fn content(&mut self, raw: &RawBlock, kind: &str, at: &str) -> Option<Content> {
        let style = match &raw.style {
            Some(name) => Some(self.style(name, at)?),
            None => None,
        };
        let text = match &raw.text {
            Some(text) => Some(self.template(text, at)?),
            None => None,
        };
        let millimetres = |v: Option<f32>, usual: f32| v.unwrap_or(usual);
        Some(match kind {
            "title" => Content::Title { text: text?, style },
            "heading" => {
                let level = raw.level?;
                if !(2..=3).contains(&level) {
                    self.fault(
                        "F06",
                        format!("{at} / level"),
                        format!("{at}：标题层次 {level} 不能用"),
                        "请写 2 或 3；大标题用 title 段",
                    );
                }
                Content::Heading { level, text: text?, style }
            }
            "text" => {
                let mut style = style.unwrap_or(look::BODY);
                if let Some(align) = &raw.align {
                    style.align = self.align(align, at)?;
                }
                Content::Text { text: text?, style, each: raw.each.clone(), blank: millimetres(raw.blank, 0.0) }
            }
            "beside" => {
                let parts = raw.parts.as_ref()?.iter().map(|p| self.part(p, at)).collect::<Option<Vec<_>>>()?;
                Content::Beside { parts, style: style.unwrap_or(look::META) }
            }
            "fields" => Content::Fields {
                widths: raw.widths.clone()?,
                rows: self.rows(raw.rows.as_ref()?, at)?,
                height: millimetres(raw.height, 10.0),
                exact: raw.exact.unwrap_or(false),
                align: self.align_of(raw.align.as_ref(), at)?.unwrap_or(Align::Left),
            },
            "scores" => self.scores(raw, at)?,
            "list" => Content::List {
                each: raw.each.clone()?,
                columns: raw.columns.as_ref()?.iter().map(|c| self.column(c, at)).collect::<Option<Vec<_>>>()?,
                label: raw.label.clone().unwrap_or_default(),
                blank_rows: raw.blank_rows.unwrap_or(0),
                least: raw.least.unwrap_or(0),
                none: raw.none.clone().unwrap_or_default(),
                height: millimetres(raw.height, 8.5),
                style: style.unwrap_or(look::LIST),
            },
            "signatures" => Content::Signatures {
                names: raw.names.as_ref()?.iter().map(|n| self.template(n, at)).collect::<Option<Vec<_>>>()?,
                height: millimetres(raw.height, 18.0),
            },
            "gap" => Content::Gap(raw.height?),
            "page" => Content::Page,
            _ => Content::Tiles {
                cuts: raw.cuts.as_ref()?.iter().map(|[c, r]| (*c, *r)).collect(),
                widths: raw.widths.clone().unwrap_or_default(),
                height: millimetres(raw.height, 0.0),
                padding: millimetres(raw.padding, 6.0),
                blocks: self.blocks(raw.block.as_ref()?, &format!("{at} / ")),
            },
        })
    }

    fn rows(&mut self, raw: &[Vec<RawCell>], at: &str) -> Option<Vec<Vec<CellSpec>>> {
        let mut rows = Vec::new();
        for (index, row) in raw.iter().enumerate() {
            let at = format!("{at}第{}行格", index + 1);
            rows.push(row.iter().map(|c| self.cell(c, &at)).collect::<Option<Vec<_>>>()?);
        }
        Some(rows)
    }

    /// The form's own indicators as a table to tick in: `widths` of the names, of one grade, of the remarks; `rows` stand below.
    fn scores(&mut self, raw: &RawBlock, at: &str) -> Option<Content> {
        let score = self.score.clone().filter(|s| !s.grades.is_empty() && !s.rows.is_empty());
        let (Some(score), Some([name, grade, remark])) = (score, raw.widths.as_deref()) else {
            let message = format!("{at}：scores 段印的是表样开头 [score] 里的指标和档次，宽度写三个：指标、一档、备注");
            self.fault(
                "F03",
                format!("{at} / score"),
                message,
                "请在第一个 [[block]] 之前写 [score]，有 title、grades、rows 三行；并写 widths = [64, 22, 26]",
            );
            return None;
        };
        let mut widths = vec![*name];
        widths.resize(score.grades.len() + 1, *grade);
        widths.push(*remark);
        let mut head = vec![plain(CellBody::Head(self.template(raw.label.as_deref().unwrap_or("评议项目"), at)?))];
        for word in score.grades.iter().map(String::as_str).chain(["备注"]) {
            head.push(plain(CellBody::Head(self.template(word, at)?)));
        }
        let mut rows = vec![head];
        for (index, row) in score.rows.iter().enumerate() {
            let mut cells = vec![plain(CellBody::Label(self.template(&format!("{}．{}", index + 1, row.name), at)?))];
            cells.resize(widths.len(), plain(CellBody::Text(self.template("", at)?)));
            rows.push(cells);
        }
        rows.extend(self.rows(raw.rows.as_deref().unwrap_or_default(), at)?);
        Some(Content::Fields { widths, rows, height: raw.height.unwrap_or(10.0), exact: false, align: Align::Left })
    }

    fn template(&mut self, text: &str, at: &str) -> Option<Template> {
        match Template::parse(text) {
            Ok(template) => Some(template),
            Err(why) => {
                self.fault(
                    "F07",
                    at,
                    format!("{at}：文字“{text}”里{why}"),
                    "栏目写成 {姓名}，选项写成 {业务类型?日常选拔、换届选拔}",
                );
                None
            }
        }
    }

    fn style(&mut self, name: &str, at: &str) -> Option<Style> {
        let found = look::STYLES.iter().find(|(n, _)| *n == name).map(|(_, s)| *s);
        if found.is_none() {
            let names: Vec<&str> = look::STYLES.iter().map(|(n, _)| *n).collect();
            self.fault(
                "F05",
                format!("{at} / style"),
                format!("{at}：没有“{name}”这种字样"),
                format!("请改成下列之一：{}", names.join("、")),
            );
        }
        found
    }

    fn align(&mut self, word: &str, at: &str) -> Option<Align> {
        let found = match word {
            "左" => Some(Align::Left),
            "中" => Some(Align::Centre),
            "右" => Some(Align::Right),
            "两端" => Some(Align::Justify),
            _ => None,
        };
        if found.is_none() {
            self.fault("F05", format!("{at} / align"), format!("{at}：没有“{word}”这种对齐"), "请改成下列之一：左、中、右、两端");
        }
        found
    }

    /// None when the word is wrong; `Some(None)` when nothing is said.
    fn align_of(&mut self, word: Option<&String>, at: &str) -> Option<Option<Align>> {
        match word {
            None => Some(None),
            Some(word) => self.align(word, at).map(Some),
        }
    }

    fn part(&mut self, raw: &RawPart, at: &str) -> Option<PartSpec> {
        let align = self.align_of(raw.align.as_ref(), at)?.unwrap_or(Align::Left);
        Some(PartSpec { text: self.template(&raw.text, at)?, width: raw.width, align })
    }

    fn cell(&mut self, raw: &RawCell, at: &str) -> Option<CellSpec> {
        let said = [&raw.label, &raw.head, &raw.text, &raw.picture].iter().filter(|s| s.is_some()).count();
        if said != 1 {
            self.fault(
                "F03",
                at,
                format!("{at}：一格要写 label、head、text、picture 中的一个，现在写了 {said} 个"),
                "请留下一个",
            );
            return None;
        }
        let body = if let Some(text) = &raw.label {
            CellBody::Label(self.template(text, at)?)
        } else if let Some(text) = &raw.head {
            CellBody::Head(self.template(text, at)?)
        } else if let Some(text) = &raw.text {
            CellBody::Text(self.template(text, at)?)
        } else {
            CellBody::Picture(raw.picture.clone()?)
        };
        let style = match &raw.style {
            Some(name) => Some(self.style(name, at)?),
            None => None,
        };
        let valign = raw.valign.as_deref();
        if valign.is_some_and(|v| !["上", "中", "下"].contains(&v)) {
            self.fault(
                "F05",
                format!("{at} / valign"),
                format!("{at}：没有“{}”这种上下位置", valign.unwrap_or_default()),
                "请改成下列之一：上、中、下",
            );
        }
        Some(CellSpec {
            body,
            columns: raw.columns.unwrap_or(1),
            rows: raw.rows.unwrap_or(1),
            vertical: raw.vertical.unwrap_or(false),
            align: self.align_of(raw.align.as_ref(), at)?,
            top: valign == Some("上"),
            bottom: valign == Some("下"),
            style,
            height: raw.height,
        })
    }

    fn column(&mut self, raw: &RawColumn, at: &str) -> Option<ColumnSpec> {
        Some(ColumnSpec {
            head: raw.head.clone(),
            group: raw.group.clone(),
            text: self.template(&raw.text, at)?,
            width: raw.width,
            align: self.align_of(raw.align.as_ref(), at)?,
        })
    }
}
