//! What plugins and operators see of clients, subscriptions, retained messages and listeners: copies, a moment old.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use gmqtt_protocol::QoS;
use gmqtt_protocol::packet::{PublishProperties, SubscriptionOptions};

use crate::{ClientInfo, DropReason, Traffic};

/// A client and its session.
#[derive(Debug, Clone)]
pub struct ClientView {
    /// Who it is, as it connected last.
    pub info: Arc<ClientInfo>,
    /// Whether it is connected now.
    pub connected: bool,
    /// When it went away, if it is not connected.
    pub disconnected_at: Option<SystemTime>,
    /// When its session began.
    pub session_created_at: SystemTime,
    /// How long the session outlives its connection; zero ends it with the connection, `None` means for ever.
    pub session_expiry: Option<Duration>,
    /// How many filters it is subscribed to.
    pub subscriptions: usize,
    /// How many subscriptions it has made since its session began.
    pub subscriptions_made: u64,
    /// QoS 1 and 2 messages sent to it and not acknowledged.
    pub inflight: usize,
    /// How many may be; 0 while it is away.
    pub max_inflight: usize,
    /// QoS 2 messages received from it and not released.
    pub awaiting_release: usize,
    /// Messages that wait for it.
    pub queued: usize,
    /// How many may, together with those in flight.
    pub max_queued: usize,
    /// Bytes of the messages that wait for it.
    pub queued_bytes: usize,
    /// What was dropped on the way to it since its session began, by reason.
    pub dropped: Vec<(DropReason, u64)>,
    /// When the last message was.
    pub last_dropped_at: Option<SystemTime>,
    /// PUBLISH packets, and bytes of all packets, that came from it on this connection.
    pub received: Traffic,
    /// PUBLISH packets sent to it on this connection, and their bytes.
    pub sent: Traffic,
    /// All packets that came from it on this connection.
    pub packets_received: u64,
    /// Packets sent to it on this connection that are no PUBLISH, and their bytes.
    pub other_sent: Traffic,
    /// Whether it was warned of as slow on this connection.
    pub slow: bool,
    /// What is published when it goes without a word, or has gone and the delay is not over.
    pub will: Option<Box<WillView>>,
    /// The version of TLS it speaks, as in `1.3`.
    pub tls_version: Option<&'static str>,
}

/// Tells whether a [`ClientView`] that was copied before is still what the client is: as long as its mark is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientMark {
    /// The session; no other one of this run of the broker has the same.
    pub session: u64,
    /// Another one after each change.
    pub state: u64,
}

/// What is published when a client goes without a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WillView {
    /// The topic name.
    pub topic: String,
    /// The QoS.
    pub qos: QoS,
    /// Whether it will be retained.
    pub retain: bool,
    /// How long after the client went.
    pub delay: Duration,
    /// Bytes of the payload.
    pub payload_size: usize,
}

/// Where a walk over many things goes on. A thing that is there from the beginning of the walk to its end is shown once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor(usize);

impl Cursor {
    /// At this part; the default is the first one. What a part is is up to who walks.
    #[must_use]
    pub const fn at(part: usize) -> Self {
        Self(part)
    }

    /// Which part.
    #[must_use]
    pub const fn part(self) -> usize {
        self.0
    }
}

/// A subscription to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubscription {
    /// The whole filter, with `$share/group/` if it is shared.
    pub filter: String,
    /// As in SUBSCRIBE.
    pub options: SubscriptionOptions,
    /// The subscription identifier.
    pub id: Option<u32>,
}

impl NewSubscription {
    /// With this QoS and defaults for the rest.
    #[must_use]
    pub fn new(filter: impl Into<String>, qos: QoS) -> Self {
        Self {
            filter: filter.into(),
            options: SubscriptionOptions {
                qos,
                ..SubscriptionOptions::default()
            },
            id: None,
        }
    }
}

/// A subscription of a client, connected or away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionView {
    /// Whose it is.
    pub client_id: Arc<str>,
    /// The whole filter, with `$share/group/` if it is shared.
    pub filter: String,
    /// With the granted QoS.
    pub options: SubscriptionOptions,
    /// The subscription identifier.
    pub id: Option<u32>,
}

/// Which subscriptions are asked for. What is not set does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubscriptionQuery {
    /// Those of this client.
    pub client_id: Option<String>,
    /// Those to this filter, as it was written.
    pub filter: Option<String>,
    /// Those that messages of this topic go to.
    pub topic: Option<String>,
    /// Those of this kind.
    pub kind: Option<SubscriptionKind>,
}

/// Kinds of subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionKind {
    /// To a topic filter that is neither of the others.
    Plain,
    /// `$share/group/filter`.
    Shared,
    /// To `$SYS/...` and other topics that start with `$`.
    System,
}

impl SubscriptionKind {
    /// The kind of a whole filter.
    #[must_use]
    pub fn of(filter: &str) -> Self {
        if filter.starts_with("$share/") {
            Self::Shared
        } else if filter.starts_with('$') {
            Self::System
        } else {
            Self::Plain
        }
    }
}

/// A message retained for a topic.
#[derive(Debug, Clone)]
pub struct RetainedMessage {
    /// The topic name.
    pub topic: String,
    /// The payload.
    pub payload: Bytes,
    /// The QoS it was published with.
    pub qos: QoS,
    /// What remains until it expires; `None` if it does not.
    pub expires_in: Option<Duration>,
    /// The properties that are forwarded unchanged, as an encoded block.
    pub(crate) properties: Bytes,
}

impl RetainedMessage {
    /// With a block of forwarded properties, as [`PublishProperties::encode_forwarded`] writes it.
    #[must_use]
    pub const fn new(
        topic: String,
        payload: Bytes,
        qos: QoS,
        expires_in: Option<Duration>,
        properties: Bytes,
    ) -> Self {
        Self {
            topic,
            payload,
            qos,
            expires_in,
            properties,
        }
    }

    /// Payload format, content type, response topic, correlation data and user properties.
    #[must_use]
    pub fn properties(&self) -> PublishProperties<'_> {
        PublishProperties::from_block(&self.properties).unwrap_or_default()
    }
}

/// An address that is listened on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerView {
    /// Its name in the configuration; for a plugin, the key its address comes from.
    pub name: Option<String>,
    /// `tcp`, `tls`, `ws`, `wss` or `unix`.
    pub scheme: &'static str,
    /// The address with the port it really has, or the path of a unix socket.
    pub address: String,
    /// The path in the URL of WebSocket clients.
    pub path: Option<String>,
    /// The plugin it belongs to; MQTT clients connect to those of no plugin.
    pub plugin: Option<&'static str>,
    /// Whether it accepts connections: one that was closed by an operator does not.
    pub open: bool,
    /// Connections that are open now; `None` where they are not counted.
    pub connections: Option<usize>,
    /// How many may be; 0 is any number.
    pub max_connections: usize,
    /// When the certificate that it presents ends.
    pub certificate_expires_at: Option<SystemTime>,
}
