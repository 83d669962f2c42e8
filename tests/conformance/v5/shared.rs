//! Shared subscriptions.

use crate::support::prelude::*;

/// [MQTT-4.8.2-1], [MQTT-4.8.2-2]: a share name of one character or more without wildcards, a slash, a filter.
#[test]
fn malformed_shared_filters_are_refused() {
    let broker = Broker::start();
    for topic_filter in [
        "$share/",
        "$share//a",
        "$share/g",
        "$share/g/",
        "$share/+/a",
        "$share/g#/a",
        "$share/g+/a",
    ] {
        assert!(
            broker
                .v5("c")
                .subscribe(topic_filter, AtMostOnce)
                .is_error(),
            "{topic_filter}"
        );
    }
    let mut client = broker.v5("c");
    for topic_filter in [
        "$share/g/a",
        "$share/é x/#",
        "$share/g//",
        "$share/g/+",
        "$shared",
        "$sharex/g",
    ] {
        assert_eq!(
            client.subscribe(topic_filter, AtMostOnce),
            ReasonCode::Success,
            "{topic_filter}"
        );
    }
}

/// [MQTT-4.8.2-1]: the filter that counts is the part after the name, and each message goes to one member.
#[test]
fn each_message_goes_to_one_member() {
    let broker = Broker::start();
    let mut members: Vec<_> = ["a", "b", "c"].iter().map(|name| broker.v5(name)).collect();
    for member in &mut members {
        member.subscribe("$share/g/t/+", AtMostOnce);
    }
    let mut everything = broker.v5("everything");
    everything.subscribe("t/+", AtMostOnce);
    let mut publisher = broker.v5("publisher");
    for number in 0..30 {
        publisher.publish("t/1", &number.to_string(), AtLeastOnce);
    }
    let mut received: Vec<u32> = Vec::new();
    for member in &mut members {
        let waiting = member.waiting();
        assert!(!waiting.is_empty(), "each member gets some");
        received.extend(waiting.iter().map(|p| {
            std::str::from_utf8(p.payload)
                .unwrap()
                .parse::<u32>()
                .unwrap()
        }));
    }
    received.sort_unstable();
    assert_eq!(received, (0..30).collect::<Vec<_>>());
    assert_eq!(everything.waiting().len(), 30);
}

/// Each group gets its copy, also where a client is in both, or has the same filter unshared.
#[test]
fn groups_are_apart() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    for topic_filter in ["$share/one/t", "$share/two/t", "t"] {
        client.subscribe(topic_filter, AtMostOnce);
    }
    let mut publisher = broker.v5("publisher");
    publisher.publish("t", "x", AtLeastOnce);
    assert_eq!(client.waiting().len(), 3);
    client.unsubscribe("$share/one/t");
    publisher.publish("t", "x", AtLeastOnce);
    assert_eq!(client.waiting().len(), 2);
}

/// [MQTT-4.8.2-3]: the QoS granted to the chosen member counts.
#[test]
fn delivery_has_the_members_qos() {
    let broker = Broker::start();
    let mut lesser = broker.v5("lesser");
    lesser.subscribe("$share/g/t", AtMostOnce);
    let mut greater = broker.v5("greater");
    greater.subscribe("$share/g/t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    for _ in 0..10 {
        publisher.publish("t", "x", ExactlyOnce);
    }
    let (lesser, greater) = (lesser.waiting(), greater.waiting());
    assert_eq!(lesser.len() + greater.len(), 10);
    assert!(lesser.iter().all(|publish| publish.qos == AtMostOnce));
    assert!(greater.iter().all(|publish| publish.qos == AtLeastOnce));
}

/// A member with a session that has begun to receive a QoS 2 message, and another member.
fn begun(broker: &Broker) -> (Raw, Raw, Publish<'static>) {
    let mut first = broker.persistent(Version::V5, "first");
    first.subscribe("$share/g/t", ExactlyOnce);
    broker.v5("publisher").publish("t", "x", ExactlyOnce);
    let publish = first.recv_publish();
    let mut second = broker.v5("second");
    second.subscribe("$share/g/t", ExactlyOnce);
    (first, second, publish)
}

/// [MQTT-4.8.2-4]: a QoS 2 delivery that has begun is finished with the same client when it is back.
#[test]
fn a_qos_2_delivery_is_finished_with_the_same_client() {
    let broker = Broker::start();
    let (first, mut second, publish) = begun(&broker);
    first.vanish();
    second.expect_nothing();
    let mut first = broker.persistent(Version::V5, "first");
    assert_eq!(
        first.recv_message(),
        Publish {
            dup: true,
            ..publish
        }
    );
    second.expect_nothing();
}

/// [MQTT-4.8.2-5]: if the session of that client ends, nobody else gets it.
#[test]
fn a_qos_2_delivery_ends_with_the_session() {
    let broker = Broker::start();
    let (first, mut second, _) = begun(&broker);
    first.vanish();
    let mut first = broker.v5("first");
    first.expect_nothing();
    second.expect_nothing();
}

/// [MQTT-4.8.2-6]: a message that its member refuses is not given to another.
#[test]
fn a_refused_message_goes_to_nobody_else() {
    let broker = Broker::start();
    let (mut first, mut second, publish) = begun(&broker);
    let reason = ReasonCode::ImplementationSpecificError;
    first
        .send(&Pubrec {
            packet_id: publish.packet_id.unwrap(),
            reason,
            ..pubrec(1)
        })
        .expect_nothing();
    second.expect_nothing();

    second.unsubscribe("$share/g/t");
    broker.v5("publisher").publish("t", "y", AtLeastOnce);
    let publish = first.recv_publish();
    second.subscribe("$share/g/t", ExactlyOnce);
    first
        .send(&Puback {
            packet_id: publish.packet_id.unwrap(),
            reason,
            ..puback(1)
        })
        .expect_nothing();
    second.expect_nothing();
}

/// [MQTT-3.8.3-4]: no local makes no sense for a shared subscription: a protocol error.
#[test]
fn no_local_ends_the_connection() {
    let broker = Broker::start();
    let mut requested = filter("$share/g/t", AtMostOnce);
    requested.options.no_local = true;
    broker
        .v5("c")
        .send(&subscribe(1, &[requested]))
        .expect_disconnect(ReasonCode::ProtocolError);
}

/// Retained messages are not sent to shared subscriptions.
#[test]
fn shared_subscriptions_get_no_retained_messages() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.publish_packet(&Publish {
        retain: true,
        qos: AtLeastOnce,
        ..publish("t", "kept")
    });
    client.subscribe("$share/g/t", AtMostOnce);
    client.expect_nothing();
}

/// A member that is away is passed over while another one is there; if all are away one of them keeps the message.
#[test]
fn a_member_that_is_there_is_preferred() {
    let broker = Broker::start();
    let mut away = broker.persistent(Version::V5, "away");
    away.subscribe("$share/g/t", AtLeastOnce);
    away.disconnect();
    let mut there = broker.persistent(Version::V5, "there");
    there.subscribe("$share/g/t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    for number in 0..5 {
        publisher.publish("t", &number.to_string(), AtLeastOnce);
        there.expect_message("t", &number.to_string());
    }
    there.disconnect();
    publisher.publish("t", "later", AtLeastOnce);
    let kept: usize = ["away", "there"]
        .iter()
        .map(|name| broker.persistent(Version::V5, name).waiting().len())
        .sum();
    assert_eq!(kept, 1);
}

/// A member for whom as many messages wait as may is passed over for one that is away and has room: nothing is dropped.
#[test]
fn a_full_member_is_passed_over() {
    let broker = Broker::with(|config| {
        config.mqtt.max_inflight = 1;
        config.mqtt.max_queued_messages = 2;
    });
    let mut away = broker.persistent(Version::V5, "away");
    away.subscribe("$share/g/t", AtLeastOnce);
    away.disconnect();
    // One in flight and not acknowledged, one that waits.
    let mut busy = broker.v5("busy");
    busy.subscribe("$share/g/t", AtLeastOnce);
    let mut publisher = broker.v5("publisher");
    for number in ["1", "2", "3", "4"] {
        publisher.publish("t", number, AtLeastOnce);
    }
    assert_eq!(busy.recv_publish().payload, b"1");
    let mut away = broker.persistent(Version::V5, "away");
    away.expect_message("t", "3");
    away.expect_message("t", "4");
    away.expect_nothing();
}
