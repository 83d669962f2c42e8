//! All clients at one moment, shared by everybody who asks at about that moment. While somebody asks, the copies follow the clients: a
//! look at all sessions copies those that have changed, part by part, on the threads of plugins.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use gmqtt_admin_api::list::Filter;
use gmqtt_plugin_api::{BrokerHandle, ClientView, Cursor};
use tokio::sync::Mutex;
use tokio::time::sleep;

use super::fields::Listed;
use super::looks::Rates;
use super::part::{Part, Round};

/// A snapshot is used for so long for each client in it: to look at one whether it has changed takes about a hundredth of that.
const USED_PER_CLIENT: Duration = Duration::from_micros(8);
/// It is never older than that when it is used.
const OLDEST: Duration = Duration::from_secs(1);
/// Without a question for so long, it is forgotten.
const PATIENCE: Duration = Duration::from_secs(10);

/// All clients at one moment.
#[derive(Clone)]
pub(crate) struct Snapshot {
    /// In no particular order. What somebody still reads is copied before it follows the clients.
    parts: Vec<Arc<Part>>,
    made_at: Instant,
}

/// Makes snapshots, and keeps the last one while somebody asks.
pub(crate) struct Snapshots {
    broker: BrokerHandle,
    /// The name of this node.
    node: Arc<str>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    latest: Option<Arc<Snapshot>>,
    /// Something was changed through the API: the next who asks gets a new one.
    is_outdated: bool,
    used_at: Option<Instant>,
    /// A task waits for nobody to ask any more.
    is_watched: bool,
}

impl Snapshots {
    pub(crate) fn new(broker: BrokerHandle, node: Arc<str>) -> Arc<Self> {
        Arc::new(Self {
            broker,
            node,
            kept: Mutex::default(),
        })
    }

    /// The clients, as they were a second ago at most. Who asks while a snapshot is made waits for it.
    pub(crate) async fn latest(self: &Arc<Self>) -> Arc<Snapshot> {
        let mut kept = self.kept.lock().await;
        kept.used_at = Some(Instant::now());
        let is_outdated = std::mem::take(&mut kept.is_outdated);
        let is_good = |latest: &&Arc<Snapshot>| !is_outdated && latest.is_fresh();
        if let Some(snapshot) = kept.latest.as_ref().filter(is_good) {
            return snapshot.clone();
        }
        let before = kept.latest.take();
        let snapshot = Arc::new(self.make(before).await);
        kept.latest = Some(snapshot.clone());
        if !std::mem::replace(&mut kept.is_watched, true) {
            tokio::spawn(forget_when_unused(Arc::downgrade(self)));
        }
        snapshot
    }

    /// A client that was looked at alone.
    pub(crate) fn listed(&self, view: ClientView, rates: Option<Rates>) -> Listed {
        Listed::new(self.node.clone(), view, rates)
    }

    /// Something was changed through the API.
    pub(crate) async fn outdate(&self) {
        self.kept.lock().await.is_outdated = true;
    }

    /// Makes one out of the one before.
    async fn make(&self, before: Option<Arc<Snapshot>>) -> Snapshot {
        let round = Round {
            broker: &self.broker,
            node: &self.node,
            now: Instant::now(),
            before: before.as_ref().map(|before| before.made_at),
        };
        let mut parts = before.map_or_else(Vec::new, |it| Arc::unwrap_or_clone(it).parts);
        let mut from = Some(Cursor::default());
        while let Some(cursor) = from {
            if parts.len() <= cursor.part() {
                parts.resize_with(cursor.part() + 1, Arc::default);
            }
            from = Arc::make_mut(&mut parts[cursor.part()]).follow(&round, cursor);
            tokio::task::yield_now().await;
        }
        Snapshot {
            parts,
            made_at: round.now,
        }
    }

    /// False when there is nothing left to forget.
    async fn forget_if_unused(&self) -> bool {
        let mut kept = self.kept.lock().await;
        if kept.used_at.is_some_and(|at| at.elapsed() < PATIENCE) {
            return true;
        }
        *kept = Kept::default();
        false
    }
}

impl Snapshot {
    /// The clients, in no particular order.
    pub(crate) fn clients(&self) -> impl Iterator<Item = &Listed> {
        self.parts.iter().flat_map(|part| part.clients(false))
    }

    /// All that can fit a filter, and maybe others.
    pub(crate) fn candidates(&self, filter: &Filter) -> impl Iterator<Item = &Listed> {
        let only_connected = filter.implies::<Listed>("connected");
        self.parts
            .iter()
            .flat_map(move |part| part.clients(only_connected))
    }

    fn is_fresh(&self) -> bool {
        let clients = self.parts.iter().map(|part| part.len()).sum::<usize>();
        let clients = u32::try_from(clients).unwrap_or(u32::MAX);
        self.made_at.elapsed() < USED_PER_CLIENT.saturating_mul(clients).min(OLDEST)
    }
}

async fn forget_when_unused(snapshots: Weak<Snapshots>) {
    loop {
        sleep(PATIENCE).await;
        match snapshots.upgrade() {
            Some(snapshots) if snapshots.forget_if_unused().await => {}
            _ => return,
        }
    }
}
