//! 归档文件目录: the list of what a volume or box holds, one line an item, with the cover's data as its heading (DA/T 22).

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Para, Row, Running, Section, Sheet, Table, mm, typeset};
use crate::look::{LIST, META, TITLE, cell, chinese, column, day};
use crate::pdf::{About, write};
use crate::report::Rendered;

/// One 件.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// 序号, as printed.
    pub number: String,
    /// 档号
    pub archive_no: String,
    /// 文号
    pub document_no: String,
    /// 责任者
    pub author: String,
    /// 题名
    pub title: String,
    /// 日期, as printed.
    pub date: String,
    /// 密级
    pub secrecy: String,
    /// 页数, as printed.
    pub pages: String,
    /// 备注
    pub note: String,
}

/// The whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueList {
    /// What the list is called: 归档文件目录 or 卷内文件目录.
    pub title: String,
    /// Person or batch the volume is about, for the heading and for messages.
    pub about: String,
    /// Cover data in order, such as 全宗号, 年度, 保管期限, 机构（问题）, 盒号.
    pub cover: Vec<(String, String)>,
    pub entries: Vec<CatalogueEntry>,
    /// The unit that keeps the file.
    pub unit: String,
    /// What stands in the foot: program and catalogue with version.
    pub foot: String,
    /// ISO date; goes into the file's metadata.
    pub made_on: String,
}

/// Names of the columns and their shares of the width.
const COLUMNS: [(&str, f32); 9] = [
    ("序号", 11.0),
    ("档号", 50.0),
    ("文号", 26.0),
    ("责任者", 32.0),
    ("题名", 64.0),
    ("日期", 18.0),
    ("密级", 12.0),
    ("页数", 11.0),
    ("备注", 40.0),
];

/// Draws the list on A4 lying.
///
/// # Errors
/// A character no font has, or a date that is none.
pub fn render(list: &CatalogueList, fonts: &FontSet) -> Result<Rendered> {
    let made_on = day(&list.made_on, &list.about, "制表日期")?;
    let sheet = Sheet::landscape();
    let mut blocks = vec![Block::Heading(1, Para::new(&list.title, TITLE, "标题")), Block::Gap(6.0)];
    // Cover data four to a line.
    let mut cover: Vec<(String, String)> = list.cover.clone();
    cover.push(("制表日期".into(), chinese(made_on)));
    for line in cover.chunks(4) {
        let parts = (0..4).map(|i| {
            let text = line.get(i).map(|(name, value)| format!("{name}：{value}")).unwrap_or_default();
            let field = line.get(i).map(|(name, _)| name.clone()).unwrap_or_default();
            (1.0, Para::new(text, META, field))
        });
        blocks.push(Block::Beside(parts.collect()));
    }
    blocks.push(Block::Gap(3.0));
    blocks.push(Block::Table(table(list, sheet.body_width())));
    let title = if list.about.is_empty() { list.title.clone() } else { format!("{}（{}）", list.title, list.about) };
    let running = Running { head: (title.clone(), list.unit.clone()), foot: list.foot.clone(), code: None };
    let set = typeset(&[Section { title: title.clone(), sheet, blocks, running }], &list.about, fonts)?;
    let about = About { title, author: list.unit.clone(), subject: list.about.clone(), made_on };
    let pdf = write(&set, &[], &about, fonts)?;
    Ok(Rendered { pdf, pages: u32::try_from(set.pages.len()).unwrap_or(u32::MAX) })
}

fn table(list: &CatalogueList, width: f32) -> Table {
    let mut table = Table::of(width, &COLUMNS.map(|c| c.1));
    table.head_rows = 1;
    table.rows.push(Row::new(mm(9.0), COLUMNS.iter().map(|c| column(c.0)).collect()).whole());
    for (i, entry) in list.entries.iter().enumerate() {
        let values = [
            (&entry.number, Align::Centre),
            (&entry.archive_no, Align::Left),
            (&entry.document_no, Align::Left),
            (&entry.author, Align::Left),
            (&entry.title, Align::Justify),
            (&entry.date, Align::Centre),
            (&entry.secrecy, Align::Centre),
            (&entry.pages, Align::Centre),
            (&entry.note, Align::Left),
        ];
        let cells = values
            .into_iter()
            .zip(COLUMNS)
            .map(|((text, align), (name, _))| cell(text, LIST.align(align), format!("第{}行{name}", i + 1)));
        table.rows.push(Row::new(mm(8.5), cells.collect()));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{keeps_line_rules, laid_text, sound, squeezed, structure};
    use crate::testing::{fonts, keep};

    fn list(entries: usize) -> CatalogueList {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let titles = [
            "关于征求对拟提拔任用人选欧阳䶮党风廉政意见的函及市纪委监委的回复",
            "干部任免审批表",
            "会议推荐得票汇总表、谈话推荐情况汇总表（摘录）",
            "中共某市委常委会会议关于干部任免的决定（第12次）",
        ];
        CatalogueList {
            title: "归档文件目录".into(),
            about: "买买提·艾力".into(),
            cover: vec![
                pair("全宗号", "Z109"),
                pair("年度", "2026"),
                pair("保管期限", "永久"),
                pair("机构（问题）", "干部一科"),
                pair("盒号", "7"),
            ],
            entries: (1..=entries)
                .map(|n| CatalogueEntry {
                    number: n.to_string(),
                    archive_no: format!("Z109-WS·2026-Y-G-202603-007-{n:03}"),
                    document_no: if n % 3 == 0 { format!("某组通〔2026〕{n}号") } else { String::new() },
                    author: "中共某市委组织部".into(),
                    title: titles[n % titles.len()].into(),
                    date: format!("202605{:02}", n % 28 + 1),
                    secrecy: if n % 5 == 0 { "机密★10年".into() } else { String::new() },
                    pages: (n % 9 + 1).to_string(),
                    note: if n % 7 == 0 { "复制件".into() } else { String::new() },
                })
                .collect(),
            unit: "中共某市委组织部".into(),
            foot: "选任纪实　内置示例目录 1.0".into(),
            made_on: "2026-06-30".into(),
        }
    }

    #[test]
    fn the_list_is_archival_repeats_its_head_and_keeps_every_entry() {
        let list = list(60);
        let rendered = render(&list, fonts()).unwrap();
        keep("归档文件目录", &rendered.pdf);
        sound("归档文件目录", &rendered.pdf);
        keeps_line_rules("归档文件目录", &rendered.pdf);
        assert_eq!(rendered, render(&list, fonts()).unwrap());
        let laid = laid_text(&rendered.pdf);
        let pages: Vec<&str> = laid.split('\u{c}').filter(|p| !p.trim().is_empty()).collect();
        assert!(pages.len() > 2);
        for (i, page) in pages.iter().enumerate() {
            assert!(COLUMNS.iter().all(|c| page.contains(c.0)), "page {i}: {page}");
            assert!(page.contains(&format!("第{}页 共{}页", i + 1, pages.len())), "page {i}");
        }
        let text = squeezed(&structure(&rendered.pdf)).replace('"', "");
        for e in &list.entries {
            for v in [&e.archive_no, &e.document_no, &e.author, &e.title, &e.date, &e.secrecy, &e.note] {
                assert!(text.contains(v.as_str()), "{v}");
            }
        }
        assert!(text.contains("保管期限：永久") && text.contains("盒号：7"));
    }

    #[test]
    fn an_empty_list_is_still_a_sound_sheet_and_a_missing_glyph_names_its_line() {
        sound("空目录", &render(&list(0), fonts()).unwrap().pdf);
        let mut list = list(3);
        list.entries[1].title.push('\u{F8FE}');
        let error = render(&list, fonts()).unwrap_err().to_string();
        assert!(error.contains("买买提·艾力") && error.contains("第2行题名"), "{error}");
    }
}
