//! What an acknowledgement is worth: the binary with a store, stopped, killed and started again.

mod kill;
mod node;
mod redis_server;
mod restart;

pub(crate) use node::{Backend, Node};
