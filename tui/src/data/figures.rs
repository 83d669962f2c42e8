//! The chief figures, and how the broker says it is.

use serde::{Deserialize, Serialize};

use super::Severity;

/// The chief figures at one moment. What a source does not know is not there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Figures {
    /// Another one each time the broker starts; empty if that is not known.
    pub(crate) instance: String,
    /// Seconds since the broker started.
    pub(crate) uptime: Option<u64>,
    /// Sessions whose client is connected.
    pub(crate) online: Option<u64>,
    /// Sessions whose client is away.
    pub(crate) offline: Option<u64>,
    /// Clients that come a second.
    pub(crate) connect_rate: Option<f64>,
    /// Clients that go a second.
    pub(crate) disconnect_rate: Option<f64>,
    /// Clients that came, since the start.
    pub(crate) connected_total: Option<u64>,
    /// Clients that went, since the start.
    pub(crate) disconnected_total: Option<u64>,
    /// Clients that were not let in, since the start.
    #[serde(rename = "auth_failures_total")]
    pub(crate) auth_failures: Option<u64>,
    /// Subscriptions.
    pub(crate) subscriptions: Option<u64>,
    /// Clients that acknowledge too slowly.
    pub(crate) slow: Option<u64>,
    /// Messages received a second.
    #[serde(rename = "receive_rate")]
    pub(crate) in_rate: Option<f64>,
    /// Messages sent a second.
    #[serde(rename = "send_rate")]
    pub(crate) out_rate: Option<f64>,
    /// Messages received, since the start.
    #[serde(rename = "received_total")]
    pub(crate) in_total: Option<u64>,
    /// Messages sent, since the start.
    #[serde(rename = "sent_total")]
    pub(crate) out_total: Option<u64>,
    /// Bytes received a second.
    #[serde(rename = "receive_bytes_rate")]
    pub(crate) in_bytes: Option<f64>,
    /// Bytes sent a second.
    #[serde(rename = "send_bytes_rate")]
    pub(crate) out_bytes: Option<f64>,
    /// Messages a second that do not reach a session.
    pub(crate) drop_rate: Option<f64>,
    /// Messages that did not reach a session, since the start.
    pub(crate) dropped_total: Option<u64>,
    /// The same by reason.
    pub(crate) dropped: Vec<Dropped>,
    /// Messages that wait.
    pub(crate) queued: Option<u64>,
    /// Their bytes.
    pub(crate) queued_bytes: Option<u64>,
    /// Messages sent and not acknowledged.
    pub(crate) inflight: Option<u64>,
    /// Retained messages.
    pub(crate) retained: Option<u64>,
    /// Of one CPU, in percent.
    #[serde(rename = "cpu_percent")]
    pub(crate) cpu: Option<f64>,
    /// How many CPUs there are.
    pub(crate) cpus: Option<u32>,
    /// Bytes of memory.
    #[serde(rename = "memory_bytes")]
    pub(crate) memory: Option<u64>,
    /// Files and sockets that are open.
    #[serde(rename = "open_files")]
    pub(crate) files: Option<u64>,
    /// How many may be.
    #[serde(rename = "open_files_limit")]
    pub(crate) files_limit: Option<u64>,
    /// From publisher to subscriber, seconds: 50 %, 90 % and 99 % take at most so long.
    pub(crate) delivery: Option<[f64; 3]>,
}

/// Messages that did not reach a session, for one reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Dropped {
    /// The reason.
    pub(crate) reason: String,
    /// Since the start.
    pub(crate) total: u64,
    /// A second.
    pub(crate) rate: f64,
}

/// How a part of the broker is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Health {
    /// As it should be.
    #[default]
    Ok,
    /// It works, and somebody should look.
    Warning,
    /// It does not work.
    Error,
}

impl From<Health> for Severity {
    fn from(health: Health) -> Self {
        match health {
            Health::Ok => Self::Info,
            Health::Warning => Self::Warning,
            Health::Error => Self::Error,
        }
    }
}

/// A part of the broker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// How it is.
    pub(crate) health: Health,
    /// In words.
    pub(crate) message: String,
}

/// The broker itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Status {
    /// Its version.
    pub(crate) version: String,
    /// The name of the node.
    pub(crate) node: String,
    /// Where it keeps sessions: `memory`, `embedded`, `redis`.
    pub(crate) store: String,
    /// Part by part.
    pub(crate) parts: Vec<Part>,
    /// Whether it is about to stop.
    pub(crate) draining: bool,
}
