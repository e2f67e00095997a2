//! The elements of an `.lrmx` in the order the editor writes them (domain.md §5.1), with their labels, limits and places.

use crate::person::{FamilyMember, PersonContent};

/// How the text of an element becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A person's name: a name of two characters loses the space set between them for looks.
    Name,
    /// Trimmed.
    Line,
    /// Leading blank lines and trailing blanks go; indents within stay.
    Lines,
}

/// Where an element's value lives.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Text {
        get: fn(&PersonContent) -> &str,
        set: fn(&mut PersonContent) -> &mut String,
        shape: Shape,
        /// Most characters the form takes.
        limit: Option<usize>,
    },
    Family,
    Photo,
    Version,
    /// Known, but not used here; given back as it stood.
    Kept,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub element: &'static str,
    /// Chinese name, as printed on the form.
    pub label: &'static str,
    pub slot: Slot,
    /// Written even when the source lacks it or there is no source.
    pub standard: bool,
}

macro_rules! text {
    ($element:literal, $label:literal, $shape:ident, $limit:expr, $field:ident) => {
        text!($element, $label, $shape, $limit, $field, true)
    };
    ($element:literal, $label:literal, $shape:ident, $limit:expr, $field:ident, $standard:literal) => {
        Field {
            element: $element,
            label: $label,
            slot: Slot::Text { get: |p| &p.$field, set: |p| &mut p.$field, shape: Shape::$shape, limit: $limit },
            standard: $standard,
        }
    };
}

const fn special(element: &'static str, label: &'static str, slot: Slot, standard: bool) -> Field {
    Field { element, label, slot, standard }
}

pub(super) const FIELDS: &[Field] = &[
    text!("XingMing", "姓名", Name, Some(18), name),
    text!("XingBie", "性别", Line, None, sex),
    text!("ChuShengNianYue", "出生年月", Line, None, born),
    text!("MinZu", "民族", Line, None, ethnicity),
    text!("JiGuan", "籍贯", Line, None, native_place),
    text!("ChuShengDi", "出生地", Line, None, birthplace),
    text!("RuDangShiJian", "入党时间", Line, None, joined_party),
    text!("CanJiaGongZuoShiJian", "参加工作时间", Line, None, started_work),
    text!("JianKangZhuangKuang", "健康状况", Line, None, health),
    text!("ZhuanYeJiShuZhiWu", "专业技术职务", Line, Some(90), technical_title),
    text!("ShuXiZhuanYeYouHeZhuanChang", "熟悉专业有何专长", Line, Some(110), speciality),
    text!("QuanRiZhiJiaoYu_XueLi", "全日制教育学历", Line, Some(54), fulltime_education),
    text!("QuanRiZhiJiaoYu_XueWei", "全日制教育学位", Line, Some(54), fulltime_degree),
    text!("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "全日制学历毕业院校系及专业", Line, Some(90), fulltime_school),
    text!("QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "全日制学位毕业院校系及专业", Line, Some(90), fulltime_degree_school),
    text!("ZaiZhiJiaoYu_XueLi", "在职教育学历", Line, Some(54), inservice_education),
    text!("ZaiZhiJiaoYu_XueWei", "在职教育学位", Line, Some(54), inservice_degree),
    text!("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "在职学历毕业院校系及专业", Line, Some(90), inservice_school),
    text!("ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "在职学位毕业院校系及专业", Line, Some(90), inservice_degree_school),
    text!("XianRenZhiWu", "现任职务", Line, Some(324), current_post),
    text!("NiRenZhiWu", "拟任职务", Line, Some(324), proposed_post),
    text!("NiMianZhiWu", "拟免职务", Line, Some(324), removed_post),
    text!("JianLi", "简历", Lines, None, resume),
    text!("JiangChengQingKuang", "奖惩情况", Lines, Some(552), rewards),
    text!("NianDuKaoHeJieGuo", "年度考核结果", Lines, Some(414), appraisals),
    text!("RenMianLiYou", "任免理由", Lines, Some(552), reason),
    special("JiaTingChengYuan", "家庭主要成员及重要社会关系", Slot::Family, true),
    text!("ChengBaoDanWei", "呈报单位", Line, Some(252), reporting_unit),
    text!("JiSuanNianLingShiJian", "计算年龄时间", Line, None, age_reckoned_at),
    text!("TianBiaoShiJian", "填表时间", Line, None, filled_at),
    text!("TianBiaoRen", "填表人", Line, Some(18), filled_by),
    text!("ShenFenZheng", "身份证号", Line, None, id_number),
    special("ZhaoPian", "照片", Slot::Photo, true),
    special("Version", "版本", Slot::Version, true),
    special("DaoLingNianYue", "到龄年月", Slot::Kept, false),
    special("GaiGeQianRenZhiNianLingJieXian", "改革前任职年龄界限", Slot::Kept, false),
    text!("ZhengZhiMianMao", "政治面貌", Line, None, political_status, false),
];

/// A column of the family's rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct MemberField {
    pub element: &'static str,
    pub label: &'static str,
    pub get: fn(&FamilyMember) -> &str,
    pub set: fn(&mut FamilyMember) -> &mut String,
    pub shape: Shape,
    pub limit: usize,
}

pub(super) const MEMBER_FIELDS: &[MemberField] = &[
    MemberField {
        element: "ChengWei",
        label: "称谓",
        get: |m| &m.relation,
        set: |m| &mut m.relation,
        shape: Shape::Line,
        limit: 18,
    },
    MemberField { element: "XingMing", label: "姓名", get: |m| &m.name, set: |m| &mut m.name, shape: Shape::Name, limit: 18 },
    MemberField {
        element: "ChuShengRiQi",
        label: "出生日期",
        get: |m| &m.born,
        set: |m| &mut m.born,
        shape: Shape::Line,
        limit: 8,
    },
    MemberField {
        element: "ZhengZhiMianMao",
        label: "政治面貌",
        get: |m| &m.political_status,
        set: |m| &mut m.political_status,
        shape: Shape::Line,
        limit: 18,
    },
    MemberField {
        element: "GongZuoDanWeiJiZhiWu",
        label: "工作单位及职务",
        get: |m| &m.employer,
        set: |m| &mut m.employer,
        shape: Shape::Line,
        limit: 124,
    },
];

/// The value of a text: line ends become `\n`, and what `shape` says.
/// A character XML 1.0 has no place for: it prints nothing, and a terminal may obey it.
pub(super) fn is_stray(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\r')
}

pub(super) fn tidy(shape: Shape, raw: &str) -> String {
    let text: String = raw.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !is_stray(*c)).collect();
    match shape {
        Shape::Line => text.trim().to_owned(),
        Shape::Lines => {
            let text = text.trim_end();
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                if !line.trim().is_empty() {
                    break;
                }
                start += line.len();
            }
            text.get(start..).unwrap_or_default().to_owned()
        }
        Shape::Name => {
            let trimmed = text.trim();
            let letters: String = trimmed.chars().filter(|c| !c.is_whitespace()).collect();
            if letters.chars().count() == 2 { letters } else { trimmed.to_owned() }
        }
    }
}
