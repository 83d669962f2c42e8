//! What a broker knows of its part of a database that nodes share: whose its sessions are, and which of them others have taken.
//!
//! ```text
//!            a fence is read                       its removal is read
//! a session -----------------> void: nothing is ------------------------> gone, and what only it
//!                              written of it; Redis                       referred to is freed
//!                              has it as it was
//! ```
//!
//! The broker hears of a void session once, ends it, and lets it go.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::epoch::Marked;
use super::layout;
use crate::change::{Change, MessageId, SessionKey};
use crate::shared::{Epoch, Late, Lost};
use crate::store::Lsn;

/// A fence: the client it is around, and what is said of it.
pub(super) type Fence = (Box<str>, Marked);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The sessions that Redis has, or will when everything is written.
    sessions: HashMap<u64, Owner>,
    /// By client, in their order.
    clients: HashMap<Arc<str>, Vec<u64>>,
    /// Those that end with a batch that is not written yet, with its position.
    ending: VecDeque<(u64, u64)>,
    void: HashMap<u64, Void>,
    /// By client: nothing begins by an earlier claim.
    fences: HashMap<Arc<str>, (Epoch, Instant)>,
    /// How many fences there have been.
    pub(super) known: u64,
    /// Those that Redis need not keep.
    forget: HashSet<Arc<str>>,
    /// To be told.
    lost: Vec<Lost>,
    /// Told, and not let go.
    unsettled: HashSet<u64>,
    /// Somebody wants to be told.
    listens: bool,
    /// At start: messages that nothing refers to.
    pub(super) unreferenced: Vec<MessageId>,
    /// At start: the fences there are.
    found: Vec<Fence>,
    /// At start: by which claims sessions were about to be handed over.
    handed: Vec<(Box<str>, Epoch)>,
}

#[derive(Debug)]
struct Owner {
    client: Arc<str>,
    epoch: Epoch,
}

/// A session that another node has taken.
#[derive(Debug, Default)]
struct Void {
    /// It is not in Redis any more.
    is_removed: bool,
    is_let_go: bool,
    /// The batch that it was to begin with: what is in it has come from where the session is.
    begun_at: u64,
    late: Late,
}

/// What comes of fences that were not known.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Nothing more is to be written of these.
    pub(super) void: HashSet<u64>,
    /// These are not in Redis any more.
    pub(super) removed: Vec<SessionKey>,
}

/// A claim that was granted is carried out sooner.
const FENCES_LAST: Duration = Duration::from_secs(60);
/// With so many it is looked for those that can go.
const ENOUGH_FENCES: usize = 1024;
/// So that a transaction stays short.
const FORGOTTEN_AT_ONCE: usize = 1000;

impl Part {
    /// So many fences there have been.
    pub(super) const fn count(&mut self, known: u64) {
        self.known = known;
    }

    /// At start: there is a fence.
    pub(super) fn found(&mut self, fence: Fence) {
        self.found.push(fence);
    }

    /// At start: the session of a client was handed over by this claim. Whether it is safe there is not known here.
    pub(super) fn was_handed(&mut self, client: &str, by: Epoch) {
        self.handed.push((client.into(), by));
    }

    /// At start: what comes of the fences there are. Nobody has had these sessions, so nobody is told.
    pub(super) fn begin_with_found(&mut self) -> News {
        let found = std::mem::take(&mut self.found);
        let news = self.learn(self.known, found);
        for (client, by) in std::mem::take(&mut self.handed) {
            let numbers = self.clients.get(&*client).cloned().unwrap_or_default();
            for number in numbers {
                // The next claim of its client looks with whoever got it, too.
                if self.owner(number).is_some_and(|(.., epoch)| epoch < by) {
                    self.void.entry(number).or_default();
                }
            }
        }
        self.lost.clear();
        for void in self.void.values_mut() {
            void.is_let_go = true;
        }
        news
    }

    /// There is a session, by this claim.
    pub(super) fn begin(&mut self, session: SessionKey, client: &str, epoch: Epoch) {
        if let Some(owner) = self.sessions.get_mut(&session.0) {
            owner.epoch = epoch;
            return;
        }
        let known = self.clients.get_key_value(client);
        let client: Arc<str> = known.map_or_else(|| client.into(), |(client, _)| client.clone());
        let numbers = self.clients.entry(client.clone()).or_default();
        let place = numbers.partition_point(|number| *number < session.0);
        numbers.insert(place, session.0);
        self.sessions.insert(session.0, Owner { client, epoch });
    }

    /// Whether a change is about a session that is not this node's any more.
    pub(super) fn refuses(&mut self, change: &Change<'_>, position: u64) -> bool {
        let Some(session) = change.session() else {
            return false;
        };
        if let Change::PutSession { state, .. } = change
            && !self.void.contains_key(&session.0)
            && let Some((by, _)) = self.fences.get(state.client_id)
            && *by > layout::epoch(state)
            && !self.sessions.contains_key(&session.0)
        {
            self.lost.push(Lost {
                session,
                client_id: state.client_id.into(),
                by: by.clone(),
            });
            let void = Void {
                is_removed: true,
                begun_at: position,
                ..Void::default()
            };
            self.void.insert(session.0, void);
        }
        let Some(void) = self.void.get_mut(&session.0) else {
            return false;
        };
        if let Change::Enqueue { entry, .. } = change
            && void.begun_at != position
        {
            void.late.add(entry.seq, position);
        }
        true
    }

    /// A change was taken into the batch of this position. Returns the client that has no session from then on, if it is one.
    pub(super) fn note(&mut self, change: &Change<'_>, position: u64) -> Option<Arc<str>> {
        match change {
            Change::PutSession { session, state } => {
                self.begin(*session, state.client_id, layout::epoch(state));
                None
            }
            Change::DropSession { session } => {
                let owner = self.sessions.get(&session.0)?;
                self.ending.push_back((position, session.0));
                let last = self.clients.get(&owner.client)?.last();
                (last == Some(&session.0)).then(|| owner.client.clone())
            }
            _ => None,
        }
    }

    /// Everything up to a position is in Redis.
    pub(super) fn done(&mut self, position: u64) {
        while let Some((_, session)) = self.ending.pop_front_if(|(at, _)| *at <= position) {
            self.disown(session);
        }
    }

    fn disown(&mut self, session: u64) {
        let Some(owner) = self.sessions.remove(&session) else {
            return;
        };
        if let Some(numbers) = self.clients.get_mut(&owner.client) {
            numbers.retain(|number| *number != session);
            if numbers.is_empty() {
                self.clients.remove(&owner.client);
            }
        }
    }

    /// A session with its client and the claim it is here by.
    pub(super) fn owner(&self, session: u64) -> Option<(Arc<str>, u64, Epoch)> {
        let owner = self.sessions.get(&session)?;
        Some((owner.client.clone(), session, owner.epoch.clone()))
    }

    /// Redis has these fences, of so many that there have been.
    pub(super) fn learn(&mut self, count: u64, fences: Vec<Fence>) -> News {
        self.known = count;
        let mut news = News::default();
        for (client, Marked { session, epoch }) in fences {
            let numbers = self.clients.get_key_value(&*client);
            let (client, numbers) = match numbers {
                Some((client, numbers)) => (client.clone(), numbers.clone()),
                None => (client.into(), Vec::new()),
            };
            for number in numbers {
                self.judge(number, session, &epoch, &mut news);
            }
            if session.is_none() {
                self.forget.insert(client.clone());
            }
            self.raise(client, epoch);
        }
        news
    }

    /// What a fence means for a session of its client.
    fn judge(&mut self, number: u64, fenced: Option<SessionKey>, by: &Epoch, news: &mut News) {
        let Some(owner) = self.sessions.get(&number) else {
            return;
        };
        let session = SessionKey(number);
        let is_fenced = fenced == Some(session);
        if !is_fenced && owner.epoch >= *by {
            return;
        }
        if let Entry::Vacant(place) = self.void.entry(number) {
            place.insert(Void::default());
            news.void.insert(number);
            if self.listens {
                self.unsettled.insert(number);
            }
            self.lost.push(Lost {
                session,
                client_id: (&*owner.client).into(),
                by: by.clone(),
            });
        }
        if let Some(void) = self.void.get_mut(&number)
            && !is_fenced
            && !void.is_removed
        {
            void.is_removed = true;
            news.removed.push(session);
            self.disown(number);
            self.clear(number);
        }
    }

    fn raise(&mut self, client: Arc<str>, epoch: Epoch) {
        if self.fences.len() >= ENOUGH_FENCES {
            let stays = |since: &Instant| since.elapsed() < FENCES_LAST;
            self.fences.retain(|_, (_, since)| stays(since));
        }
        let now = Instant::now();
        let fence = self.fences.entry(client);
        let fence = fence.or_insert_with(|| (epoch.clone(), now));
        if fence.0 <= epoch {
            *fence = (epoch, now);
        }
    }

    /// A change for a void session was withdrawn from what waits.
    pub(super) fn withdrawn(&mut self, session: u64, seq: u64, position: u64) {
        if let Some(void) = self.void.get_mut(&session) {
            void.late.add(seq, position);
        }
    }

    /// Whether a session was taken by another node.
    pub(super) fn is_void(&self, session: u64) -> bool {
        self.void.contains_key(&session)
    }

    /// Clients whose fences Redis need not keep any more, some of them.
    pub(super) fn to_forget(&self) -> Vec<Arc<str>> {
        self.forget
            .iter()
            .take(FORGOTTEN_AT_ONCE)
            .cloned()
            .collect()
    }

    /// Redis does not have these fences any more.
    pub(super) fn forgotten(&mut self, clients: &[Arc<str>]) {
        for client in clients {
            self.forget.remove(client);
        }
    }

    /// Whether somebody is to be told.
    pub(super) const fn has_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// What is to be told, to somebody who will ask again.
    pub(super) fn take_lost(&mut self) -> Vec<Lost> {
        self.listens = true;
        std::mem::take(&mut self.lost)
    }

    pub(super) fn take_late(&mut self, session: SessionKey) -> Late {
        let void = self.void.get_mut(&session.0);
        void.map_or_else(Late::default, |void| std::mem::take(&mut void.late))
    }

    pub(super) fn let_go(&mut self, session: SessionKey) {
        self.unsettled.remove(&session.0);
        if let Some(void) = self.void.get_mut(&session.0) {
            void.is_let_go = true;
        }
        self.clear(session.0);
    }

    /// Whether all that was told was let go.
    pub(super) fn is_settled(&self) -> bool {
        self.unsettled.is_empty()
    }

    fn clear(&mut self, session: u64) {
        let is_over = |void: &Void| void.is_removed && void.is_let_go;
        if self.void.get(&session).is_some_and(is_over) {
            self.void.remove(&session);
        }
    }
}

impl Late {
    fn add(&mut self, seq: u64, position: u64) {
        self.seqs.push(seq);
        if self.positions.last() != Some(&Lsn(position)) {
            self.positions.push(Lsn(position));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(millis: u64) -> Epoch {
        Epoch {
            millis,
            count: 0,
            node: "n".into(),
        }
    }

    fn fence(session: u64, millis: u64) -> Vec<Fence> {
        let session = (session > 0).then_some(SessionKey(session));
        let epoch = epoch(millis);
        vec![("c".into(), Marked { session, epoch })]
    }

    fn dequeue(session: u64) -> Change<'static> {
        let session = SessionKey(session);
        Change::Dequeue { session, seq: 1 }
    }

    #[test]
    fn a_session_is_void_from_its_fence_on_and_gone_with_its_removal() {
        let mut part = Part::default();
        part.begin(SessionKey(1), "c", epoch(5));
        part.begin(SessionKey(2), "d", epoch(5));
        let news = part.learn(1, fence(1, 7));
        assert!(news.void.contains(&1) && news.removed.is_empty());
        assert!(part.refuses(&dequeue(1), 1) && !part.refuses(&dequeue(2), 1));
        assert_eq!(part.take_lost().len(), 1);
        // Told once.
        let news = part.learn(2, fence(0, 7));
        assert!(news.void.is_empty() && news.removed == [SessionKey(1)]);
        assert_eq!((part.take_lost(), part.forget.len()), (Vec::new(), 1));
        part.let_go(SessionKey(1));
        assert!(!part.is_void(1));
    }

    #[test]
    fn a_session_of_a_later_claim_stays() {
        let mut part = Part::default();
        part.begin(SessionKey(1), "c", epoch(5));
        part.begin(SessionKey(2), "c", epoch(9));
        let news = part.learn(1, fence(1, 7));
        assert_eq!(news.void, HashSet::from([1]));
        assert!(!part.is_void(2));
    }
}
