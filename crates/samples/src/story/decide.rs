//! 讨论决定: S29 (the department's own meeting), 酝酿 S30–S34 and the standing committee S35–S38.

use jishi_core::record::{
    Absence, Addressee, Ballot, BallotPurpose, Decision, Meeting, MeetingBody, RecordBody, Recusal, Review, VoteLine,
};

use super::cast::*;
use super::inspect::inspected;
use super::motion::{document, item, opinion, talk};
use super::report::letter;
use super::{Story, candidate, day, someone};
use crate::people::{PEOPLE, POSTS, Person, person};
use crate::traits::traits;

/// Put before the standing committee: neither C3 nor C7.
pub fn tabled() -> impl Iterator<Item = &'static Person> {
    inspected().filter(|p| p.key != "C7")
}

fn keys() -> Vec<&'static str> {
    tabled().map(|p| p.key).collect()
}

pub fn tell(s: &mut Story) {
    department(s);
    soundings(s);
    prepare(s);
    committee(s);
    minutes(s);
}

/// S29.
fn department(s: &mut Story) {
    let d = day(6, 2);
    let all: Vec<&str> = inspected().map(|p| p.key).collect();
    let mut opinions = Vec::new();
    for (n, p) in inspected().enumerate() {
        let t = traits(p.key);
        let speaker = [DEPUTY.0, DEPUTY2.0, CHIEF.0][n % 3];
        let (stance, text) = match p.key {
            "C7" => (
                "不同意",
                format!("孙晓梅同志{}，但{}，比较下来刘志强更适合，建议本次不作拟任人选。", t.strengths[0], t.faults[0]),
            ),
            "C11" => {
                ("同意", "司马文渊同志项目能力突出，两项得票均在六成左右，民主作风意见如实写入材料，同意提交常委会讨论。".into())
            }
            _ => ("同意", format!("{}，{}，同意作为{}拟任人选。", t.strengths[1], t.deeds[1 % t.deeds.len()], p.proposed)),
        };
        opinions.push(opinion(speaker, stance, text, Some(p.key)));
    }
    opinions.push(opinion(WATCH.0, "同意", "十名拟任人选凡提四必已全部落实，无影响使用的问题。", None));
    opinions.push(opinion(
        MINISTER.0,
        "同意",
        "同意大家意见。开发区副主任用刘志强，孙晓梅同志安排到乡镇挂职锻炼另行研究。",
        None,
    ));
    let votes = inspected()
        .map(|p| {
            let out = p.key == "C7";
            VoteLine {
                candidate: Some(candidate(p.key)),
                name: p.name.into(),
                post: p.proposed.into(),
                agree: Some(if out { 0 } else { 6 }),
                against: Some(if out { 6 } else { 0 }),
                abstain: Some(0),
                rank: None,
                result: if out { "未通过" } else { "通过" }.into(),
                ..VoteLine::default()
            }
        })
        .collect();
    let body = RecordBody::Meeting(Meeting {
        convened: MeetingBody::Department,
        session: "2026年第11次部务会".into(),
        expected: Some(6),
        present: Some(6),
        absent: vec![],
        observers: vec![someone(CLERK.0, CLERK.1, "列席")],
        recused: vec![],
        opinions,
        votes,
        resolution: "同意提出欧阳静澜等10名同志拟任用建议方案，按程序征求意见后提请市委常委会讨论；孙晓梅同志本次不作拟任人选。"
            .into(),
        ..Meeting::default()
    });
    let e = s.add("S29", &all, d, body).at("14:30–17:20", "市委组织部会议室");
    e.with(
        [MINISTER, DEPUTY, DEPUTY2, CHIEF, WATCH, FILES]
            .iter()
            .enumerate()
            .map(|(i, o)| someone(o.0, o.1, if i == 0 { "主持" } else { "出席" }))
            .collect(),
    );
    e.said("部务会听取两个考察组汇报，逐人研究，提出10人拟任用建议方案，孙晓梅同志不作拟任人选。")
        .sign(MINISTER.0, "主持人")
        .sign(CLERK.0, "记录人");
    e.scan("部务会会议记录", CLERK.0, "记录人").scan("拟任用建议方案", MINISTER.0, "主持人").secret("机密");
    for p in inspected() {
        let t = traits(p.key);
        let text = format!(
            "{}，现任{}，拟任{}，拟免{}。任免理由：{}，{}。年度考核：2023年称职、2024年优秀、2025年称职。",
            p.name,
            p.current,
            p.proposed,
            if p.removed.is_empty() { "无" } else { p.removed },
            t.strengths[1],
            t.strengths[2]
        );
        let e = s.add("S29", &[p.key], d, document("干部任免审批表", "", "市委组织部", text)).at("", "市委组织部干部科");
        e.with(vec![someone(VICE_CHIEF.0, VICE_CHIEF.1, "填表人"), someone(CHIEF.0, CHIEF.1, "审核人")])
            .said(format!("根据部务会意见填制{}同志任免审批表。", p.name))
            .sign(CHIEF.0, "审核人");
        if matches!(p.key, "C1" | "C4" | "C10") {
            e.scan("干部任免审批表", CHIEF.0, "审核人");
        } else {
            // Signed and sealed originals wait on paper for the volume.
            e.paper("干部任免审批表", CHIEF.0, "审核人");
        }
    }
}

/// S30–S34.
fn soundings(s: &mut Story) {
    let leaders: [(&str, &str, &[&str], &str); 5] = [
        (
            "程立新",
            "市委常委、常务副市长",
            &["C6", "C11"],
            "同意刘志强同志任职，任职后请抓紧建立园区安全长效机制。司马文渊同志我仍有保留，能力是够的，班子合不合得来要考虑。",
        ),
        ("雷振国", "市委常委、政法委书记", &["C5"], "同意黄㛃同志任云东分局党委书记、局长，与区委沟通顺畅。"),
        (
            "马文兰",
            "市委常委、统战部部长",
            &["C2", "C4"],
            "同意。王䶮同志作为党外副区长人选，民建市委也支持；买买提·艾力同志到统战部后请尽快走访新阶层人士。",
        ),
        (
            "邱若兰",
            "副市长",
            &["C10", "C12"],
            "同意两位同志。古丽巴哈尔同志分管卫生健康是新领域，建议先安排到市卫健委学习一周；何颖同志要把学校安全放第一位。",
        ),
        (
            "曾繁荣",
            "副市长",
            &["C1", "C8", "C9"],
            "同意。欧阳静澜熟悉城建，到任可直接接手旧改；陈曦同志抓乡村振兴我放心；张建国同志公道正派。",
        ),
    ];
    for (n, (name, post, who, text)) in leaders.iter().enumerate() {
        let e = s.add("S30", who, day(6, 4), talk("征求意见", vec![someone(name, post, "征求对象")], *text));
        e.at(["8:50", "9:40", "10:30", "15:00", "16:10"][n], "市委、市政府办公楼")
            .with(vec![someone(DEPUTY.0, DEPUTY.1, "征求人"), someone(CHIEF.0, CHIEF.1, "记录人")]);
        e.said(format!("征求{post}{name}对拟任人选的意见。")).sign(name, "分管领导").scan("征求分管领导意见表", name, "分管领导");
    }
    let others = [
        (
            "胡松龄",
            "市人大常委会主任",
            "两区县政府副职提名人选条件成熟，人大将依法做好任前审查和法律知识考试。对名单没有不同意见。",
        ),
        ("林望山", "市长", "两个政府班子的人选专业结构互补，同意。园区主任事关全市工业，民主作风问题请常委会充分讨论。"),
        ("罗锦程", "市政协主席", "党外副区长人选选得准，王䶮同志提案办理一贯认真。建议今后多从委员中发现党外干部。"),
    ];
    for (n, (name, post, text)) in others.iter().enumerate() {
        let e = s.add("S31", &keys(), day(6, 5), talk("征求意见", vec![someone(name, post, "沟通对象")], *text));
        e.at(["9:00", "10:30", "15:30"][n], "市委常委会议室旁小会议室")
            .with(vec![someone(MINISTER.0, MINISTER.1, "沟通人"), someone(VICE_CHIEF.0, VICE_CHIEF.1, "记录人")]);
        e.said(format!("就拟任用建议方案同{post}{name}沟通酝酿。")).sign(name, "沟通对象").scan("沟通酝酿记录", name, "沟通对象");
    }
    let (sent, replied) = (day(6, 8), day(6, 11));
    let letters: [(&str, &str, &str, &str, &str, &str); 3] = [
        (
            "C5",
            "中共云东区委",
            "双重管理征求意见函及回复",
            "云东委函〔2026〕22号",
            "云组函〔2026〕90号",
            "区委常委会6月10日研究，同意黄㛃同志任云岭市公安局云东分局党委书记、局长，请尽快到任。",
        ),
        (
            "C2",
            "中共云岭市委统战部",
            "统战等部门意见",
            "云统函〔2026〕14号",
            "云组函〔2026〕91号",
            "王䶮同志政治立场坚定，代表性强，在党外干部中有影响，同意作为云东区副区长人选。",
        ),
        (
            "C2",
            "民建云岭市委员会",
            "统战等部门意见（民建市委）",
            "云民建〔2026〕9号",
            "云组函〔2026〕92号",
            "王䶮同志履行会员义务认真，参政议政成果突出，民建市委主委会议一致支持。",
        ),
    ];
    for (key, to, material, reply_no, sent_no, text) in letters {
        let e = s.add("S32", &[key], sent, letter(to, sent_no, sent, day(6, 9), reply_no, replied, text)).until(replied);
        if let RecordBody::Letter(l) = &mut e.content.body {
            l.addressee = match (key, to.contains("统战")) {
                ("C5", _) => Addressee::CoManager,
                (_, true) => Addressee::UnitedFront,
                _ => Addressee::Other,
            };
        }
        e.at("", "市委组织部")
            .with(vec![someone(CHIEF.0, CHIEF.1, "承办人")])
            .said(format!("书面征求{to}对{}同志任职的意见，6月11日收到同意复函。", person(key).name));
        e.sign(CHIEF.0, "承办人").scan(material, CHIEF.0, "承办人");
    }
    for p in tabled().filter(|p| !matches!(p.key, "C2" | "C5")) {
        s.excuse(
            "S32",
            Some(p.key),
            &format!("{}同志系中共党员，拟任{}不属双重管理职位，不需书面征求协管方和统战部门意见", p.name, p.proposed),
            CHIEF.0,
            day(6, 8),
        );
    }
    s.excuse("S34", None, "本批拟任人选无超职数、破格、近亲属在本单位提拔等须事前报告事项；何颖同志亲属任市委常委，不在同一单位，已在会议讨论时回避", WATCH.0, day(6, 16));
    let opinions = vec![
        opinion(MINISTER.0, "同意", "汇报十名拟任人选及征求意见情况；园区主任人选征求意见时有两位领导持保留态度。", None),
        opinion("严守正", "同意", "纪委已逐人回函，没有影响使用的问题。", None),
        opinion("高竹安", "同意", "统战、政法两个岗位的人选贴切，党外副区长配备到位。", None),
        opinion(MAYOR.0, "同意", "多数人选成熟；司马文渊同志可以上会，由常委会充分讨论，不勉强。", None),
        opinion(
            SECRETARY.0,
            "同意",
            "这次会只酝酿不决定。意见比较一致的九人按方案提交，司马文渊同志如实介绍不同意见后一并提交讨论。",
            None,
        ),
    ];
    let body = RecordBody::Meeting(Meeting {
        convened: MeetingBody::Deliberation,
        session: "市委书记专题会（人事酝酿）".into(),
        expected: Some(5),
        present: Some(5),
        absent: vec![],
        observers: vec![],
        recused: vec![],
        opinions,
        votes: vec![],
        resolution: "方案基本成熟，不作调整，提交市委常委会讨论决定。".into(),
        ..Meeting::default()
    });
    let e = s.add("S33", &keys(), day(6, 15), body).at("16:00–17:10", "市委书记办公室旁会议室");
    e.with(
        [SECRETARY, MAYOR, ("高竹安", "市委副书记"), ("严守正", "市委常委、纪委书记、监委主任"), MINISTER]
            .iter()
            .enumerate()
            .map(|(i, o)| someone(o.0, o.1, if i == 0 { "主持" } else { "出席" }))
            .collect(),
    );
    e.said("书记专题会酝酿拟任用建议方案，只作酝酿不作决定，意见基本一致，同意提交常委会。")
        .sign(SECRETARY.0, "主持人")
        .sign(CHIEF.0, "记录人")
        .scan("人事酝酿会议记录", CHIEF.0, "记录人");
}

/// S35.
fn prepare(s: &mut Story) {
    let d = day(6, 22);
    let items = tabled()
        .map(|p| {
            item(
                p.name,
                "齐全",
                &format!(
                    "考察材料、凡提四必、双签字、{}等六类材料核对无缺",
                    if p.key == "C2" || p.key == "C5" { "征求意见复函" } else { "任免审批表" }
                ),
                d,
                WATCH.0,
            )
        })
        .collect();
    let body = RecordBody::Review(Review {
        items,
        conclusion:
            "十名拟任人选程序、材料齐全，可以提请6月25日市委常委会讨论。会议通知6月23日发出，安排人大、政协主要领导列席。".into(),
        ..Review::default()
    });
    let e = s
        .add("S35", &keys(), d, body)
        .at("9:00", "市委组织部干部监督科")
        .with(vec![someone(WATCH.0, WATCH.1, "审核人"), someone(CHIEF.0, CHIEF.1, "经办人")]);
    e.said("对10名拟任人选上会材料逐人审核，报市委办公室安排会议。")
        .sign(WATCH.0, "审核人")
        .scan("上会材料审核单", WATCH.0, "审核人")
        .scan("讨论任免名单", MINISTER.0, "责任人")
        .secret("机密");
}

/// Against and abstaining in the vote of the standing committee.
fn no(key: &str) -> (u32, u32) {
    match key {
        "C11" => (2, 4),
        "C10" => (0, 1),
        "C6" | "C2" => (1, 0),
        _ => (0, 0),
    }
}

/// S36, S37.
fn committee(s: &mut Story) {
    let d = day(6, 25);
    let mut opinions = Vec::new();
    for (n, p) in tabled().enumerate() {
        let t = traits(p.key);
        let present: Vec<&Official> =
            COMMITTEE.iter().filter(|o| o.0 != "丁剑锋" && !(p.key == "C12" && o.0 == "汪海平")).collect();
        for (i, o) in present.iter().enumerate() {
            let last = i + 1 == present.len();
            let pool = [
                format!("{}，这一点我有直接了解，同意。", t.strengths[i % 4]),
                "同意组织部意见。".to_owned(),
                format!("实绩站得住：{}。同意。", t.deeds[i % t.deeds.len()]),
                format!("群众评价实在，“{}”。同意任用，提醒注意{}。", t.quotes[i % t.quotes.len()], t.faults[1]),
                "考察材料写得清楚，没有不同意见。".to_owned(),
                "岗位匹配，同意。".to_owned(),
            ];
            let text = if p.key == "C11" {
                [
                    "能力强，但班子磨合是问题，建议缓一缓。",
                    "同意，项目上他确实跑得动。",
                    "我主张缓议，听不得意见的人当正职要慎重。",
                    "两个项目滞后没有说清责任，不同意。",
                    "同意，缺点可以在岗位上改。",
                    "组织部如实汇报了不同看法，我个人同意任用。",
                    "廉洁没有问题，但作风建议再看看，缓议。",
                    "园区等着用人，可班子合力更要紧，缓议。",
                    "同意，请县委加强帮助。",
                    "分歧较大，按《条例》规定不急于决定，暂缓，请组织部再了解半年。",
                ][i % 10]
                    .to_owned()
            } else if last {
                format!("大家意见一致。{}同志到任后要补上“{}”这一课，同意。", p.name, t.faults[0])
            } else {
                pool[(i + n * 2) % pool.len()].clone()
            };
            let stance = if p.key == "C11" {
                if text.contains("不同意，") || text.ends_with("不同意。") {
                    "不同意"
                } else if text.starts_with("同意") || text.contains("我个人同意") {
                    "同意"
                } else {
                    "缓议"
                }
            } else {
                "同意"
            };
            opinions.push(opinion(o.0, stance, text, Some(p.key)));
        }
    }
    let absent = vec![Absence { name: "丁剑锋".into(), reason: "参加省军区会议请假".into(), ..Absence::default() }];
    let recused = vec![Recusal {
        name: "汪海平".into(),
        reason: "系何颖同志丈夫的哥哥，讨论和表决该同志时回避".into(),
        left_at: "16:35".into(),
        ..Recusal::default()
    }];
    let observers = vec![
        someone("胡松龄", "市人大常委会主任", "列席"),
        someone("罗锦程", "市政协主席", "列席"),
        someone(DEPUTY.0, DEPUTY.1, "列席汇报"),
    ];
    let body = RecordBody::Meeting(Meeting {
        convened: MeetingBody::StandingCommittee,
        principal: SECRETARY.0.into(),
        session: "市委常委会2026年第15次会议".into(),
        expected: Some(11),
        present: Some(10),
        absent,
        observers,
        recused,
        opinions,
        votes: vec![],
        resolution: "逐个介绍、逐一讨论十名拟任人选，会后以无记名投票方式逐职位表决。".into(),
        ..Meeting::default()
    });
    let e = s.add("S36", &keys(), d, body).at("15:00–17:40", "市委常委会议室");
    e.with(
        COMMITTEE
            .iter()
            .filter(|o| o.0 != "丁剑锋")
            .map(|o| someone(o.0, o.1, if o.0 == SECRETARY.0 { "主持" } else { "出席" }))
            .collect(),
    );
    e.said("常委会应到11人、实到10人，逐个介绍、逐一讨论，主要负责人末位表态，汪海平同志在讨论何颖同志时离场回避。")
        .sign(SECRETARY.0, "主持人")
        .sign("骆文斌", "记录人");
    e.scan("常委会（党组会）会议记录", "骆文斌", "记录人").secret("机密").scan("回避登记", "骆文斌", "记录人");
    for (post, unit, title, ..) in POSTS {
        let people: Vec<&Person> = tabled().filter(|p| p.post == post).collect();
        let present = if post == "P8" { 9 } else { 10 };
        let lines = people
            .iter()
            .map(|p| {
                let (against, abstain) = no(p.key);
                VoteLine {
                    candidate: Some(candidate(p.key)),
                    name: p.name.into(),
                    post: format!("{unit}{title}"),
                    agree: Some(present - against - abstain),
                    against: Some(against),
                    abstain: Some(abstain),
                    rank: None,
                    result: if p.key == "C11" { "暂缓" } else { "通过" }.into(),
                    ..VoteLine::default()
                }
            })
            .collect();
        let body = RecordBody::Ballot(Ballot {
            purpose: BallotPurpose::Decision,
            expected: Some(11),
            present: Some(present),
            issued: Some(present),
            returned: Some(present),
            valid: Some(present),
            invalid: Some(0),
            abstained: None,
            seats: Some(people.len() as u32),
            competitive: false,
            lines,
            tellers: vec!["骆文斌".into(), CHIEF.0.into()],
            scrutineers: vec!["严守正".into(), "苏映雪".into()],
            ..Ballot::default()
        });
        let who: Vec<&str> = people.iter().map(|p| p.key).collect();
        let told: Vec<String> = people
            .iter()
            .map(|p| {
                let (a, b) = no(p.key);
                format!("{}同意{}票、不同意{a}票、弃权（缓议）{b}票", p.name, present - a - b)
            })
            .collect();
        let e = s.add("S37", &who, d, body).at("17:40", "市委常委会议室").with(vec![
            someone("骆文斌", "市委办公室副主任", "计票"),
            someone(CHIEF.0, CHIEF.1, "计票"),
            someone("严守正", "市委常委、纪委书记、监委主任", "监票"),
            someone("苏映雪", "市委常委、宣传部部长", "监票"),
        ]);
        e.said(format!("{unit}{title}人选无记名投票表决，应到11人、实到{present}人：{}。", told.join("；")))
            .sign("严守正", "监票人")
            .sign("骆文斌", "计票人");
        e.scan("表决结果报告单", "严守正", "监票人");
        if post == "P1" {
            e.scan("表决票样及原始票密封件", "严守正", "监票人");
        } else {
            e.paper("表决票样及原始票密封件", "严守正", "监票人");
        }
    }
}

/// S38.
fn minutes(s: &mut Story) {
    let d = day(6, 25);
    let passed: Vec<&str> = tabled().filter(|p| p.key != "C11").map(|p| p.key).collect();
    let list: Vec<String> = passed.iter().map(|k| format!("{}任{}", person(k).name, person(k).proposed)).collect();
    let text = format!(
        "会议以应到会成员超过半数同意，决定：{}。政府副职人选向区、县人大常委会提名。程立新同志提出的“开发区副主任要尽快补上安全管理课”的意见记录在案。",
        list.join("；")
    );
    let body = RecordBody::Decision(Decision {
        body: "中共云岭市委常委会".into(),
        doc_no: "云常纪〔2026〕15号".into(),
        result: "通过".into(),
        effective: super::on(d),
        text,
        ..Decision::default()
    });
    let e = s
        .add("S38", &passed, d, body)
        .at("18:00", "市委办公室")
        .with(vec![someone(SECRETARY.0, SECRETARY.1, "签发"), someone("骆文斌", "市委办公室副主任", "拟稿")]);
    e.said("形成会议纪要，欧阳静澜等9名同志任用通过。")
        .sign(SECRETARY.0, "签发人")
        .scan("会议纪要（任免决定）", SECRETARY.0, "签发人")
        .secret("机密");
    let text = "临江工业园区管委会主任人选司马文渊同志，表决同意4票、不同意2票、弃权（缓议）4票，未达到应到会成员半数，且讨论中分歧较大。会议决定暂缓作出任用决定，由市委组织部继续了解其民主作风和两个滞后项目整改情况，半年内不再提交。";
    let body = RecordBody::Decision(Decision {
        body: "中共云岭市委常委会".into(),
        doc_no: "云常纪〔2026〕15号".into(),
        result: "暂缓".into(),
        effective: None,
        text: text.into(),
        ..Decision::default()
    });
    let e = s
        .add("S38", &["C11"], d, body)
        .at("18:00", "市委办公室")
        .with(vec![someone(SECRETARY.0, SECRETARY.1, "签发"), someone(CHIEF.0, CHIEF.1, "登记人")]);
    e.said("司马文渊同志同意票未过应到会成员半数，暂缓任用并登记。")
        .sign(SECRETARY.0, "签发人")
        .scan("会议纪要（任免决定）", SECRETARY.0, "签发人")
        .scan("暂缓或复议登记", CHIEF.0, "登记人");
    debug_assert_eq!(PEOPLE.len(), 12);
}
