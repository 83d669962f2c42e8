//! A broker that is killed has everything that it acknowledged.

use std::thread;

use super::Node;
use crate::support::prelude::*;

const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];

/// Killed right after the last PUBACK and PUBCOMP: what was acknowledged is there, in order, what is delivered exactly once is there
/// once.
#[test]
fn nothing_acknowledged_is_lost() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut away = node.lasting(version, "away");
            away.subscribe("k/#", ExactlyOnce);
            away.vanish();
            let mut publisher = node.lasting(version, "publisher");
            for n in 0..40 {
                let qos = [AtLeastOnce, ExactlyOnce][n % 2];
                publisher.publish("k/1", &n.to_string(), qos);
            }
            publisher.publish_packet(&Publish {
                retain: true,
                ..publish1(1, "k/retained", "last")
            });
            node.kill_and_start();
            let mut away = node.lasting(version, "away");
            assert!(away.accepted().session_present);
            for n in 0..40 {
                away.expect_message("k/1", &n.to_string());
            }
            away.expect_message("k/retained", "last");
            away.expect_nothing();
            let mut reader = node.clean(version, "reader");
            reader.subscribe("k/retained", AtLeastOnce);
            assert!(reader.expect_message("k/retained", "last").retain);
            reader.unsubscribe("k/retained");
            reader.publish_packet(&Publish {
                retain: true,
                ..publish1(1, "k/retained", "")
            });
            away.expect_message("k/retained", "");
            away.disconnect();
        }
    }
}

/// A session is there from its CONNACK on, a subscription from its SUBACK, and gone from its UNSUBACK.
#[test]
fn what_was_promised_to_a_session_holds() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut client = node.lasting(version, "client");
            assert!(!client.accepted().session_present);
            node.kill_and_start();
            client = node.lasting(version, "client");
            assert!(client.accepted().session_present);
            client.subscribe("a", AtLeastOnce);
            client.subscribe("b", AtLeastOnce);
            node.kill_and_start();
            client = node.lasting(version, "client");
            let mut publisher = node.clean(version, "publisher");
            publisher.publish("a", "1", AtLeastOnce);
            client.expect_message("a", "1");
            client.unsubscribe("a");
            node.kill_and_start();
            client = node.lasting(version, "client");
            let mut publisher = node.clean(version, "publisher");
            publisher.publish("a", "2", AtLeastOnce);
            publisher.publish("b", "3", AtLeastOnce);
            client.expect_message("b", "3");
            client.expect_nothing();
            // Clean Start ends it.
            client = node.connect_with(version, "client", |_| {});
            drop(client);
            node.kill_and_start();
            client = node.lasting(version, "client");
            assert!(!client.accepted().session_present);
            node.clean(version, "client").disconnect();
        }
    }
}

/// [MQTT-4.3.3-10] Killed at any point of the exchanges on both sides: each message arrives once.
#[test]
fn qos_2_is_exactly_once_over_a_kill() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut receiver = node.lasting(version, "receiver");
            receiver.subscribe("once", ExactlyOnce);
            let mut publisher = node.lasting(version, "publisher");
            // Killed between PUBREC and PUBREL, on the side of the publisher and on that of the receiver.
            publisher.send(&publish2(3, "once", "x"));
            publisher.recv_pubrec();
            let first = receiver.recv_publish();
            let received = first.packet_id.expect("an identifier").get();
            node.kill_and_start();
            let mut receiver = node.lasting(version, "receiver");
            let mut publisher = node.lasting(version, "publisher");
            let again = receiver.recv_publish();
            assert_eq!((again.packet_id, again.dup), (first.packet_id, true));
            receiver.send(&pubrec(received));
            receiver.recv_pubrel();
            publisher.send(&Publish {
                dup: true,
                ..publish2(3, "once", "x")
            });
            publisher.recv_pubrec();
            publisher.send(&pubrel(3));
            publisher.recv_pubcomp();
            node.kill_and_start();
            // PUBREL was sent: the client has let go of the message, which must not come again.
            let mut receiver = node.lasting(version, "receiver");
            assert_eq!(receiver.recv_pubrel().packet_id.get(), received);
            receiver.send(&pubcomp(received)).expect_nothing();
        }
    }
}

/// Killed while eight publishers send: what was acknowledged is there in order, and what follows it came without gaps.
#[test]
fn killed_under_load_it_has_what_it_acknowledged() {
    for mut node in Node::each_with(&["mqtt.max_queued_messages=1000000"]) {
        let mut away = node.lasting(Version::V5, "away");
        away.subscribe("load/#", AtLeastOnce);
        away.disconnect();
        let address = node.address();
        let publishers: Vec<_> = (0..8)
            .map(|n| {
                let version = VERSIONS[n % 2];
                thread::spawn(move || publish_until_it_ends(address, version, n))
            })
            .collect();
        pass(Duration::from_millis(300));
        node.kill();
        let acknowledged: Vec<u16> = publishers
            .into_iter()
            .map(|publisher| publisher.join().expect("it ends with its connection"))
            .collect();
        assert!(acknowledged.iter().any(|count| *count > 0));
        node.start();
        let mut away = node.lasting(Version::V5, "away");
        let mut seen = [0_u16; 8];
        loop {
            let waiting = away.waiting();
            if waiting.is_empty() {
                break;
            }
            for message in waiting {
                let n: usize = message.topic["load/".len()..].parse().expect("a number");
                seen[n] += 1;
                assert_eq!(message.payload, seen[n].to_string().as_bytes());
                away.send(&puback(message.packet_id.expect("QoS 1").get()));
            }
        }
        for (seen, acknowledged) in seen.iter().zip(&acknowledged) {
            assert!(seen >= acknowledged, "{seen} of {acknowledged}");
        }
    }
}

/// What one publisher sends at the most.
const MOST: u16 = 5000;

/// Publishes with a window of 20 until the connection ends; the number of messages that were acknowledged.
fn publish_until_it_ends(address: std::net::SocketAddr, version: Version, n: usize) -> u16 {
    let mut raw = Raw::open(address, version);
    raw.send(&connect(version, &format!("p{n}")))
        .expect_accepted();
    let topic = format!("load/{n}");
    let mut sent = 0;
    for acknowledged in 0..MOST {
        while sent < acknowledged + 20 && sent < MOST {
            sent += 1;
            raw.send(&publish1(sent, &topic, &sent.to_string()));
        }
        match raw.try_recv() {
            Some(Packet::Puback(puback)) => assert_eq!(puback.packet_id.get(), acknowledged + 1),
            None => return acknowledged,
            Some(other) => panic!("{other:?}"),
        }
    }
    MOST
}
