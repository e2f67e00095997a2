//! Media: the register, the look before writing, the writing itself, the look after it was pulled out and plugged in again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jishi_archive::{Fitness, Freight, ListedPackage, MEDIA_LIST, MediaList, Mode, SealRead};
use jishi_core::finding::{Finding, Level, Place};
use jishi_core::id::{HandoverId, MediumId};
use jishi_core::medium::{
    CARRIER_NOTE, Carrier, HandedPackage, HandoverContent, Medium, MediumCheck, MediumContent, MediumState, carrier_note,
    note_no, nth_beside,
};
use jishi_core::metadata::TransferLayout;
use jishi_core::secrecy;
use jishi_fs::{Bypass, VolumeFacts};

use crate::bodies::handovers::{self, view};
use crate::bodies::packages::listen;
use crate::bodies::required;
use crate::dto::{
    HandoverView, MediaView, MediumAdd, MediumCheckRequest, MediumChecked, MediumHere, MediumUpdate, MediumWrite, Nothing,
    Preflight, PreflightRequest,
};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, ProgressNote};

/// How often each byte of a package goes by when it is carried: judged, copied, read back.
const PASSES: u64 = 3;

/// Most bytes of a list or a note that lies on a medium.
const BESIDE: u64 = 1 << 24;

/// Files on a medium that the preflight looks at.
const LOOKED_AT: usize = 20_000;

pub(crate) fn list(app: &App, _: Nothing, _: &dyn Progress) -> Result<MediaView> {
    let register = app.store().media()?;
    let here = jishi_fs::removable_roots().into_iter().filter_map(|root| here(&root, &register).ok()).map(|(h, _)| h).collect();
    Ok(MediaView { register, here })
}

fn here(root: &str, register: &[Medium]) -> Result<(MediumHere, VolumeFacts)> {
    let facts = jishi_fs::volume(Path::new(root))?;
    let known = register.iter().find(|m| !facts.serial.is_empty() && m.content.serial == facts.serial);
    let here = MediumHere {
        root: root.to_owned(),
        file_system: facts.file_system.clone(),
        total: facts.total,
        free: facts.free,
        serial: facts.serial.clone(),
        label: facts.label.clone(),
        medium: known.map(|m| m.id),
    };
    Ok((here, facts))
}

fn sound(content: &MediumContent) -> Result<()> {
    required(&content.number, "载体编号")?;
    if secrecy::rank(&content.secrecy).is_none() {
        return Err(AppError::invalid(format!("密级“{}”不认得", content.secrecy), "请填秘密、机密、绝密，非密的留空"));
    }
    Ok(())
}

/// Refuses a number or a serial that another entry has.
fn alone(register: &[Medium], content: &MediumContent, but: Option<MediumId>) -> Result<()> {
    for other in register.iter().filter(|m| Some(m.id) != but) {
        let serial = !content.serial.is_empty() && other.content.serial == content.serial;
        if other.content.number == content.number || serial {
            let what = if serial { "序列号" } else { "载体编号" };
            return Err(AppError::invalid(
                format!("{what}与已登记的载体 {} 相同", other.content.number),
                "一张载体只登记一次；请核对编号",
            ));
        }
    }
    Ok(())
}

pub(crate) fn add(app: &App, request: MediumAdd, _: &dyn Progress) -> Result<MediumId> {
    sound(&request.content)?;
    alone(&app.store().media()?, &request.content, None)?;
    let id = app.write("medium.add", |tx| {
        tx.say(format!("登记载体 {}，密级 {}", request.content.number, request.content.secrecy));
        tx.add_medium(&request.content)
    })?;
    Ok(MediumId(id))
}

pub(crate) fn update(app: &App, request: MediumUpdate, _: &dyn Progress) -> Result<Medium> {
    sound(&request.content)?;
    required(&request.reason, "修改理由")?;
    alone(&app.store().media()?, &request.content, Some(request.id))?;
    let revision = app.write("medium.update", |tx| {
        tx.say(format!("修改载体登记 {}：{}", request.content.number, request.reason));
        tx.revise_medium(request.id.0, request.from_revision, &request.content, &request.reason)
    })?;
    Ok(Medium { id: request.id, revision, content: request.content })
}

/// Packages as freight for the medium at `root`, and the highest 密级 among them.
fn freight(root: &str, packages: &[String], layout: Option<TransferLayout>) -> Result<(Vec<Freight>, String)> {
    let (mut all, mut words) = (Vec::new(), Vec::new());
    for package in packages {
        let path = Path::new(package);
        all.push(jishi_archive::freight(path, layout, Path::new(root))?);
        // Without its catalogue nobody knows what lies in it; it may be 绝密.
        words.push(jishi_archive::secrecy_of(path)?.ok_or_else(|| {
            AppError::invalid(
                format!("“{}”里没有可读的目录文件.XML，不知道其中材料的密级", path.display()),
                "不能写到载体：请先校验这个包，或重新封装",
            )
        })?);
    }
    Ok((all, secrecy::highest(words.iter().map(String::as_str)).to_owned()))
}

/// What the register says of a medium, held against the medium itself.
fn fitness(
    register: &[Medium],
    id: Option<MediumId>,
    facts: &VolumeFacts,
    secrecy: &str,
    findings: &mut Vec<Finding>,
) -> Option<Fitness> {
    let medium = register.iter().find(|m| Some(m.id) == id)?;
    let content = &medium.content;
    let mut say = |code: &str, message: String, remedy: &str| {
        findings.push(Finding::new(code, Level::Error, Place::default(), message).remedy(remedy));
    };
    if !content.serial.is_empty() && !facts.serial.is_empty() && content.serial != facts.serial {
        let message = format!("登记的载体 {} 序列号是 {}，插着的是 {}", content.number, content.serial, facts.serial);
        say("M23", message, "插的不是这张载体：请核对编号标签");
    }
    if content.state != MediumState::InUse {
        say("M24", format!("载体 {} 在登记簿里不是在用状态", content.number), "请换一张在用的载体，或先改登记");
    }
    Some(Fitness { medium: content.secrecy.clone(), freight: secrecy.to_owned() })
}

/// Packages another version stands in the place of: nobody is to be handed what is no longer true. A seal this workspace does not know, or
/// that cannot be read, is the affair of other checks.
fn replaced(app: &App, packages: &[String]) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for path in packages {
        let Some(seal) = jishi_archive::read_seal(Path::new(path)).ok().flatten() else { continue };
        if handovers::is_renewed(&app.store(), &seal.record.seal_no)? {
            let name = crate::bodies::scans::file_name(Path::new(path));
            let message = format!("“{name}”（封签号 {}）已立新版本，不能再移交", seal.record.seal_no);
            found.push(
                Finding::new("M25", Level::Error, Place::file(path), message)
                    .remedy("请选新版本的案卷包；新版本还没有封装的，先封装"),
            );
        }
    }
    Ok(found)
}

/// A package that goes there twice, as bag and as tree or by two paths: a slip has one line for each seal, and so has the receipt.
fn twice(packages: &[String]) -> Vec<Finding> {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    let mut found = Vec::new();
    for path in packages {
        let Some(seal) = jishi_archive::read_seal(Path::new(path)).ok().flatten() else { continue };
        if let Some(other) = seen.insert(seal.sha256, path) {
            let message = format!("“{path}”和“{other}”是同一个封签（{}）的包，不能写在同一张交接单上", seal.record.seal_no);
            found.push(
                Finding::new("M26", Level::Error, Place::file(path), message)
                    .remedy("封装包和移交目录树都要交的，分两次写盘，各开一张交接单"),
            );
        }
    }
    found
}

pub(crate) fn preflight(app: &App, request: PreflightRequest, _: &dyn Progress) -> Result<Preflight> {
    let register = app.store().media()?;
    let (here, facts) = here(&request.root, &register)?;
    let (freight, secrecy) = freight(&request.root, &request.packages, request.layout)?;
    let mut findings = Vec::new();
    let fitness = fitness(&register, request.medium.or(here.medium), &facts, &secrecy, &mut findings);
    let lies = jishi_archive::lies_there(Path::new(&request.root), LOOKED_AT)?;
    let told = freight.len().max(request.told as usize);
    findings.extend(jishi_archive::preflight(&facts, &lies, &freight, told, fitness.as_ref()));
    findings.extend(replaced(app, &request.packages)?);
    findings.extend(twice(&request.packages));
    let shares = jishi_archive::spread(&freight, told, &facts).unwrap_or_default();
    let named = |share: Vec<usize>| share.into_iter().filter_map(|i| request.packages.get(i).cloned()).collect();
    let need = jishi_archive::need(&freight, told, &facts);
    Ok(Preflight { findings, here, secrecy, need, volumes: shares.into_iter().map(named).collect() })
}

/// One package of a volume as the list of the medium has it.
fn listed(path: &Path, layout: Option<TransferLayout>, root: &Path, volume: u32) -> Result<ListedPackage> {
    let Some(SealRead { record, sha256, .. }) = jishi_archive::read_seal(path)? else {
        return Err(AppError::invalid(format!("“{}”没有可读的封签", path.display()), "只有封存的包才能移交；请先校验这个包"));
    };
    let name = jishi_archive::freight(path, layout, root)?.name;
    Ok(ListedPackage { volume, name, seal_no: record.seal_no, seal_sha256: sha256, files: record.files, bytes: record.bytes })
}

pub(crate) fn write(app: &App, request: MediumWrite, progress: &dyn Progress) -> Result<HandoverView> {
    let volumes = u32::try_from(request.volumes.len()).unwrap_or(u32::MAX);
    let here = request.volume.checked_sub(1).and_then(|i| request.volumes.get(i as usize)).filter(|v| !v.is_empty());
    let Some(paths) = here else {
        return Err(AppError::new(Code::BadRequest, format!("没有第 {} 张盘", request.volume), "请先作写前检查"));
    };
    let from = if request.from.trim().is_empty() { unit_of(app, paths)? } else { request.from.clone() };
    required(&from, "移交单位")?;
    required(&request.to, "接收单位")?;
    let told = u32::try_from(request.volumes.iter().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
    let ask = PreflightRequest {
        root: request.root.clone(),
        medium: Some(request.medium),
        packages: paths.clone(),
        layout: request.layout,
        told,
    };
    let looked = preflight(app, ask, progress)?;
    let refused = looked.findings.iter().find(|f| f.level == Level::Error);
    if looked.volumes.len() != 1 || refused.is_some() {
        let too_much = || {
            let (need, free) = (looked.need, looked.here.free);
            format!("这一盘放不下：{} 个包连介质清单、载体说明要占{need}字节，载体只剩{free}字节", paths.len())
        };
        let words = refused.map_or_else(too_much, |f| f.message.clone());
        return Err(AppError::new(Code::Blocked, format!("写前检查不通过：{words}"), "没有写任何文件；请按检查结果处理后重试"));
    }
    let medium = app.store().media()?.into_iter().find(|m| m.id == request.medium);
    let medium = medium.ok_or_else(|| AppError::not_found("载体", request.medium))?;
    let group =
        if request.group.trim().is_empty() { format!("YJ-{}", app.now().format("%Y%m%d%H%M%S")) } else { request.group.clone() };
    let root = PathBuf::from(&request.root);
    let mut list = Vec::new();
    for (number, paths) in (1_u32..).zip(&request.volumes) {
        for path in paths {
            list.push(listed(Path::new(path), request.layout, &root, number)?);
        }
    }
    let facts = jishi_fs::volume(&root)?;
    let plugged = facts.plugged.clone();
    let brought = bring(paths, request.layout, &root, progress).map_err(|fault| broken_off(fault, &root, &plugged))?;
    let worst = brought.iter().map(|c| c.bypass).max().unwrap_or(Bypass::Direct);
    let packages = brought.into_iter().map(|carried| handed(app, carried)).collect::<Result<Vec<_>>>()?;
    let written_at = app.stamp();
    let (number, secrecy) = (&medium.content.number, &looked.secrecy);
    let told = MediaList::new(&group, (request.volume, volumes), number, secrecy, &written_at, list);
    let lies = |p: &ListedPackage| {
        let seal = jishi_archive::read_seal(&root.join(&p.name)).ok().flatten();
        seal.is_some_and(|seal| seal.sha256 == p.seal_sha256)
    };
    let same_list = |bytes: &[u8]| MediaList::parse(bytes).is_ok_and(|there| told.outlives(&there, lies));
    let bytes = told.to_bytes().map_err(|e| AppError::new(Code::Internal, format!("介质清单写不出：{e}"), ""))?;
    let put = name_beside(&root, MEDIA_LIST, &same_list).and_then(|name| put_beside(&root, &name, &bytes));
    let worst = worst.max(put.map_err(|fault| broken_off(fault, &root, &plugged))?);
    let content = HandoverContent {
        medium: medium.id.0,
        medium_number: medium.content.number.clone(),
        secrecy: looked.secrecy,
        group,
        volume: request.volume,
        volumes,
        from,
        to: request.to,
        written_at,
        read_back: worst.word().to_owned(),
        mount: plugged,
        packages,
        ..HandoverContent::default()
    };
    let formats = formats(paths)?;
    let carrier = Carrier { capacity: facts.total, file_system: &facts.file_system, formats: &formats };
    enter(app, &root, content, |content| carrier_note(content, &medium.content, carrier))
}

/// Puts the note on the medium and enters the slip. The note bears the number of the slip and is written while others may write too: where
/// somebody took that number meanwhile, it is written once more with the next.
fn enter(
    app: &App,
    root: &Path,
    mut content: HandoverContent,
    note: impl Fn(&HandoverContent) -> String,
) -> Result<HandoverView> {
    let year = app.now().format("%Y");
    let next = || Ok::<_, AppError>(format!("JJ-{year}-{:04}", app.store().handovers()?.len() + 1));
    let mut name = None;
    loop {
        content.no = next()?;
        // Of a slip that was never entered for this medium: that run was cut off, and its number may be another's by now.
        let slips = app.store().handovers()?;
        let entered = |no: &str| slips.iter().any(|(_, _, h)| h.no == no && h.medium_number == content.medium_number);
        let cut_off = |bytes: &[u8]| note_no(&String::from_utf8_lossy(bytes), &content).is_some_and(|no| !entered(no));
        let at: String = match name.take() {
            Some(ours) => ours,
            None => name_beside(root, CARRIER_NOTE, &cut_off)?,
        };
        put_beside(root, &at, note(&content).as_bytes())?;
        let _writing = app.writing();
        if next()? == content.no {
            let id = app.write("medium.write", |tx| {
                tx.say(format!(
                    "{} 个包写到载体 {}（{}），交接单 {}",
                    content.packages.len(),
                    content.medium_number,
                    content.read_back,
                    content.no
                ));
                tx.add_handover(&content)
            })?;
            return Ok(view(HandoverId(id), 1, content));
        }
        name = Some(at);
    }
}

/// Formats of the files of packages as their names tell: `JPG`, `PDF`, each once.
fn formats(packages: &[String]) -> Result<Vec<String>> {
    let mut formats = BTreeSet::new();
    for package in packages {
        let files = jishi_archive::list_files(Path::new(package))?.unwrap_or_default();
        formats.extend(files.iter().filter_map(|f| Some(Path::new(&f.path).extension()?.to_string_lossy().to_uppercase())));
    }
    Ok(formats.into_iter().collect())
}

/// The name of a file beside the packages: the first that is free, or whose file says nothing that the new one does not (`same`).
fn name_beside(root: &Path, first: &str, same: &dyn Fn(&[u8]) -> bool) -> Result<String> {
    for name in (1..).map(|n| nth_beside(first, n)) {
        let path = root.join(&name);
        if jishi_fs::kind(&path)?.is_none() || jishi_fs::read_capped(&path, BESIDE).is_ok_and(|bytes| same(&bytes)) {
            return Ok(name);
        }
    }
    Ok(first.to_owned())
}

/// The unit of the batch a package is of, where nobody said who hands over; empty when the register does not know the package.
fn unit_of(app: &App, paths: &[String]) -> Result<String> {
    let Some(seal) = paths.first().map(|p| jishi_archive::read_seal(Path::new(p))).transpose()?.flatten() else {
        return Ok(String::new());
    };
    let store = app.store();
    let batch = store.packages(None)?.into_iter().find(|p| p.content.seal_sha256 == seal.sha256).map(|p| p.batch);
    Ok(store.batches()?.into_iter().find(|b| Some(b.id.0) == batch).map(|b| b.content.unit).unwrap_or_default())
}

/// A file beside the packages, written and read back as they were: past the cache, byte for byte.
fn put_beside(root: &Path, name: &str, told: &[u8]) -> Result<Bypass> {
    let path = root.join(name);
    jishi_fs::write_atomic(&path, told)?;
    let mut back = jishi_fs::Uncached::open(&path)?;
    let mut read = Vec::new();
    let fault =
        |e: std::io::Error| AppError::new(Code::File, format!("“{name}”写到载体后读不回来：{e}"), "载体可能已经坏了，请换一张");
    back.read_to_end(&mut read).map_err(fault)?;
    if read != told {
        let message = format!("“{name}”写到载体后读回的内容不同：载体可能已经坏了");
        return Err(AppError::new(Code::File, message, "没有开交接单；请换一张载体重写"));
    }
    Ok(back.bypass())
}

/// Carries all packages, with one bar in bytes over all of them. Called off, it takes back what this run brought: the medium is as it was.
/// A failure leaves what stands and what is begun, so that the next run goes on from there.
fn bring(
    paths: &[String],
    layout: Option<TransferLayout>,
    root: &Path,
    progress: &dyn Progress,
) -> Result<Vec<jishi_archive::Carried>> {
    // What a package counts is known when it is carried; its size tells before.
    let mut sizes = Vec::new();
    for path in paths {
        let bytes: u64 = jishi_archive::freight(Path::new(path), layout, root)?.files.iter().map(|(_, size)| size).sum();
        sizes.push(bytes.saturating_mul(PASSES).saturating_add(1));
    }
    let total: u64 = sizes.iter().sum();
    let (mut brought, mut before): (Vec<jishi_archive::Carried>, u64) = (Vec::new(), 0);
    for ((number, path), size) in (1..).zip(paths).zip(sizes) {
        let mut each = |p: jishi_archive::Progress| {
            let words = format!("第 {number}/{} 个包：{} {}", paths.len(), p.phase.word(), p.file);
            progress.note(&ProgressNote { words, done: before.saturating_add(p.done.min(size)), total, ahead: false })
        };
        match jishi_archive::carry(Path::new(path), layout, root, &mut each) {
            Ok(carried) => brought.push(carried),
            Err(jishi_archive::ArchiveError::Cancelled) => {
                for carried in brought.iter().filter(|c| !c.stood) {
                    jishi_archive::take_back(carried)?;
                }
                let remedy = "载体上没有留下这一次写的任何文件，也没有开交接单；可以重新开始";
                return Err(AppError::new(Code::Cancelled, "已停止写盘", remedy));
            }
            Err(fault) => return Err(fault.into()),
        }
        before = before.saturating_add(size);
    }
    Ok(brought)
}

/// Why writing broke off, and how it goes on: a medium that is no longer the one plugged in was pulled out, whatever the system said of it.
fn broken_off(fault: AppError, root: &Path, plugged: &str) -> AppError {
    if fault.code == Code::Cancelled {
        return fault;
    }
    let goes_on = "没有开交接单；再写一次会接着写，已经写好的留用";
    if let Some(now) = jishi_fs::volume(root).ok().filter(|now| now.plugged == plugged) {
        return still_there(fault, now.read_only, goes_on);
    }
    let message = format!("载体在写盘时被拔出，或者断开了（{}）", fault.message);
    AppError::new(Code::File, message, format!("请插回同一张载体，再写一次。{goes_on}"))
}

/// The same of a medium that is still plugged in. Systems let nobody write on to one whose file system they find damaged.
fn still_there(fault: AppError, read_only: bool, goes_on: &str) -> AppError {
    if !read_only {
        return AppError { remedy: format!("{}。{goes_on}", fault.remedy), ..fault };
    }
    let message = format!("载体写到一半变成只读：它的文件系统有损坏，多半是以前断过电或没有安全拔出（{}）", fault.message);
    let repair = "请先修复：Windows 在盘符上点右键，选“属性—工具—检查”；Linux 卸载后用 fsck。修好再写一次";
    AppError::new(Code::File, message, format!("{repair}。{goes_on}"))
}

/// A package as it now stands on the medium: what the seal there says, with title and batch from the register.
fn handed(app: &App, carried: jishi_archive::Carried) -> Result<HandedPackage> {
    let record = jishi_archive::read_seal(&carried.path)?.map(|seal| seal.record);
    let mut package = handovers::registered(app, &carried.seal_sha256)?.unwrap_or_default();
    if let Some(record) = record {
        (package.items, package.pages, package.sealed_at) = (record.items, record.pages, record.sealed_at);
        package.previous = record.previous_seal.unwrap_or_default();
    }
    (package.name, package.seal_no, package.seal_sha256) = (carried.name, carried.seal_no, carried.seal_sha256);
    (package.seal_sm3, package.files, package.bytes) = (carried.seal_sm3, carried.files, carried.bytes);
    package.layout = carried.layout;
    Ok(package)
}

/// Reads a written medium through: best after it was pulled out and plugged in again, which the system tells by a number.
pub(crate) fn check(app: &App, request: MediumCheckRequest, progress: &dyn Progress) -> Result<MediumChecked> {
    let (revision, mut content) = app.store().handover(request.id)?;
    let root = Path::new(&request.root);
    let facts = jishi_fs::volume(root)?;
    let swept = jishi_archive::sweep(root, Mode::Full, &jishi_archive::Limits::default(), &mut listen(progress))?;
    let mut findings = Vec::new();
    for package in &content.packages {
        // Bag and tree of one seal may lie side by side, each on a slip of its own.
        let sealed = swept.packages.iter().filter(|(_, r)| r.facts.seal_sha256.as_ref() == Some(&package.seal_sha256));
        let found = sealed.max_by_key(|(path, _)| path.file_name().is_some_and(|n| n.to_str() == Some(&package.name)));
        let message = match found {
            None => format!("交接单上的“{}”（封签 {}）不在这张载体上", package.name, package.seal_no),
            Some((_, report)) if !report.passed() => format!("“{}”（封签 {}）核对不通过", package.name, package.seal_no),
            Some(_) => continue,
        };
        let finding = Finding::new("M30", Level::Error, Place::file(package.name.clone()), message);
        findings.push(finding.remedy("请重写这张载体，不要移交"));
    }
    let replugged = !facts.plugged.is_empty() && !content.mount.is_empty() && facts.plugged != content.mount;
    if !replugged {
        let message = "系统没有看到载体拔出后重新插入，读到的可能仍有一部分来自系统缓存";
        findings.push(Finding::new("M31", Level::Note, Place::default(), message).remedy("请拔出载体，重新插入后再核对一次"));
    }
    let result = swept.answer();
    let sound = result.passed() && findings.iter().all(|f| f.level != Level::Error);
    let at = app.stamp();
    content.checks.push(MediumCheck { at, actor: app.host.actor(), replugged, sound });
    let _writing = app.writing();
    let revision = app.write("medium.check", |tx| {
        let words = if sound { "相符" } else { "不符" };
        tx.say(format!("核对载体 {}（交接单 {}）：{words}", content.medium_number, content.no));
        tx.revise_handover(request.id.0, revision, &content, "")
    })?;
    Ok(MediumChecked { handover: view(request.id, revision, content), result, findings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_that_turned_read_only_on_the_way_is_told_to_be_damaged_and_how_it_is_repaired() {
        let fault = || AppError::new(Code::File, "新建“甲”失败：磁盘是只读的", "请重试");
        let told = still_there(fault(), true, "再写一次会接着写");
        assert!(told.message.contains("文件系统有损坏") && told.message.contains("磁盘是只读的"), "{}", told.message);
        assert!(told.remedy.contains("fsck") && told.remedy.ends_with("再写一次会接着写"), "{}", told.remedy);
        let other = still_there(fault(), false, "再写一次会接着写");
        assert_eq!((other.message, other.remedy), (fault().message, "请重试。再写一次会接着写".to_owned()));
    }
}
