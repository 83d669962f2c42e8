//! An MQTT 5 client that does nothing by itself.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use gmqtt_protocol::packet::{
    Connect, ConnectProperties, Disconnect, Publish, PublishProperties, Subscribe, SubscribeFilter,
    SubscriptionOptions, Will, WillProperties, encode_short_ack,
};
use gmqtt_protocol::{Packet, PacketId, QoS, ReasonCode, Split, Version, split_frame};

/// How long anything may take before the test fails.
const LIMIT: Duration = Duration::from_secs(10);

pub(crate) const PUBACK: u8 = 0x40;
pub(crate) const PUBREC: u8 = 0x50;
pub(crate) const PUBREL: u8 = 0x62;
pub(crate) const PUBCOMP: u8 = 0x70;

pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    pub(crate) session_present: bool,
}

/// What a client is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    Message {
        topic: String,
        payload: String,
        id: Option<u16>,
        qos: QoS,
        dup: bool,
        retain: bool,
    },
    /// PUBACK, PUBREC, PUBREL or PUBCOMP by its first byte.
    Ack(u8, u16, ReasonCode),
    Disconnect(ReasonCode, Option<String>),
    Pong,
    Other(String),
    End,
}

/// How a client connects.
pub(crate) struct How<'a> {
    pub(crate) clean: bool,
    pub(crate) expiry: u32,
    pub(crate) window: Option<u16>,
    pub(crate) will: Option<(&'a str, u32)>,
}

impl How<'_> {
    pub(crate) const STAYS: Self = Self {
        clean: false,
        expiry: 1000,
        window: None,
        will: None,
    };
    pub(crate) const CLEAN: Self = Self {
        clean: true,
        expiry: 0,
        ..Self::STAYS
    };
}

impl Client {
    /// Connects; a client that is not let in is the code.
    pub(crate) fn try_connect(
        address: SocketAddr,
        id: &str,
        how: &How<'_>,
    ) -> Result<Self, ReasonCode> {
        Self::begin(address, id, how).finish()
    }

    /// Sends CONNECT and does not wait for the answer.
    pub(crate) fn begin(address: SocketAddr, id: &str, how: &How<'_>) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut client = Self {
            stream,
            received: Vec::new(),
            session_present: false,
        };
        let will = how.will.map(|(topic, delay)| Will {
            topic,
            payload: b"gone",
            qos: QoS::AtMostOnce,
            retain: false,
            properties: WillProperties {
                delay_interval: Some(delay),
                ..WillProperties::default()
            },
        });
        client.send(&Packet::Connect(Connect {
            version: Version::V5,
            clean_start: how.clean,
            keep_alive: 0,
            client_id: id,
            will,
            username: None,
            password: None,
            properties: ConnectProperties {
                session_expiry_interval: Some(how.expiry),
                receive_maximum: how.window.and_then(std::num::NonZeroU16::new),
                ..ConnectProperties::default()
            },
        }));
        client
    }

    /// Waits for CONNACK.
    pub(crate) fn finish(mut self) -> Result<Self, ReasonCode> {
        let bytes = self.packet().expect("CONNACK");
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            unreachable!()
        };
        match Packet::decode(frame, Version::V5) {
            Ok(Packet::Connack(connack)) if connack.reason == ReasonCode::Success => {
                self.session_present = connack.session_present;
                Ok(self)
            }
            Ok(Packet::Connack(connack)) => Err(connack.reason),
            other => panic!("not CONNACK: {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn connect(address: SocketAddr, id: &str, how: &How<'_>) -> Self {
        Self::try_connect(address, id, how).unwrap_or_else(|code| panic!("refused: {code}"))
    }

    /// One that leaves nothing behind.
    #[track_caller]
    pub(crate) fn new(address: SocketAddr, id: &str) -> Self {
        Self::connect(address, id, &How::CLEAN)
    }

    pub(crate) fn send(&mut self, packet: &Packet<'_>) {
        let mut bytes = Vec::new();
        packet.encode(Version::V5, &mut bytes);
        self.stream.write_all(&bytes).unwrap();
    }

    pub(crate) fn ack(&mut self, first: u8, id: u16) {
        let mut bytes = Vec::new();
        encode_short_ack(first, PacketId::new(id).unwrap(), &mut bytes);
        self.stream.write_all(&bytes).unwrap();
    }

    #[track_caller]
    pub(crate) fn subscribe(&mut self, filter: &str, qos: QoS) {
        let options = SubscriptionOptions {
            qos,
            ..SubscriptionOptions::default()
        };
        self.send(&Packet::Subscribe(Subscribe {
            packet_id: PacketId::MIN,
            subscription_identifier: None,
            user_properties: Default::default(),
            filters: vec![SubscribeFilter { filter, options }],
        }));
        let got = self.next();
        assert!(
            matches!(&got, Got::Other(name) if name.starts_with("Suback")),
            "{got:?}"
        );
    }

    /// Sends a PUBLISH and does not wait.
    pub(crate) fn publish(&mut self, topic: &str, payload: &str, qos: QoS, id: u16) {
        self.publish_as(topic, payload, qos, id, (false, false));
    }

    pub(crate) fn publish_as(
        &mut self,
        topic: &str,
        payload: &str,
        qos: QoS,
        id: u16,
        (retain, dup): (bool, bool),
    ) {
        self.send(&Packet::Publish(Publish {
            dup,
            qos,
            retain,
            topic,
            packet_id: PacketId::new(id).filter(|_| qos != QoS::AtMostOnce),
            properties: PublishProperties {
                content_type: Some("text"),
                ..PublishProperties::default()
            },
            payload: payload.as_bytes(),
        }));
    }

    pub(crate) fn disconnect(mut self) {
        self.send(&Packet::Disconnect(Disconnect {
            reason: ReasonCode::Success,
            properties: Default::default(),
        }));
        assert_eq!(self.next(), Got::End);
    }

    /// A packet goes there and back; nothing else has come before it.
    #[track_caller]
    pub(crate) fn has_nothing(&mut self) {
        self.send(&Packet::Pingreq);
        assert_eq!(self.next(), Got::Pong);
    }

    /// A message of QoS 1 comes next, for the first time or not, and is acknowledged.
    #[track_caller]
    pub(crate) fn expect(&mut self, expected: &str, again: bool) {
        match self.next() {
            Got::Message {
                payload,
                id: Some(id),
                qos: QoS::AtLeastOnce,
                dup,
                ..
            } if payload == expected && dup == again => self.ack(PUBACK, id),
            other => panic!("not {expected}: {other:?}"),
        }
    }

    /// The next message, with what identifies it.
    #[track_caller]
    pub(crate) fn message(&mut self) -> (String, String) {
        match self.next() {
            Got::Message { topic, payload, .. } => (topic, payload),
            other => panic!("not a message: {other:?}"),
        }
    }

    pub(crate) fn next(&mut self) -> Got {
        let Some(bytes) = self.packet() else {
            return Got::End;
        };
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            unreachable!()
        };
        match Packet::decode(frame, Version::V5).unwrap() {
            Packet::Publish(publish) => Got::Message {
                topic: publish.topic.to_owned(),
                payload: String::from_utf8(publish.payload.to_vec()).unwrap(),
                id: publish.packet_id.map(PacketId::get),
                qos: publish.qos,
                dup: publish.dup,
                retain: publish.retain,
            },
            Packet::Puback(ack) => Got::Ack(PUBACK, ack.packet_id.get(), ack.reason),
            Packet::Pubrec(ack) => Got::Ack(PUBREC, ack.packet_id.get(), ack.reason),
            Packet::Pubrel(ack) => Got::Ack(PUBREL, ack.packet_id.get(), ack.reason),
            Packet::Pubcomp(ack) => Got::Ack(PUBCOMP, ack.packet_id.get(), ack.reason),
            Packet::Disconnect(it) => {
                let server = it.properties.server_reference.map(str::to_owned);
                Got::Disconnect(it.reason, server)
            }
            Packet::Pingresp => Got::Pong,
            other => Got::Other(format!("{other:?}")),
        }
    }

    /// The next packet; `None` at the end.
    fn packet(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Ok(Split::Complete(frame)) = split_frame(&self.received, u32::MAX) {
                let size = frame.wire.len();
                return Some(self.received.drain(..size).collect());
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(n) if n > 0 => self.received.extend_from_slice(&chunk[..n]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing has come in time")
                }
                _ => return None,
            }
        }
    }
}
