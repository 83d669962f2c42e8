//! From one store into another: what `gmqtt store migrate` and a backup do.

use std::collections::HashMap;
use std::ops::ControlFlow;

use gmqtt_protocol::PacketId;
use tokio::sync::watch;

use crate::batch::Batch;
use crate::change::{Change, Entry, Message, MessageId, SessionKey, SessionState, Subscription};
use crate::export::Numbers;
use crate::store::{BoxFuture, Full, Lsn, QueueSummary, Restore, Store};

/// Writes what it is given into a store, under new numbers. A session is there as a whole or not at all.
#[derive(Debug)]
pub struct Transfer<'a> {
    to: &'a dyn Store,
    durable: watch::Receiver<Lsn>,
    numbers: Numbers,
    /// Numbers of messages, there and here.
    messages: HashMap<MessageId, MessageId>,
    session: SessionKey,
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
}

impl<'a> Transfer<'a> {
    /// Into a store whose next free numbers are these.
    #[must_use]
    pub fn into_store(to: &'a dyn Store, numbers: Numbers) -> Self {
        Self {
            to,
            durable: to.durable(),
            numbers,
            messages: HashMap::new(),
            session: SessionKey(0),
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
}

impl Restore for Transfer<'_> {
    fn session(&mut self, _: SessionKey, state: SessionState<'_>) {
        self.session = self.numbers.next_session();
        self.progress.sessions += 1;
        let session = self.session;
        self.batch.push(&Change::PutSession { session, state });
    }

    fn subscription(&mut self, _: SessionKey, subscription: Subscription<'_>) {
        let session = self.session;
        self.batch.push(&Change::PutSubscription {
            session,
            subscription,
        });
    }

    fn received(&mut self, _: SessionKey, packet_id: PacketId) {
        let session = self.session;
        self.batch.push(&Change::Received { session, packet_id });
    }

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        summary.entries
    }

    fn entry(&mut self, _: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        let id = self.put(entry.message, message);
        self.progress.entries += 1;
        self.batch.push(&Change::Enqueue {
            session: self.session,
            entry: Entry {
                message: id,
                ..entry
            },
        });
    }

    fn retained(&mut self, topic: &str, id: MessageId, message: Option<Message<'_>>) {
        let message = self.put(id, message);
        self.progress.retained += 1;
        self.batch.push(&Change::PutRetained { topic, message });
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
