//! A store that fails: clean sessions are served on, what cannot be promised is refused, and everything goes on by itself when the
//! store is back.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use super::{Backend, Node, node::last};
use crate::support::prelude::*;

const METRICS: &[&str] = &[
    "plugin_order=[prometheus]",
    "plugins.prometheus.listen_address=127.0.0.1:0",
];

/// The store of a node, and how it is taken away and given back.
struct Broken {
    node: Node,
    break_it: fn(&mut Node),
    mend: fn(&mut Node),
}

/// A Redis that ends, and a disk that is full.
fn each(more: &[&str]) -> [Broken; 2] {
    let settings: Vec<_> = METRICS.iter().chain(more).copied().collect();
    let redis = Node::over(Backend::redis(), &settings);
    let full = Node::over(Backend::SmallDisk, &settings);
    [
        Broken {
            node: redis,
            break_it: |node| node.redis_server().kill(),
            mend: |node| node.redis_server().restart(),
        },
        Broken {
            node: full,
            break_it: fill_up,
            mend: |node| fs::remove_file(node.on_small_disk("ballast")).expect("removed"),
        },
    ]
}

fn fill_up(node: &mut Node) {
    let mut file = fs::File::create(node.on_small_disk("ballast")).expect("a file");
    while file.write_all(&[0; 512]).is_ok() {}
}

/// The value of a metric.
pub(super) fn metric(node: &Node, name: &str) -> f64 {
    let url = node.banner()["metrics"].as_str().expect("an address");
    let (address, path) = url["http://".len()..].split_once('/').expect("a path");
    let mut stream = TcpStream::connect(address).expect("metrics are served");
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let line = answer
        .lines()
        .find(|line| line.starts_with(name) && line[name.len()..].starts_with(' '));
    let line = line.unwrap_or_else(|| panic!("no {name} in {answer}"));
    line[name.len()..].trim().parse().expect("a number")
}

/// Waits until a metric has this value.
#[track_caller]
fn wait_for(node: &Node, name: &str, value: f64) {
    let patience = Instant::now() + Duration::from_secs(20);
    while metric(node, name) != value {
        assert!(
            Instant::now() < patience,
            "{name} is {}",
            metric(node, name)
        );
        pass(Duration::from_millis(20));
    }
}

/// Makes the store fail: it notices when it has something to write, so somebody publishes. Returns that client, which waits for its
/// PUBACK; none if the store has noticed by itself before and the client was answered as those after it.
fn take_away(broken: &mut Broken, answer: ReasonCode) -> Option<Raw> {
    wait_for(&broken.node, "gmqtt_store_up", 1.0);
    (broken.break_it)(&mut broken.node);
    let mut unlucky = broken.node.clean(Version::V5, "unlucky");
    // More than what may be left in a block of the disk.
    let payload = "x".repeat(5000);
    unlucky.send(&publish1(1, "kept/before", &payload));
    wait_for(&broken.node, "gmqtt_store_up", 0.0);
    unlucky.send(&Packet::Pingreq);
    match unlucky.recv() {
        Packet::Pingresp => Some(unlucky),
        Packet::Puback(puback) => {
            assert_eq!(puback.reason, answer);
            None
        }
        other => panic!("{other:?}"),
    }
}

fn node_with_receivers(node: &Node) -> [Raw; 1] {
    let mut away = node.lasting(Version::V5, "away");
    away.subscribe("kept/#", ExactlyOnce);
    away.disconnect();
    // What is written of that must not be what fails.
    wait_for(node, "gmqtt_sessions_inactive_current", 1.0);
    let mut clean = node.clean(Version::V5, "clean");
    clean.subscribe("kept/#", ExactlyOnce);
    clean.subscribe("free/#", ExactlyOnce);
    [clean]
}

/// Refused with 0x97, or not answered with MQTT 3; nothing that was refused is delivered after the store is back, everything that was
/// acknowledged is.
#[test]
fn what_cannot_be_kept_is_refused() {
    for mut broken in each(&[]) {
        let [mut clean] = node_with_receivers(&broken.node);
        let unlucky = take_away(&mut broken, ReasonCode::QuotaExceeded);
        let node = &broken.node;
        assert_eq!(clean.recv_message().topic, "kept/before");
        let mut publisher = node.clean(Version::V5, "publisher");
        for qos in [AtLeastOnce, ExactlyOnce] {
            let refused = Publish {
                qos,
                ..publish("kept/refused", "x")
            };
            let reason = publisher.publish_packet(&refused);
            assert_eq!(reason, ReasonCode::QuotaExceeded, "{qos:?}");
            publisher.publish("free/1", "x", qos);
            if qos == AtLeastOnce {
                clean.expect_message("kept/refused", "x");
            }
            clean.expect_message("free/1", "x");
        }
        let reason = publisher.publish_packet(&Publish {
            retain: true,
            ..publish1(1, "kept/retained", "x")
        });
        assert_eq!(reason, ReasonCode::QuotaExceeded);
        node.refuses(Version::V5, "newcomer", ReasonCode::ServerUnavailable);
        node.refuses(Version::V3_1_1, "newcomer", ReasonCode::ServerUnavailable);
        // A session that is there already can be used, so that its messages can be fetched.
        let mut away = node.connect_with(Version::V5, "away", last);
        assert!(away.accepted().session_present);
        if unlucky.is_some() {
            assert_eq!(away.recv_message().topic, "kept/before");
        }
        assert_eq!(
            away.subscribe("more", AtLeastOnce),
            ReasonCode::QuotaExceeded
        );
        let mut old = node.clean(Version::V3_1_1, "old");
        old.send(&publish1(7, "kept/repeated", "x"))
            .expect_nothing();
        (broken.mend)(&mut broken.node);
        let node = &broken.node;
        wait_for(node, "gmqtt_store_up", 1.0);
        if let Some(mut unlucky) = unlucky {
            assert_eq!(unlucky.recv_puback().packet_id.get(), 1);
        }
        old.expect_closed();
        let mut old = node.clean(Version::V3_1_1, "old");
        old.send(&Publish {
            dup: true,
            ..publish1(7, "kept/repeated", "x")
        });
        assert_eq!(old.recv_puback().packet_id.get(), 7);
        away.expect_message("kept/repeated", "x");
        away.expect_nothing();
        assert!(metric(node, "gmqtt_store_refused_total") >= 4.0);
        assert_eq!(metric(node, "gmqtt_store_failures_total"), 1.0);
        if let Backend::Redis(_) = node.backend {
            broken.node.kill_and_start();
            broken.node.lasting(Version::V5, "away").expect_nothing();
        }
    }
}

/// Taken and acknowledged without a promise; what is said to last is kept as soon as the store is back.
#[test]
fn what_cannot_be_kept_is_taken_into_memory() {
    for mut broken in each(&["persistence.on_store_failure=degrade"]) {
        let [mut clean] = node_with_receivers(&broken.node);
        let _unlucky = take_away(&mut broken, ReasonCode::Success);
        let node = &broken.node;
        assert_eq!(clean.recv_message().topic, "kept/before");
        let mut publisher = node.clean(Version::V3_1_1, "publisher");
        publisher.publish("kept/1", "x", AtLeastOnce);
        publisher.publish("kept/2", "x", ExactlyOnce);
        clean.expect_message("kept/1", "x");
        clean.expect_message("kept/2", "x");
        let mut newcomer = node.lasting(Version::V5, "newcomer");
        newcomer.subscribe("new", AtLeastOnce);
        let mut away = node.lasting(Version::V5, "away");
        assert_eq!(away.recv_message().topic, "kept/before");
        away.expect_message("kept/1", "x");
        away.expect_message("kept/2", "x");
        (broken.mend)(&mut broken.node);
        wait_for(&broken.node, "gmqtt_store_up", 1.0);
        wait_for(&broken.node, "gmqtt_store_sessions_current", 2.0);
        if let Backend::Redis(_) = broken.node.backend {
            publisher.publish("new", "1", AtLeastOnce);
            newcomer.expect_message("new", "1");
            broken.node.kill_and_start();
            let mut newcomer = broken.node.lasting(Version::V5, "newcomer");
            assert!(newcomer.accepted().session_present);
            let mut publisher = broken.node.clean(Version::V3_1_1, "publisher");
            publisher.publish("new", "2", AtLeastOnce);
            let mut message = newcomer.recv_message();
            if message.dup {
                // Its PUBACK had come, and the broker was killed before that was in the store.
                assert_eq!(message.payload, b"1");
                message = newcomer.recv_message();
            }
            assert_eq!(message.payload, b"2");
        }
    }
}
