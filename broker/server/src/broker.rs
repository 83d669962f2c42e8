//! What all parts of one running broker share.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use gmqtt_config::{Limits, Mqtt};
use gmqtt_plugin_api::Feed;
use gmqtt_router::{Retained, Subscriptions, Versions};
use parking_lot::{Mutex, RwLock};
use tokio::sync::Notify;

use crate::bans::Bans;
use crate::clock::{Clock, TimeOfDay, Wall};
use crate::cluster::Peers;
use crate::counters::Registry;
use crate::events::Events;
use crate::gate::Gate;
use crate::hooks::Hooks;
use crate::keepalive::Wheel;
use crate::memory::Shedder;
use crate::message::Message;
use crate::metrics::Presented;
use crate::observers::Observers;
use crate::refusals::Refusals;
use crate::route::Subscriber;
use crate::session::Sessions;
use crate::storage::Storage;
use crate::timers::Timers;
use crate::top::Top;
use crate::traces::Traces;

/// One broker. A process may hold several.
pub(crate) struct Broker {
    /// Tells brokers of one process apart.
    pub(crate) id: u64,
    pub(crate) clock: Clock,
    wall: Wall,
    pub(crate) hooks: Hooks,
    pub(crate) counters: Registry,
    /// Those that the listeners present.
    pub(crate) certificates: Arc<Presented>,
    pub(crate) started_at: SystemTime,
    pub(crate) sessions: Sessions,
    /// Topic filters to sessions.
    pub(crate) table: RwLock<Subscriptions<u64, Subscriber>>,
    /// When cached routes are stale.
    pub(crate) versions: Versions,
    pub(crate) retained: RwLock<Retained<Arc<Message>>>,
    pub(crate) timers: Timers,
    pub(crate) keepalive: Mutex<Wheel>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) refusals: Refusals,
    pub(crate) events: Arc<Events>,
    pub(crate) traces: Traces,
    /// Closed when what goes on for ever is to end.
    pub(crate) end: Arc<Feed<()>>,
    pub(crate) shedder: Shedder,
    /// What survives.
    pub(crate) storage: Arc<Storage>,
    pub(crate) bans: Bans,
    /// The other nodes, see [`Broker::join`].
    pub(crate) cluster: OnceLock<Arc<Peers>>,
    /// Why it should get no new clients, if it should not.
    pub(crate) held_back: Mutex<Option<Box<str>>>,
    /// The busiest topics.
    pub(crate) top: Top,
    /// Log every packet.
    dump_packets: AtomicBool,
    observers: RwLock<Option<Arc<Observers>>>,
    settings: RwLock<Arc<Mqtt>>,
    limits: RwLock<Arc<Limits>>,
    settings_version: AtomicU64,
    next_key: AtomicU64,
    id_source: RandomState,
    stopping: AtomicBool,
    /// Connections past CONNECT.
    live: AtomicUsize,
    /// Told when the last of them is gone.
    pub(crate) idle: Notify,
}

impl Broker {
    /// One that keeps nothing.
    #[cfg(test)]
    pub(crate) fn new(settings: Mqtt, hooks: Hooks, dump_packets: bool) -> Arc<Self> {
        Self::with(settings, hooks, dump_packets, Storage::none())
    }

    pub(crate) fn with(
        settings: Mqtt,
        hooks: Hooks,
        dump_packets: bool,
        storage: Storage,
    ) -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let events = Arc::<Events>::default();
        Arc::new(Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            clock: Clock::start(),
            wall: Wall::default(),
            hooks,
            counters: Registry::default(),
            certificates: Arc::default(),
            started_at: SystemTime::now(),
            sessions: Sessions::new(),
            table: RwLock::new(Subscriptions::new()),
            versions: Versions::new(),
            retained: RwLock::new(Retained::new()),
            timers: Timers::default(),
            keepalive: Mutex::default(),
            gate: Arc::default(),
            refusals: Refusals::new(events.clone()),
            events,
            traces: Traces::default(),
            end: Feed::new(0, 0),
            shedder: Shedder::default(),
            storage: Arc::new(storage),
            bans: Bans::default(),
            cluster: OnceLock::new(),
            held_back: Mutex::default(),
            top: Top::default(),
            dump_packets: AtomicBool::new(dump_packets),
            observers: RwLock::new(Observers::of(dump_packets, Vec::new())),
            settings: RwLock::new(Arc::new(settings)),
            limits: RwLock::default(),
            settings_version: AtomicU64::new(1),
            next_key: AtomicU64::new(1),
            id_source: RandomState::new(),
            stopping: AtomicBool::new(false),
            live: AtomicUsize::new(0),
            idle: Notify::new(),
        })
    }

    /// The clock of the wall, for moments that have passed.
    pub(crate) fn time_of_day(&self) -> TimeOfDay {
        self.wall.look(self.clock)
    }

    /// The `mqtt` section in force, and its version.
    pub(crate) fn settings(&self) -> (u64, Arc<Mqtt>) {
        let settings = self.settings.read();
        (self.settings_version(), settings.clone())
    }

    pub(crate) fn settings_version(&self) -> u64 {
        self.settings_version.load(Ordering::Acquire)
    }

    /// From their next turn on all threads work with these.
    pub(crate) fn change_settings(&self, mqtt: Mqtt, dump_packets: bool) {
        let mut settings = self.settings.write();
        *settings = Arc::new(mqtt);
        self.dump_packets.store(dump_packets, Ordering::Relaxed);
        drop(settings);
        self.find_observers();
    }

    /// The `limits` section in force. It changes together with the version of the settings.
    pub(crate) fn limits(&self) -> Arc<Limits> {
        self.limits.read().clone()
    }

    /// From their next turn on all threads work with these. At first there are none.
    pub(crate) fn change_limits(&self, limits: Limits) {
        *self.limits.write() = Arc::new(limits);
        self.settings_version.fetch_add(1, Ordering::Release);
    }

    /// From their next turn on all threads find routes anew.
    pub(crate) fn forget_routes(&self) {
        self.settings_version.fetch_add(1, Ordering::Release);
    }

    /// Who looks at packets; `None` if nobody does.
    pub(crate) fn observers(&self) -> Option<Arc<Observers>> {
        self.observers.read().clone()
    }

    /// Somebody else looks at packets than before. From their next turn on all threads know.
    pub(crate) fn find_observers(&self) {
        let mut observers = self.observers.write();
        let dump = self.dump_packets.load(Ordering::Relaxed);
        *observers = Observers::of(dump, self.traces.tracers());
        self.settings_version.fetch_add(1, Ordering::Release);
    }

    /// Another one each time a broker starts.
    pub(crate) fn instance_id(&self) -> String {
        format!("{:016x}", self.id_source.hash_one(self.id))
    }

    /// Keys of sessions go on from here.
    pub(crate) fn count_keys_from(&self, next: u64) {
        self.next_key.store(next, Ordering::Relaxed);
    }

    /// A key for a new session.
    pub(crate) fn next_key(&self) -> u64 {
        self.next_key.fetch_add(1, Ordering::Relaxed)
    }

    /// A client identifier that nobody has and nobody can guess [MQTT-3.2.2-16].
    pub(crate) fn assign_client_id(&self) -> String {
        let n = self.next_key();
        format!("auto-{:016x}{n:08x}", self.id_source.hash_one(n))
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    pub(crate) fn stop_accepting(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Connections that were let in and are not gone.
    pub(crate) fn live(&self) -> usize {
        self.live.load(Ordering::SeqCst)
    }

    /// Counts a connection that is let in. False if the broker is stopping: the stop sees those that were counted before it
    /// began, all others see the stop.
    pub(crate) fn enter(&self) -> bool {
        self.live.fetch_add(1, Ordering::SeqCst);
        if self.is_stopping() {
            self.leave();
            return false;
        }
        true
    }

    /// A connection is gone that was counted.
    pub(crate) fn leave(&self) {
        if self.live.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.idle.notify_waiters();
        }
    }
}
