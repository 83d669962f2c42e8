//! A connection before its CONNECT is accepted. It has little time and may send little.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use gmqtt_plugin_api::{
    AuthStep, BoxFuture, ConnectionFailure, Exchange, Grant, Happening, Hook, Peer, Refusal,
};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Auth, Connect};
use gmqtt_protocol::{DecodeError, Frame, ReasonCode, Version, split_frame};
use tokio::time::{Instant, Sleep};
use tracing::{debug, info};

use crate::bans::Caller;
use crate::broker::Broker;
use crate::cluster::claim::{Claiming, Reserved};
use crate::connect::{Connecting, Decision, Refused};
use crate::observers::{Sent, Who};
use crate::outbox::Outbox;
use crate::packets::{Live, error};
use crate::transport::{Socket, Spoken, recognise};
use crate::turn::Turn;

/// A client that has not been let in yet.
pub(crate) struct Greeting {
    peer: Peer,
    deadline: Pin<Box<Sleep>>,
    partial: Vec<u8>,
    outbox: Outbox,
    stage: Stage,
    /// Packets handled, and their bytes.
    packets: u64,
    bytes: usize,
}

enum Stage {
    /// The plugins look at the peer.
    Accepting(BoxFuture<'static, Result<(), Refusal>>),
    /// CONNECT is awaited.
    Silent,
    /// The plugins decide.
    Deciding(Box<Connecting>, BoxFuture<'static, Decision>),
    /// The other nodes are asked for the client.
    Claiming(Box<Welcome>, Claiming),
    /// The client's AUTH is awaited.
    Challenged(Box<Connecting>, Box<dyn Exchange>),
    Over,
}

/// A client that the plugins let in.
struct Welcome {
    connecting: Box<Connecting>,
    grant: Grant,
    data: Option<Bytes>,
}

/// How it went.
pub(crate) enum Greeted {
    Accepted(Box<Live>),
    /// Not let in, and told so.
    Refused(Box<Refused>, ConnectionFailure),
    /// Not let in, and not answered.
    Gone(ConnectionFailure),
}

impl Greeting {
    pub(crate) fn new(broker: &Arc<Broker>, peer: Peer) -> Self {
        let deadline = Box::pin(tokio::time::sleep_until(
            Instant::now() + broker.settings().1.connect_timeout,
        ));
        let stage = if broker.hooks.interest().has(Hook::OnAccept) {
            let (broker, peer) = (broker.clone(), peer.clone());
            Stage::Accepting(Box::pin(async move { broker.hooks.accept(peer).await }))
        } else {
            Stage::Silent
        };
        Self {
            peer,
            deadline,
            partial: Vec::new(),
            outbox: Outbox::default(),
            stage,
            packets: 0,
            bytes: 0,
        }
    }

    /// Goes on until the client is let in or not.
    pub(crate) fn poll(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &mut Socket,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
    ) -> Poll<Greeted> {
        let outcome = match self.advance(broker, turn, socket, cx, scratch) {
            Poll::Pending
                if self.deadline.as_mut().poll(cx).is_pending() && !broker.is_stopping() =>
            {
                return Poll::Pending;
            }
            Poll::Pending => {
                debug!(address = %self.peer.remote, "no CONNECT in time");
                Greeted::Gone(if broker.is_stopping() {
                    ConnectionFailure::Stopping
                } else {
                    ConnectionFailure::Timeout
                })
            }
            Poll::Ready(outcome) => outcome,
        };
        match &outcome {
            Greeted::Accepted(_) => {}
            Greeted::Refused(refused, failure) => {
                broker.counters.connection_failed(*failure);
                self.tell_refused(broker, turn, refused, *failure);
            }
            Greeted::Gone(failure) => {
                broker.counters.connection_failed(*failure);
                self.tell_gone(broker, *failure);
            }
        }
        Poll::Ready(outcome)
    }

    fn advance(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &mut Socket,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
    ) -> Poll<Greeted> {
        loop {
            if ready!(socket.poll_write(cx, &mut self.outbox, &mut turn.desk.pool)).is_err() {
                return Poll::Ready(Greeted::Gone(ConnectionFailure::Lost));
            }
            match std::mem::replace(&mut self.stage, Stage::Over) {
                Stage::Accepting(mut future) => match future.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.stage = Stage::Accepting(future);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(())) => self.stage = Stage::Silent,
                    Poll::Ready(Err(refusal)) => {
                        debug!(address = %self.peer.remote, reason = %refusal.reason, "a plugin refused the connection");
                        return Poll::Ready(Greeted::Gone(ConnectionFailure::Address));
                    }
                },
                Stage::Deciding(connecting, mut future) => match future.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.stage = Stage::Deciding(connecting, future);
                        return Poll::Pending;
                    }
                    Poll::Ready(decision) => {
                        if let Some(greeted) =
                            self.decided(broker, turn, socket, connecting, decision)
                        {
                            return Poll::Ready(greeted);
                        }
                    }
                },
                Stage::Claiming(welcome, mut claiming) => match claiming.poll(turn, cx) {
                    Poll::Pending => {
                        self.stage = Stage::Claiming(welcome, claiming);
                        return Poll::Pending;
                    }
                    Poll::Ready(claimed) => {
                        return Poll::Ready(self.claimed(broker, turn, socket, *welcome, claimed));
                    }
                },
                stage => {
                    self.stage = stage;
                    match self.read_packet(broker, turn, socket, cx, scratch) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready(Some(greeted)) => return Poll::Ready(greeted),
                        Poll::Ready(None) => {}
                    }
                }
            }
        }
    }

    /// Reads until a packet is whole and handles it.
    fn read_packet(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &mut Socket,
        cx: &mut Context<'_>,
        scratch: &mut [u8],
    ) -> Poll<Option<Greeted>> {
        loop {
            let buffer = std::mem::take(&mut self.partial);
            match split_frame(&buffer, turn.desk.settings.max_connect_packet_size) {
                Err(error) => return Poll::Ready(Some(malformed(None, &error))),
                Ok(Split::Complete(frame)) => {
                    turn.desk
                        .counters
                        .received(frame.packet_type(), 1, frame.wire.len());
                    self.packets += 1;
                    self.bytes += frame.wire.len();
                    self.partial = buffer[frame.wire.len()..].to_vec();
                    return Poll::Ready(self.packet(broker, turn, socket, frame));
                }
                Ok(Split::Incomplete { .. }) => self.partial = buffer,
            }
            match ready!(socket.poll_read(cx, scratch)) {
                Ok(0) => return Poll::Ready(Some(Greeted::Gone(ConnectionFailure::Lost))),
                Ok(n) => self.partial.extend_from_slice(&scratch[..n]),
                Err(error) => {
                    if !is_of_the_network(&error) {
                        info!(address = %self.peer.remote, listener = self.peer.listener.as_deref(), "refused a connection: {error}");
                    }
                    return Poll::Ready(Some(Greeted::Gone(failure(socket, &error))));
                }
            }
            if self.begins_with_something_else() {
                return Poll::Ready(Some(Greeted::Gone(ConnectionFailure::NotMqtt)));
            }
        }
    }

    /// A client of another protocol gets a line in the log that says so.
    fn begins_with_something_else(&self) -> bool {
        if !matches!(self.stage, Stage::Silent) || self.partial.len() < Spoken::BYTES {
            return false;
        }
        match recognise(&self.partial) {
            None | Some(Spoken::Mqtt) => false,
            Some(other) => {
                info!(
                    address = %self.peer.remote,
                    listener = self.peer.listener.as_deref(),
                    "refused a connection: the client speaks {other}, and this listener expects plain MQTT: give the listener the section for it, or let the client use another port"
                );
                true
            }
        }
    }

    fn packet(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        frame: Frame<'_>,
    ) -> Option<Greeted> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Challenged(connecting, exchange) => {
                if let Some(observers) = &turn.desk.observers {
                    let who = self.who(&connecting.request.client_id);
                    observers.received(who, frame, Version::V5, |_| None);
                }
                self.answered(broker, connecting, exchange, frame)
            }
            _ if frame.packet_type() != 1 => {
                // [MQTT-3.1.0-1]
                Some(malformed(
                    None,
                    &error(
                        ReasonCode::ProtocolError,
                        "the first packet is not CONNECT",
                        "MQTT-3.1.0-1",
                    ),
                ))
            }
            _ => match Connect::decode(frame) {
                Err(error) => Some(malformed(Connect::version_hint(frame), &error)),
                Ok(connect) => {
                    if let Some(observers) = &turn.desk.observers {
                        let who = self.who(connect.client_id);
                        observers.received(who, frame, connect.version, |_| None);
                    }
                    self.connect(broker, turn, socket, &connect)
                }
            },
        }
    }

    fn connect(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        connect: &Connect<'_>,
    ) -> Option<Greeted> {
        self.peer.certificate_name = socket.certificate_name();
        let connecting = match Connecting::new(connect, &self.peer, broker) {
            Ok(connecting) => Box::new(connecting),
            Err(mut refused) => {
                let username = connect.username.map(Into::into);
                refused.said = Some((connect.client_id.into(), username));
                let failure = match refused.reason {
                    // Without a user name where one is asked for.
                    ReasonCode::NotAuthorized => {
                        broker.counters.auth_failed(refused.reason);
                        ConnectionFailure::Auth
                    }
                    _ => ConnectionFailure::Unsupported,
                };
                return Some(refuse(refused, failure));
            }
        };
        if broker.bans.refuse(connecting.caller(None)) {
            return Some(not_authenticated(
                broker,
                &connecting,
                ReasonCode::Banned.into(),
            ));
        }
        if let Some(decision) = connecting.decide_alone(broker) {
            return self.decided(broker, turn, socket, connecting, decision);
        }
        let asking = Connecting::decide(
            broker.clone(),
            connecting.request.clone(),
            connecting.grant(broker),
        );
        self.stage = Stage::Deciding(connecting, Box::pin(asking));
        None
    }

    /// The client's answer to a challenge.
    fn answered(
        &mut self,
        broker: &Arc<Broker>,
        connecting: Box<Connecting>,
        exchange: Box<dyn Exchange>,
        frame: Frame<'_>,
    ) -> Option<Greeted> {
        if frame.packet_type() == 14 {
            return Some(Greeted::Gone(ConnectionFailure::Lost));
        }
        // [MQTT-3.1.2-30] Nothing but AUTH and DISCONNECT before CONNACK.
        let fits = |auth: &Auth<'_>| connecting.accepts(auth);
        let Some(auth) = Auth::decode(frame, Version::V5)
            .ok()
            .filter(fits)
            .filter(|_| frame.packet_type() == 15)
        else {
            let text = "expected AUTH 0x18 with the method of the CONNECT".to_owned();
            let refused = Refused::new(ReasonCode::ProtocolError, text, Some(Version::V5));
            return Some(refuse(refused, ConnectionFailure::Protocol));
        };
        let data = auth
            .properties
            .authentication_data
            .map(Bytes::copy_from_slice);
        let asking = Connecting::decide_further(broker.clone(), exchange, data);
        self.stage = Stage::Deciding(connecting, Box::pin(asking));
        None
    }

    /// Somebody has decided.
    fn decided(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        connecting: Box<Connecting>,
        decision: Decision,
    ) -> Option<Greeted> {
        match decision {
            _ if broker.is_stopping() => Some(turn_away(&connecting)),
            Ok(AuthStep::Done { data: _, grant })
                if connecting.is_renamed(&grant)
                    && broker.bans.refuse(connecting.caller(Some(&grant))) =>
            {
                Some(not_authenticated(
                    broker,
                    &connecting,
                    ReasonCode::Banned.into(),
                ))
            }
            Ok(AuthStep::Done { data, grant }) => {
                let mut welcome = Welcome {
                    connecting,
                    grant,
                    data,
                };
                let Some(peers) = broker.peers() else {
                    return Some(self.welcome(broker, turn, socket, welcome, None));
                };
                let Welcome {
                    connecting, grant, ..
                } = &mut welcome;
                let clean_start = connecting.request.clean_start;
                let client_id = connecting.identify(broker, grant);
                let claiming = Claiming::begin(broker, peers, client_id, clean_start);
                self.stage = Stage::Claiming(Box::new(welcome), claiming);
                None
            }
            Ok(AuthStep::Continue { data, next }) => {
                let challenge = connecting.challenge(data.as_deref());
                self.outbox
                    .buffer(&mut turn.desk.pool)
                    .extend_from_slice(&challenge);
                turn.desk.counters.sent(15, 1, challenge.len());
                if let Some(observers) = &turn.desk.observers {
                    let who = self.who(&connecting.request.client_id);
                    observers.sent(who, &challenge, Version::V5, Sent::default());
                }
                self.stage = Stage::Challenged(connecting, next);
                None
            }
            Ok(AuthStep::NotMine) => {
                let refusal = ReasonCode::BadAuthenticationMethod.into();
                Some(not_authenticated(broker, &connecting, refusal))
            }
            Err(refusal) => Some(not_authenticated(broker, &connecting, refusal)),
        }
    }

    /// The other nodes have spoken.
    fn claimed(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        welcome: Welcome,
        claimed: Result<Reserved, Refusal>,
    ) -> Greeted {
        match claimed {
            Ok(reserved) => self.welcome(broker, turn, socket, welcome, Some(reserved)),
            Err(refusal) => {
                let refused = welcome.connecting.refused(refusal);
                refuse(refused, ConnectionFailure::Other)
            }
        }
    }

    /// Lets the client in.
    fn welcome(
        &mut self,
        broker: &Arc<Broker>,
        turn: &mut Turn,
        socket: &Socket,
        welcome: Welcome,
        reserved: Option<Reserved>,
    ) -> Greeted {
        let Welcome {
            connecting,
            grant,
            data,
        } = welcome;
        if !broker.enter() {
            return turn_away(&connecting);
        }
        let data = (data.as_deref(), reserved);
        let mut live = match connecting.accept(broker, turn, socket, grant, data) {
            Ok(live) => live,
            Err(refused) => {
                broker.leave();
                return refuse(refused, ConnectionFailure::Other);
            }
        };
        live.meter.add_others(self.packets);
        live.meter.add_bytes(self.bytes);
        live.session.hear();
        throw_out_if_banned(broker, &live);
        // What the client sent without waiting for CONNACK.
        live.partial = std::mem::take(&mut self.partial);
        Greeted::Accepted(Box::new(live))
    }

    fn who<'a>(&self, client_id: &'a str) -> Who<'a> {
        Who {
            client_id,
            remote: self.peer.remote,
        }
    }

    /// In the log, as an event, and to those who look at packets.
    fn tell_refused(
        &self,
        broker: &Broker,
        turn: &Turn,
        refused: &Refused,
        failure: ConnectionFailure,
    ) {
        let text = refused.text.as_deref().unwrap_or_default();
        info!(address = %self.peer.remote, reason = %refused.reason, text, "refused a connection");
        let (client_id, username) = refused.said.clone().unzip();
        if let Some(observers) = &turn.desk.observers {
            let who = self.who(client_id.as_deref().unwrap_or_default());
            let version = refused.version.unwrap_or(Version::V5);
            observers.sent(who, &refused.answer(), version, Sent::default());
        }
        broker.events.add_one(Happening::Refused {
            peer: self.peer.clone(),
            client_id,
            username: username.flatten(),
            reason: refused.reason,
            text: Some(text.into()),
            authentication: failure == ConnectionFailure::Auth,
        });
    }

    /// As an event, unless it is nobody's mistake. The log was told before.
    fn tell_gone(&self, broker: &Broker, failure: ConnectionFailure) {
        if matches!(
            failure,
            ConnectionFailure::Lost | ConnectionFailure::Stopping
        ) {
            return;
        }
        broker.events.add_one(Happening::Refused {
            peer: self.peer.clone(),
            client_id: None,
            username: None,
            reason: ReasonCode::UnspecifiedError,
            text: Some(failure.label().into()),
            authentication: failure == ConnectionFailure::Auth,
        });
    }
}

fn not_authenticated(broker: &Broker, connecting: &Connecting, refusal: Refusal) -> Greeted {
    broker.counters.auth_failed(refusal.reason);
    refuse(connecting.refused(refusal), ConnectionFailure::Auth)
}

/// The broker is stopping. MQTT 5 knows no CONNACK with 0x8B.
fn turn_away(connecting: &Connecting) -> Greeted {
    let refused = connecting.refused(ReasonCode::ServerUnavailable.into());
    refuse(refused, ConnectionFailure::Stopping)
}

fn malformed(version: Option<Version>, error: &DecodeError) -> Greeted {
    // A CONNECT of an unknown version is told so in 3.1.1's way [3.1.1 MQTT-3.1.2-2]; a 3.x one of the wrong format is not answered [3.1.1 MQTT-3.1.4-1].
    let unsupported = error.reason == ReasonCode::UnsupportedProtocolVersion;
    let version = version
        .filter(|version| version.is_v5())
        .or(unsupported.then_some(Version::V3_1_1));
    let failure = if unsupported {
        ConnectionFailure::Unsupported
    } else {
        ConnectionFailure::Protocol
    };
    let refused = Refused::new(error.reason, error.to_string(), version);
    refuse(refused, failure)
}

fn refuse(refused: Refused, failure: ConnectionFailure) -> Greeted {
    Greeted::Refused(Box::new(refused), failure)
}

/// A ban that was made between the look at it and now has not found the client among those who are connected.
fn throw_out_if_banned(broker: &Broker, live: &Live) {
    let caller = Caller {
        client_id: &live.info.id,
        username: live.info.username.as_deref(),
        address: live.info.peer.remote.ip(),
    };
    if broker.bans.refuse(caller) {
        let mut delivery = live.session.delivery.lock();
        delivery.order_with(ReasonCode::AdministrativeAction, Some("banned"));
    }
}

/// Why a connection could not be read from.
fn failure(socket: &Socket, error: &io::Error) -> ConnectionFailure {
    if error.kind() == io::ErrorKind::PermissionDenied {
        // Its certificate does not say who it is.
        ConnectionFailure::Auth
    } else if socket.is_shaking_hands() {
        ConnectionFailure::Tls
    } else if is_of_the_network(error) {
        ConnectionFailure::Lost
    } else {
        ConnectionFailure::NotMqtt
    }
}

/// A client that went away is nobody's mistake.
fn is_of_the_network(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::PermissionDenied
    )
}
