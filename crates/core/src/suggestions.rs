//! Words offered where a field may say anything (`assets/words/suggestions.toml`): never a closed list, nothing here judges.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: Vec<List>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    key: String,
    /// Rows of domain.md §1 it is drawn from.
    rows: String,
    words: Vec<String>,
}

/// The words of each list, by its key.
///
/// # Errors
/// Never with the file as committed, which a test holds; else the line that is wrong.
pub fn built_in() -> Result<BTreeMap<String, Vec<String>>, toml::de::Error> {
    let file: File = toml::from_str(include_str!("../../../assets/words/suggestions.toml"))?;
    Ok(file.list.into_iter().filter(|l| !l.rows.is_empty()).map(|l| (l.key, l.words)).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn the_file_is_sound_and_says_nothing_twice() {
        let lists = super::built_in().unwrap();
        for (key, words) in &lists {
            assert!(!words.is_empty() && words.iter().collect::<HashSet<_>>().len() == words.len(), "{key}");
        }
        assert!(lists["consulted"].iter().any(|w| w.contains("常委会成员")), "Y23");
        assert!(lists["notice.inspection"].iter().any(|w| w == "目的要求"), "D11");
    }
}
