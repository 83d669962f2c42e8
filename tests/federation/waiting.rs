//! Publishers that wait for another node: until it has their message, or their time is up.

use super::node::{Node, together, until};
use crate::support::packets::publish1;
use crate::support::prelude::*;
use crate::support::redis_server::RedisServer;

/// A session on the second node that is away, and its messages go to a publisher's.
fn away(nodes: &[Node]) -> Raw {
    let (mut client, _) = nodes[1].persistent("c");
    client.subscribe("t", AtLeastOnce);
    client.disconnect();
    nodes[0].knows_routes(&nodes[1].name, 1);
    nodes[0].client("p")
}

#[test]
fn a_node_that_is_back_in_time_goes_on_and_nothing_is_refused() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let mut publisher = away(&nodes);
    assert_eq!(nodes[1].stop(), Some(0));
    until("the other one knows", || {
        nodes[0].log().contains("takes no part")
    });
    publisher.send(&publish1(7, "t", "waits"));
    publisher.expect_nothing();
    nodes[1].start();
    let Packet::Puback(ack) = publisher.recv() else {
        panic!("no PUBACK");
    };
    assert_eq!((ack.packet_id.get(), ack.reason), (7, ReasonCode::Success));
    let (mut client, connack) = nodes[1].persistent("c");
    assert!(connack.session_present);
    client.expect_message("t", "waits");
    together(&nodes);
}

#[test]
fn a_node_that_does_not_come_back_in_time_is_as_a_store_that_fails() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let mut publisher = away(&nodes);
    nodes[1].kill();
    publisher.send(&publish1(7, "t", "in vain"));
    publisher.expect_nothing();
    // It waits for five seconds.
    pass(Duration::from_secs(3));
    publisher.expect_nothing();
    let Packet::Puback(ack) = publisher.recv() else {
        panic!("no PUBACK");
    };
    assert_eq!(ack.reason, ReasonCode::QuotaExceeded);
}

/// What it has been sent it keeps in memory, and takes when it can: then it says so.
#[test]
fn a_node_whose_store_takes_nothing_does_not_say_that_a_message_is_safe() {
    let mut redis = RedisServer::durable();
    let first = Node::alone("a");
    let settings = [
        "persistence.type=redis".to_owned(),
        format!("persistence.redis.addr=127.0.0.1:{}", redis.port),
        "plugins.federation.fed_addr=127.0.0.1:0".to_owned(),
        "plugins.federation.gossip_addr=127.0.0.1:0".to_owned(),
        format!("plugins.federation.retry_join=[\"{}\"]", first.gossip()),
    ];
    let second = Node::start_in("b", None, "127.0.0.1:0", &settings);
    let nodes = [first, second];
    together(&nodes);
    let mut publisher = away(&nodes);
    publisher.publish("t", "before", AtLeastOnce);
    redis.kill();
    // It notices when it has something to write.
    let mut unlucky = nodes[1].client("unlucky");
    unlucky.send(&Publish {
        retain: true,
        ..publish1(1, "x", "y")
    });
    until("its store has failed", || {
        let said = nodes[1].ask("metrics gmqtt_store_up --prometheus");
        String::from_utf8_lossy(&said.stdout).contains("gmqtt_store_up 0")
    });
    publisher.send(&publish1(7, "t", "waits"));
    publisher.expect_nothing();
    let is_waiting = || {
        let member = nodes[0].member("b").unwrap_or_default();
        super::node::number(&member["lag"]) > 0
    };
    until("the first one waits for it", is_waiting);
    publisher.expect_nothing();
    redis.restart();
    let Packet::Puback(ack) = publisher.recv() else {
        panic!("no PUBACK");
    };
    assert_eq!((ack.packet_id.get(), ack.reason), (7, ReasonCode::Success));
    let (mut client, connack) = nodes[1].persistent("c");
    assert!(connack.session_present);
    client.expect_message("t", "before");
    client.expect_message("t", "waits");
}
