//! Acknowledgements that wait until other nodes have a message as safe as its receivers there were promised.
//!
//! Whether they wait is the store's to say, see [`Storage::waits_for_others`](crate::storage::Storage::waits_for_others). Who waits for too
//! long is answered as `persistence.on_store_failure` has it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::task::Waker;

use gmqtt_plugin_api::cluster::NodeName;
use parking_lot::Mutex;

use crate::clock::Millis;

/// How long an acknowledgement waits for other nodes.
pub(crate) const PATIENCE: Millis = 5_000;

/// One message that crosses to other nodes.
#[derive(Debug)]
pub(crate) struct Awaited(Mutex<Progress>);

#[derive(Debug)]
struct Progress {
    /// Nodes that have not said that it is safe.
    left: usize,
    failed: bool,
    waker: Option<Waker>,
}

/// What is known of a message that crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety {
    Safe,
    NotYet,
    /// A node did not say in time.
    Unknown,
}

impl Awaited {
    /// How it stands; the task is woken when that changes.
    pub(crate) fn poll(&self, waker: &Waker) -> Safety {
        let mut progress = self.0.lock();
        if progress.failed {
            Safety::Unknown
        } else if progress.left == 0 {
            Safety::Safe
        } else {
            progress.waker = Some(waker.clone());
            Safety::NotYet
        }
    }

    fn settle(&self, failed: bool) {
        let mut progress = self.0.lock();
        progress.left = progress.left.saturating_sub(1);
        progress.failed |= failed;
        let waker = if progress.left == 0 || failed {
            progress.waker.take()
        } else {
            None
        };
        drop(progress);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// All messages that are waited for.
#[derive(Debug, Default)]
pub(crate) struct Awaiting(Mutex<HashMap<NodeName, Node>>);

#[derive(Debug, Default)]
struct Node {
    /// Up to here everything is safe there.
    reached: u64,
    /// In order of their numbers, which is that of their deadlines but for a moment.
    waiting: VecDeque<(u64, Millis, Arc<Awaited>)>,
}

impl Awaiting {
    /// A message was forwarded to these nodes under these numbers; `None` if it is safe with all of them already.
    pub(crate) fn begin(&self, at: &[(NodeName, u64)], now: Millis) -> Option<Arc<Awaited>> {
        let mut nodes = self.0.lock();
        let awaited = Arc::new(Awaited(Mutex::new(Progress {
            left: at.len(),
            failed: false,
            waker: None,
        })));
        let mut left = 0;
        for (name, number) in at {
            let node = nodes.entry(name.clone()).or_default();
            if node.reached >= *number {
                continue;
            }
            left += 1;
            // Another thread may have been faster with a later one.
            let place = node.waiting.partition_point(|(other, ..)| other < number);
            let waits = (*number, now + PATIENCE, awaited.clone());
            node.waiting.insert(place, waits);
        }
        awaited.0.lock().left = left;
        (left > 0).then_some(awaited)
    }

    /// Everything is safe at a node up to this number.
    pub(crate) fn reached(&self, name: &NodeName, number: u64) {
        let mut nodes = self.0.lock();
        let node = nodes.entry(name.clone()).or_default();
        node.reached = node.reached.max(number);
        let end = node.waiting.partition_point(|(other, ..)| *other <= number);
        let safe: Vec<_> = node.waiting.drain(..end).collect();
        drop(nodes);
        safe.iter()
            .for_each(|(_, _, awaited)| awaited.settle(false));
    }

    /// A node will not say any more. How many waited for it.
    pub(crate) fn give_up(&self, name: &NodeName) -> usize {
        let node = self.0.lock().remove(name).unwrap_or_default();
        let waiting = node.waiting;
        waiting
            .iter()
            .for_each(|(_, _, awaited)| awaited.settle(true));
        waiting.len()
    }

    /// Gives up those that have waited for too long. How many.
    pub(crate) fn expire(&self, now: Millis) -> usize {
        let mut late = Vec::new();
        for node in self.0.lock().values_mut() {
            let end = node
                .waiting
                .iter()
                .take_while(|(_, deadline, _)| *deadline <= now)
                .count();
            late.extend(node.waiting.drain(..end));
        }
        late.iter().for_each(|(_, _, awaited)| awaited.settle(true));
        late.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> NodeName {
        NodeName::new(name)
    }

    fn look(awaited: &Awaited) -> Safety {
        awaited.poll(Waker::noop())
    }

    #[test]
    fn a_message_is_safe_when_it_is_with_every_node() {
        let awaiting = Awaiting::default();
        awaiting.reached(&node("a"), 3);
        assert!(awaiting.begin(&[(node("a"), 3)], 0).is_none());
        let both = awaiting
            .begin(&[(node("a"), 5), (node("b"), 1)], 0)
            .unwrap();
        let one = awaiting.begin(&[(node("a"), 4)], 0).unwrap();
        awaiting.reached(&node("a"), 4);
        assert_eq!((look(&one), look(&both)), (Safety::Safe, Safety::NotYet));
        awaiting.reached(&node("a"), 7);
        assert_eq!(look(&both), Safety::NotYet);
        awaiting.reached(&node("b"), 1);
        assert_eq!(look(&both), Safety::Safe);
    }

    #[test]
    fn who_waits_for_a_node_that_is_gone_or_too_slow_is_told() {
        let awaiting = Awaiting::default();
        let slow = awaiting.begin(&[(node("a"), 1)], 0).unwrap();
        let gone = awaiting.begin(&[(node("b"), 1)], PATIENCE).unwrap();
        assert_eq!(awaiting.expire(PATIENCE - 1), 0);
        assert_eq!((look(&slow), look(&gone)), (Safety::NotYet, Safety::NotYet));
        assert_eq!(awaiting.expire(PATIENCE), 1);
        assert_eq!(
            (look(&slow), look(&gone)),
            (Safety::Unknown, Safety::NotYet)
        );
        assert_eq!(awaiting.give_up(&node("b")), 1);
        assert_eq!(look(&gone), Safety::Unknown);
        // Another run of it counts from the beginning.
        assert!(awaiting.begin(&[(node("b"), 1)], 0).is_some());
    }
}
