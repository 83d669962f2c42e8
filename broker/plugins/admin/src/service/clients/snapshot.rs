//! All clients at one moment, shared by everybody who asks at about that moment: however often lists are asked for, the sessions
//! are looked at once a second at most, part by part, on the threads of plugins.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use gmqtt_plugin_api::{BrokerHandle, ClientInfo, ClientView, Cursor};
use tokio::sync::Mutex;
use tokio::time::sleep;

use super::fields::Listed;

/// A snapshot is never older than that when it is used. One that took little work to make is made anew earlier.
const OLDEST: Duration = Duration::from_secs(1);
/// Making snapshots takes at most one part in so many of a thread.
const SHARE: u32 = 20;
/// Without a question for so long, it is forgotten.
const PATIENCE: Duration = Duration::from_secs(10);

/// All clients at one moment.
pub(crate) struct Snapshot {
    /// In no particular order, and in many pieces, so that none is copied to grow.
    parts: Vec<Vec<Listed>>,
    made_at: Instant,
    took: Duration,
}

/// What happened to a client in a second, between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rates {
    /// PUBLISH packets from it.
    pub(crate) received: f64,
    /// PUBLISH packets to it.
    pub(crate) sent: f64,
    /// Messages that did not reach it.
    pub(crate) dropped: f64,
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
    marks: Marks,
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
        if let Some(snapshot) = kept.latest.as_ref().filter(|latest| latest.is_fresh()) {
            return snapshot.clone();
        }
        let snapshot = Arc::new(self.make(&mut kept.marks).await);
        kept.latest = Some(snapshot.clone());
        if !std::mem::replace(&mut kept.is_watched, true) {
            tokio::spawn(forget_when_unused(Arc::downgrade(self)));
        }
        snapshot
    }

    /// A client that was looked at alone.
    pub(crate) fn listed(&self, view: ClientView, rates: Option<Rates>) -> Listed {
        Listed {
            node: self.node.clone(),
            view,
            rates,
        }
    }

    /// The next who asks gets a new one: something was changed through the API.
    pub(crate) async fn outdate(&self) {
        self.kept.lock().await.latest = None;
    }

    async fn make(&self, marks: &mut Marks) -> Snapshot {
        let begun = Instant::now();
        let mut parts = Vec::new();
        let mut took = Duration::ZERO;
        let mut from = Some(Cursor::default());
        while let Some(part) = from {
            let part_begun = Instant::now();
            let mut clients = Vec::new();
            from = self.broker.clients_from(part, &mut |client| {
                let rates = marks.rates(&client, begun);
                clients.push(Listed {
                    node: self.node.clone(),
                    view: client,
                    rates,
                });
            });
            parts.push(clients);
            took += part_begun.elapsed();
            tokio::task::yield_now().await;
        }
        marks.set(parts.iter().flatten(), begun);
        Snapshot {
            parts,
            made_at: begun,
            took,
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
        self.parts.iter().flatten()
    }

    fn is_fresh(&self) -> bool {
        self.made_at.elapsed() < (SHARE * self.took).min(OLDEST)
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

/// Counts of a moment ago, which rates are measured from.
#[derive(Default)]
struct Marks {
    older: Option<Mark>,
    newer: Option<Mark>,
}

struct Mark {
    at: Instant,
    /// By connection: where its [`Counts::info`] lies.
    counts: HashMap<usize, Counts>,
}

struct Counts {
    /// The connection that they are of. While it is kept, no other one is in its place.
    info: Arc<ClientInfo>,
    received: u64,
    sent: u64,
    dropped: u64,
}

/// Rates are measured over at least this time, where there is a choice, and never over less than [`SHORTEST`].
const USUAL: Duration = Duration::from_secs(2);
const SHORTEST: Duration = Duration::from_millis(500);
/// Counts older than that say nothing about now.
const LONGEST: Duration = Duration::from_secs(15);

impl Marks {
    /// What happened to a client since the last mark that tells something.
    fn rates(&self, client: &ClientView, now: Instant) -> Option<Rates> {
        let marks = [&self.older, &self.newer].into_iter().flatten();
        let useful = |mark: &&Mark| {
            let age = now.saturating_duration_since(mark.at);
            (SHORTEST..=LONGEST).contains(&age)
        };
        let mark = marks.filter(useful).min_by_key(|mark| mark.at)?;
        if !client.connected {
            return None;
        }
        let seconds = now.saturating_duration_since(mark.at).as_secs_f64();
        let rate = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
        let counts = Counts::of(client);
        Some(match mark.counts.get(&counts.place()) {
            Some(before) => Rates {
                received: rate(counts.received, before.received),
                sent: rate(counts.sent, before.sent),
                dropped: rate(counts.dropped, before.dropped),
            },
            // It has connected since; what was dropped counts for the session, and is not told apart.
            None => Rates {
                received: rate(counts.received, 0),
                sent: rate(counts.sent, 0),
                dropped: 0.0,
            },
        })
    }

    fn set<'a>(&mut self, clients: impl Iterator<Item = &'a Listed>, now: Instant) {
        let age = |mark: &Mark| now.saturating_duration_since(mark.at);
        if self.newer.as_ref().is_some_and(|mark| age(mark) < USUAL) {
            return;
        }
        self.older = self.newer.take().filter(|mark| age(mark) <= LONGEST);
        let connected = clients.filter(|client| client.view.connected);
        let counts = connected.map(|client| Counts::of(&client.view));
        self.newer = Some(Mark {
            at: now,
            counts: counts.map(|counts| (counts.place(), counts)).collect(),
        });
    }
}

impl Counts {
    fn of(client: &ClientView) -> Self {
        Self {
            info: client.info.clone(),
            received: client.received.packets,
            sent: client.sent.packets,
            dropped: client.dropped.iter().map(|(_, count)| count).sum(),
        }
    }

    fn place(&self) -> usize {
        Arc::as_ptr(&self.info).addr()
    }
}
