//! Acknowledgements that wait until other nodes have a message as safe as its receivers there were promised.
//!
//! Whether they wait is the store's to say, see [`Storage::waits_for_others`](crate::storage::Storage::waits_for_others). Who waits for too
//! long is answered as `persistence.on_store_failure` has it.

use std::collections::{HashMap, VecDeque};
use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Poll, Waker};

use gmqtt_plugin_api::cluster::NodeName;
use gmqtt_store::Lsn;
use parking_lot::Mutex;
use tokio::runtime::Handle;

use crate::clock::Millis;
use crate::storage::Storage;

/// How long an acknowledgement waits for other nodes.
pub(crate) const PATIENCE: Millis = 5_000;
/// How long it still waits for a node that has not answered for so long that it is thought gone: it may have been started again.
const GRACE: Millis = 2_000;

/// One message that crosses to other nodes.
#[derive(Debug, Default)]
pub(crate) struct Awaited(Mutex<Progress>);

#[derive(Debug, Default)]
struct Progress {
    /// Nodes that have not said that it is safe.
    left: usize,
    failed: bool,
    wakers: Vec<Waker>,
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
            if !progress.wakers.iter().any(|it| it.will_wake(waker)) {
                progress.wakers.push(waker.clone());
            }
            Safety::NotYet
        }
    }

    /// Does something when it is safe, and this ticket is durable. Never if somebody has failed, or there is no runtime: the broker is being
    /// dropped.
    pub(crate) fn when_safe(
        self: Arc<Self>,
        storage: &Arc<Storage>,
        ticket: Lsn,
        work: impl FnOnce() + Send + 'static,
    ) {
        if self.poll(Waker::noop()) == Safety::Safe {
            return storage.when_durable(ticket, work);
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let storage = storage.clone();
        runtime.spawn(async move {
            if self.settled().await == Safety::Safe {
                storage.when_durable(ticket, work);
            }
        });
    }

    /// Waits until it is safe, or will not be.
    pub(crate) async fn settled(&self) -> Safety {
        poll_fn(|cx| match self.poll(cx.waker()) {
            Safety::NotYet => Poll::Pending,
            safety => Poll::Ready(safety),
        })
        .await
    }

    /// It will not be safe with everybody.
    pub(crate) fn fail(&self) {
        self.0.lock().failed = true;
    }

    /// One more has to say that it is safe.
    pub(crate) fn wait_for_more(&self) {
        self.0.lock().left += 1;
    }

    /// Somebody has said that it is safe, or will not.
    pub(crate) fn settle(&self, failed: bool) {
        let mut progress = self.0.lock();
        progress.left = progress.left.saturating_sub(1);
        progress.failed |= failed;
        let wakers = if progress.left == 0 || failed {
            std::mem::take(&mut progress.wakers)
        } else {
            Vec::new()
        };
        drop(progress);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Awaited {
    /// Gives up, unless everybody has said that it is safe.
    fn is_too_late(&self) -> bool {
        let mut progress = self.0.lock();
        if progress.left == 0 || progress.failed {
            return false;
        }
        progress.failed = true;
        let wakers = std::mem::take(&mut progress.wakers);
        drop(progress);
        wakers.into_iter().for_each(Waker::wake);
        true
    }
}

/// All messages that are waited for.
#[derive(Debug, Default)]
pub(crate) struct Awaiting {
    nodes: Mutex<HashMap<NodeName, Node>>,
    /// Those that wait for sessions in transit, and until when; in that order but for a moment.
    in_transit: Mutex<VecDeque<(Millis, Weak<Awaited>)>>,
    /// Messages that would have waited for nodes that do not answer, since that was counted last.
    in_vain: AtomicUsize,
}

#[derive(Debug, Default)]
struct Node {
    /// Up to here everything is safe there.
    reached: u64,
    /// It does not answer: from this moment on nobody waits for it.
    given_up_at: Option<Millis>,
    /// In order of their numbers, which is that of their deadlines but for a moment.
    waiting: VecDeque<(u64, Millis, Arc<Awaited>)>,
}

impl Node {
    fn is_given_up(&self, now: Millis) -> bool {
        self.given_up_at.is_some_and(|at| at <= now)
    }
}

impl Awaiting {
    /// A message was forwarded to these nodes under these numbers, and may wait for others; `None` if it is safe with all of them already.
    pub(crate) fn begin(
        &self,
        at: &[(NodeName, u64)],
        others: Option<Arc<Awaited>>,
        now: Millis,
    ) -> Option<Arc<Awaited>> {
        let mut nodes = self.nodes.lock();
        let (awaited, mut left, mut in_vain) = (others.unwrap_or_default(), 0, false);
        for (name, number) in at {
            let node = nodes.entry(name.clone()).or_default();
            if node.reached >= *number {
                continue;
            }
            left += 1;
            if node.is_given_up(now) {
                in_vain = true;
                self.in_vain.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            // Another thread may have been faster with a later one.
            let place = node.waiting.partition_point(|(other, ..)| other < number);
            let waits = (*number, now + PATIENCE, awaited.clone());
            node.waiting.insert(place, waits);
        }
        let mut progress = awaited.0.lock();
        progress.left += left;
        progress.failed |= in_vain;
        let waits = progress.left > 0 || progress.failed;
        drop(progress);
        waits.then_some(awaited)
    }

    /// A message waits for a session in transit until then at most.
    pub(crate) fn limit(&self, awaited: &Arc<Awaited>, until: Millis) {
        let mut in_transit = self.in_transit.lock();
        in_transit.push_back((until, Arc::downgrade(awaited)));
    }

    /// Everything is safe at a node up to this number.
    pub(crate) fn reached(&self, name: &NodeName, number: u64) {
        let mut nodes = self.nodes.lock();
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
        let node = self.nodes.lock().remove(name).unwrap_or_default();
        let waiting = node.waiting;
        waiting
            .iter()
            .for_each(|(_, _, awaited)| awaited.settle(true));
        waiting.len()
    }

    /// Whether one message is safe at a node nobody will say. Whether somebody waited for it.
    pub(crate) fn doubt(&self, name: &NodeName, number: u64) -> bool {
        let mut nodes = self.nodes.lock();
        let node = nodes.get_mut(name);
        let found = node.and_then(|node| {
            let at = node.waiting.binary_search_by_key(&number, |(it, ..)| *it);
            node.waiting.remove(at.ok()?)
        });
        drop(nodes);
        if let Some((_, _, awaited)) = &found {
            awaited.settle(true);
        }
        found.is_some()
    }

    /// A node answers, or does not any more: it may be back in a moment, then nobody waits for it.
    pub(crate) fn answers(&self, name: &NodeName, answers: bool, now: Millis) {
        let mut nodes = self.nodes.lock();
        let node = nodes.entry(name.clone()).or_default();
        node.given_up_at = (!answers).then_some(now + GRACE);
    }

    /// Gives up those that have waited for too long. How many, with those that were not let wait.
    pub(crate) fn expire(&self, now: Millis) -> usize {
        let mut late = Vec::new();
        for node in self.nodes.lock().values_mut() {
            let is_given_up = node.is_given_up(now);
            let is_late = |deadline: Millis| is_given_up || deadline <= now;
            let waiting = node.waiting.iter();
            let late_ones = waiting.take_while(|(_, deadline, _)| is_late(*deadline));
            let end = late_ones.count();
            late.extend(node.waiting.drain(..end));
        }
        late.iter().for_each(|(_, _, awaited)| awaited.settle(true));
        let in_vain = self.in_vain.swap(0, Ordering::Relaxed);
        late.len() + in_vain + self.expire_in_transit(now)
    }

    fn expire_in_transit(&self, now: Millis) -> usize {
        let mut in_transit = self.in_transit.lock();
        let end = in_transit.partition_point(|(until, _)| *until <= now);
        let late: Vec<_> = in_transit.drain(..end).collect();
        drop(in_transit);
        let late = late.iter().filter_map(|(_, awaited)| awaited.upgrade());
        late.filter(|awaited| awaited.is_too_late()).count()
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
        assert!(awaiting.begin(&[(node("a"), 3)], None, 0).is_none());
        let both = awaiting
            .begin(&[(node("a"), 5), (node("b"), 1)], None, 0)
            .unwrap();
        let one = awaiting.begin(&[(node("a"), 4)], None, 0).unwrap();
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
        let slow = awaiting.begin(&[(node("a"), 1)], None, 0).unwrap();
        let gone = awaiting.begin(&[(node("b"), 1)], None, PATIENCE).unwrap();
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
        assert!(awaiting.begin(&[(node("b"), 1)], None, 0).is_some());
    }

    #[test]
    fn nobody_waits_for_long_for_a_node_that_does_not_answer() {
        let awaiting = Awaiting::default();
        let waits = awaiting.begin(&[(node("a"), 1)], None, 0).unwrap();
        awaiting.answers(&node("a"), false, 0);
        assert_eq!(awaiting.expire(GRACE - 1), 0);
        assert_eq!(look(&waits), Safety::NotYet);
        assert_eq!(awaiting.expire(GRACE), 1);
        assert_eq!(look(&waits), Safety::Unknown);
        let later = awaiting.begin(&[(node("a"), 2)], None, GRACE).unwrap();
        assert_eq!(look(&later), Safety::Unknown);
        assert_eq!(awaiting.expire(GRACE), 1);
        awaiting.answers(&node("a"), true, GRACE);
        let again = awaiting.begin(&[(node("a"), 3)], None, GRACE).unwrap();
        awaiting.reached(&node("a"), 3);
        assert_eq!(look(&again), Safety::Safe);
    }

    #[test]
    fn a_message_may_wait_for_a_session_in_transit_too() {
        let awaiting = Awaiting::default();
        let transit = Arc::<Awaited>::default();
        transit.wait_for_more();
        awaiting.limit(&transit, PATIENCE);
        let both = awaiting.begin(&[(node("a"), 1)], Some(transit.clone()), 0);
        let both = both.unwrap();
        awaiting.reached(&node("a"), 1);
        assert_eq!(look(&both), Safety::NotYet);
        transit.settle(false);
        assert_eq!((awaiting.expire(PATIENCE), look(&both)), (0, Safety::Safe));
        let late = Arc::<Awaited>::default();
        late.wait_for_more();
        awaiting.limit(&late, PATIENCE);
        assert_eq!(
            (awaiting.expire(PATIENCE), look(&late)),
            (1, Safety::Unknown)
        );
    }
}
