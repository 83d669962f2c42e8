//! The rules of retained messages, one test each.

use std::ops::ControlFlow;

use crate::found::name;
use gmqtt_router::Retained;

fn index<'a>(topics: &[&'a str]) -> Retained<&'a str> {
    let mut index = Retained::new();
    for topic in topics {
        assert_eq!(index.insert(name(topic), *topic), None);
    }
    index
}

fn matching<'a>(index: &Retained<&'a str>, filter: &str) -> Vec<&'a str> {
    let mut topics = Vec::new();
    index.matching(filter, |topic| {
        topics.push(*topic);
        ControlFlow::Continue(())
    });
    topics.sort_unstable();
    topics
}

/// [MQTT-3.3.1-5]
#[test]
fn a_topic_has_one_value() {
    let mut index = Retained::new();
    assert_eq!(index.insert(name("a/b"), 1), None);
    assert_eq!(index.insert(name("a/b"), 2), Some(1));
    assert_eq!(index.find(name("a/b")), Some(&2));
    assert_eq!(index.find(name("a")), None);
    assert_eq!(index.find(name("a/b/c")), None);
    assert_eq!(index.len(), 1);
}

/// [MQTT-3.3.1-6]
#[test]
fn a_removed_value_is_gone() {
    let mut index = index(&["a", "a/b", "a/b/c"]);
    assert_eq!(index.remove(name("a/b")), Some("a/b"));
    assert_eq!(index.remove(name("a/b")), None);
    assert_eq!(matching(&index, "#"), ["a", "a/b/c"]);
    assert_eq!(index.remove(name("x")), None);
    assert_eq!(index.len(), 2);
}

/// MQTT 5 section 4.7.1
#[test]
fn filters_find_what_they_match() {
    let index = index(&["a", "a/", "a/b", "a/b/c", "a/c/c", "/", "/b", "b/b/b"]);
    assert_eq!(matching(&index, "a/b"), ["a/b"]);
    assert_eq!(
        matching(&index, "a/#"),
        ["a", "a/", "a/b", "a/b/c", "a/c/c"]
    );
    assert_eq!(matching(&index, "+"), ["a"]);
    assert_eq!(matching(&index, "a/+"), ["a/", "a/b"]);
    assert_eq!(matching(&index, "+/b"), ["/b", "a/b"]);
    assert_eq!(matching(&index, "+/+/c"), ["a/b/c", "a/c/c"]);
    assert_eq!(matching(&index, "+/b/#"), ["/b", "a/b", "a/b/c", "b/b/b"]);
    assert_eq!(matching(&index, "/#"), ["/", "/b"]);
    assert_eq!(matching(&index, "c/#"), [""; 0]);
    assert_eq!(matching(&index, "#").len(), 8);
}

/// [MQTT-4.7.2-1]
#[test]
fn a_filter_that_starts_with_a_wildcard_finds_no_dollar_topic() {
    let index = index(&["$SYS/x", "$", "a/$x", "a"]);
    assert_eq!(matching(&index, "#"), ["a", "a/$x"]);
    assert_eq!(matching(&index, "+"), ["a"]);
    assert_eq!(matching(&index, "+/#"), ["a", "a/$x"]);
    assert_eq!(matching(&index, "+/x"), [""; 0]);
    assert_eq!(matching(&index, "$SYS/#"), ["$SYS/x"]);
    assert_eq!(matching(&index, "$SYS/+"), ["$SYS/x"]);
    assert_eq!(matching(&index, "a/+"), ["a/$x"]);
}

#[test]
fn a_visit_can_be_broken_off() {
    let topics: Vec<String> = (0..100).map(|n| format!("a/{n}/b")).collect();
    let index = index(&topics.iter().map(String::as_str).collect::<Vec<_>>());
    for filter in ["#", "a/+/b", "+/+/#"] {
        let mut visits = 0;
        index.matching(filter, |_| {
            visits += 1;
            if visits == 10 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(visits, 10);
    }
}

#[test]
fn a_sweep_drops_what_is_not_kept() {
    let topics: Vec<String> = (0..1000).map(|n| format!("a/{}/{n}", n % 10)).collect();
    let mut index = index(&topics.iter().map(String::as_str).collect::<Vec<_>>());
    index.retain(|topic| topic.starts_with("a/3/"));
    assert_eq!(index.len(), 100);
    assert_eq!(matching(&index, "#").len(), 100);
    assert_eq!(matching(&index, "a/3/+").len(), 100);
    index.retain(|_| false);
    assert!(index.is_empty());
}

#[test]
fn a_list_names_every_topic() {
    let topics = ["a", "a/b", "/", "//", "$SYS/x"];
    let mut listed = Vec::new();
    index(&topics).for_each(|topic, value| {
        assert_eq!(topic, *value);
        listed.push(*value);
    });
    assert_eq!(listed.len(), topics.len());
}

/// Parts can be visited with changes in between: what stays is met once, whatever comes and goes.
#[test]
fn parts_show_what_stays_exactly_once() {
    let topics: Vec<String> = (0..5000).map(|n| format!("{}/{n}", n % 7)).collect();
    let mut index = Retained::new();
    for topic in &topics {
        index.insert(name(topic), topic.clone());
    }
    let mut met = std::collections::HashMap::new();
    let mut part = 0;
    while index.part(part, |topic| *met.entry(topic.clone()).or_insert(0) += 1) {
        // Every third goes, as far as the walk has not come, and others take the free places.
        for topic in topics.iter().skip(part).step_by(30) {
            index.remove(name(topic));
            index.insert(name(&format!("new/{part}/{topic}")), String::new());
        }
        part += 1;
    }
    assert!(part > 2, "there was something to change in between");
    met.remove("");
    assert!(met.values().all(|times| *times == 1));
    for topic in &topics {
        if index.find(name(topic)).is_some() {
            assert!(met.contains_key(topic), "{topic}");
        }
    }
}
