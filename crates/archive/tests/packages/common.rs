//! A small package plan and the errands all tests share.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use jishi_archive::{
    Form, Mode, PackagePlan, Packed, PayloadFile, Progress, Report, SealFacts, SealedJournal, Signer, Source, TagFile, verify,
    write,
};

/// Paths under `data/` of the small plan: Han, a middle dot, a rare character, a deep folder, an empty file.
pub const PATHS: [&str; 6] = [
    "说明文件.TXT",
    "目录文件.XML",
    "Z109/WS/2024/Z109-WS·2024·Y·干部-0001/001_正文.pdf",
    "Z109/WS/2024/Z109-WS·2024·Y·干部-0001/002_附件 买买提·艾力.pdf",
    "其他/𠮷.txt",
    "其他/空.txt",
];

/// Bytes that no compressor and no eye takes for others, the same every run.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect()
}

pub fn plan() -> PackagePlan {
    let payload = PATHS
        .iter()
        .enumerate()
        .map(|(i, path)| {
            let length = match i {
                5 => 0,
                2 => 300_001,
                _ => 1000 + i * 3001,
            };
            PayloadFile { path: (*path).into(), source: Source::Bytes(noise(length, i as u64 + 1)), expected_sha256: None }
        })
        .collect();
    PackagePlan {
        name: "FQ2024-0003_Z109_2024_GB".into(),
        info: vec![
            ("Source-Organization".into(), "某县委组织部".into()),
            ("External-Description".into(), "2024年第三批干部调整 综合文书档案".into()),
        ],
        payload,
        tags: vec![TagFile { path: "固化信息/检测报告.xml".into(), bytes: "<检测报告/>\n".into() }],
        seal: SealFacts {
            seal_no: "FQ2024-0003".into(),
            kind: "综合".into(),
            ranges: vec![("Z109-WS·2024·Y·干部-0001".into(), "Z109-WS·2024·Y·干部-0001".into())],
            items: 1,
            pages: 12,
            sealer: "张三".into(),
            checker: "李四".into(),
            sealed_at: "2024-06-12T09:30:00+08:00".into(),
            previous_seal: Some("ab".repeat(32)),
            replaces: None,
            journal: Some(SealedJournal { line: 412, sha256: "cd".repeat(32) }),
            profile: "urn:jishi:bagit-profile:personal:1".into(),
            rules: "2019版".into(),
            software: "选任纪实 0.1.0".into(),
        },
    }
}

pub fn quiet() -> impl FnMut(Progress) -> ControlFlow<()> {
    |_| ControlFlow::Continue(())
}

pub fn signer() -> Signer {
    Signer::generate("某县委组织部 档案封签").unwrap()
}

pub fn pack(plan: &PackagePlan, to: &Path, form: Form) -> Packed {
    write(plan, to, form, &signer(), &mut quiet()).unwrap()
}

pub fn full(path: &Path) -> Report {
    verify(path, Mode::Full, &mut quiet()).unwrap()
}

/// Every file under a folder, relative, with `/`, sorted.
pub fn files(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for path in jishi_fs::list_dir(&folder).unwrap() {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// A file without the wait for the disk: tests make thousands.
pub fn lay(path: &Path, bytes: &[u8]) {
    jishi_fs::create_new(path).unwrap().write_all(bytes).unwrap();
}

pub fn overwrite(path: &Path, bytes: &[u8]) {
    if path.exists() {
        jishi_fs::remove_file(path).unwrap();
    }
    lay(path, bytes);
}

pub fn copy_tree(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(&file);
        jishi_fs::create_dir_all(target.parent().unwrap()).unwrap();
        lay(&target, &jishi_fs::read(&from.join(&file)).unwrap());
    }
}

/// Runs a program in a folder; its whole output. Panics, naming it, when it says no.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let (ok, said) = try_run(folder, program, arguments);
    assert!(ok, "{program} {arguments:?}: {said}");
    said
}

pub fn try_run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let output = match Command::new(program).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => output,
        Err(e) => panic!("没有 {program}（{e}）：先装好再测，例如 apt-get install coreutils openssl p7zip-full unzip"),
    };
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// A python that has bagit.py: `JISHI_BAGIT`, the one on the path, or the one in `target/bagit`.
pub fn bagit_python() -> Result<PathBuf, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bagit/bin/python");
    let named = std::env::var_os("JISHI_BAGIT").map(PathBuf::from);
    let has = |python: &PathBuf| Command::new(python).args(["-c", "import bagit"]).output().is_ok_and(|o| o.status.success());
    named.into_iter().chain([PathBuf::from("python3"), own]).find(has).ok_or_else(|| {
        "没有 bagit.py：请执行 python3 -m venv target/bagit && target/bagit/bin/pip install bagit==1.9.0，\
         或让环境变量 JISHI_BAGIT 指向装有 bagit 的 python"
            .into()
    })
}
