//! A turn: one batch of work on one thread, and what the thread keeps from one turn to the next.
//!
//! Within a turn messages are placed in outboxes; at its end the touched ones are handed to the thread's flusher, then the
//! notifying hooks run. No lock is held between the two.

use std::cell::Cell;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use gmqtt_config::{Limits, Mqtt};
use gmqtt_plugin_api::{DropReason, Happening, HookSet};
use gmqtt_store::Lsn;
use tokio::runtime::Handle;
use tracing::error;

use crate::broker::Broker;
use crate::clock::{Both, Clock, Micros, Millis, seconds};
use crate::cluster::Peers;
use crate::commit::Planned;
use crate::counters::Counters;
use crate::events::{Dropped, Events};
use crate::flusher::Flusher;
use crate::hooks::Notice;
use crate::observers::Observers;
use crate::outbox::Pool;
use crate::route::RouteCache;
use crate::session::Session;
use crate::storage::Log;

/// What a thread works with in a turn.
pub(crate) struct Turn {
    pub(crate) routes: RouteCache,
    pub(crate) desk: Desk,
    /// The read buffer; a connection borrows it while it reads.
    pub(crate) scratch: Vec<u8>,
    flusher: Arc<Flusher>,
    /// When the pool gives back what it does not need.
    trim_at: Millis,
    broker: u64,
    settings_version: u64,
}

/// The part of a turn that a delivery needs.
pub(crate) struct Desk {
    pub(crate) now: Millis,
    pub(crate) timing: Timing,
    /// Once somebody has asked.
    clocks: Option<Both>,
    pub(crate) settings: Arc<Mqtt>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) interest: HookSet,
    /// The other nodes, if there are any.
    pub(crate) cluster: Option<Arc<Peers>>,
    /// The groups of the route at hand whose member on another node gets the message, by their places. Empty without other nodes.
    pub(crate) elsewhere: Vec<usize>,
    /// The message at hand has come from another node for groups only.
    pub(crate) leaves_out_plain: bool,
    /// Who looks at packets; mostly nobody does.
    pub(crate) observers: Option<Arc<Observers>>,
    /// Where what happens is told.
    events: Arc<Events>,
    happened: Vec<Happening>,
    dropped: Dropped,
    pub(crate) counters: Arc<Counters>,
    pub(crate) pool: Pool,
    /// Packets encoded once and copied to every subscriber of a message.
    pub(crate) encoded: Vec<u8>,
    /// Replies to the client whose packets are being handled.
    pub(crate) replies: Vec<u8>,
    /// Forwarded properties of the message being handled.
    pub(crate) block: Vec<u8>,
    pub(crate) notices: Vec<Notice>,
    /// What is to be kept.
    pub(crate) log: Log,
    /// Where the message at hand goes in the store, in the order of its route.
    pub(crate) planned: Vec<Planned>,
    /// What the client whose packet is handled has to wait for.
    pub(crate) ticket: Lsn,
    /// The session whose packets are handled; 0 if it is none's.
    pub(crate) publisher: u64,
    /// Nothing was heard of it since the last tick of the keep alive.
    pub(crate) is_seldom: bool,
    /// There is memory for the message at hand, should it have to wait.
    pub(crate) may_queue: bool,
    /// Deliveries of this turn, for fairness.
    pub(crate) deliveries: usize,
    touched: Vec<Arc<Session>>,
}

/// Timing one message in so many.
#[derive(Debug)]
pub(crate) struct Timing {
    clock: Clock,
    turn_began: Micros,
    /// Messages until the next one that is timed.
    countdown: u64,
    /// Messages until the hooks of one are timed.
    hooks_countdown: u64,
    /// Since when the message at hand is on its way, if it is timed.
    since: Option<NonZero<Micros>>,
}

impl Timing {
    /// 1 in so many messages is timed.
    const EVERY: u64 = 64;

    fn new(clock: Clock) -> Self {
        Self {
            clock,
            turn_began: 0,
            countdown: Self::EVERY,
            hooks_countdown: Self::EVERY,
            since: None,
        }
    }

    /// Whether the plugins' time is to be taken for the message they are about to be asked about.
    pub(crate) fn hooks_are_timed(&mut self) -> bool {
        self.hooks_countdown -= 1;
        let is_due = self.hooks_countdown == 0;
        if is_due {
            self.hooks_countdown = Self::EVERY;
        }
        is_due
    }

    /// So many messages are about to be delivered that came in this turn. One of them may be one that is timed, from the
    /// beginning of the turn on: no clock is read.
    pub(crate) fn messages(&mut self, count: u64) {
        self.since = None;
        if self.countdown > count {
            self.countdown -= count;
        } else {
            self.countdown = Self::EVERY;
            self.since = NonZero::new(self.turn_began);
        }
    }

    /// Since when the message at hand is on its way, for the first who asks.
    pub(crate) fn take(&mut self) -> Option<NonZero<Micros>> {
        self.since.take()
    }
}

impl Desk {
    /// The bytes of a message that is timed are with the system.
    pub(crate) fn written(&self, since: NonZero<Micros>) {
        let took = self.timing.clock.micros().saturating_sub(since.get());
        self.counters
            .delivery_latency
            .record(Duration::from_micros(took));
    }

    pub(crate) fn clock(&self) -> Clock {
        self.timing.clock
    }

    /// Both clocks, at the beginning of the turn.
    pub(crate) fn clocks(&mut self) -> Both {
        match self.clocks {
            Some(clocks) if clocks.now == self.now => clocks,
            _ => *self.clocks.insert(Both::at(self.now)),
        }
    }

    pub(crate) fn seconds(&self) -> u32 {
        seconds(self.now)
    }

    /// Does not keep for ever what one large packet needed.
    fn give_back(&mut self) {
        for buffer in [&mut self.encoded, &mut self.replies, &mut self.block] {
            if buffer.capacity() > LARGEST_KEPT {
                *buffer = Vec::new();
            }
        }
    }

    /// Something happened that is told when the turn is over.
    pub(crate) fn happened(&mut self, what: Happening) {
        self.happened.push(what);
    }

    /// A message for this client was dropped.
    pub(crate) fn dropped(&mut self, client_id: &Arc<str>, reason: DropReason) {
        if self.dropped.add(client_id, reason) {
            self.dropped.hand_over(&self.events);
        }
    }

    fn tell_events(&mut self) {
        self.dropped.hand_over(&self.events);
        self.happened
            .drain(..)
            .for_each(|happening| self.events.add_one(happening));
    }

    /// Enough was done: others get to work when the packets that were read are handled.
    pub(crate) fn end_soon(&mut self) {
        self.deliveries = self.deliveries.max(BUDGET + 1);
    }

    /// The session's outbox has new bytes: it is written soon after the turn.
    pub(crate) fn touch(&mut self, session: &Arc<Session>) {
        self.touched.push(session.clone());
    }
}

/// Bytes read from a socket at once.
pub(crate) const SCRATCH: usize = 64 * 1024;
/// A larger buffer goes back to the allocator at the end of the turn.
const LARGEST_KEPT: usize = 2 * SCRATCH;
/// Buffers that were not used for this long go back to the allocator.
const TRIM_EVERY: Millis = 1000;
/// Deliveries, and subscriptions looked at to find receivers, after which a turn is to end.
const BUDGET: usize = 4096;

thread_local! {
    static TURN: Cell<Option<Box<Turn>>> = const { Cell::new(None) };
}

thread_local! {
    static WAITING: Cell<Option<Vec<Deferred>>> = const { Cell::new(None) };
}

/// What a plugin asks for inside a hook; it runs turns of its own.
pub(crate) type Deferred = Box<dyn FnOnce() + Send>;

/// Calls of hooks that are done at the end of one turn; with more the others would wait for too long.
const MOST_DEFERRED: usize = 256;

/// Has this done when the turn that runs on this thread is over, in the order of these calls; at once if none does.
pub(crate) fn defer(work: impl FnOnce() + Send + 'static) {
    // A Some from the beginning to the end of a turn.
    match WAITING.take() {
        Some(mut waiting) => {
            waiting.push(Box::new(work));
            WAITING.set(Some(waiting));
        }
        None => work(),
    }
}

/// Whether a turn runs on this thread.
pub(crate) fn is_running() -> bool {
    let waiting = WAITING.take();
    let is_running = waiting.is_some();
    WAITING.set(waiting);
    is_running
}

/// Does what was deferred, and what that leads to. Plugins that answer each other for ever go on in a task.
fn settle() {
    let mut done = 0;
    loop {
        let work = WAITING.take().unwrap_or_default();
        if work.is_empty() {
            return;
        }
        if done >= MOST_DEFERRED {
            return go_on_later(work);
        }
        // What runs now may defer more.
        WAITING.set(Some(Vec::new()));
        done += work.len();
        for work in work {
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                error!("what a plugin asked for panicked");
            }
        }
    }
}

fn go_on_later(work: Vec<Deferred>) {
    let Ok(runtime) = Handle::try_current() else {
        return; // The broker is being dropped.
    };
    runtime.spawn(async move {
        for (n, work) in work.into_iter().enumerate() {
            if n % MOST_DEFERRED == 0 {
                tokio::task::yield_now().await;
            }
            work();
        }
    });
}

/// Runs one turn on this thread.
pub(crate) fn run<R>(broker: &Arc<Broker>, work: impl FnOnce(&mut Turn) -> R) -> R {
    let waiting = WAITING.take();
    let is_outermost = waiting.is_none();
    WAITING.set(Some(waiting.unwrap_or_default()));
    let mut turn = TURN
        .take()
        .filter(|turn| turn.broker == broker.id)
        .unwrap_or_else(|| Box::new(Turn::new(broker)));
    turn.begin(broker);
    // Others wait for what a turn has placed in their outboxes, also if it panics.
    let result = catch_unwind(AssertUnwindSafe(|| work(&mut turn)));
    turn.end(broker);
    if result.is_ok() {
        TURN.set(Some(turn));
    }
    if is_outermost {
        settle();
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

impl Turn {
    fn new(broker: &Arc<Broker>) -> Self {
        let (settings_version, settings) = broker.settings();
        Self {
            routes: RouteCache::default(),
            desk: Desk {
                now: 0,
                timing: Timing::new(broker.clock),
                clocks: None,
                settings,
                limits: broker.limits(),
                interest: broker.hooks.interest(),
                cluster: broker.peers().cloned(),
                elsewhere: Vec::new(),
                leaves_out_plain: false,
                observers: broker.observers(),
                events: broker.events.clone(),
                happened: Vec::new(),
                dropped: Dropped::default(),
                counters: broker.counters.register(),
                pool: Pool::default(),
                encoded: Vec::new(),
                replies: Vec::new(),
                block: Vec::new(),
                notices: Vec::new(),
                log: Log::new(broker.storage.clone()),
                planned: Vec::new(),
                ticket: Lsn::START,
                publisher: 0,
                is_seldom: false,
                may_queue: false,
                deliveries: 0,
                touched: Vec::new(),
            },
            scratch: vec![0; SCRATCH],
            flusher: Flusher::spawn(broker),
            trim_at: 0,
            broker: broker.id,
            settings_version,
        }
    }

    /// Whether this turn has done enough: what is left is for the next one, so that others are not held up.
    pub(crate) fn is_spent(&self) -> bool {
        self.desk.deliveries + self.routes.effort > BUDGET
    }

    fn begin(&mut self, broker: &Broker) {
        let began = broker.clock.micros();
        self.desk.now = began / 1000;
        self.desk.timing.turn_began = began;
        self.desk.timing.since = None;
        self.desk.deliveries = 0;
        self.desk.publisher = 0;
        self.desk.is_seldom = false;
        self.routes.effort = 0;
        if self.desk.now >= self.trim_at {
            self.trim_at = self.desk.now + TRIM_EVERY;
            self.desk.pool.trim();
        }
        if self.settings_version != broker.settings_version() {
            (self.settings_version, self.desk.settings) = broker.settings();
            self.desk.limits = broker.limits();
            self.desk.observers = broker.observers();
            self.desk.interest = broker.hooks.interest();
            self.desk.cluster = broker.peers().cloned();
            // They were made for the old delivery mode.
            self.routes.clear();
        }
    }

    fn end(&mut self, broker: &Broker) {
        self.desk.log.settle();
        if !self.desk.touched.is_empty() {
            self.flusher.push(&mut self.desk.touched);
        }
        self.desk.give_back();
        self.desk.tell_events();
        self.notify(broker);
    }

    /// Has an outbox written together with those that this thread holds back for a moment. False if there are none.
    pub(crate) fn joins_held(&self, session: &Arc<Session>) -> bool {
        self.flusher.join(session)
    }

    /// Calls the notifying hooks for what has happened so far. No lock may be held.
    pub(crate) fn notify(&mut self, broker: &Broker) {
        if !self.desk.notices.is_empty() {
            let notices = std::mem::take(&mut self.desk.notices);
            broker.hooks.notify(&notices);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.flusher.close();
    }
}
