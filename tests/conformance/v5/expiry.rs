//! Message expiry.

use crate::support::prelude::*;

fn expiring<'a>(seconds: u32, payload: &'a str) -> Publish<'a> {
    let properties = PublishProperties {
        message_expiry_interval: Some(seconds),
        ..Default::default()
    };
    Publish {
        properties,
        qos: AtLeastOnce,
        ..publish("t", payload)
    }
}

/// [MQTT-3.3.2-5], [MQTT-3.3.2-6]: a message that expired while it waited is gone; one that did not arrives with what is
/// left of its interval.
#[test]
fn a_waiting_message_expires_or_arrives_with_what_is_left() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("t", AtLeastOnce);
    client.disconnect();
    let mut publisher = broker.v5("publisher");
    publisher.publish_packet(&expiring(1, "short"));
    publisher.publish_packet(&expiring(100, "long"));
    pass(Duration::from_millis(2200));
    let mut client = broker.persistent(Version::V5, "c");
    let left = client
        .expect_message("t", "long")
        .properties
        .message_expiry_interval;
    assert!(
        left.is_some_and(|left| (96..=98).contains(&left)),
        "{left:?} seconds left"
    );
    client.expect_nothing();
}

/// [MQTT-3.3.2-5], [MQTT-3.3.2-6]: retained messages, likewise.
#[test]
fn a_retained_message_expires() {
    let broker = Broker::start();
    let mut publisher = broker.v5("publisher");
    publisher.publish_packet(&Publish {
        topic: "short",
        retain: true,
        ..expiring(1, "x")
    });
    publisher.publish_packet(&Publish {
        topic: "long",
        retain: true,
        ..expiring(100, "x")
    });
    pass(Duration::from_millis(2200));
    let mut client = broker.v5("c");
    client.subscribe("#", AtMostOnce);
    let left = client
        .expect_message("long", "x")
        .properties
        .message_expiry_interval;
    assert!(
        left.is_some_and(|left| (96..=98).contains(&left)),
        "{left:?} seconds left"
    );
    client.expect_nothing();
}

/// [MQTT-3.3.2-6]: without waiting nothing is taken off.
#[test]
fn a_message_that_did_not_wait_keeps_its_interval() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.subscribe("t", AtMostOnce);
    broker.v5("publisher").publish_packet(&expiring(100, "x"));
    let left = client
        .expect_message("t", "x")
        .properties
        .message_expiry_interval;
    assert!(
        left.is_some_and(|left| (99..=100).contains(&left)),
        "{left:?} seconds left"
    );
}

/// [MQTT-4.3.3-7], [MQTT-4.3.3-13]: a QoS 2 message whose delivery has begun does not expire any more: it is sent again,
/// and its exchange is finished.
#[test]
fn a_delivery_begun_does_not_expire() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    publisher.publish_packet(&Publish {
        qos: ExactlyOnce,
        ..expiring(1, "one")
    });
    publisher.publish_packet(&Publish {
        qos: ExactlyOnce,
        ..expiring(1, "two")
    });
    let one = client.recv_publish();
    let two = client.recv_publish();
    client.send(&Pubrec {
        packet_id: two.packet_id.unwrap(),
        ..pubrec(1)
    });
    assert_eq!(Some(client.recv_pubrel().packet_id), two.packet_id);
    client.vanish();
    pass(Duration::from_millis(2200));
    let mut client = broker.persistent(Version::V5, "c");
    let again = client.recv_publish();
    assert_eq!(
        (again.packet_id, again.payload, again.dup),
        (one.packet_id, one.payload, true)
    );
    assert_eq!(Some(client.recv_pubrel().packet_id), two.packet_id);
    client.send(&Pubrec {
        packet_id: one.packet_id.unwrap(),
        ..pubrec(1)
    });
    assert_eq!(Some(client.recv_pubrel().packet_id), one.packet_id);
    client.send(&Pubcomp {
        packet_id: one.packet_id.unwrap(),
        ..pubcomp(1)
    });
    client.send(&Pubcomp {
        packet_id: two.packet_id.unwrap(),
        ..pubcomp(1)
    });
    client.expect_nothing();
}
