//! The command line of the desktop program. Looks at no file.

use std::ffi::OsString;
use std::path::PathBuf;

/// What the program was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--workspace DIR`; None means the user's own data folder.
    pub workspace: Option<PathBuf>,
}

impl Arguments {
    /// Reads the arguments after the program's name.
    ///
    /// # Errors
    /// What is wrong and how to call it, in plain Chinese.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, String> {
        let mut read = Arguments::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            if argument == "--workspace" {
                let folder = rest.next().ok_or("--workspace 后面要写工作区文件夹。")?;
                read.workspace = Some(folder.into());
            } else {
                let shown = argument.to_string_lossy();
                return Err(format!("不认识的参数“{shown}”。用法：jishi-desktop [--workspace 文件夹]"));
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn a_workspace_is_taken_and_anything_else_is_refused_with_the_usage() {
        assert_eq!(read(&[]).unwrap().workspace, None);
        assert_eq!(read(&["--workspace", "/甲 乙"]).unwrap().workspace, Some("/甲 乙".into()));
        assert!(read(&["--workspace"]).unwrap_err().contains("文件夹"));
        assert!(read(&["--version"]).unwrap_err().contains("用法"));
    }
}
