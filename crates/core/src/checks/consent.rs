//! Whether an answer by letter consents: the one reader of 同意 and 不同意 in letters. It says what the words mean and judges nothing.

use crate::record::Letter;

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Consents,
    Dissents,
    /// Neither, or it puts the answer off.
    Open,
}

/// The answer of a letter: of its result, else, where that says neither, of its opinion.
pub(super) fn of(letter: &Letter) -> Answer {
    match read(&letter.result) {
        Answer::Open => read(&letter.opinion),
        told => told,
    }
}

/// Words that deny an objection when one stands within three characters after them: 无任何不同意见, 未提出反对意见.
const DENIES: [&str; 7] = ["不存在", "没有", "未提出", "不持", "未持", "无", "不"];
const OBJECTIONS: [&str; 6] = ["不同意见", "反对意见", "反对", "异议", "不同看法", "保留意见"];
const REFUSES: [&str; 9] = ["不同意", "未同意", "不予同意", "难以同意", "无法同意", "不能同意", "不赞成", "不予批准", "未批准"];
/// The answer is put off, whatever else is said.
const PUTS_OFF: [&str; 9] =
    ["研究后答复", "研究后再", "再行答复", "另行答复", "后答复", "再研究", "进一步研究", "是否同意", "尚在研究"];
/// With 同意 beside them they are conditions of the consent: 同意，任职时间不宜早于7月.
const DOUBTS: [&str; 3] = ["反对", "暂缓", "不宜"];

/// Takes out every denied objection; whether there was any.
fn without_denied(text: &str) -> (String, bool) {
    let (mut text, mut any) = (text.to_owned(), false);
    for objection in OBJECTIONS {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(objection)).map(|at| at + from) {
            let before = text.get(..at).unwrap_or_default();
            // The start of the denial: the leftmost of the words that ends within three characters of the objection.
            let start = DENIES
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
fn refers(clause: &str) -> bool {
    let up = ["须报", "需报", "应报", "待报", "还须", "尚须", "尚需"].iter().filter_map(|word| clause.find(word)).min();
    let then = ["研究", "审批", "批准", "同意", "审定", "决定", "答复"];
    up.is_some_and(|at| clause.get(at..).is_some_and(|rest| then.iter().any(|word| rest.contains(word))))
}

/// What the words of an answer say.
pub(super) fn read(words: &str) -> Answer {
    let (bare, denied) = without_denied(words);
    let has = |list: &[&str]| list.iter().any(|word| bare.contains(word));
    let put_off = has(&PUTS_OFF) || bare.split(['，', '。', '；', ',', ';']).any(refers);
    let own = bare.contains("同意") || bare.contains("批准") || bare.contains("赞成") || denied;
    match () {
        () if has(&REFUSES) => Answer::Dissents,
        () if put_off => Answer::Open,
        () if own => Answer::Consents,
        () if has(&DOUBTS) => Answer::Dissents,
        () => Answer::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(read(words), want, "{words}");
        }
    }
}
