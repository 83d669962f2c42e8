//! What is published on one node and subscribed on another.

use super::node::{Node, until};
use crate::support::prelude::*;

#[test]
fn a_message_reaches_the_subscribers_of_all_nodes_once() {
    let nodes = Node::cluster(&["a", "b", "c"]);
    let mut subscribers = Vec::new();
    for (node, client) in [(0, "s0"), (1, "s1"), (1, "s2"), (2, "s3")] {
        let mut raw = nodes[node].client(client);
        raw.subscribe("news/#", ExactlyOnce);
        raw.subscribe("news/+", ExactlyOnce);
        subscribers.push(raw);
    }
    nodes[0].knows_routes("b", 2);
    nodes[0].knows_routes("c", 2);
    let mut publisher = nodes[0].client("p");
    let qos = [AtMostOnce, AtLeastOnce, ExactlyOnce];
    for round in 0..20 {
        for qos in qos {
            publisher.publish("news/x", &format!("{round} {qos:?}"), qos);
        }
    }
    for raw in &mut subscribers {
        for round in 0..20 {
            for qos in qos {
                raw.expect_message("news/x", &format!("{round} {qos:?}"));
            }
        }
        raw.expect_nothing();
    }
}

#[test]
fn one_member_of_a_shared_subscription_gets_a_message_wherever_it_is() {
    let nodes = Node::cluster(&["a", "b", "c"]);
    let mut members = Vec::new();
    for (node, client) in [(0, "m0"), (1, "m1"), (1, "m2"), (2, "m3")] {
        let mut raw = nodes[node].client(client);
        raw.subscribe("$share/g/jobs/#", AtLeastOnce);
        members.push(raw);
    }
    // One that subscribes to the same without a group, on a node with members: it gets all, and they no more than their part.
    let mut plain = nodes[1].client("plain");
    plain.subscribe("jobs/#", AtLeastOnce);
    nodes[0].knows_routes("b", 2);
    nodes[0].knows_routes("c", 1);
    let mut publisher = nodes[0].client("p");
    let all: Vec<_> = (0..40).map(|at| format!("job {at:02}")).collect();
    for job in &all {
        publisher.publish("jobs/x", job, AtLeastOnce);
    }
    for job in &all {
        plain.expect_message("jobs/x", job);
    }
    plain.expect_nothing();
    let mut got = vec![Vec::new(); members.len()];
    until("all jobs are with somebody", || {
        for (member, got) in members.iter_mut().zip(&mut got) {
            let waiting = member.waiting();
            got.extend(waiting.iter().map(|it| payload(it)));
        }
        got.iter().map(Vec::len).sum::<usize>() >= all.len()
    });
    let mut jobs: Vec<_> = got.concat();
    jobs.sort();
    assert_eq!(jobs, all);
    assert!(got.iter().all(|jobs| !jobs.is_empty()), "{got:?}");
}

#[test]
fn what_is_retained_is_the_same_on_all_nodes() {
    let mut nodes = Node::cluster(&["a", "b"]);
    let retained = |node: &Node, topic: &str| {
        let mut raw = node.client("reader");
        raw.subscribe(topic, AtMostOnce);
        let first = raw.waiting().first().map(payload);
        raw.disconnect();
        first
    };
    let set = |node: &Node, topic: &str, text: &str| {
        let mut raw = node.client("writer");
        let mut packet = publish(topic, text);
        packet.retain = true;
        raw.publish_packet(&packet);
        raw.disconnect();
    };
    set(&nodes[0], "lamp/1", "on");
    set(&nodes[1], "lamp/2", "off");
    until("each has the other's", || {
        retained(&nodes[1], "lamp/1").as_deref() == Some("on")
            && retained(&nodes[0], "lamp/2").as_deref() == Some("off")
    });
    set(&nodes[1], "lamp/1", "");
    until("it is cleared on both", || {
        retained(&nodes[0], "lamp/1").is_none()
    });
    // What happens while a node is away it learns when it is back, and what was cleared stays so.
    nodes[1].stop();
    set(&nodes[0], "lamp/2", "");
    set(&nodes[0], "lamp/3", "dim");
    nodes[1].start();
    until("it has learned what it missed", || {
        retained(&nodes[1], "lamp/3").as_deref() == Some("dim")
            && retained(&nodes[1], "lamp/2").is_none()
    });
    assert_eq!(retained(&nodes[0], "lamp/2"), None);
}

#[test]
fn a_node_with_another_secret_stays_outside() {
    let inside = Node::alone("a");
    let settings = [
        "plugins.federation.cluster_secret=another".to_owned(),
        "plugins.federation.fed_addr=127.0.0.1:0".to_owned(),
        "plugins.federation.gossip_addr=127.0.0.1:0".to_owned(),
        format!("plugins.federation.retry_join=[\"{}\"]", inside.gossip()),
    ];
    let outside = Node::start_in("b", None, "127.0.0.1:0", &settings);
    until("it was refused", || {
        inside.log().contains("another cluster_secret")
    });
    assert_eq!(inside.members().len(), 1);
    assert_eq!(outside.members().len(), 1);
}

fn payload(publish: &Publish<'_>) -> String {
    String::from_utf8_lossy(publish.payload).into_owned()
}
