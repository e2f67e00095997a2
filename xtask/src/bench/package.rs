//! A sealed package beside the library of the Library of Congress: the same files, the same two manifests; we also write SM3, seal and
//! sign, and read everything back.

use crate::bench::{Ground, Line, median, size_words};
use crate::step::{Outcome, program};

pub fn run(ground: &Ground) -> Outcome<Vec<Line>> {
    let (payload, scratch) = (ground.payload.to_string_lossy(), ground.scratch.to_string_lossy());
    let ours = median(|| ground.clean(), || Ok(program(&ground.packer, &["folder", &payload, &scratch])))?;
    let bag = ground.scratch.join("payload").to_string_lossy().into_owned();
    let make_and_judge =
        format!("import bagit; bagit.make_bag({bag:?}, checksums=['sha256','sha512']); bagit.Bag({bag:?}).validate()");
    let peer = median(
        || ground.clean().and_then(|()| ground.copy_of_payload().map(drop)),
        || Ok(program(&ground.python, &["-c", &make_and_judge])),
    )?;
    Ok(vec![Line {
        what: "打包并核对（文件夹）".into(),
        ours,
        peer: Some(("bagit.py".into(), peer)),
        note: format!("{}；本程序另写 SM3、封签和两种签名", size_words(&ground.payload)),
    }])
}
