//! Messages between nodes: plain and shared subscriptions, retained messages, what is refused.

use std::collections::BTreeMap;

use bytes::Bytes;
use gmqtt_plugin_api::NewMessage;
use gmqtt_plugin_api::cluster::{Forward, NodeName};
use gmqtt_protocol::{QoS, ReasonCode};

use crate::client::{Client, Got, PUBACK};
use crate::mesh::{Broker, Mesh, eventually};

fn two(mesh: &Mesh) -> (Broker, Broker) {
    (
        Broker::start(mesh, "a", None),
        Broker::start(mesh, "b", None),
    )
}

#[test]
fn a_message_crosses_once_and_reaches_every_subscriber_of_the_other_node() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut subscribers = ["one", "two"].map(|id| Client::new(b.address(), id));
    for subscriber in &mut subscribers {
        subscriber.subscribe("t/#", QoS::ExactlyOnce);
        subscriber.subscribe("t/+", QoS::AtLeastOnce);
    }
    let mut here = Client::new(a.address(), "here");
    here.subscribe("t/x", QoS::AtMostOnce);
    mesh.settle();
    let mut publisher = Client::new(a.address(), "p");
    publisher.publish("t/x", "hello", QoS::AtLeastOnce, 1);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, ReasonCode::Success));
    for subscriber in &mut subscribers {
        let got = subscriber.next();
        let Got::Message {
            topic,
            payload,
            qos,
            retain,
            ..
        } = got
        else {
            panic!("{got:?}");
        };
        assert_eq!((&*topic, &*payload), ("t/x", "hello"));
        assert_eq!((qos, retain), (QoS::AtLeastOnce, false));
        subscriber.has_nothing();
    }
    assert_eq!(here.message().1, "hello");
    assert_eq!(mesh.state().forwarded, 1);
    let figures = a.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!((figures.forwarded, figures.received), (1, 0));
    let figures = b.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!((figures.forwarded, figures.received), (0, 1));
}

#[test]
fn nobody_anywhere_is_told_and_so_is_somebody_elsewhere() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut publisher = Client::new(a.address(), "p");
    let nobody = ReasonCode::NoMatchingSubscribers;
    publisher.publish("t", "1", QoS::AtLeastOnce, 1);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, nobody));
    let mut subscriber = Client::new(b.address(), "s");
    subscriber.subscribe("t", QoS::AtMostOnce);
    mesh.settle();
    publisher.publish("t", "2", QoS::AtLeastOnce, 2);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 2, ReasonCode::Success));
    assert_eq!(subscriber.message().1, "2");
    drop(subscriber);
    // Its session ends with its connection, and the other node hears of it.
    eventually(|| b.handle().client("s").is_none());
    mesh.settle();
    publisher.publish("t", "3", QoS::AtLeastOnce, 3);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 3, nobody));
}

#[test]
fn many_packets_in_one_read_cross_too() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut subscriber = Client::new(b.address(), "s");
    subscriber.subscribe("t", QoS::AtMostOnce);
    mesh.settle();
    let mut publisher = Client::new(a.address(), "p");
    for n in 0..100 {
        publisher.publish("t", &n.to_string(), QoS::AtMostOnce, 0);
    }
    for n in 0..100 {
        assert_eq!(subscriber.message().1, n.to_string());
    }
}

#[test]
fn what_plugins_publish_and_wills_cross_and_the_brokers_own_topics_do_not() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut subscriber = Client::new(b.address(), "s");
    subscriber.subscribe("#", QoS::AtMostOnce);
    subscriber.subscribe("$SYS/#", QoS::AtMostOnce);
    mesh.settle();
    let system = NewMessage::new("$SYS/broker/version", "x");
    a.handle().publish(system).unwrap();
    a.handle().publish(NewMessage::new("t", "api")).unwrap();
    assert_eq!(subscriber.message().1, "api");
    let how = crate::client::How {
        will: Some(("w", 0)),
        ..crate::client::How::CLEAN
    };
    drop(Client::connect(a.address(), "dies", &how));
    assert_eq!(subscriber.message(), ("w".to_owned(), "gone".to_owned()));
    assert_eq!(mesh.state().forwarded, 2);
}

/// [MQTT-4.8.2-1] for the cluster: exactly one member gets a message, and each its share.
#[test]
fn one_member_of_a_shared_subscription_gets_each_message() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut members: Vec<_> = [("1", &a), ("2", &a), ("3", &b)]
        .map(|(id, node)| Client::new(node.address(), id))
        .into();
    for member in &mut members {
        member.subscribe("$share/g/t", QoS::AtLeastOnce);
    }
    // It matches a plain subscription on the same node as well: that is another delivery.
    let mut plain = Client::new(b.address(), "plain");
    plain.subscribe("t", QoS::AtLeastOnce);
    mesh.settle();
    let mut publisher = Client::new(b.address(), "p");
    for n in 1..=30 {
        publisher.publish("t", &n.to_string(), QoS::AtLeastOnce, n);
        assert_eq!(publisher.next(), Got::Ack(PUBACK, n, ReasonCode::Success));
    }
    mesh.settle();
    for n in 1..=30 {
        assert_eq!(plain.message().1, n.to_string());
    }
    plain.has_nothing();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut shares = Vec::new();
    for member in &mut members {
        member.send(&gmqtt_protocol::Packet::Pingreq);
        let mut share = 0;
        loop {
            match member.next() {
                Got::Message { payload, .. } => {
                    *times.entry(payload).or_default() += 1;
                    share += 1;
                }
                Got::Pong => break,
                other => panic!("{other:?}"),
            }
        }
        shares.push(share);
    }
    assert_eq!((times.len(), times.values().sum::<usize>()), (30, 30));
    assert_eq!(shares, [10, 10, 10]);
}

#[test]
fn a_shared_subscription_has_its_member_here_when_the_other_node_takes_no_more() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut here = Client::new(a.address(), "here");
    let mut there = Client::new(b.address(), "there");
    for member in [&mut here, &mut there] {
        member.subscribe("$share/g/t", QoS::AtLeastOnce);
    }
    mesh.settle();
    mesh.state().full.insert(NodeName::new("b"));
    let mut publisher = Client::new(a.address(), "p");
    for n in 1..=4 {
        publisher.publish("t", &n.to_string(), QoS::AtLeastOnce, n);
        assert_eq!(publisher.next(), Got::Ack(PUBACK, n, ReasonCode::Success));
        assert_eq!(here.message().1, n.to_string());
    }
    there.has_nothing();
    let figures = a.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!((figures.forwarded, figures.shed_qos12), (0, 2));
}

/// The last member left while a message for it was on its way.
#[test]
fn a_message_for_a_group_that_is_not_here_any_more_goes_on_to_where_it_is() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let c = Broker::start(&mesh, "c", None);
    let mut member = Client::new(c.address(), "m");
    member.subscribe("$share/g/t", QoS::AtLeastOnce);
    let mut publisher = Client::new(a.address(), "p");
    mesh.settle();
    let mut message = Vec::new();
    gmqtt_protocol::packet::Publish {
        dup: false,
        qos: QoS::AtLeastOnce,
        retain: false,
        topic: "t",
        packet_id: Some(gmqtt_protocol::PacketId::MIN),
        properties: Default::default(),
        payload: b"late",
    }
    .encode(gmqtt_protocol::Version::V5, &mut message);
    let forward = Forward {
        message: message.into(),
        safe: true,
        plain: false,
        groups: ["$share/g/t".into()].into(),
        client: None,
        known: 0,
    };
    assert!(
        mesh.control("b")
            .deliver(&NodeName::new("a"), forward, None)
    );
    assert_eq!(member.message().1, "late");
    let figures = b.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!((figures.received, figures.forwarded), (1, 1));
    publisher.has_nothing();
}

#[test]
fn what_is_retained_is_so_on_every_node() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let mut publisher = Client::new(a.address(), "p");
    let retained = (true, false);
    publisher.publish_as("t", "kept", QoS::AtLeastOnce, 1, retained);
    publisher.publish_as("u", "kept", QoS::AtLeastOnce, 2, retained);
    publisher.next();
    publisher.next();
    mesh.settle();
    let found = b.handle().retained("t").unwrap();
    assert_eq!(
        (&*found.payload, found.qos),
        (&b"kept"[..], QoS::AtLeastOnce)
    );
    assert_eq!(found.properties().content_type, Some("text"));
    let mut subscriber = Client::new(b.address(), "s");
    subscriber.subscribe("t", QoS::AtMostOnce);
    let got = subscriber.next();
    assert!(matches!(got, Got::Message { retain: true, .. }), "{got:?}");
    mesh.settle();
    // The message itself comes as any other, and is retained once.
    publisher.publish_as("t", "new", QoS::AtLeastOnce, 3, retained);
    publisher.next();
    let got = subscriber.next();
    assert!(matches!(got, Got::Message { retain: false, .. }), "{got:?}");
    mesh.settle();
    assert_eq!(&*b.handle().retained("t").unwrap().payload, b"new");
    publisher.publish_as("t", "", QoS::AtLeastOnce, 4, retained);
    publisher.next();
    mesh.settle();
    assert!(b.handle().retained("t").is_none());
    assert!(b.handle().retained("u").is_some());
    assert!(a.handle().clear_retained("u"));
    mesh.settle();
    assert!(b.handle().retained("u").is_none());
}

#[test]
fn an_older_change_of_a_retained_message_is_passed_over() {
    let mesh = Mesh::new();
    let (a, b) = two(&mesh);
    let old = mesh.stamp("a");
    b.handle().retain(NewMessage::new("t", "later")).unwrap();
    mesh.settle();
    let seen = |broker: &Broker| broker.handle().retained("t").unwrap().payload;
    assert_eq!(&*seen(&a), b"later");
    mesh.control("b").retain("t", None, &old);
    assert_eq!(&*seen(&b), b"later");
    // As it is asked for by a node that lacks it.
    let shown = mesh.control("b").retained("t").unwrap();
    let new = mesh.stamp("b");
    mesh.control("a").retain("t", None, &new);
    assert!(a.handle().retained("t").is_none());
    mesh.control("a").retain("t", Some(shown), &mesh.stamp("b"));
    assert_eq!(&*seen(&a), b"later");
}

#[test]
fn what_is_no_message_is_refused_and_counted() {
    let mesh = Mesh::new();
    let (a, _b) = two(&mesh);
    let control = mesh.control("a");
    for bytes in [&b""[..], b"\xc0\0", b"0\x05\0\x01#\0x", b"0\x05\0\x01t\0xy"] {
        let forward = Forward {
            message: Bytes::copy_from_slice(bytes),
            safe: false,
            plain: true,
            groups: Box::default(),
            client: None,
            known: 0,
        };
        assert!(
            !control.deliver(&NodeName::new("a"), forward, None),
            "{bytes:?}"
        );
    }
    let stamp = mesh.stamp("b");
    control.retain("t", Some(Bytes::from_static(b"x")), &stamp);
    control.retain("#", None, &stamp);
    let figures = a.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!((figures.invalid, figures.received), (6, 0));
}
