//! PUBCOMP: the exchange of a QoS 2 message is over.
//!
//! The body is laid out as in [`ack`](super::ack); the first byte is 0x70.

use super::ack::{Ack, AckProperties, Kind};
use crate::frame::Frame;
use crate::property::Place;
use crate::wire::{Result, packet_size};
use crate::{PacketId, ReasonCode, Version};

/// The receiver of a QoS 2 message has its PUBREL: the exchange is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pubcomp<'a> {
    /// The identifier of the PUBLISH [MQTT-2.2.1-5].
    pub packet_id: PacketId,
    /// Success, or that the sender's identifier is not known. MQTT 3 knows only Success.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
}

impl<'a> Pubcomp<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// What makes the packet malformed, and a reason code that PUBCOMP does not have [MQTT-3.7.2-1].
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

const FIRST: u8 = 0x70;

const KIND: Kind = Kind {
    place: Place::Pubcomp,
    legal: LEGAL,
    clause: "MQTT-3.7.2-1",
};

/// PUBCOMP reason codes [MQTT-3.7.2-1].
const LEGAL: &[ReasonCode] = &[ReasonCode::Success, ReasonCode::PacketIdentifierNotFound];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::ack::tests::Example;

    const PUBCOMP: Example = Example {
        first: FIRST,
        make: |packet_id, reason, properties| {
            Packet::Pubcomp(Pubcomp {
                packet_id,
                reason,
                properties,
            })
        },
        refusal: ReasonCode::PacketIdentifierNotFound,
        legal: LEGAL,
        clause: "MQTT-3.7.2-1",
    };

    #[test]
    fn success_is_a_packet_identifier_alone() {
        PUBCOMP.success_is_a_packet_identifier_alone();
    }

    #[test]
    fn reason_and_properties_are_left_out_when_there_are_none() {
        PUBCOMP.reason_and_properties_are_left_out_when_there_are_none();
    }

    #[test]
    fn v3_has_only_the_packet_identifier() {
        PUBCOMP.v3_has_only_the_packet_identifier();
    }

    /// [MQTT-3.7.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        PUBCOMP.only_the_listed_reason_codes_pass();
    }

    /// [MQTT-2.2.1-3]
    #[test]
    fn what_is_no_packet_identifier_or_does_not_fit_is_refused() {
        PUBCOMP.what_is_no_packet_identifier_or_does_not_fit_is_refused();
    }
}
