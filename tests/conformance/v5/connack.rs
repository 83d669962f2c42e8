//! CONNACK: what it announces, and that what it announces holds.

use crate::support::prelude::*;

/// [MQTT-3.2.2-9], [MQTT-3.2.2-10], [MQTT-3.2.2-11]: a broker without QoS 2 says so, grants it down in subscriptions, and
/// disconnects who publishes with it.
#[test]
fn maximum_qos_is_announced_and_holds() {
    let highest = Broker::start().v5("c").accepted().properties.maximum_qos;
    assert_eq!(highest, None, "QoS 2 is told by saying nothing");
    for (level, maximum, granted) in [
        (0, AtMostOnce, ReasonCode::Success),
        (1, AtLeastOnce, ReasonCode::GrantedQoS1),
    ] {
        let broker = Broker::with(|config| config.mqtt.maximum_qos = level);
        let mut client = broker.v5("c");
        assert_eq!(client.accepted().properties.maximum_qos, Some(maximum));
        for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
            let reason = client.subscribe("t", qos);
            assert!(!reason.is_error() && reason <= granted, "{reason:?}");
        }
        client
            .send(&publish2(1, "t", ""))
            .expect_disconnect(ReasonCode::QoSNotSupported);
    }
}

/// [MQTT-3.2.2-12]: a will with more than that QoS is refused.
#[test]
fn a_will_above_the_maximum_qos_is_refused() {
    let broker = Broker::with(|config| config.mqtt.maximum_qos = 0);
    for qos in [AtLeastOnce, ExactlyOnce] {
        let mut raw = broker.open(Version::V5);
        raw.send(&Connect {
            will: Some(Will {
                qos,
                ..will("w", "")
            }),
            ..connect(Version::V5, "c")
        });
        raw.expect_refused(ReasonCode::QoSNotSupported);
    }
}

/// [MQTT-3.2.2-13], [MQTT-3.2.2-14]: a broker that retains nothing says so, refuses a will with retain, and disconnects who
/// publishes with it.
#[test]
fn retain_available_is_announced_and_holds() {
    let broker = Broker::with(|config| config.mqtt.retain_available = false);
    let mut raw = broker.open(Version::V5);
    raw.send(&Connect {
        will: Some(Will {
            retain: true,
            ..will("w", "")
        }),
        ..connect(Version::V5, "c")
    });
    raw.expect_refused(ReasonCode::RetainNotSupported);
    let mut client = broker.v5("c");
    assert_eq!(client.accepted().properties.retain_available, Some(false));
    client.send(&Publish {
        retain: true,
        ..publish("t", "x")
    });
    client.expect_disconnect(ReasonCode::RetainNotSupported);
}

/// [MQTT-3.2.2-15]: the maximum packet size is announced and holds, to the byte, before the packet is there.
#[test]
fn maximum_packet_size_is_announced_and_holds() {
    let broker = Broker::with(|config| config.mqtt.max_packet_size = 200);
    let mut client = broker.v5("c");
    assert_eq!(
        client
            .accepted()
            .properties
            .maximum_packet_size
            .map(Into::into),
        Some(200_u32)
    );
    // 3 bytes of fixed header, 3 of topic, 1 of property length.
    client
        .send(&publish("t", &"x".repeat(193)))
        .expect_nothing();
    client
        .send_bytes(&[0x30, 198 & 0x7F | 0x80, 198 >> 7])
        .expect_disconnect(ReasonCode::PacketTooLarge);
}

/// [MQTT-3.2.2-17], [MQTT-3.2.2-18], [MQTT-3.3.2-9]: aliases above the announced maximum, or without one, end the
/// connection.
#[test]
fn topic_alias_maximum_is_announced_and_holds() {
    for maximum in [0, 3] {
        let broker = Broker::with(|config| config.mqtt.topic_alias_maximum = maximum);
        let mut client = broker.v5("c");
        assert_eq!(
            client
                .accepted()
                .properties
                .topic_alias_maximum
                .unwrap_or(0),
            maximum
        );
        let properties = PublishProperties {
            topic_alias: Some(maximum + 1),
            ..Default::default()
        };
        client
            .send(&Publish {
                properties,
                ..publish("t", "x")
            })
            .expect_disconnect(ReasonCode::TopicAliasInvalid);
    }
}

/// [MQTT-3.2.2-21], [MQTT-3.1.2-22]: a keep alive longer than the broker grants is replaced, and the broker goes by its own.
#[test]
fn a_server_keep_alive_is_announced_and_holds() {
    let broker = Broker::with(|config| config.mqtt.max_keepalive = 1);
    let mut client = broker.connect_with(Version::V5, "c", |connect| connect.keep_alive = 600);
    assert_eq!(client.accepted().properties.server_keep_alive, Some(1));
    client.expect_disconnect(ReasonCode::KeepAliveTimeout);
}

/// [MQTT-3.2.2-22]: without a server keep alive the client's own value is in force.
#[test]
fn without_a_server_keep_alive_the_clients_value_is_in_force() {
    let broker = Broker::start();
    let mut client = broker.connect_with(Version::V5, "c", |connect| connect.keep_alive = 1);
    assert_eq!(
        client.accepted().properties.server_keep_alive.unwrap_or(1),
        1
    );
    client.expect_disconnect(ReasonCode::KeepAliveTimeout);
}

/// [MQTT-3.2.2-3]: the session expiry interval that is in force is told where it differs from what was asked for.
#[test]
fn a_shorter_session_expiry_is_announced() {
    let broker = Broker::with(|config| config.mqtt.session_expiry = Duration::from_secs(60));
    let expiry = |interval| {
        let client = broker.connect_with(Version::V5, "c", |connect| {
            connect.properties.session_expiry_interval = Some(interval);
        });
        client
            .accepted()
            .properties
            .session_expiry_interval
            .unwrap_or(interval)
    };
    assert_eq!(expiry(3600), 60);
    assert_eq!(expiry(u32::MAX), 60);
    assert_eq!(expiry(30), 30);
}
