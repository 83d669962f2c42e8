//! Packets that break the rules, from clients that were let in.

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// What a v5 client is told, and a v3 client is thrown out for without a word.
const BROKEN_IN_EVERY_VERSION: [(&[u8], ReasonCode); 20] = [
    (b"\x00\x00", ReasonCode::MalformedPacket),
    // Lengths: five bytes, not the shortest form, above mqtt.max_packet_size.
    (b"\x30\x80\x80\x80\x80\x01", ReasonCode::MalformedPacket),
    (b"\xC0\x80\x00", ReasonCode::MalformedPacket),
    (b"\x30\xFF\xFF\xFF\x7F", ReasonCode::PacketTooLarge),
    (b"\x30\xFE\x07", ReasonCode::PacketTooLarge),
    // Flags.
    (b"\x36\x00", ReasonCode::MalformedPacket),
    (b"\x60\x02\x00\x01", ReasonCode::MalformedPacket),
    (
        b"\x80\x06\x00\x01\x00\x01a\x00",
        ReasonCode::MalformedPacket,
    ),
    (b"\xA3\x05\x00\x01\x00\x01a", ReasonCode::MalformedPacket),
    (b"\xC8\x00", ReasonCode::MalformedPacket),
    // Fields that go beyond the packet, and packets that go beyond their fields.
    (b"\x30\x00", ReasonCode::MalformedPacket),
    (b"\x30\x03\x00\x05a", ReasonCode::MalformedPacket),
    (b"\x32\x03\x00\x01a", ReasonCode::MalformedPacket),
    (b"\x40\x01\x00", ReasonCode::MalformedPacket),
    (b"\xC0\x01\x00", ReasonCode::MalformedPacket),
    // Strings.
    (b"\x30\x06\x00\x03a\x00b\x00", ReasonCode::MalformedPacket),
    (b"\x30\x05\x00\x02\xC3\x28\x00", ReasonCode::MalformedPacket),
    // Packet identifier 0.
    (b"\x40\x02\x00\x00", ReasonCode::ProtocolError),
    // What only a server sends.
    (b"\xD0\x00", ReasonCode::ProtocolError),
    (b"\x30\x05\x00\x02a#\x00", ReasonCode::TopicNameInvalid),
];

const BROKEN_IN_V5: [(&[u8], ReasonCode); 13] = [
    // Properties: beyond the packet, unknown, in the wrong place, twice, with a value that is none.
    (b"\x30\x05\x00\x01a\x05\x01", ReasonCode::MalformedPacket),
    (
        b"\x30\x06\x00\x01a\x02\x7F\x00",
        ReasonCode::MalformedPacket,
    ),
    (
        b"\x30\x07\x00\x01a\x03\x21\x00\x01",
        ReasonCode::MalformedPacket,
    ),
    (
        b"\x30\x08\x00\x01a\x04\x01\x00\x01\x00",
        ReasonCode::ProtocolError,
    ),
    (b"\x30\x06\x00\x01a\x02\x01\x02", ReasonCode::ProtocolError),
    // Topic aliases: 0, and above the maximum of 10.
    (
        b"\x30\x07\x00\x01a\x03\x23\x00\x00",
        ReasonCode::TopicAliasInvalid,
    ),
    (
        b"\x30\x07\x00\x01a\x03\x23\x00\x0B",
        ReasonCode::TopicAliasInvalid,
    ),
    // Subscriptions: none, reserved bits, QoS 3, No Local on a shared one.
    (b"\x82\x03\x00\x01\x00", ReasonCode::ProtocolError),
    (
        b"\x82\x07\x00\x01\x00\x00\x01a\xC0",
        ReasonCode::MalformedPacket,
    ),
    (
        b"\x82\x07\x00\x01\x00\x00\x01a\x03",
        ReasonCode::ProtocolError,
    ),
    (
        b"\x82\x10\x00\x01\x00\x00\x0A$share/g/a\x04",
        ReasonCode::ProtocolError,
    ),
    // AUTH without a method in CONNECT, DISCONNECT that makes a session out of none.
    (b"\xF0\x00", ReasonCode::ProtocolError),
    (
        b"\xE0\x07\x00\x05\x11\x00\x00\x00\x01",
        ReasonCode::ProtocolError,
    ),
];

/// [MQTT-4.13.1-1] One packet is one DISCONNECT with the code the standard gives (v5), a closed connection and a line in the log.
#[test]
fn a_broken_packet_ends_its_connection_with_its_code() {
    let broker = Child::start(&["mqtt.max_packet_size=1024"]);
    let bystanders = Bystanders::start(broker.address());
    for version in Version::ALL {
        let for_v5 = BROKEN_IN_V5.iter().filter(|_| version.is_v5());
        for (number, (packet, reason)) in BROKEN_IN_EVERY_VERSION.iter().chain(for_v5).enumerate() {
            println!("{version:?}: {packet:02x?}");
            let id = format!("broken {version:?} {number}");
            let mut raw = broker.connect(version, &id);
            raw.send_bytes(packet);
            if version.is_v5() {
                raw.expect_disconnect(*reason);
            } else {
                raw.expect_closed();
            }
            let log = broker.log_about(&id);
            let [line] = &log[..] else {
                panic!("{log:?} about {packet:02x?}")
            };
            assert_eq!(line["level"], "INFO");
            let logged = line["reason"].as_str().expect("a reason");
            assert!(
                logged.starts_with(&format!("0x{:02X}", *reason as u8)),
                "{line}"
            );
        }
    }
    bystanders.stop();
}

/// [MQTT-3.3.4-7]
#[test]
fn more_unfinished_messages_than_the_receive_maximum_end_the_connection() {
    let broker = Child::start(&["mqtt.server_receive_maximum=10"]);
    let bystanders = Bystanders::start(broker.address());
    let mut raw = broker.connect(Version::V5, "greedy");
    for id in 1..=10 {
        raw.send(&publish2(id, "greedy", "x"));
        raw.recv_pubrec();
    }
    raw.send(&publish2(11, "greedy", "x"))
        .expect_disconnect(ReasonCode::ReceiveMaximumExceeded);
    bystanders.stop();
}

/// Legal packets of many kinds, each with a length that says one byte less or more than there is, or cut at any place.
#[test]
fn packets_cut_short_or_too_long_end_their_connection_or_are_waited_for() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    for version in Version::ALL {
        let filters = [
            filter("cut/+", ExactlyOnce),
            filter("$share/g/cut", AtMostOnce),
        ];
        let user: UserPropertiesBuf = [("name", "value")].into_iter().collect();
        let whole: [Box<dyn OnWire + '_>; 6] = [
            Box::new(Publish {
                properties: PublishProperties {
                    user_properties: user.as_properties(),
                    ..PublishProperties::default()
                },
                ..publish1(7, "cut/a", "payload")
            }),
            Box::new(subscribe(8, &filters)),
            Box::new(unsubscribe(9, &["cut/+", "b"])),
            Box::new(pubrec(10)),
            Box::new(pubrel(11)),
            Box::new(disconnect(ReasonCode::Success)),
        ];
        for packet in whole {
            let mut bytes = Vec::new();
            packet.encode(version, &mut bytes);
            for end in 0..bytes.len() {
                let mut raw = broker.connect(version, "cut");
                raw.send_bytes(&bytes[..end]);
                raw.vanish();
            }
            for length in [bytes[1].wrapping_sub(1), bytes[1] + 1] {
                let mut raw = broker.connect(version, "cut");
                raw.send_bytes(&[bytes[0], length]).send_bytes(&bytes[2..]);
                raw.vanish();
            }
        }
    }
    bystanders.stop();
}
