//! 密级 in order. One ranking for the catalogue of a volume, the label of a box and the medium a package goes to.

/// Rank of a 密级 as written (秘密, 机密级, 机密★10年): 0 for 非密, 1 秘密, 2 机密, 3 绝密; None for words that are none.
/// 工作秘密 and 内部 are no state secrets: any medium of the register may carry them. The period after ★ plays no part (国家秘密定密管理暂行规定 writes 密级★保密期限).
#[must_use]
pub fn rank(written: &str) -> Option<u8> {
    let word = written.split(['★', '☆', '*']).next().unwrap_or_default().trim();
    match word.strip_suffix('级').unwrap_or(word) {
        "" | "无" | "非密" | "公开" | "内部" | "工作秘密" => Some(0),
        "秘密" => Some(1),
        "机密" => Some(2),
        "绝密" => Some(3),
        _ => None,
    }
}

/// The highest of them as written, empty when there is none. Words that are no 密级 stand above all, so that they are seen; of equals the
/// first is named.
pub fn highest<'a>(written: impl IntoIterator<Item = &'a str>) -> &'a str {
    let order = |w: &str| rank(w).unwrap_or(u8::MAX);
    written.into_iter().fold("", |top, w| if order(w) > order(top) || top.is_empty() { w } else { top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_stands_for_all_and_what_is_none_is_seen() {
        for (written, want) in [
            (vec![], ""),
            (vec!["", ""], ""),
            (vec!["秘密", "绝密"], "绝密"),
            (vec!["机密★10年", "秘密", "机密"], "机密★10年"),
            (vec!["", "秘密级"], "秘密级"),
            (vec!["绝密", "最高机密", "秘密"], "最高机密"),
            (vec!["", "内部"], "内部"),
        ] {
            assert_eq!(highest(written.iter().copied()), want, "{written:?}");
        }
        assert_eq!(
            ["", "秘密★", "机密 ★20年", "绝密级", "商密", "工作秘密"].map(rank),
            [Some(0), Some(1), Some(2), Some(3), None, Some(0)]
        );
    }
}
