//! YAML as a tree of positioned nodes: what a file says, before anything is known about its meaning.

mod build;
mod parse;
mod tree;

pub(crate) use parse::parse;
pub(crate) use tree::{Content, Entry, Node};
