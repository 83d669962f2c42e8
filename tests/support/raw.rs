//! A client that does nothing by itself: a test sends and expects each packet, and reads like the exchange on the wire.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{
    Auth, Connack, Connect, Disconnect, Packet, Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback,
    Subscribe, SubscribeFilter, Unsuback, Unsubscribe,
};
use gmqtt_protocol::{Frame, PacketId, QoS, ReasonCode, Version, split_frame};

use super::packets::{
    disconnect, filter, puback, pubcomp, publish, pubrec, pubrel, subscribe, unsubscribe,
};

/// A blocking connection. Whatever it expects it expects within [`LIMIT`].
pub(crate) struct Raw {
    stream: TcpStream,
    version: Version,
    /// Received and not yet cut into packets.
    buffer: VecDeque<u8>,
    /// Packets that came while another one was waited for.
    aside: VecDeque<Frame<'static>>,
    /// The CONNACK that accepted this client.
    accepted: Option<Connack<'static>>,
    next_id: u16,
}

impl Raw {
    /// A connection on which nothing has been sent.
    #[track_caller]
    pub(crate) fn open(address: SocketAddr, version: Version) -> Self {
        let stream = TcpStream::connect(address).expect("the broker accepts connections");
        stream.set_nodelay(true).expect("TCP_NODELAY");
        stream
            .set_read_timeout(Some(LIMIT))
            .expect("a read timeout");
        stream
            .set_write_timeout(Some(LIMIT))
            .expect("a write timeout");
        Self {
            stream,
            version,
            buffer: VecDeque::new(),
            aside: VecDeque::new(),
            accepted: None,
            next_id: FIRST_ID,
        }
    }

    // Sending.

    /// Sends a packet.
    #[track_caller]
    pub(crate) fn send(&mut self, packet: &impl OnWire) -> &mut Self {
        let mut bytes = Vec::new();
        packet.encode(self.version, &mut bytes);
        self.send_bytes(&bytes)
    }

    /// Sends bytes, of whatever meaning. A broker that has closed already is no failure: what follows will show it.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let _ = self.stream.write_all(bytes);
        self
    }

    // Receiving.

    /// The next packet.
    #[track_caller]
    pub(crate) fn recv(&mut self) -> Packet<'static> {
        self.try_recv()
            .expect("a packet, but the broker closed the connection")
    }

    /// The next packet, `None` if the broker closed the connection.
    #[track_caller]
    pub(crate) fn try_recv(&mut self) -> Option<Packet<'static>> {
        let frame = self.next_frame()?;
        match Packet::decode(frame, self.version) {
            Ok(packet) => Some(packet),
            Err(error) => panic!(
                "the broker sent an illegal packet: {error}: {:02x?}",
                frame.wire
            ),
        }
    }

    /// The bytes of the next packet.
    #[track_caller]
    pub(crate) fn recv_bytes(&mut self) -> &'static [u8] {
        self.next_frame()
            .expect("a packet, but the broker closed the connection")
            .wire
    }

    /// The bytes of the next packet, `None` if the broker closed the connection.
    #[track_caller]
    pub(crate) fn try_recv_bytes(&mut self) -> Option<&'static [u8]> {
        Some(self.next_frame()?.wire)
    }

    /// Every PUBLISH that is waiting, up to the answer to a PINGREQ; not acknowledged.
    #[track_caller]
    pub(crate) fn waiting(&mut self) -> Vec<Publish<'static>> {
        self.send(&Packet::Pingreq);
        let mut waiting = Vec::new();
        loop {
            match self.recv() {
                Packet::Pingresp => return waiting,
                Packet::Publish(publish) => waiting.push(publish),
                other => panic!("expected PUBLISH or PINGRESP, got {other:?}"),
            }
        }
    }

    /// CONNACK 0: the client is accepted.
    #[track_caller]
    pub(crate) fn expect_accepted(&mut self) -> Connack<'static> {
        let connack = self.recv_connack();
        assert_eq!(connack.reason, ReasonCode::Success, "CONNACK {connack:?}");
        self.accepted = Some(connack);
        connack
    }

    /// CONNACK with a refusal, and the end of the connection.
    #[track_caller]
    pub(crate) fn expect_refused(&mut self, reason: ReasonCode) {
        let connack = self.recv_connack();
        assert_eq!(
            (connack.reason, connack.session_present),
            (reason, false),
            "CONNACK {connack:?}"
        );
        self.expect_closed();
    }

    /// The CONNACK that accepted this client.
    #[track_caller]
    pub(crate) fn accepted(&self) -> Connack<'static> {
        self.accepted.expect("this client has not been accepted")
    }

    /// The end of the connection and nothing before it.
    #[track_caller]
    pub(crate) fn expect_closed(&mut self) {
        if let Some(packet) = self.try_recv() {
            panic!("expected the connection to be closed, got {packet:?}");
        }
    }

    /// The end of the connection after a DISCONNECT with this reason.
    #[track_caller]
    pub(crate) fn expect_disconnect(&mut self, reason: ReasonCode) -> Disconnect<'static> {
        let disconnect = self.recv_disconnect();
        assert_eq!(disconnect.reason, reason, "{disconnect:?}");
        self.expect_closed();
        disconnect
    }

    /// The end of the connection because of what this client did: with MQTT 5 a DISCONNECT of 0x80 or above may come
    /// first [MQTT-4.13.2-1].
    #[track_caller]
    pub(crate) fn expect_thrown_out(&mut self) {
        match self.try_recv() {
            None => {}
            Some(Packet::Disconnect(disconnect)) if disconnect.reason.is_error() => {
                self.expect_closed()
            }
            Some(packet) => panic!("expected to be disconnected, got {packet:?}"),
        }
    }

    /// The end of the connection before it was accepted: a refusing CONNACK may come first.
    #[track_caller]
    pub(crate) fn expect_refused_or_closed(&mut self) {
        match self.try_recv() {
            None => {}
            Some(Packet::Connack(connack)) if connack.reason.is_error() => self.expect_closed(),
            Some(packet) => panic!("expected a refusal or a close, got {packet:?}"),
        }
    }

    /// Nothing is waiting: the answer to a PINGREQ is the next thing to arrive.
    #[track_caller]
    pub(crate) fn expect_nothing(&mut self) {
        self.send(&Packet::Pingreq);
        let next = self.recv();
        assert!(
            matches!(next, Packet::Pingresp),
            "expected nothing, got {next:?}"
        );
    }

    /// A PUBLISH with this topic and payload, acknowledged to the end.
    #[track_caller]
    pub(crate) fn expect_message(&mut self, topic: &str, payload: &str) -> Publish<'static> {
        let publish = self.recv_message();
        let got = (publish.topic, String::from_utf8_lossy(publish.payload));
        assert_eq!(got, (topic, payload.into()), "{publish:?}");
        publish
    }

    /// Any PUBLISH, acknowledged to the end.
    #[track_caller]
    pub(crate) fn recv_message(&mut self) -> Publish<'static> {
        let publish = self.recv_publish();
        match (publish.qos, publish.packet_id) {
            (QoS::AtMostOnce, None) => {}
            (QoS::AtLeastOnce, Some(id)) => {
                self.send(&puback(id.get()));
            }
            (QoS::ExactlyOnce, Some(id)) => {
                self.send(&pubrec(id.get()));
                self.await_pubrel(id);
                self.send(&pubcomp(id.get()));
            }
            _ => panic!("QoS and packet identifier do not go together: {publish:?}"),
        }
        publish
    }

    // Whole exchanges.

    /// Subscribes and returns the code granted.
    #[track_caller]
    pub(crate) fn subscribe(&mut self, topic_filter: &str, qos: QoS) -> ReasonCode {
        self.subscribe_all(&[filter(topic_filter, qos)])[0]
    }

    /// Subscribes with all options and returns the codes. Retained messages may not arrive before the SUBACK.
    #[track_caller]
    pub(crate) fn subscribe_all(&mut self, filters: &[SubscribeFilter<'_>]) -> Vec<ReasonCode> {
        let id = self.take_id();
        self.send(&subscribe(id, filters));
        let suback = self.recv_suback();
        assert_eq!(
            (suback.packet_id.get(), suback.reasons.len()),
            (id, filters.len()),
            "{suback:?}"
        );
        suback.reasons
    }

    /// Unsubscribes.
    #[track_caller]
    pub(crate) fn unsubscribe(&mut self, topic_filter: &str) {
        let id = self.take_id();
        self.send(&unsubscribe(id, &[topic_filter]));
        assert_eq!(self.recv_unsuback().packet_id.get(), id);
    }

    /// Publishes to the end of the exchange.
    #[track_caller]
    pub(crate) fn publish(&mut self, topic: &str, payload: &str, qos: QoS) {
        self.publish_packet(&Publish {
            qos,
            ..publish(topic, payload)
        });
    }

    /// Publishes to the end of the exchange, with a packet identifier of its own; returns the code of the first
    /// acknowledgement. After a QoS 0 message a PINGREQ makes sure that the broker has worked on it.
    #[track_caller]
    pub(crate) fn publish_packet(&mut self, publish: &Publish<'_>) -> ReasonCode {
        let id = self.take_id();
        let packet_id = PacketId::new(id).filter(|_| publish.qos > QoS::AtMostOnce);
        self.send(&Publish {
            packet_id,
            ..*publish
        });
        match publish.qos {
            QoS::AtMostOnce => {
                self.expect_nothing();
                ReasonCode::Success
            }
            QoS::AtLeastOnce => {
                let puback = self.recv_puback();
                assert_eq!(puback.packet_id.get(), id);
                puback.reason
            }
            QoS::ExactlyOnce => {
                let pubrec = self.recv_pubrec();
                assert_eq!(pubrec.packet_id.get(), id);
                if !pubrec.reason.is_error() {
                    self.send(&pubrel(id));
                    assert_eq!(self.recv_pubcomp().packet_id.get(), id);
                }
                pubrec.reason
            }
        }
    }

    /// Ends the connection in good order and waits until the broker has ended it, too.
    #[track_caller]
    pub(crate) fn disconnect(mut self) {
        self.send(&disconnect(ReasonCode::Success));
        self.expect_closed();
    }

    /// Ends the connection without DISCONNECT and waits until the broker has noticed. What was on its way is lost.
    #[track_caller]
    pub(crate) fn vanish(mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        while self.try_recv().is_some() {}
    }

    /// Sets aside what comes before the PUBREL, such as further messages.
    #[track_caller]
    fn await_pubrel(&mut self, id: PacketId) {
        let mut before = VecDeque::new();
        loop {
            let frame = self
                .next_frame()
                .expect("PUBREL, but the broker closed the connection");
            match Packet::decode(frame, self.version) {
                Ok(Packet::Pubrel(pubrel)) if pubrel.packet_id == id => break,
                _ => before.push_back(frame),
            }
        }
        before.append(&mut self.aside);
        self.aside = before;
    }

    fn take_id(&mut self) -> u16 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// The next packet, cut from what has arrived, reading more if needed.
    #[track_caller]
    fn next_frame(&mut self) -> Option<Frame<'static>> {
        if let Some(frame) = self.aside.pop_front() {
            return Some(frame);
        }
        loop {
            match split_frame(self.buffer.make_contiguous(), u32::MAX) {
                Ok(Split::Complete(frame)) => {
                    let size = frame.wire.len();
                    // Leaked, so that a test can hold packets while it goes on with the connection.
                    let bytes: &'static [u8] = Vec::leak(self.buffer.drain(..size).collect());
                    let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) else {
                        unreachable!()
                    };
                    return Some(frame);
                }
                Ok(Split::Incomplete { .. }) => {}
                Err(error) => panic!("the broker sent no packet: {error}: {:02x?}", self.buffer),
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(0) => return self.ended(),
                Ok(read) => self.buffer.extend(&chunk[..read]),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        panic!("nothing arrived within {LIMIT:?}")
                    }
                    ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe => {
                        return self.ended();
                    }
                    _ => panic!("cannot read: {error}"),
                },
            }
        }
    }

    #[track_caller]
    fn ended(&self) -> Option<Frame<'static>> {
        assert!(
            self.buffer.is_empty(),
            "the broker closed within a packet: {:02x?}",
            self.buffer
        );
        None
    }
}

/// `recv_connack` and so on: the next packet, which has to be of that type.
macro_rules! receivers {
    ($($name:ident: $packet:ident),*) => {
        impl Raw {
            $(
                #[doc = concat!("The next packet, a ", stringify!($packet), ".")]
                #[track_caller]
                pub(crate) fn $name(&mut self) -> $packet<'static> {
                    match self.try_recv() {
                        Some(Packet::$packet(packet)) => packet,
                        Some(other) => panic!("expected {}, got {other:?}", stringify!($packet)),
                        None => panic!("expected {}, but the broker closed the connection", stringify!($packet)),
                    }
                }
            )*
        }
    };
}

receivers! {
    recv_connack: Connack, recv_publish: Publish, recv_puback: Puback, recv_pubrec: Pubrec, recv_pubrel: Pubrel,
    recv_pubcomp: Pubcomp, recv_suback: Suback, recv_unsuback: Unsuback, recv_disconnect: Disconnect, recv_auth: Auth
}

/// Whatever can be sent.
pub(crate) trait OnWire {
    /// Appends the whole packet.
    fn encode(&self, version: Version, out: &mut Vec<u8>);
}

macro_rules! on_wire {
    ($($packet:ident),*) => {
        $(
            impl OnWire for $packet<'_> {
                fn encode(&self, version: Version, out: &mut Vec<u8>) {
                    $packet::encode(self, version, out);
                }
            }
        )*
    };
}

on_wire!(
    Packet,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Unsubscribe,
    Disconnect,
    Auth,
    Connect
);

/// How long anything may take before the test fails.
const LIMIT: Duration = Duration::from_secs(5);
/// Identifiers that this client takes by itself; a test writes smaller ones.
const FIRST_ID: u16 = 1000;
