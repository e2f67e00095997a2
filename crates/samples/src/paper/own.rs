//! Materials with a form of their own, whatever kind of record they hang on: sign-in book, sample ballot, lists, the 任免审批表.

use jishi_core::record::{Ballot, Meeting, Notice, RecordBody, RecordContent, Review};

use super::{DEPARTMENT, date, pair, people_of, signs, when};
use crate::canvas::Dice;
use crate::people::Person;
use crate::sheet::Block;
use crate::story::Paper;

/// Materials with a form of their own.
pub(super) fn special(c: &RecordContent, paper: &Paper) -> Option<Vec<Block>> {
    let name = paper.name.as_str();
    let title = Block::Title(name.to_owned());
    let list = |heads: [&str; 5]| {
        let rows = people_of(c).into_iter().enumerate().map(|(n, p)| {
            vec![
                (n + 1).to_string(),
                p.name.into(),
                format!("{}.{}", &p.born[..4], &p.born[4..]),
                p.current.into(),
                if p.removed.is_empty() { p.proposed.into() } else { format!("拟任{}，免去现职", p.proposed) },
            ]
        });
        Block::Table(vec![0.7, 1.7, 1.2, 3.4, 3.4], heads.map(Into::into).to_vec(), rows.collect(), false)
    };
    let issue = Block::Issue(DEPARTMENT.into(), date(c.date), true);
    Some(match name {
        "签到册" => {
            let RecordBody::Meeting(Meeting { session, present, expected, .. }) = &c.body else { return None };
            let [expected, present] = [expected, present].map(|n| n.unwrap_or_default());
            let mut dice = Dice::of(session);
            let mut taken: Vec<String> = Vec::new();
            while taken.len() < present as usize {
                let name = invented(&mut dice);
                if !taken.contains(&name) {
                    taken.push(name);
                }
            }
            let mut names = taken.into_iter().enumerate().map(|(n, name)| ((n + 1).to_string(), name));
            let mut rows = Vec::new();
            while let Some(a) = names.next() {
                let b = names.next().unwrap_or_default();
                rows.push(vec![a.0, a.1, String::new(), b.0, b.1, String::new()]);
            }
            vec![
                Block::Title(format!("{session}签到册")),
                Block::Fields(
                    vec![
                        pair("时间", when(c)),
                        pair("地点", &*c.place),
                        pair("应到", format!("{expected}人")),
                        pair("实到", format!("{present}人")),
                    ],
                    true,
                ),
                Block::Table(
                    vec![0.7, 2.2, 1.1, 0.7, 2.2, 1.1],
                    ["序号", "签名", "备注", "序号", "签名", "备注"].map(Into::into).to_vec(),
                    rows,
                    true,
                ),
                signs(c, paper),
            ]
        }
        "会议推荐票（样票）" => {
            let rows = people_of(c)
                .iter()
                .map(|p| vec![p.proposed.replace("（提名）", "").replace("（试用期一年）", ""), p.name.into(), String::new()])
                .chain((0..3).map(|_| vec![String::new(); 3]))
                .collect();
            vec![title, Block::Under("（加盖推荐工作组印章有效，涂改无效）".into()), Block::Table(vec![3.4, 2.6, 1.2], ["推荐职位", "人选", "推荐画“○”"].map(Into::into).to_vec(), rows, false),
                Block::Para("说明：一、请在同意推荐的人选后画“○”；推荐名单以外人选的，在空格内填写姓名。二、每个职位推荐人数不得超过限推人数，超过的该职位作废。三、请独立填写，直接投入票箱。".into()), Block::Issue("云岭市委组织部推荐工作组".into(), date(c.date), true)]
        }
        "原始票密封袋清单" | "表决票样及原始票密封件" => {
            let (issued, valid) = match &c.body {
                RecordBody::Ballot(Ballot { issued, valid, .. }) => (issued.unwrap_or_default(), valid.unwrap_or_default()),
                _ => (0, 0),
            };
            vec![
                title,
                Block::Fields(
                    vec![
                        pair("事项", &*c.summary),
                        pair("封存日期", when(c)),
                        pair("张数", format!("原始票{issued}张，其中有效票{valid}张")),
                        pair("封装", "牛皮纸袋1个，骑缝签名"),
                        pair("保管处", "市委组织部干部信息科保密柜"),
                        pair("编号", format!("云组票〔2026〕{}", c.step.trim_start_matches('S'))),
                    ],
                    true,
                ),
                signs(c, paper),
                issue,
            ]
        }
        "干部调整（动议）建议方案" | "拟任用建议方案" | "考察对象人选名单" | "讨论任免名单" => {
            let mut v = vec![
                title,
                Block::Under(format!("（{}）", date(c.date))),
                list(["序号", "姓名", "出生年月", "现任职务", "拟任免职务"]),
            ];
            if let RecordBody::Meeting(Meeting { resolution, .. }) = &c.body {
                v.push(Block::Para(resolution.clone()));
            }
            v.extend([signs(c, paper), issue]);
            v
        }
        "张贴（发布）证明" | "发布（张贴）证明" => {
            let RecordBody::Notice(Notice { title: t, form, scope, start, end, .. }) = &c.body else { return None };
            vec![
                title,
                Block::Fields(
                    vec![
                        pair("公告名称", &**t),
                        pair("张贴地点", format!("{scope}，{}", c.place)),
                        pair("方式", &**form),
                        pair("张贴日期", date(*start)),
                        pair("揭下日期", date(*end)),
                        pair("张贴情况", "公告完整清晰，期间无损毁遮挡"),
                    ],
                    true,
                ),
                signs(c, paper),
                Block::Issue(DEPARTMENT.into(), date(*start), true),
            ]
        }
        "预告期间反映情况登记表" => {
            let rows = (1..=6)
                .map(|n| vec![n.to_string(), if n == 1 { "无".into() } else { String::new() }, String::new(), String::new()])
                .collect();
            vec![
                title,
                Block::Table(
                    vec![0.6, 1.6, 4.0, 1.8],
                    ["序号", "反映人及方式", "反映内容", "处理情况"].map(Into::into).to_vec(),
                    rows,
                    true,
                ),
                Block::Para("预告期间未收到来信、来电、来访，作零登记。".into()),
                signs(c, paper),
            ]
        }
        "考察组名单及回避审查表" => {
            let rows = c
                .participants
                .iter()
                .map(|p| vec![p.name.clone(), p.post.clone(), p.role.clone(), "无应回避关系".into(), p.name.clone()])
                .collect();
            vec![
                title,
                Block::Table(
                    vec![1.2, 3.2, 1.6, 1.8, 1.6],
                    ["姓名", "职务", "分工", "回避审查", "责任承诺签名"].map(Into::into).to_vec(),
                    rows,
                    true,
                ),
                signs(c, paper),
                issue,
            ]
        }
        "干部任免审批表" => approval(people_of(c).first()?, c, paper),
        "个人有关事项报告查核结果" | "信访举报查核结论" => {
            let RecordBody::Review(Review { items, .. }) = &c.body else { return None };
            let i = items.get(if name.starts_with("个人") { 1 } else { 3 })?;
            vec![
                title,
                Block::Fields(
                    vec![
                        pair("姓名", people_of(c).first()?.name),
                        pair("现任职务", people_of(c).first()?.current),
                        pair("查核项目", &*i.name),
                        pair("查核日期", date(i.date)),
                        pair("查核结论", &*i.result),
                        pair("承办人", &*i.reviewer),
                    ],
                    true,
                ),
                Block::Heading("查核情况".into()),
                Block::Ruled(i.explanation.clone()),
                signs(c, paper),
                Block::Issue(DEPARTMENT.into(), date(c.date), true),
            ]
        }
        "归档验收表" => {
            let rows = [
                "步骤齐",
                "材料齐",
                "签名齐",
                "时序正",
                "人数票数文号一致",
                "清晰可读、页码连续",
                "目录与实物相符",
                "档号唯一、两卷互引",
            ]
            .iter()
            .enumerate()
            .map(|(n, t)| {
                vec![
                    (n + 1).to_string(),
                    (*t).into(),
                    if n < 4 { "部分合格" } else { "合格" }.into(),
                    if n < 4 { "见偏差清单" } else { "" }.into(),
                ]
            })
            .collect();
            vec![
                title,
                Block::Table(vec![0.6, 3.0, 1.4, 2.4], ["序号", "验收项目", "结论", "说明"].map(Into::into).to_vec(), rows, true),
                signs(c, paper),
                issue,
            ]
        }
        _ => return None,
    })
}

/// The 干部任免审批表, as far as one page goes.
fn approval(p: &Person, c: &RecordContent, paper: &Paper) -> Vec<Block> {
    let dotted = |d: &str| if d.len() >= 6 && d.is_ascii() { format!("{}.{}", &d[..4], &d[4..]) } else { d.to_owned() };
    let resume: Vec<Vec<String>> = p.resume.iter().map(|(a, b, t)| vec![format!("{a}—{b}"), (*t).into()]).collect();
    let family: Vec<Vec<String>> =
        p.family.iter().map(|f| vec![f.0.into(), f.1.into(), dotted(f.2), f.3.into(), f.4.into()]).collect();
    vec![
        Block::Title("干部任免审批表".into()),
        Block::Fields(
            vec![
                pair("姓名", p.name),
                pair("性别", p.sex),
                pair("出生年月", dotted(p.born)),
                pair("民族", p.ethnicity),
                pair("籍贯", p.native_place),
                pair("入党时间", dotted(p.joined)),
                pair("参加工作", dotted(p.work)),
                pair("专业技术", p.title),
                pair("全日制教育", p.fulltime.join("　")),
                pair("在职教育", p.inservice.join("　")),
                pair("现任职务", p.current),
                pair("拟任职务", p.proposed),
            ],
            false,
        ),
        Block::Table(vec![2.3, 6.0], vec![], resume, false),
        Block::Fields(vec![pair("奖惩情况", p.rewards), pair("任免理由", c.summary.as_str())], false),
        Block::Table(
            vec![1.2, 2.4, 1.3, 1.4, 3.8],
            ["称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务"].map(Into::into).to_vec(),
            family,
            false,
        ),
        signs(c, paper),
        Block::Issue(DEPARTMENT.into(), date(c.date), true),
    ]
}

/// A name nobody of the story bears, for the sign-in book.
fn invented(dice: &mut Dice) -> String {
    const FAMILY: [&str; 24] = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗", "郑",
        "梁", "段", "白", "普",
    ];
    const GIVEN: [&str; 32] = [
        "伟", "芳", "建军", "秀兰", "明", "丽华", "志远", "国强", "晓东", "玉梅", "海涛", "春燕", "永福", "文斌", "桂英", "俊",
        "红霞", "光明", "雪", "成林", "立平", "婷", "学军", "云", "兴华", "淑珍", "凯", "家富", "素芬", "正华", "娟", "世荣",
    ];
    format!("{}{}", FAMILY[dice.below(FAMILY.len())], GIVEN[dice.below(GIVEN.len())])
}
