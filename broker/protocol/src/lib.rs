//! The MQTT protocol without I/O: packets, codec, topic names and filters, reason codes and the state machines of a session.
//!
//! Nothing here reads a clock, takes a lock or opens a socket: time, bytes and decisions come in as arguments, effects go out.

pub mod frame;
pub mod packet;
pub mod property;
pub mod qos;
pub mod reason;
pub mod session;
pub mod topic;
pub mod version;
mod wire;

pub use frame::{DecodeError, Frame, Split, split_frame};
pub use packet::Packet;
pub use qos::{PacketId, QoS};
pub use reason::ReasonCode;
pub use topic::{TopicError, TopicFilter, TopicName};
pub use version::Version;
