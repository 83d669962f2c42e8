//! PUBREL: the sender of a QoS 2 message gives its identifier free.
//!
//! The body is laid out as in [`ack`](super::ack); the first byte is 0x62.

use super::ack::{Ack, AckProperties, Kind};
use crate::frame::Frame;
use crate::property::Place;
use crate::wire::{Result, packet_size};
use crate::{PacketId, ReasonCode, Version};

/// The sender of a QoS 2 message has its PUBREC and will not send the message again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pubrel<'a> {
    /// The identifier of the PUBLISH [MQTT-2.2.1-5].
    pub packet_id: PacketId,
    /// Success, or that the receiver's identifier is not known. MQTT 3 knows only Success.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
}

impl<'a> Pubrel<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// What makes the packet malformed, and a reason code that PUBREL does not have [MQTT-3.6.2-1].
    #[inline]
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let body = frame.expect_maybe_dup(FIRST, "MQTT-3.6.1-1", version)?;
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

const FIRST: u8 = 0x62;

const KIND: Kind = Kind {
    place: Place::Pubrel,
    legal: LEGAL,
    clause: "MQTT-3.6.2-1",
};

/// PUBREL reason codes [MQTT-3.6.2-1].
const LEGAL: &[ReasonCode] = &[ReasonCode::Success, ReasonCode::PacketIdentifierNotFound];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::ack::tests::Example;
    use crate::packet::examples::{assert_read, assert_refused};

    const PUBREL: Example = Example {
        first: FIRST,
        make: |packet_id, reason, properties| {
            Packet::Pubrel(Pubrel {
                packet_id,
                reason,
                properties,
            })
        },
        refusal: ReasonCode::PacketIdentifierNotFound,
        legal: LEGAL,
        clause: "MQTT-3.6.2-1",
    };

    #[test]
    fn success_is_a_packet_identifier_alone() {
        PUBREL.success_is_a_packet_identifier_alone();
    }

    #[test]
    fn reason_and_properties_are_left_out_when_there_are_none() {
        PUBREL.reason_and_properties_are_left_out_when_there_are_none();
    }

    #[test]
    fn v3_has_only_the_packet_identifier() {
        PUBREL.v3_has_only_the_packet_identifier();
    }

    /// [MQTT-3.6.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        PUBREL.only_the_listed_reason_codes_pass();
    }

    /// [MQTT-2.2.1-3]
    #[test]
    fn what_is_no_packet_identifier_or_does_not_fit_is_refused() {
        PUBREL.what_is_no_packet_identifier_or_does_not_fit_is_refused();
    }

    /// [MQTT-3.6.1-1], [3.1.1/MQTT-3.6.1-1]: only MQTT 3.1 repeats PUBREL with DUP.
    #[test]
    fn dup_is_for_mqtt_3_1() {
        let repeated = b"\x6A\x02\x01\x02";
        assert_read(Version::V3_1, repeated, &PUBREL.plain(ReasonCode::Success));
        for version in [Version::V3_1_1, Version::V5] {
            assert_refused(
                version,
                repeated,
                ReasonCode::MalformedPacket,
                "MQTT-3.6.1-1",
            );
        }
    }
}
