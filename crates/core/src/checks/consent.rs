//! Whether an answer by letter consents: the one reader of 同意 and 不同意 in letters, by the vocabulary of the rules in force (V21).
//! It says what the words mean and judges nothing.

use crate::record::Letter;
use crate::rules::Rules;

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Consents,
    Dissents,
    /// Neither, or it puts the answer off.
    Open,
}

/// The answer of a letter: of its result, else, where that says neither, of its opinion.
pub(super) fn of(rules: &Rules, letter: &Letter) -> Answer {
    match read(rules, &letter.result) {
        Answer::Open => read(rules, &letter.opinion),
        told => told,
    }
}

/// Takes out every denied objection (无任何不同意见, 未提出反对意见); whether there was any.
fn without_denied(rules: &Rules, text: &str) -> (String, bool) {
    let (denials, objections) = (rules.words("V21", "denials"), rules.words("V21", "objections"));
    let (mut text, mut any) = (text.to_owned(), false);
    for objection in objections {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(objection)).map(|at| at + from) {
            let before = text.get(..at).unwrap_or_default();
            // The start of the denial: the leftmost of the words that ends within three characters of the objection.
            let start = denials
                .iter()
                .filter_map(|deny| before.rfind(deny).map(|i| (i, i + deny.len())))
                .filter(|(_, end)| before.get(*end..).is_some_and(near))
                .map(|(i, _)| i)
                .min();
            let end = at + objection.len();
            match start {
                Some(start) => {
                    text.replace_range(start..end, "\u{1}");
                    any = true;
                    from = start;
                }
                None => from = end,
            }
        }
    }
    (text, any)
}

/// At most three characters, and none that ends a clause.
fn near(between: &str) -> bool {
    between.chars().count() <= 3 && !between.contains(['，', '。', '；', '、', ',', ';', '：'])
}

/// A clause that sends the matter further up before it is answered: 须报省委研究, 需报上级批准.
fn refers(rules: &Rules, clause: &str) -> bool {
    let up = rules.words("V21", "referrals").iter().filter_map(|word| clause.find(word)).min();
    let ends = rules.words("V21", "referral_ends");
    up.is_some_and(|at| clause.get(at..).is_some_and(|rest| ends.iter().any(|word| rest.contains(word))))
}

/// The words put the answer off: 研究后答复, 须报省委研究.
fn puts_off(rules: &Rules, words: &str) -> bool {
    let delays = rules.words("V21", "delays").iter().any(|word| words.contains(word));
    delays || words.split(['，', '。', '；', ',', ';']).any(|clause| refers(rules, clause))
}

/// The letter only says that an answer is to come.
pub(super) fn postponed(rules: &Rules, letter: &Letter) -> bool {
    [&letter.result, &letter.opinion].iter().any(|text| puts_off(rules, &without_denied(rules, text).0))
}

/// What the words of an answer say.
pub(super) fn read(rules: &Rules, words: &str) -> Answer {
    let (bare, denied) = without_denied(rules, words);
    let has = |name: &str| rules.words("V21", name).iter().any(|word| bare.contains(word));
    let put_off = puts_off(rules, &bare);
    match () {
        () if has("refusals") => Answer::Dissents,
        () if put_off => Answer::Open,
        () if has("consent_words") || denied => Answer::Consents,
        // With 同意 beside them they are conditions of the consent: 同意，任职时间不宜早于7月.
        () if has("doubts") => Answer::Dissents,
        () => Answer::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::BatchContent;
    use crate::rules::RuleBook;

    #[test]
    fn an_answer_is_read_by_what_it_says() {
        for (words, want) in [
            ("同意", Answer::Consents),
            ("经研究，同意张三同志任职", Answer::Consents),
            ("同意提拔任用，任职时间不宜早于7月", Answer::Consents),
            ("同意，原职务暂缓免去", Answer::Consents),
            ("同意，未提出反对意见", Answer::Consents),
            ("不反对，同意", Answer::Consents),
            ("不反对", Answer::Consents),
            ("不持反对意见", Answer::Consents),
            ("无任何不同意见", Answer::Consents),
            ("没有其他不同意见", Answer::Consents),
            ("没有提出不同意见", Answer::Consents),
            ("未提出反对意见", Answer::Consents),
            ("经厅党组研究，无不同意见", Answer::Consents),
            ("无异议", Answer::Consents),
            ("无不同意见，但须报省委研究后答复", Answer::Open),
            ("须报上级同意", Answer::Open),
            ("是否同意，另行答复", Answer::Open),
            ("已收悉", Answer::Open),
            ("", Answer::Open),
            ("不同意", Answer::Dissents),
            ("暂不同意", Answer::Dissents),
            ("提出不同意见", Answer::Dissents),
            ("无法同意", Answer::Dissents),
            ("不予批准", Answer::Dissents),
            ("有反对意见", Answer::Dissents),
            ("建议暂缓", Answer::Dissents),
            ("不宜提拔", Answer::Dissents),
            ("原无意见，现不同意", Answer::Dissents),
        ] {
            for edition in ["2002@1.0", "2019@1.1", "2019@1.2"] {
                let batch = BatchContent { edition: edition.into(), ..BatchContent::default() };
                let governing = RuleBook::builtin().govern(&batch);
                assert_eq!(read(governing.first(), words), want, "{edition}: {words}");
            }
        }
    }
}
