//! Records and extracts as the plain data that `jishi-forms` draws, and the words of the 备考表. No layout.

use jishi_core::arrange::VolumeItem;
use jishi_core::case::Case;
use jishi_core::id::CandidateId;
use jishi_core::record::words::{self, Value};
use jishi_core::record::{Record, RecordBody};
use jishi_core::report;
use jishi_core::sheet_code::SheetCode;
use jishi_forms::record_sheet::{RecordSheet, SheetTable};

use super::package_tree::About;
use super::volumes::ToldBy;
use crate::App;
use crate::bodies::cases::{candidate_of, names};
use crate::error::Result;

/// What the code on a paper of the record says: which record of this workspace, which revision, the digest of that.
pub(crate) fn code(app: &App, record: &Record) -> Result<SheetCode> {
    let store = app.store();
    let digest = store.record_digest(record.id, record.revision)?.unwrap_or_default();
    Ok(SheetCode::new(&store.workspace_name()?, record.id, record.revision, &digest))
}

/// The printed sheet of a record. With a code its signed page finds the record again.
pub(crate) fn record(case: &Case, record: &Record, code: Option<SheetCode>) -> RecordSheet {
    let c = &record.content;
    let names = names(case);
    let about = super::cases::about(case, record);
    let mut sheet = RecordSheet {
        title: case.catalogue.step(&c.step).map_or_else(|| c.body.kind().name().into(), |s| s.name.clone()),
        subtitle: format!("{}　{}", c.body.kind().name(), case.batch.content.name),
        about: about.first().cloned().unwrap_or_else(|| case.batch.content.name.clone()),
        signatures: c.signers().iter().map(|s| signer(&s.role, &s.name)).collect(),
        unit: case.batch.content.unit.clone(),
        made_on: case.today.to_string(),
        code,
        ..RecordSheet::default()
    };
    // All who counted sign, also where only some have.
    if let RecordBody::Ballot(b) = &c.body {
        let counted = b.tellers.iter().map(|n| ("计票人", n)).chain(b.scrutineers.iter().map(|n| ("监票人", n)));
        let open = counted.filter(|(_, name)| !c.signers().iter().any(|s| s.name.trim() == name.trim()));
        sheet.signatures.extend(open.map(|(role, name)| signer(role, name)));
    }
    // Who signs has a place of its own at the end.
    for told in words::record(c, &names).into_iter().filter(|t| !t.value.is_empty() && t.field.key != "signatures") {
        let label = told.field.label.to_owned();
        match told.value {
            Value::Line(text) => sheet.fields.push((label, text)),
            Value::Text(text) => sheet.texts.push((label, text)),
            Value::Table { head, rows } => {
                let head = head.into_iter().map(str::to_owned).collect();
                sheet.tables.push(SheetTable { title: label, head, rows });
            }
            Value::Tables(tables) => {
                sheet.tables.extend(tables.into_iter().map(|t| SheetTable { title: t.title, head: t.head, rows: t.rows }));
            }
        }
    }
    let texts = sheet.texts.clone();
    let again = |at: usize, text: &str| texts.iter().take(at).any(|(_, earlier)| earlier.trim() == text.trim());
    sheet.texts = texts.iter().enumerate().filter(|(at, (_, text))| !again(*at, text)).map(|(_, told)| told.clone()).collect();
    if record.revision > 1 {
        sheet.fields.push(("更正".into(), words::revision(record)));
    }
    let written = |text: &str| text.parse::<jishi_core::date::PartialDate>().map_or_else(|_| text.to_owned(), |d| d.chinese());
    let entered = match (record.entered_at.get(..10), record.entered_at.get(11..16)) {
        (Some(day), Some(time)) => format!("{} {time}", written(day)),
        _ => record.entered_at.clone(),
    };
    sheet.fields.push(("录入".into(), format!("{} {entered}", record.entered_by)));
    sheet
}

/// The words beside a place to sign.
fn signer(role: &str, name: &str) -> String {
    if name.trim().is_empty() { role.to_owned() } else { format!("{role}\n{name}") }
}

/// The extract of a batch's paper for one person's volume: only what concerns that person, and where the original lies.
pub(crate) fn extract(case: &Case, record: &Record, candidate: CandidateId, item: &VolumeItem, told: &ToldBy<'_>) -> RecordSheet {
    let (maker, checker) = told.by.unwrap_or_default();
    let name = candidate_of(case, candidate).map(|(_, p)| p.content.name.clone()).unwrap_or_default();
    let field = |label: &str, value: String| (label.to_owned(), value);
    let said = match &told.earlier {
        Some(earlier) => format!("本件与本卷{earlier}摘自同一条记录，摘录内容见该件。"),
        None => report::extract(case, record, candidate),
    };
    let fields = [
        field("姓名", name.clone()),
        field("原件", item.parts.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join("、")),
        field("原件档号", item.see_also.clone()),
        field("原件存放处", item.kept_at.clone()),
        field("步骤", case.catalogue.step_name(&record.content.step).to_owned()),
        field("时间", words::when(&record.content)),
        field("地点", record.content.place.clone()),
        field("责任人", record.content.responsible.clone()),
    ];
    RecordSheet {
        title: "文书档案摘录".into(),
        subtitle: item.title.clone(),
        about: name.clone(),
        fields: fields.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect(),
        tables: Vec::new(),
        texts: vec![("摘录内容".into(), said)],
        signatures: vec![signer("摘录人", maker), signer("核对人", checker)],
        unit: case.batch.content.unit.clone(),
        made_on: case.today.to_string(),
        code: None,
    }
}

/// What the 备考表 of a volume says: pages, papers without a file, corrections, forced sealing; one a line.
pub(crate) fn volume_note(a: &About<'_>) -> String {
    let (plan, case) = (a.plan, a.case);
    let mut lines = vec![format!("本卷共{}件、{}页。", plan.total_items, plan.total_pages)];
    let paper_only: Vec<&str> = plan
        .items
        .iter()
        .filter(|i| {
            !i.extract && i.parts.iter().any(|p| case.materials.iter().any(|m| m.id == p.material && m.content.sha256.is_empty()))
        })
        .map(|i| i.title.as_str())
        .collect();
    if !paper_only.is_empty() {
        lines.push(format!("只有纸质件、没有电子文件：{}。", paper_only.join("、")));
    }
    if !plan.table.is_empty() {
        lines.push(format!("保管期限和类别照{}编定。", plan.table));
    }
    let extracts = plan.items.iter().filter(|i| i.extract).count();
    if extracts > 0 {
        lines.push(format!("其中摘录{extracts}件，原件所在见目录备注。"));
    }
    let mine = |r: &&Record| plan.candidate.is_none_or(|c| r.content.candidates.contains(&c)) && r.revision > 1;
    for record in case.records.iter().filter(mine) {
        let name = case.catalogue.step_name(&record.content.step);
        lines.push(format!("《{name}》的记录曾更正（第{}版）：{}。", record.revision, record.revision_reason));
    }
    if !a.undone().is_empty() {
        lines.push(format!(
            "封存时检测没有办结：{}（见“固化信息/检测报告.pdf”）；仍要封存的理由：{}。",
            a.undone(),
            a.reason_given()
        ));
    }
    if !a.clock.is_empty() {
        lines.push(format!("封存时{}；仍要封存的理由：{}。", a.clock, a.reason_given()));
    }
    if !a.forced().is_empty() {
        lines.push(format!("封存时尚有“错”未改，强制封存理由：{}（见“其他/校验结果.txt”）。", a.forced()));
    }
    lines.join("\n")
}
