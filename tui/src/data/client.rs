//! Clients and their sessions.

use serde::{Deserialize, Serialize};

use super::At;

/// A client and its session. In files it has the names of the API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ClientRow {
    /// The client identifier, as the client chose it: hostile.
    #[serde(rename = "client_id")]
    pub(crate) id: String,
    /// The user name.
    #[serde(rename = "username")]
    pub(crate) user: String,
    /// Where it comes from.
    #[serde(rename = "remote_addr")]
    pub(crate) address: String,
    /// Where it is connected to.
    #[serde(rename = "local_addr")]
    pub(crate) local: String,
    /// The listener it came through.
    pub(crate) listener: String,
    /// The node that holds it.
    pub(crate) node: String,
    /// 3, 4 or 5.
    pub(crate) version: u8,
    /// Whether it is connected.
    #[serde(rename = "connected")]
    pub(crate) online: bool,
    /// Since when it is connected, or away.
    pub(crate) since: Option<At>,
    /// Seconds.
    pub(crate) keep_alive: u32,
    /// Seconds that the session outlives the connection.
    #[serde(rename = "session_expiry")]
    pub(crate) expiry: u32,
    /// Whether it asked for a new session.
    pub(crate) clean_start: bool,
    /// Filters it is subscribed to.
    #[serde(rename = "subscriptions_current")]
    pub(crate) subscriptions: u32,
    /// Messages that wait for it.
    #[serde(rename = "queue_len")]
    pub(crate) queue: u32,
    /// How many may.
    #[serde(rename = "max_queue")]
    pub(crate) queue_max: u32,
    /// Their bytes.
    pub(crate) queue_bytes: u64,
    /// Messages that were sent and not acknowledged.
    #[serde(rename = "inflight_len")]
    pub(crate) inflight: u32,
    /// How many may be.
    #[serde(rename = "max_inflight")]
    pub(crate) inflight_max: u32,
    /// Messages that did not reach it.
    #[serde(rename = "message_dropped")]
    pub(crate) dropped: u64,
    /// The same by reason.
    #[serde(rename = "dropped")]
    pub(crate) drops: Vec<(String, u64)>,
    /// Messages a second that do not reach it.
    pub(crate) drop_rate: Option<f64>,
    /// Messages a second from it.
    #[serde(rename = "receive_rate")]
    pub(crate) in_rate: Option<f64>,
    /// Messages a second to it.
    #[serde(rename = "send_rate")]
    pub(crate) out_rate: Option<f64>,
    /// Messages received from it.
    #[serde(rename = "messages_received")]
    pub(crate) in_total: u64,
    /// Messages sent to it.
    #[serde(rename = "messages_sent")]
    pub(crate) out_total: u64,
    /// Bytes received from it.
    #[serde(rename = "packets_received_bytes")]
    pub(crate) in_bytes: u64,
    /// Bytes sent to it.
    #[serde(rename = "packets_send_bytes")]
    pub(crate) out_bytes: u64,
    /// Whether it was warned of as slow.
    pub(crate) slow: bool,
    /// The topic of its will; empty if there is none.
    pub(crate) will: String,
    /// The version of TLS; empty without.
    #[serde(rename = "tls_version")]
    pub(crate) tls: String,
    /// The name in its certificate; empty if it showed none.
    #[serde(rename = "certificate_name")]
    pub(crate) certificate: String,
}

impl ClientRow {
    /// The version as people write it.
    pub(crate) fn protocol(&self) -> &'static str {
        match self.version {
            3 => "3.1",
            4 => "3.1.1",
            5 => "5",
            _ => "-",
        }
    }

    /// Whether as much waits for it as may.
    pub(crate) fn is_full(&self) -> bool {
        self.queue_max > 0 && self.queue >= self.queue_max
    }
}

/// The clients that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ClientPage {
    /// The first ones in the order that was asked for.
    pub(crate) rows: Vec<ClientRow>,
    /// How many the filter fits; not there if nobody counted.
    pub(crate) matching: Option<u64>,
    /// Whether rows were ordered by the broker over all clients, or only among those that were fetched.
    pub(crate) complete: bool,
}

/// One client with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ClientDetail {
    /// It.
    pub(crate) row: ClientRow,
    /// Whether it is no longer there.
    pub(crate) gone: bool,
    /// Its subscriptions, by filter.
    pub(crate) subscriptions: Vec<SubscriptionRow>,
    /// The first messages that were sent and not acknowledged.
    pub(crate) inflight: Vec<MessageRow>,
    /// The first messages that wait.
    pub(crate) queue: Vec<MessageRow>,
}

/// A subscription.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SubscriptionRow {
    /// The whole topic filter.
    pub(crate) filter: String,
    /// The highest QoS.
    pub(crate) qos: u8,
    /// The subscription identifier; 0 is none.
    pub(crate) id: u32,
    /// Whether the client's own messages are kept from it.
    pub(crate) no_local: bool,
}

/// A message on its way to a client.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MessageRow {
    /// The topic name.
    pub(crate) topic: String,
    /// The QoS.
    pub(crate) qos: u8,
    /// The RETAIN flag.
    pub(crate) retained: bool,
    /// The packet identifier; 0 if it has none yet.
    pub(crate) packet: u32,
    /// Milliseconds it has been there.
    pub(crate) age: Option<u64>,
    /// Bytes of the payload.
    pub(crate) size: u64,
}
