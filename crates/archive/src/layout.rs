//! Names of the files of a package (shell A of the package layout) and the text of its manifests.
//!
//! The one place where these names stand; nothing here touches a disk.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::digest::{Digests, Family};

pub(crate) const BAGIT: &str = "bagit.txt";
pub(crate) const BAG_INFO: &str = "bag-info.txt";
/// Catalogue of the items, of every package of ours (DA/T 93-2022).
pub(crate) const CATALOGUE: &str = "data/目录文件.XML";
/// What `bag-info.txt` was called before BagIt 0.96.
pub(crate) const PACKAGE_INFO: &str = "package-info.txt";
/// Files to be fetched; never written, only judged.
pub(crate) const FETCH: &str = "fetch.txt";
pub(crate) const MANIFEST_256: &str = "manifest-sha256.txt";
pub(crate) const MANIFEST_512: &str = "manifest-sha512.txt";
pub(crate) const TAGMANIFEST_256: &str = "tagmanifest-sha256.txt";
pub(crate) const TAGMANIFEST_512: &str = "tagmanifest-sha512.txt";
pub(crate) const DATA: &str = "data/";
/// Folder of lists, reports and keys; the tag manifests list all but the two keys, which the seal itself names.
pub(crate) const FIXITY: &str = "固化信息/";

/// SM3 list of the payload, lines as `cksum -a sm3 -c` reads them.
pub const SM3_LIST: &str = "固化信息/sm3.txt";
/// Certificate of the sealer, PEM.
pub const CERTIFICATE: &str = "固化信息/签名证书.pem";
/// SM2 public key of the sealer, PEM.
pub const SM2_PUBLIC: &str = "固化信息/sm2.pub";
/// How to verify with stock tools.
pub const METHOD: &str = "固化信息/校验方法.txt";
/// The seal record.
pub const SEAL_JSON: &str = "封签.json";
/// The seal record for the eye.
pub const SEAL_TEXT: &str = "封签.txt";
/// Detached CMS signature over the seal record, DER.
pub const SEAL_CMS: &str = "封签.p7s";
/// SM2-with-SM3 signature over the seal record, DER.
pub const SEAL_SM2: &str = "封签.sm2sig";
/// User identity of the SM2 signature (GM/T 0009 default).
pub const SM2_DISTID: &str = "1234567812345678";

/// What is taken off with the signatures, beside them: certificate and key, held by the seal and not by the tag manifests.
pub(crate) const KEY_FILES: [&str; 2] = [CERTIFICATE, SM2_PUBLIC];

/// The four files outside the tag manifests, written last.
pub(crate) const SEAL_FILES: [&str; 4] = [SEAL_JSON, SEAL_TEXT, SEAL_CMS, SEAL_SM2];

/// The fixed text of `bagit.txt`.
pub(crate) const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Every path of a package that only this crate may write.
pub(crate) fn is_own(path: &str) -> bool {
    [BAGIT, BAG_INFO, MANIFEST_256, MANIFEST_512, TAGMANIFEST_256, TAGMANIFEST_512, SM3_LIST, CERTIFICATE, SM2_PUBLIC, METHOD]
        .contains(&path)
        || SEAL_FILES.contains(&path)
}

/// A manifest: `digest  path`, sorted by path, LF, as sha256sum, sha512sum and cksum read it.
pub(crate) fn manifest(files: &BTreeMap<String, Digests>, family: Family) -> String {
    let mut text = String::new();
    for (path, digests) in files {
        let hex = family.of(digests);
        let _ = writeln!(text, "{hex}  {path}");
    }
    text
}

/// `bag-info.txt`: one label a line. Long values are not folded: a folded line reads back with a changed space.
pub(crate) fn bag_info(labels: &[(String, String)]) -> String {
    let mut text = String::new();
    for (label, value) in labels {
        let _ = writeln!(text, "{label}: {value}");
    }
    text
}

/// Eight groups of eight, so that an eye can compare it with paper.
pub(crate) fn grouped(hex: &str) -> String {
    let chars: Vec<char> = hex.chars().collect();
    chars.chunks(8).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
