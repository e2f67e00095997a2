//! The years of the working-day calendar the user added, as files of the workspace: small, readable, and part of every backup.

use crate::Store;
use crate::error::Result;
use crate::tx::Op;

impl Store {
    fn calendar_folder(&self) -> std::path::PathBuf {
        self.folder.join("日历")
    }

    /// The added years: name for messages and text, in order of their names.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn calendar_years(&self) -> Result<Vec<(String, String)>> {
        let folder = self.calendar_folder();
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut paths = jishi_fs::list_dir(&folder)?;
        paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
        paths.sort();
        let name = |p: &std::path::Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        paths.iter().map(|p| Ok((name(p), jishi_fs::read_text(p)?))).collect()
    }

    /// Keeps the file of a year, in place of an earlier one of that year, with one journal line that names its digest.
    ///
    /// # Errors
    /// When the disk or the database refuses; no line without its file.
    pub fn keep_calendar_year(&mut self, op: Op, year: i32, json: &str) -> Result<()> {
        let folder = self.calendar_folder();
        let digest = jishi_fs::sha256_hex(json.as_bytes());
        self.transact(op, |tx| {
            tx.say(format!("登记 {year} 年放假安排，文件摘要 {digest}"));
            jishi_fs::create_dir_all(&folder)?;
            Ok(jishi_fs::write_atomic(&folder.join(format!("{year}.json")), json.as_bytes())?)
        })?;
        Ok(())
    }
}
