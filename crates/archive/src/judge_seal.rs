//! Judges the seal of a package: the record against the tag manifests, the slip, the two signatures, the certificate.

use jishi_core::finding::Finding;

use crate::ArchiveError;
use crate::container::{error, note, warning};
use crate::digest::sm3_hex;
use crate::judge::{Inspection, without_key};
use crate::layout::{CERTIFICATE, FIXITY, KEY_FILES, METHOD, SEAL_CMS, SEAL_JSON, SEAL_SM2, SEAL_TEXT, SM2_PUBLIC};
use crate::plan::parse_time;
use crate::seal::{SealRecord, SealedFile};
use crate::signature::{self, Refusal};
use crate::verify::SignatureState;

const ASK: &str = "请拒收，与移交单位核对纸质交接单上的摘要，用原包替换";

/// Judges the seal, if there is one.
pub(crate) fn judge(bag: &mut Inspection<'_, '_, '_>) -> Result<(), ArchiveError> {
    let Some((bytes, digests)) = bag.small(SEAL_JSON)? else {
        without_seal(bag);
        return Ok(());
    };
    bag.facts.seal_sha256 = Some(digests.sha256);
    bag.facts.seal_sm3 = Some(sm3_hex(&bytes));
    let record = match SealRecord::parse(&bytes) {
        Ok(record) => record,
        Err(reason) => {
            bag.findings.push(error("P141", SEAL_JSON, format!("封签.json {reason}"), ASK));
            // A damaged record cannot be believed, but its signature still says whether it was altered.
            return signatures(bag, &bytes, None);
        }
    };
    if record.to_bytes().ok().as_deref() != Some(&bytes) {
        bag.findings.push(error("P141", SEAL_JSON, "封签.json 的写法变了（空格、换行或次序），不是原来的字节", ASK));
    }
    tag_manifests(bag, &record)?;
    key_files(bag, &record)?;
    slip(bag, &record)?;
    facts(bag, &record);
    signatures(bag, &bytes, Some(&record))?;
    bag.facts.record = Some(record);
    Ok(())
}

fn without_seal(bag: &mut Inspection<'_, '_, '_>) {
    if bag.has(SEAL_JSON) {
        return;
    }
    for file in [SEAL_CMS, SEAL_SM2, SEAL_TEXT].into_iter().filter(|f| bag.has(f)).collect::<Vec<_>>() {
        let message = format!("有“{file}”而没有封签.json，无从核对");
        bag.findings.push(warning("P140", file, message, "请向移交单位索取封签.json"));
    }
    if bag.has(METHOD) || bag.has(CERTIFICATE) || bag.has(&format!("{FIXITY}sm3.txt")) {
        let message = "没有封签：这个包曾经封签，封签文件已被移除。内容按清单核对，但不能证明清单本身没有改过";
        bag.findings.push(warning("P140", SEAL_JSON, message, "请与纸质交接单上的摘要核对，或向移交单位索取封签文件"));
    } else {
        let message = "没有封签：只能按清单核对内容，不能证明清单本身没有改过";
        bag.findings.push(note("P140", SEAL_JSON, message, "如对方承诺有封签，请向移交单位索取"));
    }
}

fn tag_manifests(bag: &mut Inspection<'_, '_, '_>, record: &SealRecord) -> Result<(), ArchiveError> {
    if !record.names_both_tag_manifests() {
        bag.findings.push(error("P144", SEAL_JSON, "封签没有恰好写明两份标签清单", ASK));
    }
    for held in &record.tag_manifests {
        if !bag.has(&held.file) {
            let message = format!("封签写明有“{}”，包里没有：它被删掉了", held.file);
            bag.findings.push(error("P142", &held.file, message, ASK));
            continue;
        }
        as_sealed(bag, held)?;
    }
    Ok(())
}

/// Certificate and key, as far as the seal holds them itself.
fn key_files(bag: &mut Inspection<'_, '_, '_>, record: &SealRecord) -> Result<(), ArchiveError> {
    for held in &record.key_files {
        if !KEY_FILES.contains(&held.file.as_str()) {
            let message = format!("封签把“{}”列作签名材料，它不是", held.file);
            bag.findings.push(error("P144", SEAL_JSON, message, ASK));
        } else if bag.has(&held.file) {
            as_sealed(bag, held)?;
        } else {
            bag.findings.push(without_key(&held.file));
        }
    }
    Ok(())
}

/// A file as the seal has it.
fn as_sealed(bag: &mut Inspection<'_, '_, '_>, held: &SealedFile) -> Result<(), ArchiveError> {
    let Some((_, found)) = bag.small(&held.file)? else { return Ok(()) };
    let mut differs = Vec::new();
    if found.sha256 != held.sha256 {
        differs.push("SHA-256");
    }
    if found.sm3 != held.sm3 {
        differs.push("SM3");
    }
    if !differs.is_empty() {
        let message = format!("“{}”与封签不符（{}）：封签之后被改动", held.file, differs.join("、"));
        bag.findings.push(error("P143", &held.file, message, ASK));
    }
    Ok(())
}

fn slip(bag: &mut Inspection<'_, '_, '_>, record: &SealRecord) -> Result<(), ArchiveError> {
    if !bag.has(SEAL_TEXT) {
        let message = "缺少封签.txt（给人看的封签）";
        bag.findings.push(warning("P145", SEAL_TEXT, message, "以封签.json 为准；请向移交单位索取"));
        return Ok(());
    }
    if let Some((_, found)) = bag.small(SEAL_TEXT)?
        && found.sha256 != record.slip_sha256
    {
        bag.findings.push(error("P145", SEAL_TEXT, "封签.txt 与封签.json 记载的摘要不符，被改动过", ASK));
    }
    Ok(())
}

fn facts(bag: &mut Inspection<'_, '_, '_>, record: &SealRecord) {
    bag.facts.seal_no = Some(record.seal_no.clone());
    bag.facts.sealed_at = Some(record.sealed_at.clone());
    bag.facts.sealer = Some(record.sealer.clone());
    bag.facts.checker = Some(record.checker.clone());
    if (record.bytes, record.files) != (bag.facts.bytes, bag.facts.files)
        || record.oxum != format!("{}.{}", record.bytes, record.files)
    {
        let message = format!(
            "封签记载{}个文件、{}字节，实有{}个文件、{}字节",
            record.files, record.bytes, bag.facts.files, bag.facts.bytes
        );
        bag.findings.push(error("P144", SEAL_JSON, message, ASK));
    }
    let identifier = bag.info.iter().find(|(l, _)| l == "External-Identifier").map(|(_, v)| v.clone());
    if identifier.as_ref().is_some_and(|v| *v != record.seal_no) {
        let message = format!("bag-info.txt 的封签号“{}”与封签的“{}”不同", identifier.unwrap_or_default(), record.seal_no);
        bag.findings.push(error("P144", SEAL_JSON, message, ASK));
    }
    if parse_time(&record.sealed_at).is_none() {
        let message = format!("封签时间“{}”不是合格的时间", record.sealed_at);
        bag.findings.push(error("P144", SEAL_JSON, message, ASK));
    }
    if record.name != bag.facts.name {
        let message = format!("包的名称是“{}”，封签时是“{}”：改过名", bag.facts.name, record.name);
        bag.findings.push(note("P152", "", message, "内容以封签为准；归档时请恢复原名"));
    }
}

fn signatures(bag: &mut Inspection<'_, '_, '_>, seal: &[u8], record: Option<&SealRecord>) -> Result<(), ArchiveError> {
    let beside = match bag.small(CERTIFICATE)? {
        Some((pem, _)) => match signature::certificate(&pem) {
            Ok(read) => Some(read),
            Err(reason) => {
                bag.findings.push(error("P150", CERTIFICATE, format!("签名证书{reason}"), ASK));
                None
            }
        },
        None => None,
    };
    if let Some((certificate, fingerprint)) = &beside {
        bag.facts.certificate_sha256 = Some(fingerprint.clone());
        bag.facts.certificate_subject = Some(signature::subject(certificate));
        if record.is_some_and(|r| r.certificate_sha256 != *fingerprint) {
            let message = "包里的签名证书不是封签写明的那一份";
            bag.findings.push(error("P150", CERTIFICATE, message, ASK));
        }
    }
    bag.facts.cms = match bag.small(SEAL_CMS)? {
        None if bag.has(SEAL_CMS) => SignatureState::Bad,
        None => {
            bag.findings.push(unsigned(SEAL_CMS, "P146"));
            SignatureState::Absent
        }
        Some((der, _)) => match signature::cms(&der, seal) {
            Err(Refusal::Unknown(reason)) if beside.as_ref().is_some_and(|(c, _)| signature::is_p256(c)) => {
                refused(bag, Refusal::Bad(reason), SEAL_CMS, "P147")
            }
            Err(refusal) => refused(bag, refusal, SEAL_CMS, "P147"),
            Ok(inner) => match &beside {
                Some((outer, _)) if *outer != inner => {
                    let message = "封签.p7s 里的证书与固化信息中的签名证书不同";
                    bag.findings.push(error("P150", SEAL_CMS, message, ASK));
                    SignatureState::Bad
                }
                None if record.is_some_and(|r| signature::fingerprint(&inner).as_ref() != Some(&r.certificate_sha256)) => {
                    bag.findings.push(error("P150", SEAL_CMS, "封签.p7s 里的证书不是封签写明的那一份", ASK));
                    SignatureState::Bad
                }
                _ => SignatureState::Good,
            },
        },
    };
    let public = bag.small(SM2_PUBLIC)?;
    bag.facts.sm2 = match (bag.small(SEAL_SM2)?, public) {
        (None, _) if bag.has(SEAL_SM2) => SignatureState::Bad,
        (None, _) => {
            bag.findings.push(unsigned(SEAL_SM2, "P148"));
            SignatureState::Absent
        }
        (Some(_), None) => {
            let message = "没有 SM2 公钥，封签.sm2sig 没有核对";
            bag.findings.push(warning("P151", SEAL_SM2, message, "请向移交单位索取固化信息/sm2.pub"));
            SignatureState::Unchecked
        }
        (Some((der, _)), Some((pem, _))) => {
            if record.is_some_and(|r| signature::sm2_fingerprint(&pem).as_ref() != Ok(&r.sm2_sha256)) {
                bag.findings.push(error("P150", SM2_PUBLIC, "包里的 SM2 公钥不是封签写明的那一份", ASK));
            }
            match signature::sm2(&der, &pem, seal) {
                Err(refusal) => refused(bag, refusal, SEAL_SM2, "P149"),
                Ok(()) => SignatureState::Good,
            }
        }
    };
    let states = [bag.facts.cms, bag.facts.sm2];
    if states.contains(&SignatureState::Bad) && !states.contains(&SignatureState::Good) {
        let message = "没有一个签名认得封签.json 现在的内容：封签被改动，或签名不是它的";
        bag.findings.push(error("P153", SEAL_JSON, message, ASK));
    }
    Ok(())
}

fn unsigned(file: &str, code: &str) -> Finding {
    let message = format!("没有“{file}”，封签少一个签名");
    warning(code, file, message, "内容和封签仍可核对；请与纸质交接单上的摘要对照")
}

fn refused(bag: &mut Inspection<'_, '_, '_>, refusal: Refusal, file: &str, code: &str) -> SignatureState {
    match refusal {
        Refusal::Bad(reason) => {
            bag.findings.push(error(code, file, format!("“{file}”核对不通过：{reason}"), ASK));
            SignatureState::Bad
        }
        Refusal::Unknown(reason) => {
            let message = format!("“{file}”没有核对：{reason}，本程序不认");
            bag.findings.push(warning("P151", file, message, "请按固化信息/校验方法.txt 用 openssl 核对"));
            SignatureState::Unchecked
        }
    }
}
