//! Two clients that have nothing to do with the attack: what they notice of it is what the tests are about.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use crate::support::prelude::*;

/// A pair that exchanges messages of every QoS, one after the other, until it is stopped.
///
/// [`Raw`] gives an answer five seconds: a longer delay, a lost, changed, repeated or misplaced message fails the test.
pub(super) struct Bystanders {
    stop: Arc<AtomicBool>,
    /// `None` once they were stopped.
    pair: Option<JoinHandle<Seen>>,
}

/// What the pair has seen.
#[derive(Debug)]
pub(super) struct Seen {
    /// Messages that went through.
    pub(super) messages: u64,
    /// The longest time one took.
    pub(super) slowest: Duration,
}

/// Keeps the pair from taking a whole core.
const PAUSE: Duration = Duration::from_millis(1);

impl Bystanders {
    #[track_caller]
    pub(super) fn start(address: SocketAddr) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut pair = Pair::connect(address);
        pair.exchange();
        let stopped = stop.clone();
        let pair = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                pair.exchange();
                pass(PAUSE);
            }
            pair.seen
        });
        Self {
            stop,
            pair: Some(pair),
        }
    }

    /// Both are still there and nothing was lost.
    #[track_caller]
    pub(super) fn stop(mut self) -> Seen {
        self.leave()
            .expect("they were not stopped before")
            .expect("the bystanders noticed nothing")
    }

    fn leave(&mut self) -> Option<std::thread::Result<Seen>> {
        self.stop.store(true, Ordering::Relaxed);
        self.pair.take().map(JoinHandle::join)
    }
}

/// When a test fails they leave before the broker does.
impl Drop for Bystanders {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

struct Pair {
    publisher: Raw,
    subscriber: Raw,
    seen: Seen,
}

impl Pair {
    #[track_caller]
    fn connect(address: SocketAddr) -> Self {
        let mut clients = [Version::V5, Version::V3_1_1].map(|version| {
            let mut raw = Raw::open(address, version);
            raw.send(&connect(version, &format!("bystander {version:?}")))
                .expect_accepted();
            raw
        });
        clients[1].subscribe("bystanders/+", ExactlyOnce);
        let [publisher, subscriber] = clients;
        let seen = Seen {
            messages: 0,
            slowest: Duration::ZERO,
        };
        Self {
            publisher,
            subscriber,
            seen,
        }
    }

    #[track_caller]
    fn exchange(&mut self) {
        let number = self.seen.messages;
        let qos = QoS::from_u8((number % 3) as u8).expect("0, 1 or 2");
        let (topic, payload) = (format!("bystanders/{}", number % 7), number.to_string());
        let begun = Instant::now();
        self.publisher.publish(&topic, &payload, qos);
        let message = self.subscriber.expect_message(&topic, &payload);
        assert_eq!((message.qos, message.dup), (qos, false));
        self.seen.messages += 1;
        self.seen.slowest = self.seen.slowest.max(begun.elapsed());
    }
}
