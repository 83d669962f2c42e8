//! Subscription identifiers.

use gmqtt_config::DeliveryMode;
use gmqtt_protocol::property::SubscriptionIdsBuf;

use crate::support::prelude::*;

fn subscribe_with_id(client: &mut Raw, topic_filter: &str, qos: QoS, identifier: Option<u32>) {
    client.send(&Subscribe {
        subscription_identifier: identifier,
        ..subscribe(1, &[filter(topic_filter, qos)])
    });
    assert!(!client.recv_suback().reasons[0].is_error());
}

fn identifiers(publish: &Publish<'_>) -> Vec<u32> {
    let mut identifiers: Vec<_> = publish.properties.subscription_identifiers.iter().collect();
    identifiers.sort_unstable();
    identifiers
}

/// [MQTT-3.3.4-3], [MQTT-3.3.4-4]: one copy for several subscriptions carries the identifiers of all that match.
#[test]
fn one_copy_carries_all_matching_identifiers() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    subscribe_with_id(&mut client, "a/#", AtMostOnce, Some(1));
    subscribe_with_id(&mut client, "a/b", AtLeastOnce, Some(268_435_455));
    subscribe_with_id(&mut client, "a/+", AtMostOnce, None);
    subscribe_with_id(&mut client, "c", AtMostOnce, Some(128));
    let mut publisher = broker.v5("publisher");
    publisher.publish("a/b", "x", AtLeastOnce);
    assert_eq!(
        identifiers(&client.expect_message("a/b", "x")),
        [1, 268_435_455]
    );
    publisher.publish("a/b/c", "x", AtLeastOnce);
    assert_eq!(identifiers(&client.expect_message("a/b/c", "x")), [1]);
    publisher.publish("c", "x", AtLeastOnce);
    assert_eq!(identifiers(&client.expect_message("c", "x")), [128]);
    client.expect_nothing();
}

/// [MQTT-3.3.4-5], [MQTT-3.3.4-3]: a broker that sends a copy for each subscription puts into each its own identifier.
#[test]
fn separate_copies_carry_their_own_identifier() {
    let broker = Broker::with(|config| config.mqtt.delivery_mode = DeliveryMode::Overlap);
    let mut client = broker.v5("c");
    subscribe_with_id(&mut client, "a/#", AtMostOnce, Some(1));
    subscribe_with_id(&mut client, "a/+", AtLeastOnce, Some(2));
    subscribe_with_id(&mut client, "a/b", ExactlyOnce, None);
    broker.v5("publisher").publish("a/b", "x", ExactlyOnce);
    let mut copies: Vec<_> = client
        .waiting()
        .iter()
        .map(|copy| (copy.qos, identifiers(copy)))
        .collect();
    copies.sort();
    assert_eq!(
        copies,
        [
            (AtMostOnce, vec![1]),
            (AtLeastOnce, vec![2]),
            (ExactlyOnce, vec![])
        ]
    );
}

/// [MQTT-3.3.4-3]: also on retained messages, and on those that waited.
#[test]
fn identifiers_are_on_retained_and_waiting_messages() {
    let broker = Broker::start();
    let mut publisher = broker.v5("publisher");
    publisher.publish_packet(&Publish {
        retain: true,
        qos: AtLeastOnce,
        ..publish("t", "kept")
    });
    let mut client = broker.persistent(Version::V5, "c");
    subscribe_with_id(&mut client, "t", AtLeastOnce, Some(7));
    assert_eq!(identifiers(&client.expect_message("t", "kept")), [7]);
    client.vanish();
    publisher.publish("t", "waited", AtLeastOnce);
    let mut client = broker.persistent(Version::V5, "c");
    assert_eq!(identifiers(&client.expect_message("t", "waited")), [7]);
}

/// [MQTT-3.3.4-3], [MQTT-3.8.4-3]: a subscription that replaces another brings its own identifier, or none.
#[test]
fn a_replacement_brings_its_own_identifier() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    let mut publisher = broker.v5("publisher");
    for (identifier, expected) in [(Some(1), vec![1]), (Some(2), vec![2]), (None, vec![])] {
        subscribe_with_id(&mut client, "t", AtMostOnce, identifier);
        publisher.publish("t", "x", AtLeastOnce);
        assert_eq!(identifiers(&client.expect_message("t", "x")), expected);
    }
}

/// [MQTT-3.3.4-3]: and on messages to a shared subscription.
#[test]
fn shared_subscriptions_have_identifiers() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    subscribe_with_id(&mut client, "$share/g/t", AtMostOnce, Some(9));
    broker.v5("publisher").publish("t", "x", AtLeastOnce);
    assert_eq!(identifiers(&client.expect_message("t", "x")), [9]);
}

/// [MQTT-3.3.4-6]: a client that puts one into a PUBLISH is disconnected.
#[test]
fn an_identifier_from_a_publisher_ends_the_connection() {
    let broker = Broker::start();
    let ids: SubscriptionIdsBuf = [1].into_iter().collect();
    let properties = PublishProperties {
        subscription_identifiers: ids.as_ids(),
        ..Default::default()
    };
    broker
        .v5("c")
        .send(&Publish {
            properties,
            ..publish("t", "x")
        })
        .expect_disconnect(ReasonCode::ProtocolError);
}
