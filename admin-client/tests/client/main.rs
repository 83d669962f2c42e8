//! The client against servers in this process: every way to a broker, every kind of failure, and the answers of the broker in Go.

mod errors;
mod fake;
mod go_broker;
mod server;
mod ways;
