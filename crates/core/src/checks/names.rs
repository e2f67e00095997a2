//! Words of the rules that say what goes under a name: `分管纪检：纪委、纪检、监委（不含纪委副书记、监委副主任）`. Offices (V18, V37),
//! addressees (V19) and topics (V17) are told by them; and words that say a field was left empty. It says what the words mean and judges
//! nothing.

use crate::rules::Rules;

/// One entry: the name, what is written for it, and what rules it out.
struct Entry<'r> {
    name: &'r str,
    words: &'r str,
    without: &'r str,
}

fn entry(words: &str) -> Option<Entry<'_>> {
    let (name, rest) = words.split_once('：')?;
    let (words, without) = rest.split_once("（不含").unwrap_or((rest, ""));
    Some(Entry { name: name.trim(), words, without: without.trim_end_matches('）') })
}

/// `“主要负责人”` is the whole of it, `党委…书记` has the one and ends with the other, `素质＋测试` has both, `纪检` stands anywhere.
fn like(word: &str, text: &str) -> bool {
    let word = word.trim();
    if let Some(whole) = word.strip_prefix('“').and_then(|w| w.strip_suffix('”')) {
        return text == whole;
    }
    if word.contains('＋') {
        return word.split('＋').all(|part| text.contains(part.trim()));
    }
    match word.split_once('…') {
        Some((within, end)) => text.ends_with(end) && text.contains(within),
        None => !word.is_empty() && text.contains(word),
    }
}

impl Entry<'_> {
    fn fits(&self, text: &str) -> bool {
        let any = |words: &str| words.split('、').any(|word| like(word, text));
        any(self.words) && !any(self.without)
    }
}

/// Without the marks around it: 无。, （待补）.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(|c: char| !c.is_alphanumeric())
}

/// A field that was left empty, or in which somebody wrote that there is nothing (无, 待补), as far as the data knows such words.
pub(super) fn unwritten(rules: &Rules, text: &str) -> bool {
    let says = |word: &String| word == text.trim() || word == bare(text);
    text.trim().is_empty() || rules.words("V36", "blank_words").iter().any(says)
}

/// An entry that says there is none: 事由 无, 缺席 无. It is no entry; one that is still to come (待补) is.
pub(super) fn none(rules: &Rules, text: &str) -> bool {
    bare(text).is_empty() || rules.words("V36", "nothing_words").iter().any(|word| word == bare(text))
}

/// The number of a paper that has none, or none yet: 无文号, 待编.
pub(super) fn unnumbered(rules: &Rules, text: &str) -> bool {
    bare(text).is_empty() || rules.words("V04", "none_words").iter().any(|word| word == bare(text))
}

/// The first name whose words fit a text.
pub(super) fn called<'r>(list: &'r [String], text: &str) -> Option<&'r str> {
    list.iter().filter_map(|words| entry(words)).find(|e| e.fits(text)).map(|e| e.name)
}

/// Whether an office as it was written is the one a rule means: `县纪委书记` is a 纪委书记, `派驻纪检监察组组长` a 纪检组长. Of several
/// offices of one person, as in `县委副书记、纪委书记`, one is enough. None: the rules say nothing of that name.
pub(super) fn holds(list: &[String], office: &str, written: &str) -> Option<bool> {
    let entry = list.iter().filter_map(|words| entry(words)).find(|e| e.name == office.trim())?;
    Some(written.split(['、', '，', ',', '；', ';', ' ']).any(|one| entry.fits(one.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_told_by_its_words_and_one_of_several_is_enough() {
        let words = ["书记：…委书记（不含副书记、纪）", "主责：“主要负责人”、党…主要负责人"].map(str::to_owned);
        for (office, written, want) in [
            ("书记", "县委书记", Some(true)),
            ("书记", "县委副书记", Some(false)),
            ("书记", "县纪委书记", Some(false)),
            ("书记", "县委副书记、某镇党委书记", Some(true)),
            ("主责", "主要负责人", Some(true)),
            ("主责", "单位主要负责人", Some(false)),
            ("主责", "党组主要负责人", Some(true)),
            ("局长", "局长", None),
        ] {
            assert_eq!(holds(&words, office, written), want, "{office} {written}");
        }
        let topics = ["测试：素质＋测试"].map(str::to_owned);
        assert_eq!([called(&topics, "素质能力测试成绩"), called(&topics, "素质评价")], [Some("测试"), None]);
        assert_eq!(called(&words, "某镇党委书记"), Some("书记"));
        assert_eq!(called(&words, "某局"), None);
    }
}
