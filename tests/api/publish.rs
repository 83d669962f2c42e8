//! Messages from operators, and subscriptions that they make.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{
    ListSubscriptionRequest, PublishBatchRequest, PublishRequest, SubscribeRequest, Subscription,
    UserProperty,
};

use super::node::Node;
use crate::support::prelude::*;

fn message(topic: &str) -> PublishRequest {
    PublishRequest {
        topic_name: topic.to_owned(),
        payload_bytes: vec![0, 0xff, 0x80].into(),
        qos: 1,
        ..PublishRequest::default()
    }
}

#[test]
fn any_payload_goes_the_way_of_a_clients_publish() {
    let node = Node::start([]);
    let mut client = node.connect("c", |_| ());
    client.subscribe("a/#", ExactlyOnce);
    for (n, way) in node.ways().into_iter().enumerate() {
        let topic = format!("a/{n}");
        let request = PublishRequest {
            retained: true,
            report: true,
            content_type: "x/y".to_owned(),
            message_expiry: 100,
            user_properties_text: vec![UserProperty {
                name: "k".to_owned(),
                value: "v".to_owned(),
            }],
            ..message(&topic)
        };
        let dry = PublishRequest {
            dry_run: true,
            ..request.clone()
        };
        let report = way
            .answer(way.client.publish().publish(dry))
            .report
            .expect("a report");
        assert_eq!((report.matched_subscribers, report.payload_size), (1, 3));
        let report = way
            .answer(way.client.publish().publish(request))
            .report
            .expect("a report");
        assert_eq!((report.matched_subscribers, report.routed), (1, true));
        // Once: the dry run was one.
        let got = client.recv_publish();
        assert_eq!(
            (got.topic, got.payload, got.qos),
            (&*topic, &[0, 0xff, 0x80][..], AtLeastOnce)
        );
        assert_eq!(got.properties.content_type, Some("x/y"));
        assert_eq!(
            got.properties.user_properties.iter().next(),
            Some(("k", "v"))
        );
        client.send(&puback(got.packet_id.expect("one").get()));
        let mut late = node.connect("late", |_| ());
        late.subscribe(&topic, AtMostOnce);
        assert!(late.recv_publish().retain, "it is retained");
        late.disconnect();
        let silent = way.answer(way.client.publish().publish(message("a/silent")));
        assert!(silent.report.is_none());
        client.recv_message();
    }
    let (status, body) = node.http(
        "POST",
        "/v1/publish?report=true",
        r#"{"topic_name":"nobody","payload":"x"}"#,
    );
    assert_eq!(
        (status, body.contains("\"matched_subscribers\":0")),
        (200, true),
        "{body}"
    );
}

#[test]
fn a_batch_says_what_became_of_each() {
    let node = Node::start([]);
    let mut client = node.connect("c", |_| ());
    client.subscribe("a/#", AtMostOnce);
    for way in node.ways() {
        let wrong = PublishRequest {
            qos: 3,
            ..message("a/2")
        };
        let messages = vec![message("a/1"), wrong, message("a/+"), message("b")];
        let answer = way.answer(
            way.client
                .publish()
                .publish_batch(PublishBatchRequest { messages }),
        );
        let codes: Vec<_> = answer.results.iter().map(|result| result.code).collect();
        assert_eq!(
            codes,
            [
                0,
                Code::InvalidArgument as u32,
                Code::InvalidArgument as u32,
                0
            ]
        );
        assert_eq!((answer.published, answer.failed), (2, 2));
        let matched = answer
            .results
            .iter()
            .map(|result| result.report.as_ref().map(|it| it.matched_subscribers));
        assert_eq!(matched.collect::<Vec<_>>(), [Some(1), None, None, Some(0)]);
        assert_eq!(client.recv_publish().topic, "a/1");
        client.expect_nothing();
    }
}

#[test]
fn subscriptions_of_operators_deliver_what_is_retained_and_are_listed() {
    let node = Node::start(["--set", "plugin_order=[admin]"]);
    let mut publisher = node.connect("p", |_| ());
    publisher.publish_packet(&Publish {
        retain: true,
        ..publish1(1, "kept/1", "old")
    });
    for (n, way) in node.ways().into_iter().enumerate() {
        let id = format!("c{n}");
        let mut client = node.connect(&id, |_| ());
        let subscription = |filter: &str| Subscription {
            topic_name: filter.to_owned(),
            qos: 1,
            ..Subscription::default()
        };
        let request = SubscribeRequest {
            client_id: id.clone(),
            subscriptions: vec![subscription("kept/#"), subscription("$share/g/x")],
            existing_client: true,
        };
        assert_eq!(
            way.answer(way.client.subscriptions().subscribe(request.clone()))
                .new,
            [true, true]
        );
        assert!(client.expect_message("kept/1", "old").retain);
        let nobody = SubscribeRequest {
            client_id: "nobody".to_owned(),
            ..request
        };
        assert_eq!(
            way.refusal(way.client.subscriptions().subscribe(nobody)).0,
            Code::NotFound
        );
        let list = |page_token: String| ListSubscriptionRequest {
            filter: format!("client_id={id}"),
            order_by: "-topic_name".to_owned(),
            page_size: 1,
            page_token,
            ..ListSubscriptionRequest::default()
        };
        let first = way.answer(way.client.subscriptions().list(list(String::new())));
        let second = way.answer(way.client.subscriptions().list(list(first.next_page_token)));
        assert_eq!(
            (
                first.total_count,
                second.total_count,
                &*second.next_page_token
            ),
            (2, 2, "")
        );
        let names = [&first.subscriptions[0], &second.subscriptions[0]]
            .map(|it| (&*it.topic_name, &*it.share_name));
        assert_eq!(names, [("kept/#", ""), ("$share/g/x", "g")]);
        assert!(!first.subscriptions[0].node.is_empty());
        client.disconnect();
    }
}
