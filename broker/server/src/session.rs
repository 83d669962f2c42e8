//! Sessions: what a client identifier stands for, connected or not, and where to find it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::BuildHasher;
use std::hint::black_box;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use foldhash::quality::RandomState;
use gmqtt_plugin_api::ClientInfo;
use gmqtt_plugin_api::cluster::Stamp;
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::session::incoming::Received;
use parking_lot::{Mutex, MutexGuard};

use crate::clock::Millis;
use crate::delivery::Delivery;
use crate::message::Will;
use crate::watched::Watched;

/// One session. Lock order: the shard of [`Sessions`], then `state`, then `delivery`, then the subscription table.
pub(crate) struct Session {
    /// Unique in the life of the broker; a later session of the same client has another.
    pub(crate) key: u64,
    pub(crate) client_id: Arc<str>,
    /// The connection that owns the session; it changes under the shard's lock only. What arrives from an older one is ignored.
    epoch: AtomicU32,
    /// When the client was last heard of, in ticks of [`crate::keepalive`].
    pub(crate) last_heard: AtomicU32,
    /// Its place in [`crate::keepalive`].
    pub(crate) looked_at: AtomicU32,
    /// Whether it outlives its connection, and the broker: the store has it.
    kept: AtomicBool,
    /// The place that the next message has in its queue, if the store has it.
    next_seq: AtomicU64,
    /// How often something was received that neither lock was taken for.
    heard: AtomicU32,
    pub(crate) delivery: Watched<Delivery>,
    pub(crate) state: Watched<State>,
}

/// What publishers have nothing to do with.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// By whole filter.
    pub(crate) subscriptions: BTreeMap<Box<str>, Subscription>,
    /// How many were made since it began.
    pub(crate) subscriptions_made: u64,
    /// QoS 2 messages taken over and not released.
    pub(crate) received: Received,
    pub(crate) will: Option<Box<Will>>,
    /// How long the session outlives its connection; zero ends it with the connection.
    pub(crate) expiry: Millis,
    /// When it began.
    pub(crate) created: Millis,
    /// The client as it connected last.
    pub(crate) info: Option<Arc<ClientInfo>>,
    /// Set while the client is away.
    pub(crate) offline_since: Option<Millis>,
    /// When the pending will of an away client is published.
    pub(crate) will_due: Option<Millis>,
    /// Its place in [`crate::timers`], while it has one.
    pub(crate) watched_until: Option<Millis>,
    /// By which claim it is here, in a cluster. Of two sessions of a client the one of the later claim stands.
    pub(crate) claim: Option<Stamp>,
    /// The session is over: subscriptions are refused.
    pub(crate) ended: bool,
}

/// A subscription as its session knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subscription {
    /// With the granted QoS.
    pub(crate) options: SubscriptionOptions,
    pub(crate) id: Option<u32>,
    /// Its retained messages are still to be found: it is in [`Delivery::replays`].
    pub(crate) awaits_replay: bool,
}

/// An expiry of 0xFFFFFFFF: never.
pub(crate) const FOREVER: Millis = Millis::MAX;

impl Session {
    pub(crate) fn new(key: u64, client_id: Arc<str>) -> Self {
        Self {
            key,
            client_id,
            epoch: AtomicU32::new(1),
            last_heard: AtomicU32::new(0),
            looked_at: AtomicU32::new(0),
            kept: AtomicBool::new(false),
            next_seq: AtomicU64::new(1),
            heard: AtomicU32::new(0),
            delivery: Watched::default(),
            state: Watched::default(),
        }
    }

    /// Whether the store has it.
    pub(crate) fn is_kept(&self) -> bool {
        self.kept.load(Ordering::Acquire)
    }

    /// The store has it from now on, or no longer.
    pub(crate) fn keep(&self, kept: bool) {
        self.kept.store(kept, Ordering::Release);
    }

    /// A place for a message at the end of its queue in the store; `None` if it is not there.
    pub(crate) fn next_seq(&self) -> Option<NonZeroU64> {
        if !self.is_kept() {
            return None;
        }
        NonZeroU64::new(self.next_seq.fetch_add(1, Ordering::Relaxed))
    }

    /// The places up to this one are taken.
    pub(crate) fn count_on_from(&self, last: u64) {
        self.next_seq.store(last + 1, Ordering::Relaxed);
    }

    pub(crate) fn epoch(&self) -> u32 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Its connection's meter went on. Only the connection's task says so, so that no read-modify-write is needed.
    pub(crate) fn hear(&self) {
        let heard = self.heard.load(Ordering::Relaxed).wrapping_add(1);
        // Whoever sees this sees the meter as it is.
        self.heard.store(heard, Ordering::Release);
    }

    /// Rises, and goes round, whenever something of it may have changed that is shown of it. Who looks after asking for this misses none of
    /// those changes.
    pub(crate) fn changes(&self) -> u32 {
        let heard = self.heard.load(Ordering::Acquire);
        let locked = self.state.changes().wrapping_add(self.delivery.changes());
        heard.wrapping_add(locked)
    }

    /// The next connection owns the session. Call with the shard locked.
    pub(crate) fn next_epoch(&self) -> u32 {
        let next = self.epoch().wrapping_add(1);
        self.epoch.store(next, Ordering::Release);
        next
    }
}

impl State {
    /// When the session ends, if the client stays away.
    pub(crate) fn expires_at(&self) -> Option<Millis> {
        self.offline_since
            .filter(|_| self.expiry != FOREVER)
            .map(|since| since.saturating_add(self.expiry))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("key", &self.key)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// All sessions by client identifier.
#[derive(Debug)]
pub(crate) struct Sessions {
    hasher: RandomState,
    shards: Box<[Mutex<Shard>]>,
}

pub(crate) type Shard = HashMap<Arc<str>, Arc<Session>, RandomState>;

impl Sessions {
    const SHARDS: usize = 64;
    /// Sessions lie anywhere in memory: so many are touched before they are visited, for the processor to fetch them side by side.
    const AHEAD: usize = 16;

    pub(crate) fn new() -> Self {
        let hasher = RandomState::default();
        let shards = (0..Self::SHARDS)
            .map(|_| Mutex::new(HashMap::with_hasher(hasher.clone())))
            .collect();
        Self { hasher, shards }
    }

    /// The part of the map where this identifier is.
    pub(crate) fn shard(&self, client_id: &str) -> MutexGuard<'_, Shard> {
        let index =
            usize::try_from(self.hasher.hash_one(client_id) >> 48).unwrap_or(0) % Self::SHARDS;
        self.shards[index].lock()
    }

    /// Every session, shard by shard.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(&Arc<Session>)) {
        let mut part = 0;
        while self.part(part, &mut visit) {
            part += 1;
        }
    }

    /// How many parts there are.
    pub(crate) const fn parts(&self) -> usize {
        Self::SHARDS
    }

    /// The sessions of one shard; false beyond the last one.
    pub(crate) fn part(&self, part: usize, visit: impl FnMut(&Arc<Session>)) -> bool {
        self.chosen_part(part, |_| true, visit)
    }

    /// Those sessions of one shard that are chosen; false beyond the last one. The shard is locked while they are chosen, but not while
    /// they are visited.
    pub(crate) fn chosen_part(
        &self,
        part: usize,
        mut choose: impl FnMut(&Session) -> bool,
        visit: impl FnMut(&Arc<Session>),
    ) -> bool {
        let Some(shard) = self.shards.get(part) else {
            return false;
        };
        let chosen: Vec<Arc<Session>> = {
            let shard = shard.lock();
            let all: Vec<_> = shard.values().collect();
            let touched = all.chunks(Self::AHEAD).flat_map(|few| {
                black_box(few.iter().map(|it| it.changes() & 1).sum::<u32>());
                few
            });
            let chosen = touched.filter(|it| choose(it));
            chosen.map(|it| (*it).clone()).collect()
        };
        chosen.iter().for_each(visit);
        true
    }
}
