//! 考察, second part: S25–S28. Letters, files, feedback and the written report of each person.

use chrono::NaiveDate;
use jishi_core::record::{Letter, MaterialPart, PartKind, RecordBody, Review};

use super::cast::*;
use super::inspect::inspected;
use super::motion::{document, item, talk};
use super::{Story, after, day, on, someone, spoken};
use crate::people::WARDS;
use crate::traits::traits;

/// A letter sent and answered.
pub fn letter(
    to: &str,
    sent_no: &str,
    sent: NaiveDate,
    received: NaiveDate,
    reply_no: &str,
    replied: NaiveDate,
    opinion: impl Into<String>,
) -> RecordBody {
    RecordBody::Letter(Letter {
        to: to.into(),
        sent_no: sent_no.into(),
        sent: on(sent),
        received: on(received),
        reply_no: reply_no.into(),
        replied: on(replied),
        opinion: opinion.into(),
        deemed_agreed: false,
        ..Letter::default()
    })
}

pub fn tell(s: &mut Story) {
    discipline(s);
    files(s);
    feedback(s);
    write_up(s);
}

/// S25: the letter to the discipline organ, and the two signatures of the reporting unit.
fn discipline(s: &mut Story) {
    let sent = day(5, 15);
    let replied = day(5, 20);
    for (n, p) in inspected().enumerate() {
        let t = traits(p.key);
        let w = &WARDS[p.ward];
        let matter = match p.key {
            "C11" => "2024年收到反映其在疏港公路前期工作中简单急躁的来信1件，经了解属工作方法问题，已谈话提醒了结，不影响使用。"
                .to_owned(),
            "C6" => "三里巷拆迁期间收到反映1件，经核查系征收政策答复不满，反映不实，已向本人反馈澄清。".to_owned(),
            "C9" => "2023年镇政府公务用车管理问题曾被巡察指出，该同志主持整改到位，未涉个人责任。".to_owned(),
            "C2" => "该同志系民建会员、监察对象，查阅监察信息库及问题线索台账，无在办线索。".to_owned(),
            _ => format!(
                "查询{}以来信访、线索和案件台账，无反映、无处分记录。日常监督中注意到：{}。",
                &p.since[..4],
                t.strengths[3]
            ),
        };
        let opinion = format!("关于{}同志：{matter}对其提拔使用（任职）无不同意见。", p.name);
        let body = letter(
            "中共云岭市纪委、云岭市监委",
            &format!("云组函〔2026〕{}号", 61 + n),
            sent,
            after(sent, 1),
            &format!("云纪干函〔2026〕{}号", 104 + n),
            replied,
            opinion,
        );
        let e = s.add("S25", &[p.key], sent, body).until(replied);
        e.at("", "市委组织部")
            .with(vec![someone(WATCH.0, WATCH.1, "承办人"), someone("严守正", "市委常委、纪委书记、监委主任", "回函签发")]);
        e.said(format!("征求市纪委监委对{}同志的意见，{}回函。", p.name, spoken(replied)))
            .sign(WATCH.0, "承办人")
            .scan("征求意见函及回复", WATCH.0, "承办人")
            .secret("机密");
        let d = day(5, 21);
        let (a, b) = (w.secretary, w.discipline);
        let items = vec![
            item("遵守政治纪律和政治规矩", "合格", &format!("经班子集体审议，{}", t.strengths[0]), d, a.0),
            item("廉洁自律", "合格", &format!("{}；谈话中群众说：“{}”", t.strengths[3], t.quotes[t.quotes.len() - 1]), d, b.0),
        ];
        let conclusion = format!("{}同志在{}期间遵守廉洁自律各项规定，未发现影响使用的问题，同意上报。", p.name, p.current);
        let e = s
            .add("S25", &[p.key], d, RecordBody::Review(Review { items, conclusion, ..Review::default() }))
            .at("15:00", w.talk_room);
        e.with(vec![someone(a.0, a.1, "党组织主要负责人"), someone(b.0, b.1, "纪检组织主要负责人")]);
        e.said(format!("{}对{}同志出具廉洁自律结论性意见，书记、纪检主要负责人双签字。", w.party, p.name))
            .sign(a.0, "党组织主要负责人")
            .sign(b.0, "纪检组织主要负责人");
        e.scan("廉洁自律结论性意见（双签字）", a.0, "党组织主要负责人");
    }
}

/// S26: letters to four organs, then a file review of each person.
fn files(s: &mut Story) {
    let keys: Vec<&str> = inspected().map(|p| p.key).collect();
    let organs = [
        (
            "云岭市信访局",
            "云信函〔2026〕18号",
            "十一名同志中，涉及司马文渊、刘志强的来信各1件，均为工作诉求类且已办结答复；其余同志无信访事项。",
        ),
        (
            "云岭市审计局",
            "云审函〔2026〕27号",
            "欧阳静澜、陈曦、司马文渊、古丽巴哈尔·阿卜杜热合曼·托合提4名同志近三年接受经济责任审计，均未发现重大违规；司马文渊任内两个项目进度滞后已列入整改。",
        ),
        ("云岭市公安局", "云公政函〔2026〕40号", "经查询，所列同志无违法犯罪记录，无非法持有出入境证件情况。"),
        ("云岭市中级人民法院", "云中法函〔2026〕15号", "经查询执行、审判系统，所列同志无涉诉未结案件，未列入失信被执行人名单。"),
    ];
    let (sent, replied) = (day(5, 18), day(5, 21));
    for (n, (to, reply_no, text)) in organs.iter().enumerate() {
        let e = s
            .add("S26", &keys, sent, letter(to, &format!("云组函〔2026〕{}号", 72 + n), sent, sent, reply_no, replied, *text))
            .until(replied);
        e.at("", "市委组织部干部监督科").with(vec![someone(WATCH_CLERK.0, WATCH_CLERK.1, "承办人")]);
        e.said(format!("函请{to}提供考察对象有关情况，{}收到回复。", spoken(replied))).sign(WATCH_CLERK.0, "承办人").scan(
            "有关部门意见回复",
            WATCH_CLERK.0,
            "承办人",
        );
    }
    let d = day(5, 22);
    // In the order of those inspected: C1, C2, C4 … C12.
    let dossier = [
        "学历原件已核对，工程硕士学位证书补入第四类",
        "2006年报到证缺1份，已由原单位补正盖章",
        "民族、籍贯记载前后一致，入党材料齐全",
        "警衔晋升材料齐全，两次三等功审批表均在卷",
        "招商局期间任职文件缺页，已复制补入并注明",
        "2012年任职审批表签章完整，考核表连续",
        "教师身份转干审批件在卷，连续计算工龄手续完备",
        "选调生录用登记表、转正材料齐全，硕士学籍材料补入",
        "姓名用字与户籍一致，汉语译写前后统一，已附说明",
        "出生时间以入团志愿书为准，与身份证一致，工龄认定无误",
        "职称评聘与聘任文件一致，教育硕士学籍材料齐全",
    ];
    let affairs = [
        "房产2处、无投资，查核结果与报告一致",
        "住房1处系单位集资房，与报告一致",
        "本人、配偶均无因私出国（境），与报告一致",
        "子女就读、配偶从业填报完整，查核一致",
        "理财产品少报4200元，属漏报情节较轻，已批评教育并补报，认定基本一致",
        "配偶工资、住房公积金填报准确，查核一致",
        "石桥乡祖屋已填报，查核一致",
        "商品房1处、车辆1台，查核一致",
        "房产1处、基金少量，与报告一致",
        "配偶在税务系统任职已填报，查核一致",
        "丈夫之兄任职情况已单独报告，房产2处查核一致",
    ];
    for (n, p) in inspected().enumerate() {
        let (file, own) = (dossier[n % dossier.len()], affairs[n % affairs.len()]);
        let petition = match p.key {
            "C6" | "C11" => "信访1件，已查结，结论为反映不实或属工作方法问题",
            _ => "考察期间无信访举报",
        };
        let items = vec![
            item("档案审核", "通过", &format!("三龄两历一身份清楚。{file}"), d, FILES.0),
            item("个人有关事项", "一致", own, d, WATCH.0),
            item("纪检监察意见", "通过", "市纪委监委5月20日回函，无不同意见", d, WATCH.0),
            item("信访举报", if petition.starts_with("考") { "无反映" } else { "已查结" }, petition, d, WATCH_CLERK.0),
        ];
        let conclusion = format!(
            "{}同志任前审核通过。履历起点为{}，现任{}，档案记载与任免审批表相符；奖惩情况：{}。",
            p.name,
            p.resume[0].2.split('（').next().unwrap_or_default(),
            p.current,
            p.rewards
        );
        let e = s
            .add("S26", &[p.key], d, RecordBody::Review(Review { items, conclusion, ..Review::default() }))
            .at("全天", "市委组织部干部信息科阅档室");
        e.with(vec![
            someone(FILES.0, FILES.1, "审核人"),
            someone(FILES_CLERK.0, FILES_CLERK.1, "复核人"),
            someone(WATCH.0, WATCH.1, "查核人"),
        ]);
        e.said(format!("对{}同志档案、个人有关事项、纪检意见、信访举报逐项审核。{file}。", p.name))
            .sign(FILES.0, "审核人")
            .sign(WATCH.0, "查核人");
        e.scan("干部档案任前审核表", FILES.0, "审核人")
            .secret("机密")
            .paper("个人有关事项报告查核结果", WATCH.0, "查核人")
            .secret("机密");
        if matches!(p.key, "C6" | "C11") {
            e.scan("信访举报查核结论", WATCH.0, "查核人").secret("机密");
        }
    }
}

/// S27.
fn feedback(s: &mut Story) {
    for (n, p) in inspected().enumerate() {
        let t = traits(p.key);
        let w = &WARDS[p.ward];
        let g = group(p.ward);
        let d = day(5, if n % 2 == 0 { 25 } else { 26 });
        let reply = [
            "完全同意考察组的判断，会后由我同本人再谈一次",
            "同意。不足讲得准，班子里平时也提醒过",
            "没有不同意见，希望尽快明确，工作不等人",
            "同意反馈内容，建议任职后安排分管领导带一段",
        ][n % 4];
        let text = format!(
            "考察组反馈{}同志：主要优点是{}；{}。不足是{}。{}表示：{reply}。本人阅后签收，表态：{}",
            p.name, t.strengths[1], t.strengths[2], t.faults[0], w.secretary.1, t.own[0]
        );
        let e = s.add(
            "S27",
            &[p.key],
            d,
            talk("征求意见", vec![someone(w.secretary.0, w.secretary.1, "反馈对象"), someone(p.name, p.current, "本人")], text),
        );
        e.at(["9:00", "10:00", "14:40", "16:00"][n % 4], w.talk_room)
            .with(vec![someone(g[0].0, g[0].1, "反馈人"), someone(g[3].0, g[3].1, "记录人")]);
        e.said(format!("向{}主要负责人反馈{}同志考察情况，交换意见并由本人签收。", w.party, p.name))
            .sign(g[0].0, "反馈人")
            .sign(w.secretary.0, "反馈对象")
            .sign(p.name, "签收人");
        e.scan("考察情况反馈书（附件）", g[0].0, "反馈人");
        e.paper("反馈记录及签收", p.name, "签收人");
    }
}

/// The four parts of a material, each begun by its number on a line of its own.
fn parts(text: &str) -> Vec<MaterialPart> {
    let found = text.split('\n').filter(|l| ["一、", "二、", "三、", "四、"].iter().any(|n| l.starts_with(n)));
    found.zip(PartKind::ALL).map(|(l, part)| MaterialPart { part, text: l.into() }).collect()
}

/// S28: the four parts of the material, signed by the whole group.
fn write_up(s: &mut Story) {
    let d = day(5, 28);
    for p in inspected() {
        let t = traits(p.key);
        let g = group(p.ward);
        let (m, v, tk, h) = super::recommend::votes(p.key);
        let talked = 20 + p.name.chars().count() as u32 * 2;
        let quotes: String = t.quotes.iter().take(3).map(|q| format!("“{q}”")).collect::<Vec<_>>().join("");
        let result = match p.key {
            "C7" => "考察组认为该同志基本胜任现岗位，但经济工作和攻坚历练不足，建议继续培养，暂不作为管委会副主任拟任人选",
            "C11" => "考察组认为该同志具备拟任职务的能力，但民主作风方面意见较集中，建议提交部务会慎重研究",
            _ => "考察组一致认为该同志符合拟任职务条件，建议任用",
        };
        let text = format!(
            "{}，{}，{}，{}年{}月生，{}年{}月参加工作，现任{}，拟任{}。\n一、德能勤绩廉表现和主要特长。{}。{}。{}。{}。主要实绩：{}。特长：{}。\n二、主要缺点和不足。{}；{}。\n三、民主推荐、民主测评、考察谈话情况。会议推荐得票{m}张（有效票{v}张），谈话推荐得票{tk}张（{h}人）；考察中个别谈话{talked}人，谈话对象反映：{quotes}。\n四、审核档案、查核个人有关事项、听取纪检监察意见、核查信访举报等结论。干部档案已审核，个人有关事项查核无影响使用情形，市纪委监委5月20日回函无不同意见，信访举报无未查结事项。\n{result}。",
            p.name,
            p.sex,
            p.ethnicity,
            &p.born[..4],
            p.born[4..].trim_start_matches('0'),
            &p.work[..4],
            p.work[4..].trim_start_matches('0'),
            p.current,
            p.proposed,
            t.strengths[0],
            t.strengths[1],
            t.strengths[2],
            t.strengths[3],
            t.deeds.join("；"),
            p.speciality,
            t.faults[0],
            t.faults[1]
        );
        let parts = parts(&text);
        let e = s
            .add("S28", &[p.key], d, document(format!("{}同志考察材料", p.name), "", "市委组织部考察组", text))
            .at("全天", "市委组织部干部科");
        if let RecordBody::Document(d) = &mut e.content.body {
            (d.parts, d.team, d.inspected_until) = (parts, super::inspect::team(&g), on(day(5, 14)));
        }
        e.with(g.iter().enumerate().map(|(n, o)| someone(o.0, o.1, if n == 0 { "考察组组长" } else { "考察组成员" })).collect());
        e.said(format!("综合谈话、测评、走访和核查情况，撰写{}同志考察材料，考察组全体签名。", p.name));
        for (n, o) in g.iter().enumerate() {
            e.sign(o.0, if n == 0 { "考察组组长" } else { "考察组成员" });
        }
        e.scan("干部考察材料", g[0].0, "考察组组长").secret("机密");
    }
}
