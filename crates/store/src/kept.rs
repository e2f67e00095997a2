//! Which files the database names, and what names each.

use crate::Store;
use crate::content::Content;
use crate::error::Result;

impl Store {
    /// Digest and size (bytes) of every file a row names.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files(&self) -> Result<Vec<(String, u64)>> {
        let mut statement = self.connection.prepare_cached("SELECT sha256, size FROM file ORDER BY sha256")?;
        let rows = statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?;
        let rows: Vec<(String, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(rows.into_iter().map(|(sha256, size)| (sha256, u64::try_from(size).unwrap_or_default())).collect())
    }

    /// Noun (its table) and number of everything that ever named a file, in any revision.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn holders(&self, sha256: &str) -> Result<Vec<(String, u32)>> {
        let sql = "SELECT DISTINCT noun, id FROM revision WHERE instr(content, ?1) > 0 ORDER BY noun, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([sha256], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Content {
    /// What is wrong with a file that should have this digest and size, in words; None when it is as it should be. Reads it whole, piece
    /// by piece.
    #[must_use]
    pub fn fault(&self, sha256: &str, size: u64) -> Option<String> {
        let path = self.file_path(sha256);
        match jishi_fs::kind(&path) {
            Ok(Some(jishi_fs::Kind::File)) => {}
            Ok(Some(_)) => return Some("不是普通文件".into()),
            Ok(None) => return Some("不见了".into()),
            Err(e) => return Some(format!("读不出：{e}")),
        }
        match jishi_fs::hash_file(&path) {
            Ok(found) if found.sha256 == sha256 => None,
            Ok(found) if found.size == size => Some("已损坏：内容与登记的摘要不符".into()),
            Ok(found) => Some(format!("已损坏：登记为 {size} 字节，现为 {} 字节", found.size)),
            Err(e) => Some(format!("读不出：{e}")),
        }
    }
}
