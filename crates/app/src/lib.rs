//! Every use case as a command, declared once (`commands.rs`), run the same way by the window, the loopback host and the command
//! line. A body knows no host: time, operator and progress come through [`Host`] and [`Progress`].

pub mod commands;
pub mod dto;
mod error;
#[cfg(test)]
mod typescript;

pub use commands::{COMMANDS, CommandInfo, Permission};
pub use error::{AppError, Code, Result};
mod host;
pub use host::{Host, Progress, ProgressNote, Quiet, SystemHost};
