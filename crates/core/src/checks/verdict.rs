//! Whether the words of a conclusion say that nothing was found, by the vocabulary of the rule pack. It only says what the words mean;
//! what follows from it is V17's. It fails closed: what it cannot read as sound asks for an explanation.

use crate::record::ReviewTopic;
use crate::rules::Rules;

/// Marks that end a clause. `、` and `：` do not: 无信访、举报 and 信访举报：无 are one saying each.
const ENDS: &[char] =
    &['，', '。', '；', ',', ';', '.', '\n', '\t', '！', '!', '？', '?', ' ', '\u{3000}', '…', '/', '（', '）', '(', ')'];

/// Marks around a word that say nothing.
const QUOTES: &[char] = &['“', '”', '"', '‘', '’', '《', '》', '「', '」'];

/// Stands for a saying taken out of a clause: one that says nothing, and a verdict.
const TAKEN: char = '\u{1}';
const VERDICT: char = '\u{2}';

/// How long the name of a place, a body or a person may be.
const NAME: usize = 8;

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
    /// A fault that can be mended, not yet whether it was: 记载不一致, 少报基金.
    Curable,
    /// How such a fault was settled: 经组织认定为2001年7月, 已补齐.
    Settled,
    Fails,
}

/// Whether a conclusion passes: it stands in the list of whole wordings, or its clauses are sound, none fails, and what was told or
/// can be mended is cleared or settled by a later one. A pack without the vocabulary knows the whole wordings only; one without
/// `plain_words` passes over what it does not know, every later one takes it for a fault: 廉洁形象较差.
pub(super) fn passes(rules: &Rules, topic: ReviewTopic, result: &str) -> bool {
    let result = result.trim().trim_end_matches(['。', '.', '；', ';', '！']).trim();
    if rules.words("V17", "passing").iter().any(|w| w == result) {
        return true;
    }
    let vocabulary = Vocabulary { rules, topic };
    let mut text = without_remarks(rules, &result.replace("国（境）外", "国境外").replace("国(境)外", "国境外"))
        .replace(['、', '：', ':'], "");
    for turn in vocabulary.of("turning_words") {
        text = text.replace(turn.as_str(), "，");
    }
    text = without_points(&text);
    let (mut told, mut fault, mut sound) = (false, false, false);
    for part in text.split(ENDS).filter(|p| !p.is_empty()) {
        match vocabulary.clause(part) {
            Clause::Fails => return false,
            Clause::Told => told = true,
            Clause::Cleared => (told, sound) = (false, true),
            Clause::Sound => sound = true,
            Clause::Opening => {}
            Clause::Curable => fault = true,
            Clause::Settled => (fault, sound) = (false, true),
        }
    }
    sound && !told && !fault
}

/// Whether the words of an answer tell of a fault or of a matter still open, after all they clear: 正在立案审查. What it cannot read is
/// none: of an answer by letter nobody asked for one of the wordings of a conclusion.
pub(super) fn objects(rules: &Rules, topic: ReviewTopic, answer: &str) -> bool {
    let vocabulary = Vocabulary { rules, topic };
    let text = without_points(&without_remarks(rules, answer).replace(['、', '：', ':'], ""));
    let faults = |part: &str| {
        let left: String = vocabulary.rest(part).left.iter().map(|(_, c)| *c).collect();
        vocabulary.holds("bad_words", &left) || vocabulary.holds("open_words", &left)
    };
    !passes(rules, topic, answer) && text.split(ENDS).filter(|p| !p.is_empty()).any(faults)
}

/// Whether a conclusion says that a fault was found: 瞒报, 与档案不一致. One not drawn yet (正在核查) has found none.
pub(super) fn finds_fault(rules: &Rules, topic: ReviewTopic, result: &str) -> bool {
    let vocabulary = Vocabulary { rules, topic };
    let text = without_points(&without_remarks(rules, result).replace(['、', '：', ':'], ""));
    let faults = |part: &str| {
        let left: String = vocabulary.rest(part).left.iter().map(|(_, c)| *c).collect();
        vocabulary.holds("bad_words", &left) || vocabulary.holds("curable_words", &left)
    };
    !passes(rules, topic, result) && text.split(ENDS).filter(|p| !p.is_empty()).any(faults)
}

/// Whether a conclusion settles a fault found before it: of a declaration only where it says how (认定为基本一致, 已更正), of the others
/// wherever it passes.
pub(super) fn settles(rules: &Rules, topic: ReviewTopic, result: &str) -> bool {
    let says_how = || Vocabulary { rules, topic }.holds("settling_words", result);
    passes(rules, topic, result) && (topic != ReviewTopic::Assets || says_how())
}

/// Without quotes, and without the points in numbers, which end no clause.
fn without_points(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().filter(|c| !QUOTES.contains(c)).peekable();
    while let Some(c) = rest.next() {
        let within = c == '.' && out.ends_with(|d: char| d.is_ascii_digit()) && rest.peek().is_some_and(char::is_ascii_digit);
        if !within {
            out.push(c);
        }
    }
    out
}

/// Without remarks in brackets that only say what is counted in, as in 无信访举报（含网络举报）.
fn without_remarks(rules: &Rules, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, within)) = rest.split_once(['（', '(']) {
        out.push_str(before);
        let Some((inner, after)) = within.split_once(['）', ')']) else {
            out.push('，');
            rest = within;
            continue;
        };
        if !rules.words("V17", "remark_words").iter().any(|r| inner.starts_with(r.as_str())) {
            out.push('，');
            out.push_str(inner);
            out.push('，');
        }
        rest = after;
    }
    out + rest
}

/// The words of a pack, and what they are said of.
struct Vocabulary<'a> {
    rules: &'a Rules,
    topic: ReviewTopic,
}

/// What is left of a clause when the sayings it knows are taken out, and where it was cleared.
#[derive(Default)]
struct Rest {
    /// Place in the clause and character; a saying taken out leaves a mark, so that its neighbours do not become a word.
    left: Vec<(usize, char)>,
    cleared_at: Option<usize>,
    sound: bool,
    settled: bool,
}

impl Vocabulary<'_> {
    fn of(&self, name: &str) -> &[String] {
        self.rules.words("V17", name)
    }

    /// Of a file and of a declaration 属实 is said.
    fn file(&self) -> bool {
        matches!(self.topic, ReviewTopic::Archive | ReviewTopic::Assets)
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
        if left.contains("属实") || self.holds("limit_words", &left) {
            return Clause::Fails;
        }
        let strict = !self.of("plain_words").is_empty();
        let known = !strict || self.known(&left, rest.cleared_at.is_some());
        if self.fails(&left) {
            return match self.fails(&self.mended(&left)) {
                false if !rest.settled => Clause::Curable,
                false if self.known(&self.mended(&left), false) => Clause::Settled,
                _ => Clause::Fails,
            };
        }
        let opens = strict || self.at(&["openings"], &left).is_some() || left.starts_with(|c: char| c.is_ascii_digit());
        if self.holds("topic_words", &left) {
            let told = self.told_at(&rest.left, &left);
            if told.is_some() && rest.cleared_at < told {
                return Clause::Told;
            }
            if !rest.sound && rest.cleared_at.is_none() {
                // 征求纪委意见 is only an opening; 信访问题 alone is none.
                let only_opinions = self.of("topic_words").iter().all(|w| w == "意见" || !left.contains(w.as_str()));
                return if only_opinions && opens && known { Clause::Opening } else { Clause::Fails };
            }
        }
        match () {
            () if !known => Clause::Fails,
            () if rest.cleared_at.is_some() => Clause::Cleared,
            () if rest.settled => Clause::Settled,
            () if rest.sound => Clause::Sound,
            () if opens => Clause::Opening,
            () => Clause::Fails,
        }
    }

    /// A 不 or 未 that belongs to no known saying undoes something: 未按要求如实填报.
    fn fails(&self, left: &str) -> bool {
        ["open_words", "undone_words", "bad_words"].iter().any(|name| self.holds(name, left))
    }

    /// The clause without the faults that can be mended.
    fn mended(&self, left: &str) -> String {
        self.of("curable_words").iter().fold(left.to_owned(), |text, word| text.replace(word.as_str(), "\u{1}"))
    }

    /// Whether nothing is left of a clause but words that say nothing by themselves, numbers, and names of places, bodies and people
    /// before the verdict.
    fn known(&self, left: &str, cleared: bool) -> bool {
        let mut lists = vec!["plain_words", "openings", "topic_words"];
        if cleared {
            lists.push("reported_words");
        }
        let mut text = left;
        let (mut judged, mut appoints) = (false, false);
        while let Some(first) = text.chars().next() {
            // After the verdict only whoever is called 同志, and what somebody is appointed to.
            let named = || {
                let mut ends = text.char_indices().enumerate().skip(1).take(NAME).take_while(|(_, (_, c))| !c.is_control());
                ends.find_map(|(n, (at, _))| {
                    let end = self.at(&["name_ends"], text.get(at..)?)?;
                    (!judged || appoints || (end == "同志" && n <= 4)).then_some(at + end.len())
                })
            };
            let taken = match self.at(&lists, text) {
                _ if first.is_control() => {
                    judged |= first == VERDICT;
                    first.len_utf8()
                }
                Some(word) => {
                    appoints = word.ends_with('任') || (appoints && word.len() < 7);
                    word.len()
                }
                None => match self.number(text).or_else(named) {
                    Some(bytes) => bytes,
                    None => return false,
                },
            };
            text = text.get(taken..).unwrap_or_default();
        }
        true
    }

    /// Bytes of a number: figures by themselves, numerals before what they count.
    fn number(&self, text: &str) -> Option<usize> {
        let bytes = |of: fn(char) -> bool| text.len() - text.trim_start_matches(of).len();
        let unit = |at: usize| text.get(at..).and_then(|t| self.at(&["unit_words"], t)).map(str::len);
        let figures = bytes(|c| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '%');
        let numerals = bytes(|c| "〇零一二三四五六七八九十两百千".contains(c));
        match (figures, numerals) {
            (0, 0) => None,
            (0, at) => unit(at).map(|unit| at + unit),
            (at, _) => Some(at + unit(at).unwrap_or(0)),
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
            // 不一致 as a whole, before 一致 in it is taken for a verdict.
            let neutral = self.neutral(now);
            if let Some(word) = self.at(&["curable_words"], now).filter(|_| neutral.is_none()) {
                rest.left.extend(word.char_indices().map(|(i, c)| (at + i, c)));
                at += word.len();
                continue;
            }
            let judged = |rest: &mut Rest| self.cleared(text, at, rest).or_else(|| self.good(text, now, rest));
            let skip = neutral.or_else(|| judged(&mut rest));
            match (skip, now.chars().next()) {
                (Some(bytes), _) => {
                    rest.left.push((at, if neutral.is_some() { TAKEN } else { VERDICT }));
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
        // Of a declaration 房产 is what is declared, elsewhere it would be a fault.
        let lists: &[&str] =
            if self.topic == ReviewTopic::Assets { &["neutral_words", "asset_words"] } else { &["neutral_words"] };
        self.at(lists, now).map(str::len)
    }

    /// A saying that nothing was found: a word for it, or a negation with what it denies. Bytes it takes.
    fn cleared(&self, text: &str, at: usize, rest: &mut Rest) -> Option<usize> {
        let now = text.get(at..)?;
        let word = self.at(&["cleared_words"], now);
        let negation = self.at(&["negations"], now);
        if let Some(word) = word.filter(|w| negation.is_none_or(|n| n.len() < w.len())) {
            let number = word.starts_with(['0', '０', '零']) && text.get(..at)?.ends_with(|c: char| c.is_numeric());
            // What clears somebody of what was told is of a file or a declaration the fault itself.
            let untrue = self.of("untrue_words").iter().any(|w| w == word);
            let of_file = self.file() && untrue && !["反映", "举报", "问题"].iter().any(|w| text.contains(w));
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
        let trailing = negation.is_some_and(|n| n == now && n != "没" && rest.left.iter().any(|(_, c)| !c.is_control()));
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
        if let Some(word) =
            self.at(&["settling_words"], now).filter(|w| self.at(&["good_words"], now).is_none_or(|g| g.len() < w.len()))
        {
            (rest.sound, rest.settled) = (true, true);
            return Some(word.len());
        }
        let word = self.at(&["good_words"], now)?;
        let told = ["举报", "反映"].iter().any(|w| text.contains(w));
        // 属实 is said of a file and of a declaration; of what was told against somebody it is the opposite.
        let upheld = word == "属实" && (!self.file() || told);
        // 通过 as a preposition: 通过比对发现未申报房产.
        if upheld || (word == "通过" && now != word) {
            return None;
        }
        rest.sound = true;
        Some(word.len())
    }
}

#[cfg(test)]
mod tests;
