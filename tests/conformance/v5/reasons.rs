//! Reason strings, user properties and response information: given when asked for, left out where they do not fit.

use std::num::NonZeroU32;

use super::plugins::{informing, refusing_requests, refusing_topic};
use crate::support::prelude::*;

fn text() -> String {
    "this is why, at some length: ".repeat(3)
}

/// Bytes that a refusing CONNACK, or AUTH, has to do with.
const SMALL: u32 = 40;
/// Bytes that all other packets have to do with; an accepting CONNACK with all its properties is the largest.
const MEDIUM: u32 = 200;

/// A client that takes packets of up to [`MEDIUM`] bytes.
fn small(broker: &Broker) -> Raw {
    broker.connect_with(Version::V5, "small", |connect| {
        connect.properties.maximum_packet_size = NonZeroU32::new(MEDIUM);
    })
}

/// [MQTT-3.1.2-28]: response information comes only to those who ask for it.
#[test]
fn response_information_is_for_those_who_ask() {
    let broker = informing(&[]);
    for (asked, told) in [
        (None, None),
        (Some(false), None),
        (Some(true), Some("answers/")),
    ] {
        let client = broker.connect_with(Version::V5, "c", |connect| {
            connect.properties.request_response_information = asked;
        });
        assert_eq!(
            client.accepted().properties.response_information,
            told,
            "{asked:?}"
        );
    }
}

/// What SUBACK and UNSUBACK say besides their code where a plugin refuses at length.
fn words_of_refusals(asked: Option<bool>) -> [AckProperties<'static>; 2] {
    let broker = refusing_requests(ReasonCode::NotAuthorized, &text());
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.request_problem_information = asked;
    });
    client.send(&subscribe(1, &[filter("refused", AtMostOnce)]));
    let suback = client.recv_suback();
    assert_eq!(suback.reasons, [ReasonCode::NotAuthorized]);
    client.send(&unsubscribe(2, &["refused"]));
    let unsuback = client.recv_unsuback();
    assert_eq!(unsuback.reasons, [ReasonCode::NotAuthorized]);
    [suback.properties, unsuback.properties]
}

/// [MQTT-3.1.2-29]: with Request Problem Information 0 no reason string and no user property comes, except in PUBLISH,
/// CONNACK and DISCONNECT.
#[test]
fn problem_information_can_be_turned_off() {
    assert_eq!(
        words_of_refusals(Some(false)),
        [AckProperties::default(); 2]
    );
}

/// Without it, or with 1, a plugin's words reach the client.
#[test]
fn problem_information_is_given_otherwise() {
    for asked in [None, Some(true)] {
        for properties in words_of_refusals(asked) {
            assert_eq!(properties.reason_string, Some(text().as_str()), "{asked:?}");
        }
    }
}

/// [MQTT-3.1.2-29], [MQTT-3.3.2-17]: user properties of a PUBLISH come all the same.
#[test]
fn user_properties_of_publish_come_without_problem_information() {
    let broker = Broker::start();
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.request_problem_information = Some(false);
    });
    client.subscribe("t", AtMostOnce);
    let pairs: UserPropertiesBuf = [("k", "v")].into_iter().collect();
    let properties = PublishProperties {
        user_properties: pairs.as_properties(),
        ..Default::default()
    };
    client.send(&Publish {
        properties,
        ..publish("t", "x")
    });
    assert_eq!(client.expect_message("t", "x").properties, properties);
}

/// [MQTT-3.2.2-19]: the reason string of a refusal is left out where CONNACK would be too large for the client.
#[test]
fn a_refusing_connack_fits() {
    let text = text();
    let broker = refusing_requests(ReasonCode::Banned, &text);
    for (limit, told) in [(None, Some(text.as_str())), (NonZeroU32::new(SMALL), None)] {
        let properties = ConnectProperties {
            maximum_packet_size: limit,
            ..Default::default()
        };
        let mut client = broker.open(Version::V5);
        client.send(&Connect {
            username: Some("refused"),
            properties,
            ..connect(Version::V5, "c")
        });
        let connack = client.recv_connack();
        assert_eq!(
            (connack.reason, connack.properties.reason_string),
            (ReasonCode::Banned, told)
        );
        client.expect_closed();
    }
}

/// [MQTT-3.2.2-20]: so are the user properties of an accepting one.
#[test]
fn an_accepting_connack_fits() {
    let value = "x".repeat(500);
    let broker = informing(&[("name", &value)]);
    let client = broker.v5("large");
    assert_eq!(
        client
            .accepted()
            .properties
            .user_properties
            .iter()
            .collect::<Vec<_>>(),
        [("name", value.as_str())]
    );
    let mut client = broker.open(Version::V5);
    let properties = ConnectProperties {
        maximum_packet_size: NonZeroU32::new(MEDIUM),
        ..Default::default()
    };
    client.send(&Connect {
        properties,
        ..connect(Version::V5, "small")
    });
    let bytes = client.recv_bytes();
    assert_eq!(
        (bytes[0], bytes[bytes.len().min(4) - 1] & 0x80),
        (0x20, 0),
        "CONNACK 0"
    );
    assert!(bytes.len() <= MEDIUM as usize, "{} bytes", bytes.len());
    client.expect_nothing();
}

/// [MQTT-3.9.2-1], [MQTT-3.9.2-2], [MQTT-3.11.2-1], [MQTT-3.11.2-2]: so are those of SUBACK and UNSUBACK.
#[test]
fn suback_and_unsuback_fit() {
    let broker = refusing_requests(ReasonCode::NotAuthorized, &text().repeat(5));
    let mut client = small(&broker);
    client.send(&subscribe(1, &[filter("refused", AtMostOnce)]));
    assert_eq!(client.recv_bytes(), [0x90, 0x04, 0x00, 0x01, 0x00, 0x87]);
    client.send(&unsubscribe(2, &["refused"]));
    assert_eq!(client.recv_bytes(), [0xB0, 0x04, 0x00, 0x02, 0x00, 0x87]);
    client.expect_nothing();
}

/// [MQTT-3.4.2-2], [MQTT-3.4.2-3], [MQTT-3.5.2-2], [MQTT-3.5.2-3], [MQTT-3.6.2-2], [MQTT-3.6.2-3], [MQTT-3.7.2-2],
/// [MQTT-3.7.2-3], [MQTT-3.14.2-3], [MQTT-3.14.2-4]: and all acknowledgements and DISCONNECT fit, whatever they say.
#[test]
fn acknowledgements_and_disconnect_fit() {
    let broker = refusing_topic("refused", ReasonCode::NotAuthorized);
    let mut client = small(&broker);
    client.send(&publish1(1, "refused", ""));
    client.send(&publish2(2, "refused", ""));
    client.send(&pubrel(3));
    client.send(&pubrec(4));
    client.send_bytes(&[0xD0, 0x00]);
    let mut answers = Vec::new();
    for _ in 0..5 {
        let bytes = client.recv_bytes();
        assert!(bytes.len() <= MEDIUM as usize, "{bytes:02x?}");
        answers.push(bytes[0]);
    }
    assert_eq!(answers.pop(), Some(0xE0), "DISCONNECT comes last");
    answers.sort_unstable(); // PUBREL is of a delivery, the others are answers: no order between them
    assert_eq!(answers, [0x40, 0x50, 0x62, 0x70]);
    client.expect_closed();
}

/// [MQTT-3.15.2-2], [MQTT-3.15.2-3]: AUTH as well.
#[test]
fn auth_fits() {
    let broker = super::plugins::asking();
    let mut client = broker.open(Version::V5);
    let properties = ConnectProperties {
        maximum_packet_size: NonZeroU32::new(SMALL),
        authentication_method: Some("SECRET"),
        ..Default::default()
    };
    client.send(&Connect {
        properties,
        ..connect(Version::V5, "c")
    });
    let bytes = client.recv_bytes();
    assert_eq!(bytes[0], 0xF0);
    assert!(bytes.len() <= SMALL as usize, "{bytes:02x?}");
}

/// [MQTT-3.2.2-8]: a refusal with a code that CONNACK does not have is told by one that it has.
#[test]
fn a_refusal_has_a_code_that_connack_may_have() {
    for reason in [
        ReasonCode::PacketIdentifierInUse,
        ReasonCode::SessionTakenOver,
        ReasonCode::NoSubscriptionExisted,
    ] {
        let broker = refusing_requests(reason, "");
        let mut client = broker.open(Version::V5);
        client.send(&Connect {
            username: Some("refused"),
            ..connect(Version::V5, "c")
        });
        let connack = client.recv_connack(); // decoded strictly
        assert!(connack.reason.is_error(), "{connack:?}");
        client.expect_closed();
    }
}

/// [MQTT-3.2.2-6], [MQTT-3.1.4-2]: a refusal does not tell of a session, and does not touch it.
#[test]
fn a_refusal_does_not_tell_of_the_session() {
    let broker = refusing_requests(ReasonCode::NotAuthorized, "");
    let mut connected = broker.persistent(Version::V5, "c");
    let mut refused = broker.open(Version::V5);
    refused.send(&Connect {
        username: Some("refused"),
        clean_start: true,
        ..connect(Version::V5, "c")
    });
    refused.expect_refused(ReasonCode::NotAuthorized);
    connected.expect_nothing();
    connected.disconnect();
    assert!(
        broker
            .persistent(Version::V5, "c")
            .accepted()
            .session_present
    );
}

/// [MQTT-3.9.3-2], [MQTT-3.11.3-2]: nor do SUBACK and UNSUBACK have codes that are not theirs.
#[test]
fn refused_subscriptions_have_a_code_that_suback_may_have() {
    let broker = refusing_requests(ReasonCode::ServerBusy, "");
    let mut client = broker.v5("c");
    assert!(client.subscribe("refused", AtMostOnce).is_error()); // decoded strictly
    client.send(&unsubscribe(1, &["refused"]));
    assert!(client.recv_unsuback().reasons[0].is_error());
}
