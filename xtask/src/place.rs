//! Where things are.

use std::path::{Path, PathBuf};

/// The project folder.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folder for everything that is built; `CARGO_TARGET_DIR` moves it.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |t| root().join(t))
}

/// A program of the workspace as built in the dev profile.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A folder in memory, where there is one: for what is written in many small steps and only measured afterwards.
pub fn in_memory(name: &str) -> Option<PathBuf> {
    let memory = Path::new("/dev/shm");
    memory.is_dir().then(|| memory.join(format!("jishi-{name}-{}", std::process::id())))
}
