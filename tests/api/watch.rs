//! Clients watched as they come, change and go.

use gmqtt_admin_client::admin::{ChangeType, ClientChange, WatchClientsRequest};
use gmqtt_admin_client::{Code, Duration, Streaming};

use super::node::{Node, Way};
use crate::support::packets;
use crate::support::prelude::{AtLeastOnce, AtMostOnce};

/// As often as may be asked for.
const OFTEN: Duration = Duration {
    seconds: 0,
    nanos: 250_000_000,
};

#[track_caller]
fn watch(way: &Way<'_>, change: impl FnOnce(&mut WatchClientsRequest)) -> Streaming<ClientChange> {
    let mut request = WatchClientsRequest {
        interval: Some(OFTEN),
        ..WatchClientsRequest::default()
    };
    change(&mut request);
    way.answer(way.client.clients().watch(request))
}

#[track_caller]
fn next(way: &Way<'_>, changes: &mut Streaming<ClientChange>) -> ClientChange {
    let change = way.wait(changes.message()).expect("no error");
    change.expect("a change")
}

/// The next change of a client: a snapshot that fell between two packets may show more of them than one.
#[track_caller]
fn of(way: &Way<'_>, changes: &mut Streaming<ClientChange>) -> (ChangeType, String) {
    let change = next(way, changes);
    let kind = change.r#type();
    (kind, change.client.unwrap_or_default().client_id)
}

#[test]
fn clients_come_change_and_go() {
    for which in 0..2 {
        let node = Node::start([]);
        let way = &node.ways()[which];
        let mut meter = node.connect("meter-1", |_| {});
        let _other = node.connect("other", |_| {});
        let mut changes = watch(way, |request| {
            request.filter = "client_id:\"meter-*\"".to_owned();
            // What a client does anyway is no change then.
            request.fields = vec!["client_id,connected,subscriptions_current".to_owned()];
        });
        let first = next(way, &mut changes);
        assert_eq!(
            (first.sequence, first.r#type()),
            (1, ChangeType::Added),
            "{first:?}"
        );
        let client = first.client.expect("the client");
        assert_eq!((&*client.client_id, client.connected), ("meter-1", true));
        assert_eq!(client.remote_addr, "", "it was not asked for");
        assert_eq!(next(way, &mut changes).r#type(), ChangeType::Sync);
        meter.subscribe("t", AtMostOnce);
        let changed = next(way, &mut changes);
        assert_eq!(
            (changed.sequence, changed.r#type()),
            (3, ChangeType::Changed)
        );
        assert_eq!(changed.client.expect("it").subscriptions_current, 1);
        let second = node.connect("meter-2", |_| {});
        let name = "meter-2".to_owned();
        assert_eq!(of(way, &mut changes), (ChangeType::Added, name.clone()));
        second.disconnect();
        assert_eq!(of(way, &mut changes), (ChangeType::Removed, name));
        node.stop();
    }
}

/// As a screen that shows the clients with the longest queues watches them.
#[test]
fn the_first_ones_of_an_order_are_watched() {
    let node = Node::start([]);
    let way = node.grpc();
    for name in ["a", "b", "c"] {
        let mut away = node.persistent(name);
        away.subscribe(name, AtLeastOnce);
        away.disconnect();
    }
    let mut publisher = node.connect("publisher", |_| {});
    let mut publish = |topic: &str| {
        publisher.send(&packets::publish1(1, topic, "x"));
        publisher.recv();
    };
    publish("b");
    let mut changes = watch(&way, |request| {
        request.order_by = "-queue_len,client_id".to_owned();
        request.limit = 1;
        request.fields = vec!["client_id,queue_len".to_owned()];
    });
    assert_eq!(of(&way, &mut changes), (ChangeType::Added, "b".to_owned()));
    assert_eq!(next(&way, &mut changes).r#type(), ChangeType::Sync);
    publish("c");
    publish("c");
    // On the way there `c` may be seen with one message, when it is the second still.
    let mut seen = Vec::new();
    while seen.len() < 2 {
        seen.push(of(&way, &mut changes));
    }
    assert_eq!(
        seen,
        [
            (ChangeType::Added, "c".to_owned()),
            (ChangeType::Removed, "b".to_owned())
        ]
    );
    node.stop();
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let node = Node::start([]);
    let refused: [fn(&mut WatchClientsRequest); 5] = [
        |request| request.filter = "no_field=1".to_owned(),
        |request| request.order_by = "no_field".to_owned(),
        |request| request.fields = vec!["no_field".to_owned()],
        |request| request.limit = 1_000_000,
        |request| {
            request.interval = Some(Duration {
                seconds: 0,
                nanos: 1,
            });
        },
    ];
    for way in node.ways() {
        for change in refused {
            let mut request = WatchClientsRequest::default();
            change(&mut request);
            let (code, words) = way.refusal(way.client.clients().watch(request));
            assert_eq!(code, Code::InvalidArgument, "{words}");
        }
    }
    node.stop();
}
