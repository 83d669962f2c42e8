//! DISCONNECT, from both sides.

use super::super::wire;
use crate::support::prelude::*;

/// [MQTT-3.14.4-2]: after a client's DISCONNECT the connection is closed without another packet.
#[test]
fn a_clients_disconnect_is_answered_by_a_close() {
    let broker = Broker::start();
    for reason in [
        ReasonCode::Success,
        ReasonCode::DisconnectWithWill,
        ReasonCode::UnspecifiedError,
    ] {
        broker.v5("c").send(&disconnect(reason)).expect_closed();
    }
    broker.v5("c").send_bytes(&[0xE0, 0x00]).expect_closed();
}

/// [MQTT-3.14.4-1]: what follows a DISCONNECT is not processed, and nothing follows the broker's.
#[test]
fn nothing_follows_a_disconnect() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("t", AtMostOnce);
    let late = wire(&publish("t", "late"), Version::V5);

    let by_client = wire(&disconnect(ReasonCode::Success), Version::V5);
    broker
        .v5("c")
        .send_bytes(&[&by_client[..], &late].concat())
        .expect_closed();

    let mut client = broker.v5("c");
    let broken = wire(&publish("", "no topic"), Version::V5);
    client.send_bytes(
        &[
            &wire(&publish1(1, "other", ""), Version::V5)[..],
            &broken,
            &late,
        ]
        .concat(),
    );
    assert_eq!(client.recv_puback().packet_id, id(1));
    client.expect_disconnect(ReasonCode::ProtocolError);
    watcher.expect_nothing();
}

/// [MQTT-3.14.2-1], [MQTT-3.14.2-2], [MQTT-3.14.4-2]: a broker that stops says so, with a listed code, without a session
/// expiry interval, and closes.
#[test]
fn a_broker_that_stops_says_so() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.expect_nothing();
    broker.stop();
    let disconnect = client.expect_disconnect(ReasonCode::ServerShuttingDown);
    assert_eq!(disconnect.properties.session_expiry_interval, None);
}
