//! Storing and finding retained messages among 1,000 and 100,000.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use gmqtt_protocol::TopicName;
use gmqtt_router::Retained;

const SIZES: [usize; 2] = [1_000, 100_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 200, sample_size = 200)]
fn store(bencher: Bencher<'_, '_>, size: usize) {
    let index = RefCell::new(index(size));
    let next = Cell::new(size);
    bencher
        .with_inputs(|| {
            let device = next.replace(next.get() + 1);
            index.borrow_mut().remove(name(&topic_of(device - 400)));
            topic_of(device)
        })
        .bench_local_refs(|topic| index.borrow_mut().insert(name(topic), 0));
}

/// Through the filter, as a SUBSCRIBE does.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1000)]
fn find_exact(bencher: Bencher<'_, '_>, size: usize) {
    let index = index(size);
    let topics: Vec<String> = (0..size).map(topic_of).collect();
    let mut at = 0;
    bencher.bench_local(|| {
        // A stride without a common factor: neighbours in the table are not asked for in a row.
        at = (at + 7919) % size;
        found(&index, &topics[at])
    });
}

/// One site of a hundred: a hundredth of all messages.
#[divan::bench(args = SIZES)]
fn find_plus(bencher: Bencher<'_, '_>, size: usize) {
    let index = index(size);
    bencher
        .counter(ItemsCount::new(size / 100))
        .bench_local(|| found(&index, black_box("site/7/+/temperature")));
}

/// All messages.
#[divan::bench(args = SIZES)]
fn find_hash(bencher: Bencher<'_, '_>, size: usize) {
    let index = index(size);
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| found(&index, black_box("site/#")));
}

fn index(size: usize) -> Retained<u64> {
    let mut index = Retained::new();
    for device in 0..size {
        index.insert(name(&topic_of(device)), 0);
    }
    index
}

fn topic_of(device: usize) -> String {
    format!("site/{}/device-{device}/temperature", device % 100)
}

fn name(topic: &str) -> TopicName<'_> {
    TopicName::parse(topic).expect("a valid name")
}

fn found(index: &Retained<u64>, filter: &str) -> u64 {
    let mut count = 0;
    index.matching(filter, |value| {
        count += 1 + black_box(*value);
        ControlFlow::Continue(())
    });
    count
}
