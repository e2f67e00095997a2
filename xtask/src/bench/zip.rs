//! One stored zip beside 7z and zip. Theirs is the zip alone; ours is a whole sealed package, read back.

use crate::bench::{Ground, Line, median, size_words};
use crate::step::{Outcome, program};

pub fn run(ground: &Ground) -> Outcome<Vec<Line>> {
    let (payload, scratch) = (ground.payload.to_string_lossy(), ground.scratch.to_string_lossy());
    let ours = median(|| ground.clean(), || Ok(program(&ground.packer, &["zip", &payload, &scratch])))?;
    let target = ground.scratch.join("peer.zip").to_string_lossy().into_owned();
    let peers: [(&str, Vec<&str>); 2] = [
        ("7z", vec!["a", "-tzip", "-mx=0", "-bso0", "-bsp0", &target, &payload]),
        ("zip", vec!["-0", "-q", "-r", &target, &payload]),
    ];
    let mut lines = Vec::new();
    for (name, words) in peers {
        // `zip` is not among the packages of the tests; where it is missing, 7z alone is the peer.
        if program(name, &["-h"]).ask().is_none() {
            continue;
        }
        let peer = median(|| ground.clean(), || Ok(program(name, &words)))?;
        let note = format!("{}；不压缩，本程序含清单、签名和重读", size_words(&ground.payload));
        lines.push(Line { what: "压缩包".into(), ours, peer: Some((format!("{name}（只存储）"), peer)), note });
    }
    Ok(lines)
}
