//! 动议: S01–S09.

use jishi_core::record::{
    Decision, Document, Meeting, MeetingBody, Nomination, NominationSource, Notebook, Opinion, Participant, RecordBody, Review,
    ReviewItem, ReviewTopic, Tick,
};

use super::cast::*;
use super::{Entry, Story, day, on, someone, spoken};
use crate::facts::facts;
use crate::people::{PEOPLE, POSTS, WARDS, person};
use crate::traits::traits;

pub fn item(name: &str, result: &str, explanation: &str, date: chrono::NaiveDate, reviewer: &str) -> ReviewItem {
    ReviewItem {
        name: name.into(),
        result: result.into(),
        explanation: explanation.into(),
        date: on(date),
        reviewer: reviewer.into(),
        ..ReviewItem::default()
    }
}

/// A tick of the 不得列为考察对象: none of them applies.
fn bar(name: &str, explanation: &str, date: chrono::NaiveDate, reviewer: &str) -> ReviewItem {
    ReviewItem { topic: ReviewTopic::Bar, tick: Some(Tick::No), ..item(name, "否", explanation, date, reviewer) }
}

pub fn talk(category: &str, speakers: Vec<Participant>, text: impl Into<String>) -> RecordBody {
    RecordBody::Notebook(Notebook { category: category.into(), speakers, text: text.into(), ..Notebook::default() })
}

pub fn document(title: impl Into<String>, doc_no: &str, issuer: &str, text: impl Into<String>) -> RecordBody {
    RecordBody::Document(Document {
        title: title.into(),
        doc_no: doc_no.into(),
        issuer: issuer.into(),
        text: text.into(),
        ..Document::default()
    })
}

pub fn opinion(name: &str, stance: &str, text: impl Into<String>, about: Option<&str>) -> Opinion {
    Opinion {
        name: name.into(),
        stance: stance.into(),
        text: text.into(),
        candidate: about.map(super::candidate),
        ..Opinion::default()
    }
}

pub fn tell(s: &mut Story) {
    seats(s);
    opinions(s);
    nominations(s);
    preliminary(s);
    plan(s);
}

/// 核定 and 现配 as the post has them, and what else is said.
fn numbers(post: &str, more: &str) -> String {
    let f = facts(post);
    format!("核定{}名，现配{}名，{more}", f.approved, f.present)
}

/// S01, S02.
fn seats(s: &mut Story) {
    let d = day(3, 2);
    let by = CHIEF.0;
    let east = vec![
        item("云东区人民政府副区长", "未超职数", &numbers("P1", "其中1名拟转任区委常委，可配2名"), d, by),
        item("中共云东区委常委", "未超职数", &numbers("P2", "统战部部长空缺1名"), d, by),
        item("云岭市公安局云东分局局长", "未超职数", &numbers("P3", "原任到龄免职，空缺1名"), d, by),
        item("云东经济开发区管委会副主任", "未超职数", &numbers("P4", "空缺1名"), d, by),
    ];
    let body = RecordBody::Review(Review {
        items: east,
        conclusion: "云东区及驻区单位拟配5名，均在核定职数之内，不需消化。".into(),
        ..Review::default()
    });
    let e = s.add("S01", &["C1", "C2", "C3", "C4", "C5", "C6", "C7"], d, body).at("9:30", "市委组织部干部科");
    e.with(vec![someone(by, CHIEF.1, "核查人"), someone(CLERK.0, CLERK.1, "记录人")]);
    e.said("核对云东区涉及职位核定、现配、拟免、拟配职数，未超职数。").sign(by, "核查人").scan(
        "领导职数核查（预审）表",
        by,
        "核查人",
    );
    let d = day(3, 3);
    let by = VICE_CHIEF.0;
    let river = vec![
        item("中共临江县委常委", "未超职数", &numbers("P5", "组织部部长因交流空缺1名"), d, by),
        item("临江县人民政府副县长", "未超职数", &numbers("P6", "空缺2名"), d, by),
        item("临江工业园区管委会主任", "未超职数", &numbers("P7", "原任转任市直部门，空缺1名"), d, by),
        item("临江职业中等专业学校校长", "未超职数", &numbers("P8", "原任退休，空缺1名"), d, by),
    ];
    let body = RecordBody::Review(Review {
        items: river,
        conclusion: "临江县及驻县单位拟配5名，符合机构编制规定。".into(),
        ..Review::default()
    });
    let e = s.add("S01", &["C8", "C9", "C10", "C11", "C12"], d, body).at("14:30", "市委组织部干部科");
    e.with(vec![someone(by, VICE_CHIEF.1, "核查人"), someone(CLERK.0, CLERK.1, "记录人")]);
    e.said("核对临江县涉及职位职数，空缺原因清楚，未超职数。").sign(by, "核查人").scan("领导职数核查（预审）表", by, "核查人");

    let texts = [
        (
            "云东区领导班子分析研判记录",
            "云东区党政班子平均年龄49.6岁，结构总体稳定。主要短板：一是政府班子中缺少熟悉城市建设和产业技术的成员，党外干部配备出现空档；二是统战民族工作任务重，常委班子需要一名长期从事民族工作的同志；三是开发区项目多、安全责任重，管委会分管经济的副主任空缺近半年。配备方向：从一线熟悉业务、口碑扎实的正科级干部中择优，注意女干部和党外干部。",
            vec!["C1", "C2", "C3", "C4", "C5", "C6", "C7"],
        ),
        (
            "临江县领导班子分析研判记录",
            "临江县正处在撤乡并镇后的磨合期，组织部部长空缺影响干部调整进度；政府班子中无人熟悉教育卫生，乡村振兴条线力量偏弱；工业园区去年两项指标在全市排名靠后，主要负责人需要既懂项目又能带队伍。职业学校生源下滑，校长人选应懂专业、稳得住教师队伍。配备方向：优先考虑有乡镇党政正职经历的干部，少数民族干部要有实岗。",
            vec!["C8", "C9", "C10", "C11", "C12"],
        ),
    ];
    for (title, text, who) in texts {
        let e = s.add("S01", &who, day(3, 4), document(title, "", "市委组织部", text)).at("15:00", "市委组织部小会议室");
        e.with(vec![someone(DEPUTY.0, DEPUTY.1, "主持"), someone(CHIEF.0, CHIEF.1, "参加"), someone(CLERK.0, CLERK.1, "记录")]);
        e.said(format!("召开研判会，形成{title}，提出配备方向。")).sign(DEPUTY.0, "主持人");
        e.scan("班子分析研判记录", CLERK.0, "记录人");
    }
    let text = "经核查职数并研判班子，云东区、临江县共有8个职位10名职数空缺，涉及区县党政班子副职、公安分局局长、开发区和职业学校领导。空缺最长的已有半年，影响工作推进。建议启动2026年第三批干部选任工作：任职条件按《条例》第二章执行；产生范围以本区县、本系统为主；方式为民主推荐、组织考察；7月中旬前完成。";
    let body = RecordBody::Decision(Decision {
        body: "市委组织部主要负责人".into(),
        doc_no: "云组干呈〔2026〕9号".into(),
        result: "同意".into(),
        effective: None,
        text: text.into(),
        ..Decision::default()
    });
    let e = s.add("S02", &[], day(3, 5), body).at("10:00", "市委组织部");
    e.with(vec![someone(MINISTER.0, MINISTER.1, "审批"), someone(DEPUTY.0, DEPUTY.1, "审核"), someone(CHIEF.0, CHIEF.1, "拟办")]);
    e.said("呈报启动选任工作意见，部长签批同意。").sign(MINISTER.0, "审批人").scan("启动意见呈批单", MINISTER.0, "审批人");
}

/// S03–S05.
fn opinions(s: &mut Story) {
    let heard = [
        "区委的意见是，两名副区长中至少要有一名懂城建的、一名党外的；统战部部长空了四个月，少数民族群众工作不能断线，希望用熟悉区情的同志。开发区那边安全压力大，请市里尽快配。人选上区委没有框框，欧阳静澜、王䶮、赵国𬀩、买买提·艾力、刘志强、孙晓梅等同志都在视野内。",
        "局党委集体议过，云东分局是全市最大的分局，民警四百多人，局长要懂侦查、会带队伍。建议在局机关副处级后备和支队长里找，黄㛃同志在县局当过政委，群众基础好。因分局实行双重管理，请组织部同云东区委充分沟通。",
        "县委常委会前议了一次，希望组织部部长从本县产生，便于接续档案专审和换届准备；两名副县长一名抓农业农村，一名抓教育卫生。张建国、陈曦、古丽巴哈尔等同志可以考虑。园区主任大家看好司马文渊抓项目的能力，但对他能不能带好班子有不同看法，如实报告。",
        "党组认为临江职校三年换了两任校长，教师思想不稳，这次要选一位真懂职业教育、愿意长期待在学校的同志。何颖同志在职教科十多年，省内同行认可；她没有当过校长，这一点党组也反复掂量过。",
    ];
    let days = [day(3, 9), day(3, 10), day(3, 10), day(3, 11)];
    for (index, ward) in WARDS.iter().enumerate() {
        let (name, post) = ward.secretary;
        let e = s.add("S03", &of_ward(index), days[index], talk("听取意见", vec![someone(name, post, "发表意见")], heard[index]));
        e.at("9:00–10:20", ward.talk_room);
        e.with(vec![someone(DEPUTY.0, DEPUTY.1, "听取人"), someone(CHIEF.0, CHIEF.1, "记录人")]);
        e.said(format!("听取{}对班子配备和人选的意见。", ward.party)).sign(name, "党组织主要负责人").sign(CHIEF.0, "记录人");
        e.scan("听取党委（党组）意见记录", name, "党组织主要负责人");
    }
    let leaders: [(&str, &str, &[&str], &str); 5] = [
        (
            "程立新",
            "市委常委、常务副市长",
            &["C6", "C7", "C11"],
            "两个园区的人选我最关心。云东开发区刘志强同志代办员制度抓得好，年限短一点不要紧，考察时把安全这块看细。临江园区主任，司马文渊能跑项目，民主作风要听听班子的话。",
        ),
        (
            "雷振国",
            "市委常委、政法委书记",
            &["C5"],
            "分局局长首先是政治可靠，其次能办案。黄㛃同志在“6·18”专案里我就了解，冷静、细致。建议充分听取云东区委意见。",
        ),
        (
            "马文兰",
            "市委常委、统战部部长",
            &["C2", "C4"],
            "党外副区长要有代表性，王䶮在民建里威信高，写的提案有分量。买买提·艾力做统战是本行，新的社会阶层这块要补课。",
        ),
        (
            "邱若兰",
            "副市长（分管教育、文化）",
            &["C10", "C12"],
            "古丽巴哈尔这些年把县里学前教育做上去了，到政府分管文教卫合适。职校校长一定要懂产教融合，何颖同志符合这个方向。",
        ),
        (
            "曾繁荣",
            "副市长（分管城建、农业）",
            &["C1", "C3", "C8", "C9"],
            "欧阳静澜处理锦绣花园烂尾房有担当。赵国𬀩农业熟，管全面工作偏弱。临江方面，张建国公道，陈曦在临水镇抢险我在现场，反应快、能镇得住。",
        ),
    ];
    for (n, (name, post, who, text)) in leaders.iter().enumerate() {
        let e = s.add("S04", who, day(3, 11 + (n as u32) / 3), talk("听取意见", vec![someone(name, post, "发表意见")], *text));
        e.at(["8:40", "10:10", "15:00", "9:00", "16:20"][n], "市委办公楼");
        e.with(vec![someone(MINISTER.0, MINISTER.1, "听取人"), someone(VICE_CHIEF.0, VICE_CHIEF.1, "记录人")]);
        e.said(format!("听取{post}{name}对有关职位配备的意见。")).sign(name, "分管领导").sign(VICE_CHIEF.0, "记录人");
        e.scan("听取分管领导意见记录", name, "分管领导");
    }
    let chats: [(usize, usize, &str); 8] = [
        (
            0,
            0,
            "区政府这边，城建、工业两条线眼下是“两头大”。副职里没人真正干过规划，会上说话底气不足。希望来一位能到现场拍板的。",
        ),
        (
            0,
            4,
            "街道干部最怕领导换得勤、路子变得快。欧阳主任在青石那几年，留下的台账现在还管用；志强同志拆迁时跟我搭班子，肯吃亏。",
        ),
        (0, 8, "开发区人少事多，副主任要能顶上安全和招商两头。小刘冲劲足，晓梅心细，两个人各有长处，请组织上比较着看。"),
        (1, 0, "分局这两年案件压力大，民警疲惫。新局长来了第一件事是稳队伍。黄副主任修订奖励办法，向一线倾斜，基层是念好的。"),
        (2, 0, "县里财政吃紧，干部要能过紧日子。陈曦在镇上把村集体搞活了，到县里抓农业顺理成章；教育口的古丽局长做事稳当。"),
        (2, 1, "人大代表评议部门，教育体育局连着三年靠前。组织部长人选，我只提一条：要公道。建国同志这方面没有闲话。"),
        (2, 6, "司马局长谋划项目的本事大家服，就是开会他讲完别人不好再讲。园区班子五个人，光靠一个人跑不行。"),
        (3, 2, "职业学校招生靠口碑，口碑靠就业。何科长把订单班一个一个谈下来，我们做校长的受益。她来当同行，我欢迎。"),
    ];
    for (n, (ward, voice, text)) in chats.iter().enumerate() {
        let w = &WARDS[*ward];
        let (name, post) = w.voices[*voice];
        let e = s.add(
            "S05",
            &of_ward(*ward),
            day(3, 11 + (n as u32) / 3),
            talk("听取意见", vec![someone(name, post, "谈话对象")], *text),
        );
        e.at(["9:20", "10:30", "14:40"][n % 3], w.talk_room);
        e.with(vec![someone(CHIEF.0, CHIEF.1, "谈话人"), someone(CLERK.0, CLERK.1, "记录人")]);
        e.said(format!("与{post}{name}谈心谈话，听取对班子建设和人选的意见。")).sign(CHIEF.0, "谈话人").sign(CLERK.0, "记录人");
        if n % 2 == 0 {
            e.scan("谈心谈话记录", CHIEF.0, "谈话人");
        } else {
            e.paper("谈心谈话记录", CHIEF.0, "谈话人");
        }
    }
}

/// Keys of the candidates of a ward.
pub fn of_ward(ward: usize) -> Vec<&'static str> {
    PEOPLE.iter().filter(|p| p.ward == ward).map(|p| p.key).collect()
}

/// S06: who put each name forward.
/// What a recommending paper nominates: by document with its original kept, or by somebody who signed.
fn nominate(e: &mut Entry, key: &str, source: NominationSource, by: &str, doc_no: &str) {
    let individual = source == NominationSource::Individual;
    let date = e.content.date;
    if let RecordBody::Document(d) = &mut e.content.body {
        d.nominations.push(Nomination {
            candidate: Some(super::candidate(key)),
            source,
            by: by.into(),
            doc_no: doc_no.into(),
            original: Some(true),
            signed: individual.then_some(true),
            date,
            reason: String::new(),
        });
    }
}

fn nominations(s: &mut Story) {
    for (n, p) in PEOPLE.iter().enumerate() {
        let t = traits(p.key);
        let w = &WARDS[p.ward];
        let d = day(3, [12, 13, 16][n % 3]);
        let personal = matches!(p.key, "C2" | "C9");
        let lead = t.strengths[0];
        let deed = t.deeds[0];
        if personal {
            let (name, post) = if p.key == "C2" { ("马文兰", "市委常委、统战部部长") } else { w.secretary };
            let text = format!(
                "本人推荐{}同志为{}人选。推荐理由：该同志{lead}；{deed}。本人对推荐内容负责。推荐人：{name}（{post}）。",
                p.name, p.proposed
            );
            let e = s.add(
                "S06",
                &[p.key],
                d,
                document("领导干部个人署名推荐表", &format!("云组荐登〔2026〕{}号", n + 3), name, text),
            );
            nominate(e, p.key, NominationSource::Individual, name, "");
            e.at("10:00", "市委组织部干部科").with(vec![someone(name, post, "推荐人"), someone(CLERK.0, CLERK.1, "登记人")]);
            e.said(format!("登记{name}同志署名推荐{}同志。", p.name)).sign(name, "推荐人").scan(
                "领导干部个人署名推荐表",
                name,
                "推荐人",
            );
        } else {
            let no = format!("{}〔2026〕{}号", ["云东委", "云公党", "临委", "云教党"][p.ward], 11 + n);
            let text = format!(
                "{}于{}集体研究，推荐{}同志为{}人选。该同志现任{}，{lead}；{deed}。推荐意见经到会班子成员一致同意。",
                w.party,
                spoken(d),
                p.name,
                p.proposed,
                p.current
            );
            let e = s.add("S06", &[p.key], d, document(format!("关于推荐{}同志的函", p.name), &no, w.party, text));
            nominate(e, p.key, NominationSource::Organization, w.party, &no);
            e.at("15:00", w.talk_room)
                .with(vec![someone(w.secretary.0, w.secretary.1, "签发人"), someone(CLERK.0, CLERK.1, "登记人")]);
            e.said(format!("收到{}推荐{}同志的正式文件（{no}）并登记。", w.party, p.name))
                .sign(w.secretary.0, "党组织主要负责人");
            e.scan("组织推荐正式文件", w.secretary.0, "党组织主要负责人");
        }
    }
    let list: Vec<String> = PEOPLE
        .iter()
        .map(|p| format!("{}（{}）", p.name, if matches!(p.key, "C2" | "C9") { "个人署名推荐" } else { "组织推荐" }))
        .collect();
    let text = format!(
        "截至3月17日，共登记初始提名12人：{}。其中组织推荐10人，领导干部个人署名推荐2人，无口头或匿名推荐。",
        list.join("、")
    );
    let e = s.add("S06", &[], day(3, 17), document("初始提名登记表", "", "市委组织部", text)).at("9:00", "市委组织部干部科");
    e.with(vec![someone(CLERK.0, CLERK.1, "登记人"), someone(CHIEF.0, CHIEF.1, "审核人")]);
    e.said("汇总登记初始提名12人，凭据齐全。").sign(CHIEF.0, "审核人").scan("初始提名登记表", CHIEF.0, "审核人");
}

/// S07: one form a person.
fn preliminary(s: &mut Story) {
    for (n, p) in PEOPLE.iter().enumerate() {
        let d = day(3, if n < 6 { 17 } else { 18 });
        let years = 2026 - p.work[..4].parse::<i32>().unwrap_or(2000);
        let plain = |i: usize| p.resume[i].2.split('（').next().unwrap_or_default();
        let base = format!(
            "{}年{}月参加工作，工龄{years}年；基层工作经历：{}，满二年",
            &p.work[..4],
            p.work[4..].trim_start_matches('0'),
            plain(1)
        );
        let served = format!(
            "历任{}、{}，{}年{}月起任{}，有两个以上下一级职位经历",
            plain(p.resume.len() - 3),
            plain(p.resume.len() - 2),
            &p.since[..4],
            p.since[4..].trim_start_matches('0'),
            p.current
        );
        let party = if p.key == "C2" {
            "民建会员，符合党外干部配备要求".to_owned()
        } else {
            format!("{}年入党", &p.joined[..4])
        };
        let mut items = vec![
            item("工龄与基层工作经历", "符合", &base, d, CLERK.0),
            item("任职经历与任职年限", "符合", &served, d, CLERK.0),
            item(
                "学历与培训",
                "符合",
                &format!(
                    "{}{}，近五年调训学时达标",
                    p.fulltime[2],
                    if p.inservice[0].is_empty() { String::new() } else { format!("、{}（在职）", p.inservice[2]) }
                ),
                d,
                FILES_CLERK.0,
            ),
            item("政治面貌", "符合", &party, d, FILES_CLERK.0),
        ];
        for (name, why) in [
            ("违反政治纪律和政治规矩", "征询纪检监察机关日常记载，无"),
            ("群众公认度不高", "近年民主评议、推荐情况正常"),
            ("上一年度考核基本称职以下", "2025年度考核称职以上"),
            ("跑官拉票等非组织行为", "无反映"),
            ("配偶子女移居国（境）外", "据个人有关事项报告，无"),
            ("受诫勉、组织处理或党纪政务处分等影响期未满或期满影响使用", "无处分、无诫勉"),
            ("其他原因不宜提拔", "未发现"),
        ] {
            items.push(bar(name, why, d, WATCH.0));
        }
        let conclusion = match p.key {
            "C6" => "符合任职资格；任现职不满二年，考察时须到原任职单位延伸考察。".to_owned(),
            "C2" => "符合任职资格；系非中共党员，后续须书面征求统战部门意见。".to_owned(),
            _ => format!("{}同志符合拟任职位资格条件，不属破格，不存在不得列为考察对象情形。", p.name),
        };
        let e = s
            .add("S07", &[p.key], d, RecordBody::Review(Review { items, conclusion: conclusion.clone(), ..Review::default() }))
            .at("全天", "市委组织部干部信息科");
        e.with(vec![
            someone(CLERK.0, CLERK.1, "审核人"),
            someone(WATCH.0, WATCH.1, "审核人"),
            someone(FILES_CLERK.0, FILES_CLERK.1, "审核人"),
        ]);
        e.said(conclusion).sign(CLERK.0, "审核人").sign(WATCH.0, "审核人").scan("资格条件预审表", WATCH.0, "审核人");
    }
}

/// S08, S09.
fn plan(s: &mut Story) {
    let d = day(3, 19);
    let seats: Vec<String> = POSTS
        .iter()
        .map(|(key, unit, title, n, ..)| {
            let names: Vec<&str> = PEOPLE.iter().filter(|p| p.post == *key).map(|p| p.name).collect();
            format!("{unit}{title}{n}名（人选意向：{}）", names.join("、"))
        })
        .collect();
    let resolution = format!(
        "同意形成调整建议方案：{}。条件按《条例》执行，范围为本区县、本系统，方式为民主推荐、组织考察，7月中旬前完成。报市委主要领导审定。",
        seats.join("；")
    );
    let opinions = vec![
        opinion(FILES.0, "同意", "十二名同志档案初步翻阅过，出生、入党、学历基本清楚，专项审核放在考察阶段逐卷进行。", None),
        opinion(WATCH.0, "同意", "监督科日常掌握的情况中未发现影响使用的问题，个人有关事项拟在考察阶段按规定查核。", None),
        opinion(
            CHIEF.0,
            "同意",
            "副区长、管委会副主任两个职位人选多于职数，可以差额；分局局长、校长两个职位条件特殊，拟等额考察，理由写入方案。",
            None,
        ),
        opinion(DEPUTY2.0, "同意", "临江园区主任人选有不同看法，建议保留意向，考察时重点了解民主作风。", None),
        opinion(DEPUTY.0, "同意", "方案职数、条件、范围都清楚，党外干部和女干部配备有考虑。", None),
        opinion(MINISTER.0, "同意", "按程序报市委。推荐、考察各环节要一事一记、当天记当天签。", None),
    ];
    let body = RecordBody::Meeting(Meeting {
        session: "2026年第6次部务会".into(),
        convened: MeetingBody::Department,
        expected: Some(6),
        present: Some(6),
        absent: vec![],
        observers: vec![someone(CLERK.0, CLERK.1, "列席")],
        recused: vec![],
        opinions,
        votes: vec![],
        resolution,
        ..Meeting::default()
    });
    let e = s.add("S08", &[], d, body).at("14:30–16:30", "市委组织部会议室");
    e.with(
        [MINISTER, DEPUTY, DEPUTY2, CHIEF, WATCH, FILES]
            .iter()
            .enumerate()
            .map(|(i, o)| someone(o.0, o.1, if i == 0 { "主持" } else { "出席" }))
            .collect(),
    );
    e.said("部务会听取干部科汇报，逐人发言，酝酿形成8个职位10名职数的调整建议方案。")
        .sign(MINISTER.0, "主持人")
        .sign(CLERK.0, "记录人");
    e.scan("干部调整（动议）建议方案", MINISTER.0, "主持人").secret("工作秘密").scan("部务会会议记录", CLERK.0, "记录人");
    let text = "已在书记、专职副书记、组织部部长范围内沟通酝酿。同意方案，按《条例》规定程序办理。党外副区长人选要听取统战部门意见；分局局长人选要同云东区委商量好。两个园区人选务必看实绩、看作风。";
    let body = RecordBody::Decision(Decision {
        body: "市委主要领导".into(),
        doc_no: "云组干呈〔2026〕12号".into(),
        result: "同意".into(),
        effective: None,
        text: text.into(),
        ..Decision::default()
    });
    let e = s.add("S09", &[], day(3, 20), body).at("11:00", "市委书记办公室");
    e.with(vec![someone(SECRETARY.0, SECRETARY.1, "审批"), someone(MINISTER.0, MINISTER.1, "报告人")]);
    e.said("部长向市委书记报告动议方案，书记签批同意，3月20日为后续程序起点。").sign(SECRETARY.0, "审批人").scan(
        "动议方案审批件",
        SECRETARY.0,
        "审批人",
    );
    debug_assert_eq!(person("C1").post, "P1");
}
