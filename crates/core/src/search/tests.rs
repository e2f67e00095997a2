//! Cutting, asking, marking: what is found is found by two characters, by one, by sound.

use super::pinyin::keys;
use super::{name_tokens, query, tokens};

/// Whether the index would find `asked` in a text with these tokens: phrases and prefixes the way FTS5 takes them.
fn found(body: &str, asked: &str) -> bool {
    let expression = query(asked).unwrap().expression;
    let tokens: Vec<&str> = body.split(' ').collect();
    expression.split(" AND ").all(|part| {
        let part = part.trim_start_matches('(').split(" OR ").next().unwrap();
        let phrase: Vec<&str> = part.split('"').nth(1).unwrap().split(' ').collect();
        let prefix = part.trim_end_matches(')').ends_with('*');
        tokens.windows(phrase.len()).any(|w| {
            w.iter()
                .zip(&phrase)
                .enumerate()
                .all(|(i, (have, want))| if prefix && i + 1 == phrase.len() { have.starts_with(want) } else { have == want })
        })
    })
}

#[test]
fn chinese_is_found_from_one_character_on_and_never_across_a_break() {
    let body = tokens("市委组织部〔2026〕12号：研究张三丰、赵国𬀩任职");
    for asked in ["张三", "三丰", "丰", "赵国𬀩", "𬀩", "组织部 任职", "2026", "12", "202", "组织部2026"] {
        assert!(found(&body, asked), "{asked}");
    }
    for asked in ["丰赵", "张丰", "部号", "026", "李"] {
        assert!(!found(&body, asked), "{asked}");
    }
    assert!(found(&tokens("Ｓ１２步骤"), "s12"), "full width and case make no difference");
    assert!(found(&tokens("\u{e863}某"), "\u{e863}"), "a character of the private area");
    assert!(query(" ·，（）").is_none());
}

#[test]
fn a_name_with_dots_or_spaces_is_found_with_and_without_them() {
    for asked in ["买买提艾力", "买买提·艾力", "提艾", "艾力"] {
        assert!(found(&name_tokens("买买提·艾力"), asked), "{asked}");
    }
    assert!(found(&name_tokens("张　三"), "张三"));
}

#[test]
fn names_are_found_by_every_reading() {
    for (name, ways) in [
        ("单晓明", &["shanxiaoming", "danxiaoming", "sxm", "dxm", "xm", "xiaoming"][..]),
        ("解放", &["xiefang", "jiefang", "xf", "jf"]),
        ("仇和", &["qiuhe", "qh", "chouhe"]),
        ("曾志", &["zengzhi", "cengzhi", "zz"]),
        ("朴哲", &["piaozhe", "pz"]),
        ("欧阳文轩", &["oywx", "ouyangwenxuan"]),
        ("万俟晴", &["moqiqing", "mqq"]),
        ("尉迟恭", &["yuchigong"]),
        ("吕绿", &["lvlv", "lulu", "ll"]),
        ("买买提·艾力", &["mmtal", "maimaitiaili"]),
        ("黄㛃", &["huang"]),
        ("赵国𬀩", &["zhaoguo"]),
    ] {
        let keys = keys(name);
        for way in ways {
            assert!(keys.iter().any(|k| k.starts_with(way)), "{name} by {way}: {keys:?}");
        }
    }
    let long = keys("古丽巴哈尔·阿卜杜热合曼·托合提");
    assert!(long.iter().any(|k| k == "glbheabdrhmtht"), "{long:?}");
    assert!(long.len() < 3000, "{}", long.len());
}

#[test]
fn finds_are_marked_and_a_snippet_stands_about_the_first() {
    let query = query("考察 s12").unwrap();
    let marked = |text: &str| {
        query.mark(text).iter().map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() }).collect::<String>()
    };
    assert_eq!(marked("S12 确定考察对象"), "[S12] 确定[考察]对象");
    let text = format!("{}考察{}", "前".repeat(200), "后".repeat(200));
    let snippet = query.snippet(&text);
    assert_eq!(snippet.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect::<Vec<_>>(), ["考察"]);
    let whole: String = snippet.iter().map(|p| p.text.as_str()).collect();
    assert!(whole.starts_with("…前") && whole.ends_with("后…") && whole.chars().count() < 80, "{whole}");
    assert_eq!(query.snippet("没有").len(), 1);
}
