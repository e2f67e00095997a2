//! Packs a folder as a sealed package and verifies it: the archive room alone, for `cargo xtask bench`. Not shipped.
//!
//! `pack_folder folder|zip <payload> <destination>` prints the path of the package.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jishi_archive::{Form, Mode, PackagePlan, PayloadFile, SealFacts, Signer, Source, verify, write};

fn payload(root: &Path) -> Result<Vec<PayloadFile>, String> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for path in jishi_fs::list_dir(&folder).map_err(|e| e.to_string())? {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let below = path.strip_prefix(root).map_err(|e| e.to_string())?.to_string_lossy().replace('\\', "/");
            files.push(PayloadFile { path: below, source: Source::File(path), expected_sha256: None });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn run() -> Result<PathBuf, String> {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [form, from, to] = words.as_slice() else {
        return Err("用法：pack_folder folder|zip <内容文件夹> <目标文件夹>".into());
    };
    let form = if form.as_os_str() == "zip" { Form::Zip } else { Form::Folder };
    let plan = PackagePlan {
        name: "FQ2026-0001_Z109_2026_GB".into(),
        info: vec![("Source-Organization".into(), "性能比对".into())],
        payload: payload(from)?,
        tags: Vec::new(),
        seal: SealFacts {
            seal_no: "FQ2026-0001".into(),
            kind: "综合".into(),
            ranges: vec![("Z109-WS·2026·Y·ZZB-0001".into(), "Z109-WS·2026·Y·ZZB-0001".into())],
            items: 1,
            pages: 1,
            sealer: "甲".into(),
            checker: "乙".into(),
            sealed_at: "2026-06-12T09:30:00+08:00".into(),
            previous_seal: None,
            replaces: None,
            journal: None,
            profile: String::new(),
            rules: String::new(),
            software: "选任纪实".into(),
        },
    };
    let signer = Signer::generate("性能比对").map_err(|e| e.to_string())?;
    let mut quiet = |_: jishi_archive::Progress| std::ops::ControlFlow::Continue(());
    let packed = write(&plan, to, form, &signer, &mut quiet).map_err(|e| e.to_string())?;
    let report = verify(&packed.path, Mode::Full, &mut quiet).map_err(|e| e.to_string())?;
    let faults = report.findings.iter().filter(|f| f.level == jishi_core::finding::Level::Error).count();
    if faults > 0 { Err(format!("写出的包有 {faults} 处错")) } else { Ok(packed.path) }
}

fn main() -> ExitCode {
    match run() {
        Ok(path) => {
            println!("{}", path.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
