//! The texts a package carries beside its 件: what it is, how it is numbered, what the checks found, its data for a program of a later day.

use std::fmt::Write as _;

use jishi_core::arrange::{ItemSource, VolumePlan, is_dat13, is_dat22};
use jishi_core::case::BatchContent;
use jishi_core::medium::CARRIER_NOTE;
use jishi_core::report;
use serde_json::json;

use crate::bodies::cases::candidate_of;
use crate::bodies::package_tree::{About, software};

/// 说明文件.TXT: `字段：值` a line.
pub(super) fn description(about: &About<'_>) -> String {
    let (plan, batch) = (about.plan, &about.case.batch.content);
    let lines = [
        ("移交单位", batch.unit.clone()),
        ("内容描述", format!("{}（{}，批次号 {}）", plan.title, batch.name, batch.number)),
        ("起止档号", plan.ranges.iter().map(|r| r.words("至")).collect::<Vec<_>>().join("；")),
        ("档案数量", plan.total_items.to_string()),
        ("软硬件环境", format!("{}；PDF、JPEG、PNG、TIFF、OFD、XML、TXT，通用阅读软件均可打开", software())),
        ("页数合计", plan.total_pages.to_string()),
        ("规程目录", format!("{} {}", about.case.catalogue.name, about.case.catalogue.version)),
        ("规则版本", rules_of(batch)),
        ("制作单位", batch.unit.clone()),
        ("保管单位", batch.unit.clone()),
        ("检查单位", batch.unit.clone()),
        // Known only when it is written to a medium: these files are sealed before.
        ("离线载体参数", format!("写盘时登记，见载体根下“{CARRIER_NOTE}”和交接单")),
        ("载体编号", format!("写盘时编定，见载体根下“{CARRIER_NOTE}”和交接单")),
        ("载体数量", format!("写盘时确定，见载体根下“{CARRIER_NOTE}”和交接单")),
        ("整理人", about.arranger.to_owned()),
        ("检查人", about.checker.to_owned()),
        ("整理日期", about.today.to_string()),
    ];
    lines.iter().fold(String::new(), |mut out, (field, value)| {
        let _ = writeln!(out, "{field}：{}", value.replace('\n', " "));
        out
    })
}

/// 编号与命名规则.txt: how 档号, folders and files of this volume are made up, for who has nothing but the volume.
pub(super) fn naming(plan: &VolumePlan) -> String {
    let example = plan.items.first().map(|i| i.archive_no.as_str()).unwrap_or_default();
    let grammar = match example {
        no if is_dat22(no) => "DA/T 22-2015：全宗号-档案门类代码·年度-保管期限代码-机构（问题）代码-件号",
        no if is_dat13(no) => "DA/T 13-2022：全宗号-档案门类代码·年度·保管期限代码·机构（问题）代码-件号",
        _ => "本单位自定的模板",
    };
    format!(
        "编号与命名规则\n\n档号：{grammar}。本卷如 {example}。间隔号为“·”（U+00B7）。\n\
         保管期限代码：Y 永久，D30 30年，D10 10年。件号在同一全宗、年度、保管期限、机构（问题）内从 1 起连续编，跨批次、跨案卷接着编。\n\
         件的文件夹：按 DA/T 93-2022 为“全宗号/WS/年度/档号”；按2012年办法的目录树为“电子档案/年度/WS/档号”。\n\
         件内文件：三位序号_材料名称.扩展名，序号是件内次序（正文在前，原件在复制件前）；不能用作文件名的字换成“_”，原名在元数据里。\n\
         “000_归档章封页.pdf”是只有纸质、没有电子文件的件的封页。“电子档案元数据.XML”是件的元数据（DA/T 46-2009），\n\
         “电子文件封装包.XML”是件的封装包（DA/T 48-2009，要做的才有），格式见“其他/xsd”。\n\
         全宗号：{}。归属年度：{}。机构（问题）代码：{}。\n",
        plan.fonds,
        jishi_core::forms::years(plan),
        jishi_core::forms::classes(plan)
    )
}

/// 校验结果: what the checks found when the volume was sealed, and why it was sealed all the same.
pub(super) fn judgement(about: &About<'_>) -> String {
    let list = about.own_findings();
    let words = |text: &str| about.plan.candidate.map_or_else(|| text.to_owned(), |c| report::only_of(about.case, text, c));
    let mut out = format!("校验日期：{}\n条数：{}\n", about.today, list.len());
    if !about.forced().is_empty() {
        let _ = writeln!(out, "强制封存理由：{}", about.forced());
    }
    for f in list {
        let passed = if f.passed() { "（已放行）" } else { "" };
        let _ = writeln!(out, "[{}]{passed} {} {}", f.level.word(), f.code, words(&f.message));
        if let Some(w) = &f.waiver {
            let covers = if w.covers { "" } else { "，此后已变化，不再有效" };
            let _ = writeln!(out, "    放行：{} {}{covers}：{}", w.signer, w.date, w.reason);
        }
        if !f.basis.is_empty() {
            let _ = writeln!(out, "    依据：{}", f.basis);
        }
    }
    out
}

/// Edition and local packs by their versions, as the note on the package and the seal name them.
pub(super) fn rules_of(batch: &BatchContent) -> String {
    let packs =
        if batch.overlays.is_empty() { String::new() } else { format!("，本地规则包 {}", batch.overlays.join("、")) };
    format!("{}版《党政领导干部选拔任用工作条例》{packs}", batch.edition)
}

/// 案卷数据.json, for a program of a later day: in the comprehensive volume every record of the batch, in a personal one only what
/// the report of that person says, since the records of a batch speak of others too.
pub(super) fn volume_data(about: &About<'_>) -> serde_json::Value {
    let case = about.case;
    let catalogue = json!({ "id": case.catalogue.id, "name": case.catalogue.name, "version": case.catalogue.version });
    let mut batch = case.batch.clone();
    if let Some(candidate) = about.plan.candidate {
        // 回避关系 of others is theirs.
        let name = candidate_of(case, candidate).map(|(_, p)| p.content.name.clone()).unwrap_or_default();
        batch.content.relations.retain(|r| r.one == name || r.other == name);
    }
    let head = json!({ "format": "选任纪实 案卷数据 1", "batch": batch, "catalogue": catalogue, "rules": about.rules, "volume": about.plan });
    let mut data = serde_json::Map::new();
    data.insert("案卷".into(), head);
    match about.plan.candidate {
        Some(candidate) => {
            // As the report in this volume prints it, its 档号 with it.
            let number = about.plan.items.iter().find(|i| matches!(i.source, ItemSource::Generated { .. }));
            let number = number.map(|i| i.archive_no.as_str()).unwrap_or_default();
            data.insert("报告表".into(), json!(report::build(case, candidate, about.today, number)));
        }
        None => {
            let all = json!({ "posts": case.posts, "candidates": case.candidates, "records": case.records, "not_applicable": case.not_applicable,
                "waivers": about.waivers });
            data.insert("批次记录".into(), all);
        }
    }
    serde_json::Value::Object(data)
}
