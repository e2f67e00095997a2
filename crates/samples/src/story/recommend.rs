//! 民主推荐: S10–S16. Each ward has its day: talks in the morning, the meeting in the afternoon (2019 edition).

use chrono::NaiveDate;
use jishi_core::record::{Ballot, BallotPurpose, Meeting, MeetingBody, Notice, RecordBody, VoteLine};

use super::cast::*;
use super::motion::{document, of_ward, opinion, talk};
use super::{Story, candidate, day, on, someone, spoken};
use crate::people::{PEOPLE, POSTS, WARDS};
use crate::traits::traits;

/// A post with its count: valid ballots and the votes of each name; names outside the batch have no key.
struct Count {
    post: &'static str,
    valid: u32,
    invalid: u32,
    votes: &'static [(&'static str, &'static str, u32)],
}

const MEETING: [Count; 8] = [
    Count { post: "P1", valid: 86, invalid: 2, votes: &[("C1", "", 78), ("C2", "", 61), ("C3", "", 19), ("", "施向东", 6)] },
    Count { post: "P2", valid: 87, invalid: 1, votes: &[("C4", "", 76), ("", "童心悦", 8)] },
    Count { post: "P3", valid: 55, invalid: 1, votes: &[("C5", "", 49), ("", "鲍国栋", 5)] },
    Count { post: "P4", valid: 85, invalid: 3, votes: &[("C6", "", 57), ("C7", "", 26)] },
    Count { post: "P5", valid: 80, invalid: 1, votes: &[("C8", "", 72), ("", "侯家宁", 6)] },
    Count { post: "P6", valid: 79, invalid: 2, votes: &[("C9", "", 70), ("C10", "", 65), ("", "康志远", 13)] },
    Count { post: "P7", valid: 80, invalid: 1, votes: &[("C11", "", 49), ("", "康志远", 24)] },
    Count { post: "P8", valid: 43, invalid: 0, votes: &[("C12", "", 38), ("", "戚雅文", 4)] },
];

const TALKS: [Count; 8] = [
    Count { post: "P1", valid: 31, invalid: 0, votes: &[("C1", "", 28), ("C2", "", 23), ("C3", "", 7), ("", "施向东", 2)] },
    Count { post: "P2", valid: 31, invalid: 0, votes: &[("C4", "", 29), ("", "童心悦", 2)] },
    Count { post: "P3", valid: 18, invalid: 0, votes: &[("C5", "", 16), ("", "鲍国栋", 2)] },
    Count { post: "P4", valid: 31, invalid: 0, votes: &[("C6", "", 20), ("C7", "", 11)] },
    Count { post: "P5", valid: 28, invalid: 0, votes: &[("C8", "", 26), ("", "侯家宁", 2)] },
    Count { post: "P6", valid: 28, invalid: 0, votes: &[("C9", "", 25), ("C10", "", 24), ("", "康志远", 5)] },
    Count { post: "P7", valid: 28, invalid: 0, votes: &[("C11", "", 17), ("", "康志远", 10)] },
    Count { post: "P8", valid: 14, invalid: 0, votes: &[("C12", "", 12), ("", "戚雅文", 2)] },
];

fn session(ward: usize) -> NaiveDate {
    [day(3, 30), day(3, 31), day(4, 1), day(4, 2)][ward]
}

fn of_post(post: &str) -> Vec<&'static str> {
    PEOPLE.iter().filter(|p| p.post == post).map(|p| p.key).collect()
}

fn title(post: &str) -> (String, u32) {
    POSTS.iter().find(|p| p.0 == post).map_or_else(Default::default, |p| (format!("{}{}", p.1, p.2), p.3))
}

/// Votes of the meeting, votes of the talks and valid ballots of both, for a candidate.
pub fn votes(key: &str) -> (u32, u32, u32, u32) {
    let find = |counts: &[Count; 8]| {
        counts.iter().find_map(|c| c.votes.iter().find(|v| v.0 == key).map(|v| (v.2, c.valid))).unwrap_or_default()
    };
    let (meeting, valid) = find(&MEETING);
    let (talks, heard) = find(&TALKS);
    (meeting, valid, talks, heard)
}

fn ballot(c: &Count, purpose: BallotPurpose, expected: u32, tellers: [&str; 2], scrutineers: [&str; 2]) -> RecordBody {
    let (post, seats) = title(c.post);
    let lines = c
        .votes
        .iter()
        .enumerate()
        .map(|(i, (key, name, agree))| VoteLine {
            candidate: (!key.is_empty()).then(|| candidate(key)),
            name: if key.is_empty() { (*name).into() } else { crate::people::person(key).name.into() },
            post: post.clone(),
            agree: Some(*agree),
            against: None,
            abstain: None,
            rank: Some(i as u32 + 1),
            result: String::new(),
            ..VoteLine::default()
        })
        .collect();
    let cast = c.valid + c.invalid;
    RecordBody::Ballot(Ballot {
        purpose,
        expected: Some(expected),
        present: Some(cast),
        issued: Some(cast),
        returned: Some(cast),
        valid: Some(c.valid),
        invalid: Some(c.invalid),
        abstained: None,
        seats: Some(seats),
        competitive: c.votes.len() > seats as usize,
        lines,
        tellers: tellers.map(Into::into).to_vec(),
        scrutineers: scrutineers.map(Into::into).to_vec(),
        ..Ballot::default()
    })
}

pub fn tell(s: &mut Story) {
    prepare(s);
    for ward in 0..WARDS.len() {
        vote(s, ward);
    }
    conclude(s);
}

/// S10, S11.
fn prepare(s: &mut Story) {
    let scope = [
        "区委、区人大、区政府、区政协领导班子成员，区纪委监委、法检两院主要负责人，街道和区直部门主要负责人，“两代表一委员”代表",
        "市局党委成员、机关各部门和直属支队主要负责人、各分局政委",
        "县级领导班子成员，乡镇党政正职，县直部门主要负责人，基层党代表和服务对象代表",
        "局党组成员、机关科室负责人、市直学校主要负责人、教师代表",
    ];
    for (i, w) in WARDS.iter().enumerate() {
        let posts: Vec<String> = w.posts.iter().map(|p| title(p)).map(|(t, n)| format!("{t}（限推{n}人）")).collect();
        let text = format!(
            "一、推荐职位：{}。二、任职条件：符合《条例》第二章规定，具有相应领域工作经验。三、方式与先后：先谈话调研推荐，后会议投票推荐。四、范围：{}，应到{}人。五、时间：{}。六、纪律：推荐人须独立填票，工作组不得引导。",
            posts.join("、"),
            scope[i],
            w.expected,
            spoken(session(i))
        );
        let e = s.add(
            "S10",
            &of_ward(i),
            day(3, 23),
            document(format!("{}民主推荐工作方案", w.name), &format!("云组干〔2026〕{}号", 21 + i), "市委组织部", text),
        );
        e.at("9:00", "市委组织部干部科").with(vec![someone(CHIEF.0, CHIEF.1, "拟稿"), someone(DEPUTY.0, DEPUTY.1, "审批")]);
        e.said(format!("制定{}推荐方案，应到{}人，报部领导审批。", w.name, w.expected)).sign(DEPUTY.0, "审批人").scan(
            "民主推荐工作方案",
            DEPUTY.0,
            "审批人",
        );
        let body = RecordBody::Notice(Notice {
            title: format!("关于在{}开展民主推荐的公告", w.name),
            form: ["区委机关公告栏张贴、内网发布", "公安内网发布", "县政务中心公告栏张贴", "市教育局机关张贴"][i].into(),
            scope: w.name.into(),
            start: on(day(3, 25)),
            end: on(session(i)),
            contact: "市委组织部干部监督科 0870-8212380".into(),
            reactions: Some(0),
            outcome: "公告期间无反映".into(),
            ..Notice::default()
        });
        let e = s.add("S11", &of_ward(i), day(3, 25), body).at("8:30", w.hall);
        e.with(vec![someone(w.liaison.0, w.liaison.1, "发布人"), someone(CLERK.0, CLERK.1, "经办人")]);
        e.said(format!("在{}发布推荐公告，公开{}及任职条件、推荐范围。", w.name, posts.join("、"))).sign(w.liaison.0, "发布人");
        e.scan("推荐公告或通知", w.liaison.0, "发布人");
        if i != 1 {
            e.photo("张贴（发布）证明", w.liaison.0, "张贴人");
        }
    }
}

/// S12–S14 of a ward.
fn vote(s: &mut Story, i: usize) {
    let w = &WARDS[i];
    let d = session(i);
    let g = group(i);
    let keys = of_ward(i);
    let count = MEETING.iter().find(|c| c.post == w.posts[0]);
    let present = count.map_or(0, |c| c.valid + c.invalid);
    let absent = [
        ("尹志勇", "在外培训"),
        ("郎大伟", "因病住院"),
        ("晏小青", "参加省厅会议"),
        ("鲁平", "下乡处置汛情"),
        ("丛林", "产假"),
        ("岳明", "出差"),
        ("单雪松", "援外"),
    ];
    let absent = absent.iter().cycle().skip(i * 2).take((w.expected - present) as usize).enumerate();
    let absent = absent
        .map(|(n, a)| jishi_core::record::Absence {
            name: if n < 7 { a.0.into() } else { format!("{}（同名另一单位）", a.0) },
            reason: a.1.into(),
            ..jishi_core::record::Absence::default()
        })
        .collect();
    let openings = [
        "工作组说明推荐职位、条件和纪律，唱读公告后发票。与会人员独立填写，十五分钟内投入票箱。监票人当场封箱，移交计票组。全程未见串联、代填。",
        "会前清点人数，检查票箱为空。工作组组长强调“不打招呼、不作倾向性引导”，投票后分组开箱，票数与实到一致。",
        "县直与乡镇分区就座，分三个票箱投票。一名代表询问可否推荐名单以外人选，工作组答复可以在空格内另填。投票秩序良好。",
        "会议由局党组成员宣布到会情况，工作组讲明推荐要求。教师代表在后排单独设座填票，投票用时十分钟。",
    ];
    let opinions = vec![opinion(
        g[0].0,
        "",
        format!(
            "强调推荐是重要参考，请大家出以公心；本次在{}推荐的职位为{}。",
            w.name,
            w.posts.iter().map(|p| title(p).0).collect::<Vec<_>>().join("、")
        ),
        None,
    )];
    for (n, post) in w.posts.iter().enumerate() {
        let Some(c) = TALKS.iter().find(|c| c.post == *post) else { continue };
        for (v, voice) in w.voices.iter().skip(n * 2).take(if n == 0 { 2 } else { 1 + usize::from(i != 2) }).enumerate() {
            let picks: Vec<(&str, &str, u32)> = c.votes.iter().filter(|x| !x.0.is_empty()).copied().collect();
            let mut text = format!("问：就{}人选谈谈您的推荐意见。答：", title(post).0);
            for (q, pick) in picks.iter().take(title(post).1.max(1) as usize).enumerate() {
                let t = traits(pick.0);
                text += &format!("我推荐{}。{}。", crate::people::person(pick.0).name, t.quotes[(v + q) % t.quotes.len()]);
                text += &format!("另外，{}。", t.strengths[(v + 1 + q) % t.strengths.len()]);
            }
            let who: Vec<&str> = picks.iter().map(|p| p.0).collect();
            let e = s.add("S14", &who, d, talk("听取意见", vec![someone(voice.0, voice.1, "谈话对象")], text));
            e.at(["8:30", "9:00", "9:30", "10:00"][v], w.talk_room).with(vec![
                someone(g[1].0, g[1].1, "谈话人"),
                someone(g[2].0, g[2].1, "谈话人"),
                someone(g[3].0, g[3].1, "记录人"),
            ]);
            e.said(format!("{}{}谈话推荐。", voice.1, voice.0)).sign(g[1].0, "谈话人").sign(g[2].0, "谈话人");
            if v == 0 {
                e.scan("谈话推荐记录", g[1].0, "谈话人").secret("工作秘密");
            } else {
                // Kept in the notebook itself; only the first talk of a post is scanned.
                e.paper("谈话推荐记录", g[1].0, "谈话人").secret("工作秘密");
            }
        }
        let e = s.add(
            "S14",
            &of_post(post),
            d,
            ballot(c, BallotPurpose::TalkRecommendation, c.valid, [g[2].0, g[3].0], [g[1].0, WATCH.0]),
        );
        e.at("11:30", w.talk_room).with(vec![someone(g[2].0, g[2].1, "汇总人"), someone(g[3].0, g[3].1, "汇总人")]);
        e.said(format!("应谈{0}人，实谈{0}人，按职务类别汇总{1}谈话推荐情况。", c.valid, title(post).0))
            .sign(g[2].0, "汇总人")
            .sign(g[3].0, "汇总人");
        e.scan("谈话推荐情况汇总表", g[2].0, "汇总人");
    }
    let body = RecordBody::Meeting(Meeting {
        convened: MeetingBody::Assembly,
        session: format!("{}民主推荐大会", w.name),
        expected: Some(w.expected),
        present: Some(present),
        absent,
        observers: vec![someone(w.discipline.0, w.discipline.1, "监督")],
        recused: vec![],
        opinions,
        votes: vec![],
        resolution: openings[i].into(),
        ..Meeting::default()
    });
    let e = s.add("S12", &keys, d, body).at("15:00–16:20", w.hall);
    e.with(vec![someone(g[0].0, g[0].1, "主持"), someone(g[1].0, g[1].1, "说明"), someone(g[3].0, g[3].1, "记录")]);
    e.said(format!("召开推荐大会，应到{}人，实到{present}人，投票推荐{}个职位人选。", w.expected, w.posts.len()))
        .sign(g[0].0, "主持人")
        .sign(g[3].0, "记录人");
    e.scan("签到册", w.liaison.0, "签到负责人").scan("会议记录", g[3].0, "记录人");
    if i.is_multiple_of(2) {
        e.scan("会议推荐票（样票）", g[1].0, "制票人");
    }
    for (n, post) in w.posts.iter().enumerate() {
        let Some(c) = MEETING.iter().find(|c| c.post == *post) else { continue };
        let e = s.add(
            "S13",
            &of_post(post),
            d,
            ballot(c, BallotPurpose::MeetingRecommendation, w.expected, [g[2].0, g[3].0], [w.liaison.0, w.discipline.0]),
        );
        e.at("16:30", w.hall).with(vec![
            someone(g[2].0, g[2].1, "计票"),
            someone(g[3].0, g[3].1, "计票"),
            someone(w.liaison.0, w.liaison.1, "监票"),
            someone(w.discipline.0, w.discipline.1, "监票"),
        ]);
        let top = c
            .votes
            .iter()
            .filter(|v| !v.0.is_empty())
            .map(|v| format!("{}{}票", crate::people::person(v.0).name, v.2))
            .collect::<Vec<_>>()
            .join("、");
        e.said(format!("{}推荐票收回{}张，有效{}张：{top}。", title(post).0, c.valid + c.invalid, c.valid))
            .sign(g[2].0, "计票人")
            .sign(w.liaison.0, "监票人");
        e.scan("会议推荐得票汇总表", g[2].0, "计票人");
        if i == 0 && n == 0 {
            e.scan("原始票密封袋清单", w.discipline.0, "监票人");
        } else {
            e.paper("原始票密封袋清单", w.discipline.0, "监票人");
        }
    }
}

/// S15, S16.
fn conclude(s: &mut Story) {
    let notes = [
        "副区长职位推荐集中于欧阳静澜、王䶮两位同志，赵国𬀩会议得票22.1%、谈话得票22.6%，两项均低于三分之一。管委会副主任职位刘志强领先孙晓梅较多，但两人均有相当认可面，建议差额考察。未发现拉票等非正常情形。",
        "会议与谈话结果高度一致，个别票推荐支队长人选，属正常。因职位专业性强，符合条件且群众公认的人选集中于一人，建议等额考察，理由在考察方案中写明。",
        "组织部部长、副县长职位意见集中。园区主任职位司马文渊会议得票61.3%、谈话得票60.7%，另一推荐人选因年龄原因不列入；谈话中有9人提到其民主作风问题，建议考察时专项了解。",
        "何颖同志两项得票均在八成以上。教师代表票与机关票方向一致。推荐第二名戚雅文同志任现职不足一年，不列入考察。建议等额考察。",
    ];
    for (i, w) in WARDS.iter().enumerate() {
        let lines: Vec<String> = of_ward(i)
            .iter()
            .map(|k| {
                let (m, v, t, h) = votes(k);
                format!(
                    "{}：会议{m}/{v}（{}.{}%），谈话{t}/{h}（{}.{}%）",
                    crate::people::person(k).name,
                    m * 100 / v,
                    m * 1000 / v % 10,
                    t * 100 / h,
                    t * 1000 / h % 10
                )
            })
            .collect();
        let text = format!(
            "一、推荐结果：{}。二、相互印证分析：{}三、结论：不简单以票取人，结合岗位需要提出考察对象建议。",
            lines.join("；"),
            notes[i]
        );
        let e = s.add(
            "S15",
            &of_ward(i),
            day(4, 7),
            document(format!("{}民主推荐情况综合分析报告", w.name), "", "市委组织部干部科", text),
        );
        e.at("9:30", "市委组织部干部科").with(vec![someone(CHIEF.0, CHIEF.1, "审核人"), someone(CLERK.0, CLERK.1, "执笔人")]);
        e.said(format!("会议推荐与谈话推荐相互印证，形成{}推荐分析报告。", w.name)).sign(CHIEF.0, "审核人").scan(
            "民主推荐情况综合分析报告",
            CHIEF.0,
            "审核人",
        );
    }
    let text = "4月8日，部长向市委书记、专职副书记报告四个单位民主推荐情况。市委领导指出：推荐结果总体集中，程序规范；赵国𬀩同志得票较低，不再考虑列为考察对象；开发区副主任可差额考察两人；园区主任人选要把民主作风问题摸清。";
    let e = s
        .add("S16", &[], day(4, 8), document("关于2026年第三批干部民主推荐情况的报告", "云组〔2026〕31号", "市委组织部", text))
        .at("10:30", "市委小会议室");
    e.with(vec![
        someone(MINISTER.0, MINISTER.1, "报告人"),
        someone(SECRETARY.0, SECRETARY.1, "听取人"),
        someone("高竹安", "市委副书记", "听取人"),
    ]);
    e.said("向市委主要领导报告民主推荐情况，明确考察对象建议。").sign(SECRETARY.0, "市委主要领导").scan(
        "民主推荐情况报告",
        MINISTER.0,
        "报告人",
    );
    let text = "4月9日分别向云东区委、市公安局党委、临江县委、市教育局党组主要负责人通报推荐结果及名次，范围限于班子成员。四单位均表示无异议。推荐结果自会议推荐之日起一年内有效。";
    let e =
        s.add("S16", &[], day(4, 9), document("推荐结果通报记录", "", "市委组织部", text)).at("14:00–17:00", "电话及当面通报");
    e.with(vec![someone(DEPUTY.0, DEPUTY.1, "通报人"), someone(VICE_CHIEF.0, VICE_CHIEF.1, "记录人")]);
    e.said("向四个呈报单位党组织主要负责人通报推荐结果。").sign(DEPUTY.0, "通报人").scan(
        "推荐结果通报记录",
        VICE_CHIEF.0,
        "记录人",
    );
}
