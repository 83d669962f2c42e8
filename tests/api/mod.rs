//! The admin API of the real binary, over gRPC and over REST: one file a topic.

mod bans;
mod client_lists;
mod hostile_ids;
mod kick;
mod matching;
mod messages;
mod node;
mod publish;
mod retained;
mod topics;
