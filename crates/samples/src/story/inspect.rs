//! 考察, first part: S17–S24. Who is inspected, by whom, and what was heard and seen.

use chrono::NaiveDate;
use jishi_core::record::{
    Absence, Ballot, BallotPurpose, Meeting, MeetingBody, Notice, RecordBody, ScoreRow, ScoreTable, TeamMember, VoteLine,
};

use super::cast::*;
use super::motion::{document, opinion, talk};
use super::{Story, after, candidate, day, on, someone, spoken};
use crate::people::{PEOPLE, Person, WARDS};
use crate::traits::traits;

/// Everybody inspected: all but C3.
pub fn inspected() -> impl Iterator<Item = &'static Person> {
    PEOPLE.iter().filter(|p| p.key != "C3")
}

fn of_ward(ward: usize) -> Vec<&'static str> {
    inspected().filter(|p| p.ward == ward).map(|p| p.key).collect()
}

fn names(keys: &[&str]) -> String {
    keys.iter().map(|k| crate::people::person(k).name).collect::<Vec<_>>().join("、")
}

/// The 考察组 as registered, leader first, each with the pledge signed.
pub fn team(group: &[Official; 4]) -> Vec<TeamMember> {
    let member = |(n, o): (usize, &Official)| TeamMember {
        name: o.0.into(),
        post: o.1.into(),
        role: if n == 0 { "组长" } else { "成员" }.into(),
        pledged: true,
    };
    group.iter().enumerate().map(member).collect()
}

pub fn tell(s: &mut Story) {
    fix(s);
    for ward in 0..WARDS.len() {
        prepare(s, ward);
    }
    for ward in 0..WARDS.len() {
        appraise(s, ward);
    }
    talks(s);
    interviews(s);
    visits(s);
    super::report::tell(s);
}

/// S17: the standing committee fixes who is inspected.
fn fix(s: &mut Story) {
    let d = day(4, 10);
    let mut opinions = Vec::new();
    for p in PEOPLE.iter() {
        let (m, v, t, h) = super::recommend::votes(p.key);
        let (stance, text) = if p.key == "C3" {
            ("不同意", format!("赵国𬀩同志会议推荐{m}票、谈话推荐{t}票，均不足三分之一，不列为考察对象，继续在现岗位工作。"))
        } else {
            (
                "同意",
                format!(
                    "{}同志会议得票{m}/{v}、谈话得票{t}/{h}，无不得列为考察对象情形，同意列为{}考察对象。",
                    p.name, p.proposed
                ),
            )
        };
        opinions.push(opinion(MINISTER.0, stance, text, Some(p.key)));
    }
    for (name, text) in [
        ("严守正", "纪委对名单上的同志没有不同意见，考察期间有反映随时沟通。"),
        ("程立新", "开发区差额考察两名，符合方案。"),
        ("高竹安", "赵国𬀩同志不列入要做好思想工作。"),
        ("林望山", "同意，园区主任人选考察时把班子意见听全。"),
        ("周怀远", "同意确定十一名同志为考察对象。考察要见人见事，不走过场。"),
    ] {
        opinions.push(opinion(name, "同意", text, None));
    }
    let votes = PEOPLE
        .iter()
        .map(|p| VoteLine {
            candidate: Some(candidate(p.key)),
            name: p.name.into(),
            post: p.proposed.into(),
            agree: Some(if p.key == "C3" { 0 } else { 10 }),
            against: Some(if p.key == "C3" { 10 } else { 0 }),
            abstain: Some(0),
            rank: None,
            result: if p.key == "C3" { "未通过" } else { "通过" }.into(),
            ..VoteLine::default()
        })
        .collect();
    let body = RecordBody::Meeting(Meeting {
        convened: MeetingBody::StandingCommittee,
        session: "市委常委会2026年第9次会议".into(), expected: Some(11), present: Some(10), absent: vec![Absence { name: "丁剑锋".into(), reason: "参加省军区会议".into(), ..Absence::default() }], observers: vec![someone("胡松龄", "市人大常委会主任", "列席"), someone("罗锦程", "市政协主席", "列席")],
        recused: vec![jishi_core::record::Recusal { name: "汪海平".into(), reason: "何颖同志丈夫的哥哥，讨论该同志时回避".into(), left_at: "16:02".into(), ..Default::default() }],
        opinions, votes, resolution: "确定欧阳静澜等11名同志为考察对象。副区长职位推荐人选三名取二，实行差额；云东开发区副主任差额考察两名；其余职位因推荐意见集中、符合条件人选唯一，等额考察。赵国𬀩同志不列为考察对象。".into(), ..Meeting::default() });
    let e = s.add("S17", &[], d, body).at("15:00–16:40", "市委常委会议室");
    e.with(
        COMMITTEE
            .iter()
            .filter(|o| o.0 != "丁剑锋")
            .map(|o| someone(o.0, o.1, if o.0 == SECRETARY.0 { "主持" } else { "出席" }))
            .collect(),
    );
    e.said("常委会集体研究，逐人审议推荐情况和资格条件，确定11名考察对象，赵国𬀩同志不列入。")
        .sign(SECRETARY.0, "主持人")
        .sign("汪海平", "记录审核人");
    e.scan("确定考察对象会议记录（纪要）", SECRETARY.0, "主持人").scan("考察对象人选名单", MINISTER.0, "责任人");
}

/// S18–S20 of a ward.
fn prepare(s: &mut Story, i: usize) {
    let w = &WARDS[i];
    let g = group(i);
    let keys = of_ward(i);
    let d = day(4, 13);
    let [leader, members] =
        [&g[..1], &g[1..]].map(|of| of.iter().map(|o| format!("{}（{}）", o.0, o.1)).collect::<Vec<_>>().join("、"));
    let reason = [
        "其中管委会副主任职位差额考察，其余等额",
        "分局局长职位条件特殊，等额考察",
        "推荐意见集中，等额考察；对园区主任人选的民主作风作专项了解",
        "第二推荐人选任现职不足一年，等额考察",
    ][i];
    let text = format!(
        "考察对象：{}。考察组：组长{}，成员{}。经逐人审查，考察组成员与考察对象无夫妻、直系血亲、三代以内旁系血亲和近姻亲关系，均签署考察责任承诺。时间：4月20日至5月14日。谈话范围：班子成员、中层干部、服务对象和原工作单位代表。方法：发布预告、民主测评、个别谈话、面谈、实地走访、查阅资料。说明：{reason}。",
        names(&keys),
        leader,
        members
    );
    let e = s.add(
        "S18",
        &keys,
        d,
        document(format!("{}干部考察工作方案", w.name), &format!("云组考〔2026〕{}号", 5 + i), "市委组织部", text),
    );
    e.at("10:00", "市委组织部干部科")
        .with(g.iter().enumerate().map(|(n, o)| someone(o.0, o.1, if n == 0 { "考察组组长" } else { "考察组成员" })).collect());
    if let RecordBody::Document(d) = &mut e.content.body {
        d.team = team(&g);
    }
    e.said(format!("组建4人考察组，回避审查无异常，制定{}考察方案。", w.name))
        .sign(MINISTER.0, "审批人")
        .sign(g[0].0, "考察组组长");
    e.scan("考察组名单及回避审查表", g[0].0, "考察组组长").scan("考察工作方案", MINISTER.0, "审批人");
    let said = [
        "区委同意方案安排，提出两点：一是测评会放在20日上午，下午区里有防汛会；二是谈话对象中增加两名企业代表，听听他们对经济口干部的看法。考察组采纳，谈话人数由52人增至54人。",
        "局党委建议把云东分局教导员列入谈话范围，并提醒刑侦支队正在办专案，个别谈话可安排在晚间。方案作相应调整。",
        "县委希望考察组到石桥、临水两个乡镇听取群众代表意见，对司马文渊同志请多听听副职的话，县委不设框子。考察组将走访点由4处调到6处。",
        "局党组同意方案，建议到临江职业中等专业学校听取教师对新校长的期待，谈话可集中一天完成。",
    ];
    let e = s.add("S19", &keys, day(4, 14), talk("研究方案", vec![someone(w.secretary.0, w.secretary.1, "沟通对象")], said[i]));
    e.at(["9:30", "10:40", "14:30", "16:10"][i], w.talk_room)
        .with(vec![someone(g[0].0, g[0].1, "谈话人"), someone(g[3].0, g[3].1, "记录人")]);
    e.said(format!("就考察方案与{}主要负责人沟通并调整安排。", w.party))
        .sign(g[0].0, "考察组组长")
        .sign(w.secretary.0, "呈报单位党组织主要负责人")
        .scan("考察方案沟通记录", g[0].0, "考察组组长");
    let body = RecordBody::Notice(Notice {
        title: "干部考察预告".into(),
        form: ["机关公告栏张贴、区政府内网", "公安内网", "县政务中心公告栏、乡镇公开栏", "机关公告栏"][i].into(),
        scope: w.name.into(),
        start: on(day(4, 15)),
        end: on(day(4, 21)),
        contact: format!("考察组{} 0870-8212{}；12380", g[1].0, 301 + i),
        reactions: Some(0),
        outcome: "预告已发布，反映情况由监督科登记".into(),
        ..Notice::default()
    });
    let e = s
        .add("S20", &keys, day(4, 15), body)
        .at("8:30", w.hall)
        .with(vec![someone(w.liaison.0, w.liaison.1, "发布人"), someone(g[3].0, g[3].1, "经办人")]);
    e.said(format!("发布考察预告，公布考察对象{}、考察组成员和联系方式。", names(&keys))).sign(g[3].0, "经办人").scan(
        "考察预告",
        g[3].0,
        "经办人",
    );
    if i == 0 || i == 2 {
        e.photo("预告期间反映情况登记表", WATCH_CLERK.0, "登记人");
    }
}

/// S21: appraisal ballots, one a person, and one public display of achievements a district.
fn appraise(s: &mut Story, i: usize) {
    let w = &WARDS[i];
    let g = group(i);
    let d = after(day(4, 17), i as u32 + 1);
    let present = [58, 41, 52, 36][i];
    for (n, key) in of_ward(i).iter().enumerate() {
        let poor = matches!(*key, "C11");
        let minor = (n as u32 + i as u32) % 3;
        let valid = present - minor;
        let (good, fair, low) = if poor { (valid - 21, 15, 6) } else { (valid - 4 - n as u32, 3 + n as u32, 1) };
        // The display of achievements was voted on by the same people: one table for all of the district, with the first of them.
        let rows = of_ward(i).into_iter().enumerate().map(|(k, key)| {
            let dull = if key == "C11" { 9 } else { 0 };
            let (fairly, little) = (4 + k as u32 * 2 + dull, dull / 3);
            let counts = [valid - fairly - little - 1, fairly, 1, little].map(Some).to_vec();
            ScoreRow { name: crate::people::person(key).name.into(), counts }
        });
        let grades = ["满意", "基本满意", "不了解", "不满意"].map(String::from).to_vec();
        let shown = ScoreTable { title: "实绩公示公议满意度".into(), grades, rows: rows.collect() };
        let tables = if n == 0 && (i == 0 || i == 2) { vec![shown] } else { Vec::new() };
        let grade = |name: &str, agree: u32| VoteLine { name: name.into(), agree: Some(agree), ..VoteLine::default() };
        let body = RecordBody::Ballot(Ballot {
            purpose: BallotPurpose::Appraisal,
            expected: Some(present + 3),
            present: Some(present),
            issued: Some(present),
            returned: Some(present),
            valid: Some(valid),
            invalid: Some(minor),
            abstained: None,
            seats: None,
            competitive: false,
            lines: vec![grade("优秀", good), grade("称职", fair), grade("基本称职", low), grade("不称职", 0)],
            tellers: vec![g[2].0.into(), g[3].0.into()],
            scrutineers: vec![w.liaison.0.into()],
            tables,
            ..Ballot::default()
        });
        let p = crate::people::person(key);
        let e = s.add("S21", &[key], d, body).at("9:00–10:30", w.hall).with(vec![
            someone(g[0].0, g[0].1, "主持"),
            someone(g[2].0, g[2].1, "计票"),
            someone(w.liaison.0, w.liaison.1, "监票"),
        ]);
        e.said(format!(
            "对{}同志民主测评（含德的测评），优秀{good}票、称职{fair}票、基本称职{low}票，优秀率{}.{}%。",
            p.name,
            good * 100 / valid,
            good * 1000 / valid % 10
        ));
        e.sign(g[2].0, "汇总人").sign(g[3].0, "汇总人").scan("民主测评（含德的测评）汇总表", g[2].0, "汇总人");
    }
    if i == 0 || i == 2 {
        let text = names(&of_ward(i));
        let body = RecordBody::Notice(Notice {
            title: format!("{}考察对象实绩公示", w.name),
            form: "机关公告栏、单位大厅展板".into(),
            scope: "考察对象所在单位及服务对象".into(),
            start: on(d),
            end: on(after(d, 4)),
            contact: "考察组".into(),
            reactions: Some([2, 0, 3, 0][i]),
            outcome: ["收到肯定性意见2条，均针对老旧小区改造", "", "收到意见3条：肯定2条，建议加快两个滞后项目1条", ""][i].into(),
            ..Notice::default()
        });
        let e = s.add("S21", &of_ward(i), d, body).until(after(d, 4));
        e.at("", w.hall)
            .with(vec![someone(w.liaison.0, w.liaison.1, "发布人"), someone(g[3].0, g[3].1, "汇总人")])
            .said(format!("公示{text}实绩材料并组织公议。"))
            .sign(g[3].0, "汇总人")
            .sign(w.liaison.0, "发布人");
        e.scan("实绩公示公议评议表", g[3].0, "汇总人");
    }
}

/// S22: two talks on each person.
fn talks(s: &mut Story) {
    let openings = [
        "我跟他共事多年，熟悉情况，讲三点。",
        "总的看法是好的，我具体说。",
        "我先说事实，再说看法。",
        "我们接触主要在工作上。",
        "谈之前我想了想，实事求是地讲。",
        "这个同志我观察过一段时间。",
        "说优点大家都会说，我说点具体的。",
    ];
    for (n, p) in inspected().enumerate() {
        let w = &WARDS[p.ward];
        let g = group(p.ward);
        let t = traits(p.key);
        for half in 0..2 {
            let voice = w.voices[(n * 2 + half) % w.voices.len()];
            let opening = openings[(n * 2 + half) % openings.len()].replace('他', if p.sex == "女" { "她" } else { "他" });
            let (q, r) = (&t.quotes[half * 2], &t.quotes[half * 2 + 1]);
            let deed = t.deeds[(half + 1) % t.deeds.len()];
            let text = if half == 0 {
                format!("{opening}一是{}。二是{q}。三是{deed}。要说不足，{}。", t.strengths[1], t.faults[0])
            } else {
                format!(
                    "{opening}{q}。{r}。工作上{deed}，这是看得见的。廉洁方面，{}。希望今后注意：{}。",
                    t.strengths[3], t.faults[1]
                )
            };
            let d = after(day(4, 23), (n as u32 + half as u32 * 2) % 4);
            let e = s.add("S22", &[p.key], d, talk("听取意见", vec![someone(voice.0, voice.1, "谈话对象")], text));
            e.at(["8:40", "9:30", "10:20", "14:30", "15:20"][(n + half) % 5], w.talk_room).with(vec![
                someone(g[1].0, g[1].1, "谈话人"),
                someone(g[2].0, g[2].1, "谈话人"),
                someone(g[3].0, g[3].1, "记录人"),
            ]);
            e.said(format!("同{}{}谈话，了解{}同志德才表现。", voice.1, voice.0, p.name))
                .sign(g[1].0, "谈话人")
                .sign(g[2].0, "谈话人");
            if (n + half) % 9 == 4 {
                e.photo("考察谈话记录", g[1].0, "谈话人");
            } else if half == 1 && n % 2 == 1 && !matches!(p.key, "C8" | "C9") {
                e.paper("考察谈话记录", g[1].0, "谈话人");
            } else {
                e.scan("考察谈话记录", g[1].0, "谈话人");
            }
            e.secret("工作秘密");
        }
    }
}

/// S23.
fn interviews(s: &mut Story) {
    for (n, p) in inspected().enumerate() {
        let w = &WARDS[p.ward];
        let g = group(p.ward);
        let t = traits(p.key);
        let d = after(day(5, 6), n as u32 / 4);
        let text = format!(
            "问：请谈谈近年工作体会和自身不足。答：{}问：需要向组织说明的事项？答：{}考察组就“{}”的意见向本人求证，本人表示认可并愿意改进。",
            t.own[0], t.own[1], t.faults[0]
        );
        let e = s.add("S23", &[p.key], d, talk("听取意见", vec![someone(p.name, p.current, "考察对象")], text));
        e.at(["9:00–9:50", "10:10–11:00", "14:30–15:20", "15:40–16:20"][n % 4], w.talk_room).with(vec![
            someone(g[0].0, g[0].1, "谈话人"),
            someone(g[1].0, g[1].1, "谈话人"),
            someone(g[3].0, g[3].1, "记录人"),
        ]);
        e.said(format!("与{}同志面谈，本人谈体会、认短板，说明有关事项。", p.name))
            .sign(g[0].0, "谈话人")
            .sign(p.name, "考察对象")
            .scan("面谈记录", p.name, "考察对象");
    }
}

/// S24.
fn visits(s: &mut Story) {
    for (n, p) in inspected().enumerate() {
        let g = group(p.ward);
        let t = traits(p.key);
        let d: NaiveDate = after(day(5, 8), n as u32 / 3 + 1);
        let text = format!(
            "{}。走访中就{}一事向有关人员求证，情况属实。对照谈话中提到的“{}”，考察组认为基本客观。",
            t.visit, t.deeds[0], t.faults[1]
        );
        let kind = if p.key == "C6" { "延伸考察" } else { "实地走访" };
        let e = s.add(
            "S24",
            &[p.key],
            d,
            talk("其它", vec![someone(WARDS[p.ward].liaison.0, WARDS[p.ward].liaison.1, "陪同人")], text),
        );
        e.at("全天", ["青石街道、区直单位", "临江县公安局", "乡镇、县直单位", "市属学校"][p.ward])
            .with(vec![someone(g[1].0, g[1].1, "走访人"), someone(g[3].0, g[3].1, "记录人")]);
        e.said(format!("{kind}：{}（{}）。", t.visit, spoken(d))).sign(g[1].0, "走访人").sign(g[3].0, "记录人").scan(
            "实地走访（延伸考察）记录",
            g[1].0,
            "走访人",
        );
    }
}
