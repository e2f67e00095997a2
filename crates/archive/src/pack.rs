//! Writes a plan as a package: staged beside the target, hashed in one read, read back, sealed last, published by a rename.
//!
//! Whatever goes wrong before the rename, the target does not exist and nothing half-made remains; only a kill leaves a `.partial`, which
//! [`crate::clear_unfinished`] removes. When the disk fails after the rename the package stands, whole and sealed.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use jishi_core::finding::{Finding, Level};

use crate::digest::{CHUNK, Digests, Family, Hasher, Wanted, of_bytes, sm3_hex};
use crate::layout::{
    BAG_INFO, BAGIT, BAGIT_TEXT, CERTIFICATE, DATA, MANIFEST_256, MANIFEST_512, METHOD, SEAL_CMS, SEAL_JSON, SEAL_SM2, SEAL_TEXT,
    SM2_PUBLIC, SM3_LIST, TAGMANIFEST_256, TAGMANIFEST_512, bag_info, manifest,
};
use crate::plan::{PackagePlan, PayloadFile, Source, parse_time};
use crate::seal::SealRecord;
use crate::signer::Signer;
use crate::sink::{FolderSink, Sink, ZipSink};
use crate::staging::Staging;
use crate::verify::reread;
use crate::{ArchiveError, Listener, Meter, Phase, method};

/// One folder or one zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Folder,
    Zip,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The package: a folder, or a file ending in `.zip`.
    pub path: PathBuf,
    pub record: SealRecord,
    /// SHA-256 of 封签.json: goes on paper, and into the next seal.
    pub seal_sha256: String,
    /// SM3 of 封签.json.
    pub seal_sm3: String,
    /// Digest of every payload file, by path under `data/`.
    pub payload: BTreeMap<String, Digests>,
}

/// Packs a plan into the folder `destination`, as `<name>` or `<name>.zip`.
///
/// # Errors
/// [`ArchiveError`]; no `.partial` remains, and the target does not exist, unless the disk failed after the rename: then the whole package
/// stands there.
pub fn write(
    plan: &PackagePlan,
    destination: &Path,
    form: Form,
    signer: &Signer,
    progress: &mut Listener<'_>,
) -> Result<Packed, ArchiveError> {
    let errors: Vec<Finding> = plan.check().into_iter().filter(|f| f.level == Level::Error).collect();
    if !errors.is_empty() {
        return Err(ArchiveError::PlanRefused(errors));
    }
    let target = match form {
        Form::Folder => destination.join(&plan.name),
        Form::Zip => destination.join(format!("{}.zip", plan.name)),
    };
    if jishi_fs::kind(&target)?.is_some() {
        return Err(ArchiveError::TargetExists(target));
    }
    let sizes = source_sizes(plan)?;
    let payload_bytes: u64 = sizes.iter().sum();
    // The read back takes as many bytes again. A little stays for the lists, so that the end is reached at the end.
    let mut meter = Meter::new(progress, payload_bytes.saturating_mul(2).saturating_add(1));
    let staging = Staging::open(destination, &plan.name)?;
    let staged = staging.package();
    let packed = match form {
        Form::Folder => {
            let mut sink = FolderSink::create(&staged)?;
            let packed = write_all(plan, &sizes, signer, &mut sink, &mut meter)?;
            meter.step(Phase::Sync, &plan.name, 0)?;
            sink.finish()?;
            packed
        }
        Form::Zip => {
            let mut sink = ZipSink::create(&staged, &plan.name)?;
            let packed = write_all(plan, &sizes, signer, &mut sink, &mut meter)?;
            meter.step(Phase::Sync, &plan.name, 0)?;
            sink.finish()?;
            packed
        }
    };
    // The judge of every package, seal and signatures included, before the package has its name.
    let faults = reread(&staged, &mut meter)?;
    if !faults.is_empty() {
        return Err(ArchiveError::RereadFailed(faults));
    }
    meter.step(Phase::Seal, SEAL_JSON, 1)?;
    staging.publish(&target)?;
    Ok(Packed { path: target, ..packed })
}

fn source_sizes(plan: &PackagePlan) -> Result<Vec<u64>, ArchiveError> {
    let size = |file: &PayloadFile| match &file.source {
        Source::File(path) => jishi_fs::size(path),
        Source::Bytes(bytes) => Ok(bytes.len() as u64),
    };
    plan.payload.iter().map(|f| size(f).map_err(ArchiveError::from)).collect()
}

/// Payload, then lists and keys, then tag manifests, then the seal: each holds what came before it.
fn write_all(
    plan: &PackagePlan,
    sizes: &[u64],
    signer: &Signer,
    sink: &mut dyn Sink,
    meter: &mut Meter<'_, '_>,
) -> Result<Packed, ArchiveError> {
    let payload = write_payload(plan, sizes, sink, meter)?;
    let bytes: u64 = payload.values().map(|d| d.size).sum();
    let files = payload.len() as u64;
    let listed: BTreeMap<String, Digests> = payload.iter().map(|(p, d)| (format!("{DATA}{p}"), d.clone())).collect();
    let fingerprints = (signer.certificate_fingerprint()?, signer.sm2_fingerprint()?);

    let mut tags: BTreeMap<&str, Vec<u8>> = BTreeMap::from([
        (BAGIT, BAGIT_TEXT.as_bytes().to_vec()),
        (BAG_INFO, bag_info(&labels(plan, bytes, files)).into_bytes()),
        (MANIFEST_256, manifest(&listed, Family::Sha256).into_bytes()),
        (MANIFEST_512, manifest(&listed, Family::Sha512).into_bytes()),
        (SM3_LIST, manifest(&listed, Family::Sm3).into_bytes()),
        (METHOD, method::text(&fingerprints.0, &fingerprints.1).into_bytes()),
    ]);
    tags.extend(plan.tags.iter().map(|t| (t.path.as_str(), t.bytes.clone())));
    let tag_digests: BTreeMap<String, Digests> = tags.iter().map(|(p, b)| ((*p).to_owned(), of_bytes(b, Wanted::OURS))).collect();
    for (path, bytes) in &tags {
        put(sink, path, bytes)?;
    }

    // Outside the tag manifests: whoever takes the signatures off leaves a bag that is complete. The seal names their digests.
    let keys = [(CERTIFICATE, signer.certificate_pem()?.into_bytes()), (SM2_PUBLIC, signer.sm2_public_pem()?.into_bytes())];
    for (path, bytes) in &keys {
        put(sink, path, bytes)?;
    }
    let keys = keys.map(|(path, bytes)| (path, of_bytes(&bytes, Wanted::OURS)));

    let list_256 = manifest(&tag_digests, Family::Sha256).into_bytes();
    let list_512 = manifest(&tag_digests, Family::Sha512).into_bytes();
    put(sink, TAGMANIFEST_256, &list_256)?;
    put(sink, TAGMANIFEST_512, &list_512)?;

    let held = [(TAGMANIFEST_256, &of_bytes(&list_256, Wanted::OURS)), (TAGMANIFEST_512, &of_bytes(&list_512, Wanted::OURS))];
    let record = SealRecord::of(plan, (files, bytes), held, keys.each_ref().map(|(path, d)| (*path, d)), fingerprints);
    let seal = record.to_bytes().map_err(|e| ArchiveError::Key(format!("封签记录不能写成文本（{e}）")))?;
    put(sink, SEAL_JSON, &seal)?;
    put(sink, SEAL_TEXT, record.slip().as_bytes())?;
    put(sink, SEAL_CMS, &signer.sign_cms(&seal)?)?;
    put(sink, SEAL_SM2, &signer.sign_sm2(&seal)?)?;
    Ok(Packed { path: PathBuf::new(), record, seal_sha256: jishi_fs::sha256_hex(&seal), seal_sm3: sm3_hex(&seal), payload })
}

/// The plan's labels, then the counted ones.
fn labels(plan: &PackagePlan, bytes: u64, files: u64) -> Vec<(String, String)> {
    let date = parse_time(&plan.seal.sealed_at).map(|t| t.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let mut labels = plan.info.clone();
    for (label, value) in [
        ("External-Identifier", plan.seal.seal_no.clone()),
        ("Bagging-Date", date),
        ("Bag-Software-Agent", plan.seal.software.clone()),
        ("Payload-Oxum", format!("{bytes}.{files}")),
    ] {
        labels.push((label.to_owned(), value));
    }
    labels
}

fn write_payload(
    plan: &PackagePlan,
    sizes: &[u64],
    sink: &mut dyn Sink,
    meter: &mut Meter<'_, '_>,
) -> Result<BTreeMap<String, Digests>, ArchiveError> {
    let mut hasher = Hasher::new(Wanted::OURS);
    let mut order: Vec<(&PayloadFile, u64)> = plan.payload.iter().zip(sizes.iter().copied()).collect();
    // Sorted, so that the order of the caller's list does not show in the zip.
    order.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    let mut digests = BTreeMap::new();
    for (file, size) in order {
        sink.begin(&format!("{DATA}{}", file.path), size)?;
        match &file.source {
            Source::File(path) => {
                let mut reader = jishi_fs::open(path)?;
                pour(&mut reader, path, file, &mut hasher, sink, meter)?;
            }
            Source::Bytes(bytes) => pour(&mut bytes.as_slice(), Path::new(&file.path), file, &mut hasher, sink, meter)?,
        }
        sink.end()?;
        let found = hasher.finish();
        let changed = |detail: String| Err(ArchiveError::SourceChanged { path: file.path.clone(), detail });
        if found.size != size {
            return changed(format!("开始时{size}字节，读到{}字节", found.size));
        }
        if let Some(expected) = file.expected_sha256.as_ref().filter(|e| **e != found.sha256) {
            return changed(format!("登记的 SHA-256 是{expected}，读到的是{}", found.sha256));
        }
        digests.insert(file.path.clone(), found);
    }
    Ok(digests)
}

fn pour(
    reader: &mut dyn Read,
    path: &Path,
    file: &PayloadFile,
    hasher: &mut Hasher,
    sink: &mut dyn Sink,
    meter: &mut Meter<'_, '_>,
) -> Result<(), ArchiveError> {
    let mut buffer = vec![0_u8; CHUNK];
    loop {
        meter.step(Phase::Write, &file.path, 0)?;
        let n =
            reader.read(&mut buffer).map_err(|source| jishi_fs::FileError { act: "读取", path: path.to_owned(), source })?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else {
            return Ok(());
        };
        hasher.update(chunk);
        sink.write(chunk)?;
        meter.step(Phase::Write, &file.path, n as u64)?;
    }
}

fn put(sink: &mut dyn Sink, path: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
    sink.begin(path, bytes.len() as u64)?;
    sink.write(bytes)?;
    sink.end()
}
