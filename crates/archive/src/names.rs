//! Which paths survive every disk and every tool: Windows, FAT, BagIt, `sha256sum -c`, zip.
//!
//! Packing refuses a bad name, verification names it. Nothing here rewrites a name.

use unicode_normalization::UnicodeNormalization;

/// Longest name in characters (60 Han fit in 255 bytes with room for a suffix).
pub(crate) const NAME_CHARS: usize = 60;
/// Longest name in bytes (ext4).
pub(crate) const NAME_BYTES: usize = 255;
/// Longest path inside a package in characters, so that `D:\…` stays under 260.
pub(crate) const PATH_CHARS: usize = 200;

/// Why a path cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) reason: String,
    pub(crate) remedy: &'static str,
}

fn fault(code: &'static str, reason: impl Into<String>, remedy: &'static str) -> Fault {
    Fault { code, reason: reason.into(), remedy }
}

/// A path that could leave the package or mean another file. For reading: only what is dangerous, not what is unwise.
pub(crate) fn unsafe_reason(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("路径为空");
    }
    if path.contains('\0') {
        return Some("路径含空字符");
    }
    if path.starts_with('/') {
        return Some("是绝对路径");
    }
    if path.starts_with('~') {
        return Some("以“~”开头，会指向用户目录");
    }
    if path.contains('\\') {
        return Some("含反斜杠，在 Windows 上会指向别处");
    }
    let mut start = path.chars();
    if start.next().is_some_and(|c| c.is_ascii_alphabetic()) && start.next() == Some(':') {
        return Some("带盘符");
    }
    if path.split('/').any(|s| s == ".." || s == ".") {
        return Some("含“.”或“..”，会指向包外");
    }
    if path.split('/').any(str::is_empty) {
        return Some("含空的路径段");
    }
    None
}

/// What is dangerous in a zip that someone may unpack on Windows, beyond [`unsafe_reason`].
pub(crate) fn unsafe_in_zip(path: &str) -> Option<&'static str> {
    unsafe_reason(path).or_else(|| path.contains(':').then_some("含冒号，在 Windows 上会指向附属数据流"))
}

/// Everything wrong with a path we are about to write.
pub(crate) fn faults(path: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(reason) = unsafe_reason(path) {
        faults.push(fault("P02", reason, "请改用包内的相对路径，以“/”分隔"));
    }
    for name in path.split('/') {
        faults.extend(name_faults(name));
    }
    faults
}

/// A path too long to survive `D:\\…`; `path` with the package's own name in front.
pub(crate) fn length_fault(path: &str) -> Option<Fault> {
    let n = path.chars().count();
    (n > PATH_CHARS).then(|| fault("P07", format!("连同包名共{n}个字符，超过{PATH_CHARS}"), "请缩短文件夹或文件名"))
}

/// Everything wrong with one name.
pub(crate) fn name_faults(name: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(c) = name.chars().find(|c| "<>:\"|?*\\%/".contains(*c) || c.is_control()) {
        let shown = if c.is_control() { format!("控制字符 U+{:04X}", u32::from(c)) } else { format!("“{c}”") };
        faults.push(fault("P04", format!("名称含{shown}"), "请去掉这个字符：Windows 或 BagIt 工具不能可靠处理它"));
    }
    if is_reserved(name) {
        faults.push(fault("P03", "名称是 Windows 的保留设备名", "请改名"));
    }
    if name.ends_with('.') || name.ends_with(' ') || name.starts_with(' ') {
        faults.push(fault("P05", "名称首尾有空格或末尾有点", "请去掉首尾空格和末尾的点：Windows 会悄悄改掉它"));
    }
    let chars = name.chars().count();
    if chars > NAME_CHARS || name.len() > NAME_BYTES {
        faults.push(fault(
            "P06",
            format!("名称共{chars}个字符、{}字节，超过{NAME_CHARS}个字符或{NAME_BYTES}字节", name.len()),
            "请缩短名称，完整题名写在目录里",
        ));
    }
    if let Some(c) = name.chars().find(|c| is_compatibility(*c)) {
        faults.push(fault(
            "P13",
            format!("名称含兼容汉字“{c}”（U+{:04X}），换一台机器可能变成另一个字", u32::from(c)),
            "请在文件名中改用通用字形或代号；题名和姓名中的原字不要动",
        ));
    }
    if name.chars().any(|c| DOT_LOOK_ALIKES.contains(c)) {
        faults.push(fault("P18", "名称含形似间隔号的字符，不是“·”（U+00B7）", "请改用“·”（U+00B7）或“-”"));
    }
    if is_junk(name) {
        faults.push(fault("P15", "是系统或办公软件留下的临时文件", "请从封装内容中去掉它"));
    }
    faults
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()) {
        return true;
    }
    let mut chars = stem.chars();
    let port: String = chars.by_ref().take(3).collect();
    let rest: String = chars.collect();
    (port == "COM" || port == "LPT") && ["1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"].contains(&rest.as_str())
}

/// Characters that Unicode normalisation would turn into others.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}') && std::iter::once(c).nfc().next() != Some(c)
}

/// Dots that look like the 间隔号 U+00B7 and are none.
const DOT_LOOK_ALIKES: &str = "\u{30FB}\u{2022}\u{2027}\u{22C5}";

/// The shadow of a name on the disk: a file name of at most 40 characters that every system and every rule here can carry. What it is the
/// name of keeps its own, in the catalogue and in the seal.
#[must_use]
pub fn file_safe(name: &str) -> String {
    let carried = |c: char| match c {
        c if DOT_LOOK_ALIKES.contains(c) => '-',
        c if c.is_control() || r#"<>:"/\|?*%"#.contains(c) || is_compatibility(c) => '_',
        c => c,
    };
    let safe: String = name.chars().map(carried).take(40).collect();
    let safe = safe.trim_matches([' ', '.']);
    match safe {
        "" => "无名".into(),
        _ if is_reserved(safe) || is_junk(safe) || safe.starts_with('~') => format!("_{safe}"),
        _ => safe.into(),
    }
}

/// Files that systems leave behind without being asked.
pub(crate) fn is_junk(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["thumbs.db", "desktop.ini", ".ds_store", "system volume information", "$recycle.bin"].contains(&lower.as_str())
        || name.starts_with("._")
        || name.starts_with("~$")
}

/// Folders and files that a system makes on a medium by itself, at its root.
pub(crate) fn is_of_the_system(name: &str) -> bool {
    let lower = name.to_lowercase();
    let fixed =
        ["system volume information", "$recycle.bin", "recycler", ".trashes", ".fseventsd", ".spotlight-v100", "lost+found"];
    fixed.contains(&lower.as_str()) || lower.starts_with(".trash-") || lower == "found.000"
}

/// What runs, or makes something run, when a stick is opened (GD-4-3: none on a medium of transfer).
pub(crate) fn is_dangerous(name: &str) -> bool {
    let lower = name.to_lowercase();
    let kinds = [
        "exe", "com", "scr", "pif", "bat", "cmd", "lnk", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi", "dll", "ps1",
        "cpl", "jar", "reg", "url", "sys", "ocx",
    ];
    lower == "autorun.inf" || lower.rsplit_once('.').is_some_and(|(stem, kind)| !stem.is_empty() && kinds.contains(&kind))
}

/// The key under which two names are one file on some disk: NFC and without case.
pub(crate) fn folded(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_can_be_named_after_anything() {
        let long = "长".repeat(80);
        for (name, want) in [
            ("买买提・艾力谈话记录", "买买提-艾力谈话记录"),
            ("买买提·艾力", "买买提·艾力"),
            ("张\u{F900}", "张_"),
            ("a/b?c%", "a_b_c_"),
            ("CON", "_CON"),
            ("~$稿", "_~$稿"),
            (" . ", "无名"),
            (&long, "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长"),
        ] {
            assert_eq!(file_safe(name), want);
            assert_eq!(faults(&file_safe(name)), vec![], "{name}");
        }
    }

    #[test]
    fn names_that_some_disk_or_tool_cannot_carry_are_refused_by_code() {
        let long = format!("{}.pdf", "长".repeat(58));
        let cases: [(&str, &str); 22] = [
            ("a/../b.pdf", "P02"),
            ("/etc/passwd", "P02"),
            ("C:/x.pdf", "P02"),
            ("a\\b.pdf", "P02"),
            ("./a.pdf", "P02"),
            ("a//b.pdf", "P02"),
            ("~root/a.pdf", "P02"),
            ("CON", "P03"),
            ("nul.txt", "P03"),
            ("子目录/COM1.pdf", "P03"),
            ("lpt³.txt", "P03"),
            ("a?.pdf", "P04"),
            ("100%.pdf", "P04"),
            ("a\nb.pdf", "P04"),
            ("末尾点.", "P05"),
            ("末尾空格 ", "P05"),
            (&long, "P06"),
            ("\u{F900}.pdf", "P13"),
            ("买买提・艾力.pdf", "P18"),
            ("Thumbs.db", "P15"),
            ("~$稿.docx", "P15"),
            ("._稿.pdf", "P15"),
        ];
        for (path, code) in cases {
            assert!(faults(path).iter().any(|f| f.code == code), "{path} should give {code}: {:?}", faults(path));
        }
        let deep = format!("{}a.pdf", "文件夹/".repeat(60));
        assert_eq!(length_fault(&deep).map(|f| f.code), Some("P07"));
        assert_eq!(length_fault("包/data/a.pdf"), None);
        for good in ["说明文件.TXT", "Z109/WS/2024/001_正文.pdf", "买买提·艾力.pdf", "𠮷.pdf", "COMA.txt", "CONSOLE.txt"]
        {
            assert_eq!(faults(good), vec![], "{good}");
        }
    }
}
