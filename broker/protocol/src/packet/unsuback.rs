//! UNSUBACK: the server's answer to UNSUBSCRIBE.
//!
//! ```text
//! | packet id    | 2 bytes
//! | properties   | MQTT 5
//! | reason code  | MQTT 5: once for each filter
//! ```

use super::ack::{AckProperties, read_reason};
use crate::frame::Frame;
use crate::property::{Place, put_block};
use crate::wire::{Body, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, PacketId, ReasonCode, Version};

/// The server's answer to UNSUBSCRIBE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsuback<'a> {
    /// The identifier of the UNSUBSCRIBE [MQTT-3.10.4-5].
    pub packet_id: PacketId,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
    /// One for each filter, in their order [MQTT-3.11.3-1]. MQTT 3 has none on the wire.
    pub reasons: Vec<ReasonCode>,
}

impl<'a> Unsuback<'a> {
    /// The reason codes this packet may carry.
    pub const REASONS: &'static [ReasonCode] = LEGAL;

    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// `ProtocolError` for a reason code that UNSUBACK does not have [MQTT-3.11.3-2] and, in MQTT 5, for a packet without any; else
    /// what makes the packet malformed.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-2.1.3-1")?;
        let packet_id = body.packet_id()?;
        if !version.is_v5() {
            body.finish()?;
            return Ok(Self {
                packet_id,
                properties: AckProperties::default(),
                reasons: Vec::new(),
            });
        }
        let properties = AckProperties::read(&mut body, Place::Unsuback)?;
        let mut reasons = Vec::with_capacity(body.rest().len());
        while !body.is_empty() {
            reasons.push(read_reason(&mut body, LEGAL, "MQTT-3.11.3-2")?);
        }
        if reasons.is_empty() {
            return Err(DecodeError::protocol(
                "UNSUBACK without a reason code",
                "MQTT-3.11.3-2",
            ));
        }
        Ok(Self {
            packet_id,
            properties,
            reasons,
        })
    }

    /// Appends the packet.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Unsuback<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            packet_id,
            properties,
            reasons,
        } = self;
        sink.put_packet_id(*packet_id);
        if version.is_v5() {
            put_block(sink, properties);
            reasons.iter().for_each(|&reason| sink.put_u8(reason as u8));
        }
    }
}

const FIRST: u8 = 0xB0;

/// UNSUBACK reason codes [MQTT-3.11.3-2].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::NoSubscriptionExisted,
    ReasonCode::UnspecifiedError,
    ReasonCode::ImplementationSpecificError,
    ReasonCode::NotAuthorized,
    ReasonCode::TopicFilterInvalid,
    ReasonCode::PacketIdentifierInUse,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
    use crate::property::UserPropertiesBuf;

    fn unsuback(reasons: &[ReasonCode]) -> Packet<'static> {
        let packet_id = PacketId::new(10).unwrap();
        Packet::Unsuback(Unsuback {
            packet_id,
            properties: AckProperties::default(),
            reasons: reasons.into(),
        })
    }

    #[test]
    fn v3_says_only_that_it_is_done() {
        for version in [Version::V3_1, Version::V3_1_1] {
            assert_wire(version, b"\xB0\x02\x00\x0A", &unsuback(&[]));
            assert_refused(
                version,
                b"\xB0\x03\x00\x0A\x00",
                ReasonCode::MalformedPacket,
                "",
            );
        }
        assert_eq!(
            encoded(Version::V3_1_1, &unsuback(&[ReasonCode::Success])),
            b"\xB0\x02\x00\x0A"
        );
    }

    /// [MQTT-3.11.3-1]
    #[test]
    fn mqtt_5_has_one_code_for_each_filter() {
        let reasons = [ReasonCode::Success, ReasonCode::NoSubscriptionExisted];
        assert_wire(
            Version::V5,
            b"\xB0\x05\x00\x0A\x00\x00\x11",
            &unsuback(&reasons),
        );
        assert_refused(
            Version::V5,
            b"\xB0\x03\x00\x0A\x00",
            ReasonCode::ProtocolError,
            "MQTT-3.11.3-2",
        );
    }

    #[test]
    fn properties_stand_before_the_codes() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let packet = Packet::Unsuback(Unsuback {
            packet_id: PacketId::new(10).unwrap(),
            properties: AckProperties {
                reason_string: Some("s"),
                user_properties: user.as_properties(),
            },
            reasons: vec![ReasonCode::NotAuthorized],
        });
        assert_wire(
            Version::V5,
            b"\xB0\x0F\x00\x0A\x0B\x1F\x00\x01s\x26\x00\x01a\x00\x01b\x87",
            &packet,
        );
    }

    /// [MQTT-3.11.3-2]
    #[test]
    fn only_the_listed_codes_pass() {
        for code in 0..=u8::MAX {
            let wire = [0xB0, 4, 0, 10, 0, code];
            match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
                Some(reason) => assert_read(Version::V5, &wire, &unsuback(&[reason])),
                None => assert_refused(
                    Version::V5,
                    &wire,
                    ReasonCode::ProtocolError,
                    "MQTT-3.11.3-2",
                ),
            }
        }
    }
}
