//! Clients that send faster than they may.

use std::time::Instant;

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// A client that sends so many messages at once, and one that receives them.
fn pair(broker: &Child, version: Version) -> (Raw, Raw) {
    let mut subscriber = broker.connect(Version::V5, "subscriber");
    subscriber.subscribe("fast", AtMostOnce);
    (broker.connect(version, "fast"), subscriber)
}

fn burst(version: Version, count: usize, qos: QoS, size: usize) -> Vec<u8> {
    let payload = vec![b'x'; size];
    let mut bytes = Vec::new();
    for n in 0..count {
        match qos {
            AtMostOnce => publish("fast", &payload).encode(version, &mut bytes),
            _ => publish1(n as u16 + 1, "fast", &payload).encode(version, &mut bytes),
        }
    }
    bytes
}

/// The measure of one second goes through at once, the rest as the seconds pass; nothing is lost, and other packets are
/// not counted.
#[test]
fn messages_above_the_rate_wait() {
    let broker = Child::start(&["limits.message_rate=100"]);
    let bystanders_are_slow_enough = broker.connect(Version::V5, "bystander");
    for (version, qos) in [(Version::V3_1_1, AtMostOnce), (Version::V5, AtLeastOnce)] {
        let (mut fast, mut subscriber) = pair(&broker, version);
        let begun = Instant::now();
        fast.send_bytes(&burst(version, 200, qos, 10));
        for n in 0..200_u32 {
            subscriber.recv_publish();
            // The first hundred are there at the start.
            let due = Duration::from_millis(u64::from(n.saturating_sub(99)) * 10);
            let took = begun.elapsed() + Duration::from_millis(20);
            assert!(took >= due, "message {n} after {took:?}");
        }
        assert!(
            begun.elapsed() < Duration::from_secs(4),
            "{:?}",
            begun.elapsed()
        );
        subscriber.expect_nothing();
    }
    drop(bystanders_are_slow_enough);
    let line = "\"limit\":\"message_rate\"";
    let log = broker.raw_log(line);
    assert_eq!(log.iter().filter(|it| it.contains(line)).count(), 1);
}

/// A client that waits because it was fast is not thrown out because it is silent.
#[test]
fn the_keep_alive_does_not_run_while_a_client_is_slowed() {
    let broker = Child::start(&["limits.byte_rate=10000"]);
    let mut fast = broker.open(Version::V5);
    let mut packet = connect(Version::V5, "fast");
    packet.keep_alive = 1;
    fast.send(&packet).expect_accepted();
    // What four seconds are needed for, read at once: the ping comes after that.
    let begun = Instant::now();
    fast.send_bytes(&burst(Version::V5, 50, AtLeastOnce, 1000));
    for _ in 0..50 {
        fast.recv_puback();
    }
    fast.expect_nothing();
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(3500), "{took:?}");
}

/// The measure is let through, the first message above it is the last. Clients of MQTT 3 cannot be told, and are slowed.
#[test]
fn a_client_may_be_thrown_out_for_it() {
    let settings = ["limits.message_rate=20", "limits.over_rate=disconnect"];
    let broker = Child::start(&settings);
    let (mut fast, mut subscriber) = pair(&broker, Version::V5);
    let mut other = broker.connect(Version::V5, "other");
    fast.send_bytes(&burst(Version::V5, 20, AtMostOnce, 10));
    fast.expect_nothing();
    for _ in 0..20 {
        subscriber.recv_publish();
    }
    fast.send_bytes(&burst(Version::V5, 20, AtMostOnce, 10));
    fast.expect_disconnect(ReasonCode::MessageRateTooHigh);
    fast.expect_closed();
    other.expect_nothing();

    let (mut old, mut subscriber) = pair(&broker, Version::V3_1_1);
    old.send_bytes(&burst(Version::V3_1_1, 30, AtMostOnce, 10));
    for _ in 0..30 {
        subscriber.recv_publish();
    }
    old.expect_nothing();
}

#[test]
fn bytes_above_the_rate_wait() {
    let broker = Child::start(&["limits.byte_rate=200000"]);
    let bystanders = Bystanders::start(broker.address());
    let (mut fast, mut subscriber) = pair(&broker, Version::V5);
    let bytes = burst(Version::V5, 600, AtLeastOnce, 1000);
    let begun = Instant::now();
    fast.send_bytes(&bytes);
    for _ in 0..600 {
        subscriber.recv_publish();
    }
    let took = begun.elapsed();
    // 200,000 at once and 64 KiB read on top, what is left at 200,000 a second.
    let least = (bytes.len() as u64 - 200_000 - 65_536) * 1000 / 200_000;
    assert!(
        took >= Duration::from_millis(least),
        "{took:?}, not {least} ms"
    );
    assert!(
        took < Duration::from_millis(3 * least),
        "{took:?}, not {least} ms"
    );
    bystanders.stop();
}

#[test]
fn too_many_bytes_may_end_a_connection() {
    let settings = ["limits.byte_rate=100000", "limits.over_rate=disconnect"];
    let broker = Child::start(&settings);
    let bystanders = Bystanders::start(broker.address());
    let (mut fast, mut subscriber) = pair(&broker, Version::V5);
    fast.send_bytes(&burst(Version::V5, 90, AtMostOnce, 1000));
    fast.expect_nothing();
    for _ in 0..90 {
        subscriber.recv_publish();
    }
    fast.send_bytes(&burst(Version::V5, 200, AtMostOnce, 1000));
    fast.expect_disconnect(ReasonCode::MessageRateTooHigh);
    bystanders.stop();
}
