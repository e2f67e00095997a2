//! Why a form could not be drawn, in words for the person at the desk. An error means that no file was made.

/// Everything that stops a form. Each message says what happened, where, and what to do now.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// A character no face of the [`crate::FontSet`] has, or a private-use one. The form is never drawn with an empty box.
    #[error("字库缺字：{code}「{ch}」，出现在“{person}”的“{field}”。{}", remedy(*ch))]
    MissingGlyph {
        ch: char,
        /// `U+4DAE`
        code: String,
        /// Name of the person, or what the form is about when it is about nobody.
        person: String,
        /// The field in the user's words, such as 简历.
        field: String,
    },
    #[error("读不到字体文件：{0}。请重新安装程序，或把字体文件放回原处")]
    FontFile(#[from] jishi_fs::FileError),
    #[error("字体文件“{file}”不能用：{reason}。请换一个字体文件；它是随程序来的，就重新安装程序")]
    BadFont { file: String, reason: String },
    /// The caller may draw the form again without the photograph.
    #[error("“{person}”的照片不能用：{reason}。请换一张 JPEG 或 PNG 照片；也可以不带照片重新生成")]
    Photo { person: String, reason: String },
    /// The original stays as it is.
    #[error("“{name}”不能另制成 PDF/A：{reason}。原件没有改动；请重新扫描成 JPG、PNG 或 TIFF 后再试")]
    Scan { name: String, reason: String },
    #[error("“{person}”的“{field}”写的是“{text}”，不是日期。请写成 2026-03-02")]
    Date { person: String, field: String, text: String },
    /// Whoever was told of the progress said stop.
    #[error("已停止生成“{title}”")]
    Stopped { title: String },
    /// The drawing library broke its word; no input should lead here.
    #[error("生成“{title}”失败：{reason}。请重试；仍然失败时把这句话告诉维护人员")]
    Pdf { title: String, reason: String },
}

/// What to do about a character that cannot be printed.
#[must_use]
pub fn remedy(ch: char) -> &'static str {
    if crate::fonts::is_private(ch) {
        "这是旧系统的造字，换一台机器就会变成别的字。请用正式编码的字重新录入，或在人员信息里给它写造字说明，再生成"
    } else if ch.is_control() {
        "这是看不见的控制字符。请在该栏目中删除它后再生成"
    } else {
        "请核对是否录错；确实是这个字时，请在“表样—字体”里补充有这个字的字体文件，或在人员信息里给它写造字说明，再生成"
    }
}

pub type Result<T> = std::result::Result<T, FormError>;
