//! What a test expects to arrive: more than a packet of a type.

use std::collections::VecDeque;

use gmqtt_protocol::packet::{Connack, Disconnect, Packet, Publish};
use gmqtt_protocol::{PacketId, QoS, ReasonCode};

use super::Raw;
use crate::support::packets::{puback, pubcomp, pubrec};

impl Raw {
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
}
