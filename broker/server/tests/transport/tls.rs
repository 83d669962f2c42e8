//! TLS listeners: who gets in, under which name, and that every byte arrives.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use gmqtt_config::{CertificateName, ClientCertificates, Tls, TlsVersion};
use gmqtt_plugin_api::{ClientInfo, Hook, HookSet, Plugin};
use gmqtt_server::StartError;

use crate::authority::{Authority, Signed, replace};
use crate::broker::{Broker, tcp, tls};
use crate::client::{Client, dial, dial_tls, tls_config};

#[test]
fn messages_cross_from_tls_to_tcp_and_back() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {}), tcp()]);
    assert!(
        broker.server().listeners()[0]
            .to_string()
            .starts_with("tls://127.0.0.1:")
    );
    let secure = dial_tls(broker.address(0), tls_config(&authority, None));
    let mut secure = Client::new(secure).connect("secure");
    let mut plain = Client::new(dial(broker.address(1))).connect("plain");
    secure.subscribe("to/secure");
    plain.subscribe("to/plain");
    plain.publish("to/secure", b"hello");
    assert_eq!(secure.payload(), b"hello");
    secure.publish("to/plain", b"hello yourself");
    assert_eq!(plain.payload(), b"hello yourself");
    broker.stop();
}

/// Payloads far larger than a record, a buffer, and what may wait, in both directions at once.
#[test]
fn large_messages_arrive_whole() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {})]);
    let stream = dial_tls(broker.address(0), tls_config(&authority, None));
    let mut client = Client::new(stream).connect("c");
    client.subscribe("t");
    for size in [
        0, 1, 4095, 4096, 16_383, 16_384, 16_385, 65_536, 70_000, 200_000, 3_000_000,
    ] {
        let payload: Vec<u8> = (0..size).map(|n: u32| (n * 31 % 251) as u8).collect();
        client.publish("t", &payload);
        assert!(client.payload() == payload, "{size} bytes");
    }
}

/// A subscriber that reads slowly gets everything, in order: what is encrypted waits where it is.
#[test]
fn many_messages_arrive_in_order() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::with(vec![tls(&authority, &server, |_| {}), tcp()], |config| {
        config.mqtt.max_queued_messages = 100_000;
    });
    let stream = dial_tls(broker.address(0), tls_config(&authority, None));
    let mut subscriber = Client::new(stream).connect("s");
    subscriber.subscribe("t");
    let mut publisher = Client::new(dial(broker.address(1))).connect("p");
    let filler = vec![7; 300];
    for n in 0..20_000_u32 {
        publisher.publish("t", &[&n.to_be_bytes()[..], &filler].concat());
    }
    for n in 0..20_000_u32 {
        assert_eq!(subscriber.payload()[..4], n.to_be_bytes());
    }
}

#[test]
fn a_required_certificate_is_required() {
    let authority = Authority::new();
    let stranger = Authority::new();
    let server = authority.server("server");
    let required = |tls: &mut Tls| tls.verify = ClientCertificates::Required;
    let broker = Broker::start(vec![tls(&authority, &server, required)]);
    let connects = |shown: Option<&Signed>| {
        let stream = dial_tls(broker.address(0), tls_config(&authority, shown));
        Client::new(stream).try_connect("c")
    };
    assert!(!connects(None));
    assert!(!connects(Some(&stranger.sign("impostor", "alice", &[], 7))));
    assert!(connects(Some(&authority.sign("alice", "alice", &[], 7))));
}

#[test]
fn an_optional_certificate_must_hold_if_shown() {
    let authority = Authority::new();
    let stranger = Authority::new();
    let server = authority.server("server");
    let optional = |tls: &mut Tls| tls.verify = ClientCertificates::Optional;
    let broker = Broker::start(vec![tls(&authority, &server, optional)]);
    let connects = |shown: Option<&Signed>| {
        let stream = dial_tls(broker.address(0), tls_config(&authority, shown));
        Client::new(stream).try_connect("c")
    };
    assert!(connects(None));
    assert!(!connects(Some(&stranger.sign("impostor", "alice", &[], 7))));
    assert!(connects(Some(&authority.sign("alice", "alice", &[], 7))));
}

#[test]
fn a_revoked_certificate_is_refused() {
    let authority = Authority::new();
    let server = authority.server("server");
    let (good, bad) = (
        authority.sign("good", "good", &[], 7),
        authority.sign("bad", "bad", &[], 8),
    );
    let crl = authority.revoke(&[8]);
    let broker = Broker::start(vec![tls(&authority, &server, |tls| {
        tls.verify = ClientCertificates::Required;
        tls.crl = Some(crl);
    })]);
    let connects = |shown: &Signed| {
        let stream = dial_tls(broker.address(0), tls_config(&authority, Some(shown)));
        Client::new(stream).try_connect("c")
    };
    assert!(connects(&good));
    assert!(!connects(&bad));
}

/// Remembers who connected.
#[derive(Default)]
struct Names(Mutex<Vec<Option<String>>>);

impl Plugin for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnConnected])
    }

    fn on_connected(&self, client: &ClientInfo) {
        let name = client.username.as_deref().map(str::to_owned);
        self.0.lock().expect("no panic").push(name);
    }
}

#[test]
fn the_certificate_names_the_user() {
    for (part, expected) in [
        (CertificateName::CommonName, "alice"),
        (CertificateName::AlternativeName, "alice.example.org"),
    ] {
        let authority = Authority::new();
        let server = authority.server("server");
        let names = Arc::new(Names::default());
        let listener = tls(&authority, &server, |tls| {
            tls.verify = ClientCertificates::Required;
            tls.username_from = Some(part);
        });
        let broker = Broker::with_plugins(vec![names.clone()], vec![listener]);
        let connects = |shown: &Signed| {
            let stream = dial_tls(broker.address(0), tls_config(&authority, Some(shown)));
            Client::new(stream).try_connect("c")
        };
        let alice = authority.sign("alice", "alice", &["alice.example.org"], 7);
        assert!(connects(&alice));
        assert!(
            !connects(&authority.sign("nobody", "", &[], 8)),
            "nothing to call it by"
        );
        drop(broker);
        assert_eq!(
            *names.0.lock().expect("no panic"),
            [Some(expected.to_owned())]
        );
    }
}

#[test]
fn an_older_version_than_allowed_is_refused() {
    let authority = Authority::new();
    let server = authority.server("server");
    let newest = |tls: &mut Tls| tls.min_version = TlsVersion::Tls13;
    let listeners = vec![
        tls(&authority, &server, newest),
        tls(&authority, &server, |_| {}),
    ];
    let broker = Broker::start(listeners);
    let connects = |index| {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS12])
            .unwrap()
            .with_root_certificates(authority.roots())
            .with_no_client_auth();
        Client::new(dial_tls(broker.address(index), config)).try_connect("c")
    };
    assert!(!connects(0));
    assert!(connects(1));
}

#[test]
fn the_protocol_inside_is_negotiated() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {})]);
    let connect = |protocol: &[u8]| {
        let mut config = tls_config(&authority, None);
        config.alpn_protocols = vec![protocol.to_vec()];
        let mut client = Client::new(dial_tls(broker.address(0), config));
        let accepted = client.try_connect("c");
        (
            accepted,
            client.stream.conn.alpn_protocol().map(<[u8]>::to_vec),
        )
    };
    assert_eq!(connect(b"mqtt"), (true, Some(b"mqtt".to_vec())));
    assert!(!connect(b"smtp").0);
}

/// A client that leaves with DISCONNECT is told in TLS that nothing more will come.
#[test]
fn the_end_is_said() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {})]);
    let stream = dial_tls(broker.address(0), tls_config(&authority, None));
    let mut client = Client::new(stream).connect("c");
    client.send(&[0xE0, 0]);
    let mut rest = Vec::new();
    // rustls reports an end without close_notify as an error.
    client.stream.read_to_end(&mut rest).expect("a clean end");
    assert!(rest.is_empty());
}

/// A client that connects and says nothing is gone after `mqtt.connect_timeout`, whatever the transport.
#[test]
fn a_handshake_has_a_deadline() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::with(vec![tls(&authority, &server, |_| {})], |config| {
        config.mqtt.connect_timeout = std::time::Duration::from_millis(200);
    });
    let mut silent = dial(broker.address(0));
    silent.write_all(&[0x16, 3, 1]).expect("sent");
    // The read would time out with an error if the broker kept the connection.
    let mut rest = Vec::new();
    silent.read_to_end(&mut rest).expect("the end");
}

/// A hundred clients that stop in the middle of their handshakes do not keep others out.
#[test]
fn half_done_handshakes_block_nobody() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {})]);
    let _stuck: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = dial(broker.address(0));
            stream.write_all(&[0x16, 3, 1, 2, 0, 1]).expect("sent");
            stream
        })
        .collect();
    let stream = dial_tls(broker.address(0), tls_config(&authority, None));
    Client::new(stream).connect("c").ping();
}

#[test]
fn what_is_no_tls_is_turned_away_and_others_are_served() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {}), tcp()]);
    assert!(!Client::new(dial(broker.address(0))).try_connect("plain"));
    let stream = dial_tls(broker.address(1), tls_config(&authority, None));
    assert!(!Client::new(stream).try_connect("secure"));
    let mut http = dial(broker.address(1));
    http.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .expect("sent");
    assert!(http.read(&mut [0; 64]).map_or(true, |n| n == 0));
    let stream = dial_tls(broker.address(0), tls_config(&authority, None));
    Client::new(stream).connect("c").ping();
}

#[test]
fn files_that_do_not_work_keep_the_broker_from_starting() {
    let authority = Authority::new();
    let (one, other) = (authority.server("one"), authority.server("other"));
    let empty = authority.path("empty");
    replace(&empty, "");
    let refused = |change: &dyn Fn(&mut Tls)| {
        let listener = tls(&authority, &one, |tls| {
            tls.verify = ClientCertificates::Required;
            change(tls);
        });
        match Broker::try_start(vec![listener], |_| {}) {
            Err(StartError::Tls { key, .. }) => key,
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("it starts"),
        }
    };
    assert_eq!(
        refused(&|tls| tls.cert = Some(empty.clone())),
        "listeners[0].tls.cert"
    );
    assert_eq!(
        refused(&|tls| tls.cert = Some("/nonexistent".into())),
        "listeners[0].tls.cert"
    );
    assert_eq!(
        refused(&|tls| tls.key = Some(empty.clone())),
        "listeners[0].tls.key"
    );
    assert_eq!(
        refused(&|tls| tls.key = Some(other.key.clone())),
        "listeners[0].tls.cert"
    );
    assert_eq!(
        refused(&|tls| tls.cacert = Some(empty.clone())),
        "listeners[0].tls.cacert"
    );
    assert_eq!(
        refused(&|tls| tls.crl = Some(empty.clone())),
        "listeners[0].tls.crl"
    );
}

/// However many clients shake hands, those who are connected are served.
#[test]
fn a_storm_of_handshakes_starves_nobody() {
    let authority = Authority::new();
    let server = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &server, |_| {}), tcp()]);
    let (secure, plain) = (broker.address(0), broker.address(1));
    let mut connected = Client::new(dial_tls(secure, tls_config(&authority, None))).connect("tls");
    let mut other = Client::new(dial(plain)).connect("tcp");
    let config = tls_config(&authority, None);
    let (mut pings, mut slowest) = (0, std::time::Duration::ZERO);
    std::thread::scope(|scope| {
        let storm: Vec<_> = (0..8)
            .map(|thread| {
                let config = config.clone();
                scope.spawn(move || {
                    for n in 0..40 {
                        let stream = dial_tls(secure, config.clone());
                        Client::new(stream).connect(&format!("storm-{thread}-{n}"));
                    }
                })
            })
            .collect();
        while storm.iter().any(|thread| !thread.is_finished()) {
            let begun = std::time::Instant::now();
            connected.ping();
            other.ping();
            slowest = slowest.max(begun.elapsed());
            pings += 1;
        }
    });
    assert!(pings > 10, "{pings}");
    assert!(slowest < std::time::Duration::from_secs(1), "{slowest:?}");
}
