//! The admin API of the real binary, over gRPC and over REST: one file a topic.

mod bans;
mod client_lists;
mod configuration;
mod ending;
mod events;
mod hostile_ids;
mod kick;
mod listeners;
mod logs;
mod matching;
mod messages;
mod metrics;
mod node;
mod publish;
mod retained;
mod sse;
mod status;
mod topics;
mod traces;
mod watch;
