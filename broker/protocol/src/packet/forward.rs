//! PUBLISH as a broker sends it on: the properties that it forwards unchanged are a block that was encoded once, for all receivers.
//!
//! ```text
//!           head                                                                            | payload
//! first | remaining length | topic | packet id | property length | expiry | alias | ids | block |
//! ```

use super::publish::first_byte;
use crate::property::{Identifier, Property, TopicAlias, put_optional};
use crate::wire::{MAX_VARINT, Sink, VARINT_SLACK, fitting, varint_width};
use crate::{PacketId, QoS, Version};

/// A PUBLISH on its way to a receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forward<'a> {
    /// The QoS for this receiver.
    pub qos: QoS,
    /// The retain flag for this receiver.
    pub retain: bool,
    /// Sent to it before. At QoS 0 it is written as 0 [MQTT-3.3.1-2].
    pub dup: bool,
    /// The topic name; empty only with a topic alias.
    pub topic: &'a str,
    /// At QoS 1 and 2 `None` leaves two zero bytes to be patched, at [`Self::packet_id_offset`]. At QoS 0 it is not written.
    pub packet_id: Option<PacketId>,
    /// As [`encode_forwarded`](super::PublishProperties::encode_forwarded) wrote it. Not written for MQTT 3, like the next three.
    pub block: &'a [u8],
    /// The seconds that are left.
    pub message_expiry_interval: Option<u32>,
    /// The number that stands for the topic on the receiver's connection.
    pub topic_alias: Option<u16>,
    /// The identifiers of the receiver's subscriptions that match, 1 to 268,435,455 each.
    pub subscription_ids: &'a [u32],
    /// The message.
    pub payload: &'a [u8],
}

impl Forward<'_> {
    /// Bytes of the whole packet, payload included.
    #[must_use]
    #[inline]
    pub fn size(&self, version: Version) -> usize {
        let remaining = self.lengths(version).remaining;
        1 + varint_width(remaining) + remaining
    }

    /// Appends everything but the payload, which the remaining length counts nevertheless.
    ///
    /// Nothing is appended if the remaining length would be above 268,435,455: ask [`Self::size`] first.
    #[inline]
    pub fn encode_head(&self, version: Version, out: &mut Vec<u8>) {
        self.write_head(version, self.lengths(version), VARINT_SLACK, out);
    }

    /// Appends the packet; nothing if its remaining length would be above 268,435,455.
    #[inline]
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        if self.write_head(version, self.lengths(version), self.payload.len(), out) {
            out.extend_from_slice(self.payload);
        }
    }

    /// Where in the packet its identifier stands, so that one encoding can be patched for many receivers. `None` at QoS 0.
    #[must_use]
    #[inline]
    pub fn packet_id_offset(&self, version: Version) -> Option<usize> {
        if self.qos == QoS::AtMostOnce {
            return None;
        }
        Some(1 + varint_width(self.lengths(version).remaining) + 2 + fitting(self.topic).len())
    }

    #[inline]
    fn lengths(&self, version: Version) -> Lengths {
        let packet_id = if self.qos == QoS::AtMostOnce { 0 } else { 2 };
        let without_properties = 2 + fitting(self.topic).len() + packet_id + self.payload.len();
        if !version.is_v5() {
            return Lengths {
                remaining: without_properties,
                properties: 0,
            };
        }
        let ids: usize = self
            .subscription_ids
            .iter()
            .map(|&id| 1 + varint_width(id as usize))
            .sum();
        let expiry = if self.message_expiry_interval.is_some() {
            5
        } else {
            0
        };
        let alias = if self.topic_alias.is_some() { 3 } else { 0 };
        let properties = self.block.len() + ids + expiry + alias;
        Lengths {
            remaining: without_properties + varint_width(properties) + properties,
            properties,
        }
    }

    /// Appends the head with room for `tail` bytes after it; false if there is no such packet.
    #[inline]
    fn write_head(
        &self,
        version: Version,
        lengths: Lengths,
        tail: usize,
        out: &mut Vec<u8>,
    ) -> bool {
        let Self {
            qos,
            retain,
            dup,
            topic,
            packet_id,
            block,
            message_expiry_interval,
            topic_alias,
            subscription_ids,
            payload,
        } = *self;
        if lengths.remaining > MAX_VARINT {
            return false;
        }
        let topic = fitting(topic);
        let head = 1 + varint_width(lengths.remaining) + lengths.remaining - payload.len();
        out.reserve(head + tail);
        out.put_u8(first_byte(dup, qos, retain));
        out.put_varint(lengths.remaining);
        out.put_string(topic);
        if qos != QoS::AtMostOnce {
            out.put_u16(packet_id.map_or(0, PacketId::get));
        }
        if version.is_v5() {
            out.put_varint(lengths.properties);
            put_optional(
                out,
                message_expiry_interval.map(Property::MessageExpiryInterval),
            );
            put_optional(out, topic_alias.map(TopicAlias).map(Property::TopicAlias));
            for &id in subscription_ids {
                put_optional(out, Some(Property::SubscriptionIdentifier(Identifier(id))));
            }
            out.put(block);
        }
        true
    }
}

/// Lengths that the packet states about itself.
#[derive(Clone, Copy)]
struct Lengths {
    remaining: usize,
    properties: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::{Packet, Publish, PublishProperties};
    use crate::property::{SubscriptionIdsBuf, UserPropertiesBuf};
    use crate::{Split, split_frame};

    fn plain(qos: QoS, payload: &[u8]) -> Forward<'_> {
        Forward {
            qos,
            retain: false,
            dup: false,
            topic: "a/b",
            packet_id: if qos == QoS::AtMostOnce {
                None
            } else {
                PacketId::new(0x0102)
            },
            block: b"",
            message_expiry_interval: None,
            topic_alias: None,
            subscription_ids: &[],
            payload,
        }
    }

    fn encoded(forward: &Forward<'_>, version: Version) -> Vec<u8> {
        let mut out = Vec::new();
        forward.encode(version, &mut out);
        assert_eq!(out.len(), forward.size(version));
        out
    }

    fn decoded(wire: &[u8], version: Version) -> Publish<'_> {
        let Ok(Split::Complete(frame)) = split_frame(wire, u32::MAX) else {
            panic!("incomplete")
        };
        match Packet::decode(frame, version) {
            Ok(Packet::Publish(publish)) => publish,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn wire_examples() {
        let qos_0 = Forward {
            retain: true,
            dup: true,
            ..plain(QoS::AtMostOnce, b"hi")
        };
        assert_eq!(encoded(&qos_0, Version::V3_1_1), b"\x31\x07\x00\x03a/bhi");
        assert_eq!(encoded(&qos_0, Version::V5), b"\x31\x08\x00\x03a/b\x00hi");
        let qos_2 = Forward {
            dup: true,
            ..plain(QoS::ExactlyOnce, b"hi")
        };
        assert_eq!(
            encoded(&qos_2, Version::V3_1),
            b"\x3C\x09\x00\x03a/b\x01\x02hi"
        );
        assert_eq!(
            encoded(&qos_2, Version::V5),
            b"\x3C\x0A\x00\x03a/b\x01\x02\x00hi"
        );
    }

    #[test]
    fn the_block_and_what_is_the_receivers_own_come_together() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let received = PublishProperties {
            content_type: Some("x"),
            user_properties: user.as_properties(),
            ..PublishProperties::default()
        };
        let mut block = Vec::new();
        received.encode_forwarded(&mut block);
        let forward = Forward {
            block: &block,
            message_expiry_interval: Some(9),
            topic_alias: Some(3),
            subscription_ids: &[1, 268_435_455],
            ..plain(QoS::AtLeastOnce, b"hi")
        };
        let ids: SubscriptionIdsBuf = [1, 268_435_455].into_iter().collect();
        let expected = PublishProperties {
            message_expiry_interval: Some(9),
            topic_alias: Some(3),
            subscription_identifiers: ids.as_ids(),
            ..received
        };
        assert_eq!(
            decoded(&encoded(&forward, Version::V5), Version::V5).properties,
            expected
        );
        assert_eq!(
            encoded(&forward, Version::V3_1_1),
            b"\x32\x09\x00\x03a/b\x01\x02hi"
        );
    }

    #[test]
    fn a_buffer_of_the_packets_size_does_not_grow() {
        let forward = plain(QoS::AtLeastOnce, b"payload");
        for version in Version::ALL {
            let size = forward.size(version);
            let mut out = Vec::with_capacity(size);
            forward.encode(version, &mut out);
            assert_eq!((out.len(), out.capacity()), (size, size));
        }
    }

    #[test]
    fn the_head_is_the_packet_without_its_payload() {
        let forward = plain(QoS::AtLeastOnce, b"payload");
        for version in Version::ALL {
            let mut head = Vec::new();
            forward.encode_head(version, &mut head);
            head.extend_from_slice(forward.payload);
            assert_eq!(head, encoded(&forward, version));
        }
    }

    #[test]
    fn a_packet_identifier_can_be_patched_in() {
        for payload_len in [0, 200, 20_000, 2_100_000] {
            let payload = vec![b'x'; payload_len];
            let unnumbered = Forward {
                packet_id: None,
                ..plain(QoS::AtLeastOnce, &payload)
            };
            for version in Version::ALL {
                let mut wire = encoded(&unnumbered, version);
                let at = unnumbered.packet_id_offset(version).unwrap();
                wire[at..at + 2].copy_from_slice(&[1, 2]);
                assert_eq!(wire, encoded(&plain(QoS::AtLeastOnce, &payload), version));
            }
        }
        assert_eq!(
            plain(QoS::AtMostOnce, b"").packet_id_offset(Version::V5),
            None
        );
    }

    #[test]
    fn a_message_too_long_for_any_packet_is_not_written_at_all() {
        let payload = vec![0; MAX_VARINT];
        let forward = plain(QoS::AtMostOnce, &payload);
        let mut out = Vec::new();
        forward.encode(Version::V5, &mut out);
        forward.encode_head(Version::V3_1_1, &mut out);
        assert!(out.is_empty() && forward.size(Version::V5) > MAX_VARINT);
    }
}
