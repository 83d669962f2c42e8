//! New certificates for a running broker.

use gmqtt_config::{ClientCertificates, ListenAddress};

use crate::authority::{Authority, replace};
use crate::broker::{Broker, tcp, tls};
use crate::client::{Client, TlsStream, dial, dial_tls, tls_config};

fn connect(broker: &Broker, authority: &Authority, id: &str) -> Client<TlsStream> {
    Client::new(dial_tls(broker.address(0), tls_config(authority, None))).connect(id)
}

fn shown(client: &Client<TlsStream>) -> Vec<u8> {
    client
        .stream
        .conn
        .peer_certificates()
        .expect("a certificate")[0]
        .to_vec()
}

/// A thousand clients, who notice nothing.
#[test]
fn a_new_certificate_is_for_new_connections() {
    let authority = Authority::new();
    let first = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &first, |_| {})]);
    let mut before: Vec<_> = (0..1000)
        .map(|n| connect(&broker, &authority, &format!("before-{n}")))
        .collect();

    let second = authority.server("server");
    assert_eq!(broker.server().reload_certificates(), [""; 0]);
    let mut after = connect(&broker, &authority, "after");
    assert_eq!(shown(&after), second.certificate().to_vec());

    // A key that does not work changes nothing, and is not told twice.
    replace(
        &second.key,
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    );
    let told = broker.server().reload_certificates();
    assert!(
        told.len() == 1 && told[0].starts_with("listeners[0].tls."),
        "{told:?}"
    );
    assert_eq!(broker.server().reload_certificates(), [""; 0]);
    let mut later = connect(&broker, &authority, "later");
    assert_eq!(shown(&later), second.certificate().to_vec());

    for client in before.iter_mut().chain([&mut after, &mut later]) {
        client.ping();
    }
    assert_eq!(shown(&before[0]), first.certificate().to_vec());
}

/// Nobody has to ask for it.
#[test]
fn files_are_looked_at_without_a_signal() {
    let authority = Authority::new();
    let first = authority.server("server");
    let broker = Broker::start(vec![tls(&authority, &first, |_| {})]);
    let second = authority.server("server").certificate().to_vec();
    let found = (0..10_000).any(|n| {
        let mut client = connect(&broker, &authority, &format!("c{n}"));
        client.ping();
        shown(&client) == second
    });
    assert!(found);
}

/// Certificates of another authority: who trusts the old one alone is not served, who knows the new one is.
#[test]
fn a_client_that_pins_the_old_authority_is_left_behind() {
    let (old, new) = (Authority::new(), Authority::new());
    let server = old.server("server");
    let broker = Broker::start(vec![tls(&old, &server, |_| {})]);
    let mut before = connect(&broker, &old, "before");
    let other = new.server("server");
    for (from, to) in [(&other.cert, &server.cert), (&other.key, &server.key)] {
        replace(to, &std::fs::read_to_string(from).expect("a file"));
    }
    assert_eq!(broker.server().reload_certificates(), [""; 0]);
    let stream = dial_tls(broker.address(0), tls_config(&old, None));
    assert!(!Client::new(stream).try_connect("pins"));
    connect(&broker, &new, "knows").ping();
    before.ping();
}

#[test]
fn a_certificate_is_revoked_while_the_broker_runs() {
    let authority = Authority::new();
    let server = authority.server("server");
    let alice = authority.sign("alice", "alice", &[], 7);
    let crl = authority.revoke(&[99]);
    let broker = Broker::start(vec![tls(&authority, &server, |tls| {
        tls.verify = ClientCertificates::Required;
        tls.crl = Some(crl);
    })]);
    let connects = || {
        let stream = dial_tls(broker.address(0), tls_config(&authority, Some(&alice)));
        Client::new(stream).try_connect("alice")
    };
    assert!(connects());
    authority.revoke(&[99, 7]);
    assert_eq!(broker.server().reload_certificates(), [""; 0]);
    assert!(!connects());
}

/// A listener whose `tls` section changes keeps its port and its clients.
#[test]
fn a_listener_is_replaced_on_its_port() {
    let authority = Authority::new();
    let server = authority.server("server");
    let mut broker = Broker::start(vec![tcp()]);
    let address = broker.address(0);
    let mut plain = Client::new(dial(address)).connect("plain");
    let mut secure = tls(&authority, &server, |_| {});
    secure.address = ListenAddress::new("127.0.0.1", address.port()).into();
    assert_eq!(broker.reload(vec![secure]), [""; 0]);
    Client::new(dial_tls(address, tls_config(&authority, None)))
        .connect("secure")
        .ping();
    plain.ping();
}
