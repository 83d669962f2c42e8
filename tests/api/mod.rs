//! The admin API of the real binary, over gRPC and over REST: one file a topic.

mod configuration;
mod ending;
mod events;
mod listeners;
mod logs;
mod metrics;
mod node;
mod sse;
mod status;
mod traces;
