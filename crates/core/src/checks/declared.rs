//! What a meeting or a decision declared: the one reader of 通过, 未通过, 暂缓 in results of votes and decisions, by the vocabulary of the
//! rules in force (V25). It says what the words mean and judges nothing.

use super::meeting::voted;
use crate::id::CandidateId;
use crate::record::{Record, RecordBody};
use crate::rules::Rules;

/// What a meeting declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    Passed,
    Failed,
    Deferred,
    Nothing,
    /// A word the rules do not know: not to be taken for anything.
    Unknown,
}

pub(super) fn declared(rules: &Rules, result: &str) -> Declared {
    let whole = clause(rules, result);
    if whole != Declared::Unknown {
        return whole;
    }
    // 表决通过，同意任用: several clauses that say the same. 通过，暂缓任用 says two things and is read as neither.
    let clauses = result.split(['，', ',', '；', ';']).map(str::trim).filter(|c| !c.is_empty());
    // That somebody goes on to the next round settles nothing: what stands beside it does.
    let (next, said): (Vec<Declared>, Vec<Declared>) = clauses.map(|c| clause(rules, c)).partition(|c| *c == Declared::Nothing);
    match said.split_first() {
        Some((first, rest)) if rest.iter().all(|c| c == first) => *first,
        None if !next.is_empty() => Declared::Nothing,
        _ => Declared::Unknown,
    }
}

fn clause(rules: &Rules, result: &str) -> Declared {
    let whole = result.trim().trim_end_matches(['。', '.', '；', ';', '！']).trim();
    if whole.is_empty() {
        return Declared::Nothing;
    }
    let words = |name: &str| rules.words("V25", name).iter();
    let one = !whole.contains(['，', ',', '；', ';']);
    if one && words("next_round").any(|word| whole.starts_with(word.as_str())) {
        return Declared::Nothing;
    }
    // What later data reads besides.
    let both = |name: &str| {
        words(name).chain(words(match name {
            "passed" => "also_passed",
            "failed" => "also_failed",
            "deferred" => "also_deferred",
            _ => "also_heads",
        }))
    };
    let said = words("tails").find_map(|tail| whole.strip_suffix(tail.as_str())).unwrap_or(whole);
    // How it was decided says nothing of what: 会议研究决定, 经票决, 获得一致.
    let mut bare = said;
    let whole_word = |bare: &str| ["passed", "failed", "deferred"].iter().any(|n| both(n).any(|word| word == bare));
    while let Some(rest) = both("heads").find_map(|head| bare.strip_prefix(head.as_str())).filter(|_| !whole_word(bare)) {
        bare = rest.trim_start_matches(['，', ',']);
    }
    let is = |name: &str| both(name).any(|word| word == bare);
    let turned = || words("turned").any(|word| bare.contains(word.as_str()));
    match () {
        // 决定任用: nothing but how, and what for.
        () if bare.is_empty() && said != whole => Declared::Passed,
        () if is("passed") => Declared::Passed,
        () if is("failed") => Declared::Failed,
        () if is("deferred") => Declared::Deferred,
        // 决定任命张三为副局长.
        () if words("appoints").any(|word| bare.starts_with(word.as_str())) && !turned() => Declared::Passed,
        () => Declared::Unknown,
    }
}

/// What a record of vote or decision declares on a candidate; None when it does not speak of him or her.
pub(super) fn declared_on(rules: &Rules, record: &Record, candidate: CandidateId) -> Option<Declared> {
    match &record.content.body {
        // One of nobody by name speaks of everybody, which `milestone_records` has seen to.
        RecordBody::Decision(d) => Some(declared(rules, &d.result)),
        body => voted(body)?.1.iter().find(|l| l.candidate == Some(candidate)).map(|l| declared(rules, &l.result)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::BatchContent;
    use crate::rules::RuleBook;

    #[test]
    fn a_result_is_read_by_what_it_says_and_under_old_data_as_it_was() {
        for (words, want) in [
            ("", Declared::Nothing),
            ("通过", Declared::Passed),
            ("一致通过。", Declared::Passed),
            ("表决通过，同意任用", Declared::Passed),
            ("会议研究决定任用", Declared::Passed),
            ("决定任命张三为副局长", Declared::Passed),
            ("未通过", Declared::Failed),
            ("不予任用", Declared::Failed),
            ("暂缓作出任用决定", Declared::Deferred),
            ("缓议", Declared::Deferred),
            ("通过，暂缓任用", Declared::Unknown),
            ("决定任命但待公示", Declared::Unknown),
            ("passed", Declared::Unknown),
        ] {
            for edition in ["2002@1.0", "2014@1.2", "2019@1.3"] {
                let batch = BatchContent { edition: edition.into(), ..BatchContent::default() };
                let governing = RuleBook::builtin().govern(&batch);
                assert_eq!(declared(governing.first(), words), want, "{edition}: {words}");
            }
        }
    }

    #[test]
    fn the_next_round_settles_nothing_and_what_stands_beside_it_does() {
        let batch = BatchContent { edition: "2019@1.5".into(), ..BatchContent::default() };
        let governing = RuleBook::builtin().govern(&batch);
        for (words, want) in [
            ("进入第二轮", Declared::Nothing),
            ("进入第二轮投票；", Declared::Nothing),
            ("进入第二轮，进入第三轮", Declared::Nothing),
            ("进入第二轮，通过", Declared::Passed),
            ("进入第二轮，表决通过", Declared::Passed),
            ("进入第二轮；未通过", Declared::Failed),
            ("进入第二轮，得票居前", Declared::Unknown),
        ] {
            assert_eq!(declared(governing.first(), words), want, "{words}");
        }
    }
}
