//! The example catalogue that comes with the program. It is one catalogue among others: nothing here is known elsewhere.

use super::Catalogue;
use crate::finding::Finding;

/// The text of `assets/catalogue/example.toml`, also what a local office copies to begin its own.
pub const EXAMPLE: &str = include_str!("../../../../assets/catalogue/example.toml");

impl Catalogue {
    /// The built-in example catalogue (domain.md §4): 6 stages, 36 items, 44 steps, 61 requirements.
    ///
    /// # Errors
    /// Never with the file as committed, which a test holds; the findings otherwise, so that a broken build says what is wrong.
    pub fn builtin() -> Result<Catalogue, Vec<Finding>> {
        Catalogue::parse(EXAMPLE, "内置示例目录 example.toml")
    }

    /// The text [`Catalogue::builtin`] is read from, for 另存为本地目录.
    #[must_use]
    pub fn builtin_text() -> &'static str {
        EXAMPLE
    }
}
