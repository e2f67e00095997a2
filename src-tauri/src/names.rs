// The commands of the shell, once: build.rs puts them under the permission system, main.rs handles them and a test compares
// both with the capability. (No `//!`: build.rs includes this file.)

/// Every command the page may call.
pub const COMMANDS: &[&str] = &["call", "bytes", "cancel", "pick_files", "pick_folder", "open_path", "reveal", "hold"];
