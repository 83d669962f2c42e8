//! Frames, written and read, and bytes that are none.

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;

use super::*;
use crate::{
    Body, ClaimId, Event, Forward, Known, Lane, NodeName, Run, Stamp, StreamId, Time, View,
};

fn text() -> impl Strategy<Value = Box<str>> {
    "\\PC{0,12}".prop_map(Into::into)
}

fn payload() -> impl Strategy<Value = Bytes> {
    prop::collection::vec(any::<u8>(), 0..40).prop_map(Into::into)
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (any::<u64>(), any::<u32>(), text()).prop_map(|(millis, count, node)| Stamp {
        time: Time { millis, count },
        node: NodeName::new(&node),
    })
}

fn claim() -> impl Strategy<Value = ClaimId> {
    any::<u64>().prop_map(ClaimId)
}

fn forward() -> impl Strategy<Value = Forward> {
    let groups = prop::collection::vec(text(), 0..4).prop_map(Into::into);
    let client = prop::option::of(text());
    let flags = (any::<bool>(), any::<bool>());
    (payload(), flags, groups, client, any::<u64>()).prop_map(
        |(message, (safe, plain), groups, client, known)| Forward {
            message,
            safe,
            plain,
            groups,
            client,
            known,
        },
    )
}

fn node() -> impl Strategy<Value = NodeName> {
    text().prop_map(|text| NodeName::new(&text))
}

fn transit() -> impl Strategy<Value = Event> {
    let filters = prop::collection::vec(text(), 0..4).prop_map(Into::into);
    let numbers = (any::<u64>(), any::<u64>());
    let fetched = prop::option::of((text(), stamp()));
    prop_oneof![
        (any::<u64>(), node(), filters, fetched).prop_map(|(arrival, from, filters, fetched)| {
            Event::Arrived {
                arrival,
                from,
                filters,
                fetched,
            }
        }),
        (text(), stamp(), any::<u64>()).prop_map(|(client, stamp, version)| Event::Lost {
            client,
            stamp,
            version,
        }),
        (text(), stamp()).prop_map(|(client, stamp)| Event::SentAgain { client, stamp }),
        (node(), node(), numbers, any::<bool>()).prop_map(
            |(origin, node, (arrival, version), through)| Event::Knows(Known {
                origin,
                node,
                arrival,
                version,
                through,
            })
        ),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::InterestsBegin),
        Just(Event::InterestsEnd),
        (text(), any::<u32>()).prop_map(|(filter, members)| Event::Interest { filter, members }),
        (text(), stamp()).prop_map(|(client, stamp)| Event::Register { client, stamp }),
        any::<u64>().prop_map(|view| Event::Settled(View(view))),
        (text(), stamp()).prop_map(|(client, stamp)| Event::Release { client, stamp }),
        (claim(), text(), stamp()).prop_map(|(claim, client, stamp)| Event::Claim {
            claim,
            client,
            stamp
        }),
        (claim(), text(), stamp(), prop::option::of(stamp())).prop_map(
            |(claim, client, stamp, previous)| Event::Granted {
                claim,
                client,
                stamp,
                previous
            }
        ),
        (claim(), stamp()).prop_map(|(claim, by)| Event::Denied { claim, by }),
        (claim(), text(), stamp(), any::<bool>()).prop_map(|(claim, client, stamp, clean)| {
            Event::Take {
                claim,
                client,
                stamp,
                clean,
            }
        }),
        (claim(), prop::option::of(payload()))
            .prop_map(|(claim, session)| Event::Handed { claim, session }),
        (text(), stamp(), any::<u64>()).prop_map(|(client, stamp, arrival)| Event::Imported {
            client,
            stamp,
            arrival,
        }),
        (text(), stamp()).prop_map(|(client, stamp)| Event::Superseded { client, stamp }),
        prop::collection::vec(any::<u64>(), 0..5).prop_map(|parts| Event::Digest(parts.into())),
        prop::collection::vec(any::<u8>(), 0..5).prop_map(|parts| Event::Wanted(parts.into())),
        (text(), stamp(), prop::option::of(payload())).prop_map(|(topic, stamp, message)| {
            Event::Retained {
                topic,
                stamp,
                message,
            }
        }),
        forward().prop_map(Event::Forward),
        transit(),
    ]
}

fn frame() -> impl Strategy<Value = Frame> {
    let lane = prop_oneof![Just(Lane::Control), Just(Lane::Messages)];
    let body = prop_oneof![
        any::<u64>().prop_map(|first| Body::Open { first }),
        (any::<u64>(), prop::collection::vec(event(), 0..8))
            .prop_map(|(first, events)| Body::Events { first, events }),
        (
            any::<u64>(),
            any::<u64>(),
            prop::collection::vec(any::<u64>(), 0..4),
            any::<bool>()
        )
            .prop_map(|(received, done, beyond, again)| Body::Have {
                received,
                done,
                beyond,
                again,
            }),
    ];
    (lane, any::<u64>(), any::<u64>(), body).prop_map(|(lane, run, count, body)| Frame {
        lane,
        stream: StreamId {
            run: Run(run),
            count,
        },
        body,
    })
}

fn written(frame: &Frame) -> Bytes {
    let mut out = BytesMut::new();
    write(frame, &mut out);
    out.freeze()
}

proptest! {
    #[test]
    fn what_is_written_is_read(frame in frame()) {
        prop_assert_eq!(read(written(&frame)), Ok(frame));
    }

    #[test]
    fn a_frame_that_ends_early_is_none(frame in frame(), cut in any::<prop::sample::Index>()) {
        let bytes = written(&frame);
        prop_assert!(read(bytes.slice(..cut.index(bytes.len()))).is_err());
    }

    #[test]
    fn a_frame_with_something_behind_it_is_none(frame in frame(), more in 1..20_usize) {
        let mut bytes = written(&frame).to_vec();
        bytes.resize(bytes.len() + more, 0);
        prop_assert!(read(bytes.into()).is_err());
    }

    #[test]
    fn any_bytes_are_a_frame_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(frame) = read(bytes.into()) {
            prop_assert_eq!(read(written(&frame)), Ok(frame));
        }
    }

    #[test]
    fn a_frame_with_a_byte_changed_is_a_frame_or_an_error(
        frame in frame(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = written(&frame).to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(frame) = read(bytes.into()) {
            prop_assert_eq!(read(written(&frame)), Ok(frame));
        }
    }
}

/// What two versions of gmqtt have to agree on: a change here is a change of the protocol.
#[test]
fn a_message_on_the_wire_is_as_it_was() {
    let frame = Frame {
        lane: Lane::Messages,
        stream: StreamId {
            run: Run(300),
            count: 1,
        },
        body: Body::Events {
            first: 7,
            events: vec![Event::Forward(Forward {
                message: Bytes::from_static(b"hi"),
                safe: true,
                plain: false,
                groups: ["$share/g/a".into()].into(),
                client: None,
                known: 9,
            })],
        },
    };
    let bytes = b"\x01\xac\x02\x01\x01\x07\x01\x10\x01\x02hi\x00\x01\x0a$share/g/a\x09";
    assert_eq!(&written(&frame)[..], bytes);
}

#[test]
fn nothing_is_reserved_for_a_length_that_is_only_claimed() {
    // An Events body that claims 2^63 events, and one event whose text claims as many bytes.
    let huge = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
    let events = [&[1, 1, 1, 1, 1][..], &huge].concat();
    assert_eq!(read(events.into()), Err(Malformed::Short));
    let text = [&[1, 1, 1, 1, 1, 1, 1][..], &huge].concat();
    assert_eq!(read(text.into()), Err(Malformed::Short));
}

#[test]
fn a_number_that_does_not_fit_is_refused() {
    let long = [&[0_u8][..], &[0xff; 9], &[0x02]].concat();
    assert_eq!(read(long.into()), Err(Malformed::Number));
    let largest = [&[0_u8][..], &[0xff; 9], &[0x01, 1, 0, 1]].concat();
    let frame = read(largest.into()).expect("a frame");
    assert_eq!(frame.stream.run, Run(u64::MAX));
}
