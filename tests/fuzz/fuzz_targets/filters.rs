//! Topic filters against topic names: the tries of the router find what the definition of a match says, and forget what is removed.
#![no_main]

use std::ops::ControlFlow;

use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Retained, Subscriptions, Visitor};
use libfuzzer_sys::fuzz_target;

/// Counts what matches by the key, which is the place of the filter among the lines.
#[derive(Default)]
struct Found(Vec<usize>);

impl Visitor<usize, ()> for Found {
    fn plain(&mut self, key: &usize, (): &()) {
        self.0.push(*key);
    }

    fn group(&mut self, group: &Group<usize, ()>) {
        self.0.extend(group.members().iter().map(|(key, ())| *key));
    }
}

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    let filters = || {
        let filters = lines.iter().map(|line| TopicFilter::parse(line).ok());
        filters
            .enumerate()
            .filter_map(|(key, filter)| Some((key, filter?)))
    };
    let names = || lines.iter().filter_map(|line| TopicName::parse(line).ok());
    let (mut table, mut retained) = (Subscriptions::new(), Retained::new());
    for (key, filter) in filters() {
        table.insert(filter, key, ());
    }
    for name in names() {
        retained.insert(name, name);
    }
    for name in names() {
        let mut found = Found::default();
        table.matching(name, &mut found);
        found.0.sort_unstable();
        let matching = filters().filter(|(_, filter)| filter.matches(name));
        assert!(matching.map(|(key, _)| key).eq(found.0), "{name:?}");
    }
    for (key, filter) in filters() {
        let mut found = 0;
        retained.matching(filter.filter(), |name| {
            assert!(filter.matches(*name), "{filter:?} {name:?}");
            found += 1;
            ControlFlow::Continue(())
        });
        let mut distinct: Vec<_> = names().map(TopicName::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let name = |text| TopicName::parse(text).expect("it was parsed before");
        let matching = distinct.iter().filter(|text| filter.matches(name(text)));
        assert_eq!(matching.count(), found, "{filter:?}");
        assert!(table.remove(filter, &key).is_some());
    }
    for name in names() {
        retained.remove(name);
    }
    assert!(table.is_empty() && retained.is_empty());
});
