//! What a material looks like on paper: the blocks of its form, filled with the record it belongs to. No ink here.

use jishi_core::date::PartialDate;
use jishi_core::record::{
    Ballot, BallotPurpose, Decision, Document, Letter, Meeting, Notebook, Notice, RecordBody, RecordContent, Review, Signature,
    VoteLine,
};

use crate::people::{PEOPLE, Person};
use crate::sheet::Block;
use crate::story::{Entry, Paper};

mod own;

const DEPARTMENT: &str = "中共云岭市委组织部";

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

fn date(d: Option<PartialDate>) -> String {
    d.map(PartialDate::chinese).unwrap_or_default()
}

fn when(c: &RecordContent) -> String {
    let until = c.end_date.map(|d| format!("至{}", d.chinese())).unwrap_or_default();
    format!("{}{until} {}", date(c.date), c.time)
}

fn people_of(c: &RecordContent) -> Vec<&'static Person> {
    if c.candidates.is_empty() {
        return PEOPLE.iter().collect();
    }
    c.candidates.iter().filter_map(|id| PEOPLE.iter().find(|p| p.key == format!("C{id}"))).collect()
}

fn with_posts(c: &RecordContent, role: &[&str]) -> String {
    let some = c.participants.iter().filter(|p| role.is_empty() || role.iter().any(|r| p.role.contains(r)));
    some.map(|p| format!("{}（{}）", p.name, p.post)).collect::<Vec<_>>().join("、")
}

fn signs(c: &RecordContent, paper: &Paper) -> Block {
    let given = |s: &Signature| {
        (
            s.role.clone(),
            if s.is_given() { s.name.clone() } else { String::new() },
            s.date.map(PartialDate::dotted_day).unwrap_or_default(),
        )
    };
    let mut list = vec![given(&paper.signature)];
    list.extend(c.signatures.iter().filter(|s| s.name != paper.signature.name && paper.signature.is_given()).map(given));
    Block::Sign(list)
}

trait DottedDay {
    fn dotted_day(self) -> String;
}

impl DottedDay for PartialDate {
    /// The short way people write a date beside their name.
    fn dotted_day(self) -> String {
        self.to_string().split('-').map(|p| p.trim_start_matches('0').to_owned()).collect::<Vec<_>>().join(".")
    }
}

/// The form of `paper`, filled in.
pub fn blocks(entry: &Entry, paper: &Paper) -> Vec<Block> {
    let c = &entry.content;
    let mut out = own::special(c, paper).unwrap_or_else(|| by_kind(c, paper));
    if !paper.secrecy.is_empty() {
        out.insert(0, Block::Under(paper.secrecy.clone()));
    }
    out
}

fn by_kind(c: &RecordContent, paper: &Paper) -> Vec<Block> {
    let about = if c.candidates.is_empty() {
        "本批次".to_owned()
    } else {
        people_of(c).iter().map(|p| p.name).collect::<Vec<_>>().join("、")
    };
    match &c.body {
        RecordBody::Notebook(Notebook { category, speakers, text, .. }) => {
            let heard = speakers.iter().map(|p| format!("{}（{}）", p.name, p.post)).collect::<Vec<_>>().join("、");
            vec![
                Block::Title(paper.name.clone()),
                Block::Under(format!("干部选任工作纪实专用笔记本 · {category}")),
                Block::Fields(
                    vec![
                        pair("时间", when(c)),
                        pair("地点", &*c.place),
                        pair("谈话对象", heard),
                        pair("涉及人选", about),
                        pair("参加人", with_posts(c, &[])),
                        pair("记录方式", &*c.mode),
                    ],
                    true,
                ),
                Block::Heading("记录内容".into()),
                Block::Ruled(text.clone()),
                signs(c, paper),
            ]
        }
        RecordBody::Meeting(Meeting {
            session,
            expected,
            present,
            absent,
            observers,
            recused,
            opinions,
            resolution,
            votes,
            ..
        }) => {
            let away = absent.iter().map(|a| format!("{}（{}）", a.name, a.reason)).collect::<Vec<_>>().join("、");
            let watch = observers.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join("、");
            let left =
                recused.iter().map(|r| format!("{}（{}，{}离场）", r.name, r.reason, r.left_at)).collect::<Vec<_>>().join("、");
            if paper.name == "回避登记" {
                return vec![
                    Block::Title(paper.name.clone()),
                    Block::Fields(
                        vec![
                            pair("会议", &**session),
                            pair("时间", when(c)),
                            pair("回避人员", left),
                            pair("返回时间", "该同志表决结束后返回"),
                        ],
                        true,
                    ),
                    signs(c, paper),
                ];
            }
            let mut minutes = String::new();
            for o in opinions {
                let who = o
                    .candidate
                    .and_then(|id| PEOPLE.iter().find(|p| p.key == format!("C{id}")))
                    .map(|p| format!("（议{}）", p.name))
                    .unwrap_or_default();
                minutes += &format!("{}{who}：{}\n", o.name, o.text);
            }
            minutes += &format!("会议议定：{resolution}\n（散会）");
            let [expected, present] = [expected, present].map(|n| n.unwrap_or_default());
            let mut v = vec![
                Block::Title(format!("{session}记录")),
                Block::Fields(
                    vec![
                        pair("时间", when(c)),
                        pair("地点", &*c.place),
                        pair("应到", format!("{expected}人")),
                        pair("实到", format!("{present}人")),
                        pair("缺席", if away.is_empty() { "无".into() } else { away }),
                        pair("列席", watch),
                        pair("出席", with_posts(c, &[])),
                    ],
                    true,
                ),
            ];
            if !left.is_empty() {
                v.push(Block::Fields(vec![pair("回避", left)], true));
            }
            v.push(Block::Ruled(minutes));
            if !votes.is_empty() {
                v.push(Block::Table(
                    vec![2.6, 1.0, 1.0, 1.0, 1.2],
                    ["姓名", "同意", "不同意", "弃权", "结果"].map(Into::into).to_vec(),
                    votes
                        .iter()
                        .map(|l| vec![l.name.clone(), cell(l.agree), cell(l.against), cell(l.abstain), l.result.clone()])
                        .collect(),
                    true,
                ));
            }
            v.push(signs(c, paper));
            v
        }
        RecordBody::Ballot(Ballot {
            purpose,
            expected,
            present,
            issued,
            returned,
            valid,
            invalid,
            lines,
            tellers,
            scrutineers,
            ..
        }) => {
            let [expected, present, issued, returned, valid, invalid] =
                [expected, present, issued, returned, valid, invalid].map(|n| n.unwrap_or_default());
            let heads = |h: &[&str]| h.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
            let rate = |l: &VoteLine| {
                let agree = l.agree.unwrap_or_default();
                (agree * 1000).checked_div(valid).map_or_else(String::new, |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
            };
            let table = match purpose {
                BallotPurpose::Decision => Block::Table(
                    vec![2.4, 3.0, 0.9, 0.9, 1.1, 1.0],
                    heads(&["姓名", "拟任职务", "同意", "不同意", "弃权（缓议）", "结果"]),
                    lines
                        .iter()
                        .map(|l| {
                            vec![
                                l.name.clone(),
                                l.post.clone(),
                                cell(l.agree),
                                cell(l.against),
                                cell(l.abstain),
                                l.result.clone(),
                            ]
                        })
                        .collect(),
                    true,
                ),
                BallotPurpose::Appraisal => Block::Table(
                    vec![2.0, 1.2, 1.2],
                    heads(&["评价等次", "票数", "比例"]),
                    lines.iter().map(|l| vec![l.name.clone(), cell(l.agree), rate(l)]).collect(),
                    true,
                ),
                _ => Block::Table(
                    vec![2.6, 3.0, 1.0, 1.1, 0.8],
                    heads(&["姓名", "推荐职位", "得票", "得票率", "名次"]),
                    lines
                        .iter()
                        .map(|l| {
                            vec![
                                l.name.clone(),
                                l.post.clone(),
                                cell(l.agree),
                                rate(l),
                                l.rank.map(|r| r.to_string()).unwrap_or_default(),
                            ]
                        })
                        .collect(),
                    true,
                ),
            };
            vec![
                Block::Title(paper.name.clone()),
                Block::Under(format!("对象：{about}")),
                Block::Fields(
                    vec![
                        pair("时间", when(c)),
                        pair("地点", &*c.place),
                        pair("应到", format!("{expected}人")),
                        pair("实到", format!("{present}人")),
                        pair("发出", format!("{issued}张")),
                        pair("收回", format!("{returned}张")),
                        pair("有效", format!("{valid}张")),
                        pair("无效", format!("{invalid}张")),
                    ],
                    true,
                ),
                table,
                Block::Fields(vec![pair("计票人", tellers.join("、")), pair("监票人", scrutineers.join("、"))], true),
                Block::Para(c.summary.clone()),
                signs(c, paper),
            ]
        }
        RecordBody::Letter(Letter { to, sent_no, sent, received, reply_no, replied, opinion, .. }) => vec![
            Block::Letterhead(DEPARTMENT.into(), sent_no.clone()),
            Block::Title(format!(
                "关于征求对{}意见的函",
                if c.candidates.len() > 3 { "有关考察对象".to_owned() } else { format!("{about}同志") }
            )),
            Block::Para(format!("{to}：")),
            Block::Para(format!(
                "根据《党政领导干部选拔任用工作条例》规定，因工作需要，拟对{about}{}进行考察任用。现就有关情况征求你单位意见，请于收到本函后五个工作日内书面回复。",
                if c.candidates.len() == 1 { "同志" } else { "等同志" }
            )),
            Block::Para(format!("（收函日期：{}）", date(*received))),
            Block::Issue(DEPARTMENT.into(), date(*sent), true),
            signs(c, paper),
            Block::Break,
            Block::Letterhead(to.clone(), reply_no.clone()),
            Block::Title("复函".into()),
            Block::Para(format!("{DEPARTMENT}：")),
            Block::Para(format!("《{sent_no}》收悉。经研究（核查），现回复如下：")),
            Block::Para(opinion.clone()),
            Block::Para("此复。".into()),
            Block::Issue(to.clone(), date(*replied), true),
        ],
        RecordBody::Notice(Notice { title, form, scope, start, end, contact, outcome, .. }) => {
            let rows = people_of(c).into_iter().map(|p| {
                vec![
                    p.name.to_owned(),
                    p.sex.into(),
                    format!("{}.{}", &p.born[..4], &p.born[4..]),
                    p.current.into(),
                    if c.step == "S11" { String::new() } else { p.proposed.into() },
                ]
            });
            let mut v = vec![
                Block::Title(title.clone()),
                Block::Para(format!("{}现将有关事项公告如下，发布方式：{form}；范围：{scope}。", c.summary)),
            ];
            if c.step != "S11" {
                v.push(Block::Table(
                    vec![1.9, 0.7, 1.4, 3.1, 3.1],
                    ["姓名", "性别", "出生年月", "现任职务", "拟任职务"].map(Into::into).to_vec(),
                    rows.collect(),
                    false,
                ));
            }
            v.extend([
                Block::Para(format!(
                    "公告时间：{}至{}。如有情况反映，请实事求是，提倡署真实姓名。联系方式：{contact}。",
                    date(*start),
                    date(*end)
                )),
                Block::Para(format!("情况记载：{outcome}。")),
                Block::Issue(DEPARTMENT.into(), date(*start), true),
                signs(c, paper),
            ]);
            v
        }
        RecordBody::Review(Review { items, conclusion, .. }) => {
            let rows =
                items.iter().map(|i| vec![i.name.clone(), i.result.clone(), i.explanation.clone(), i.reviewer.clone()]).collect();
            vec![
                Block::Title(paper.name.clone()),
                Block::Fields(
                    vec![
                        pair("对象", if c.candidates.len() > 2 { "见下表".into() } else { about }),
                        pair("时间", when(c)),
                        pair("地点", &*c.place),
                        pair("责任主体", &*c.responsible),
                    ],
                    true,
                ),
                Block::Table(
                    vec![2.2, 1.3, 4.6, 1.2],
                    ["项目", "结果", "依据和说明", "审核人"].map(Into::into).to_vec(),
                    rows,
                    true,
                ),
                Block::Heading("结论".into()),
                Block::Ruled(conclusion.clone()),
                signs(c, paper),
            ]
        }
        RecordBody::Document(Document { title, doc_no, issuer, text, .. }) => {
            let mut v = Vec::new();
            if doc_no.is_empty() {
                v.push(Block::Title(title.clone()))
            } else {
                v.extend([Block::Letterhead(issuer.clone(), doc_no.clone()), Block::Title(title.clone())])
            }
            v.push(Block::Para(text.clone()));
            if c.step == "S28" {
                v.push(Block::Under("考察组全体成员签名：".into()))
            } else {
                v.push(Block::Issue(issuer.clone(), date(c.date), !doc_no.is_empty() && !issuer.chars().count().eq(&3)))
            }
            v.push(signs(c, paper));
            v
        }
        RecordBody::Decision(Decision { body, doc_no, result, text, effective, .. }) => {
            if paper.name.contains("文件") || paper.name.contains("纪要") || paper.name.contains("任免") {
                let organ = if body.contains("主要") { DEPARTMENT.to_owned() } else { body.clone() };
                return vec![
                    Block::Letterhead(organ.clone(), doc_no.clone()),
                    Block::Title(if c.step == "S42" { "关于干部任免职的通知".into() } else { paper.name.clone() }),
                    Block::Para(text.clone()),
                    Block::Issue(organ, date(c.date), true),
                    signs(c, paper),
                ];
            }
            vec![
                Block::Title(paper.name.clone()),
                Block::Fields(
                    vec![
                        pair("编号", &**doc_no),
                        pair("日期", when(c)),
                        pair("呈报单位", "市委组织部"),
                        pair("审批", &**body),
                        pair("事项", &*c.summary),
                    ],
                    false,
                ),
                Block::Heading("拟办意见".into()),
                Block::Para(text.clone()),
                Block::Heading("领导批示".into()),
                Block::Ruled(format!(
                    "{result}。{}",
                    effective.map(|d| format!("自{}起。", d.chinese())).unwrap_or_else(|| "请按规定程序抓好落实。".into())
                )),
                signs(c, paper),
            ]
        }
    }
}

/// A count as the form has it; a blank stays one.
fn cell(n: Option<u32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}
