//! What the journeys share: the project's files as data, and a driver for the real window. Tests only; nothing here is shipped.

#[cfg(test)]
mod house;
pub mod program;
pub mod project;
pub mod webdriver;
