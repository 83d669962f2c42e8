//! The client against a server played by hand: packets in, packets and events out, time as a field.

mod anything;
mod connection;
mod limits;
mod messages;
mod resumption;

use std::time::Duration;

use super::{Client, ClientOptions, Closed, Event, Message};
use crate::frame::Split;
use crate::packet::{
    AckProperties, Connack, ConnackProperties, Packet, Puback, Pubcomp, Publish, PublishProperties,
    Pubrec, Pubrel,
};
use crate::{PacketId, QoS, ReasonCode, Version, split_frame};

/// A client, its clock, and what came of it in words.
struct Side {
    client: Client,
    now: Duration,
    out: Vec<u8>,
    events: Vec<String>,
}

impl Side {
    fn new(options: ClientOptions) -> Self {
        Self {
            client: Client::new(options),
            now: Duration::from_secs(1000),
            out: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Connected, to a server with these properties, and what was sent for it thrown away.
    fn connected(options: ClientOptions, properties: ConnackProperties<'_>) -> Self {
        let mut side = Self::new(options);
        side.connect();
        side.server(&connack(false, properties));
        assert!(side.client.is_connected(), "{:?}", side.events);
        side.sent();
        side.events.clear();
        side
    }

    fn connect(&mut self) {
        self.client.connect(self.now, &mut self.out);
    }

    /// The stream breaks, a new one is made, and the server answers `session_present`.
    fn reconnect(&mut self, session_present: bool, properties: ConnackProperties<'_>) {
        self.client.closed();
        self.out.clear();
        self.connect();
        self.sent();
        self.server(&connack(session_present, properties));
    }

    /// The server sends a packet.
    fn server(&mut self, packet: &Packet<'_>) {
        let mut bytes = Vec::new();
        packet.encode(self.client.options().version, &mut bytes);
        self.bytes(&bytes);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let events = &mut self.events;
        self.client
            .received(bytes, self.now, &mut self.out, &mut |event| {
                events.push(in_words(&event))
            });
    }

    /// Time passes, and the owner calls if the deadline has come.
    fn wait(&mut self, duration: Duration) {
        self.now += duration;
        if self.client.deadline().is_some_and(|at| at <= self.now) {
            let events = &mut self.events;
            self.client.timeout(self.now, &mut self.out, &mut |event| {
                events.push(in_words(&event))
            });
        }
    }

    fn publish(&mut self, topic: &str, payload: &str, qos: QoS) -> Option<PacketId> {
        let message = Message::new(topic, payload.as_bytes(), qos);
        self.client
            .publish(&message, self.now, &mut self.out)
            .unwrap()
    }

    /// What the client has written since the last call, a packet a line.
    fn sent(&mut self) -> Vec<String> {
        let bytes = std::mem::take(&mut self.out);
        let mut rest = &bytes[..];
        let mut packets = Vec::new();
        while let Ok(Split::Complete(frame)) = split_frame(rest, u32::MAX) {
            rest = &rest[frame.wire.len()..];
            packets.push(packet_in_words(
                &Packet::decode(frame, self.client.options().version).unwrap(),
            ));
        }
        assert_eq!(rest, [], "whole packets only");
        packets
    }

    fn events(&mut self) -> Vec<String> {
        std::mem::take(&mut self.events)
    }
}

/// `PUBLISH 1 qos 1 dup t=payload`, `PUBACK 1`, `PUBREL 1 PacketIdentifierNotFound`, else the name.
fn packet_in_words(packet: &Packet<'_>) -> String {
    let ack = |id: PacketId, reason: ReasonCode| match reason {
        ReasonCode::Success => format!("{} {id}", packet.name()),
        _ => format!("{} {id} {reason:?}", packet.name()),
    };
    match packet {
        Packet::Publish(publish) => format!("PUBLISH {}", publish_in_words(publish)),
        Packet::Puback(p) => ack(p.packet_id, p.reason),
        Packet::Pubrec(p) => ack(p.packet_id, p.reason),
        Packet::Pubrel(p) => ack(p.packet_id, p.reason),
        Packet::Pubcomp(p) => ack(p.packet_id, p.reason),
        Packet::Disconnect(p) => format!("DISCONNECT {:?}", p.reason),
        Packet::Auth(p) => format!(
            "AUTH {:?} {:?}",
            p.reason,
            p.properties.authentication_data.unwrap_or_default()
        ),
        _ => packet.name().to_owned(),
    }
}

fn publish_in_words(publish: &Publish<'_>) -> String {
    let mut words = String::new();
    if let Some(id) = publish.packet_id {
        words += &format!("{id} qos {} ", publish.qos as u8);
    }
    if publish.dup {
        words += "dup ";
    }
    if let Some(alias) = publish.properties.topic_alias {
        words += &format!("alias {alias} ");
    }
    words + publish.topic + "=" + std::str::from_utf8(publish.payload).unwrap()
}

fn in_words(event: &Event<'_>) -> String {
    match event {
        Event::Connected {
            session_present, ..
        } => format!("connected, session present {session_present}"),
        Event::Challenge(auth) => format!(
            "challenge {:?}",
            auth.authentication_data.unwrap_or_default()
        ),
        Event::Reauthenticated(_) => "reauthenticated".to_owned(),
        Event::Message(publish) => format!(
            "message {}={}",
            publish.topic,
            String::from_utf8_lossy(publish.payload)
        ),
        Event::Published {
            packet_id, reason, ..
        } => format!("published {packet_id} {reason:?}"),
        Event::Subscribed(suback) => {
            format!("subscribed {} {:?}", suback.packet_id, suback.reasons)
        }
        Event::Unsubscribed(unsuback) => format!("unsubscribed {}", unsuback.packet_id),
        Event::Pong => "pong".to_owned(),
        Event::Closed(Closed::Refused(connack)) => format!("refused {:?}", connack.reason),
        Event::Closed(Closed::ByServer(disconnect)) => {
            format!("closed by server {:?}", disconnect.reason)
        }
        Event::Closed(Closed::Violation(error)) => {
            format!("violation {:?} {}", error.reason, error.clause)
        }
        Event::Closed(Closed::NoAnswer) => "no answer".to_owned(),
    }
}

// What the server sends.

fn connack(session_present: bool, properties: ConnackProperties<'_>) -> Packet<'_> {
    Packet::Connack(Connack {
        session_present,
        reason: ReasonCode::Success,
        properties,
    })
}

fn refusal(reason: ReasonCode) -> Packet<'static> {
    Packet::Connack(Connack {
        session_present: false,
        reason,
        properties: ConnackProperties::default(),
    })
}

fn id(id: u16) -> PacketId {
    PacketId::new(id).unwrap()
}

fn message<'a>(packet_id: u16, qos: QoS, topic: &'a str, payload: &'a str) -> Packet<'a> {
    Packet::Publish(Publish {
        dup: false,
        qos,
        retain: false,
        topic,
        packet_id: PacketId::new(packet_id),
        properties: PublishProperties::default(),
        payload: payload.as_bytes(),
    })
}

fn puback(packet_id: u16, reason: ReasonCode) -> Packet<'static> {
    Packet::Puback(Puback {
        packet_id: id(packet_id),
        reason,
        properties: AckProperties::default(),
    })
}

fn pubrec(packet_id: u16, reason: ReasonCode) -> Packet<'static> {
    Packet::Pubrec(Pubrec {
        packet_id: id(packet_id),
        reason,
        properties: AckProperties::default(),
    })
}

fn pubrel(packet_id: u16) -> Packet<'static> {
    let reason = ReasonCode::Success;
    Packet::Pubrel(Pubrel {
        packet_id: id(packet_id),
        reason,
        properties: AckProperties::default(),
    })
}

fn pubcomp(packet_id: u16) -> Packet<'static> {
    let reason = ReasonCode::Success;
    Packet::Pubcomp(Pubcomp {
        packet_id: id(packet_id),
        reason,
        properties: AckProperties::default(),
    })
}

/// A client whose session survives its connection, in each version.
fn keeping_session(version: Version) -> ClientOptions {
    ClientOptions {
        version,
        clean_start: version.is_v5(),
        session_expiry_interval: 3600,
        ..ClientOptions::new("c")
    }
}

const ALL: [Version; 3] = [Version::V3_1, Version::V3_1_1, Version::V5];
