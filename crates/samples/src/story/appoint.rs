//! 任用: S39–S44.

use chrono::NaiveDate;
use jishi_core::date::PartialDate;
use jishi_core::record::{Decision, Election, Notice, Probation, RecordBody, Review};

use super::cast::*;
use super::decide::tabled;
use super::motion::{document, item, talk};
use super::{Story, day, on, someone};
use crate::people::{Person, WARDS, person};
use crate::traits::traits;

fn appointed() -> impl Iterator<Item = &'static Person> {
    tabled().filter(|p| p.key != "C11")
}

/// Appointed by the people's congress: deputy heads of the two governments.
const BY_CONGRESS: [&str; 4] = ["C1", "C2", "C9", "C10"];

pub fn tell(s: &mut Story) {
    notices(s);
    talks(s);
    letters(s);
    file(s);
}

/// S39, S40.
fn notices(s: &mut Story) {
    for (title, who, end) in [
        ("云岭市委组织部干部任前公示公告（2026年第5号）", vec!["C1", "C2", "C4", "C5", "C6", "C8", "C9", "C10"], day(7, 8)),
        ("云岭市委组织部干部任前公示公告（2026年第6号）", vec!["C12"], day(7, 8)),
    ] {
        let body = RecordBody::Notice(Notice {
            title: title.into(),
            form: "《云岭日报》、市委组织部网站、所在单位公告栏".into(),
            scope: "面向社会".into(),
            start: on(day(7, 1)),
            end: on(end),
            contact: "0870-12380；云岭市委组织部干部监督科，人民路1号".into(),
            reactions: Some(0),
            outcome: "反映情况见公示反映登记".into(),
            ..Notice::default()
        });
        let names = who.iter().map(|k| person(k).name).collect::<Vec<_>>().join("、");
        let e = s
            .add("S39", &who, day(7, 1), body)
            .at("9:00", "市委组织部")
            .with(vec![someone(DEPUTY.0, DEPUTY.1, "签发人"), someone(WATCH_CLERK.0, WATCH_CLERK.1, "经办人")]);
        e.said(format!("面向社会公示{names}拟任职情况，公布受理电话和地址。"))
            .sign(DEPUTY.0, "签发人")
            .scan("任前公示（文本）", DEPUTY.0, "签发人")
            .photo("发布（张贴）证明", WATCH_CLERK.0, "张贴人");
    }
    for p in appointed() {
        let d = day(7, 9);
        let t = traits(p.key);
        let (result, why) = match p.key {
            "C6" => (
                "查核不实",
                "7月3日来电1件，反映其家属参与园区餐饮承包；经查园区餐饮为公开招标、承包人与其无亲属关系，反映不实，7月8日已答复来电人",
            ),
            "C10" => ("无影响", "7月2日来信1件，系咨询学位政策，与任职无关，已转县教体局答复"),
            _ => ("零登记", "公示期内未收到来信、来电、来访反映"),
        };
        let items = vec![item("公示反映登记", result, why, d, WATCH_CLERK.0)];
        let conclusion = format!(
            "{}同志拟任{}公示期满，不影响任用。登记人注意到公示期间所在单位议论集中在{}一事，均为正面。",
            p.name, p.proposed, t.deeds[0]
        );
        let e = s
            .add("S40", &[p.key], d, RecordBody::Review(Review { items, conclusion, ..Review::default() }))
            .at("16:00", "市委组织部12380举报中心");
        e.with(vec![someone(WATCH.0, WATCH.1, "审核人"), someone(WATCH_CLERK.0, WATCH_CLERK.1, "受理人")])
            .said(format!("{}同志公示反映受理与查核：{result}。{why}。", p.name));
        e.sign(WATCH.0, "审核人").sign(WATCH_CLERK.0, "受理人");
        if result == "零登记" && p.key != "C12" {
            e.paper("公示情况及查核结论", WATCH.0, "审核人");
        } else {
            e.scan("公示情况及查核结论", WATCH.0, "审核人");
        }
    }
}

/// S41.
fn talks(s: &mut Story) {
    for (n, p) in appointed().enumerate() {
        let t = traits(p.key);
        let lead = if n % 3 == 1 {
            MINISTER
        } else if n % 3 == 0 {
            ("高竹安", "市委副书记")
        } else {
            DEPUTY
        };
        let text = format!(
            "{}代表市委谈话。肯定成绩：{}；{}。指出不足：{}，{}。提出要求：到{}后尽快转换角色，多听不同意见，守住廉洁底线。本人表态：感谢组织信任，{}",
            lead.0, t.deeds[0], t.strengths[2], t.faults[0], t.faults[1], WARDS[p.ward].name, t.own[0]
        );
        let e = s.add("S41", &[p.key], day(7, 10), talk("任前谈话", vec![someone(p.name, p.proposed, "谈话对象")], text));
        e.at(["9:00", "9:40", "10:20", "11:00", "14:30", "15:10", "15:50", "16:30", "17:00"][n % 9], "市委组织部谈话室").with(
            vec![
                someone(lead.0, lead.1, "谈话人"),
                someone("严守正", "市委常委、纪委书记、监委主任", "廉政谈话人"),
                someone(CLERK.0, CLERK.1, "记录人"),
            ],
        );
        e.said(format!("{}同{}同志任职谈话和廉政谈话，肯定成绩、指出不足、提出要求。", lead.0, p.name))
            .sign(lead.0, "谈话人")
            .sign(p.name, "谈话对象")
            .scan("任职谈话记录", p.name, "谈话对象");
    }
}

/// S42, S43.
fn letters(s: &mut Story) {
    let d = day(7, 13);
    for (no, who) in [
        ("云任〔2026〕31号", vec!["C4", "C5", "C8"]),
        ("云任〔2026〕32号", vec!["C6", "C12"]),
        ("云任〔2026〕33号", BY_CONGRESS.to_vec()),
    ] {
        let list: Vec<String> = who
            .iter()
            .map(|k| {
                let p = person(k);
                format!(
                    "{}同志任{}{}",
                    p.name,
                    p.proposed,
                    if p.removed.is_empty() { String::new() } else { format!("，免去{}职务", p.removed) }
                )
            })
            .collect();
        let text = format!(
            "经2026年6月25日市委常委会研究决定：{}。{}",
            list.join("；"),
            match who[0] {
                "C6" => "两名同志实行任职试用期一年，自2026年6月25日至2027年6月24日。",
                "C1" => "请按有关法律规定办理。",
                _ => "任职时间自市委决定之日起计算。",
            }
        );
        let body = RecordBody::Decision(Decision {
            body: "中共云岭市委".into(),
            doc_no: no.into(),
            result: "通过".into(),
            effective: on(if who[0] == "C1" { day(7, 15) } else { day(6, 25) }),
            text,
            ..Decision::default()
        });
        let e = s
            .add("S42", &who, d, body)
            .at("10:00", "市委组织部")
            .with(vec![someone(MINISTER.0, MINISTER.1, "签发人"), someone(CLERK.0, CLERK.1, "经办人")]);
        e.said(format!("印发{no}任免职通知并办理手续。")).sign(MINISTER.0, "签发人").scan(
            "任免职通知（文件）",
            MINISTER.0,
            "签发人",
        );
    }
    for (who, body_name, no, text) in [
        (
            vec!["C1", "C2"],
            "云东区人大常委会",
            "云东人任〔2026〕6号",
            "云东区第十届人大常委会第三十二次会议应到31人、实到29人，表决任命欧阳静澜、王䶮为云东区人民政府副区长，赞成均为28票、弃权1票。",
        ),
        (
            vec!["C9", "C10"],
            "临江县人大常委会",
            "临人任〔2026〕8号",
            "临江县第十七届人大常委会第三十次会议应到27人、实到26人，任命陈曦、古丽巴哈尔·阿卜杜热合曼·托合提为临江县人民政府副县长，陈曦全票通过，古丽巴哈尔赞成25票、反对1票。",
        ),
    ] {
        let body = RecordBody::Decision(Decision {
            body: body_name.into(),
            doc_no: no.into(),
            result: "通过".into(),
            effective: on(day(7, 15)),
            election: Some(Election { body: body_name.into(), date: on(day(7, 15)), doc_no: no.into(), result: "通过".into() }),
            text: text.into(),
            ..Decision::default()
        });
        let e = s.add("S42", &who, day(7, 15), body).at("9:30", body_name).with(vec![someone(CHIEF.0, CHIEF.1, "承办人")]);
        e.said(format!("{body_name}依法任命，任职时间自7月15日起算。"))
            .sign(CHIEF.0, "承办人")
            .scan("依法任免（选举）结果", CHIEF.0, "承办人")
            .paper("任免职通知（文件）副本", CHIEF.0, "承办人");
    }
    for p in appointed() {
        if !matches!(p.key, "C6" | "C12") {
            let reason = format!("{}同志拟任{}，依规定不实行任职试用期", p.name, p.proposed);
            s.excuse("S43", Some(p.key), &reason, CHIEF.0, day(7, 16));
            continue;
        }
        // The term is entered when it begins; what ends it comes a year later and is not missing until then.
        let probation = Probation {
            start: on(day(6, 25)),
            end: NaiveDate::from_ymd_opt(2027, 6, 24).map(PartialDate::Day),
            ..Probation::default()
        };
        let body =
            RecordBody::Decision(Decision { body: "市委组织部".into(), probation: Some(probation), ..Decision::default() });
        let e = s.add("S43", &[p.key], d, body).at("15:00", "市委组织部").with(vec![someone(CHIEF.0, CHIEF.1, "承办人")]);
        e.said(format!("登记{}同志试用期（2026年6月25日至2027年6月24日），列入期满考核计划。", p.name)).sign(CHIEF.0, "承办人");
    }
}

/// S44.
fn file(s: &mut Story) {
    let text = "本批12名人选《全程纪实报告表》由系统按记录汇总生成，干部监督科逐份核对，干部信息科按综合卷、个人卷整理。验收中发现的缺件、签名等问题列入偏差清单，限期补正。";
    let e = s
        .add("S44", &[], day(7, 17), document("2026年第三批干部调整全程纪实归档情况说明", "", "市委组织部", text))
        .at("15:00", "市委组织部干部信息科");
    e.with(vec![someone(CLERK.0, CLERK.1, "纪实员"), someone(WATCH.0, WATCH.1, "审核人"), someone(FILES.0, FILES.1, "验收人")])
        .said("填制全程纪实报告表，核对材料并组织归档验收。");
    e.sign(CLERK.0, "纪实员").sign(WATCH.0, "审核人").sign(FILES.0, "验收人").scan("归档验收表", FILES.0, "验收人");
}
