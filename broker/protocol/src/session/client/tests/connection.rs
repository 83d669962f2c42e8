//! From CONNECT to the end of the connection: keep alive, authentication, violations.

use super::*;
use crate::packet::{Auth, AuthProperties, Connect, Disconnect, DisconnectProperties, Suback};
use crate::session::client::{SendError, WillOptions};

/// [MQTT-3.1.0-1], [MQTT-3.1.3-1], [MQTT-3.1.3-3]: CONNECT comes first and carries the options.
#[test]
fn connect_carries_the_options() {
    for version in ALL {
        let mut side = Side::new(ClientOptions {
            version,
            keep_alive: Duration::from_secs(17),
            username: Some("me".into()),
            password: Some(b"secret".to_vec()),
            will: Some(WillOptions {
                topic: "gone".into(),
                payload: b"me".to_vec(),
                ..WillOptions::default()
            }),
            ..ClientOptions::new("c")
        });
        side.connect();
        let Ok(Split::Complete(frame)) = split_frame(&side.out, u32::MAX) else {
            panic!("a whole packet")
        };
        let connect = Connect::decode(frame).unwrap();
        assert_eq!(
            (connect.version, connect.client_id, connect.keep_alive),
            (version, "c", 17)
        );
        assert_eq!(
            (connect.username, connect.password),
            (Some("me"), Some(&b"secret"[..]))
        );
        assert_eq!(
            connect.will.map(|will| (will.topic, will.payload)),
            Some(("gone", &b"me"[..]))
        );
        assert!(connect.clean_start);
    }
}

#[test]
fn bytes_may_come_in_any_pieces() {
    let mut bytes = Vec::new();
    for packet in [
        connack(false, ConnackProperties::default()),
        message(0, QoS::AtMostOnce, "a", "1"),
        message(7, QoS::AtLeastOnce, "b", &"long".repeat(100)),
        Packet::Pingresp,
        message(0, QoS::AtMostOnce, "c", ""),
    ] {
        packet.encode(Version::V5, &mut bytes);
    }
    let of_pieces = |size: usize| {
        let mut side = Side::new(ClientOptions::new("c"));
        side.connect();
        bytes.chunks(size).for_each(|piece| side.bytes(piece));
        (side.events(), side.sent())
    };
    let whole = of_pieces(bytes.len());
    assert_eq!(whole.0.len(), 5);
    for size in 1..bytes.len() {
        assert_eq!(of_pieces(size), whole, "pieces of {size}");
    }
}

/// [MQTT-3.2.0-1]: nothing but AUTH comes before CONNACK.
#[test]
fn a_server_that_does_not_begin_with_connack_is_left() {
    let mut side = Side::new(ClientOptions::new("c"));
    side.connect();
    side.sent();
    side.server(&message(0, QoS::AtMostOnce, "a", ""));
    assert_eq!(side.events(), ["violation ProtocolError MQTT-3.2.0-1"]);
    assert_eq!(side.sent(), ["DISCONNECT ProtocolError"]);
    assert!(side.client.is_closed());
}

#[test]
fn a_refusal_closes() {
    for version in ALL {
        let mut side = Side::new(ClientOptions {
            version,
            ..ClientOptions::new("c")
        });
        side.connect();
        side.server(&refusal(ReasonCode::NotAuthorized));
        assert!(side.events()[0].starts_with("refused"));
        assert!(side.client.is_closed());
        assert_eq!(side.client.deadline(), None);
    }
}

#[test]
fn no_connack_in_time_is_no_answer() {
    let mut side = Side::new(ClientOptions {
        answer_timeout: Duration::from_secs(5),
        ..ClientOptions::new("c")
    });
    side.connect();
    side.wait(Duration::from_secs(4));
    assert_eq!(side.events(), [""; 0]);
    side.wait(Duration::from_secs(1));
    assert_eq!(side.events(), ["no answer"]);
}

/// [MQTT-3.1.2-20]: silence makes a PINGREQ, in time.
#[test]
fn keep_alive_pings_when_nothing_else_is_sent() {
    for version in ALL {
        let options = ClientOptions {
            version,
            keep_alive: Duration::from_secs(20),
            ..ClientOptions::new("c")
        };
        let mut side = Side::connected(options, ConnackProperties::default());
        side.wait(Duration::from_secs(10));
        side.publish("a", "", QoS::AtMostOnce);
        side.wait(Duration::from_secs(10));
        assert_eq!(
            side.sent(),
            ["PUBLISH a="],
            "a PUBLISH is as good as a PINGREQ"
        );
        side.wait(Duration::from_secs(6));
        assert_eq!(side.sent(), ["PINGREQ"]);
        side.server(&Packet::Pingresp);
        assert_eq!(side.events(), ["pong"]);
        side.wait(Duration::from_secs(15));
        assert_eq!(side.sent(), ["PINGREQ"]);
        side.wait(Duration::from_secs(10));
        assert_eq!(side.events(), ["no answer"]);
        assert_eq!(side.sent(), [""; 0]);
    }
}

/// [MQTT-3.1.2-21], [MQTT-3.2.2-21]: the server's keep alive is the one in force.
#[test]
fn the_servers_keep_alive_replaces_ours() {
    let options = ClientOptions {
        keep_alive: Duration::from_secs(3600),
        ..ClientOptions::new("c")
    };
    let properties = ConnackProperties {
        server_keep_alive: Some(4),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(options, properties);
    side.wait(Duration::from_secs(3));
    assert_eq!(side.sent(), ["PINGREQ"]);
}

#[test]
fn keep_alive_zero_never_pings() {
    let options = ClientOptions {
        keep_alive: Duration::ZERO,
        ..ClientOptions::new("c")
    };
    assert_eq!(
        Side::connected(options, ConnackProperties::default())
            .client
            .deadline(),
        None
    );
}

#[test]
fn an_assigned_client_id_is_used_again() {
    let properties = ConnackProperties {
        assigned_client_identifier: Some("server-made"),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(ClientOptions::default(), properties);
    assert_eq!(side.client.client_id(), "server-made");
    side.client.closed();
    side.connect();
    let Ok(Split::Complete(frame)) = split_frame(&side.out, u32::MAX) else {
        panic!("a whole packet")
    };
    assert_eq!(Connect::decode(frame).unwrap().client_id, "server-made");
}

/// [MQTT-4.12.0-3], [MQTT-4.12.0-5], [MQTT-4.12.1-1]: challenges before and after CONNACK, with the method of CONNECT.
#[test]
fn enhanced_authentication_goes_on_until_connack_and_again_later() {
    let challenge = |data: &'static [u8]| {
        let properties = AuthProperties {
            authentication_method: Some("RPS"),
            authentication_data: Some(data),
            ..AuthProperties::default()
        };
        Packet::Auth(Auth {
            reason: ReasonCode::ContinueAuthentication,
            properties,
        })
    };
    let options = ClientOptions {
        authentication_method: Some("RPS".into()),
        ..ClientOptions::new("c")
    };
    let mut side = Side::new(options);
    side.connect();
    side.sent();
    assert_eq!(
        side.client.reauthenticate(None, side.now, &mut side.out),
        Err(SendError::NotConnected),
        "[MQTT-3.1.2-30]"
    );
    side.server(&challenge(b"1"));
    assert_eq!(side.events(), ["challenge [49]"]);
    side.client
        .authenticate(Some(b"2"), side.now, &mut side.out)
        .unwrap();
    assert_eq!(side.sent(), ["AUTH ContinueAuthentication [50]"]);
    let named = ConnackProperties {
        authentication_method: Some("RPS"),
        ..ConnackProperties::default()
    };
    side.server(&connack(false, named));
    side.client
        .reauthenticate(Some(b"3"), side.now, &mut side.out)
        .unwrap();
    assert_eq!(side.sent(), ["AUTH ReAuthenticate [51]"]);
    side.server(&challenge(b"4"));
    let properties = AuthProperties {
        authentication_method: Some("RPS"),
        ..AuthProperties::default()
    };
    side.server(&Packet::Auth(Auth {
        reason: ReasonCode::Success,
        properties,
    }));
    assert_eq!(side.events()[1..], ["challenge [52]", "reauthenticated"]);
}

/// [MQTT-4.12.0-6], [MQTT-4.12.0-7]: without a method in CONNECT there is no AUTH, in either direction.
#[test]
fn without_a_method_there_is_no_auth() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    assert_eq!(
        side.client.reauthenticate(None, side.now, &mut side.out),
        Err(SendError::NotApplicable)
    );
    let properties = AuthProperties {
        authentication_method: Some("x"),
        ..AuthProperties::default()
    };
    side.server(&Packet::Auth(Auth {
        reason: ReasonCode::ContinueAuthentication,
        properties,
    }));
    assert_eq!(side.events(), ["violation ProtocolError MQTT-4.12.0-6"]);
}

/// [MQTT-3.14.4-1]: nothing is sent after DISCONNECT.
#[test]
fn nothing_follows_a_disconnect() {
    for version in ALL {
        let options = ClientOptions {
            version,
            ..ClientOptions::new("c")
        };
        let mut side = Side::connected(options, ConnackProperties::default());
        let disconnect = Disconnect {
            reason: ReasonCode::Success,
            properties: DisconnectProperties::default(),
        };
        side.client.disconnect(&disconnect, &mut side.out);
        assert_eq!(side.sent(), ["DISCONNECT Success"]);
        side.server(&message(1, QoS::AtLeastOnce, "a", ""));
        side.client.disconnect(&disconnect, &mut side.out);
        let message = Message::new("a", b"", QoS::AtMostOnce);
        assert_eq!(
            side.client.publish(&message, side.now, &mut side.out),
            Err(SendError::NotConnected)
        );
        assert_eq!(side.sent(), [""; 0]);
        assert_eq!(side.client.deadline(), None);
    }
}

#[test]
fn a_disconnect_from_the_server_closes() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    let properties = DisconnectProperties::default();
    side.server(&Packet::Disconnect(Disconnect {
        reason: ReasonCode::SessionTakenOver,
        properties,
    }));
    assert_eq!(side.events(), ["closed by server SessionTakenOver"]);
    assert!(side.client.is_closed());
}

/// [MQTT-2.2.1-5]: an answer belongs to the kind of packet that it answers.
#[test]
fn an_answer_of_the_wrong_kind_is_a_violation() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.publish("a", "", QoS::ExactlyOnce);
    let suback = Suback {
        packet_id: id(1),
        properties: AckProperties::default(),
        reasons: vec![ReasonCode::Success],
    };
    side.server(&Packet::Suback(suback));
    assert_eq!(side.events(), ["violation ProtocolError MQTT-2.2.1-5"]);
}

#[test]
fn packets_that_only_clients_send_are_violations() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.server(&Packet::Pingreq);
    assert_eq!(side.events(), ["violation ProtocolError "]);
    assert_eq!(side.sent(), ["DISCONNECT ProtocolError"]);
}

/// [MQTT-3.14.2-1] Some codes say what is wrong with a packet and cannot be said in DISCONNECT.
#[test]
fn a_violation_is_told_with_a_code_that_disconnect_has() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    // CONNECT of a version that is none.
    side.bytes(b"\x10\x07\x00\x04MQTT\x09");
    assert_eq!(
        side.events(),
        ["violation UnsupportedProtocolVersion MQTT-3.1.2-2"]
    );
    assert_eq!(side.sent(), ["DISCONNECT ImplementationSpecificError"]);
}
