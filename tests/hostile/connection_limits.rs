//! More connections than are allowed: in all, from one address, and in one second.

use std::net::IpAddr;

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// Comes from here, unlike the bystanders.
const STRANGER: &str = "127.0.0.9";

/// Connects from an address; `None` if the broker closes the connection.
#[track_caller]
fn try_connect(broker: &Child, from: &str, client_id: &str) -> Option<Raw> {
    let from: IpAddr = from.parse().expect("an address");
    let mut raw = broker.open_from(from, Version::V5);
    raw.send(&connect(Version::V5, client_id));
    match raw.try_recv()? {
        Packet::Connack(connack) => {
            assert_eq!(connack.reason, ReasonCode::Success);
            Some(raw)
        }
        other => panic!("not a CONNACK: {other:?}"),
    }
}

/// Lines that tell of this limit.
fn lines(broker: &Child, limit: &str) -> usize {
    let of_limit = format!("\"limit\":\"{limit}\"");
    let log = broker.raw_log(&of_limit);
    log.iter().filter(|line| line.contains(&of_limit)).count()
}

#[test]
fn there_are_no_more_than_so_many_in_all() {
    let broker = Child::start(&["limits.max_connections=4"]);
    let bystanders = Bystanders::start(broker.address());
    let one = try_connect(&broker, STRANGER, "one").expect("a place");
    let _two = try_connect(&broker, "127.0.0.8", "two").expect("a place");
    for n in 0..50 {
        assert!(try_connect(&broker, STRANGER, &n.to_string()).is_none());
    }
    assert_eq!(lines(&broker, "connections"), 1);
    drop(one);
    let again = |n: u32| try_connect(&broker, STRANGER, &n.to_string()).is_some();
    assert!((0..10_000).any(again));
    bystanders.stop();
}

#[test]
fn one_address_has_no_more_than_so_many() {
    let broker = Child::start(&["limits.max_connections_per_address=3"]);
    let bystanders = Bystanders::start(broker.address());
    let held: Vec<_> = (0..3)
        .map(|n| try_connect(&broker, STRANGER, &n.to_string()).expect("a place"))
        .collect();
    for n in 3..50 {
        assert!(try_connect(&broker, STRANGER, &n.to_string()).is_none());
    }
    assert!(try_connect(&broker, "127.0.0.8", "other").is_some());
    assert_eq!(lines(&broker, "address_connections"), 1);
    drop(held);
    let again = |n: u32| try_connect(&broker, STRANGER, &n.to_string()).is_some();
    assert!((0..10_000).any(again));
    bystanders.stop();
}

/// Also those count that are closed at once: it is the opening that is limited.
#[test]
fn one_address_opens_no_more_than_so_many_in_a_second() {
    let broker = Child::start(&["limits.connection_rate_per_address=5"]);
    let bystanders = Bystanders::start(broker.address());
    let begun = std::time::Instant::now();
    let let_in = (0..200)
        .filter(|n| try_connect(&broker, STRANGER, &n.to_string()).is_some())
        .count();
    let most = 5 + 5 * (begun.elapsed().as_millis() as usize + 1) / 1000;
    assert!((5..=most).contains(&let_in), "{let_in} of {most}");
    assert_eq!(lines(&broker, "address_connection_rate"), 1);
    assert!(try_connect(&broker, "127.0.0.8", "other").is_some());
    pass(Duration::from_millis(250));
    assert!(try_connect(&broker, STRANGER, "later").is_some());
    bystanders.stop();
}
