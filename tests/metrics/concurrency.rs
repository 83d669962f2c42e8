//! Scrapes while messages move.

use std::sync::atomic::{AtomicBool, Ordering};

use super::watched::Watched;
use crate::support::prelude::*;

/// Counters only grow, gauges stay in their bounds, and in the end nothing is missing.
#[test]
fn scrapes_under_load_see_counters_grow_and_lose_nothing() {
    const MESSAGES: usize = 20_000;
    let broker = Watched::start();
    let mut subscriber = broker.v311("s");
    subscriber.subscribe("t", AtMostOnce);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let scraper = scope.spawn(|| {
            let (mut last, mut scrapes) = (0.0, 0);
            while !over.load(Ordering::Relaxed) || scrapes < 3 {
                let series = broker.scrape();
                let sent = series["gmqtt_messages_sent_total{qos=\"0\"}"];
                let received = series["gmqtt_messages_received_total{qos=\"0\"}"];
                assert!(sent >= last && sent <= MESSAGES as f64, "{last} {sent}");
                assert!(received <= 2.0 * MESSAGES as f64);
                assert!(series["gmqtt_sessions_active_current"] <= 3.0);
                (last, scrapes) = (sent, scrapes + 1);
            }
        });
        let publishing = ["a", "b"].map(|client_id| {
            let mut publisher = broker.v311(client_id);
            let mut wire = Vec::new();
            for _ in 0..100 {
                publish("t", "payload").encode(Version::V3_1_1, &mut wire);
            }
            scope.spawn(move || {
                for _ in 0..MESSAGES / 200 {
                    publisher.send_bytes(&wire);
                }
                publisher.expect_nothing();
                publisher
            })
        });
        for _ in 0..MESSAGES {
            subscriber.recv_bytes();
        }
        let _publishers = publishing.map(|thread| thread.join().expect("published"));
        over.store(true, Ordering::Relaxed);
        scraper.join().expect("scraped");
    });
    let sent = broker.value("gmqtt_messages_sent_total{qos=\"0\"}");
    let received = broker.value("gmqtt_messages_received_total{qos=\"0\"}");
    assert_eq!((sent, received), (MESSAGES as f64, MESSAGES as f64));
    let timed = broker.value("gmqtt_message_delivery_seconds_count");
    assert!(timed > 0.0 && timed <= MESSAGES as f64 / 64.0, "{timed}");
}
