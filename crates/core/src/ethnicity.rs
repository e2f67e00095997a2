//! The names of the 56 ethnic groups (民族), to tell a column read wrongly from a name. It judges whether a text is such a name and
//! changes nothing: who writes 穿青人 or leaves the field open keeps what is written.

/// GB/T 3304-1991 中国各民族名称的罗马字母拼写法和代码, in the order of its codes 01 to 56.
const NAMES: [&str; 56] = [
    "汉族",
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
];

/// Whether the text is one of the 56 names, with or without 族 at its end.
#[must_use]
pub fn is_named(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && NAMES.iter().any(|name| *name == text || name.strip_suffix('族') == Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_full_and_short_and_an_office_is_none() {
        assert!(["汉族", "汉", "维吾尔族", "土家", "土", "基诺族", " 回族 "].iter().all(|n| is_named(n)));
        assert!(["", "族", "云东区审计局局长", "男", "中共党员", "汉族族"].iter().all(|n| !is_named(n)));
        let mut once = NAMES.to_vec();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), 56);
    }
}
