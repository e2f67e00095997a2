//! Whether the words of a conclusion say that nothing was found: by the vocabulary of the rule pack, with an ear for 不 and 无. It only
//! says what the words mean; what follows from it is V17's.

use crate::rules::Rules;

/// Marks that end a clause, and words that turn it: what follows 但 is judged by itself.
const ENDS: [&str; 16] = ["，", "。", "；", "、", ",", ";", "：", ":", "（", "）", "(", ")", "\n", "但", "另有", "同时有"];

/// What a clause of a conclusion says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Passes,
    Fails,
    Silent,
}

/// Whether a conclusion passes: it stands in the list of whole wordings, or at least one of its clauses passes and none fails.
/// A pack without the vocabulary knows the whole wordings only.
pub(super) fn passes(rules: &Rules, result: &str) -> bool {
    let result = result.trim().trim_end_matches(['。', '.', '；', ';', '！']).trim();
    if rules.words("V17", "passing").iter().any(|w| w == result) {
        return true;
    }
    let mut text = result.to_owned();
    for end in ENDS {
        text = text.replace(end, "\u{1}");
    }
    let clauses: Vec<Clause> = text.split('\u{1}').filter(|c| !c.trim().is_empty()).map(|c| clause(rules, c.trim())).collect();
    clauses.contains(&Clause::Passes) && !clauses.contains(&Clause::Fails)
}

fn clause(rules: &Rules, text: &str) -> Clause {
    let of = |name: &str| rules.words("V17", name);
    if of("open_words").iter().any(|w| text.contains(w.as_str())) {
        return Clause::Fails;
    }
    if of("cleared_words").iter().any(|w| text.contains(w.as_str())) {
        return Clause::Passes;
    }
    let negations = of("negations");
    // A bad word is cleared by a negation anywhere before it in the clause: 未发现影响提拔使用的问题.
    let bad: Vec<usize> = of("bad_words").iter().filter_map(|w| text.find(w.as_str())).collect();
    if let Some(first) = bad.iter().min() {
        let before = text.get(..*first).unwrap_or_default();
        let negated = negations.iter().any(|n| before.contains(n.as_str()));
        return if negated { Clause::Passes } else { Clause::Fails };
    }
    // A good word is undone by a negation close before it: 未如实报告, 与档案不一致.
    let good: Vec<&str> = of("good_words").iter().filter_map(|w| text.find(w.as_str()).and_then(|at| text.get(..at))).collect();
    let undone = |before: &&str| {
        let near: String = before.chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
        near.contains('不') || negations.iter().any(|n| near.contains(n.as_str()))
    };
    match () {
        () if good.is_empty() => Clause::Silent,
        () if good.iter().any(undone) => Clause::Fails,
        () => Clause::Passes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleBook;

    #[test]
    fn a_conclusion_is_judged_by_what_it_says_and_not_by_its_very_words() {
        let book = RuleBook::builtin();
        let batch = crate::case::BatchContent { edition: "2019@1.1".into(), ..Default::default() };
        let governing = book.govern(&batch);
        let passing = [
            "通过",
            "认定无误",
            "无信访反映",
            "如实填报",
            "未发现影响提拔使用的问题",
            "无影响使用问题",
            "查无实据",
            "廉洁",
            "基本一致",
            "经审核，三龄两历一身份清楚，认定无误",
            "信访举报已查结，不影响使用",
            "经市纪委监委研究，同意使用",
            "无不同意见",
            "没有收到信访举报",
            "未发现违纪违法问题线索",
            "反映问题不属实",
            "如实报告，无漏报",
            "档案材料齐全、真实",
            "不存在隐瞒不报问题",
            "廉洁自律情况良好。",
            "未见不良反映",
            "无",
            "未受过处分",
        ];
        let failing = [
            "瞒报",
            "漏报房产一套",
            "未如实报告",
            "与档案不一致",
            "不合格",
            "正在核查",
            "有信访反映，尚在调查",
            "举报属实",
            "提出不同意见",
            "不同意",
            "存疑",
            "出生日期前后不一致",
            "影响使用",
            "通过但有举报一件",
            "隐瞒婚姻情况",
            "受过诫勉",
            "待核",
            "部分属实",
            "不廉洁",
            "未通过",
            "审核中",
            "不详",
            "同意使用，另有一封举报信",
        ];
        for words in passing {
            assert!(passes(governing.first(), words), "{words} passes");
        }
        for words in failing {
            assert!(!passes(governing.first(), words), "{words} does not pass");
        }
        let before = crate::case::BatchContent { edition: "2019@1.0".into(), ..Default::default() };
        let before = book.govern(&before);
        assert!(
            passes(before.first(), "通过") && !passes(before.first(), "认定无误"),
            "a batch under the first data keeps its words"
        );
    }
}
