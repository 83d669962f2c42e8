//! Sessions: kept, resumed, dropped.

use super::super::{every_version, since_v311};
use crate::support::prelude::*;

/// [MQTT-3.1.2-5], [3.1.1 MQTT-3.1.2-4], [3.1.1 MQTT-3.1.2-5], [MQTT-3.1.2-23], [MQTT-4.1.0-1], [3.1.1 MQTT-4.1.0-1],
/// [MQTT-4.5.0-1], [3.1.1 MQTT-4.5.0-1], [MQTT-3.1.4-4], [3.1.1 MQTT-3.1.4-3]: a kept session goes on with its
/// subscriptions, and QoS 1 and 2 messages have waited for it.
#[test]
fn a_kept_session_goes_on() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", ExactlyOnce);
        client.disconnect();
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("t", "one", AtLeastOnce);
        publisher.publish("t", "two", ExactlyOnce);
        let mut client = broker.persistent(version, "c");
        assert_eq!(client.expect_message("t", "one").qos, AtLeastOnce);
        assert_eq!(client.expect_message("t", "two").qos, ExactlyOnce);
        publisher.publish("t", "three", AtMostOnce);
        client.expect_message("t", "three");
    });
}

/// [MQTT-4.1.0-1], [3.1.1 MQTT-4.1.0-2]: a connection lost without DISCONNECT changes nothing about that.
#[test]
fn a_kept_session_survives_a_lost_connection() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        client.vanish();
        broker
            .connect(version, "publisher")
            .publish("t", "x", AtLeastOnce);
        broker.persistent(version, "c").expect_message("t", "x");
    });
}

/// [MQTT-3.1.2-4], [3.1.1 MQTT-3.1.2-6], [MQTT-3.1.4-4], [3.1.1 MQTT-3.1.4-3]: a clean start throws the old session away,
/// what waits in it as well as its subscriptions.
#[test]
fn a_clean_start_throws_the_old_session_away() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        client.disconnect();
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("t", "old", AtLeastOnce);
        let mut client = broker.connect(version, "c");
        publisher.publish("t", "new", AtLeastOnce);
        client.expect_nothing();
        client.disconnect();
        let mut client = broker.persistent(version, "c");
        client.expect_nothing();
    });
}

/// [MQTT-3.1.2-6], [3.1.1 MQTT-3.1.2-6], [MQTT-4.1.0-2]: a clean session, or one that expires at once, ends with its
/// connection.
#[test]
fn a_clean_session_is_not_used_again() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("t", AtLeastOnce);
        client.disconnect();
        let mut client = broker.persistent(version, "c");
        assert!(!client.accepted().session_present);
        broker
            .connect(version, "publisher")
            .publish("t", "x", AtLeastOnce);
        client.expect_nothing();
    });
}

/// [MQTT-3.2.2-2], [3.1.1 MQTT-3.2.2-1], [MQTT-3.2.2-3], [3.1.1 MQTT-3.2.2-2], [3.1.1 MQTT-3.2.2-3], [MQTT-3.1.2-6]:
/// Session Present tells truly whether there was a session.
#[test]
fn session_present_tells_the_truth() {
    since_v311(|broker, version| {
        let client = broker.persistent(version, "c");
        assert!(!client.accepted().session_present, "none yet");
        client.disconnect();
        let client = broker.persistent(version, "c");
        assert!(client.accepted().session_present, "kept");
        client.vanish();
        let client = broker.persistent(version, "c");
        assert!(
            client.accepted().session_present,
            "kept when the connection was lost"
        );
        let takes_over = broker.persistent(version, "c");
        assert!(
            takes_over.accepted().session_present,
            "kept when taken over"
        );
        drop(client);
        let client = broker.connect(version, "c");
        assert!(!client.accepted().session_present, "thrown away");
        client.disconnect();
        assert!(
            !broker.persistent(version, "c").accepted().session_present,
            "not kept"
        );
    });
}

/// [MQTT-3.1.3-2], [3.1.1 MQTT-3.1.3-2]: a session belongs to its client id, to the letter.
#[test]
fn a_session_belongs_to_its_client_id() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        client.disconnect();
        let mut other = broker.persistent(version, "C");
        assert!(!other.accepted().session_present);
        broker
            .connect(version, "publisher")
            .publish("t", "x", AtLeastOnce);
        other.expect_nothing();
        broker.persistent(version, "c").expect_message("t", "x");
    });
}

/// [3.1.1 MQTT-3.1.2-7]: retained messages are no part of a session.
#[test]
fn retained_messages_survive_the_session_of_their_publisher() {
    every_version(|broker, version| {
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish_packet(&Publish {
            retain: true,
            ..publish("t", "kept")
        });
        publisher.disconnect();
        drop(broker.connect(version, "publisher"));
        let mut client = broker.connect(version, "c");
        client.subscribe("t", AtMostOnce);
        client.expect_message("t", "kept");
    });
}
