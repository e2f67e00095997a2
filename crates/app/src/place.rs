//! Where the program finds what belongs to it and the user's workspace: one answer for the window, the loopback host and the command line.
//! It only looks; it makes no folder and opens no file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A folder that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Data: catalogue, calendar, typefaces, samples.
    Assets,
    /// The built screens for `jishi serve`; the window carries its own copy inside.
    Ui,
}

impl Part {
    /// Name of the folder in every installed layout.
    fn folder(self) -> &'static str {
        match self {
            Part::Assets => "assets",
            Part::Ui => "ui",
        }
    }

    /// What must be in it, so that a folder that merely bears the name is passed by.
    fn mark(self) -> &'static str {
        match self {
            Part::Assets => "fonts",
            Part::Ui => "index.html",
        }
    }

    /// The variable that names another folder, for those who keep it elsewhere.
    fn variable(self) -> &'static str {
        match self {
            Part::Assets => "JISHI_ASSETS",
            Part::Ui => "JISHI_UI",
        }
    }

    /// Where it lies in the source tree.
    fn source(self) -> PathBuf {
        let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        match self {
            Part::Assets => tree.join("assets"),
            Part::Ui => tree.join("ui/dist"),
        }
    }
}

/// The folder of a part that comes with the program. When there is none, the place where it should be, so that the error of whoever
/// opens it names that place.
#[must_use]
pub fn part(part: Part) -> PathBuf {
    if let Some(named) = std::env::var_os(part.variable()).filter(|v| !v.is_empty()) {
        return PathBuf::from(named);
    }
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned)).unwrap_or_default();
    find(part, &beside, cfg!(debug_assertions).then(|| part.source()))
}

/// Looks beside the program, then where installers put it, then (debug builds only) in the source tree.
fn find(part: Part, beside: &Path, source: Option<PathBuf>) -> PathBuf {
    let name = part.folder();
    let installed = [
        // The unpacked archive; Windows.
        beside.join(name),
        // /usr/bin and /usr/share.
        beside.join("../share/jishi").join(name),
        // What the .deb and .rpm of the window carry: /usr/lib/jishi.
        beside.join("../lib/jishi").join(name),
        // A bundle of macOS.
        beside.join("../Resources").join(name),
    ];
    // In cargo's own output folder lie copies as old as the last build of the window: there the source tree is the truth.
    let cargo = beside.join(".cargo-lock").is_file();
    let (first, last) = if cargo { (source, None) } else { (None, source) };
    let mut places = first.into_iter().chain(installed).chain(last);
    places.find(|folder| folder.join(part.mark()).exists()).unwrap_or_else(|| beside.join(name))
}

/// The database of a workspace: a folder with one is a workspace.
pub(crate) const DATABASE: &str = "纪实库.db";
/// Beside the usual workspace: the full path of the one chosen instead.
const CHOSEN: &str = "工作区位置.txt";

/// The workspace when none is named: the window's and the command line's. `JISHI_WORKSPACE` names another, else the one chosen last in
/// the window. None where the system tells no data folder of the user.
#[must_use]
pub fn workspace() -> Option<PathBuf> {
    let usual = usual()?;
    let named = std::env::var_os("JISHI_WORKSPACE").is_some_and(|v| !v.is_empty());
    Some(if named { usual } else { chosen(&usual).unwrap_or(usual) })
}

/// Puts down which workspace is opened the next time none is named.
///
/// # Errors
/// When the note of it cannot be written.
pub fn choose(folder: &Path) -> jishi_fs::Result<()> {
    usual().map_or(Ok(()), |usual| note(&usual, folder))
}

fn note(usual: &Path, folder: &Path) -> jishi_fs::Result<()> {
    let Some(beside) = usual.parent() else { return Ok(()) };
    jishi_fs::create_dir_all(beside)?;
    jishi_fs::write_atomic(&beside.join(CHOSEN), folder.display().to_string().as_bytes())
}

fn chosen(usual: &Path) -> Option<PathBuf> {
    let text = jishi_fs::read_text(&usual.parent()?.join(CHOSEN)).ok()?;
    Some(PathBuf::from(text.trim())).filter(|p| p.is_absolute())
}

fn usual() -> Option<PathBuf> {
    let system = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::Mac
    } else {
        System::Unix
    };
    default_workspace(system, &|name| std::env::var_os(name))
}

#[derive(Debug, Clone, Copy)]
enum System {
    Unix,
    Mac,
    Windows,
}

fn default_workspace(system: System, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(named) = folder("JISHI_WORKSPACE") {
        return Some(named);
    }
    let data = match system {
        // The XDG rules: a relative path there counts for nothing.
        System::Unix => {
            folder("XDG_DATA_HOME").filter(|p| p.is_absolute()).or_else(|| folder("HOME").map(|h| h.join(".local/share")))
        }
        System::Mac => folder("HOME").map(|h| h.join("Library/Application Support")),
        System::Windows => folder("APPDATA"),
    };
    data.map(|d| d.join("jishi").join("workspace"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay(folder: &Path) {
        jishi_fs::create_dir_all(&folder.join("fonts")).unwrap();
    }

    #[test]
    fn the_nearest_installed_place_wins_and_the_source_tree_is_last() {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("usr/bin");
        jishi_fs::create_dir_all(&bin).unwrap();
        let source = dir.path().join("source");
        lay(&source);
        let found = |source: Option<&PathBuf>| find(Part::Assets, &bin, source.cloned());
        assert_eq!(found(Some(&source)), source, "a debug build outside any installation");
        assert_eq!(found(None), bin.join("assets"), "a release build names the place where it should be");
        for place in ["../Resources/assets", "../lib/jishi/assets", "../share/jishi/assets", "assets"] {
            lay(&bin.join(place));
            assert_eq!(found(Some(&source)), bin.join(place));
            assert_eq!(found(None), bin.join(place));
        }
    }

    #[test]
    fn a_folder_that_only_bears_the_name_is_passed_by() {
        let dir = tempfile::tempdir().unwrap();
        jishi_fs::create_dir_all(&dir.path().join("bin/assets")).unwrap();
        lay(&dir.path().join("share/jishi/assets"));
        let found = find(Part::Assets, &dir.path().join("bin"), None);
        assert_eq!(found, dir.path().join("bin/../share/jishi/assets"));
        let ui = dir.path().join("bin/ui");
        jishi_fs::create_dir_all(&ui).unwrap();
        assert!(!find(Part::Ui, &dir.path().join("bin"), None).join("index.html").exists());
        jishi_fs::write_new(&ui.join("index.html"), b"<html>").unwrap();
        assert_eq!(find(Part::Ui, &dir.path().join("bin"), None), ui);
    }

    #[test]
    fn under_cargo_old_copies_do_not_hide_the_source_tree() {
        let dir = tempfile::tempdir().unwrap();
        let (out, source) = (dir.path().join("target/debug"), dir.path().join("source"));
        lay(&out.join("assets"));
        lay(&source);
        assert_eq!(find(Part::Assets, &out, Some(source.clone())), out.join("assets"));
        jishi_fs::write_new(&out.join(".cargo-lock"), b"").unwrap();
        assert_eq!(find(Part::Assets, &out, Some(source.clone())), source);
    }

    #[test]
    fn the_workspace_chosen_last_is_opened_again() {
        let dir = tempfile::tempdir().unwrap();
        let (usual, other) = (dir.path().join("jishi/workspace"), dir.path().join("批次 2026"));
        assert_eq!(chosen(&usual), None);
        note(&usual, &other).unwrap();
        assert_eq!(chosen(&usual), Some(other));
        note(&usual, Path::new("相对")).unwrap();
        assert_eq!(chosen(&usual), None, "a place that is no place");
    }

    #[test]
    fn the_workspace_is_in_the_users_data_folder_unless_named() {
        let with = |system, list: &'static [(&'static str, &'static str)]| {
            default_workspace(system, &|name| list.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v)))
        };
        assert_eq!(with(System::Unix, &[("HOME", "/home/a")]), Some("/home/a/.local/share/jishi/workspace".into()));
        assert_eq!(with(System::Unix, &[("HOME", "/home/a"), ("XDG_DATA_HOME", "/d")]), Some("/d/jishi/workspace".into()));
        assert_eq!(with(System::Unix, &[("HOME", "/h"), ("XDG_DATA_HOME", "d")]), Some("/h/.local/share/jishi/workspace".into()));
        assert_eq!(
            with(System::Mac, &[("HOME", "/Users/a")]),
            Some("/Users/a/Library/Application Support/jishi/workspace".into())
        );
        assert_eq!(with(System::Windows, &[("APPDATA", "/R")]), Some("/R/jishi/workspace".into()));
        assert_eq!(with(System::Unix, &[("HOME", "/h"), ("JISHI_WORKSPACE", "/w")]), Some("/w".into()));
        assert_eq!(with(System::Unix, &[("JISHI_WORKSPACE", "")]), None);
    }
}
