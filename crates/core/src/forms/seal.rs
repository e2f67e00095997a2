//! The seal of one package as a tree: the certificate page that is printed, signed and kept apart from the package (archive.md §6.2).

use crate::medium::{HandedPackage, grouped};

use super::handover::{moment, thousands};
use super::{Tree, numbered};

/// What a seal says. Digests are lower-case hex; an empty text is nothing known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealOf {
    pub unit: String,
    pub title: String,
    pub kind: String,
    /// Runs of 档号, `A—B`.
    pub ranges: Vec<String>,
    /// 封签号, counts and digests of 封签.json.
    pub package: HandedPackage,
    pub sealer: String,
    pub checker: String,
    /// The seal it stands in place of, and why.
    pub replaces: String,
    pub reason: String,
    /// File, SHA-256 and SM3 of each tag manifest.
    pub manifests: Vec<(String, String, String)>,
    /// SHA-256 over the DER of the certificate and of the SM2 key.
    pub certificate: String,
    pub key: String,
    pub software: String,
}

#[must_use]
pub fn seal(of: &SealOf) -> Tree {
    let p = &of.package;
    let mut tree = Tree::new();
    tree.fill([
        ("单位", of.unit.clone()),
        ("封签号", p.seal_no.clone()),
        ("卷名", of.title.clone()),
        ("卷类", of.kind.clone()),
        ("包名", p.name.clone()),
        ("起止档号", of.ranges.join("\n")),
        ("件数", p.items.to_string()),
        ("页数", p.pages.to_string()),
        ("文件数", p.files.to_string()),
        ("字节数", thousands(p.bytes)),
        ("封签人", of.sealer.clone()),
        ("核对人", of.checker.clone()),
        ("封签时间", moment(&p.sealed_at)),
        ("封签摘要", grouped(&p.seal_sha256)),
        ("国密摘要", grouped(&p.seal_sm3)),
        ("前一封签", if p.previous.is_empty() { "无（第一个封签）".into() } else { grouped(&p.previous) }),
        ("替代封签", of.replaces.clone()),
        ("替代理由", of.reason.clone()),
        ("证书指纹", grouped(&of.certificate)),
        ("公钥指纹", grouped(&of.key)),
        ("软件名称", of.software.clone()),
    ]);
    let row = |(file, sha256, sm3): &(String, String, String)| {
        let mut row = Tree::new();
        row.fill([("文件", file.clone()), ("摘要", grouped(sha256)), ("国密", grouped(sm3))]);
        row
    };
    tree.set_rows("标签清单", numbered(of.manifests.iter().map(row)));
    let mut code = Tree::new();
    code.fill([("说明", format!("{}\n{}", p.seal_no, of.title)), ("二维码", p.qr())]);
    tree.set_rows("封签码", vec![code]);
    tree
}
