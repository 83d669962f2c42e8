//! What waits for a session: the bounds, the order of dropping, expiry. The one place where this policy is written.
//!
//! Messages of QoS 0 are kept apart from those of QoS 1 and 2, so that a full send window holds back only the latter. Each
//! carries the number of its arrival, so that both together are one ordered list where order matters.

mod peek;

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::Arc;

use gmqtt_config::{Limits, Mqtt};
use gmqtt_plugin_api::DropReason;
use gmqtt_protocol::QoS;

use crate::clock::Millis;
use crate::message::{Expiry, Message};
use crate::paged::{Away, Fetch, Paged};

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
    /// By number of arrival; see [`peek::number`].
    qos0: VecDeque<(u64, Held)>,
    qos12: VecDeque<(u64, Held)>,
    /// Behind those, messages that only the store has.
    paged: Paged,
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
            paged: Paged::default(),
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
    /// Of topics, properties and payloads, of those in memory.
    pub(crate) bytes: usize,
    /// Messages among them that only the store has.
    pub(crate) paged: usize,
}

impl Away {
    /// Of a message that need not be in memory: the store has it, and no group does.
    fn of(held: &Held) -> Option<Self> {
        Some(Self {
            seq: held.seq.filter(|_| held.share.is_none())?,
            size: u32::try_from(held.message.size()).unwrap_or(u32::MAX),
            qos: held.qos,
        })
    }
}

/// A message that leaves a queue without being sent.
#[derive(Debug)]
pub(crate) enum Gone {
    Held(Held),
    Away(Away),
}

impl From<Held> for Gone {
    fn from(held: Held) -> Self {
        Self::Held(held)
    }
}

impl From<Away> for Gone {
    fn from(away: Away) -> Self {
        Self::Away(away)
    }
}

/// How much may wait for one session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// With those in flight.
    pub(crate) messages: usize,
    /// Of topics, properties and payloads.
    pub(crate) bytes: usize,
}

impl Bounds {
    /// What the configuration says.
    pub(crate) fn of(settings: &Mqtt, limits: &Limits) -> Self {
        Self {
            messages: settings.max_queued_messages as usize,
            bytes: match limits.pending_bytes {
                0 => usize::MAX,
                most => usize::try_from(most).unwrap_or(usize::MAX),
            },
        }
    }
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
            .map_or(0, |lists| lists.in_memory() + lists.paged.len())
    }

    /// How much waits.
    pub(crate) fn waiting(&self) -> Waiting {
        self.lists
            .as_ref()
            .map_or_else(Waiting::default, |lists| Waiting {
                messages: lists.in_memory() + lists.paged.len() + lists.replay.len(),
                bytes: lists.bytes + lists.replay_bytes,
                paged: lists.paged.len(),
            })
    }

    /// Whether nothing waits, replay included.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_none()
    }

    /// Whether a new message of this QoS would overtake none.
    pub(crate) fn may_pass(&self, qos: QoS) -> bool {
        self.lists.as_ref().is_none_or(|lists| match qos {
            _ if !lists.paged.is_empty() => false,
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
        mut dropped: impl FnMut(Gone, DropReason),
    ) {
        let size = held.message.size();
        let lists = self.lists.get_or_insert_default();
        while lists.exceed(bounds, inflight, size) {
            let alone = size > bounds.bytes;
            if let Some(expired) = lists.take_expired(now) {
                dropped(expired.into(), DropReason::Expired);
            } else if let Some(oldest) = (!alone).then(|| lists.drop_qos0()).flatten() {
                dropped(oldest, DropReason::QueueFull);
            } else if alone || held.qos == QoS::AtMostOnce || inflight > 0 {
                dropped(held.into(), DropReason::QueueFull);
                self.shrink();
                return;
            } else if let Some(oldest) = lists.drop_oldest() {
                dropped(oldest, DropReason::QueueFull);
            } else {
                break;
            }
        }
        match Away::of(&held) {
            Some(away) if !lists.paged.is_empty() => lists.paged.push(away),
            _ => lists.push_back(held, now),
        }
    }

    /// Leaves what the store has to the store.
    pub(crate) fn page_out(&mut self) {
        if let Some(lists) = &mut self.lists {
            lists.page_out();
        }
    }

    /// What is to be fetched from the store, now that few messages are left in memory.
    pub(crate) fn begin_fetch(&mut self) -> Option<Fetch> {
        let lists = self.lists.as_mut()?;
        if lists.in_memory() >= FETCH_BELOW {
            return None;
        }
        lists.paged.begin_fetch()
    }

    /// What only the store has, all of it.
    pub(crate) fn away(&self) -> Option<Fetch> {
        self.lists.as_ref()?.paged.all()
    }

    /// What was fetched, in order; `None` if that failed. What should have been there and was not is `missing`.
    pub(crate) fn fetched(&mut self, found: Option<Vec<Held>>, mut missing: impl FnMut(Away)) {
        let Some(lists) = &mut self.lists else { return };
        lists.paged.end_fetch();
        if found.as_ref().is_some_and(Vec::is_empty) {
            while let Some(away) = lists.paged.pop() {
                missing(away);
            }
        }
        for held in found.into_iter().flatten() {
            if held
                .seq
                .is_some_and(|seq| lists.paged.take(seq, &mut missing))
            {
                lists.push_back(held, 0);
            }
        }
        self.shrink();
    }

    /// Puts back what waited before a restart without keeping it in memory, behind what is there.
    pub(crate) fn restore_away(&mut self, held: Held) {
        let lists = self.lists.get_or_insert_default();
        match Away::of(&held) {
            Some(away) => lists.paged.push(away),
            None => lists.push_back(held, 0),
        }
    }

    /// Puts back what waited before a restart, behind what is there. It has been there since the broker started, as far as is known.
    pub(crate) fn restore(&mut self, held: Held) {
        self.lists.get_or_insert_default().push_back(held, 0);
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
            lists.in_memory() == 0 && lists.paged.is_empty() && lists.replay.is_empty()
        }) {
            self.lists = None;
        }
    }
}

/// With fewer messages in memory more are fetched.
const FETCH_BELOW: usize = 32;

impl Lists {
    /// Live messages in memory.
    fn in_memory(&self) -> usize {
        self.qos0.len() + self.qos12.len()
    }

    /// Those of shared subscriptions stay: they are given to others when the session ends.
    fn page_out(&mut self) {
        let mut all: Vec<_> = self.qos0.drain(..).chain(self.qos12.drain(..)).collect();
        all.sort_unstable_by_key(|(number, _)| *number);
        let mut older = Vec::new();
        for (number, held) in all {
            match Away::of(&held) {
                Some(away) => {
                    self.bytes -= held.message.size();
                    older.push(away);
                }
                None if held.qos == QoS::AtMostOnce => self.qos0.push_back((number, held)),
                None => self.qos12.push_back((number, held)),
            }
        }
        self.paged.put_before(older);
        self.qos0.shrink_to_fit();
        self.qos12.shrink_to_fit();
        self.find_earliest_expiry();
    }

    /// The oldest of QoS 0, in memory or not.
    fn drop_qos0(&mut self) -> Option<Gone> {
        match self.pop_qos0() {
            Some(held) => Some(held.into()),
            None => self.paged.pop_qos0().map(Gone::Away),
        }
    }

    /// The oldest, in memory or not.
    fn drop_oldest(&mut self) -> Option<Gone> {
        match self.pop_oldest(Take::Any) {
            Some(held) => Some(held.into()),
            None => self.paged.pop().map(Gone::Away),
        }
    }

    fn push_back(&mut self, held: Held, now: Millis) {
        self.earliest_expiry = self.earliest_expiry.min(held.message.expires.at);
        self.next = peek::number(self.next, now);
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
        self.in_memory() + self.paged.len() + inflight >= bounds.messages
            || self.bytes + self.paged.bytes() + size > bounds.bytes
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
#[path = "queue/tests.rs"]
mod tests;
