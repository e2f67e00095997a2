//! What crosses the edge: requests and answers of the commands. No behaviour.
//!
//! Domain types of `jishi-core` cross as they are; the types here only gather them the way a screen or a script wants them.

mod batch;
mod drafts;
mod fonts;
mod forms;
mod home;
mod media;
mod notebook;
mod people;
mod recording;
mod scanning;
mod seal_keys;
mod search;
mod setup;
mod supervise;
mod volumes;
mod workspace;

pub use batch::*;
pub use drafts::*;
pub use fonts::*;
pub use forms::*;
pub use home::*;
pub use jishi_archive::{Comparison, Verified, VerifyResult};
pub use media::*;
pub use notebook::*;
pub use people::*;
pub use recording::*;
pub use scanning::*;
pub use seal_keys::*;
pub use search::*;
pub use setup::*;
pub use supervise::*;
pub use volumes::*;
pub use workspace::*;
