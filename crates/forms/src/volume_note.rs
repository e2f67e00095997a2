//! 备考表: what the archivist notes of a box or volume, who arranged and who checked it (DA/T 22).

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Align, Block, Cell, Head, Para, Row, Running, Section, Sheet, Table, Valign, mm, typeset};
use crate::look::{LABEL, LONG_VALUE, META, TITLE, VALUE, cell, day};
use crate::pdf::{About, write};
use crate::report::Rendered;

/// The sheet. Empty fields are left to be filled in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolumeNote {
    /// Person or batch the volume is about.
    pub about: String,
    /// 档号 of the volume.
    pub archive_no: String,
    /// 盒内文件情况说明: missing items, corrections, transfers; lines separated by `\n`.
    pub description: String,
    /// 整理人
    pub arranged_by: String,
    /// 整理日期, as printed.
    pub arranged_on: String,
    /// 检查人
    pub checked_by: String,
    /// 检查日期, as printed.
    pub checked_on: String,
    pub unit: String,
    pub foot: String,
    /// ISO date; goes into the file's metadata.
    pub made_on: String,
}

const NAME: &str = "备考表";

/// Draws the sheet on A4 upright.
///
/// # Errors
/// A character no font has, or a date that is none.
pub fn render(note: &VolumeNote, fonts: &FontSet) -> Result<Rendered> {
    let made_on = day(&note.made_on, &note.about, "制表日期")?;
    let sheet = Sheet::portrait();
    let blocks = vec![
        Block::Gap(8.0),
        Block::Heading(1, Para::new("备　考　表", TITLE, "标题")),
        Block::Gap(8.0),
        Block::Beside(vec![
            (1.0, Para::new(&note.about, META, "卷名")),
            (1.0, Para::new(format!("档号：{}", note.archive_no), META.align(Align::Right), "档号")),
        ]),
        Block::Gap(3.0),
        Block::Table(table(note, sheet.body_width())),
    ];
    let title = if note.about.is_empty() { NAME.to_owned() } else { format!("{NAME}（{}）", note.about) };
    let running = Running { head: (title.clone(), note.unit.clone()), foot: note.foot.clone(), code: None };
    let set = typeset(&[Section { title: title.clone(), sheet, blocks, running }], &note.about, fonts)?;
    let about = About { title, author: note.unit.clone(), subject: note.archive_no.clone(), made_on };
    let pdf = write(&set, &[], &about, fonts)?;
    Ok(Rendered { pdf, pages: u32::try_from(set.pages.len()).unwrap_or(u32::MAX) })
}

fn table(note: &VolumeNote, width: f32) -> Table {
    let mut table = Table::of(width, &[30.0, 54.0, 30.0, 54.0]);
    table.padding = (6.0, 6.0);
    let heading = "盒内文件情况说明";
    table.rows.push(Row {
        with_next: true,
        ..Row::new(mm(10.0), vec![cell(heading, LABEL, heading).head(Head::Column).span(4, 1)]).whole()
    });
    let paras =
        note.description.split('\n').map(|line| Para::new(line, LONG_VALUE.hang(-2.0 * LONG_VALUE.size), heading)).collect();
    table.rows.push(Row::new(mm(150.0), vec![Cell::paras(paras).span(4, 1).valign(Valign::Top)]));
    let line = |a: (&str, &str), b: (&str, &str)| {
        let cells =
            [a, b].into_iter().flat_map(|(name, text)| [cell(name, LABEL, name).head(Head::Row), cell(text, VALUE, name)]);
        Row::new(mm(14.0), cells.collect()).whole()
    };
    table.rows.push(line(("整理人", &note.arranged_by), ("整理日期", &note.arranged_on)));
    table.rows.push(line(("检查人", &note.checked_by), ("检查日期", &note.checked_on)));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{keeps_line_rules, sound, squeezed, structure};
    use crate::sample::long_text;
    use crate::testing::{fonts, keep};

    fn note() -> VolumeNote {
        VolumeNote {
            about: "欧阳䶮 个人文书档案".into(),
            archive_no: "Z109-WS·2026-Y-G-202603-007".into(),
            description: format!("本盒共17件、62页，目录与实物相符。\n第9件为复制件，原件存综合卷第6件。\n{}", long_text(300)),
            arranged_by: "李㛃".into(),
            arranged_on: "2026年6月30日".into(),
            checked_by: "买买提·艾力".into(),
            checked_on: "2026年7月2日".into(),
            unit: "中共某市委组织部".into(),
            foot: "选任纪实".into(),
            made_on: "2026-06-30".into(),
        }
    }

    #[test]
    fn the_note_is_archival_and_keeps_its_text() {
        let note = note();
        let rendered = render(&note, fonts()).unwrap();
        keep("备考表", &rendered.pdf);
        sound("备考表", &rendered.pdf);
        keeps_line_rules("备考表", &rendered.pdf);
        assert_eq!(rendered.pages, 1);
        assert_eq!(rendered, render(&note, fonts()).unwrap());
        let text = squeezed(&structure(&rendered.pdf)).replace('"', "");
        for v in
            note.description.lines().chain([note.arranged_by.as_str(), &note.checked_by, &note.arranged_on, &note.checked_on])
        {
            assert!(text.contains(&squeezed(v).replace('"', "")), "{v}");
        }
    }

    #[test]
    fn a_long_note_goes_on_and_an_empty_one_is_a_blank_sheet() {
        let long = render(&VolumeNote { description: long_text(5000), ..note() }, fonts()).unwrap();
        assert!(long.pages > 1);
        sound("长备考表", &long.pdf);
        sound("空备考表", &render(&VolumeNote { made_on: "2026-06-30".into(), ..VolumeNote::default() }, fonts()).unwrap().pdf);
    }
}
