//! The will: when it is published, when not, and as what.

use super::super::every_version;
use crate::support::prelude::*;

/// A client with a will, on a connection of its own.
fn with_will<'a>(broker: &Broker, version: Version, client_id: &'a str, will: Will<'a>) -> Raw {
    broker.connect_with(version, client_id, |connect| connect.will = Some(will))
}

/// [MQTT-3.1.2-7], [MQTT-3.1.2-8], [3.1.1 MQTT-3.1.2-8], [MQTT-3.1.2-14], [3.1.1 MQTT-3.1.2-16]: a lost connection publishes
/// the will, with its QoS, as an ordinary message.
#[test]
fn a_lost_connection_publishes_the_will() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", ExactlyOnce);
        for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
            with_will(
                broker,
                version,
                "c",
                Will {
                    qos,
                    ..will("w", "gone")
                },
            )
            .vanish();
            let publish = watcher.expect_message("w", "gone");
            assert_eq!((publish.qos, publish.retain), (qos, false));
        }
        let mut late = broker.connect(version, "late");
        late.subscribe("w", AtMostOnce);
        late.expect_nothing();
    });
}

/// [MQTT-3.1.2-8], [3.1.1 MQTT-3.1.2-8], [MQTT-4.13.2-1]: so does a connection that the broker ends because of an error.
#[test]
fn a_protocol_error_publishes_the_will() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", AtMostOnce);
        with_will(broker, version, "c", will("w", "gone"))
            .send_bytes(&[0x00, 0x00])
            .expect_thrown_out();
        watcher.expect_message("w", "gone");
    });
}

/// [MQTT-3.1.2-8], [3.1.1 MQTT-3.1.2-8]: and one that is taken over by another client of the same id.
#[test]
fn a_takeover_publishes_the_will() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", AtMostOnce);
        let _first = with_will(broker, version, "c", will("w", "gone"));
        let _second = broker.connect(version, "c");
        watcher.expect_message("w", "gone");
    });
}

/// [MQTT-3.1.2-10], [3.1.1 MQTT-3.1.2-10], [MQTT-3.14.4-3], [3.1.1 MQTT-3.14.4-3], [MQTT-3.1.2-8]: DISCONNECT removes the
/// will unpublished.
#[test]
fn disconnect_removes_the_will() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", AtMostOnce);
        with_will(broker, version, "c", will("w", "gone")).disconnect();
        watcher.expect_nothing();
        broker.connect(version, "c").vanish();
        watcher.expect_nothing();
    });
}

/// [MQTT-3.1.2-10], [3.1.1 MQTT-3.1.2-10]: a will is published once.
#[test]
fn a_will_is_published_once() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", AtMostOnce);
        let client = broker.connect_with(version, "c", |connect| {
            connect.clean_start = false;
            connect.will = Some(will("w", "gone"));
            if version.is_v5() {
                connect.properties.session_expiry_interval = Some(3600);
            }
        });
        client.vanish();
        watcher.expect_message("w", "gone");
        broker.persistent(version, "c").vanish();
        broker.connect(version, "c").vanish();
        watcher.expect_nothing();
    });
}

/// [3.1.1 MQTT-3.1.2-12]: a client without a will leaves in silence.
#[test]
fn without_a_will_nothing_is_published() {
    every_version(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("#", AtMostOnce);
        broker.connect(version, "c").vanish();
        watcher.expect_nothing();
    });
}

/// [MQTT-3.1.2-15], [3.1.1 MQTT-3.1.2-17]: a will with the retain flag is retained.
#[test]
fn a_will_may_be_retained() {
    every_version(|broker, version| {
        with_will(
            broker,
            version,
            "c",
            Will {
                retain: true,
                ..will("w", "gone")
            },
        )
        .vanish();
        let mut late = broker.connect(version, "late");
        late.subscribe("w", AtMostOnce);
        let publish = late.expect_message("w", "gone");
        assert!(publish.retain);
    });
}
