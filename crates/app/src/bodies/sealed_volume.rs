//! A volume as it lies in its package: whatever is made of it after the sealing is made of what was sealed.

use std::path::Path;

use jishi_archive::{Mode, PackageFile};
use jishi_core::arrange::{VolumeItem, VolumePlan};
use jishi_core::finding::Level;
use jishi_core::metadata::{METADATA, eep};
use jishi_store::PackageContent;

use crate::Progress;
use crate::bodies::package_tree::{COVER, DATA, folder};
use crate::bodies::packages;
use crate::error::{AppError, Code, Result};

pub(crate) struct SealedVolume {
    package: PackageContent,
    pub(crate) plan: VolumePlan,
    /// What lies under `data/`, by its path there.
    content: Vec<PackageFile>,
}

impl SealedVolume {
    /// Opens a package that is where the register has it, whole, and under the very seal the register has.
    pub(crate) fn open(package: &PackageContent, progress: &dyn Progress) -> Result<SealedVolume> {
        packages::standing(package)?;
        let path = Path::new(&package.path);
        let report = jishi_archive::verify(path, Mode::Full, &mut packages::listen(progress))?;
        let other = report.facts.seal_sha256.as_ref() != Some(&package.seal_sha256);
        let fault = report.findings.iter().find(|f| f.level == Level::Error).map(|f| f.message.clone());
        if let Some(fault) = fault.or_else(|| other.then(|| "封签与登记簿里的不是同一个".to_owned())) {
            let message = format!("案卷包 {} 已不是封存时的样子：{fault}", package.seal_no);
            return Err(AppError::new(Code::Blocked, message, "请在“校验包”里逐项看，用原包替换后再办"));
        }
        let data: serde_json::Value =
            serde_json::from_slice(&packages::read(package, &format!("data/{DATA}"), packages::PAPER_CAP)?)
                .map_err(|e| unreadable(package, &e))?;
        let plan = data.pointer("/案卷/volume").cloned().unwrap_or_default();
        let plan = serde_json::from_value(plan).map_err(|e| unreadable(package, &e))?;
        let under_data = |f: PackageFile| Some(PackageFile { path: f.path.strip_prefix("data/")?.to_owned(), ..f });
        let content = jishi_archive::list_files(path)?.unwrap_or_default().into_iter().filter_map(under_data).collect();
        Ok(SealedVolume { package: package.clone(), plan, content })
    }

    /// The content files of an 件, in order, by their paths under `data/`; none of what lies on paper alone.
    pub(crate) fn files(&self, item: &VolumeItem) -> Vec<&PackageFile> {
        let within = format!("{}/", folder(&self.plan, item));
        let content =
            |f: &&PackageFile| f.path.strip_prefix(&within).is_some_and(|name| ![COVER, METADATA, eep::EEP].contains(&name));
        let mut files: Vec<&PackageFile> = self.content.iter().filter(content).collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// Whether there is a file of this path under `data/`.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.content.iter().any(|f| f.path == path)
    }

    /// A file of at most `most` bytes, by its path under `data/`.
    pub(crate) fn read(&self, path: &str, most: u64) -> Result<Vec<u8>> {
        packages::read(&self.package, &format!("data/{path}"), most)
    }

    /// Where a file under `data/` stands, as it is said.
    pub(crate) fn place(&self, path: &str) -> String {
        format!("案卷包 {} 的“data/{path}”", self.package.seal_no)
    }
}

fn unreadable(package: &PackageContent, why: &serde_json::Error) -> AppError {
    let message = format!("案卷包 {} 里的“{DATA}”读不出：{why}", package.seal_no);
    AppError::new(Code::Internal, message, "包没有坏；请把这句话告诉维护人员")
}
