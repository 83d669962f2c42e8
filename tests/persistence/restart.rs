//! A broker that is stopped and started again goes on where it was.

use std::thread;

use gmqtt_protocol::packet::{RetainHandling, SubscriptionOptions};

use super::Node;
use super::node::last;
use crate::support::prelude::*;

const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];

/// [MQTT-3.1.2-5] Subscriptions, and messages of every QoS that wait, in order.
#[test]
fn subscriptions_and_waiting_messages_are_there_again() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut away = node.lasting(version, "away");
            assert!(!away.accepted().session_present);
            away.subscribe("a/#", ExactlyOnce);
            away.subscribe("gone", AtLeastOnce);
            away.unsubscribe("gone");
            away.disconnect();
            let mut publisher = node.clean(version, "publisher");
            for n in 0..30 {
                let qos = [AtMostOnce, AtLeastOnce, ExactlyOnce][n % 3];
                publisher.publish("a/b", &n.to_string(), qos);
            }
            publisher.publish("gone", "x", AtLeastOnce);
            node.restart();
            let mut back = node.lasting(version, "away");
            assert!(back.accepted().session_present);
            // QoS 0 may overtake what waits for the store.
            let (mut first, mut others) = (Vec::new(), Vec::new());
            for _ in 0..30 {
                let message = back.recv_message();
                let n: usize = String::from_utf8_lossy(message.payload)
                    .parse()
                    .expect("a number");
                assert_eq!(message.qos as usize, n % 3);
                let list = if n.is_multiple_of(3) {
                    &mut first
                } else {
                    &mut others
                };
                list.push(n);
            }
            assert!(
                first.is_sorted() && others.is_sorted(),
                "{first:?} {others:?}"
            );
            assert_eq!(first.len(), 10);
            // The subscription goes on, too.
            let mut publisher = node.clean(version, "publisher");
            publisher.publish("a/c", "new", AtLeastOnce);
            back.expect_message("a/c", "new");
            back.expect_nothing();
            let fresh = node.connect_with(version, "away", |_| {});
            assert!(!fresh.accepted().session_present);
            fresh.disconnect();
            node.restart();
            let nobody = node.lasting(version, "away");
            assert!(!nobody.accepted().session_present, "its end was kept, too");
            node.clean(version, "away").disconnect();
        }
    }
}

/// [MQTT-4.4.0-1] What was in flight is sent again under its packet identifiers, and PUBREL where PUBREC had come.
#[test]
fn what_was_in_flight_goes_on_under_its_identifiers() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut receiver = node.lasting(version, "receiver");
            receiver.subscribe("q/#", ExactlyOnce);
            let mut publisher = node.clean(version, "publisher");
            let mut sent = Vec::new();
            for (n, qos) in [AtLeastOnce, ExactlyOnce, ExactlyOnce, AtLeastOnce]
                .into_iter()
                .enumerate()
            {
                publisher.publish("q/1", &n.to_string(), qos);
                sent.push(receiver.recv_publish());
            }
            let ids: Vec<u16> = sent
                .iter()
                .map(|publish| publish.packet_id.expect("an identifier").get())
                .collect();
            // PUBREC for the second; PUBREL shows that it is in the store.
            receiver.send(&pubrec(ids[1]));
            assert_eq!(receiver.recv_pubrel().packet_id.get(), ids[1]);
            node.restart();
            let mut back = node.lasting(version, "receiver");
            let again = back.recv_publish();
            assert_eq!((again.packet_id, again.dup), (Some(id(ids[0])), true));
            back.send(&puback(ids[0]));
            assert_eq!(back.recv_pubrel().packet_id.get(), ids[1]);
            back.send(&pubcomp(ids[1]));
            let again = back.recv_publish();
            assert_eq!((again.packet_id, again.dup), (Some(id(ids[2])), true));
            back.send(&pubrec(ids[2]));
            let again = back.recv_publish();
            assert_eq!((again.packet_id, again.dup), (Some(id(ids[3])), true));
            assert_eq!(again.payload, b"3");
            back.send(&puback(ids[3]));
            assert_eq!(back.recv_pubrel().packet_id.get(), ids[2]);
            back.send(&pubcomp(ids[2])).expect_nothing();
            back.disconnect();
            node.restart();
            node.lasting(version, "receiver").expect_nothing();
        }
    }
}

/// [MQTT-4.3.3-10] A QoS 2 message that was taken over before is known, and not delivered again.
#[test]
fn an_identifier_of_qos_2_is_known_until_it_is_released() {
    for mut node in Node::each() {
        for version in VERSIONS {
            let mut receiver = node.lasting(version, "receiver");
            receiver.subscribe("once", ExactlyOnce);
            let mut publisher = node.lasting(version, "publisher");
            publisher.send(&publish2(7, "once", "x"));
            assert_eq!(publisher.recv_pubrec().packet_id.get(), 7);
            receiver.expect_message("once", "x");
            receiver.expect_nothing();
            node.restart();
            let mut receiver = node.lasting(version, "receiver");
            let mut publisher = node.lasting(version, "publisher");
            publisher.send(&Publish {
                dup: true,
                ..publish2(7, "once", "x")
            });
            assert_eq!(publisher.recv_pubrec().packet_id.get(), 7);
            publisher.send(&pubrel(7));
            let pubcomp = publisher.recv_pubcomp();
            assert_eq!(
                pubcomp.reason,
                ReasonCode::Success,
                "it is known: {pubcomp:?}"
            );
            // Free again: this one is new.
            publisher.send(&publish2(7, "once", "y"));
            publisher.recv_pubrec();
            publisher.send(&pubrel(7));
            publisher.recv_pubcomp();
            receiver.expect_message("once", "y");
            receiver.expect_nothing();
        }
    }
}

/// [MQTT-3.3.1-5] [MQTT-3.3.1-6] The retained message of a topic is the last one, and none if that was empty. What expires goes
/// on doing so.
#[test]
fn retained_messages_are_there_again_and_expire() {
    for mut node in Node::each() {
        let mut publisher = node.clean(Version::V5, "publisher");
        let retained = |topic, payload: &'static str, qos, expiry| Publish {
            retain: true,
            qos,
            properties: PublishProperties {
                message_expiry_interval: expiry,
                content_type: Some("text/plain"),
                ..PublishProperties::default()
            },
            ..publish(topic, payload)
        };
        for (topic, payload, qos, expiry) in [
            ("r/1", "old", AtMostOnce, None),
            ("r/1", "new", AtLeastOnce, Some(3600)),
            ("r/2", "gone", ExactlyOnce, None),
            ("r/2", "", ExactlyOnce, None),
            ("r/3", "soon over", AtLeastOnce, Some(1)),
        ] {
            publisher.publish_packet(&retained(topic, payload, qos, expiry));
        }
        node.stop();
        pass(Duration::from_millis(1100));
        node.start();
        let mut reader = node.lasting(Version::V5, "reader");
        reader.subscribe("r/#", ExactlyOnce);
        let message = reader.expect_message("r/1", "new");
        assert!(message.retain);
        assert_eq!(message.qos, AtLeastOnce);
        assert_eq!(message.properties.content_type, Some("text/plain"));
        let left = message.properties.message_expiry_interval.expect("given");
        assert!((3590..3600).contains(&left), "{left}");
        reader.expect_nothing();
        let mut publisher = node.clean(Version::V3_1_1, "publisher");
        publisher.publish_packet(&retained("r/1", "", AtMostOnce, None));
        node.restart();
        let mut reader = node.clean(Version::V3_1_1, "reader 2");
        reader.subscribe("r/#", ExactlyOnce);
        reader.expect_nothing();
    }
}

/// The will waits for its delay while the broker is down, too; a session that ends before publishes it earlier.
#[test]
fn a_will_with_a_delay_is_published_after_the_restart() {
    for mut node in Node::each() {
        let mut watcher = node.lasting(Version::V5, "watcher");
        watcher.subscribe("will/#", ExactlyOnce);
        let long = node.connect_with(Version::V5, "long", |connect| {
            last(connect);
            connect.will = Some(delayed("will/long", 3600));
        });
        let short = node.connect_with(Version::V5, "short", |connect| {
            last(connect);
            connect.will = Some(delayed("will/short", 1));
        });
        long.vanish();
        short.vanish();
        node.stop();
        pass(Duration::from_millis(1100));
        node.start();
        let mut watcher = node.lasting(Version::V5, "watcher");
        let message = watcher.expect_message("will/short", "dead");
        assert_eq!(message.qos, ExactlyOnce);
        watcher.expect_nothing();
        // Published once.
        node.restart();
        node.lasting(Version::V5, "watcher").expect_nothing();
    }
}

fn delayed(topic: &'static str, seconds: u32) -> Will<'static> {
    Will {
        qos: ExactlyOnce,
        properties: WillProperties {
            delay_interval: Some(seconds),
            ..WillProperties::default()
        },
        ..will(topic, "dead")
    }
}

/// The expiry of a session runs on while the broker is down.
#[test]
fn a_session_expires_while_the_broker_is_down() {
    for mut node in Node::each() {
        for (id, seconds) in [("short", 1), ("long", 3600)] {
            let mut client = node.connect_with(Version::V5, id, |connect| {
                connect.properties.session_expiry_interval = Some(seconds);
            });
            client.subscribe("x", AtLeastOnce);
            client.disconnect();
        }
        node.stop();
        pass(Duration::from_millis(1100));
        node.start();
        for (id, present) in [("short", false), ("long", true)] {
            let client = node.lasting(Version::V5, id);
            assert_eq!(client.accepted().session_present, present, "{id}");
        }
    }
}

/// Options of subscriptions: No Local, Retain As Published, the identifier, a shared subscription.
#[test]
fn options_of_subscriptions_are_kept() {
    let options = |qos, no_local, retain_as_published| SubscriptionOptions {
        qos,
        no_local,
        retain_as_published,
        retain_handling: RetainHandling::Send,
    };
    for mut node in Node::each() {
        let mut client = node.lasting(Version::V5, "client");
        for (n, (filter, options)) in [
            ("mine", options(AtLeastOnce, true, false)),
            ("flag", options(AtLeastOnce, false, true)),
            ("$share/group/work", options(ExactlyOnce, false, false)),
        ]
        .into_iter()
        .enumerate()
        {
            let mut packet = subscribe(1, &[SubscribeFilter { filter, options }]);
            packet.subscription_identifier = Some(n as u32 + 100);
            client.send(&packet);
            assert!(!client.recv_suback().reasons[0].is_error());
        }
        node.restart();
        let mut client = node.lasting(Version::V5, "client");
        client.publish("mine", "own", AtLeastOnce);
        let mut other = node.clean(Version::V5, "other");
        other.publish("mine", "theirs", AtLeastOnce);
        let message = client.expect_message("mine", "theirs");
        assert_eq!(
            message.properties.subscription_identifiers.iter().next(),
            Some(100)
        );
        other.publish_packet(&Publish {
            retain: true,
            qos: AtLeastOnce,
            ..publish("flag", "up")
        });
        assert!(client.expect_message("flag", "up").retain);
        other.publish("work", "job", ExactlyOnce);
        let message = client.expect_message("work", "job");
        assert_eq!((message.qos, message.retain), (ExactlyOnce, false));
    }
}

/// Any payload and any client identifier.
#[test]
fn large_messages_and_odd_identifiers_are_kept() {
    for mut node in Node::each() {
        let name = "queue:\u{1F980} {x}:*\\";
        let mut client = node.lasting(Version::V5, name);
        client.subscribe("large", AtLeastOnce);
        client.disconnect();
        let payload: Vec<u8> = (0..300_000_u32).map(|n| (n >> 3) as u8).collect();
        let mut publisher = node.clean(Version::V5, "publisher");
        publisher.publish_packet(&Publish {
            qos: AtLeastOnce,
            ..publish("large", &payload)
        });
        node.restart();
        let mut client = node.lasting(Version::V5, name);
        assert!(client.accepted().session_present);
        assert!(client.recv_message().payload == payload);
    }
}

/// What ends with its connection leaves nothing behind, and what is kept is said at the start.
#[test]
fn clean_sessions_write_nothing() {
    let mut node = Node::embedded();
    let restored = |node: &Node| {
        let restored = &node.banner()["restored"];
        ["sessions", "messages", "retained"].map(|key| restored[key].as_u64().expect("a number"))
    };
    assert_eq!(restored(&node), [0, 0, 0]);
    let before = size(&node);
    let mut subscriber = node.clean(Version::V5, "subscriber");
    subscriber.subscribe("t", ExactlyOnce);
    let mut publisher = node.clean(Version::V3_1_1, "publisher");
    for n in 0..50 {
        publisher.publish("t", &n.to_string(), ExactlyOnce);
        subscriber.expect_message("t", &n.to_string());
    }
    assert_eq!(size(&node), before);
    let mut away = node.lasting(Version::V5, "away");
    away.subscribe("t", AtLeastOnce);
    away.disconnect();
    publisher.publish("t", "kept", AtLeastOnce);
    node.restart();
    assert_eq!(restored(&node), [1, 1, 0]);
}

fn size(node: &Node) -> u64 {
    let files = std::fs::read_dir(node.store()).expect("the store is there");
    let lengths = files.map(|file| file.expect("a file").metadata().expect("its size").len());
    lengths.sum()
}

/// [MQTT-4.8.2-5] What a member of a group has not acknowledged goes to another one when its session ends, and is in the store there.
#[test]
fn what_a_member_leaves_is_kept_for_another() {
    for mut node in Node::each() {
        let mut first = node.lasting(Version::V5, "first");
        first.subscribe("$share/g/work", AtLeastOnce);
        first.disconnect();
        let mut publisher = node.clean(Version::V5, "publisher");
        for n in 0..5 {
            publisher.publish("work", &n.to_string(), AtLeastOnce);
        }
        let mut second = node.lasting(Version::V5, "second");
        second.subscribe("$share/g/work", AtLeastOnce);
        second.disconnect();
        // Ends the session of the first.
        node.clean(Version::V5, "first").disconnect();
        node.restart();
        let mut second = node.lasting(Version::V5, "second");
        for n in 0..5 {
            second.expect_message("work", &n.to_string());
        }
        second.expect_nothing();
    }
}

/// Many at once: acknowledgements wait for the store together and come in order.
#[test]
fn acknowledgements_come_in_order_while_many_wait() {
    let mut node = Node::embedded();
    let mut away = node.lasting(Version::V5, "away");
    away.subscribe("load/#", AtLeastOnce);
    away.disconnect();
    thread::scope(|scope| {
        for n in 0..8 {
            let node = &node;
            scope.spawn(move || {
                let mut publisher = node.clean(VERSIONS[n % 2], &format!("p{n}"));
                let topic = format!("load/{n}");
                for id in 1..=100 {
                    publisher.send(&publish1(id, &topic, &id.to_string()));
                }
                for id in 1..=100 {
                    assert_eq!(publisher.recv_puback().packet_id.get(), id);
                }
            });
        }
    });
    node.restart();
    let mut away = node.lasting(Version::V5, "away");
    let mut next = [1; 8];
    for _ in 0..800 {
        let message = away.recv_message();
        let n: usize = message.topic["load/".len()..].parse().expect("a number");
        assert_eq!(message.payload, next[n].to_string().as_bytes());
        next[n] += 1;
    }
    away.expect_nothing();
}
