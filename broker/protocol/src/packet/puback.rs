//! PUBACK: the receiver of a QoS 1 message has taken it over.
//!
//! The body is laid out as in [`ack`](super::ack); the first byte is 0x40.

use super::ack::{Ack, AckProperties, Kind};
use crate::frame::Frame;
use crate::property::Place;
use crate::wire::{Result, packet_size};
use crate::{PacketId, ReasonCode, Version};

/// A QoS 1 message has arrived, or was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Puback<'a> {
    /// The identifier of the PUBLISH [MQTT-2.2.1-5].
    pub packet_id: PacketId,
    /// Success, or why the message was refused. MQTT 3 knows only Success.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: AckProperties<'a>,
}

impl<'a> Puback<'a> {
    /// The reason codes this packet may carry.
    pub const REASONS: &'static [ReasonCode] = LEGAL;

    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// What makes the packet malformed, and a reason code that PUBACK does not have [MQTT-3.4.2-1].
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

const FIRST: u8 = 0x40;

const KIND: Kind = Kind {
    place: Place::Puback,
    legal: LEGAL,
    clause: "MQTT-3.4.2-1",
};

/// PUBACK reason codes [MQTT-3.4.2-1].
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
    use crate::packet::ack::tests::Example;

    const PUBACK: Example = Example {
        first: FIRST,
        make: |packet_id, reason, properties| {
            Packet::Puback(Puback {
                packet_id,
                reason,
                properties,
            })
        },
        refusal: ReasonCode::NotAuthorized,
        legal: LEGAL,
        clause: "MQTT-3.4.2-1",
    };

    #[test]
    fn success_is_a_packet_identifier_alone() {
        PUBACK.success_is_a_packet_identifier_alone();
    }

    #[test]
    fn reason_and_properties_are_left_out_when_there_are_none() {
        PUBACK.reason_and_properties_are_left_out_when_there_are_none();
    }

    #[test]
    fn v3_has_only_the_packet_identifier() {
        PUBACK.v3_has_only_the_packet_identifier();
    }

    /// [MQTT-3.4.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        PUBACK.only_the_listed_reason_codes_pass();
    }

    /// [MQTT-2.2.1-3]
    #[test]
    fn what_is_no_packet_identifier_or_does_not_fit_is_refused() {
        PUBACK.what_is_no_packet_identifier_or_does_not_fit_is_refused();
    }
}
