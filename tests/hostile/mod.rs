//! Hostile input: clients that break the rules, want too much or never answer, against the real binary.
//!
//! Whatever they do, the broker lives, says in one line of its log whom it threw out and why, and a pair of
//! [`Bystanders`] keeps exchanging messages.

mod broken_packets;
mod bystanders;
mod child;
mod connection_limits;
mod first_packet;
mod long_names;
mod many_subscriptions;
mod memory_limits;
mod never_acknowledges;
mod never_reads;
mod random_sessions;
mod rate_limits;
mod sessions_come_and_go;
mod soak;
mod subscription_limits;
mod user_properties;

use bystanders::Bystanders;
use child::Child;
