//! Data representation: variable byte integers, string pairs, property lengths.

use super::super::{patched, wire};
use crate::support::prelude::*;

/// [MQTT-1.5.5-1]: lengths are written with the fewest bytes, by the broker, too (each test decodes strictly).
#[test]
fn lengths_use_the_fewest_bytes() {
    let broker = Broker::start();
    for bytes in [
        &[0xC0, 0x80, 0x00][..],                           // PINGREQ
        &[0xE0, 0x03, 0x00, 0x80, 0x00],                   // DISCONNECT, property length
        &[0x30, 0x85, 0x00, 0x00, 0x01, b't', 0x00, b'x'], // PUBLISH
        &[0x30, 0x06, 0x00, 0x01, b't', 0x80, 0x00, b'x'], // PUBLISH, property length
    ] {
        broker
            .v5("c")
            .send_bytes(bytes)
            .expect_disconnect(ReasonCode::MalformedPacket);
    }
    let mut client = broker.v5("c");
    client.subscribe("t", AtMostOnce);
    for size in [123, 124, 16_379, 16_380] {
        client.send(&publish("t", &"x".repeat(size)));
        let header = if size + 4 < 128 {
            2
        } else if size + 4 < 16_384 {
            3
        } else {
            4
        };
        assert_eq!(client.recv_bytes().len(), header + 4 + size);
    }
}

/// [MQTT-1.5.7-1]: both halves of a user property are strings.
#[test]
fn user_properties_are_strings() {
    let broker = Broker::start();
    for (name, value) in [("___", "value"), ("name", "___")] {
        for replacement in [&[0xED, 0xA0, 0x80], &[0x41, 0x00, 0x41]] {
            let pairs: UserPropertiesBuf = [(name, value)].into_iter().collect();
            let properties = PublishProperties {
                user_properties: pairs.as_properties(),
                ..Default::default()
            };
            let bytes = patched(
                &Publish {
                    properties,
                    ..publish("t", "")
                },
                Version::V5,
                "___",
                replacement,
            );
            broker
                .v5("c")
                .send_bytes(&bytes)
                .expect_disconnect(ReasonCode::MalformedPacket);
        }
    }
}

/// [MQTT-2.2.2-1]: no properties is a property length of zero.
#[test]
fn no_properties_is_a_length_of_zero() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.send(&subscribe(1, &[filter("t", AtMostOnce)]));
    assert_eq!(client.recv_bytes(), [0x90, 0x04, 0x00, 0x01, 0x00, 0x00]);
    client.send(&publish("t", "x"));
    assert_eq!(
        client.recv_bytes(),
        [0x30, 0x05, 0x00, 0x01, b't', 0x00, b'x']
    );
    client.send(&unsubscribe(2, &["t"]));
    assert_eq!(client.recv_bytes(), [0xB0, 0x04, 0x00, 0x02, 0x00, 0x00]);
    // Without the length byte SUBSCRIBE ends within its filter.
    let mut bytes = wire(&subscribe(3, &[filter("t", AtMostOnce)]), Version::V5);
    bytes.remove(4);
    bytes[1] -= 1;
    client.send_bytes(&bytes).expect_thrown_out();
}

/// [MQTT-4.13.1-1]: a property that does not belong into its packet, is there twice, or has an illegal value.
#[test]
fn misplaced_properties_end_the_connection() {
    let broker = Broker::start();
    for (bytes, reason) in [
        // PUBLISH with a session expiry interval, which belongs into CONNECT.
        (
            &[0x30, 0x09, 0, 1, b't', 0x05, 0x11, 0, 0, 0, 1][..],
            ReasonCode::MalformedPacket,
        ),
        // PUBLISH with a property that does not exist.
        (
            &[0x30, 0x06, 0, 1, b't', 0x02, 0x7E, 0][..],
            ReasonCode::MalformedPacket,
        ),
        // PUBLISH with two payload format indicators.
        (
            &[0x30, 0x08, 0, 1, b't', 0x04, 0x01, 0, 0x01, 0][..],
            ReasonCode::ProtocolError,
        ),
        // PUBLISH with payload format indicator 2.
        (
            &[0x30, 0x06, 0, 1, b't', 0x02, 0x01, 2][..],
            ReasonCode::ProtocolError,
        ),
        // SUBSCRIBE with subscription identifier 0.
        (
            &[0x82, 0x09, 0, 1, 0x02, 0x0B, 0, 0, 1, b't', 0][..],
            ReasonCode::ProtocolError,
        ),
    ] {
        broker.v5("c").send_bytes(bytes).expect_disconnect(reason);
    }
}
