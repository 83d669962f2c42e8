//! Authentication: what a CONNECT asks for and what it may be granted.

use std::time::Duration;

use bytes::Bytes;
use gmqtt_protocol::{QoS, Version};

use crate::{BoxFuture, Peer, Refusal};

/// The parts of a CONNECT that decide who the client is.
#[derive(Clone)]
pub struct ConnectRequest {
    /// The client identifier; empty if the broker is to assign one.
    pub client_id: String,
    /// The user name.
    pub username: Option<String>,
    /// The password, any bytes.
    pub password: Option<Bytes>,
    /// The Authentication Method (v5).
    pub auth_method: Option<String>,
    /// The Authentication Data (v5), any bytes.
    pub auth_data: Option<Bytes>,
    /// Clean Start (v5) or clean session (3.x).
    pub clean_start: bool,
    /// The protocol version.
    pub version: Version,
    /// The connection.
    pub peer: Peer,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for ConnectRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectRequest")
            .field("client_id", &self.client_id)
            .field("username", &self.username)
            .field("auth_method", &self.auth_method)
            .field("version", &self.version)
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

/// What an authenticated client gets. It comes filled from the configuration and the CONNECT; hooks may change it for this client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// How long the session outlives the connection; zero ends it with the connection.
    pub session_expiry: Duration,
    /// How many QoS 1 and 2 messages the client may send unacknowledged (v5 is told).
    pub receive_maximum: u16,
    /// The highest QoS the client may publish with.
    pub maximum_qos: QoS,
    /// The largest packet the client may send, in bytes.
    pub max_packet_size: u32,
    /// The highest topic alias the client may use.
    pub topic_alias_maximum: u16,
    /// Whether it may publish retained messages.
    pub retain_available: bool,
    /// Whether it may use wildcards in subscriptions.
    pub wildcard_subscription_available: bool,
    /// Whether it may use subscription identifiers.
    pub subscription_identifier_available: bool,
    /// Whether it may use shared subscriptions.
    pub shared_subscription_available: bool,
    /// The keep alive in seconds; a v5 client is told when it differs from what it asked for.
    pub keep_alive: u16,
    /// How many QoS 1 and 2 messages may be in flight to the client; its own Receive Maximum lowers it.
    pub max_inflight: u16,
    /// The user name that the client is known by, where that is not the one in its CONNECT.
    pub username: Option<String>,
    /// The identifier for a client that sent none.
    pub assigned_client_id: Option<String>,
    /// Response Information for a v5 client that asked for it.
    pub response_information: Option<String>,
    /// User properties for the CONNACK (v5).
    pub user_properties: Vec<(String, String)>,
}

/// What the protocol grants where nothing else is said. For re-authentications, whose grant is not looked at.
impl Default for Grant {
    fn default() -> Self {
        Self {
            session_expiry: Duration::ZERO,
            receive_maximum: u16::MAX,
            maximum_qos: QoS::ExactlyOnce,
            max_packet_size: u32::MAX,
            topic_alias_maximum: 0,
            retain_available: true,
            wildcard_subscription_available: true,
            subscription_identifier_available: true,
            shared_subscription_available: true,
            keep_alive: 0,
            max_inflight: u16::MAX,
            username: None,
            assigned_client_id: None,
            response_information: None,
            user_properties: Vec::new(),
        }
    }
}

/// One step of an enhanced authentication.
pub enum AuthStep {
    /// The plugin does not know the method; the next one is asked.
    NotMine,
    /// The client has to answer: AUTH 0x18 with this data, then `next` is called.
    Continue {
        /// Authentication Data for the client.
        data: Option<Bytes>,
        /// What goes on with the client's answer.
        next: Box<dyn Exchange>,
    },
    /// Authenticated.
    Done {
        /// Authentication Data for the CONNACK (or AUTH 0x00 when re-authenticating).
        data: Option<Bytes>,
        /// What the client gets; not looked at when re-authenticating.
        grant: Grant,
    },
}

/// An authentication under way: it holds what it must remember between two AUTH packets.
pub trait Exchange: Send + 'static {
    /// Called with the Authentication Data of the client's next AUTH.
    fn on_auth(
        self: Box<Self>,
        data: Option<Bytes>,
    ) -> BoxFuture<'static, Result<AuthStep, Refusal>>;
}
