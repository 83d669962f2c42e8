//! What waits for a session: the bounds, the order of dropping, expiry. The one place where this policy is written.
//!
//! Messages of QoS 0 are kept apart from those of QoS 1 and 2, so that a full send window holds back only the latter. Each
//! carries the number of its arrival, so that both together are one ordered list where order matters.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::Arc;

use gmqtt_plugin_api::DropReason;
use gmqtt_protocol::QoS;

use crate::clock::Millis;
use crate::message::{Expiry, Message};

/// A message as one session is to get it.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) message: Arc<Message>,
    /// The lower of the message's and the granted QoS [MQTT-3.8.4-8].
    pub(crate) qos: QoS,
    pub(crate) retain: bool,
    /// Subscription identifiers.
    pub(crate) ids: Option<Arc<[u32]>>,
    /// The shared subscription that picked this session.
    pub(crate) share: Option<Arc<ShareName>>,
    /// Its place in the queue as the store has it, if it is there.
    pub(crate) seq: Option<NonZeroU64>,
}

/// A shared subscription group.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ShareName {
    pub(crate) share: Box<str>,
    /// Without `$share/name/`.
    pub(crate) filter: Box<str>,
}

/// The messages that wait for one session. Empty, it owns no memory.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    lists: Option<Box<Lists>>,
}

#[derive(Debug)]
struct Lists {
    qos0: VecDeque<(u64, Held)>,
    qos12: VecDeque<(u64, Held)>,
    /// Retained messages for new subscriptions: those of a few filters at a time, outside the bounds.
    replay: VecDeque<Held>,
    next: u64,
    /// No waiting message expires before this.
    earliest_expiry: Millis,
    /// The size of those of QoS 0, 1 and 2.
    bytes: usize,
    /// The size of the replay.
    replay_bytes: usize,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            qos0: VecDeque::new(),
            qos12: VecDeque::new(),
            replay: VecDeque::new(),
            next: 0,
            earliest_expiry: Expiry::NEVER,
            bytes: 0,
            replay_bytes: 0,
        }
    }
}

/// How much waits in a queue, replay included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Waiting {
    pub(crate) messages: usize,
    /// Of topics, properties and payloads.
    pub(crate) bytes: usize,
}

/// How much may wait for one session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// With those in flight.
    pub(crate) messages: usize,
    /// Of topics, properties and payloads.
    pub(crate) bytes: usize,
}

/// Which messages make room for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    QoS0,
    Any,
}

/// Which waiting messages may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// The send window is full.
    QoS0Only,
    Any,
}

impl Queue {
    /// Messages that count towards the bound.
    pub(crate) fn len(&self) -> usize {
        self.lists
            .as_ref()
            .map_or(0, |lists| lists.qos0.len() + lists.qos12.len())
    }

    /// How much waits.
    pub(crate) fn waiting(&self) -> Waiting {
        self.lists
            .as_ref()
            .map_or_else(Waiting::default, |lists| Waiting {
                messages: lists.qos0.len() + lists.qos12.len() + lists.replay.len(),
                bytes: lists.bytes + lists.replay_bytes,
            })
    }

    /// Whether nothing waits, replay included.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_none()
    }

    /// Whether a new message of this QoS would overtake none.
    pub(crate) fn may_pass(&self, qos: QoS) -> bool {
        self.lists.as_ref().is_none_or(|lists| match qos {
            QoS::AtMostOnce => {
                lists.qos0.is_empty()
                    && lists
                        .replay
                        .front()
                        .is_none_or(|held| held.qos != QoS::AtMostOnce)
            }
            _ => lists.qos12.is_empty() && lists.replay.is_empty(),
        })
    }

    /// Adds a message. While more than the bounds allow are in flight or wait, something is dropped, in this order, `inflight`
    /// being never touched: the oldest that has expired; the oldest of QoS 0; the new one if it is of QoS 0; the oldest if
    /// nothing is in flight; the new one. One that is too large by itself is dropped at once.
    pub(crate) fn push(
        &mut self,
        held: Held,
        bounds: Bounds,
        inflight: usize,
        now: Millis,
        mut dropped: impl FnMut(Held, DropReason),
    ) {
        let size = held.message.size();
        let lists = self.lists.get_or_insert_default();
        while lists.exceed(bounds, inflight, size) {
            let alone = size > bounds.bytes;
            if let Some(expired) = lists.take_expired(now) {
                dropped(expired, DropReason::Expired);
            } else if let Some(oldest) = (!alone).then(|| lists.pop_qos0()).flatten() {
                dropped(oldest, DropReason::QueueFull);
            } else if alone || held.qos == QoS::AtMostOnce || inflight > 0 {
                dropped(held, DropReason::QueueFull);
                self.shrink();
                return;
            } else if let Some(oldest) = lists.pop_oldest(Take::Any) {
                dropped(oldest, DropReason::QueueFull);
            } else {
                break;
            }
        }
        lists.push_back(held);
    }

    /// Puts back what waited before a restart, behind what is there.
    pub(crate) fn restore(&mut self, held: Held) {
        self.lists.get_or_insert_default().push_back(held);
    }

    /// Takes the oldest message out, of QoS 0 or of any. Replays are not touched.
    pub(crate) fn shed(&mut self, which: Which) -> Option<Held> {
        let lists = self.lists.as_mut()?;
        let held = match which {
            Which::QoS0 => lists.pop_qos0(),
            Which::Any => lists.pop_oldest(Take::Any),
        };
        self.shrink();
        held
    }

    /// Whether retained messages for a new subscription wait.
    pub(crate) fn is_replaying(&self) -> bool {
        self.lists
            .as_ref()
            .is_some_and(|lists| !lists.replay.is_empty())
    }

    /// Adds retained messages for a new subscription.
    pub(crate) fn push_replay(&mut self, held: Held) {
        let lists = self.lists.get_or_insert_default();
        lists.replay_bytes += held.message.size();
        lists.replay.push_back(held);
    }

    /// The next message to send. Replays come first, else the oldest that may be taken. Replays that are superseded are
    /// `left_out`.
    pub(crate) fn pop(&mut self, take: Take, left_out: impl FnMut(Held)) -> Option<Held> {
        let lists = self.lists.as_mut()?;
        let held = lists.pop(take, left_out);
        self.shrink();
        held
    }

    /// Removes what has expired.
    pub(crate) fn purge_expired(&mut self, now: Millis, mut dropped: impl FnMut(Held, DropReason)) {
        let Some(lists) = &mut self.lists else { return };
        if lists.earliest_expiry > now {
            return;
        }
        for list in [&mut lists.qos0, &mut lists.qos12] {
            let mut kept = VecDeque::with_capacity(list.len());
            for entry in list.drain(..) {
                if entry.1.message.expires.has_passed(now) {
                    lists.bytes -= entry.1.message.size();
                    dropped(entry.1, DropReason::Expired);
                } else {
                    kept.push_back(entry);
                }
            }
            *list = kept;
        }
        lists.find_earliest_expiry();
        self.shrink();
    }

    /// Everything, in order, for a session that ends.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Held> {
        let mut lists = self.lists.take().unwrap_or_default();
        std::iter::from_fn(move || lists.pop(Take::Any, drop))
    }

    fn shrink(&mut self) {
        if self.lists.as_ref().is_some_and(|lists| {
            lists.qos0.is_empty() && lists.qos12.is_empty() && lists.replay.is_empty()
        }) {
            self.lists = None;
        }
    }
}

impl Lists {
    fn push_back(&mut self, held: Held) {
        self.earliest_expiry = self.earliest_expiry.min(held.message.expires.at);
        self.next += 1;
        self.bytes += held.message.size();
        let list = if held.qos == QoS::AtMostOnce {
            &mut self.qos0
        } else {
            &mut self.qos12
        };
        list.push_back((self.next, held));
    }

    /// Whether there would be too much with one more message of this size.
    fn exceed(&self, bounds: Bounds, inflight: usize, size: usize) -> bool {
        self.qos0.len() + self.qos12.len() + inflight >= bounds.messages
            || self.bytes + size > bounds.bytes
    }

    fn pop_qos0(&mut self) -> Option<Held> {
        let (_, held) = self.qos0.pop_front()?;
        self.bytes -= held.message.size();
        Some(held)
    }

    fn pop(&mut self, take: Take, mut left_out: impl FnMut(Held)) -> Option<Held> {
        // A retained message that was replaced meanwhile reached the subscriber as a live message.
        while self
            .replay
            .front()
            .is_some_and(|held| held.message.is_superseded())
        {
            self.pop_replay().into_iter().for_each(&mut left_out);
        }
        if self
            .replay
            .front()
            .is_some_and(|held| take == Take::Any || held.qos == QoS::AtMostOnce)
        {
            return self.pop_replay();
        }
        self.pop_oldest(take)
    }

    fn pop_replay(&mut self) -> Option<Held> {
        let held = self.replay.pop_front()?;
        self.replay_bytes -= held.message.size();
        Some(held)
    }

    /// The oldest that may be taken, replays not looked at.
    fn pop_oldest(&mut self, take: Take) -> Option<Held> {
        let older_qos12 = match (self.qos0.front(), self.qos12.front()) {
            _ if take == Take::QoS0Only => false,
            (Some((n0, _)), Some((n12, _))) => n12 < n0,
            (None, _) => true,
            (_, None) => false,
        };
        let list = if older_qos12 {
            &mut self.qos12
        } else {
            &mut self.qos0
        };
        let (_, held) = list.pop_front()?;
        self.bytes -= held.message.size();
        Some(held)
    }

    /// The oldest message that has expired.
    fn take_expired(&mut self, now: Millis) -> Option<Held> {
        if self.earliest_expiry > now {
            return None;
        }
        let position = |list: &VecDeque<(u64, Held)>| {
            list.iter()
                .position(|(_, held)| held.message.expires.has_passed(now))
        };
        let (at0, at12) = (position(&self.qos0), position(&self.qos12));
        let found = match (at0, at12) {
            (Some(at), Some(other)) if self.qos12[other].0 < self.qos0[at].0 => {
                self.qos12.remove(other)
            }
            (Some(at), _) => self.qos0.remove(at),
            (None, Some(at)) => self.qos12.remove(at),
            (None, None) => None,
        };
        let Some((_, held)) = found else {
            self.find_earliest_expiry();
            return None;
        };
        self.bytes -= held.message.size();
        Some(held)
    }

    fn find_earliest_expiry(&mut self) {
        let all = self.qos0.iter().chain(&self.qos12);
        self.earliest_expiry = all
            .map(|(_, held)| held.message.expires.at)
            .min()
            .unwrap_or(Expiry::NEVER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(name: &str, qos: u8, expires: Option<u32>) -> Held {
        let expires = Expiry::new(0, expires, None);
        let qos = QoS::from_u8(qos).unwrap();
        let message = Arc::new(Message::new(name, &[], &[], (qos, false), expires));
        Held {
            message,
            qos,
            retain: false,
            ids: None,
            share: None,
            seq: None,
        }
    }

    /// Pushes into a queue of three and tells what was dropped.
    fn push(
        queue: &mut Queue,
        new: Held,
        inflight: usize,
        now: Millis,
    ) -> Vec<(String, DropReason)> {
        let mut out = Vec::new();
        let bounds = Bounds {
            messages: 3,
            bytes: 100,
        };
        queue.push(new, bounds, inflight, now, |held, reason| {
            out.push((held.message.topic().to_owned(), reason))
        });
        out
    }

    fn drain(queue: &mut Queue) -> Vec<String> {
        queue
            .drain()
            .map(|held| held.message.topic().to_owned())
            .collect()
    }

    #[test]
    fn the_expired_go_first_then_the_oldest_qos0() {
        let mut queue = Queue::default();
        for new in [
            held("a", 1, None),
            held("b", 0, None),
            held("c", 2, Some(1)),
        ] {
            assert!(push(&mut queue, new, 0, 0).is_empty());
        }
        assert_eq!(
            push(&mut queue, held("d", 1, None), 0, 1000),
            [("c".into(), DropReason::Expired)]
        );
        assert_eq!(
            push(&mut queue, held("e", 1, None), 0, 1000),
            [("b".into(), DropReason::QueueFull)]
        );
        assert_eq!(
            push(&mut queue, held("f", 0, None), 0, 1000),
            [("f".into(), DropReason::QueueFull)]
        );
        assert_eq!(
            push(&mut queue, held("g", 1, None), 0, 1000),
            [("a".into(), DropReason::QueueFull)]
        );
        assert_eq!(drain(&mut queue), ["d", "e", "g"]);
        assert!(queue.is_empty());
    }

    #[test]
    fn with_messages_in_flight_the_newcomer_goes_and_inflight_counts() {
        let mut queue = Queue::default();
        assert!(push(&mut queue, held("a", 1, None), 2, 0).is_empty());
        assert_eq!(
            push(&mut queue, held("b", 1, None), 2, 0),
            [("b".into(), DropReason::QueueFull)]
        );
        assert_eq!(drain(&mut queue), ["a"]);
        assert_eq!(
            push(&mut queue, held("c", 1, None), 3, 0),
            [("c".into(), DropReason::QueueFull)]
        );
        assert!(queue.is_empty());
    }

    /// Bytes are a bound like the number, and what is larger than it by itself drives nobody out.
    #[test]
    fn bytes_are_bounded_too() {
        let mut queue = Queue::default();
        let large = |letter: &str| held(&letter.repeat(40), 1, None);
        assert!(push(&mut queue, large("a"), 0, 0).is_empty());
        assert!(push(&mut queue, large("b"), 0, 0).is_empty());
        let first = ("a".repeat(40), DropReason::QueueFull);
        assert_eq!(push(&mut queue, large("c"), 0, 0), [first]);
        let giant = "d".repeat(101);
        let dropped = push(&mut queue, held(&giant, 0, None), 0, 0);
        assert_eq!(dropped, [(giant, DropReason::QueueFull)]);
        assert_eq!(queue.waiting().bytes, 80);
        assert_eq!(drain(&mut queue), ["b".repeat(40), "c".repeat(40)]);
    }

    #[test]
    fn a_full_window_holds_back_qos_1_and_2_only() {
        let mut queue = Queue::default();
        for new in [held("a", 1, None), held("b", 0, None), held("c", 2, None)] {
            push(&mut queue, new, 0, 0);
        }
        assert!(!queue.may_pass(QoS::AtMostOnce) && !queue.may_pass(QoS::AtLeastOnce));
        assert_eq!(
            queue.pop(Take::QoS0Only, drop).unwrap().message.topic(),
            "b"
        );
        assert!(queue.pop(Take::QoS0Only, drop).is_none());
        assert!(queue.may_pass(QoS::AtMostOnce) && !queue.may_pass(QoS::ExactlyOnce));
        assert_eq!(drain(&mut queue), ["a", "c"]);
    }

    #[test]
    fn replays_come_first_and_do_not_count() {
        let mut queue = Queue::default();
        for n in 0..10 {
            queue.push_replay(held(&n.to_string(), 1, None));
        }
        assert!(push(&mut queue, held("live", 1, None), 0, 0).is_empty());
        assert_eq!(queue.len(), 1);
        assert!(!queue.may_pass(QoS::AtLeastOnce) && queue.may_pass(QoS::AtMostOnce));
        assert_eq!(drain(&mut queue).last().unwrap(), "live");
    }

    #[test]
    fn purging_leaves_the_rest_in_order() {
        let mut queue = Queue::default();
        for new in [
            held("a", 1, Some(5)),
            held("b", 0, Some(1)),
            held("c", 2, None),
        ] {
            push(&mut queue, new, 0, 0);
        }
        let mut gone = Vec::new();
        queue.purge_expired(1000, |held, _| gone.push(held.message.topic().to_owned()));
        assert_eq!(gone, ["b"]);
        assert_eq!(drain(&mut queue), ["a", "c"]);
    }
}
