//! The keys of the seal: made, wrapped by a passphrase, unwrapped for as long as one person sits at the program, renewed when lost.
//! `archive.md` §6.2. The passphrase itself is kept nowhere and never reaches the journal or a draft.

use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};

use jishi_archive::{KeysKept, Signer, certificate_of, clear_bare_keys, keys_kept};
use jishi_core::id::BatchId;
use jishi_core::passphrase::{PassphraseJudged, Strength, judge as judged_by};
use jishi_store::{Store, Wanted};

use crate::bodies::required;
use crate::dto::{Nothing, PassphraseAsked, SealKeys, SealPassphrase, SealRenew, SealUnlock};
use crate::error::{AppError, Code, Result};
use crate::{App, Progress};

/// Earlier keys, each in a folder named by the beginning of its certificate's digest.
const EARLIER: &str = "旧密钥";
/// Characters of the digest that name the folder of earlier keys.
const NAMED_BY: usize = 16;

/// A key file is a few hundred bytes.
const KEY_CAP: u64 = 1 << 16;

/// Where the keys lie, for who only asks: nothing is put right by asking.
fn place(app: &App) -> PathBuf {
    app.store().key_folder()
}

/// New keys, whole, before they take the place of those in use; and those in use while they do.
const NEXT: &str = "next";
const BEFORE: &str = "before";

/// Where the keys lie, for a command that writes. A change of keys that was cut off is brought to its end first.
fn folder(app: &App) -> Result<PathBuf> {
    settled(&app.store())
}

/// Brings a change of keys that was cut off to its end: what the journal was told of is done, what it was not told of never was.
pub(crate) fn settled(store: &Store) -> Result<PathBuf> {
    let folder = store.key_folder();
    let (next, aside) = (beside(&folder, NEXT), beside(&folder, BEFORE));
    if jishi_fs::kind(&next)?.is_some() {
        // Its digest is that of no other certificate, so the words of one line alone hold it.
        let told = match certificate_of(&next)? {
            Some(new) => !store.journal_of(&Wanted { text: new, ..Wanted::default() }, 0, 1)?.is_empty(),
            None => false,
        };
        if told {
            put_in_place(&folder)?;
        } else {
            jishi_fs::remove_dir_all(&next)?;
        }
    }
    if jishi_fs::kind(&aside)?.is_some() {
        if jishi_fs::kind(&folder)?.is_some() {
            jishi_fs::remove_dir_all(&aside)?;
        } else {
            jishi_fs::rename_new(&aside, &folder)?;
        }
    }
    Ok(folder)
}

/// New keys take the place of those in use: either the whole folder is the old one or the whole is the new one.
fn put_in_place(folder: &Path) -> Result<()> {
    let (next, aside) = (beside(folder, NEXT), beside(folder, BEFORE));
    if jishi_fs::kind(folder)?.is_some() {
        jishi_fs::rename_new(folder, &aside)?;
    }
    jishi_fs::rename_new(&next, folder)?;
    Ok(jishi_fs::remove_dir_all(&aside)?)
}

/// New keys that lie whole in `partial` are told to the journal and put in place. A kill before the line leaves the old keys, one after
/// it the new ones ([`settled`]): the journal knows of every key that ever sealed.
fn installed(app: &App, command: &str, partial: &Path, folder: &Path, words: &str) -> Result<()> {
    jishi_fs::rename_new(partial, &beside(folder, NEXT))?;
    journal(app, command, words)?;
    put_in_place(folder)
}

fn held(app: &App) -> MutexGuard<'_, Option<Arc<Signer>>> {
    app.signer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Forgets the unwrapped keys.
pub(crate) fn lock_up(app: &App) {
    *held(app) = None;
}

/// The unwrapped keys.
///
/// # Errors
/// When nobody unwrapped them since the program began or the operator changed.
pub(crate) fn unlocked(app: &App) -> Result<Arc<Signer>> {
    held(app).clone().ok_or_else(|| {
        AppError::new(Code::Blocked, "封签密钥还没有用口令打开", "请输入封签口令（第一次封装时设定）后再封装；没有编号也没有封装")
    })
}

pub(crate) fn state(app: &App, _: Nothing, _: &dyn Progress) -> Result<SealKeys> {
    let folder = place(app);
    Ok(SealKeys {
        kept: keys_kept(&folder)?,
        unlocked: held(app).is_some(),
        certificate_sha256: certificate_of(&folder)?,
        earlier: earlier(&folder)?,
    })
}

/// Digests of the certificates sealed with before, in the order of their folders' names.
fn earlier(folder: &Path) -> Result<Vec<String>> {
    let folder = folder.join(EARLIER);
    if jishi_fs::kind(&folder)?.is_none() {
        return Ok(Vec::new());
    }
    let kept = folders(&folder)?.iter().map(|f| certificate_of(f)).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(kept.into_iter().flatten().collect())
}

/// The folders in a folder: what else lies there (a file of the system's own) is none of ours.
fn folders(within: &Path) -> Result<Vec<PathBuf>> {
    let mut found = jishi_fs::list_dir(within)?;
    found.retain(|p| jishi_fs::kind(p).is_ok_and(|k| k == Some(jishi_fs::Kind::Folder)));
    Ok(found)
}

/// Digests of every certificate this workspace seals or sealed with.
pub(crate) fn own_certificates(folder: &Path) -> Result<Vec<String>> {
    Ok(certificate_of(folder)?.into_iter().chain(earlier(folder)?).collect())
}

/// A passphrase as it is typed, held against what everybody here knows: the units, who sits at the program.
pub(crate) fn judge(app: &App, request: PassphraseAsked, _: &dyn Progress) -> Result<PassphraseJudged> {
    let mut names = vec![app.host.actor()];
    for batch in app.store().batches()? {
        names.push(batch.content.unit);
    }
    Ok(judged_by(&request.passphrase, &names))
}

/// Refuses a new passphrase that is too weak.
fn good(app: &App, passphrase: &str) -> Result<()> {
    let judged = judge(app, PassphraseAsked { passphrase: passphrase.to_owned() }, &crate::Quiet)?;
    match judged.strength {
        Strength::Weak => Err(AppError::invalid(judged.words, "没有设定；请换一个口令，并另纸记下，封存在保险柜")),
        Strength::Fair | Strength::Good => Ok(()),
    }
}

/// Opens the keys for sealing. There are none yet: they are made and wrapped. Bare ones of an earlier version are wrapped.
pub(crate) fn unlock(app: &App, request: SealUnlock, _: &dyn Progress) -> Result<SealKeys> {
    let folder = folder(app)?;
    let signer = match keys_kept(&folder)? {
        KeysKept::Wrapped => {
            let signer = Signer::load(&folder, &request.passphrase)?;
            clear_bare_keys(&folder)?;
            signer
        }
        KeysKept::Bare => {
            good(app, &request.passphrase)?;
            let signer = Signer::load(&folder, "")?;
            signer.wrap_anew(&folder, &request.passphrase)?;
            journal(app, "seal.unlock", "封签密钥设了口令")?;
            signer
        }
        KeysKept::None => {
            good(app, &request.passphrase)?;
            made(app, request.batch, &request.passphrase, &folder)?
        }
    };
    *held(app) = Some(Arc::new(signer));
    state(app, Nothing {}, &crate::Quiet)
}

pub(crate) fn lock(app: &App, _: Nothing, _: &dyn Progress) -> Result<SealKeys> {
    lock_up(app);
    state(app, Nothing {}, &crate::Quiet)
}

/// Another passphrase for the same keys.
pub(crate) fn passphrase(app: &App, request: SealPassphrase, _: &dyn Progress) -> Result<SealKeys> {
    let folder = folder(app)?;
    if keys_kept(&folder)? == KeysKept::None {
        return Err(AppError::invalid("还没有封签密钥", "第一次封装时设定口令，那时生成密钥"));
    }
    let signer = Signer::load(&folder, &request.old)?;
    good(app, &request.new)?;
    signer.wrap_anew(&folder, &request.new)?;
    journal(app, "seal.passphrase", "更换封签口令")?;
    state(app, Nothing {}, &crate::Quiet)
}

/// New keys in the place of those whose passphrase is lost or known to too many. What was sealed stays as it is: each package carries the
/// certificate it was sealed with.
pub(crate) fn renew(app: &App, request: SealRenew, _: &dyn Progress) -> Result<SealKeys> {
    required(&request.reason, "换密钥的理由")?;
    let folder = folder(app)?;
    let Some(before) = certificate_of(&folder)? else {
        return Err(AppError::invalid("还没有封签密钥，不用换", "第一次封装时设定口令，那时生成密钥"));
    };
    if keys_kept(&folder)? == KeysKept::Bare {
        return Err(AppError::invalid("封签密钥还没有口令", "没有换；请先封装一次或更换口令，给它设上口令"));
    }
    good(app, &request.passphrase)?;
    // No bare key goes into the folder of earlier ones.
    clear_bare_keys(&folder)?;
    let (signer, partial) = generated(app, request.batch, &request.passphrase, &folder)?;
    lock_up(app);
    let kept = partial.join(EARLIER);
    let of_old = folder.join(EARLIER);
    if jishi_fs::kind(&of_old)?.is_some() {
        for older in folders(&of_old)? {
            copied(&older, &kept.join(older.file_name().unwrap_or_default()))?;
        }
    }
    copied(&folder, &kept.join(before.chars().take(NAMED_BY).collect::<String>()))?;
    let words = format!("换封签密钥：{}；原证书 {before}，新证书 {}", request.reason.trim(), signer.certificate_fingerprint()?);
    installed(app, "seal.renew", &partial, &folder, &words)?;
    *held(app) = Some(Arc::new(signer));
    state(app, Nothing {}, &crate::Quiet)
}

/// The files of a folder, not the folders in it.
fn copied(from: &Path, to: &Path) -> Result<()> {
    jishi_fs::create_dir_all(to)?;
    for path in jishi_fs::list_dir(from)? {
        if let (Some(jishi_fs::Kind::File), Some(name)) = (jishi_fs::kind(&path)?, path.file_name()) {
            jishi_fs::write_secret_new(&to.join(name), &jishi_fs::read_capped(&path, KEY_CAP)?)?;
        }
    }
    Ok(jishi_fs::sync_dir(to)?)
}

fn beside(folder: &Path, ending: &str) -> PathBuf {
    folder.with_extension(ending)
}

/// New keys in a folder beside the one they are for, wrapped; nothing stands in its place yet. The certificate says who seals.
fn generated(app: &App, batch: BatchId, passphrase: &str, folder: &Path) -> Result<(Signer, PathBuf)> {
    let partial = beside(folder, "partial");
    jishi_fs::remove_dir_all(&partial)?;
    let signer = Signer::generate(&format!("{} 档案封签", app.store().batch(batch)?.content.unit))?;
    signer.save(&partial, passphrase)?;
    Ok((signer, partial))
}

/// New keys. All files appear at once: a kill between them must not leave a folder that can be neither used nor made anew.
fn made(app: &App, batch: BatchId, passphrase: &str, folder: &Path) -> Result<Signer> {
    // A folder with something in it has lost its keys: what is left of them is never cleared away unasked.
    if jishi_fs::kind(folder)?.is_some() && !jishi_fs::list_dir(folder)?.is_empty() {
        let remedy = "请从备份恢复工作区的“密钥”文件夹；没有备份的，用“换密钥”换一对新的";
        return Err(AppError::new(Code::File, "工作区“密钥”文件夹里缺少封签私钥", remedy));
    }
    let (signer, partial) = generated(app, batch, passphrase, folder)?;
    let words = format!("生成封签密钥并设口令，证书指纹 {}", signer.certificate_fingerprint()?);
    installed(app, "seal.unlock", &partial, folder, &words)?;
    Ok(signer)
}

fn journal(app: &App, command: &str, words: &str) -> Result<()> {
    app.write(command, |tx| {
        tx.say(words);
        Ok(())
    })
}
