//! Packets that MQTT 3.1.1 does not have, or has in another form.

use crate::support::prelude::*;

/// [3.1.1 MQTT-2.2.2-2], [3.1.1 MQTT-4.8.0-1]: packet type 15 is reserved.
#[test]
fn packet_type_15_ends_the_connection() {
    let broker = Broker::start();
    broker.v311("c").send_bytes(&[0xF0, 0x00]).expect_closed();
}

/// [3.1.1 MQTT-4.8.0-1]: acknowledgements have two bytes of content, DISCONNECT none.
#[test]
fn acknowledgements_with_a_reason_code_end_the_connection() {
    let broker = Broker::start();
    for bytes in [
        &[0x40, 0x03, 0x00, 0x01, 0x00][..],
        &[0x50, 0x03, 0x00, 0x01, 0x00],
        &[0x62, 0x03, 0x00, 0x01, 0x00],
        &[0x70, 0x03, 0x00, 0x01, 0x00],
        &[0xE0, 0x01, 0x00],
        &[0xC0, 0x01, 0x00],
    ] {
        broker.v311("c").send_bytes(bytes).expect_closed();
    }
}

/// [3.1.1 MQTT-2.3.1-6], [3.1.1 MQTT-2.3.1-7], [3.1.1 MQTT-3.8.4-1], [3.1.1 MQTT-3.10.4-4]: the answers, to the byte.
#[test]
fn answers_have_no_reason_code() {
    let broker = Broker::start();
    let mut client = broker.v311("c");
    client.send(&subscribe(
        0x0102,
        &[filter("t", ExactlyOnce), filter("#/", AtMostOnce)],
    ));
    assert_eq!(client.recv_bytes(), [0x90, 0x04, 0x01, 0x02, 0x02, 0x80]);
    client.send(&publish1(0x0304, "other", ""));
    assert_eq!(client.recv_bytes(), [0x40, 0x02, 0x03, 0x04]);
    client.send(&publish2(0x0506, "other", ""));
    assert_eq!(client.recv_bytes(), [0x50, 0x02, 0x05, 0x06]);
    client.send(&pubrel(0x0506));
    assert_eq!(client.recv_bytes(), [0x70, 0x02, 0x05, 0x06]);
    client.send(&unsubscribe(0x0708, &["t", "never"]));
    assert_eq!(client.recv_bytes(), [0xB0, 0x02, 0x07, 0x08]);
    client.send(&Packet::Pingreq);
    assert_eq!(client.recv_bytes(), [0xD0, 0x00]);
}

/// Shared subscriptions are for 3.1.1 clients as well, with members of all versions.
#[test]
fn shared_subscriptions_work_across_versions() {
    let broker = Broker::start();
    let mut old = broker.v311("old");
    old.subscribe("$share/g/t", AtMostOnce);
    let mut new = broker.v5("new");
    new.subscribe("$share/g/t", AtMostOnce);
    let mut publisher = broker.v311("publisher");
    for _ in 0..10 {
        publisher.publish("t", "x", AtLeastOnce);
    }
    let (old, new) = (old.waiting().len(), new.waiting().len());
    assert_eq!(old + new, 10);
    assert!(old > 0 && new > 0, "{old} and {new}");
}
