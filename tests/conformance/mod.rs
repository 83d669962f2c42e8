//! The standards, statement by statement, against a broker in this process.
//!
//! Each test names in its doc comment the statements that it shows: `[MQTT-3.1.0-1]` of MQTT 5, `[3.1.1 MQTT-3.1.0-1]` of
//! MQTT 3.1.1. `coverage` holds the tests against the lists of the statements. What all versions have in common is in
//! [`every_version`], the rest in a folder for each.

mod coverage;
mod every_version;
mod v31;
mod v311;
mod v5;

use crate::support::prelude::*;

/// Runs an exchange in each version, each time with a new broker.
fn every_version(exchange: impl Fn(&Broker, Version)) {
    for version in [Version::V3_1, Version::V3_1_1, Version::V5] {
        in_version(version, &exchange);
    }
}

/// The same, all versions at a time, for exchanges that wait for time to pass.
fn every_version_at_once(exchange: impl Fn(&Broker, Version) + Sync) {
    std::thread::scope(|scope| {
        for version in [Version::V3_1, Version::V3_1_1, Version::V5] {
            let exchange = &exchange;
            scope.spawn(move || in_version(version, exchange));
        }
    });
}

/// Runs an exchange in the versions that have Session Present in CONNACK.
fn since_v311(exchange: impl Fn(&Broker, Version)) {
    for version in [Version::V3_1_1, Version::V5] {
        in_version(version, &exchange);
    }
}

fn in_version(version: Version, exchange: impl Fn(&Broker, Version)) {
    println!("with {version:?}"); // which one it was is seen when the test fails
    exchange(&Broker::start(), version);
}

/// The wire form of a packet with its only occurrence of `marker` replaced by as many other bytes: how an illegal packet
/// is made from a legal one.
fn patched(packet: &impl OnWire, version: Version, marker: &str, replacement: &[u8]) -> Vec<u8> {
    assert_eq!(
        marker.len(),
        replacement.len(),
        "the lengths on the wire stay right"
    );
    let mut bytes = wire(packet, version);
    let places: Vec<_> = (0..bytes.len())
        .filter(|&at| bytes[at..].starts_with(marker.as_bytes()))
        .collect();
    let [place] = places[..] else {
        panic!("{marker} occurs {} times", places.len())
    };
    bytes[place..place + marker.len()].copy_from_slice(replacement);
    bytes
}

/// The wire form of a packet.
fn wire(packet: &impl OnWire, version: Version) -> Vec<u8> {
    let mut bytes = Vec::new();
    packet.encode(version, &mut bytes);
    bytes
}
