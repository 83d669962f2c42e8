//! What a client has to tell its owner, and what it answers to a request that it cannot carry out.

use crate::packet::{
    AckProperties, AuthProperties, Connack, ConnackProperties, Disconnect, Publish, Suback,
    Unsuback,
};
use crate::{DecodeError, PacketId, ReasonCode, TopicError};

/// What happened. Borrows from the bytes received: whoever wants to keep something copies it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<'a> {
    /// The server accepted the CONNECT; publishing may begin.
    Connected {
        /// The server had a session and goes on with it.
        session_present: bool,
        /// What the server allows (MQTT 5).
        properties: ConnackProperties<'a>,
    },
    /// The server continues an enhanced authentication: answer with [`super::Client::authenticate`] [MQTT-4.12.0-3].
    Challenge(AuthProperties<'a>),
    /// A re-authentication succeeded.
    Reauthenticated(AuthProperties<'a>),
    /// A message; its topic is there even if the server used an alias. Its acknowledgement is written by the machine
    /// after this event.
    Message(Publish<'a>),
    /// The exchange of a QoS 1 or 2 message of ours is over: PUBACK, PUBCOMP, or a PUBREC that refused it.
    Published {
        /// What [`super::Client::publish`] returned.
        packet_id: PacketId,
        /// 0x80 and above: the server did not take the message.
        reason: ReasonCode,
        /// Reason string and user properties (MQTT 5).
        properties: AckProperties<'a>,
    },
    /// SUBSCRIBE was answered.
    Subscribed(Suback<'a>),
    /// UNSUBSCRIBE was answered.
    Unsubscribed(Unsuback<'a>),
    /// PINGREQ was answered.
    Pong,
    /// The connection is over: write out what is in the sink, then close it.
    Closed(Closed<'a>),
}

/// Why the connection is over.
#[derive(Debug, Clone, PartialEq)]
pub enum Closed<'a> {
    /// CONNACK with a reason of 0x80 and above.
    Refused(Connack<'a>),
    /// DISCONNECT from the server.
    ByServer(Disconnect<'a>),
    /// The server broke the protocol or a limit of ours; with MQTT 5 it is told so in a DISCONNECT.
    Violation(DecodeError),
    /// CONNACK or PINGRESP did not come in time.
    NoAnswer,
}

/// Why something was not sent. Nothing was written and nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No CONNACK yet, or the connection is over.
    #[error("not connected")]
    NotConnected,
    /// As many QoS 1 and 2 messages are under way as the server allows [MQTT-3.3.4-7]: wait for [`Event::Published`].
    #[error("too many messages under way")]
    WindowFull,
    /// All 65,535 packet identifiers are in use.
    #[error("no free packet identifier")]
    NoPacketId,
    /// The server does not take a packet of that many bytes [MQTT-3.2.2-15].
    #[error("packet of {size} bytes is larger than the {limit} that the server takes")]
    TooLarge {
        /// Bytes of the packet.
        size: usize,
        /// Bytes that the server takes.
        limit: u32,
    },
    /// Not a topic name, or not a filter.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// The server said in CONNACK that it does not do this; the reason is what it would answer.
    #[error("the server does not support it: {0}")]
    NotSupported(ReasonCode),
    /// Not in this version, or not for a client that connected without an authentication method [MQTT-4.12.0-7].
    #[error("not possible on this connection")]
    NotApplicable,
    /// A SUBSCRIBE or UNSUBSCRIBE without any filter [MQTT-3.8.3-2], [MQTT-3.10.3-2].
    #[error("no topic filter")]
    NoFilter,
}
