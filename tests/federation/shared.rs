//! Nodes that share a Redis: the session of a client is there when its node is gone.

use super::network::{Network, can_be_made};
use super::node::{Node, together, until};
use crate::support::prelude::*;
use crate::support::redis_server::RedisServer;

fn redis_at(host: &str, port: u16) -> [String; 3] {
    [
        "persistence.type=redis".to_owned(),
        format!("persistence.redis.addr={host}:{port}"),
        "persistence.redis.shared=true".to_owned(),
    ]
}

/// Nodes on loopback that know each other and share a Redis.
fn cluster(redis: &RedisServer, names: &[&str]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for name in names {
        let others: Vec<_> = nodes.iter().collect();
        let node = Node::joining_with(name, &others, &redis_at("127.0.0.1", redis.port));
        nodes.push(node);
    }
    together(&nodes);
    nodes
}

/// The clients with a session on a node, connected or not.
fn sessions(node: &Node) -> Vec<String> {
    let output = node.ask("clients list -o name");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(str::to_owned).collect()
}

/// [MQTT-3.1.2-5] [MQTT-4.6.0-6] The node is killed, and Redis has everything.
#[test]
fn a_session_whose_node_was_killed_is_where_its_client_comes() {
    let redis = RedisServer::durable();
    let mut nodes = cluster(&redis, &["a", "b", "c"]);
    let (mut client, _) = nodes[2].persistent("x");
    client.subscribe("to/x", ExactlyOnce);
    client.disconnect();
    let (stays, _) = nodes[2].persistent("stays");
    stays.disconnect();
    nodes[0].knows_routes("c", 1);
    let mut publisher = nodes[0].client("p");
    for at in 0..40 {
        let qos = if at % 3 == 0 {
            ExactlyOnce
        } else {
            AtLeastOnce
        };
        publisher.publish("to/x", &format!("message {at}"), qos);
    }
    nodes[2].kill();
    let (mut client, connack) = nodes[1].persistent("x");
    assert!(connack.session_present);
    for at in 0..40 {
        client.expect_message("to/x", &format!("message {at}"));
    }
    // Its subscriptions are here, too.
    nodes[0].knows_routes("b", 1);
    publisher.publish("to/x", "after", AtLeastOnce);
    client.expect_message("to/x", "after");
    client.expect_nothing();
    // Back, the node has it no more, and what nobody came for it still has.
    nodes[2].start();
    together(&nodes);
    assert_eq!(sessions(&nodes[2]), ["stays"]);
    nodes[0].knows_routes("c", 0);
    publisher.publish("to/x", "at last", ExactlyOnce);
    client.expect_message("to/x", "at last");
    client.expect_nothing();
    let (_, connack) = nodes[0].persistent("stays");
    assert!(connack.session_present);
}

/// [MQTT-4.3.3-10] [MQTT-4.3.3-4] Identifiers that are in use stay so.
#[test]
fn qos_2_goes_on_where_it_was_when_the_node_was_killed() {
    let redis = RedisServer::durable();
    let mut nodes = cluster(&redis, &["a", "b"]);
    let mut watcher = nodes[0].client("watcher");
    watcher.subscribe("from/x", ExactlyOnce);
    nodes[1].knows_routes("a", 1);
    let (mut client, _) = nodes[1].persistent("x");
    client.subscribe("to/x", ExactlyOnce);
    client.send(&publish2(900, "from/x", "own"));
    client.recv_pubrec();
    watcher.expect_message("from/x", "own");
    nodes[0].knows_routes("b", 1);
    let mut publisher = nodes[0].client("p");
    publisher.publish("to/x", "half", ExactlyOnce);
    publisher.publish("to/x", "sent", ExactlyOnce);
    let half = client
        .recv_publish()
        .packet_id
        .expect("an identifier")
        .get();
    let sent = client
        .recv_publish()
        .packet_id
        .expect("an identifier")
        .get();
    client.send(&pubrec(half));
    // What is answered with PUBREL is kept.
    assert_eq!(client.recv_pubrel().packet_id.get(), half);
    nodes[1].kill();
    let (mut client, connack) = nodes[0].persistent("x");
    assert!(connack.session_present);
    assert_eq!(client.recv_pubrel().packet_id.get(), half);
    client.send(&pubcomp(half));
    let again = client.recv_publish();
    assert_eq!(again.packet_id.expect("an identifier").get(), sent);
    assert!(again.dup);
    client.send(&pubrec(sent));
    assert_eq!(client.recv_pubrel().packet_id.get(), sent);
    client.send(&pubcomp(sent));
    let mut own = publish2(900, "from/x", "own");
    own.dup = true;
    client.send(&own);
    client.recv_pubrec();
    client.send(&pubrel(900));
    client.recv_pubcomp();
    client.expect_nothing();
    watcher.expect_nothing();
}

#[test]
fn a_clean_start_ends_a_session_whose_node_was_killed() {
    let redis = RedisServer::durable();
    let mut nodes = cluster(&redis, &["a", "b"]);
    let (mut client, _) = nodes[1].persistent("x");
    client.subscribe("to/x", AtLeastOnce);
    nodes[1].kill();
    nodes[0].client("x").disconnect();
    let (_, connack) = nodes[0].persistent("x");
    assert!(!connack.session_present);
    nodes[1].start();
    together(&nodes);
    assert!(sessions(&nodes[1]).is_empty());
}

/// Both halves reach Redis, and not each other: a session is in one of them, and what was published in the other comes after it.
#[test]
fn a_session_is_taken_from_a_node_that_only_its_cable_is_pulled_of() {
    if !can_be_made() {
        return;
    }
    let everywhere = ["--bind", "0.0.0.0", "--protected-mode", "no"];
    let durable = ["--appendonly", "yes", "--appendfsync", "always"];
    let redis = RedisServer::start(&[everywhere, durable].concat());
    let network = Network::new(3);
    let nodes = super::partition::on_with(&network, &["a", "b", "c"], |at| {
        redis_at(&network.host_for(at), redis.port).into()
    });
    let (mut first, _) = nodes[2].persistent("x");
    first.subscribe("to/x", AtLeastOnce);
    let (mut other, _) = nodes[2].persistent("other");
    other.subscribe("to/other", AtLeastOnce);
    nodes[0].knows_routes("c", 2);
    let mut there = nodes[2].client("there");
    network.cut(2);
    until("both sides notice", || {
        nodes[0].status("c") == "STATUS_FAILED" && nodes[2].status("a") == "STATUS_FAILED"
    });
    there.publish("to/x", "before", AtLeastOnce);
    let before = first.recv_publish();
    assert_eq!(before.payload, b"before");
    // It is not acknowledged: the session has it when it is taken.
    let (mut second, connack) = nodes[0].persistent("x");
    assert!(connack.session_present);
    second.expect_message("to/x", "before");
    // The other half finds out by itself, and its other sessions go on.
    first.expect_disconnect(ReasonCode::SessionTakenOver);
    there.publish("to/other", "goes on", AtLeastOnce);
    other.expect_message("to/other", "goes on");
    // What is published there for it now waits until the halves meet.
    there.send(&publish1(700, "to/x", "from the other half"));
    other.expect_nothing();
    network.mend(2);
    together(&nodes);
    second.expect_message("to/x", "from the other half");
    second.expect_nothing();
    assert!(!sessions(&nodes[2]).contains(&"x".to_owned()));
}

/// Two brokers with one name: the later one has the part.
#[test]
fn a_node_that_has_the_name_of_another_displaces_it() {
    let redis = RedisServer::durable();
    let first = Node::joining_with("a", &[], &redis_at("127.0.0.1", redis.port));
    let _second = Node::joining_with("a", &[], &redis_at("127.0.0.1", redis.port));
    until("the first one says so", || {
        first
            .log()
            .contains("another gmqtt has the name of this node")
    });
}
