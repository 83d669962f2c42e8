//! SUBACK: the server's answer to SUBSCRIBE.
//!
//! ```text
//! | packet id    | 2 bytes
//! | properties   | MQTT 5
//! | reason code  | once for each filter; MQTT 3: 0, 1, 2 or 0x80
//! ```

use super::ack::{AckProperties, read_reason};
use crate::frame::Frame;
use crate::property::{Place, put_block};
use crate::wire::{Body, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, PacketId, ReasonCode, Version};

/// The server's answer to SUBSCRIBE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suback<'a> {
    /// The identifier of the SUBSCRIBE [MQTT-3.8.4-2].
    pub packet_id: PacketId,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
    /// One for each filter, in their order [MQTT-3.9.3-1]: the granted QoS or a failure.
    pub reasons: Vec<ReasonCode>,
}

impl<'a> Suback<'a> {
    /// The reason codes this packet may carry.
    pub const REASONS: &'static [ReasonCode] = LEGAL;

    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// `ProtocolError` for a reason code that SUBACK does not have [MQTT-3.9.3-2] and for a packet without any; else what makes the
    /// packet malformed.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-2.1.3-1")?;
        let packet_id = body.packet_id()?;
        let (properties, legal) = if version.is_v5() {
            (AckProperties::read(&mut body, Place::Suback)?, LEGAL)
        } else {
            (AckProperties::default(), LEGAL_V3)
        };
        let mut reasons = Vec::with_capacity(body.rest().len());
        while !body.is_empty() {
            reasons.push(read_reason(&mut body, legal, "MQTT-3.9.3-2")?);
        }
        if reasons.is_empty() {
            return Err(DecodeError::protocol(
                "SUBACK without a reason code",
                "MQTT-3.8.4-6",
            ));
        }
        Ok(Self {
            packet_id,
            properties,
            reasons,
        })
    }

    /// Appends the packet. In MQTT 3 each failure is 0x80 [3.1.1/MQTT-3.9.3-2].
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Suback<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            packet_id,
            properties,
            reasons,
        } = self;
        sink.put_packet_id(*packet_id);
        if version.is_v5() {
            put_block(sink, properties);
        }
        for reason in reasons {
            let code = if version.is_v5() || !reason.is_error() {
                *reason
            } else {
                ReasonCode::UnspecifiedError
            };
            sink.put_u8(code as u8);
        }
    }
}

const FIRST: u8 = 0x90;

/// SUBACK reason codes [MQTT-3.9.3-2].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::GrantedQoS1,
    ReasonCode::GrantedQoS2,
    ReasonCode::UnspecifiedError,
    ReasonCode::ImplementationSpecificError,
    ReasonCode::NotAuthorized,
    ReasonCode::TopicFilterInvalid,
    ReasonCode::PacketIdentifierInUse,
    ReasonCode::QuotaExceeded,
    ReasonCode::SharedSubscriptionsNotSupported,
    ReasonCode::SubscriptionIdentifiersNotSupported,
    ReasonCode::WildcardSubscriptionsNotSupported,
];

/// SUBACK return codes of MQTT 3 [3.1.1/MQTT-3.9.3-2].
const LEGAL_V3: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::GrantedQoS1,
    ReasonCode::GrantedQoS2,
    ReasonCode::UnspecifiedError,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
    use crate::property::UserPropertiesBuf;

    fn suback(reasons: &[ReasonCode]) -> Packet<'static> {
        let packet_id = PacketId::new(10).unwrap();
        Packet::Suback(Suback {
            packet_id,
            properties: AckProperties::default(),
            reasons: reasons.into(),
        })
    }

    /// [MQTT-3.9.3-1], [3.1.1/MQTT-3.9.3-1]
    #[test]
    fn one_code_for_each_filter() {
        let granted = suback(&[
            ReasonCode::Success,
            ReasonCode::GrantedQoS2,
            ReasonCode::UnspecifiedError,
        ]);
        for version in [Version::V3_1, Version::V3_1_1] {
            assert_wire(version, b"\x90\x05\x00\x0A\x00\x02\x80", &granted);
        }
        assert_wire(Version::V5, b"\x90\x06\x00\x0A\x00\x00\x02\x80", &granted);
    }

    #[test]
    fn properties_are_for_mqtt_5() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let packet = Packet::Suback(Suback {
            packet_id: PacketId::new(10).unwrap(),
            properties: AckProperties {
                reason_string: Some("s"),
                user_properties: user.as_properties(),
            },
            reasons: vec![ReasonCode::NotAuthorized],
        });
        assert_wire(
            Version::V5,
            b"\x90\x0F\x00\x0A\x0B\x1F\x00\x01s\x26\x00\x01a\x00\x01b\x87",
            &packet,
        );
        assert_eq!(encoded(Version::V3_1_1, &packet), b"\x90\x03\x00\x0A\x80");
    }

    /// [MQTT-3.9.3-2], [3.1.1/MQTT-3.9.3-2]
    #[test]
    fn only_the_listed_codes_pass() {
        for code in 0..=u8::MAX {
            let v5 = [0x90, 4, 0, 10, 0, code];
            match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
                Some(reason) => assert_read(Version::V5, &v5, &suback(&[reason])),
                None => assert_refused(Version::V5, &v5, ReasonCode::ProtocolError, "MQTT-3.9.3-2"),
            }
            let v3 = [0x90, 3, 0, 10, code];
            if matches!(code, 0 | 1 | 2 | 0x80) {
                assert_read(
                    Version::V3_1_1,
                    &v3,
                    &suback(&[ReasonCode::from_u8(code).unwrap()]),
                );
            } else {
                assert_refused(
                    Version::V3_1_1,
                    &v3,
                    ReasonCode::ProtocolError,
                    "MQTT-3.9.3-2",
                );
            }
        }
    }

    /// [MQTT-3.8.4-6], [3.1.1/MQTT-3.8.4-5]
    #[test]
    fn there_is_a_code() {
        assert_refused(
            Version::V3_1_1,
            b"\x90\x02\x00\x0A",
            ReasonCode::ProtocolError,
            "MQTT-3.8.4-6",
        );
    }
}
