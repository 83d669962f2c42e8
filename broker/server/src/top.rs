//! The busiest topics, counted while somebody asks.
//!
//! A sketch of fixed size in the manner of Space-Saving: a topic that is not known takes the place of the rarest one in its bucket, and
//! its count. So a busy topic stays, and none is counted too low. When nobody asks, a message costs one load.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use foldhash::quality::RandomState;
use gmqtt_plugin_api::{TopTopics, TopicCount};
use parking_lot::Mutex;

use crate::clock::Millis;

/// Parts with a lock each, so that threads seldom meet.
const SHARDS: usize = 16;
/// Buckets of a shard.
const BUCKETS: usize = 32;
/// Topics of a bucket.
const SLOTS: usize = 8;
/// Longer topics are not counted: memory is bounded.
const LONGEST_TOPIC: usize = 1024;
/// After the last question it is counted for so much longer.
const PATIENCE: Millis = 30_000;

/// What is counted for the topics of one broker.
#[derive(Debug, Default)]
pub(crate) struct Top {
    /// It is counted until then.
    until: AtomicU64,
    since: AtomicU64,
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

/// Empty as long as nothing was counted.
#[derive(Debug, Default)]
struct Shard(Vec<Bucket>);

type Bucket = [Slot; SLOTS];

#[derive(Debug, Default)]
struct Slot {
    hash: u64,
    topic: String,
    messages: u64,
    bytes: u64,
    /// What the topic before it was counted.
    inherited: (u64, u64),
}

impl Top {
    /// Whether somebody asks.
    pub(crate) fn is_on(&self, now: Millis) -> bool {
        self.until.load(Ordering::Relaxed) > now
    }

    /// So many messages with so many bytes of payload were published.
    pub(crate) fn note(&self, topic: &str, (messages, bytes): (u64, usize), now: Millis) {
        if self.is_on(now) && topic.len() <= LONGEST_TOPIC {
            self.count(topic, messages, bytes as u64);
        }
    }

    #[cold]
    fn count(&self, topic: &str, messages: u64, bytes: u64) {
        let hash = self.hasher.hash_one(topic);
        let place = |bits: u64, count: usize| usize::try_from(bits).unwrap_or(0) % count;
        let mut shard = self.shards[place(hash >> 60, SHARDS)].lock();
        if shard.0.is_empty() {
            shard.0.resize_with(BUCKETS, Bucket::default);
        }
        let bucket = &mut shard.0[place(hash & 0xffff, BUCKETS)];
        let known = bucket
            .iter()
            .position(|slot| slot.hash == hash && slot.topic == topic);
        let rarest = || (0..SLOTS).min_by_key(|n| bucket[*n].messages);
        let Some(place) = known.or_else(rarest) else {
            return;
        };
        let slot = &mut bucket[place];
        if known.is_none() {
            slot.hash = hash;
            slot.topic.clear();
            slot.topic.push_str(topic);
            slot.inherited = (slot.messages, slot.bytes);
        }
        slot.messages += messages;
        slot.bytes += bytes;
    }

    /// What was counted. From now on, if it was not, it is counted for a while.
    pub(crate) fn look(&self, now: Millis) -> TopTopics {
        if !self.is_on(now) {
            for shard in &self.shards {
                shard.lock().0 = Vec::new();
            }
            self.since.store(now, Ordering::Relaxed);
        }
        self.until.store(now + PATIENCE, Ordering::Relaxed);
        let mut topics = Vec::new();
        for shard in &self.shards {
            let shard = shard.lock();
            let used = shard.0.iter().flatten().filter(|slot| slot.messages > 0);
            topics.extend(used.map(|slot| TopicCount {
                topic: slot.topic.clone(),
                messages: slot.messages,
                bytes: slot.bytes,
                inherited_messages: slot.inherited.0,
                inherited_bytes: slot.inherited.1,
            }));
        }
        let since = self.since.load(Ordering::Relaxed);
        TopTopics {
            topics,
            counted_for: Duration::from_millis(now.saturating_sub(since)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(top: &TopTopics, topic: &str) -> Option<u64> {
        let found = top.topics.iter().find(|count| count.topic == topic)?;
        Some(found.messages)
    }

    #[test]
    fn it_is_counted_from_the_first_question_until_a_while_after_the_last() {
        let top = Top::default();
        top.note("a", (5, 50), 1000);
        assert!(top.look(1000).topics.is_empty());
        top.note("a", (2, 20), 1500);
        top.note("b", (1, 7), 1500);
        let found = top.look(2000);
        assert_eq!(
            (messages(&found, "a"), messages(&found, "b")),
            (Some(2), Some(1))
        );
        assert_eq!(found.counted_for, Duration::from_secs(1));
        let later = 2000 + PATIENCE;
        top.note("a", (1, 1), later);
        let found = top.look(later);
        assert!(found.topics.is_empty() && found.counted_for.is_zero());
    }

    #[test]
    fn memory_is_bounded_and_the_busy_stay() {
        let top = Top::default();
        top.look(0);
        for n in 0..100_000 {
            top.note(&format!("rare/{n}"), (1, 1), 1);
            if n % 10 == 0 {
                top.note("busy", (1, 1), 1);
            }
        }
        top.note(&"x".repeat(LONGEST_TOPIC + 1), (1_000_000, 1), 1);
        let found = top.look(1);
        assert_eq!(found.topics.len(), SHARDS * BUCKETS * SLOTS);
        let busy = messages(&found, "busy").unwrap();
        let most = 10_000 + 2 * 100_000 / (SHARDS * BUCKETS * SLOTS) as u64;
        assert!((10_000..most).contains(&busy), "{busy}");
        assert!(
            found
                .topics
                .iter()
                .all(|count| count.topic.len() <= LONGEST_TOPIC)
        );
    }
}
