//! DISCONNECT: the last packet on a connection. In MQTT 3 only a client sends it.
//!
//! ```text
//! | reason code  | MQTT 5; left out if Success and there are no properties
//! | properties   | MQTT 5; left out if there are none
//! ```

use super::ack::read_reason;
use crate::frame::Frame;
use crate::property::{
    Block, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, packet_size, write_packet};
use crate::{ReasonCode, Version};

/// The last packet on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disconnect<'a> {
    /// Success is a normal disconnection, which removes the will. MQTT 3 knows nothing else.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: DisconnectProperties<'a>,
}

/// The properties of DISCONNECT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DisconnectProperties<'a> {
    /// Seconds that the session lives on, instead of what CONNECT said. A server never sends it [MQTT-3.14.2-2].
    pub session_expiry_interval: Option<u32>,
    /// Words for people, not for programs.
    pub reason_string: Option<&'a str>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
    /// Another server to use.
    pub server_reference: Option<&'a str>,
}

impl<'a> Disconnect<'a> {
    /// The reason codes this packet may carry.
    pub const REASONS: &'static [ReasonCode] = LEGAL;

    /// Reads the packet. Whether its sender, client or server, may send that reason code is not checked.
    ///
    /// # Errors
    ///
    /// `ProtocolError` for a reason code that DISCONNECT does not have [MQTT-3.14.2-1]; else what makes the packet malformed or a
    /// protocol error.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-3.14.1-1")?;
        let mut reason = ReasonCode::Success;
        let mut properties = DisconnectProperties::default();
        if version.is_v5() && !body.is_empty() {
            reason = read_reason(&mut body, LEGAL, "MQTT-3.14.2-1")?;
            if !body.is_empty() {
                properties = DisconnectProperties::read(&mut body)?;
            }
        }
        body.finish()?;
        Ok(Self { reason, properties })
    }

    /// Appends the packet in its shortest form.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Disconnect<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self { reason, properties } = self;
        if !version.is_v5() || (*reason == ReasonCode::Success && properties.is_empty()) {
            return;
        }
        sink.put_u8(*reason as u8);
        if !properties.is_empty() {
            put_block(sink, properties);
        }
    }
}

impl<'a> DisconnectProperties<'a> {
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(body, Place::Disconnect)?;
        while let Some(property) = block.next_property()? {
            match property {
                Property::SessionExpiryInterval(value) => {
                    properties.session_expiry_interval = Some(value)
                }
                Property::ReasonString(value) => properties.reason_string = Some(value),
                Property::ServerReference(value) => properties.server_reference = Some(value),
                _ => {} // user properties, taken from the block below
            }
        }
        properties.user_properties = block.user_properties();
        Ok(properties)
    }

    /// True if there is no property.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self {
            session_expiry_interval,
            reason_string,
            user_properties,
            server_reference,
        } = self;
        session_expiry_interval.is_none()
            && reason_string.is_none()
            && user_properties.is_empty()
            && server_reference.is_none()
    }
}

impl Properties for DisconnectProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            session_expiry_interval,
            reason_string,
            user_properties,
            server_reference,
        } = *self;
        put_optional(
            sink,
            session_expiry_interval.map(Property::SessionExpiryInterval),
        );
        put_optional(sink, server_reference.map(Property::ServerReference));
        put_optional(sink, reason_string.map(Property::ReasonString));
        user_properties.write(sink);
    }
}

const FIRST: u8 = 0xE0;

/// DISCONNECT reason codes of both sides [MQTT-3.14.2-1].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::DisconnectWithWill,
    ReasonCode::UnspecifiedError,
    ReasonCode::MalformedPacket,
    ReasonCode::ProtocolError,
    ReasonCode::ImplementationSpecificError,
    ReasonCode::NotAuthorized,
    ReasonCode::ServerBusy,
    ReasonCode::ServerShuttingDown,
    ReasonCode::KeepAliveTimeout,
    ReasonCode::SessionTakenOver,
    ReasonCode::TopicFilterInvalid,
    ReasonCode::TopicNameInvalid,
    ReasonCode::ReceiveMaximumExceeded,
    ReasonCode::TopicAliasInvalid,
    ReasonCode::PacketTooLarge,
    ReasonCode::MessageRateTooHigh,
    ReasonCode::QuotaExceeded,
    ReasonCode::AdministrativeAction,
    ReasonCode::PayloadFormatInvalid,
    ReasonCode::RetainNotSupported,
    ReasonCode::QoSNotSupported,
    ReasonCode::UseAnotherServer,
    ReasonCode::ServerMoved,
    ReasonCode::SharedSubscriptionsNotSupported,
    ReasonCode::ConnectionRateExceeded,
    ReasonCode::MaximumConnectTime,
    ReasonCode::SubscriptionIdentifiersNotSupported,
    ReasonCode::WildcardSubscriptionsNotSupported,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
    use crate::property::UserPropertiesBuf;

    fn disconnect(reason: ReasonCode) -> Packet<'static> {
        Packet::Disconnect(Disconnect {
            reason,
            properties: DisconnectProperties::default(),
        })
    }

    #[test]
    fn a_normal_disconnection_has_no_body_in_any_version() {
        for version in Version::ALL {
            assert_wire(version, b"\xE0\x00", &disconnect(ReasonCode::Success));
        }
        assert_read(
            Version::V5,
            b"\xE0\x01\x00",
            &disconnect(ReasonCode::Success),
        );
        assert_read(
            Version::V5,
            b"\xE0\x02\x00\x00",
            &disconnect(ReasonCode::Success),
        );
    }

    #[test]
    fn a_reason_without_properties_is_one_byte() {
        assert_wire(
            Version::V5,
            b"\xE0\x01\x04",
            &disconnect(ReasonCode::DisconnectWithWill),
        );
        assert_eq!(
            encoded(Version::V3_1_1, &disconnect(ReasonCode::ServerBusy)),
            b"\xE0\x00"
        );
    }

    #[test]
    fn all_properties() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let properties = DisconnectProperties {
            session_expiry_interval: Some(1),
            reason_string: Some("s"),
            user_properties: user.as_properties(),
            server_reference: Some("r"),
        };
        assert_wire(
            Version::V5,
            b"\xE0\x16\x00\x14\x11\x00\x00\x00\x01\x1C\x00\x01r\x1F\x00\x01s\x26\x00\x01a\x00\x01b",
            &Packet::Disconnect(Disconnect {
                reason: ReasonCode::Success,
                properties,
            }),
        );
    }

    #[test]
    fn v3_has_no_body() {
        assert_refused(
            Version::V3_1_1,
            b"\xE0\x01\x00",
            ReasonCode::MalformedPacket,
            "",
        );
    }

    /// [MQTT-3.14.1-1], [3.1.1/MQTT-3.14.1-1]
    #[test]
    fn flags_are_0() {
        let error = Disconnect::decode(
            Frame {
                first: 0xE1,
                body: b"",
                wire: b"\xE1\x00",
            },
            Version::V5,
        )
        .unwrap_err();
        assert_eq!(
            (error.reason, error.clause),
            (ReasonCode::MalformedPacket, "MQTT-3.14.1-1")
        );
    }

    /// [MQTT-3.14.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        for code in 0..=u8::MAX {
            let wire = [0xE0, 1, code];
            match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
                Some(reason) => assert_read(Version::V5, &wire, &disconnect(reason)),
                None => assert_refused(
                    Version::V5,
                    &wire,
                    ReasonCode::ProtocolError,
                    "MQTT-3.14.2-1",
                ),
            }
        }
    }
}
