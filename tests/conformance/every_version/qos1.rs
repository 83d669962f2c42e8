//! QoS 1 in both directions.

use super::super::every_version;
use crate::support::prelude::*;

/// [MQTT-4.3.2-4], [3.1.1 MQTT-4.3.2-2], [MQTT-4.3.2-5]: PUBACK answers PUBLISH; after it the same identifier is a new
/// message, whatever DUP says.
#[test]
fn after_puback_an_identifier_is_a_new_message() {
    every_version(|broker, version| {
        let mut subscriber = broker.connect(version, "subscriber");
        subscriber.subscribe("t", AtLeastOnce);
        let mut client = broker.connect(version, "c");
        client.send(&publish1(7, "t", "one"));
        assert_eq!(client.recv_puback().packet_id, id(7));
        client.send(&Publish {
            dup: true,
            ..publish1(7, "t", "two")
        });
        assert_eq!(client.recv_puback().packet_id, id(7));
        subscriber.expect_message("t", "one");
        subscriber.expect_message("t", "two");
    });
}

/// [MQTT-4.3.2-3], [3.1.1 MQTT-4.3.2-1], [MQTT-4.4.0-1], [3.1.1 MQTT-4.4.0-1], [MQTT-3.3.1-1], [3.1.1 MQTT-3.3.1-1]: what
/// was not acknowledged is sent again when the session is resumed, with its identifier and DUP, and at no other time.
#[test]
fn unacknowledged_messages_are_sent_again_on_resumption() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("t", "one", AtLeastOnce);
        publisher.publish("t", "two", AtLeastOnce);
        let one = client.recv_publish();
        let two = client.recv_publish();
        client.send(&Puback {
            packet_id: two.packet_id.unwrap(),
            ..puback(1)
        });
        client.expect_nothing();
        client.vanish();

        let mut client = broker.persistent(version, "c");
        let again = client.recv_publish();
        assert_eq!(again, Publish { dup: true, ..one });
        client.expect_nothing();
        client.send(&Puback {
            packet_id: one.packet_id.unwrap(),
            ..puback(1)
        });
        client.expect_nothing();
        client.vanish();
        broker.persistent(version, "c").expect_nothing();
    });
}

/// [MQTT-4.3.2-3]: an acknowledgement for nothing does no harm.
#[test]
fn an_unknown_puback_is_ignored() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.send(&puback(99)).expect_nothing();
    });
}
