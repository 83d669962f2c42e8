//! Who would receive a message: told as the broker would do it.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::receiver::Verdict;
use gmqtt_admin_client::admin::{MatchSubscriptionsRequest, MatchSubscriptionsResponse};

use super::node::{Node, Way};
use crate::support::prelude::*;

#[track_caller]
fn matching(way: &Way<'_>, topic: &str, qos: Option<u32>) -> MatchSubscriptionsResponse {
    let request = MatchSubscriptionsRequest {
        topic: topic.to_owned(),
        qos,
        ..MatchSubscriptionsRequest::default()
    };
    way.answer(way.client.subscriptions().r#match(request))
}

/// `client filter verdict`, sorted.
fn brief(answer: &MatchSubscriptionsResponse) -> Vec<String> {
    let receivers = answer.receivers.iter();
    let mut all: Vec<_> = receivers
        .map(|receiver| {
            let subscription = receiver.subscription.as_ref().expect("a subscription");
            let (client, filter) = (&subscription.client_id, &subscription.topic_name);
            format!("{client} {filter} {:?}", receiver.verdict())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn each_subscription_has_the_verdict_that_the_broker_would_act_on() {
    let node = Node::start(["--set", "mqtt.queue_qos0_messages=false"]);
    let mut on = node.connect("on", |_| ());
    on.subscribe("a/#", AtMostOnce);
    on.subscribe("a/b", AtLeastOnce);
    let mut away = node.persistent("away");
    away.subscribe("a/b", AtLeastOnce);
    away.disconnect();
    let mut first = node.connect("g1", |_| ());
    first.subscribe("$share/g/a/+", AtLeastOnce);
    let mut second = node.connect("g2", |_| ());
    second.subscribe("$share/g/a/+", AtLeastOnce);
    let mut alone = node.connect("alone", |_| ());
    alone.subscribe("$share/alone/a/b", AtLeastOnce);
    for way in node.ways() {
        way.wait_until("it is away", |way| {
            way.client("away").is_some_and(|it| !it.connected)
        });
        let answer = matching(&way, "a/b", None);
        let expected = [
            "alone $share/alone/a/b Sent",
            "away a/b Queued",
            "g1 $share/g/a/+ OneOfGroup",
            "g2 $share/g/a/+ OneOfGroup",
            "on a/# OtherSubscription",
            "on a/b Sent",
        ];
        assert_eq!(brief(&answer), expected);
        assert_eq!((answer.total_count, answer.deliveries), (6, 4));
        let of_group = answer
            .receivers
            .iter()
            .filter(|receiver| receiver.verdict() == Verdict::OneOfGroup);
        let next: Vec<_> = of_group
            .filter(|receiver| !receiver.detail.is_empty())
            .collect();
        assert_eq!((next.len(), next[0].group_size), (1, 2));
        // A message of QoS 0 does not wait here.
        let answer = matching(&way, "a/b", Some(0));
        assert!(brief(&answer).contains(&"away a/b Dropped".to_owned()));
        assert_eq!(answer.deliveries, 3);
    }
    // Looking has used up nobody's turn, and what was said comes true.
    let next = matching(&node.grpc(), "a/b", None);
    let next = next
        .receivers
        .iter()
        .find(|it| it.verdict() == Verdict::OneOfGroup && !it.detail.is_empty());
    let next = next
        .and_then(|it| it.subscription.clone())
        .expect("the next one")
        .client_id;
    let mut publisher = node.connect("p", |_| ());
    publisher.publish("a/b", "x", AtLeastOnce);
    let (lucky, other) = if next == "g1" {
        (&mut first, &mut second)
    } else {
        (&mut second, &mut first)
    };
    lucky.expect_message("a/b", "x");
    other.expect_nothing();
    on.expect_message("a/b", "x");
    alone.expect_message("a/b", "x");
}

#[test]
fn a_limit_cuts_what_is_shown_and_not_what_is_counted() {
    let node = Node::start([]);
    let mut client = node.connect("c", |_| ());
    client.subscribe("a/b", AtMostOnce);
    client.subscribe("a/#", AtMostOnce);
    for way in node.ways() {
        let limited = MatchSubscriptionsRequest {
            topic: "a/b".to_owned(),
            limit: 1,
            qos: None,
        };
        let limited = way.answer(way.client.subscriptions().r#match(limited));
        assert_eq!((limited.receivers.len(), limited.total_count), (1, 2));
        assert_eq!(matching(&way, "nobody", None).total_count, 0);
        let wildcard = MatchSubscriptionsRequest {
            topic: "a/+".to_owned(),
            ..Default::default()
        };
        let refused = way.refusal(way.client.subscriptions().r#match(wildcard));
        assert_eq!(refused.0, Code::InvalidArgument);
    }
}

#[test]
fn a_rule_that_denies_is_named_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("acl.yml");
    std::fs::write(
        &rules,
        "- {deny: subscribe, user: bob, topic: secret}\n- {allow: all, topic: \"#\"}\n",
    )
    .expect("written");
    let file = format!("plugins.acl.file={}", rules.display());
    let node = Node::start([
        "--set",
        "plugin_order=[acl, admin]",
        "--set",
        &file,
        "--set",
        "plugins.acl.subscribe=filtered",
    ]);
    let mut bob = node.connect("bob", |connect| connect.username = Some("bob"));
    bob.subscribe("#", AtMostOnce);
    let mut eve = node.connect("eve", |connect| connect.username = Some("eve"));
    eve.subscribe("#", AtMostOnce);
    for way in node.ways() {
        let answer = matching(&way, "secret", None);
        assert_eq!(brief(&answer), ["bob # Denied", "eve # Sent"]);
        assert_eq!(answer.deliveries, 1);
        let denied = answer
            .receivers
            .iter()
            .find(|it| it.verdict() == Verdict::Denied);
        let detail = &denied.expect("one is denied").detail;
        assert!(
            detail.contains("acl.yml:1:") && detail.contains("deny"),
            "{detail}"
        );
        assert_eq!(matching(&way, "public", None).deliveries, 2);
    }
    let mut publisher = node.connect("p", |connect| connect.username = Some("p"));
    publisher.publish("secret", "x", AtMostOnce);
    eve.expect_message("secret", "x");
    bob.expect_nothing();
}
