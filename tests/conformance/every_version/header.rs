//! The fixed header and packet identifiers.

use super::super::{every_version, wire};
use crate::support::prelude::*;

/// [MQTT-2.1.3-1], [3.1.1 MQTT-2.2.2-1], [3.1.1 MQTT-2.2.2-2], [MQTT-3.14.1-1], [3.1.1 MQTT-3.14.1-1]: header flags other
/// than the listed ones end the connection.
#[test]
fn wrong_header_flags_end_the_connection() {
    every_version(|broker, version| {
        let packets = [
            wire(&puback(1), version),
            wire(&pubrec(1), version),
            wire(&pubcomp(1), version),
            wire(&Packet::Pingreq, version),
            wire(&disconnect(ReasonCode::Success), version),
        ];
        for mut bytes in packets {
            bytes[0] |= 0x01;
            broker
                .connect(version, "c")
                .send_bytes(&bytes)
                .expect_thrown_out();
        }
        let mut bytes = wire(&connect(version, "c"), version);
        bytes[0] |= 0x02;
        let mut raw = broker.open(version);
        raw.send_bytes(&bytes);
        raw.expect_refused_or_closed();
    });
}

/// [MQTT-3.6.1-1], [3.1.1 MQTT-3.6.1-1], [MQTT-3.8.1-1], [3.1.1 MQTT-3.8.1-1], [MQTT-3.10.1-1], [3.1.1 MQTT-3.10.1-1]: the
/// flags of PUBREL, SUBSCRIBE and UNSUBSCRIBE are 0010.
#[test]
fn pubrel_subscribe_and_unsubscribe_have_flags_0010() {
    every_version(|broker, version| {
        for flags in [0x00, 0x01, 0x03, 0x06] {
            for bytes in [
                wire(&pubrel(1), version),
                wire(&subscribe(1, &[filter("a", AtMostOnce)]), version),
                wire(&unsubscribe(1, &["a"]), version),
            ] {
                let bytes = [&[bytes[0] & 0xF0 | flags], &bytes[1..]].concat();
                broker
                    .connect(version, "c")
                    .send_bytes(&bytes)
                    .expect_thrown_out();
            }
        }
    });
}

/// [MQTT-2.2.1-3], [3.1.1 MQTT-2.3.1-1]: zero is no packet identifier.
#[test]
fn packet_identifier_zero_ends_the_connection() {
    every_version(|broker, version| {
        for packet in [
            wire(&publish1(0x5858, "a", ""), version),
            wire(&publish2(0x5858, "a", ""), version),
            wire(&subscribe(0x5858, &[filter("a", AtMostOnce)]), version),
            wire(&unsubscribe(0x5858, &["a"]), version),
        ] {
            let at = packet
                .windows(2)
                .position(|two| two == [0x58, 0x58])
                .unwrap();
            let zero = [&packet[..at], &[0, 0], &packet[at + 2..]].concat();
            broker
                .connect(version, "c")
                .send_bytes(&zero)
                .expect_thrown_out();
        }
    });
}

/// [MQTT-2.2.1-2], [3.1.1 MQTT-2.3.1-5], [MQTT-2.2.2-1]: a QoS 0 PUBLISH has no packet identifier, and in MQTT 5 a
/// property length of zero where there are no properties.
#[test]
fn a_qos_0_publish_has_no_packet_identifier() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("t", AtMostOnce);
        client.send(&publish("t", "xyz"));
        let expected: &[u8] = if version.is_v5() {
            b"\x30\x07\0\x01t\0xyz"
        } else {
            b"\x30\x06\0\x01txyz"
        };
        assert_eq!(client.recv_bytes(), expected);
    });
}

/// [MQTT-2.2.1-4], [3.1.1 MQTT-2.3.1-4], [MQTT-4.3.2-1], [3.1.1 MQTT-4.3.2-1], [MQTT-4.3.3-1], [3.1.1 MQTT-4.3.3-1],
/// [MQTT-4.3.2-2], [MQTT-4.3.3-2]: each new QoS 1 or 2 message from the broker has an identifier of its own, and DUP 0.
#[test]
fn the_broker_gives_each_message_under_way_its_own_identifier() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("t/#", ExactlyOnce);
        let mut publisher = broker.connect(version, "publisher");
        for number in 0..20 {
            publisher.publish(
                &format!("t/{number}"),
                "",
                if number % 2 == 0 {
                    AtLeastOnce
                } else {
                    ExactlyOnce
                },
            );
        }
        let mut seen = std::collections::HashSet::new();
        for _ in 0..20 {
            let publish = client.recv_publish();
            assert!(!publish.dup);
            assert!(
                seen.insert(publish.packet_id.expect("not zero")),
                "{publish:?}"
            );
        }
    });
}

/// [MQTT-2.2.1-5], [3.1.1 MQTT-2.3.1-6], [MQTT-2.2.1-6], [3.1.1 MQTT-2.3.1-7], [MQTT-3.8.4-2], [3.1.1 MQTT-3.8.4-2],
/// [MQTT-3.10.4-5], [3.1.1 MQTT-3.10.4-4]: an answer repeats the identifier of what it answers.
#[test]
fn answers_repeat_the_identifier() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        for number in [1, 255, 256, 65535] {
            client.send(&publish1(number, "a", ""));
            assert_eq!(client.recv_puback().packet_id, id(number));
            client.send(&publish2(number, "a", ""));
            assert_eq!(client.recv_pubrec().packet_id, id(number));
            client.send(&pubrel(number));
            assert_eq!(client.recv_pubcomp().packet_id, id(number));
            client.send(&subscribe(number, &[filter("b", AtMostOnce)]));
            assert_eq!(client.recv_suback().packet_id, id(number));
            client.send(&unsubscribe(number, &["b"]));
            assert_eq!(client.recv_unsuback().packet_id, id(number));
        }
    });
}

/// [MQTT-4.13.1-1], [3.1.1 MQTT-4.8.0-1]: what is no packet at all ends the connection: type 0, a remaining length of five
/// bytes, a packet cut short, packets that only a server sends.
#[test]
fn nonsense_ends_the_connection() {
    every_version(|broker, version| {
        let nonsense: [&[u8]; 8] = [
            &[0x00, 0x00],
            &[0xC0, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            &[0x82, 0x00],
            &[0x40, 0x01, 0x00],
            &[0x20, 0x02, 0x00, 0x00],
            &[0x90, 0x03, 0x00, 0x01, 0x00],
            &[0xB0, 0x02, 0x00, 0x01],
            &[0xD0, 0x00],
        ];
        for bytes in nonsense {
            broker
                .connect(version, "c")
                .send_bytes(bytes)
                .expect_thrown_out();
        }
    });
}

/// [MQTT-4.2-1], [3.1.1 MQTT-7.1.1-1]: TCP is supported, and packets need not arrive in one piece, nor alone.
#[test]
fn packets_may_come_in_pieces_and_together() {
    every_version(|broker, version| {
        let mut bytes = wire(&connect(version, "c"), version);
        bytes.extend(wire(&subscribe(1, &[filter("t", AtLeastOnce)]), version));
        bytes.extend(wire(&publish("t", "payload"), version));
        for size in [1, bytes.len()] {
            let mut client = broker.open(version);
            for piece in bytes.chunks(size) {
                client.send_bytes(piece);
            }
            client.expect_accepted();
            // A message may come before the SUBACK of its subscription.
            let mut names = [client.recv().name(), client.recv().name()];
            names.sort_unstable();
            assert_eq!(names, ["PUBLISH", "SUBACK"]);
            client.vanish();
        }
    });
}
