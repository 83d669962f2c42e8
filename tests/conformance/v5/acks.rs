//! Reason codes in acknowledgements: what may be used, in both directions.

use crate::support::prelude::*;

/// [MQTT-3.4.2-1], [MQTT-3.5.2-1], [MQTT-3.6.2-1], [MQTT-3.7.2-1], [MQTT-3.14.2-1], [MQTT-3.15.2-1]: a code that its packet
/// does not have ends the connection.
#[test]
fn unlisted_reason_codes_end_the_connection() {
    let broker = Broker::start();
    for bytes in [
        [0x40, 0x03, 0x00, 0x01, 0x01],
        [0x40, 0x03, 0x00, 0x01, 0x92],
        [0x50, 0x03, 0x00, 0x01, 0x02],
        [0x50, 0x03, 0x00, 0x01, 0x81],
        [0x62, 0x03, 0x00, 0x01, 0x10],
        [0x62, 0x03, 0x00, 0x01, 0x80],
        [0x70, 0x03, 0x00, 0x01, 0x10],
        [0x70, 0x03, 0x00, 0x01, 0x87],
    ] {
        broker.v5("c").send_bytes(&bytes).expect_thrown_out();
    }
    for bytes in [
        [0xE0, 0x01, 0x01],
        [0xE0, 0x01, 0x92],
        [0xF0, 0x01, 0x01],
        [0xF0, 0x01, 0x80],
    ] {
        broker.v5("c").send_bytes(&bytes).expect_thrown_out();
    }
}

/// [MQTT-3.4.2-1], [MQTT-3.5.2-1], [MQTT-3.6.2-1], [MQTT-3.7.2-1]: all listed codes are understood.
#[test]
fn listed_reason_codes_are_understood() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    for code in [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99] {
        client.send_bytes(&[0x40, 0x03, 0x00, 0x01, code]);
        client.send_bytes(&[0x50, 0x03, 0x00, 0x01, code]);
        if code < 0x80 {
            assert_eq!(
                client.recv_pubrel().reason,
                ReasonCode::PacketIdentifierNotFound
            );
        }
    }
    for code in [0x00, 0x92] {
        client.send_bytes(&[0x62, 0x03, 0x00, 0x01, code]);
        assert_eq!(
            client.recv_pubcomp().reason,
            ReasonCode::PacketIdentifierNotFound
        );
        client.send_bytes(&[0x70, 0x03, 0x00, 0x01, code]);
    }
    client.expect_nothing();
}

/// [MQTT-3.4.2-1], [MQTT-3.5.2-1]: a plugin's refusal reaches the publisher with a code that its packet may have.
#[test]
fn refusals_have_a_code_that_the_acknowledgement_may_have() {
    for (refusal, expected) in [
        (ReasonCode::NotAuthorized, Some(ReasonCode::NotAuthorized)),
        (ReasonCode::QuotaExceeded, Some(ReasonCode::QuotaExceeded)),
        (ReasonCode::ServerShuttingDown, None), // neither packet has it
    ] {
        let broker = super::plugins::refusing_topic("secret", refusal);
        let mut client = broker.v5("c");
        for qos in [AtLeastOnce, ExactlyOnce] {
            let reason = client.publish_packet(&Publish {
                qos,
                ..publish("secret", "")
            }); // decoded strictly
            assert!(reason.is_error());
            assert_eq!(reason, expected.unwrap_or(reason));
        }
    }
}

/// [MQTT-2.2.1-5]: an acknowledgement of the wrong kind for its identifier does not end the exchange of a message.
#[test]
fn a_message_ends_only_with_its_own_acknowledgement() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("t", ExactlyOnce);
    broker.v5("publisher").publish("t", "x", ExactlyOnce);
    let first = client.recv_publish();
    client.send(&Puback {
        packet_id: first.packet_id.unwrap(),
        ..puback(1)
    });
    client.vanish(); // unless the broker was quicker
    let mut client = broker.persistent(Version::V5, "c");
    assert_eq!(client.recv_message(), Publish { dup: true, ..first });
}
