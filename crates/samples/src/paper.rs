//! What a material looks like on paper: the blocks of its form, filled with the record it belongs to. No ink here.

use jishi_core::date::PartialDate;
use jishi_core::record::{BallotPurpose, RecordBody, RecordContent, Signature, VoteLine};

use crate::canvas::Dice;
use crate::people::{PEOPLE, Person};
use crate::sheet::Block;
use crate::story::{Entry, Paper};

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
    let given = |s: &Signature| (s.role.clone(), if s.is_given() { s.name.clone() } else { String::new() }, s.date.map(PartialDate::dotted_day).unwrap_or_default());
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
    let mut out = special(c, paper).unwrap_or_else(|| by_kind(c, paper));
    if !paper.secrecy.is_empty() {
        out.insert(0, Block::Under(paper.secrecy.clone()));
    }
    out
}

/// Materials with a form of their own.
fn special(c: &RecordContent, paper: &Paper) -> Option<Vec<Block>> {
    let name = paper.name.as_str();
    let title = Block::Title(name.to_owned());
    let list = |heads: [&str; 5]| {
        let rows = people_of(c).into_iter().enumerate().map(|(n, p)| {
            vec![(n + 1).to_string(), p.name.into(), format!("{}.{}", &p.born[..4], &p.born[4..]), p.current.into(), if p.removed.is_empty() { p.proposed.into() } else { format!("拟任{}，免去现职", p.proposed) }]
        });
        Block::Table(vec![0.7, 1.7, 1.2, 3.4, 3.4], heads.map(Into::into).to_vec(), rows.collect(), false)
    };
    let issue = Block::Issue(DEPARTMENT.into(), date(c.date), true);
    Some(match name {
        "签到册" => {
            let RecordBody::Meeting { session, present, expected, .. } = &c.body else { return None };
            let mut dice = Dice::of(session);
            let mut names = (1..=*present).map(|n| (n.to_string(), invented(&mut dice)));
            let mut rows = Vec::new();
            while let Some(a) = names.next() {
                let b = names.next().unwrap_or_default();
                rows.push(vec![a.0, a.1, String::new(), b.0, b.1, String::new()]);
            }
            vec![Block::Title(format!("{session}签到册")), Block::Fields(vec![pair("时间", when(c)), pair("地点", &*c.place), pair("应到", format!("{expected}人")), pair("实到", format!("{present}人"))], true),
                Block::Table(vec![0.7, 2.2, 1.1, 0.7, 2.2, 1.1], ["序号", "签名", "备注", "序号", "签名", "备注"].map(Into::into).to_vec(), rows, true), signs(c, paper)]
        }
        "会议推荐票（样票）" => {
            let rows = people_of(c).iter().map(|p| vec![p.proposed.replace("（提名）", "").replace("（试用期一年）", ""), p.name.into(), String::new()]).chain((0..3).map(|_| vec![String::new(); 3])).collect();
            vec![title, Block::Under("（加盖推荐工作组印章有效，涂改无效）".into()), Block::Table(vec![3.4, 2.6, 1.2], ["推荐职位", "人选", "推荐画“○”"].map(Into::into).to_vec(), rows, false),
                Block::Para("说明：一、请在同意推荐的人选后画“○”；推荐名单以外人选的，在空格内填写姓名。二、每个职位推荐人数不得超过限推人数，超过的该职位作废。三、请独立填写，直接投入票箱。".into()), Block::Issue("云岭市委组织部推荐工作组".into(), date(c.date), true)]
        }
        "原始票密封袋清单" | "表决票样及原始票密封件" => {
            let (issued, valid) = match &c.body { RecordBody::Ballot { issued, valid, .. } => (*issued, *valid), _ => (0, 0) };
            vec![title, Block::Fields(vec![pair("事项", &*c.summary), pair("封存日期", when(c)), pair("张数", format!("原始票{issued}张，其中有效票{valid}张")), pair("封装", "牛皮纸袋1个，骑缝签名"), pair("保管处", "市委组织部干部信息科保密柜"), pair("编号", format!("云组票〔2026〕{}", c.step.trim_start_matches('S')))], true), signs(c, paper), issue]
        }
        "干部调整（动议）建议方案" | "拟任用建议方案" | "考察对象人选名单" | "讨论任免名单" => {
            let mut v = vec![title, Block::Under(format!("（{}）", date(c.date))), list(["序号", "姓名", "出生年月", "现任职务", "拟任免职务"])];
            if let RecordBody::Meeting { resolution, .. } = &c.body {
                v.push(Block::Para(resolution.clone()));
            }
            v.extend([signs(c, paper), issue]);
            v
        }
        "张贴（发布）证明" | "发布（张贴）证明" => {
            let RecordBody::Notice { title: t, form, scope, start, end, .. } = &c.body else { return None };
            vec![title, Block::Fields(vec![pair("公告名称", &**t), pair("张贴地点", format!("{scope}，{}", c.place)), pair("方式", &**form), pair("张贴日期", date(*start)), pair("揭下日期", date(*end)), pair("张贴情况", "公告完整清晰，期间无损毁遮挡")], true), signs(c, paper), Block::Issue(DEPARTMENT.into(), date(*start), true)]
        }
        "预告期间反映情况登记表" => {
            let rows = (1..=6).map(|n| vec![n.to_string(), if n == 1 { "无".into() } else { String::new() }, String::new(), String::new()]).collect();
            vec![title, Block::Table(vec![0.6, 1.6, 4.0, 1.8], ["序号", "反映人及方式", "反映内容", "处理情况"].map(Into::into).to_vec(), rows, true), Block::Para("预告期间未收到来信、来电、来访，作零登记。".into()), signs(c, paper)]
        }
        "考察组名单及回避审查表" => {
            let rows = c.participants.iter().map(|p| vec![p.name.clone(), p.post.clone(), p.role.clone(), "无应回避关系".into(), p.name.clone()]).collect();
            vec![title, Block::Table(vec![1.2, 3.2, 1.6, 1.8, 1.6], ["姓名", "职务", "分工", "回避审查", "责任承诺签名"].map(Into::into).to_vec(), rows, true), signs(c, paper), issue]
        }
        "干部任免审批表" => approval(people_of(c).first()?, c, paper),
        "个人有关事项报告查核结果" | "信访举报查核结论" => {
            let RecordBody::Review { items, .. } = &c.body else { return None };
            let i = items.get(if name.starts_with("个人") { 1 } else { 3 })?;
            vec![title, Block::Fields(vec![pair("姓名", people_of(c).first()?.name), pair("现任职务", people_of(c).first()?.current), pair("查核项目", &*i.name), pair("查核日期", date(i.date)), pair("查核结论", &*i.result), pair("承办人", &*i.reviewer)], true), Block::Heading("查核情况".into()), Block::Ruled(i.explanation.clone()), signs(c, paper), Block::Issue(DEPARTMENT.into(), date(c.date), true)]
        }
        "归档验收表" => {
            let rows = ["步骤齐", "材料齐", "签名齐", "时序正", "人数票数文号一致", "清晰可读、页码连续", "目录与实物相符", "档号唯一、两卷互引"].iter().enumerate().map(|(n, t)| vec![(n + 1).to_string(), (*t).into(), if n < 4 { "部分合格" } else { "合格" }.into(), if n < 4 { "见偏差清单" } else { "" }.into()]).collect();
            vec![title, Block::Table(vec![0.6, 3.0, 1.4, 2.4], ["序号", "验收项目", "结论", "说明"].map(Into::into).to_vec(), rows, true), signs(c, paper), issue]
        }
        _ => return None,
    })
}

/// The 干部任免审批表, as far as one page goes.
fn approval(p: &Person, c: &RecordContent, paper: &Paper) -> Vec<Block> {
    let dotted = |d: &str| if d.len() >= 6 { format!("{}.{}", &d[..4], &d[4..]) } else { d.to_owned() };
    let resume: Vec<Vec<String>> = p.resume.iter().map(|(a, b, t)| vec![format!("{a}—{b}"), (*t).into()]).collect();
    let family: Vec<Vec<String>> = p.family.iter().map(|f| vec![f.0.into(), f.1.into(), dotted(f.2), f.3.into(), f.4.into()]).collect();
    vec![
        Block::Title("干部任免审批表".into()),
        Block::Fields(vec![pair("姓名", p.name), pair("性别", p.sex), pair("出生年月", dotted(p.born)), pair("民族", p.ethnicity), pair("籍贯", p.native_place), pair("入党时间", dotted(p.joined)), pair("参加工作", dotted(p.work)), pair("专业技术", p.title),
            pair("全日制教育", p.fulltime.join("　")), pair("在职教育", p.inservice.join("　")), pair("现任职务", p.current), pair("拟任职务", p.proposed)], false),
        Block::Table(vec![1.6, 6.0], vec![], resume, false),
        Block::Fields(vec![pair("奖惩情况", p.rewards), pair("任免理由", c.summary.as_str())], false),
        Block::Table(vec![1.2, 2.4, 1.1, 1.3, 4.0], ["称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务"].map(Into::into).to_vec(), family, false),
        signs(c, paper),
        Block::Issue(DEPARTMENT.into(), date(c.date), true),
    ]
}

fn by_kind(c: &RecordContent, paper: &Paper) -> Vec<Block> {
    let about = if c.candidates.is_empty() { "本批次".to_owned() } else { people_of(c).iter().map(|p| p.name).collect::<Vec<_>>().join("、") };
    match &c.body {
        RecordBody::Notebook { category, speakers, text } => {
            let heard = speakers.iter().map(|p| format!("{}（{}）", p.name, p.post)).collect::<Vec<_>>().join("、");
            vec![Block::Title(paper.name.clone()), Block::Under(format!("干部选任工作纪实专用笔记本 · {category}")),
                Block::Fields(vec![pair("时间", when(c)), pair("地点", &*c.place), pair("谈话对象", heard), pair("涉及人选", about), pair("参加人", with_posts(c, &[])), pair("记录方式", &*c.mode)], true),
                Block::Heading("记录内容".into()), Block::Ruled(text.clone()), signs(c, paper)]
        }
        RecordBody::Meeting { session, expected, present, absent, observers, recused, opinions, resolution, votes } => {
            let away = absent.iter().map(|a| format!("{}（{}）", a.name, a.reason)).collect::<Vec<_>>().join("、");
            let watch = observers.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join("、");
            let left = recused.iter().map(|r| format!("{}（{}，{}离场）", r.name, r.reason, r.left_at)).collect::<Vec<_>>().join("、");
            if paper.name == "回避登记" {
                return vec![Block::Title(paper.name.clone()), Block::Fields(vec![pair("会议", &**session), pair("时间", when(c)), pair("回避人员", left), pair("返回时间", "该同志表决结束后返回")], true), signs(c, paper)];
            }
            let mut minutes = String::new();
            for o in opinions {
                let who = o.candidate.and_then(|id| PEOPLE.iter().find(|p| p.key == format!("C{id}"))).map(|p| format!("（议{}）", p.name)).unwrap_or_default();
                minutes += &format!("{}{who}：{}\n", o.name, o.text);
            }
            minutes += &format!("会议议定：{resolution}\n（散会）");
            let mut v = vec![Block::Title(format!("{session}记录")), Block::Fields(vec![pair("时间", when(c)), pair("地点", &*c.place), pair("应到", format!("{expected}人")), pair("实到", format!("{present}人")), pair("缺席", if away.is_empty() { "无".into() } else { away }), pair("列席", watch), pair("出席", with_posts(c, &[]))], true)];
            if !left.is_empty() {
                v.push(Block::Fields(vec![pair("回避", left)], true));
            }
            v.push(Block::Ruled(minutes));
            if !votes.is_empty() {
                v.push(Block::Table(vec![2.6, 1.0, 1.0, 1.0, 1.2], ["姓名", "同意", "不同意", "弃权", "结果"].map(Into::into).to_vec(), votes.iter().map(|l| vec![l.name.clone(), l.agree.to_string(), l.against.to_string(), l.abstain.to_string(), l.result.clone()]).collect(), true));
            }
            v.push(signs(c, paper));
            v
        }
        RecordBody::Ballot { purpose, expected, present, issued, returned, valid, invalid, lines, tellers, scrutineers, .. } => {
            let heads = |h: &[&str]| h.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
            let rate = |l: &VoteLine| if *valid == 0 { String::new() } else { format!("{}.{}%", l.agree * 100 / valid, l.agree * 1000 / valid % 10) };
            let table = match purpose {
                BallotPurpose::Decision => Block::Table(vec![2.4, 3.0, 0.9, 0.9, 1.1, 1.0], heads(&["姓名", "拟任职务", "同意", "不同意", "弃权（缓议）", "结果"]), lines.iter().map(|l| vec![l.name.clone(), l.post.clone(), l.agree.to_string(), l.against.to_string(), l.abstain.to_string(), l.result.clone()]).collect(), true),
                BallotPurpose::Appraisal => Block::Table(vec![2.0, 1.2, 1.2], heads(&["评价等次", "票数", "比例"]), lines.iter().map(|l| vec![l.name.clone(), l.agree.to_string(), rate(l)]).collect(), true),
                _ => Block::Table(vec![2.6, 3.0, 1.0, 1.1, 0.8], heads(&["姓名", "推荐职位", "得票", "得票率", "名次"]), lines.iter().map(|l| vec![l.name.clone(), l.post.clone(), l.agree.to_string(), rate(l), l.rank.map(|r| r.to_string()).unwrap_or_default()]).collect(), true),
            };
            vec![Block::Title(paper.name.clone()), Block::Under(format!("对象：{about}")),
                Block::Fields(vec![pair("时间", when(c)), pair("地点", &*c.place), pair("应到", format!("{expected}人")), pair("实到", format!("{present}人")), pair("发出", format!("{issued}张")), pair("收回", format!("{returned}张")), pair("有效", format!("{valid}张")), pair("无效", format!("{invalid}张"))], true),
                table, Block::Fields(vec![pair("计票人", tellers.join("、")), pair("监票人", scrutineers.join("、"))], true), Block::Para(c.summary.clone()), signs(c, paper)]
        }
        RecordBody::Letter { to, sent_no, sent, received, reply_no, replied, opinion, .. } => vec![
            Block::Letterhead(DEPARTMENT.into(), sent_no.clone()), Block::Title(format!("关于征求对{}意见的函", if c.candidates.len() > 3 { "有关考察对象".to_owned() } else { format!("{about}同志") })),
            Block::Para(format!("{to}：")), Block::Para(format!("根据《党政领导干部选拔任用工作条例》规定，因工作需要，拟对{about}{}进行考察任用。现就有关情况征求你单位意见，请于收到本函后五个工作日内书面回复。", if c.candidates.len() == 1 { "同志" } else { "等同志" })),
            Block::Para(format!("（收函日期：{}）", date(*received))), Block::Issue(DEPARTMENT.into(), date(*sent), true), signs(c, paper), Block::Break,
            Block::Letterhead(to.clone(), reply_no.clone()), Block::Title("复函".into()), Block::Para(format!("{DEPARTMENT}：")), Block::Para(format!("《{sent_no}》收悉。经研究（核查），现回复如下：")), Block::Para(opinion.clone()), Block::Para("此复。".into()), Block::Issue(to.clone(), date(*replied), true),
        ],
        RecordBody::Notice { title, form, scope, start, end, contact, outcome, .. } => {
            let rows = people_of(c).into_iter().map(|p| vec![p.name.to_owned(), p.sex.into(), format!("{}.{}", &p.born[..4], &p.born[4..]), p.current.into(), if c.step == "S11" { String::new() } else { p.proposed.into() }]);
            let mut v = vec![Block::Title(title.clone()), Block::Para(format!("{}现将有关事项公告如下，发布方式：{form}；范围：{scope}。", c.summary))];
            if c.step != "S11" {
                v.push(Block::Table(vec![1.9, 0.6, 1.1, 3.2, 3.2], ["姓名", "性别", "出生年月", "现任职务", "拟任职务"].map(Into::into).to_vec(), rows.collect(), false));
            }
            v.extend([Block::Para(format!("公告时间：{}至{}。如有情况反映，请实事求是，提倡署真实姓名。联系方式：{contact}。", date(*start), date(*end))), Block::Para(format!("情况记载：{outcome}。")), Block::Issue(DEPARTMENT.into(), date(*start), true), signs(c, paper)]);
            v
        }
        RecordBody::Review { items, conclusion } => {
            let rows = items.iter().map(|i| vec![i.name.clone(), i.result.clone(), i.explanation.clone(), i.reviewer.clone()]).collect();
            vec![Block::Title(paper.name.clone()), Block::Fields(vec![pair("对象", if c.candidates.len() > 2 { "见下表".into() } else { about }), pair("时间", when(c)), pair("地点", &*c.place), pair("责任主体", &*c.responsible)], true),
                Block::Table(vec![2.2, 1.3, 4.6, 1.2], ["项目", "结果", "依据和说明", "审核人"].map(Into::into).to_vec(), rows, true), Block::Heading("结论".into()), Block::Ruled(conclusion.clone()), signs(c, paper)]
        }
        RecordBody::Document { title, doc_no, issuer, text } => {
            let mut v = Vec::new();
            if doc_no.is_empty() { v.push(Block::Title(title.clone())) } else { v.extend([Block::Letterhead(issuer.clone(), doc_no.clone()), Block::Title(title.clone())]) }
            v.push(Block::Para(text.clone()));
            if c.step == "S28" { v.push(Block::Under("考察组全体成员签名：".into())) } else { v.push(Block::Issue(issuer.clone(), date(c.date), !doc_no.is_empty() && !issuer.chars().count().eq(&3))) }
            v.push(signs(c, paper));
            v
        }
        RecordBody::Decision { body, doc_no, result, text, effective } => {
            if paper.name.contains("文件") || paper.name.contains("纪要") || paper.name.contains("任免") {
                let organ = if body.contains("主要") { DEPARTMENT.to_owned() } else { body.clone() };
                return vec![Block::Letterhead(organ.clone(), doc_no.clone()), Block::Title(if c.step == "S42" { "关于干部任免职的通知".into() } else { paper.name.clone() }), Block::Para(text.clone()), Block::Issue(organ, date(c.date), true), signs(c, paper)];
            }
            vec![Block::Title(paper.name.clone()), Block::Fields(vec![pair("编号", &**doc_no), pair("日期", when(c)), pair("呈报单位", &*c.responsible), pair("审批", &**body), pair("事项", &*c.summary)], false), Block::Heading("拟办意见".into()), Block::Para(text.clone()), Block::Heading("领导批示".into()), Block::Ruled(format!("{result}。{}", effective.map(|d| format!("自{}起。", d.chinese())).unwrap_or_else(|| "请按规定程序抓好落实。".into()))), signs(c, paper)]
        }
    }
}

/// A name nobody of the story bears, for the sign-in book.
fn invented(dice: &mut Dice) -> String {
    const FAMILY: [&str; 24] = ["王", "李", "张", "刘", "陈", "杨", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗", "郑", "梁", "段", "白", "普"];
    const GIVEN: [&str; 32] = ["伟", "芳", "建军", "秀兰", "明", "丽华", "志远", "国强", "晓东", "玉梅", "海涛", "春燕", "永福", "文斌", "桂英", "俊", "红霞", "光明", "雪", "成林", "立平", "婷", "学军", "云", "兴华", "淑珍", "凯", "家富", "素芬", "正华", "娟", "世荣"];
    format!("{}{}", FAMILY[dice.below(FAMILY.len())], GIVEN[dice.below(GIVEN.len())])
}
