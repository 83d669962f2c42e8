//! What a connected client sends: one packet after the other, told to the step it belongs to. No socket and no runtime type in here.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use gmqtt_config::OverRate;
use gmqtt_plugin_api::{
    Arrival, AuthStep, BoxFuture, ClientInfo, CloseCause, Hook, Limit, Refusal, SubscribeRequest,
    UnsubscribeRequest, Verdict,
};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{
    AckProperties, Auth, AuthProperties, Disconnect, DisconnectProperties, Puback, Pubcomp, Pubrec,
    Pubrel, encode_short_ack,
};
use gmqtt_protocol::session::incoming::Aliases;
use gmqtt_protocol::{DecodeError, Frame, Packet, PacketId, QoS, ReasonCode, Version, split_frame};
use gmqtt_store::Lsn;
use tracing::{debug, warn};

use crate::acks::Acks;
use crate::broker::Broker;
use crate::delivery::{Ack, Acknowledged, PUBREL, PUBREL_FIRST_BYTE};
use crate::logged::Id;
use crate::meter::Meter;
use crate::mount::Mount;
use crate::observers::Sent;
use crate::pace::Pace;
use crate::route::Permit;
use crate::run::{PLAIN_PUBLISH, run};
use crate::session::Session;
use crate::subscribe::{PendingSubscribe, PendingUnsubscribe};
use crate::turn::{Desk, Turn};
use crate::{keepalive, publish, subscribe};

/// A connection past its CONNECT.
pub(crate) struct Live {
    pub(crate) session: Arc<Session>,
    pub(crate) info: Arc<ClientInfo>,
    /// The session's epoch while this connection owns it.
    pub(crate) epoch: u32,
    pub(crate) limits: Limits,
    /// What is put before its topics and filters.
    pub(crate) mount: Option<Mount>,
    pub(crate) aliases: Aliases,
    /// What was received.
    pub(crate) meter: Arc<Meter>,
    /// Set once it is measured.
    pub(crate) pace: Option<Box<Pace>>,
    /// QoS 2 messages taken over on this connection and not released: what counts towards the Receive Maximum, for QoS 1 is
    /// acknowledged within its turn.
    pub(crate) unreleased: u16,
    /// The Authentication Method of the CONNECT.
    pub(crate) auth_method: Option<Box<str>>,
    /// A re-authentication under way waits for the client's next AUTH.
    pub(crate) exchange: Option<Box<dyn gmqtt_plugin_api::Exchange>>,
    /// When this ticket is durable its latest SUBACK leaves.
    pub(crate) subscribed_at: Lsn,
    /// What its client is not answered yet.
    pub(crate) acks: Option<Box<Acks>>,
    /// A hook that takes its time; nothing is read meanwhile.
    pub(crate) waiting: Option<BoxFuture<'static, Resume>>,
    /// An incomplete packet, or whole ones that came while a hook took its time, or too many for one turn.
    pub(crate) partial: Vec<u8>,
    /// `partial` was left for the next turn.
    pub(crate) behind: bool,
}

/// What this client may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) receive_maximum: u16,
    pub(crate) topic_alias_maximum: u16,
    pub(crate) max_packet_size: u32,
    /// What the client takes.
    pub(crate) client_max_packet_size: u32,
    /// It asked for words with refusals.
    pub(crate) problem_information: bool,
    pub(crate) maximum_qos: QoS,
    pub(crate) retain_available: bool,
    pub(crate) wildcard_subscription_available: bool,
    pub(crate) subscription_identifier_available: bool,
    pub(crate) shared_subscription_available: bool,
}

/// How to go on after a packet.
pub(crate) enum Flow {
    Continue,
    /// A hook takes its time.
    Wait(BoxFuture<'static, Resume>),
    /// The connection ends.
    End(Ending),
}

/// What a hook that took its time came back with.
pub(crate) enum Resume {
    Published {
        arrival: Option<Arrival<'static>>,
        verdict: Verdict,
        qos: QoS,
        id: Option<PacketId>,
    },
    Subscribed(PendingSubscribe, Result<SubscribeRequest, Refusal>),
    Unsubscribed(PendingUnsubscribe, Result<UnsubscribeRequest, Refusal>),
    ReAuth(Result<AuthStep, Refusal>),
}

/// How a connection ends.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) cause: CloseCause,
    /// The will is dropped unpublished [MQTT-3.14.4-3].
    pub(crate) discard_will: bool,
    /// For the log and, where it asked for it, the client.
    pub(crate) text: Option<String>,
    /// A new session expiry from DISCONNECT, in seconds.
    pub(crate) session_expiry: Option<u32>,
    /// Where the client is to connect.
    pub(crate) server: Option<Box<str>>,
}

impl Ending {
    /// The broker ends the connection.
    pub(crate) fn by_broker(reason: ReasonCode, text: Option<String>) -> Self {
        Self {
            cause: CloseCause::ByBroker(reason),
            discard_will: false,
            text,
            session_expiry: None,
            server: None,
        }
    }

    /// The transport is gone.
    pub(crate) fn lost() -> Self {
        Self {
            cause: CloseCause::ConnectionLost,
            discard_will: false,
            text: None,
            session_expiry: None,
            server: None,
        }
    }
}

impl From<DecodeError> for Ending {
    fn from(error: DecodeError) -> Self {
        Self::by_broker(error.reason, Some(error.to_string()))
    }
}

impl Live {
    pub(crate) fn version(&self) -> Version {
        self.info.version
    }

    /// What a route knows this connection by.
    pub(crate) fn permit(&self) -> Permit {
        Permit {
            key: self.session.key,
            epoch: self.epoch,
        }
    }

    /// Whether another connection has taken the session over.
    pub(crate) fn is_replaced(&self) -> bool {
        self.session.epoch() != self.epoch
    }

    /// Handles the whole packets in `buffer` until one makes the connection wait or end, or the turn is spent. Returns the bytes
    /// handled.
    pub(crate) fn process(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        buffer: &[u8],
    ) -> (usize, Flow) {
        let (tick, last_heard) = (keepalive::tick(turn.desk.now), &self.session.last_heard);
        turn.desk.is_seldom = last_heard.load(Ordering::Relaxed) != tick;
        last_heard.store(tick, Ordering::Relaxed);
        turn.desk.publisher = self.session.key;
        let mut done = 0;
        let flow = loop {
            if self.is_replaced() {
                break Flow::Continue;
            }
            self.behind = turn.is_spent();
            if self.behind {
                break Flow::Continue;
            }
            if turn.desk.limits.message_rate > 0
                && buffer.get(done).is_some_and(|first| first >> 4 == 3)
                && self.pace(turn).messages(&turn.desk.limits, turn.desk.now) == 0
            {
                break self.hold_up(broker, turn, Limit::MessageRate);
            }
            if buffer.get(done) == Some(&PLAIN_PUBLISH) {
                let handled = run(self, broker, turn, &buffer[done..]);
                if handled > 0 {
                    done += handled;
                    continue;
                }
            }
            match split_frame(&buffer[done..], self.limits.max_packet_size) {
                Ok(Split::Incomplete { .. }) => break Flow::Continue,
                Err(error) => break Flow::End(error.into()),
                Ok(Split::Complete(frame)) => {
                    done += frame.wire.len();
                    match self.packet(broker, turn, frame) {
                        Ok(Flow::Continue) => {}
                        Ok(flow) => break flow,
                        Err(error) => break Flow::End(error.into()),
                    }
                }
            }
        };
        self.meter.add_bytes(done);
        self.session.hear();
        self.hand_over_replies(turn);
        (done, flow)
    }

    /// What the client may still send.
    pub(crate) fn pace(&mut self, turn: &Turn) -> &mut Pace {
        let new = || Box::new(Pace::new(&turn.desk.limits, turn.desk.now));
        self.pace.get_or_insert_with(new)
    }

    /// The client has sent bytes, whatever they mean.
    pub(crate) fn count_bytes(&mut self, broker: &Broker, turn: &Turn, bytes: usize) -> Flow {
        let Desk { limits, now, .. } = &turn.desk;
        if limits.byte_rate > 0 && self.pace(turn).count_bytes(bytes, limits, *now) {
            self.hold_up(broker, turn, Limit::ByteRate)
        } else {
            Flow::Continue
        }
    }

    /// The client sends faster than it may: it waits, or is thrown out.
    fn hold_up(&mut self, broker: &Broker, turn: &Turn, limit: Limit) -> Flow {
        let Desk { limits, now, .. } = &turn.desk;
        broker.refusals.note(limit, *now, || {
            let client_id = Id(&self.session.client_id);
            warn!(?client_id, address = %self.info.peer.remote, limit = limit.label(), "a client sends faster than it may");
        });
        if limits.over_rate == OverRate::Disconnect && self.version().is_v5() {
            let text = format!("more than limits.{}", limit.label());
            return Flow::End(Ending::by_broker(
                ReasonCode::MessageRateTooHigh,
                Some(text),
            ));
        }
        let until = self.pace(turn).rest(limits, *now);
        // What it sends meanwhile is not heard.
        self.session
            .last_heard
            .store(keepalive::tick(until), Ordering::Relaxed);
        self.behind = true;
        Flow::Continue
    }

    /// Goes on where a hook made it wait.
    pub(crate) fn resume(&mut self, broker: &Arc<Broker>, turn: &mut Turn, resume: Resume) -> Flow {
        let flow = match resume {
            Resume::Published {
                arrival,
                verdict,
                qos,
                id,
            } => {
                publish::go_on(self, broker, turn, arrival.as_ref(), &verdict, (qos, id));
                Flow::Continue
            }
            Resume::Subscribed(pending, outcome) => {
                subscribe::subscribe_decided(self, broker, turn, pending, outcome);
                Flow::Continue
            }
            Resume::Unsubscribed(pending, outcome) => {
                subscribe::unsubscribe_decided(self, broker, turn, pending, outcome);
                Flow::Continue
            }
            Resume::ReAuth(outcome) => self.re_auth_decided(broker, turn, outcome),
        };
        self.hand_over_replies(turn);
        flow
    }

    fn packet(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        frame: Frame<'_>,
    ) -> Result<Flow, DecodeError> {
        turn.desk
            .counters
            .received(frame.packet_type(), 1, frame.wire.len());
        if let Some(observers) = &turn.desk.observers {
            observers.received((&*self.info).into(), frame, self.version(), |publish| {
                let alias = publish.properties.topic_alias;
                let topic = self.aliases.peek(publish.topic, alias)?;
                publish::full(self.mount.as_ref(), topic)
                    .ok()
                    .map(Into::into)
            });
        }
        if frame.packet_type() == 3 {
            if let Some(pace) = &mut self.pace {
                pace.count_messages(1, &turn.desk.limits);
            }
            return publish::arrived(self, broker, turn, frame);
        }
        self.meter.add_others(1);
        match Packet::decode(frame, self.version())? {
            Packet::Puback(Puback {
                packet_id, reason, ..
            }) => self.acked(turn, Ack::Puback, packet_id, reason),
            Packet::Pubrec(Pubrec {
                packet_id, reason, ..
            }) => self.acked(turn, Ack::Pubrec, packet_id, reason),
            Packet::Pubcomp(Pubcomp {
                packet_id, reason, ..
            }) => self.acked(turn, Ack::Pubcomp, packet_id, reason),
            Packet::Pubrel(Pubrel { packet_id, .. }) => self.released(turn, packet_id),
            Packet::Subscribe(packet) => {
                return subscribe::subscribe(self, broker, turn, &packet);
            }
            Packet::Unsubscribe(packet) => {
                return Ok(subscribe::unsubscribe(self, broker, turn, &packet));
            }
            Packet::Pingreq => {
                turn.desk.replies.extend_from_slice(&[0xD0, 0]);
                turn.desk.counters.sent(13, 1, 2);
            }
            Packet::Disconnect(packet) => return self.disconnect(&packet).map(Flow::End),
            Packet::Auth(packet) => return self.re_auth(broker, &packet),
            Packet::Connect(_) => {
                return Err(error(
                    ReasonCode::ProtocolError,
                    "a second CONNECT",
                    "MQTT-3.1.0-2",
                ));
            }
            _ => {
                return Err(error(
                    ReasonCode::ProtocolError,
                    "a packet that only a server sends",
                    "",
                ));
            }
        }
        Ok(Flow::Continue)
    }

    /// PUBACK, PUBREC and PUBCOMP of the client.
    fn acked(&mut self, turn: &mut Turn, ack: Ack, id: PacketId, reason: ReasonCode) {
        let session = &self.session;
        let mut delivery = session.delivery.lock();
        if self.is_replaced() {
            return;
        }
        let acknowledged = delivery.acknowledge(ack, id, reason, session, &mut turn.desk);
        drop(delivery);
        match acknowledged {
            Acknowledged::Known => {}
            Acknowledged::Unknown => {
                debug!(client_id = ?Id(&session.client_id), ?ack, id, "acknowledgement of an unknown packet identifier");
            }
            Acknowledged::Release(ticket) => {
                let before = turn.desk.replies.len();
                encode_short_ack(PUBREL_FIRST_BYTE, id, &mut turn.desk.replies);
                turn.desk.counters.sent(PUBREL, 1, 4);
                self.leave_at(turn, ticket, before);
            }
        }
    }

    /// PUBREL: the identifier is free [MQTT-4.3.3-11].
    fn released(&mut self, turn: &mut Turn, packet_id: PacketId) {
        let known = self.session.state.lock().received.remove(packet_id);
        self.unreleased = self.unreleased.saturating_sub(u16::from(known));
        let ticket = if known {
            self.forget_received(turn, packet_id)
        } else {
            Lsn::START
        };
        let replies = &mut turn.desk.replies;
        let before = replies.len();
        if known || !self.version().is_v5() {
            encode_short_ack(0x70, packet_id, replies);
        } else {
            let properties = AckProperties::default();
            Pubcomp {
                packet_id,
                reason: ReasonCode::PacketIdentifierNotFound,
                properties,
            }
            .encode(self.version(), replies);
        }
        turn.desk
            .counters
            .sent(7, 1, turn.desk.replies.len() - before);
        self.leave_at(turn, ticket, before);
    }

    fn disconnect(&self, packet: &Disconnect<'_>) -> Result<Ending, DecodeError> {
        let session_expiry = packet.properties.session_expiry_interval;
        if session_expiry.is_some_and(|expiry| expiry > 0) && self.session.state.lock().expiry == 0
        {
            return Err(error(
                ReasonCode::ProtocolError,
                "DISCONNECT raises a session expiry of 0",
                "MQTT 5 3.14.2.2.2",
            ));
        }
        // [MQTT-3.14.4-3] Only 0x00 drops the will; 0x04 and errors publish it.
        let discard_will = packet.reason == ReasonCode::Success;
        Ok(Ending {
            cause: CloseCause::ByClient(packet.reason),
            discard_will,
            text: None,
            session_expiry,
            server: None,
        })
    }

    /// AUTH of a connected client: 0x19 begins, 0x18 goes on [MQTT-4.12.1-1].
    fn re_auth(&mut self, broker: &Arc<Broker>, packet: &Auth<'_>) -> Result<Flow, DecodeError> {
        let Some(method) = self.auth_method.as_deref() else {
            return Err(error(
                ReasonCode::ProtocolError,
                "AUTH without an authentication method in CONNECT",
                "MQTT-4.12.0-7",
            ));
        };
        if packet.properties.authentication_method != Some(method) {
            return Err(error(
                ReasonCode::ProtocolError,
                "AUTH with another method than CONNECT",
                "MQTT-4.12.1-1",
            ));
        }
        let data = packet
            .properties
            .authentication_data
            .map(Bytes::copy_from_slice);
        let (broker, info, method) = (broker.clone(), self.info.clone(), method.to_owned());
        match (packet.reason, self.exchange.take()) {
            (ReasonCode::ReAuthenticate, None) => Ok(Flow::Wait(Box::pin(async move {
                Resume::ReAuth(broker.hooks.re_auth(info, method, data).await)
            }))),
            (ReasonCode::ContinueAuthentication, Some(exchange)) => {
                Ok(Flow::Wait(Box::pin(async move {
                    Resume::ReAuth(broker.hooks.auth(exchange, data).await)
                })))
            }
            _ => Err(error(
                ReasonCode::ProtocolError,
                "AUTH that does not fit the exchange",
                "MQTT-4.12.0-3",
            )),
        }
    }

    fn re_auth_decided(
        &mut self,
        broker: &Broker,
        turn: &mut Turn,
        outcome: Result<AuthStep, Refusal>,
    ) -> Flow {
        let (reason, data) = match outcome {
            Ok(AuthStep::Continue { data, next }) => {
                self.exchange = Some(next);
                (ReasonCode::ContinueAuthentication, data)
            }
            Ok(AuthStep::Done { data, .. }) => (ReasonCode::Success, data),
            // [MQTT-4.12.1-2]
            Ok(AuthStep::NotMine) => {
                broker.counters.auth_failed(ReasonCode::NotAuthorized);
                return Flow::End(Ending::by_broker(ReasonCode::NotAuthorized, None));
            }
            Err(refusal) => {
                broker.counters.auth_failed(refusal.reason);
                return Flow::End(Ending::by_broker(refusal.reason, refusal.text));
            }
        };
        // [MQTT-4.12.0-5] Every AUTH repeats the method.
        let properties = AuthProperties {
            authentication_method: self.auth_method.as_deref(),
            authentication_data: data.as_deref(),
            ..AuthProperties::default()
        };
        let before = turn.desk.replies.len();
        Auth { reason, properties }.encode(self.version(), &mut turn.desk.replies);
        turn.desk
            .counters
            .sent(15, 1, turn.desk.replies.len() - before);
        Flow::Continue
    }

    /// DISCONNECT, for those whose version has it [MQTT-3.14.0-1]; words are left out where they would make it too large
    /// [MQTT-3.14.2-3].
    pub(crate) fn write_disconnect(
        &self,
        reason: ReasonCode,
        (text, server): (Option<&str>, Option<&str>),
        out: &mut Vec<u8>,
    ) {
        if !self.version().is_v5() {
            return;
        }
        let reason = reason.refusal_among(Disconnect::REASONS);
        let start = out.len();
        let properties = DisconnectProperties {
            reason_string: text,
            server_reference: server,
            ..DisconnectProperties::default()
        };
        Disconnect { reason, properties }.encode(self.version(), out);
        if out.len() - start > self.limits.client_max_packet_size as usize {
            out.truncate(start);
            let properties = DisconnectProperties::default();
            Disconnect { reason, properties }.encode(self.version(), out);
        }
    }

    /// Adds a reply. Words go with it if the client asked for them [MQTT-3.1.2-29] and can take them [MQTT-3.9.2-1] [MQTT-3.11.2-1].
    pub(crate) fn reply(
        &self,
        turn: &mut Turn,
        packet_type: u8,
        text: Option<&str>,
        encode: impl Fn(AckProperties<'_>, &mut Vec<u8>),
    ) {
        let replies = &mut turn.desk.replies;
        let start = replies.len();
        let reason_string = text.filter(|_| self.limits.problem_information);
        encode(
            AckProperties {
                reason_string,
                ..AckProperties::default()
            },
            replies,
        );
        if reason_string.is_some()
            && replies.len() - start > self.limits.client_max_packet_size as usize
        {
            replies.truncate(start);
            encode(AckProperties::default(), replies);
        }
        turn.desk
            .counters
            .sent(packet_type, 1, turn.desk.replies.len() - start);
    }

    /// Puts the replies of this batch into the client's own outbox, which its connection writes next; `pacing` says when not.
    pub(crate) fn hand_over_replies(&self, turn: &mut Turn) {
        if turn.desk.replies.is_empty() {
            return;
        }
        let mut delivery = self.session.delivery.lock();
        if !self.is_replaced()
            && let Some(link) = &mut delivery.link
        {
            let can_wait = turn.desk.is_seldom && link.writer.is_some() && !link.blocked;
            if can_wait && !link.pacing.is_listed() && turn.joins_held(&self.session) {
                link.pacing.wait();
            } else if !(can_wait && link.pacing.is_held()) {
                link.pacing.release();
            }
            let replies = std::mem::take(&mut turn.desk.replies);
            if let Some(observers) = &turn.desk.observers {
                let who = (&*self.info).into();
                observers.sent(who, &replies, self.version(), Sent::default());
            }
            link.outbox
                .buffer(&mut turn.desk.pool)
                .extend_from_slice(&replies);
            link.count_other(packets_in(&replies), replies.len());
            turn.desk.replies = replies;
        }
        turn.desk.replies.clear();
    }
}

/// How many packets these are, all of them whole.
fn packets_in(mut bytes: &[u8]) -> u64 {
    let mut count = 0;
    while let Some(&length) = bytes.get(1) {
        let size = match length {
            // Nearly every reply is this short.
            0..0x80 => 2 + usize::from(length),
            _ => match split_frame(bytes, u32::MAX) {
                Ok(Split::Complete(frame)) => frame.wire.len(),
                _ => return count,
            },
        };
        bytes = bytes.get(size..).unwrap_or_default();
        count += 1;
    }
    count
}

pub(crate) fn error(reason: ReasonCode, what: &'static str, clause: &'static str) -> DecodeError {
    DecodeError {
        reason,
        what,
        clause,
    }
}

/// Whether a hook is wanted; spelt out where it saves work.
pub(crate) fn wants(turn: &Turn, hook: Hook) -> bool {
    turn.desk.interest.has(hook)
}
