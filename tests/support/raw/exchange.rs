//! Whole exchanges, for what a test needs but is not about.

use gmqtt_protocol::packet::{Publish, SubscribeFilter};
use gmqtt_protocol::{PacketId, QoS, ReasonCode};

use super::Raw;
use crate::support::packets::{disconnect, filter, publish, pubrel, subscribe, unsubscribe};

impl Raw {
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
        self.finish_sending();
        while self.try_recv().is_some() {}
    }

    fn take_id(&mut self) -> u16 {
        self.next_id += 1;
        self.next_id - 1
    }
}
