//! The tree of topics, and the busiest of them.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{TopTopicsRequest, TopicTreeRequest};

use super::node::Node;
use crate::support::prelude::*;

#[test]
fn the_tree_counts_subscriptions_and_retained_messages() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    let mut client = node.connect("c", |_| ());
    client.subscribe("house/+/light", AtMostOnce);
    client.subscribe("$share/g/house/kitchen", AtMostOnce);
    let mut publisher = node.connect("p", |_| ());
    for (n, topic) in ["house/kitchen/light", "house/kitchen/door", "garden"]
        .into_iter()
        .enumerate()
    {
        publisher.publish_packet(&Publish {
            retain: true,
            ..publish1(n as u16 + 1, topic, "x")
        });
    }
    for way in node.ways() {
        let tree = |prefix: &str, depth: u32, limit: u32| {
            let request = TopicTreeRequest {
                prefix: prefix.to_owned(),
                depth,
                limit,
            };
            let answer = way.answer(way.client.topics().tree(request));
            let nodes = answer.topics.iter();
            let shown: Vec<_> = nodes
                .map(|node| {
                    format!(
                        "{} {} {} {}",
                        node.topic, node.children, node.subscriptions, node.retained
                    )
                })
                .collect();
            (shown, answer.truncated)
        };
        assert_eq!(tree("", 0, 0).0, ["garden 0 0 1", "house 2 2 2"]);
        assert_eq!(
            tree("house", 1, 0).0,
            ["house/+ 1 1 0", "house/kitchen 2 1 2"]
        );
        let (first, truncated) = tree("house", 2, 2);
        assert_eq!((first.len(), truncated), (2, true));
        let wildcard = TopicTreeRequest {
            prefix: "house/+".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            way.refusal(way.client.topics().tree(wildcard)).0,
            Code::InvalidArgument
        );
    }
}

#[test]
fn the_busiest_topics_are_counted_while_somebody_asks() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    let mut publisher = node.connect("p", |_| ());
    let top = |order_by: &str, limit: u32| TopTopicsRequest {
        order_by: order_by.to_owned(),
        limit,
    };
    let way = node.grpc();
    // Nothing was published since counting began.
    assert!(
        way.answer(way.client.topics().top(top("", 0)))
            .topics
            .is_empty()
    );
    // One by one and many at once, with subscribers and without.
    let mut subscriber = node.connect("s", |_| ());
    subscriber.subscribe("busy", AtMostOnce);
    for _ in 0..30 {
        publisher.publish("busy", "x", AtMostOnce);
    }
    for _ in 0..10 {
        publisher.publish("large", &"y".repeat(500), AtLeastOnce);
    }
    publisher.publish("rare", "z", AtLeastOnce);
    for way in node.ways() {
        let answer = way.answer(way.client.topics().top(top("rate", 2)));
        let counts: Vec<_> = answer
            .topics
            .iter()
            .map(|it| (&*it.topic, it.count))
            .collect();
        assert_eq!(counts, [("busy", 30), ("large", 10)]);
        assert!(answer.topics[0].rate > answer.topics[1].rate && answer.topics[1].rate > 0.0);
        let by_bytes = way.answer(way.client.topics().top(top("bytes", 1)));
        assert_eq!(by_bytes.topics[0].topic, "large");
        assert_eq!(
            way.refusal(way.client.topics().top(top("name", 0))).0,
            Code::InvalidArgument
        );
    }
}
