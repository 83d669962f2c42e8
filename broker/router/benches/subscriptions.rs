//! Subscribing and matching among 1,000 to 1,000,000 filters.
//!
//! A device has a topic of four levels. Of its filters, seven in ten name it, the others have a `+`
//! for the site or a `#` for the measure, so that every topic matches one filter.

use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use divan::Bencher;
use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Subscriptions, Versions, Visitor};
use parking_lot::RwLock;

type Table = Subscriptions<usize, u64>;

const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

/// Removes in between, untimed, so that the table keeps its size.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 200)]
fn subscribe(bencher: Bencher<'_, '_>, size: usize) {
    let table = RefCell::new(table(size));
    let next = Cell::new(size);
    bencher
        .with_inputs(|| {
            let device = next.replace(next.get() + 1);
            let old = device.saturating_sub(400);
            if old >= size {
                table.borrow_mut().remove(filter(&filter_of(old)), &old);
            }
            (filter_of(device), device)
        })
        .bench_local_refs(|(text, device)| table.borrow_mut().insert(filter(text), *device, 0));
}

/// Inserts in between, untimed.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 200)]
fn unsubscribe(bencher: Bencher<'_, '_>, size: usize) {
    let table = RefCell::new(table(size));
    let next = Cell::new(size);
    bencher
        .with_inputs(|| {
            let device = next.replace(next.get() + 1);
            let text = filter_of(device);
            table.borrow_mut().insert(filter(&text), device, 0);
            (text, device)
        })
        .bench_local_refs(|(text, device)| table.borrow_mut().remove(filter(text), device));
}

/// One of a hundred topics, over and over.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1000)]
fn match_warm(bencher: Bencher<'_, '_>, size: usize) {
    let table = table(size);
    let mut topics = Topics::new(size, 100);
    bencher.bench_local(|| matches(&table, topics.next()));
}

/// Any of the topics of all filters: memory latency counts.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1000)]
fn match_any(bencher: Bencher<'_, '_>, size: usize) {
    let table = table(size);
    let mut topics = Topics::new(size, size);
    bencher.bench_local(|| matches(&table, topics.next()));
}

/// The first two levels exist, the third does not.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1000)]
fn match_nothing(bencher: Bencher<'_, '_>, size: usize) {
    let table = table(size);
    bencher.bench_local(|| matches(&table, black_box("site/7/nobody/temperature")));
}

/// As `match_any`, under a lock that another thread takes 1,000 times a second to subscribe.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1000)]
fn match_any_while_subscribing(bencher: Bencher<'_, '_>, size: usize) {
    let table = RwLock::new(table(size));
    let versions = Versions::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for device in size.. {
                let (new, old) = (filter_of(device), filter_of(device - 1));
                {
                    let mut table = table.write();
                    table.insert(filter(&new), device, 0);
                    table.remove(filter(&old), &(device - 1));
                    versions.bump(filter(&new));
                }
                if done.load(Ordering::Relaxed) {
                    return;
                }
                thread::sleep(Duration::from_millis(1));
            }
        });
        let mut topics = Topics::new(size - 1, size - 1);
        bencher.bench_local(|| matches(&table.read(), topics.next()));
        done.store(true, Ordering::Relaxed);
    });
}

/// What a cached route costs to check.
#[divan::bench]
fn check_a_stamp(bencher: Bencher<'_, '_>) {
    let versions = Versions::new();
    let topic = topic_of(1);
    let topic = TopicName::parse(&topic).expect("a valid name");
    let stamp = versions.stamp(topic);
    bencher.bench_local(|| versions.is_current(black_box(topic), black_box(stamp)));
}

fn table(size: usize) -> Table {
    let mut table = Table::new();
    for device in 0..size {
        table.insert(filter(&filter_of(device)), device, 0);
    }
    table
}

fn topic_of(device: usize) -> String {
    format!("site/{}/device-{device}/temperature", device % 100)
}

fn filter_of(device: usize) -> String {
    let site = device % 100;
    match device % 20 {
        0..3 => format!("site/+/device-{device}/temperature"),
        3..6 => format!("site/{site}/device-{device}/#"),
        _ => format!("site/{site}/device-{device}/temperature"),
    }
}

fn filter(text: &str) -> TopicFilter<'_> {
    TopicFilter::parse(text).expect("a valid filter")
}

fn matches(table: &Table, topic: &str) -> usize {
    let mut count = Count(0);
    let topic = TopicName::parse(topic).expect("a valid name");
    table.matching(topic, &mut count);
    count.0
}

struct Count(usize);

impl Visitor<usize, u64> for Count {
    fn plain(&mut self, key: &usize, value: &u64) {
        black_box((key, value));
        self.0 += 1;
    }

    fn group(&mut self, group: &Group<usize, u64>) {
        black_box(group.members());
    }
}

/// Topics in an order that no cache foresees, written out before the clock runs.
struct Topics {
    texts: Vec<String>,
    at: usize,
}

impl Topics {
    fn new(devices: usize, count: usize) -> Self {
        let mut device = 12_345_usize;
        let mut draw = || {
            device = device
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            topic_of((device >> 20) % devices)
        };
        Self {
            texts: (0..count.min(100_000)).map(|_| draw()).collect(),
            at: 0,
        }
    }

    fn next(&mut self) -> &str {
        self.at = (self.at + 1) % self.texts.len();
        &self.texts[self.at]
    }
}
