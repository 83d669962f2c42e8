//! A session is where its client connected last.

use gmqtt_plugin_api::cluster::{NodeName, Redirect};
use gmqtt_protocol::{QoS, ReasonCode};
use tokio::sync::oneshot;

use crate::client::{Client, Got, How, PUBACK, PUBCOMP, PUBREC, PUBREL};
use crate::mesh::{Broker, Mesh, eventually, futures};

fn with_and_without_a_store(test: impl Fn(Mesh, Broker, Broker)) {
    let folder = tempfile::tempdir().unwrap();
    for folder in [None, Some(folder.path())] {
        let mesh = Mesh::new();
        let start = |name| Broker::start(&mesh, name, folder);
        let (a, b) = (start("a"), start("b"));
        test(mesh, a, b);
    }
}

#[track_caller]
fn assert_taken_over(mut old: Client) {
    let gone = Got::Disconnect(ReasonCode::SessionTakenOver, None);
    assert_eq!((old.next(), old.next()), (gone, Got::End));
}

/// A client with a message in flight at QoS 1, one that PUBREC has come for, two that wait, and one of its own that is not released. With the
/// identifier of the second, and who publishes.
fn busy_client(mesh: &Mesh, node: &Broker, how: &How<'_>) -> (Client, u16, Client) {
    let mut client = Client::connect(node.address(), "c", how);
    assert!(!client.session_present);
    client.subscribe("t", QoS::ExactlyOnce);
    mesh.settle();
    let mut publisher = Client::new(node.address(), "p");
    for (n, qos) in [(1, QoS::AtLeastOnce), (2, QoS::ExactlyOnce)] {
        publisher.publish("t", &n.to_string(), qos, n);
        publisher.next();
    }
    assert_eq!(client.message().1, "1");
    let Got::Message {
        id: Some(second), ..
    } = client.next()
    else {
        panic!("not the second message");
    };
    client.ack(PUBREC, second);
    assert_eq!(client.next(), Got::Ack(PUBREL, second, ReasonCode::Success));
    for n in [3, 4] {
        publisher.publish("t", &n.to_string(), QoS::AtLeastOnce, n);
        publisher.next();
    }
    client.publish("u", "own", QoS::ExactlyOnce, 9);
    assert!(matches!(client.next(), Got::Ack(PUBREC, 9, _)));
    (client, second, publisher)
}

/// [MQTT-3.1.4-3] [MQTT-3.1.2-5] [MQTT-4.4.0-1] [MQTT-4.3.3-10] on another node.
#[test]
fn a_session_follows_its_client_with_all_that_it_holds() {
    with_and_without_a_store(|mesh, a, b| {
        let how = How {
            window: Some(2),
            ..How::STAYS
        };
        let (old, second, mut publisher) = busy_client(&mesh, &a, &how);
        let mut new = Client::connect(b.address(), "c", &how);
        assert!(new.session_present);
        assert_taken_over(old);
        new.expect("1", true);
        assert_eq!(new.next(), Got::Ack(PUBREL, second, ReasonCode::Success));
        new.ack(PUBCOMP, second);
        new.expect("3", false);
        new.expect("4", false);
        let mut watcher = Client::new(b.address(), "w");
        watcher.subscribe("u", QoS::AtMostOnce);
        new.publish_as("u", "own", QoS::ExactlyOnce, 9, (false, true));
        assert_eq!(new.next(), Got::Ack(PUBREC, 9, ReasonCode::Success));
        watcher.has_nothing();
        new.ack(PUBREL, 9);
        assert_eq!(new.next(), Got::Ack(PUBCOMP, 9, ReasonCode::Success));
        // Where it was nothing is left of it, and messages find it where it is.
        eventually(|| a.handle().client("c").is_none());
        publisher.publish("t", "5", QoS::AtLeastOnce, 5);
        publisher.next();
        new.expect("5", false);
        let moved = gmqtt_plugin_api::Terminated::Moved as usize;
        eventually(|| a.handle().metrics().unwrap().sessions_terminated[moved] == 1);
    });
}

#[test]
fn a_session_whose_client_is_away_follows_it_with_its_queue() {
    with_and_without_a_store(|mesh, a, b| {
        let mut old = Client::connect(a.address(), "c", &How::STAYS);
        old.subscribe("t/+", QoS::AtLeastOnce);
        old.disconnect();
        mesh.settle();
        // It is reached from any node.
        let mut publisher = Client::new(b.address(), "p");
        for n in 1..=300 {
            publisher.publish(&format!("t/{n}"), &n.to_string(), QoS::AtLeastOnce, n);
            assert_eq!(publisher.next(), Got::Ack(PUBACK, n, ReasonCode::Success));
        }
        mesh.settle();
        let mut new = Client::connect(b.address(), "c", &How::STAYS);
        assert!(new.session_present);
        for n in 1..=300_u16 {
            let got = new.next();
            let Got::Message {
                payload,
                id: Some(id),
                ..
            } = got
            else {
                panic!("{got:?}");
            };
            assert_eq!(payload, n.to_string());
            new.ack(PUBACK, id);
        }
        new.has_nothing();
        mesh.settle();
        // And back.
        new.disconnect();
        publisher.publish("t/x", "x", QoS::AtLeastOnce, 1);
        publisher.next();
        let mut back = Client::connect(a.address(), "c", &How::STAYS);
        assert_eq!(back.message().1, "x");
    });
}

#[test]
fn a_clean_start_ends_the_session_where_it_is() {
    with_and_without_a_store(|mesh, a, b| {
        let how = How {
            will: Some(("w", 100)),
            ..How::STAYS
        };
        let mut watcher = Client::new(b.address(), "watcher");
        watcher.subscribe("w", QoS::AtMostOnce);
        let mut old = Client::connect(a.address(), "c", &how);
        old.subscribe("t", QoS::AtLeastOnce);
        mesh.settle();
        let mut new = Client::connect(b.address(), "c", &How::CLEAN);
        assert!(!new.session_present);
        assert_taken_over(old);
        mesh.settle();
        assert!(a.handle().client("c").is_none());
        // The end of the session is the end of the delay of its will (MQTT 5 section 3.1.3.2.2).
        assert_eq!(watcher.message().1, "gone");
        let mut publisher = Client::new(a.address(), "p");
        publisher.publish("t", "1", QoS::AtLeastOnce, 1);
        publisher.next();
        new.has_nothing();
    });
}

/// [MQTT-3.1.3-9] A will with a delay is not published if its client is back in time, wherever that is.
#[test]
fn a_will_with_a_delay_is_dropped_when_its_client_comes_to_another_node() {
    let mesh = Mesh::new();
    let (a, b) = (
        Broker::start(&mesh, "a", None),
        Broker::start(&mesh, "b", None),
    );
    let mut watcher = Client::new(a.address(), "watcher");
    watcher.subscribe("w", QoS::AtMostOnce);
    let how = How {
        will: Some(("w", 100)),
        ..How::STAYS
    };
    let old = Client::connect(a.address(), "c", &how);
    let new = Client::connect(b.address(), "c", &How::STAYS);
    assert_taken_over(old);
    assert!(new.session_present);
    mesh.settle();
    assert!(b.handle().client("c").unwrap().will.is_none());
    watcher.has_nothing();
    // One without is published: the connection has ended.
    let how = How {
        will: Some(("w", 0)),
        ..How::STAYS
    };
    let _there = Client::connect(b.address(), "d", &how);
    let _here = Client::connect(a.address(), "d", &How::STAYS);
    assert_eq!(watcher.message().1, "gone");
}

/// The other node has not told yet that the session is there when a message comes to where it was.
#[test]
fn what_comes_after_a_session_was_handed_over_goes_after_it() {
    with_and_without_a_store(|mesh, a, b| {
        let mut old = Client::connect(a.address(), "c", &How::STAYS);
        old.subscribe("t", QoS::AtLeastOnce);
        mesh.settle();
        mesh.state().silent = true;
        mesh.state().unknown.insert(NodeName::new("b"));
        let mut new = Client::connect(b.address(), "c", &How::STAYS);
        assert_taken_over(old);
        let mut publisher = Client::new(a.address(), "p");
        publisher.publish("t", "late", QoS::AtLeastOnce, 1);
        new.has_nothing();
        mesh.speak();
        // With a store: not before it is with the session.
        assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, ReasonCode::Success));
        let got = new.next();
        assert!(
            matches!(&got, Got::Message { payload, qos: QoS::AtLeastOnce, .. } if payload == "late"),
            "{got:?}"
        );
        assert!(a.handle().client("c").is_none());
    });
}

#[test]
fn a_client_that_is_not_let_in_after_all_leaves_its_session_where_it_has_come() {
    with_and_without_a_store(|mesh, a, b| {
        let mut old = Client::connect(a.address(), "c", &How::STAYS);
        old.subscribe("t", QoS::AtLeastOnce);
        old.disconnect();
        let (open, gate) = oneshot::channel();
        mesh.state().gate = Some(gate);
        let gone = Client::begin(b.address(), "c", &How::STAYS);
        eventually(|| mesh.state().gate.is_none());
        drop(gone);
        mesh.settle();
        open.send(()).unwrap();
        eventually(|| b.handle().client("c").is_some() && a.handle().client("c").is_none());
        let back = Client::connect(a.address(), "c", &How::STAYS);
        assert!(back.session_present);
        assert_eq!(a.handle().client("c").unwrap().subscriptions, 1);
    });
}

/// Of two claims the later one stands, also if the older one is answered last.
#[test]
fn a_client_that_has_connected_elsewhere_meanwhile_is_not_let_in() {
    let mesh = Mesh::new();
    let (a, b) = (
        Broker::start(&mesh, "a", None),
        Broker::start(&mesh, "b", None),
    );
    let (open, gate) = oneshot::channel();
    mesh.state().gate = Some(gate);
    let slow = Client::begin(a.address(), "c", &How::STAYS);
    eventually(|| mesh.state().gate.is_none());
    let mut fast = Client::connect(b.address(), "c", &How::STAYS);
    open.send(()).unwrap();
    assert_eq!(slow.finish().err(), Some(ReasonCode::ServerUnavailable));
    mesh.settle();
    assert!(a.handle().client("c").is_none());
    fast.has_nothing();
    assert_eq!(mesh.state().clients["c"].node, NodeName::new("b"));
}

#[test]
fn a_session_of_a_later_claim_is_neither_handed_over_nor_dropped() {
    let mesh = Mesh::new();
    let a = Broker::start(&mesh, "a", None);
    let old = mesh.stamp("b");
    let mut client = Client::connect(a.address(), "c", &How::STAYS);
    let control = mesh.control("a");
    assert_eq!(futures(control.hand_over("c", &old)), None);
    control.drop_session("c", &old);
    client.has_nothing();
    let later = mesh.stamp("b");
    assert!(futures(control.hand_over("c", &later)).is_some());
    // It may be asked for again.
    assert!(futures(control.hand_over("c", &later)).is_some());
    assert_taken_over(client);
    assert_eq!(futures(control.hand_over("nobody", &later)), None);
}

#[test]
fn an_end_is_told_and_a_claim_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mesh = Mesh::new();
    let a = Broker::start(&mesh, "a", Some(folder.path()));
    let ends = Client::new(a.address(), "ends");
    assert!(mesh.state().clients.contains_key("ends"));
    ends.disconnect();
    eventually(|| !mesh.state().clients.contains_key("ends"));
    let mut stays = Client::connect(a.address(), "stays", &How::STAYS);
    stays.subscribe("t", QoS::AtLeastOnce);
    let claim = mesh.state().clients["stays"].clone();
    stays.disconnect();
    a.stop();
    let other = Mesh::new();
    let again = Broker::start(&other, "a", Some(folder.path()));
    assert_eq!(other.state().restored, [("stays".to_owned(), Some(claim))]);
    let b = Broker::start(&other, "b", None);
    other.settle();
    let mut publisher = Client::new(b.address(), "p");
    publisher.publish("t", "1", QoS::AtLeastOnce, 1);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, ReasonCode::Success));
    eventually(|| again.handle().client("stays").unwrap().queued > 0);
}

#[test]
fn a_client_is_sent_to_another_server() {
    let mesh = Mesh::new();
    let a = Broker::start(&mesh, "a", None);
    let mut client = Client::connect(a.address(), "c", &How::STAYS);
    let redirect = Redirect {
        reason: ReasonCode::UseAnotherServer,
        server: Some("b.example:1883"),
    };
    let control = mesh.control("a");
    assert!(control.redirect("c", redirect));
    let server = Some("b.example:1883".to_owned());
    let told = Got::Disconnect(ReasonCode::UseAnotherServer, server);
    assert_eq!(client.next(), told);
    assert!(a.handle().client("c").is_some());
    assert!(!control.redirect("nobody", redirect));
    assert_eq!(a.handle().held_back(), None);
    control.hold_back(Some("it is being drained"));
    assert_eq!(a.handle().held_back().unwrap(), "it is being drained");
    control.hold_back(None);
    assert_eq!(a.handle().held_back(), None);
}
