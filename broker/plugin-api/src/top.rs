//! The topics that most is published to.

use std::time::Duration;

/// What was counted for topics, in no particular order.
#[derive(Debug, Clone, Default)]
pub struct TopTopics {
    /// The topics that were kept: the busiest are among them, and others.
    pub topics: Vec<TopicCount>,
    /// How long they have been counted.
    pub counted_for: Duration,
}

/// What was counted for a topic. Memory is bounded, so that a rare topic may have inherited the count of another one; a busy one
/// is counted exactly or nearly so, and none too low.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// The topic name.
    pub topic: String,
    /// Messages published.
    pub messages: u64,
    /// Bytes of their payloads.
    pub bytes: u64,
    /// So many of the messages were inherited.
    pub inherited_messages: u64,
    /// So many of the bytes were inherited.
    pub inherited_bytes: u64,
}
