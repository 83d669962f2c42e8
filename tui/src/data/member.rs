//! The nodes of a cluster.

use serde::{Deserialize, Serialize};

/// A node.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Its address.
    pub(crate) address: String,
    /// `alive`, `leaving`, `left`, `failed`.
    pub(crate) status: String,
    /// Whether it is the one that answers.
    pub(crate) local: bool,
    /// Its version.
    pub(crate) version: String,
    /// Sessions whose client is connected.
    pub(crate) sessions: Option<u64>,
    /// Messages received a second.
    pub(crate) in_rate: Option<f64>,
    /// Messages sent a second.
    pub(crate) out_rate: Option<f64>,
    /// Filters that it has subscribers for.
    pub(crate) routes: Option<u64>,
    /// There and back, milliseconds: 50 % and 99 % take at most so long.
    pub(crate) rtt: Option<[f64; 2]>,
    /// Events that wait to be sent to it.
    pub(crate) lag: u64,
    /// Seconds it runs.
    pub(crate) uptime: Option<u64>,
}

impl Member {
    /// Whether it answers.
    pub(crate) fn is_alive(&self) -> bool {
        self.status == "alive"
    }
}
