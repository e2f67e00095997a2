//! 《干部选拔任用工作全程纪实报告表》: head and person block after form A (domain.md §3.2), the steps grouped by stage, the four
//! sign-offs and the notes, in three copies. Draws what [`Report`] says; judges and reckons nothing.

use jishi_core::case::StepState;
use jishi_core::person::FamilyMember;
use jishi_core::report::{Report, ReportRow};

use crate::error::{FormError, Result};
use crate::fonts::{Face, FontSet};
use crate::layout::{Align, Block, Cell, Head, Para, Row, Running, Section, Sheet, Style, Table, Typeset, Valign, mm, typeset};
use crate::look::{
    LABEL, LIST, LONG_VALUE, META, NOTE, TITLE, VALUE, cell, chinese, column, dated_paras, day, label, month, name_lines, value,
};
use crate::pdf::{About, write};
use crate::picture::Picture;

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

    /// 第一联（报上级监督机构）
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Copy::Supervision => "第一联（报上级监督机构）",
            Copy::Appointment => "第二联（组织部门办理任职手续）",
            Copy::PersonalFile => "第三联（归入本人档案）",
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

pub(crate) const TITLE_TEXT: &str = "干部选拔任用工作全程纪实报告表";

/// The report in three copies, each with its own page numbers.
///
/// # Errors
/// A character no font has, a photograph that cannot be read, or a date that is none; nothing is made then.
pub fn render(report: &Report, photo: Option<&[u8]>, fonts: &FontSet) -> Result<Rendered> {
    render_copies(report, photo, fonts, &Copy::ALL)
}

/// The report in the copies asked for.
///
/// # Errors
/// As [`render`].
pub fn render_copies(report: &Report, photo: Option<&[u8]>, fonts: &FontSet, copies: &[Copy]) -> Result<Rendered> {
    let (set, pictures, about) = set(report, photo, fonts, copies)?;
    let pdf = write(&set, &pictures, &about, fonts)?;
    Ok(Rendered { pdf, pages: set.page_count() })
}

/// How many pages [`render_copies`] would make: set in the same way, but not written as a file, which takes most of the time.
///
/// # Errors
/// As [`render`].
pub fn count_pages(report: &Report, photo: Option<&[u8]>, fonts: &FontSet, copies: &[Copy]) -> Result<u32> {
    let (set, _, about) = set(report, photo, fonts, copies)?;
    about.judge(fonts)?;
    Ok(set.page_count())
}

fn set(report: &Report, photo: Option<&[u8]>, fonts: &FontSet, copies: &[Copy]) -> Result<(Typeset, Vec<Picture>, About)> {
    let person = report.person.name.as_str();
    if copies.is_empty() {
        return Err(FormError::Pdf { title: TITLE_TEXT.to_owned(), reason: "没有指定要生成哪一联".to_owned() });
    }
    let made_on = day(&report.made_on, person, "制表日期")?;
    let pictures: Vec<Picture> = photo.map(|bytes| Picture::read(bytes, person)).transpose()?.into_iter().collect();
    let sections = sections(report, fonts, pictures.first(), &chinese(made_on), copies);
    let set = typeset(&sections, person, fonts)?;
    let about = About {
        title: format!("{TITLE_TEXT}（{}）", if person.is_empty() { "参考模本" } else { person }),
        author: report.unit.clone(),
        subject: format!("{} {}", report.batch_name, report.archive_no).trim().to_owned(),
        made_on: Some(made_on),
    };
    Ok((set, pictures, about))
}

fn sections(report: &Report, fonts: &FontSet, photo: Option<&Picture>, made_on: &str, copies: &[Copy]) -> Vec<Section> {
    let empty = report.person.name.trim().is_empty();
    let made_on = if empty { BLANK_DATE } else { made_on }.to_owned();
    let form = Form { report, fonts, photo, made_on, empty };
    copies.iter().map(|copy| form.section(*copy)).collect()
}

struct Form<'a> {
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

impl Form<'_> {
    fn section(&self, copy: Copy) -> Section {
        let r = self.report;
        let sheet = Sheet { right: mm(17.0), left: mm(24.0), ..Sheet::portrait() };
        let or_blank = |s: &str| if s.is_empty() { BLANK_NUMBER.to_owned() } else { s.to_owned() };
        let batch =
            if r.batch_number.is_empty() { r.batch_name.clone() } else { format!("{}（{}）", r.batch_name, r.batch_number) };
        let blocks = vec![
            Block::Text(Para::new(if self.empty { "参考模本" } else { copy.label() }, META.align(Align::Right), "联次")),
            Block::Gap(4.0),
            Block::Heading(1, Para::new(TITLE_TEXT, TITLE, "标题")),
            Block::Gap(6.0),
            Block::Beside(vec![
                (1.0, Para::new(format!("呈报单位：{}", r.unit), META, "呈报单位")),
                (1.0, Para::new(format!("文书档案编码：{}", or_blank(&r.archive_no)), META.align(Align::Right), "文书档案编码")),
            ]),
            Block::Beside(vec![
                (1.0, Para::new(format!("批　　次：{batch}"), META, "批次")),
                (1.0, Para::new(format!("制表日期：{}", self.made_on), META.align(Align::Right), "制表日期")),
            ]),
            Block::Gap(3.0),
            Block::Table(self.person(sheet.body_width())),
            Block::Gap(10.0),
            Block::Heading(2, Para::new("全程纪实", SUBTITLE_HEAD, "标题")),
            Block::Gap(3.0),
            Block::Table(self.steps(sheet.body_width())),
            Block::Gap(10.0),
            Block::Table(sign_offs(sheet.body_width())),
            Block::Gap(5.0),
            Block::Text(Para::new(
                "注：1．本表一式三份，一份报上级监督机构，一份由组织部门办理任职手续，一份归入本人档案。",
                NOTE.hang(18.0),
                "注",
            )),
            Block::Text(Para::new("　　2．本表是选任文书档案的重要索引，须建立文书档案编码。", NOTE, "注")),
        ];
        let foot = [format!("{} 版本 {}", r.catalogue_name, r.catalogue_version), r.edition.clone()];
        let foot = foot.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("　");
        Section {
            title: copy.label().to_owned(),
            sheet,
            blocks,
            running: Running {
                head: (format!("{TITLE_TEXT}　{}", r.person.name), if self.empty { "参考模本" } else { copy.label() }.to_owned()),
                foot,
                ..Running::default()
            },
        }
    }

    /// 拟任人选基本情况, 简历, 家庭主要成员.
    fn person(&self, width: f32) -> Table {
        let r = self.report;
        let p = &r.person;
        let mut table = Table::of(width, &[9.0, 13.0, 25.0, 20.0, 24.0, 24.0, 24.0, 30.0]);
        let photo = match self.photo {
            Some(picture) => Cell::picture(0, picture.ratio(), format!("{}的照片", p.name)),
            None => value("照片", "照片"),
        };
        let tall = mm(10.4);
        let joined = |a: &str, b: &str| if a.is_empty() || b.is_empty() { format!("{a}{b}") } else { format!("{a}\n{b}") };
        let three = |a: (&str, &str), b: (&str, &str), c: (&str, &str)| {
            // Set with spaces on the form, told without them in a message.
            let told = |name: &str| name.replace(['\u{3000}', ' ', '\n'], "");
            vec![
                label(a.0).span(2, 1),
                value(a.1, &told(a.0)),
                label(b.0),
                value(b.1, &told(b.0)),
                label(c.0),
                value(c.1, &told(c.0)),
            ]
        };
        let mut first = three(
            ("姓　　名", &name_lines(&p.name, &VALUE, mm(23.0), self.fonts)),
            ("性　　别", &p.sex),
            ("出生年月", &month(&p.born)),
        );
        first.push(photo.span(1, 4));
        let schools = [
            ("全日制教育", &p.fulltime_education, &p.fulltime_degree, &p.fulltime_school, &p.fulltime_degree_school),
            ("在职教育", &p.inservice_education, &p.inservice_degree, &p.inservice_school, &p.inservice_degree_school),
        ];
        table.rows.push(Row { bookmark: Some((1, "拟任人选基本情况".into())), ..Row::new(tall, first).whole() });
        table.rows.push(
            Row::new(tall, three(("民　　族", &p.ethnicity), ("籍　　贯", &p.native_place), ("出 生 地", &p.birthplace))).whole(),
        );
        table.rows.push(
            Row::new(
                tall,
                three(
                    ("参加工作\n时间", &month(&p.started_work)),
                    ("入党时间", &month(&p.joined_party)),
                    ("政治面貌", &r.political_status),
                ),
            )
            .whole(),
        );
        table.rows.push(
            Row::new(
                tall,
                three(("健康状况", &p.health), ("专业技术\n职务", &p.technical_title), ("熟悉专业\n有何专长", &p.speciality)),
            )
            .whole(),
        );
        for (i, (kind, education, degree, school, degree_school)) in schools.into_iter().enumerate() {
            let mut cells = Vec::new();
            if i == 0 {
                cells.push(label("学历学位").span(2, 2));
            }
            cells.push(label(kind));
            cells.push(value(&joined(education, degree), kind).span(2, 1));
            cells.push(label("毕业院校\n系及专业"));
            let schools = if school == degree_school { school.clone() } else { joined(school, degree_school) };
            cells.push(value(&schools, &format!("{kind}毕业院校系及专业")).span(2, 1));
            table.rows.push(Row::new(mm(9.5), cells).whole());
        }
        let long = |name: &str, text: &str, other: Option<(&str, &str)>| {
            let style = VALUE.align(Align::Left);
            let mut cells = vec![label(name).span(2, 1), cell(text, style, name).span(if other.is_some() { 3 } else { 6 }, 1)];
            if let Some((other, text)) = other {
                cells.push(label(other));
                cells.push(value(text, other).span(2, 1));
            }
            Row::new(mm(9.5), cells).whole()
        };
        // No record holds these two; they are written in where the office fills them.
        table.rows.push(long("人员身份", "", Some(("任现职级\n时间", ""))));
        table.rows.push(long("现任职务", &r.current_post, Some(("任现职时间", &month(&r.current_post_since)))));
        table.rows.push(long("拟任职务", &r.proposed_post, Some(("选任结果", &r.outcome))));
        table.rows.push(long("拟免职务", &r.removed_post, None));
        table.rows.push(self.resume());
        table.rows.extend(self.family());
        table
    }

    /// 简历: entries begin with their dates, what follows hangs beside them.
    fn resume(&self) -> Row {
        let text = dated_paras(&self.report.person.resume, LONG_VALUE, "简历", self.fonts);
        let label = Cell::new(Para::new("简历", LABEL.vertical(), "简历")).head(Head::Row);
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
        let heads = [("称谓", 1), ("姓名", 1), ("出生年月", 1), ("政治面貌", 1), ("工作单位及职务", 3)];
        let label =
            Cell::new(Para::new("家庭主要成员", LABEL.vertical(), "家庭主要成员")).head(Head::Row).span(1, members.len() + 1);
        let mut first = vec![label];
        first.extend(heads.iter().map(|(name, span)| cell(name, LABEL, *name).head(Head::Column).span(*span, 1)));
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
                        cell(&month(&m.born), VALUE, field("出生年月")),
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
        let mut table = Table::of(width, &[21.0, 18.0, 14.0, 56.0, 12.0, 29.0, 19.0]);
        table.head_rows = 1;
        table.padding = (3.2, 3.2);
        let heads = ["步骤", "时间", "地点", "操作情况", "纪实方式", "责任人", "材料"];
        table.rows.push(Row::new(mm(8.0), heads.into_iter().map(column).collect()).whole());
        for (number, stage) in NUMERALS.iter().map(Some).chain(std::iter::repeat(None)).zip(&self.report.stages) {
            let name = number.map_or_else(|| stage.name.clone(), |n| format!("{n}、{}", stage.name));
            let band = Cell::new(Para::new(name, BAND, "环节")).span(7, 1).head(Head::Row).ground(0.965);
            table.rows.push(Row::new(mm(7.0), vec![band]).group(1, &stage.name));
            let mut rows = stage.rows.iter().peekable();
            let mut before = None;
            while let Some(row) = rows.next() {
                let again = before == Some(&row.step);
                before = Some(&row.step);
                let more = if again { 0 } else { rows.clone().take_while(|next| next.step == row.step).count() };
                table.rows.push(step_row(row, (!again).then_some(more + 1)));
            }
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
fn step_row(row: &ReportRow, span: Option<usize>) -> Row {
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
    cells.push(cell(&row.time, centre, field("时间")));
    cells.push(cell(&row.place, centre, field("地点")));
    cells.push(cell(&row.done, done, field("操作情况")));
    cells.push(cell(&row.mode, centre, field("纪实方式")));
    cells.push(cell(&row.responsible, centre, field("责任人")));
    cells.push(cell(&row.materials, LIST, field("材料")));
    Row::new(mm(9.0), cells)
}

/// The four places to sign and seal, kept together.
fn sign_offs(width: f32) -> Table {
    let mut table = Table::of(width, &[27.0, 58.0, 27.0, 58.0]);
    table.whole = true;
    let date = || cell(BLANK_DATE, VALUE.align(Align::Right), "签名日期").valign(Valign::Bottom);
    for (pair, height) in
        [(["纪实人员\n（签名）", "审核人员\n（签名）"], 20.0), (["呈报单位意见\n（盖章）", "监督机构\n复核意见\n（盖章）"], 34.0)]
    {
        let cells = pair.into_iter().flat_map(|name| [label(name), date()]).collect();
        table.rows.push(Row::new(mm(height), cells).whole());
    }
    if let Some(first) = table.rows.first_mut() {
        first.bookmark = Some((1, "签名盖章".into()));
    }
    table
}

#[cfg(test)]
mod tests;
