//! Malformed packets and protocol errors: the code that the standard lists, then the end of the connection.

use crate::support::prelude::*;

/// [MQTT-4.13.1-1], [MQTT-4.13.2-1], [MQTT-3.14.4-2]: each error is told by its code.
#[test]
fn errors_are_told_by_their_code() {
    let broker = Broker::start();
    for (bytes, reason) in [
        (&[0xC1, 0x00][..], ReasonCode::MalformedPacket), // PINGREQ with a flag
        (
            &[0x82, 0x05, 0x00, 0x01, 0x00, 0x00, 0x09],
            ReasonCode::MalformedPacket,
        ), // SUBSCRIBE, filter cut short
        (&[0x36, 0x03, 0x00, 0x01, b't'], ReasonCode::MalformedPacket), // QoS 3
        (&[0x82, 0x03, 0x00, 0x01, 0x00], ReasonCode::ProtocolError), // SUBSCRIBE without a filter
        (&[0xD0, 0x00], ReasonCode::ProtocolError),       // PINGRESP from a client
        (&[0x30, 0x03, 0x00, 0x00, 0x00], ReasonCode::ProtocolError), // no topic, no alias
        (
            &[0x30, 0x04, 0x00, 0x01, b'#', 0x00],
            ReasonCode::TopicNameInvalid,
        ),
        (
            &[0x30, 0x07, 0x00, 0x01, b't', 0x03, 0x23, 0x00, 0x00],
            ReasonCode::TopicAliasInvalid,
        ),
    ] {
        broker.v5("c").send_bytes(bytes).expect_disconnect(reason);
    }
}

/// [MQTT-4.13.1-1]: an error of one client is no matter of another's, and the session stays.
#[test]
fn an_error_ends_one_connection_only() {
    let broker = Broker::start();
    let mut other = broker.v5("other");
    let mut client = broker.persistent(Version::V5, "c");
    client.send_bytes(&[0x00, 0x00]).expect_thrown_out();
    other.expect_nothing();
    assert!(
        broker
            .persistent(Version::V5, "c")
            .accepted()
            .session_present
    );
}
