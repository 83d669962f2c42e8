//! The codec seen from outside: every packet of every version goes over the wire and comes back, and no bytes make it panic.

mod packets;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Connect, Forward, Publish, PublishProperties};
use gmqtt_protocol::{Frame, Packet, QoS, TopicFilter, TopicName, Version, split_frame};
use packets::{any_version, packet, packet_of, publish};
use proptest::collection::vec;
use proptest::prelude::*;

fn encoded(packet: &Packet<'_>, version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    packet.encode(version, &mut out);
    out
}

fn whole(wire: &[u8]) -> Frame<'_> {
    match split_frame(wire, u32::MAX).expect("a legal header") {
        Split::Complete(frame) => frame,
        Split::Incomplete { need } => panic!("{need} bytes wanted of {}", wire.len()),
    }
}

proptest! {
    #[test]
    fn every_packet_of_every_version_comes_back((version, packet) in packet()) {
        let wire = encoded(&packet, version);
        prop_assert_eq!(wire.len(), packet.size(version));
        let frame = whole(&wire);
        prop_assert_eq!(frame.wire, &wire[..]);
        prop_assert_eq!(Packet::decode(frame, version), Ok(packet));
    }

    #[test]
    fn a_packet_that_is_not_all_there_is_incomplete((version, packet) in packet(), limit in 0..64_usize) {
        let wire = encoded(&packet, version);
        for end in (0..wire.len()).take(64).chain([wire.len().saturating_sub(limit + 1)]) {
            match split_frame(&wire[..end], u32::MAX) {
                Ok(Split::Incomplete { need }) => prop_assert!(need == 0 || need == wire.len()),
                other => prop_assert!(false, "{:?} after {} of {} bytes", other, end, wire.len()),
            }
        }
    }

    #[test]
    fn packets_follow_each_other_in_one_buffer((version, first) in packet(), second in packet_of(Version::V5)) {
        let mut wire = encoded(&first, version);
        let boundary = wire.len();
        second.encode(Version::V5, &mut wire);
        prop_assert_eq!(Packet::decode(whole(&wire), version), Ok(first));
        prop_assert_eq!(Packet::decode(whole(&wire[boundary..]), Version::V5), Ok(second));
    }

    #[test]
    fn the_size_limit_is_exact((version, packet) in packet()) {
        let wire = encoded(&packet, version);
        let size = u32::try_from(wire.len()).expect("a small packet");
        prop_assert!(split_frame(&wire, size).is_ok());
        prop_assert!(split_frame(&wire, size - 1).is_err());
    }

    /// What MQTT 5 adds is left out in MQTT 3, and what is left is legal there. CONNECT carries its own version.
    #[test]
    fn a_packet_of_mqtt_5_is_legal_in_mqtt_3_without_its_extras(packet in packet_of(Version::V5), version in any_version()) {
        let only_in_mqtt_5 = matches!(packet, Packet::Auth(_) | Packet::Publish(Publish { topic: "", .. }));
        if only_in_mqtt_5 || matches!(packet, Packet::Connect(_)) {
            return Ok(());
        }
        let wire = encoded(&packet, version);
        let read = Packet::decode(whole(&wire), version).expect("legal");
        prop_assert_eq!(read.name(), packet.name());
        prop_assert_eq!(encoded(&read, version), wire);
    }

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..128), version in any_version()) {
        read_whatever_is_there(&bytes, version);
    }

    #[test]
    fn a_random_body_behind_a_legal_header_never_panics(
        first in any::<u8>(),
        body in vec(prop_oneof![0..4_u8, any::<u8>()], 0..127),
        version in any_version(),
    ) {
        let mut wire = vec![first, u8::try_from(body.len()).expect("short")];
        wire.extend(body);
        read_whatever_is_there(&wire, version);
    }

    #[test]
    fn a_packet_with_one_wrong_byte_never_panics(
        (version, packet) in packet(),
        at in any::<prop::sample::Index>(),
        wrong in any::<u8>(),
    ) {
        let mut wire = encoded(&packet, version);
        let at = at.index(wire.len());
        wire[at] = wrong;
        read_whatever_is_there(&wire, version);
    }

    /// A broker writes what it forwards with another encoder: the two agree.
    #[test]
    fn a_forwarded_message_is_the_same_publish(publish in publish(Version::V5), version in any_version()) {
        let mut block = Vec::new();
        publish.properties.encode_forwarded(&mut block);
        prop_assert_eq!(block.is_empty(), !publish.properties.has_forwarded());
        let ids: Vec<u32> = publish.properties.subscription_identifiers.iter().collect();
        let forward = Forward {
            qos: publish.qos,
            retain: publish.retain,
            dup: publish.dup,
            topic: publish.topic,
            packet_id: publish.packet_id,
            block: &block,
            message_expiry_interval: publish.properties.message_expiry_interval,
            topic_alias: publish.properties.topic_alias,
            subscription_ids: &ids,
            payload: publish.payload,
        };
        let mut wire = Vec::new();
        forward.encode(version, &mut wire);
        prop_assert_eq!(wire.len(), forward.size(version));
        if !publish.topic.is_empty() || version.is_v5() {
            let expected = if version.is_v5() {
                publish
            } else {
                Publish { properties: PublishProperties::default(), ..publish }
            };
            prop_assert_eq!(Publish::decode(whole(&wire), version), Ok(expected));
        }
        let mut head = Vec::new();
        forward.encode_head(version, &mut head);
        prop_assert_eq!(&head, &wire[..wire.len() - publish.payload.len()]);
        match (forward.packet_id_offset(version), publish.packet_id) {
            (Some(at), Some(id)) => prop_assert_eq!(&wire[at..at + 2], &id.get().to_be_bytes()),
            (None, None) => prop_assert_eq!(publish.qos, QoS::AtMostOnce),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// What is valid stays so: a name matches itself as a filter, with each level replaced by `+`, and with `#` behind it.
    #[test]
    fn a_name_matches_its_own_generalisations(text in "[a-z/ é]{1,12}", plus in any::<prop::sample::Index>()) {
        let name = TopicName::parse(&text).expect("valid");
        let mut levels: Vec<&str> = name.levels().collect();
        let plus = plus.index(levels.len());
        levels[plus] = "+";
        for filter in [text.clone(), levels.join("/"), format!("{text}/#"), "#".to_owned(), format!("$share/g/{text}")] {
            prop_assert!(TopicFilter::parse(&filter).expect("valid").matches(name), "{} {}", filter, text);
        }
        let below = format!("{text}/+");
        prop_assert!(!TopicFilter::parse(&below).expect("valid").matches(name));
    }

    #[test]
    fn any_text_can_be_parsed_as_a_topic(text in "[$+#/a\u{0}share]{0,12}") {
        if let Ok(name) = TopicName::parse(&text) {
            prop_assert!(TopicFilter::parse("#").expect("valid").matches(name) != name.is_dollar());
        }
        if let Ok(filter) = TopicFilter::parse(&text) {
            prop_assert!(text.ends_with(filter.filter()));
        }
    }
}

/// Reads bytes that may be anything, and if they are a packet, all of it.
fn read_whatever_is_there(bytes: &[u8], version: Version) {
    let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) else {
        return;
    };
    let _ = Connect::version_hint(frame);
    if let Ok(packet) = Packet::decode(frame, version) {
        let _ = format!("{packet:?}");
        let _ = encoded(&packet, version);
    }
}
