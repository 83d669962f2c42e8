//! What reason codes add to QoS 1 and 2.

use crate::support::prelude::*;

/// [MQTT-4.4.0-2]: PUBACK and PUBREC of 0x80 or above end a delivery; it is not tried again.
#[test]
fn a_refused_delivery_is_not_tried_again() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    publisher.publish("t", "1", AtLeastOnce);
    publisher.publish("t", "2", ExactlyOnce);
    let one = client.recv_publish().packet_id.unwrap();
    let two = client.recv_publish().packet_id.unwrap();
    client.send(&Puback {
        packet_id: one,
        reason: ReasonCode::ImplementationSpecificError,
        ..puback(1)
    });
    client.send(&Pubrec {
        packet_id: two,
        reason: ReasonCode::UnspecifiedError,
        ..pubrec(1)
    });
    client.expect_nothing();
    client.vanish();
    broker.persistent(Version::V5, "c").expect_nothing();
}

/// [MQTT-4.3.3-9]: after its PUBREC of 0x80 or above the broker takes the same identifier as a new message.
#[test]
fn after_a_refusal_the_identifier_is_a_new_message() {
    let broker = super::plugins::refusing_topic("secret", ReasonCode::NotAuthorized);
    let mut subscriber = broker.v5("subscriber");
    subscriber.subscribe("#", ExactlyOnce);
    let mut client = broker.v5("c");
    client.send(&publish2(7, "secret", "1"));
    assert_eq!(client.recv_pubrec().reason, ReasonCode::NotAuthorized);
    client.send(&publish2(7, "open", "2"));
    let pubrec = client.recv_pubrec();
    assert_eq!(
        (pubrec.packet_id, pubrec.reason),
        (id(7), ReasonCode::Success)
    );
    client.send(&pubrel(7));
    assert_eq!(client.recv_pubcomp().reason, ReasonCode::Success);
    subscriber.expect_message("open", "2");
    subscriber.expect_nothing();
}

/// [MQTT-4.3.2-4], [MQTT-4.3.3-8]: a message that nobody wants is taken over like any other; MQTT 5 may say that nobody did.
#[test]
fn messages_without_subscribers_are_acknowledged() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    for qos in [AtLeastOnce, ExactlyOnce] {
        let reason = client.publish_packet(&Publish {
            qos,
            ..publish("nobody", "")
        });
        assert!(
            matches!(
                reason,
                ReasonCode::Success | ReasonCode::NoMatchingSubscribers
            ),
            "{reason:?}"
        );
    }
}
