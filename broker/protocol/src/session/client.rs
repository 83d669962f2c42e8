//! The client's side of MQTT 3.1, 3.1.1 and 5 as a state machine: bytes and time come in, bytes and [`Event`]s go out.
//!
//! It opens no socket and reads no clock. Its owner connects a stream, passes on what it reads ([`Client::received`]),
//! writes what appears in `out`, and calls [`Client::timeout`] when [`Client::deadline`] has come. `now` is the time since
//! any fixed moment, the same for all calls.
//!
//! ```text
//!             connect()                  CONNACK 0
//!   Closed ──────────────▶ Connecting ──────────────▶ Connected
//!     ▲                        │                          │
//!     └── CONNACK ≥ 0x80, ─────┴── disconnect(), DISCONNECT, violation, no answer, closed() ──┘
//! ```
//!
//! The session (messages under way, identifiers received) stays in the machine between two connections as long as the
//! server keeps it too; what the server has forgotten is dropped [MQTT-3.2.2-5]. Messages are not queued: what cannot be
//! sent now is refused with a [`SendError`].

mod aliases;
mod event;
mod inflight;
mod limits;
mod options;
mod receive;
mod received;
mod send;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

pub use event::{Closed, Event, SendError};
pub use limits::ServerLimits;
pub use options::{ClientOptions, WillOptions};
pub use send::Message;

use aliases::{AliasesIn, AliasesOut};
use inflight::Inflight;
use received::Received;

use crate::frame::Split;
use crate::packet::{Disconnect, DisconnectProperties, Packet};
use crate::{DecodeError, PacketId, Version, split_frame};

/// An MQTT client without its socket.
#[derive(Debug)]
pub struct Client {
    options: ClientOptions,
    state: State,
    /// From the options, or assigned by the server.
    client_id: String,
    limits: ServerLimits,

    /// Clean Start of the last CONNECT.
    clean_start: bool,

    // The session.
    /// The server has, as far as we know, a session of ours.
    has_session: bool,
    /// Our packet identifiers.
    inflight: Inflight,
    /// The server's identifiers of QoS 2 messages that wait for PUBREL.
    received: Received,

    // The connection.
    /// A packet that has not arrived whole.
    partial: Vec<u8>,
    /// QoS 1 and 2 messages that may be sent now.
    quota: u16,
    /// What is to be sent again before anything new is published.
    resend: VecDeque<PacketId>,
    aliases_in: AliasesIn,
    aliases_out: AliasesOut,
    last_sent: Duration,
    /// When the PINGREQ was sent that has no answer yet.
    ping_sent: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Connecting { since: Duration },
    Connected,
}

/// When to call again, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timer {
    /// When to give up waiting for CONNACK or PINGRESP.
    Answer,
    /// When to send a PINGREQ.
    KeepAlive,
}

impl Client {
    /// A client that has never been connected.
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self {
            state: State::Closed,
            client_id: options.client_id.clone(),
            limits: ServerLimits::assumed(&options),
            clean_start: options.clean_start,
            has_session: options.expect_session,
            inflight: Inflight::default(),
            received: Received::default(),
            partial: Vec::new(),
            quota: 0,
            resend: VecDeque::new(),
            aliases_in: AliasesIn::default(),
            aliases_out: AliasesOut::default(),
            last_sent: Duration::ZERO,
            ping_sent: None,
            options,
        }
    }

    /// Begins a connection on a fresh stream: writes CONNECT, the first packet on it [MQTT-3.1.0-1]. A connection that was
    /// still open counts as closed.
    pub fn connect(&mut self, now: Duration, out: &mut Vec<u8>) {
        self.closed();
        self.limits = ServerLimits::assumed(&self.options);
        self.clean_start = self.options.clean_start;
        self.aliases_in.clear();
        self.aliases_out.restart(0); // [MQTT-3.3.2-7]
        self.ping_sent = None;
        self.state = State::Connecting { since: now };
        self.options
            .connect(&self.client_id)
            .encode(self.options.version, out);
        self.last_sent = now;
    }

    /// Takes bytes that the server sent, cut anywhere. Answers go to `out`, what happened to `events`.
    pub fn received(
        &mut self,
        bytes: &[u8],
        now: Duration,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) {
        let written = out.len();
        if let Err(violation) = self.take(bytes, out, events) {
            self.violated(violation, out, events);
        }
        if out.len() > written {
            self.last_sent = now;
        }
    }

    /// The stream has ended, for whatever reason. The session stays if the server keeps it.
    pub fn closed(&mut self) {
        let was_connected = self.is_connected();
        self.state = State::Closed;
        self.partial = Vec::new();
        self.resend.clear();
        self.inflight.drop_requests();
        // An attempt that never got its CONNACK says nothing about the session.
        if was_connected && !self.keeps_session() {
            self.drop_session();
        }
    }

    /// When [`Self::timeout`] wants to be called; `None` for not at all.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.timer().map(|(at, _)| at)
    }

    /// Does what is due at `now`: sends PINGREQ, or gives up on a server that does not answer. Harmless if nothing is.
    pub fn timeout(
        &mut self,
        now: Duration,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) {
        match self.timer() {
            Some((at, Timer::KeepAlive)) if at <= now => {
                let _ = self.ping(now, out); // [MQTT-3.1.2-20]; the timer runs only while connected
            }
            Some((at, Timer::Answer)) if at <= now => {
                self.closed();
                events(Event::Closed(Closed::NoAnswer));
            }
            _ => {}
        }
    }

    /// Sends PINGREQ now; [`Event::Pong`] follows, or the connection ends when it does not come in time.
    ///
    /// # Errors
    /// [`SendError::NotConnected`].
    pub fn ping(&mut self, now: Duration, out: &mut Vec<u8>) -> Result<(), SendError> {
        if !self.is_connected() {
            return Err(SendError::NotConnected);
        }
        Packet::Pingreq.encode(self.options.version, out);
        self.last_sent = now;
        self.ping_sent.get_or_insert(now);
        Ok(())
    }

    /// CONNACK has come and the connection is not over: publishing and subscribing are possible.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.state == State::Connected
    }

    /// The connection is over, or has not begun.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// The client identifier, the assigned one if the server gave one.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The options, as given.
    #[must_use]
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Sets Clean Start (Clean Session) for the next [`Self::connect`].
    pub fn set_clean_start(&mut self, clean_start: bool) {
        self.options.clean_start = clean_start;
    }

    /// What the server allows on this connection.
    #[must_use]
    pub fn limits(&self) -> &ServerLimits {
        &self.limits
    }

    /// QoS 1 and 2 messages that [`Self::publish`] takes before it says [`SendError::WindowFull`].
    #[must_use]
    pub fn window(&self) -> u16 {
        if self.resend.is_empty() {
            self.quota
        } else {
            0
        }
    }

    /// QoS 1 and 2 messages of ours whose exchange is not over.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.inflight.messages()
    }

    /// Cuts `bytes` into packets; copies only those that come in pieces.
    fn take(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) -> Result<(), DecodeError> {
        let limit = self.options.maximum_packet_size.get();
        let mut rest = bytes;
        while !self.is_closed() {
            if self.partial.is_empty() {
                let Split::Complete(frame) = split_frame(rest, limit)? else {
                    self.partial.extend_from_slice(rest);
                    return Ok(());
                };
                rest = &rest[frame.wire.len()..];
                self.handle(frame, out, events)?;
                continue;
            }
            let mut partial = std::mem::take(&mut self.partial);
            match split_frame(&partial, limit)? {
                Split::Complete(frame) => {
                    self.handle(frame, out, events)?;
                    partial.clear();
                }
                Split::Incomplete { .. } if rest.is_empty() => {
                    self.partial = partial;
                    return Ok(());
                }
                Split::Incomplete { need } => {
                    let missing = need.saturating_sub(partial.len()).clamp(1, rest.len());
                    let (this, next) = rest.split_at(missing);
                    partial.extend_from_slice(this);
                    rest = next;
                }
            }
            if !partial.is_empty() || partial.capacity() <= KEPT_CAPACITY {
                self.partial = partial;
            }
        }
        Ok(())
    }

    /// The server broke the protocol: say so where the version can, and close [MQTT-4.13.1-1].
    fn violated(
        &mut self,
        violation: DecodeError,
        out: &mut Vec<u8>,
        events: &mut impl FnMut(Event<'_>),
    ) {
        if self.options.version.is_v5() {
            let packet = Disconnect {
                // Not each code that says what is wrong with a packet can be told in DISCONNECT [MQTT-3.14.2-1].
                reason: violation.reason.refusal_among(Disconnect::REASONS),
                properties: DisconnectProperties::default(),
            };
            packet.encode(Version::V5, out);
        }
        self.closed();
        events(Event::Closed(Closed::Violation(violation)));
    }

    /// Whether the session outlives this connection. The last word is the server's.
    fn keeps_session(&self) -> bool {
        match self.options.version {
            Version::V5 => self.limits.session_expiry_interval > 0,
            Version::V3_1 | Version::V3_1_1 => !self.clean_start,
        }
    }

    fn drop_session(&mut self) {
        self.has_session = false;
        self.inflight.clear();
        self.received.clear();
    }

    fn timer(&self) -> Option<(Duration, Timer)> {
        match (self.state, self.ping_sent) {
            (State::Closed, _) => None,
            (State::Connecting { since }, _) => Some((
                since.saturating_add(self.options.answer_timeout),
                Timer::Answer,
            )),
            (State::Connected, Some(sent)) => Some((
                sent.saturating_add(self.options.answer_timeout),
                Timer::Answer,
            )),
            (State::Connected, None) if self.limits.keep_alive.is_zero() => None,
            // A quarter of the period is left for a late call and for the way to the server.
            (State::Connected, None) => Some((
                self.last_sent
                    .saturating_add(self.limits.keep_alive * 3 / 4),
                Timer::KeepAlive,
            )),
        }
    }
}

/// Larger buffers of a packet that came in pieces are given back.
const KEPT_CAPACITY: usize = 64 * 1024;
