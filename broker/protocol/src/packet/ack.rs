//! What PUBACK, PUBREC, PUBREL and PUBCOMP have in common, and the properties of all acknowledgements.
//!
//! ```text
//! | packet id    | 2 bytes
//! | reason code  | MQTT 5; left out if Success and there are no properties
//! | properties   | MQTT 5; left out if there are none
//! ```

use crate::property::{
    Block, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, write_packet};
use crate::{DecodeError, PacketId, ReasonCode, Version};

/// The properties of PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AckProperties<'a> {
    /// Words for people, not for programs.
    pub reason_string: Option<&'a str>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
}

impl<'a> AckProperties<'a> {
    pub(super) fn read(reader: &mut Reader<'a>, place: Place) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(reader, place)?;
        while let Some(property) = block.next_property()? {
            if let Property::ReasonString(text) = property {
                properties.reason_string = Some(text);
            }
        }
        properties.user_properties = block.user_properties();
        Ok(properties)
    }

    /// True if there is no property.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self {
            reason_string,
            user_properties,
        } = self;
        reason_string.is_none() && user_properties.is_empty()
    }
}

impl Properties for AckProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            reason_string,
            user_properties,
        } = *self;
        put_optional(sink, reason_string.map(Property::ReasonString));
        user_properties.write(sink);
    }
}

/// Appends an acknowledgement of four bytes: success, in all versions. `first_byte` is that of the packet, such as 0x40 for PUBACK.
#[inline]
pub fn encode_short_ack(first_byte: u8, id: PacketId, out: &mut Vec<u8>) {
    let [high, low] = id.get().to_be_bytes();
    out.extend_from_slice(&[first_byte, 2, high, low]);
}

/// The fields of the four packets.
pub(super) struct Ack<'a> {
    pub(super) packet_id: PacketId,
    pub(super) reason: ReasonCode,
    pub(super) properties: AckProperties<'a>,
}

/// What differs between the four packets in reading.
pub(super) struct Kind {
    pub(super) place: Place,
    /// The reason codes that the packet may carry.
    pub(super) legal: &'static [ReasonCode],
    /// The statement that says so.
    pub(super) clause: &'static str,
}

impl<'a> Ack<'a> {
    /// Reads the body after the first byte has been checked.
    #[inline]
    pub(super) fn read(mut body: Reader<'a>, version: Version, kind: &Kind) -> Result<Self> {
        let packet_id = body.packet_id()?;
        let mut ack = Self {
            packet_id,
            reason: ReasonCode::Success,
            properties: AckProperties::default(),
        };
        if version.is_v5() && !body.is_empty() {
            ack.reason = read_reason(&mut body, kind.legal, kind.clause)?;
            if !body.is_empty() {
                ack.properties = AckProperties::read(&mut body, kind.place)?;
            }
        }
        body.finish()?;
        Ok(ack)
    }

    pub(super) fn encode(&self, first: u8, version: Version, out: &mut Vec<u8>) {
        let short =
            self.properties.is_empty() && (self.reason == ReasonCode::Success || !version.is_v5());
        if short {
            encode_short_ack(first, self.packet_id, out);
        } else {
            write_packet(first, self, version, out);
        }
    }
}

impl Body for Ack<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            packet_id,
            reason,
            properties,
        } = self;
        sink.put_packet_id(*packet_id);
        if !version.is_v5() || (*reason == ReasonCode::Success && properties.is_empty()) {
            return;
        }
        sink.put_u8(*reason as u8);
        if !properties.is_empty() {
            put_block(sink, properties);
        }
    }
}

/// A reason code out of those that are legal here; any other is a protocol error against `clause`.
pub(super) fn read_reason(
    reader: &mut Reader<'_>,
    legal: &[ReasonCode],
    clause: &'static str,
) -> Result<ReasonCode> {
    ReasonCode::from_u8(reader.u8()?)
        .filter(|reason| legal.contains(reason))
        .ok_or_else(|| {
            DecodeError::protocol("a reason code that this packet does not have", clause)
        })
}

#[cfg(test)]
pub(super) mod tests;
