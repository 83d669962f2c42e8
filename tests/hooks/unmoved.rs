//! What a plugin refuses moves nothing: no retained message, no queue, no subscription, no session, as the broker's figures say.

use std::sync::Arc;

use gmqtt_plugin_api::Metrics;

use super::decisions::Judge;
use super::hand::Hand;
use crate::support::prelude::*;

/// What must not move.
fn held(metrics: &Metrics) -> [u64; 7] {
    [
        metrics.retained_messages,
        metrics.messages_queued,
        metrics.messages_inflight,
        metrics.subscriptions,
        metrics.sessions_created,
        metrics.clients_connected,
        metrics.messages_sent.iter().sum(),
    ]
}

fn judged() -> (Broker, Arc<Hand>) {
    Hand::broker_with(vec![Arc::new(Judge)], |config| {
        config.mqtt.connect_timeout = Duration::from_millis(300);
    })
}

#[test]
fn a_refused_client_leaves_no_trace() {
    let (broker, hand) = judged();
    let before = hand.handle().metrics().expect("the broker runs");
    let mut client = broker.open(Version::V5);
    client.send(&Connect {
        username: Some("refuse"),
        ..connect(Version::V5, "c")
    });
    client.expect_refused(ReasonCode::BadUserNameOrPassword);
    let after = hand.handle().metrics().expect("the broker runs");
    assert_eq!(held(&before), held(&after));
    assert!(hand.handle().client("c").is_none());
    assert_eq!(after.auth_failures.iter().sum::<u64>(), 1);
}

#[test]
fn refused_messages_filters_and_wills_leave_no_trace() {
    let (broker, hand) = judged();
    let mut away = broker.persistent(Version::V5, "away");
    away.subscribe("+", AtLeastOnce);
    away.send(&disconnect(ReasonCode::Success));
    away.expect_closed();
    let mut client = broker.v5("c");
    client.subscribe("keep", AtMostOnce);
    let dying = broker.connect_with(Version::V5, "dying", |connect| {
        connect.will = Some(Will {
            retain: true,
            ..will("refuse", "gone")
        });
    });
    let before = hand.handle().metrics().expect("the broker runs");
    for topic in ["refuse", "drop", "panic"] {
        client.publish_packet(&Publish {
            retain: true,
            ..publish1(1, topic, "x")
        });
    }
    assert_eq!(
        client.subscribe("refuse", AtMostOnce),
        ReasonCode::QuotaExceeded
    );
    client.send(&unsubscribe(9, &["keep"]));
    assert_eq!(client.recv_unsuback().reasons, [ReasonCode::NotAuthorized]);
    dying.vanish();
    // Behind the will in the order of things: the session ends after its will was refused or published.
    while hand.handle().client("dying").is_some() {
        std::thread::yield_now();
    }
    client.expect_nothing();
    let after = hand.handle().metrics().expect("the broker runs");
    assert_eq!(held(&before), held(&after));
    assert_eq!(after.messages_received[1], before.messages_received[1] + 3);
    // What is rewritten moves as what it became.
    client.publish_packet(&Publish {
        retain: true,
        ..publish1(1, "change", "x")
    });
    assert!(hand.handle().retained("change").is_none());
    assert_eq!(
        &hand
            .handle()
            .retained("changed")
            .expect("it is there")
            .payload[..],
        b"other"
    );
    let queued = hand
        .handle()
        .metrics()
        .expect("the broker runs")
        .messages_queued;
    assert_eq!(queued, before.messages_queued + 1);
}
