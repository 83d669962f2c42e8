//! What waits for a client, and what is in flight to it.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{ListMessagesRequest, QueuedMessage};

use super::node::{Node, Way};
use crate::support::prelude::*;

fn of(client_id: &str) -> ListMessagesRequest {
    ListMessagesRequest {
        client_id: client_id.to_owned(),
        ..ListMessagesRequest::default()
    }
}

/// All pages of two messages each.
fn walk(way: &Way<'_>, queue: bool, payload: bool) -> Vec<QueuedMessage> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListMessagesRequest {
            page_size: 2,
            page_token,
            payload,
            ..of("c")
        };
        let mut clients = way.client.clients();
        let page = if queue {
            way.answer(clients.list_queue(request))
        } else {
            way.answer(clients.list_inflight(request))
        };
        assert!(page.messages.len() <= 2);
        all.extend(page.messages);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            assert_eq!(page.total_count as usize, all.len());
            return all;
        }
    }
}

#[test]
fn a_queue_is_shown_page_by_page_in_the_order_of_sending() {
    let node = Node::start([]);
    let mut client = node.persistent("c");
    client.subscribe("q/#", ExactlyOnce);
    client.disconnect();
    node.grpc().wait_until("it is away", |way| {
        way.client("c").is_some_and(|it| !it.connected)
    });
    let mut publisher = node.connect("p", |_| ());
    for n in 0..5_u16 {
        let qos = QoS::from_u8((n % 3) as u8).expect("a QoS");
        let packet_id = (qos != AtMostOnce).then(|| id(n + 1));
        let properties = PublishProperties {
            message_expiry_interval: (n == 0).then_some(1000),
            ..PublishProperties::default()
        };
        let (topic, payload) = (format!("q/{n}"), [0xff, n as u8]);
        publisher.publish_packet(&Publish {
            qos,
            packet_id,
            properties,
            ..publish(&topic, &payload)
        });
    }
    for way in node.ways() {
        way.wait_until("all wait", |way| {
            way.client("c").is_some_and(|it| it.queue_len == 5)
        });
        let waiting = walk(&way, true, true);
        let topics: Vec<_> = waiting.iter().map(|message| &*message.topic_name).collect();
        assert_eq!(topics, ["q/0", "q/1", "q/2", "q/3", "q/4"]);
        for (n, message) in waiting.iter().enumerate() {
            assert_eq!((message.qos, message.payload_size), (n as u32 % 3, 2));
            assert_eq!(*message.payload, [0xff, n as u8]);
            assert!(message.age.is_some() && message.packet_id == 0);
        }
        let left = waiting[0].expires_in.expect("it expires").seconds;
        assert!((900..=1000).contains(&left), "{left}");
        assert!(
            walk(&way, true, false)
                .iter()
                .all(|message| message.payload.is_empty())
        );
        assert_eq!(
            way.client("c").expect("it is there").queue_len,
            5,
            "looking takes nothing"
        );
        let refused = way.refusal(way.client.clients().list_queue(of("nobody")));
        assert_eq!(refused.0, Code::NotFound);
        let token = ListMessagesRequest {
            page_token: "x".to_owned(),
            ..of("c")
        };
        let refused = way.refusal(way.client.clients().list_queue(token));
        assert_eq!(refused.0, Code::InvalidArgument);
    }
}

#[test]
fn what_is_in_flight_is_shown_with_its_identifier_and_its_stage() {
    let node = Node::start([]);
    let mut client = node.connect("c", |_| ());
    client.subscribe("f/#", ExactlyOnce);
    let mut publisher = node.connect("p", |_| ());
    publisher.publish("f/1", "one", AtLeastOnce);
    publisher.publish("f/2", "two", ExactlyOnce);
    publisher.publish("f/3", "three", ExactlyOnce);
    let sent: Vec<_> = (0..3)
        .map(|_| client.recv_publish().packet_id.expect("one").get())
        .collect();
    // The second has been received and not been released.
    client.send(&pubrec(sent[1]));
    client.recv_pubrel();
    for way in node.ways() {
        let shown = walk(&way, false, true);
        let brief: Vec<_> = shown
            .iter()
            .map(|message| {
                (
                    message.packet_id,
                    &*message.topic_name,
                    message.qos,
                    message.released,
                )
            })
            .collect();
        let [a, b, c] = [0, 1, 2].map(|n: usize| u32::from(sent[n]));
        assert_eq!(
            brief,
            [(a, "f/1", 1, false), (b, "", 2, true), (c, "f/3", 2, false)]
        );
        assert_eq!(*shown[2].payload, *b"three");
        assert!(shown.iter().all(|message| message.age.is_some()));
    }
}
