//! What is wrong with a text in a format of machines, in Chinese: libraries say it in English, and a user is shown neither their words nor
//! their terms. It reads nothing itself.

/// The words a closed list takes, when a word was none of them: the reader names them after the one it refused.
#[must_use]
pub fn choices(error: &serde_json::Error) -> Vec<String> {
    error.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

/// What is wrong with a JSON text, with line and column where there are any.
#[must_use]
pub fn json_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let quoted = |n: usize| text.split('`').nth(n).unwrap_or_default();
    let what = if error.is_eof() {
        "没有写完".to_owned()
    } else if error.is_syntax() {
        "写法不对".to_owned()
    } else if text.starts_with("missing field") {
        format!("缺少“{}”", quoted(1))
    } else if text.starts_with("unknown variant") {
        format!("“{}”不在可选之列（可选：{}）", quoted(1), choices(error).join("、"))
    } else if text.starts_with("unknown field") {
        format!("没有“{}”这一项", quoted(1))
    } else if text.starts_with("invalid type") || text.starts_with("invalid value") {
        "有一项的类型或取值不对".to_owned()
    } else if text.starts_with("invalid length") {
        "有一项的个数不对".to_owned()
    } else if text.starts_with("duplicate field") {
        format!("“{}”写了不止一次", quoted(1))
    } else {
        // Our own types speak Chinese themselves; what the library says otherwise is not for the user.
        let said = text.split(" at line ").next().unwrap_or_default().to_owned();
        if said.is_ascii() { "写法不对".to_owned() } else { said }
    };
    if error.line() == 0 { what } else { format!("第 {} 行第 {} 列{what}", error.line(), error.column()) }
}

/// Beginnings of what the TOML reader says, the longer of two alike first, and what it means to who wrote the file.
const TOML: [(&str, &str); 34] = [
    ("duplicate key", "同一个键写了两次"),
    ("unclosed array table", "[[段名]] 没有写完"),
    ("unclosed table", "[段名] 没有写完"),
    ("unclosed inline table", "花括号没有写完"),
    ("unclosed array", "方括号里的列表没有写完"),
    ("invalid table", "段名的写法不对"),
    ("invalid key-value pair", "不是“键 = 值”的写法"),
    ("invalid inline table", "花括号里的写法不对"),
    ("missing key", "等号前面没有键"),
    ("key with no value", "键后面没有等号和值"),
    ("missing assignment", "键和值之间少了等号"),
    ("extra `=`", "多了一个等号"),
    ("extra assignment", "多了一个等号"),
    ("unexpected `=`", "多了一个等号"),
    ("missing value", "等号后面没有值"),
    ("missing comma", "两项之间少了逗号"),
    ("extra comma", "多了一个逗号"),
    ("string values must be quoted", "文字要加英文双引号"),
    ("missing opening quote", "文字少了前面的引号"),
    ("missing escaped value", "反斜杠后面少了内容"),
    ("too few unicode", "反斜杠 u 后面的编码不全"),
    ("invalid basic string", "引号里的文字没有写完，或有不能写的字符"),
    ("invalid multi-line", "三引号里的文字没有写完，或有不能写的字符"),
    ("invalid literal string", "单引号里的文字没有写完，或有不能写的字符"),
    ("invalid string", "值的写法不对；文字要加英文双引号"),
    ("invalid unquoted key", "键的写法不对"),
    ("invalid key", "键的写法不对"),
    ("unquoted keys", "键不能是空的"),
    ("keys cannot", "键的写法不对"),
    ("invalid comment", "注释里有不能写的字符"),
    ("carriage return", "回车后面少了换行"),
    ("cannot recurse", "套得太深"),
    ("cannot extend", "同一个键既写成值，又写成段"),
    ("unexpected", "有多余的内容"),
];

/// What the TOML reader says, without its place.
#[must_use]
pub fn toml_words(message: &str) -> String {
    let known = TOML.iter().find(|(begins, _)| message.starts_with(begins)).map(|(_, words)| *words);
    let expected = message.split_once(", expected ").map(|(_, rest)| rest);
    // Only a single sign the user can type is worth naming.
    let sign = expected.and_then(|e| e.strip_prefix('`')?.strip_suffix('`'));
    let sign = sign.filter(|s| !s.is_empty() && s.chars().all(|c| c.is_ascii_punctuation() && c != '`'));
    let numeric = ["integer", "number", "digit", "radix", "mantissa", "fraction", "exponent", "leading zero", "sign", "date"];
    let what = known
        .filter(|_| !message.contains("leading zero") && !message.contains("unexpected sign"))
        .or_else(|| numeric.iter().any(|n| message.contains(n)).then_some("数字或日期的写法不对；文字要加英文双引号"))
        .unwrap_or("写法不对");
    sign.map_or_else(|| what.to_owned(), |sign| format!("{what}，缺“{sign}”"))
}

/// `第 3 行第 7 列` of a place in a text, both counted from 1, columns in characters.
#[must_use]
pub fn place_words(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("第 {line} 行第 {column} 列")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_json_reader_says_the_user_hears_chinese() {
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only its refusals are read")]
        #[serde(untagged)]
        enum Either {
            _Number(u32),
            _List(Vec<u32>),
        }
        #[derive(Debug, serde::Deserialize)]
        struct One {
            #[serde(rename = "数")]
            _n: Either,
        }
        let said = [
            serde_json::from_str::<One>(r#"{"数": 1, "数": 2}"#).unwrap_err(),
            serde_json::from_str::<One>(r#"{"数": "甲"}"#).unwrap_err(),
            serde_json::from_str::<[u32; 3]>("[1]").map(|_| ()).unwrap_err(),
            serde_json::from_str::<One>("{}").unwrap_err(),
        ];
        for error in said {
            let words = json_words(&error);
            assert!(!words.chars().any(|c| c.is_ascii_alphabetic()), "{words} from {error}");
        }
    }

    #[test]
    fn what_the_toml_reader_says_is_said_in_chinese_with_its_place() {
        for (text, words) in [
            ("[[step]\nkey = 1", "[[段名]] 没有写完，缺“]”"),
            ("a = 1\na = 2", "同一个键写了两次"),
            ("a = 1\n= 3", "键不能是空的"),
            ("a = \"甲", "引号里的文字没有写完"),
            ("a = 甲", "文字要加英文双引号"),
            ("a = [1, 2", "方括号里的列表没有写完"),
            ("a = 007", "数字或日期的写法不对"),
            ("a", "键后面没有等号和值"),
        ] {
            let (_, errors) = toml::de::DeTable::parse_recoverable(text);
            let said: Vec<String> = errors.iter().map(|e| toml_words(e.message())).collect();
            let raw: Vec<&str> = errors.iter().map(toml::de::Error::message).collect();
            assert!(said.iter().any(|s| s.contains(words)), "{text}: {said:?} from {raw:?}");
            assert!(said.iter().all(|s| !s.chars().any(|c| c.is_ascii_alphabetic())), "{text}: {said:?}");
        }
        assert_eq!(place_words("甲\n乙丙", "甲\n乙".len()), "第 2 行第 2 列");
    }
}
