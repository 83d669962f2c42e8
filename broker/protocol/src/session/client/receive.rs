//! What the server sends, packet by packet.

use super::event::{Closed, Event};
use super::inflight::Awaits;
use super::limits::ServerLimits;
use super::{Client, State};
use crate::packet::{
    AckProperties, Auth, Connack, Packet, Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback,
    Unsuback, encode_short_ack,
};
use crate::{DecodeError, Frame, PacketId, QoS, ReasonCode, Version};

impl Client {
    /// One packet: decode, check that it may come now, act.
    pub(super) fn handle(
        &mut self,
        frame: Frame<'_>,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        match (Packet::decode(frame, self.options.version)?, self.state) {
            (Packet::Connack(connack), State::Connecting { .. }) => {
                return self.connack(&connack, out, events);
            }
            (Packet::Auth(auth), _) => return self.auth_received(&auth, events),
            (_, State::Connecting { .. }) => {
                return Err(protocol_error("CONNACK comes first", "MQTT-3.2.0-1"));
            }
            (Packet::Publish(publish), _) => return self.deliver(publish, out, events),
            (Packet::Puback(puback), _) => self.puback(&puback, events)?,
            (Packet::Pubrec(pubrec), _) => self.pubrec(&pubrec, out, events)?,
            (Packet::Pubrel(pubrel), _) => self.pubrel(&pubrel, out),
            (Packet::Pubcomp(pubcomp), _) => self.pubcomp(&pubcomp, events)?,
            (Packet::Suback(suback), _) => self.suback(suback, events)?,
            (Packet::Unsuback(unsuback), _) => self.unsuback(unsuback, events)?,
            (Packet::Pingresp, _) => {
                self.ping_sent = None;
                events(Event::Pong);
            }
            (Packet::Disconnect(disconnect), _) if self.options.version.is_v5() => {
                self.closed();
                events(Event::Closed(Closed::ByServer(disconnect)));
                return Ok(());
            }
            _ => return Err(protocol_error("a server does not send this packet", "")),
        }
        self.send_again(out, events); // an acknowledgement may have made room
        Ok(())
    }

    fn connack(
        &mut self,
        connack: &Connack<'_>,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        if connack.reason.is_error() {
            // The session, if there is one, is as it was before this attempt.
            self.state = State::Closed;
            events(Event::Closed(Closed::Refused(*connack)));
            return Ok(());
        }
        let resumed = self.resumed(connack)?;
        let properties = connack.properties;
        if self.options.version.is_v5() {
            let method = self.options.authentication_method.as_deref();
            if properties
                .authentication_method
                .is_some_and(|named| Some(named) != method)
            {
                return Err(protocol_error(
                    "CONNACK names another authentication method",
                    "MQTT-4.12.0-5",
                ));
            }
            if let Some(assigned) = properties.assigned_client_identifier {
                assigned.clone_into(&mut self.client_id);
            }
        }
        if !resumed {
            self.drop_session(); // [MQTT-3.2.2-5]
        }
        self.has_session = true;
        self.limits = ServerLimits::announced(&self.options, &properties);
        self.quota = self.limits.receive_maximum; // [MQTT-4.9.0-1]
        if self.options.topic_aliases {
            self.aliases_out.restart(self.limits.topic_alias_maximum);
        }
        self.state = State::Connected;
        events(Event::Connected {
            session_present: resumed,
            properties,
        });
        self.resend = self.inflight.unfinished().into(); // [MQTT-4.4.0-1]
        self.send_again(out, events);
        Ok(())
    }

    /// Whether the server goes on with the session that we have.
    fn resumed(&self, connack: &Connack<'_>) -> Result<bool, DecodeError> {
        match self.options.version {
            // Session present does not exist: only clean session tells.
            Version::V3_1 => Ok(self.has_session && !self.clean_start),
            _ if connack.session_present && self.clean_start => Err(protocol_error(
                "session present after a clean start",
                "MQTT-3.2.2-2",
            )),
            Version::V5 if connack.session_present && !self.has_session => Err(protocol_error(
                "session present, but we have none",
                "MQTT-3.2.2-4",
            )),
            _ => Ok(connack.session_present),
        }
    }

    fn auth_received(
        &mut self,
        auth: &Auth<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        let Some(method) = self.options.authentication_method.as_deref() else {
            return Err(protocol_error(
                "AUTH without an authentication method in CONNECT",
                "MQTT-4.12.0-6",
            ));
        };
        if auth.properties.authentication_method != Some(method) {
            return Err(protocol_error(
                "AUTH with another authentication method",
                "MQTT-4.12.0-5",
            ));
        }
        match (auth.reason, self.state) {
            (ReasonCode::ContinueAuthentication, _) => events(Event::Challenge(auth.properties)),
            (ReasonCode::Success, State::Connected) => {
                events(Event::Reauthenticated(auth.properties))
            }
            _ => {
                return Err(protocol_error(
                    "AUTH with a reason that has no place here",
                    "MQTT-3.15.2-1",
                ));
            }
        }
        Ok(())
    }

    /// A message: the event first, then the acknowledgement that its QoS demands [MQTT-3.3.4-1], [MQTT-4.5.0-2]. So
    /// acknowledgements keep the order of the messages [MQTT-4.6.0-2], [MQTT-4.6.0-3].
    fn deliver(
        &mut self,
        publish: Publish<'_>,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        let topic = match publish.properties.topic_alias {
            None => publish.topic,
            Some(alias) if alias > self.options.topic_alias_maximum => {
                return Err(violation(
                    ReasonCode::TopicAliasInvalid,
                    "topic alias above our maximum",
                    "MQTT-3.1.2-26",
                ));
            }
            Some(alias) if publish.topic.is_empty() => self
                .aliases_in
                .topic(alias) // [MQTT-3.3.2-10]
                .ok_or_else(|| protocol_error("topic alias that stands for nothing", ""))?,
            Some(alias) => {
                self.aliases_in.set(alias, publish.topic);
                publish.topic
            }
        };
        let message = Publish { topic, ..publish };
        match (publish.qos, publish.packet_id) {
            (QoS::AtLeastOnce, Some(id)) => {
                events(Event::Message(message));
                encode_short_ack(PUBACK, id, out); // [MQTT-4.3.2-4]
            }
            (QoS::ExactlyOnce, Some(id)) => {
                if self.received.insert(id) {
                    let limit = u32::from(self.options.receive_maximum.get());
                    if self.options.version.is_v5() && self.received.len() > limit {
                        self.received.remove(id);
                        let what = "more messages than our receive maximum";
                        return Err(violation(
                            ReasonCode::ReceiveMaximumExceeded,
                            what,
                            "MQTT-3.3.4-9",
                        ));
                    }
                    events(Event::Message(message));
                }
                encode_short_ack(PUBREC, id, out); // [MQTT-4.3.3-8], [MQTT-4.3.3-10]
            }
            _ => events(Event::Message(message)),
        }
        Ok(())
    }

    fn puback(
        &mut self,
        puback: &Puback<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        if self.expect(puback.packet_id, Awaits::Puback)? {
            self.published(puback.packet_id, puback.reason, puback.properties, events);
        }
        Ok(())
    }

    fn pubrec(
        &mut self,
        pubrec: &Pubrec<'_>,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        let id = pubrec.packet_id;
        if self.inflight.awaits(id) == Some(Awaits::Pubcomp) {
            return Ok(()); // our PUBREL is on its way
        }
        if !self.expect(id, Awaits::Pubrec)? {
            let reason = ReasonCode::PacketIdentifierNotFound;
            Pubrel {
                packet_id: id,
                reason,
                properties: AckProperties::default(),
            }
            .encode(self.options.version, out);
        } else if pubrec.reason.is_error() {
            self.published(id, pubrec.reason, pubrec.properties, events); // [MQTT-4.4.0-2]
        } else {
            self.inflight.release(id);
            encode_short_ack(PUBREL, id, out); // [MQTT-4.3.3-4]
        }
        Ok(())
    }

    fn pubrel(&mut self, pubrel: &Pubrel<'_>, out: &mut Vec<u8>) {
        let id = pubrel.packet_id;
        if self.received.remove(id) {
            encode_short_ack(PUBCOMP, id, out); // [MQTT-4.3.3-11]
        } else {
            let reason = ReasonCode::PacketIdentifierNotFound;
            Pubcomp {
                packet_id: id,
                reason,
                properties: AckProperties::default(),
            }
            .encode(self.options.version, out);
        }
    }

    fn pubcomp(
        &mut self,
        pubcomp: &Pubcomp<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        if self.expect(pubcomp.packet_id, Awaits::Pubcomp)? {
            self.published(
                pubcomp.packet_id,
                pubcomp.reason,
                pubcomp.properties,
                events,
            );
        }
        Ok(())
    }

    fn suback(
        &mut self,
        suback: Suback<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        if self.expect(suback.packet_id, Awaits::Suback)? {
            self.inflight.finish(suback.packet_id);
            events(Event::Subscribed(suback));
        }
        Ok(())
    }

    fn unsuback(
        &mut self,
        unsuback: Unsuback<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        if self.expect(unsuback.packet_id, Awaits::Unsuback)? {
            self.inflight.finish(unsuback.packet_id);
            events(Event::Unsubscribed(unsuback));
        }
        Ok(())
    }

    /// True if `id` waits for this answer, false if it waits for none; another one is an error of the server.
    fn expect(&self, id: PacketId, answer: Awaits) -> Result<bool, DecodeError> {
        match self.inflight.awaits(id) {
            None => Ok(false),
            Some(awaits) if awaits == answer => Ok(true),
            Some(_) => Err(protocol_error(
                "an answer of the wrong kind for its packet identifier",
                "MQTT-2.2.1-5",
            )),
        }
    }

    /// The exchange of a message is over.
    fn published(
        &mut self,
        packet_id: PacketId,
        reason: ReasonCode,
        properties: AckProperties<'_>,
        events: &mut impl FnMut(Event<'_>),
    ) {
        self.inflight.finish(packet_id);
        self.quota = self
            .quota
            .saturating_add(1)
            .min(self.limits.receive_maximum);
        events(Event::Published {
            packet_id,
            reason,
            properties,
        });
    }

    /// Sends again what the last connection left unfinished, as far as the window goes: nothing new is published before
    /// [MQTT-4.6.0-1].
    fn send_again(&mut self, out: &mut Vec<u8>, events: &mut impl FnMut(Event<'_>)) {
        while let Some(&id) = self.resend.front() {
            match self.inflight.awaits(id) {
                Some(Awaits::Pubcomp) => encode_short_ack(PUBREL, id, out),
                Some(Awaits::Puback | Awaits::Pubrec) => {
                    if self.quota == 0 {
                        return;
                    }
                    let packet = self.inflight.packet(id);
                    if self.too_large(packet.len()) {
                        // Another server, or one with another configuration, that never takes it [MQTT-3.2.2-15].
                        self.inflight.finish(id);
                        let (reason, properties) =
                            (ReasonCode::PacketTooLarge, AckProperties::default());
                        events(Event::Published {
                            packet_id: id,
                            reason,
                            properties,
                        });
                    } else {
                        let start = out.len();
                        out.extend_from_slice(packet);
                        if let Some(first) = out.get_mut(start) {
                            *first |= DUP; // [MQTT-3.3.1-1]
                        }
                        self.quota -= 1;
                    }
                }
                _ => {}
            }
            self.resend.pop_front();
        }
    }
}

fn violation(reason: ReasonCode, what: &'static str, clause: &'static str) -> DecodeError {
    DecodeError {
        reason,
        what,
        clause,
    }
}

fn protocol_error(what: &'static str, clause: &'static str) -> DecodeError {
    violation(ReasonCode::ProtocolError, what, clause)
}

const PUBACK: u8 = 0x40;
const PUBREC: u8 = 0x50;
const PUBREL: u8 = 0x62;
const PUBCOMP: u8 = 0x70;
/// The DUP flag of PUBLISH.
const DUP: u8 = 0x08;
