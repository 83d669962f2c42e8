//! The packets, one file each: layout, reading, writing and wire examples.
//!
//! A packet is one type for all versions. What MQTT 3 lacks is `None` or the default after reading and is left out in writing.
//! All that is read borrows from the frame.

mod ack;
mod auth;
mod connack;
mod connect;
mod disconnect;
#[cfg(test)]
mod examples;
mod forward;
mod puback;
mod pubcomp;
mod publish;
mod pubrec;
mod pubrel;
mod suback;
mod subscribe;
mod unsuback;
mod unsubscribe;
mod will;

pub use ack::{AckProperties, encode_short_ack};
pub use auth::{Auth, AuthProperties};
pub use connack::{Connack, ConnackProperties};
pub use connect::{Connect, ConnectProperties};
pub use disconnect::{Disconnect, DisconnectProperties};
pub use forward::Forward;
pub use puback::Puback;
pub use pubcomp::Pubcomp;
pub use publish::{Publish, PublishProperties};
pub use pubrec::Pubrec;
pub use pubrel::Pubrel;
pub use suback::Suback;
pub use subscribe::{RetainHandling, Subscribe, SubscribeFilter, SubscriptionOptions};
pub use unsuback::Unsuback;
pub use unsubscribe::Unsubscribe;
pub use will::{Will, WillProperties};

use crate::frame::{Frame, packet_type};
use crate::wire::Result;
use crate::{DecodeError, Version};

/// Any packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packet<'a> {
    /// CONNECT.
    Connect(Connect<'a>),
    /// CONNACK.
    Connack(Connack<'a>),
    /// PUBLISH.
    Publish(Publish<'a>),
    /// PUBACK.
    Puback(Puback<'a>),
    /// PUBREC.
    Pubrec(Pubrec<'a>),
    /// PUBREL.
    Pubrel(Pubrel<'a>),
    /// PUBCOMP.
    Pubcomp(Pubcomp<'a>),
    /// SUBSCRIBE.
    Subscribe(Subscribe<'a>),
    /// SUBACK.
    Suback(Suback<'a>),
    /// UNSUBSCRIBE.
    Unsubscribe(Unsubscribe<'a>),
    /// UNSUBACK.
    Unsuback(Unsuback<'a>),
    /// PINGREQ.
    Pingreq,
    /// PINGRESP.
    Pingresp,
    /// DISCONNECT.
    Disconnect(Disconnect<'a>),
    /// AUTH.
    Auth(Auth<'a>),
}

impl<'a> Packet<'a> {
    /// Reads a packet of the connection's version. CONNECT is read by the version that it names itself; before one has named the
    /// version, use [`Connect::decode`].
    ///
    /// # Errors
    ///
    /// What the packet's own `decode` refuses, with the reason code for the answer.
    #[inline]
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        match frame.packet_type() {
            packet_type::CONNECT => Connect::decode(frame).map(Self::Connect),
            packet_type::CONNACK => Connack::decode(frame, version).map(Self::Connack),
            packet_type::PUBLISH => Publish::decode(frame, version).map(Self::Publish),
            packet_type::PUBACK => Puback::decode(frame, version).map(Self::Puback),
            packet_type::PUBREC => Pubrec::decode(frame, version).map(Self::Pubrec),
            packet_type::PUBREL => Pubrel::decode(frame, version).map(Self::Pubrel),
            packet_type::PUBCOMP => Pubcomp::decode(frame, version).map(Self::Pubcomp),
            packet_type::SUBSCRIBE => Subscribe::decode(frame, version).map(Self::Subscribe),
            packet_type::SUBACK => Suback::decode(frame, version).map(Self::Suback),
            packet_type::UNSUBSCRIBE => Unsubscribe::decode(frame, version).map(Self::Unsubscribe),
            packet_type::UNSUBACK => Unsuback::decode(frame, version).map(Self::Unsuback),
            packet_type::PINGREQ => without_body(frame, PINGREQ).map(|()| Self::Pingreq),
            packet_type::PINGRESP => without_body(frame, PINGRESP).map(|()| Self::Pingresp),
            packet_type::DISCONNECT => Disconnect::decode(frame, version).map(Self::Disconnect),
            packet_type::AUTH => Auth::decode(frame, version).map(Self::Auth),
            _ => Err(DecodeError::malformed("packet type 0 is reserved", "")),
        }
    }

    /// Appends the whole packet; nothing if its remaining length would be above 268,435,455, and nothing for AUTH in MQTT 3.
    ///
    /// A string of more than 65,535 bytes is cut at the last character that fits, binary data at that length.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        match self {
            Self::Connect(packet) => packet.encode(version, out),
            Self::Connack(packet) => packet.encode(version, out),
            Self::Publish(packet) => packet.encode(version, out),
            Self::Puback(packet) => packet.encode(version, out),
            Self::Pubrec(packet) => packet.encode(version, out),
            Self::Pubrel(packet) => packet.encode(version, out),
            Self::Pubcomp(packet) => packet.encode(version, out),
            Self::Subscribe(packet) => packet.encode(version, out),
            Self::Suback(packet) => packet.encode(version, out),
            Self::Unsubscribe(packet) => packet.encode(version, out),
            Self::Unsuback(packet) => packet.encode(version, out),
            Self::Pingreq => out.extend_from_slice(&[PINGREQ, 0]),
            Self::Pingresp => out.extend_from_slice(&[PINGRESP, 0]),
            Self::Disconnect(packet) => packet.encode(version, out),
            Self::Auth(packet) => packet.encode(version, out),
        }
    }

    /// Bytes of the whole packet, fixed header included: what a receiver's maximum packet size is held against.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        match self {
            Self::Connect(packet) => packet.size(),
            Self::Connack(packet) => packet.size(version),
            Self::Publish(packet) => packet.size(version),
            Self::Puback(packet) => packet.size(version),
            Self::Pubrec(packet) => packet.size(version),
            Self::Pubrel(packet) => packet.size(version),
            Self::Pubcomp(packet) => packet.size(version),
            Self::Subscribe(packet) => packet.size(version),
            Self::Suback(packet) => packet.size(version),
            Self::Unsubscribe(packet) => packet.size(version),
            Self::Unsuback(packet) => packet.size(version),
            Self::Pingreq | Self::Pingresp => 2,
            Self::Disconnect(packet) => packet.size(version),
            Self::Auth(packet) => packet.size(version),
        }
    }

    /// The packet's name in the standard, such as `CONNECT`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Connect(_) => "CONNECT",
            Self::Connack(_) => "CONNACK",
            Self::Publish(_) => "PUBLISH",
            Self::Puback(_) => "PUBACK",
            Self::Pubrec(_) => "PUBREC",
            Self::Pubrel(_) => "PUBREL",
            Self::Pubcomp(_) => "PUBCOMP",
            Self::Subscribe(_) => "SUBSCRIBE",
            Self::Suback(_) => "SUBACK",
            Self::Unsubscribe(_) => "UNSUBSCRIBE",
            Self::Unsuback(_) => "UNSUBACK",
            Self::Pingreq => "PINGREQ",
            Self::Pingresp => "PINGRESP",
            Self::Disconnect(_) => "DISCONNECT",
            Self::Auth(_) => "AUTH",
        }
    }
}

/// PINGREQ and PINGRESP are a fixed header alone.
fn without_body(frame: Frame<'_>, first: u8) -> Result<()> {
    frame.expect(first, "MQTT-2.1.3-1")?.finish()
}

const PINGREQ: u8 = 0xC0;
const PINGRESP: u8 = 0xD0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReasonCode;
    use examples::{assert_refused, assert_wire};

    #[test]
    fn pings_are_two_bytes_in_every_version() {
        for version in Version::ALL {
            assert_wire(version, b"\xC0\x00", &Packet::Pingreq);
            assert_wire(version, b"\xD0\x00", &Packet::Pingresp);
            assert_refused(version, b"\xC0\x01\x00", ReasonCode::MalformedPacket, "");
        }
        assert_eq!(Packet::Pingreq.name(), "PINGREQ");
    }
}
