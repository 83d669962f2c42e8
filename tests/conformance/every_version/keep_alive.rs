//! Keep alive and PINGREQ.

use super::super::{every_version, every_version_at_once};
use crate::support::prelude::*;

/// [MQTT-3.12.4-1], [3.1.1 MQTT-3.12.4-1]: PINGREQ is answered.
#[test]
fn pingreq_is_answered() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.send(&Packet::Pingreq).send(&Packet::Pingreq);
        assert!(matches!(client.recv(), Packet::Pingresp));
        assert!(matches!(client.recv(), Packet::Pingresp));
    });
}

/// [MQTT-3.1.2-22], [3.1.1 MQTT-3.1.2-24], [MQTT-3.2.2-22]: after one and a half times the keep alive of silence the
/// connection is lost, and so the will is published. The client's value counts where the broker names none.
#[test]
fn silence_ends_the_connection() {
    every_version_at_once(|broker, version| {
        let mut watcher = broker.connect(version, "watcher");
        watcher.subscribe("w", AtMostOnce);
        let mut client = broker.connect_with(version, "c", |connect| {
            connect.keep_alive = 1;
            connect.will = Some(will("w", "gone"));
        });
        assert_eq!(
            client.accepted().properties.server_keep_alive.unwrap_or(1),
            1
        );
        pass(Duration::from_millis(900));
        client.expect_nothing(); // in time
        let since = std::time::Instant::now();
        if version.is_v5() {
            client.expect_disconnect(ReasonCode::KeepAliveTimeout);
        } else {
            client.expect_closed();
        }
        let silence = since.elapsed();
        assert!(
            silence >= Duration::from_millis(1400),
            "too early: {silence:?}"
        );
        assert!(
            silence <= Duration::from_millis(3500),
            "too late: {silence:?}"
        );
        watcher.expect_message("w", "gone");
    });
}

/// [MQTT-3.1.2-22], [3.1.1 MQTT-3.1.2-24]: any packet breaks the silence, not only PINGREQ.
#[test]
fn any_packet_breaks_the_silence() {
    every_version_at_once(|broker, version| {
        let mut client = broker.connect_with(version, "c", |connect| connect.keep_alive = 1);
        for _ in 0..5 {
            pass(Duration::from_millis(800));
            client.send(&publish("t", ""));
        }
        client.expect_nothing();
    });
}
