//! From one store into another: what `gmqtt store migrate`, `import` and a backup do.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use gmqtt_protocol::PacketId;
use tokio::sync::watch;

use crate::batch::Batch;
use crate::change::{Change, Entry, Message, MessageId, SessionKey, SessionState, Subscription};
use crate::export::Numbers;
use crate::store::{BoxFuture, Full, Lsn, QueueSummary, ReadError, Restore, Store};

/// Writes what it is given into a store, under new numbers. A session is there as a whole or not at all.
#[derive(Debug)]
pub struct Transfer<'a> {
    to: &'a dyn Store,
    durable: watch::Receiver<Lsn>,
    numbers: Numbers,
    /// The first session that this transfer wrote, if it wrote one.
    first: SessionKey,
    holdings: Holdings,
    present: Present,
    /// Numbers of messages, there and here.
    messages: HashMap<MessageId, MessageId>,
    /// The session that is being written; `None` if it is left out.
    session: Option<SessionKey>,
    batch: Batch,
    last: Lsn,
    progress: Progress,
    refused: Option<Full>,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Sessions written.
    pub sessions: u64,
    /// Entries of queues.
    pub entries: u64,
    /// Retained messages.
    pub retained: u64,
    /// Sessions and retained messages that were left out, because there is one of that client or topic.
    pub left_out: u64,
}

/// What is done about a client or a topic that the store has something of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Present {
    /// What the store has stays.
    #[default]
    Keep,
    /// What is given takes its place.
    Replace,
}

/// What a store holds, by client and topic.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// Sessions by client identifier.
    pub sessions: HashMap<String, SessionKey>,
    /// Topics with a retained message.
    pub topics: HashSet<String>,
    numbers: Numbers,
}

impl Holdings {
    /// Of this store.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn of(store: &dyn Store) -> Result<Self, ReadError> {
        let mut holdings = Self::default();
        holdings.numbers = store.load(&mut holdings).await?.numbers;
        Ok(holdings)
    }

    /// Removes all of it from the store it is of. Returns when that is durable.
    ///
    /// # Errors
    /// When the store does not work any more.
    pub async fn remove_from(&mut self, store: &dyn Store) -> Result<(), Full> {
        let (mut batch, mut durable) = (Batch::new(), store.durable());
        let mut last = Lsn::START;
        for (_, session) in self.sessions.drain() {
            batch.push(&Change::DropSession { session });
            last = store.append(&mut batch)?;
        }
        for topic in self.topics.drain() {
            batch.push(&Change::DropRetained { topic: &topic });
            last = store.append(&mut batch)?;
        }
        let removed = durable.wait_for(|durable| *durable >= last).await;
        removed.map(|_| ()).map_err(|_| Full::Failed)
    }
}

impl Restore for Holdings {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        self.sessions.insert(state.client_id.to_owned(), session);
    }

    fn subscription(&mut self, _: SessionKey, _: Subscription<'_>) {}

    fn received(&mut self, _: SessionKey, _: PacketId) {}

    fn queue(&mut self, _: SessionKey, _: QueueSummary) -> usize {
        0
    }

    fn has_message(&self, _: MessageId) -> bool {
        true
    }

    fn entry(&mut self, _: SessionKey, _: Entry<'_>, _: Option<Message<'_>>) {}

    fn retained(&mut self, topic: &str, _: MessageId, _: Option<Message<'_>>) {
        self.topics.insert(topic.to_owned());
    }
}

impl<'a> Transfer<'a> {
    /// Into a store that holds this.
    #[must_use]
    pub fn into_store(to: &'a dyn Store, holdings: Holdings, present: Present) -> Self {
        Self {
            to,
            durable: to.durable(),
            numbers: holdings.numbers,
            first: SessionKey(holdings.numbers.session),
            holdings,
            present,
            messages: HashMap::new(),
            session: None,
            batch: Batch::new(),
            last: Lsn::START,
            progress: Progress::default(),
            refused: None,
        }
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// Why the store took no more, if it did not.
    #[must_use]
    pub const fn refused(&self) -> Option<Full> {
        self.refused
    }

    /// Writes what is left and waits until all of it is durable.
    ///
    /// # Errors
    /// When the store refused a part.
    pub async fn finish(mut self) -> Result<Progress, Full> {
        self.flush().await;
        let last = self.last;
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        match self.durable.wait_for(|durable| *durable >= last).await {
            Ok(_) => Ok(self.progress),
            Err(_) => Err(Full::Failed),
        }
    }

    async fn flush(&mut self) {
        while !self.batch.is_empty() && self.refused.is_none() {
            match self.to.append(&mut self.batch) {
                Ok(lsn) => self.last = lsn,
                // Its queue empties as it becomes durable.
                Err(Full::Behind) if self.durable.changed().await.is_ok() => {}
                Err(refused) => self.refused = Some(refused),
            }
        }
    }

    /// The number here of a message that is there.
    fn put(&mut self, id: MessageId, message: Option<Message<'_>>) -> MessageId {
        if let Some(known) = self.messages.get(&id) {
            return *known;
        }
        let new = self.numbers.next_message();
        if let Some(message) = message {
            self.messages.insert(id, new);
            self.batch.push(&Change::PutMessage { id: new, message });
        }
        new
    }

    /// Whether something is to be written that the store has one of.
    fn writes(&mut self, is_present: bool) -> bool {
        let writes = !is_present || self.present == Present::Replace;
        self.progress.left_out += u64::from(!writes);
        writes
    }
}

impl Restore for Transfer<'_> {
    fn session(&mut self, _: SessionKey, state: SessionState<'_>) {
        let old = self.holdings.sessions.get(state.client_id).copied();
        self.session = None;
        // A client has one session. Of two that are given, the first counts: others may refer to its messages already.
        let is_second = old.is_some_and(|old| old >= self.first);
        self.progress.left_out += u64::from(is_second);
        if is_second || !self.writes(old.is_some()) {
            return;
        }
        let session = self.numbers.next_session();
        self.session = Some(session);
        self.progress.sessions += 1;
        if let Some(session) = old {
            self.batch.push(&Change::DropSession { session });
        }
        let client_id = state.client_id.to_owned();
        self.holdings.sessions.insert(client_id, session);
        self.batch.push(&Change::PutSession { session, state });
    }

    fn subscription(&mut self, _: SessionKey, subscription: Subscription<'_>) {
        if let Some(session) = self.session {
            self.batch.push(&Change::PutSubscription {
                session,
                subscription,
            });
        }
    }

    fn received(&mut self, _: SessionKey, packet_id: PacketId) {
        if let Some(session) = self.session {
            self.batch.push(&Change::Received { session, packet_id });
        }
    }

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        self.session.map_or(0, |_| summary.entries)
    }

    fn has_message(&self, id: MessageId) -> bool {
        self.messages.contains_key(&id)
    }

    fn entry(&mut self, _: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        let Some(session) = self.session else {
            return;
        };
        let id = self.put(entry.message, message);
        self.progress.entries += 1;
        self.batch.push(&Change::Enqueue {
            session,
            entry: Entry {
                message: id,
                ..entry
            },
        });
    }

    fn retained(&mut self, topic: &str, id: MessageId, message: Option<Message<'_>>) {
        let is_present = self.holdings.topics.contains(topic);
        if self.writes(is_present) {
            let message = self.put(id, message);
            self.progress.retained += 1;
            self.batch.push(&Change::PutRetained { topic, message });
        }
    }

    fn proceed(&mut self) -> BoxFuture<'_, ControlFlow<()>> {
        Box::pin(async {
            self.flush().await;
            match self.refused {
                None => ControlFlow::Continue(()),
                Some(_) => ControlFlow::Break(()),
            }
        })
    }
}
