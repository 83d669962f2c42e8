//! gmqtt seen from outside: the standards, the binary, and the shape of the tree.

mod api;
mod architecture;
mod callers;
mod cli;
mod conformance;
mod durability;
mod federation;
mod hooks;
mod hostile;
mod metrics;
mod persistence;
mod readme;
mod regressions;
mod security;
mod shipping;
mod support;
