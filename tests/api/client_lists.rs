//! Lists of clients: filter, order, pages, counts; from a snapshot that others share.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{Client, DeleteClientRequest, ListClientRequest};

use super::node::{Node, Way};
use crate::support::prelude::*;

#[track_caller]
fn ids(way: &Way<'_>, request: &ListClientRequest) -> Vec<String> {
    let page = way.answer(way.client.clients().list(request.clone()));
    page.clients
        .into_iter()
        .map(|client| client.client_id)
        .collect()
}

fn filter(filter: &str) -> ListClientRequest {
    ListClientRequest {
        filter: filter.to_owned(),
        ..ListClientRequest::default()
    }
}

#[test]
fn lists_are_filtered_ordered_and_counted() {
    let node = Node::start([]);
    let mut a = node.connect("meter-a", |connect| connect.username = Some("berlin"));
    pass(Duration::from_millis(2));
    let _b = node.connect("meter-b", |_| ());
    pass(Duration::from_millis(2));
    node.persistent("door").disconnect();
    node.grpc().wait_until("the door is away", |way| {
        way.client("door").is_some_and(|door| !door.connected)
    });
    a.subscribe("x", AtMostOnce);
    a.subscribe("y", AtMostOnce);
    for way in node.ways() {
        let order = |order_by: &str| ListClientRequest {
            order_by: order_by.to_owned(),
            ..ListClientRequest::default()
        };
        assert_eq!(
            ids(&way, &order("")),
            ["meter-a", "meter-b", "door"],
            "oldest first"
        );
        assert_eq!(
            ids(&way, &order("-client_id")),
            ["meter-b", "meter-a", "door"]
        );
        assert_eq!(
            ids(&way, &order("-subscriptions_current,client_id")),
            ["meter-a", "door", "meter-b"]
        );
        assert_eq!(ids(&way, &filter("connected=false")), ["door"]);
        assert_eq!(
            ids(&way, &filter("client_id:\"meter-*\" AND username:*")),
            ["meter-a"]
        );
        assert_eq!(
            ids(&way, &filter("remote_addr:127.0.0.0/8 AND NOT meter")),
            ["door"]
        );
        assert_eq!(
            ids(&way, &filter("queue_len=max_queue")),
            Vec::<String>::new()
        );
        let counted = way.answer(way.client.clients().list(ListClientRequest {
            count_only: true,
            ..filter("connected=true")
        }));
        assert_eq!((counted.total_count, counted.clients.len()), (2, 0));
        let (code, words) = way.refusal(way.client.clients().list(filter("queue_le=1")));
        assert_eq!(code, Code::InvalidArgument);
        assert!(words.contains("did you mean queue_len"), "{words}");
    }
    let (status, body) = node.http(
        "GET",
        "/v1/clients?fields=client_id&filter=connected%3Dfalse",
        "",
    );
    assert_eq!(status, 200);
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let door = serde_json::json!({"client_id": "door"});
    let expected = serde_json::json!({"clients": [door], "total_count": 1, "next_page_token": ""});
    assert_eq!(body, expected);
}

#[test]
fn a_client_is_shown_whole() {
    let node = Node::start([]);
    let mut client = node.connect("c", |connect| {
        connect.username = Some("u");
        connect.keep_alive = 77;
        connect.properties.session_expiry_interval = Some(100);
        connect.will = Some(Will {
            qos: AtLeastOnce,
            retain: true,
            ..will("gone", "bye")
        });
    });
    client.subscribe("a/#", AtLeastOnce);
    client.unsubscribe("a/#");
    client.subscribe("a/#", AtLeastOnce);
    client.send(&publish1(1, "a/1", "12345"));
    for way in node.ways() {
        way.wait_until("the message is in flight", |way| {
            way.client("c")
                .is_some_and(|client| client.inflight_len == 1)
        });
        let shown = way.client("c").expect("it is there");
        let will = shown.will.as_ref().expect("a will");
        assert_eq!(
            (
                will.topic.as_str(),
                will.qos,
                will.retain,
                will.payload_size
            ),
            ("gone", 1, true, 3)
        );
        let Client {
            username,
            keep_alive,
            version,
            connected,
            clean_start,
            session_expiry,
            subscriptions_current,
            subscriptions_total,
            max_queue,
            messages_received,
            messages_sent,
            ..
        } = shown.clone();
        assert_eq!((username.as_str(), keep_alive, version), ("u", 77, 5));
        assert!(connected && clean_start);
        assert_eq!((session_expiry, max_queue), (100, 1000));
        assert_eq!((subscriptions_current, subscriptions_total), (1, 2));
        assert_eq!((messages_received, messages_sent), (1, 1));
        // CONNECT, SUBSCRIBE twice, UNSUBSCRIBE, PUBLISH; CONNACK, an acknowledgement for each, PUBLISH.
        assert_eq!(
            (shown.packets_received_nums, shown.packets_send_nums),
            (5, 6)
        );
        assert!(shown.packets_received_bytes > 50 && shown.packets_send_bytes > 30);
        assert!(!shown.node.is_empty() && shown.tls_version.is_empty());
    }
}

/// A list copies only those again that have changed: it shows all as they are shown one by one, whatever happens to them.
#[test]
fn a_list_follows_its_clients() {
    let node = Node::start([
        "--set",
        "mqtt.max_queued_messages=2",
        "--set",
        "mqtt.max_inflight=1",
    ]);
    let way = node.grpc();
    let same = |what: &str, is_so: &dyn Fn(Option<Client>) -> bool| {
        way.wait_until(what, |way| is_so(way.client("c")));
        way.wait_until(&format!("in a list: {what}"), |way| {
            let page = way.answer(way.client.clients().list(filter("")));
            page.clients.into_iter().all(|listed| {
                let listed = Client {
                    receive_rate: None,
                    send_rate: None,
                    drop_rate: None,
                    ..listed
                };
                way.client(&listed.client_id) == Some(listed)
            }) && is_so(one(way, "c"))
        });
    };
    let mut other = node.connect("other", |_| ());
    same("nobody is there", &|c| c.is_none());
    let mut client = node.persistent("c");
    same("it is connected", &|c| c.is_some_and(|c| c.connected));
    client.publish("t", "x", AtMostOnce);
    same("it publishes", &|c| {
        c.is_some_and(|c| c.messages_received == 1)
    });
    client.subscribe("t", AtLeastOnce);
    same("it subscribes", &|c| {
        c.is_some_and(|c| c.subscriptions_current == 1)
    });
    other.publish("t", "x", AtLeastOnce);
    same("a message is in flight", &|c| {
        c.is_some_and(|c| c.inflight_len == 1)
    });
    client.send(&publish2(9, "u", "y"));
    same("it owes a PUBREL", &|c| {
        c.is_some_and(|c| c.awaiting_release == 1)
    });
    let mut client = node.persistent("c");
    same("it has come again", &|c| {
        c.is_some_and(|c| c.connected && c.messages_received == 0 && c.messages_sent == 1)
    });
    assert!(client.recv_publish().dup, "it is sent again");
    client.unsubscribe("t");
    same("it unsubscribes", &|c| {
        c.is_some_and(|c| c.subscriptions_current == 0)
    });
    client.subscribe("t", AtLeastOnce);
    client.vanish();
    same("it is away", &|c| c.is_some_and(|c| !c.connected));
    (0..3).for_each(|_| other.publish("t", "x", AtLeastOnce));
    same("its queue is full", &|c| {
        c.is_some_and(|c| c.message_dropped > 0)
    });
    let _client = node.connect("c", |connect| connect.clean_start = true);
    same("it is another session", &|c| {
        c.is_some_and(|c| c.message_dropped == 0)
    });
    way.answer(way.client.clients().delete(DeleteClientRequest {
        client_id: "c".to_owned(),
        clean_session: true,
    }));
    same("it is gone", &|c| c.is_none());
}

/// A client as a list shows it.
#[track_caller]
fn one(way: &Way<'_>, id: &str) -> Option<Client> {
    let page = way.answer(
        way.client
            .clients()
            .list(filter(&format!("client_id={id}"))),
    );
    page.clients.into_iter().next()
}

/// Clients come and go while their list is read page by page: none is shown twice, and none is left out that was there all the time.
#[test]
fn a_list_under_churn_shows_each_client_at_most_once() {
    let node = Node::start([]);
    let stay: Vec<String> = (0..60).map(|n| format!("stay-{n:02}")).collect();
    let _clients: Vec<Raw> = stay.iter().map(|id| node.connect(id, |_| ())).collect();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0;
            while !over.load(Ordering::Relaxed) {
                // Identifiers that fall between the others in the order.
                let id = format!("stay-{:02}-{n}", n % 60);
                node.connect(&id, |_| ()).vanish();
                n += 1;
            }
        });
        for way in node.ways() {
            for order_by in ["client_id", "-client_id", ""] {
                let mut seen = HashSet::new();
                let mut page_token = String::new();
                loop {
                    let page = way.answer(way.client.clients().list(ListClientRequest {
                        page_size: 7,
                        order_by: order_by.to_owned(),
                        page_token,
                        ..ListClientRequest::default()
                    }));
                    for client in page.clients {
                        assert!(
                            seen.insert(client.client_id.clone()),
                            "{} twice",
                            client.client_id
                        );
                    }
                    page_token = page.next_page_token;
                    if page_token.is_empty() {
                        break;
                    }
                }
                let missing: Vec<_> = stay.iter().filter(|id| !seen.contains(*id)).collect();
                assert!(missing.is_empty(), "{missing:?} in the order {order_by:?}");
            }
        }
        over.store(true, Ordering::Relaxed);
    });
}

/// Rates cost nothing while nobody looks: they begin with the second look.
#[test]
fn rates_are_measured_between_two_looks() {
    let node = Node::start([]);
    let mut subscriber = node.connect("s", |_| ());
    subscriber.subscribe("r", AtMostOnce);
    let mut publisher = node.connect("p", |_| ());
    let way = node.grpc();
    let rates = |id: &str| {
        let page = way.answer(
            way.client
                .clients()
                .list(filter(&format!("client_id={id}"))),
        );
        let client = page.clients.into_iter().next().expect("it is there");
        (client.receive_rate, client.send_rate)
    };
    assert_eq!(rates("p"), (None, None));
    for _ in 0..50 {
        publisher.publish("r", "x", AtLeastOnce);
    }
    pass(Duration::from_secs(1));
    let (received, sent) = rates("p");
    let received = received.expect("a rate");
    assert!((1.0..=50.0).contains(&received), "{received}");
    assert_eq!(sent, Some(0.0));
    let (received, sent) = rates("s");
    assert!(received == Some(0.0) && sent.is_some_and(|rate| rate >= 1.0));
    assert_eq!(
        way.client("p").expect("it is there").receive_rate,
        None,
        "one alone is not measured"
    );
}

/// What a client of gRPC takes is 4 MiB at most: 250 identifiers of 20,000 bytes are more.
#[test]
fn a_page_of_long_client_ids_is_cut_short_and_goes_on() {
    let node = Node::start([]);
    let names: Vec<_> = (0..250)
        .map(|n| format!("{n:03}{}", "x".repeat(20_000)))
        .collect();
    let _clients: Vec<_> = names.iter().map(|id| node.connect(id, |_| ())).collect();
    for way in node.ways() {
        let mut request = ListClientRequest {
            order_by: "client_id".to_owned(),
            page_size: 300,
            ..ListClientRequest::default()
        };
        let (mut listed, mut pages) = (Vec::new(), 0);
        while pages == 0 || !request.page_token.is_empty() {
            let page = way.answer(way.client.clients().list(request.clone()));
            assert_eq!(page.total_count, 250);
            request.page_token = page.next_page_token;
            listed.extend(page.clients.into_iter().map(|client| client.client_id));
            pages += 1;
        }
        assert_eq!(listed, names, "over {}", way.name);
        assert_eq!(pages, 2, "over {}", way.name);
    }
}
