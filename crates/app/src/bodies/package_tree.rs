//! What lies in a package: the DA/T 93-2022 tree under `data/` (archive.md §1.8, §6.3), with catalogue, note and acceptance as PDFs,
//! and the inspection beside the seal.
//!
//! ```text
//! data/说明文件.TXT  目录文件.XML
//!      {全宗号}/WS/{年度}/{档号}/电子档案元数据.XML 001_….pdf 002_… (电子文件封装包.XML)
//!      其他/归档文件目录.pdf 归档文件目录.csv 卷内目录.pdf 备考表.pdf 归档章封页.pdf 归档验收表.pdf 校验结果.txt 案卷数据.json 字段说明.txt 编号与命名规则.txt xsd/…
//!      其他/程序偏差清单.pdf 程序偏差清单.xlsx 批次人员名册与案卷对照.pdf 放行审批/001_V18.pdf   in the comprehensive volume
//! 固化信息/检测报告.xml 检测报告.pdf 封装规范.json
//! ```

use std::collections::BTreeMap;

use chrono::NaiveDate;
use jishi_archive::{PackagePlan, PayloadFile, SealFacts, Source, TagFile, file_safe};
use jishi_core::arrange::{Register, VolumeItem, VolumeKind, VolumePlan};
use jishi_core::case::Case;
use jishi_core::finding::Finding;
use jishi_core::forms::Tree;
use jishi_core::inspection::{self, Examined, ExaminedFile, Inspection, PersonEntry};
use jishi_core::metadata::{self, ContentFile, DESCRIPTION, DIRECTORY_2022, ItemOf, METADATA, ROSTER, eep};
use jishi_core::waiver::Waiver;
use jishi_forms::probe;

use crate::App;
use crate::bodies::volumes::Arranged;
use crate::bodies::{forms, package_texts, ready, rules, sealing};
use crate::dto::CapsuleAsked;
use crate::error::{AppError, Code, Result};

/// What a later reader needs to check the XML of the package; the same files are checked in our tests.
const SCHEMAS: [(&str, &str); 6] = [
    ("da-t-46.xsd", include_str!("../../../../assets/xsd/da-t-46.xsd")),
    ("directory-2022.xsd", include_str!("../../../../assets/xsd/directory-2022.xsd")),
    ("directory-2012.xsd", include_str!("../../../../assets/xsd/directory-2012.xsd")),
    ("volumes-2012.xsd", include_str!("../../../../assets/xsd/volumes-2012.xsd")),
    ("eep.xsd", include_str!("../../../../assets/xsd/eep.xsd")),
    ("inspection.xsd", include_str!("../../../../assets/xsd/inspection.xsd")),
];
/// What the keys of 案卷数据.json mean; tests hold it complete.
pub(crate) const EXPLAINED: &str = include_str!("../../../../assets/explain/案卷数据字段说明.txt");
const PROFILE_PERSONAL: &str = include_str!("../../../../assets/profiles/personal.json");
const PROFILE_COMPREHENSIVE: &str = include_str!("../../../../assets/profiles/comprehensive.json");

/// One volume with everything that goes into its package.
pub(crate) struct About<'a> {
    pub(crate) case: &'a Case,
    pub(crate) plan: &'a VolumePlan,
    /// All volumes of the batch, and which numbers were given before this sealing.
    pub(crate) beside: &'a [VolumePlan],
    pub(crate) register: &'a Register,
    /// PDFs the program made, by key of the item.
    pub(crate) made: &'a BTreeMap<String, Vec<u8>>,
    pub(crate) findings: &'a [Finding],
    pub(crate) waivers: &'a [Waiver],
    pub(crate) override_reason: &'a str,
    pub(crate) arranger: &'a str,
    pub(crate) checker: &'a str,
    pub(crate) today: NaiveDate,
    /// What persons found.
    pub(crate) entries: &'a [PersonEntry],
    /// How often the inspection sent the volume back.
    pub(crate) turned_back: usize,
    /// What 验收 and 四性检测 say of it; None before they were made.
    pub(crate) inspection: Option<&'a Inspection>,
    /// The clock is behind the last seal, in words; empty when it is not.
    pub(crate) clock: &'a str,
    pub(crate) capsule: Option<CapsuleAsked>,
    /// RFC 3339 with offset.
    pub(crate) made_at: &'a str,
    /// The very rule packs the batch was judged by, with their texts.
    pub(crate) rules: Vec<serde_json::Value>,
}

/// A content file of an 件 with its bytes.
struct Held {
    content: ContentFile,
    source: Source,
    expected: Option<String>,
}

/// Version of the program, as packages name it.
pub(super) fn software() -> String {
    format!("选任纪实 {}", env!("CARGO_PKG_VERSION"))
}

/// 验收 and 四性检测 of a volume, as it would be packed now, and how many bytes of content were looked at.
pub(crate) fn inspection(app: &App, about: &About<'_>) -> Result<(Inspection, u64)> {
    let files = contents(app, about)?;
    let bytes = files.iter().flatten().map(|h| h.content.size).sum();
    Ok((inspected(app, about, &files)?, bytes))
}

/// The content files of every 件, in order: none is without.
fn contents(app: &App, about: &About<'_>) -> Result<Vec<Vec<Held>>> {
    let plan = about.plan;
    let mut files: Vec<Vec<Held>> = plan.items.iter().map(|item| held(app, about, item)).collect();
    if files.iter().any(Vec::is_empty) {
        let stamps = jishi_core::forms::stamps(about.case, plan);
        let bare = plan.items.iter().zip(&mut files).zip(stamps).filter(|((_, held), _)| held.is_empty());
        for ((item, held), stamp) in bare {
            held.push(cover(app, about, item, stamp)?);
        }
    }
    Ok(files)
}

fn inspected(app: &App, about: &About<'_>, files: &[Vec<Held>]) -> Result<Inspection> {
    let (lines, _, faults) = app.store().check_journal()?;
    let journal = (u64::from(lines), faults.into_iter().map(|f| format!("第{}行：{}", f.seq, f.fault)).collect());
    let (plan, software) = (about.plan, software());
    // As the package will list them, not as they are gathered here.
    let outline = outline(app, about, sealing::facts(plan, 1, (about.arranger, about.checker), about.made_at));
    let listed = outline.payload.into_iter().map(|p| p.path);
    let paths: Vec<String> = listed.filter(|p| about.capsule.is_some() || !p.ends_with(eep::EEP)).collect();
    let (mut examined, mut texts) = (Vec::new(), Vec::new());
    for (item, files) in plan.items.iter().zip(files) {
        let folder = folder(plan, item);
        for held in files {
            let path = format!("{folder}/{}", held.content.name);
            if !held.content.cover {
                examined.push(examine(about, item, held, &path)?);
            }
        }
        let contents: Vec<ContentFile> = files.iter().map(|h| h.content.clone()).collect();
        texts.push((
            item.key.clone(),
            metadata::item(&ItemOf { case: about.case, plan, item, files: &contents, software: &software }),
        ));
    }
    Ok(Inspection::of(&Examined {
        case: about.case,
        plan,
        beside: about.beside,
        findings: about.findings,
        files: &examined,
        paths: &paths,
        metadata: &texts,
        lists: (&package_texts::description(about), &metadata::directory(plan)),
        entries: about.entries,
        arranger: about.arranger,
        checker: about.checker,
        turned_back: about.turned_back,
        journal,
        today: about.today,
    }))
}

/// Looks at a content file: size, format by content, whether it opens.
fn examine(about: &About<'_>, item: &VolumeItem, held: &Held, path: &str) -> Result<ExaminedFile> {
    let named = held.content.format.clone();
    let mut seen = ExaminedFile {
        item: item.key.clone(),
        path: path.to_owned(),
        registered: held.content.size,
        registered_sha256: held.content.sha256.clone(),
        named,
        ..ExaminedFile::default()
    };
    let looked = match &held.source {
        Source::Bytes(bytes) => {
            seen.size = bytes.len() as u64;
            seen.sha256 = jishi_fs::sha256_hex(bytes);
            probe::probe(&mut std::io::Cursor::new(bytes)).map_err(|e| e.to_string())
        }
        Source::File(file) => match jishi_fs::open(file) {
            Ok(mut opened) => {
                let read = jishi_fs::hash_stream(&mut opened, file)?;
                (seen.size, seen.sha256) = (read.size, read.sha256);
                seen.scan = !about.made.contains_key(&item.key);
                probe::probe(&mut opened).map_err(|e| e.to_string())
            }
            Err(e) => Err(e.to_string()),
        },
    };
    match looked {
        Ok(found) => {
            seen.format = found.format.into();
            seen.pages = found.pages;
            seen.fault = found.fault;
            seen.encrypted = found.encrypted;
            (seen.active, seen.fonts_missing) = (found.active, found.fonts_missing);
        }
        Err(fault) => seen.fault = Some(fault),
    }
    Ok(seen)
}

/// The content files of an 件. What exists on paper alone gets a cover with its 归档章, so that its folder is not without content.
fn held(app: &App, about: &About<'_>, item: &VolumeItem) -> Vec<Held> {
    if let Some(pdf) = about.made.get(&item.key) {
        let title = match item.parts.first().filter(|_| item.extract) {
            Some(original) => format!("摘录_{}", original.name),
            None => "全程纪实报告表".to_owned(),
        };
        let content = ContentFile {
            name: format!("001_{}.pdf", file_safe(&title)),
            title,
            size: pdf.len() as u64,
            sha256: jishi_fs::sha256_hex(pdf),
            format: "pdf".into(),
            drawn: true,
            ..ContentFile::default()
        };
        return vec![Held { content, source: Source::Bytes(pdf.clone()), expected: None }];
    }
    let mut files = Vec::new();
    for (index, part) in item.parts.iter().enumerate() {
        let Some(material) = about.case.materials.iter().find(|m| m.id == part.material) else { continue };
        let m = &material.content;
        if m.sha256.is_empty() {
            continue;
        }
        let content = ContentFile {
            name: format!("{:03}_{}.{}", index + 1, file_safe(&part.name), m.format),
            title: format!("{}（{}）", part.name, part.role.name()),
            size: m.size,
            sha256: m.sha256.clone(),
            format: m.format.clone(),
            scanned: ["jpg", "png", "tif"].contains(&m.format.as_str()),
            cover: false,
            drawn: false,
        };
        files.push(Held { content, source: Source::File(app.content().file_path(&m.sha256)), expected: Some(m.sha256.clone()) });
    }
    files
}

pub(crate) const COVER: &str = "000_归档章封页.pdf";
/// The covers of all 件, in one file.
pub(crate) const COVERS: &str = "其他/归档章封页.pdf";
/// The form of them.
pub(crate) const STAMP: &str = "archive-stamp";

/// The cover of an 件 without content: its 归档章 printed on a page of its own, never on the original.
fn cover(app: &App, about: &About<'_>, item: &VolumeItem, tree: Tree) -> Result<Held> {
    let pdf = forms::of_each(app, about.case, STAMP, &item.title, vec![tree])?.pdf;
    let content = ContentFile {
        name: COVER.into(),
        title: "归档章封页".into(),
        size: pdf.len() as u64,
        sha256: jishi_fs::sha256_hex(&pdf),
        format: "pdf".into(),
        cover: true,
        drawn: true,
        scanned: false,
    };
    Ok(Held { content, source: Source::Bytes(pdf), expected: None })
}

impl<'a> About<'a> {
    /// A volume as arranged, by 整理人 and 检查人 at a moment, with neither entries nor a reason to force it.
    pub(crate) fn of(
        app: &App,
        arranged: &'a Arranged,
        plan: &'a VolumePlan,
        (arranger, checker): (&'a str, &'a str),
        made_at: &'a str,
    ) -> About<'a> {
        About {
            case: &arranged.case,
            plan,
            beside: &arranged.plans,
            register: &arranged.register,
            made: &arranged.made,
            findings: &arranged.findings,
            waivers: &arranged.waivers,
            override_reason: "",
            arranger,
            checker,
            today: app.today(),
            entries: &[],
            turned_back: 0,
            inspection: None,
            clock: "",
            capsule: None,
            made_at,
            rules: rules::carried(app, &arranged.case.batch),
        }
    }

    /// What the checks say of this volume: all in the comprehensive one, else what concerns its person.
    pub(crate) fn own_findings(&self) -> Vec<&'a Finding> {
        let (candidate, findings) = (self.plan.candidate, self.findings);
        findings.iter().filter(|f| candidate.is_none() || f.place.candidate == candidate).collect()
    }

    /// Why the volume is sealed with 错 in it that nobody let pass. Empty when it has none: the reason given for a batch is not said
    /// of a volume that needs none.
    pub(crate) fn forced(&self) -> &'a str {
        let needed = self.own_findings().iter().any(|f| f.blocks());
        if needed { self.override_reason.trim() } else { "" }
    }

    /// What of its inspection is not done, in words, though it is sealed; empty when all is.
    pub(crate) fn undone(&self) -> String {
        self.inspection.map(ready::undone).unwrap_or_default()
    }

    /// The reason given, where anything of this volume needs one: 错, an inspection that is not done, a clock behind the last seal.
    pub(crate) fn reason_given(&self) -> &'a str {
        let needed = !self.forced().is_empty() || !self.undone().is_empty() || !self.clock.is_empty();
        if needed { self.override_reason.trim() } else { "" }
    }
}

pub(crate) const DATA: &str = "其他/案卷数据.json";

/// The files of a volume beside its items.
const OWN: [&str; 12] = [
    DESCRIPTION,
    DIRECTORY_2022,
    "其他/归档文件目录.pdf",
    "其他/归档文件目录.csv",
    "其他/卷内目录.pdf",
    "其他/备考表.pdf",
    COVERS,
    "其他/归档验收表.pdf",
    "其他/校验结果.txt",
    DATA,
    "其他/字段说明.txt",
    "其他/编号与命名规则.txt",
];

/// What names everybody of the batch: in the comprehensive volume alone.
const OF_ALL: [&str; 3] = ["其他/程序偏差清单.pdf", "其他/程序偏差清单.xlsx", ROSTER];

/// Everything that lies in the package of a volume that was inspected.
pub(crate) fn package(app: &App, about: &About<'_>, seal: SealFacts) -> Result<PackagePlan> {
    let plan = about.plan;
    let files = contents(app, about)?;
    let mut payload = Vec::new();
    for (item, held) in plan.items.iter().zip(files) {
        item_files(about, item, held, &mut payload)?;
    }
    let list = forms::of_volume(app, about, "item-list")?;
    let contents_list = forms::of_volume(app, about, "volume-contents")?;
    let note = forms::of_volume(app, about, "volume-note")?;
    let covers = forms::of_each(app, about.case, STAMP, &plan.title, jishi_core::forms::stamps(about.case, plan))?;
    let acceptance = forms::of_volume(app, about, "acceptance")?;
    let four = forms::of_volume(app, about, "four-natures")?;
    let data = serde_json::to_vec_pretty(&package_texts::volume_data(about))
        .map_err(|e| AppError::new(Code::Internal, format!("案卷数据无法表达：{e}"), ""))?;
    let own = [
        package_texts::description(about).into_bytes(),
        metadata::directory(plan).into_bytes(),
        list.pdf,
        metadata::directory_csv(plan).into_bytes(),
        contents_list.pdf,
        note.pdf,
        covers.pdf,
        acceptance.pdf,
        package_texts::judgement(about).into_bytes(),
        data,
        EXPLAINED.as_bytes().to_vec(),
        package_texts::naming(plan).into_bytes(),
    ];
    let own = OWN.map(str::to_owned).into_iter().zip(own);
    let schemas = SCHEMAS.map(|(name, text)| (format!("其他/xsd/{name}"), text.as_bytes().to_vec()));
    for (path, bytes) in own.chain(schemas) {
        payload.push(PayloadFile { path, source: Source::Bytes(bytes), expected_sha256: None });
    }
    if plan.candidate.is_none() {
        deviations(app, about, &mut payload)?;
    }
    let (profile, _) = profile(plan);
    let mut tags = vec![("固化信息/检测报告.pdf", four.pdf), ("固化信息/封装规范.json", profile.as_bytes().to_vec())];
    if let Some(inspection) = about.inspection {
        let of = inspection::ReportOf {
            plan,
            arranger: about.arranger,
            checker: about.checker,
            turned_back: about.turned_back,
            on: about.today,
            reason: if about.undone().is_empty() { "" } else { about.reason_given() },
        };
        tags.push(("固化信息/检测报告.xml", inspection::xml(inspection, &of).into_bytes()));
    }
    let tags = tags.into_iter().map(|(path, bytes)| TagFile { path: path.into(), bytes }).collect();
    Ok(named(about, payload, tags, seal))
}

/// The same package with empty files in place of those made for it: enough to judge whether it can be written, before anything was
/// numbered. `made` of `about` need hold no bytes.
pub(crate) fn outline(app: &App, about: &About<'_>, seal: SealFacts) -> PackagePlan {
    let empty = |path: String| PayloadFile { path, source: Source::Bytes(Vec::new()), expected_sha256: None };
    let mut payload: Vec<PayloadFile> = OWN.map(|path| empty(path.into())).to_vec();
    if about.plan.candidate.is_none() {
        payload.extend(OF_ALL.map(|path| empty(path.into())));
    }
    for item in &about.plan.items {
        let folder = folder(about.plan, item);
        let held = held(app, about, item);
        let cover = held.is_empty().then(|| empty(format!("{folder}/{COVER}")));
        payload.extend(cover.into_iter().chain([METADATA, eep::EEP].map(|name| empty(format!("{folder}/{name}")))));
        payload.extend(held.into_iter().map(|h| PayloadFile {
            path: format!("{folder}/{}", h.content.name),
            source: h.source,
            expected_sha256: h.expected,
        }));
    }
    named(about, payload, Vec::new(), seal)
}

/// Profile of the bag and its identifier.
fn profile(plan: &VolumePlan) -> (&'static str, &'static str) {
    match plan.kind {
        VolumeKind::Personal => (PROFILE_PERSONAL, "urn:jishi:bagit-profile:personal:1"),
        VolumeKind::Comprehensive => (PROFILE_COMPREHENSIVE, "urn:jishi:bagit-profile:comprehensive:1"),
    }
}

/// A package with its name and labels.
fn named(about: &About<'_>, payload: Vec<PayloadFile>, tags: Vec<TagFile>, seal: SealFacts) -> PackagePlan {
    let (plan, batch) = (about.plan, &about.case.batch.content);
    // A name in a file name is itself sensitive; the seal and the catalogue inside carry it.
    let code = jishi_core::forms::volume_code(about.case, plan.candidate);
    let (_, identifier) = profile(plan);
    let info = vec![
        ("BagIt-Profile-Identifier".into(), identifier.into()),
        ("Source-Organization".into(), batch.unit.clone()),
        ("External-Description".into(), format!("干部任用{}", plan.kind.name())),
        ("Internal-Sender-Identifier".into(), code.clone()),
        ("Bag-Group-Identifier".into(), format!("{}-{}", plan.fonds, batch.number)),
    ];
    let name = format!("{}_{}_{}_{code}", seal.seal_no, plan.fonds, plan.year);
    let seal = SealFacts { profile: identifier.into(), rules: package_texts::rules_of(batch), ..seal };
    PackagePlan { name, info, payload, tags, seal }
}

/// 程序偏差清单, to read and to sort, with the papers of what was let pass, and the roster of the batch with whose volume is which.
/// Both name everybody of the batch, so they lie in the comprehensive volume only.
fn deviations(app: &App, about: &About<'_>, payload: &mut Vec<PayloadFile>) -> Result<()> {
    let pdf = forms::deviations(app, about)?.pdf;
    let tables = jishi_core::forms::deviation_tables(about.case, about.findings, about.waivers, about.forced());
    let xlsx = jishi_forms::workbook::write(&tables, &about.case.batch.content.unit, &about.today.to_string())?;
    let roster = forms::of_volume(app, about, "batch-roster")?.pdf;
    for (path, bytes) in OF_ALL.into_iter().zip([pdf, xlsx, roster]) {
        payload.push(PayloadFile { path: path.into(), source: Source::Bytes(bytes), expected_sha256: None });
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
pub(crate) fn folder(plan: &VolumePlan, item: &VolumeItem) -> String {
    format!("{}/WS/{}/{}", plan.fonds, item.category.year, item.archive_no)
}

fn item_files(about: &About<'_>, item: &VolumeItem, files: Vec<Held>, payload: &mut Vec<PayloadFile>) -> Result<()> {
    let folder = folder(about.plan, item);
    let software = software();
    let contents: Vec<ContentFile> = files.iter().map(|h| h.content.clone()).collect();
    let of = ItemOf { case: about.case, plan: about.plan, item, files: &contents, software: &software };
    let mut texts = vec![(METADATA, metadata::item(&of))];
    if let Some(asked) = about.capsule {
        let bytes: u64 = contents.iter().map(|c| c.size).sum();
        let mut inside = Vec::new();
        if bytes <= asked.full_up_to {
            for held in &files {
                inside.push(match &held.source {
                    Source::Bytes(bytes) => bytes.clone(),
                    Source::File(path) => jishi_fs::read_capped(path, asked.full_up_to)?,
                });
            }
        }
        texts.push((eep::EEP, eep::capsule(&of, eep::Capsule { made_at: about.made_at, inside: &inside })));
    }
    for held in files {
        payload.push(PayloadFile {
            path: format!("{folder}/{}", held.content.name),
            source: held.source,
            expected_sha256: held.expected,
        });
    }
    for (name, text) in texts {
        payload.push(PayloadFile {
            path: format!("{folder}/{name}"),
            source: Source::Bytes(text.into_bytes()),
            expected_sha256: None,
        });
    }
    Ok(())
}
