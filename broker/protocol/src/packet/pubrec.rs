//! PUBREC: the receiver of a QoS 2 message has taken it over.
//!
//! The body is laid out as in [`ack`](super::ack); the first byte is 0x50.

use super::ack::{Ack, AckProperties, Kind};
use crate::frame::Frame;
use crate::property::Place;
use crate::wire::{Result, packet_size};
use crate::{PacketId, ReasonCode, Version};

/// A QoS 2 message has arrived, or was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pubrec<'a> {
    /// The identifier of the PUBLISH [MQTT-2.2.1-5].
    pub packet_id: PacketId,
    /// Success, or why the message was refused. MQTT 3 knows only Success.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
}

impl<'a> Pubrec<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// What makes the packet malformed, and a reason code that PUBREC does not have [MQTT-3.5.2-1].
    #[inline]
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let body = frame.expect(FIRST, "MQTT-2.1.3-1")?;
        let Ack {
            packet_id,
            reason,
            properties,
        } = Ack::read(body, version, &KIND)?;
        Ok(Self {
            packet_id,
            reason,
            properties,
        })
    }

    /// Appends the packet in its shortest form.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        self.ack().encode(FIRST, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(&self.ack(), version)
    }

    const fn ack(&self) -> Ack<'a> {
        let Self {
            packet_id,
            reason,
            properties,
        } = *self;
        Ack {
            packet_id,
            reason,
            properties,
        }
    }
}

const FIRST: u8 = 0x50;

const KIND: Kind = Kind {
    place: Place::Pubrec,
    legal: LEGAL,
    clause: "MQTT-3.5.2-1",
};

/// PUBREC reason codes [MQTT-3.5.2-1].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::NoMatchingSubscribers,
    ReasonCode::UnspecifiedError,
    ReasonCode::ImplementationSpecificError,
    ReasonCode::NotAuthorized,
    ReasonCode::TopicNameInvalid,
    ReasonCode::PacketIdentifierInUse,
    ReasonCode::QuotaExceeded,
    ReasonCode::PayloadFormatInvalid,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
    use crate::property::UserPropertiesBuf;

    fn ack(reason: ReasonCode, properties: AckProperties<'_>) -> Packet<'_> {
        Packet::Pubrec(Pubrec {
            packet_id: PacketId::new(0x0102).unwrap(),
            reason,
            properties,
        })
    }

    #[test]
    fn success_is_two_bytes_of_body_in_every_version() {
        for version in Version::ALL {
            assert_wire(
                version,
                b"\x50\x02\x01\x02",
                &ack(ReasonCode::Success, AckProperties::default()),
            );
        }
    }

    #[test]
    fn a_reason_without_properties_is_three() {
        let refused = ack(ReasonCode::NotAuthorized, AckProperties::default());
        assert_wire(Version::V5, b"\x50\x03\x01\x02\x87", &refused);
        assert_read(Version::V5, b"\x50\x04\x01\x02\x87\x00", &refused);
    }

    #[test]
    fn properties_follow_the_reason() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let properties = AckProperties {
            reason_string: Some("no"),
            user_properties: user.as_properties(),
        };
        let wire = b"\x50\x10\x01\x02\x00\x0C\x1F\x00\x02no\x26\x00\x01a\x00\x01b";
        assert_wire(Version::V5, wire, &ack(ReasonCode::Success, properties));
    }

    #[test]
    fn v3_has_no_reason_and_no_properties() {
        let full = ack(
            ReasonCode::NotAuthorized,
            AckProperties {
                reason_string: Some("no"),
                ..AckProperties::default()
            },
        );
        assert_eq!(encoded(Version::V3_1_1, &full), b"\x50\x02\x01\x02");
        assert_refused(
            Version::V3_1_1,
            b"\x50\x03\x01\x02\x00",
            ReasonCode::MalformedPacket,
            "",
        );
    }

    /// [MQTT-3.5.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        for code in 0..=u8::MAX {
            let wire = [0x50, 3, 1, 2, code];
            match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
                Some(reason) => {
                    assert_read(Version::V5, &wire, &ack(reason, AckProperties::default()))
                }
                None => assert_refused(
                    Version::V5,
                    &wire,
                    ReasonCode::ProtocolError,
                    "MQTT-3.5.2-1",
                ),
            }
        }
    }

    /// [MQTT-2.2.1-3]
    #[test]
    fn packet_identifier_0_is_refused() {
        assert_refused(
            Version::V5,
            b"\x50\x02\x00\x00",
            ReasonCode::ProtocolError,
            "MQTT-2.2.1-3",
        );
    }

    #[test]
    fn what_does_not_fit_the_length_is_malformed() {
        assert_refused(
            Version::V3_1,
            b"\x50\x01\x01",
            ReasonCode::MalformedPacket,
            "",
        );
        assert_refused(
            Version::V5,
            b"\x50\x05\x01\x02\x00\x00\x00",
            ReasonCode::MalformedPacket,
            "",
        );
        assert_refused(
            Version::V5,
            b"\x50\x05\x01\x02\x00\x02\x1F",
            ReasonCode::MalformedPacket,
            "",
        );
    }
}
