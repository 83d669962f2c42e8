//! One client with 100,000 subscriptions, and what it costs the others when it comes, publishes and goes.

use std::time::Instant;

use super::{Bystanders, Child};
use crate::support::prelude::*;

const MANY: usize = 100_000;
const MIB: u64 = 1 << 20;

/// Subscribes to `MANY` filters, a thousand a packet.
#[track_caller]
fn subscribe_to_many(raw: &mut Raw, name: impl Fn(usize) -> String) {
    let names: Vec<String> = (0..MANY).map(name).collect();
    for chunk in names.chunks(1000) {
        let filters: Vec<_> = chunk.iter().map(|name| filter(name, AtMostOnce)).collect();
        let reasons = raw.subscribe_all(&filters);
        assert!(reasons.iter().all(|reason| *reason == ReasonCode::Success));
    }
}

/// Coming and going takes moments, disturbs nobody and leaves nothing behind.
#[test]
fn a_hundred_thousand_subscriptions_come_and_go() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let mut before = 0;
    for round in 0..3 {
        let mut raw = broker.connect(Version::V5, "collector");
        subscribe_to_many(&mut raw, |n| format!("many/{}/{n}/+", n % 100));
        let mut publisher = broker.connect(Version::V5, "publisher");
        for n in [0, 1, MANY / 2, MANY - 1] {
            let topic = format!("many/{}/{n}/x", n % 100);
            publisher.publish(&topic, "x", AtMostOnce);
            raw.expect_message(&topic, "x");
        }
        let begun = Instant::now();
        if round == 1 {
            // Taken over by one that starts anew.
            raw = broker.connect(Version::V5, "collector");
        }
        raw.disconnect();
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{took:?}");
        if round == 0 {
            before = broker.memory();
        }
    }
    broker.memory_returns_to(before + before / 4, Duration::from_secs(20));
    let seen = bystanders.stop();
    assert!(seen.slowest < Duration::from_secs(2), "{seen:?}");
}

/// A message that all of them match is one message.
#[test]
fn filters_that_all_match_give_one_message() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let mut raw = broker.connect(Version::V5, "collector");
    // Seventeen levels, each fixed or a wildcard: 131,072 filters match.
    subscribe_to_many(&mut raw, |n| {
        let level = |bit: usize| if n >> bit & 1 == 0 { "l" } else { "+" };
        (0..17).map(level).collect::<Vec<_>>().join("/")
    });
    let topic = ["l"; 17].join("/");
    let mut publisher = broker.connect(Version::V5, "publisher");
    publisher.publish(&topic, "x", AtLeastOnce);
    raw.expect_message(&topic, "x");
    raw.expect_nothing();
    raw.disconnect();
    bystanders.stop();
}

/// Topics that each match thousands of filters cost their publisher its turns, not the others theirs.
#[test]
fn a_batch_of_costly_topics_does_not_hold_up_others() {
    let broker = Child::start(&[]);
    let mut raw = broker.connect(Version::V3_1_1, "collector");
    subscribe_to_many(&mut raw, |n| {
        let level = |bit: usize| if n >> bit & 1 == 0 { "l" } else { "+" };
        let fixed = (0..13).map(level).collect::<Vec<_>>().join("/");
        format!("{fixed}/{}/+", if n < 1 << 13 { "+" } else { "other" })
    });
    let bystanders = Bystanders::start(broker.address());
    let mut publisher = broker.connect(Version::V3_1_1, "publisher");
    let mut batch = Vec::new();
    for n in 0..1500 {
        // Each topic is new to the broker and matches 8,192 filters.
        let topic = format!("{}/x/{n}", ["l"; 13].join("/"));
        publish(&topic, "").encode(Version::V3_1_1, &mut batch);
    }
    publisher.send_bytes(&batch).send(&Packet::Pingreq);
    for _ in 0..1500 {
        raw.recv_publish();
    }
    publisher.recv();
    let seen = bystanders.stop();
    assert!(seen.slowest < Duration::from_millis(500), "{seen:?}");
}

/// What is remembered about topics has a limit, also where each of them stands for thousands of subscription identifiers.
#[test]
fn identifiers_of_many_subscriptions_are_not_kept_for_every_topic() {
    let broker = Child::start(&[]);
    let mut raw = broker.connect(Version::V5, "collector");
    for number in 0..1 << 12 {
        let level = |bit: usize| if number >> bit & 1 == 0 { "l" } else { "+" };
        let levels = (0..12).map(level).collect::<Vec<_>>().join("/");
        raw.send(&Subscribe {
            subscription_identifier: Some(number as u32 + 1),
            ..subscribe(1, &[filter(&format!("{levels}/+"), AtMostOnce)])
        });
        raw.recv_suback();
    }
    let mut publisher = broker.connect(Version::V5, "publisher");
    let prefix = ["l"; 12].join("/");
    let before = broker.memory();
    for number in 0..4000 {
        let topic = format!("{prefix}/{number}");
        publisher.send(&publish(&topic, "x"));
        let ids = raw.recv_publish().properties.subscription_identifiers;
        assert_eq!(ids.iter().count(), 1 << 12);
    }
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 24 * MIB, "{} KiB more", grown >> 10);
}

/// One SUBSCRIBE whose every filter asks for all retained messages: they are sent, without being gathered first.
#[test]
fn replays_of_everything_over_and_over_are_bounded() {
    let broker = Child::start(&[]);
    let mut publisher = broker.connect(Version::V5, "publisher");
    for n in 0..2000 {
        publisher.send(&Publish {
            retain: true,
            ..publish(&format!("kept/a/{n}"), "x")
        });
    }
    publisher.expect_nothing();
    let bystanders = Bystanders::start(broker.address());
    let before = broker.memory();
    let mut raw = broker.connect_narrow(Version::V5, "again and again");
    let all = [
        "kept/#",
        "kept/a/#",
        "kept/+/#",
        "kept/a/+",
        "kept/+/+",
        "kept/a/+/#",
        "kept/+/+/#",
    ];
    let filters: Vec<_> = all.iter().cycle().take(21_000).collect();
    let filters: Vec<_> = filters.iter().map(|all| filter(all, AtMostOnce)).collect();
    raw.send(&subscribe(1, &filters));
    let suback = raw.recv_suback();
    assert_eq!(suback.reasons.len(), filters.len());
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 64 * MIB, "{} KiB more", grown >> 10);
    for _ in 0..all.len() * 2000 {
        assert!(raw.recv_publish().retain);
    }
    let seen = bystanders.stop();
    assert!(seen.slowest < Duration::from_secs(1), "{seen:?}");
}
