//! Messages that wait, are on their way, are kept or are dropped.

use super::watched::{Series, Watched, moved, series};
use crate::support::prelude::*;

/// Only what messages move that are not simply received and sent.
fn kept(before: &Series, after: &Series) -> Series {
    let mut moved = moved(before, after);
    let kinds = ["queued", "inflight", "retained", "dropped"];
    moved.retain(|name, _| kinds.iter().any(|kind| name.contains(kind)));
    moved
}

/// From the queue of a session that is away over the window of one that is back to nothing.
#[test]
fn messages_wait_then_are_in_flight_then_are_gone() {
    let broker = Watched::start();
    let mut subscriber = broker.persistent(Version::V5, "s");
    subscriber.subscribe("t/#", ExactlyOnce);
    subscriber.disconnect();
    let mut publisher = broker.v5("p");
    let before = broker.scrape();
    let since = || kept(&before, &broker.scrape());
    publisher.publish("t/0", "1234", AtMostOnce);
    publisher.publish("t/1", "1234", AtLeastOnce);
    publisher.publish("t/2", "1234", ExactlyOnce);
    let queued = [
        ("gmqtt_messages_queued_current", 3),
        ("gmqtt_messages_queued_bytes", 21),
    ];
    assert_eq!(since(), series(queued));
    let mut subscriber = broker.persistent(Version::V5, "s");
    for _ in 0..3 {
        subscriber.recv_publish();
    }
    assert_eq!(since(), series([("gmqtt_messages_inflight_current", 2)]));
    subscriber.send(&puback(1)).expect_nothing();
    assert_eq!(since(), series([("gmqtt_messages_inflight_current", 1)]));
    subscriber.send(&pubrec(2));
    subscriber.recv_pubrel();
    assert_eq!(since(), series([("gmqtt_messages_inflight_current", 1)]));
    subscriber.send(&pubcomp(2)).expect_nothing();
    assert_eq!(since(), series([]));
}

/// What a session takes with it when it ends is gone from the gauges.
#[test]
fn the_gauges_forget_what_ends_with_a_session() {
    let broker = Watched::start();
    let mut subscriber = broker.connect_with(Version::V5, "s", |connect| {
        connect.properties.session_expiry_interval = Some(3600);
        connect.properties.receive_maximum = std::num::NonZeroU16::new(2);
    });
    subscriber.subscribe("t", AtLeastOnce);
    let mut publisher = broker.v5("p");
    let before = broker.scrape();
    for _ in 0..5 {
        publisher.publish("t", "x", AtLeastOnce);
    }
    let waiting = [
        ("gmqtt_messages_inflight_current", 2),
        ("gmqtt_messages_queued_current", 3),
        ("gmqtt_messages_queued_bytes", 6),
    ];
    assert_eq!(kept(&before, &broker.scrape()), series(waiting));
    subscriber.vanish();
    assert_eq!(kept(&before, &broker.scrape()), series(waiting));
    broker.v5("s").disconnect();
    assert_eq!(kept(&before, &broker.scrape()), series([]));
}

/// Set, replaced, removed, expired; and those that wait for a new subscriber are in its queue.
#[test]
fn retained_messages_are_counted_with_their_bytes() {
    let broker = Watched::with(Vec::new(), |config| {
        config.mqtt.session_expiry_check_interval = Duration::from_millis(100);
    });
    let mut client = broker.v5("c");
    let before = broker.scrape();
    let since = || kept(&before, &broker.scrape());
    let retain = |topic, payload| Publish {
        retain: true,
        ..publish(topic, payload)
    };
    client.publish_packet(&retain("r/1", "1234"));
    client.publish_packet(&retain("r/2", "12"));
    client.publish_packet(&retain("r/1", "1"));
    client.publish_packet(&retain("r/3", ""));
    let two = [
        ("gmqtt_retained_messages_current", 2),
        ("gmqtt_retained_messages_bytes", 9),
    ];
    assert_eq!(since(), series(two));
    client.publish_packet(&retain("r/2", ""));
    let one = [
        ("gmqtt_retained_messages_current", 1),
        ("gmqtt_retained_messages_bytes", 4),
    ];
    assert_eq!(since(), series(one));
    let mut short = retain("r/1", "123");
    short.properties.message_expiry_interval = Some(1);
    client.publish_packet(&short);
    pass(Duration::from_millis(1500));
    assert_eq!(since(), series([]));
}

/// Every reason, at the QoS of the message.
#[test]
fn dropped_messages_are_counted_by_qos_and_reason() {
    let broker = Watched::with(Vec::new(), |config| {
        config.mqtt.max_queued_messages = 2;
        config.mqtt.max_inflight = 1;
        config.mqtt.queue_qos0_messages = false;
        config.mqtt.session_expiry_check_interval = Duration::from_millis(100);
    });
    let mut away = broker.persistent(Version::V5, "away");
    away.subscribe("away/#", ExactlyOnce);
    away.disconnect();
    let mut small = broker.connect_with(Version::V5, "small", |connect| {
        connect.properties.maximum_packet_size = std::num::NonZeroU32::new(50);
    });
    small.subscribe("small", ExactlyOnce);
    let mut publisher = broker.v5("p");
    let before = broker.scrape();
    publisher.publish("away/0", "x", AtMostOnce);
    for _ in 0..4 {
        publisher.publish("away/1", "x", AtLeastOnce);
    }
    publisher.publish("small", &"x".repeat(50), ExactlyOnce);
    let mut short = Publish {
        qos: ExactlyOnce,
        ..publish("away/2", "x")
    };
    short.properties.message_expiry_interval = Some(1);
    publisher.publish_packet(&short);
    pass(Duration::from_millis(1500));
    let expected = [
        (
            "gmqtt_messages_dropped_total{qos=\"0\",type=\"offline\"}",
            1,
        ),
        (
            "gmqtt_messages_dropped_total{qos=\"1\",type=\"queue_full\"}",
            3,
        ),
        (
            "gmqtt_messages_dropped_total{qos=\"2\",type=\"exceeds_max_size\"}",
            1,
        ),
        (
            "gmqtt_messages_dropped_total{qos=\"2\",type=\"expired\"}",
            1,
        ),
        ("gmqtt_messages_queued_current", 1),
        ("gmqtt_messages_queued_bytes", 7),
    ];
    assert_eq!(kept(&before, &broker.scrape()), series(expected));
    small.expect_nothing();
}

/// A client with a full window that acknowledges nothing is called slow, once.
#[test]
fn clients_that_do_not_acknowledge_are_counted() {
    let broker = Watched::with(Vec::new(), |config| {
        config.mqtt.inflight_expiry = Duration::from_secs(1);
        config.mqtt.max_inflight = 1;
    });
    let mut subscriber = broker.v5("s");
    subscriber.subscribe("t", AtLeastOnce);
    let mut publisher = broker.v5("p");
    publisher.publish("t", "1", AtLeastOnce);
    publisher.publish("t", "2", AtLeastOnce);
    assert_eq!(broker.value("gmqtt_slow_clients_total"), 0.0);
    pass(Duration::from_millis(2100));
    publisher.publish("t", "3", AtLeastOnce);
    publisher.publish("t", "4", AtLeastOnce);
    assert_eq!(broker.value("gmqtt_slow_clients_total"), 1.0);
}
