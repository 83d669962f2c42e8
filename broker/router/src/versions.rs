//! Whether a route found earlier still stands, without asking the table or its lock.
//!
//! A filter counts under its first level, so that a SUBSCRIBE makes stale only the routes of topics
//! with that first level; one that starts with a wildcard counts for all topics it can match.

use std::fmt;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::quality::RandomState;
use gmqtt_protocol::{TopicFilter, TopicName};

/// Counts the changes of a subscription table, in parts.
///
/// Whoever changes the table calls [`Versions::bump`] after the change and before unlocking;
/// whoever caches a route takes the [`Stamp`] before matching.
pub struct Versions {
    hasher: RandomState,
    wildcard: AtomicU64,
    /// By hashed first level. Two levels that share a counter make each other's routes stale, which
    /// costs a match and nothing else.
    levels: Box<[AtomicU64; SLOTS]>,
}

/// The state of the table's part that one topic depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    slot: usize,
    level: u64,
    wildcard: u64,
}

impl Versions {
    /// As for a table without subscriptions.
    #[must_use]
    pub fn new() -> Self {
        Self {
            hasher: RandomState::default(),
            wildcard: AtomicU64::new(0),
            levels: Box::new([const { AtomicU64::new(0) }; SLOTS]),
        }
    }

    /// What a route for this topic depends on, as it stands now.
    #[must_use]
    pub fn stamp(&self, topic: TopicName<'_>) -> Stamp {
        self.read(self.slot(topic.as_str()), topic)
    }

    /// Makes stale the routes of the topics that this filter may match. A shared filter counts as
    /// the filter without `$share/name/`.
    pub fn bump(&self, filter: TopicFilter<'_>) {
        let counter = if filter.starts_with_wildcard() {
            &self.wildcard
        } else {
            &self.levels[self.slot(filter.filter())]
        };
        counter.fetch_add(1, Ordering::Release);
    }

    /// Whether a route cached under this stamp still stands. The stamp must be one of this topic.
    #[must_use]
    pub fn is_current(&self, topic: TopicName<'_>, stamp: Stamp) -> bool {
        debug_assert_eq!(stamp.slot, self.slot(topic.as_str()), "of another topic");
        // The stamp knows the counter: no hashing for each message.
        self.read(stamp.slot, topic) == stamp
    }

    fn read(&self, slot: usize, topic: TopicName<'_>) -> Stamp {
        Stamp {
            slot,
            level: self.levels[slot].load(Ordering::Acquire),
            // [MQTT-4.7.2-1]: such filters do not match a topic that starts with $.
            wildcard: if topic.is_dollar() {
                0
            } else {
                self.wildcard.load(Ordering::Acquire)
            },
        }
    }

    fn slot(&self, text: &str) -> usize {
        let first = text.split_once('/').map_or(text, |(first, _)| first);
        self.hasher.hash_one(first) as usize % SLOTS
    }
}

impl Default for Versions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versions")
            .field("wildcard", &self.wildcard)
            .finish_non_exhaustive()
    }
}

/// 8 KiB of counters.
const SLOTS: usize = 1024;
