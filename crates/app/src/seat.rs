//! The workspace a window has open, or why it has none. Another may take its place while the window stays: it is opened first, and
//! only then is the old one let go. It holds no workspace of its own accord and judges nothing in one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::dto::WorkspaceChoice;
use crate::error::{AppError, Code, Result};
use crate::{App, Progress, Quiet, SystemHost, place};

/// The command answered here, since no workspace can put another in its own place.
const CHOOSE: &str = "workspace.choose";
/// Asked again and again by the head of every screen: a workspace that could not be opened is tried anew with it.
const INFO: &str = "workspace.info";
/// Whoever sits there, until he says who he is.
const NOBODY: &str = "填报员";

struct Taken {
    folder: PathBuf,
    opened: Result<Arc<App>>,
}

/// A window's place at a workspace. Clones are the same seat.
#[derive(Clone)]
pub struct Seat {
    taken: Arc<RwLock<Taken>>,
    holder: &'static str,
    /// Puts down which workspace is opened the next time.
    remember: fn(&Path),
}

impl Seat {
    /// Opens a workspace folder, which is made when it is not there yet. `holder` says which program this is, such as 桌面程序.
    #[must_use]
    pub fn open(folder: &Path, holder: &'static str) -> Seat {
        // That it cannot be put down is no reason not to go on: the next start opens the usual one.
        Seat::remembering(folder, holder, |folder| drop(place::choose(folder)))
    }

    fn remembering(folder: &Path, holder: &'static str, remember: fn(&Path)) -> Seat {
        let opened = opened(folder, holder, NOBODY);
        Seat { taken: Arc::new(RwLock::new(Taken { folder: folder.to_owned(), opened })), holder, remember }
    }

    /// Why the workspace could not be opened, when it could not.
    #[must_use]
    pub fn refusal(&self) -> Option<AppError> {
        self.app().err()
    }

    /// Runs a command of the application, or puts another workspace in its place.
    ///
    /// # Errors
    /// What the command says, or why there is no workspace.
    pub fn call(&self, name: &str, payload: Value, progress: &dyn Progress) -> Result<Value> {
        if name == CHOOSE {
            let choice: WorkspaceChoice = serde_json::from_value(payload)
                .map_err(|e| AppError::new(Code::BadRequest, format!("{CHOOSE}：{e}"), "请选择一个文件夹"))?;
            self.choose(Path::new(choice.folder.trim()), choice.new)?;
            return self.app()?.call(INFO, Value::Object(Default::default()), &Quiet);
        }
        if name == INFO && self.app().is_err() {
            self.again();
        }
        self.app()?.call(name, payload, progress)
    }

    /// Runs a command whose answer is a file.
    ///
    /// # Errors
    /// As [`Seat::call`].
    pub fn bytes(&self, name: &str, payload: Value, progress: &dyn Progress) -> Result<Vec<u8>> {
        self.app()?.bytes(name, payload, progress)
    }

    fn app(&self) -> Result<Arc<App>> {
        self.taken.read().unwrap_or_else(PoisonError::into_inner).opened.clone()
    }

    fn again(&self) {
        let mut taken = self.taken.write().unwrap_or_else(PoisonError::into_inner);
        if taken.opened.is_err() {
            taken.opened = opened(&taken.folder, self.holder, NOBODY);
        }
    }

    fn choose(&self, folder: &Path, new: bool) -> Result<()> {
        if !folder.is_absolute() {
            return Err(AppError::invalid("没有选定文件夹", "请选择一个文件夹，或写出它的完整路径"));
        }
        let there = folder.join(place::DATABASE).is_file();
        let shown = folder.display();
        match (new, there) {
            (true, true) => {
                return Err(AppError::invalid(
                    format!("“{shown}”里已经有一个工作区"),
                    "要用它，请点“打开另一个工作区”；新建的请另选一个空文件夹",
                ));
            }
            (false, false) => {
                return Err(AppError::invalid(
                    format!("“{shown}”里没有工作区（没有{}）", place::DATABASE),
                    "请选择工作区文件夹本身；还没有工作区的，请点“新建工作区”",
                ));
            }
            _ => {}
        }
        let mut taken = self.taken.write().unwrap_or_else(PoisonError::into_inner);
        let actor = match &taken.opened {
            // Its own lock would refuse it.
            Ok(_) if same(&taken.folder, folder) => return Ok(()),
            Ok(app) => app.host.actor(),
            Err(_) => NOBODY.to_owned(),
        };
        let app = opened(folder, self.holder, &actor)?;
        (self.remember)(folder);
        *taken = Taken { folder: folder.to_owned(), opened: Ok(app) };
        Ok(())
    }
}

fn same(a: &Path, b: &Path) -> bool {
    a == b || jishi_fs::canonical(a).is_ok_and(|a| jishi_fs::canonical(b).is_ok_and(|b| a == b))
}

/// What stands in the way is said of the workspace, not of a file in it.
fn opened(folder: &Path, holder: &str, actor: &str) -> Result<Arc<App>> {
    let shown = folder.display();
    if folder.is_file() {
        let message = format!("工作区打不开：“{shown}”是一个文件，不是文件夹");
        return Err(AppError::new(Code::File, message, "请打开另一个工作区，或新建一个"));
    }
    App::open_with(folder, holder, Box::new(SystemHost::new(actor))).map(Arc::new).map_err(|e| {
        let remedy = match e.code {
            Code::File => {
                "请检查这个文件夹在不在、能不能写入（光盘和写保护的 U 盘不能）、磁盘是否已满；也可以打开另一个工作区".to_owned()
            }
            _ => e.remedy,
        };
        AppError::new(e.code, format!("工作区“{shown}”打不开：{}", e.message), remedy)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seat(folder: &Path) -> Seat {
        Seat::remembering(folder, "测试", |_| ())
    }

    fn ask(seat: &Seat, name: &str, payload: Value) -> Result<Value> {
        seat.call(name, payload, &Quiet)
    }

    #[test]
    fn another_workspace_takes_the_place_of_one_that_is_open_and_the_old_one_is_free_again() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (dir.path().join("甲"), dir.path().join("乙"));
        let seat = seat(&first);
        ask(&seat, "workspace.operator", json!({ "name": "王海燕" })).unwrap();
        ask(&seat, "person.add", json!({ "content": { "name": "甲的人" } })).unwrap();
        let missing = ask(&seat, CHOOSE, json!({ "folder": second, "new": false })).unwrap_err();
        assert!(missing.message.contains("没有工作区"), "{missing}");
        assert_eq!(ask(&seat, INFO, json!({})).unwrap()["people"], 1, "what cannot be opened changes nothing");
        let info = ask(&seat, CHOOSE, json!({ "folder": second, "new": true })).unwrap();
        assert_eq!((&info["people"], &info["actor"]), (&json!(0), &json!("王海燕")));
        assert!(App::open(&first, "别的程序").is_ok(), "the first is let go");
        assert!(ask(&seat, CHOOSE, json!({ "folder": first, "new": true })).unwrap_err().message.contains("已经有一个工作区"));
        assert_eq!(ask(&seat, CHOOSE, json!({ "folder": second, "new": false })).unwrap()["people"], 0, "its own is no stranger");
        assert_eq!(ask(&seat, CHOOSE, json!({ "folder": first, "new": false })).unwrap()["people"], 1);
        assert_eq!(ask(&seat, CHOOSE, json!({ "folder": "相对", "new": false })).unwrap_err().code, Code::Invalid);
    }

    #[test]
    fn a_window_without_a_workspace_says_why_once_and_takes_another() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("文件");
        jishi_fs::write_new(&file, b"").unwrap();
        for (folder, words) in [(file.clone(), "是一个文件"), (file.join("工作区"), "打不开")] {
            let seat = seat(&folder);
            let told = seat.refusal().unwrap();
            assert!(told.message.contains(words), "{told}");
            assert!(!format!("{told}").contains("--"), "no words of the command line in a window: {told}");
            assert_eq!(ask(&seat, "batch.list", json!({})).unwrap_err(), told);
            let place = dir.path().join(format!("新的{}", words.len()));
            assert_eq!(ask(&seat, CHOOSE, json!({ "folder": place, "new": true })).unwrap()["batches"], 0);
            assert!(seat.refusal().is_none());
        }
    }

    #[test]
    fn one_that_was_held_elsewhere_is_opened_when_it_is_asked_for_again() {
        let dir = tempfile::tempdir().unwrap();
        let other = App::open(dir.path(), "命令行").unwrap();
        let seat = seat(dir.path());
        assert_eq!(ask(&seat, "batch.list", json!({})).unwrap_err().code, Code::Locked);
        drop(other);
        assert!(ask(&seat, INFO, json!({})).is_ok());
    }
}
