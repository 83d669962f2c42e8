//! Who is at the other end, and the reasons why things end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_protocol::{ReasonCode, Version};

/// A connection before its CONNECT.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Where the connection comes from: `0.0.0.0:0` for a unix socket, what the proxy says behind a trusted proxy.
    pub remote: SocketAddr,
    /// The address it was accepted on.
    pub local: SocketAddr,
    /// The name of the listener, if the configuration gives one.
    pub listener: Option<Arc<str>>,
    /// The name in the client's verified certificate, with `tls.username_from`. It is the user name then, and who checks
    /// passwords has nothing left to check. Not known to `on_accept`.
    pub certificate_name: Option<Arc<str>>,
    /// The `anonymous` key of the listener: `Some(true)` asks who checks passwords to let a client in that gives no user
    /// name. With `Some(false)` the broker refuses such a client before any plugin is asked. `None`: nothing was said.
    pub anonymous: Option<bool>,
    /// The `mount_point` of the listener: what the client's topics begin with for everybody but itself.
    pub mount_point: Option<Arc<str>>,
}

/// A connected client.
#[derive(Debug, Clone)]
pub struct ClientInfo {
    /// The client identifier, assigned by the broker if the client sent none.
    pub id: Arc<str>,
    /// The user name of the CONNECT.
    pub username: Option<Arc<str>>,
    /// The protocol version.
    pub version: Version,
    /// The keep alive in force, in seconds; 0 means none.
    pub keep_alive: u16,
    /// Clean Start (v5) or clean session (3.x).
    pub clean_start: bool,
    /// When it connected.
    pub connected_at: SystemTime,
    /// The connection.
    pub peer: Peer,
}

/// Why a deciding hook says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The code for the client; on 3.x its nearest equal is sent.
    pub reason: ReasonCode,
    /// Words for the client (v5, if it asked for problem information) and for the log.
    pub text: Option<String>,
}

impl From<ReasonCode> for Refusal {
    fn from(reason: ReasonCode) -> Self {
        Self { reason, text: None }
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminated {
    /// With its connection, or by an operator.
    Normal,
    /// A connection with Clean Start took the client identifier over.
    TakenOver,
    /// Its expiry interval passed.
    Expired,
    /// It goes on at another node of the cluster.
    Moved,
}

impl Terminated {
    /// All of them, in the order of their numbers.
    pub const ALL: &[Self] = &[Self::Normal, Self::TakenOver, Self::Expired, Self::Moved];

    /// The label used in metrics.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::TakenOver => "taken_over",
            Self::Expired => "expired",
            Self::Moved => "moved",
        }
    }
}

/// Why a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseCause {
    /// The client sent DISCONNECT with this code.
    ByClient(ReasonCode),
    /// The broker ended it with this code.
    ByBroker(ReasonCode),
    /// The transport ended without a DISCONNECT.
    ConnectionLost,
}

/// Why a message did not reach a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DropReason {
    /// The queue of the session is full (`mqtt.max_queued_messages`, `limits.pending_bytes`).
    QueueFull,
    /// The message expired before it could be sent.
    Expired,
    /// It is larger than the Maximum Packet Size of the client [MQTT-3.1.2-25].
    ExceedsMaxSize,
    /// QoS 0 for a session that is away, with `mqtt.queue_qos0_messages: false`.
    Offline,
    /// A fault inside the broker.
    Internal,
    /// The queues of all sessions are full (`limits.queue_memory`).
    QueueMemory,
}

impl DropReason {
    /// All of them, in the order of their numbers.
    pub const ALL: &[Self] = &[
        Self::QueueFull,
        Self::Expired,
        Self::ExceedsMaxSize,
        Self::Offline,
        Self::Internal,
        Self::QueueMemory,
    ];

    /// The label used in metrics and logs.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::QueueFull => "queue_full",
            Self::Expired => "expired",
            Self::ExceedsMaxSize => "exceeds_max_size",
            Self::Offline => "offline",
            Self::Internal => "internal",
            Self::QueueMemory => "queue_memory",
        }
    }
}
