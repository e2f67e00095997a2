//! Photographs: looked at, put in place of another, taken away. A picture that does not decode is told and never kept.

use std::path::Path;

use jishi_core::lrmx;
use jishi_core::revisions::Entry;

use crate::bodies::standing::stands;
use crate::bodies::{people, required};
use crate::dto::{PersonRequest, PersonSetPhoto, PersonView, PhotoRequest};
use crate::error::{AppError, Result};
use crate::{App, Progress};

const REMEDY: &str = "请换一张 JPEG 或 PNG 登记照；原来的照片没有改动";

pub(crate) fn photo(app: &App, request: PhotoRequest, _: &dyn Progress) -> Result<Vec<u8>> {
    let person = {
        let store = app.store();
        match request.revision {
            None => store.person(request.id)?,
            Some(revision) => store.person_at(request.id, revision)?.person,
        }
    };
    if person.content.photo.is_empty() {
        return Err(AppError::not_found("照片：", person.content.name));
    }
    Ok(app.content().read_file(&person.content.photo)?)
}

pub(crate) fn set_photo(app: &App, request: PersonSetPhoto, progress: &dyn Progress) -> Result<PersonView> {
    required(&request.reason, "修改原因")?;
    stands(app, Entry::Person, request.id.0)?;
    let mut content = app.store().person(request.id)?.content;
    let name = content.name.clone();
    let stored = match &request.path {
        None if content.photo.is_empty() => {
            return Err(AppError::invalid(format!("{name} 本来就没有照片"), "没有改动任何数据"));
        }
        None => None,
        Some(path) => {
            let path = Path::new(path);
            let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let size = jishi_fs::size(path)?;
            if size > lrmx::MAX_PHOTO {
                let megabytes = size.div_ceil(1 << 20);
                return Err(AppError::invalid(format!("“{file}”有 {megabytes} MB，超过照片 5 MB 的上限"), REMEDY));
            }
            let bytes = jishi_fs::read_capped(path, lrmx::MAX_PHOTO)?;
            lrmx::read_photo(&file, &bytes)
                .map_err(|why| AppError::invalid(format!("“{file}”不能用作 {name} 的照片：{why}"), REMEDY))?;
            Some(app.content().take_bytes(&bytes)?)
        }
    };
    content.photo = stored.as_ref().map(|s| s.sha256.clone()).unwrap_or_default();
    app.write("person.set_photo", |tx| {
        if let Some(file) = &stored {
            tx.name_file(&file.sha256, file.size)?;
        }
        let what = if stored.is_some() { "换上" } else { "去掉" };
        tx.say(format!("{what} {name} 的照片：{}", request.reason));
        tx.revise_person(request.id.0, request.from_revision, &content, &request.reason)
    })?;
    people::get(app, PersonRequest { id: request.id }, progress)
}
