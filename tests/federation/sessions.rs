//! Sessions that are where their clients are.

use super::node::{Node, together, until};
use crate::support::prelude::*;

#[test]
fn a_session_follows_its_client_with_subscriptions_and_what_waits() {
    let nodes = Node::cluster(&["a", "b"]);
    let (mut client, _) = nodes[0].persistent("mobile");
    client.subscribe("inbox/#", ExactlyOnce);
    client.disconnect();
    nodes[1].knows_routes("a", 1);
    let mut publisher = nodes[1].client("p");
    publisher.publish("inbox/1", "one", AtLeastOnce);
    publisher.publish("inbox/2", "two", ExactlyOnce);
    // It comes back elsewhere, and again on the first node.
    let (mut client, connack) = nodes[1].persistent("mobile");
    assert!(connack.session_present);
    client.expect_message("inbox/1", "one");
    client.expect_message("inbox/2", "two");
    // While both nodes are asked for its messages, one may come twice.
    nodes[1].knows_routes("a", 0);
    publisher.publish("inbox/3", "three", AtLeastOnce);
    client.expect_message("inbox/3", "three");
    client.disconnect();
    publisher.publish("inbox/4", "four", AtLeastOnce);
    let (mut client, connack) = nodes[0].persistent("mobile");
    assert!(connack.session_present);
    client.expect_message("inbox/4", "four");
    nodes[1].knows_routes("a", 1);
    publisher.publish("inbox/5", "five", AtLeastOnce);
    client.expect_message("inbox/5", "five");
    client.expect_nothing();
}

/// [MQTT-3.1.4-3]
#[test]
fn a_client_that_connects_elsewhere_ends_its_first_connection() {
    let nodes = Node::cluster(&["a", "b"]);
    let (mut first, _) = nodes[0].persistent("one");
    let (second, connack) = nodes[1].persistent("one");
    assert!(connack.session_present);
    first.expect_disconnect(ReasonCode::SessionTakenOver);
    // A session that ends with its connection is not taken along, but its connection ends, too.
    let mut first = nodes[1].client("two");
    let _second = nodes[0].client("two");
    first.expect_disconnect(ReasonCode::SessionTakenOver);
    second.disconnect();
}

#[test]
fn a_clean_start_elsewhere_ends_the_session() {
    let nodes = Node::cluster(&["a", "b"]);
    let (mut client, _) = nodes[0].persistent("c");
    client.subscribe("t", AtLeastOnce);
    client.disconnect();
    nodes[1].knows_routes("a", 1);
    nodes[1].client("c").disconnect();
    nodes[1].knows_routes("a", 0);
    let (_, connack) = nodes[0].persistent("c");
    assert!(!connack.session_present);
}

#[test]
fn what_is_acknowledged_for_a_node_that_was_killed_arrives_when_it_is_back() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let (mut client, _) = nodes[1].persistent("c");
    client.subscribe("t", AtLeastOnce);
    client.disconnect();
    nodes[0].knows_routes("b", 1);
    let mut publisher = nodes[0].client("p");
    for at in 0..10 {
        publisher.publish("t", &format!("before {at}"), AtLeastOnce);
    }
    nodes[1].kill();
    until("the other one notices", || {
        nodes[0].status("b") == "STATUS_FAILED"
    });
    nodes[1].start();
    together(&nodes);
    publisher.publish("t", "after", AtLeastOnce);
    let (mut client, connack) = nodes[1].persistent("c");
    assert!(connack.session_present);
    for at in 0..10 {
        client.expect_message("t", &format!("before {at}"));
    }
    client.expect_message("t", "after");
}
