//! What can change, and what there is to keep. Each value is the server's; nothing here decides anything.

use std::borrow::Cow;
use std::net::SocketAddr;

use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{PacketId, QoS, Version};

/// A session, by a number that is never used again in the life of a store: a later session of the same client has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey(pub u64);

/// A message, by a number that is never used again in the life of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

/// A moment in milliseconds since 1970, by the clock of the wall: a moment of the broker's own clock means nothing after a restart.
pub type UnixMillis = u64;

/// One change of what is kept. Changes that must survive together go into one [`Batch`](crate::Batch).
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a change is on the stack until it is encoded; none is kept"
)]
pub enum Change<'a> {
    /// A session began, or something about it is different now. Its subscriptions and messages stay.
    PutSession {
        /// The session.
        session: SessionKey,
        /// All that is to be known about it.
        state: SessionState<'a>,
    },
    /// A session ended, with its subscriptions, its messages and its QoS 2 identifiers.
    DropSession {
        /// The session.
        session: SessionKey,
    },
    /// A subscription was made or replaced [MQTT-3.8.4-3].
    PutSubscription {
        /// Whose.
        session: SessionKey,
        /// What it asks for.
        subscription: Subscription<'a>,
    },
    /// A subscription was given up.
    DropSubscription {
        /// Whose.
        session: SessionKey,
        /// The whole filter, with `$share/name/`.
        filter: &'a str,
    },
    /// A message that the changes after it refer to. Once, however many sessions hold it. It is gone when nothing refers to it
    /// any more. Putting one that is there already does no harm.
    PutMessage {
        /// Its number.
        id: MessageId,
        /// The message.
        message: Message<'a>,
    },
    /// A session is to get a message. Ignored if the session has been dropped.
    Enqueue {
        /// Whose queue.
        session: SessionKey,
        /// The place in it, and how the message is to be sent.
        entry: Entry<'a>,
    },
    /// A message of QoS 1 or 2 was given a packet identifier: it is in flight.
    Sent {
        /// Whose.
        session: SessionKey,
        /// Its place in the queue.
        seq: u64,
        /// The identifier it was given.
        packet_id: PacketId,
    },
    /// PUBREC came for a message in flight: PUBREL is due, the message itself is not sent any more [MQTT-4.3.3-4].
    Confirmed {
        /// Whose.
        session: SessionKey,
        /// Its place in the queue.
        seq: u64,
    },
    /// A message is no longer the session's: it was acknowledged, or dropped, or has expired.
    Dequeue {
        /// Whose.
        session: SessionKey,
        /// Its place in the queue.
        seq: u64,
    },
    /// A QoS 2 message of this client was taken over: a repeat is one [MQTT-4.3.3-10].
    Received {
        /// Of the publisher.
        session: SessionKey,
        /// The identifier its client gave the message.
        packet_id: PacketId,
    },
    /// PUBREL came for a QoS 2 message of this client: the identifier is free [MQTT-4.3.3-12].
    Released {
        /// Of the publisher.
        session: SessionKey,
        /// The identifier.
        packet_id: PacketId,
    },
    /// A message is now the retained message of its topic [MQTT-3.3.1-5].
    PutRetained {
        /// The topic name.
        topic: &'a str,
        /// The message.
        message: MessageId,
    },
    /// A topic has no retained message any more [MQTT-3.3.1-6].
    DropRetained {
        /// The topic name.
        topic: &'a str,
    },
}

impl Change<'_> {
    /// The session it is about; messages and what is retained belong to none.
    #[must_use]
    pub const fn session(&self) -> Option<SessionKey> {
        match self {
            Self::PutSession { session, .. }
            | Self::DropSession { session }
            | Self::PutSubscription { session, .. }
            | Self::DropSubscription { session, .. }
            | Self::Enqueue { session, .. }
            | Self::Sent { session, .. }
            | Self::Confirmed { session, .. }
            | Self::Dequeue { session, .. }
            | Self::Received { session, .. }
            | Self::Released { session, .. } => Some(*session),
            Self::PutMessage { .. } | Self::PutRetained { .. } | Self::DropRetained { .. } => None,
        }
    }

    /// Whether it adds something that was not there. A change that only takes away, or moves a delivery on, is taken by a store
    /// that is full or fails, too: there can be only so many of them.
    #[must_use]
    pub const fn adds(&self) -> bool {
        matches!(
            self,
            Self::PutSession { .. }
                | Self::PutSubscription { .. }
                | Self::PutMessage { .. }
                | Self::Enqueue { .. }
                | Self::Received { .. }
                | Self::PutRetained { .. }
        )
    }
}

/// A session, without its subscriptions and messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionState<'a> {
    /// The client identifier: any UTF-8.
    pub client_id: &'a str,
    /// When the session began.
    pub created_at: UnixMillis,
    /// How long it outlives its connection, in milliseconds; `None` is for ever.
    pub expiry: Option<u64>,
    /// Since when the client is away; `None` while it is connected. Whoever finds it connected at start knows only that the
    /// broker ended before the connection did.
    pub offline_since: Option<UnixMillis>,
    /// The client as it connected last.
    pub client: Client<'a>,
    /// The will that is still to be published.
    pub will: Option<Will<'a>>,
    /// In a cluster: by which claim the session is this node's.
    pub claim: Option<Claim<'a>>,
}

/// A claim of a client by a node of a cluster. Of two of them the later one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim<'a> {
    /// Milliseconds since 1970, by the clock that the nodes agree on.
    pub millis: u64,
    /// Counts claims of the same millisecond.
    pub count: u32,
    /// The node.
    pub node: &'a str,
}

/// A client as it connected last: what plugins are told about it when its will is published after a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client<'a> {
    /// The protocol version.
    pub version: Version,
    /// The user name.
    pub username: Option<&'a str>,
    /// Keep alive in seconds.
    pub keep_alive: u16,
    /// Clean Start.
    pub clean_start: bool,
    /// When it connected.
    pub connected_at: UnixMillis,
    /// Where it came from.
    pub remote: Option<SocketAddr>,
    /// The address it was accepted on.
    pub local: Option<SocketAddr>,
    /// The name of the listener.
    pub listener: Option<&'a str>,
    /// The name in its verified certificate.
    pub certificate_name: Option<&'a str>,
    /// What is put before its topics.
    pub mount_point: Option<&'a str>,
}

impl Default for Client<'_> {
    fn default() -> Self {
        Self {
            version: Version::V3_1_1,
            username: None,
            keep_alive: 0,
            clean_start: false,
            connected_at: 0,
            remote: None,
            local: None,
            listener: None,
            certificate_name: None,
            mount_point: None,
        }
    }
}

/// A will that is still to be published [MQTT-3.1.2-7].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Will<'a> {
    /// The topic name.
    pub topic: &'a str,
    /// The forwarded properties, encoded as `PublishProperties::encode_forwarded` does.
    pub properties: &'a [u8],
    /// The payload.
    pub payload: &'a [u8],
    /// Quality of service.
    pub qos: QoS,
    /// To be retained.
    pub retain: bool,
    /// Message Expiry Interval in seconds, from the moment of publishing.
    pub message_expiry_interval: Option<u32>,
    /// Will Delay Interval in milliseconds.
    pub delay: u64,
    /// When it is published if the client stays away; `None` while it is connected.
    pub due_at: Option<UnixMillis>,
}

/// A subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscription<'a> {
    /// The whole filter, with `$share/name/`.
    pub filter: &'a str,
    /// With the granted QoS.
    pub options: SubscriptionOptions,
    /// The subscription identifier.
    pub id: Option<u32>,
}

/// A message as it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// The topic name.
    pub topic: &'a str,
    /// The forwarded properties, encoded as `PublishProperties::encode_forwarded` does.
    pub properties: &'a [u8],
    /// The payload, of any size.
    pub payload: &'a [u8],
    /// As published.
    pub qos: QoS,
    /// As published.
    pub retain: bool,
    /// Where it comes from, in the server's own numbers.
    pub source: u8,
    /// When it expires; `None` is never.
    pub expires_at: Option<UnixMillis>,
    /// When it expires by its publisher's word, of which the receiver is told what remains [MQTT-3.3.2-6].
    pub forwarded_until: Option<UnixMillis>,
}

/// A message in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The place in the queue: the session's own count, higher for later ones. Batches may arrive in another order than their
    /// entries stand in the queue.
    pub seq: u64,
    /// The message.
    pub message: MessageId,
    /// For this receiver.
    pub qos: QoS,
    /// For this receiver.
    pub retain: bool,
    /// Subscription identifiers.
    pub ids: Cow<'a, [u32]>,
    /// The shared subscription that picked this session: name and filter, without `$share/`.
    pub share: Option<(&'a str, &'a str)>,
    /// How far its delivery has come.
    pub stage: Stage,
}

/// How far the delivery of a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Not sent yet.
    Waiting,
    /// Sent with this identifier, neither PUBACK nor PUBREC has come.
    Sent(PacketId),
    /// QoS 2: PUBREC has come, PUBCOMP has not.
    Confirmed(PacketId),
}
