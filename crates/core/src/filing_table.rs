//! 归档范围和保管期限表: retention, class and year of every kind of material, as data an office edits and has approved (令第8号 art. 12).
//!
//! The table built in (`assets/filing/suggested.toml`) is a suggestion awaiting approval and says so wherever it is used. It files
//! nothing by itself: the arrangement asks it for a material by name. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeTable;
use ts_rs::TS;

use crate::catalogue::Retention;
use crate::data_file::{Entry, Reader};
use crate::finding::Finding;

/// The text of the table built in.
pub const SUGGESTED: &str = include_str!("../../../assets/filing/suggested.toml");

/// Whether the archives authority approved a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum TableStatus {
    #[default]
    #[serde(rename = "建议，待批")]
    Suggested,
    #[serde(rename = "已批")]
    Approved,
}

/// Which year a 件 belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum YearRule {
    /// 办结年度: matters of several years go to the year they were concluded.
    #[default]
    #[serde(rename = "办结")]
    Concluded,
    /// 形成年度: the year of its own date.
    #[serde(rename = "形成")]
    Made,
}

/// 条目
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FilingEntry {
    /// 条款号 of the table.
    pub no: String,
    /// 归档范围 in words.
    pub scope: String,
    /// Names of materials, as far as they must be written to be known.
    pub materials: Vec<String>,
    pub retention: Retention,
    /// 机构（问题）代码; empty: the one given when the volumes are arranged.
    pub class: String,
    pub year: YearRule,
}

/// 归档范围和保管期限表
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FilingTable {
    pub name: String,
    pub version: String,
    pub status: TableStatus,
    /// What it was drawn up after.
    pub source: String,
    /// Authority, day and 文号 of the approval; empty while it awaits it.
    pub approved_by: String,
    pub approved_on: String,
    pub approval_no: String,
    pub entries: Vec<FilingEntry>,
}

impl FilingEntry {
    /// `第4条 资格条件预审材料`
    #[must_use]
    pub fn words(&self) -> String {
        format!("第{}条 {}", self.no, self.scope)
    }
}

impl FilingTable {
    /// The table built in.
    #[must_use]
    pub fn suggested() -> &'static FilingTable {
        static TABLE: LazyLock<FilingTable> =
            LazyLock::new(|| FilingTable::read(SUGGESTED, "suggested.toml").unwrap_or_default());
        &TABLE
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Every fault with its line, when it is not sound: keys, types and words (T01–T08, T18, T19), entries of one number or a material
    /// named twice (T11), a class that cannot stand in a 档号 (T12), an approval that does not say by whom and when (T13).
    pub fn read(text: &str, file: &str) -> Result<FilingTable, Vec<Finding>> {
        let mut reader = Reader::new(text, file, 'T');
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            reader.broken(&error, "请按内置归档范围表的写法改正这一行");
        }
        let broken = !reader.faults.is_empty();
        let table = table(&mut reader, &root);
        let mut faults = std::mem::take(&mut reader.faults);
        if broken {
            // What follows a broken line is guesswork.
            faults.retain(|f| f.code == "T01");
        }
        match table {
            Some(table) if faults.is_empty() => Ok(table),
            _ => Err(faults),
        }
    }

    /// The table as it is kept in the workspace, for the same reader.
    #[must_use]
    pub fn text(&self) -> String {
        // JSON quotes a text as TOML reads it; a line break in a name is none of it.
        let quoted = |text: &str| serde_json::Value::from(text.replace(['\r', '\n'], " ").trim()).to_string();
        let word = |word: serde_json::Result<serde_json::Value>| word.map(|w| w.to_string()).unwrap_or_default();
        let mut text = format!(
            "{HEAD}\nname = {}\nversion = {}\nstatus = {}\nsource = {}\napproved_by = {}\napproved_on = {}\napproval_no = {}\n",
            quoted(&self.name),
            quoted(&self.version),
            word(serde_json::to_value(self.status)),
            quoted(&self.source),
            quoted(&self.approved_by),
            quoted(&self.approved_on),
            quoted(&self.approval_no)
        );
        for e in &self.entries {
            let materials = e.materials.iter().map(|m| quoted(m)).collect::<Vec<_>>().join(", ");
            let (retention, year) = (word(serde_json::to_value(e.retention)), word(serde_json::to_value(e.year)));
            text.push_str(&format!(
                "\n[[entry]]\nno = {}\nscope = {}\nmaterials = [{materials}]\nretention = {retention}\nclass = {}\nyear = {year}\n",
                quoted(&e.no),
                quoted(&e.scope),
                quoted(&e.class)
            ));
        }
        text
    }

    /// What is wrong with a table that was edited on a screen, by the same reader, each with the place of the entry it is of.
    #[must_use]
    pub fn faults(&self) -> Vec<(Option<usize>, Finding)> {
        let text = self.text();
        let Err(faults) = FilingTable::read(&text, "归档范围表") else { return Vec::new() };
        let starts: Vec<usize> = (1..).zip(text.lines()).filter(|(_, l)| *l == "[[entry]]").map(|(n, _)| n).collect();
        let placed = faults.into_iter().map(|mut fault| {
            let line = fault.message.strip_prefix("第 ").and_then(|rest| rest.split_once(' ')).and_then(|(n, _)| n.parse().ok());
            let at = line.and_then(|line: usize| starts.iter().rposition(|start| *start <= line));
            // Nobody at a screen sees lines of a file.
            if let Some((_, words)) = fault.message.split_once('：').filter(|_| line.is_some()) {
                fault.message = words.to_owned();
            }
            for (key, name) in KEYS {
                fault.message =
                    fault.message.replace(&format!("“{key}”"), &format!("“{name}”")).replace(&format!("（{key}）"), "");
            }
            (at, fault)
        });
        placed.collect()
    }

    /// The entry of a material: that whose name is the longest beginning of its own.
    #[must_use]
    pub fn entry(&self, material: &str) -> Option<&FilingEntry> {
        let fits = |e: &FilingEntry| e.materials.iter().filter(|m| material.trim().starts_with(m.trim())).map(String::len).max();
        self.entries.iter().filter_map(|e| fits(e).map(|length| (length, e))).max_by_key(|(length, _)| *length).map(|(_, e)| e)
    }

    /// `《…保管期限表》1.0版（建议，待批）`, or who approved it when.
    #[must_use]
    pub fn words(&self) -> String {
        let standing = match self.status {
            TableStatus::Suggested => "建议，待批".to_owned(),
            TableStatus::Approved => {
                let no = if self.approval_no.is_empty() { String::new() } else { format!("，{}", self.approval_no) };
                format!("{} {} 批准{no}", self.approved_by, self.approved_on)
            }
        };
        format!("《{}》{}版（{standing}）", self.name, self.version)
    }
}

/// What may stand in a 档号 as 机构（问题）代码: capitals, digits or Chinese characters, ten at most.
#[must_use]
pub fn is_class(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    !code.is_empty() && code.chars().all(plain) && code.chars().count() <= 10
}

const HEAD: &str = "# 归档范围和保管期限表：本单位的表，在程序里改的。批准以前 status 写“建议，待批”。";

/// Keys of the file as a screen calls them.
const KEYS: [(&str, &str); 8] = [
    ("name", "表名"),
    ("version", "版本"),
    ("source", "出处"),
    ("no", "条款号"),
    ("scope", "归档范围"),
    ("status", "批准情况"),
    ("approved_by", "批准机关"),
    ("approved_on", "批准日期"),
];

const TOP: [&str; 8] = ["name", "version", "status", "source", "approved_by", "approved_on", "approval_no", "entry"];
const ENTRY: [&str; 6] = ["no", "scope", "materials", "retention", "class", "year"];

/// The table as far as it could be read; None when a word of a closed list could not.
fn table(r: &mut Reader<'_>, root: &Spanned<DeTable<'_>>) -> Option<FilingTable> {
    let top = Entry { label: String::new(), span: 0..0, table: root.get_ref() };
    r.known(&top, &TOP);
    let (name, version, source) = (r.text(&top, "name"), r.text(&top, "version"), r.text(&top, "source"));
    let status = r.word::<TableStatus>(&top, "status", "建议，待批、已批", "T05");
    let [approved_by, approved_on, approval_no] = ["approved_by", "approved_on", "approval_no"].map(|key| r.free_text(&top, key));
    if status == Some(TableStatus::Approved) && (approved_by.trim().is_empty() || approved_on.parse::<NaiveDate>().is_err()) {
        let message = "status 写的是“已批”，但没有写明批准机关（approved_by）和批准日期（approved_on）".to_owned();
        r.fault("T13", "status", message, "请填写批准机关和日期（如 2026-03-01），还没有批准的写“建议，待批”");
    }
    let mut entries = Vec::new();
    let (mut numbers, mut materials) = (BTreeSet::new(), BTreeSet::new());
    for e in r.entries(&top, "entry", true) {
        entries.push(entry(r, &e, &mut numbers, &mut materials));
    }
    let entries: Option<Vec<FilingEntry>> = entries.into_iter().collect();
    Some(FilingTable { name, version, status: status?, source, approved_by, approved_on, approval_no, entries: entries? })
}

fn entry(
    r: &mut Reader<'_>,
    e: &Entry<'_, '_>,
    numbers: &mut BTreeSet<String>,
    named: &mut BTreeSet<String>,
) -> Option<FilingEntry> {
    r.known(e, &ENTRY);
    let (no, scope) = (r.text(e, "no"), r.text(e, "scope"));
    let line = r.line(&e.span);
    if !no.trim().is_empty() && !numbers.insert(no.clone()) {
        r.fault("T11", e.place("no"), format!("第 {line} 行起的条目：条款号“{no}”已经用过"), "每条用自己的条款号");
    }
    let mut materials = Vec::new();
    for (name, span) in r.texts(e, "materials") {
        let line = r.line(&span);
        if name.trim().is_empty() {
            r.fault("T08", e.place("materials"), format!("第 {line} 行：材料名称没有内容"), "请填写名称或删去");
        } else if !named.insert(name.trim().to_owned()) {
            let message = format!("第 {line} 行：材料“{name}”已经列在别的条目里");
            r.fault("T11", e.place("materials"), message, "一种材料只能在一条里，请删去一处");
        }
        materials.push(name);
    }
    let class = r.free_text(e, "class");
    if !class.is_empty() && !is_class(&class) {
        let message = format!("第 {line} 行起的条目：类别代码“{class}”会写进档号，只能用大写字母、数字或汉字，不超过10个字");
        r.fault("T12", e.place("class"), message, "例如 ZZB 或 组织部；不分类的空着");
    }
    let retention = r.word::<Retention>(e, "retention", "永久、30年、10年", "T05");
    let year = r.word::<YearRule>(e, "year", "办结、形成", "T05");
    Some(FilingEntry { no, scope, materials, retention: retention?, class, year: year? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn the_table_built_in_is_sound_awaits_approval_and_names_every_material_of_the_catalogue_once() {
        let table = FilingTable::read(SUGGESTED, "suggested.toml").unwrap();
        assert_eq!(table.status, TableStatus::Suggested);
        assert!(table.words().contains("建议，待批"), "{}", table.words());
        let catalogue = Catalogue::builtin().unwrap();
        for m in catalogue.steps.iter().flat_map(|s| &s.materials) {
            let entry = table.entry(&m.name).unwrap_or_else(|| panic!("{} stands in no entry", m.name));
            assert_eq!(entry.retention, m.retention, "{}", m.name);
        }
        let known = |name: &String| catalogue.steps.iter().any(|s| s.materials.iter().any(|m| m.name == *name));
        for name in table.entries.iter().flat_map(|e| &e.materials) {
            assert!(known(name), "{name} is no material of the catalogue");
        }
    }

    #[test]
    fn the_longest_name_decides() {
        let table = FilingTable::suggested();
        assert_eq!(table.entry("会议记录（第二次）").unwrap().no, "8");
        assert_eq!(table.entry("部务会会议记录").unwrap().no, "7");
        assert!(table.entry("自拟材料").is_none());
    }

    #[test]
    fn a_table_written_out_reads_back_the_same_and_its_faults_are_told_at_their_entry() {
        let sound = FilingTable::suggested();
        assert_eq!(FilingTable::read(&sound.text(), "x").as_ref(), Ok(sound));
        assert_eq!(sound.faults(), Vec::new());
        let told = |change: fn(&mut FilingTable)| -> Vec<(Option<usize>, String)> {
            let mut table = sound.clone();
            change(&mut table);
            table.faults().into_iter().map(|(at, f)| (at, format!("{}{}", f.code, f.message))).collect()
        };
        for (change, at, code) in [
            ((|t| t.entries[2].no = "1".into()) as fn(&mut FilingTable), Some(2), "T11"),
            (|t| t.entries[4].class = "zzb".into(), Some(4), "T12"),
            (|t| t.entries[1].scope = " ".into(), Some(1), "T08"),
            (|t| t.entries[3].materials = vec!["归档验收表".into()], None, "T11"),
            (|t| t.status = TableStatus::Approved, None, "T13"),
            (|t| t.name = String::new(), None, "T08"),
        ] {
            let found = told(change);
            let fits = |f: &(Option<usize>, String)| f.1.starts_with(code) && (at.is_none() || f.0 == at);
            assert!(found.iter().any(fits) && found.iter().all(|f| !f.1.contains('行')), "{code}: {found:?}");
        }
        let mut own = sound.clone();
        own.entries[0].scope = "带“引号”和 \"英文引号\" \\ 的".into();
        own.approval_no = "云档〔2026〕3号".into();
        assert_eq!(FilingTable::read(&own.text(), "x"), Ok(own));
    }

    #[test]
    fn each_fault_is_told_with_its_line() {
        let cases = [
            ("version = \"1.0\"", "version = \"\"", "T08"),
            ("status = \"建议，待批\"", "status = \"试行\"", "T05"),
            ("status = \"建议，待批\"", "status = \"已批\"", "T13"),
            ("no = \"2\"", "no = \"1\"", "T11"),
            ("materials = [\"资格条件预审表\"]", "materials = [\"归档验收表\"]", "T11"),
            ("class = \"\"", "class = \"zzb\"", "T12"),
            ("retention = \"永久\"", "retention = \"长期\"", "T05"),
            ("year = \"办结\"", "yaer = \"办结\"", "T02"),
            ("[[entry]]", "[[entry", "T01"),
        ];
        for (from, to, code) in cases {
            let text = SUGGESTED.replacen(from, to, 2);
            assert_ne!(text, SUGGESTED, "{from}");
            let faults = FilingTable::read(&text, "归档范围表.toml").unwrap_err();
            assert!(faults.iter().any(|f| f.code == code && !f.remedy.is_empty()), "{to}: {faults:?}");
        }
        let approved = SUGGESTED
            .replace("status = \"建议，待批\"", "status = \"已批\"")
            .replace("approved_by = \"\"", "approved_by = \"云岭市档案局\"")
            .replace("approved_on = \"\"", "approved_on = \"2026-01-05\"");
        let table = FilingTable::read(&approved, "归档范围表.toml").unwrap();
        assert!(table.words().ends_with("1.0版（云岭市档案局 2026-01-05 批准）"), "{}", table.words());
    }
}
