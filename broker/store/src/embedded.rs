//! The store on disk: a log of our own in segments, an index of what is alive in memory, one thread that writes.
//!
//! Why a log of our own and not the LSM tree that was measured first (fjall 3.1): what it does is the opposite of the promise, by
//! its source. Its journal reader cuts the file at the first entry that it cannot decode and goes on without a word, so that one
//! damaged byte takes all that was acknowledged after it; after one failed sync it is poisoned until it is opened again; and it
//! reaches its files itself, so that no test can take the disk away from it between two writes. The log is small, and does each of
//! these. It costs memory: the index keeps about 100 bytes for a message in one queue, 40 for each queue more.
//!
//! ```text
//! append -> frame in memory, index -> [writer: write, fdatasync] -> durable -> acknowledgements leave
//!                                          \-> oldest segment: what is alive is appended again, then the file is removed
//! ```
//!
//! What is appended while a sync is under way is covered by the next one: the slower the disk, the more each sync covers.
//!
//! After a failed write or sync nothing is known about the file, and trying again would not help: the system may have thrown
//! away what it could not write. Everything that is not durable is still in memory and goes into a new file, again and again,
//! until it can be written there.

mod disk;
mod engine;
mod log;
mod replay;
mod segment;
mod writer;

#[cfg(test)]
mod crash;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod simulated;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;

use self::disk::{Directory, Disk};
use self::engine::Engine;
use self::log::Located;
use self::writer::Writer;
use crate::batch::Batch;
use crate::change::{Change, Entry, SessionKey};
use crate::codec::{Malformed, Reader};
use crate::export::Exported;
use crate::index::Place;
use crate::store::{
    BoxFuture, Full, Health, Kept, Loaded, Lsn, QueueSummary, Queued, ReadError, Restore, Stats,
    Store,
};

/// How the store on disk is kept.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its directory; made if it is not there.
    pub path: PathBuf,
    /// When a position counts as durable.
    pub commit: Commit,
    /// The size it may have on disk, in bytes; at least 16 MiB.
    pub max_bytes: u64,
}

/// When a position counts as durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    /// When the disk has it.
    Sync,
    /// At once: it is on the disk within this time, and lost if the machine ends before that.
    Async(Duration),
}

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk, or the rights to it, or another broker.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A newer gmqtt wrote it.
    #[error(
        "{file} has format {version}, this gmqtt reads up to {known}: start the newer gmqtt, or set another `persistence.embedded.path`",
        known = segment::VERSION
    )]
    Newer {
        /// The file.
        file: String,
        /// Its format.
        version: u32,
    },
    /// What had been written is not there any more.
    #[error(
        "the store is damaged: {0}; restore a backup, or set another `persistence.embedded.path`"
    )]
    Damaged(String),
}

/// Sizes that the log keeps to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// A segment that has so much gets no more.
    pub(crate) segment_bytes: u64,
    pub(crate) max_bytes: u64,
    /// What may wait in memory to become durable.
    pub(crate) pending_bytes: u64,
}

impl Limits {
    fn of(max_bytes: u64) -> Self {
        let max_bytes = max_bytes.max(LEAST_BYTES);
        Self {
            segment_bytes: (max_bytes / 32).min(64 << 20),
            max_bytes,
            pending_bytes: (max_bytes / 4).min(64 << 20),
        }
    }

    /// What new messages leave free, for acknowledgements and for cleaning.
    const fn reserve(&self) -> u64 {
        self.max_bytes / 8
    }
}

const LEAST_BYTES: u64 = 16 << 20;

/// The store on disk.
#[derive(Debug)]
pub struct Embedded {
    shared: Arc<Writer>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Embedded {
    /// Opens the store and reads it. It blocks as long as that takes: about a second for a million messages.
    ///
    /// # Errors
    /// When it cannot be read, is in use, or is of a newer format. A disk that cannot be written is no error: see [`Store::health`].
    pub fn open(options: &Options) -> Result<Self, OpenError> {
        let directory = Directory::open(&options.path)?;
        Self::on(Arc::new(directory), options)
    }

    fn on(disk: Arc<dyn Disk>, options: &Options) -> Result<Self, OpenError> {
        let engine = Engine::open(disk, Limits::of(options.max_bytes))?;
        let shared = Arc::new(Writer::new(engine, options.commit));
        let writer = shared.clone();
        let thread = std::thread::Builder::new()
            .name("gmqtt-store".to_owned())
            .spawn(move || writer.run())?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    fn end(&self) {
        self.shared.stop();
        if let Some(thread) = self.thread.lock().take() {
            // It ends by itself; what it panicked over was said.
            let _ = thread.join();
        }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.end();
    }
}

impl Store for Embedded {
    fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        self.shared.append(batch)
    }

    fn durable(&self) -> watch::Receiver<Lsn> {
        self.shared.durable.subscribe()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.shared.health.subscribe()
    }

    fn load<'a>(&'a self, into: &'a mut dyn Restore) -> BoxFuture<'a, Result<Loaded, ReadError>> {
        Box::pin(load(self.engine(), into))
    }

    fn read_queue(
        &self,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, ReadError>> {
        let shared = self.shared.clone();
        blocking(move || read_queue(&shared.engine, session, after, limit))
    }

    fn export(&self, session: SessionKey) -> BoxFuture<'_, Result<Option<Exported>, ReadError>> {
        let shared = self.shared.clone();
        blocking(move || export(&shared.engine, session))
    }

    fn stats(&self) -> Stats {
        let log = self.engine().log.lock();
        Stats {
            sessions: log.index.sessions.len() as u64,
            messages: log.index.messages.len() as u64,
            retained: log.index.retained.len() as u64,
            bytes: log.disk_bytes(),
            live_bytes: log.live,
            pending_bytes: log.pending(),
            commits: log.commits,
            batches: log.batches,
        }
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { self.end() })
    }
}

/// Reads of a disk take their time on a thread that may.
fn blocking<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, ReadError> + Send + 'static,
) -> BoxFuture<'static, Result<T, ReadError>> {
    Box::pin(async {
        match tokio::task::spawn_blocking(read).await {
            Ok(read) => read,
            Err(_) => Err(ReadError::Stopped),
        }
    })
}

async fn load(engine: &Engine, into: &mut dyn Restore) -> Result<Loaded, ReadError> {
    let (mut sessions, mut retained, numbers) = {
        let index = &engine.log.lock().index;
        let sessions: Vec<u64> = index.sessions.keys().copied().collect();
        let retained: Vec<Box<str>> = index.retained.keys().cloned().collect();
        (sessions, retained, index.numbers)
    };
    // In the order in which they began, and the same every time.
    sessions.sort_unstable();
    retained.sort_unstable();
    let mut loaded = Loaded {
        numbers,
        ..Loaded::default()
    };
    for session in sessions {
        loaded.sessions += 1;
        loaded.entries += load_session(engine, SessionKey(session), into)?;
        if into.proceed().await.is_break() {
            return Err(ReadError::Stopped);
        }
    }
    for (n, topic) in retained.iter().enumerate() {
        let (message, record) = {
            let log = engine.log.lock();
            let Some(found) = log.index.retained.get(topic) else {
                continue;
            };
            let known = into.has_message(found.message);
            let place = log.index.messages.get(&found.message.0);
            let place = place.and_then(|it| it.place).filter(|_| !known);
            (found.message, place.and_then(|place| log.locate(place)))
        };
        let record = record.map(bytes).transpose()?;
        let body = record.as_deref().map(message_in).transpose()?;
        into.retained(topic, message, body);
        loaded.retained += 1;
        if n % 100 == 99 && into.proceed().await.is_break() {
            return Err(ReadError::Stopped);
        }
    }
    if into.proceed().await.is_break() {
        return Err(ReadError::Stopped);
    }
    Ok(loaded)
}

/// Gives one session; returns how long its queue is.
fn load_session(
    engine: &Engine,
    session: SessionKey,
    into: &mut dyn Restore,
) -> Result<u64, ReadError> {
    let Some(parts) = Parts::of(engine, session) else {
        return Ok(0);
    };
    let record = bytes(parts.state)?;
    let Change::PutSession { state, .. } = change_in(&record)? else {
        return Err(Malformed("not a session").into());
    };
    into.session(session, state);
    for located in parts.subscriptions {
        let record = bytes(located)?;
        if let Change::PutSubscription { subscription, .. } = change_in(&record)? {
            into.subscription(session, subscription);
        }
    }
    for packet_id in parts.received {
        into.received(session, packet_id);
    }
    let summary = parts.summary;
    let wanted = into.queue(session, summary).max(summary.in_flight);
    let mut after = None;
    let mut left = wanted.min(summary.entries);
    while left > 0 {
        let slots = Slots::of(engine, session, after, left.min(AT_ONCE), |id| {
            into.has_message(id)
        });
        let Some(last) = slots.0.last() else { break };
        after = Some(last.seq);
        left = left.saturating_sub(slots.0.len());
        slots.read(|entry, message| {
            let message = message.filter(|_| !into.has_message(entry.message));
            let body = message.as_deref().map(message_in).transpose()?;
            into.entry(session, entry, body);
            Ok(())
        })?;
    }
    Ok(summary.entries as u64)
}

fn read_queue(
    engine: &Engine,
    session: SessionKey,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<Queued>, ReadError> {
    let slots = Slots::of(engine, session, after, limit, |_| false);
    let mut queue = Vec::with_capacity(slots.0.len());
    slots.read(|entry, message| {
        let message = message.as_deref().map(message_in).transpose()?;
        let kept = message.map(|message| Kept::of(&message));
        queue.push(Queued::new(entry, kept));
        Ok(())
    })?;
    Ok(queue)
}

fn export(engine: &Engine, session: SessionKey) -> Result<Option<Exported>, ReadError> {
    let Some(parts) = Parts::of(engine, session) else {
        return Ok(None);
    };
    let record = bytes(parts.state)?;
    let Change::PutSession { state, .. } = change_in(&record)? else {
        return Err(Malformed("not a session").into());
    };
    let mut exported = Exported::new(state);
    for located in parts.subscriptions {
        let record = bytes(located)?;
        if let Change::PutSubscription { subscription, .. } = change_in(&record)? {
            exported.subscription(subscription);
        }
    }
    for packet_id in parts.received {
        exported.received(packet_id);
    }
    for queued in read_queue(engine, session, None, usize::MAX)? {
        exported.queued(&queued);
    }
    Ok(Some(exported))
}

/// Where the parts of a session are, as of one moment.
struct Parts {
    state: Located,
    subscriptions: Vec<Located>,
    received: Vec<gmqtt_protocol::PacketId>,
    summary: QueueSummary,
}

impl Parts {
    fn of(engine: &Engine, session: SessionKey) -> Option<Self> {
        let log = engine.log.lock();
        let found = log.index.sessions.get(&session.0)?;
        let mut received: Vec<_> = found.received.iter().map(|(id, _)| *id).collect();
        received.sort_unstable();
        let mut filters: Vec<_> = found.subscriptions.iter().collect();
        filters.sort_unstable_by_key(|(filter, _)| *filter);
        let in_flight = found.queue.iter().filter(|slot| slot.is_in_flight());
        Some(Self {
            state: log.locate(found.state?)?,
            subscriptions: filters
                .into_iter()
                .filter_map(|(_, place)| log.locate(*place))
                .collect(),
            received,
            summary: QueueSummary {
                entries: found.queue.len(),
                in_flight: in_flight.count(),
                last: found.queue.back().map(|slot| slot.seq),
            },
        })
    }
}

/// Where entries of a queue and their messages are, as of one moment.
struct Slots(Vec<SlotParts>);

struct SlotParts {
    seq: u64,
    stage: crate::change::Stage,
    entry: Located,
    message: Option<Located>,
}

impl Slots {
    fn of(
        engine: &Engine,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
        known: impl Fn(crate::change::MessageId) -> bool,
    ) -> Self {
        let log = engine.log.lock();
        let Some(found) = log.index.sessions.get(&session.0) else {
            return Self(Vec::new());
        };
        let start = after.map_or(0, |after| match found.position(after) {
            Ok(at) => at + 1,
            Err(at) => at,
        });
        let slots = found.queue.range(start..).take(limit);
        Self(
            slots
                .filter_map(|slot| {
                    let body =
                        || -> Option<Place> { log.index.messages.get(&slot.message.0)?.place };
                    let wanted = !matches!(slot.stage, crate::change::Stage::Confirmed(_))
                        && !known(slot.message);
                    Some(SlotParts {
                        seq: slot.seq,
                        stage: slot.stage,
                        entry: log.locate(slot.place)?,
                        message: if wanted {
                            Some(log.locate(body()?)?)
                        } else {
                            None
                        },
                    })
                })
                .collect(),
        )
    }

    fn read(
        self,
        mut give: impl FnMut(Entry<'_>, Option<Box<[u8]>>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        for parts in self.0 {
            let record = bytes(parts.entry)?;
            let Change::Enqueue { mut entry, .. } = change_in(&record)? else {
                return Err(Malformed("not an entry").into());
            };
            entry.stage = parts.stage;
            give(entry, parts.message.map(bytes).transpose()?)?;
        }
        Ok(())
    }
}

/// Entries that are located at a time: the log is locked meanwhile.
const AT_ONCE: usize = 256;

fn bytes(located: Located) -> Result<Box<[u8]>, ReadError> {
    match located {
        Located::InMemory(bytes) => Ok(bytes.to_vec().into()),
        Located::InFile(file, offset, length) => {
            let mut bytes = vec![0; length as usize];
            if file.read_at(&mut bytes, offset)? < bytes.len() {
                return Err(ReadError::Damaged(
                    "a segment is shorter than it was".into(),
                ));
            }
            Ok(bytes.into())
        }
    }
}

fn change_in(record: &[u8]) -> Result<Change<'_>, Malformed> {
    Change::decode(&mut Reader::new(record))
}

fn message_in(record: &[u8]) -> Result<crate::change::Message<'_>, Malformed> {
    match change_in(record)? {
        Change::PutMessage { message, .. } => Ok(message),
        _ => Err(Malformed("not a message")),
    }
}
