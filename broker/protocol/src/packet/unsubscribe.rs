//! UNSUBSCRIBE: a client gives subscriptions up.
//!
//! ```text
//! | packet id    | 2 bytes
//! | properties   | MQTT 5
//! | topic filter | string, once or more
//! ```

use crate::frame::Frame;
use crate::property::{Block, Place, UserProperties, put_block};
use crate::wire::{Body, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, PacketId, Version};

/// A client gives subscriptions up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe<'a> {
    /// The identifier that UNSUBACK repeats.
    pub packet_id: PacketId,
    /// User properties in order, in MQTT 5 only.
    pub user_properties: UserProperties<'a>,
    /// At least one [MQTT-3.10.3-2]; UTF-8 strings that need not be valid topic filters.
    pub filters: Vec<&'a str>,
}

impl<'a> Unsubscribe<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// `ProtocolError` for a packet without filters [MQTT-3.10.3-2]; else what makes the packet malformed or a protocol error.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect_maybe_dup(FIRST, "MQTT-3.10.1-1", version)?;
        let packet_id = body.packet_id()?;
        let mut user_properties = UserProperties::default();
        if version.is_v5() {
            let mut block = Block::read(&mut body, Place::Unsubscribe)?;
            while block.next_property()?.is_some() {}
            user_properties = block.user_properties();
        }
        let mut filters = Vec::new();
        while !body.is_empty() {
            filters.push(body.string()?);
        }
        if filters.is_empty() {
            return Err(DecodeError::protocol(
                "UNSUBSCRIBE without a topic filter",
                "MQTT-3.10.3-2",
            ));
        }
        Ok(Self {
            packet_id,
            user_properties,
            filters,
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

impl Body for Unsubscribe<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            packet_id,
            user_properties,
            filters,
        } = self;
        sink.put_packet_id(*packet_id);
        if version.is_v5() {
            put_block(sink, user_properties);
        }
        for filter in filters {
            sink.put_string(filter);
        }
    }
}

const FIRST: u8 = 0xA2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReasonCode;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
    use crate::property::UserPropertiesBuf;

    fn unsubscribe<'a>(filters: &[&'a str]) -> Packet<'a> {
        let packet_id = PacketId::new(10).unwrap();
        Packet::Unsubscribe(Unsubscribe {
            packet_id,
            user_properties: UserProperties::default(),
            filters: filters.into(),
        })
    }

    #[test]
    fn filters_come_in_order() {
        for version in [Version::V3_1, Version::V3_1_1] {
            assert_wire(
                version,
                b"\xA2\x0A\x00\x0A\x00\x03a/b\x00\x01#",
                &unsubscribe(&["a/b", "#"]),
            );
        }
        assert_wire(
            Version::V5,
            b"\xA2\x0B\x00\x0A\x00\x00\x03a/b\x00\x01#",
            &unsubscribe(&["a/b", "#"]),
        );
    }

    #[test]
    fn user_properties_are_for_mqtt_5() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let packet = Packet::Unsubscribe(Unsubscribe {
            packet_id: PacketId::new(10).unwrap(),
            user_properties: user.as_properties(),
            filters: vec!["x"],
        });
        assert_wire(
            Version::V5,
            b"\xA2\x0D\x00\x0A\x07\x26\x00\x01a\x00\x01b\x00\x01x",
            &packet,
        );
        assert_eq!(
            encoded(Version::V3_1_1, &packet),
            b"\xA2\x05\x00\x0A\x00\x01x"
        );
    }

    /// [MQTT-3.10.1-1], [3.1.1/MQTT-3.10.1-1]: only MQTT 3.1 repeats UNSUBSCRIBE with DUP.
    #[test]
    fn dup_is_for_mqtt_3_1() {
        let repeated = b"\xAA\x05\x00\x0A\x00\x01x";
        assert_read(Version::V3_1, repeated, &unsubscribe(&["x"]));
        for version in [Version::V3_1_1, Version::V5] {
            assert_refused(
                version,
                repeated,
                ReasonCode::MalformedPacket,
                "MQTT-3.10.1-1",
            );
        }
    }

    /// [MQTT-3.10.3-2], [3.1.1/MQTT-3.10.3-2]
    #[test]
    fn a_packet_without_filters_is_a_protocol_error() {
        assert_refused(
            Version::V3_1_1,
            b"\xA2\x02\x00\x0A",
            ReasonCode::ProtocolError,
            "MQTT-3.10.3-2",
        );
        assert_refused(
            Version::V5,
            b"\xA2\x03\x00\x0A\x00",
            ReasonCode::ProtocolError,
            "MQTT-3.10.3-2",
        );
    }

    /// [MQTT-3.10.3-1], [3.1.1/MQTT-3.10.3-1]
    #[test]
    fn filters_are_utf8() {
        assert_refused(
            Version::V3_1_1,
            b"\xA2\x05\x00\x0A\x00\x01\xFF",
            ReasonCode::MalformedPacket,
            "MQTT-1.5.4-1",
        );
    }

    /// [MQTT-2.2.1-3], [3.1.1/MQTT-2.3.1-1]
    #[test]
    fn packet_identifier_0_is_refused() {
        assert_refused(
            Version::V5,
            b"\xA2\x06\x00\x00\x00\x00\x01x",
            ReasonCode::ProtocolError,
            "MQTT-2.2.1-3",
        );
    }
}
