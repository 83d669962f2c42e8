//! How a node of a federation behaves, and what time it is for it.

/// What time it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds of a clock that only goes forward.
    pub mono: u64,
    /// Milliseconds since the Unix epoch.
    pub wall: u64,
}

/// What to do with a client whose session cannot be asked for: its node, or the node that keeps the book on it, does not answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnPartition {
    /// Serve it. Two halves of a cluster may each hold the client until they meet; then the older claim ends.
    #[default]
    Serve,
    /// Refuse it, until the node answers or is known to be gone.
    Refuse,
}

/// How a node behaves. Times are in milliseconds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// See [`OnPartition`].
    pub on_partition: OnPartition,
    /// Whether the nodes share a store: then [`Effect::Fetch`](crate::Effect::Fetch) asks it for sessions that no node hands over.
    pub shares_store: bool,
    /// How long a claim may take.
    pub claim_within: u64,
    /// When a claim that is not answered is made again.
    pub ask_again_after: u64,
    /// How long the nodes have to tell a new registrar what they hold.
    pub settle_within: u64,
    /// How often what is retained is compared with the other nodes.
    pub compare_every: u64,
    /// How long it is remembered that a retained message was cleared.
    pub remember_cleared: u64,
    /// The bytes that may wait for one node. Beyond half of it messages that need not be safe are shed.
    pub most_waiting: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            on_partition: OnPartition::Serve,
            shares_store: false,
            claim_within: 3_000,
            ask_again_after: 500,
            settle_within: 2_000,
            compare_every: 30_000,
            remember_cleared: 24 * 3_600_000,
            most_waiting: 64 * 1024 * 1024,
        }
    }
}
