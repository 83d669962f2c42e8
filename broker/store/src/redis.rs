//! The store in Redis: for brokers whose machines come and go, with a Redis that stays.
//!
//! What a batch says is carried out by one transaction, and a position is durable when Redis has answered it. Nothing waits for
//! Redis while a lock is held: [`append`](crate::Store::append) puts the batch into memory, a task carries it over, together with all
//! that was appended while the last round trip was under way.
//!
//! Which messages nothing refers to any more is known in the broker's memory, so that Redis is not asked about it.
//!
//! Nodes of a cluster may share a database: each has a [part](Options::part) of its own then, and takes sessions out of the parts of others as
//! [`Shared`](crate::Shared) says.

mod connection;
mod durability;
mod epoch;
mod layout;
mod lease;
mod part;
mod pending;
mod raw;
mod reading;
mod script;
mod servers;
mod taking;
mod upgrade;
mod writer;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tracing::warn;

use self::connection::{Connection, Pool};
use self::layout::Keys;
pub use self::lease::Holder;
use self::part::Part;
use self::pending::Pending;
pub(crate) use self::raw::Raw;
use self::reading::Parts;
pub use self::servers::{
    Address, InvalidUrl, Location, Options, Password, PrivateKey, Servers, Tls,
};
use self::taking::Taking;
use self::writer::Shared;
use crate::batch::Batch;
use crate::change::{SessionKey, SessionState, Subscription};
use crate::codec::Reader;
use crate::export::Exported;
use crate::store::{
    BoxFuture, Full, Health, Loaded, Lsn, QueueSummary, Queued, ReadError, Restore, Stats, Store,
};

/// Why Redis cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// It cannot be reached, or does not let this broker in.
    #[error("cannot use Redis at {servers}: {cause}")]
    Redis {
        /// Where it was looked for.
        servers: Servers,
        /// What came of it.
        cause: redis::RedisError,
    },
    /// A newer gmqtt wrote there.
    #[error(
        "this database of Redis has format {0}, this gmqtt reads up to {known}: start the newer gmqtt, or set another `persistence.redis.database`",
        known = crate::encoding::FORMAT
    )]
    Newer(u32),
    /// Of an older gmqtt, and only to be read.
    #[error(
        "this database of Redis has format {0}: the first start of a broker of this version writes it again in format {known}",
        known = crate::encoding::FORMAT
    )]
    Older(u32),
    /// What is there cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl ConnectError {
    /// Whether Redis was reached and does not let this user do what is needed.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        let Self::Redis { cause, .. } = self else {
            return false;
        };
        // In the answer to a pipeline the code stands in the text only.
        let text = cause.to_string();
        let codes = ["NOAUTH", "NOPERM", "WRONGPASS"];
        cause.kind() == redis::ErrorKind::AuthenticationFailed
            || codes.iter().any(|code| text.contains(code))
    }
}

/// The store in Redis.
pub struct Redis {
    shared: Arc<Shared>,
    pool: Pool,
    /// Where nodes share the database.
    taking: Option<Taking>,
    task: Mutex<Option<JoinHandle<()>>>,
    is_read_only: bool,
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("servers", &self.shared.options.servers)
            .finish_non_exhaustive()
    }
}

impl Redis {
    /// Connects, reads what is alive, and starts the task that writes on the runtime of the caller. A broker that used this database
    /// before is displaced: it finds out with its next transaction and writes nothing after that.
    ///
    /// # Errors
    /// When Redis cannot be reached, or what is there cannot be read or is of a newer format.
    pub async fn connect(options: Options) -> Result<Self, ConnectError> {
        let (mut connection, format) = open(&options).await?;
        let mut warnings = durability::warnings(&mut connection, &options.servers).await;
        if let Some(part) = &options.part {
            let warning = register(&mut connection, part, &options).await?;
            warnings.extend(warning.filter(|_| format.is_none()));
        }
        for warning in &warnings {
            warn!("{warning}");
        }
        let owner = lease::owner();
        let keys = Keys::of(options.part.as_deref());
        let claimed = writer::claim(&keys, &mut connection, &owner).await;
        claimed.map_err(|cause| failed(&options, cause))?;
        // After the claim: nobody else writes from here on.
        if let Some(format) = format.filter(|format| *format < crate::encoding::FORMAT) {
            upgrade::run(&keys, &mut connection, format).await?;
        }
        let shared = Arc::new(read(&options, &mut connection, warnings, owner).await?);
        let task = tokio::spawn(shared.clone().write(connection));
        Ok(Self {
            shared,
            taking: options
                .part
                .as_ref()
                .map(|part| Taking::new(part, &options)),
            pool: Pool::new(options),
            task: Mutex::new(Some(task)),
            is_read_only: false,
        })
    }

    /// Connects and reads what is alive, and changes nothing: what is appended is refused, and no broker is displaced. If one is
    /// writing meanwhile, each session is read as of a moment of its own.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn connect_read_only(options: Options) -> Result<Self, ConnectError> {
        let (mut connection, format) = open(&options).await?;
        if let Some(format) = format.filter(|format| *format < crate::encoding::FORMAT) {
            return Err(ConnectError::Older(format));
        }
        let warnings = durability::warnings(&mut connection, &options.servers).await;
        let mut shared = read(&options, &mut connection, warnings, lease::owner()).await?;
        let position = shared.durable.borrow().0;
        let pending = shared.pending.into_inner().only_reading(position);
        shared.pending = Mutex::new(pending);
        Ok(Self {
            shared: Arc::new(shared),
            taking: None,
            pool: Pool::new(options),
            task: Mutex::default(),
            is_read_only: true,
        })
    }

    /// The broker that uses this database now, or did until some seconds ago without saying goodbye.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn holder(options: &Options) -> Result<Option<Holder>, ConnectError> {
        let (mut connection, _) = open(options).await?;
        let keys = Keys::of(options.part.as_deref());
        let holder = lease::holder(&keys, &mut connection).await;
        holder.map_err(|cause| failed(options, cause))
    }

    /// Waits until everything appended so far is in Redis, so that it can be read there.
    async fn settle(&self) -> Result<(), ReadError> {
        let position = self.shared.pending.lock().position;
        let mut durable = self.shared.durable.subscribe();
        let mut health = self.shared.health.subscribe();
        tokio::select! {
            settled = durable.wait_for(|durable| durable.0 >= position) => {
                settled.map(|_| ()).map_err(|_| ReadError::Stopped)
            }
            failing = health.wait_for(|health| !health.is_working()) => {
                let reason = failing.ok().and_then(|health| health.failure.clone());
                Err(std::io::Error::other(reason.as_deref().unwrap_or("stopped").to_owned()).into())
            }
        }
    }

    /// Where readers look.
    fn from(&self) -> (&Pool, &Keys) {
        (&self.pool, &self.shared.keys)
    }

    fn with_part<R>(&self, look: impl FnOnce(&mut Part) -> R) -> Option<R> {
        self.shared.pending.lock().part.as_mut().map(look)
    }

    async fn load_into(&self, into: &mut dyn Restore) -> Result<Loaded, ReadError> {
        self.settle().await?;
        let (mut sessions, mut retained, numbers): (Vec<u64>, _, _) = {
            let pending = self.shared.pending.lock();
            let index = &pending.index;
            let part = pending.part.as_ref();
            let is_here = |session: &u64| !part.is_some_and(|part| part.is_void(*session));
            let sessions = index.sessions.keys().copied().filter(is_here).collect();
            let retained: Vec<_> = index
                .retained
                .iter()
                .map(|(topic, it)| (topic.clone(), it.message))
                .collect();
            (sessions, retained, index.numbers)
        };
        sessions.sort_unstable();
        retained.sort_unstable();
        let mut loaded = Loaded {
            numbers,
            ..Loaded::default()
        };
        for session in sessions {
            loaded.sessions += 1;
            loaded.entries += self.load_session(SessionKey(session), into).await?;
            if into.proceed().await.is_break() {
                return Err(ReadError::Stopped);
            }
        }
        for part in retained.chunks(100) {
            let unknown = part.iter().map(|(_, id)| *id);
            let unknown: Vec<_> = unknown.filter(|id| !into.has_message(*id)).collect();
            let found = reading::messages(self.from(), &unknown).await?;
            for (topic, id) in part {
                let kept = found.get(id).filter(|_| !into.has_message(*id));
                into.retained(topic, *id, kept.map(|kept| kept.message()));
                loaded.retained += 1;
            }
            if into.proceed().await.is_break() {
                return Err(ReadError::Stopped);
            }
        }
        Ok(loaded)
    }

    /// Gives one session; returns how long its queue is.
    async fn load_session(
        &self,
        session: SessionKey,
        into: &mut dyn Restore,
    ) -> Result<u64, ReadError> {
        let summary = {
            let index = &self.shared.pending.lock().index;
            let queue = index.sessions.get(&session.0).map(|it| &it.queue);
            queue.map_or_else(QueueSummary::default, |queue| QueueSummary {
                entries: queue.len(),
                in_flight: queue.iter().filter(|slot| slot.is_in_flight()).count(),
                last: queue.back().map(|slot| slot.seq),
            })
        };
        let parts = Parts::read(self.from(), session, None, 0).await?;
        let Some(state) = &parts.state else {
            return Ok(0);
        };
        into.session(session, SessionState::decode(&mut Reader::new(state))?);
        for bytes in &parts.subscriptions {
            into.subscription(session, Subscription::decode(&mut Reader::new(bytes))?);
        }
        for packet_id in &parts.received {
            into.received(session, *packet_id);
        }
        let wanted = into.queue(session, summary).max(summary.in_flight);
        if wanted > 0 {
            let parts = Parts::read(self.from(), session, None, wanted).await?;
            let known = parts.messages()?.into_iter();
            let known: HashSet<_> = known.filter(|id| into.has_message(*id)).collect();
            let queue = parts.queue(self.from(), &known).await?;
            for queued in &queue {
                let message = queued.message.as_ref();
                let message = message.filter(|_| !into.has_message(queued.id));
                into.entry(session, queued.entry(), message.map(|it| it.message()));
            }
        }
        Ok(summary.entries as u64)
    }
}

fn failed(options: &Options, cause: redis::RedisError) -> ConnectError {
    ConnectError::Redis {
        servers: options.servers.clone(),
        cause,
    }
}

/// A connection to a database of a format that can be read, and the format; `None` if nothing is there.
async fn open(options: &Options) -> Result<(Connection, Option<u32>), ConnectError> {
    let failed = |cause| failed(options, cause);
    let mut connection = Connection::open(options).await.map_err(failed)?;
    let mut pipeline = redis::pipe();
    let keys = Keys::of(options.part.as_deref());
    pipeline.cmd("HGET").arg(keys.meta()).arg("format");
    let (format,): (Option<u32>,) = connection.run(&pipeline).await.map_err(failed)?;
    match format {
        Some(format) if format > crate::encoding::FORMAT => Err(ConnectError::Newer(format)),
        format => Ok((connection, format)),
    }
}

/// Says that there is a part, before anything is in it. Returns what its operator should know.
async fn register(
    connection: &mut Connection,
    part: &str,
    options: &Options,
) -> Result<Option<String>, ConnectError> {
    let failed = |cause| failed(options, cause);
    let mut pipeline = redis::pipe();
    // In a cluster the keys of parts are on different nodes, but these are not.
    pipeline.cmd("SADD").arg(layout::PARTS).arg(part).ignore();
    pipeline.cmd("EXISTS").arg(Keys::of(None).meta());
    let (is_there,): (bool,) = connection.run(&pipeline).await.map_err(failed)?;
    Ok(is_there.then(|| {
        "this database of Redis also holds what a broker has kept that did not share it, and no node takes that up: move it with `gmqtt store export` and `import`, or remove the keys that begin with {gmqtt}:".to_owned()
    }))
}

/// What is there.
async fn read(
    options: &Options,
    connection: &mut Connection,
    warnings: Vec<String>,
    owner: String,
) -> Result<Shared, ConnectError> {
    let mut pipeline = redis::pipe();
    let keys = Keys::of(options.part.as_deref());
    pipeline.cmd("HGET").arg(keys.meta()).arg("position");
    let position = connection.run(&pipeline).await;
    let (position,): (Option<u64>,) = position.map_err(|cause| failed(options, cause))?;
    let position = position.unwrap_or(0);
    let mut part = keys.is_shared().then(Part::default);
    let index = reading::index(connection, &keys, part.as_mut()).await?;
    Ok(Shared {
        options: options.clone(),
        pending: Mutex::new(Pending::new(keys.clone(), index, part, position)),
        keys,
        durable: watch::Sender::new(Lsn(position)),
        health: watch::Sender::new(Health {
            failure: None,
            warnings: warnings.into(),
        }),
        work: Notify::new(),
        stops: AtomicBool::new(false),
        lost: Notify::new(),
        let_go: Notify::new(),
        owner,
    })
}

impl Store for Redis {
    fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        if batch.is_empty() {
            return Ok(Lsn::START);
        }
        if self.is_read_only {
            return Err(Full::Failed);
        }
        let mut pending = self.shared.pending.lock();
        let position = pending.append(batch)?;
        let has_lost = pending.part.as_ref().is_some_and(Part::has_lost);
        drop(pending);
        batch.clear();
        if has_lost {
            self.shared.lost.notify_one();
        }
        self.shared.work.notify_one();
        Ok(Lsn(position))
    }

    fn durable(&self) -> watch::Receiver<Lsn> {
        self.shared.durable.subscribe()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.shared.health.subscribe()
    }

    fn load<'a>(&'a self, into: &'a mut dyn Restore) -> BoxFuture<'a, Result<Loaded, ReadError>> {
        Box::pin(self.load_into(into))
    }

    fn read_queue(
        &self,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, ReadError>> {
        Box::pin(async move {
            self.settle().await?;
            let parts = Parts::read(self.from(), session, after, limit).await?;
            parts.queue(self.from(), &HashSet::new()).await
        })
    }

    fn export(&self, session: SessionKey) -> BoxFuture<'_, Result<Option<Exported>, ReadError>> {
        Box::pin(async move {
            self.settle().await?;
            let parts = Parts::read(self.from(), session, None, usize::MAX).await?;
            parts.export(self.from()).await
        })
    }

    fn shared(&self) -> Option<&dyn crate::shared::Shared> {
        self.taking.is_some().then_some(self as _)
    }

    fn stats(&self) -> Stats {
        let pending = self.shared.pending.lock();
        Stats {
            sessions: pending.index.sessions.len() as u64,
            messages: pending.index.messages.len() as u64,
            retained: pending.index.retained.len() as u64,
            bytes: 0,
            live_bytes: 0,
            pending_bytes: pending.bytes() as u64,
            commits: pending.commits,
            batches: pending.batches,
        }
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            self.shared.stops.store(true, Ordering::Release);
            self.shared.work.notify_one();
            let task = self.task.lock().take();
            if let Some(task) = task {
                // It ends by itself; what it panicked over was said.
                let _ = task.await;
            }
        })
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // What is left is written; nobody waits for it.
        self.shared.stops.store(true, Ordering::Release);
        self.shared.work.notify_one();
    }
}
