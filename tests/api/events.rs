//! What happens in the broker, as those see it who watch.

use gmqtt_admin_client::admin::{
    AddBanRequest, BanKind, Event, EventKind, RemoveBanRequest, WatchEventsRequest,
};
use gmqtt_admin_client::{Code, Streaming};
use serde_json::Value;

use super::node::{Node, Way};
use super::sse::Sse;
use crate::support::prelude::*;

fn of(kinds: &[EventKind]) -> WatchEventsRequest {
    WatchEventsRequest {
        kinds: kinds.iter().map(|kind| i32::from(*kind)).collect(),
        ..WatchEventsRequest::default()
    }
}

#[track_caller]
fn watch(way: &Way<'_>, request: WatchEventsRequest) -> Streaming<Event> {
    way.answer(way.client.events().watch(request))
}

#[track_caller]
fn next(way: &Way<'_>, events: &mut Streaming<Event>) -> Event {
    let event = way.wait(events.message()).expect("no error");
    event.expect("an event")
}

#[test]
fn a_clients_life_is_told_in_order() {
    let node = Node::start([]);
    for way in node.ways() {
        let id = format!("c-{}", way.name);
        let mut events = watch(
            &way,
            WatchEventsRequest {
                client_id: id.clone(),
                ..WatchEventsRequest::default()
            },
        );
        node.connect("somebody-else", |_| {});
        let mut client = node.connect(&id, |connect| connect.username = Some("ann"));
        client.subscribe("a/+", AtLeastOnce);
        client.unsubscribe("a/+");
        client.disconnect();
        let mut told = Vec::new();
        let mut last = 0;
        for _ in 0..6 {
            let event = next(&way, &mut events);
            assert!(event.sequence > last, "{event:?}");
            last = event.sequence;
            assert_eq!((&event.subject, event.count), (&id, 1));
            told.push(event);
        }
        let kinds: Vec<_> = told.iter().map(Event::kind).collect();
        let expected = [
            EventKind::Connect,
            EventKind::SessionStart,
            EventKind::Subscribe,
            EventKind::Unsubscribe,
            EventKind::Disconnect,
            EventKind::SessionEnd,
        ];
        assert_eq!(kinds, expected, "over {}", way.name);
        assert_eq!(told[0].detail["username"], "ann");
        assert!(told[0].detail["address"].starts_with("127.0.0.1:"));
        assert_eq!(told[2].detail["filter"], "a/+");
        assert_eq!(told[4].detail["by"], "client");
        assert!(
            told.iter()
                .all(|event| !event.instance_id.is_empty() && event.at.is_some())
        );
    }
    node.stop();
}

#[test]
fn who_is_not_let_in_is_told_with_the_reason() {
    let node = Node::start([]);
    for way in node.ways() {
        let mut events = watch(&way, of(&[EventKind::Refused]));
        // [MQTT-3.1.3-8] in 3.1.1: no identifier, and no clean session.
        let mut raw = node.try_connect("", |connect| {
            connect.version = Version::V3_1_1;
            connect.clean_start = false;
        });
        while raw.try_recv().is_some() {}
        let event = next(&way, &mut events);
        assert_eq!(event.detail["reason_code"], "133", "{event:?}");
        assert_eq!(event.severity, "warning");
        assert!(event.message.contains("identifier"), "{event:?}");
    }
    node.stop();
}

/// Thousands of messages that are dropped are a handful of events.
#[test]
fn drops_are_put_together_and_none_is_forgotten() {
    const MESSAGES: u64 = 3000;
    let node = Node::start([
        "--set",
        "mqtt.max_queued_messages=1",
        "--set",
        "mqtt.max_inflight=1",
    ]);
    let way = node.grpc();
    let mut away = node.persistent("away");
    away.subscribe("t", AtLeastOnce);
    away.disconnect();
    way.wait_until("it is away", |way| {
        way.client("away").is_some_and(|it| !it.connected)
    });
    let mut events = watch(&way, of(&[EventKind::Drop]));
    let mut publisher = node.connect("publisher", |_| {});
    for _ in 0..=MESSAGES {
        publisher.send(&publish1(1, "t", "x"));
    }
    let (mut count, mut told) = (0, 0);
    while count < MESSAGES {
        let event = next(&way, &mut events);
        assert_eq!(
            (&*event.subject, &*event.detail["reason"]),
            ("away", "queue_full")
        );
        count += event.count;
        told += 1;
    }
    assert!(told < 200, "{told} events for {count} messages");
    node.stop();
}

#[test]
fn a_stream_goes_on_where_it_was_left() {
    let node = Node::start([]);
    let way = node.grpc();
    let mut sse = Sse::open(&node, "/v1/events?kinds=CONNECT", &[]);
    node.connect("one", |_| {});
    let first = sse.next().expect("an event");
    assert_eq!(
        (&first.data["subject"], &first.id),
        (&"one".into(), &text(&first.data["sequence"]))
    );
    drop(sse);
    let _two = node.connect("two", |_| {});
    let _three = node.connect("three", |_| {});
    let header = format!("Last-Event-ID: {}", first.id);
    let mut sse = Sse::open(&node, "/v1/events?kinds=CONNECT", &[&header]);
    let mut subjects: Vec<_> = (0..2)
        .map(|_| text(&sse.next().expect("an event").data["subject"]))
        .collect();
    // Clients are told before those who watch, and these two by threads of their own.
    subjects.sort();
    assert_eq!(subjects, ["three", "two"]);
    let mut last = watch(
        &way,
        WatchEventsRequest {
            last: 1000,
            ..of(&[EventKind::Connect])
        },
    );
    let mut subjects: Vec<_> = (0..3).map(|_| next(&way, &mut last).subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["one", "three", "two"]);
    let too_many = WatchEventsRequest {
        last: 5001,
        ..WatchEventsRequest::default()
    };
    for way in node.ways() {
        let (code, _) = way.refusal(way.client.events().watch(too_many.clone()));
        assert_eq!(code, Code::InvalidArgument);
    }
    node.stop();
}

/// A reader that does not read holds up nobody, and is told how much it has missed.
#[test]
fn a_slow_reader_is_told_what_it_missed() {
    const PACKETS: usize = 120;
    let node = Node::start([]);
    let mut sse = Sse::open(&node, "/v1/events", &[]);
    let filters: Vec<_> = (0..500)
        .map(|n| format!("filter/{n}/{}", "x".repeat(40)))
        .collect();
    let filters: Vec<_> = filters.iter().map(|it| filter(it, AtMostOnce)).collect();
    let mut client = node.connect("busy", |_| {});
    for _ in 0..PACKETS {
        assert_eq!(client.subscribe_all(&filters).len(), filters.len());
    }
    client.disconnect();
    let (mut told, mut skipped, mut before) = (0, 0, 0);
    let mut first = None;
    loop {
        let event = sse.next().expect("the stream goes on").data;
        let number = |name: &str| text(&event[name]).parse::<u64>().expect("a number");
        if event["kind"] == "EVENTS_SKIPPED" {
            skipped += number("count");
        } else {
            told += 1;
            assert!(number("sequence") > before);
        }
        before = number("sequence");
        let first = *first.get_or_insert(before);
        assert_eq!(
            told + skipped,
            before + 1 - first,
            "each is told or counted as skipped"
        );
        if event["kind"] == "SESSION_END" {
            break;
        }
    }
    assert!(skipped > 0, "the reader was fast enough: {told} events");
    node.stop();
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn bans_are_told() {
    let node = Node::start([]);
    for way in node.ways() {
        let mut events = watch(&way, of(&[EventKind::Ban]));
        let (kind, value) = (BanKind::Address.into(), "203.0.113.0/24".to_owned());
        way.answer(way.client.bans().add(AddBanRequest {
            kind,
            value: value.clone(),
            reason: "it floods".to_owned(),
            ..AddBanRequest::default()
        }));
        let made = next(&way, &mut events);
        assert_eq!(
            (&made.subject, &*made.detail["reason"]),
            (&value, "it floods")
        );
        assert!(made.detail["by"].contains("127.0.0.1"), "{made:?}");
        let lifted = RemoveBanRequest { kind, value };
        way.answer(way.client.bans().remove(lifted.clone()));
        let told = next(&way, &mut events);
        assert_eq!(told.subject, lifted.value);
        assert!(told.message.contains("lifted"), "{told:?}");
    }
    node.stop();
}

/// Who comes after an incident sees what led to it, and the answer ends.
#[test]
fn what_has_happened_is_shown_from_a_time_on_and_then_the_end() {
    let node = Node::start([]);
    for id in ["one", "two"] {
        node.connect(id, |_| {});
    }
    for way in node.ways() {
        // They are told a moment after the clients know.
        let mut follow = watch(
            &way,
            WatchEventsRequest {
                last: 1000,
                ..of(&[EventKind::Connect])
            },
        );
        let [first, second] = [0, 1].map(|_| next(&way, &mut follow));
        let last = second.at.expect("a time");
        let later = prost_types::Timestamp {
            seconds: last.seconds + 1,
            ..last
        };
        for (since, expected) in [
            (None, &[&first.subject, &second.subject][..]),
            (Some(last), &[&second.subject]),
            (Some(later), &[]),
        ] {
            let mut events = watch(
                &way,
                WatchEventsRequest {
                    since,
                    no_follow: true,
                    ..of(&[EventKind::Connect])
                },
            );
            let mut subjects = Vec::new();
            while let Some(event) = way.wait(events.message()).expect("no error") {
                subjects.push(event.subject);
            }
            let subjects: Vec<_> = subjects.iter().collect();
            assert_eq!(subjects, expected, "{}", way.name);
        }
    }
}
