//! What the queue of a session costs: `cargo bench -p gmqtt-server`.
//!
//! The queue is nobody's business outside of the broker, so its files are compiled once more here.

#![allow(
    dead_code,
    unused_imports,
    reason = "only what a queue does all the time is measured, and the tests of these files are run elsewhere"
)]

use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use gmqtt_protocol::QoS;

#[path = "../src"]
mod server {
    pub(crate) mod clock;
    pub(crate) mod message;
    pub(crate) mod paged;
    pub(crate) mod queue;
}

use server::{clock, message, paged, queue};

use message::{Expiry, Message};
use queue::{Bounds, Held, Queue, Take};

fn main() {
    divan::main();
}

/// Messages that wait before the measured one comes.
const WAITING: [usize; 3] = [0, 100, 10_000];

fn held(qos: QoS) -> Held {
    let expires = Expiry::new(0, Some(7200), None);
    let topic = "fleet/berlin/vehicle-0042/telemetry";
    let message = Arc::new(Message::new(topic, &[], &[7; 64], (qos, false), expires));
    Held {
        message,
        qos,
        retain: false,
        ids: None,
        share: None,
        seq: None,
    }
}

fn filled(waiting: usize, held: &Held) -> Queue {
    let mut queue = Queue::default();
    (0..waiting).for_each(|_| push(&mut queue, held, usize::MAX));
    queue
}

fn push(queue: &mut Queue, held: &Held, most: usize) {
    let bounds = Bounds {
        messages: most,
        bytes: usize::MAX,
    };
    queue.push(held.clone(), bounds, 0, 1, |held, reason| {
        black_box((held, reason));
    });
}

/// In at one end, out at the other.
#[divan::bench(args = WAITING)]
fn push_and_pop(bencher: Bencher, waiting: usize) {
    let held = held(QoS::AtLeastOnce);
    let mut queue = filled(waiting, &held);
    bencher.bench_local(|| {
        push(&mut queue, &held, usize::MAX);
        black_box(queue.pop(Take::Any, drop))
    });
}

/// Full: the oldest makes room.
#[divan::bench(args = [100, 10_000])]
fn push_when_full(bencher: Bencher, most: usize) {
    let held = held(QoS::AtLeastOnce);
    let mut queue = filled(most, &held);
    bencher.bench_local(|| push(&mut queue, &held, most));
}

/// The sweep for what has expired, where nothing has.
#[divan::bench(args = [100, 10_000])]
fn purge_nothing(bencher: Bencher, waiting: usize) {
    let mut queue = filled(waiting, &held(QoS::AtLeastOnce));
    bencher.bench_local(|| queue.purge_expired(black_box(1), |_, _| ()));
}
