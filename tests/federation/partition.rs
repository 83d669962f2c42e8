//! Nodes on machines of their own whose network breaks and comes back.

use super::network::{Network, can_be_made};
use super::node::{Node, together, until};
use crate::support::prelude::*;

/// Nodes with these names on a network.
fn on(network: &Network, names: &[&str]) -> Vec<Node> {
    on_with(network, names, |_| Vec::new())
}

/// The same, each with more settings.
pub(super) fn on_with(
    network: &Network,
    names: &[&str],
    more: impl Fn(usize) -> Vec<String>,
) -> Vec<Node> {
    let all: Vec<_> = (0..names.len())
        .map(|at| format!("\"{}\"", network.address(at)))
        .collect();
    let nodes: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let settings = [
                format!("plugins.federation.fed_addr={}:8901", network.address(at)),
                format!(
                    "plugins.federation.gossip_addr={}:8902",
                    network.address(at)
                ),
                format!("plugins.federation.retry_join=[{}]", all.join(", ")),
                "plugins.federation.insecure=true".to_owned(),
            ];
            let listen = format!("{}:0", network.for_clients(at));
            let settings = [&settings[..], &more(at)].concat();
            Node::start_in(name, Some(&network.name(at)), &listen, &settings)
        })
        .collect();
    together(&nodes);
    nodes
}

#[test]
fn after_a_partition_the_nodes_agree_and_a_client_is_online_once() {
    if !can_be_made() {
        return;
    }
    let network = Network::new(3);
    let nodes = on(&network, &["a", "b", "c"]);
    let retain = |node: &Node, text: &str| {
        let mut raw = node.client("writer");
        let mut packet = publish("lamp", text);
        packet.retain = true;
        raw.publish_packet(&packet);
        raw.disconnect();
    };
    let (mut first, _) = nodes[0].persistent("x");
    first.subscribe("to-x", AtLeastOnce);

    network.cut(2);
    until("both sides notice", || {
        nodes[0].status("c") == "STATUS_FAILED" && nodes[2].status("a") == "STATUS_FAILED"
    });
    assert_eq!(nodes[0].status("b"), "STATUS_ALIVE");
    retain(&nodes[0], "set on a");
    retain(&nodes[2], "set on c, later");
    // Two halves may each hold the client until they meet.
    let (mut second, _) = nodes[2].persistent("x");
    second.subscribe("to-x", AtLeastOnce);
    first.expect_nothing();

    network.mend(2);
    together(&nodes);
    first.expect_disconnect(ReasonCode::SessionTakenOver);
    for node in &nodes {
        until("the later change stands", || {
            let mut raw = node.client(&format!("reader-{}", node.name));
            raw.subscribe("lamp", AtMostOnce);
            let found = raw.waiting();
            raw.disconnect();
            found.iter().any(|it| it.payload == b"set on c, later")
        });
    }
    nodes[0].knows_routes("c", 1);
    let mut publisher = nodes[0].client("p");
    publisher.publish("to-x", "hello", AtLeastOnce);
    second.expect_message("to-x", "hello");
    second.expect_nothing();
}

#[test]
fn a_cable_that_is_pulled_for_a_moment_loses_and_doubles_nothing() {
    if !can_be_made() {
        return;
    }
    let network = Network::new(2);
    let nodes = on(&network, &["a", "b"]);
    let mut subscriber = nodes[1].client("s");
    subscriber.subscribe("t", AtLeastOnce);
    nodes[0].knows_routes("b", 1);
    let mut publisher = nodes[0].client("p");
    for at in 0..90_u32 {
        match at {
            30 => network.cut(1),
            60 => network.mend(1),
            _ => {}
        }
        // Not acknowledged while the cable is out: sent on all the same.
        let number = at.to_string();
        publisher.send(&publish1(at as u16 + 1, "t", &number));
    }
    for at in 0..90_u32 {
        subscriber.expect_message("t", &at.to_string());
    }
    subscriber.expect_nothing();
}

#[test]
fn a_machine_that_dies_is_noticed_and_found_again() {
    if !can_be_made() {
        return;
    }
    let network = Network::new(3);
    let mut nodes = on(&network, &["a", "b", "c"]);
    let (mut client, _) = nodes[2].persistent("x");
    client.subscribe("to-x", AtLeastOnce);
    nodes[0].knows_routes("c", 1);
    nodes[2].kill();
    until("the others notice", || {
        nodes[0].status("c") == "STATUS_FAILED" && nodes[1].status("c") == "STATUS_FAILED"
    });
    // Its client is served elsewhere, and keeps what it does there.
    let (mut client, _) = nodes[1].persistent("x");
    client.subscribe("to-x", AtLeastOnce);
    nodes[2].start();
    together(&nodes);
    nodes[0].knows_routes("b", 1);
    let mut publisher = nodes[0].client("p");
    publisher.publish("to-x", "hello", AtLeastOnce);
    client.expect_message("to-x", "hello");
    client.expect_nothing();
}
