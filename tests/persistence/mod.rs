//! What an acknowledgement is worth: the binary with a store, stopped, killed and started again.

mod failure;
mod kill;
mod node;
mod paging;
mod redis_server;
mod restart;

use node::{Backend, Node};
