//! Retained messages: listed, shown, removed.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{
    ClearRetainedRequest, DeleteRetainedRequest, GetRetainedRequest, ListRetainedRequest,
};

use super::node::{Node, Way};
use crate::support::prelude::*;

fn retain(node: &Node, topics: &[&str]) {
    let mut publisher = node.connect("p", |_| ());
    for (n, topic) in topics.iter().enumerate() {
        publisher.publish_packet(&Publish {
            retain: true,
            properties: PublishProperties {
                content_type: Some("text/plain"),
                ..PublishProperties::default()
            },
            ..publish1(n as u16 + 1, topic, topic)
        });
    }
    publisher.disconnect();
}

/// The topics of all pages of two.
fn topics(way: &Way<'_>, filter: &str) -> Vec<String> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let page = way.answer(way.client.retained().list(ListRetainedRequest {
            filter: filter.to_owned(),
            page_size: 2,
            page_token,
            payload: true,
        }));
        for message in page.messages {
            assert_eq!(*message.payload, *message.topic_name.as_bytes());
            all.push(message.topic_name);
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            assert_eq!(page.total_count as usize, all.len());
            return all;
        }
    }
}

#[test]
fn retained_messages_are_listed_by_filters_of_mqtt() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    retain(&node, &["a/1", "a/2", "a/b/3", "c d/\u{fc}", "e"]);
    for way in node.ways() {
        assert_eq!(topics(&way, ""), ["a/1", "a/2", "a/b/3", "c d/\u{fc}", "e"]);
        assert_eq!(topics(&way, "a/+"), ["a/1", "a/2"]);
        assert_eq!(topics(&way, "e"), ["e"]);
        assert_eq!(topics(&way, "x/#"), Vec::<String>::new());
        let get = |topic: &str| GetRetainedRequest {
            topic: topic.to_owned(),
        };
        let shown = way.answer(way.client.retained().get(get("c d/\u{fc}")));
        let shown = shown.message.expect("the message");
        assert_eq!((shown.qos, &*shown.content_type), (1, "text/plain"));
        assert_eq!(*shown.payload, *"c d/\u{fc}".as_bytes());
        assert_eq!(
            way.refusal(way.client.retained().get(get("a"))).0,
            Code::NotFound
        );
        let wrong = ListRetainedRequest {
            filter: "a/#/b".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            way.refusal(way.client.retained().list(wrong)).0,
            Code::InvalidArgument
        );
    }
}

#[test]
fn retained_messages_are_removed_one_by_one_and_by_filter() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    for way in node.ways() {
        retain(&node, &["a/1", "a/2", "a/b/3", "e"]);
        let delete = || DeleteRetainedRequest {
            topic: "a/1".to_owned(),
        };
        way.answer(way.client.retained().delete(delete()));
        assert_eq!(
            way.refusal(way.client.retained().delete(delete())).0,
            Code::NotFound
        );
        let clear = |filter: &str, dry_run: bool| ClearRetainedRequest {
            filter: filter.to_owned(),
            dry_run,
        };
        let dry = way.answer(way.client.retained().clear(clear("a/#", true)));
        assert_eq!(
            (dry.cleared, dry.topics),
            (2, vec!["a/2".to_owned(), "a/b/3".to_owned()])
        );
        assert_eq!(topics(&way, "#").len(), 3, "a dry run");
        assert_eq!(
            way.answer(way.client.retained().clear(clear("a/#", false)))
                .cleared,
            2
        );
        assert_eq!(topics(&way, "#"), ["e"]);
        let all = way.refusal(way.client.retained().clear(clear("", false)));
        assert_eq!(
            all.0,
            Code::InvalidArgument,
            "no filter is not every filter"
        );
    }
    let mut late = node.connect("late", |_| ());
    late.subscribe("a/#", AtMostOnce);
    late.expect_nothing();
}

/// More than are found in one go: the list is gathered part by part.
#[test]
fn many_retained_messages_are_listed_once_each() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    let mut publisher = node.connect("p", |_| ());
    for n in 0..6000 {
        let topic = format!("many/{}/{n:04}", n % 10);
        publisher.send(&Publish {
            retain: true,
            ..publish(&topic, "x")
        });
    }
    publisher.publish("end", "", AtLeastOnce);
    let way = node.grpc();
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let page = way.answer(way.client.retained().list(ListRetainedRequest {
            filter: "many/+/#".to_owned(),
            page_size: 1000,
            page_token,
            payload: false,
        }));
        assert_eq!(page.total_count, 6000);
        seen.extend(page.messages.into_iter().map(|message| message.topic_name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), 6000);
    assert!(seen.is_sorted_by(|a, b| a < b));
}
