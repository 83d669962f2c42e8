//! When a cached route is stale, and when it is not.

use crate::found::{filter, name};
use gmqtt_router::{Stamp, Versions};

fn stale(topic: &str, filter: &str) -> bool {
    let versions = Versions::new();
    let stamp = versions.stamp(name(topic));
    assert!(versions.is_current(name(topic), stamp));
    versions.bump(self::filter(filter));
    !versions.is_current(name(topic), stamp)
}

#[test]
fn a_filter_makes_routes_with_its_first_level_stale() {
    for filter in ["a", "a/b/c", "a/#", "a/+", "a/x/y/z", "$share/g/a/b"] {
        assert!(stale("a/b/c", filter), "{filter}");
    }
    assert!(stale("/a", "/b"));
}

#[test]
fn a_filter_that_starts_with_a_wildcard_makes_all_routes_stale() {
    for filter in ["#", "+", "+/b", "$share/g/#", "$share/g/+/x"] {
        assert!(stale("a/b/c", filter), "{filter}");
        assert!(stale("/", filter), "{filter}");
    }
}

/// [MQTT-4.7.2-1]
#[test]
fn a_wildcard_filter_leaves_dollar_topics_alone() {
    assert!(!stale("$SYS/x", "#"));
    assert!(stale("$SYS/x", "$SYS/#"));
}

#[test]
fn a_filter_elsewhere_leaves_most_routes_alone() {
    let versions = Versions::new();
    let topics: Vec<String> = (0..1000).map(|n| format!("room{n}/x")).collect();
    let stamps: Vec<Stamp> = topics.iter().map(|t| versions.stamp(name(t))).collect();
    versions.bump(filter("elsewhere/#"));
    let kept = topics.iter().zip(&stamps);
    let kept = kept.filter(|(topic, stamp)| versions.is_current(name(topic), **stamp));
    // About one in a thousand shares the counter; twenty would be chance no more.
    assert!(kept.count() > 980);
}
