//! Enhanced authentication.

use super::super::wire;
use super::plugins::asking;
use crate::support::prelude::*;

fn connect_with_method<'a>(method: &'a str) -> Connect<'a> {
    let properties = ConnectProperties {
        authentication_method: Some(method),
        ..Default::default()
    };
    Connect {
        properties,
        ..connect(Version::V5, "c")
    }
}

/// A client that has answered the question.
fn authenticated(broker: &Broker) -> Raw {
    let mut client = broker.open(Version::V5);
    client.send(&connect_with_method("SECRET"));
    client.recv_auth();
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        "SECRET",
        b"answer",
    ));
    client.expect_accepted();
    client
}

/// [MQTT-4.12.0-1]: a method that nobody knows is refused.
#[test]
fn an_unknown_method_is_refused() {
    for broker in [Broker::start(), asking()] {
        let mut client = broker.open(Version::V5);
        client.send(&connect_with_method("UNKNOWN"));
        client.expect_refused(ReasonCode::BadAuthenticationMethod);
    }
}

/// [MQTT-4.12.0-2], [MQTT-4.12.0-5], [MQTT-3.2.0-1]: what the broker needs to know it asks in AUTH 0x18; AUTH and CONNACK
/// name the method.
#[test]
fn questions_are_asked_before_connack() {
    let broker = asking();
    let mut client = broker.open(Version::V5);
    client.send(&connect_with_method("SECRET"));
    let question = client.recv_auth();
    assert_eq!(question.reason, ReasonCode::ContinueAuthentication);
    assert_eq!(question.properties.authentication_method, Some("SECRET"));
    assert_eq!(
        question.properties.authentication_data,
        Some(&b"question"[..])
    );
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        "SECRET",
        b"answer",
    ));
    let accepted = client.expect_accepted().properties;
    assert_eq!(accepted.authentication_method, Some("SECRET"));
    assert_eq!(accepted.authentication_data, Some(&b"welcome"[..]));
    client.expect_nothing();
}

/// [MQTT-4.12.0-4], [MQTT-3.1.4-2]: a wrong answer is refused, and the connection is closed.
#[test]
fn a_wrong_answer_is_refused() {
    let broker = asking();
    let mut client = broker.open(Version::V5);
    client.send(&connect_with_method("SECRET"));
    client.recv_auth();
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        "SECRET",
        b"wrong",
    ));
    client.expect_refused(ReasonCode::NotAuthorized);
}

/// [MQTT-3.1.2-30]: before CONNACK a client that authenticates sends nothing but AUTH and DISCONNECT.
#[test]
fn only_auth_and_disconnect_may_come_before_connack() {
    let broker = asking();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("#", AtMostOnce);
    for bytes in [
        wire(&Packet::Pingreq, Version::V5),
        wire(&publish("t", "x"), Version::V5),
        wire(&subscribe(1, &[filter("t", AtMostOnce)]), Version::V5),
        wire(&disconnect(ReasonCode::Success), Version::V5),
    ] {
        let mut client = broker.open(Version::V5);
        client.send(&connect_with_method("SECRET"));
        client.recv_auth();
        client.send_bytes(&bytes).expect_refused_or_closed();
    }
    watcher.expect_nothing();
}

/// [MQTT-4.12.0-5]: an AUTH with another method than CONNECT's is an error.
#[test]
fn the_method_stays_the_same() {
    let broker = asking();
    let mut client = broker.open(Version::V5);
    client.send(&connect_with_method("SECRET"));
    client.recv_auth();
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        "OTHER",
        b"answer",
    ));
    client.expect_refused_or_closed();
}

/// [MQTT-4.12.0-6]: without a method in CONNECT the broker sends no AUTH and names no method.
#[test]
fn without_a_method_the_broker_does_not_ask() {
    let broker = asking();
    let mut client = broker.v5("c"); // CONNACK is the first thing that it gets
    assert_eq!(client.accepted().properties.authentication_method, None);
    assert_eq!(client.accepted().properties.authentication_data, None);
    client.expect_nothing();
}

/// [MQTT-4.12.0-7]: without a method in CONNECT a client that sends AUTH is disconnected.
#[test]
fn without_a_method_auth_ends_the_connection() {
    for broker in [Broker::start(), asking()] {
        for reason in [
            ReasonCode::ContinueAuthentication,
            ReasonCode::ReAuthenticate,
        ] {
            broker
                .v5("c")
                .send(&auth(reason, "SECRET", b""))
                .expect_disconnect(ReasonCode::ProtocolError);
        }
    }
}

/// [MQTT-4.12.1-1], [MQTT-4.12.0-5]: a re-authentication goes like the first one and ends in AUTH 0x00; meanwhile the
/// connection goes on.
#[test]
fn a_client_may_authenticate_again() {
    let broker = asking();
    let mut client = authenticated(&broker);
    client.subscribe("t", AtMostOnce);
    for _ in 0..2 {
        client.send(&auth(ReasonCode::ReAuthenticate, "SECRET", b""));
        let question = client.recv_auth();
        assert_eq!(question.reason, ReasonCode::ContinueAuthentication);
        assert_eq!(question.properties.authentication_method, Some("SECRET"));
        client
            .send(&publish("t", "meanwhile"))
            .expect_message("t", "meanwhile");
        client.send(&auth(
            ReasonCode::ContinueAuthentication,
            "SECRET",
            b"answer",
        ));
        let done = client.recv_auth();
        assert_eq!(done.reason, ReasonCode::Success);
        assert_eq!(done.properties.authentication_method, Some("SECRET"));
    }
    client.expect_nothing();
}

/// [MQTT-4.12.1-1]: with the method of its CONNECT.
#[test]
fn a_re_authentication_with_another_method_ends_the_connection() {
    let broker = asking();
    let mut client = authenticated(&broker);
    client
        .send(&auth(ReasonCode::ReAuthenticate, "OTHER", b""))
        .expect_disconnect(ReasonCode::ProtocolError);
}

/// [MQTT-4.12.1-2]: a re-authentication that fails ends the connection.
#[test]
fn a_failed_re_authentication_ends_the_connection() {
    let broker = asking();
    let mut client = authenticated(&broker);
    client.send(&auth(ReasonCode::ReAuthenticate, "SECRET", b""));
    client.recv_auth();
    client.send(&auth(
        ReasonCode::ContinueAuthentication,
        "SECRET",
        b"wrong",
    ));
    client.expect_disconnect(ReasonCode::NotAuthorized);
}

/// [MQTT-3.15.1-1]: the flags of AUTH are 0000.
#[test]
fn auth_has_flags_0000() {
    let broker = asking();
    for flags in 1..=15 {
        authenticated(&broker)
            .send_bytes(&[0xF0 | flags, 0x00])
            .expect_thrown_out();
    }
}

/// [MQTT-4.12.0-3]: AUTH 0x18 without a question, or 0x00 from a client, is an error.
#[test]
fn auth_out_of_turn_ends_the_connection() {
    let broker = asking();
    for reason in [ReasonCode::ContinueAuthentication, ReasonCode::Success] {
        authenticated(&broker)
            .send(&auth(reason, "SECRET", b"answer"))
            .expect_thrown_out();
    }
}
