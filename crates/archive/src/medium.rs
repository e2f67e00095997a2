//! Before the first byte goes to a medium: will everything fit, will every name survive, is the medium clean and fit for what it is to
//! carry. Judged over facts handed in ([`jishi_fs::VolumeFacts`] and what lies there), so every file system can be judged anywhere.

use std::collections::{BTreeMap, BTreeSet};

use jishi_core::finding::Finding;
use jishi_core::medium::{CARRIER_NOTE, is_beside};
use jishi_core::metadata::TransferLayout;
use jishi_core::secrecy::rank;
use jishi_fs::VolumeFacts;

use crate::container::{error, note, warning};
use crate::media_list::MEDIA_LIST;
use crate::names::{folded, is_dangerous, is_junk, is_of_the_system, name_faults};

/// The largest file of FAT32.
const FAT_FILE: u64 = u32::MAX as u64;
/// Entries of 32 bytes in one folder of FAT; a long name takes one more for every 13 characters.
const FAT_ENTRIES: u64 = 65_536;
/// The longest path that Explorer and old tools open, `D:\` in front.
const WINDOWS_PATH: usize = 259;

/// What kind of file system it is, as far as rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileSystem {
    /// FAT12, FAT16, FAT32
    Fat,
    ExFat,
    Ntfs,
    /// A disc.
    Disc,
    /// Any other; the names of Windows are still asked for, since the receiver has Windows.
    Other,
}

impl FileSystem {
    /// By the system's own name.
    #[must_use]
    pub fn named(name: &str) -> FileSystem {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "vfat" | "msdos" | "fat" | "fat12" | "fat16" | "fat32" => FileSystem::Fat,
            "exfat" | "fuse.exfat" | "texfat" => FileSystem::ExFat,
            // What a driver outside the kernel mounts, ntfs-3g and exfat-fuse alike, is `fuseblk`; no rule parts the two.
            "ntfs" | "ntfs3" | "fuseblk" => FileSystem::Ntfs,
            "udf" | "iso9660" | "cdfs" => FileSystem::Disc,
            _ => FileSystem::Other,
        }
    }
}

/// One package that is to go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freight {
    /// Name of folder or zip.
    pub name: String,
    /// How it is laid out where it is, or becomes, a transfer tree.
    pub layout: Option<TransferLayout>,
    /// Its files, relative to the medium's root, and their sizes.
    pub files: Vec<(String, u64)>,
    /// It stands there already, with the same seal: it takes no more room and is only read back.
    pub stands: bool,
    /// What its `.partial` on the medium holds, as `files`: an earlier run brought it there, and writing goes on from it.
    pub begun: Vec<(String, u64)>,
}

impl Freight {
    /// Bytes it takes on a disk with clusters of this size, beside what lies there.
    #[must_use]
    pub fn on_disk(&self, cluster: u64) -> u64 {
        if self.stands { 0 } else { self.whole(cluster).saturating_sub(room_of(&self.begun, cluster)) }
    }

    /// The same on an empty disk.
    fn whole(&self, cluster: u64) -> u64 {
        room_of(&self.files, cluster)
    }
}

/// Bytes of files and their folders, each rounded up to clusters.
fn room_of(files: &[(String, u64)], cluster: u64) -> u64 {
    let cluster = cluster.max(1);
    let round = |n: u64| n.div_ceil(cluster).saturating_mul(cluster);
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    let mut sum = 0_u64;
    for (path, size) in files {
        sum = sum.saturating_add(round(*size));
        let mut rest = path.as_str();
        while let Some((folder, name)) = rest.rsplit_once('/') {
            // Each folder is counted as an entry above once, each file in its own.
            let fresh = !folders.contains_key(folder);
            let entry = 32 * (2 + name.encode_utf16().count() as u64 / 13 + 1);
            let held = folders.entry(folder).or_insert(64);
            *held = held.saturating_add(entry);
            if !fresh {
                break;
            }
            rest = folder;
        }
    }
    folders.values().map(|bytes| round(*bytes)).fold(sum, u64::saturating_add)
}

/// What lies on a medium.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lying {
    /// Relative to its root, folders with `/` behind; what lies higher comes first.
    pub paths: Vec<String>,
    /// There is more than was looked at.
    pub more: bool,
}

/// What the register of media says of the one at hand; None when it is not in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fitness {
    /// 密级 of the medium: 空 (非密), 秘密, 机密, 绝密.
    pub medium: String,
    /// The highest 密级 of what is to go there.
    pub freight: String,
}

/// Everything that speaks for or against writing there; `lies` is what is there now, `told` how many packages its list names: those of all
/// media of a set. Any 错 forbids the first byte. Each package must fit
/// by itself: what does not fit together is shared out over several media by [`spread`].
#[must_use]
pub fn preflight(facts: &VolumeFacts, lies: &Lying, freight: &[Freight], told: usize, fitness: Option<&Fitness>) -> Vec<Finding> {
    let mut findings = Vec::new();
    of_the_disk(facts, &mut findings);
    of_room(facts, freight, told, &mut findings);
    for package in freight {
        of_names(facts, package, &mut findings);
    }
    of_what_lies_there(lies, freight, &mut findings);
    match fitness {
        None => {
            let remedy = "请先在载体登记簿里登记它的编号、序列号和密级；登记过的，选定它在登记簿里的编号";
            findings.push(error("M20", "", "这张载体没有登记，不能写入", remedy));
        }
        Some(fitness) => of_secrecy(fitness, &mut findings),
    }
    findings.sort_by(|a, b| (a.level, &a.code, &a.place.file).cmp(&(b.level, &b.code, &b.place.file)));
    findings
}

fn of_the_disk(facts: &VolumeFacts, findings: &mut Vec<Finding>) {
    if facts.read_only {
        findings.push(error("M01", "", "载体是只读的，不能写入", "请检查写保护开关，或换一张载体"));
    }
    if facts.system {
        findings.push(error("M02", "", "这里是系统盘，不是移交载体", "请选择 U 盘或移动硬盘"));
    }
    if facts.network {
        findings.push(error("M03", "", "这里是网络位置，不是移交载体", "请选择插在本机上的 U 盘或移动硬盘"));
    }
    if !facts.system && facts.removable != Some(true) {
        findings.push(warning("M04", "", "系统说这不是可移动载体", "大容量移动硬盘常常如此；请确认选对了盘"));
    }
    match FileSystem::named(&facts.file_system) {
        FileSystem::Fat => findings.push(note(
            "M05",
            "",
            "文件系统是 FAT：单个文件不能到 4 GiB，时间精确到 2 秒",
            "需要放更大的文件时请用 exFAT 或 NTFS",
        )),
        FileSystem::Other => {
            let message = format!("文件系统是 {}，接收单位的 Windows 可能读不出", facts.file_system);
            findings.push(warning("M05", "", message, "移交载体建议用 exFAT 或 NTFS"));
        }
        FileSystem::Disc => findings.push(error("M05", "", "光盘要由刻录软件写", "请先写到文件夹，再刻录整个文件夹")),
        FileSystem::ExFat | FileSystem::Ntfs => {}
    }
}

fn of_room(facts: &VolumeFacts, freight: &[Freight], told: usize, findings: &mut Vec<Finding>) {
    let beside = list_room(facts, told);
    for package in freight.iter().filter(|p| !p.stands) {
        let (whole, need) = (package.whole(facts.cluster), package.on_disk(facts.cluster));
        if whole.saturating_add(beside) > facts.total {
            let message = format!(
                "“{}”一个包就连介质清单、载体说明要占{}字节，这张载体总共只有{}字节",
                package.name,
                whole.saturating_add(beside),
                facts.total
            );
            findings.push(error("M06", &package.name, message, "包不能拆开：请换容量更大的载体"));
        } else if need.saturating_add(beside) > facts.free {
            let cluster = facts.cluster;
            let more = if package.begun.is_empty() { "" } else { "还" };
            let name = &package.name;
            let (need, free) = (need.saturating_add(beside), facts.free);
            let message =
                format!("“{name}”连介质清单、载体说明{more}要占{need}字节（按{cluster}字节一簇计），这张载体只剩{free}字节");
            findings.push(error("M06", name, message, "请移走载体上的其他文件，或换容量更大的载体；包不能拆开"));
        }
    }
    if FileSystem::named(&facts.file_system) == FileSystem::Fat {
        let large = freight.iter().flat_map(|f| &f.files).filter(|(_, size)| *size > FAT_FILE);
        for (path, size) in large {
            let message = format!("“{path}”有{size}字节，FAT32 的文件不能超过{FAT_FILE}字节");
            findings.push(error("M07", path, message, "请把载体格式化为 exFAT 或 NTFS；文件不能拆开"));
        }
    }
}

/// Bytes of list and note of a medium: of each at least, and no more than so many for each package.
const LIST_HEAD: u64 = 1024;
const NOTE_HEAD: u64 = 2048;
const LINE: u64 = 512;

/// Room for what is put beside so many packages: list and note of the medium, and the folder they stand in.
fn list_room(facts: &VolumeFacts, packages: usize) -> u64 {
    let cluster = facts.cluster.max(4096);
    let told = (packages as u64).saturating_mul(LINE);
    let clusters = [LIST_HEAD, NOTE_HEAD].map(|head| told.saturating_add(head).div_ceil(cluster)).iter().sum::<u64>() + 1;
    clusters.saturating_mul(cluster)
}

fn of_names(facts: &VolumeFacts, package: &Freight, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut judged: BTreeSet<&str> = BTreeSet::new();
    let mut in_folder: BTreeMap<&str, u64> = BTreeMap::new();
    for (path, _) in &package.files {
        for name in path.split('/').filter(|n| judged.insert(n)) {
            for fault in name_faults(name) {
                findings.push(error("M08", path, format!("“{path}”{}", fault.reason), fault.remedy));
            }
        }
        if path.encode_utf16().count() + 3 > WINDOWS_PATH {
            let message = format!("“{path}”放到盘上后路径超过{WINDOWS_PATH}个字符，Windows 上有的软件打不开");
            findings.push(error("M09", path, message, "请缩短包名或文件夹名后重新封装"));
        }
        if let Some(other) = seen.insert(folded(path), path) {
            let message = format!("“{path}”与“{other}”只有大小写或编码写法不同，在这张盘上是同一个文件");
            findings.push(error("M10", path, message, "请给其中一个改名后重新封装"));
        }
        if let Some((folder, name)) = path.rsplit_once('/') {
            *in_folder.entry(folder).or_default() += 2 + name.encode_utf16().count() as u64 / 13;
        }
    }
    if FileSystem::named(&facts.file_system) == FileSystem::Fat {
        // FAT keeps them as pairs; several tools write half of the pair, and the name is another one when it is read.
        if let Some(name) = judged.iter().find(|n| n.chars().any(|c| u32::from(c) > 0xFFFF)) {
            let message = format!("“{name}”里有扩展区汉字，FAT 盘在有的系统上会把这样的文件名写错");
            findings.push(warning(
                "M17",
                "",
                message,
                "请改用 exFAT 或 NTFS 格式的载体；仍用 FAT 的，写好后请在接收方的机器上核对一次",
            ));
        }
        for (folder, _) in in_folder.iter().filter(|(_, n)| **n > FAT_ENTRIES) {
            let message = format!("文件夹“{folder}”里的文件太多，FAT 放不下");
            findings.push(error("M11", folder, message, "请把载体格式化为 exFAT 或 NTFS"));
        }
    }
}

fn of_what_lies_there(lies: &Lying, freight: &[Freight], findings: &mut Vec<Finding>) {
    let wanted: BTreeMap<String, &Freight> = freight.iter().map(|f| (folded(&f.name), f)).collect();
    let mut others = Vec::new();
    // Without a list beside it the note is somebody else's.
    let listed = lies.paths.iter().any(|path| is_beside(MEDIA_LIST, path));
    let beside = |path: &str| is_beside(MEDIA_LIST, path) || (listed && is_beside(CARRIER_NOTE, path));
    for path in &lies.paths {
        let top = path.split('/').next().unwrap_or(path);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let unfinished = top.strip_suffix(".partial").is_some_and(|n| wanted.contains_key(&folded(n)));
        if unfinished {
            if path.trim_end_matches('/') == top {
                findings.push(note("M12", top, format!("“{top}”是上次没有写完的，这次会接着写"), "不用处理；要重写请先删去它"));
            }
        } else if is_of_the_system(top) || is_junk(name) {
            // Made by systems; told when the medium is checked.
        } else if is_dangerous(name) {
            let message = format!("载体上有程序、脚本或快捷方式“{path}”");
            findings.push(error("M13", path, message, "移交载体上不许有它：请查毒，换一张干净的载体"));
        } else if let Some(package) = wanted.get(&folded(top)).filter(|_| path.trim_end_matches('/') == top) {
            let name = &package.name;
            findings.push(if package.stands {
                let message = format!("载体上已经有“{name}”，封签相同，是以前写好的");
                note("M16", path, message, "不用处理：这一次只把它读回核对，不重写")
            } else {
                let message = format!("载体上已经有“{name}”，封签与要写的不同");
                error("M14", path, message, "不会覆盖：请先核对它，或换一张载体")
            });
        } else if !(beside(path) || wanted.contains_key(&folded(top))) {
            others.push(path.as_str());
        }
    }
    if lies.more {
        let message = format!("载体上的东西太多，只看了最上层起的{}项，下面有没有程序、快捷方式不知道", lies.paths.len());
        findings.push(warning("M18", "", message, "请用空的载体，或先移走它们再检查一次"));
    }
    if let Some(first) = others.first() {
        let more = if lies.more { "至少" } else { "" };
        let message = format!("载体上另有{more}{}个文件或文件夹（例如“{first}”）", others.len());
        findings.push(warning("M15", first, message, "移交载体应当只装移交的包：请用空的载体，或先移走它们"));
    }
}

fn of_secrecy(fitness: &Fitness, findings: &mut Vec<Finding>) {
    let word = |s: &str| if s.trim().is_empty() { "非密".to_owned() } else { s.to_owned() };
    let (Some(medium), Some(freight)) = (rank(&fitness.medium), rank(&fitness.freight)) else {
        let message = format!("密级“{}”或“{}”不是秘密、机密、绝密之一，无法比较", word(&fitness.medium), word(&fitness.freight));
        findings.push(error("M21", "", message, "请在登记簿和材料著录里改正密级"));
        return;
    };
    if freight > medium {
        let message = format!("要写的材料是{}，这张载体登记为{}", word(&fitness.freight), word(&fitness.medium));
        findings.push(error("M22", "", message, "高密级的材料不能写到低密级的载体：请换相应密级的载体"));
    }
}

/// Bytes that packages take of a medium, with what is put beside them.
#[must_use]
pub fn need(freight: &[Freight], told: usize, facts: &VolumeFacts) -> u64 {
    freight.iter().map(|f| f.on_disk(facts.cluster)).fold(list_room(facts, told), u64::saturating_add)
}

/// Shares packages out over media of equal room, whole and in order; None when one of them does not fit on any.
#[must_use]
pub fn spread(freight: &[Freight], told: usize, facts: &VolumeFacts) -> Option<Vec<Vec<usize>>> {
    let room = facts.free.saturating_sub(list_room(facts, told));
    let mut volumes: Vec<Vec<usize>> = Vec::new();
    let mut left = 0;
    for (index, package) in freight.iter().enumerate() {
        let need = package.on_disk(facts.cluster);
        if need > room {
            return None;
        }
        if need > left || volumes.is_empty() {
            volumes.push(Vec::new());
            left = room;
        }
        left -= need;
        if let Some(last) = volumes.last_mut() {
            last.push(index);
        }
    }
    Some(volumes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stick(file_system: &str) -> VolumeFacts {
        VolumeFacts {
            file_system: file_system.into(),
            total: 8_000_000_000,
            free: 8_000_000_000,
            cluster: 4096,
            removable: Some(true),
            root: "/media/U".into(),
            ..VolumeFacts::default()
        }
    }

    fn freight(name: &str, files: &[(&str, u64)]) -> Freight {
        Freight {
            name: name.into(),
            layout: None,
            files: files.iter().map(|(p, s)| (format!("{name}/{p}"), *s)).collect(),
            stands: false,
            begun: Vec::new(),
        }
    }

    fn lying(paths: &[&str]) -> Lying {
        Lying { paths: paths.iter().map(|l| (*l).to_owned()).collect(), more: false }
    }

    fn codes(facts: &VolumeFacts, lies: &[&str], freight: &[Freight]) -> Vec<String> {
        let fit = Fitness::default();
        preflight(facts, &lying(lies), freight, freight.len(), Some(&fit))
            .iter()
            .map(|f| format!("{}{}", f.code, f.level.word()))
            .collect()
    }

    #[test]
    fn each_thing_that_would_go_wrong_on_a_medium_is_said_before_the_first_byte() {
        let plain = [freight("包", &[("data/a.pdf", 10)])];
        let exfat = stick("exfat");
        assert_eq!(codes(&exfat, &[], &plain), Vec::<String>::new());
        assert_eq!(codes(&stick("vfat"), &[], &plain), ["M05注"]);
        assert_eq!(codes(&stick("ext4"), &[], &plain), ["M05警"]);
        let large = [freight("包", &[("data/a.tif", 4 << 30)])];
        assert_eq!(codes(&stick("vfat"), &[], &large), ["M07错", "M05注"]);
        for name in ["exfat", "exFAT", "fuse.exfat", "texfat", "ntfs", "NTFS", "ntfs3", "fuseblk"] {
            assert_eq!(codes(&stick(name), &[], &large), Vec::<String>::new(), "{name} holds files of any size");
            assert_eq!(codes(&stick(name), &[], &[freight("包", &[("data/a?.pdf", 1)])]), ["M08错"], "{name} has Windows' names");
        }
        let full = VolumeFacts { free: 20_000, ..exfat.clone() };
        assert_eq!(codes(&full, &[], &[freight("包", &[("data/a.pdf", 10_000)])]), ["M06错"], "clusters and folders count");
        let begun = [Freight { begun: vec![("包/data/a.pdf".into(), 10_000)], ..freight("包", &[("data/a.pdf", 10_000)]) }];
        assert_eq!(codes(&full, &["包.partial/"], &begun), ["M12注"], "what an earlier run brought takes no room twice");
        let small = VolumeFacts { total: 20_000, ..full.clone() };
        assert_eq!(codes(&small, &["包.partial/"], &begun), ["M06错", "M12注"], "but it must fit at all");
        assert_eq!(codes(&VolumeFacts { read_only: true, ..exfat.clone() }, &[], &plain), ["M01错"]);
        assert_eq!(codes(&VolumeFacts { system: true, ..exfat.clone() }, &[], &plain), ["M02错"]);
        assert_eq!(codes(&VolumeFacts { network: true, ..exfat.clone() }, &[], &plain), ["M03错"]);
        assert_eq!(codes(&VolumeFacts { removable: Some(false), ..exfat.clone() }, &[], &plain), ["M04警"]);
        assert_eq!(codes(&exfat, &[], &[freight("包", &[("data/CON.pdf", 1)])]), ["M08错"]);
        assert_eq!(codes(&exfat, &[], &[freight("包", &[("A.pdf", 1), ("a.pdf", 1)])]), ["M10错"]);
        assert_eq!(codes(&exfat, &[], &[freight("包", &[("é.pdf", 1), ("e\u{301}.pdf", 1)])]), ["M10错"]);
        let rare = [freight("包", &[("data/王𠮷.pdf", 1)])];
        assert_eq!(codes(&stick("vfat"), &[], &rare), ["M17警", "M05注"]);
        assert_eq!(codes(&exfat, &[], &rare), Vec::<String>::new());
        let deep = format!("{}a.pdf", "很长的文件夹名称/".repeat(32));
        assert_eq!(codes(&exfat, &[], &[freight("包", &[(&deep, 1)])]), ["M09错"]);
        assert_eq!(codes(&exfat, &["autorun.inf"], &plain), ["M13错"]);
        assert_eq!(codes(&exfat, &["照片/", "照片/快捷.lnk"], &plain), ["M13错", "M15警"]);
        assert_eq!(codes(&exfat, &["包/", "包/bagit.txt"], &plain), ["M14错"]);
        let there = [Freight { stands: true, ..freight("包", &[("data/a.tif", 9_000_000_000)]) }];
        assert_eq!(codes(&exfat, &["包/", "包/bagit.txt"], &there), ["M16注"], "it takes no more room");
        assert_eq!(codes(&exfat, &["包.partial/", "包.partial/bagit.txt"], &plain), ["M12注"]);
        assert_eq!(
            codes(
                &exfat,
                &["System Volume Information/", "$RECYCLE.BIN/", MEDIA_LIST, CARRIER_NOTE, "介质清单-2.json", "载体说明-2.TXT"],
                &plain
            ),
            Vec::<String>::new()
        );
        assert_eq!(codes(&exfat, &[CARRIER_NOTE], &plain), ["M15警"], "without a list it is somebody else's");
        let crowded = Lying { more: true, ..lying(&["照片/"]) };
        let found = preflight(&exfat, &crowded, &plain, plain.len(), Some(&Fitness::default()));
        assert_eq!(found.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["M15", "M18"], "what was not looked at is said");
    }

    #[test]
    fn a_higher_secrecy_is_refused_by_a_lower_medium_and_an_unknown_one_by_all() {
        let said = |medium: &str, freight: &str| {
            let fit = Fitness { medium: medium.into(), freight: freight.into() };
            preflight(&stick("exfat"), &Lying::default(), &[], 0, Some(&fit)).iter().map(|f| f.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(said("秘密", "机密"), ["M22"]);
        assert_eq!(said("", "秘密"), ["M22"]);
        assert_eq!(said("机密", "机密"), Vec::<String>::new());
        assert_eq!(said("绝密", ""), Vec::<String>::new());
        assert_eq!(said("机密", "机密★20年"), Vec::<String>::new(), "the period is no part of the rank");
        assert_eq!(said("秘密", "机密★10年"), ["M22"]);
        assert_eq!(said("", "工作秘密"), Vec::<String>::new());
        assert_eq!(said("机密", "最高机密"), ["M21"]);
        assert!(
            preflight(&stick("exfat"), &Lying::default(), &[], 0, None)
                .iter()
                .any(|f| f.code == "M20" && f.level == jishi_core::finding::Level::Error)
        );
    }

    #[test]
    fn packages_are_shared_out_whole_and_in_order() {
        let facts = VolumeFacts { free: 100_000, cluster: 1000, ..stick("exfat") };
        let of = |size: u64| freight("包", &[("a", size)]);
        let all = [of(40_000), of(40_000), of(70_000), of(10_000)];
        assert_eq!(spread(&all, all.len(), &facts).unwrap(), vec![vec![0, 1], vec![2, 3]]);
        assert_eq!(spread(&[of(95_000)], 1, &facts), None, "a package is never cut");
        assert_eq!(spread(&[], 0, &facts).unwrap(), Vec::<Vec<usize>>::new());
        // The list of one medium names what lies on the others too.
        let one = [of(50_000)];
        let full = VolumeFacts { free: need(&one, 1, &facts), ..facts };
        assert!(spread(&one, 1, &full).is_some_and(|v| v.len() == 1) && spread(&one, 50, &full).is_none());
    }
}
