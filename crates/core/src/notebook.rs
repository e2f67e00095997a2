//! 专用笔记本 (domain.md §3.4, row N20): a book of running pages in which nothing is deleted.
//!
//! The words of an entry are those of one revision of a record (or of a note that belongs to no step), which never changes; the
//! book only gives it a number and a page. A correction, an undo, a filing is a further entry that points back. How many pages an
//! entry takes is reckoned here, by counting characters on ruled lines, so that it is known when the entry is made and stays the
//! same whatever draws the page: [`COLUMNS`] and [`LINES`] must never change for books that exist.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::date::PartialDate;
use crate::id::NotebookId;
use crate::record::{Participant, RecordBody, RecordContent};

/// The categories of the seed, and 其它.
pub const CATEGORIES: [&str; 5] = ["听取意见", "研究方案", "征求意见", "任前谈话", "其它"];

/// Chinese characters to a line.
pub const COLUMNS: u32 = 35;
/// Ruled lines to a page.
pub const LINES: usize = 27;

/// The cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotebookContent {
    /// 编号, printed on every page.
    pub number: String,
    /// 单位
    pub unit: String,
    /// 持有人: entries the holder makes go into this book unless another is named.
    pub holder: String,
    /// 启用日期
    pub opened: PartialDate,
    /// 用完封存日期; a closed book takes no further entry.
    pub closed: Option<PartialDate>,
    #[serde(default)]
    pub note: String,
}

/// A 专用笔记本 as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Book {
    pub id: NotebookId,
    pub revision: u32,
    pub created_at: String,
    pub content: NotebookContent,
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotebookAct {
    /// 记
    Written,
    /// 更正
    Corrected,
    /// 撤回 (an undo of an unsigned revision, or a redo)
    Undone,
    /// 归入步骤
    Filed,
}

impl NotebookAct {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NotebookAct::Written => "记",
            NotebookAct::Corrected => "更正",
            NotebookAct::Undone => "撤回",
            NotebookAct::Filed => "归入步骤",
        }
    }

    /// The word it is kept by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            NotebookAct::Written => "written",
            NotebookAct::Corrected => "corrected",
            NotebookAct::Undone => "undone",
            NotebookAct::Filed => "filed",
        }
    }

    /// Reads [`NotebookAct::key`].
    #[must_use]
    pub fn read(key: &str) -> Option<NotebookAct> {
        [NotebookAct::Written, NotebookAct::Corrected, NotebookAct::Undone, NotebookAct::Filed]
            .into_iter()
            .find(|act| act.key() == key)
    }
}

/// The lines of an entry as they stand on the ruled page. `remark` is what a following entry says of the one before (更正第3条：…).
#[must_use]
pub fn lines(act: NotebookAct, content: &RecordContent, remark: &str) -> Vec<String> {
    let mut out = Vec::new();
    if !remark.trim().is_empty() {
        out.extend(wrap(remark, 0));
    }
    // The words stand on the page of the entry that is filed; here only that it was.
    if act == NotebookAct::Filed {
        return out;
    }
    let mut field = |label: &str, value: &str| {
        if !value.trim().is_empty() {
            out.extend(wrap(&format!("{label}：{value}"), 0));
        }
    };
    field("时间", &when(content));
    field("地点", &content.place);
    if let RecordBody::Notebook(b) = &content.body {
        field("谈话（听取）对象", &people(&b.speakers));
    }
    field("参加人", &people(&content.participants));
    field("记录人", &recorder(content));
    for paragraph in text(content).split('\n').filter(|p| !p.trim().is_empty()) {
        out.extend(wrap(paragraph.trim(), 2));
    }
    for signature in &content.signatures {
        let role = if signature.role.is_empty() { "责任人" } else { &signature.role };
        let given = signature.date.filter(|_| signature.is_given()).map(PartialDate::chinese).unwrap_or_default();
        out.extend(wrap(&format!("{role}签名：{}　{given}", signature.name), 0));
    }
    out
}

/// How many pages so many lines take; an entry begins on a page of its own.
#[must_use]
pub fn pages(lines: &[String]) -> u32 {
    u32::try_from(lines.len().div_ceil(LINES)).unwrap_or(u32::MAX).max(1)
}

/// Date and time of day as printed.
#[must_use]
pub fn when(content: &RecordContent) -> String {
    let span = match (content.date, content.end_date) {
        (Some(from), Some(to)) if from != to => format!("{}至{}", from.chinese(), to.chinese()),
        (Some(on), _) => on.chinese(),
        (None, _) => String::new(),
    };
    format!("{span} {}", content.time).trim().to_owned()
}

/// The words of an entry: what was said, and what was done when that is more.
#[must_use]
pub fn text(content: &RecordContent) -> String {
    let mut out: Vec<&str> = Vec::new();
    out.push(content.summary.trim());
    let mut more: Vec<String> = Vec::new();
    if let RecordBody::Notebook(b) = &content.body {
        if b.text.trim() != content.summary.trim() {
            out.push(b.text.trim());
        }
        for (label, text) in [
            ("肯定的成绩", &b.merits),
            ("指出的不足", &b.shortcomings),
            ("提出的要求", &b.demands),
            ("少数人意见", &b.minority),
            ("走访去处", &b.visited),
        ] {
            if !text.trim().is_empty() {
                more.push(format!("{label}：{}", text.trim()));
            }
        }
    }
    out.into_iter().filter(|t| !t.is_empty()).map(str::to_owned).chain(more).collect::<Vec<_>>().join("\n")
}

/// Who kept the notes: the participant with that part.
#[must_use]
pub fn recorder(content: &RecordContent) -> String {
    let keeps = |p: &&Participant| p.role.contains("记录");
    content.participants.iter().filter(keeps).map(|p| p.name.as_str()).collect::<Vec<_>>().join("、")
}

/// In whose book an entry may belong, in order: who talked or heard, then who wrote.
pub fn keepers(content: &RecordContent) -> impl Iterator<Item = &str> {
    let parts: [&[&str]; 2] = [&["谈话人", "听取", "走访", "反馈"], &["记录"]];
    let of = |words: &'static [&'static str]| {
        content.participants.iter().filter(move |p| words.iter().any(|w| p.role.contains(w))).map(|p| p.name.trim())
    };
    parts.into_iter().flat_map(of).filter(|name| !name.is_empty())
}

/// Names with post and part: 王芳（副部长，谈话人）.
#[must_use]
pub fn people(list: &[Participant]) -> String {
    let one = |p: &Participant| {
        let more: Vec<&str> = [p.post.as_str(), p.role.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
        if more.is_empty() { p.name.clone() } else { format!("{}（{}）", p.name, more.join("，")) }
    };
    list.iter().map(one).collect::<Vec<_>>().join("、")
}

/// What may not begin a line, and what may not end one.
const CLOSING: &str = "，。、；：！？）》〉”’】〕…—,.;:!?)]}";
const OPENING: &str = "（《〈“‘【〔([{";

/// Tenths of a Chinese character. Generous to Latin letters, so that no typeface runs over the edge.
fn width(c: char) -> u32 {
    match c {
        'A'..='Z' | 'm' | 'w' | '@' | '%' | '&' => 9,
        c if c.is_ascii() => 6,
        _ => 10,
    }
}

/// Breaks a paragraph into lines of [`COLUMNS`], the first one indented by so many characters. Closing signs may hang over by two.
fn wrap(paragraph: &str, indent: u32) -> Vec<String> {
    let room = COLUMNS * 10;
    let mut out = Vec::new();
    let mut line: String = std::iter::repeat_n('　', indent as usize).collect();
    let mut used = indent * 10;
    for c in paragraph.chars().filter(|c| !c.is_control()) {
        let hangs = CLOSING.contains(c) && used + width(c) <= room + 20;
        if used + width(c) > room && !hangs {
            // An opening sign goes down with what it opens.
            let carried: String = match line.chars().last() {
                Some(last) if OPENING.contains(last) => line.pop().into_iter().collect(),
                _ => String::new(),
            };
            out.push(std::mem::replace(&mut line, carried));
            used = line.chars().map(width).sum();
        }
        line.push(c);
        used += width(c);
    }
    out.push(line);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> RecordContent {
        serde_json::from_value(serde_json::json!({
            "step": "", "date": "2026-03-05", "time": "15:00", "place": "三楼谈话室",
            "participants": [{ "name": "周敏", "post": "干部科长", "role": "谈话人" }, { "name": "李㛃", "role": "记录人" }],
            "signatures": [{ "name": "周敏", "role": "谈话人", "date": "2026-03-05", "mode": "confirmed" }],
            "body": { "kind": "notebook", "category": "听取意见", "text": text,
                      "speakers": [{ "name": "买买提·艾力", "post": "副局长" }] }
        }))
        .unwrap()
    }

    #[test]
    fn an_entry_is_set_on_ruled_lines_that_never_run_over_and_every_word_is_there() {
        let long = format!("关于班子配备：“{}”，同意。ABC{}", "干部群众反映较好（包括基层），".repeat(80), "x".repeat(100));
        let lines = lines(NotebookAct::Written, &entry(&long), "");
        for line in &lines {
            let used: u32 = line.chars().map(width).sum();
            assert!(used <= COLUMNS * 10 + 20, "{line}");
            let first = line.chars().next().unwrap();
            assert!(!CLOSING.contains(first), "{line}");
            assert!(!OPENING.contains(line.chars().last().unwrap()), "{line}");
        }
        let all = lines.concat();
        assert!(all.replace('　', "").contains(&long), "{all}");
        for part in ["时间：2026年3月5日 15:00", "地点：三楼谈话室", "买买提·艾力（副局长）", "记录人：李㛃", "谈话人签名：周敏"]
        {
            assert!(all.contains(part), "{part}");
        }
        assert_eq!((lines.len(), pages(&lines)), (lines.len().clamp(LINES + 1, 2 * LINES), 2));
    }

    #[test]
    fn a_short_entry_takes_a_page_and_a_filing_repeats_nothing() {
        assert_eq!(pages(&lines(NotebookAct::Written, &entry("同意。"), "")), 1);
        assert_eq!(pages(&[]), 1);
        let filed = lines(NotebookAct::Filed, &entry("同意。"), "第3条归入 S05");
        assert_eq!(filed, ["第3条归入 S05"]);
        let corrected = lines(NotebookAct::Corrected, &entry("不同意。"), "更正第3条：听错了");
        assert!(corrected[0] == "更正第3条：听错了" && corrected.iter().any(|l| l.contains("不同意")));
    }
}
