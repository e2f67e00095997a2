//! Forms as data: a file of `assets/forms` says what stands where, a tree of plain values says what is filled in, and the layout engine
//! sets it. A form with nothing filled in is its own 参考模本.
//!
//! Knows no record and no rule: names of fields mean nothing here beyond the vocabulary of [`jishi_core::forms`].

mod blocks;
mod builtin;
mod cells;
mod fill;
mod names;
mod raw;
mod read;
mod sound;
mod spec;
mod template;
#[cfg(test)]
mod tests;

use jishi_core::finding::Finding;
use jishi_core::forms::Tree;
use jishi_core::sheet_code::SheetCode;

pub use builtin::{TEXTS, builtin};
pub use names::Printed;
pub(crate) use read::refused;
pub use spec::{BlockSpec, CellSpec, ColumnSpec, Content, Each, FormSpec, PartSpec, SheetKind};
pub(crate) use template::Template;

use crate::error::Result;
use crate::fonts::FontSet;
use crate::layout::{Block, Numbers, PageCode, Running, Section, Sheet, mm, typeset};
use crate::look::{day, page_code};
use crate::pdf::{About, write};
use crate::report::Rendered;

/// What a form is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling<'a> {
    /// None: the empty form, a 参考模本.
    pub data: Option<&'a Tree>,
    /// Person or batch it is about, for messages and metadata; empty for an empty form.
    pub about: &'a str,
    /// The unit that keeps the file.
    pub unit: &'a str,
    /// What stands in the foot: catalogue and version.
    pub foot: &'a str,
    /// ISO date; goes into the file's metadata.
    pub made_on: &'a str,
    /// The record it is filled from, as the code in the corner of each page names it: where the form is one that comes back signed
    /// ([`FormSpec::scan_back`]).
    pub code: Option<&'a SheetCode>,
    /// Rows an empty form prints all the same: what is asked there is asked of everyone.
    pub known: Option<&'a Tree>,
}

impl FormSpec {
    /// Reads a form file and proves it sound: keys, kinds, names of fields, widths.
    ///
    /// # Errors
    /// Every fault found, each naming the file, the place in it and what to do.
    pub fn parse(text: &str, file: &str) -> std::result::Result<FormSpec, Vec<Finding>> {
        let (spec, mut faults) = read::read(text, file);
        if let Some(spec) = &spec {
            faults.extend(sound::judge(spec, file));
        }
        match spec {
            Some(spec) if faults.is_empty() => Ok(spec),
            _ => Err(faults),
        }
    }
}

/// Draws a form.
///
/// # Errors
/// A character no font has (naming it, the person and the field), a picture that cannot be read, or a date that is none.
pub fn render(spec: &FormSpec, filling: &Filling<'_>, fonts: &FontSet) -> Result<Rendered> {
    render_all(spec, std::slice::from_ref(filling), fonts)
}

/// Takes out empty rows where they push the rest of the form, mostly the places to sign, onto a page of its own: no more than that needs,
/// the last first.
fn without_spare_pages(mut section: Section, person: &str, fonts: &FontSet) -> Result<Section> {
    let spare = |s: &Section| s.blocks.iter().map(|b| if let Block::Table(t) = b { t.spare } else { 0 }).max().unwrap_or(0);
    if spare(&section) == 0 {
        return Ok(section);
    }
    let pages = |s: &Section| Ok::<_, crate::error::FormError>(typeset(std::slice::from_ref(s), person, fonts)?.page_count());
    let all = pages(&section)?;
    if all == 1 {
        return Ok(section);
    }
    let mut least = section.clone();
    while spare(&least) > 0 {
        take_one(&mut least);
    }
    let wanted = pages(&least)?;
    while wanted < all && pages(&section)? > wanted {
        take_one(&mut section);
    }
    Ok(section)
}

/// Numbers the sheets of a ballot that runs over several, so that none is lost or mixed up when they are handed in.
fn with_numbers(section: Section, person: &str, fonts: &FontSet) -> Result<Section> {
    let tiles = section.blocks.iter().filter(|b| matches!(b, Block::Tiles(_))).count();
    let pages = typeset(std::slice::from_ref(&section), person, fonts)?.page_count();
    if tiles == 0 || pages as usize <= tiles {
        return Ok(section);
    }
    // Printers leave the last millimetres of a sheet white.
    let (top, bottom) = (section.sheet.top.max(mm(15.0)), section.sheet.bottom.max(mm(15.0)));
    let sheet = Sheet { top, bottom, numbers: Numbers::OfTotal, ..section.sheet };
    let head = (section.title.clone(), "编号：　　　　　　　　".to_owned());
    let running = Running { head, foot: section.title.clone(), ..section.running };
    Ok(Section { sheet, running, ..section })
}

/// Lets the gaps of a page that stands alone give way, where long words push the rest onto a second.
fn on_one_page(mut section: Section, person: &str, fonts: &FontSet) -> Result<Section> {
    for _ in 0..6 {
        if typeset(std::slice::from_ref(&section), person, fonts)?.page_count() <= 1 {
            break;
        }
        for block in &mut section.blocks {
            if let Block::Gap(height) = block {
                *height *= 0.6;
            }
        }
    }
    Ok(section)
}

/// Takes an empty row out of the list that has most of them.
fn take_one(section: &mut Section) {
    let tables = section.blocks.iter_mut().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    if let Some(table) = tables.max_by_key(|t| t.spare).filter(|t| t.spare > 0) {
        table.rows.pop();
        table.spare -= 1;
    }
}

/// Draws a form several times into one file, a section for each filling; what the file is called is taken from the first.
///
/// # Errors
/// As [`render`].
pub fn render_all(spec: &FormSpec, fillings: &[Filling<'_>], fonts: &FontSet) -> Result<Rendered> {
    let empty = Filling { data: None, about: "", unit: "", foot: "", made_on: "", code: None, known: None };
    let first = fillings.first().unwrap_or(&empty);
    let made_on = day(first.made_on, first.about, "制表日期")?;
    let title = match (first.data, first.about) {
        (None, _) => format!("{}（参考模本）", spec.name),
        (Some(_), "") => spec.name.clone(),
        (Some(_), about) => format!("{}（{about}）", spec.name),
    };
    let (mut sections, mut pictures) = (Vec::<Section>::with_capacity(fillings.len()), Vec::new());
    for filling in fillings {
        let mut fill = fill::Fill::new(spec, filling, fonts);
        fill.pictures = std::mem::take(&mut pictures);
        let code = filling.code.filter(|_| spec.scan_back).map(page_code);
        let mut sheet = spec.sheet();
        if code.is_some() {
            sheet.top = sheet.top.max(PageCode::ROOM);
        }
        let blocks = blocks::build(&mut fill, &spec.blocks, &sheet)?;
        pictures = fill.pictures;
        let running = if spec.layout == SheetKind::Table || spec.layout == SheetKind::Wide {
            Running {
                head: (title.clone(), filling.unit.to_owned()),
                from_first: false,
                foot: if spec.catalogue { filling.foot.to_owned() } else { String::new() },
                code,
            }
        } else {
            Running { code, ..Running::default() }
        };
        match sections.last_mut().filter(|_| spec.each == Some(Each::Person)) {
            // The sheets of one record come back as one paper: their pages are counted through.
            Some(paper) => {
                paper.blocks.push(Block::Page);
                paper.blocks.extend(blocks);
            }
            None => sections.push(Section { title: title.clone(), sheet, blocks, running }),
        }
    }
    let fitted = |section: Section| {
        let section = if spec.layout == SheetKind::Bare { on_one_page(section, first.about, fonts)? } else { section };
        let section = without_spare_pages(section, first.about, fonts)?;
        if spec.layout == SheetKind::Cut { with_numbers(section, first.about, fonts) } else { Ok(section) }
    };
    let sections = sections.into_iter().map(fitted).collect::<Result<Vec<_>>>()?;
    let person = if first.about.is_empty() { spec.name.as_str() } else { first.about };
    let set = typeset(&sections, person, fonts)?;
    let about = About { title, author: first.unit.to_owned(), subject: spec.name.clone(), made_on: Some(made_on) };
    let pdf = write(&set, &pictures, &about, fonts)?;
    Ok(Rendered { pdf, pages: set.page_count() })
}
