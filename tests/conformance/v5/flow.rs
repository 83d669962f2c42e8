//! Receive maximum and flow control.

use std::num::NonZeroU16;

use crate::support::prelude::*;

fn with_receive_maximum(broker: &Broker, client_id: &str, maximum: u16) -> Raw {
    broker.connect_with(Version::V5, client_id, |connect| {
        connect.clean_start = false;
        connect.properties.session_expiry_interval = Some(3600);
        connect.properties.receive_maximum = NonZeroU16::new(maximum);
    })
}

/// [MQTT-3.3.4-7]: a client that has more QoS 2 messages under way than the broker allows is disconnected.
#[test]
fn exceeding_the_brokers_receive_maximum_ends_the_connection() {
    let broker = Broker::with(|config| config.mqtt.server_receive_maximum = 2);
    let mut client = broker.v5("c");
    assert_eq!(
        client.accepted().properties.receive_maximum,
        NonZeroU16::new(2)
    );
    for number in 1..=2 {
        client.send(&publish2(number, "t", ""));
        client.recv_pubrec();
    }
    client.send(&pubrel(1));
    client.recv_pubcomp();
    client.send(&publish2(3, "t", ""));
    client.recv_pubrec();
    client
        .send(&publish2(4, "t", ""))
        .expect_disconnect(ReasonCode::ReceiveMaximumExceeded);
}

/// [MQTT-3.3.4-7]: QoS 1 messages that were acknowledged do not count, nor do repeats.
#[test]
fn acknowledged_messages_do_not_count() {
    let broker = Broker::with(|config| config.mqtt.server_receive_maximum = 2);
    let mut client = broker.v5("c");
    for number in 1..=10 {
        client.send(&publish1(number, "t", ""));
        client.recv_puback();
    }
    for dup in [false, true, true, true] {
        client.send(&Publish {
            dup,
            ..publish2(20, "t", "")
        });
        client.recv_pubrec();
    }
    client.expect_nothing();
}

/// [MQTT-4.9.0-1], [MQTT-3.3.4-7]: the client's quota begins anew with each connection, so what an earlier one left
/// unfinished does not count.
#[test]
fn messages_of_an_earlier_connection_do_not_count() {
    let broker = Broker::with(|config| config.mqtt.server_receive_maximum = 2);
    let mut client = broker.persistent(Version::V5, "c");
    for number in 1..=2 {
        client.send(&publish2(number, "t", ""));
        client.recv_pubrec();
    }
    client.vanish();
    let mut client = broker.persistent(Version::V5, "c");
    for number in 3..=4 {
        client.send(&publish2(number, "t", ""));
        assert_eq!(client.recv_pubrec().packet_id, id(number));
    }
    for number in 1..=4 {
        client.send(&pubrel(number));
        assert_eq!(client.recv_pubcomp().packet_id, id(number));
    }
}

/// [MQTT-3.3.4-9], [MQTT-4.9.0-1], [MQTT-4.9.0-2]: the broker has no more QoS 1 and 2 messages under way than the client
/// allows, each acknowledgement lets the next one go.
#[test]
fn the_clients_receive_maximum_is_kept() {
    let broker = Broker::start();
    let mut client = with_receive_maximum(&broker, "c", 2);
    client.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    for (payload, qos) in [
        ("1", AtLeastOnce),
        ("2", ExactlyOnce),
        ("3", AtLeastOnce),
        ("4", AtLeastOnce),
    ] {
        publisher.publish("t", payload, qos);
    }
    let one = client.recv_publish().packet_id.unwrap().get();
    let two = client.recv_publish().packet_id.unwrap().get();
    client.expect_nothing();
    client.send(&puback(one));
    let three = client.recv_publish();
    assert_eq!(three.payload, b"3");
    client.send(&pubrec(two));
    client.recv_pubrel();
    client.expect_nothing();
    client.send(&pubcomp(two));
    assert_eq!(client.recv_publish().payload, b"4");
    client.expect_nothing();
}

/// [MQTT-4.9.0-2]: a PUBREC of 0x80 or above gives its place back as well.
#[test]
fn a_refusing_pubrec_gives_its_place_back() {
    let broker = Broker::start();
    let mut client = with_receive_maximum(&broker, "c", 1);
    client.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    publisher.publish("t", "1", ExactlyOnce);
    publisher.publish("t", "2", ExactlyOnce);
    let one = client.recv_publish().packet_id.unwrap();
    client.send(&Pubrec {
        packet_id: one,
        reason: ReasonCode::QuotaExceeded,
        ..pubrec(1)
    });
    assert_eq!(client.recv_publish().payload, b"2");
}

/// [MQTT-3.3.4-10], [MQTT-4.9.0-3], [MQTT-3.3.4-8]: at the limit everything but QoS 1 and 2 messages goes on.
#[test]
fn at_the_limit_other_packets_go_on() {
    let broker = Broker::start();
    let mut client = with_receive_maximum(&broker, "c", 1);
    client.subscribe("t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    publisher.publish("t", "1", AtLeastOnce);
    publisher.publish("t", "2", AtLeastOnce);
    client.recv_publish();
    client.expect_nothing();
    client.subscribe("other", AtMostOnce);
    client.unsubscribe("other");
    client.publish("nobody", "", ExactlyOnce);
    publisher.publish("t", "0", AtMostOnce);
    client.expect_message("t", "0");
}

/// [MQTT-4.9.0-1], [MQTT-3.3.4-9]: the limit of the new connection counts for what is sent again.
#[test]
fn the_limit_counts_for_what_is_sent_again() {
    let broker = Broker::start();
    let mut client = with_receive_maximum(&broker, "c", 3);
    client.subscribe("t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    for payload in ["1", "2", "3"] {
        publisher.publish("t", payload, AtLeastOnce);
        client.recv_publish();
    }
    client.vanish();
    let mut client = with_receive_maximum(&broker, "c", 1);
    for payload in ["1", "2", "3"] {
        let publish = client.recv_publish();
        assert_eq!((publish.payload, publish.dup), (payload.as_bytes(), true));
        client.expect_nothing();
        client.send(&Puback {
            packet_id: publish.packet_id.unwrap(),
            ..puback(1)
        });
    }
    client.expect_nothing();
}

/// [MQTT-3.3.4-9], [MQTT-3.3.1-9]: retained messages go through the window of the client as well, and all of them arrive.
#[test]
fn many_retained_messages_arrive_through_a_small_window() {
    let broker = Broker::start();
    let mut publisher = broker.v5("publisher");
    for number in 0..300 {
        let topic = format!("t/{number}");
        publisher.publish_packet(&Publish {
            retain: true,
            qos: AtLeastOnce,
            ..publish(&topic, "x")
        });
    }
    let mut client = with_receive_maximum(&broker, "c", 5);
    client.subscribe("t/#", AtLeastOnce);
    let mut topics = std::collections::BTreeSet::new();
    while topics.len() < 300 {
        let under_way = client.waiting();
        assert!(
            (1..=5).contains(&under_way.len()),
            "{} under way",
            under_way.len()
        );
        for publish in under_way {
            assert!(topics.insert(publish.topic), "{} twice", publish.topic);
            client.send(&Puback {
                packet_id: publish.packet_id.unwrap(),
                ..puback(1)
            });
        }
    }
    client.expect_nothing();
}

/// [MQTT-2.2.1-4], [MQTT-3.3.4-9]: when the identifiers wrap around, those under way are passed over.
#[test]
fn identifiers_under_way_are_not_given_again() {
    let broker = Broker::start();
    let mut client = with_receive_maximum(&broker, "c", 100);
    client.subscribe("t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    publisher.publish("t", "kept", AtLeastOnce);
    let kept = client.recv_publish().packet_id;
    for _ in 0..1400 {
        for _ in 0..50 {
            client.send(&publish1(1, "t", ""));
        }
        let mut messages = 0;
        let mut acknowledged = 0;
        while messages < 50 || acknowledged < 50 {
            match client.recv() {
                Packet::Puback(_) => acknowledged += 1,
                Packet::Publish(publish) => {
                    assert_ne!(publish.packet_id, kept);
                    client.send(&Puback {
                        packet_id: publish.packet_id.unwrap(),
                        ..puback(1)
                    });
                    messages += 1;
                }
                other => panic!("expected PUBLISH or PUBACK, got {other:?}"),
            }
        }
    }
}
