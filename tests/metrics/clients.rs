//! Clients and sessions that come and go, and those that are not let in.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use gmqtt_admin::AdminPlugin;
use gmqtt_plugin_api::{BoxFuture, ConnectRequest, Grant, Hook, HookSet, Plugin, Refusal};

use super::watched::{Certificate, Series, Watched, moved, series};
use crate::support::prelude::*;

/// Without packets and bytes, of which [`super::packets`] keeps the books.
fn without_packets(mut moved: Series) -> Series {
    moved.retain(|name, _| !name.starts_with("gmqtt_packets_"));
    moved
}

/// A session stays while its client is away, goes on when it comes back, and ends when it starts clean.
#[test]
fn sessions_are_active_or_inactive_until_they_end() {
    let broker = Watched::start();
    for version in [Version::V5, Version::V3_1_1] {
        let start = broker.scrape();
        let since_start = || without_packets(moved(&start, &broker.scrape()));
        let client = broker.persistent(version, "c");
        let connected = [
            ("gmqtt_clients_connected_total", 1),
            ("gmqtt_sessions_created_total", 1),
            ("gmqtt_sessions_active_current", 1),
        ];
        assert_eq!(since_start(), series(connected));
        client.disconnect();
        let away = [
            ("gmqtt_clients_connected_total", 1),
            ("gmqtt_clients_disconnected_total", 1),
            ("gmqtt_sessions_created_total", 1),
            ("gmqtt_sessions_inactive_current", 1),
        ];
        assert_eq!(since_start(), series(away));
        let client = broker.persistent(version, "c");
        let back = [
            ("gmqtt_clients_connected_total", 2),
            ("gmqtt_clients_disconnected_total", 1),
            ("gmqtt_sessions_created_total", 1),
            ("gmqtt_sessions_active_current", 1),
        ];
        assert_eq!(since_start(), series(back));
        client.vanish();
        broker.connect(version, "c").disconnect();
        let over = [
            ("gmqtt_clients_connected_total", 3),
            ("gmqtt_clients_disconnected_total", 3),
            ("gmqtt_sessions_created_total", 2),
            ("gmqtt_sessions_terminated_total{reason=\"taken_over\"}", 1),
            ("gmqtt_sessions_terminated_total{reason=\"normal\"}", 1),
        ];
        assert_eq!(since_start(), series(over));
    }
}

/// Of two connections with one identifier one is left, whether the session goes on or not.
#[test]
fn a_client_that_is_taken_over_is_counted_out() {
    let broker = Watched::start();
    let before = broker.scrape();
    let mut first = broker.persistent(Version::V5, "c");
    let mut second = broker.persistent(Version::V5, "c");
    first.expect_disconnect(ReasonCode::SessionTakenOver);
    let _third = broker.v5("c");
    second.expect_disconnect(ReasonCode::SessionTakenOver);
    let expected = [
        ("gmqtt_clients_connected_total", 3),
        ("gmqtt_clients_disconnected_total", 2),
        ("gmqtt_sessions_created_total", 2),
        ("gmqtt_sessions_active_current", 1),
        ("gmqtt_sessions_terminated_total{reason=\"taken_over\"}", 1),
    ];
    let after = without_packets(moved(&before, &broker.scrape()));
    assert_eq!(after, series(expected));
}

/// The documented name of the Go broker and the one it really had.
#[test]
fn sessions_that_expire_are_counted_twice_over() {
    let broker = Watched::start();
    let before = broker.scrape();
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.session_expiry_interval = Some(1);
    });
    client.subscribe("a", AtLeastOnce);
    client.disconnect();
    pass(Duration::from_millis(1500));
    let expected = [
        ("gmqtt_clients_connected_total", 1),
        ("gmqtt_clients_disconnected_total", 1),
        ("gmqtt_sessions_created_total", 1),
        ("gmqtt_sessions_expired_total", 1),
        ("gmqtt_sessions_terminated_total{reason=\"expired\"}", 1),
        ("gmqtt_subscriptions_total", 1),
    ];
    let after = without_packets(moved(&before, &broker.scrape()));
    assert_eq!(after, series(expected));
}

#[test]
fn subscriptions_are_counted_by_what_they_are() {
    let broker = Watched::start();
    let mut client = broker.v5("c");
    let before = broker.scrape();
    let since = || without_packets(moved(&before, &broker.scrape()));
    for topic_filter in ["a", "a", "b/#", "$share/g/a", "$share/h/a"] {
        client.subscribe(topic_filter, AtLeastOnce);
    }
    let made = [
        ("gmqtt_subscriptions_total", 4),
        ("gmqtt_subscriptions_current", 4),
        ("gmqtt_shared_subscriptions_current", 2),
    ];
    assert_eq!(since(), series(made));
    client.unsubscribe("$share/g/a");
    client.unsubscribe("b/#");
    client.unsubscribe("never");
    assert_eq!(broker.value("gmqtt_subscriptions_current"), 2.0);
    assert_eq!(broker.value("gmqtt_shared_subscriptions_current"), 1.0);
    client.disconnect();
    assert_eq!(broker.value("gmqtt_subscriptions_current"), 0.0);
    assert_eq!(broker.value("gmqtt_shared_subscriptions_current"), 0.0);
    assert_eq!(broker.value("gmqtt_subscriptions_total"), 4.0);
}

/// Each way not to be let in has a reason of its own.
#[test]
fn connections_that_are_not_let_in_are_counted_by_reason() {
    let certificate = Certificate::new();
    let broker = Watched::with(vec![Arc::new(Doorman)], |config| {
        config.mqtt.connect_timeout = Duration::from_secs(1);
        config.listeners.push(certificate.listener());
    });
    let before = broker.scrape();
    // Nothing is said, and the end comes: lost. Nothing is said at all: timeout.
    broker.open(Version::V5).vanish();
    broker.open(Version::V5).expect_closed();
    // Another protocol, a broken packet, a version that does not exist, a refused user.
    let mut http = broker.open(Version::V5);
    http.send_bytes(b"GET / HTTP/1.1\r\n\r\n").expect_closed();
    let mut ping = broker.open(Version::V5);
    ping.send(&Packet::Pingreq).expect_refused_or_closed();
    let mut newer = broker.open(Version::V3_1_1);
    newer
        .send_bytes(b"\x10\x0d\x00\x04MQTT\x09\x02\x00\x00\x00\x01c")
        .expect_refused_or_closed();
    refuse_by_name_and_method(&broker);
    speak_plainly_to_tls(&broker);
    let expected = [
        ("gmqtt_connection_failures_total{reason=\"lost\"}", 1),
        ("gmqtt_connection_failures_total{reason=\"timeout\"}", 1),
        ("gmqtt_connection_failures_total{reason=\"not_mqtt\"}", 1),
        (
            "gmqtt_connection_failures_total{reason=\"protocol_error\"}",
            1,
        ),
        ("gmqtt_connection_failures_total{reason=\"unsupported\"}", 1),
        (
            "gmqtt_connection_failures_total{reason=\"authentication\"}",
            4,
        ),
        (
            "gmqtt_connection_failures_total{reason=\"tls_handshake\"}",
            1,
        ),
        (
            "gmqtt_auth_failures_total{reason=\"bad_user_name_or_password\"}",
            1,
        ),
        ("gmqtt_auth_failures_total{reason=\"not_authorized\"}", 1),
        ("gmqtt_auth_failures_total{reason=\"banned\"}", 1),
        (
            "gmqtt_auth_failures_total{reason=\"bad_authentication_method\"}",
            1,
        ),
    ];
    let after = without_packets(moved(&before, &broker.scrape()));
    assert_eq!(after, series(expected));
    assert_eq!(
        broker.value("gmqtt_packets_sent_total{type=\"CONNACK\"}"),
        5.0,
        "refusals are packets, too; who does not begin with CONNECT gets none"
    );
}

/// What a limit refuses is counted under its name.
#[test]
fn limits_that_are_reached_are_counted() {
    let broker = Watched::with(Vec::new(), |config| {
        config.limits.max_subscriptions = 1;
        config.limits.max_connections = 1;
    });
    let mut client = broker.v5("c");
    let before = broker.scrape();
    client.subscribe("a", AtMostOnce);
    assert!(client.subscribe("b", AtMostOnce).is_error());
    broker.open(Version::V5).expect_closed();
    let expected = [
        ("gmqtt_subscriptions_total", 1),
        ("gmqtt_subscriptions_current", 1),
        ("gmqtt_limits_reached_total{limit=\"subscriptions\"}", 1),
        ("gmqtt_limits_reached_total{limit=\"connections\"}", 1),
        ("gmqtt_connection_failures_total{reason=\"limit\"}", 1),
    ];
    let after = without_packets(moved(&before, &broker.scrape()));
    assert_eq!(after, series(expected));
}

/// Of each TLS listener: whose certificate it is and when it ends.
#[test]
fn certificates_say_when_they_end() {
    let certificate = Certificate::new();
    let admin = Arc::new(AdminPlugin::new(Vec::new()));
    let broker = Watched::with(vec![admin], |config| {
        config.listeners.push(certificate.listener());
        config.api.grpc.clear();
        config.api.http = vec![certificate.endpoint()];
        config.api.unix.enabled = false;
    });
    let listeners = broker.handle().listeners();
    let tls = listeners.iter().find(|it| it.scheme == "tls");
    let listener = format!("tls://{}", tls.expect("a TLS listener").address);
    let subject = "CN=rcgen self signed cert";
    let labels = format!("{{listener=\"{listener}\",subject=\"{subject}\"}}");
    // rcgen's certificates end with the year 4095.
    let end = broker.value(&format!(
        "gmqtt_certificate_expiry_timestamp_seconds{labels}"
    ));
    assert_eq!(end, 67_090_118_400.0);
    let labels = format!("{{listener=\"api.http[0]\",subject=\"{subject}\"}}");
    let of_endpoint = broker.value(&format!(
        "gmqtt_certificate_expiry_timestamp_seconds{labels}"
    ));
    assert_eq!(of_endpoint, end);
    let endpoint = listeners.iter().find(|it| it.scheme == "https");
    let shown = endpoint.and_then(|it| it.certificate_expires_at);
    let seconds = shown.map(|at| at.duration_since(UNIX_EPOCH).expect("after 1970").as_secs());
    assert_eq!(seconds, Some(67_090_118_400));
}

/// Three users and a method.
fn refuse_by_name_and_method(broker: &Watched) {
    for (user, reason) in [
        ("unknown", ReasonCode::BadUserNameOrPassword),
        ("forbidden", ReasonCode::NotAuthorized),
        ("banned", ReasonCode::Banned),
    ] {
        let mut client = broker.open(Version::V5);
        let mut packet = connect(Version::V5, "c");
        packet.username = Some(user);
        client.send(&packet).expect_refused(reason);
    }
    let mut method = broker.open(Version::V5);
    let mut packet = connect(Version::V5, "c");
    packet.properties.authentication_method = Some("nobody's");
    method
        .send(&packet)
        .expect_refused(ReasonCode::BadAuthenticationMethod);
}

/// MQTT without TLS on a TLS listener.
fn speak_plainly_to_tls(broker: &Watched) {
    let handle = broker.handle();
    let listeners = handle.listeners();
    let tls = listeners.iter().find(|it| it.scheme == "tls");
    let address = tls.expect("a TLS listener").address.clone();
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream
        .write_all(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x00\x00\x01c")
        .expect("sent");
    let _ = stream.read_to_end(&mut Vec::new());
}

/// Refuses by user name.
struct Doorman;

impl Plugin for Doorman {
    fn name(&self) -> &'static str {
        "doorman"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth])
    }

    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        let answer = match request.username.as_deref() {
            Some("unknown") => Err(ReasonCode::BadUserNameOrPassword.into()),
            Some("forbidden") => Err(ReasonCode::NotAuthorized.into()),
            Some("banned") => Err(ReasonCode::Banned.into()),
            _ => Ok(grant),
        };
        Box::pin(async { answer })
    }
}
