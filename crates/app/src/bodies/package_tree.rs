//! What lies in a package: the DA/T 93-2022 tree under `data/` (archive.md §1.8, §6.3), with the catalogue and the note as PDFs.
//!
//! ```text
//! data/说明文件.TXT  目录文件.XML
//!      {全宗号}/WS/{年度}/{档号}/电子档案元数据.XML 001_….pdf 002_…
//!      其他/归档文件目录.pdf 备考表.pdf 校验结果.txt 案卷数据.json
//!      其他/程序偏差清单.pdf 程序偏差清单.xlsx 放行审批/001_V18.pdf   in the comprehensive volume
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use jishi_archive::{PackagePlan, PayloadFile, SealFacts, Source};
use jishi_core::arrange::{VolumeItem, VolumePlan};
use jishi_core::case::Case;
use jishi_core::finding::Finding;
use jishi_core::record::{Originality, Record};
use jishi_core::report;
use jishi_core::waiver::Waiver;
use serde_json::json;

use crate::App;
use crate::bodies::batches::candidate_of;
use crate::bodies::documents::file_safe;
use crate::bodies::forms;
use crate::error::{AppError, Code, Result};

/// One volume with everything that goes into its package.
pub(crate) struct About<'a> {
    pub(crate) case: &'a Case,
    pub(crate) plan: &'a VolumePlan,
    /// PDFs the program made, by key of the item.
    pub(crate) made: &'a BTreeMap<String, Vec<u8>>,
    pub(crate) findings: &'a [Finding],
    pub(crate) waivers: &'a [Waiver],
    pub(crate) override_reason: &'a str,
    pub(crate) arranger: &'a str,
    pub(crate) checker: &'a str,
    pub(crate) today: NaiveDate,
}

pub(crate) fn package(app: &App, about: &About<'_>, seal: SealFacts) -> Result<PackagePlan> {
    let plan = about.plan;
    let mut payload = Vec::new();
    for item in &plan.items {
        item_files(app, about, item, &mut payload);
    }
    let list = forms::of_volume(app, about, "item-list")?;
    let note = forms::of_volume(app, about, "volume-note")?;
    let data = serde_json::to_vec_pretty(&volume_data(about))
        .map_err(|e| AppError::new(Code::Internal, format!("案卷数据无法表达：{e}"), ""))?;
    for (path, bytes) in [
        ("说明文件.TXT", description(about).into_bytes()),
        ("目录文件.XML", directory(plan).into_bytes()),
        ("其他/归档文件目录.pdf", list.pdf),
        ("其他/备考表.pdf", note.pdf),
        ("其他/校验结果.txt", judgement(about).into_bytes()),
        ("其他/案卷数据.json", data),
    ] {
        payload.push(PayloadFile { path: path.into(), source: Source::Bytes(bytes), expected_sha256: None });
    }
    if plan.candidate.is_none() {
        deviations(app, about, &mut payload)?;
    }
    let batch = &about.case.batch.content;
    let code = match plan.candidate.and_then(|id| about.case.candidates.iter().find(|c| c.id == id)) {
        // A name in a file name is itself sensitive; the seal and the catalogue inside carry it.
        Some(candidate) => format!("{}-G{:03}", batch.number, candidate.content.order),
        None => format!("{}-Z", batch.number),
    };
    let info = vec![
        ("Source-Organization".into(), batch.unit.clone()),
        ("External-Description".into(), format!("干部任用{}", plan.kind.name())),
        ("Internal-Sender-Identifier".into(), code.clone()),
        ("Bag-Group-Identifier".into(), format!("{}-{}", plan.fonds, batch.number)),
    ];
    Ok(PackagePlan {
        name: format!("{}_{}_{}_{code}", seal.seal_no, plan.fonds, plan.year),
        info,
        payload,
        tags: Vec::new(),
        seal,
    })
}

/// 程序偏差清单, to read and to sort, with the papers of what was let pass. It names everybody of the batch, so it lies in the
/// comprehensive volume only.
fn deviations(app: &App, about: &About<'_>, payload: &mut Vec<PayloadFile>) -> Result<()> {
    let pdf = forms::deviations(app, about)?.pdf;
    let tables = jishi_core::forms::deviation_tables(about.case, about.findings, about.waivers, about.override_reason);
    let xlsx = jishi_forms::workbook::write(&tables, &about.case.batch.content.unit, &about.today.to_string())?;
    for (name, bytes) in [("程序偏差清单.pdf", pdf), ("程序偏差清单.xlsx", xlsx)] {
        payload.push(PayloadFile { path: format!("其他/{name}"), source: Source::Bytes(bytes), expected_sha256: None });
    }
    for (number, waiver) in (1..).zip(about.waivers) {
        let Some(paper) = &waiver.content.paper else { continue };
        payload.push(PayloadFile {
            path: format!("其他/放行审批/{number:03}_{}.{}", file_safe(&waiver.content.finding.code), paper.format),
            source: Source::File(app.content().file_path(&paper.sha256)),
            expected_sha256: Some(paper.sha256.clone()),
        });
    }
    Ok(())
}

/// Folder of an item under `data/`.
fn folder(plan: &VolumePlan, item: &VolumeItem) -> String {
    format!("{}/WS/{}/{}", plan.fonds, item.category.year, item.archive_no)
}

fn item_files(app: &App, about: &About<'_>, item: &VolumeItem, payload: &mut Vec<PayloadFile>) {
    let folder = folder(about.plan, item);
    let mut content: Vec<(String, u64)> = Vec::new();
    let mut add = |payload: &mut Vec<PayloadFile>, name: String, size: u64, source: Source, expected: Option<String>| {
        payload.push(PayloadFile { path: format!("{folder}/{name}"), source, expected_sha256: expected });
        content.push((name, size));
    };
    if let Some(pdf) = about.made.get(&item.key) {
        let name = if item.extract { "001_摘录.pdf" } else { "001_全程纪实报告表.pdf" };
        add(payload, name.into(), pdf.len() as u64, Source::Bytes(pdf.clone()), None);
    } else {
        for (index, part) in item.parts.iter().enumerate() {
            let Some(material) = about.case.materials.iter().find(|m| m.id == part.material) else { continue };
            let m = &material.content;
            if m.sha256.is_empty() {
                continue;
            }
            let name = format!("{:03}_{}.{}", index + 1, file_safe(&part.name), m.format);
            add(payload, name, m.size, Source::File(app.content().file_path(&m.sha256)), Some(m.sha256.clone()));
        }
    }
    let metadata = metadata(about, item, &content);
    payload.push(PayloadFile {
        path: format!("{folder}/电子档案元数据.XML"),
        source: Source::Bytes(metadata.into_bytes()),
        expected_sha256: None,
    });
}

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no way to write the other control characters.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn element(out: &mut String, indent: usize, name: &str, text: &str) {
    let _ = writeln!(out, "{}<{name}>{}</{name}>", "  ".repeat(indent), escape(text));
}

/// 目录文件.XML: every item once; 备注 stands even when empty (archive.md §1.8).
fn directory(plan: &VolumePlan) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<文件目录>\n");
    for item in &plan.items {
        out.push_str("  <文件>\n");
        for (name, text) in [
            ("顺序号", item.order.to_string()),
            ("档号", item.archive_no.clone()),
            ("责任者", item.responsible.clone()),
            ("题名", item.title.clone()),
            ("日期", item.date.clone()),
            ("保管期限", item.retention.name().into()),
            ("密级", item.secrecy.clone()),
            ("页数", item.pages.to_string()),
            ("备注", item.remark.clone()),
        ] {
            element(&mut out, 2, name, &text);
        }
        out.push_str("  </文件>\n");
    }
    out.push_str("</文件目录>\n");
    out
}

/// 说明文件.TXT: `字段：值` a line.
fn description(about: &About<'_>) -> String {
    let (plan, batch) = (about.plan, &about.case.batch.content);
    let lines = [
        ("移交单位", batch.unit.clone()),
        ("内容描述", format!("{}（{}，批次号 {}）", plan.title, batch.name, batch.number)),
        ("起止档号", plan.ranges.iter().map(|r| r.words("至")).collect::<Vec<_>>().join("；")),
        ("档案数量", plan.total_items.to_string()),
        (
            "软硬件环境",
            format!("选任纪实 {}；PDF、JPEG、PNG、TIFF、OFD、XML、TXT，通用阅读软件均可打开", env!("CARGO_PKG_VERSION")),
        ),
        ("页数合计", plan.total_pages.to_string()),
        ("规程目录", format!("{} {}", about.case.catalogue.name, about.case.catalogue.version)),
        ("规则版本", format!("{}版《党政领导干部选拔任用工作条例》", batch.edition)),
        ("制作单位", batch.unit.clone()),
        ("整理人", about.arranger.to_owned()),
        ("检查人", about.checker.to_owned()),
        ("整理日期", about.today.to_string()),
    ];
    lines.iter().fold(String::new(), |mut out, (field, value)| {
        let _ = writeln!(out, "{field}：{}", value.replace('\n', " "));
        out
    })
}

/// Records the item came from, for the process block of its metadata.
fn records_of<'a>(about: &'a About<'_>, item: &VolumeItem) -> Vec<&'a Record> {
    let mut ids: Vec<_> =
        about.case.materials.iter().filter(|m| item.parts.iter().any(|p| p.material == m.id)).map(|m| m.content.record).collect();
    ids.dedup();
    about.case.records.iter().filter(|r| ids.contains(&r.id)).collect()
}

/// 电子档案元数据.XML: the elements of DA/T 46-2009 that are known today, by their names there.
fn metadata(about: &About<'_>, item: &VolumeItem, files: &[(String, u64)]) -> String {
    let (plan, batch) = (about.plan, &about.case.batch.content);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<电子档案元数据>\n  <文件实体>\n");
    for (name, text) in [
        ("聚合层次", "件".to_owned()),
        ("立档单位名称", batch.unit.clone()),
        ("档号", item.archive_no.clone()),
        ("全宗号", plan.fonds.clone()),
        ("年度", item.category.year.to_string()),
        ("保管期限", item.retention.name().into()),
        ("机构或问题", item.category.org.clone()),
        ("室编件号", item.no.to_string()),
        ("题名", item.title.clone()),
        ("文件编号", item.doc_no.clone()),
        ("责任者", item.responsible.clone()),
        ("日期", item.date.clone()),
        ("密级", item.secrecy.clone()),
        ("页数", item.pages.to_string()),
        ("附注", item.remark.clone()),
    ] {
        element(&mut out, 2, name, &text);
    }
    for part in &item.parts {
        let original = if part.originality == Originality::Original { "原件" } else { "复制件" };
        element(&mut out, 2, "文件组合", &format!("{}（{original}，{} 页）", part.name, part.pages));
    }
    if files.is_empty() {
        element(&mut out, 2, "存储位置", "只有纸质件，随纸质案卷保管");
    }
    for (name, size) in files {
        out.push_str("    <电子属性>\n");
        element(&mut out, 3, "计算机文件名", name);
        element(&mut out, 3, "计算机文件大小", &size.to_string());
        out.push_str("    </电子属性>\n");
    }
    out.push_str("  </文件实体>\n");
    for record in records_of(about, item) {
        let step = about.case.catalogue.step_label(&record.content.step);
        out.push_str("  <业务实体>\n");
        element(&mut out, 2, "业务行为", &step);
        element(&mut out, 2, "行为时间", &record.content.date.map(|d| d.to_string()).unwrap_or_default());
        // In a personal volume only what concerns that person: a record of the batch speaks of others too.
        let words = plan.candidate.map_or_else(|| record.content.summary.clone(), |c| report::told(about.case, record, c));
        element(&mut out, 2, "行为描述", &words);
        out.push_str("  </业务实体>\n  <机构人员实体>\n");
        element(&mut out, 2, "机构人员名称", &record.content.responsible);
        out.push_str("  </机构人员实体>\n");
    }
    out.push_str("</电子档案元数据>\n");
    out
}

/// 校验结果: what the checks found when the volume was sealed, and why it was sealed all the same.
fn judgement(about: &About<'_>) -> String {
    let mine = |f: &&Finding| about.plan.candidate.is_none() || f.place.candidate == about.plan.candidate;
    let list: Vec<&Finding> = about.findings.iter().filter(mine).collect();
    let words = |text: &str| about.plan.candidate.map_or_else(|| text.to_owned(), |c| report::only_of(about.case, text, c));
    let mut out = format!("校验日期：{}\n条数：{}\n", about.today, list.len());
    if !about.override_reason.trim().is_empty() {
        let _ = writeln!(out, "强制封存理由：{}", about.override_reason.trim());
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

/// 案卷数据.json, for a program of a later day: in the comprehensive volume every record of the batch, in a personal one only what
/// the report of that person says, since the records of a batch speak of others too.
fn volume_data(about: &About<'_>) -> serde_json::Value {
    let case = about.case;
    let catalogue = json!({ "id": case.catalogue.id, "name": case.catalogue.name, "version": case.catalogue.version });
    let mut batch = case.batch.clone();
    if let Some(candidate) = about.plan.candidate {
        // 回避关系 of others is theirs.
        let name = candidate_of(case, candidate).map(|(_, p)| p.content.name.clone()).unwrap_or_default();
        batch.content.relations.retain(|r| r.one == name || r.other == name);
    }
    let head = json!({ "format": "选任纪实 案卷数据 1", "batch": batch, "catalogue": catalogue, "volume": about.plan });
    let mut data = serde_json::Map::new();
    data.insert("案卷".into(), head);
    match about.plan.candidate {
        Some(candidate) => {
            data.insert("报告表".into(), json!(report::build(case, candidate, about.today, "")));
        }
        None => {
            let all = json!({ "posts": case.posts, "candidates": case.candidates, "records": case.records, "not_applicable": case.not_applicable,
                "waivers": about.waivers });
            data.insert("批次记录".into(), all);
        }
    }
    serde_json::Value::Object(data)
}
