//! What went wrong once and belongs to no clause: races and changes of a running broker.

mod reload;
mod takeover;
