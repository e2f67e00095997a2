//! What the code on a printed page says: which workspace, record, revision and page it is of, and the digest of what was printed, so that
//! a signed page finds its record again when it is scanned. The format stands in docs/sheet-code.md. No drawing and no reading of
//! pictures here.

use std::fmt;

use crate::id::RecordId;

/// Mark of the format and its version.
const MARK: &str = "JS1";
/// Hexadecimal digits kept of the workspace's name and of the content's digest.
pub const WORKSPACE_DIGITS: usize = 12;
pub const DIGEST_DIGITS: usize = 16;

/// One printed page of a record. Only characters of the alphanumeric mode of QR codes, which keeps the code small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCode {
    /// First digits of the name of the workspace, capital hexadecimal.
    pub workspace: String,
    pub record: RecordId,
    pub revision: u32,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// First digits of the SHA-256 of the revision's content as stored, capital hexadecimal.
    pub digest: String,
}

impl SheetCode {
    /// Of a revision, before its pages are counted. `workspace` and `sha256` are hexadecimal of any length and case; what is shorter
    /// than wanted stays so and will not be read back.
    #[must_use]
    pub fn new(workspace: &str, record: RecordId, revision: u32, sha256: &str) -> SheetCode {
        let head = |text: &str, digits: usize| text.chars().take(digits).collect::<String>().to_ascii_uppercase();
        let (workspace, digest) = (head(workspace, WORKSPACE_DIGITS), head(sha256, DIGEST_DIGITS));
        SheetCode { workspace, record, revision, page: 1, pages: 1, digest }
    }

    /// The code of one of its pages.
    #[must_use]
    pub fn at(&self, page: u32, pages: u32) -> SheetCode {
        SheetCode { page, pages, ..self.clone() }
    }

    /// Reads a code found on a page; None for any other code, such as that of an express label.
    #[must_use]
    pub fn parse(text: &str) -> Option<SheetCode> {
        let mut parts = text.trim().split(':');
        let mut next = || parts.next();
        let (mark, workspace, record, revision, page, digest) = (next()?, next()?, next()?, next()?, next()?, next()?);
        if mark != MARK || next().is_some() {
            return None;
        }
        let capitals = |text: &str, digits: usize| {
            let good = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
            (text.len() == digits && text.chars().all(good)).then(|| text.to_owned())
        };
        // No sign, no leading nought: one page has one spelling.
        let number = |text: &str| {
            let plain = text.starts_with(|c: char| ('1'..='9').contains(&c)) && text.chars().all(|c| c.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| plain)
        };
        let (page, pages) = page.split_once('/')?;
        let code = SheetCode {
            workspace: capitals(workspace, WORKSPACE_DIGITS)?,
            record: RecordId(number(record)?),
            revision: number(revision)?,
            page: number(page)?,
            pages: number(pages)?,
            digest: capitals(digest, DIGEST_DIGITS)?,
        };
        (code.page <= code.pages).then_some(code)
    }

    /// Whether the code was printed in the workspace of this name.
    #[must_use]
    pub fn is_of_workspace(&self, workspace: &str) -> bool {
        workspace.to_ascii_uppercase().starts_with(&self.workspace)
    }

    /// Whether it was printed from the content with this SHA-256.
    #[must_use]
    pub fn is_of_content(&self, sha256: &str) -> bool {
        sha256.to_ascii_uppercase().starts_with(&self.digest)
    }
}

impl fmt::Display for SheetCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SheetCode { workspace, record, revision, page, pages, digest } = self;
        write!(f, "{MARK}:{workspace}:{record}:{revision}:{page}/{pages}:{digest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_and_holds_to_its_workspace_and_content() {
        let workspace = "3fa9c2d17b04e6a19c0d3f7a";
        let sha256 = "9c0d3f7a11e2b64d2a7745bbce01f39a";
        let code = SheetCode::new(workspace, RecordId(128), 2, sha256).at(1, 3);
        assert_eq!(code.to_string(), "JS1:3FA9C2D17B04:128:2:1/3:9C0D3F7A11E2B64D");
        let alphanumeric = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || " $%*+-./:".contains(c);
        assert!(code.to_string().chars().all(alphanumeric));
        assert_eq!(SheetCode::parse(&code.to_string()), Some(code.clone()));
        assert!(code.is_of_workspace(workspace) && code.is_of_content(sha256));
        assert!(!code.is_of_workspace("3fa9c2d17b05") && !code.is_of_content(workspace));
    }

    #[test]
    fn anything_else_is_no_code_of_ours() {
        let good = "JS1:3FA9C2D17B04:128:2:1/3:9C0D3F7A11E2B64D";
        for (from, to) in [
            ("JS1", "JS2"),
            ("3FA9", "3fa9"),
            ("3FA9", "3FA"),
            ("128", "0128"),
            ("128", "+128"),
            ("128", "99999999999"),
            ("1/3", "4/3"),
            ("1/3", "0/3"),
            ("1/3", "1"),
            ("4D", "4G"),
            ("4D", "4D:"),
            (":2:", "::"),
        ] {
            assert_eq!(SheetCode::parse(&good.replacen(from, to, 1)), None, "{from} → {to}");
        }
        for junk in ["", "https://example.invalid/", ":::::", "JS1:::::"] {
            assert_eq!(SheetCode::parse(junk), None);
        }
        assert!(SheetCode::parse(good).is_some());
    }
}
