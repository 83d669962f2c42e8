//! The rules of subscribing and matching, one test each.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::found::{filter, found};
use gmqtt_router::Subscriptions;

type Table = Subscriptions<u32, u32>;

/// Client n is subscribed to the n-th filter.
fn table(filters: &[&str]) -> Table {
    let mut table = Table::new();
    for (client, text) in (0..).zip(filters) {
        assert_eq!(table.insert(filter(text), client, 0), None);
    }
    table
}

/// The filters among these that match.
fn matching<'a>(filters: &[&'a str], topic: &str) -> Vec<&'a str> {
    let found = found(&table(filters), topic);
    let number = |(client, _): &(u32, u32)| filters[*client as usize];
    found.plain.iter().map(number).collect()
}

/// Each level must be the same, as must their number [MQTT-4.7.3-4].
#[test]
fn a_filter_without_wildcards_matches_its_own_name_only() {
    let filters = [
        "a/b/c", "a/b", "a/b/c/d", "A/b/c", "a/b/c/", "/a/b/c", "a//c",
    ];
    assert_eq!(matching(&filters, "a/b/c"), ["a/b/c"]);
}

/// No normalisation of any kind [MQTT-4.7.3-4].
#[test]
fn levels_are_compared_byte_by_byte() {
    // One letter and its composition from two code points.
    let filters = ["caf\u{e9}", "cafe\u{301}", "CAF\u{c9}", "caf\u{e9} "];
    assert_eq!(matching(&filters, "caf\u{e9}"), ["caf\u{e9}"]);
    let long = "x".repeat(100);
    let other = format!("{long}y");
    assert_eq!(matching(&[&long, &other], &other), [&other]);
}

/// MQTT 5 section 4.7.1.3
#[test]
fn a_plus_stands_for_exactly_one_level() {
    let filters = ["+", "+/+", "/+", "a/+", "+/b", "a/+/+"];
    assert_eq!(matching(&filters, "a"), ["+"]);
    assert_eq!(matching(&filters, "/b"), ["+/+", "/+", "+/b"]);
    assert_eq!(matching(&filters, "a/b"), ["+/+", "a/+", "+/b"]);
    assert_eq!(matching(&filters, "a/"), ["+/+", "a/+"]);
}

/// MQTT 5 section 4.7.1.2
#[test]
fn a_hash_stands_for_the_parent_and_any_number_of_levels() {
    let filters = ["#", "a/#", "a/b/#", "a/+/#", "b/#", "/#"];
    assert_eq!(matching(&filters, "a"), ["#", "a/#"]);
    assert_eq!(matching(&filters, "a/b"), ["#", "a/#", "a/b/#", "a/+/#"]);
    assert_eq!(matching(&filters, "a/c/d/e"), ["#", "a/#", "a/+/#"]);
    assert_eq!(matching(&filters, "/"), ["#", "/#"]);
}

/// [MQTT-4.7.1-1]: an empty level is a level.
#[test]
fn empty_levels_count() {
    let filters = ["/", "//", "/a", "a/", "a//b", "+//+"];
    assert_eq!(matching(&filters, "/"), ["/"]);
    assert_eq!(matching(&filters, "//"), ["//", "+//+"]);
    assert_eq!(matching(&filters, "a//b"), ["a//b", "+//+"]);
}

/// [MQTT-4.7.2-1]
#[test]
fn a_filter_that_starts_with_a_wildcard_matches_no_dollar_topic() {
    let filters = ["#", "+/x", "+/#", "$SYS/#", "$SYS/+", "$SYS/x"];
    assert_eq!(matching(&filters, "$SYS/x"), ["$SYS/#", "$SYS/+", "$SYS/x"]);
    let shared = table(&["$share/g/#", "$share/g/+/x", "$share/g/$SYS/#"]);
    let groups = found(&shared, "$SYS/x").groups;
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].1, "$SYS/#");
}

/// The rule is about the first character of the topic, not of a level.
#[test]
fn a_dollar_further_down_is_like_any_other_character() {
    let filters = ["#", "a/+", "+/$x"];
    assert_eq!(matching(&filters, "a/$x"), ["#", "a/+", "+/$x"]);
}

/// [MQTT-3.8.4-3]
#[test]
fn subscribing_again_replaces() {
    let mut table = Table::new();
    assert_eq!(table.insert(filter("a/+"), 1, 10), None);
    assert_eq!(table.insert(filter("a/+"), 1, 11), Some(10));
    assert_eq!(table.find(filter("a/+"), &1), Some(&11));
    assert_eq!(table.len(), 1);
    assert_eq!(found(&table, "a/b").plain, [(1, 11)]);
}

/// [MQTT-3.10.4-1]: a filter is compared by its characters, wildcards included.
#[test]
fn unsubscribing_takes_the_very_filter() {
    let mut table = table(&["a/+"]);
    for other in ["a/b", "a/#", "+/+", "a", "a/+/+", "$share/g/a/+"] {
        assert_eq!(table.remove(filter(other), &0), None, "{other}");
        assert_eq!(table.find(filter(other), &0), None, "{other}");
    }
    assert_eq!(table.remove(filter("a/+"), &1), None);
    assert_eq!(table.remove(filter("a/+"), &0), Some(0));
    assert_eq!(table.remove(filter("a/+"), &0), None);
    assert!(table.is_empty());
    assert_eq!(found(&table, "a/b").plain, []);
}

/// [MQTT-3.3.4-2] leaves it to the server to merge them or not.
#[test]
fn overlapping_filters_of_one_client_are_visited_each() {
    let mut table = Table::new();
    for (filter, value) in [("a/b", 1), ("a/+", 2), ("a/#", 3), ("#", 4)] {
        table.insert(self::filter(filter), 7, value);
    }
    assert_eq!(found(&table, "a/b").plain, [(7, 1), (7, 2), (7, 3), (7, 4)]);
}

/// MQTT 5 section 4.8.2: share names tell groups apart, and the plain filter is a third thing.
#[test]
fn a_client_may_be_in_two_groups_of_a_filter_and_hold_it_alone() {
    let mut table = Table::new();
    let filters = ["$share/g/a/#", "$share/h/a/#", "a/#"];
    for (value, text) in (0..).zip(filters) {
        assert_eq!(table.insert(filter(text), 1, value), None);
    }
    assert_eq!(table.len(), 3);
    let all = found(&table, "a");
    assert_eq!(all.plain, [(1, 2)]);
    assert_eq!(all.groups.len(), 2);
    assert_eq!(table.remove(filter("$share/g/a/#"), &1), Some(0));
    assert_eq!(table.find(filter("$share/h/a/#"), &1), Some(&1));
    assert_eq!(table.find(filter("a/#"), &1), Some(&2));
}

#[test]
fn a_group_keeps_the_order_of_joining() {
    let mut table = Table::new();
    for client in [5, 3, 9, 1, 7] {
        table.insert(filter("$share/g/+/x"), client, 0);
    }
    table.remove(filter("$share/g/+/x"), &3);
    table.insert(filter("$share/g/+/x"), 9, 1);
    table.insert(filter("$share/g/+/x"), 3, 2);
    let group = table.group("g", "+/x").unwrap();
    assert_eq!(group.share(), "g");
    assert_eq!(group.filter(), "+/x");
    assert_eq!(group.members(), [(5, 0), (9, 1), (1, 0), (7, 0), (3, 2)]);
}

/// More members than a group keeps in order.
#[test]
fn a_large_group_loses_and_gains_nobody_else() {
    let mut table = Table::new();
    for client in 0..3000 {
        table.insert(filter("$share/g/a"), client, client);
    }
    for client in (0..3000).step_by(3) {
        assert_eq!(table.remove(filter("$share/g/a"), &client), Some(client));
    }
    let mut members = table.group("g", "a").unwrap().members().to_vec();
    members.sort_unstable();
    let expected = (0..3000).filter(|client| client % 3 != 0);
    assert_eq!(members, expected.map(|n| (n, n)).collect::<Vec<_>>());
}

#[test]
fn the_round_robin_goes_on_when_members_come_and_go() {
    let mut table = table(&["$share/g/a", "$share/g/a"]);
    let cursor = Arc::clone(table.group("g", "a").unwrap().cursor());
    cursor.fetch_add(5, Ordering::Relaxed);
    table.remove(filter("$share/g/a"), &0);
    table.insert(filter("$share/g/a"), 8, 0);
    let group = table.group("g", "a").unwrap();
    assert_eq!(group.cursor().load(Ordering::Relaxed), 5);
    assert!(Arc::ptr_eq(group.cursor(), &cursor));
}

#[test]
fn a_group_ends_with_its_last_member() {
    let mut table = table(&["$share/g/a", "$share/g/a", "$share/h/a"]);
    assert_eq!(table.remove(filter("$share/g/a"), &0), Some(0));
    assert!(table.group("g", "a").is_some());
    assert_eq!(table.remove(filter("$share/g/a"), &1), Some(0));
    assert!(table.group("g", "a").is_none());
    assert!(table.group("h", "a").is_some());
    assert!(table.group("h", "b").is_none());
}

#[test]
fn many_groups_of_one_filter_are_kept_apart() {
    let mut table = Table::new();
    let filters: Vec<String> = (0..100).map(|n| format!("$share/g{n}/a/+")).collect();
    for text in &filters {
        table.insert(filter(text), 1, 0);
    }
    assert_eq!(found(&table, "a/b").groups.len(), 100);
    for (gone, text) in (1..).zip(&filters) {
        assert_eq!(table.remove(filter(text), &1), Some(0));
        assert_eq!(found(&table, "a/b").groups.len(), 100 - gone);
    }
}

#[test]
fn a_list_names_every_subscription_by_its_full_filter() {
    let filters = [
        "#",
        "/",
        "/#",
        "a/+/b",
        "a/+/b/#",
        "$share/g/+/#",
        "$SYS/x",
        "+",
    ];
    let mut listed = Vec::new();
    table(&filters).for_each(|filter, client, _| {
        assert_eq!(filter, filters[*client as usize]);
        listed.push(filter.to_owned());
    });
    listed.sort_unstable();
    let mut expected = filters;
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[test]
fn the_subscribers_of_a_filter_are_found_by_its_text() {
    let table = table(&["a/+", "a/b", "$share/g/a/+", "a/+", "a/#"]);
    let clients = |text: &str| {
        let found = table.subscribers(filter(text)).iter();
        let mut clients: Vec<_> = found.map(|(client, _)| *client).collect();
        clients.sort_unstable();
        clients
    };
    assert_eq!(clients("a/+"), [0, 3]);
    assert_eq!(clients("$share/g/a/+"), [2]);
    assert_eq!(clients("a/#"), [4]);
    assert!(clients("$share/h/a/+").is_empty() && clients("b").is_empty());
}
