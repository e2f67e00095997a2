//! `jishi demo`: plays the sample batch through the public commands, as an operator would over four months, then makes the reports,
//! seals the volumes, verifies the packages and says what it made and found.

mod larger;
mod script;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset};
use jishi_app::dto::{
    BatchRow, BatchView, CandidateView, ImportResult, PackResult, PersonView, RecordView, ReportsMade, VerifyRequest,
    VerifyResult,
};
use jishi_app::{App, AppError, Code, Host};
use jishi_core::finding::{Finding, Level};
use jishi_core::id::PersonId;
use jishi_core::person::PersonContent;
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::print::{self, Terminal};
use script::{Event, Script};

type Result<T> = std::result::Result<T, AppError>;

/// The clock of the story: it stands where the script says.
#[derive(Clone)]
struct StoryClock {
    now: Arc<Mutex<DateTime<FixedOffset>>>,
    actor: String,
}

impl StoryClock {
    fn set(&self, now: DateTime<FixedOffset>) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Host for StoryClock {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn actor(&self) -> String {
        self.actor.clone()
    }
}

/// What the story left behind.
struct Made {
    batch: u32,
    people: u32,
    records: usize,
    materials: usize,
    corrections: usize,
}

/// Plays it. `only_enter` leaves out reports and packages, and says how many batches are entered.
pub fn demo(arguments: &Arguments, out: Option<&Path>, people: u32, only_enter: Option<u32>) -> Result<ExitCode> {
    let folder = jishi_app::assets::folder().join("samples");
    let script = larger::larger(Script::read(&folder)?, people)?;
    // Never the office's own workspace unless it is named.
    let workspace = arguments.workspace.clone().unwrap_or_else(|| PathBuf::from("选任纪实示例"));
    let clock = StoryClock { now: Arc::new(Mutex::new(script.begins()?)), actor: script.actor() };
    let app = App::open_with(&workspace, "示例演示", Box::new(clock.clone()))?;
    let say = |words: String| {
        if !arguments.json {
            println!("{words}");
        }
    };
    let progress = Terminal::new(arguments);
    let workspace = std::path::absolute(&workspace).unwrap_or(workspace);
    say(format!("程序数据：{}", folder.display()));
    say(format!("工作区：{}", workspace.display()));

    let batches: Vec<BatchRow> = app.ask("batch.list", &json!({}), &progress)?;
    let made = match batches.iter().find(|b| b.batch.content.number == script.number()) {
        Some(row) => {
            let made = found(&app, row, &script, &progress)?.map_err(|lacks| {
                AppError::new(
                    Code::Invalid,
                    format!("工作区“{}”里的示例批次不完整（{lacks}），可能上次中途停止", workspace.display()),
                    "请删除这个文件夹，或用 --workspace 另指一个新文件夹后再运行",
                )
            })?;
            clock.set(script.ends()?);
            say(format!("工作区里已有示例批次“{}”，直接出表和封装", row.batch.content.name));
            made
        }
        None if !batches.is_empty() => {
            return Err(AppError::new(
                Code::Invalid,
                format!("工作区“{}”里已有别的批次，示例不放进去", workspace.display()),
                "请用 --workspace 另指一个新文件夹",
            ));
        }
        None => play(&app, &clock, &script, &folder, only_enter.unwrap_or(1), &progress)?,
    };
    if only_enter.is_some() {
        let findings: Vec<Finding> = app.ask("check.run", &json!({ "batch": made.batch }), &progress)?;
        let told = json!({
            "assets": folder, "workspace": workspace, "people": made.people, "records": made.records, "materials": made.materials,
            "findings": findings,
        });
        if arguments.json {
            print::json(&told);
        } else {
            println!(
                "录入完毕：人员 {}，记录 {}，材料 {}，校验结果 {} 条",
                made.people,
                made.records,
                made.materials,
                findings.len()
            );
        }
        return Ok(ExitCode::SUCCESS);
    }

    let out = fresh(out.map(Path::to_owned).unwrap_or_else(|| beside(&workspace)));
    let findings: Vec<Finding> = app.ask("check.run", &json!({ "batch": made.batch }), &progress)?;
    let reports: ReportsMade =
        app.ask("report.write", &json!({ "batch": made.batch, "candidate": null, "folder": out.join("报告表") }), &progress)?;
    let unlock = json!({ "batch": made.batch, "passphrase": PASSPHRASE });
    let _: Value = app.ask("seal.unlock", &unlock, &progress)?;
    if !arguments.json {
        println!("封签口令（只作演示）：{PASSPHRASE}");
    }
    let packed: PackResult = app.ask("volume.pack", &pack_request(&made, &script, &out.join("案卷包")), &progress)?;
    drop(app);
    let verified: VerifyResult =
        jishi_app::verify_packages(&VerifyRequest { path: out.join("案卷包").display().to_string(), fast: false }, &progress)?;
    let all_sound = verified.packages.iter().all(|p| p.sound && p.sealed) && verified.packages.len() == packed.packages.len();
    let missed: Vec<&script::Flaw> = script.flaws.iter().filter(|f| !findings.iter().any(|x| x.code == f.code)).collect();

    if arguments.json {
        print::json(&json!({
            "assets": folder, "workspace": workspace, "out": out, "people": made.people, "records": made.records, "materials": made.materials,
            "findings": findings, "reports": reports.made, "reports_failed": reports.failed, "packages": packed.packages, "verified": verified.packages,
            "flaws_expected": script.flaws.len(), "flaws_missed": missed.len(), "sound": all_sound,
        }));
    } else {
        tell(&script, &made, &findings, &reports, &packed, &verified);
    }
    Ok(ExitCode::from(u8::from(!all_sound || !missed.is_empty() || !reports.failed.is_empty())))
}

fn beside(workspace: &Path) -> PathBuf {
    let name = workspace.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    workspace.with_file_name(format!("{name}-输出"))
}

/// A folder that is not there yet: what was made before is never mixed with what is made now.
fn fresh(wanted: PathBuf) -> PathBuf {
    let name = wanted.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let numbered = (2..).map(|n| wanted.with_file_name(format!("{name}-{n}")));
    std::iter::once(wanted.clone()).chain(numbered).find(|p| !p.exists()).unwrap_or(wanted)
}

/// Of the sample alone: whoever tries the program seals further with it.
const PASSPHRASE: &str = "示例封签口令2026";

fn pack_request(made: &Made, script: &Script, folder: &Path) -> Value {
    json!({
        "batch": made.batch,
        "options": { "template": "DA/T 22-2015", "org": "ZZB", "year": script.year() },
        "volumes": [], "folder": folder, "form": "folder", "arranger": script.arranger(), "checker": script.checker(),
        "override_reason": "示例批次：所列问题为演示校验功能而有意保留；病毒检查、外观等人工项没有真的核对，未填",
    })
}

/// What an earlier run left, counted in the workspace; the inner error says what it lacks of the whole story.
fn found(app: &App, row: &BatchRow, script: &Script, progress: &Terminal) -> Result<std::result::Result<Made, String>> {
    let batch = row.batch.id.0;
    let view: BatchView = app.ask("batch.get", &json!({ "batch": batch }), progress)?;
    let records: Vec<RecordView> =
        app.ask("record.list", &json!({ "batch": batch, "step": null, "candidate": null }), progress)?;
    let made = Made {
        batch,
        people: row.candidates,
        records: records.len(),
        materials: records.iter().map(|r| r.materials.len()).sum(),
        corrections: records.iter().map(|r| r.record.revision as usize - 1).sum(),
    };
    // The outcome of each candidate is entered last of all, as a further revision.
    let outcomes = view.candidates.iter().filter(|c| c.candidate.revision > 1).count();
    let lacks = [
        ("记录", made.records, script.records.len()),
        ("材料", made.materials, script.records.iter().map(|r| r.materials.len()).sum()),
        ("更正", made.corrections, script.corrections.len()),
        ("登记结果的人选", outcomes, script.candidates.len()),
    ];
    let lacks: Vec<String> =
        lacks.iter().filter(|(_, is, want)| is < want).map(|(what, is, want)| format!("{what} {is}，应有 {want}")).collect();
    Ok(if lacks.is_empty() { Ok(made) } else { Err(lacks.join("；")) })
}

/// Enters the people and the whole story, as often as there are to be batches; answers of the first.
fn play(app: &App, clock: &StoryClock, script: &Script, folder: &Path, batches: u32, progress: &Terminal) -> Result<Made> {
    let imported: ImportResult =
        app.ask("person.import", &json!({ "paths": [folder.join("people")], "choices": [] }), progress)?;
    if imported.failed > 0 {
        let message = imported.items.iter().filter(|i| !i.readable).flat_map(|i| &i.findings).map(|f| f.message.clone()).next();
        return Err(AppError::new(Code::File, message.unwrap_or_default(), "示例文件不完整，请重新取得程序"));
    }
    supplement(app, &imported, script, progress)?;
    let first = play_batch(app, clock, script, folder, &imported, 1, progress)?;
    for nth in 2..=batches {
        play_batch(app, clock, script, folder, &imported, nth, progress)?;
    }
    Ok(first)
}

/// Batch, posts, candidates, then every record on the day it was entered.
fn play_batch(
    app: &App,
    clock: &StoryClock,
    script: &Script,
    folder: &Path,
    imported: &ImportResult,
    nth: u32,
    progress: &Terminal,
) -> Result<Made> {
    let mut content = script.batch.clone();
    if let Some(object) = content.as_object_mut().filter(|_| nth > 1) {
        let of = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, number) = (format!("{}（第 {nth} 次）", of("name")), format!("{}{nth:02}", of("number")));
        object.extend([("name".to_owned(), name.into()), ("number".to_owned(), number.into())]);
    }
    let batch: u32 = app.ask("batch.create", &json!({ "content": content }), progress)?;
    let mut keys: HashMap<String, u32> = HashMap::new();
    for post in &script.posts {
        let id = app.ask("post.add", &json!({ "batch": batch, "content": post.content }), progress)?;
        keys.insert(post.key.clone(), id);
    }
    for candidate in &script.candidates {
        let person = imported.items.iter().find(|i| Path::new(&i.file).ends_with(&candidate.person_file)).and_then(|i| i.person);
        let person =
            person.ok_or_else(|| script::fault(&format!("人选 {} 的文件 {} 没有导入", candidate.key, candidate.person_file)))?;
        let person = match &candidate.renamed {
            None => person,
            Some(name) => renamed(app, person, name, progress)?,
        };
        let content = candidate.content(person.0, &keys, false)?;
        keys.insert(candidate.key.clone(), app.ask("candidate.add", &json!({ "batch": batch, "content": content }), progress)?);
    }
    let people = count(script.candidates.len());
    let made = Made { batch, people, records: 0, materials: 0, corrections: 0 };
    let mut story = Story { app, progress, folder, keys, records: HashMap::new(), made };
    let events = script.events()?;
    for (index, (when, event)) in events.iter().enumerate() {
        clock.set(*when);
        let words = format!("{} 录入", when.format("%Y-%m-%d"));
        let note = jishi_app::ProgressNote { words, done: index as u64, total: events.len() as u64, ahead: false };
        let _ = jishi_app::Progress::note(progress, &note);
        story.enter(event)?;
    }
    clock.set(script.ends()?);
    let Story { keys, made, .. } = story;
    for candidate in &script.candidates {
        let id = keys.get(&candidate.key).copied().unwrap_or_default();
        let view: CandidateView = app.ask("candidate.get", &json!({ "candidate": id }), progress)?;
        let content = candidate.content(view.candidate.content.person.0, &keys, true)?;
        let request = json!({ "id": id, "from_revision": view.candidate.revision, "content": content, "reason": "登记结果" });
        app.call("candidate.update", request, progress)?;
    }
    Ok(made)
}

/// The story as far as it has been told.
struct Story<'a> {
    app: &'a App,
    progress: &'a Terminal,
    folder: &'a Path,
    keys: HashMap<String, u32>,
    /// Id and revision of each record entered, by its key.
    records: HashMap<&'a str, (u32, u32)>,
    made: Made,
}

impl<'a> Story<'a> {
    fn enter(&mut self, event: &Event<'a>) -> Result<()> {
        match event {
            Event::Record(record) => {
                let content = script::with_ids(&record.content, &self.keys)?;
                let request = json!({ "batch": self.made.batch, "content": content });
                let view: RecordView = self.app.ask("record.add", &request, self.progress).map_err(|e| at(&record.key, e))?;
                self.records.insert(&record.key, (view.record.id.0, view.record.revision));
                self.made.records += 1;
                for material in &record.materials {
                    let request = material.request(view.record.id.0, self.folder);
                    self.app.call("material.attach", request, self.progress).map_err(|e| at(&record.key, e))?;
                    self.made.materials += 1;
                }
            }
            Event::Correction(correction) => {
                let known = self.records.get(correction.record.as_str()).copied();
                let (id, revision) = known.ok_or_else(|| script::fault("更正指向还没有的记录"))?;
                let content = script::with_ids(&correction.content, &self.keys)?;
                let request = json!({ "id": id, "from_revision": revision, "content": content, "reason": correction.reason });
                self.app.call("record.correct", request, self.progress).map_err(|e| at(&correction.record, e))?;
                self.records.insert(&correction.record, (id, revision + 1));
                self.made.corrections += 1;
            }
            Event::Mark(mark) => {
                let mark = script::with_ids(mark, &self.keys)?;
                self.app.call("step.not_applicable", json!({ "batch": self.made.batch, "mark": mark }), self.progress)?;
            }
        }
        Ok(())
    }
}

/// Another person with the same particulars, entered by hand.
fn renamed(app: &App, like: PersonId, name: &str, progress: &Terminal) -> Result<PersonId> {
    let view: PersonView = app.ask("person.get", &json!({ "id": like }), progress)?;
    // The photograph and the file are those of the other.
    let content = PersonContent { name: name.into(), photo: String::new(), source: String::new(), ..view.person.content };
    app.ask("person.add", &json!({ "content": content }), progress)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// 任现职时间 is entered by hand: the editor's file has no such field.
fn supplement(app: &App, imported: &ImportResult, script: &Script, progress: &Terminal) -> Result<()> {
    for candidate in script.candidates.iter().filter(|c| c.renamed.is_none() && !c.current_post_since.is_empty()) {
        let item = imported.items.iter().find(|i| Path::new(&i.file).ends_with(&candidate.person_file));
        let Some(id) = item.and_then(|i| i.person) else { continue };
        let view: PersonView = app.ask("person.get", &json!({ "id": id }), progress)?;
        let mut content = view.person.content;
        content.current_post_since.clone_from(&candidate.current_post_since);
        app.call(
            "person.update",
            json!({ "id": id, "from_revision": view.person.revision, "content": content, "reason": "补充任现职时间" }),
            progress,
        )?;
    }
    Ok(())
}

fn at(record: &str, mut error: AppError) -> AppError {
    error.message = format!("示例记录 {record}：{}", error.message);
    error
}

fn tell(script: &Script, made: &Made, findings: &[Finding], reports: &ReportsMade, packed: &PackResult, verified: &VerifyResult) {
    println!(
        "\n录入：人员 {}，岗位 {}，人选 {}，记录 {}（更正 {}），材料 {}",
        made.people,
        script.posts.len(),
        script.candidates.len(),
        made.records,
        made.corrections,
        made.materials
    );
    println!("\n校验发现：");
    print::findings(findings);
    println!("\n有意保留的问题，是否查出：");
    let rows: Vec<Vec<String>> = script
        .flaws
        .iter()
        .map(|f| {
            let found = findings.iter().filter(|x| x.code == f.code).count();
            vec![f.code.clone(), if found > 0 { format!("查出 {found} 处") } else { "没有查出".into() }, f.words.clone()]
        })
        .collect();
    print::table(&["码", "结果", "问题"], &rows);
    println!("\n报告表：");
    print::reports(reports);
    println!("\n案卷包：");
    print::packages(&json!(packed));
    println!("\n验包：");
    print::lines(&verified.lines());
    let errors = findings.iter().filter(|f| f.level == Level::Error);
    let (meant, other): (Vec<&Finding>, Vec<&Finding>) =
        errors.partition(|f| script.flaws.iter().any(|flaw| flaw.code == f.code));
    let other =
        if other.is_empty() { String::new() } else { format!("，另有 {} 条不是示例有意保留的", other.len()) };
    println!(
        "\n合计：{} 名人选、{} 条记录、{} 件材料；报告表 {} 份；案卷包 {} 个，完好 {} 个；错 {} 条为示例有意保留{other}",
        script.candidates.len(),
        made.records,
        made.materials,
        reports.made.len(),
        packed.packages.len(),
        verified.packages.iter().filter(|p| p.sound).count(),
        meant.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first records of the sample.
    fn short(folder: &Path) -> Script {
        let mut script = Script::read(folder).unwrap();
        script.records.truncate(3);
        script.corrections.clear();
        script.not_applicable.clear();
        script
    }

    #[test]
    fn a_story_broken_off_after_its_last_record_is_not_taken_for_whole() {
        let folder = jishi_app::assets::folder().join("samples");
        let dir = tempfile::tempdir().unwrap();
        let clock = StoryClock { now: Arc::new(Mutex::new(short(&folder).begins().unwrap())), actor: "周敏".into() };
        let app = App::open_with(dir.path(), "试验", Box::new(clock.clone())).unwrap();
        let progress = Terminal::silent();
        // One more record, which is refused: everything before it stands, and no outcome was entered.
        let mut broken = short(&folder);
        let mut last = broken.records.last().unwrap().clone();
        last.content["step"] = json!("S99");
        broken.records.push(last);
        assert!(play(&app, &clock, &broken, &folder, 1, &progress).is_err());
        let lacks = |script: &Script| {
            let rows: Vec<BatchRow> = app.ask("batch.list", &json!({}), &progress).unwrap();
            found(&app, &rows[0], script, &progress).unwrap().err().unwrap()
        };
        let told = lacks(&short(&folder));
        assert!(told.contains("登记结果的人选 0") && !told.contains("记录 3，应有"), "{told}");
        let whole = Script::read(&folder).unwrap();
        assert!(lacks(&whole).contains("更正 0，应有"), "{}", lacks(&whole));
    }
}
