//! The font files the user added, as files of the workspace: part of every backup. One that is taken out is set aside, never deleted, since a
//! paper that was printed with it can only be made again with it.

use std::path::{Path, PathBuf};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::tx::Op;

/// Within the folder of the fonts: those that are used no more.
const ASIDE: &str = "停用";

/// Whether a file is named as the font files of a workspace are.
#[must_use]
pub fn is_font_file(path: &Path) -> bool {
    path.extension().is_some_and(|e| ["ttf", "ttc", "otf"].iter().any(|own| e.eq_ignore_ascii_case(own)))
}

impl Store {
    /// Where they lie.
    #[must_use]
    pub fn font_folder(&self) -> PathBuf {
        self.folder.join("字体")
    }

    /// Their files, in order of their names; other files there are none of ours.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn font_files(&self) -> Result<Vec<PathBuf>> {
        let folder = self.font_folder();
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut paths = jishi_fs::list_dir(&folder)?;
        paths.retain(|p| p.is_file() && is_font_file(p));
        paths.sort();
        Ok(paths)
    }

    /// Keeps a font file under its name, with one journal line that names its digest.
    ///
    /// # Errors
    /// When another of that name lies there, or the disk or the database refuses; no line without its file.
    pub fn keep_font(&mut self, op: Op, name: &str, bytes: &[u8]) -> Result<()> {
        let folder = self.font_folder();
        let path = folder.join(name);
        if path.exists() {
            return Err(StoreError::Refused(format!("已经有名为“{name}”的补充字体")));
        }
        let digest = jishi_fs::sha256_hex(bytes);
        self.transact(op, |tx| {
            tx.say(format!("补充字体“{name}”，文件摘要 {digest}"));
            jishi_fs::create_dir_all(&folder)?;
            Ok(jishi_fs::write_atomic(&path, bytes)?)
        })?;
        Ok(())
    }

    /// Sets a font file aside, with one journal line that names its digest.
    ///
    /// # Errors
    /// When there is none of that name, or the disk or the database refuses.
    pub fn set_font_aside(&mut self, op: Op, name: &str) -> Result<()> {
        let Some(path) = self.font_files()?.into_iter().find(|p| p.file_name().is_some_and(|n| n == name)) else {
            return Err(StoreError::Refused(format!("没有名为“{name}”的补充字体")));
        };
        let digest = jishi_fs::hash_file(&path)?.sha256;
        let aside = self.font_folder().join(ASIDE);
        let kept = aside.join(format!("{}_{name}", digest.chars().take(8).collect::<String>()));
        self.transact(op, |tx| {
            tx.say(format!("停用补充字体“{name}”，文件摘要 {digest}，文件留在“字体/{ASIDE}”"));
            jishi_fs::create_dir_all(&aside)?;
            if kept.exists() {
                // The same file, set aside before: its digest is in its name.
                return Ok(jishi_fs::remove_file(&path)?);
            }
            Ok(jishi_fs::rename_new(&path, &kept)?)
        })?;
        Ok(())
    }
}
