//! Judges the two detached signatures over a seal record. Strict: a field nothing depends on must still be what it was.
//!
//! It proves that the seal was not altered since the holder of the key signed. Who that holder is, only paper tells.

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use sha2::{Digest as _, Sha256};
use signature::Verifier as _;
use sm2::pkcs8::DecodePublicKey as _;
use sm2::pkcs8::EncodePublicKey as _;
use x509_cert::Certificate;
use x509_cert::der::asn1::{ObjectIdentifier, OctetString};
use x509_cert::der::referenced::OwnedToRef as _;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::digest::hex;
use crate::layout::SM2_DISTID;
use crate::signer::{ID_DATA, ID_SHA256};

const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const ID_CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const ID_MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const ID_ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Why a signature was not accepted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does not fit the seal.
    Bad(String),
    /// Another algorithm than ours; stock tools must judge.
    Unknown(String),
}

fn bad<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Bad(reason.into()))
}

/// The certificate beside the package, and its fingerprint (SHA-256 over DER).
pub(crate) fn certificate(pem: &[u8]) -> Result<(Certificate, String), String> {
    let certificate = Certificate::from_pem(pem).map_err(|e| format!("不是 PEM 证书（{e}）"))?;
    let der = certificate.to_der().map_err(|e| e.to_string())?;
    Ok((certificate, hex(&Sha256::digest(der))))
}

/// Fingerprint of a certificate, SHA-256 over DER.
pub(crate) fn fingerprint(certificate: &Certificate) -> Option<String> {
    certificate.to_der().ok().map(|der| hex(&Sha256::digest(der)))
}

/// Whether a certificate's key is of our kind, so that a signature of any other kind cannot be its own.
pub(crate) fn is_p256(certificate: &Certificate) -> bool {
    p256::ecdsa::VerifyingKey::try_from(certificate.tbs_certificate().subject_public_key_info().owned_to_ref()).is_ok()
}

/// Name in a certificate as text.
pub(crate) fn subject(certificate: &Certificate) -> String {
    certificate.tbs_certificate().subject().to_string()
}

/// The fingerprint of an SM2 public key, SHA-256 over DER.
pub(crate) fn sm2_fingerprint(pem: &[u8]) -> Result<String, String> {
    let key = sm2_key(pem)?;
    let der = key.to_public_key_der().map_err(|e| e.to_string())?;
    Ok(hex(&Sha256::digest(der.as_bytes())))
}

fn sm2_key(pem: &[u8]) -> Result<sm2::PublicKey, String> {
    let text = std::str::from_utf8(pem).map_err(|_| "不是文本".to_owned())?;
    sm2::PublicKey::from_public_key_pem(text).map_err(|e| format!("不是 SM2 公钥（{e}）"))
}

/// Judges `封签.p7s` over the bytes of the seal; gives the signer's certificate.
pub(crate) fn cms(der: &[u8], content: &[u8]) -> Result<Certificate, Refusal> {
    let read = |e: x509_cert::der::Error| Refusal::Bad(format!("不是 CMS 签名（{e}）"));
    let outer = ContentInfo::from_der(der).map_err(read)?;
    if outer.content_type != ID_SIGNED_DATA {
        return bad("不是 CMS 签名数据");
    }
    let data: SignedData = outer.content.decode_as().map_err(read)?;
    if data.encap_content_info.econtent_type != ID_DATA || data.encap_content_info.econtent.is_some() {
        return bad("不是分离式签名");
    }
    let mut infos = data.signer_infos.0.iter();
    let (Some(info), None) = (infos.next(), infos.next()) else {
        return bad("应恰好有一个签名人");
    };
    let certificates = data.certificates.iter().flat_map(|set| set.0.iter());
    let mut certificates = certificates.filter_map(|c| if let CertificateChoices::Certificate(c) = c { Some(c) } else { None });
    let Some(certificate) = certificates.find(|c| is_of(info, c)) else {
        return bad("签名里没有签名人的证书");
    };
    if info.signature_algorithm.oid != ID_ECDSA_SHA256 || !is_sha256(&info.digest_alg) {
        return Err(Refusal::Unknown(format!("签名算法是{}", info.signature_algorithm.oid)));
    }
    let version = if matches!(info.sid, SignerIdentifier::IssuerAndSerialNumber(_)) { CmsVersion::V1 } else { CmsVersion::V3 };
    let plain = data.version == version && info.version == version && data.crls.is_none() && info.unsigned_attrs.is_none();
    if !plain || data.digest_algorithms.len() != 1 || !data.digest_algorithms.iter().all(is_sha256) {
        return bad("签名结构中有与签名无关的改动");
    }
    if info.signature_algorithm.parameters.is_some() {
        return bad("签名算法带了不该有的参数");
    }
    check_attributes(info, content)?;
    let Some(attributes) = &info.signed_attrs else {
        return bad("缺少签名属性");
    };
    let signed = attributes.to_der().map_err(read)?;
    let key = p256::ecdsa::VerifyingKey::try_from(certificate.tbs_certificate().subject_public_key_info().owned_to_ref())
        .map_err(|_| Refusal::Unknown("证书的公钥不是 P-256".into()))?;
    let signature = p256::ecdsa::DerSignature::try_from(info.signature.as_bytes())
        .map_err(|_| Refusal::Bad("签名值不是 ECDSA 签名".into()))?;
    match key.verify(&signed, &signature) {
        Ok(()) => Ok(certificate.clone()),
        Err(_) => bad("签名值与证书、内容不符"),
    }
}

fn is_sha256(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.oid == ID_SHA256 && algorithm.parameters.as_ref().is_none_or(x509_cert::der::asn1::Any::is_null)
}

fn is_of(info: &SignerInfo, certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    match &info.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => id.issuer == *tbs.issuer() && id.serial_number == *tbs.serial_number(),
        SignerIdentifier::SubjectKeyIdentifier(_) => SignerIdentifier::from(certificate) == info.sid,
    }
}

fn check_attributes(info: &SignerInfo, content: &[u8]) -> Result<(), Refusal> {
    let attributes: Vec<_> = info.signed_attrs.iter().flat_map(|set| set.iter()).collect();
    let one = |oid: ObjectIdentifier| {
        let mut same = attributes.iter().filter(|a| a.oid == oid);
        match (same.next(), same.next()) {
            (Some(a), None) if a.values.len() == 1 => a.values.get(0),
            _ => None,
        }
    };
    let kind = one(ID_CONTENT_TYPE).and_then(|v| v.decode_as::<ObjectIdentifier>().ok());
    if kind != Some(ID_DATA) {
        return bad("签名属性中的内容类型不符");
    }
    let digest = one(ID_MESSAGE_DIGEST).and_then(|v| v.decode_as::<OctetString>().ok());
    if digest.as_ref().map(OctetString::as_bytes) != Some(Sha256::digest(content).as_slice()) {
        return bad("签的不是这份封签（内容摘要不符）");
    }
    Ok(())
}

/// Judges `封签.sm2sig` over the bytes of the seal.
pub(crate) fn sm2(der: &[u8], public_pem: &[u8], content: &[u8]) -> Result<(), Refusal> {
    let key = sm2_key(public_pem).map_err(Refusal::Bad)?;
    let key = sm2::dsa::VerifyingKey::new(SM2_DISTID, key).map_err(|_| Refusal::Bad("SM2 公钥不能使用".into()))?;
    let signature = sm2::dsa::Signature::from_der(der).map_err(|_| Refusal::Bad("不是 SM2 签名值".into()))?;
    if signature.to_der().as_bytes() != der {
        return bad("签名值之外还有别的字节");
    }
    key.verify(content, &signature).map_err(|_| Refusal::Bad("签名值与公钥、内容不符".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Signer;

    #[test]
    fn no_bit_of_a_signature_and_no_byte_of_the_content_may_change() {
        let signer = Signer::generate("某县委组织部 档案封签").unwrap();
        let content = b"{}\n";
        let good = signer.sign_cms(content).unwrap();
        let inside = cms(&good, content).unwrap();
        for bit in 0..good.len() * 8 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            // The embedded certificate is compared with the one beside it; everything else must fail here.
            if let Ok(other) = cms(&flipped, content) {
                assert_ne!(other, inside, "bit {bit} of the CMS changed nothing");
            }
        }
        let public = signer.sm2_public_pem().unwrap();
        let good = signer.sign_sm2(content).unwrap();
        assert_eq!(sm2(&good, public.as_bytes(), content), Ok(()));
        for bit in 0..good.len() * 8 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(sm2(&flipped, public.as_bytes(), content).is_err(), "bit {bit} of the SM2 signature");
        }
        assert!(cms(&signer.sign_cms(content).unwrap(), b"{}").is_err());
        assert!(sm2(&good, public.as_bytes(), b"{}").is_err());
    }
}
