//! QoS 2 in both directions.

use super::super::every_version;
use crate::support::prelude::*;

/// [MQTT-4.3.3-8], [MQTT-4.3.3-10], [MQTT-4.3.3-11], [MQTT-4.3.3-12], [3.1.1 MQTT-4.3.3-2]: PUBREC for every copy, one
/// delivery, PUBCOMP for PUBREL; then the identifier is new.
#[test]
fn a_message_is_taken_over_once() {
    every_version(|broker, version| {
        let mut subscriber = broker.connect(version, "subscriber");
        subscriber.subscribe("t", ExactlyOnce);
        let mut client = broker.connect(version, "c");
        client.send(&publish2(7, "t", "one"));
        assert_eq!(client.recv_pubrec().packet_id, id(7));
        client.send(&Publish {
            dup: true,
            ..publish2(7, "t", "one")
        });
        assert_eq!(client.recv_pubrec().packet_id, id(7));
        client.send(&pubrel(7));
        assert_eq!(client.recv_pubcomp().packet_id, id(7));
        client.send(&publish2(7, "t", "two"));
        assert_eq!(client.recv_pubrec().packet_id, id(7));
        client.send(&pubrel(7));
        assert_eq!(client.recv_pubcomp().packet_id, id(7));
        subscriber.expect_message("t", "one");
        subscriber.expect_message("t", "two");
        subscriber.expect_nothing();
    });
}

/// [MQTT-4.3.3-10], [3.1.1 MQTT-4.3.3-2], [3.1.1 MQTT-3.1.2-4]: the identifiers taken over are part of the session.
#[test]
fn a_message_is_taken_over_once_over_two_connections() {
    every_version(|broker, version| {
        let mut subscriber = broker.connect(version, "subscriber");
        subscriber.subscribe("t", ExactlyOnce);
        let mut client = broker.persistent(version, "c");
        client.send(&publish2(7, "t", "one"));
        client.recv_pubrec();
        client.vanish();
        let mut client = broker.persistent(version, "c");
        client.send(&Publish {
            dup: true,
            ..publish2(7, "t", "one")
        });
        client.recv_pubrec();
        client.send(&pubrel(7));
        client.recv_pubcomp();
        subscriber.expect_message("t", "one");
        subscriber.expect_nothing();
    });
}

/// [MQTT-4.3.3-11]: PUBREL gets its PUBCOMP even where the identifier is not known any more.
#[test]
fn every_pubrel_gets_a_pubcomp() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.send(&pubrel(7));
        let pubcomp = client.recv_pubcomp();
        let reason = if version.is_v5() {
            ReasonCode::PacketIdentifierNotFound
        } else {
            ReasonCode::Success
        };
        assert_eq!((pubcomp.packet_id, pubcomp.reason), (id(7), reason));
        client.expect_nothing();
    });
}

/// [MQTT-4.3.3-3], [MQTT-4.4.0-1], [3.1.1 MQTT-4.4.0-1], [3.1.1 MQTT-4.3.3-1], [MQTT-3.3.1-1]: without PUBREC the PUBLISH is
/// sent again on resumption.
#[test]
fn an_unreceived_message_is_sent_again() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", ExactlyOnce);
        broker
            .connect(version, "publisher")
            .publish("t", "x", ExactlyOnce);
        let first = client.recv_publish();
        assert!(!first.dup);
        client.vanish();
        let mut client = broker.persistent(version, "c");
        assert_eq!(client.recv_message(), Publish { dup: true, ..first });
        client.expect_nothing();
    });
}

/// [MQTT-4.3.3-4], [MQTT-4.3.3-5], [MQTT-4.3.3-6], [3.1.1 MQTT-4.3.3-1], [MQTT-4.4.0-1], [3.1.1 MQTT-4.4.0-1]: after PUBREC
/// it is PUBREL that is sent again, never the PUBLISH, until PUBCOMP.
#[test]
fn an_incomplete_message_gets_its_pubrel_again() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", ExactlyOnce);
        broker
            .connect(version, "publisher")
            .publish("t", "x", ExactlyOnce);
        let number = client.recv_publish().packet_id.unwrap().get();
        client.send(&pubrec(number));
        assert_eq!(client.recv_pubrel().packet_id, id(number));
        client.expect_nothing();
        client.vanish();
        let mut client = broker.persistent(version, "c");
        assert_eq!(client.recv_pubrel().packet_id, id(number));
        client.expect_nothing();
        client.send(&pubcomp(number)).expect_nothing();
        client.vanish();
        broker.persistent(version, "c").expect_nothing();
    });
}

/// [MQTT-4.3.3-4]: a repeated PUBREC gets its PUBREL again.
#[test]
fn a_repeated_pubrec_gets_a_pubrel() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("t", ExactlyOnce);
        broker
            .connect(version, "publisher")
            .publish("t", "x", ExactlyOnce);
        let number = client.recv_publish().packet_id.unwrap().get();
        for _ in 0..2 {
            client.send(&pubrec(number));
            assert_eq!(client.recv_pubrel().packet_id, id(number));
        }
        client.send(&pubcomp(number)).expect_nothing();
    });
}
