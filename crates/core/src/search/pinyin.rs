//! How a name may be typed in pinyin: every reading of every character, since 单, 解, 仇, 曾, 朴 read otherwise as surnames.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

/// Readings the dictionary of the `pinyin` crate lacks, or that are used in names only.
const FURTHER: &[(char, &[&str])] = &[
    ('单', &["shan"]),
    ('解', &["xie"]),
    ('仇', &["qiu"]),
    ('曾', &["zeng"]),
    ('朴', &["piao"]),
    ('查', &["zha"]),
    ('区', &["ou"]),
    ('盖', &["ge"]),
    ('覃', &["qin"]),
    ('翟', &["zhai"]),
    ('尉', &["yu"]),
    ('迟', &["chi"]),
    ('万', &["mo"]),
    ('俟', &["qi"]),
    ('乐', &["yue"]),
    ('员', &["yun"]),
    ('繁', &["po"]),
    ('种', &["chong"]),
    ('折', &["she"]),
    ('召', &["shao"]),
    ('秘', &["bi"]),
    ('缪', &["miao"]),
    ('冼', &["xian"]),
    ('洗', &["xian"]),
    ('燕', &["yan"]),
    ('宁', &["ning"]),
    ('华', &["hua"]),
    ('任', &["ren"]),
    ('黑', &["he"]),
    ('那', &["na"]),
    ('阿', &["a"]),
    ('哈', &["ha"]),
    ('提', &["ti"]),
    ('参', &["shen"]),
    ('重', &["chong"]),
    ('行', &["xing"]),
];

/// Combinations of readings beyond which further characters take their first reading only.
const COMBINATIONS: usize = 48;

/// Every reading of a character in plain letters, the usual first; ü as `v` and as `u`.
fn readings(c: char) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        for spelled in [text.replace('ü', "v"), text.replace('ü', "u")] {
            if spelled.chars().all(|c| c.is_ascii_lowercase()) && !out.contains(&spelled) {
                out.push(spelled);
            }
        }
    };
    if let Some(multi) = c.to_pinyin_multi() {
        multi.into_iter().for_each(|p| add(p.plain()));
    }
    FURTHER.iter().filter(|(own, _)| *own == c).flat_map(|(_, more)| more.iter()).for_each(|more| add(more));
    out
}

/// The keys a name is found by: initials and full spelling, from each character of the name on, of every reading.
/// Characters without a reading (dots, letters, the rarest) are passed over. Sorted, without doubles.
#[must_use]
pub fn keys(name: &str) -> Vec<String> {
    let mut ways: Vec<Vec<String>> = vec![Vec::new()];
    for c in name.chars() {
        let mut readings = readings(c);
        if readings.is_empty() {
            continue;
        }
        if ways.len() * readings.len() > COMBINATIONS {
            readings.truncate(1);
        }
        ways = ways
            .iter()
            .flat_map(|way| readings.iter().map(move |r| way.iter().cloned().chain([r.clone()]).collect::<Vec<_>>()))
            .collect();
    }
    let mut out = BTreeSet::new();
    for way in &ways {
        for from in 0..way.len() {
            let rest = || way.iter().skip(from);
            out.insert(rest().map(String::as_str).collect::<String>());
            if rest().count() > 1 {
                out.insert(rest().filter_map(|r| r.chars().next()).collect::<String>());
            }
        }
    }
    out.into_iter().collect()
}
