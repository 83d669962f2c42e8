//! Who may connect: networks, numbers, and what trusted proxies say.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

use gmqtt_config::{ListenAddress, Listener, Network};
use gmqtt_plugin_api::{BoxFuture, Hook, HookSet, Peer, Plugin, Refusal};
use gmqtt_protocol::Version;
use gmqtt_protocol::packet::{Connect, ConnectProperties};
use proxy_header::{ProxiedAddress, ProxyHeader, Tlv};

use crate::authority::Authority;
use crate::broker::{Broker, tcp, tls};
use crate::client::{Client, dial, dial_tls, tls_config};

fn networks(texts: &[&str]) -> Vec<Network> {
    texts
        .iter()
        .map(|text| text.parse().expect("a network"))
        .collect()
}

fn is_closed(stream: &mut TcpStream) -> bool {
    stream.read(&mut [0]).map_or(true, |n| n == 0)
}

#[test]
fn networks_are_let_in_or_not() {
    let with = |allow: &[&str], deny: &[&str]| Listener {
        allow: networks(allow),
        deny: networks(deny),
        ..tcp()
    };
    let broker = Broker::start(vec![
        with(&["127.0.0.0/8"], &[]),
        with(&["10.0.0.0/8"], &[]),
        with(&[], &["127.0.0.1"]),
        with(&["127.0.0.0/8"], &["127.0.0.1"]),
    ]);
    let gets_in = |index| Client::new(dial(broker.address(index))).try_connect("c");
    assert_eq!([0, 1, 2, 3].map(gets_in), [true, false, false, false]);
}

#[test]
fn a_full_listener_refuses_until_somebody_leaves() {
    let broker = Broker::start(vec![Listener {
        max_connections: 2,
        ..tcp()
    }]);
    let one = Client::new(dial(broker.address(0))).connect("one");
    let _two = Client::new(dial(broker.address(0))).connect("two");
    assert!(is_closed(&mut dial(broker.address(0))));
    drop(one);
    assert!((0..10_000).any(|_| Client::new(dial(broker.address(0))).try_connect("three")));
}

#[test]
fn ipv6_and_both_at_once() {
    let listener = |host: &str| Listener {
        address: ListenAddress::new(host, 0).into(),
        ..Listener::default()
    };
    let broker = Broker::start(vec![listener("::1"), listener("")]);
    Client::new(dial(broker.address(0))).connect("six").ping();
    let port = broker.address(1).port();
    for host in ["127.0.0.1", "::1"] {
        let address = SocketAddr::new(host.parse().expect("an address"), port);
        Client::new(dial(address)).connect(host).ping();
    }
}

/// Remembers whom it was asked about.
#[derive(Default)]
struct Seen(Mutex<Vec<Peer>>);

impl Plugin for Seen {
    fn name(&self) -> &'static str {
        "seen"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnAccept])
    }

    fn on_accept(&self, peer: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        self.0.lock().expect("no panic").push(peer);
        Box::pin(async { Ok(()) })
    }
}

fn proxied(trusted: &[&str]) -> Listener {
    Listener {
        proxy_protocol: true,
        trusted: networks(trusted),
        ..tcp()
    }
}

fn header(version: u8) -> Vec<u8> {
    let address = |text: &str| text.parse().expect("an address");
    let passed = ProxiedAddress::stream(address("192.0.2.7:4711"), address("198.51.100.1:1883"));
    let mut bytes = Vec::new();
    if version == 1 {
        ProxyHeader::with_address(passed)
            .encode_v1(&mut bytes)
            .expect("a header");
    } else {
        let extensions = [Tlv::Authority("mqtt.example.org".into()), Tlv::Noop(200)];
        ProxyHeader::with_tlvs(Some(passed), extensions)
            .encode_v2(&mut bytes)
            .expect("a header");
    }
    bytes
}

#[test]
fn a_trusted_proxy_says_who_the_client_is() {
    for version in [1, 2] {
        let seen = Arc::new(Seen::default());
        let broker = Broker::with_plugins(vec![seen.clone()], vec![proxied(&["127.0.0.0/8"])]);
        let mut stream = dial(broker.address(0));
        // Byte by byte, with the CONNECT at its heels.
        for byte in header(version) {
            stream.write_all(&[byte]).expect("sent");
        }
        Client::new(stream).connect("c").ping();
        let seen = seen.0.lock().expect("no panic");
        assert_eq!(seen[0].remote.to_string(), "192.0.2.7:4711");
        assert_eq!(seen[0].local.to_string(), "198.51.100.1:1883");
        assert_eq!(seen.len(), 1);
    }
}

#[test]
fn the_header_comes_before_tls() {
    let authority = Authority::new();
    let listener = Listener {
        proxy_protocol: true,
        trusted: networks(&["127.0.0.1"]),
        ..tls(&authority, &authority.server("server"), |_| {})
    };
    let broker = Broker::start(vec![listener]);
    let mut stream = dial_tls(broker.address(0), tls_config(&authority, None));
    stream.sock.write_all(&header(2)).expect("sent");
    Client::new(stream).connect("c").ping();
}

#[test]
fn networks_hold_for_the_client_behind_the_proxy() {
    let denied = Listener {
        deny: networks(&["192.0.2.0/24"]),
        ..proxied(&["127.0.0.1"])
    };
    let broker = Broker::start(vec![denied]);
    let mut stream = dial(broker.address(0));
    stream.write_all(&header(2)).expect("sent");
    assert!(!Client::new(stream).try_connect("c"));
}

#[test]
fn who_is_no_trusted_proxy_is_turned_away() {
    let broker = Broker::start(vec![proxied(&["10.0.0.0/8"]), proxied(&["127.0.0.1"])]);
    let mut stranger = dial(broker.address(0));
    let _ = stranger.write_all(&header(1));
    assert!(is_closed(&mut stranger));
    // Trusted, but without a header.
    assert!(!Client::new(dial(broker.address(1))).try_connect("c"));
    let mut endless = dial(broker.address(1));
    let _ = endless.write_all(&[b"PROXY TCP4 "[..].to_vec(), vec![b'1'; 5000]].concat());
    assert!(is_closed(&mut endless));
}

/// The three answers of `anonymous`, for clients with and without a user name.
#[test]
fn clients_without_a_user_name_are_let_in_or_not() {
    let with = |anonymous| Listener { anonymous, ..tcp() };
    let broker = Broker::start(vec![with(None), with(Some(true)), with(Some(false))]);
    let answer = |index, version, username| {
        let mut client = Client::new(dial(broker.address(index)));
        client.send(&connect_as(version, username));
        let packet = client.recv();
        assert_eq!(packet[0], 0x20, "CONNACK");
        packet[3]
    };
    for index in [0, 1] {
        assert_eq!(answer(index, Version::V5, None), 0);
    }
    for username in [None, Some("")] {
        assert_eq!(answer(2, Version::V5, username), 0x87);
        assert_eq!(answer(2, Version::V3_1_1, username), 5);
    }
    assert_eq!(answer(2, Version::V5, Some("u")), 0);
}

fn connect_as(version: Version, username: Option<&str>) -> Vec<u8> {
    let connect = Connect {
        version,
        clean_start: true,
        keep_alive: 0,
        client_id: "c",
        will: None,
        username,
        password: None,
        properties: ConnectProperties::default(),
    };
    let mut bytes = Vec::new();
    connect.encode(version, &mut bytes);
    bytes
}
