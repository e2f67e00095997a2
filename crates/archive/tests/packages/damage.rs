//! Whatever is done to a sealed package, the verifier names the file it was done to.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::common::{copy_tree, files, full, lay, noise, overwrite, pack, plan, signer};
use jishi_archive::{Form, Report, SignatureState};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const NAME: &str = "FQ2024-0003_Z109_2024_GB";

fn names(report: &Report, file: &str) -> bool {
    report.findings.iter().any(|f| f.place.file.as_deref() == Some(file))
}

fn has(report: &Report, code: &str, file: &str) -> bool {
    report.findings.iter().any(|f| f.code == code && f.place.file.as_deref() == Some(file))
}

/// The same tree as a zip with the same base folder.
fn zipped(folder: &Path, to: &Path, method: CompressionMethod) -> PathBuf {
    let path = to.join(format!("{NAME}.zip"));
    let mut zip = ZipWriter::new(jishi_fs::create_new(&path).unwrap());
    for file in files(folder) {
        zip.start_file(format!("{NAME}/{file}"), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(&jishi_fs::read(&folder.join(&file)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// Does something to a fresh copy and judges it as a folder and as zips.
fn after(package: &Path, act: impl Fn(&Path)) -> Vec<Report> {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join(NAME);
    copy_tree(package, &copy);
    act(&copy);
    let stored = dir.path().join("stored");
    let deflated = dir.path().join("deflated");
    jishi_fs::create_dir(&stored).unwrap();
    jishi_fs::create_dir(&deflated).unwrap();
    let a = zipped(&copy, &stored, CompressionMethod::Stored);
    let b = zipped(&copy, &deflated, CompressionMethod::Deflated);
    [copy, a, b].iter().map(|path| full(path)).collect()
}

#[test]
fn a_flipped_bit_in_any_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    for (turn, file) in files(&packed.path).into_iter().enumerate() {
        let path = packed.path.join(&file);
        let good = jishi_fs::read(&path).unwrap();
        if good.is_empty() {
            continue;
        }
        let bits = good.len() * 8;
        let turns = noise(3 * 14, turn as u64 + 1);
        let places = turns.chunks(3).map(|c| c.iter().fold(0_usize, |n, b| n << 8 | usize::from(*b)) % bits);
        for bit in places {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            overwrite(&path, &bad);
            let report = full(&packed.path);
            assert!(!report.passed(), "{file} bit {bit} was not noticed");
            assert!(names(&report, &file), "{file} bit {bit} was not named: {:?}", report.findings);
            assert!(!report.facts.sealed);
        }
        overwrite(&path, &good);
    }
    assert_eq!(full(&packed.path).findings, vec![]);
}

#[test]
fn a_missing_renamed_emptied_cut_or_lengthened_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    for file in files(&packed.path) {
        for report in after(&packed.path, |p| jishi_fs::remove_file(&p.join(&file)).unwrap()) {
            assert!(names(&report, &file), "deleted {file}: {:?}", report.findings);
        }
        let size = jishi_fs::size(&packed.path.join(&file)).unwrap();
        let cut = |p: &Path, n: u64| {
            let bytes = jishi_fs::read(&p.join(&file)).unwrap();
            overwrite(&p.join(&file), &bytes[..usize::try_from(n).unwrap()]);
        };
        if size > 0 {
            for report in after(&packed.path, |p| cut(p, size - 1)).into_iter().chain(after(&packed.path, |p| cut(p, 0))) {
                assert!(!report.passed() && names(&report, &file), "cut {file}: {:?}", report.findings);
            }
        }
        let longer = |p: &Path| {
            let mut bytes = jishi_fs::read(&p.join(&file)).unwrap();
            bytes.push(b'\n');
            overwrite(&p.join(&file), &bytes);
        };
        for report in after(&packed.path, longer) {
            assert!(!report.passed() && names(&report, &file), "lengthened {file}: {:?}", report.findings);
        }
        let renamed = format!("{file}.bak");
        for report in after(&packed.path, |p| jishi_fs::rename_new(&p.join(&file), &p.join(&renamed)).unwrap()) {
            assert!(!report.passed() && names(&report, &renamed), "renamed {file}: {:?}", report.findings);
        }
    }
}

#[test]
fn a_renamed_payload_file_is_called_renamed_and_an_added_one_extra() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let rename = |p: &Path| jishi_fs::rename_new(&p.join("data/说明文件.TXT"), &p.join("data/说明.TXT")).unwrap();
    for report in after(&packed.path, rename) {
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert!(has(&report, "P123", "data/说明.TXT"));
        assert!(report.findings[0].message.contains("data/说明文件.TXT"));
    }
    for (file, code) in
        [("data/其他/混入.pdf", "P121"), ("混入.pdf", "P126"), ("固化信息/混入.pdf", "P126"), ("manifest-sha1.txt", "P126")]
    {
        for report in after(&packed.path, |p| jishi_fs::write_new(&p.join(file), b"x").unwrap()) {
            assert!(!report.passed() && has(&report, code, file), "{file}: {:?}", report.findings);
        }
    }
}

#[test]
fn two_payload_files_that_changed_places_are_both_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let (a, b) = ("data/说明文件.TXT", "data/目录文件.XML");
    let swap = |p: &Path| {
        let (x, y) = (jishi_fs::read(&p.join(a)).unwrap(), jishi_fs::read(&p.join(b)).unwrap());
        overwrite(&p.join(a), &y);
        overwrite(&p.join(b), &x);
    };
    for report in after(&packed.path, swap) {
        assert!(has(&report, "P122", a) && has(&report, "P122", b), "{:?}", report.findings);
    }
}

#[test]
fn the_seal_catches_tag_manifests_that_are_gone_or_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let gone = |p: &Path| {
        for list in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
            jishi_fs::remove_file(&p.join(list)).unwrap();
        }
    };
    for report in after(&packed.path, gone) {
        assert!(has(&report, "P142", "tagmanifest-sha256.txt") && has(&report, "P142", "tagmanifest-sha512.txt"));
        assert!(!report.facts.sealed);
    }
    // A clever forger: alters a file and repairs every list up to the tag manifests. Only the seal knows.
    let other = tempfile::tempdir().unwrap();
    let mut forged = plan();
    forged.payload[0].source = jishi_archive::Source::Bytes(b"forged".to_vec());
    let forged = pack(&forged, other.path(), Form::Folder);
    let keep = |p: &Path| {
        for file in
            files(&forged.path).into_iter().filter(|f| !f.contains("封签") && !f.contains("证书") && !f.contains("sm2.pub"))
        {
            overwrite(&p.join(&file), &jishi_fs::read(&forged.path.join(&file)).unwrap());
        }
    };
    for report in after(&packed.path, keep) {
        assert!(has(&report, "P143", "tagmanifest-sha256.txt") && has(&report, "P143", "tagmanifest-sha512.txt"));
        assert!(has(&report, "P144", "封签.json"), "{:?}", report.findings);
    }
}

#[test]
fn a_signature_or_certificate_of_another_hand_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let seal = jishi_fs::read(&packed.path.join("封签.json")).unwrap();
    let stranger = signer();
    let cms = stranger.sign_cms(&seal).unwrap();
    let sm2 = stranger.sign_sm2(&seal).unwrap();
    let pem = stranger.certificate_pem().unwrap();
    for report in after(&packed.path, |p| overwrite(&p.join("封签.p7s"), &cms)) {
        assert!(has(&report, "P150", "封签.p7s"), "{:?}", report.findings);
        assert_eq!(report.facts.cms, SignatureState::Bad);
    }
    for report in after(&packed.path, |p| overwrite(&p.join("封签.sm2sig"), &sm2)) {
        assert!(has(&report, "P149", "封签.sm2sig"), "{:?}", report.findings);
    }
    let both = |p: &Path| {
        overwrite(&p.join("封签.p7s"), &cms);
        overwrite(&p.join("固化信息/签名证书.pem"), pem.as_bytes());
    };
    for report in after(&packed.path, both) {
        assert!(has(&report, "P150", "固化信息/签名证书.pem") && has(&report, "P143", "固化信息/签名证书.pem"));
        assert!(!report.facts.sealed);
    }
    // Even with the certificate gone, the seal record knows whose it was.
    let alone = |p: &Path| {
        overwrite(&p.join("封签.p7s"), &cms);
        jishi_fs::remove_file(&p.join("固化信息/签名证书.pem")).unwrap();
    };
    for report in after(&packed.path, alone) {
        assert!(has(&report, "P150", "封签.p7s"), "{:?}", report.findings);
    }
}

#[test]
fn a_package_without_any_signature_file_is_complete_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let sets: [&[&str]; 3] = [
        &["封签.p7s", "封签.sm2sig"],
        &["封签.p7s", "封签.sm2sig", "固化信息/签名证书.pem", "固化信息/sm2.pub"],
        &["封签.json", "封签.txt", "封签.p7s", "封签.sm2sig", "固化信息/签名证书.pem", "固化信息/sm2.pub"],
    ];
    for set in sets {
        let strip = |p: &Path| set.iter().for_each(|f| jishi_fs::remove_file(&p.join(f)).unwrap());
        for report in after(&packed.path, strip) {
            assert!(report.passed() && report.facts.complete && !report.facts.sealed, "{:?}", report.findings);
            assert!(!report.findings.is_empty());
            assert!(report.findings.iter().all(|f| !f.remedy.is_empty()));
        }
    }
}

#[test]
fn a_zip_cut_short_is_a_finding_and_never_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Zip);
    let good = jishi_fs::read(&packed.path).unwrap();
    for part in 0..24 {
        overwrite(&packed.path, &good[..good.len() * part / 24]);
        let report = full(&packed.path);
        assert!(!report.passed() && !report.facts.complete, "cut at {part}/24");
    }
}

#[test]
fn a_sealed_zip_lengthened_at_its_end_is_refused_and_one_packed_by_another_hand_warned_of() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Zip);
    let good = jishi_fs::read(&packed.path).unwrap();
    let comment = [&good[..good.len() - 2], &[2, 0], b"xx"].concat();
    for bytes in [[good.as_slice(), &[7; 20_000]].concat(), comment] {
        overwrite(&packed.path, &bytes);
        let report = full(&packed.path);
        assert!(!report.passed() && report.findings.iter().any(|f| f.code == "P173"), "{:?}", report.findings);
    }
    overwrite(&packed.path, &good);
    assert!(full(&packed.path).findings.is_empty());
    let folder = pack(&plan(), dir.path(), Form::Folder).path;
    let beside = tempfile::tempdir().unwrap();
    let other = zipped(&folder, beside.path(), CompressionMethod::Deflated);
    overwrite(&other, &[jishi_fs::read(&other).unwrap().as_slice(), &[7; 20_000]].concat());
    assert!(full(&other).findings.iter().any(|f| f.code == "P173" && f.message.contains("20000")));
}

/// The whole number of some noise.
fn draw(seed: u64) -> usize {
    noise(7, seed).iter().fold(0_usize, |n, b| n << 8 | usize::from(*b))
}

#[test]
fn one_flipped_byte_at_two_hundred_places_of_a_sealed_folder_is_found_and_the_file_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let sizes: Vec<(String, usize)> = files(&packed.path)
        .into_iter()
        .map(|f| (f.clone(), usize::try_from(jishi_fs::size(&packed.path.join(&f)).unwrap()).unwrap()))
        .collect();
    let total: usize = sizes.iter().map(|(_, n)| n).sum();
    for turn in 0..200 {
        // Half the places over all bytes, half over the small files, which an even draw would hardly touch.
        let mut place = draw(turn + 1) % if turn % 2 == 0 { total } else { total - 300_001 };
        let among = sizes.iter().filter(|(_, n)| turn % 2 == 0 || *n != 300_001);
        let mut hit = None;
        for (file, size) in among {
            if place < *size {
                hit = Some(file.clone());
                break;
            }
            place -= size;
        }
        let file = hit.unwrap();
        let path = packed.path.join(&file);
        let good = jishi_fs::read(&path).unwrap();
        let mut bad = good.clone();
        bad[place] ^= u8::try_from(draw(turn + 1000) % 255 + 1).unwrap();
        overwrite(&path, &bad);
        let report = full(&packed.path);
        assert!(!report.passed() && names(&report, &file), "turn {turn}, {file} byte {place}: {:?}", report.findings);
        assert!(!report.facts.sealed);
        overwrite(&path, &good);
    }
}

/// What each byte of a zip of ours belongs to: the data of an entry, its headers, or the end of the zip.
fn owners(zip: &[u8]) -> Vec<(usize, String)> {
    let number = |at: usize, n: usize| zip[at..at + n].iter().rev().fold(0_usize, |v, b| v << 8 | usize::from(*b));
    let name = |at: usize, n: usize| String::from_utf8(zip[at..at + n].to_vec()).unwrap();
    let (mut at, mut ends) = (0, Vec::new());
    while zip[at..].starts_with(b"PK\x03\x04") {
        let entry = name(at + 30, number(at + 26, 2));
        at += 30 + number(at + 26, 2) + number(at + 28, 2) + number(at + 18, 4);
        ends.push((at, entry));
    }
    while zip[at..].starts_with(b"PK\x01\x02") {
        let entry = name(at + 46, number(at + 28, 2));
        at += 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
        ends.push((at, entry));
    }
    ends.push((zip.len(), format!("{NAME}.zip")));
    ends
}

#[test]
fn one_flipped_byte_at_two_hundred_places_and_in_every_header_of_a_sealed_zip_is_found_and_the_entry_named() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Zip);
    let good = jishi_fs::read(&packed.path).unwrap();
    assert_eq!(full(&packed.path).findings, vec![]);
    let owners = owners(&good);
    let mut places: Vec<usize> = (0..200).map(|turn| draw(turn + 1) % good.len()).collect();
    // Every byte of two entries' records, and of the end: an even draw would miss most of the fields.
    let directory = good.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    places.extend((0..120).chain(directory..directory + 260).chain(good.len() - 22..good.len()));
    for (turn, place) in places.into_iter().enumerate() {
        let mut bad = good.clone();
        bad[place] ^= u8::try_from(draw(turn as u64 + 5000) % 255 + 1).unwrap();
        overwrite(&packed.path, &bad);
        let report = full(&packed.path);
        let owner = &owners.iter().find(|(end, _)| place < *end).unwrap().1;
        let inside = owner.strip_prefix(&format!("{NAME}/")).unwrap_or(owner);
        let named = report.findings.iter().any(|f| {
            let file = f.place.file.as_deref().unwrap_or_default();
            file == owner || file == inside || f.message.contains(owner.as_str())
        });
        assert!(!report.facts.sealed && named, "byte {place} of {owner}: {:?}", report.findings);
    }
}

#[test]
fn what_a_system_leaves_behind_is_told_from_what_someone_put_in() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    lay(&packed.path.join("Thumbs.db"), b"x");
    let report = full(&packed.path);
    assert!(report.passed() && report.facts.sealed && has(&report, "P126", "Thumbs.db"), "{:?}", report.findings);
}

#[test]
fn a_further_tag_manifest_is_an_extra_file_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let packed = pack(&plan(), dir.path(), Form::Folder);
    let copy = jishi_fs::read(&packed.path.join("tagmanifest-sha512.txt")).unwrap();
    for name in ["tagmanifest-sha512 (2).txt", "tagmanifest-md5.txt", "tagmanifest-sha384.txt"] {
        lay(&packed.path.join(name), if name.contains("(2)") { &copy } else { b"" });
        let report = full(&packed.path);
        assert!(report.findings.iter().any(|f| f.code == "P126" && f.place.file.as_deref() == Some(name)), "{name}: {report:?}");
        assert!(!report.passed(), "{name}");
        jishi_fs::remove_file(&packed.path.join(name)).unwrap();
    }
    assert_eq!(full(&packed.path).findings, vec![]);
}
