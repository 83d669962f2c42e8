//! The commands that ask a broker: against one that is made up, so that it answers what the design's examples show, and against
//! the real one.

mod broker;
mod errors;
mod fake;
mod go_broker;
mod golden;
mod offline;
mod pipes;
mod script;
