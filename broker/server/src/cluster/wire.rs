//! A message as nodes send it to each other: a PUBLISH of MQTT 5 with its full topic and what remains of its expiry interval.

use bytes::Bytes;
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Forward, Publish};
use gmqtt_protocol::{PacketId, QoS, TopicName, Version, split_frame};

use crate::clock::Millis;
use crate::message::Message;
use crate::outbound::Outbound;
use crate::queue::Held;

/// A message on its way. `None` if it is too large for a PUBLISH with these properties.
pub(crate) fn encode(out: &Outbound<'_>, now: Millis) -> Option<Bytes> {
    write(&Forward {
        qos: out.qos,
        retain: out.retain,
        dup: false,
        topic: out.topic,
        packet_id: Some(PacketId::MIN),
        block: out.block,
        message_expiry_interval: out.expires.remaining(now),
        topic_alias: None,
        subscription_ids: &[],
        payload: out.payload,
    })
}

/// A message that is retained.
pub(crate) fn encode_retained(message: &Message, now: Millis) -> Option<Bytes> {
    write(&of(message, (message.qos, true), &[], now))
}

/// A message that somebody held, for others.
pub(crate) fn encode_message(message: &Message, now: Millis) -> Option<Bytes> {
    write(&of(message, (message.qos, message.retain), &[], now))
}

/// A message as one session is to get it.
pub(crate) fn encode_held(held: &Held, now: Millis) -> Option<Bytes> {
    let ids = held.ids.as_deref().unwrap_or_default();
    write(&of(&held.message, (held.qos, held.retain), ids, now))
}

fn of<'a>(
    message: &'a Message,
    (qos, retain): (QoS, bool),
    subscription_ids: &'a [u32],
    now: Millis,
) -> Forward<'a> {
    Forward {
        qos,
        retain,
        dup: false,
        topic: message.topic(),
        packet_id: Some(PacketId::MIN),
        block: message.block(),
        message_expiry_interval: message.expires.remaining(now),
        topic_alias: None,
        subscription_ids,
        payload: message.payload(),
    }
}

fn write(packet: &Forward<'_>) -> Option<Bytes> {
    let mut bytes = Vec::new();
    packet.encode(Version::V5, &mut bytes);
    (!bytes.is_empty()).then(|| bytes.into())
}

/// Reads what another node sent. `None` if it is nothing but one PUBLISH to a topic that there can be.
pub(crate) fn decode(bytes: &[u8]) -> Option<Publish<'_>> {
    let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) else {
        return None;
    };
    if frame.packet_type() != 3 || frame.wire.len() != bytes.len() {
        return None;
    }
    let publish = Publish::decode(frame, Version::V5).ok()?;
    TopicName::parse(publish.topic).ok()?;
    Some(publish)
}

#[cfg(test)]
mod tests {
    use gmqtt_protocol::packet::PublishProperties;
    use proptest::prelude::*;

    use super::*;
    use crate::message::Expiry;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_sent_is_what_arrives(
            topic in "[a-z]{1,9}(/[a-z]{0,9}){0,3}",
            payload: Vec<u8>,
            (qos, retain) in (0..3u8, any::<bool>()),
            interval in proptest::option::of(1..100_000u32),
            content_type in proptest::option::of("[a-z]{0,9}"),
        ) {
            let qos = QoS::from_u8(qos).unwrap();
            let properties = PublishProperties {
                content_type: content_type.as_deref(),
                ..PublishProperties::default()
            };
            let mut block = Vec::new();
            properties.encode_forwarded(&mut block);
            let expires = Expiry::new(7, interval, None);
            let out = Outbound::new(&topic, &block, &payload, (qos, retain), expires);
            let bytes = encode(&out, 7).unwrap();
            let publish = decode(&bytes).unwrap();
            prop_assert_eq!(publish.topic, &topic);
            prop_assert_eq!(publish.payload, &payload);
            prop_assert_eq!((publish.qos, publish.retain), (qos, retain));
            prop_assert_eq!(publish.properties.message_expiry_interval, interval);
            prop_assert_eq!(publish.properties.content_type, content_type.as_deref());
        }

        #[test]
        fn hostile_bytes_are_no_message(bytes: Vec<u8>) {
            if let Some(publish) = decode(&bytes) {
                prop_assert!(TopicName::parse(publish.topic).is_ok());
            }
        }
    }
}
