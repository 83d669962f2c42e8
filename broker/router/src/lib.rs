//! Who wants this topic: subscriptions by topic filter with their shared groups, the versions of
//! cached routes, and retained messages by topic name.
//!
//! Everything is in memory and synchronous; a caller that shares a table between threads puts a
//! lock around it. Keys and values are the caller's: this crate knows no sessions, grants nothing
//! and picks no member of a group.
//!
//! Nothing recurses on the number of topic levels, and no hash can be predicted by a client.

mod group;
mod retained;
mod roster;
mod subscribers;
mod subscriptions;
mod tree;
mod versions;

pub use group::Group;
pub use retained::Retained;
pub use subscriptions::{Subscriptions, Visitor};
pub use versions::{Stamp, Versions};
