//! 《干部选拔任用工作全程纪实报告表》: head and person block after form A (domain.md §3.2), the steps grouped by stage, the four
//! sign-offs and the notes, in three copies. Draws what [`Report`] says, worded and ordered as a [`ReportForm`] says; judges and reckons
//! nothing.

mod form;

use jishi_core::case::StepState;
use jishi_core::lrmx::display_month;
use jishi_core::person::FamilyMember;
use jishi_core::report::{Report, ReportRow};

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet};
use crate::layout::{Align, Block, Cell, Head, Para, Row, Running, Section, Sheet, Style, Table, Typeset, Valign, mm, typeset};
use crate::look::{
    LABEL, LIST, LONG_VALUE, META, NOTE, TITLE, VALUE, cell, chinese, column, dated_paras, day, label, name_lines, value,
};
use crate::pdf::{About, write};
use crate::picture::Picture;
use form::{Labelled, StepColumn};

pub use form::{REPORT_KEY, REPORT_TEXT, ReportForm};

/// 一式三份: where each copy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// 第一联: 报上级监督机构
    Supervision,
    /// 第二联: 组织部门办理任职手续
    Appointment,
    /// 第三联: 归入本人档案
    PersonalFile,
}

impl Copy {
    /// The three, in order.
    pub const ALL: [Copy; 3] = [Copy::Supervision, Copy::Appointment, Copy::PersonalFile];

    /// 第一联（报上级监督机构）, as the form words it.
    fn label(self, form: &ReportForm) -> &str {
        let [first, second, third] = &form.copies;
        match self {
            Copy::Supervision => first,
            Copy::Appointment => second,
            Copy::PersonalFile => third,
        }
    }
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// PDF/A-2a and PDF/UA-1.
    pub pdf: Vec<u8>,
    pub pages: u32,
}

/// The report in three copies, each with its own page numbers.
///
/// # Errors
/// A character no font has, a photograph that cannot be read, or a date that is none; nothing is made then.
pub fn render(form: &ReportForm, report: &Report, photo: Option<&[u8]>, fonts: &FontSet) -> Result<Rendered> {
    render_copies(form, report, photo, fonts, &Copy::ALL)
}

/// The report in the copies asked for.
///
/// # Errors
/// As [`render`].
pub fn render_copies(
    form: &ReportForm,
    report: &Report,
    photo: Option<&[u8]>,
    fonts: &FontSet,
    copies: &[Copy],
) -> Result<Rendered> {
    let (set, pictures, about) = set(form, report, photo, fonts, copies)?;
    let pdf = write(&set, &pictures, &about, fonts)?;
    Ok(Rendered { pdf, pages: set.page_count() })
}

/// How many pages [`render_copies`] would make: set in the same way, but not written as a file, which takes most of the time.
///
/// # Errors
/// As [`render`].
pub fn count_pages(form: &ReportForm, report: &Report, photo: Option<&[u8]>, fonts: &FontSet, copies: &[Copy]) -> Result<u32> {
    let (set, _, about) = set(form, report, photo, fonts, copies)?;
    about.judge(fonts)?;
    Ok(set.page_count())
}

fn set(
    form: &ReportForm,
    report: &Report,
    photo: Option<&[u8]>,
    fonts: &FontSet,
    copies: &[Copy],
) -> Result<(Typeset, Vec<Picture>, About)> {
    let person = report.person.name.as_str();
    if copies.is_empty() {
        return Err(FormError::Pdf { title: form.title.clone(), reason: "没有指定要生成哪一联".to_owned() });
    }
    let made_on = day(&report.made_on, person, "制表日期")?;
    let pictures: Vec<Picture> = photo.map(|bytes| Picture::read(bytes, person)).transpose()?.into_iter().collect();
    let sections = sections(form, report, fonts, (pictures.first(), &chinese(made_on)), copies);
    let set = typeset(&sections, person, fonts)?;
    let about = About {
        title: format!("{}（{}）", form.title, if person.is_empty() { "参考模本" } else { person }),
        author: report.unit.clone(),
        subject: format!("{} {}", report.batch_name, report.archive_no).trim().to_owned(),
        made_on: Some(made_on),
    };
    Ok((set, pictures, about))
}

fn sections(
    form: &ReportForm,
    report: &Report,
    fonts: &FontSet,
    (photo, made_on): (Option<&Picture>, &str),
    copies: &[Copy],
) -> Vec<Section> {
    let empty = report.person.name.trim().is_empty();
    let made_on = if empty { BLANK_DATE } else { made_on }.to_owned();
    let sheet = Filled { form, report, fonts, photo, made_on, empty };
    copies.iter().map(|copy| sheet.section(*copy)).collect()
}

struct Filled<'a> {
    form: &'a ReportForm,
    report: &'a Report,
    fonts: &'a FontSet,
    photo: Option<&'a Picture>,
    made_on: String,
    /// The 参考模本, filled in by hand.
    empty: bool,
}

/// A signature's date, to be filled in by hand.
const BLANK_DATE: &str = "　　　　年　　月　　日";
const BLANK_NUMBER: &str = "　　　　　　　　";

impl Filled<'_> {
    fn section(&self, copy: Copy) -> Section {
        let r = self.report;
        let sheet = Sheet { right: mm(17.0), left: mm(24.0), ..Sheet::portrait() };
        let copy = if self.empty { "参考模本" } else { copy.label(self.form) };
        let say = |field: &str| match field {
            "单位" => r.unit.clone(),
            "档号" if r.archive_no.is_empty() => BLANK_NUMBER.to_owned(),
            "档号" => r.archive_no.clone(),
            "批次" if r.batch_number.is_empty() => r.batch_name.clone(),
            "批次" => format!("{}（{}）", r.batch_name, r.batch_number),
            _ => self.made_on.clone(),
        };
        let mut blocks = vec![
            Block::Text(Para::new(copy, META.align(Align::Right), "联次")),
            Block::Gap(4.0),
            Block::Heading(1, Para::new(&*self.form.title, TITLE, "标题")),
            Block::Gap(6.0),
        ];
        for [left, right] in self.form.head(&say) {
            let called = |words: &str| told(words.split('：').next().unwrap_or_default());
            let [first, second] = [called(&left), called(&right)];
            blocks.push(Block::Beside(vec![
                (1.0, Para::new(left, META, first)),
                (1.0, Para::new(right, META.align(Align::Right), second)),
            ]));
        }
        blocks.extend([
            Block::Gap(3.0),
            Block::Table(self.person(sheet.body_width())),
            Block::Gap(10.0),
            Block::Heading(2, Para::new(&*self.form.record.title, SUBTITLE_HEAD, "标题")),
            Block::Gap(3.0),
            Block::Table(self.steps(sheet.body_width())),
            Block::Gap(10.0),
            Block::Table(self.sign_offs(sheet.body_width())),
            Block::Gap(5.0),
        ]);
        let notes = self.form.closing.notes.iter().enumerate();
        blocks.extend(notes.map(|(at, note)| {
            let style = if at == 0 { NOTE.hang(18.0) } else { NOTE };
            Block::Text(Para::new(&**note, style, "注"))
        }));
        let foot = [format!("{} 版本 {}", r.catalogue_name, r.catalogue_version), r.edition.clone()];
        let foot = foot.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("　");
        Section {
            title: copy.to_owned(),
            sheet,
            blocks,
            running: Running {
                head: (format!("{}　{}", self.form.title, r.person.name), copy.to_owned()),
                foot,
                ..Running::default()
            },
        }
    }

    /// 拟任人选基本情况, 简历, 家庭主要成员.
    fn person(&self, width: f32) -> Table {
        let r = self.report;
        let p = &r.person;
        let words = &self.form.person;
        let mut table = Table::of(width, &[9.0, 13.0, 25.0, 20.0, 24.0, 24.0, 24.0, 30.0]);
        let photo = match self.photo {
            Some(picture) => Cell::picture(0, picture.ratio(), format!("{}的照片", p.name)),
            None => value(&words.photo, "照片"),
        };
        let tall = mm(10.4);
        let joined = |a: &str, b: &str| if a.is_empty() || b.is_empty() { format!("{a}{b}") } else { format!("{a}\n{b}") };
        let mut rows: Vec<Row> = Vec::new();
        for one in &words.short {
            let of = |(at, l): (usize, &Labelled)| {
                let label = label(&l.label);
                [if at == 0 { label.span(2, 1) } else { label }, value(&self.value(&l.field), &told(&l.label))]
            };
            rows.push(Row::new(tall, one.iter().enumerate().flat_map(of).collect()).whole());
        }
        let beside = rows.len();
        if let Some(first) = rows.first_mut() {
            first.cells.push(photo.span(1, beside));
            first.bookmark = Some((1, words.bookmark.clone()));
        }
        table.rows.extend(rows);
        let schools = [
            (&words.full_time, &p.fulltime_education, &p.fulltime_degree, &p.fulltime_school, &p.fulltime_degree_school),
            (&words.in_service, &p.inservice_education, &p.inservice_degree, &p.inservice_school, &p.inservice_degree_school),
        ];
        for (i, (kind, education, degree, school, degree_school)) in schools.into_iter().enumerate() {
            let mut cells = Vec::new();
            if i == 0 {
                cells.push(label(&words.education).span(2, 2));
            }
            cells.push(label(kind));
            cells.push(value(&joined(education, degree), kind).span(2, 1));
            cells.push(label(&words.school));
            let schools = if school == degree_school { school.clone() } else { joined(school, degree_school) };
            cells.push(value(&schools, &format!("{kind}{}", told(&words.school))).span(2, 1));
            table.rows.push(Row::new(mm(9.5), cells).whole());
        }
        for row in &words.long {
            let mut cells = Vec::new();
            for (at, l) in row.iter().enumerate() {
                let said = self.value(&l.field);
                if at == 0 {
                    let style = VALUE.align(Align::Left);
                    cells.push(label(&l.label).span(2, 1));
                    cells.push(cell(&said, style, told(&l.label)).span(if row.len() > 1 { 3 } else { 6 }, 1));
                } else {
                    cells.push(label(&l.label));
                    cells.push(value(&said, &told(&l.label)).span(2, 1));
                }
            }
            table.rows.push(Row::new(mm(9.5), cells).whole());
        }
        table.rows.push(self.resume());
        table.rows.extend(self.family());
        table
    }

    /// What stands beside a label.
    fn value(&self, field: &str) -> String {
        let (r, p) = (self.report, &self.report.person);
        match field {
            "姓名" => name_lines(&p.name, &VALUE, mm(23.0), self.fonts),
            "性别" => p.sex.clone(),
            "出生年月" => display_month(&p.born),
            "民族" => p.ethnicity.clone(),
            "籍贯" => p.native_place.clone(),
            "出生地" => p.birthplace.clone(),
            "参加工作时间" => display_month(&p.started_work),
            "入党时间" => display_month(&p.joined_party),
            "政治面貌" => r.political_status.clone(),
            "健康状况" => p.health.clone(),
            "专业技术职务" => p.technical_title.clone(),
            "熟悉专业" => p.speciality.clone(),
            "现任职务" => r.current_post.clone(),
            "任现职时间" => display_month(&r.current_post_since),
            "拟任职务" => r.proposed_post.clone(),
            "选任结果" => r.outcome.clone(),
            "拟免职务" => r.removed_post.clone(),
            // No record holds 人员身份 and 任现职级时间; they are written in where the office fills them.
            _ => String::new(),
        }
    }

    /// 简历: entries begin with their dates, what follows hangs beside them.
    fn resume(&self) -> Row {
        let text = dated_paras(&self.report.person.resume, LONG_VALUE, "简历", self.fonts);
        let label = Cell::new(Para::new(&*self.form.person.resume, LABEL.vertical(), "简历")).head(Head::Row);
        Row::new(mm(50.0), vec![label, Cell::paras(text).span(7, 1)])
    }

    fn family(&self) -> Vec<Row> {
        let members = &self.report.person.family;
        let blank: [FamilyMember; 7] = std::array::from_fn(|_| FamilyMember::default());
        let members = match members.as_slice() {
            [] if self.empty => &blank[..],
            [] => &blank[..1],
            known => known,
        };
        let words = &self.form.person;
        let label =
            Cell::new(Para::new(&*words.family, LABEL.vertical(), "家庭主要成员")).head(Head::Row).span(1, members.len() + 1);
        let mut first = vec![label];
        let heads = words.family_columns.iter().zip([1, 1, 1, 1, 3]);
        first.extend(heads.map(|(name, span)| cell(name, LABEL, &**name).head(Head::Column).span(span, 1)));
        let mut rows = vec![Row { with_next: true, ..Row::new(mm(8.5), first).whole() }];
        // The label stands upright beside them: few members still give it room.
        #[expect(clippy::cast_precision_loss, reason = "a family has few members")]
        let tall = mm(8.5).max((6.0 * LABEL.leading + 8.0 - mm(8.5)) / members.len() as f32);
        for (i, m) in members.iter().enumerate() {
            let field = |name: &str| format!("家庭主要成员第{}行{name}", i + 1);
            rows.push(
                Row::new(
                    tall,
                    vec![
                        cell(&m.relation, VALUE, field("称谓")),
                        cell(&name_lines(&m.name, &VALUE, mm(22.0), self.fonts), VALUE, field("姓名")),
                        cell(&display_month(&m.born), VALUE, field("出生年月")),
                        cell(&m.political_status, VALUE, field("政治面貌")),
                        cell(&m.employer, VALUE.align(Align::Left), field("工作单位及职务")).span(3, 1),
                    ],
                )
                .whole(),
            );
        }
        rows
    }

    /// The table of steps: head on every page, a band for each stage.
    fn steps(&self, width: f32) -> Table {
        let columns = &self.form.record.columns;
        let mut table = Table::of(width, &columns.iter().map(|c| c.width).collect::<Vec<_>>());
        table.head_rows = 1;
        table.padding = (3.2, 3.2);
        table.rows.push(Row::new(mm(8.0), columns.iter().map(|c| column(&c.head)).collect()).whole());
        for (number, stage) in NUMERALS.iter().map(Some).chain(std::iter::repeat(None)).zip(&self.report.stages) {
            let name = number.map_or_else(|| stage.name.clone(), |n| format!("{n}、{}", stage.name));
            let band = Cell::new(Para::new(name, BAND, "环节")).span(columns.len(), 1).head(Head::Row).ground(0.965);
            table.rows.push(Row::new(mm(7.0), vec![band]).group(1, &stage.name));
            let mut rows = stage.rows.iter().peekable();
            let mut before = None;
            while let Some(row) = rows.next() {
                let again = before == Some(&row.step);
                before = Some(&row.step);
                let more = if again { 0 } else { rows.clone().take_while(|next| next.step == row.step).count() };
                table.rows.push(step_row(row, (!again).then_some(more + 1), columns));
            }
        }
        table
    }

    /// The places to sign and seal, kept together.
    fn sign_offs(&self, width: f32) -> Table {
        let mut table = Table::of(width, &[27.0, 58.0, 27.0, 58.0]);
        table.whole = true;
        let date = || cell(BLANK_DATE, VALUE.align(Align::Right), "签名日期").valign(Valign::Bottom);
        for signers in &self.form.closing.signatures {
            let cells = signers.names.iter().flat_map(|name| [label(name), date()]).collect();
            table.rows.push(Row::new(mm(signers.height), cells).whole());
        }
        if let Some(first) = table.rows.first_mut() {
            first.bookmark = Some((1, self.form.closing.bookmark.clone()));
        }
        table
    }
}

const SUBTITLE_HEAD: Style = Style::new(Face::SongBold, 13.0, 18.0).align(Align::Centre);
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// The item a step belongs to, under the step's name.
const ITEM: Style = Style::new(Face::Kai, 7.5, 9.6);
const BAND: Style = Style::new(Face::SongBold, 10.0, 14.0);

/// One record of a step; the first also carries the step's name over all its records.
fn step_row(row: &ReportRow, span: Option<usize>, columns: &[StepColumn]) -> Row {
    let field = |name: &str| format!("第{}步 {}·{name}", row.no, row.step_name);
    let mut cells = Vec::with_capacity(7);
    if let Some(rows) = span {
        let name = Para::new(format!("{}．{}", row.no, row.step_name), LIST, field("步骤"));
        let mut paras = vec![name];
        if !row.item_name.is_empty() && row.item_name != row.step_name {
            paras.push(Para::new(&row.item_name, ITEM, field("项")));
        }
        cells.push(Cell::paras(paras).head(Head::Row).span(1, rows));
    }
    let done = match row.state {
        StepState::Recorded => LIST.align(Align::Justify),
        // What is not there must be seen at a glance.
        StepState::Missing => Style { face: Face::SongBold, ..LIST },
        StepState::NotApplicable | StepState::NotReached => Style { face: Face::Kai, ..LIST },
    };
    let centre = LIST.align(Align::Centre);
    for column in columns.iter().skip(1) {
        let (said, style) = match column.field.as_str() {
            "时间" => (&row.time, centre),
            "地点" => (&row.place, centre),
            "操作情况" => (&row.done, done),
            "纪实方式" => (&row.mode, centre),
            "责任人" => (&row.responsible, centre),
            _ => (&row.materials, LIST),
        };
        cells.push(cell(said, style, field(&column.field)));
    }
    Row::new(mm(9.0), cells)
}

/// A label without what sets it on the form, for messages.
fn told(label: &str) -> String {
    label.replace(['\u{3000}', ' ', '\n'], "")
}

#[cfg(test)]
mod tests;
