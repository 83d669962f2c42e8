//! What MQTT 3.1 does otherwise than 3.1.1.

use super::wire;
use crate::support::prelude::*;

/// Protocol name MQIsdp and level 3 go together, MQTT and 3 do not.
#[test]
fn mqisdp_level_3_is_mqtt_3_1() {
    let broker = Broker::start();
    let bytes = wire(&connect(Version::V3_1, "c"), Version::V3_1);
    assert_eq!(bytes[2..11], *b"\0\x06MQIsdp\x03");
    let mut raw = broker.open(Version::V3_1);
    raw.send_bytes(&bytes);
    assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x00]);
    let mut bytes = bytes;
    bytes[10] = 4;
    broker
        .open(Version::V3_1)
        .send_bytes(&bytes)
        .expect_refused_or_closed();
}

/// 3.1 has no Session Present: the byte is reserved, also where a session goes on.
#[test]
fn connack_has_no_session_present() {
    let broker = Broker::start();
    broker.persistent(Version::V3_1, "c").disconnect();
    let mut raw = broker.open(Version::V3_1);
    raw.send(&Connect {
        clean_start: false,
        ..connect(Version::V3_1, "c")
    });
    assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x00]);
}

/// 3.1 allows 23 characters, but many of its clients have more: they are accepted.
#[test]
fn client_ids_longer_than_23_characters_are_accepted() {
    let broker = Broker::start();
    broker.v31(&"x".repeat(24)).expect_nothing();
    broker.v31(&"y".repeat(1000)).expect_nothing();
}

/// 3.1 knows no empty client id.
#[test]
fn an_empty_client_id_is_refused() {
    let broker = Broker::start();
    let mut raw = broker.open(Version::V3_1);
    raw.send(&connect(Version::V3_1, ""));
    assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x02]);
    raw.expect_closed();
}

/// Flags for a user name and a password that are not there: 3.1 tells a server to go by the length.
#[test]
fn missing_credentials_are_absent_credentials() {
    let broker = Broker::start();
    let mut bytes = wire(&connect(Version::V3_1, "c"), Version::V3_1);
    bytes[2 + 8 + 1] |= 0xC0;
    let mut raw = broker.open(Version::V3_1);
    raw.send_bytes(&bytes);
    raw.expect_accepted();
}

/// A refused filter gets 0x80, as in 3.1.1: 3.1 has no code for it, and without one a client could not know.
#[test]
fn refused_filters_have_code_0x80() {
    let broker = Broker::start();
    let mut client = broker.v31("c");
    client.send(&subscribe(
        1,
        &[filter("a/#/b", AtMostOnce), filter("a", AtLeastOnce)],
    ));
    assert_eq!(client.recv_bytes(), [0x90, 0x04, 0x00, 0x01, 0x80, 0x01]);
}

/// Shared subscriptions are for 3.1 clients as well.
#[test]
fn shared_subscriptions_are_accepted() {
    let broker = Broker::start();
    let mut client = broker.v31("c");
    client.subscribe("$share/g/t", AtMostOnce);
    client.send(&publish("t", "x")).expect_message("t", "x");
    client.expect_nothing();
}

/// 3.1 sends PUBREL, SUBSCRIBE and UNSUBSCRIBE again with DUP; there the flag is legal.
#[test]
fn packets_sent_again_may_have_dup() {
    let broker = Broker::start();
    let mut client = broker.v31("c");
    client.send(&publish2(7, "t", ""));
    client.recv_pubrec();
    let with_dup = |mut bytes: Vec<u8>| {
        bytes[0] |= 0x08;
        bytes
    };
    client.send_bytes(&with_dup(wire(&pubrel(7), Version::V3_1)));
    assert_eq!(client.recv_pubcomp().packet_id, id(7));
    client.send_bytes(&with_dup(wire(
        &subscribe(8, &[filter("t", AtMostOnce)]),
        Version::V3_1,
    )));
    assert_eq!(client.recv_suback().packet_id, id(8));
    client.send_bytes(&with_dup(wire(&unsubscribe(9, &["t"]), Version::V3_1)));
    assert_eq!(client.recv_unsuback().packet_id, id(9));
    client.expect_nothing();
}
