//! Packets as log lines, for `log.dump_packet`. Passwords and authentication data never appear, payloads only by their size.

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Connect, Publish, Subscribe};
use gmqtt_protocol::{Frame, Packet, Version, split_frame};
use tracing::debug;

use crate::logged::Id;

/// Logs a packet from a client.
pub(crate) fn received(client_id: &str, frame: Frame<'_>, version: Version) {
    let text = describe(frame, version);
    debug!(target: "gmqtt_server::packets", client_id = ?Id(client_id), bytes = frame.wire.len(), "received {text}");
}

/// Logs the packets just placed in a client's outbox.
pub(crate) fn sent(client_id: &str, mut packets: &[u8], version: Version) {
    while let Ok(Split::Complete(frame)) = split_frame(packets, u32::MAX) {
        let text = describe(frame, version);
        debug!(target: "gmqtt_server::packets", client_id = ?Id(client_id), bytes = frame.wire.len(), "sent {text}");
        packets = &packets[frame.wire.len()..];
    }
    if !packets.is_empty() {
        debug!(target: "gmqtt_server::packets", client_id = ?Id(client_id), "sent PUBLISH with a large payload");
    }
}

fn describe(frame: Frame<'_>, version: Version) -> String {
    match Packet::decode(frame, version) {
        Err(error) => format!(
            "a malformed packet of type {}: {error}",
            frame.packet_type()
        ),
        Ok(Packet::Connect(packet)) => connect(&packet),
        Ok(Packet::Publish(packet)) => publish(&packet),
        Ok(Packet::Subscribe(packet)) => subscribe(&packet),
        Ok(Packet::Connack(packet)) => {
            format!(
                "CONNACK {} session_present={}",
                packet.reason, packet.session_present
            )
        }
        Ok(Packet::Puback(packet)) => format!("PUBACK id={} {}", packet.packet_id, packet.reason),
        Ok(Packet::Pubrec(packet)) => format!("PUBREC id={} {}", packet.packet_id, packet.reason),
        Ok(Packet::Pubrel(packet)) => format!("PUBREL id={} {}", packet.packet_id, packet.reason),
        Ok(Packet::Pubcomp(packet)) => format!("PUBCOMP id={} {}", packet.packet_id, packet.reason),
        Ok(Packet::Suback(packet)) => {
            format!("SUBACK id={} {:?}", packet.packet_id, packet.reasons)
        }
        Ok(Packet::Unsubscribe(packet)) => {
            format!("UNSUBSCRIBE id={} {:?}", packet.packet_id, packet.filters)
        }
        Ok(Packet::Unsuback(packet)) => {
            format!("UNSUBACK id={} {:?}", packet.packet_id, packet.reasons)
        }
        Ok(Packet::Disconnect(packet)) => format!("DISCONNECT {}", packet.reason),
        Ok(Packet::Auth(packet)) => {
            format!(
                "AUTH {} method={:?}",
                packet.reason, packet.properties.authentication_method
            )
        }
        Ok(packet @ (Packet::Pingreq | Packet::Pingresp)) => packet.name().to_owned(),
    }
}

fn connect(packet: &Connect<'_>) -> String {
    let Connect {
        version,
        clean_start,
        keep_alive,
        client_id,
        will,
        username,
        password,
        ..
    } = packet;
    let will = will.as_ref().map(|will| will.topic);
    let password = password.map(|_| "(masked)");
    format!(
        "CONNECT {version:?} client_id={client_id:?} clean_start={clean_start} keep_alive={keep_alive} \
         username={username:?} password={password:?} will={will:?}"
    )
}

fn publish(packet: &Publish<'_>) -> String {
    let Publish {
        dup,
        qos,
        retain,
        topic,
        packet_id,
        properties,
        payload,
    } = packet;
    let (qos, id, alias) = (
        *qos as u8,
        packet_id.map_or(0, u16::from),
        properties.topic_alias.unwrap_or(0),
    );
    let size = payload.len();
    format!(
        "PUBLISH topic={topic:?} id={id} qos={qos} retain={retain} dup={dup} alias={alias} payload={size} bytes"
    )
}

fn subscribe(packet: &Subscribe<'_>) -> String {
    let filters: Vec<_> = packet
        .filters
        .iter()
        .map(|asked| (asked.filter, asked.options.qos as u8))
        .collect();
    format!("SUBSCRIBE id={} {filters:?}", packet.packet_id)
}

#[cfg(test)]
mod tests {
    use gmqtt_protocol::ReasonCode;
    use gmqtt_protocol::packet::{Auth, AuthProperties, ConnectProperties};

    use super::*;

    fn described(packet: &Packet<'_>) -> String {
        let mut bytes = Vec::new();
        packet.encode(Version::V5, &mut bytes);
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            panic!("not a whole packet")
        };
        describe(frame, Version::V5)
    }

    #[test]
    fn secrets_are_masked() {
        let connect = Connect {
            version: Version::V5,
            clean_start: true,
            keep_alive: 7,
            client_id: "\x1b[2J",
            will: None,
            username: Some("ann"),
            password: Some(b"hunter2"),
            properties: ConnectProperties {
                authentication_method: Some("SCRAM"),
                authentication_data: Some(b"hunter2"),
                ..ConnectProperties::default()
            },
        };
        let properties = AuthProperties {
            authentication_method: Some("SCRAM"),
            authentication_data: Some(b"hunter2"),
            ..AuthProperties::default()
        };
        for text in [
            described(&Packet::Connect(connect)),
            described(&Packet::Auth(Auth {
                reason: ReasonCode::ContinueAuthentication,
                properties,
            })),
        ] {
            assert!(
                !text.contains("hunter2") && !text.contains("104, 117") && !text.contains('\x1b'),
                "{text}"
            );
        }
    }
}
