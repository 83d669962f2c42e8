//! The contract that every backend keeps, and the test suite in `tests/contract` holds it to.

use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;

use gmqtt_protocol::{PacketId, QoS};
use tokio::sync::watch;

use crate::batch::Batch;
use crate::change::{Entry, Message, MessageId, SessionKey, SessionState, Stage, Subscription};
use crate::codec::{Malformed, Reader};
use crate::export::{Exported, Numbers};
use crate::shared::Shared;

/// An answer that takes time.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A position in the log: what was appended up to here is durable when [`Store::durable`] says so much or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Lsn(pub u64);

impl Lsn {
    /// The beginning: always durable.
    pub const START: Self = Self(0);
}

/// Keeps what must survive. See the crate's documentation for what that means, and for how a broker uses it.
pub trait Store: Send + Sync + fmt::Debug {
    /// False if nothing is kept: whoever asks first need not make batches at all.
    fn keeps(&self) -> bool {
        true
    }

    /// Adds a batch to the log and empties it. It is in the log as a whole or not at all, now and after a crash. Returns the
    /// position to wait for before anything that the batch promises is promised to a client.
    ///
    /// It never blocks on a disk or a network: the batch is copied into memory that is bounded.
    ///
    /// # Errors
    /// [`Full`] if the store cannot take it; the batch is left as it is. Never for a batch that [adds](Batch::adds) nothing.
    fn append(&self, batch: &mut Batch) -> Result<Lsn, Full>;

    /// Up to where the log is durable. It advances as group commits finish, and never goes back.
    fn durable(&self) -> watch::Receiver<Lsn>;

    /// Whether the store works, and what its operator should know.
    fn health(&self) -> watch::Receiver<Health>;

    /// Streams what survived: each session with its subscriptions, its QoS 2 identifiers and its queue in order, then the
    /// retained messages. Call it once, before anything is appended.
    ///
    /// # Errors
    /// When what was kept cannot be read. What was streamed before that is not to be used.
    fn load<'a>(&'a self, into: &'a mut dyn Restore) -> BoxFuture<'a, Result<Loaded, ReadError>>;

    /// Up to `limit` entries of a queue that stand behind `after`, in order, as the log has them now. Empty at the end of the
    /// queue, and for a session that does not exist.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read_queue(
        &self,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, ReadError>>;

    /// All of one session; `None` if it does not exist.
    ///
    /// # Errors
    /// When it cannot be read.
    fn export(&self, session: SessionKey) -> BoxFuture<'_, Result<Option<Exported>, ReadError>>;

    /// Adds an exported session under a number of this store, its messages under new ones.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    fn import(
        &self,
        exported: &Exported,
        session: SessionKey,
        numbers: &mut Numbers,
    ) -> Result<Lsn, Full> {
        let mut batch = Batch::new();
        exported.write(session, numbers, &mut batch);
        self.append(&mut batch)
    }

    /// What it has in common with other nodes; `None` for a store that is one broker's.
    fn shared(&self) -> Option<&dyn Shared> {
        None
    }

    /// Figures for metrics and `gmqtt store info`.
    fn stats(&self) -> Stats;

    /// Makes everything durable that was appended, if the store works, and ends its work.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// A batch was refused. The client is told 0x97, or nothing yet, as the broker's configuration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// Too much waits to become durable: the disk or the server is slower than its clients.
    #[error("the store does not keep up: too much waits to be written")]
    Behind,
    /// The store may not grow further.
    #[error(
        "the store is as large as it may be; raise `persistence.embedded.max_bytes` or let clients fetch their messages"
    )]
    Disk,
    /// The store does not work at the moment; [`Store::health`] says why. It comes back by itself.
    #[error("the store does not work at the moment")]
    Failed,
}

/// What survived cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk or the network.
    #[error("the store cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Something else wrote there, or a disk lost what it held.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// Redis.
    #[error("Redis cannot be read: {0}")]
    Redis(#[from] redis::RedisError),
    /// Whoever was to take it does not want more.
    #[error("loading was stopped")]
    Stopped,
}

impl From<Malformed> for ReadError {
    fn from(error: Malformed) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Whether a store works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Why it does not work at the moment.
    pub failure: Option<Arc<str>>,
    /// What makes its promise weaker than it could be, such as the `appendfsync` of a Redis.
    pub warnings: Arc<[String]>,
}

impl Health {
    /// Whether it takes batches.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        self.failure.is_none()
    }
}

/// Figures of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Sessions kept.
    pub sessions: u64,
    /// Messages kept, each counted once.
    pub messages: u64,
    /// Retained messages among them.
    pub retained: u64,
    /// Bytes on disk; 0 where it is not known.
    pub bytes: u64,
    /// Bytes among them that would be kept if everything else were removed.
    pub live_bytes: u64,
    /// Bytes that wait to become durable.
    pub pending_bytes: u64,
    /// Group commits: syncs of the disk, or round trips to Redis.
    pub commits: u64,
    /// Batches appended.
    pub batches: u64,
}

/// What a load found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loaded {
    /// Sessions.
    pub sessions: u64,
    /// Entries of queues, whether they were asked for or not.
    pub entries: u64,
    /// Retained messages.
    pub retained: u64,
    /// Where the numbers of new sessions and messages begin.
    pub numbers: Numbers,
}

/// Takes what survived, as a stream.
pub trait Restore: Send {
    /// A session. What follows belongs to it, up to the next one.
    fn session(&mut self, session: SessionKey, state: SessionState<'_>);

    /// A subscription of the session.
    fn subscription(&mut self, session: SessionKey, subscription: Subscription<'_>);

    /// A QoS 2 message of the session's client that was taken over and not released.
    fn received(&mut self, session: SessionKey, packet_id: PacketId);

    /// The queue of the session. Returns how many entries of its front are wanted: what is in flight is always given, the
    /// rest may be left for [`Store::read_queue`].
    fn queue(&mut self, session: SessionKey, summary: QueueSummary) -> usize {
        let _ = session;
        summary.entries
    }

    /// Whether a message was given before, so that it need not be read again.
    fn has_message(&self, id: MessageId) -> bool {
        let _ = id;
        false
    }

    /// An entry of the queue, in order. The message is missing if it [is known](Self::has_message), and if PUBREC has come for it.
    fn entry(&mut self, session: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>);

    /// A retained message; it is missing if it [is known](Self::has_message).
    fn retained(&mut self, topic: &str, id: MessageId, message: Option<Message<'_>>);

    /// Asked after each session, and now and then between retained messages: time to wait for something, or to end the load.
    fn proceed(&mut self) -> BoxFuture<'_, ControlFlow<()>> {
        Box::pin(std::future::ready(ControlFlow::Continue(())))
    }
}

/// What waits for a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueSummary {
    /// All entries.
    pub entries: usize,
    /// Those at the front that are in flight.
    pub in_flight: usize,
    /// The place of the last one.
    pub last: Option<u64>,
}

/// An entry of a queue with its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its place.
    pub seq: u64,
    /// The message's number.
    pub id: MessageId,
    /// For this receiver.
    pub qos: QoS,
    /// For this receiver.
    pub retain: bool,
    /// Subscription identifiers.
    pub ids: Box<[u32]>,
    /// The shared subscription that picked this session: name and filter.
    pub share: Option<(Box<str>, Box<str>)>,
    /// How far its delivery has come.
    pub stage: Stage,
    /// The message; `None` once PUBREC has come.
    pub message: Option<Kept>,
}

impl Queued {
    pub(crate) fn new(entry: Entry<'_>, message: Option<Kept>) -> Self {
        Self {
            seq: entry.seq,
            id: entry.message,
            qos: entry.qos,
            retain: entry.retain,
            ids: entry.ids.into(),
            share: entry
                .share
                .map(|(name, filter)| (name.into(), filter.into())),
            stage: entry.stage,
            message,
        }
    }

    /// As it is given to a store.
    #[must_use]
    pub fn entry(&self) -> Entry<'_> {
        Entry {
            seq: self.seq,
            message: self.id,
            qos: self.qos,
            retain: self.retain,
            ids: (&*self.ids).into(),
            share: self
                .share
                .as_ref()
                .map(|(name, filter)| (&**name, &**filter)),
            stage: self.stage,
        }
    }
}

/// A message that was read back.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept(Box<[u8]>);

impl Kept {
    /// Takes the encoding of a message.
    pub(crate) fn new(bytes: Box<[u8]>) -> Result<Self, Malformed> {
        let mut from = Reader::new(&bytes);
        Message::decode(&mut from)?;
        if !from.rest.is_empty() {
            return Err(Malformed("something follows the message"));
        }
        Ok(Self(bytes))
    }

    /// Keeps a message in memory.
    #[must_use]
    pub fn of(message: &Message<'_>) -> Self {
        let mut bytes = Vec::new();
        message.encode(&mut bytes);
        Self(bytes.into_boxed_slice())
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> Message<'_> {
        // It was read once, when it was made.
        Message::decode(&mut Reader::new(&self.0)).unwrap_or(NOTHING)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

const NOTHING: Message<'static> = Message {
    topic: "",
    properties: &[],
    payload: &[],
    qos: QoS::AtMostOnce,
    retain: false,
    source: 0,
    expires_at: None,
    forwarded_until: None,
};
