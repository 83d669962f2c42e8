//! CONNECT of MQTT 5.

use super::super::wire;
use crate::support::prelude::*;

/// [MQTT-3.1.2-2]: an unknown version is refused and closed.
#[test]
fn an_unknown_version_is_refused() {
    let broker = Broker::start();
    for level in [0, 2, 6, 0x85, 0xFF] {
        let mut bytes = wire(&connect(Version::V5, "c"), Version::V5);
        bytes[2 + 6] = level;
        let mut raw = broker.open(Version::V5);
        raw.send_bytes(&bytes);
        match raw.try_recv_bytes() {
            None => {}
            // In the form of MQTT 5, or in that of 3.1.1.
            Some([0x20, _, 0, 0x84, ..] | [0x20, 2, 0, 1]) => raw.expect_closed(),
            Some(other) => panic!("level {level}: {other:02x?}"),
        }
    }
}

/// [MQTT-3.1.2-16], [MQTT-3.1.2-19]: a password without a user name is legal in MQTT 5.
#[test]
fn a_password_without_a_user_name_is_legal() {
    let broker = Broker::start();
    broker
        .connect_with(Version::V5, "c", |connect| {
            connect.password = Some(b"token")
        })
        .expect_nothing();
}

/// [MQTT-3.1.3-6], [MQTT-3.1.3-7], [MQTT-3.2.2-16]: an empty client id gets an assigned one, told in CONNACK and as good
/// as any other.
#[test]
fn an_empty_client_id_gets_an_assigned_one() {
    let broker = Broker::start();
    let assigned = |raw: &Raw| {
        raw.accepted()
            .properties
            .assigned_client_identifier
            .expect("an assigned id")
            .to_owned()
    };
    let mut first = broker.persistent(Version::V5, "");
    let second = broker.persistent(Version::V5, "");
    let name = assigned(&first);
    assert!(!name.is_empty());
    assert_ne!(name, assigned(&second));
    first.subscribe("t", AtLeastOnce);
    first.disconnect();
    broker.v5("publisher").publish("t", "x", AtLeastOnce);
    let mut first = broker.persistent(Version::V5, &name);
    assert!(first.accepted().session_present);
    assert_eq!(first.accepted().properties.assigned_client_identifier, None);
    first.expect_message("t", "x");
}

/// [MQTT-3.1.2-23], [MQTT-4.1.0-2]: a session is kept for its expiry interval after the connection, and no longer.
#[test]
fn a_session_expires_after_its_interval() {
    let broker = Broker::start();
    let expiring = || {
        broker.connect_with(Version::V5, "c", |connect| {
            connect.clean_start = false;
            connect.properties.session_expiry_interval = Some(1);
        })
    };
    let mut client = expiring();
    client.subscribe("t", AtLeastOnce);
    pass(Duration::from_millis(1200)); // counts only from the end of the connection
    client.vanish();
    let client = expiring();
    assert!(client.accepted().session_present);
    client.vanish();
    pass(Duration::from_millis(2200));
    let mut client = expiring();
    assert!(!client.accepted().session_present);
    broker.v5("publisher").publish("t", "x", AtLeastOnce);
    client.expect_nothing();
}

/// [MQTT-3.1.2-23], [MQTT-4.1.0-2]: DISCONNECT may change the interval.
#[test]
fn disconnect_may_change_the_session_expiry() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    let properties = DisconnectProperties {
        session_expiry_interval: Some(0),
        ..Default::default()
    };
    client
        .send(&Disconnect {
            reason: ReasonCode::Success,
            properties,
        })
        .expect_closed();
    assert!(
        !broker
            .persistent(Version::V5, "c")
            .accepted()
            .session_present
    );
}

/// A session that would have ended with its connection cannot be made to last by DISCONNECT: a protocol error.
#[test]
fn disconnect_cannot_make_a_session_last() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    let properties = DisconnectProperties {
        session_expiry_interval: Some(10),
        ..Default::default()
    };
    client.send(&Disconnect {
        reason: ReasonCode::Success,
        properties,
    });
    client.expect_disconnect(ReasonCode::ProtocolError);
    assert!(
        !broker
            .persistent(Version::V5, "c")
            .accepted()
            .session_present
    );
}

/// [MQTT-3.1.2-24], [MQTT-3.1.2-25]: what is larger than the client's maximum packet size is dropped for it as if it had
/// been delivered, and holds up nothing.
#[test]
fn messages_too_large_for_the_client_are_dropped() {
    let broker = Broker::start();
    let mut small = broker.connect_with(Version::V5, "small", |connect| {
        connect.properties.maximum_packet_size = std::num::NonZeroU32::new(30);
        connect.properties.receive_maximum = std::num::NonZeroU16::new(1);
    });
    small.subscribe("t", ExactlyOnce);
    let mut large = broker.v5("large");
    large.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
        let header = if qos == AtMostOnce { 6 } else { 8 };
        let (fits, exceeds) = ("x".repeat(30 - header), "y".repeat(31 - header));
        for payload in [&exceeds, &fits] {
            publisher.publish("t", payload, qos);
            large.expect_message("t", payload);
        }
        small.expect_message("t", &fits);
    }
    small.expect_nothing();
}

/// [MQTT-3.1.4-2], [MQTT-3.2.2-8]: refusals come with a code that CONNACK may have, and a close.
#[test]
fn refusals_have_a_listed_code() {
    let broker = Broker::with(|config| config.mqtt.maximum_qos = 1);
    let mut raw = broker.open(Version::V5);
    raw.send(&Connect {
        will: Some(Will {
            qos: ExactlyOnce,
            ..will("w", "")
        }),
        ..connect(Version::V5, "c")
    });
    raw.expect_refused(ReasonCode::QoSNotSupported); // decoding checks that CONNACK may have it
}

/// [MQTT-3.14.0-1]: before a successful CONNACK the broker sends no DISCONNECT.
#[test]
fn no_disconnect_before_connack() {
    let broker = Broker::start();
    let mut cut = wire(&connect(Version::V5, "c"), Version::V5);
    cut[1] -= 1;
    cut.pop();
    for bytes in [
        cut,
        wire(&Packet::Pingreq, Version::V5),
        vec![0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] {
        let mut raw = broker.open(Version::V5);
        raw.send_bytes(&bytes);
        raw.expect_refused_or_closed();
    }
}

/// [MQTT-4.13.1-1]: packets before CONNECT is accepted are small, whatever the configured maximum is.
#[test]
fn a_connect_that_announces_too_much_is_closed() {
    let broker = Broker::with(|config| config.mqtt.max_connect_packet_size = 1000);
    let mut raw = broker.open(Version::V5);
    raw.send_bytes(&[0x10, 0xFF, 0xFF, 0x7F]); // 2 MB to come
    raw.expect_refused_or_closed();
}
