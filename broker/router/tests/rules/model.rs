//! Any history of changes gives the same answers as a plain list asked filter by filter.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::found::{Found, filter, found, name};
use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Retained, Subscriptions};
use proptest::prelude::*;

/// Few levels of few values, so that filters and topics meet often.
fn topic() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&["", "a", "b", "$a", "c"]), 1..5)
        .prop_map(|levels| levels.join("/"))
        .prop_filter("a valid name", |topic| TopicName::parse(topic).is_ok())
}

fn inner() -> impl Strategy<Value = String> {
    let level = prop::sample::select(&["", "a", "b", "$a", "+", "+"]);
    (prop::collection::vec(level, 0..4), any::<bool>())
        .prop_map(|(mut levels, hash)| {
            levels.extend(hash.then_some("#"));
            levels.join("/")
        })
        .prop_filter("a valid filter", |text| {
            TopicFilter::parse(text).is_ok_and(|filter| filter.share().is_none())
        })
}

fn any_filter() -> impl Strategy<Value = String> {
    let share = prop::sample::select(&["", "", "$share/g/", "$share/h/"]);
    (share, inner()).prop_map(|(share, inner)| format!("{share}{inner}"))
}

/// A list of subscriptions in order of subscribing.
#[derive(Default)]
struct List(Vec<(String, u32, u32)>);

impl List {
    fn insert(&mut self, filter: &str, client: u32, value: u32) -> Option<u32> {
        let known = self.position(filter, client);
        match known {
            Some(at) => Some(std::mem::replace(&mut self.0[at].2, value)),
            None => {
                self.0.push((filter.to_owned(), client, value));
                None
            }
        }
    }

    fn remove(&mut self, filter: &str, client: u32) -> Option<u32> {
        Some(self.0.remove(self.position(filter, client)?).2)
    }

    fn position(&self, filter: &str, client: u32) -> Option<usize> {
        let mut entries = self.0.iter();
        entries.position(|(f, c, _)| f == filter && *c == client)
    }

    fn found(&self, topic: &str) -> Found {
        let mut plain = Vec::new();
        let mut groups: BTreeMap<_, Vec<(u32, u32)>> = BTreeMap::new();
        for (text, client, value) in &self.0 {
            let filter = filter(text);
            if !filter.matches(name(topic)) {
                continue;
            }
            match filter.share() {
                None => plain.push((*client, *value)),
                Some(share) => groups
                    .entry((share.to_owned(), filter.filter().to_owned()))
                    .or_default()
                    .push((*client, *value)),
            }
        }
        plain.sort_unstable();
        let groups = groups.into_iter();
        Found {
            plain,
            groups: groups.map(|((s, f), m)| (s, f, m)).collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn subscriptions_answer_like_a_list(
        changes in prop::collection::vec((0..3_u8, any_filter(), 0..4_u32), 0..120),
        topics in prop::collection::vec(topic(), 1..12),
    ) {
        let mut table = Subscriptions::new();
        let mut list = List::default();
        for (value, (change, text, client)) in (0..).zip(&changes) {
            if *change > 0 {
                let replaced = table.insert(filter(text), *client, value);
                prop_assert_eq!(replaced, list.insert(text, *client, value));
            } else {
                prop_assert_eq!(table.remove(filter(text), client), list.remove(text, *client));
            }
            prop_assert_eq!(table.len(), list.0.len());
        }
        for topic in &topics {
            prop_assert_eq!(found(&table, topic), list.found(topic), "{}", topic);
        }
        for (text, client, value) in &list.0 {
            prop_assert_eq!(table.find(filter(text), client), Some(value));
        }
        let mut listed = Vec::new();
        table.for_each(|filter, client, value| listed.push((filter.to_owned(), *client, *value)));
        listed.sort_unstable();
        list.0.sort_unstable();
        prop_assert_eq!(listed, list.0);
    }

    #[test]
    fn retained_answers_like_a_map(
        changes in prop::collection::vec((0..3_u8, topic()), 0..120),
        filters in prop::collection::vec(inner(), 1..12),
        limit in 0..120_u32,
    ) {
        let mut index = Retained::new();
        let mut map = BTreeMap::new();
        for (value, (change, topic)) in (0..).zip(&changes) {
            if *change > 0 {
                prop_assert_eq!(index.insert(name(topic), value), map.insert(topic.clone(), value));
            } else {
                prop_assert_eq!(index.remove(name(topic)), map.remove(topic));
            }
        }
        let check = |index: &Retained<u32>, map: &BTreeMap<String, u32>| {
            for text in &filters {
                let mut found = Vec::new();
                index.matching(text, |value| {
                    found.push(*value);
                    ControlFlow::Continue(())
                });
                found.sort_unstable();
                let matching = map.iter().filter(|(topic, _)| filter(text).matches(name(topic)));
                let mut expected: Vec<u32> = matching.map(|(_, value)| *value).collect();
                expected.sort_unstable();
                prop_assert_eq!(found, expected, "{}", text);
            }
            prop_assert_eq!(index.len(), map.len());
            Ok(())
        };
        check(&index, &map)?;
        index.retain(|value| *value < limit);
        map.retain(|_, value| *value < limit);
        check(&index, &map)?;
    }
}
