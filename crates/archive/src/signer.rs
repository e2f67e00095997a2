//! The sealer's keys: P-256 with a self-signed certificate, SM2 beside it, and what they sign.
//!
//! Signatures are deterministic (RFC 6979 for both curves), so the same plan gives the same bytes. Both keys are kept as encrypted PKCS#8
//! (PBES2: scrypt, AES-256-CBC) in one PEM file that only its owner reads, wrapped by the sealer's passphrase (`archive.md` §6.2): whoever
//! copies the folder has no seal of the office. One file, so that a change of passphrase is one rename and never half done. Workspaces of
//! earlier versions have two bare files; they are wrapped at the next sealing.

use std::path::Path;

use cms::builder::{SignedDataBuilder, SignerInfoBuilder};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier};
use jishi_core::passphrase;
use p256::elliptic_curve::Generate as _;
use sha2::{Digest as _, Sha256};
use signature::Signer as _;
use sm2::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use ts_rs::TS;
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _, EncodePem as _, Tag};
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use crate::ArchiveError;
use crate::digest::hex;
use crate::layout::SM2_DISTID;

pub(crate) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(crate) const ID_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Both private keys, wrapped: first P-256, then SM2.
const KEYS: &str = "封签私钥.pem";
/// Bare keys, as earlier versions kept them.
const BARE_P256: &str = "签名私钥.pem";
const BARE_SM2: &str = "sm2私钥.pem";
const CERTIFICATE_FILE: &str = "签名证书.pem";
const SM2_PUBLIC_FILE: &str = "sm2.pub";
/// A key file is a few hundred bytes.
const KEY_CAP: u64 = 1 << 16;

/// Keys and certificate of whoever seals.
pub struct Signer {
    p256: p256::ecdsa::SigningKey,
    sm2: sm2::SecretKey,
    certificate: Certificate,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys never reach a log.
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

fn key_error(act: &str, error: impl std::fmt::Display) -> ArchiveError {
    ArchiveError::Key(format!("{act}（{error}）"))
}

/// Subject and issuer are one; the key signs and nothing else.
struct SealProfile {
    subject: Name,
}

impl BuilderProfile for SealProfile {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _spk: SubjectPublicKeyInfoRef<'_>,
        _issuer_spk: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let usage = KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation);
        Ok(vec![usage.to_extension(tbs.subject(), &[])?])
    }
}

fn common_name(subject: &str) -> Result<Name, ArchiveError> {
    let build = || -> x509_cert::der::Result<Name> {
        let value = Any::new(Tag::Utf8String, subject.as_bytes())?;
        let rdn = RelativeDistinguishedName::try_from(vec![AttributeTypeAndValue { oid: COMMON_NAME, value }])?;
        Name::from_der(&RdnSequence::from(vec![rdn]).to_der()?)
    };
    build().map_err(|e| key_error("证书名称不能使用", e))
}

impl Signer {
    /// Makes new keys and a self-signed certificate. `subject` is who seals, such as “某县委组织部 档案封签”.
    ///
    /// The certificate has no expiry (RFC 5280 §4.1.2.5: 99991231235959Z): it must verify in thirty years.
    ///
    /// # Errors
    /// When the system gives no randomness or the subject cannot stand in a certificate.
    pub fn generate(subject: &str) -> Result<Signer, ArchiveError> {
        let p256 = p256::ecdsa::SigningKey::try_generate().map_err(|e| key_error("系统没有给出随机数", e))?;
        let sm2 = sm2::SecretKey::try_generate().map_err(|e| key_error("系统没有给出随机数", e))?;
        let mut serial = [0_u8; 16];
        getrandom::fill(&mut serial).map_err(|e| key_error("系统没有给出随机数", e))?;
        // Positive and never shortened by DER.
        if let Some(first) = serial.first_mut() {
            *first = (*first & 0x3f) | 0x40;
        }
        let certificate = self_signed(&p256, subject, &serial)?;
        Ok(Signer { p256, sm2, certificate })
    }

    /// Unwraps the keys of a folder; bare ones of an earlier version need no passphrase.
    ///
    /// # Errors
    /// [`ArchiveError::Passphrase`] when it does not open them; when a file is missing, is no key, or certificate and key do not belong
    /// together.
    pub fn load(dir: &Path, passphrase: &str) -> Result<Signer, ArchiveError> {
        let (p256, sm2) = match kept(dir)? {
            Kept::None => return Err(ArchiveError::Key("还没有封签密钥".into())),
            Kept::Bare => {
                let p256 = p256::SecretKey::from_pkcs8_pem(&text(dir, BARE_P256)?).map_err(|e| key_error("签名私钥读不出", e))?;
                let sm2 = sm2::SecretKey::from_pkcs8_pem(&text(dir, BARE_SM2)?).map_err(|e| key_error("SM2 私钥读不出", e))?;
                (p256, sm2)
            }
            Kept::Wrapped => {
                let both = text(dir, KEYS)?;
                let second = both.rfind(PEM_HEAD).filter(|at| *at > 0);
                let (p256, sm2) = second
                    .and_then(|at| both.split_at_checked(at))
                    .ok_or_else(|| ArchiveError::Key(format!("“{KEYS}”不完整，请从备份恢复工作区的“密钥”文件夹")))?;
                let p256 = p256::SecretKey::from_pkcs8_encrypted_pem(p256, passphrase).map_err(opening)?;
                (p256, sm2::SecretKey::from_pkcs8_encrypted_pem(sm2, passphrase).map_err(opening)?)
            }
        };
        let certificate = Certificate::from_pem(text(dir, CERTIFICATE_FILE)?).map_err(|e| key_error("签名证书读不出", e))?;
        let p256 = p256::ecdsa::SigningKey::from(p256);
        let own = SubjectPublicKeyInfo::from_key(p256.verifying_key()).map_err(|e| key_error("公钥不能编码", e))?;
        if *certificate.tbs_certificate().subject_public_key_info() != own {
            return Err(ArchiveError::Key("签名证书与签名私钥不是一对，请恢复同一次备份中的密钥文件".into()));
        }
        Ok(Signer { p256, sm2, certificate })
    }

    /// Writes wrapped keys and the certificate into a folder; files that exist are never replaced. The keys get mode 0600 on unix.
    ///
    /// # Errors
    /// [`ArchiveError::Passphrase`] when it is too short; when the folder cannot be written or already holds keys; files written by this
    /// call are then removed again.
    pub fn save(&self, dir: &Path, passphrase: &str) -> Result<(), ArchiveError> {
        let keys = self.wrapped(passphrase)?;
        jishi_fs::create_dir_all(dir)?;
        let certificate = self.certificate_pem()?;
        let public = self.sm2_public_pem()?;
        let files: [(&str, &str, bool); 3] =
            [(KEYS, &keys, true), (CERTIFICATE_FILE, &certificate, false), (SM2_PUBLIC_FILE, &public, false)];
        let mut written: Vec<std::path::PathBuf> = Vec::new();
        for (name, text, secret) in files {
            let path = dir.join(name);
            let done = if secret {
                jishi_fs::write_secret_new(&path, text.as_bytes())
            } else {
                jishi_fs::write_new(&path, text.as_bytes())
            };
            if let Err(error) = done {
                for path in &written {
                    let _ = jishi_fs::remove_file(path);
                }
                return Err(error.into());
            }
            written.push(path);
        }
        jishi_fs::sync_dir(dir)?;
        Ok(())
    }

    /// Wraps the keys of a folder anew, the bare ones of an earlier version too. Until the last rename the old passphrase holds, after it
    /// the new one; bare files go only then.
    ///
    /// # Errors
    /// [`ArchiveError::Passphrase`] when it is too short; when the folder cannot be written.
    pub fn wrap_anew(&self, dir: &Path, passphrase: &str) -> Result<(), ArchiveError> {
        let keys = self.wrapped(passphrase)?;
        jishi_fs::write_secret_atomic(&dir.join(KEYS), keys.as_bytes())?;
        clear_bare(dir)
    }

    fn wrapped(&self, passphrase: &str) -> Result<String, ArchiveError> {
        if passphrase.chars().count() < passphrase::SHORTEST {
            return Err(ArchiveError::Passphrase(format!("封签口令至少 {} 个字", passphrase::SHORTEST)));
        }
        let p256 = p256::SecretKey::from(self.p256.as_nonzero_scalar());
        let p256 = p256.to_pkcs8_encrypted_pem(passphrase, LineEnding::LF).map_err(|e| key_error("签名私钥不能加密", e))?;
        let sm2 = self.sm2.to_pkcs8_encrypted_pem(passphrase, LineEnding::LF).map_err(|e| key_error("SM2 私钥不能加密", e))?;
        Ok(format!("{}{}", *p256, *sm2))
    }

    /// The certificate, PEM.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn certificate_pem(&self) -> Result<String, ArchiveError> {
        self.certificate.to_pem(LineEnding::LF).map_err(|e| key_error("签名证书不能编码", e))
    }

    /// The SM2 public key, PEM.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn sm2_public_pem(&self) -> Result<String, ArchiveError> {
        self.sm2.public_key().to_public_key_pem(LineEnding::LF).map_err(|e| key_error("SM2 公钥不能编码", e))
    }

    /// SHA-256 over the DER of the certificate, lower-case hex: the fingerprint that is registered on paper.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn certificate_fingerprint(&self) -> Result<String, ArchiveError> {
        fingerprint(&self.certificate)
    }

    /// SHA-256 over the DER of the SM2 public key, lower-case hex.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn sm2_fingerprint(&self) -> Result<String, ArchiveError> {
        let der = self.sm2.public_key().to_public_key_der().map_err(|e| key_error("SM2 公钥不能编码", e))?;
        Ok(hex(&Sha256::digest(der.as_bytes())))
    }

    /// Detached CMS over bytes (ECDSA P-256 with SHA-256, certificate inside), DER.
    ///
    /// # Errors
    /// When the structure cannot be built.
    pub fn sign_cms(&self, content: &[u8]) -> Result<Vec<u8>, ArchiveError> {
        let fail = |e: &dyn std::fmt::Display| ArchiveError::Key(format!("封签不能签名（{e}）"));
        let algorithm = AlgorithmIdentifierOwned { oid: ID_SHA256, parameters: None };
        let outside = EncapsulatedContentInfo { econtent_type: ID_DATA, econtent: None };
        let tbs = self.certificate.tbs_certificate();
        let identifier = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        });
        let digest = Sha256::digest(content);
        let info = SignerInfoBuilder::new(identifier, algorithm.clone(), &outside, Some(&digest)).map_err(|e| fail(&e))?;
        let mut builder = SignedDataBuilder::new(&outside);
        builder.add_digest_algorithm(algorithm).map_err(|e| fail(&e))?;
        builder.add_certificate(CertificateChoices::Certificate(self.certificate.clone())).map_err(|e| fail(&e))?;
        builder.add_signer_info::<p256::ecdsa::SigningKey, p256::ecdsa::DerSignature>(info, &self.p256).map_err(|e| fail(&e))?;
        builder.build().map_err(|e| fail(&e))?.to_der().map_err(|e| fail(&e))
    }

    /// Raw SM2-with-SM3 over bytes, DER, user identity [`SM2_DISTID`].
    ///
    /// # Errors
    /// When signing fails.
    pub fn sign_sm2(&self, content: &[u8]) -> Result<Vec<u8>, ArchiveError> {
        let key = sm2::dsa::SigningKey::new(SM2_DISTID, &self.sm2).map_err(|e| key_error("SM2 私钥不能使用", e))?;
        let signature: sm2::dsa::Signature = key.try_sign(content).map_err(|e| key_error("SM2 签名失败", e))?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

/// Removes the bare keys of a folder whose keys are wrapped: what a kill in the midst of wrapping leaves.
///
/// # Errors
/// When they cannot be removed.
pub fn clear_bare(dir: &Path) -> Result<(), ArchiveError> {
    if kept(dir)? != Kept::Wrapped {
        return Ok(());
    }
    for bare in [BARE_P256, BARE_SM2].map(|name| dir.join(name)) {
        if jishi_fs::kind(&bare)?.is_some() {
            jishi_fs::remove_file(&bare)?;
        }
    }
    Ok(jishi_fs::sync_dir(dir)?)
}

const PEM_HEAD: &str = "-----BEGIN";

/// How the keys of a folder are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// 还没有密钥
    None,
    /// 没有口令保护
    Bare,
    /// 有口令保护
    Wrapped,
}

/// How the keys of a folder are kept. Where both stand, a change of passphrase was cut off after its rename: the wrapped ones count.
///
/// # Errors
/// When the folder cannot be read.
pub fn kept(dir: &Path) -> Result<Kept, ArchiveError> {
    if jishi_fs::kind(&dir.join(KEYS))?.is_some() {
        return Ok(Kept::Wrapped);
    }
    Ok(if jishi_fs::kind(&dir.join(BARE_P256))?.is_some() { Kept::Bare } else { Kept::None })
}

/// SHA-256 of the certificate of a folder, lower-case hex, without asking for the passphrase; None before there are keys.
///
/// # Errors
/// When the certificate cannot be read.
pub fn certificate_of(dir: &Path) -> Result<Option<String>, ArchiveError> {
    if jishi_fs::kind(&dir.join(CERTIFICATE_FILE))?.is_none() {
        return Ok(None);
    }
    let certificate = Certificate::from_pem(text(dir, CERTIFICATE_FILE)?).map_err(|e| key_error("签名证书读不出", e))?;
    fingerprint(&certificate).map(Some)
}

fn fingerprint(certificate: &Certificate) -> Result<String, ArchiveError> {
    Ok(hex(&Sha256::digest(certificate.to_der().map_err(|e| key_error("签名证书不能编码", e))?)))
}

fn text(dir: &Path, name: &str) -> Result<String, ArchiveError> {
    let bytes = jishi_fs::read_capped(&dir.join(name), KEY_CAP)?;
    String::from_utf8(bytes).map_err(|e| key_error(&format!("“{name}”不是文本"), e))
}

/// A wrong passphrase shows as a padding that is none; what else can be wrong with the file is not told apart from it.
fn opening(_: pkcs8::Error) -> ArchiveError {
    ArchiveError::Passphrase("封签口令不对，打不开封签密钥".into())
}

fn self_signed(key: &p256::ecdsa::SigningKey, subject: &str, serial: &[u8]) -> Result<Certificate, ArchiveError> {
    let build = || -> x509_cert::builder::Result<Certificate> {
        let public = SubjectPublicKeyInfo::from_key(key.verifying_key())?;
        let validity = Validity::new(day_before_now()?, Time::INFINITY);
        let profile = SealProfile { subject: common_name(subject).map_err(|_| x509_cert::builder::Error::MissingAttributes)? };
        let builder = CertificateBuilder::new(profile, SerialNumber::new(serial)?, validity, public)?;
        builder.build::<_, p256::ecdsa::DerSignature>(key)
    };
    build().map_err(|e| key_error("签名证书做不出", e))
}

/// A day back, so that a receiver whose clock runs behind does not find the certificate “not yet valid”.
fn day_before_now() -> x509_cert::der::Result<Time> {
    let now = std::time::SystemTime::now();
    Time::try_from(now.checked_sub(std::time::Duration::from_secs(24 * 60 * 60)).unwrap_or(now))
}
