//! When and where each topic's retained message was set or cleared, so that all nodes end up with the same one.
//!
//! The messages themselves are the broker's. The later change wins; what was cleared is remembered for a time, so that a node that
//! was away does not bring it back.

use std::collections::BTreeMap;

use crate::members::{hash, mix};
use crate::{Stamp, Time};

/// Topics are summed up in as many parts: two nodes compare the sums and exchange what is in the parts that differ.
pub(crate) const PARTS: usize = 256;

#[derive(Debug)]
pub(crate) struct Index {
    topics: BTreeMap<Box<str>, Change>,
    /// The exclusive or of what is in each part.
    sums: Box<[u64; PARTS]>,
}

/// What happened to a topic last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) stamp: Stamp,
    /// Whether there is a message; if not, it was cleared.
    pub(crate) present: bool,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            topics: BTreeMap::new(),
            sums: Box::new([0; PARTS]),
        }
    }
}

impl Index {
    /// A message was set or cleared. False if something later is known: then nothing has changed.
    pub(crate) fn put(&mut self, topic: &str, stamp: Stamp, present: bool) -> bool {
        match self.topics.get_mut(topic) {
            Some(known) if known.stamp >= stamp => return false,
            Some(known) => {
                self.sums[part(topic)] ^= sum(topic, known);
                *known = Change { stamp, present };
                self.sums[part(topic)] ^= sum(topic, known);
            }
            None => {
                let change = Change { stamp, present };
                self.sums[part(topic)] ^= sum(topic, &change);
                self.topics.insert(topic.into(), change);
            }
        }
        true
    }

    pub(crate) fn find(&self, topic: &str) -> Option<&Change> {
        self.topics.get(topic)
    }

    /// Forgets a topic, as when its message has expired: that happens on all nodes.
    pub(crate) fn forget(&mut self, topic: &str) {
        if let Some(known) = self.topics.remove(topic) {
            self.sums[part(topic)] ^= sum(topic, &known);
        }
    }

    /// Forgets what was cleared before this moment.
    pub(crate) fn sweep(&mut self, before: Time) {
        let sums = &mut self.sums;
        self.topics.retain(|topic, change| {
            let stays = change.present || change.stamp.time >= before;
            if !stays {
                sums[part(topic)] ^= sum(topic, change);
            }
            stays
        });
    }

    /// The sums of all parts.
    pub(crate) fn digest(&self) -> Box<[u64]> {
        self.sums.to_vec().into()
    }

    /// The parts in which another node has something else.
    pub(crate) fn differing(&self, digest: &[u64]) -> Box<[u8]> {
        (0..=u8::MAX)
            .zip(self.sums.iter().zip(digest))
            .filter(|(_, (mine, other))| mine != other)
            .map(|(part, _)| part)
            .collect()
    }

    /// Everything in these parts.
    pub(crate) fn in_parts<'i>(
        &'i self,
        parts: &'i [u8],
    ) -> impl Iterator<Item = (&'i str, &'i Change)> {
        self.topics
            .iter()
            .filter(|(topic, _)| parts.contains(&(part(topic) as u8)))
            .map(|(topic, change)| (&**topic, change))
    }

    /// Everything, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Change)> {
        self.topics.iter().map(|(topic, change)| (&**topic, change))
    }
}

const fn part_of(hash: u64) -> usize {
    (hash % PARTS as u64) as usize
}

fn part(topic: &str) -> usize {
    part_of(hash(topic.as_bytes()))
}

fn sum(topic: &str, change: &Change) -> u64 {
    let Stamp { time, node } = &change.stamp;
    let stamp = mix(time.millis) ^ mix(!u64::from(time.count)) ^ hash(node.as_str().as_bytes());
    mix(hash(topic.as_bytes()) ^ mix(stamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NodeName;
    use proptest::prelude::*;

    fn stamp(millis: u64, node: &str) -> Stamp {
        Stamp {
            time: Time { millis, count: 0 },
            node: NodeName::new(node),
        }
    }

    fn contents(index: &Index) -> Vec<(String, Stamp, bool)> {
        let mut all: Vec<_> = index
            .iter()
            .map(|(topic, change)| (topic.to_owned(), change.stamp.clone(), change.present))
            .collect();
        all.sort();
        all
    }

    proptest! {
        #[test]
        fn changes_in_any_order_end_in_the_same(
            mut changes in prop::collection::vec((0..5_u8, 0..20_u64, 0..3_u8), 0..40),
            seed in any::<u64>(),
        ) {
            let name = |n: u8| ["a", "b", "c"][usize::from(n)];
            // Two changes with one stamp are one change.
            let present = |millis: u64, node: u8| !(millis + u64::from(node)).is_multiple_of(3);
            let run = |changes: &[(u8, u64, u8)]| {
                let mut index = Index::default();
                for (topic, millis, node) in changes {
                    let topic = format!("t/{topic}");
                    index.put(&topic, stamp(*millis, name(*node)), present(*millis, *node));
                }
                index
            };
            let one = run(&changes);
            changes.sort_by_key(|change| mix(seed ^ u64::from(change.0) ^ (change.1 << 8) ^ (u64::from(change.2) << 16)));
            let other = run(&changes);
            prop_assert_eq!(contents(&one), contents(&other));
            prop_assert_eq!(one.digest(), other.digest());
            prop_assert!(one.differing(&other.digest()).is_empty());
        }

        #[test]
        fn indexes_that_differ_say_where(topics in prop::collection::btree_set("[a-c/]{1,6}", 1..30), which in any::<prop::sample::Index>()) {
            let mut one = Index::default();
            let mut other = Index::default();
            for topic in &topics {
                one.put(topic, stamp(1, "a"), true);
                other.put(topic, stamp(1, "a"), true);
            }
            let topics: Vec<_> = topics.iter().collect();
            let changed = topics[which.index(topics.len())];
            other.put(changed, stamp(2, "b"), false);
            let parts = one.differing(&other.digest());
            prop_assert_eq!(parts.len(), 1);
            prop_assert!(other.in_parts(&parts).any(|(topic, _)| topic == changed));
        }
    }

    #[test]
    fn what_was_cleared_is_forgotten_after_its_time_and_what_is_there_is_not() {
        let mut index = Index::default();
        index.put("there", stamp(1, "a"), true);
        index.put("cleared", stamp(1, "a"), false);
        index.put("just-cleared", stamp(9, "a"), false);
        index.sweep(Time {
            millis: 5,
            count: 0,
        });
        assert!(index.find("there").is_some() && index.find("just-cleared").is_some());
        assert!(index.find("cleared").is_none());
        let mut other = Index::default();
        other.put("there", stamp(1, "a"), true);
        other.put("just-cleared", stamp(9, "a"), false);
        assert_eq!(index.digest(), other.digest());
    }
}
