//! Connections that never become clients: a wrong first packet, a broken CONNECT, silence, one that stops half-way.

use std::time::Instant;

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// Sends `bytes` first and expects to be refused with `reason` or not answered at all, and one line in the log.
#[track_caller]
fn refused(broker: &Child, bytes: &[u8], reason: Option<ReasonCode>) {
    let mut raw = broker.open(Version::V5);
    let address = raw.local_address().to_string();
    raw.send_bytes(bytes);
    match reason {
        Some(reason) => raw.expect_refused(reason),
        None => raw.expect_closed(),
    }
    let log = broker.log_about(&address);
    assert_eq!(log.len(), 1, "{log:?} about {bytes:02x?}");
    assert_eq!(log[0]["level"], "INFO");
}

/// [MQTT-3.1.0-1] Whatever comes first that is no CONNECT ends the connection, and is not answered.
#[test]
fn a_first_packet_that_is_not_connect_ends_the_connection() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    for first in [
        &b"\x30\x04\x00\x01a!"[..],         // PUBLISH
        b"\x82\x07\x00\x01\x00\x00\x01#\0", // SUBSCRIBE
        b"\xC0\x00",                        // PINGREQ
        b"\xE0\x00",                        // DISCONNECT
        b"\xF0\x00",                        // AUTH
        b"\x20\x03\x00\x00\x00",            // CONNACK
        b"\x00\x00",                        // packet type 0
        b"\x11\x00",                        // CONNECT with a reserved flag
        b"\x10\xFF\xFF\xFF\xFF\x7F",        // a length of five bytes
        b"\x10\x80\x00",                    // a length not in its shortest form
        b"\x10\x81\x80\x08",                // a byte above mqtt.max_connect_packet_size
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", // a TLS ClientHello
    ] {
        refused(&broker, first, None);
    }
    bystanders.stop();
}

/// A CONNECT that can be read far enough to know its version is refused in that version's words.
#[test]
fn a_broken_connect_is_refused() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let malformed = Some(ReasonCode::MalformedPacket);
    for (connect, reason) in [
        // [MQTT-3.1.2-3]
        (&b"\x10\x0D\0\x04MQTT\x05\x03\0\0\0\0\0"[..], malformed),
        // An identifier that goes beyond the packet.
        (b"\x10\x0D\0\x04MQTT\x05\x02\0\0\0\0\x01", malformed),
        // Properties that go beyond the packet.
        (b"\x10\x0D\0\x04MQTT\x05\x02\0\0\x7F\0\0", malformed),
        // A byte too many.
        (b"\x10\x0E\0\x04MQTT\x05\x02\0\0\0\0\0\0", malformed),
        // The packet ends within the keep alive.
        (b"\x10\x09\0\x04MQTT\x05\x02\0", malformed),
        // [MQTT-1.5.4-1] [MQTT-1.5.4-2]
        (b"\x10\x0E\0\x04MQTT\x05\x02\0\0\0\0\x01\xFF", malformed),
        (b"\x10\x0E\0\x04MQTT\x05\x02\0\0\0\0\x01\0", malformed),
        // Receive Maximum 0.
        (
            b"\x10\x10\0\x04MQTT\x05\x02\0\0\x03\x21\0\0\0\0",
            Some(ReasonCode::ProtocolError),
        ),
        // A will topic with a wildcard.
        (
            b"\x10\x13\0\x04MQTT\x05\x06\0\0\0\0\0\0\0\x01#\0\0",
            Some(ReasonCode::TopicNameInvalid),
        ),
        // 3.1.1 has no word for it.
        (b"\x10\x0C\0\x04MQTT\x04\x03\0\0\0\0", None),
    ] {
        refused(&broker, connect, reason);
    }
    bystanders.stop();
}

/// [MQTT-3.1.0-2]
#[test]
fn a_second_connect_ends_the_connection() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    for version in Version::ALL {
        let id = format!("twice {version:?}");
        let mut raw = broker.connect(version, &id);
        raw.send(&connect(version, &id));
        if version.is_v5() {
            raw.expect_disconnect(ReasonCode::ProtocolError);
        } else {
            raw.expect_closed();
        }
        assert_eq!(broker.log_about(&id).len(), 1);
    }
    bystanders.stop();
}

/// Also one that goes on sending, byte by byte.
#[test]
fn a_connection_has_only_so_long_for_its_connect() {
    let broker = Child::start(&["mqtt.connect_timeout=1s"]);
    let bystanders = Bystanders::start(broker.address());
    let begun = Instant::now();
    let mut silent: Vec<Raw> = (0..50).map(|_| broker.open(Version::V5)).collect();
    let mut stopped: Vec<Raw> = (0..50).map(|_| broker.open(Version::V5)).collect();
    for raw in &mut stopped {
        raw.send_bytes(b"\x10\x80\x01\0\x04MQ");
    }
    let mut trickling = broker.open(Version::V5);
    trickling.send_bytes(b"\x10\xE8\x07");
    while begun.elapsed() < Duration::from_millis(900) {
        trickling.send_bytes(b"\0");
        pass(Duration::from_millis(50));
    }
    silent.push(trickling);
    for raw in silent.iter_mut().chain(&mut stopped) {
        raw.expect_closed();
    }
    let took = begun.elapsed();
    assert!(
        (Duration::from_secs(1)..Duration::from_secs(4)).contains(&took),
        "{took:?}"
    );
    bystanders.stop();
}

/// Before CONNECT is accepted a connection costs the broker no more than `mqtt.max_connect_packet_size`.
#[test]
fn what_comes_before_connack_is_small() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let before = broker.memory();
    let open: Vec<Raw> = (0..100)
        .map(|_| {
            let mut raw = broker.open(Version::V5);
            // 131,072 bytes are announced and nearly all of them sent.
            raw.send_bytes(b"\x10\xFC\xFF\x07")
                .send_bytes(&[0; 130_000]);
            raw
        })
        .collect();
    let grown = broker.memory().saturating_sub(before);
    assert!(grown < 100 * 4 * 131_072, "{} KiB more", grown >> 10);
    drop(open);
    bystanders.stop();
}

/// A client that has said that it sends nothing more is gone.
#[test]
fn half_open_connections_are_closed() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    broker.open(Version::V5).vanish();
    for version in Version::ALL {
        broker.connect(version, "half open").vanish();
        let mut raw = broker.connect(version, "half open within a packet");
        raw.send_bytes(b"\x30\x7F\x00\x05topi");
        raw.vanish();
    }
    bystanders.stop();
}
