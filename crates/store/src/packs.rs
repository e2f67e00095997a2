//! The versions of local rule packs an office wrote, as files of the workspace: small, readable, and part of every backup. A version,
//! once kept, is never changed or removed: batches name it.

use crate::Store;
use crate::error::Result;
use crate::tx::Op;

impl Store {
    fn pack_folder(&self) -> std::path::PathBuf {
        self.folder.join("规则包")
    }

    /// The packs kept: name for messages and text, in order of their names.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn rule_packs(&self) -> Result<Vec<(String, String)>> {
        let folder = self.pack_folder();
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut paths = jishi_fs::list_dir(&folder)?;
        paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        let name = |p: &std::path::Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        paths.iter().map(|p| Ok((name(p), jishi_fs::read_text(p)?))).collect()
    }

    /// Keeps a version under its key (`yili@1.1`), with one journal line that names its digest and why it was made. The caller has
    /// proved that the key is free and may be a file name.
    ///
    /// # Errors
    /// When the disk or the database refuses; no line without its file.
    pub fn keep_rule_pack(&mut self, op: Op, key: &str, text: &str, reason: &str) -> Result<()> {
        let folder = self.pack_folder();
        let digest = jishi_fs::sha256_hex(text.as_bytes());
        self.transact(op, |tx| {
            tx.say(format!("新增规则包 {key}，文件摘要 {digest}：{reason}"));
            jishi_fs::create_dir_all(&folder)?;
            Ok(jishi_fs::write_atomic(&folder.join(format!("{key}.toml")), text.as_bytes())?)
        })?;
        Ok(())
    }
}
