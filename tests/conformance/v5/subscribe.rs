//! The subscription options and reason codes of MQTT 5.

use crate::support::prelude::*;

fn retained(broker: &Broker, topic: &str, payload: &str) {
    broker.v5("retainer").publish_packet(&Publish {
        retain: true,
        qos: AtLeastOnce,
        ..publish(topic, payload)
    });
}

fn handling(topic_filter: &str, retain_handling: RetainHandling) -> SubscribeFilter<'_> {
    SubscribeFilter {
        filter: topic_filter,
        options: SubscriptionOptions {
            qos: AtLeastOnce,
            retain_handling,
            ..Default::default()
        },
    }
}

/// [MQTT-3.8.3-3]: with no local a client's own messages do not come back over that subscription.
#[test]
fn no_local_keeps_own_messages_away() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    let mut requested = filter("t", AtMostOnce);
    requested.options.no_local = true;
    client.subscribe_all(&[requested]);
    client.publish("t", "own", AtLeastOnce);
    broker.v5("other").publish("t", "another's", AtLeastOnce);
    client.expect_message("t", "another's");
    client.expect_nothing();
    client.subscribe("+", AtMostOnce);
    client.send(&publish("t", "own")).expect_message("t", "own"); // by the other subscription
    client.expect_nothing();
}

/// [MQTT-3.3.1-9]: retain handling 0 sends retained messages at every SUBSCRIBE.
#[test]
fn retain_handling_0_sends_at_every_subscribe() {
    let broker = Broker::start();
    retained(&broker, "t", "kept");
    let mut client = broker.v5("c");
    for _ in 0..2 {
        client.subscribe_all(&[handling("t", RetainHandling::Send)]);
        client.expect_message("t", "kept");
    }
    client.expect_nothing();
}

/// [MQTT-3.3.1-10]: retain handling 1 sends them to a new subscription only, also when the session was resumed.
#[test]
fn retain_handling_1_sends_to_new_subscriptions() {
    let broker = Broker::start();
    retained(&broker, "t", "kept");
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe_all(&[handling("t", RetainHandling::SendIfNew)]);
    client.expect_message("t", "kept");
    client.subscribe_all(&[handling("t", RetainHandling::SendIfNew)]);
    client.expect_nothing();
    client.vanish();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe_all(&[handling("t", RetainHandling::SendIfNew)]);
    client.expect_nothing();
    client.unsubscribe("t");
    client.subscribe_all(&[handling("t", RetainHandling::SendIfNew)]);
    client.expect_message("t", "kept");
}

/// [MQTT-3.3.1-11]: retain handling 2 does not send them.
#[test]
fn retain_handling_2_does_not_send() {
    let broker = Broker::start();
    retained(&broker, "t", "kept");
    let mut client = broker.v5("c");
    client.subscribe_all(&[handling("t", RetainHandling::DoNotSend)]);
    client.expect_nothing();
}

/// [MQTT-3.8.3-5]: retain handling 3 does not exist.
#[test]
fn retain_handling_3_ends_the_connection() {
    let broker = Broker::start();
    let bytes = [0x82, 0x07, 0x00, 0x01, 0x00, 0x00, 0x01, b't', 0x30];
    broker.v5("c").send_bytes(&bytes).expect_thrown_out();
}

/// [MQTT-3.3.1-12], [MQTT-3.3.1-13]: retain as published keeps the publisher's flag, without it the flag is 0; for
/// messages sent because of the SUBSCRIBE it is 1 in either case.
#[test]
fn retain_as_published_keeps_the_flag() {
    let broker = Broker::start();
    retained(&broker, "t", "kept");
    let mut publisher = broker.v5("publisher");
    for retain_as_published in [false, true] {
        let mut client = broker.v5("c");
        let mut requested = filter("t", AtMostOnce);
        requested.options.retain_as_published = retain_as_published;
        client.subscribe_all(&[requested]);
        assert!(client.recv_message().retain);
        for retain in [false, true] {
            publisher.publish_packet(&Publish {
                retain,
                qos: AtLeastOnce,
                ..publish("t", "now")
            });
            assert_eq!(
                client.expect_message("t", "now").retain,
                retain && retain_as_published
            );
        }
    }
}

/// [MQTT-3.11.3-1], [MQTT-3.11.3-2], [MQTT-3.10.4-6]: UNSUBACK has a code for each filter, in their order.
#[test]
fn unsuback_has_a_code_for_each_filter() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.subscribe("a", AtMostOnce);
    client.subscribe("b/#", AtMostOnce);
    client.send(&unsubscribe(1, &["b/#", "never", "a", "a"]));
    let (yes, no) = (ReasonCode::Success, ReasonCode::NoSubscriptionExisted);
    assert_eq!(client.recv_unsuback().reasons, [yes, no, yes, no]);
}

/// [MQTT-3.9.3-2]: what the broker was configured not to do is announced in CONNACK and refused as such.
#[test]
fn unavailable_features_are_announced_and_refused() {
    let broker = Broker::with(|config| {
        config.mqtt.wildcard_subscription_available = false;
        config.mqtt.shared_subscription_available = false;
        config.mqtt.subscription_identifier_available = false;
    });
    let announced = broker.v5("c").accepted().properties;
    assert_eq!(announced.wildcard_subscription_available, Some(false));
    assert_eq!(announced.shared_subscription_available, Some(false));
    assert_eq!(announced.subscription_identifiers_available, Some(false));
    let refused = |packet: Subscribe<'_>, reason| {
        let mut client = broker.v5("c");
        client.send(&packet);
        match client.recv() {
            Packet::Suback(suback) => assert_eq!(suback.reasons, [reason]),
            Packet::Disconnect(disconnect) => assert_eq!(disconnect.reason, reason),
            other => panic!("expected SUBACK or DISCONNECT, got {other:?}"),
        }
    };
    refused(
        subscribe(1, &[filter("a/#", AtMostOnce)]),
        ReasonCode::WildcardSubscriptionsNotSupported,
    );
    refused(
        subscribe(1, &[filter("$share/g/a", AtMostOnce)]),
        ReasonCode::SharedSubscriptionsNotSupported,
    );
    let identified = Subscribe {
        subscription_identifier: Some(1),
        ..subscribe(1, &[filter("a", AtMostOnce)])
    };
    refused(identified, ReasonCode::SubscriptionIdentifiersNotSupported);
}
