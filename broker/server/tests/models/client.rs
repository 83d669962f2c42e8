//! A client of the models: it sends packets, and reads when the scenario tells it to.

use std::collections::BTreeMap;
use std::sync::Arc;

use gmqtt_config::Mqtt;
use gmqtt_plugin_api::Peer;
use gmqtt_protocol::packet::{
    Connect, ConnectProperties, Disconnect, Publish, PublishProperties, Subscribe, SubscribeFilter,
    SubscriptionOptions, encode_short_ack,
};
use gmqtt_protocol::{Packet, PacketId, QoS, ReasonCode, Split, Version, split_frame};

use crate::broker::Broker;
use crate::connection::Connection;
use crate::hooks::Hooks;
use crate::net::{self, Line};
use crate::runtime::Runtime;
use crate::transport::{Place, Socket};

/// A broker without plugins.
pub(crate) fn broker(settings: Mqtt) -> Arc<Broker> {
    let hooks = Hooks::new(Vec::new(), settings.connect_timeout);
    Broker::new(settings, hooks, false)
}

/// An MQTT 5 client.
pub(crate) struct Client {
    pub(crate) line: Line,
    /// The beginning of a packet.
    partial: Vec<u8>,
    /// What it has been sent, in order.
    pub(crate) received: Vec<Received>,
}

/// What a client was sent, other than answers to its own messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Received {
    Connack {
        session_present: bool,
        reason: ReasonCode,
    },
    Message(Message),
    Disconnect(ReasonCode),
}

/// A message by its publisher and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) publisher: u8,
    pub(crate) number: u8,
    pub(crate) dup: bool,
}

impl Client {
    /// Connects and sends CONNECT. At most `room` bytes may wait for it. A session is kept for a client that asks for it.
    pub(crate) fn connect(broker: &Arc<Broker>, id: &str, room: usize, keep_session: bool) -> Self {
        let (stream, line) = net::connect(room);
        let address = "127.0.0.1:1".parse().unwrap();
        let peer = Peer {
            remote: address,
            local: address,
            listener: None,
            certificate_name: None,
            anonymous: None,
            mount_point: None,
        };
        Runtime::current().spawn(Connection::new(
            broker.clone(),
            Socket::new(stream),
            peer,
            Place,
        ));
        let properties = ConnectProperties {
            session_expiry_interval: keep_session.then_some(u32::MAX),
            ..ConnectProperties::default()
        };
        let connect = Connect {
            version: Version::V5,
            clean_start: !keep_session,
            keep_alive: 0,
            client_id: id,
            will: None,
            username: None,
            password: None,
            properties,
        };
        let client = Self {
            line,
            partial: Vec::new(),
            received: Vec::new(),
        };
        client.send(&Packet::Connect(connect));
        client
    }

    pub(crate) fn send(&self, packet: &Packet<'_>) {
        let mut bytes = Vec::new();
        packet.encode(Version::V5, &mut bytes);
        self.line.send(&bytes);
    }

    pub(crate) fn subscribe(&self, filter: &str, qos: QoS) {
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
    }

    pub(crate) fn disconnect(&self) {
        self.send(&Packet::Disconnect(Disconnect {
            reason: ReasonCode::Success,
            properties: Default::default(),
        }));
    }

    /// Reads at most so many bytes, and acknowledges messages of QoS 1.
    pub(crate) fn read(&mut self, most: usize) -> usize {
        let taken = self.line.take(most);
        self.partial.extend_from_slice(&taken);
        let mut replies = Vec::new();
        let mut done = 0;
        while let Ok(Split::Complete(frame)) = split_frame(&self.partial[done..], u32::MAX) {
            done += frame.wire.len();
            self.received
                .extend(match Packet::decode(frame, Version::V5).unwrap() {
                    Packet::Connack(connack) => Some(Received::Connack {
                        session_present: connack.session_present,
                        reason: connack.reason,
                    }),
                    Packet::Disconnect(disconnect) => Some(Received::Disconnect(disconnect.reason)),
                    Packet::Publish(publish) => {
                        if let Some(id) = publish.packet_id {
                            encode_short_ack(0x40, id, &mut replies);
                        }
                        Some(Received::Message(Message {
                            publisher: publish.payload[0],
                            number: publish.payload[1],
                            dup: publish.dup,
                        }))
                    }
                    _ => None,
                });
        }
        self.partial.drain(..done);
        if !replies.is_empty() {
            self.line.send(&replies);
        }
        taken.len()
    }

    /// The numbers of the messages it has been sent, by publisher.
    pub(crate) fn messages(&self) -> BTreeMap<u8, Vec<u8>> {
        let mut messages: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
        for received in &self.received {
            if let Received::Message(Message {
                publisher, number, ..
            }) = received
            {
                messages.entry(*publisher).or_default().push(*number);
            }
        }
        messages
    }
}

/// A PUBLISH as the bytes on the wire.
pub(crate) fn publish(topic: &str, qos: QoS, publisher: u8, number: u8, size: usize) -> Vec<u8> {
    let mut payload = vec![0; size.max(2)];
    (payload[0], payload[1]) = (publisher, number);
    let mut bytes = Vec::new();
    Publish {
        dup: false,
        qos,
        retain: false,
        topic,
        packet_id: (qos != QoS::AtMostOnce).then(|| PacketId::new(u16::from(number) + 1).unwrap()),
        properties: PublishProperties::default(),
        payload: &payload,
    }
    .encode(Version::V5, &mut bytes);
    bytes
}
