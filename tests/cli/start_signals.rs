//! The signals a running broker answers.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
};

use rustix::process::Signal;
use serde_json::Value;

use super::process::{Broker, folder_with, text};

#[test]
fn sigterm_and_sigint_are_a_clean_end() {
    for signal in [Signal::TERM, Signal::INT] {
        let broker = Broker::anywhere([]);
        broker.signal(signal);
        let done = broker.end();
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stderr.contains("stopped"), "{done:?}");
    }
}

/// [MQTT-4.13.2-1] and "Server shutting down", 0x8B, for a client of MQTT 5.
#[test]
fn clients_are_told_that_the_broker_stops() {
    let broker = Broker::anywhere([]);
    let mut client = connect(&broker);
    broker.signal(Signal::TERM);
    let mut rest = Vec::new();
    client.read_to_end(&mut rest).unwrap();
    assert_eq!((rest[0], rest[2]), (0xE0, 0x8B), "{rest:?}");
    assert_eq!(broker.end().code, Some(0));
}

#[test]
fn a_second_signal_ends_a_stop_that_takes_too_long() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut broker = Broker::anywhere(["--set", "mqtt.stop_timeout=1h"]);
        // A client that never reads what it is sent, nor ends, keeps the broker from being done.
        let _stuck = stuck(&broker);
        broker.signal(Signal::TERM);
        broker.wait_for_log("stopping");
        broker.signal(signal);
        assert_eq!(broker.end().code, Some(code));
    }
}

#[test]
fn sighup_applies_what_can_be_and_names_the_rest() {
    let config = |rest: &str| format!("listeners:\n  - address: 127.0.0.1:0\n{rest}");
    let folder = folder_with(&config(""));
    let file = folder.path().join("gmqtt.yml");
    let mut broker = Broker::start(["-c", text(&file)]);

    fs::write(
        &file,
        config("mqtt:\n  max_inflight: 7\nlog:\n  level: debug\n  output: stdout\n"),
    )
    .unwrap();
    broker.signal(Signal::HUP);
    // In the order of the configuration.
    for (key, before, after, applies) in [
        ("log.level", "info", "debug", "now"),
        ("log.output", "stderr", "stdout", "restart needed"),
        ("mqtt.max_inflight", "100", "7", "new clients"),
    ] {
        let change: Value = serde_json::from_str(&broker.wait_for_log("\"changed\"")).unwrap();
        assert_eq!(
            (&change["key"], &change["applies"]),
            (&key.into(), &applies.into())
        );
        assert_eq!(
            (&change["running"], &change["file"]),
            (&before.into(), &after.into()),
            "{key}"
        );
    }
    let sum: Value = serde_json::from_str(&broker.wait_for_log("\"reloaded\"")).unwrap();
    assert_eq!((&sum["changes"], &sum["restart"]), (&3.into(), &1.into()));

    // What was applied is not a change again.
    broker.signal(Signal::HUP);
    let sum: Value = serde_json::from_str(&broker.wait_for_log("\"reloaded\"")).unwrap();
    assert_eq!(sum["changes"], 1);

    TcpStream::connect(broker.address()).unwrap();
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn sighup_with_a_broken_file_changes_nothing_and_later_signals_work() {
    let folder = folder_with("listeners:\n  - address: 127.0.0.1:0\n");
    let file = folder.path().join("gmqtt.yml");
    let mut broker = Broker::start(["-c", text(&file)]);
    for broken in ["mqtt:\n  max_inflght: 7\n", "}", "listeners: {"] {
        fs::write(&file, broken).unwrap();
        broker.signal(Signal::HUP);
        broker.wait_for_log("keeps running with the old config");
    }
    fs::remove_file(&file).unwrap();
    broker.signal(Signal::HUP);
    broker.wait_for_log("keeps running with the old config");

    TcpStream::connect(broker.address()).unwrap();
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn sighup_opens_and_closes_listeners() {
    let folder = folder_with("listeners:\n  - address: 127.0.0.1:0\n");
    let file = folder.path().join("gmqtt.yml");
    let mut broker = Broker::start(["-c", text(&file)]);
    let old = broker.address();
    fs::write(&file, "listeners:\n  - address: '[::1]:0'\n").unwrap();
    broker.signal(Signal::HUP);
    let opened = broker.wait_for_log("opened a listener");
    let opened: Value = serde_json::from_str(&opened).unwrap();
    broker.wait_for_log("\"reloaded\"");
    let new = opened["listener"]
        .as_str()
        .unwrap()
        .strip_prefix("tcp://")
        .unwrap();
    TcpStream::connect(new).unwrap();
    // The task that accepted there ends when its turn comes.
    while TcpStream::connect(old).is_ok() {}
    assert_eq!(broker.stop().code, Some(0));
}

/// A connected client of MQTT 5 with an empty client id.
fn connect(broker: &Broker) -> TcpStream {
    let mut client = TcpStream::connect(broker.address()).expect("it listens");
    // CONNECT, "MQTT", 5, clean start, no keep alive, no properties, no client id.
    send(
        &mut client,
        &[0x10, 13, 0, 4, b'M', b'Q', b'T', b'T', 5, 2, 0, 0, 0, 0, 0],
    );
    let [kind, length] = receive(&mut client);
    assert_eq!(kind, 0x20, "CONNACK");
    let mut rest = vec![0; length.into()];
    client.read_exact(&mut rest).expect("the rest of CONNACK");
    assert_eq!(rest[1], 0, "accepted");
    client
}

/// A client that has been sent more than the sockets hold, and never reads it.
fn stuck(broker: &Broker) -> TcpStream {
    let mut client = connect(broker);
    // SUBSCRIBE 1 to "#" at QoS 0.
    send(&mut client, &[0x82, 7, 0, 1, 0, 0, 1, b'#', 0]);
    let suback: [u8; 6] = receive(&mut client);
    assert_eq!(suback[0], 0x90, "SUBACK");

    let mut publisher = connect(broker);
    // PUBLISH at QoS 0 to "a", without properties: 4 + 1 MiB of payload behind the fixed header.
    let mut publish = vec![0x30, 0x84, 0x80, 0x40, 0, 1, b'a', 0];
    publish.resize(publish.len() + (1 << 20), 0);
    for _ in 0..64 {
        send(&mut publisher, &publish);
    }
    send(&mut publisher, &[0xC0, 0]);
    let pingresp: [u8; 2] = receive(&mut publisher);
    assert_eq!(pingresp, [0xD0, 0], "all of it has arrived");
    client
}

fn send(client: &mut TcpStream, bytes: &[u8]) {
    client.write_all(bytes).expect("the broker reads");
}

fn receive<const LENGTH: usize>(client: &mut TcpStream) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    client.read_exact(&mut bytes).expect("the broker answers");
    bytes
}
