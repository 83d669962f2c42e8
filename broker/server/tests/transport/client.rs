//! A client that does nothing by itself, over any kind of connection.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{
    Connect, ConnectProperties, Packet, Publish, PublishProperties, Subscribe, SubscribeFilter,
    SubscriptionOptions,
};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::{PacketId, QoS, Version, split_frame};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::authority::{Authority, Signed};

/// How long anything may take before the test fails.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// A blocking connection and what has arrived on it.
pub(crate) struct Client<S> {
    pub(crate) stream: S,
    received: Vec<u8>,
}

pub(crate) fn dial(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the broker accepts connections");
    stream.set_read_timeout(Some(LIMIT)).expect("a time limit");
    stream.set_nodelay(true).expect("no delay");
    stream
}

pub(crate) type TlsStream = StreamOwned<ClientConnection, TcpStream>;

/// A TLS client that trusts the authority.
pub(crate) fn tls_config(authority: &Authority, shown: Option<&Signed>) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(authority.roots());
    match shown {
        None => builder.with_no_client_auth(),
        Some(signed) => {
            let (chain, key) = signed.shown();
            builder
                .with_client_auth_cert(chain, key)
                .expect("a certificate")
        }
    }
}

pub(crate) fn dial_tls(address: SocketAddr, config: ClientConfig) -> TlsStream {
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    StreamOwned::new(connection, dial(address))
}

impl<S: Read + Write> Client<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            received: Vec::new(),
        }
    }

    /// Sends CONNECT; true if the broker accepts it, false if it ends the connection.
    pub(crate) fn try_connect(&mut self, id: &str) -> bool {
        let connect = connect_packet(id);
        let sent = self
            .stream
            .write_all(&connect)
            .and_then(|()| self.stream.flush());
        sent.is_ok()
            && matches!(self.try_recv(), Ok(Some(packet)) if packet[0] == 0x20 && packet[3] == 0)
    }

    #[track_caller]
    pub(crate) fn connect(mut self, id: &str) -> Self {
        assert!(self.try_connect(id), "the broker did not accept the client");
        self
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("sent");
        self.stream.flush().expect("sent");
    }

    #[track_caller]
    pub(crate) fn subscribe(&mut self, filter: &str) {
        self.send(&subscribe_packet(filter));
        assert_eq!(self.recv()[0], 0x90, "SUBACK");
    }

    pub(crate) fn publish(&mut self, topic: &str, payload: &[u8]) {
        self.send(&publish_packet(topic, payload));
    }

    /// The payload of the next packet, which is a PUBLISH.
    #[track_caller]
    pub(crate) fn payload(&mut self) -> Vec<u8> {
        let bytes = self.recv();
        let Ok(Split::Complete(frame)) = split_frame(&bytes, u32::MAX) else {
            unreachable!()
        };
        match Packet::decode(frame, Version::V5) {
            Ok(Packet::Publish(publish)) => publish.payload.to_vec(),
            other => panic!("not a PUBLISH: {other:?}"),
        }
    }

    /// A packet goes there and back.
    #[track_caller]
    pub(crate) fn ping(&mut self) {
        self.send(&[0xC0, 0]);
        assert_eq!(self.recv(), [0xD0, 0]);
    }

    #[track_caller]
    pub(crate) fn recv(&mut self) -> Vec<u8> {
        self.try_recv()
            .expect("a packet")
            .expect("a packet, not the end")
    }

    /// The next packet, `None` at the end.
    pub(crate) fn try_recv(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Ok(Split::Complete(frame)) = split_frame(&self.received, u32::MAX) {
                let size = frame.wire.len();
                return Ok(Some(self.received.drain(..size).collect()));
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk)? {
                0 => return Ok(None),
                n => self.received.extend_from_slice(&chunk[..n]),
            }
        }
    }
}

pub(crate) fn connect_packet(id: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    Connect {
        version: Version::V5,
        clean_start: true,
        keep_alive: 0,
        client_id: id,
        will: None,
        username: None,
        password: None,
        properties: ConnectProperties::default(),
    }
    .encode(Version::V5, &mut bytes);
    bytes
}

pub(crate) fn subscribe_packet(filter: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let filter = SubscribeFilter {
        filter,
        options: SubscriptionOptions::default(),
    };
    Subscribe {
        packet_id: PacketId::MIN,
        subscription_identifier: None,
        user_properties: UserProperties::default(),
        filters: vec![filter],
    }
    .encode(Version::V5, &mut bytes);
    bytes
}

/// QoS 0.
pub(crate) fn publish_packet(topic: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Publish {
        dup: false,
        qos: QoS::AtMostOnce,
        retain: false,
        topic,
        packet_id: None,
        properties: PublishProperties::default(),
        payload,
    }
    .encode(Version::V5, &mut bytes);
    bytes
}
