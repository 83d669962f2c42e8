//! A session on its way, at the node that it leaves and at the one that it comes to: the messages that are kept for it.

use std::collections::BTreeSet;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{NodeName, Stamp};

use super::IN_ORDER;
use crate::effect::Token;

/// A message that waits.
#[derive(Debug)]
pub(super) struct Item {
    /// Where it was published.
    pub(super) from: NodeName,
    pub(super) known: u64,
    /// It is for this session and no other.
    pub(super) is_its_own: bool,
    pub(super) message: Bytes,
    pub(super) token: Token,
}

/// A session that was handed over.
#[derive(Debug)]
pub(super) struct Leaving {
    pub(super) to: NodeName,
    /// How it had come here before, if others may not know that either.
    pub(super) came: Option<Box<Coming>>,
    /// Its number there, once it is there.
    pub(super) arrival: Option<u64>,
    /// Another one has taken its place, as far as is known.
    pub(super) is_void: bool,
    /// Nobody handed it over: it was taken.
    pub(super) lost: Option<Lost>,
    /// By which claim its client has gone on since, and when that was heard of.
    pub(super) goes_on: Option<(Stamp, u64)>,
    pub(super) since: u64,
    pub(super) kept: Vec<Item>,
}

/// A session of this node that another one took out of the store.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// From which version on this node knows.
    pub(super) version: u64,
    /// The nodes that have sent again what is not known to be safe here.
    pub(super) sent_again: BTreeSet<NodeName>,
}

/// A session that came.
#[derive(Debug)]
pub(super) struct Coming {
    pub(super) stamp: Stamp,
    pub(super) from: NodeName,
    /// Of one that was taken out of a store: from which version on its old node does not have it any more; [`SOMETIME`](super::SOMETIME) while that
    /// is not known.
    pub(super) lost_at: Option<u64>,
    pub(super) filters: Box<[Box<str>]>,
    /// Its number, once it is safe here.
    pub(super) arrival: Option<u64>,
    pub(super) since: u64,
    /// Nodes of which everything before their cut has been passed on.
    pub(super) through: BTreeSet<NodeName>,
    /// Whether that was waited for long enough.
    pub(super) is_late: bool,
    /// To be given to it when it is safe.
    pub(super) owed: Vec<Item>,
    /// What is behind the cut of its node, and perhaps before what will be passed on.
    pub(super) kept: Vec<Item>,
}

impl Leaving {
    /// The claim by which the session has ended here, if it left by this one.
    pub(super) fn gone_by(&self, by: Stamp) -> Stamp {
        self.goes_on.as_ref().map_or(by, |(last, _)| last.clone())
    }

    /// Whether messages of a node may still have to go before those behind its cut.
    pub(super) fn holds_up(&self, origin: &NodeName) -> bool {
        let waits = |came: &Coming| came.waits_for(origin);
        self.came.as_deref().is_some_and(waits) || self.kept.iter().any(|it| it.from == *origin)
    }

    /// Whether a message may go on, as far as those before it are concerned.
    pub(super) fn is_in_order(&self, item: &Item) -> bool {
        let came = self.came.as_ref();
        item.is_its_own || came.is_none_or(|came| came.is_in_order(item))
    }

    /// Takes out what is kept and may go on: first what was sent after its client.
    pub(super) fn take_ready(&mut self) -> Vec<Item> {
        if self.arrival.is_none() {
            return Vec::new();
        }
        let kept = std::mem::take(&mut self.kept);
        let (mut ready, rest): (Vec<_>, _) = kept.into_iter().partition(|it| self.is_in_order(it));
        ready.sort_by_key(|item| !item.is_its_own);
        self.kept = rest;
        ready
    }
}

impl Coming {
    /// Whether a message is one that the old node of a session that was taken did not have for it any more.
    pub(super) fn was_lost_before(&self, item: &Item) -> bool {
        self.from == item.from && self.lost_at.is_some_and(|version| item.known >= version)
    }

    pub(super) fn is_in_order(&self, item: &Item) -> bool {
        item.is_its_own || self.is_late || self.through.contains(&item.from)
    }

    /// Takes out what is kept and may be given.
    pub(super) fn take_ready(&mut self) -> Vec<Item> {
        let kept = std::mem::take(&mut self.kept);
        let (ready, rest): (Vec<_>, _) = kept.into_iter().partition(|it| self.is_in_order(it));
        self.kept = rest;
        ready
    }

    /// A node that passes messages on says that all of another one before its cut have been, up to this arrival.
    ///
    /// True if that is news.
    pub(super) fn hears_through(
        &mut self,
        teller: &NodeName,
        origin: &NodeName,
        arrival: u64,
    ) -> bool {
        let is_meant = self.from == *teller && self.arrival.is_some_and(|it| it <= arrival);
        is_meant && self.through.insert(origin.clone())
    }

    /// True if it has waited for long enough now.
    pub(super) fn look_at_the_clock(&mut self, now: u64) -> bool {
        let was_late = self.is_late;
        self.is_late |= self.arrival.is_some() && now >= self.since + IN_ORDER;
        self.is_late && !was_late
    }

    /// Whether messages of a node that were to come before may still come.
    pub(super) fn waits_for(&self, origin: &NodeName) -> bool {
        !self.is_late && !self.through.contains(origin)
    }
}
