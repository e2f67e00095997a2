//! The words around the command line: headings, usage, the built-in help and what is said of a mistyped line, all in Chinese.
//! It knows no command by name: it dresses whatever `arguments.rs` declares.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use jishi_app::{AppError, Code};

use crate::arguments::Arguments;

/// What a line of words asks for.
pub enum Read {
    Arguments(Box<Arguments>),
    /// Help or version: to be printed, and done.
    Text(String),
}

/// What is put in place of each value, by the name of the argument.
const VALUES: &[(&str, &str)] = &[
    ("key", "编号"),
    ("act", "办理"),
    ("actor", "姓名"),
    ("arranger", "姓名"),
    ("batch", "批次编号"),
    ("by", "姓名"),
    ("candidate", "人选编号"),
    ("capsule", "上限"),
    ("checker", "姓名"),
    ("code", "校验代码"),
    ("date", "日期"),
    ("day", "日期"),
    ("entries", "文件"),
    ("file", "文件"),
    ("files", "文件"),
    ("form", "表名"),
    ("from", "起"),
    ("from_revision", "版次"),
    ("handover", "移交编号"),
    ("id", "编号"),
    ("known", "做法"),
    ("new", "文件"),
    ("old", "文件"),
    ("layout", "布局"),
    ("limit", "行数"),
    ("material", "材料编号"),
    ("medium", "介质编号"),
    ("name", "名称"),
    ("on", "日期"),
    ("org", "代码"),
    ("out", "位置"),
    ("packages", "包"),
    ("pages", "页数"),
    ("password", "口令文件"),
    ("path", "路径"),
    ("paths", "路径"),
    ("paper", "文件"),
    ("payload", "参数"),
    ("people", "人数"),
    ("batches", "批次数"),
    ("port", "端口"),
    ("post", "职务"),
    ("query", "字词"),
    ("reason", "理由"),
    ("record", "记录编号"),
    ("records", "记录编号"),
    ("seal", "封签号"),
    ("root", "位置"),
    ("signed", "日期"),
    ("signer", "姓名"),
    ("source", "来源"),
    ("stage", "环节"),
    ("step", "步骤"),
    ("subject", "类别"),
    ("table", "表"),
    ("template", "规则"),
    ("to", "接收单位"),
    ("tree", "布局"),
    ("volume", "卷"),
    ("volumes", "序号"),
    ("what", "批次编号或案件文件"),
    ("who", "姓名"),
    ("workspace", "文件夹"),
    ("year", "年度"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line, dressed.
pub fn command() -> Command {
    let mut command = dress(Arguments::command())
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本").help_heading("选项"));
    command.build();
    usage(command)
}

fn dress(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示本说明").help_heading("选项");
    // As declared: under a heading of our own the library would sort by name.
    let mut order = 0;
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|arg| {
            let value = VALUES.iter().find(|(name, _)| arg.get_id() == *name).map(|(_, value)| *value);
            let takes = !matches!(arg.get_action(), ArgAction::SetTrue);
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            order += 1;
            let arg = arg.help_heading(heading).display_order(order);
            if !takes {
                return arg;
            }
            let arg = arg.hide_env(true).hide_default_value(true).hide_possible_values(true);
            match value {
                Some(value) => arg.value_name(value),
                None => arg,
            }
        })
        .arg(help)
        .mut_subcommands(dress)
}

/// Usage lines without the one English word the library puts into them. Only after `build`, which knows the full names.
fn usage(mut command: Command) -> Command {
    let line = command.render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
    command.override_usage(line).mut_subcommands(usage)
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it and what to write instead.
pub fn read(words: &[OsString]) -> Result<Read, AppError> {
    match command().try_get_matches_from(words).and_then(|m| Arguments::from_arg_matches(&m)) {
        Ok(arguments) => Ok(Read::Arguments(Box::new(arguments))),
        Err(e) => match e.kind() {
            ErrorKind::DisplayHelp => Ok(Read::Text(e.render().to_string())),
            ErrorKind::DisplayVersion => Ok(Read::Text(format!("选任纪实（jishi）{}\n", env!("CARGO_PKG_VERSION")))),
            _ => Err(AppError::new(Code::BadRequest, message(&e), remedy(&e, words))),
        },
    }
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        Some(ContextValue::StyledStr(one)) => vec![one.to_string()],
        _ => Vec::new(),
    }
}

fn message(error: &Error) -> String {
    let said = |kind| strings(error, kind).join("、");
    let (argument, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识“{argument}”"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "没有写要做什么".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("还缺：{argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面还要写内容"),
        ErrorKind::InvalidValue if !said(ContextKind::ValidValue).is_empty() => {
            format!("“{argument}”不能是“{value}”，可选：{}", said(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => format!("“{argument}”不能是“{value}”，应是规定范围内的整数"),
        ErrorKind::ArgumentConflict => format!("“{argument}”不能重复写，也不能与相抵触的选项同时写"),
        ErrorKind::TooManyValues => format!("“{argument}”多写了“{value}”"),
        ErrorKind::InvalidUtf8 => "命令里有不是有效文字的字符".to_owned(),
        _ => format!("这一行写法不对：{argument}{value}"),
    }
}

/// What comes nearest, else where the usage stands.
fn remedy(error: &Error, words: &[OsString]) -> String {
    let mut near: Vec<String> = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(|kind| strings(error, kind))
        .collect();
    near.dedup();
    let mut at = command();
    let mut path = "jishi".to_owned();
    for word in words.iter().skip(1) {
        let Some(next) = word.to_str().and_then(|w| at.find_subcommand(w)).cloned() else { continue };
        path = format!("{path} {}", next.get_name());
        at = next;
    }
    let help = format!("用 {path} --help 查看用法");
    if near.is_empty() { help } else { format!("是不是要写 {}？{help}", near.join("、")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(command: &Command, path: &str, to: &mut Vec<(String, String)>) {
        to.push((path.to_owned(), command.clone().render_help().to_string()));
        command.get_subcommands().for_each(|c| all(c, &format!("{path} {}", c.get_name()), to));
    }

    fn line(words: &[&str]) -> Vec<OsString> {
        std::iter::once(&"jishi").chain(words).map(OsString::from).collect()
    }

    /// Names of ours and of formats; everything else a user reads is Chinese.
    const NAMES: &[&str] = &[
        "jishi",
        "JSON",
        "JISHI_WORKSPACE",
        "info",
        "docs",
        "command-line",
        "md",
        "lrmx",
        "ttf",
        "ttc",
        "lrm",
        "pic",
        "DA",
        "ZZB",
        "json",
        "PDF",
        "A",
        "JPG",
        "PNG",
        "TIFF",
        "toml",
        "MB",
        "zip",
        "JPEG",
        "MediumContent",
        "skip",
        "update",
        "da",
        "PersonEntry",
        "key",
        "volume",
        "preview",
        "turn_back",
        "accept",
        "send_back",
        "renew",
        "JISHI_ASSETS",
    ];

    #[test]
    fn every_help_page_is_chinese() {
        let mut pages = Vec::new();
        all(&command(), "jishi", &mut pages);
        assert!(pages.len() > 25);
        for (path, page) in &pages {
            assert!(page.contains("用法：") && page.contains("显示本说明"), "{path}\n{page}");
            let commands: Vec<&str> = path.split(' ').collect();
            for word in page.split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).filter(|w| !w.is_empty()) {
                let own = word.starts_with('-') || NAMES.contains(&word) || commands.contains(&word) || word.len() == 1;
                let listed = pages.iter().any(|(p, _)| p.rsplit(' ').next() == Some(word));
                assert!(own || listed, "{path}: “{word}”\n{page}");
            }
        }
    }

    /// Every argument of every command, with the command it belongs to.
    fn arguments(command: &Command, path: &str, to: &mut Vec<(String, String)>) {
        for arg in command.get_arguments() {
            to.push((format!("{path} {}", arg.get_id()), arg.get_help().map(ToString::to_string).unwrap_or_default()));
        }
        command.get_subcommands().for_each(|c| arguments(c, &format!("{path} {}", c.get_name()), to));
    }

    #[test]
    fn every_argument_says_what_it_is() {
        let mut all = Vec::new();
        arguments(&command(), "jishi", &mut all);
        assert!(all.len() > 150, "{}", all.len());
        let silent: Vec<&str> = all.iter().filter(|(_, help)| help.trim().is_empty()).map(|(path, _)| path.as_str()).collect();
        assert!(silent.is_empty(), "{silent:#?}");
    }

    #[test]
    fn a_mistyped_line_is_told_in_chinese_with_what_to_write() {
        for (words, message, remedy) in [
            (&["demo", "--nowhere"][..], "不认识“--nowhere”", "jishi demo --help"),
            (&["demo", "--ou", "x"], "不认识“--ou”", "--out"),
            (&["chek", "1"], "没有“chek”这个命令", "check"),
            (&["person", "liste"], "没有“liste”这个命令", "jishi person --help"),
            (&["check"], "还缺：<批次编号或案件文件>", "jishi check --help"),
            (&["report", "一"], "不能是“一”", "jishi report --help"),
            (&["import", "a.lrmx", "--known", "foo"], "可选：skip、update、add", "jishi import --help"),
            (&["check", "1", "2"], "不认识“2”", "jishi check --help"),
            (&["serve", "--port", "70000"], "--port <端口>”不能是“70000”", "jishi serve --help"),
            (&["report", "1", "--out"], "后面还要写内容", "jishi report --help"),
            (&["person"], "没有写要做什么", "jishi person --help"),
            (&[], "没有写要做什么", "jishi --help"),
            (&["pack", "1"], "--arranger <姓名>", "jishi pack --help"),
            (&["info", "--actor", "甲", "--actor", "乙"], "不能重复写", "jishi info --help"),
        ] {
            let Err(error) = read(&line(words)) else { panic!("{words:?} was taken") };
            assert!(error.message.contains(message), "{words:?}: {}", error.message);
            assert!(error.remedy.contains(remedy), "{words:?}: {}", error.remedy);
            for english in ["error", "rror:", "Usage", "required", "unexpected", "invalid"] {
                assert!(!error.message.contains(english) && !error.remedy.contains(english), "{words:?}: {error}");
            }
        }
    }

    #[test]
    fn help_and_version_are_texts_and_a_good_line_is_read() {
        assert!(matches!(read(&line(&["--version"])), Ok(Read::Text(t)) if t.starts_with("选任纪实（jishi）")));
        assert!(
            matches!(read(&line(&["record", "add", "--help"])), Ok(Read::Text(t)) if t.contains("jishi record add [选项] <批次编号> <文件>"))
        );
        assert!(matches!(read(&line(&["check", "1", "--json"])), Ok(Read::Arguments(a)) if a.json));
    }

    #[test]
    fn every_command_has_its_line_in_the_description_of_the_answers() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command-line.md");
        let page = jishi_fs::read_text(&path).unwrap();
        let mut pages = Vec::new();
        all(&command(), "jishi", &mut pages);
        for (path, _) in pages.iter().filter(|(p, _)| !pages.iter().any(|(other, _)| other.starts_with(&format!("{p} ")))) {
            assert!(page.contains(&format!("| `{path}")), "docs/command-line.md does not say what {path} --json answers");
        }
    }
}
