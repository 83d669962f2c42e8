//! Packets in words, for the log and for traces. Passwords, authentication data and the values of user properties never appear,
//! payloads only by their size.

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Connack, Connect, Publish, Subscribe};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::{Frame, Packet, ReasonCode, Version, split_frame};

/// What stands for what nobody is to see.
const MASKED: &str = "(masked)";
/// The bit of a length's byte that says that another byte follows.
const MORE: u8 = 0x80;

/// A packet in words.
pub(crate) struct Described<'a> {
    /// `CONNECT`, `PUBLISH` ...
    pub(crate) packet: &'static str,
    /// Its fields, in the order they have on the wire.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// Of a PUBLISH.
    pub(crate) payload: &'a [u8],
}

impl Described<'_> {
    /// On one line.
    pub(crate) fn line(&self) -> String {
        let mut line = String::from(self.packet);
        for (name, value) in &self.fields {
            line.push(' ');
            line.push_str(name);
            line.push('=');
            line.push_str(value);
        }
        line
    }
}

/// The fields of a packet.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn add(&mut self, name: &'static str, value: impl ToString) -> &mut Self {
        self.0.push((name, value.to_string()));
        self
    }

    /// Text that a client has chosen: quoted and escaped.
    fn text(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.add(name, format_args!("{value:?}"))
    }

    fn some<T: ToString>(&mut self, name: &'static str, value: Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.add(name, value);
        }
        self
    }

    fn some_text(&mut self, name: &'static str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, value);
        }
        self
    }

    fn reason(&mut self, reason: ReasonCode) -> &mut Self {
        self.add("reason_code", format_args!("{:#04x}", reason as u8))
            .add("reason", reason)
    }

    fn names(&mut self, properties: UserProperties<'_>) -> &mut Self {
        if !properties.is_empty() {
            let names: Vec<_> = properties.iter().map(|(name, _)| name).collect();
            self.add("user_properties", format_args!("{names:?}"));
        }
        self
    }

    fn named<'a>(self, packet: &'static str, payload: &'a [u8]) -> Described<'a> {
        Described {
            packet,
            fields: self.0,
            payload,
        }
    }
}

/// What a packet says.
pub(crate) fn describe(frame: Frame<'_>, version: Version) -> Described<'_> {
    let mut fields = Fields::default();
    match Packet::decode(frame, version) {
        Err(error) => {
            fields.add("type", frame.packet_type()).add("error", error);
            fields.named("MALFORMED", &[])
        }
        Ok(Packet::Publish(packet)) => {
            publish(&packet, packet.payload.len(), &mut fields);
            fields.named("PUBLISH", packet.payload)
        }
        Ok(packet) => {
            others(&packet, &mut fields);
            fields.named(packet.name(), &[])
        }
    }
}

/// The first of some packets that were placed in an outbox, the bytes it has there, and its whole size. The payload of a large PUBLISH
/// stands elsewhere: `payload` is it. `None` if there is none.
pub(crate) fn describe_placed<'a>(
    packets: &'a [u8],
    payload: &'a [u8],
    version: Version,
) -> Option<(Described<'a>, usize, usize)> {
    if let Ok(Split::Complete(frame)) = split_frame(packets, u32::MAX) {
        let size = frame.wire.len();
        return Some((describe(frame, version), size, size));
    }
    let (&first, rest) = packets.split_first()?;
    let length = 1 + rest.iter().take_while(|byte| **byte & MORE != 0).count();
    let frame = Frame {
        first,
        body: rest.get(length..)?,
        wire: packets,
    };
    let packet = Publish::decode(frame, version).ok()?;
    let mut fields = Fields::default();
    publish(&packet, payload.len(), &mut fields);
    let described = fields.named("PUBLISH", payload);
    Some((described, packets.len(), packets.len() + payload.len()))
}

fn publish(packet: &Publish<'_>, payload: usize, fields: &mut Fields) {
    let properties = &packet.properties;
    fields
        .text("topic", packet.topic)
        .some("id", packet.packet_id)
        .add("qos", packet.qos as u8)
        .add("retain", packet.retain)
        .add("dup", packet.dup)
        .some("alias", properties.topic_alias)
        .some("expiry", properties.message_expiry_interval)
        .some_text("content_type", properties.content_type)
        .some_text("response_topic", properties.response_topic)
        .some(
            "correlation_data",
            properties.correlation_data.map(|data| bytes(data.len())),
        )
        .names(properties.user_properties);
    let ids: Vec<_> = properties.subscription_identifiers.iter().collect();
    if !ids.is_empty() {
        fields.add("subscription_ids", format_args!("{ids:?}"));
    }
    fields.add("payload", bytes(payload));
}

fn others(packet: &Packet<'_>, fields: &mut Fields) {
    match packet {
        Packet::Connect(packet) => connect(packet, fields),
        Packet::Connack(packet) => connack(packet, fields),
        Packet::Puback(packet) => _ = fields.add("id", packet.packet_id).reason(packet.reason),
        Packet::Pubrec(packet) => _ = fields.add("id", packet.packet_id).reason(packet.reason),
        Packet::Pubrel(packet) => _ = fields.add("id", packet.packet_id).reason(packet.reason),
        Packet::Pubcomp(packet) => _ = fields.add("id", packet.packet_id).reason(packet.reason),
        Packet::Subscribe(packet) => subscribe(packet, fields),
        Packet::Suback(packet) => {
            fields.add("id", packet.packet_id);
            reasons(&packet.reasons, fields);
        }
        Packet::Unsubscribe(packet) => {
            fields
                .add("id", packet.packet_id)
                .add("filters", format_args!("{:?}", packet.filters));
        }
        Packet::Unsuback(packet) => {
            fields.add("id", packet.packet_id);
            reasons(&packet.reasons, fields);
        }
        Packet::Disconnect(packet) => {
            fields
                .reason(packet.reason)
                .some("session_expiry", packet.properties.session_expiry_interval)
                .some_text("reason_string", packet.properties.reason_string);
        }
        Packet::Auth(packet) => {
            let properties = &packet.properties;
            fields
                .reason(packet.reason)
                .some_text("method", properties.authentication_method)
                .some("data", properties.authentication_data.map(|_| MASKED));
        }
        Packet::Publish(_) | Packet::Pingreq | Packet::Pingresp => {}
    }
}

fn connect(packet: &Connect<'_>, fields: &mut Fields) {
    let properties = &packet.properties;
    fields
        .add("version", packet.version)
        .text("client_id", packet.client_id)
        .add("clean_start", packet.clean_start)
        .add("keep_alive", packet.keep_alive)
        .some_text("username", packet.username)
        .some("password", packet.password.map(|_| MASKED));
    if let Some(will) = &packet.will {
        fields
            .text("will_topic", will.topic)
            .add("will_qos", will.qos as u8)
            .add("will_retain", will.retain)
            .add("will_payload", bytes(will.payload.len()));
    }
    fields
        .some("session_expiry", properties.session_expiry_interval)
        .some("receive_maximum", properties.receive_maximum)
        .some("maximum_packet_size", properties.maximum_packet_size)
        .some("topic_alias_maximum", properties.topic_alias_maximum)
        .some_text("method", properties.authentication_method)
        .some("data", properties.authentication_data.map(|_| MASKED))
        .names(properties.user_properties);
}

fn connack(packet: &Connack<'_>, fields: &mut Fields) {
    let properties = &packet.properties;
    fields
        .reason(packet.reason)
        .add("session_present", packet.session_present)
        .some_text("assigned_client_id", properties.assigned_client_identifier)
        .some("session_expiry", properties.session_expiry_interval)
        .some("receive_maximum", properties.receive_maximum)
        .some("maximum_packet_size", properties.maximum_packet_size)
        .some("topic_alias_maximum", properties.topic_alias_maximum)
        .some("keep_alive", properties.server_keep_alive)
        .some_text("reason_string", properties.reason_string);
}

fn subscribe(packet: &Subscribe<'_>, fields: &mut Fields) {
    let filters: Vec<_> = packet
        .filters
        .iter()
        .map(|asked| (asked.filter, asked.options.qos as u8))
        .collect();
    fields
        .add("id", packet.packet_id)
        .some("subscription_id", packet.subscription_identifier)
        .add("filters", format_args!("{filters:?}"));
}

fn reasons(reasons: &[ReasonCode], fields: &mut Fields) {
    let codes: Vec<_> = reasons
        .iter()
        .map(|reason| format!("{:#04x}", *reason as u8))
        .collect();
    fields.add("reason_codes", codes.join(","));
}

fn bytes(count: usize) -> String {
    format!("{count} bytes")
}

#[cfg(test)]
mod tests {
    use gmqtt_protocol::packet::{Auth, AuthProperties, ConnectProperties, PublishProperties};
    use gmqtt_protocol::property::UserPropertiesBuf;
    use gmqtt_protocol::{PacketId, QoS};

    use super::*;

    fn described(packet: &Packet<'_>) -> String {
        let mut bytes = Vec::new();
        packet.encode(Version::V5, &mut bytes);
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            panic!("not a whole packet")
        };
        describe(frame, Version::V5).line()
    }

    #[test]
    fn secrets_are_masked() {
        let user: UserPropertiesBuf = [("token", "hunter2")].into_iter().collect();
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
                user_properties: user.as_properties(),
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
            assert!(text.contains("SCRAM"), "{text}");
        }
    }

    fn message<'a>(payload: &'a [u8], version: Version, out: &mut Vec<u8>) -> Publish<'a> {
        let packet = Publish {
            dup: false,
            qos: QoS::AtLeastOnce,
            retain: false,
            topic: "a/b",
            packet_id: PacketId::new(7),
            properties: PublishProperties::default(),
            payload,
        };
        packet.encode(version, out);
        packet
    }

    /// The payload of a large message is not in the outbox: its head says all the same what it is.
    #[test]
    fn a_head_without_its_payload_is_described() {
        let payload = vec![1; 70_000];
        for version in Version::ALL {
            let mut whole = Vec::new();
            message(&payload, version, &mut whole);
            let head = &whole[..whole.len() - payload.len()];
            let (described, here, size) = describe_placed(head, &payload, version).unwrap();
            assert_eq!(
                described.line(),
                "PUBLISH topic=\"a/b\" id=7 qos=1 retain=false dup=false payload=70000 bytes"
            );
            assert_eq!((here, size), (head.len(), whole.len()));
            assert_eq!(described.payload.len(), payload.len());
        }
        assert!(describe_placed(&[], &[], Version::V5).is_none());
        assert!(describe_placed(&[0x30, 0xFF], &[], Version::V5).is_none());
    }
}
