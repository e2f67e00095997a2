//! Packages on their way to a medium: killed, full, cancelled, damaged, resumed; on real small file systems where the kernel has them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jishi_archive::{ArchiveError, Form, Limits, Lying, Mode, Phase, carry, freight, lies_there, preflight, sweep, tree};

use crate::common::{files, full, noise, overwrite, pack, plan, quiet};
use crate::trees::described;
use jishi_core::metadata::TransferLayout;

const NAME: &str = "FQ2024-0003_Z109_2024_GB";
const CHILD: &str = "JISHI_TEST_CARRY";

fn same(a: &Path, b: &Path) {
    assert_eq!(files(a), files(b));
    for file in files(a) {
        assert!(jishi_fs::read(&a.join(&file)).unwrap() == jishi_fs::read(&b.join(&file)).unwrap(), "{file}");
    }
}

#[test]
fn a_package_arrives_byte_for_byte_as_folder_and_as_zip() {
    let dir = tempfile::tempdir().unwrap();
    let stick = tempfile::tempdir().unwrap();
    let folder = pack(&plan(), dir.path(), Form::Folder);
    let zip = pack(&plan(), dir.path(), Form::Zip);
    for packed in [&folder, &zip] {
        let (mut last, mut total) = (0, 0);
        let mut listen = |p: jishi_archive::Progress| {
            assert!(p.done >= last && p.done <= p.total, "progress never falls and never passes the end");
            (last, total) = (p.done, p.total);
            ControlFlow::Continue(())
        };
        let carried = carry(&packed.path, None, stick.path(), &mut listen).unwrap();
        assert_eq!(last, total);
        assert_eq!((carried.seal_no.as_str(), carried.files, carried.resumed), ("FQ2024-0003", 6, 0));
        assert_eq!(carried.seal_sha256, packed.seal_sha256);
        assert!(full(&carried.path).facts.sealed);
        // A run cut off behind it is begun again: what stands is read back, not written.
        let again = carry(&packed.path, None, stick.path(), &mut quiet()).unwrap();
        assert!(again.stood && again.seal_sha256 == carried.seal_sha256);
    }
    same(&folder.path, &stick.path().join(NAME));
    assert_eq!(jishi_fs::list_dir(stick.path()).unwrap().len(), 2, "no left-over");
    // What stands there damaged is said, and another package of the same name is never written over.
    overwrite(&stick.path().join(NAME).join("data/说明文件.TXT"), &noise(1000, 77));
    let damaged = carry(&folder.path, None, stick.path(), &mut quiet());
    assert!(matches!(damaged, Err(ArchiveError::ReadBack { .. } | ArchiveError::TargetExists(_))), "{damaged:?}");
    let seal = stick.path().join(NAME).join("封签.json");
    let other = jishi_fs::read_text(&seal).unwrap().replace("FQ2024-0003", "FQ2024-0009");
    overwrite(&seal, other.as_bytes());
    assert!(matches!(carry(&folder.path, None, stick.path(), &mut quiet()), Err(ArchiveError::TargetExists(_))));
    assert_eq!(jishi_fs::read_text(&seal).unwrap(), other);
}

/// What the bureau takes needs no disk of its own on the way: the tree grows on the medium, as `tree` would have made it.
#[test]
fn a_package_becomes_its_transfer_tree_on_the_way_with_the_seal_written_last() {
    for (form, layout) in [(Form::Folder, TransferLayout::DaT93), (Form::Zip, TransferLayout::Measures2012)] {
        let dir = tempfile::tempdir().unwrap();
        let stick = tempfile::tempdir().unwrap();
        let packed = pack(&described(), dir.path(), form);
        let made = tree(&packed.path, dir.path(), layout, &mut quiet()).unwrap();
        let told = freight(&packed.path, Some(layout), stick.path()).unwrap();
        let (mut written, mut last, mut total) = (Vec::new(), 0, 0);
        let mut listen = |p: jishi_archive::Progress| {
            assert!(p.done >= last && p.done <= p.total, "progress never falls and never passes the end");
            (last, total) = (p.done, p.total);
            if p.phase == Phase::Write {
                written.push(p.file);
            }
            ControlFlow::Continue(())
        };
        let carried = carry(&packed.path, Some(layout), stick.path(), &mut listen).unwrap();
        assert_eq!(last, total);
        assert_eq!(written.last().map(String::as_str), Some("其他/固化信息/封签.json"));
        assert_eq!((carried.layout, carried.seal_sha256.as_str()), (Some(layout), packed.seal_sha256.as_str()));
        same(&made.path, &carried.path);
        let sizes: u64 = told.files.iter().map(|(_, size)| size).sum();
        assert_eq!((told.files.len() as u64, sizes, told.stands), (made.files, made.bytes, false));
        assert!(full(&carried.path).facts.sealed, "{layout:?}");
        assert!(freight(&packed.path, Some(layout), stick.path()).unwrap().stands);
        assert!(carry(&packed.path, Some(layout), stick.path(), &mut quiet()).unwrap().stood);
        // A tree that was made before is carried as it is, its seal last too; it becomes no other.
        let other = tempfile::tempdir().unwrap();
        let mut written = Vec::new();
        let mut listen = |p: jishi_archive::Progress| {
            if p.phase == Phase::Write {
                written.push(p.file);
            }
            ControlFlow::Continue(())
        };
        assert_eq!(carry(&made.path, None, other.path(), &mut listen).unwrap().layout, Some(layout));
        assert_eq!(written.last().map(String::as_str), Some("其他/固化信息/封签.json"));
        let again = carry(&made.path, Some(layout), other.path(), &mut quiet()).unwrap_err();
        assert!(again.to_string().contains("已经是移交用的目录树"), "{again}");
    }
}

#[test]
fn a_package_with_a_fault_is_not_carried() {
    let dir = tempfile::tempdir().unwrap();
    let stick = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    overwrite(&packed.path.join("data/说明文件.TXT"), &noise(1000, 77));
    let error = carry(&packed.path, None, stick.path(), &mut quiet()).unwrap_err();
    assert!(matches!(error, ArchiveError::Unsound { .. }) && error.to_string().contains("说明文件.TXT"), "{error}");
    assert!(jishi_fs::list_dir(stick.path()).unwrap().is_empty());
}

#[test]
fn a_cancel_leaves_nothing_and_what_is_not_ours_stays() {
    let dir = tempfile::tempdir().unwrap();
    let stick = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    for phase in [Phase::Verify, Phase::Write, Phase::Reread] {
        let mut stop =
            |p: jishi_archive::Progress| if p.phase == phase { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        assert!(matches!(carry(&packed.path, None, stick.path(), &mut stop), Err(ArchiveError::Cancelled)));
        assert!(jishi_fs::list_dir(stick.path()).unwrap().is_empty(), "{phase:?}");
    }
    let stranger = stick.path().join(format!("{NAME}.partial/别人的.txt"));
    jishi_fs::create_dir_all(stranger.parent().unwrap()).unwrap();
    jishi_fs::write_new(&stranger, b"x").unwrap();
    let error = carry(&packed.path, None, stick.path(), &mut quiet()).unwrap_err();
    assert!(error.to_string().contains("别人的.txt"), "{error}");
    assert_eq!(jishi_fs::read(&stranger).unwrap(), b"x");
}

/// Carries until it is inside the largest file, says so, and waits to be killed.
fn child(from: &Path, to: &Path) {
    let mut written = 0;
    let mut listen = |p: jishi_archive::Progress| {
        if p.phase == Phase::Write {
            written += 1;
            if p.file.ends_with("001_正文.pdf") {
                // Under its own line, whatever the test harness has printed before.
                println!("\n在写");
                std::io::stdout().flush().unwrap();
                loop {
                    std::thread::park();
                }
            }
        }
        ControlFlow::Continue(())
    };
    carry(from, None, to, &mut listen).unwrap();
}

#[test]
fn a_killed_writer_leaves_no_package_and_the_next_run_goes_on() {
    if let Some(job) = std::env::var_os(CHILD) {
        let job = PathBuf::from(job);
        return child(&job.join("源").join(NAME), &job.join("盘"));
    }
    let dir = tempfile::tempdir().unwrap();
    let (source, stick) = (dir.path().join("源"), dir.path().join("盘"));
    jishi_fs::create_dir(&source).unwrap();
    jishi_fs::create_dir(&stick).unwrap();
    let packed = pack(&plan(), &source, Form::Folder);
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "carry::a_killed_writer_leaves_no_package_and_the_next_run_goes_on", "--nocapture"])
        .env(CHILD, dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    assert!(lines.any(|l| l.unwrap().trim() == "在写"));
    writer.kill().unwrap();
    writer.wait().unwrap();
    let left = files(&stick);
    assert!(
        left.iter().all(|f| f.starts_with(&format!("{NAME}.partial/"))) && left.iter().any(|f| f.ends_with(".写入中")),
        "{left:?}"
    );
    assert!(!left.iter().any(|f| f.ends_with("封签.json")), "the seal comes last: {left:?}");
    let found = sweep(&stick, Mode::Full, &Limits::default(), &mut quiet()).unwrap().answer();
    assert!(!found.packages.iter().any(|p| p.sound), "a torn copy is never taken for a package");
    // One of the finished files was torn by the pull all the same.
    let torn = stick.join(format!("{NAME}.partial/data/其他/𠮷.txt"));
    let done = torn.is_file();
    if done {
        let size = usize::try_from(jishi_fs::size(&torn).unwrap()).unwrap();
        overwrite(&torn, &noise(size, 99));
    }
    let carried = carry(&packed.path, None, &stick, &mut quiet()).unwrap();
    assert!(carried.resumed > 0, "what was right is kept");
    same(&packed.path, &stick.join(NAME));
    assert!(full(&carried.path).facts.sealed);
    assert_eq!(jishi_fs::list_dir(&stick).unwrap().len(), 1);
}

/// A mounted file system that goes when dropped; why not, when the machine has none to give.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

fn ran(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).output().map_err(|e| format!("没有 {program}：{e}"))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{program}：{said}")) }
}

/// Mounts a small file system, or says aloud that the kernel refuses and why.
fn mounted(kind: &str, folder: &Path) -> Option<Mounted> {
    let at = folder.join("盘");
    jishi_fs::create_dir(&at).unwrap();
    let point = at.to_str().unwrap();
    let known = jishi_fs::read_text(Path::new("/proc/filesystems")).unwrap_or_default();
    let done = if kind == "tmpfs" {
        ran("mount", &["-t", "tmpfs", "-o", "size=320k", "tmpfs", point])
    } else if !known.lines().any(|l| l.trim() == kind) && ran("modprobe", &[kind]).is_err() {
        Err(format!("内核没有 {kind}"))
    } else {
        let image = folder.join("盘.img");
        jishi_fs::create_new(&image).unwrap().set_len(64 << 20).unwrap();
        let image = image.to_str().unwrap();
        // The kernel has it: then the tool must be there too, or the test says which to install.
        ran(&format!("mkfs.{kind}"), &[image]).unwrap();
        ran("mount", &["-o", "loop", image, point])
    };
    match done {
        Ok(()) => Some(Mounted(at)),
        Err(reason) => {
            #[expect(clippy::explicit_write, reason = "the harness would swallow eprintln of a test that passes")]
            // Past the harness, which keeps what a passing test prints to itself.
            writeln!(std::io::stderr(), "跳过：不能挂载 {kind} 小盘（{reason}）").unwrap();
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_medium_is_refused_before_the_first_byte_and_said_when_it_fills_up_on_the_way() {
    let dir = tempfile::tempdir().unwrap();
    let Some(stick) = mounted("tmpfs", dir.path()) else { return };
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let facts = jishi_fs::volume(&stick.0).unwrap();
    let codes = |lies: &Lying| -> Vec<String> {
        let found = preflight(&facts, lies, &[freight(&packed.path, None, Path::new("/没有的盘")).unwrap()], 1, None);
        found.into_iter().map(|f| f.code).collect()
    };
    assert!(codes(&Lying::default()).contains(&"M06".to_owned()), "{facts:?}");
    // Whoever writes all the same is told, and no package stands there.
    let error = carry(&packed.path, None, &stick.0, &mut quiet()).unwrap_err();
    assert!(error.to_string().contains("磁盘空间不足"), "{error}");
    assert!(!stick.0.join(NAME).exists());
    let lies = lies_there(&stick.0, 1000).unwrap();
    assert!(codes(&lies).contains(&"M12".to_owned()), "what is left is known as ours: {lies:?}");
    // Room is made, for what is still to come and no more: the next run goes on.
    ran("mount", &["-o", "remount,size=4m", stick.0.to_str().unwrap()]).unwrap();
    let facts = jishi_fs::volume(&stick.0).unwrap();
    let goes_on = freight(&packed.path, None, &stick.0).unwrap();
    let anew = jishi_archive::Freight { begun: Vec::new(), ..goes_on.clone() };
    let spare = facts.free - goes_on.on_disk(facts.cluster) - (16 << 10);
    jishi_fs::create_new(&stick.0.join("占位")).unwrap().write_all(&vec![1; usize::try_from(spare).unwrap()]).unwrap();
    let facts = jishi_fs::volume(&stick.0).unwrap();
    let room = |freight| preflight(&facts, &lies, &[freight], 1, None).iter().all(|f| f.code != "M06");
    assert!(!room(anew) && room(goes_on), "{facts:?}");
    let carried = carry(&packed.path, None, &stick.0, &mut quiet()).unwrap();
    assert!(carried.resumed > 0 && full(&carried.path).facts.sealed);
}

#[cfg(target_os = "linux")]
#[test]
fn a_package_is_carried_to_small_fat_and_exfat_images() {
    for kind in ["vfat", "exfat"] {
        let dir = tempfile::tempdir().unwrap();
        let Some(stick) = mounted(kind, dir.path()) else { continue };
        let packed = pack(&plan(), dir.path(), Form::Folder);
        let facts = jishi_fs::volume(&stick.0).unwrap();
        assert_eq!(facts.file_system, kind);
        let lies = lies_there(&stick.0, 1000).unwrap();
        let found = preflight(&facts, &lies, &[freight(&packed.path, None, Path::new("/没有的盘")).unwrap()], 1, None);
        assert!(found.iter().all(|f| f.level != jishi_core::finding::Level::Error), "{found:?}");
        let carried = carry(&packed.path, None, &stick.0, &mut quiet()).unwrap();
        same(&packed.path, &carried.path);
        assert!(full(&carried.path).facts.sealed, "{kind}");
    }
}

/// Long names, folders and bytes as FAT32 keeps them, by tools that are not ours and need no mount: the kernel of a build machine often has
/// no FAT. exFAT has no such tool; there only a machine that mounts it can tell.
#[cfg(target_os = "linux")]
#[test]
fn a_package_comes_whole_out_of_a_fat_disk_that_stock_tools_wrote_and_a_name_they_spoil_is_told_before_and_after() {
    let through = |plan: &jishi_archive::PackagePlan| {
        let dir = tempfile::tempdir().unwrap();
        let packed = pack(plan, dir.path(), Form::Folder);
        let facts = jishi_fs::VolumeFacts { file_system: "vfat".into(), free: 64 << 20, ..jishi_fs::VolumeFacts::default() };
        let told = preflight(&facts, &Lying::default(), &[freight(&packed.path, None, Path::new("/没有的盘")).unwrap()], 1, None)
            .iter()
            .any(|f| f.code == "M17");
        let image = dir.path().join("盘.img");
        jishi_fs::create_new(&image).unwrap().set_len(64 << 20).unwrap();
        let (image, out) = (image.to_str().unwrap(), dir.path().join("取回"));
        jishi_fs::create_dir(&out).unwrap();
        let tool = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output();
            let output = output.unwrap_or_else(|e| panic!("请安装 dosfstools 和 mtools（{program}：{e}）"));
            assert!(output.status.success(), "{program}：{}", String::from_utf8_lossy(&output.stderr));
        };
        tool("/usr/sbin/mkfs.vfat", &["-F", "32", image]);
        tool("mcopy", &["-s", "-i", image, packed.path.to_str().unwrap(), "::"]);
        tool("mcopy", &["-s", "-i", image, &format!("::{NAME}"), out.to_str().unwrap()]);
        let report = full(&out.join(NAME));
        if report.facts.sealed {
            same(&packed.path, &out.join(NAME));
        }
        (told, report)
    };
    let mut plain = plan();
    plain.payload.retain(|f| !f.path.contains('𠮷'));
    let (told, report) = through(&plain);
    assert!(!told && report.passed() && report.facts.sealed, "{:?}", report.findings);
    // mtools writes half of a pair: the name is another one when it comes back.
    let (told, report) = through(&plan());
    let named =
        report.findings.iter().any(|f| f.message.contains("𠮷") || f.place.file.as_deref().is_some_and(|p| p.contains('𠮷')));
    assert!(told && (report.passed() || named), "{:?}", report.findings);
}
