//! CONNECT: what is accepted and what is not.

use super::super::{every_version, patched, wire};
use crate::support::prelude::*;

/// A CONNECT of the wrong format: MQTT 5 may be told why, 3.x is closed without a word.
fn expect_malformed(broker: &Broker, version: Version, bytes: &[u8]) {
    let mut raw = broker.open(version);
    raw.send_bytes(bytes);
    match raw.try_recv() {
        None => {}
        Some(Packet::Connack(connack)) if version.is_v5() && connack.reason.is_error() => {
            raw.expect_closed()
        }
        Some(packet) => panic!("expected a close, got {packet:?}"),
    }
}

/// Where the connect flags are in a CONNECT with a short remaining length.
fn flags_at(version: Version) -> usize {
    if version == Version::V3_1 {
        2 + 8 + 1
    } else {
        2 + 6 + 1
    }
}

/// [MQTT-3.1.0-1], [3.1.1 MQTT-3.1.0-1]: a connection that does not begin with CONNECT is closed, without an answer.
#[test]
fn connect_comes_first() {
    every_version(|broker, version| {
        for bytes in [
            wire(&Packet::Pingreq, version),
            wire(&publish("a", ""), version),
            wire(&subscribe(1, &[filter("a", AtMostOnce)]), version),
            wire(&disconnect(ReasonCode::Success), version),
        ] {
            broker.open(version).send_bytes(&bytes).expect_closed();
        }
    });
}

/// [MQTT-3.1.0-2], [3.1.1 MQTT-3.1.0-2], [MQTT-3.2.0-2]: a second CONNECT ends the connection; it gets no CONNACK.
#[test]
fn a_second_connect_ends_the_connection() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.send(&connect(version, "c"));
        if version.is_v5() {
            client.expect_disconnect(ReasonCode::ProtocolError);
        } else {
            client.expect_closed();
        }
    });
}

/// [MQTT-3.1.2-1], [3.1.1 MQTT-3.1.2-1]: another protocol name is not served.
#[test]
fn another_protocol_name_is_not_served() {
    every_version(|broker, version| {
        let (name, other): (_, &[u8]) = if version == Version::V3_1 {
            ("MQIsdp", b"MQISDP")
        } else {
            ("MQTT", b"mqtt")
        };
        let mut raw = broker.open(version);
        raw.send_bytes(&patched(&connect(version, "c"), version, name, other));
        match raw.try_recv_bytes() {
            None => {}
            // In the form of MQTT 5, or in that of 3.1.1: the name tells neither.
            Some([0x20, _, 0, 0x84, ..] | [0x20, 2, 0, 1]) => raw.expect_closed(),
            Some(other) => panic!("expected a refusal or a close, got {other:02x?}"),
        }
    });
}

/// [MQTT-3.1.2-3], [3.1.1 MQTT-3.1.2-3]: bit 0 of the connect flags is reserved.
#[test]
fn the_reserved_connect_flag_is_checked() {
    every_version(|broker, version| {
        if version == Version::V3_1 {
            return; // 3.1 calls the bit unused
        }
        let mut bytes = wire(&connect(version, "c"), version);
        bytes[flags_at(version)] |= 0x01;
        expect_malformed(broker, version, &bytes);
    });
}

/// [MQTT-3.1.2-11], [3.1.1 MQTT-3.1.2-11], [MQTT-3.1.2-13], [3.1.1 MQTT-3.1.2-13], [3.1.1 MQTT-3.1.2-15]: without the will
/// flag there is no will QoS and no will retain.
#[test]
fn will_qos_and_retain_need_the_will_flag() {
    every_version(|broker, version| {
        if version == Version::V3_1 {
            return; // 3.1 says that they are ignored
        }
        for flag in [0x08, 0x10, 0x20] {
            let mut bytes = wire(&connect(version, "c"), version);
            bytes[flags_at(version)] |= flag;
            expect_malformed(broker, version, &bytes);
        }
    });
}

/// [MQTT-3.1.2-12], [3.1.1 MQTT-3.1.2-14]: there is no will QoS 3.
#[test]
fn will_qos_3_is_malformed() {
    every_version(|broker, version| {
        let mut bytes = wire(
            &Connect {
                will: Some(will("w", "")),
                ..connect(version, "c")
            },
            version,
        );
        bytes[flags_at(version)] |= 0x18;
        expect_malformed(broker, version, &bytes);
    });
}

/// [MQTT-3.1.2-16], [3.1.1 MQTT-3.1.2-18], [MQTT-3.1.2-18], [3.1.1 MQTT-3.1.2-20]: fields without their flag are too much.
#[test]
fn fields_without_their_flag_are_malformed() {
    every_version(|broker, version| {
        let full = Connect {
            username: Some("me"),
            password: Some(b"secret"),
            ..connect(version, "c")
        };
        for flags in [0xC0, 0x40] {
            let mut bytes = wire(&full, version);
            bytes[flags_at(version)] &= !flags;
            expect_malformed(broker, version, &bytes);
        }
    });
}

/// [MQTT-3.1.2-17], [3.1.1 MQTT-3.1.2-19], [MQTT-3.1.2-19], [3.1.1 MQTT-3.1.2-21]: flags without their field are too little.
#[test]
fn flags_without_their_field_are_malformed() {
    every_version(|broker, version| {
        if version == Version::V3_1 {
            return; // 3.1 tells a server to go by the length
        }
        let name_only = Connect {
            username: Some("me"),
            ..connect(version, "c")
        };
        for (packet, flag) in [(connect(version, "c"), 0x80), (name_only, 0x40)] {
            let mut bytes = wire(&packet, version);
            bytes[flags_at(version)] |= flag;
            expect_malformed(broker, version, &bytes);
        }
    });
}

/// [MQTT-3.1.3-5], [3.1.1 MQTT-3.1.3-5]: identifiers of 1 to 23 letters and digits are accepted.
#[test]
fn client_ids_of_up_to_23_letters_and_digits_are_accepted() {
    every_version(|broker, version| {
        for client_id in [
            "0",
            "z",
            "0123456789abcdefghijklm",
            "nopqrstuvwxyzABCDEFGHIJ",
            "KLMNOPQRSTUVWXYZ0123456",
        ] {
            broker.connect(version, client_id).expect_nothing();
        }
    });
}

/// [MQTT-3.1.4-1], [3.1.1 MQTT-3.1.4-1]: a CONNECT of the wrong format ends the connection.
#[test]
fn a_connect_of_the_wrong_format_ends_the_connection() {
    every_version(|broker, version| {
        let whole = wire(
            &Connect {
                will: Some(will("w", "x")),
                ..connect(version, "c")
            },
            version,
        );
        for cut in [2, 5, flags_at(version), whole.len() - 3] {
            let bytes = [&[whole[0], u8::try_from(cut).unwrap()], &whole[2..2 + cut]].concat();
            if cut + 2 < whole.len() {
                expect_malformed(broker, version, &bytes);
            }
        }
        let long = [&[whole[0], whole[1] + 1], &whole[2..], &[0]].concat();
        expect_malformed(broker, version, &long);
    });
}

/// [MQTT-3.1.4-3], [3.1.1 MQTT-3.1.4-2], [MQTT-3.1.3-2], [3.1.1 MQTT-3.1.3-2], [MQTT-3.14.2-2], [MQTT-3.14.4-2]: a second
/// connection with the same client id takes over; the first is closed.
#[test]
fn a_second_connection_with_the_same_id_takes_over() {
    every_version(|broker, version| {
        let mut first = broker.connect(version, "c");
        let mut second = broker.connect(version, "c");
        if version.is_v5() {
            let disconnect = first.expect_disconnect(ReasonCode::SessionTakenOver);
            assert_eq!(disconnect.properties.session_expiry_interval, None);
        } else {
            first.expect_closed();
        }
        second.expect_nothing();
    });
}

/// [MQTT-3.1.4-5], [3.1.1 MQTT-3.1.4-4], [MQTT-3.2.0-1], [3.1.1 MQTT-3.2.0-1], [MQTT-3.2.2-1]: CONNACK 0 answers an
/// accepted CONNECT, before anything else; its flags are reserved but for Session Present.
#[test]
fn connack_is_the_first_answer() {
    every_version(|broker, version| {
        let mut raw = broker.open(version);
        raw.send(&connect(version, "c"))
            .send(&subscribe(1, &[filter("t", AtMostOnce)]))
            .send(&publish("t", "x"));
        let connack = raw.recv_bytes();
        assert_eq!(connack[0], 0x20);
        assert_eq!(connack[2], 0, "acknowledge flags");
        assert_eq!(connack[3], 0, "reason");
        // A message may come before the SUBACK of its subscription.
        let mut names = [raw.recv().name(), raw.recv().name()];
        names.sort_unstable();
        assert_eq!(names, ["PUBLISH", "SUBACK"]);
    });
}

/// [MQTT-3.1.4-6], [3.1.1 MQTT-3.1.4-5], [MQTT-3.2.2-7], [3.1.1 MQTT-3.2.2-5], [MQTT-3.2.2-6], [3.1.1 MQTT-3.2.2-4],
/// [MQTT-4.13.2-1]: what follows a refused CONNECT is not processed, and the connection is closed.
#[test]
fn nothing_after_a_refused_connect_is_processed() {
    for version in [Version::V3_1, Version::V3_1_1, Version::V5] {
        let broker = Broker::with(|config| config.mqtt.allow_zero_length_clientid = false);
        let mut subscriber = broker.connect(version, "subscriber");
        subscriber.subscribe("t", AtMostOnce);
        let mut refused = broker.open(version);
        refused.send_bytes(
            &[
                wire(&connect(version, ""), version),
                wire(&publish("t", "no"), version),
            ]
            .concat(),
        );
        refused.expect_refused(ReasonCode::ClientIdentifierNotValid);
        subscriber.expect_nothing();
    }
}

/// [MQTT-3.1.3-8], [3.1.1 MQTT-3.1.3-9]: a client id that the broker does not take is refused as such.
#[test]
fn a_refused_client_id_is_told() {
    for version in [Version::V3_1, Version::V3_1_1, Version::V5] {
        let broker = Broker::with(|config| config.mqtt.allow_zero_length_clientid = false);
        let mut raw = broker.open(version);
        raw.send(&connect(version, ""));
        raw.expect_refused(ReasonCode::ClientIdentifierNotValid);
    }
}

/// [MQTT-3.1.2-9], [3.1.1 MQTT-3.1.2-9], [MQTT-3.1.3-3], [3.1.1 MQTT-3.1.3-3]: a will flag without a will, and a payload
/// without a client id, are malformed.
#[test]
fn a_missing_will_or_client_id_is_malformed() {
    every_version(|broker, version| {
        let mut bytes = wire(&connect(version, "c"), version);
        bytes[flags_at(version)] |= 0x04;
        expect_malformed(broker, version, &bytes);
        let mut bytes = wire(&connect(version, ""), version);
        bytes.truncate(bytes.len() - 2);
        bytes[1] -= 2;
        expect_malformed(broker, version, &bytes);
    });
}
