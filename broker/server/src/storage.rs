//! What must survive, on its way to the store: numbers, batches, positions, and who waits for them.
//!
//! What one packet brings about goes into one batch ([`Log::push`]) and is appended before anybody is sent anything of it
//! ([`Log::append`]). What only takes away gathers until the end of the turn ([`Log::note`]). A position that a client has to be
//! answered for is a ticket: its connection asks [`Storage::is_durable`], or to be woken ([`Storage::wait`]).
//!
//! Without a store that keeps anything, or for sessions that end with their connection, all of this is a branch.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::future::poll_fn;
use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

use gmqtt_plugin_api::StoreMetrics;
use gmqtt_store::{Batch, Change, Full, Lsn, SessionKey, Store};
use parking_lot::Mutex;
use tokio::runtime::Handle;

use crate::clock::{Clock, Micros, Millis};
use crate::cluster::awaited::Awaited;
use crate::latency::Recorder;
use crate::session::Session;

/// The store as the broker works with it.
pub(crate) struct Storage {
    store: Arc<dyn Store>,
    /// The `persistence.type`.
    kind: &'static str,
    /// False: nothing is kept, and nobody need ask.
    keeps: bool,
    /// What the store does not take is refused; else it is taken without a promise.
    refuses: bool,
    /// What it promises is worth that acknowledgements wait until other nodes have kept a message, too.
    waits_for_others: bool,
    next_message: AtomicU64,
    durable: AtomicU64,
    waiting: Mutex<Waiting>,
    timed: Timed,
    withheld: Withheld,
    /// From an append to the moment at which it is durable; one for each commit at most.
    pub(crate) commit_latency: Recorder,
    /// Batches that the store did not take.
    refused: AtomicU64,
    /// Times that it ceased to work.
    failures: AtomicU64,
    /// It did not take the latest batch that adds something.
    is_refusing: AtomicBool,
    owed: Mutex<Owed>,
}

/// Those who wait for positions, the first one on top.
#[derive(Debug, Default)]
struct Waiting {
    heap: BinaryHeap<Reverse<Place>>,
    /// Tells those apart that wait for the same position.
    next: u64,
}

#[derive(Debug)]
struct Place {
    position: Lsn,
    number: u64,
    waker: Waker,
}

/// The append that is timed: until it is durable no other is.
#[derive(Debug)]
struct Timed {
    clock: Clock,
    /// 0: none.
    position: AtomicU64,
    since: AtomicU64,
}

/// Positions that are durable but for what was for sessions that other nodes have taken: that has to be there, too, before anybody is answered.
#[derive(Debug, Default)]
struct Withheld {
    any: AtomicBool,
    by_position: Mutex<HashMap<u64, (Arc<Awaited>, Millis)>>,
}

impl Withheld {
    /// Whoever waits has been answered by then, or is gone.
    const LASTS: Millis = 60_000;
}

/// What is to be made good when the store takes changes again.
#[derive(Debug, Default)]
pub(crate) struct Owed {
    /// Sessions that are not in the store as they are, by their keys.
    pub(crate) unsaved: HashMap<u64, Weak<Session>>,
    /// Connections that wait for an acknowledgement that will not come, by key and epoch: they send again when they are back.
    pub(crate) unanswered: HashMap<(u64, u32), Weak<Session>>,
}

impl Storage {
    /// For a broker that keeps nothing.
    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self::new(
            ("memory", Arc::new(gmqtt_store::Memory::default())),
            true,
            Clock::start(),
        )
    }

    pub(crate) fn new(
        (kind, store): (&'static str, Arc<dyn Store>),
        refuses: bool,
        clock: Clock,
    ) -> Self {
        let durable = store.durable().borrow().0;
        Self {
            keeps: store.keeps(),
            kind,
            store,
            refuses,
            waits_for_others: false,
            next_message: AtomicU64::new(1),
            durable: AtomicU64::new(durable),
            waiting: Mutex::default(),
            timed: Timed {
                clock,
                position: AtomicU64::new(0),
                since: AtomicU64::new(0),
            },
            withheld: Withheld::default(),
            commit_latency: Recorder::default(),
            refused: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            is_refusing: AtomicBool::new(false),
            owed: Mutex::default(),
        }
    }

    /// Acknowledgements wait until other nodes have kept a message, too.
    pub(crate) fn waiting_for_others(mut self, waits: bool) -> Self {
        self.waits_for_others = waits && self.keeps;
        self
    }

    /// Whether acknowledgements wait until other nodes have kept a message, too.
    pub(crate) const fn waits_for_others(&self) -> bool {
        self.waits_for_others
    }

    /// Whether what the store does not take is refused.
    pub(crate) const fn refuses(&self) -> bool {
        self.refuses
    }

    /// So many numbers for messages; the first.
    pub(crate) fn take_numbers(&self, count: u64) -> u64 {
        self.next_message.fetch_add(count, Ordering::Relaxed)
    }

    /// Does something when a ticket is durable: at once if it is, else in a task. Not if there is no runtime: the broker is being dropped.
    pub(crate) fn when_durable(
        self: &Arc<Self>,
        ticket: Lsn,
        work: impl FnOnce() + Send + 'static,
    ) {
        if self.is_durable(ticket) && self.withheld(ticket).is_none() {
            return work();
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let storage = self.clone();
        runtime.spawn(async move {
            poll_fn(|cx| {
                if storage.is_durable(ticket) {
                    return Poll::Ready(());
                }
                storage.wait(ticket, cx.waker());
                Poll::Pending
            })
            .await;
            if let Some(until) = storage.withheld(ticket) {
                // Not for ever: whoever has sent it to a node that has lost the session sends it to the one that has it, too.
                until.settled().await;
            }
            work();
        });
    }

    /// The store itself.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Whether anything survives.
    pub(crate) const fn keeps(&self) -> bool {
        self.keeps
    }

    /// Numbers of messages go on from here.
    pub(crate) fn count_messages_from(&self, next: u64) {
        self.next_message.store(next, Ordering::Relaxed);
    }

    /// Whether what a ticket is for has arrived.
    pub(crate) fn is_durable(&self, ticket: Lsn) -> bool {
        ticket.0 <= self.durable.load(Ordering::Acquire)
    }

    /// What these tickets are for has arrived when this has, too.
    pub(crate) fn withhold(&self, positions: &[Lsn], until: &Arc<Awaited>, now: Millis) {
        let mut withheld = self.withheld.by_position.lock();
        withheld.extend(positions.iter().map(|it| (it.0, (until.clone(), now))));
        self.withheld.any.store(true, Ordering::Release);
    }

    /// What a ticket waits for besides its position.
    pub(crate) fn withheld(&self, ticket: Lsn) -> Option<Arc<Awaited>> {
        if !self.withheld.any.load(Ordering::Acquire) {
            return None;
        }
        let withheld = self.withheld.by_position.lock();
        withheld.get(&ticket.0).map(|(until, _)| until.clone())
    }

    /// Forgets what nobody waits for any more.
    pub(crate) fn sweep_withheld(&self, now: Millis) {
        if self.withheld.any.load(Ordering::Acquire) {
            let mut withheld = self.withheld.by_position.lock();
            withheld.retain(|_, (_, since)| now.saturating_sub(*since) < Withheld::LASTS);
            self.withheld
                .any
                .store(!withheld.is_empty(), Ordering::Release);
        }
    }

    /// Wakes a task when this position is durable; at once if it is.
    pub(crate) fn wait(&self, position: Lsn, waker: &Waker) {
        let mut waiting = self.waiting.lock();
        // Under the lock: who moves it on looks here afterwards.
        if self.is_durable(position) {
            drop(waiting);
            return waker.wake_by_ref();
        }
        waiting.next += 1;
        let place = Place {
            position,
            number: waiting.next,
            waker: waker.clone(),
        };
        waiting.heap.push(Reverse(place));
    }

    /// Everything up to here is durable: those who waited for it are woken.
    pub(crate) fn advance(&self, durable: Lsn) {
        self.durable.store(durable.0, Ordering::Release);
        if let Some(took) = self.timed.end(durable) {
            self.commit_latency.record(took);
        }
        let mut due = Vec::new();
        let mut waiting = self.waiting.lock();
        while let Some(Reverse(first)) = waiting.heap.peek()
            && first.position <= durable
        {
            due.extend(waiting.heap.pop().map(|Reverse(place)| place.waker));
        }
        drop(waiting);
        due.into_iter().for_each(Waker::wake);
    }

    /// Appends a batch.
    ///
    /// # Errors
    /// When the store does not take it; it is left as it is.
    pub(crate) fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        let adds = batch.adds();
        let appended = self.store.append(batch);
        match appended {
            Ok(position) => {
                if adds {
                    self.is_refusing.store(false, Ordering::Relaxed);
                }
                self.timed.begin(position);
            }
            Err(_) => {
                self.is_refusing.store(true, Ordering::Relaxed);
                self.refused.fetch_add(1, Ordering::Relaxed);
            }
        }
        appended
    }

    /// It ceased to work.
    pub(crate) fn count_failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    /// Its health and its figures; `None` if it keeps nothing.
    pub(crate) fn metrics(&self) -> Option<StoreMetrics> {
        if !self.keeps {
            return None;
        }
        let stats = self.store.stats();
        let health = self.store.health().borrow().clone();
        Some(StoreMetrics {
            kind: self.kind,
            failure: health.failure.as_deref().map(str::to_owned),
            warnings: health.warnings.to_vec(),
            sessions: stats.sessions,
            messages: stats.messages,
            retained: stats.retained,
            bytes: stats.bytes,
            live_bytes: stats.live_bytes,
            pending_bytes: stats.pending_bytes,
            commits: stats.commits,
            batches: stats.batches,
            refused: self.refused(),
            failures: self.failures.load(Ordering::Relaxed),
            commit_latency: self.commit_latency.histogram(),
        })
    }

    /// Batches that were not taken.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Whether it did not take the latest batch that adds something.
    pub(crate) fn is_refusing(&self) -> bool {
        self.is_refusing.load(Ordering::Relaxed)
    }

    /// It works again: whatever it refused it may take now.
    pub(crate) fn forgive(&self) {
        self.is_refusing.store(false, Ordering::Relaxed);
    }

    /// The store does not have this session as it is: it is written again when the store takes it.
    pub(crate) fn owe_session(&self, session: &Arc<Session>) {
        let weak = Arc::downgrade(session);
        self.owed.lock().unsaved.insert(session.key, weak);
    }

    /// This connection was not answered: when the store takes changes again it is ended, so that its client sends again.
    pub(crate) fn owe_answer(&self, session: &Arc<Session>, epoch: u32) {
        let (weak, connection) = (Arc::downgrade(session), (session.key, epoch));
        self.owed.lock().unanswered.insert(connection, weak);
    }

    /// Takes out what is to be made good.
    pub(crate) fn take_owed(&self) -> Owed {
        std::mem::take(&mut self.owed.lock())
    }
}

impl Timed {
    fn begin(&self, position: Lsn) {
        if position != Lsn::START && self.position.load(Ordering::Relaxed) == 0 {
            self.since.store(self.clock.micros(), Ordering::Relaxed);
            self.position.store(position.0, Ordering::Release);
        }
    }

    fn end(&self, durable: Lsn) -> Option<Duration> {
        let position = self.position.load(Ordering::Acquire);
        if position == 0 || position > durable.0 {
            return None;
        }
        let since: Micros = self.since.load(Ordering::Relaxed);
        self.position.store(0, Ordering::Release);
        Some(Duration::from_micros(
            self.clock.micros().saturating_sub(since),
        ))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        (self.position, self.number) == (other.position, other.number)
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.position, self.number).cmp(&(other.position, other.number))
    }
}

/// What one thread is about to have kept.
pub(crate) struct Log {
    storage: Arc<Storage>,
    /// What belongs together and must be in the store before anything of it is sent.
    batch: Batch,
    /// What only takes away, or moves a delivery on.
    rest: Batch,
    /// Numbers for messages, taken from all threads' in blocks.
    numbers: Range<u64>,
}

/// Numbers that a thread takes at once.
const BLOCK: u64 = 1024;

impl Log {
    pub(crate) fn new(storage: Arc<Storage>) -> Self {
        Self {
            storage,
            batch: Batch::new(),
            rest: Batch::new(),
            numbers: 0..0,
        }
    }

    /// Whether anything survives.
    pub(crate) fn keeps(&self) -> bool {
        self.storage.keeps
    }

    /// Whether what the store does not take is refused.
    pub(crate) fn refuses(&self) -> bool {
        self.storage.refuses()
    }

    pub(crate) fn storage(&self) -> &Arc<Storage> {
        &self.storage
    }

    /// Whether what a ticket is for has arrived.
    pub(crate) fn is_durable(&self, ticket: Lsn) -> bool {
        self.storage.is_durable(ticket)
    }

    /// Adds a change to the batch that is appended next.
    pub(crate) fn push(&mut self, change: &Change<'_>) {
        self.batch.push(change);
    }

    /// Whether changes wait for [`append`](Self::append).
    pub(crate) fn is_begun(&self) -> bool {
        !self.batch.is_empty()
    }

    /// Appends what was pushed. Returns the ticket for all that it promises.
    ///
    /// # Errors
    /// When the store does not take it: then nothing of it has happened, but for what only takes away.
    pub(crate) fn append(&mut self) -> Result<Lsn, Full> {
        if self.batch.is_empty() {
            return Ok(Lsn::START);
        }
        self.storage.append(&mut self.batch).inspect_err(|_| {
            let stays = |change: &Change<'_>| !change.adds();
            let Self { batch, rest, .. } = self;
            batch
                .changes()
                .filter(stays)
                .for_each(|change| rest.push(&change));
            batch.clear();
        })
    }

    /// Adds a change that takes away or moves a delivery on; it is never refused. It is appended at the end of the turn, or by
    /// [`settle`](Self::settle).
    pub(crate) fn note(&mut self, change: &Change<'_>) {
        if self.storage.keeps {
            self.rest.push(change);
        }
    }

    /// Appends what was noted. Returns the ticket for it.
    pub(crate) fn settle(&mut self) -> Lsn {
        if self.rest.is_empty() {
            return Lsn::START;
        }
        // One that is refused all the same has said why.
        self.storage.append(&mut self.rest).unwrap_or_else(|_| {
            self.rest.clear();
            Lsn::START
        })
    }

    /// A message is no longer in a session's queue, nor in flight.
    pub(crate) fn dequeue(&mut self, session: u64, seq: Option<NonZeroU64>) {
        if let Some(seq) = seq {
            let session = SessionKey(session);
            let seq = seq.get();
            self.note(&Change::Dequeue { session, seq });
        }
    }

    /// A number for a message.
    pub(crate) fn next_message(&mut self) -> u64 {
        self.numbers.next().unwrap_or_else(|| {
            let first = self
                .storage
                .next_message
                .fetch_add(BLOCK, Ordering::Relaxed);
            self.numbers = first + 1..first + BLOCK;
            first
        })
    }
}

#[cfg(test)]
mod tests;
