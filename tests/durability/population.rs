//! Publishers and subscribers together, and what must hold for them whatever was killed.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gmqtt_protocol::QoS::{AtLeastOnce, ExactlyOnce};
use gmqtt_protocol::Version;

use super::publisher::Publisher;
use super::subscriber::Subscriber;
use crate::support::Raw;
use crate::support::packets::connect;

/// Clients with sessions that last.
#[derive(Debug)]
pub(super) struct Population {
    publishers: Vec<Publisher>,
    /// The last one is mostly away.
    subscribers: Vec<Subscriber>,
}

/// How long everything may take to arrive in the end.
const PATIENCE: Duration = Duration::from_secs(120);

impl Population {
    /// Subscribes the subscribers. Publishers of `version`, or of both 3.1.1 and 5.
    pub(super) fn settle(address: SocketAddr, version: Option<Version>) -> Self {
        let v5 = version.unwrap_or(Version::V5);
        let v3 = version.unwrap_or(Version::V3_1_1);
        let mut kept = Publisher::new("kept", v5, AtLeastOnce);
        kept.retain = true;
        let mut population = Self {
            publishers: vec![
                Publisher::new("one", v5, AtLeastOnce),
                Publisher::new("two", v3, AtLeastOnce),
                Publisher::new("three", v5, ExactlyOnce),
                Publisher::new("four", v3, ExactlyOnce),
                kept,
            ],
            subscribers: vec![
                Subscriber::new("first", Version::V5, "data/+", AtLeastOnce),
                Subscriber::new("second", Version::V3_1_1, "data/+", ExactlyOnce),
                Subscriber::new("away", Version::V5, "data/+", ExactlyOnce),
            ],
        };
        for subscriber in &mut population.subscribers {
            let connected = subscriber.run(address, &AtomicBool::new(true));
            connected.expect("nothing was killed yet");
        }
        population
    }

    /// Lets all of them work while `kill` does what it does; then their connections end, or they are told to stop.
    pub(super) fn work(
        &mut self,
        address: SocketAddr,
        is_away_here: bool,
        kill: impl FnOnce(&AtomicBool),
    ) {
        let stops = AtomicBool::new(false);
        thread::scope(|scope| {
            let stops = &stops;
            for publisher in &mut self.publishers {
                scope.spawn(move || until(stops, || publisher.run(address, stops)));
            }
            let here = self.subscribers.len() - usize::from(!is_away_here);
            for subscriber in &mut self.subscribers[..here] {
                scope.spawn(move || until(stops, || subscriber.run(address, stops)));
            }
            kill(stops);
            stops.store(true, Ordering::Relaxed);
        });
    }

    /// How many messages were acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        self.publishers.iter().map(|it| it.acknowledged.len()).sum()
    }

    /// Has everything that was sent acknowledged and delivered, and checks every promise.
    pub(super) fn finish(mut self, address: SocketAddr) {
        let stops = AtomicBool::new(true);
        for publisher in &mut self.publishers {
            let deadline = Instant::now() + PATIENCE;
            while !publisher.is_done() {
                assert!(
                    Instant::now() < deadline,
                    "{} is not answered",
                    publisher.name
                );
                let _ = publisher.run(address, &stops);
            }
        }
        let (kept, publishers): (Vec<_>, Vec<_>) = self
            .publishers
            .iter()
            .partition(|publisher| publisher.retain);
        for subscriber in &mut self.subscribers {
            let deadline = Instant::now() + PATIENCE;
            let name = subscriber.name.clone();
            let received = subscriber.run_until(address, |subscriber| {
                let late = Instant::now() > deadline;
                assert!(!late, "{}", missing(subscriber, &publishers));
                publishers
                    .iter()
                    .all(|it| subscriber.has_all(&it.name, it.last))
            });
            received.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(subscriber.out_of_order, [""; 0]);
            for publisher in &publishers {
                check(subscriber, publisher);
            }
        }
        for kept in kept {
            assert_eq!(retained(address), format!("kept:{}", kept.last));
        }
    }
}

/// Works again and again while connections end, until it is to stop.
fn until(stops: &AtomicBool, mut work: impl FnMut() -> std::io::Result<()>) {
    while work().is_err() && !stops.load(Ordering::Relaxed) {
        // Nobody listens while what was killed is not back.
        thread::sleep(Duration::from_millis(5));
    }
}

fn check(subscriber: &Subscriber, publisher: &Publisher) {
    if publisher.last == 0 {
        return;
    }
    let received = &subscriber.received[&publisher.name];
    let (first, last) = (received.keys().next(), received.keys().next_back());
    assert_eq!((first, last), (Some(&1), Some(&publisher.last)));
    assert_eq!(received.len() as u64, publisher.last, "{}", publisher.name);
    if publisher.qos == ExactlyOnce && subscriber.qos == ExactlyOnce {
        let twice: Vec<_> = received.iter().filter(|(_, times)| **times > 1).collect();
        assert!(
            twice.is_empty(),
            "{} got messages of {} more than once: {twice:?}",
            subscriber.name,
            publisher.name
        );
    }
}

/// What a subscriber waits for, in words.
fn missing(subscriber: &Subscriber, publishers: &[&Publisher]) -> String {
    let mut text = format!("{} still waits for", subscriber.name);
    for publisher in publishers {
        let received = subscriber.received.get(&publisher.name);
        let has = |number: &u64| received.is_some_and(|it| it.contains_key(number));
        let missing: Vec<_> = (1..=publisher.last)
            .filter(|it| !has(it))
            .take(20)
            .collect();
        if !missing.is_empty() {
            text.push_str(&format!(
                " {}:{missing:?} of {}",
                publisher.name, publisher.last
            ));
        }
    }
    text
}

/// What is retained on `kept/kept`.
fn retained(address: SocketAddr) -> String {
    let mut raw = Raw::open(address, Version::V5);
    raw.send(&connect(Version::V5, "")).expect_accepted();
    raw.subscribe("kept/kept", AtLeastOnce);
    String::from_utf8_lossy(raw.recv_message().payload).into_owned()
}
