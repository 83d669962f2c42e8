//! With a store that keeps what it says, a publisher is answered when every node has its message.

use std::path::Path;

use gmqtt_plugin_api::cluster::NodeName;
use gmqtt_protocol::{QoS, ReasonCode};

use crate::client::{Client, Got, How, PUBACK, PUBREC};
use crate::mesh::{Broker, Mesh, eventually};

/// Two nodes, a persistent session on the second that is away, and a publisher on the first.
fn publisher_and_session(mesh: &Mesh, folder: Option<&Path>) -> (Broker, Broker, Client) {
    let start = |name| Broker::start(mesh, name, folder);
    let (a, b) = (start("a"), start("b"));
    let mut subscriber = Client::connect(b.address(), "s", &How::STAYS);
    subscriber.subscribe("t", QoS::ExactlyOnce);
    subscriber.disconnect();
    mesh.settle();
    let publisher = Client::new(a.address(), "p");
    (a, b, publisher)
}

#[test]
fn an_acknowledgement_waits_for_the_other_node() {
    let folder = tempfile::tempdir().unwrap();
    let mesh = Mesh::new();
    let (_a, b, mut publisher) = publisher_and_session(&mesh, Some(folder.path()));
    mesh.state().silent = true;
    publisher.publish("t", "1", QoS::AtLeastOnce, 1);
    publisher.publish("t", "2", QoS::ExactlyOnce, 2);
    publisher.has_nothing();
    eventually(|| b.handle().client("s").unwrap().queued == 2);
    publisher.has_nothing();
    mesh.speak();
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, ReasonCode::Success));
    assert_eq!(publisher.next(), Got::Ack(PUBREC, 2, ReasonCode::Success));
}

#[test]
fn without_a_store_nothing_is_promised_and_nobody_waits() {
    let mesh = Mesh::new();
    let (_a, _b, mut publisher) = publisher_and_session(&mesh, None);
    mesh.state().silent = true;
    publisher.publish("t", "1", QoS::AtLeastOnce, 1);
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, ReasonCode::Success));
}

/// As with a store that does not take a message: it is refused, and its publisher may send it again.
#[test]
fn a_publisher_is_not_answered_when_the_other_node_does_not_say_that_it_has_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let mesh = Mesh::new();
    let (a, b, mut publisher) = publisher_and_session(&mesh, Some(folder.path()));
    mesh.state().silent = true;
    publisher.publish("t", "1", QoS::AtLeastOnce, 1);
    publisher.publish("t", "2", QoS::ExactlyOnce, 2);
    publisher.has_nothing();
    mesh.control("a").unsafe_at(&NodeName::new("b"));
    let refused = ReasonCode::QuotaExceeded;
    assert_eq!(publisher.next(), Got::Ack(PUBACK, 1, refused));
    assert_eq!(publisher.next(), Got::Ack(PUBREC, 2, refused));
    let figures = a.handle().metrics().unwrap().cluster.unwrap();
    assert_eq!(figures.unconfirmed, 2);
    // The exchange is over: the identifier is free for another message (MQTT 5 section 4.3.3).
    mesh.speak();
    publisher.publish("t", "3", QoS::ExactlyOnce, 2);
    assert_eq!(publisher.next(), Got::Ack(PUBREC, 2, ReasonCode::Success));
    eventually(|| b.handle().client("s").unwrap().queued == 3);
}
