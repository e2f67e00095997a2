//! The packs that come with the program. Nothing is known of them elsewhere: they are packs among others.

use std::sync::LazyLock;

use super::{RuleBook, RulePack};
use crate::finding::Finding;

/// File names and texts, editions first, the versions of one edition or pack from old to new: a batch goes on being judged by the
/// version it was begun under, so an old file stays when its data is corrected (`2019-1.1.toml` beside `2019.toml`).
pub const BUILTIN: [(&str, &str); 43] = [
    ("2002.toml", include_str!("../../../../assets/rules/2002.toml")),
    ("2014.toml", include_str!("../../../../assets/rules/2014.toml")),
    ("2019.toml", include_str!("../../../../assets/rules/2019.toml")),
    ("sichuan-2009.toml", include_str!("../../../../assets/rules/sichuan-2009.toml")),
    ("yili.toml", include_str!("../../../../assets/rules/yili.toml")),
    ("zhangye-2009.toml", include_str!("../../../../assets/rules/zhangye-2009.toml")),
    ("city.toml", include_str!("../../../../assets/rules/city.toml")),
    ("mechanism.toml", include_str!("../../../../assets/rules/mechanism.toml")),
    ("2002-1.1.toml", include_str!("../../../../assets/rules/2002-1.1.toml")),
    ("2014-1.1.toml", include_str!("../../../../assets/rules/2014-1.1.toml")),
    ("2019-1.1.toml", include_str!("../../../../assets/rules/2019-1.1.toml")),
    ("yili-1.0.1.toml", include_str!("../../../../assets/rules/yili-1.0.1.toml")),
    ("city-1.0.1.toml", include_str!("../../../../assets/rules/city-1.0.1.toml")),
    ("mechanism-1.0.1.toml", include_str!("../../../../assets/rules/mechanism-1.0.1.toml")),
    ("neijiang.toml", include_str!("../../../../assets/rules/neijiang.toml")),
    ("gaoyou-2013.toml", include_str!("../../../../assets/rules/gaoyou-2013.toml")),
    ("2002-1.2.toml", include_str!("../../../../assets/rules/2002-1.2.toml")),
    ("2014-1.2.toml", include_str!("../../../../assets/rules/2014-1.2.toml")),
    ("2019-1.2.toml", include_str!("../../../../assets/rules/2019-1.2.toml")),
    ("sichuan-2009-1.0.1.toml", include_str!("../../../../assets/rules/sichuan-2009-1.0.1.toml")),
    ("yili-1.0.2.toml", include_str!("../../../../assets/rules/yili-1.0.2.toml")),
    ("zhangye-2009-1.0.1.toml", include_str!("../../../../assets/rules/zhangye-2009-1.0.1.toml")),
    ("city-1.0.2.toml", include_str!("../../../../assets/rules/city-1.0.2.toml")),
    ("mechanism-1.0.2.toml", include_str!("../../../../assets/rules/mechanism-1.0.2.toml")),
    ("gaoyou-2013-1.0.1.toml", include_str!("../../../../assets/rules/gaoyou-2013-1.0.1.toml")),
    ("2002-1.3.toml", include_str!("../../../../assets/rules/2002-1.3.toml")),
    ("2014-1.3.toml", include_str!("../../../../assets/rules/2014-1.3.toml")),
    ("2019-1.3.toml", include_str!("../../../../assets/rules/2019-1.3.toml")),
    ("2002-1.4.toml", include_str!("../../../../assets/rules/2002-1.4.toml")),
    ("2014-1.4.toml", include_str!("../../../../assets/rules/2014-1.4.toml")),
    ("2019-1.4.toml", include_str!("../../../../assets/rules/2019-1.4.toml")),
    ("2002-1.5.toml", include_str!("../../../../assets/rules/2002-1.5.toml")),
    ("2014-1.5.toml", include_str!("../../../../assets/rules/2014-1.5.toml")),
    ("2019-1.5.toml", include_str!("../../../../assets/rules/2019-1.5.toml")),
    ("zhangye-2009-1.0.2.toml", include_str!("../../../../assets/rules/zhangye-2009-1.0.2.toml")),
    ("2002-1.6.toml", include_str!("../../../../assets/rules/2002-1.6.toml")),
    ("2014-1.6.toml", include_str!("../../../../assets/rules/2014-1.6.toml")),
    ("2019-1.6.toml", include_str!("../../../../assets/rules/2019-1.6.toml")),
    ("sichuan-2009-1.0.2.toml", include_str!("../../../../assets/rules/sichuan-2009-1.0.2.toml")),
    ("yili-1.0.3.toml", include_str!("../../../../assets/rules/yili-1.0.3.toml")),
    ("zhangye-2009-1.0.3.toml", include_str!("../../../../assets/rules/zhangye-2009-1.0.3.toml")),
    ("city-1.0.3.toml", include_str!("../../../../assets/rules/city-1.0.3.toml")),
    ("mechanism-1.0.3.toml", include_str!("../../../../assets/rules/mechanism-1.0.3.toml")),
];

static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook::builtin_checked().unwrap_or_default());

impl RuleBook {
    /// The packs built in.
    #[must_use]
    pub fn builtin() -> &'static RuleBook {
        &BOOK
    }

    /// The packs built in, or what is wrong with them.
    ///
    /// # Errors
    /// Never with the files as committed, which a test holds.
    pub fn builtin_checked() -> Result<RuleBook, Vec<Finding>> {
        let mut packs = Vec::new();
        for (name, text) in BUILTIN {
            packs.push(RulePack::parse(text, name)?);
        }
        Ok(RuleBook { packs })
    }
}
