//! Sessions that were taken out of a store that nodes share, because their node A is gone, or seems to be. A hands nothing over: it does not run,
//! or hears from the store, sooner or later, that it has lost the session.
//!
//! ```text
//!      B claims            the store refuses what      B has it: Arrived, with
//!      and takes           A writes from here on       the client and its claim
//! A ------+------------------------+----------------------------+-------------------> version of A ... 4   4 | 5   5
//!                                        A hears that it has lost it: its cut, in Lost ------------------+
//! ```
//!
//! # Whose a message is
//!
//! - What A had confirmed is in the session: the store had it before.
//! - What C had sent to A before its cut, and A has not confirmed, C sends again to B, as what is for this session and no other
//!   (`again.rs`). So does B with its own. With that, B gives what is behind the cut of C, as it does with sessions that were handed over, and need
//!   not wait for anything that came before it.
//! - What A published for it is A's to deal with, if A runs. What is in the session's queue at A and came too late to be in the store, A sends
//!   after it, as it hears that it has lost it. From then on it is a shadow: what bears an earlier version is passed on, the rest goes to B by itself.
//!   B has that cut of A from [`Event::Lost`](crate::Event::Lost), which comes before any message behind it.
//! - What comes to A from C, for the shadow, is passed on, too, until C has said that it has sent it again ([`Event::SentAgain`](crate::Event::SentAgain)). C
//!   says so before anything that it had not sent to A yet, so that of these none comes twice: unless A meets C again before it has heard from
//!   the store that the session is lost. Then one may, at QoS 2, too.
//! - What A publishes in a later run is never for it: that run does not have it. B gives all of it.
//!
//! A message of QoS 1 that A had, and had not confirmed, may come twice. One of QoS 2 that C had sent to A when A went is not sent again: if A did
//! not keep it, it is lost, and its publisher is told that it is not safe. A shadow ends when all who answer have sent again what was theirs.
//!
//! # What is not kept
//!
//! Between the end of A and the claim of B nobody has the session. What is published meanwhile waits for A where it is published, and goes to B then; but if
//! A is back before the others hear that B has it, it may confirm what is not for it any more.

use std::collections::{BTreeMap, BTreeSet};

use gmqtt_plugin_api::cluster::{NodeName, Passage, Stamp};

use super::moving::{Coming, Item, Lost};
use super::{SOMETIME, Transit, first_of};
use crate::{Event, Run};

/// How long is remembered what was said before it meant anything, in milliseconds.
const LASTS: u64 = 60_000;

/// What nodes have said of sessions, by their claims.
#[derive(Debug, Default)]
pub(super) struct Hearsay(BTreeMap<(Box<str>, Stamp), Said>);

#[derive(Debug, Default)]
struct Said {
    /// From which version on the old node does not have it any more.
    lost_at: Option<u64>,
    sent_again: BTreeSet<NodeName>,
    since: u64,
}

impl Hearsay {
    fn note(&mut self, client: &str, stamp: &Stamp, now: u64) -> &mut Said {
        let said = self.0.entry((client.into(), stamp.clone())).or_default();
        said.since = now;
        said
    }

    pub(super) fn lost_at(&mut self, client: &str, stamp: &Stamp) -> u64 {
        let said = self.0.remove(&(client.into(), stamp.clone()));
        said.and_then(|said| said.lost_at).unwrap_or(SOMETIME)
    }

    fn sent_again(&mut self, client: &str, stamp: &Stamp) -> BTreeSet<NodeName> {
        let said = self.0.remove(&(client.into(), stamp.clone()));
        said.unwrap_or_default().sent_again
    }

    pub(super) fn sweep(&mut self, now: u64) {
        self.0.retain(|_, said| now < said.since + LASTS);
    }
}

impl Transit {
    /// A session of this node was taken, by this claim. Returns from which version on that is known.
    pub(crate) fn was_taken(&mut self, client: &str, by: &Stamp, now: u64) -> u64 {
        self.version += 1;
        let version = self.version;
        self.leaves(client, by, &by.node, now);
        let sent_again = self.hearsay.sent_again(client, by);
        let key = (Box::from(client), by.clone());
        if let Some(leaving) = self.leaving.get_mut(&key) {
            leaving.arrival = Some(SOMETIME);
            leaving.lost = Some(Lost {
                version,
                sent_again,
            });
        }
        self.go_on(&key);
        version
    }

    /// Whether a message for a session that was taken reaches it without this node.
    pub(super) fn is_not_for_lost(&self, lost: &Lost, item: &Item) -> bool {
        if item.from == self.me {
            item.known >= lost.version
        } else {
            lost.sent_again.contains(&item.from)
        }
    }

    /// A node has sent again what it had for a session that was taken from this one.
    pub(crate) fn has_sent_again(&mut self, node: &NodeName, client: &str, by: &Stamp, now: u64) {
        let leaving = self.leaving.get_mut(&(client.into(), by.clone()));
        match leaving.and_then(|it| it.lost.as_mut()) {
            Some(lost) => lost.sent_again.insert(node.clone()),
            // It is about to hear that from the store.
            None => {
                let said = self.hearsay.note(client, by, now);
                said.sent_again.insert(node.clone())
            }
        };
    }

    /// The old node of a session that was taken says from which version on it does not have it any more.
    pub(crate) fn was_lost(&mut self, client: &str, by: &Stamp, version: u64, now: u64) {
        let left = self.leaving.range_mut((client.into(), super::first())..);
        let its = left.take_while(|((of, _), _)| **of == *client);
        let came = its.filter_map(|(_, it)| it.came.as_deref_mut());
        let mut all = came.chain(self.coming.get_mut(client));
        match all.find(|it| it.stamp == *by) {
            Some(coming) => coming.lost_at = coming.lost_at.map(|at| at.min(version)),
            None => self.hearsay.note(client, by, now).lost_at = Some(version),
        }
    }

    /// A node has begun another run, which does not have what was taken from it.
    pub(super) fn is_lost_in(&mut self, node: &NodeName, run: Run) {
        let came = self.leaving.values_mut();
        let came = came.filter_map(|it| it.came.as_deref_mut());
        for coming in came.chain(self.coming.values_mut()) {
            if coming.from == *node && coming.lost_at == Some(SOMETIME) {
                coming.lost_at = Some(first_of(run));
            }
        }
    }

    /// Whether the session that has come by this claim was taken out of a store.
    pub(crate) fn is_fetched(&self, client: &str, stamp: &Stamp) -> bool {
        let came = self
            .leaving
            .values()
            .filter_map(|it| it.came.as_deref())
            .chain(self.coming.get(client));
        came.filter(|it| it.stamp == *stamp)
            .any(|it| it.lost_at.is_some())
    }

    /// What has to be told of the sessions that were taken out of a store lately and are safe here, in the order of their numbers.
    pub(crate) fn fetched(&self) -> Vec<Event> {
        let left = self.leaving.iter();
        let came = left.filter_map(|((client, _), it)| Some((client, it.came.as_deref()?)));
        let all = came.chain(self.coming.iter());
        let fetched = all.filter(|(_, it)| it.lost_at.is_some());
        let with_number = fetched.filter_map(|(client, it)| Some((it.arrival?, &**client, it)));
        let mut all: Vec<_> = with_number.collect();
        all.sort_by_key(|(arrival, ..)| *arrival);
        let arrived = |(arrival, client, it): (u64, &str, &Coming)| Event::Arrived {
            arrival,
            from: it.from.clone(),
            filters: it.filters.clone(),
            fetched: Some((client.into(), it.stamp.clone())),
        };
        all.into_iter().map(arrived).collect()
    }

    /// A message was sent after a client whose session is not here.
    pub(super) fn before_it_comes(&mut self, client: &str, item: Item) -> Passage {
        let is_on_its_way = |coming: &&mut Coming| coming.arrival.is_none();
        if !self.keep(&item) {
            return Passage::Elsewhere;
        }
        match self.coming.get_mut(client).filter(is_on_its_way) {
            Some(coming) => coming.owed.push(item),
            None => self.early.entry(client.into()).or_default().push(item),
        }
        Passage::Waits
    }

    /// Forgets what came for sessions that nobody claims here any more.
    pub(crate) fn forget_early(&mut self, is_claimed: impl Fn(&str) -> bool) {
        let late: Vec<_> = self
            .early
            .extract_if(.., |client, _| !is_claimed(client))
            .collect();
        self.settle(late.into_iter().flat_map(|(_, items)| items));
    }
}
