//! Topics as deep as the protocol allows, on a stack that no recursion over their levels survives.

use std::ops::ControlFlow;
use std::thread;

use crate::found::{filter, found, name};
use gmqtt_router::{Retained, Subscriptions};

/// Levels of the deepest topic: 65,535 bytes hold as many, the last one not empty.
const LEVELS: usize = 65_535;

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(128 * 1024);
    let running = thread.spawn(test).expect("a thread");
    running.join().expect("no panic");
}

fn deepest() -> String {
    let topic = "/".repeat(LEVELS - 1) + "a";
    assert_eq!(topic.len(), 65_535);
    topic
}

#[test]
fn the_deepest_filter_comes_matches_and_goes() {
    on_a_small_stack(|| {
        let deep = deepest();
        let hash = "/".repeat(LEVELS - 1) + "#";
        // One byte a level leaves room for a plus at every other level.
        let plus = "+/".repeat(LEVELS / 2) + "#";
        let shared = "$share/g/".to_owned() + &"/".repeat(60_000) + "#";
        let mut table = Subscriptions::new();
        for (client, text) in (0..).zip([&deep, &hash, &plus, &shared]) {
            table.insert(filter(text), client, 0);
        }
        let all = found(&table, &deep);
        assert_eq!(all.plain, [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(all.groups.len(), 1);
        let mut listed = 0;
        table.for_each(|filter, _, _| listed += filter.len());
        assert_eq!(listed, deep.len() + hash.len() + plus.len() + shared.len());
        for (client, text) in (0..).zip([&deep, &hash, &plus, &shared]) {
            assert_eq!(table.remove(filter(text), &client), Some(0));
        }
        assert!(table.is_empty());
        assert_eq!(found(&table, &deep).plain, []);
    });
}

#[test]
fn the_deepest_retained_message_comes_matches_and_goes() {
    on_a_small_stack(|| {
        let deep = deepest();
        let mut index = Retained::new();
        index.insert(name(&deep), 1);
        index.insert(name("/a"), 2);
        let plus = "+/".repeat(LEVELS / 2) + "#";
        for text in ["#", "/#", &deep, &plus] {
            let mut found = Vec::new();
            index.matching(text, |value| {
                found.push(*value);
                ControlFlow::Continue(())
            });
            assert!(found.contains(&1));
        }
        assert_eq!(index.remove(name(&deep)), Some(1));
        index.insert(name(&deep), 1);
        index.retain(|value| *value == 2);
        assert_eq!(index.len(), 1);
    });
}

#[test]
fn full_tables_are_dropped_at_any_depth() {
    on_a_small_stack(|| {
        let deep = deepest();
        let mut table = Subscriptions::new();
        table.insert(filter(&deep), 1, 1);
        drop(table);
        let mut index = Retained::new();
        index.insert(name(&deep), 1);
        drop(index);
    });
}
