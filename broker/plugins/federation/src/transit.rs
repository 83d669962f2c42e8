//! Messages for sessions that move. Each is dealt with by exactly one node, and acknowledged to its publisher's node only then.
//!
//! A session moves from node A to node B while other nodes, C, go on sending its messages where they think it is. They hear at different
//! moments that it has moved, and until then A has to send after it what they send to A. Whether a message of C is one that B gets from A or
//! from C itself must look the same to A and B, else it comes twice or not at all; and it must not depend on other subscribers of the same
//! topic, for whose sake C may send to both.
//!
//! # Cuts
//!
//! Every node counts what it learns of where sessions are: its *version*. Each message bears the version with which its node has worked out
//! where it goes ([`Forward::known`](crate::Forward::known)). B counts its *arrivals*; when a session is safe with B it tells everybody its
//! number ([`Event::Arrived`](crate::Event::Arrived)), after the filters that came with it. A node that hears of it goes up by one in
//! version, and says in its streams of messages to A and B: from this version on I know of that arrival
//! ([`Event::Knows`](crate::Event::Knows)). That is the cut of this node:
//!
//! ```text
//! version of C   ... 6   6   6 | 7   7 ...        B is told nothing of C's first messages, or gives them to others only;
//! given by       ... A   A   A | B   B ...        A passes on what is before the cut, and nothing behind it
//! ```
//!
//! - The stream from C to A is in order, so A has the cut before any message behind it; so has B. No cut yet: before it.
//! - The version is compared, not the place in the stream: a thread of C may have worked out where a message goes, and send it only after the cut.
//! - A and B publish, too. Their cuts are numbers like all others: B's own is made when the session is in its table already, so that who knows
//!   the version sees the session; and what B publishes before goes to A as well, whose filters are still in force.
//!
//! # What A does
//!
//! ```text
//!            Take               Imported                      all have cut, and a while
//! (serves) --------> Leaves(A) -----------> Gone(A): a shadow ---------------------------> forgotten
//!                       |  keeps messages          passes on
//!                       +-- stays, if the claim comes to nothing: what was kept is given to it
//! ```
//!
//! Nothing of what comes for the session from then on goes into its queue, for that was exported already. It is kept in memory without
//! being acknowledged, and passed on, in order, once B has the session; it is acknowledged when B says that it is safe there. The store of A
//! has the session until it is forgotten.
//!
//! # Order
//!
//! What C sends to B itself could overtake what A passes on. Therefore C says, when its threads have sent what they had in hand at the cut,
//! that all of it is on its way, and A repeats that to B behind what it has passed on; before it has, B keeps what comes from C behind the
//! cut, unacknowledged, though for [`IN_ORDER`] at most: a node that is lost must not hold it up for long.
//!
//! # Nodes that crash
//!
//! - A: what it kept or passed on, and had not been told to be safe, C still has, and sends again to the next run of A. That one has the
//!   session in its store, not knowing that it is gone: of a session that was there at start it keeps all messages until the others have told
//!   what they have. If a later claim is told, and B says that the session had come from A, they are
//!   passed on. One that had come to B before the crash comes again, also at QoS 2. There are schedules in which one is lost all the same: of a
//!   session that was on its way twice when a node crashed.
//! - B: A keeps what is not known to be safe with B. If B had not said that it has the session, the next run of B registers it if it has it,
//!   and A hears of a later claim.
//! - C: what it had not sent is lost, and was not acknowledged to its publisher where that is promised.
//!
//! Sessions that nobody hands over, because their node is gone, are in [`fetched`].

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{InTransit, NodeName, Passage, Stamp, Whereabouts};

use self::cuts::Cuts;
use self::moving::{Coming, Item, Leaving};
use crate::Run;
use crate::effect::Token;

mod clearing;
mod cuts;
mod fetched;
mod hearing;
mod moving;

/// How long messages wait for those before them, in milliseconds.
const IN_ORDER: u64 = 1_000;
/// How long a thread may take to send a message, once it has worked out where it goes, without that those behind it overtake it. In
/// milliseconds.
const IN_HAND: u64 = 20;
/// How long after the last cut a message may come that was on its way before it: a thread had worked out where it goes. In milliseconds.
const STRAGGLES: u64 = 2_000;
/// How long a node that answers may take to say that a session has arrived there, or gone on, in milliseconds.
const HEARSAY: u64 = 5_000;
/// How long a node that does not answer is waited for. What it had for a session that moved meanwhile is lost then. In milliseconds.
const ABSENT: u64 = 600_000;
/// How long after its start a node may not know where the sessions are that it had. In milliseconds.
const UNSETTLED: u64 = 10_000;
/// So many bytes of messages are kept for sessions in transit at most.
const MOST_KEPT: usize = 64 * 1024 * 1024;
/// The arrival of a session of which it is not known when it came: everything is passed on.
const SOMETIME: u64 = u64::MAX;

/// What is known of sessions that move.
#[derive(Debug)]
pub(crate) struct Transit {
    me: NodeName,
    /// Rises with everything that is learned of where sessions are.
    version: u64,
    /// The number of the session that came last.
    arrivals: u64,
    cuts: Cuts,
    /// Those that went, by the claims they went by.
    leaving: BTreeMap<(Box<str>, Stamp), Leaving>,
    coming: BTreeMap<Box<str>, Coming>,
    /// By node: the number of the session that has arrived there from here last.
    arrived: BTreeMap<NodeName, u64>,
    /// What has come for sessions that were here at start.
    restored: BTreeMap<Box<str>, Vec<Item>>,
    /// Where some of them have arrived, as was told before anything else was heard of it, with their claims.
    foretold: BTreeMap<(Box<str>, Stamp), u64>,
    /// Those of them that have been claimed since.
    confirmed: BTreeSet<Box<str>>,
    /// Whether all of them are known to be this node's, but for what has been told.
    is_settled: bool,
    settled_by: u64,
    /// What was sent after clients that are being claimed here, and came before their sessions.
    early: BTreeMap<Box<str>, Vec<Item>>,
    /// What other nodes have said of sessions that were taken out of a store, before it was known here that they were.
    hearsay: fetched::Hearsay,
    /// Messages that are being given to a session: one that comes meanwhile goes behind them.
    giving: BTreeMap<Box<str>, usize>,
    /// The bytes that are kept.
    kept: usize,
    /// Messages that could not be kept.
    pub(crate) shed: u64,
    steps: Vec<Step>,
}

/// What follows for the node.
#[derive(Debug)]
pub(crate) enum Step {
    /// The message is to go after its client.
    PassOn {
        to: NodeName,
        client: Box<str>,
        message: Bytes,
        token: Token,
    },
    /// The message is to be given to the session here.
    Give {
        client: Box<str>,
        message: Bytes,
        token: Token,
    },
    /// Nobody has to wait for it any longer.
    Settle(Token),
    /// A cut is to be told.
    Tell { to: NodeName, cut: Known },
    /// The shadow of a session is not needed any more.
    Forget { client: Box<str>, by: Stamp },
}

/// A cut, as nodes tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Whose cut it is.
    pub origin: NodeName,
    /// Where the session has come to.
    pub node: NodeName,
    /// Its number there.
    pub arrival: u64,
    /// From which version on.
    pub version: u64,
    /// Whether who tells it has sent everything that was before it: of its own, or of what it was to pass on.
    pub through: bool,
}

/// Nodes that may send messages, and whether they answer.
pub(crate) type Others<'a> = &'a [(NodeName, bool)];

impl Transit {
    pub(crate) fn new(me: NodeName, run: Run, now: u64) -> Self {
        let first = first_of(run);
        Self {
            me,
            version: first,
            arrivals: first,
            cuts: Cuts::default(),
            leaving: BTreeMap::new(),
            coming: BTreeMap::new(),
            arrived: BTreeMap::new(),
            restored: BTreeMap::new(),
            foretold: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            is_settled: false,
            settled_by: now + UNSETTLED,
            early: BTreeMap::new(),
            hearsay: fetched::Hearsay::default(),
            giving: BTreeMap::new(),
            kept: 0,
            shed: 0,
            steps: Vec::new(),
        }
    }

    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// What is to be done now.
    pub(crate) fn take_steps(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    /// A message for a session that is in transit, as the broker sees it.
    pub(crate) fn message(&mut self, message: InTransit<'_>, token: Token) -> Passage {
        let client = message.client_id;
        let item = Item {
            from: message.from.unwrap_or(&self.me).clone(),
            known: message.known,
            is_its_own: message.is_its_own,
            message: message.message,
            token,
        };
        match message.session {
            Whereabouts::Leaves(by) | Whereabouts::Gone(by) => {
                // It may have gone on since it was handed over, or have been taken.
                let key = self.key_of(client, by);
                if let Some(key) = key.or_else(|| self.key_after(client, by))
                    && let Some(leaving) = self.leaving.remove(&key)
                {
                    return self.for_leaving(key, leaving, item);
                }
                if matches!(message.session, Whereabouts::Gone(_)) {
                    return Passage::Elsewhere;
                }
            }
            Whereabouts::Came(_) => {}
            Whereabouts::Nowhere => return self.before_it_comes(client, item),
            Whereabouts::Restored => {
                if !self.is_settled && !self.confirmed.contains(client) {
                    return if self.keep(&item) {
                        self.restored.entry(client.into()).or_default().push(item);
                        Passage::Waits
                    } else {
                        Passage::Elsewhere
                    };
                }
            }
        }
        if let Some(coming) = self.coming.remove(client) {
            return self.for_coming(client, coming, item);
        }
        if self.giving.contains_key(client) {
            self.give(client.into(), item);
            return Passage::Waits;
        }
        Passage::Here
    }

    /// A session that has left, and is gone by this claim: that by which it left, or a later one.
    fn key_of(&self, client: &str, by: &Stamp) -> Option<(Box<str>, Stamp)> {
        let its = (client.into(), first())..=(client.into(), by.clone());
        let gone_by = |it: &Leaving| it.goes_on.as_ref().is_some_and(|(last, _)| last == by);
        let mut all = self.leaving.range(its).rev();
        let found = all.find(|((_, of), it)| of == by || gone_by(it));
        found.map(|(key, _)| key.clone())
    }

    /// The same by a later claim than the one that is known where the message is.
    fn key_after(&self, client: &str, by: &Stamp) -> Option<(Box<str>, Stamp)> {
        let mut its = self.leaving.range((client.into(), by.clone())..);
        let found = its.next().filter(|((of, _), _)| **of == *client);
        found.map(|(key, _)| key.clone())
    }

    fn for_leaving(&mut self, key: (Box<str>, Stamp), mut leaving: Leaving, item: Item) -> Passage {
        let passage = if self.comes_otherwise(&leaving, &item) {
            Passage::Elsewhere
        } else if leaving.arrival.is_some() && leaving.is_in_order(&item) {
            self.pass_on(&key.0, &leaving.to, item);
            Passage::Waits
        } else if self.keep(&item) {
            leaving.kept.push(item);
            Passage::Waits
        } else {
            Passage::Elsewhere
        };
        self.leaving.insert(key, leaving);
        passage
    }

    /// Whether another node gives a message to a session that has left.
    fn comes_otherwise(&self, leaving: &Leaving, item: &Item) -> bool {
        if item.is_its_own {
            return false;
        }
        let is_before_it_came = |came: &Coming| !self.is_behind(came, item);
        if leaving.came.as_deref().is_some_and(is_before_it_came) {
            return true;
        }
        if let Some(lost) = &leaving.lost {
            return self.is_not_for_lost(lost, item);
        }
        let is_after = |it| {
            let (origin, known) = (&item.from, item.known);
            self.cuts.is_after(origin, &leaving.to, it, known)
        };
        leaving.arrival.is_some_and(is_after)
    }

    /// Whether a message is for a session that has come here, and not for the same where it was.
    fn is_behind(&self, coming: &Coming, item: &Item) -> bool {
        let (origin, known) = (&item.from, item.known);
        let is_after = |arrival| self.cuts.is_after(origin, &self.me, arrival, known);
        coming.was_lost_before(item) || coming.arrival.is_some_and(is_after)
    }

    fn for_coming(&mut self, client: &str, mut coming: Coming, item: Item) -> Passage {
        let passage = if !item.is_its_own && !self.is_behind(&coming, &item) {
            Passage::Elsewhere
        } else if !coming.is_in_order(&item) && self.keep(&item) {
            coming.kept.push(item);
            Passage::Waits
        } else if self.giving.contains_key(client) {
            self.give(client.into(), item);
            Passage::Waits
        } else {
            Passage::Give
        };
        self.coming.insert(client.into(), coming);
        passage
    }

    /// A session is handed over, by this claim.
    pub(crate) fn leaves(&mut self, client: &str, by: &Stamp, to: &NodeName, now: u64) {
        let mut leaving = Leaving {
            to: to.clone(),
            came: None,
            arrival: None,
            is_void: false,
            lost: None,
            goes_on: None,
            since: now,
            kept: self.restored.remove(client).unwrap_or_default(),
        };
        // It has not arrived where it was handed over to before.
        for earlier in self.take_unarrived(client) {
            leaving.came = earlier.came;
            leaving.kept.extend(earlier.kept);
        }
        if let Some(mut coming) = self.coming.remove(client) {
            leaving.kept.append(&mut coming.owed);
            leaving.kept.append(&mut coming.kept);
            leaving.came = Some(Box::new(coming));
        }
        self.leaving.insert((client.into(), by.clone()), leaving);
    }

    /// It is safe where it went, with this number.
    pub(crate) fn arrived(&mut self, client: &str, by: &Stamp, arrival: u64, now: u64) {
        let key = (client.into(), by.clone());
        let Some(leaving) = self.leaving.get_mut(&key) else {
            return;
        };
        leaving.is_void = false;
        (leaving.arrival, leaving.since) = (Some(arrival), now);
        let to = leaving.to.clone();
        if arrival != SOMETIME {
            let last = self.arrived.entry(to.clone()).or_default();
            *last = arrival.max(*last);
        }
        self.go_on(&key);
        for origin in self.cuts.origins(&to) {
            self.repeat(&origin, &to);
        }
    }

    /// Passes on what was kept for a session that has left, as far as it may.
    fn go_on(&mut self, key: &(Box<str>, Stamp)) {
        let Some(mut leaving) = self.leaving.remove(key) else {
            return;
        };
        for item in leaving.take_ready() {
            self.kept -= item.message.len();
            if self.comes_otherwise(&leaving, &item) {
                self.steps.push(Step::Settle(item.token));
            } else {
                self.pass_on(&key.0, &leaving.to, item);
            }
        }
        self.leaving.insert(key.clone(), leaving);
    }

    /// Whether the session of a client is known to have left, by this claim or, to go on, by one before it.
    pub(crate) fn is_known(&self, client: &str, by: &Stamp) -> bool {
        self.key_of(client, by).is_some()
    }

    /// A session that was here in an earlier run is said to be where it went.
    pub(crate) fn had_arrived(&mut self, client: &str, by: &Stamp, arrival: u64, now: u64) {
        let key = (client.into(), by.clone());
        if self
            .leaving
            .get(&key)
            .is_some_and(|it| it.arrival.is_none())
        {
            self.arrived(client, by, arrival, now);
        } else if now < self.settled_by {
            self.foretold.insert(key, arrival);
        }
    }

    /// A later claim of a client is known. If its session was handed over, it is not known to have arrived, but will be soon, and has gone on since;
    /// if not, the one there is may be another: unless its node says soon that it had come from here.
    pub(crate) fn superseded(&mut self, client: &str, by: &Stamp, now: u64) {
        let all = self.leaving.range((client.into(), first())..);
        let mut its = all.take_while(|((of, _), _)| **of == *client);
        let handed_over = its.find(|(_, it)| it.arrival.is_none());
        let handed_over = handed_over.map(|(key, _)| key.clone());
        let key = (Box::from(client), by.clone());
        if let Some(leaving) = handed_over.and_then(|key| self.leaving.get_mut(&key)) {
            leaving.goes_on = Some((by.clone(), now));
        } else if let Some(arrival) = self.foretold.remove(&key) {
            self.leaves(client, by, &by.node, now);
            self.arrived(client, by, arrival, now);
        } else {
            self.leaves(client, by, &by.node, now);
            if let Some(leaving) = self.leaving.get_mut(&key) {
                leaving.is_void = true;
            }
        }
    }

    /// The session is here, or stays here after all.
    pub(crate) fn stays(&mut self, client: &str) {
        if !self.is_settled {
            self.confirmed.insert(client.into());
        }
        let mut kept = self.restored.remove(client).unwrap_or_default();
        kept.extend(self.early.remove(client).into_iter().flatten());
        for mut leaving in self.take_unarrived(client) {
            match leaving.came.take() {
                // Others still do not know that it has come.
                Some(mut came) => {
                    came.owed.append(&mut leaving.kept);
                    self.coming.insert(client.into(), *came);
                    self.give_what_is_owed(client);
                }
                None => kept.append(&mut leaving.kept),
            }
        }
        self.free(client, kept);
    }

    /// Those of a client that are not known to have arrived where they were handed over to.
    fn take_unarrived(&mut self, client: &str) -> Vec<Leaving> {
        let all = self.leaving.range((client.into(), first())..);
        let its = all.take_while(|((of, _), _)| **of == *client);
        let unarrived = its.filter(|(_, it)| it.arrival.is_none());
        let keys: Vec<_> = unarrived.map(|(key, _)| key.clone()).collect();
        keys.iter()
            .filter_map(|key| self.leaving.remove(key))
            .collect()
    }

    /// The session that was to be handed over by this claim stays here.
    pub(crate) fn is_not_claimed(&mut self, client: &str, by: &Stamp) {
        let key = (Box::from(client), by.clone());
        let leaving = self.leaving.get(&key);
        if leaving.is_some_and(|it| it.arrival.is_none()) {
            self.stays(client);
        }
    }

    /// There is no session any more that the messages for it are for, but perhaps where it was handed over to.
    pub(crate) fn ends(&mut self, client: &str) {
        let mut kept = self.restored.remove(client).unwrap_or_default();
        kept.extend(self.early.remove(client).into_iter().flatten());
        if let Some(coming) = self.coming.remove(client) {
            kept.extend(coming.owed);
            kept.extend(coming.kept);
        }
        self.settle(kept);
    }

    /// Nor there.
    pub(crate) fn is_nowhere(&mut self, client: &str) {
        self.ends(client);
        let unarrived = self.take_unarrived(client);
        self.settle(unarrived.into_iter().flat_map(|it| it.kept));
    }

    fn settle(&mut self, items: impl IntoIterator<Item = Item>) {
        for item in items {
            self.kept -= item.message.len();
            self.steps.push(Step::Settle(item.token));
        }
    }

    /// A session comes here: handed over, or taken out of a store.
    pub(crate) fn comes(
        &mut self,
        client: &str,
        stamp: &Stamp,
        (from, is_taken): (&NodeName, bool),
        now: u64,
    ) {
        // It had left, and is back before that was known to have gone well.
        let unarrived = self.take_unarrived(client);
        let mut owed: Vec<_> = unarrived.into_iter().flat_map(|it| it.kept).collect();
        owed.extend(self.restored.remove(client).into_iter().flatten());
        owed.extend(self.early.remove(client).into_iter().flatten());
        let coming = Coming {
            stamp: stamp.clone(),
            from: from.clone(),
            lost_at: is_taken.then(|| self.hearsay.lost_at(client, stamp)),
            filters: Box::default(),
            arrival: None,
            since: now,
            through: BTreeSet::new(),
            // Nobody passes anything on that had to come first.
            is_late: is_taken,
            owed,
            kept: Vec::new(),
        };
        if let Some(earlier) = self.coming.insert(client.into(), coming) {
            self.settle(earlier.owed.into_iter().chain(earlier.kept));
        }
    }

    /// It is safe here, with these filters. Returns its number.
    pub(crate) fn is_safe(
        &mut self,
        client: &str,
        stamp: &Stamp,
        filters: &[&str],
        now: u64,
    ) -> u64 {
        self.arrivals += 1;
        let arrival = self.arrivals;
        let me = self.me.clone();
        let cut = self.cut(&me, arrival, now);
        // It may be about to leave again.
        let came = self
            .leaving
            .values_mut()
            .filter_map(|it| it.came.as_deref_mut());
        let mut all = came.chain(self.coming.get_mut(client));
        if let Some(coming) = all.find(|it| it.stamp == *stamp) {
            (coming.arrival, coming.since) = (Some(arrival), now);
            coming.filters = filters.iter().map(|&filter| filter.into()).collect();
            let to = coming.from.clone();
            self.steps.push(Step::Tell { to, cut });
        }
        self.give_what_is_owed(client);
        arrival
    }

    fn give_what_is_owed(&mut self, client: &str) {
        if let Some(coming) = self.coming.get_mut(client)
            && coming.arrival.is_some()
        {
            let owed = std::mem::take(&mut coming.owed);
            self.free(client, owed);
        }
    }

    /// Where a session comes from that is not safe here yet, by this claim.
    pub(crate) fn comes_from(&self, client: &str, stamp: &Stamp) -> Option<&NodeName> {
        let coming = self.coming.get(client);
        coming
            .filter(|it| it.stamp == *stamp && it.arrival.is_none())
            .map(|it| &it.from)
    }

    /// A message has been given to a session.
    pub(crate) fn given(&mut self, client: &str) {
        if let Some(count) = self.giving.get_mut(client) {
            *count -= 1;
            if *count == 0 {
                self.giving.remove(client);
            }
        }
    }

    fn keep(&mut self, item: &Item) -> bool {
        if self.kept + item.message.len() > MOST_KEPT {
            self.shed += 1;
            return false;
        }
        self.kept += item.message.len();
        true
    }

    fn pass_on(&mut self, client: &str, to: &NodeName, item: Item) {
        self.steps.push(Step::PassOn {
            to: to.clone(),
            client: client.into(),
            message: item.message,
            token: item.token,
        });
    }

    fn give(&mut self, client: Box<str>, item: Item) {
        *self.giving.entry(client.clone()).or_default() += 1;
        self.steps.push(Step::Give {
            client,
            message: item.message,
            token: item.token,
        });
    }
}

/// The first version of a run, and of its arrivals: what an earlier run has counted is less.
const fn first_of(run: Run) -> u64 {
    run.0 << 20
}

/// Before every claim.
fn first() -> Stamp {
    Stamp {
        time: crate::Time::default(),
        node: NodeName::new(""),
    }
}
