//! Clients that do not read, or too slowly, while the broker has much to send them.

use std::io::{ErrorKind, Write};
use std::time::Instant;

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// Far more than sockets, outbox and queue hold.
const FLOOD: u32 = 40_000;
/// Messages that wait for a client at most.
const QUEUE: u32 = 100;
const MIB: u64 = 1 << 20;

fn settings() -> [&'static str; 2] {
    ["mqtt.max_queued_messages=100", "mqtt.max_inflight=10"]
}

/// A kilobyte that begins with its number.
fn payload(number: u32) -> Vec<u8> {
    let mut payload = vec![b'.'; 1024];
    payload[..4].copy_from_slice(&number.to_be_bytes());
    payload
}

fn number(message: &Publish<'_>) -> u32 {
    let (number, _) = message.payload.split_first_chunk().expect("a number");
    u32::from_be_bytes(*number)
}

/// Publishes a range of numbers; returns when the broker has taken them all.
#[track_caller]
fn flood(publisher: &mut Raw, topic: &str, qos: QoS, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        let payload = payload(number);
        match qos {
            AtMostOnce => {
                publisher.send(&publish(topic, &payload));
            }
            _ => {
                publisher.send(&publish1(1, topic, &payload)).recv_puback();
            }
        }
    }
    publisher.expect_nothing();
}

/// QoS 0: what the sockets and the outbox hold is sent, then the oldest that wait are dropped for newer ones.
#[test]
fn a_flood_of_qos_0_is_dropped_from_its_oldest_on() {
    let broker = Child::start(&settings());
    let bystanders = Bystanders::start(broker.address());
    let mut stuck = broker.connect_narrow(Version::V5, "stuck");
    stuck.subscribe("flood", AtMostOnce);
    let before = broker.memory();
    let mut publisher = broker.connect(Version::V5, "publisher");
    flood(&mut publisher, "flood", AtMostOnce, 0..FLOOD);
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 16 * MIB, "{} KiB more", grown >> 10);

    let mut got = Vec::new();
    while got.last() != Some(&(FLOOD - 1)) {
        got.push(number(&stuck.recv_publish()));
    }
    let sent = got.len() - QUEUE as usize;
    assert!(got.is_sorted_by(|a, b| a < b) && got[0] == 0);
    assert!(got[sent..].iter().copied().eq(FLOOD - QUEUE..FLOOD));
    assert!(sent < FLOOD as usize / 2, "too little was dropped");
    bystanders.stop();
}

/// QoS 1: the send window and the queue keep the first that came; while some are in flight it is the newcomer that is dropped.
#[test]
fn a_flood_of_qos_1_keeps_its_first() {
    let broker = Child::start(&settings());
    let bystanders = Bystanders::start(broker.address());
    let mut stuck = broker.connect_narrow(Version::V5, "stuck");
    stuck.subscribe("flood", AtLeastOnce);
    let before = broker.memory();
    let mut publisher = broker.connect(Version::V5, "publisher");
    flood(&mut publisher, "flood", AtLeastOnce, 0..2000);
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 16 * MIB, "{} KiB more", grown >> 10);

    let got: Vec<u32> = (0..QUEUE).map(|_| number(&stuck.recv_message())).collect();
    assert!(got.into_iter().eq(0..QUEUE));
    stuck.expect_nothing();
    bystanders.stop();
}

/// Messages of QoS 0 make room for those of QoS 1.
#[test]
fn qos_0_is_dropped_before_qos_1() {
    let broker = Child::start(&settings());
    let mut stuck = broker.connect_narrow(Version::V5, "stuck");
    stuck.subscribe("flood/+", AtLeastOnce);
    let mut publisher = broker.connect(Version::V5, "publisher");
    flood(&mut publisher, "flood/0", AtMostOnce, 0..FLOOD);
    // A queue full of QoS 0; nothing is in flight.
    flood(&mut publisher, "flood/1", AtLeastOnce, 0..60);
    flood(&mut publisher, "flood/0", AtMostOnce, FLOOD..FLOOD + 1);
    let (mut qos0, mut qos1) = (Vec::new(), Vec::new());
    while qos1.len() < 60 || qos0.last() != Some(&FLOOD) {
        let message = stuck.recv_message();
        let got = if message.qos == AtMostOnce {
            &mut qos0
        } else {
            &mut qos1
        };
        got.push(number(&message));
    }
    assert!(qos1.into_iter().eq(0..60));
    // Of the hundred places 60 went to QoS 1.
    let waited = qos0.len() - 40;
    assert!(qos0[waited..].iter().copied().eq(FLOOD - 39..=FLOOD));
}

/// Two hundred of them: each costs its outbox and nothing else, for they share the messages.
#[test]
fn many_stuck_clients_share_what_waits_for_them() {
    let broker = Child::start(&settings());
    let bystanders = Bystanders::start(broker.address());
    let stuck: Vec<Raw> = (0..200)
        .map(|n| {
            let mut raw = broker.connect_narrow(Version::V5, &format!("stuck {n}"));
            raw.subscribe("flood", QoS::from_u8(n % 2).expect("0 or 1"));
            raw
        })
        .collect();
    let before = broker.memory();
    let mut publisher = broker.connect(Version::V5, "publisher");
    for round in 0..40 {
        let numbers = round * 100..(round + 1) * 100;
        flood(&mut publisher, "flood", AtLeastOnce, numbers);
    }
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 200 * MIB / 4, "{} KiB more", grown >> 10);
    bystanders.stop();
    drop(stuck);
}

/// Large and small messages to one that reads a little at a time: written bytes are given up, whatever stands between them.
#[test]
fn a_backlog_that_never_ends_does_not_grow() {
    let broker = Child::start(&["mqtt.max_queued_messages=8", "mqtt.max_inflight=8"]);
    let mut slow = broker.connect_narrow(Version::V5, "slow");
    slow.subscribe("flood", AtMostOnce);
    let mut publisher = broker.connect(Version::V5, "publisher");
    let (large, small) = (vec![b'l'; 20_000], vec![b's'; 12_000]);
    let mut settled = 0;
    for round in 0..3000_u32 {
        for payload in [&large, &small, &small] {
            publisher.send(&publish("flood", payload));
        }
        publisher.expect_nothing();
        if round == 300 {
            settled = broker.memory();
        }
        // The backlog stays: what is read is less than what comes.
        slow.recv_publish();
    }
    let grown = broker.memory().saturating_sub(settled);
    assert!(grown < 8 * MIB, "{} KiB more", grown >> 10);
}

/// Whoever asks and does not take the answers is not read from any more.
#[test]
fn answers_that_are_not_read_stop_the_questions() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let before = broker.memory();
    let questions: [(&str, Vec<u8>); 3] = [
        ("PINGREQ", b"\xC0\x00".repeat(1 << 15)),
        ("PUBREC", b"\x50\x02\x00\x01".repeat(1 << 14)),
        (
            "SUBSCRIBE",
            b"\x82\x07\x00\x01\x00\x00\x01a\x00".repeat(1 << 13),
        ),
    ];
    let mut open = Vec::new();
    for (name, bytes) in &questions {
        for n in 0..10 {
            let mut raw = broker.connect_narrow(Version::V5, &format!("{name} {n}"));
            let sent = raw.send_until_stuck(bytes, 256 * MIB);
            assert!(sent < 64 * MIB, "{name}: {} KiB were taken", sent >> 10);
            open.push(raw);
        }
    }
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 30 * MIB, "{} KiB more", grown >> 10);
    bystanders.stop();
    drop(open);
}

/// [MQTT-3.12.4-1] [MQTT-3.1.2-22] A client that reads, though slower than it is sent messages, is heard: its PINGREQ is
/// answered, and it is not taken for dead.
#[test]
fn a_slow_reader_is_heard() {
    let broker = Child::start(&settings());
    let mut slow = broker.connect_narrow(Version::V5, "slow");
    slow.send(&subscribe(1, &[filter("flood", AtMostOnce)]))
        .recv_suback();
    let mut publisher = broker.connect(Version::V5, "publisher");
    let begun = Instant::now();
    let mut next = 0;
    slow.send(&Packet::Pingreq);
    let mut answers = 0;
    while answers < 5 {
        // More than the one message that is read below, so that there is always a backlog.
        flood(&mut publisher, "flood", AtMostOnce, next..next + 4);
        next += 4;
        match slow.recv() {
            Packet::Pingresp => {
                answers += 1;
                slow.send(&Packet::Pingreq);
            }
            Packet::Publish(_) => {}
            other => panic!("{other:?}"),
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{answers} answers"
        );
    }
}

/// A client that has stopped reading is dead to its keep alive, whatever else it does.
#[test]
fn a_client_that_never_reads_ends_with_its_keep_alive() {
    let broker = Child::start(&settings());
    let mut stuck = broker.open_narrow(Version::V5);
    stuck
        .send(&Connect {
            keep_alive: 1,
            ..connect(Version::V5, "stuck")
        })
        .expect_accepted();
    stuck.subscribe("flood", AtMostOnce);
    let mut publisher = broker.connect(Version::V5, "publisher");
    flood(&mut publisher, "flood", AtMostOnce, 0..FLOOD);
    let begun = Instant::now();
    while broker.log_about("stuck").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5));
        pass(Duration::from_millis(100));
    }
}

impl Raw {
    /// Sends `bytes` again and again until nothing has been taken for a second, or `most` has. Returns the bytes taken.
    fn send_until_stuck(&mut self, bytes: &[u8], most: u64) -> u64 {
        self.stream().set_nonblocking(true).expect("a mode");
        let (mut sent, mut at, mut last) = (0, 0, Instant::now());
        while sent < most && last.elapsed() < Duration::from_secs(1) {
            match self.stream().write(&bytes[at..]) {
                Ok(n) => {
                    at = (at + n) % bytes.len();
                    (sent, last) = (sent + n as u64, Instant::now());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    pass(Duration::from_millis(1));
                }
                Err(_) => break,
            }
        }
        self.stream().set_nonblocking(false).expect("a mode");
        sent
    }
}
