//! The contract of a store, as one suite that every backend passes, and what is special about each.

mod dump;
mod embedded;
mod go;
mod memory;
mod model;
mod redis;
mod redis_server;
mod shared;
mod suite;
mod traffic;
