//! How MQTT 3.1.1 tells what it has no reason code for.

use super::super::v5::plugins::{refusing_requests, refusing_topic};
use crate::support::prelude::*;

/// [3.1.1 MQTT-3.2.2-4], [3.1.1 MQTT-3.2.2-5], [3.1.1 MQTT-3.1.4-5]: a refusal is told by the nearest of the five codes.
#[test]
fn refusals_are_told_by_the_nearest_code() {
    for (reason, code) in [
        (ReasonCode::ClientIdentifierNotValid, 2),
        (ReasonCode::ServerUnavailable, 3),
        (ReasonCode::ServerBusy, 3),
        (ReasonCode::BadUserNameOrPassword, 4),
        (ReasonCode::NotAuthorized, 5),
        (ReasonCode::Banned, 5),
    ] {
        let broker = refusing_requests(reason, "");
        let mut raw = broker.open(Version::V3_1_1);
        raw.send(&Connect {
            username: Some("refused"),
            ..connect(Version::V3_1_1, "c")
        });
        assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, code], "{reason:?}");
        raw.expect_closed();
    }
}

/// [3.1.1 MQTT-3.2.2-6]: where none of them fits the connection is closed without CONNACK.
#[test]
fn a_refusal_without_a_fitting_code_is_a_close() {
    let broker = refusing_requests(ReasonCode::PacketTooLarge, "");
    let mut raw = broker.open(Version::V3_1_1);
    raw.send(&Connect {
        username: Some("refused"),
        ..connect(Version::V3_1_1, "c")
    });
    raw.expect_closed();
}

/// [3.1.1 MQTT-3.3.5-2]: a message that is not authorised is acknowledged like any other, and goes nowhere.
#[test]
fn an_unauthorised_message_is_acknowledged_normally() {
    let broker = refusing_topic("secret", ReasonCode::NotAuthorized);
    let mut watcher = broker.v311("watcher");
    watcher.subscribe("#", AtMostOnce);
    let mut client = broker.v311("c");
    for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
        client.publish_packet(&Publish {
            qos,
            retain: true,
            ..publish("secret", "x")
        });
    }
    watcher.expect_nothing();
    watcher.subscribe("secret", AtMostOnce);
    watcher.expect_nothing();
}

/// [3.1.1 MQTT-3.8.3-2], [3.1.1 MQTT-3.9.3-2]: a broker without wildcards refuses filters that have them, one without a
/// right refuses the filter; the code is 0x80.
#[test]
fn refused_filters_have_code_0x80() {
    let broker = Broker::with(|config| config.mqtt.wildcard_subscription_available = false);
    let mut client = broker.v311("c");
    client.send(&subscribe(
        1,
        &[
            filter("a/#", AtMostOnce),
            filter("a", AtLeastOnce),
            filter("+", AtMostOnce),
        ],
    ));
    assert_eq!(
        client.recv_bytes(),
        [0x90, 0x05, 0x00, 0x01, 0x80, 0x01, 0x80]
    );
    let broker = refusing_requests(ReasonCode::NotAuthorized, "");
    let mut client = broker.v311("c");
    client.send(&subscribe(1, &[filter("refused", AtMostOnce)]));
    assert_eq!(client.recv_bytes(), [0x90, 0x03, 0x00, 0x01, 0x80]);
}
