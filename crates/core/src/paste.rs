//! Lists pasted from a spreadsheet: people and posts, each row with what is wrong with it. It guesses no column it cannot name
//! and changes no character of a name but the blanks around it.

use std::collections::BTreeMap;

use crate::business;
use crate::case::{PostContent, Quota};
use crate::date::{PartialDate, half_width};
use crate::ethnicity;
use crate::person::PersonContent;
use crate::qualification::Tier;

/// A row read from a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted<C> {
    /// From 1, as the rows stand in the text.
    pub row: u32,
    /// What stands in the row under each of the columns that were understood, in their order; a column not used has none.
    pub cells: Vec<String>,
    pub content: C,
    /// Why it cannot be taken in; empty when it can.
    pub errors: Vec<String>,
    /// What should be looked at.
    pub warnings: Vec<String>,
}

/// A list with the columns as they were understood; empty for a column that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<C> {
    pub columns: Vec<String>,
    /// The first row names the columns; otherwise they were taken in the usual order, which somebody should look at.
    pub headed: bool,
    /// Heads of columns nobody knows, as they were written; 序号 and 备注 are known and left out on purpose.
    pub unread: Vec<String>,
    pub rows: Vec<Pasted<C>>,
}

/// A cell longer than this is no field of a list (characters).
const LONGEST: usize = 2000;

/// Cells of a pasted text: tabs between, line ends after; a cell with tabs, line ends or quotes in it stands in quotes.
#[must_use]
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' | '\r' if !quoted => {
                if c == '\r' {
                    let _ = chars.next_if_eq(&'\n');
                }
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}

/// Words a column may be headed by, with the field they mean.
type Heads = &'static [(&'static str, &'static [&'static str])];

const PEOPLE: Heads = &[
    ("姓名", &["姓名", "名字"]),
    ("性别", &["性别"]),
    ("出生年月", &["出生年月", "出生日期", "出生"]),
    ("民族", &["民族"]),
    ("籍贯", &["籍贯"]),
    ("出生地", &["出生地"]),
    ("政治面貌", &["政治面貌"]),
    ("入党时间", &["入党时间", "入党年月"]),
    ("参加工作时间", &["参加工作时间", "参加工作年月", "工作时间"]),
    ("健康状况", &["健康状况"]),
    ("学历", &["学历", "全日制学历"]),
    ("学位", &["学位", "全日制学位"]),
    ("毕业院校", &["毕业院校", "毕业院校系及专业", "毕业院校及专业"]),
    ("专业技术职务", &["专业技术职务", "职称"]),
    ("现任职务", &["现任职务", "现职", "工作单位及职务", "单位及职务", "现任职务（单位及职务）"]),
    ("任现职时间", &["任现职时间"]),
    ("拟任职务", &["拟任职务"]),
    ("拟免职务", &["拟免职务"]),
    ("身份证号", &["身份证号", "身份证号码", "公民身份号码"]),
    ("", &["序号", "编号", "备注"]),
];

const POSTS: Heads = &[
    ("单位", &["单位", "单位名称", "工作单位"]),
    ("职务", &["职务", "岗位", "职位", "岗位名称", "职位名称"]),
    ("职数", &["职数", "人数", "配备职数", "拟配职数"]),
    ("层次", &["层次", "类别", "职务层次", "级别", "正副职"]),
    ("层级", &["层级", "职务层级", "领导职务层级"]),
    ("核定", &["核定", "核定职数", "编制职数"]),
    ("现配", &["现配", "现有", "现配职数", "实有"]),
    ("拟免", &["拟免", "拟免职数"]),
    ("拟配", &["拟配"]),
    ("双重管理", &["双重管理"]),
    ("协管方", &["协管方", "协管单位"]),
    ("试用期", &["试用期"]),
    ("", &["序号", "编号", "备注"]),
];

fn named(heads: Heads, cell: &str) -> Option<&'static str> {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    heads.iter().find(|(_, words)| words.contains(&bare.as_str())).map(|(field, _)| *field)
}

/// The columns by the first row when it is a head, else in the usual order; whether the first row was one.
fn columns(heads: Heads, first: &[String], must: &str, usual: &[&'static str]) -> (Vec<&'static str>, bool) {
    let read: Vec<Option<&'static str>> = first.iter().map(|c| named(heads, c)).collect();
    if read.contains(&Some(must)) {
        (read.into_iter().map(Option::unwrap_or_default).collect(), true)
    } else {
        (usual.to_vec(), false)
    }
}

fn read<C>(
    text: &str,
    known: Heads,
    (must, usual): (&str, &[&'static str]),
    mut row: impl FnMut(&BTreeMap<&'static str, String>, &mut Pasted<()>) -> C,
) -> List<C> {
    let cells = cells(text);
    let blank = |r: &&Vec<String>| r.iter().all(|c| c.trim().is_empty());
    let Some(first) = cells.iter().find(|r| !blank(r)) else {
        return List { columns: Vec::new(), headed: true, unread: Vec::new(), rows: Vec::new() };
    };
    let widest = cells.iter().map(Vec::len).max().unwrap_or_default();
    let (mut columns, headed) = columns(known, first, must, usual);
    columns.truncate(widest);
    let mut rows = Vec::new();
    let mut head_pending = headed;
    for (number, line) in (1_u32..).zip(&cells).filter(|(_, r)| !blank(r)) {
        if std::mem::take(&mut head_pending) {
            continue;
        }
        let mut pasted = Pasted { row: number, cells: Vec::new(), content: (), errors: Vec::new(), warnings: Vec::new() };
        let mut fields: BTreeMap<&'static str, String> = BTreeMap::new();
        for (i, cell) in line.iter().enumerate() {
            let value = cell.trim().to_owned();
            if value.chars().count() > LONGEST {
                pasted.errors.push(format!("第{}列太长，不像名单里的一格", i + 1));
                continue;
            }
            match columns.get(i) {
                Some(field) if !field.is_empty() => {
                    fields.insert(field, value);
                }
                None if !value.is_empty() => pasted.warnings.push(format!("多出的一格“{value}”没有对应的列，未采用")),
                _ => {}
            }
        }
        let content = row(&fields, &mut pasted);
        let cells = columns.iter().filter(|c| !c.is_empty()).map(|c| take(&fields, c)).collect();
        rows.push(Pasted { row: number, cells, content, errors: pasted.errors, warnings: pasted.warnings });
    }
    let heads = first.iter().filter(|cell| headed && !cell.trim().is_empty() && named(known, cell).is_none());
    let unread = heads.map(|cell| cell.trim().to_owned()).collect();
    List { columns: columns.into_iter().map(str::to_owned).collect(), headed, unread, rows }
}

fn take(fields: &BTreeMap<&'static str, String>, name: &str) -> String {
    fields.get(name).cloned().unwrap_or_default()
}

/// A list of people. Without a head the columns are taken as 姓名、性别、出生年月、民族、现任职务.
#[must_use]
pub fn people(text: &str) -> List<PersonContent> {
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    read(text, PEOPLE, ("姓名", &["姓名", "性别", "出生年月", "民族", "现任职务"]), |fields, pasted| {
        let content = PersonContent {
            name: take(fields, "姓名"),
            sex: take(fields, "性别"),
            born: take(fields, "出生年月"),
            ethnicity: take(fields, "民族"),
            native_place: take(fields, "籍贯"),
            birthplace: take(fields, "出生地"),
            political_status: take(fields, "政治面貌"),
            joined_party: take(fields, "入党时间"),
            started_work: take(fields, "参加工作时间"),
            health: take(fields, "健康状况"),
            fulltime_education: take(fields, "学历"),
            fulltime_degree: take(fields, "学位"),
            fulltime_school: take(fields, "毕业院校"),
            technical_title: take(fields, "专业技术职务"),
            current_post: take(fields, "现任职务"),
            current_post_since: take(fields, "任现职时间"),
            proposed_post: take(fields, "拟任职务"),
            removed_post: take(fields, "拟免职务"),
            id_number: take(fields, "身份证号"),
            ..PersonContent::default()
        };
        if content.name.is_empty() {
            pasted.errors.push("没有姓名".into());
        } else if content.name.chars().any(|c| c.is_ascii_digit()) {
            pasted.errors.push(format!("姓名“{}”里有数字，请核对各列是否对齐", content.name));
        }
        if !matches!(content.sex.as_str(), "" | "男" | "女") {
            pasted.errors.push(format!("性别“{}”应为男或女", content.sex));
        }
        for (label, value) in
            [("出生年月", &content.born), ("参加工作时间", &content.started_work), ("任现职时间", &content.current_post_since)]
        {
            if !value.is_empty()
                && let Err(error) = value.parse::<PartialDate>()
            {
                pasted.errors.push(format!("{label}：{error}"));
            }
        }
        if !content.ethnicity.is_empty() && !ethnicity::is_named(&content.ethnicity) {
            pasted.warnings.push(format!("民族“{}”不是 56 个民族的名称，请核对各列是否对齐", content.ethnicity));
        }
        let earlier = seen.insert((content.name.clone(), content.born.clone()), pasted.row);
        if let Some(earlier) = earlier.filter(|_| !content.name.is_empty()) {
            pasted.warnings.push(format!("与第{earlier}行同名同出生年月"));
        }
        content
    })
}

/// A list of posts. Without a head the columns are taken as 单位、职务、职数、层次.
#[must_use]
pub fn posts(text: &str) -> List<PostContent> {
    read(text, POSTS, ("职务", &["单位", "职务", "职数", "层次"]), |fields, pasted| {
        // What a cell leaves open begins as it does for a post entered by hand: 副职, and 试用期 as its 类别 has it.
        let rank = Some(take(fields, "层次")).filter(|r| !r.is_empty()).unwrap_or_else(|| "副职".to_owned());
        let mut yes = |name: &str, open: bool| match take(fields, name).as_str() {
            "" => open,
            "否" | "无" | "不是" | "不适用" => false,
            "是" | "有" | "√" | "一年" | "1年" | "适用" => true,
            other => {
                pasted.errors.push(format!("{name}“{other}”看不懂，请填是或否"));
                false
            }
        };
        let (dual_management, probation) = (yes("双重管理", false), yes("试用期", business::on_probation(&rank)));
        let mut count = |name: &str, least: u32, most: u32| -> Option<u32> {
            let written: String = take(fields, name).chars().map(half_width).collect();
            let read = written.trim_end_matches(['名', '人', '个']).parse::<u32>().ok().filter(|n| (least..=most).contains(n));
            if read.is_none() && !written.is_empty() {
                pasted.errors.push(format!("{name}“{written}”应为 {least} 至 {most} 的整数"));
            }
            read
        };
        let seats = count("职数", 1, 99).unwrap_or(1);
        let quota = Quota {
            approved: count("核定", 0, 999),
            present: count("现配", 0, 999),
            leaving: count("拟免", 0, 999),
            filling: count("拟配", 0, 999),
            absorption: String::new(),
        };
        let level = take(fields, "层级");
        // By the words of the field, long and short: 县处级副职, 副处级.
        let tier = serde_json::from_value::<Tier>(level.clone().into()).ok();
        if tier.is_none() && !level.is_empty() {
            pasted.errors.push(format!("层级“{level}”看不懂，请写如“县处级副职”"));
        }
        let content = PostContent {
            unit: take(fields, "单位"),
            title: take(fields, "职务"),
            seats,
            rank,
            dual_management,
            probation,
            quota,
            tier,
            co_managers: take(fields, "协管方")
                .split(['、', '，', ','])
                .map(str::trim)
                .filter(|n| !n.is_empty())
                .map(str::to_owned)
                .collect(),
            ..PostContent::default()
        };
        for (label, value) in [("单位", &content.unit), ("职务", &content.title)] {
            if value.is_empty() {
                pasted.errors.push(format!("没有{label}"));
            }
        }
        content
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_quotes_keep_tabs_line_ends_and_quotes() {
        let rows = cells("甲\t\"乙\n丙\t\"\"丁\"\"\"\t戊\r\n己\t庚\"辛");
        assert_eq!(rows, [vec!["甲", "乙\n丙\t\"丁\"", "戊"], vec!["己", "庚\"辛"]]);
    }

    #[test]
    fn people_are_read_by_their_heads_and_each_row_says_what_is_wrong() {
        let text = "序号\t姓 名\t出生年月\t性别\t现任职务\t手机\n1\t买买提·艾力\t1978.03\t男\t市水利局副局长\t139\n2\t\t197802\t男\t科长\t\n\n\
                    3\t李㛃\t1978-13\t妇\t科长\t\n4\t买买提·艾力\t1978.03\t男\t\t\n5\t张3\t\t\t\t\t多的";
        let list = people(text);
        assert_eq!(list.columns, ["", "姓名", "出生年月", "性别", "现任职务", ""]);
        let rows: Vec<_> = list.rows.iter().map(|r| (r.row, r.content.name.as_str(), r.errors.len(), r.warnings.len())).collect();
        assert_eq!(
            rows,
            [(2, "买买提·艾力", 0, 0), (3, "", 1, 0), (5, "李㛃", 2, 0), (6, "买买提·艾力", 0, 1), (7, "张3", 1, 1)]
        );
        assert!(list.rows[2].errors[1].contains("没有13月"), "{:?}", list.rows[2].errors);
        assert_eq!(list.rows[0].content.current_post, "市水利局副局长");
    }

    #[test]
    fn posts_are_read_with_their_level_and_their_numbers() {
        let text = "单位\t职务\t职数\t层级\t核定职数\t现配\t拟免\t双重管理\t协管方\n市水利局\t副局长\t１\t县处级副职\t4\t3名\t0\t是\t省水利厅、省委组织部\n\
                    市教育局\t局长\t1\t处级\t四\t\t\t\t";
        let list = posts(text);
        assert_eq!(list.columns, ["单位", "职务", "职数", "层级", "核定", "现配", "拟免", "双重管理", "协管方"]);
        assert_eq!(list.unread, Vec::<String>::new());
        assert_eq!(posts("序号\t单位\t职务\t班子 \n1\t市水利局\t局长\t甲").unread, ["班子"]);
        let first = &list.rows[0].content;
        assert_eq!((first.tier, first.quota.approved, first.quota.present), (Some(Tier::CountyDeputy), Some(4), Some(3)));
        assert_eq!((first.quota.leaving, first.quota.filling), (Some(0), None));
        assert_eq!(first.co_managers, ["省水利厅", "省委组织部"]);
        assert_eq!(list.rows[0].errors, Vec::<String>::new());
        let wrong = &list.rows[1];
        assert!(
            wrong.errors.iter().any(|e| e.contains("核定“四”")) && wrong.errors.iter().any(|e| e.contains("层级“处级”")),
            "{:?}",
            wrong.errors
        );
        assert_eq!((wrong.content.tier, wrong.content.quota.approved), (None, None));
    }

    #[test]
    fn a_post_begins_with_probation_as_its_rank_has_it_and_a_cell_prevails() {
        let list = posts(
            "单位\t职务\t类别\t试用期\n甲局\t局长\t正职\t\n甲局\t副局长\t\t\n甲局\t科长\t内设机构正职\t\n乙局\t局长\t正职\t是",
        );
        assert_eq!(list.rows.iter().map(|r| r.content.probation).collect::<Vec<_>>(), [false, true, true, true]);
    }

    #[test]
    fn a_list_without_a_head_is_read_in_the_usual_order() {
        let list = people("赵国𬀩\t男\t197502\t汉族\t市财政局局长");
        assert_eq!((list.rows[0].content.name.as_str(), list.rows[0].content.ethnicity.as_str()), ("赵国𬀩", "汉族"));
        assert!(people(" \n\t\n").rows.is_empty());
    }

    /// 姓名、性别、出生年月、现任职务 pasted without a head: the office stands under 民族, which is told row by row.
    #[test]
    fn an_office_under_the_ethnic_group_is_told() {
        let text = "陆青禾\t女\t1980.01\t云东区审计局局长\n叶秋实\t男\t1979.02\t回";
        let bare = people(text);
        assert_eq!((bare.headed, bare.columns.join("、").as_str()), (false, "姓名、性别、出生年月、民族"));
        assert_eq!(bare.rows[0].cells, ["陆青禾", "女", "1980.01", "云东区审计局局长"]);
        assert!(bare.rows[0].warnings[0].contains("民族“云东区审计局局长”不是"), "{:?}", bare.rows[0].warnings);
        assert!(bare.rows[1].warnings.is_empty());
        let headed = people(&format!("姓名\t性别\t手机\t现任职务\n{text}"));
        assert_eq!((headed.headed, headed.rows[0].warnings.len(), headed.rows[0].cells.len()), (true, 0, 3));
    }

    #[test]
    fn posts_count_their_seats() {
        let list = posts("单位\t职务\t职数\t试用期\n市水利局\t局长\t1\t否\n市财政局\t副局长\t2名\t是\n\t科长\t零\t也许");
        let rows: Vec<_> = list.rows.iter().map(|r| (r.content.seats, r.content.probation, r.errors.len())).collect();
        assert_eq!(rows, [(1, false, 0), (2, true, 0), (1, false, 3)]);
        let open = posts("单位\t职务\t职数\n市水利局\t副局长\t２名").rows.remove(0).content;
        assert_eq!((open.rank.as_str(), open.probation, open.dual_management, open.seats), ("副职", true, false, 2));
    }

    /// Sixty rows as a spreadsheet gives them: head over two lines in quotes, line breaks in cells, full-width digits, a blank line.
    #[test]
    fn sixty_rows_of_a_spreadsheet_come_in_as_they_stand() {
        let mut text = "\"姓\n名\"\t性别\t出生年月\t\"现任职务\n（单位及职务）\"\t拟任职务\r\n".to_owned();
        for n in 0..60 {
            let born = ["１９７８．０３", "1982年7月", "1980-03"][n % 3];
            text.push_str(&format!("\"人选{}\"\t女\t{born}\t\"市水利局\n副局长\"\t\r\n", "甲".repeat(n + 1)));
            if n == 30 {
                text.push_str("\t\t\t\t\r\n");
            }
        }
        let list = people(&text);
        assert_eq!(list.columns, ["姓名", "性别", "出生年月", "现任职务", "拟任职务"]);
        assert_eq!((list.rows.len(), list.rows.iter().filter(|r| !r.errors.is_empty()).count()), (60, 0));
        assert_eq!(
            (list.rows[0].content.born.as_str(), list.rows[0].content.current_post.as_str()),
            ("１９７８．０３", "市水利局\n副局长")
        );
        assert_eq!(crate::lrmx::display_month(&list.rows[0].content.born), "1978.03");
    }
}
