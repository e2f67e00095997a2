//! Whether the words of a conclusion say that nothing was found, by the vocabulary of the rule pack. It only says what the words mean;
//! what follows from it is V17's. It fails closed: what it cannot read as sound asks for an explanation.

use crate::record::ReviewTopic;
use crate::rules::Rules;

/// Marks that end a clause. `、` and `：` do not: 无信访、举报 and 信访举报：无 are one saying each.
const ENDS: &[char] =
    &['，', '。', '；', ',', ';', '.', '\n', '\t', '！', '!', '？', '?', ' ', '\u{3000}', '…', '/', '（', '）', '(', ')'];

/// Remarks in brackets that only say what is counted in, as in 无信访举报（含网络举报）.
const REMARKS: [&str; 5] = ["含", "包括", "详见", "见", "附"];

/// Words that clear what was told against somebody; of a file or a declaration they are the fault itself.
const UNTRUE: [&str; 3] = ["不属实", "不实", "失实"];

/// What a clause of a conclusion says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    /// Nothing was found, or what was told did not hold: 未发现问题, 查无实据.
    Cleared,
    /// In order: 一致, 如实.
    Sound,
    /// Something was told, not yet what came of it: 收到举报1件.
    Told,
    /// An opening without a verdict: 经市纪委监委研究.
    Opening,
    Fails,
}

/// Whether a conclusion passes: it stands in the list of whole wordings, or its clauses are sound, none fails, and what was told
/// is cleared by a later one. A pack without the vocabulary knows the whole wordings only.
pub(super) fn passes(rules: &Rules, topic: ReviewTopic, result: &str) -> bool {
    let result = result.trim().trim_end_matches(['。', '.', '；', ';', '！']).trim();
    if rules.words("V17", "passing").iter().any(|w| w == result) {
        return true;
    }
    let vocabulary = Vocabulary { rules, file: matches!(topic, ReviewTopic::Archive | ReviewTopic::Assets) };
    let mut text =
        without_remarks(&result.replace("国（境）外", "国境外").replace("国(境)外", "国境外")).replace(['、', '：', ':'], "");
    for turn in vocabulary.of("turning_words") {
        text = text.replace(turn.as_str(), "，");
    }
    let (mut told, mut sound) = (false, false);
    for part in text.split(ENDS).filter(|p| !p.is_empty()) {
        match vocabulary.clause(part) {
            Clause::Fails => return false,
            Clause::Told => told = true,
            Clause::Cleared => (told, sound) = (false, true),
            Clause::Sound => sound = true,
            Clause::Opening => {}
        }
    }
    sound && !told
}

fn without_remarks(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, within)) = rest.split_once(['（', '(']) {
        out.push_str(before);
        let Some((inner, after)) = within.split_once(['）', ')']) else {
            out.push('，');
            rest = within;
            continue;
        };
        if !REMARKS.iter().any(|r| inner.starts_with(r)) {
            out.push('，');
            out.push_str(inner);
            out.push('，');
        }
        rest = after;
    }
    out + rest
}

/// The words of a pack, and whether the item is of a file or a declaration, of which 属实 is said.
struct Vocabulary<'a> {
    rules: &'a Rules,
    file: bool,
}

/// What is left of a clause when the sayings it knows are taken out, and where it was cleared.
#[derive(Default)]
struct Rest {
    /// Place in the clause and character; a saying taken out leaves a mark, so that its neighbours do not become a word.
    left: Vec<(usize, char)>,
    cleared_at: Option<usize>,
    sound: bool,
}

impl Vocabulary<'_> {
    fn of(&self, name: &str) -> &[String] {
        self.rules.words("V17", name)
    }

    /// The longest word of a list at the beginning of a text.
    fn at<'t>(&self, names: &[&str], text: &'t str) -> Option<&'t str> {
        let fits = names.iter().flat_map(|n| self.of(n)).filter(|w| !w.is_empty() && text.starts_with(w.as_str()));
        fits.max_by_key(|w| w.len()).and_then(|w| text.get(..w.len()))
    }

    fn holds(&self, name: &str, text: &str) -> bool {
        self.of(name).iter().any(|w| !w.is_empty() && text.contains(w.as_str()))
    }

    fn clause(&self, text: &str) -> Clause {
        let rest = self.rest(text);
        let left: String = rest.left.iter().map(|(_, c)| *c).collect();
        // A 不 or 未 that belongs to no known saying undoes something: 未按要求如实填报.
        let fails = ["open_words", "undone_words", "bad_words"].iter().any(|name| self.holds(name, &left));
        if fails || left.contains("属实") {
            return Clause::Fails;
        }
        let opens = self.at(&["openings"], &left).is_some() || left.starts_with(|c: char| c.is_ascii_digit());
        if self.holds("topic_words", &left) {
            let told = self.told_at(&rest.left, &left);
            if told.is_some() && rest.cleared_at < told {
                return Clause::Told;
            }
            if !rest.sound && rest.cleared_at.is_none() {
                // 征求纪委意见 is only an opening; 信访问题 alone is none.
                let only_opinions = self.of("topic_words").iter().all(|w| w == "意见" || !left.contains(w.as_str()));
                return if only_opinions && opens { Clause::Opening } else { Clause::Fails };
            }
        }
        match () {
            () if rest.cleared_at.is_some() => Clause::Cleared,
            () if rest.sound => Clause::Sound,
            () if opens => Clause::Opening,
            () => Clause::Fails,
        }
    }

    /// Place of the last word that says something was told.
    fn told_at(&self, marked: &[(usize, char)], left: &str) -> Option<usize> {
        let ends = self.of("reported_words").iter().filter_map(|w| left.rfind(w.as_str()));
        let at = ends.max()?;
        marked.get(left.get(..at)?.chars().count()).map(|(place, _)| *place)
    }

    fn rest(&self, text: &str) -> Rest {
        let mut rest = Rest::default();
        let mut at = 0;
        while let Some(now) = text.get(at..).filter(|t| !t.is_empty()) {
            let skip =
                self.neutral(now).or_else(|| self.cleared(text, at, &mut rest)).or_else(|| self.good(text, now, &mut rest));
            match (skip, now.chars().next()) {
                (Some(bytes), _) => {
                    rest.left.push((at, '\u{1}'));
                    at += bytes;
                }
                (None, Some(c)) => {
                    rest.left.push((at, c));
                    at += c.len_utf8();
                }
                (None, None) => break,
            }
        }
        rest
    }

    fn neutral(&self, now: &str) -> Option<usize> {
        self.at(&["neutral_words"], now).map(str::len)
    }

    /// A saying that nothing was found: a word for it, or a negation with what it denies. Bytes it takes.
    fn cleared(&self, text: &str, at: usize, rest: &mut Rest) -> Option<usize> {
        let now = text.get(at..)?;
        let word = self.at(&["cleared_words"], now);
        let negation = self.at(&["negations"], now);
        if let Some(word) = word.filter(|w| negation.is_none_or(|n| n.len() < w.len())) {
            let number = word.starts_with(['0', '０', '零']) && text.get(..at)?.ends_with(|c: char| c.is_numeric());
            let of_file = self.file && UNTRUE.contains(&word) && !["反映", "举报", "问题"].iter().any(|w| text.contains(w));
            if !number && !of_file {
                rest.cleared_at = Some(at);
                return Some(word.len());
            }
        }
        let mut end = negation?.len();
        let (mut denied, mut others) = (false, false);
        while let Some(word) = now.get(end..).and_then(|t| self.at(&["bad_words", "topic_words", "between_words"], t)) {
            others |= word == "其他" || word == "其它";
            denied |= ["bad_words", "topic_words"].iter().any(|name| self.of(name).iter().any(|w| w == word));
            end += word.len();
        }
        // 信访举报：无 denies what stands before it.
        let trailing = negation.is_some_and(|n| n == now && n != "没" && rest.left.iter().any(|(_, c)| *c != '\u{1}'));
        if !denied && !trailing {
            return None;
        }
        rest.sound = true;
        // 未发现其他问题 leaves open what the first one was.
        if !others {
            rest.cleared_at = Some(at);
        }
        Some(end)
    }

    fn good(&self, text: &str, now: &str, rest: &mut Rest) -> Option<usize> {
        let word = self.at(&["good_words"], now)?;
        let told = ["举报", "反映"].iter().any(|w| text.contains(w));
        // 属实 is said of a file and of a declaration; of what was told against somebody it is the opposite.
        let upheld = word == "属实" && (!self.file || told);
        // 通过 as a preposition: 通过比对发现未申报房产.
        if upheld || (word == "通过" && now != word) {
            return None;
        }
        rest.sound = true;
        Some(word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleBook;

    fn of(edition: &str) -> crate::rules::Governing {
        RuleBook::builtin().govern(&crate::case::BatchContent { edition: edition.into(), ..Default::default() })
    }

    #[test]
    fn conclusions_that_say_all_is_well_pass() {
        let governing = of("2019@1.2");
        let wrong: Vec<String> = SOUND
            .iter()
            .flat_map(|(topic, words)| words.iter().map(move |w| (*topic, *w)))
            .filter(|(topic, words)| !passes(governing.first(), *topic, words))
            .map(|(topic, words)| format!("{topic:?} {words}"))
            .collect();
        assert!(wrong.is_empty(), "these are sound: {wrong:?}");
    }

    #[test]
    fn conclusions_that_are_bad_or_unfinished_or_missing_do_not() {
        let governing = of("2019@1.2");
        let topics = [ReviewTopic::Archive, ReviewTopic::Discipline, ReviewTopic::Petition];
        let wrong: Vec<String> = topics
            .iter()
            .flat_map(|topic| UNSOUND.iter().map(move |w| (*topic, *w)))
            .filter(|(topic, words)| passes(governing.first(), *topic, words))
            .map(|(topic, words)| format!("{topic:?} {words}"))
            .collect();
        assert!(wrong.is_empty(), "these are not sound: {wrong:?}");
    }

    #[test]
    fn what_is_upheld_is_good_of_a_file_and_bad_of_a_charge() {
        let governing = of("2019@1.2");
        for words in ["属实", "经查属实"] {
            assert!(passes(governing.first(), ReviewTopic::Archive, words), "{words}");
            assert!(!passes(governing.first(), ReviewTopic::Petition, words), "{words}");
        }
    }

    #[test]
    fn a_batch_under_the_first_data_keeps_its_words() {
        let governing = of("2019@1.0");
        assert!(passes(governing.first(), ReviewTopic::Archive, "通过"));
        assert!(!passes(governing.first(), ReviewTopic::Archive, "认定无误"));
    }

    const SOUND: &[(ReviewTopic, &[&str])] = &[
        (
            ReviewTopic::Archive,
            &[
                "通过",
                "认定无误",
                "如实填报",
                "未发现影响提拔使用的问题",
                "无影响使用问题",
                "基本一致",
                "经审核，三龄两历一身份清楚，认定无误",
                "如实报告，无漏报",
                "档案材料齐全、真实",
                "不存在隐瞒不报问题",
                "无",
                "未发现不一致",
                "与档案无不一致",
                "不存在不如实报告情形",
                "无正在核查的问题线索",
                "无需进一步核查",
                "三龄两历一身份认定清楚",
                "档案审核通过",
                "经查核，如实报告",
                "档案无涂改，三龄两历清楚",
                "个人有关事项查核结果一致",
                "查核一致",
                "与本人填报一致",
                "不动产登记与本人填报一致",
                "未发现档案造假",
                "档案齐全完整",
                "信息准确",
                "结论：合格",
                "审核合格",
                "已核实，无问题",
                "经核实，无瞒报漏报情况",
                "无漏报瞒报",
                "未发现其他问题",
                "按规定如实报告个人有关事项",
                "真实准确",
                "真实、准确、完整",
                "没问题",
                "没有问题",
                "不存在问题",
                "情况属实",
                "本人报告情况属实",
                "查无问题",
                "可以使用",
                "经审查合格",
                "符合要求",
                "核实无误",
                "基本如实",
                "不存在影响使用的情形",
                "无不良记录",
                "缺少的学历材料已补齐，审核合格",
                "入党材料原缺，已于2026年3月补充，认定清楚",
                "经查核，房产、投资、配偶子女从业情况与填报一致",
                "配偶子女无移居国（境）外情况，填报如实",
                "查核结果与本人报告相符，不属于漏报",
                "经组织认定，出生时间为1978年2月",
                "经核实，配偶未经商办企业",
                "配偶、子女均未移居国（境）外",
            ],
        ),
        (
            ReviewTopic::Petition,
            &[
                "无信访反映",
                "查无实据",
                "信访举报已查结，不影响使用",
                "没有收到信访举报",
                "反映问题不属实",
                "未见不良反映",
                "无信访、举报",
                "无信访举报（含网络举报）",
                "信访举报：无",
                "信访无反映",
                "信访部门无异议",
                "信访部门反馈无问题",
                "举报0件",
                "群众反映良好",
                "没有尚未办结的信访举报",
                "反映内容不属实",
                "收到举报1件，经查不实",
                "有信访反映，经查不属实",
                "无违纪违法问题反映",
                "无信访举报问题",
                "未发现有影响任用的信访举报",
                "未收到反映其问题的信访举报",
                "无不良反映",
                "无负面反映",
                "近三年无信访举报",
                "公示期间无反映",
                "收到信访1件，已查结，不影响使用",
                "反映失实",
                "信访已办结",
                "没有反映问题",
                "未见违纪违法反映",
                "有举报一件经查不属实，予以了结",
                "群众举报问题不属实",
                "收到匿名信1件，经查不属实",
                "无线索具体、有可查性的信访举报",
                "受理信访举报0件",
            ],
        ),
        (
            ReviewTopic::Discipline,
            &[
                "廉洁",
                "经市纪委监委研究，同意使用",
                "无不同意见",
                "未发现违纪违法问题线索",
                "廉洁自律情况良好。",
                "未受过处分",
                "未发现违纪、违法问题",
                "纪委回复意见：同意",
                "纪委出具同意意见",
                "不持异议",
                "不涉及违纪违法问题",
                "无违纪违法记录",
                "廉洁自律结论性意见：同意",
                "没有不同意见",
                "无意见",
                "该同志廉洁自律",
                "纪委监委无不同意见",
                "未受过党纪政务处分",
                "没有违纪违法",
                "三年内未受处分",
                "同意提拔使用",
                "同意该同志任职",
                "该同志不存在受处分影响期未满的情形",
                "未立案，无在办案件",
                "近三年未收到涉及该同志的信访举报和问题线索",
                "该同志政治立场坚定，遵规守纪，同意任用",
                "建议提拔使用",
            ],
        ),
    ];

    const UNSOUND: &[&str] = &[
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
        "有未办结的信访举报1件",
        "纪委未出具意见",
        "未征求纪检监察机关意见",
        "没有征求纪委意见",
        "未完成信访举报查核",
        "未如实报告房产问题",
        "未按规定报告持股问题",
        "无法核实举报",
        "无法排除违纪嫌疑",
        "未发现无异议",
        "不无问题",
        "未发现违纪问题仍有违规兼职",
        "未按规定如实报告",
        "未按要求如实填报",
        "没有按要求如实报告",
        "无法认定真实",
        "未予认定合格",
        "不能认定一致",
        "通过比对发现未申报房产一套",
        "廉洁自律方面存在不足",
        "真实年龄与档案相差三岁",
        "漏填房产一套，其余一致",
        "房产一套未申报，其余如实",
        "伪造学历，其他材料齐全",
        "已被立案审查，档案完整",
        "不影响使用存在违规兼职",
        "有无影响待定",
        "信访举报已查结并给予处分",
        "查实",
        "反映属实",
        "有影响使用的问题",
        "不影响使用但有举报",
        "无结论",
        "未查",
        "未审核",
        "缺材料",
        "有举报",
        "不清楚",
        "档案缺页",
        "学历不符",
        "有问题",
        "存在问题",
        "举报1件，未查结",
        "举报10件",
        "涉嫌违纪",
        "暂缓",
        "同意，但须补报房产",
        "正在核实信访举报，同意使用",
        "有反映，同意使用",
        "一般",
        "反映问题部分属实",
        "有出入",
        "未报告",
        "瞒报一套房",
        "被举报",
        "有信访，未核实",
        "收到举报两件",
        "尚未反馈",
        "纪委尚未回复",
        "年龄存疑，其他清楚",
        "见附件",
        "已审核",
        "已核查",
        "没有",
        "没意见但有举报",
        "未反馈",
        "年龄造假",
        "材料不齐",
        "空白",
        "通过；房产漏报",
        "房产一套为他人代持，其余一致",
        "有举报，未发现其他问题",
        "报告与查核一致，少填股票一只",
        "党内警告处分影响期已满，同意使用",
        "纪委",
        "除学历外均清楚",
        "除入党时间外均认定",
        "缺少入党志愿书",
        "不建议提拔使用",
        "曾受党内警告处分，不影响使用",
    ];
}
