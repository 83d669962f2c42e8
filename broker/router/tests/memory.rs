//! What the tables cost in memory, counted at the allocator.
//!
//! One test only: a count is of the whole process.

use std::alloc::System;

use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Retained, Subscriptions, Visitor};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The key is the size of a pointer, the value that of a subscription's options.
type Table = Subscriptions<usize, u64>;

#[test]
fn the_tables_stay_within_their_goals() {
    for (filters, overlap) in [(10_000, 1), (10_000, 2), (200_000, 1)] {
        let texts = filters_of_clients(filters, overlap);
        let (table, held) = bytes_held(|| subscribed(&texts));
        println!("{} bytes a filter, {overlap} to a topic", held / filters);
        assert!(held <= 200 * filters, "{held} bytes for {filters} filters");
        assert_matching_allocates_nothing(&table);
        assert_removal_frees(table, &texts, held);
    }
    let count = 10_000;
    let topics: Vec<String> = (0..count)
        .map(|n| format!("site/{}/sensor/{n}", n % 100))
        .collect();
    let (index, held) = bytes_held(|| retained(&topics));
    println!("{} bytes a retained message", held / index.len());
    assert!(held <= 300 * count, "{held} bytes for {count} messages");
}

/// Five levels, the last one of its own for every `overlap` filters; a quarter has a `+` on the
/// way and a seventh a `#` at the end.
fn filters_of_clients(count: usize, overlap: usize) -> Vec<String> {
    let text = |n: usize| {
        let leaf = n / overlap;
        let (a, b, c) = (leaf % 10, leaf / 10 % 10, leaf / 100 % 10);
        match n % 20 {
            0..5 => format!("bench/b{a}/+/d{c}/n{leaf}"),
            5..8 => format!("bench/b{a}/c{b}/d{c}/n{leaf}/#"),
            _ => format!("bench/b{a}/c{b}/d{c}/n{leaf}"),
        }
    };
    (0..count).map(text).collect()
}

fn subscribed(texts: &[String]) -> Table {
    let mut table = Table::new();
    for (n, text) in texts.iter().enumerate() {
        table.insert(filter(text), n % 50, 0);
    }
    assert_eq!(table.len(), texts.len());
    table
}

fn retained(topics: &[String]) -> Retained<Box<u8>> {
    let mut index = Retained::new();
    for topic in topics {
        index.insert(name(topic), Box::new(0));
    }
    index
}

/// What `make` leaves allocated, in bytes.
fn bytes_held<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let region = Region::new(ALLOCATOR);
    let made = make();
    let change = region.change();
    (made, change.bytes_allocated - change.bytes_deallocated)
}

fn assert_matching_allocates_nothing(table: &Table) {
    let mut visits = Visits(0);
    let region = Region::new(ALLOCATOR);
    for topic in ["bench/b1/c0/d0/n1", "bench/b3/c1/d0/n13", "bench/x/y"] {
        table.matching(name(topic), &mut visits);
    }
    assert_eq!(region.change().allocations, 0);
    assert!(visits.0 > 0);
}

/// Chunks of freed nodes are given back; a small directory of them may stay.
fn assert_removal_frees(mut table: Table, texts: &[String], held: usize) {
    let region = Region::new(ALLOCATOR);
    for (n, text) in texts.iter().enumerate() {
        assert_eq!(table.remove(filter(text), &(n % 50)), Some(0));
    }
    let change = region.change();
    let left = held + change.bytes_allocated - change.bytes_deallocated;
    assert!(left <= 32 * 1024 + held / 100, "{left} left of {held}");
}

struct Visits(usize);

impl Visitor<usize, u64> for Visits {
    fn plain(&mut self, _: &usize, _: &u64) {
        self.0 += 1;
    }

    fn group(&mut self, _: &Group<usize, u64>) {}
}

fn filter(text: &str) -> TopicFilter<'_> {
    TopicFilter::parse(text).expect("a valid filter")
}

fn name(text: &str) -> TopicName<'_> {
    TopicName::parse(text).expect("a valid name")
}
