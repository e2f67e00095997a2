//! The sealer's keys: P-256 with a self-signed certificate, SM2 beside it, and what they sign.
//!
//! Signatures are deterministic (RFC 6979 for both curves), so the same plan gives the same bytes. Keys are kept as PKCS#8
//! PEM in files that only their owner reads; they are not yet wrapped by a passphrase.

use std::path::Path;

use cms::builder::{SignedDataBuilder, SignerInfoBuilder};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier};
use p256::elliptic_curve::Generate as _;
use sha2::{Digest as _, Sha256};
use signature::Signer as _;
use sm2::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
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

const P256_KEY: &str = "签名私钥.pem";
const SM2_KEY: &str = "sm2私钥.pem";
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

    /// Reads keys and certificate that [`Signer::save`] wrote.
    ///
    /// # Errors
    /// When a file is missing, is not a key, or certificate and key do not belong together.
    pub fn load(dir: &Path) -> Result<Signer, ArchiveError> {
        let text = |name: &str| -> Result<String, ArchiveError> {
            let bytes = jishi_fs::read_capped(&dir.join(name), KEY_CAP)?;
            String::from_utf8(bytes).map_err(|e| key_error(&format!("“{name}”不是文本"), e))
        };
        let p256 = p256::SecretKey::from_pkcs8_pem(&text(P256_KEY)?).map_err(|e| key_error("签名私钥读不出", e))?;
        let sm2 = sm2::SecretKey::from_pkcs8_pem(&text(SM2_KEY)?).map_err(|e| key_error("SM2 私钥读不出", e))?;
        let certificate = Certificate::from_pem(text(CERTIFICATE_FILE)?).map_err(|e| key_error("签名证书读不出", e))?;
        let p256 = p256::ecdsa::SigningKey::from(p256);
        let own = SubjectPublicKeyInfo::from_key(p256.verifying_key()).map_err(|e| key_error("公钥不能编码", e))?;
        if *certificate.tbs_certificate().subject_public_key_info() != own {
            return Err(ArchiveError::Key("签名证书与签名私钥不是一对，请恢复同一次备份中的密钥文件".into()));
        }
        Ok(Signer { p256, sm2, certificate })
    }

    /// Writes keys and certificate into a folder; files that exist are never replaced. Private keys get mode 0600 on unix.
    ///
    /// # Errors
    /// When the folder cannot be written or already holds keys; files written by this call are then removed again.
    pub fn save(&self, dir: &Path) -> Result<(), ArchiveError> {
        jishi_fs::create_dir_all(dir)?;
        let p256 = p256::SecretKey::from(self.p256.as_nonzero_scalar());
        let p256 = p256.to_pkcs8_pem(LineEnding::LF).map_err(|e| key_error("签名私钥不能编码", e))?;
        let sm2 = self.sm2.to_pkcs8_pem(LineEnding::LF).map_err(|e| key_error("SM2 私钥不能编码", e))?;
        let certificate = self.certificate_pem()?;
        let public = self.sm2_public_pem()?;
        let files: [(&str, &str, bool); 4] = [
            (P256_KEY, &p256, true),
            (SM2_KEY, &sm2, true),
            (CERTIFICATE_FILE, &certificate, false),
            (SM2_PUBLIC_FILE, &public, false),
        ];
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
        Ok(hex(&Sha256::digest(self.certificate.to_der().map_err(|e| key_error("签名证书不能编码", e))?)))
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
