//! Messages on their way to one client.

use std::time::Duration;

use bytes::Bytes;
use gmqtt_protocol::{PacketId, QoS};

/// Which messages of a client are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingQuery {
    /// Where they are.
    pub place: Where,
    /// Only what comes after the one with this number.
    pub after: Option<u64>,
    /// How many at most.
    pub most: usize,
    /// How large their payloads may be together; a single one may be larger.
    pub most_bytes: usize,
    /// Whether payloads are copied.
    pub payload: bool,
}

/// Where a message on its way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In the queue, not sent yet.
    Queue,
    /// Sent at QoS 1 or 2, and not acknowledged.
    InFlight,
}

/// A part of the messages on their way to a client, oldest first.
#[derive(Debug, Clone, Default)]
pub struct WaitingMessages {
    /// The messages.
    pub messages: Vec<WaitingMessage>,
    /// How many there are altogether, those included that only the store has and that are not shown.
    pub total: usize,
    /// Whether others come after them.
    pub more: bool,
}

/// A message on its way to a client.
#[derive(Debug, Clone)]
pub struct WaitingMessage {
    /// Its number: rising from one message to the next, and its own as long as it waits. Retained messages for a new subscription
    /// stand in front of all others and are numbered by their place.
    pub number: u64,
    /// The topic name; empty once only the acknowledgements of QoS 2 are left.
    pub topic: String,
    /// The QoS it is sent with.
    pub qos: QoS,
    /// Its RETAIN flag.
    pub retain: bool,
    /// The packet identifier, in flight.
    pub packet_id: Option<PacketId>,
    /// How long it has been there; `None` where that is not known.
    pub age: Option<Duration>,
    /// What remains until it expires; `None` if it does not.
    pub expires_in: Option<Duration>,
    /// Bytes of the payload.
    pub payload_size: usize,
    /// The payload, if it was asked for.
    pub payload: Option<Bytes>,
    /// Whether its PUBREC has come and its PUBCOMP has not (QoS 2).
    pub released: bool,
}
