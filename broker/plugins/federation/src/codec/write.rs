//! Writes frames.

use bytes::{BufMut as _, BytesMut};

use super::{body, kind};
use crate::{Body, Event, Forward, Frame, Known, Lane, Stamp};

pub(super) fn frame(frame: &Frame, out: &mut BytesMut) {
    let Frame { lane, stream, body } = frame;
    out.put_u8(match lane {
        Lane::Control => 0,
        Lane::Messages => 1,
    });
    number(stream.run.0, out);
    number(stream.count, out);
    match body {
        Body::Open { first } => {
            out.put_u8(body::OPEN);
            number(*first, out);
        }
        Body::Events { first, events } => {
            out.put_u8(body::EVENTS);
            number(*first, out);
            number(events.len() as u64, out);
            for one in events {
                event(one, out);
            }
        }
        Body::Have {
            received,
            done,
            beyond,
            again,
        } => {
            out.put_u8(body::HAVE);
            number(*received, out);
            number(*done, out);
            number(beyond.len() as u64, out);
            beyond.iter().for_each(|one| number(*one, out));
            out.put_u8(u8::from(*again));
        }
    }
}

fn event(event: &Event, out: &mut BytesMut) {
    match event {
        Event::InterestsBegin => out.put_u8(kind::INTERESTS_BEGIN),
        Event::Interest { filter, members } => {
            out.put_u8(kind::INTEREST);
            text(filter, out);
            number(u64::from(*members), out);
        }
        Event::InterestsEnd => out.put_u8(kind::INTERESTS_END),
        Event::Digest(parts) => {
            out.put_u8(kind::DIGEST);
            number(parts.len() as u64, out);
            parts.iter().for_each(|part| out.put_u64(*part));
        }
        Event::Wanted(parts) => {
            out.put_u8(kind::WANTED);
            bytes(parts, out);
        }
        Event::Retained {
            topic,
            stamp: when,
            message,
        } => {
            out.put_u8(kind::RETAINED);
            text(topic, out);
            stamp(when, out);
            optional(message.as_ref(), out, |message, out| bytes(message, out));
        }
        Event::Forward(message) => {
            out.put_u8(kind::FORWARD);
            forward(message, out);
        }
        Event::Arrived {
            arrival,
            from,
            filters,
            fetched,
        } => {
            out.put_u8(kind::ARRIVED);
            number(*arrival, out);
            text(from.as_str(), out);
            texts(filters, out);
            optional(fetched.as_ref(), out, |(client, when), out| {
                text(client, out);
                stamp(when, out);
            });
        }
        Event::Knows(cut) => {
            out.put_u8(kind::KNOWS);
            known(cut, out);
        }
        Event::Lost {
            client,
            stamp,
            version,
        } => {
            about(kind::LOST, client, stamp, out);
            number(*version, out);
        }
        Event::SentAgain { client, stamp } => about(kind::SENT_AGAIN, client, stamp, out),
        claim => claim_event(claim, out),
    }
}

/// Who has the session of which client.
fn claim_event(event: &Event, out: &mut BytesMut) {
    match event {
        Event::Register { client, stamp } => about(kind::REGISTER, client, stamp, out),
        Event::Settled(view) => {
            out.put_u8(kind::SETTLED);
            out.put_u64(view.0);
        }
        Event::Release { client, stamp } => about(kind::RELEASE, client, stamp, out),
        Event::Claim {
            claim,
            client,
            stamp,
        } => {
            about(kind::CLAIM, client, stamp, out);
            number(claim.0, out);
        }
        Event::Granted {
            claim,
            client,
            stamp: when,
            previous,
        } => {
            about(kind::GRANTED, client, when, out);
            number(claim.0, out);
            optional(previous.as_ref(), out, stamp);
        }
        Event::Denied { claim, by } => {
            out.put_u8(kind::DENIED);
            number(claim.0, out);
            stamp(by, out);
        }
        Event::Take {
            claim,
            client,
            stamp,
            clean,
        } => {
            about(kind::TAKE, client, stamp, out);
            number(claim.0, out);
            out.put_u8(u8::from(*clean));
        }
        Event::Handed { claim, session } => {
            out.put_u8(kind::HANDED);
            number(claim.0, out);
            optional(session.as_ref(), out, |session, out| bytes(session, out));
        }
        Event::Imported {
            client,
            stamp,
            arrival,
        } => {
            about(kind::IMPORTED, client, stamp, out);
            number(*arrival, out);
        }
        Event::Superseded { client, stamp } => about(kind::SUPERSEDED, client, stamp, out),
        Event::InterestsBegin
        | Event::Interest { .. }
        | Event::InterestsEnd
        | Event::Digest(_)
        | Event::Wanted(_)
        | Event::Retained { .. }
        | Event::Arrived { .. }
        | Event::Knows(_)
        | Event::Lost { .. }
        | Event::SentAgain { .. }
        | Event::Forward(_) => {}
    }
}

/// What every event about a session begins with.
fn about(mark: u8, client: &str, when: &Stamp, out: &mut BytesMut) {
    out.put_u8(mark);
    text(client, out);
    stamp(when, out);
}

fn known(cut: &Known, out: &mut BytesMut) {
    let Known {
        origin,
        node,
        arrival,
        version,
        through,
    } = cut;
    text(origin.as_str(), out);
    text(node.as_str(), out);
    number(*arrival, out);
    number(*version, out);
    out.put_u8(u8::from(*through));
}

fn forward(forward: &Forward, out: &mut BytesMut) {
    let Forward {
        message,
        safe,
        plain,
        groups,
        client,
        known,
    } = forward;
    out.put_u8(u8::from(*safe) | u8::from(*plain) << 1);
    bytes(message, out);
    optional(client.as_ref(), out, |client, out| text(client, out));
    texts(groups, out);
    number(*known, out);
}

fn stamp(stamp: &Stamp, out: &mut BytesMut) {
    number(stamp.time.millis, out);
    number(u64::from(stamp.time.count), out);
    text(stamp.node.as_str(), out);
}

fn optional<T>(value: Option<T>, out: &mut BytesMut, write: impl FnOnce(T, &mut BytesMut)) {
    out.put_u8(u8::from(value.is_some()));
    if let Some(value) = value {
        write(value, out);
    }
}

fn texts(texts: &[Box<str>], out: &mut BytesMut) {
    number(texts.len() as u64, out);
    texts.iter().for_each(|one| text(one, out));
}

fn text(text: &str, out: &mut BytesMut) {
    bytes(text.as_bytes(), out);
}

fn bytes(bytes: &[u8], out: &mut BytesMut) {
    number(bytes.len() as u64, out);
    out.put_slice(bytes);
}

fn number(mut number: u64, out: &mut BytesMut) {
    while number >= 0x80 {
        out.put_u8(number as u8 | 0x80);
        number >>= 7;
    }
    out.put_u8(number as u8);
}
