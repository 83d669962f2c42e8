//! What `commit: async` may lose: what was acknowledged within `flush_interval` before the end, and nothing else.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gmqtt_protocol::QoS::AtLeastOnce;
use gmqtt_protocol::Version;

use super::broker::Broker;
use super::publisher::Publisher;
use super::subscriber::Subscriber;
use super::{Random, rounds};

const INTERVAL: Duration = Duration::from_millis(300);
/// Writing and syncing, on a machine that has other things to do.
const SLACK: Duration = Duration::from_millis(200);

#[test]
fn an_async_broker_loses_at_most_its_interval() {
    let mut random = Random::seeded();
    let mut broker = Broker::embedded(&[
        "persistence.embedded.commit=async",
        "persistence.embedded.flush_interval=300ms",
    ]);
    let (mut windows, mut lost) = (Vec::new(), 0);
    for round in 0..rounds(5) {
        let publisher = format!("p{round}");
        let mut publisher = Publisher::new(&publisher, Version::V5, AtLeastOnce);
        let mut subscriber =
            Subscriber::new(&format!("s{round}"), Version::V5, "data/#", AtLeastOnce);
        subscriber
            .run(broker.address(), &AtomicBool::new(true))
            .expect("nothing was killed yet");
        // The session itself is within the window, too.
        thread::sleep(INTERVAL + SLACK);
        let moment = INTERVAL + Duration::from_millis(random.below(600));
        let (address, stops) = (broker.address(), AtomicBool::new(false));
        let killed = thread::scope(|scope| {
            let running = scope.spawn(|| publisher.run(address, &stops));
            thread::sleep(moment);
            let killed = Instant::now();
            broker.kill();
            stops.store(true, Ordering::Relaxed);
            let ended = running.join().expect("the publisher lost nothing");
            assert!(ended.is_err(), "its connection ended");
            killed
        });
        broker.restart();
        subscriber
            .run(broker.address(), &AtomicBool::new(true))
            .expect("nothing is killed");
        let received = subscriber
            .received
            .remove(&publisher.name)
            .unwrap_or_default();
        let there = |number: u64| received.contains_key(&number);
        let missing: Vec<_> = publisher
            .acknowledged
            .iter()
            .filter(|(number, _)| !there(*number))
            .collect();
        // What is lost is the end of what was said.
        let first = missing.first().map_or(u64::MAX, |(number, _)| *number);
        let behind = received.keys().filter(|number| **number > first).count();
        assert_eq!(
            behind, 0,
            "a message survived that came after one that was lost"
        );
        lost += missing.len();
        if let Some((number, at)) = missing.first() {
            let window = killed.saturating_duration_since(*at);
            windows.push(window);
            assert!(
                window <= INTERVAL + SLACK,
                "message {number} had been acknowledged {window:?} before the broker was killed"
            );
        }
    }
    let widest = windows.iter().max();
    println!("lost {lost} acknowledged messages, the oldest {widest:?} before the end");
}
