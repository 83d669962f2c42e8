//! What a store must hold, kept the simple way: every change applied at once, to maps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gmqtt_protocol::PacketId;
use gmqtt_store::{
    Batch, Change, Entry, Message, MessageId, Restore, SessionKey, SessionState, Stage,
    Subscription,
};

/// The state after some changes, or what a store says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) sessions: BTreeMap<u64, Session>,
    /// Messages by topic.
    pub(crate) retained: BTreeMap<String, Arc<str>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) state: String,
    pub(crate) subscriptions: BTreeMap<String, String>,
    pub(crate) received: BTreeSet<u16>,
    pub(crate) queue: BTreeMap<u64, Queued>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Queued {
    pub(crate) stage: Stage,
    how: String,
    /// `None` once PUBREC has come.
    pub(crate) message: Option<Arc<str>>,
}

impl Model {
    /// Applies a batch, given every message that was ever put.
    pub(crate) fn apply(&mut self, batch: &Batch, messages: &mut BTreeMap<u64, Arc<str>>) {
        for change in batch.changes() {
            self.change(&change, messages);
        }
    }

    fn change(&mut self, change: &Change<'_>, messages: &mut BTreeMap<u64, Arc<str>>) {
        match change {
            Change::PutMessage { id, message } => {
                messages.insert(id.0, format!("{message:?}").into());
            }
            Change::PutSession { session, state } => {
                self.sessions.entry(session.0).or_default().state = format!("{state:?}");
            }
            Change::DropSession { session } => {
                self.sessions.remove(&session.0);
            }
            Change::PutRetained { topic, message } => {
                let message = messages[&message.0].clone();
                self.retained.insert((*topic).to_owned(), message);
            }
            Change::DropRetained { topic } => {
                self.retained.remove(*topic);
            }
            Change::PutSubscription { session, .. }
            | Change::DropSubscription { session, .. }
            | Change::Enqueue { session, .. }
            | Change::Sent { session, .. }
            | Change::Confirmed { session, .. }
            | Change::Dequeue { session, .. }
            | Change::Received { session, .. }
            | Change::Released { session, .. } => {
                if let Some(session) = self.sessions.get_mut(&session.0) {
                    session.change(change, messages);
                }
            }
        }
    }
}

impl Session {
    fn change(&mut self, change: &Change<'_>, messages: &BTreeMap<u64, Arc<str>>) {
        match change {
            Change::PutSubscription { subscription, .. } => {
                let filter = subscription.filter.to_owned();
                self.subscriptions
                    .insert(filter, format!("{subscription:?}"));
            }
            Change::DropSubscription { filter, .. } => {
                self.subscriptions.remove(*filter);
            }
            Change::Enqueue { entry, .. } => {
                let message = messages[&entry.message.0].clone();
                self.enqueue(entry, Some(message));
            }
            Change::Sent { seq, packet_id, .. } => {
                if let Some(queued) = self.queue.get_mut(seq)
                    && !matches!(queued.stage, Stage::Confirmed(_))
                {
                    queued.stage = Stage::Sent(*packet_id);
                }
            }
            Change::Confirmed { seq, .. } => {
                if let Some(queued) = self.queue.get_mut(seq)
                    && let Stage::Sent(id) = queued.stage
                {
                    queued.stage = Stage::Confirmed(id);
                    queued.message = None;
                }
            }
            Change::Dequeue { seq, .. } => {
                self.queue.remove(seq);
            }
            Change::Received { packet_id, .. } => {
                self.received.insert(packet_id.get());
            }
            Change::Released { packet_id, .. } => {
                self.received.remove(&packet_id.get());
            }
            _ => unreachable!("not about a part of a session: {change:?}"),
        }
    }

    fn enqueue(&mut self, entry: &Entry<'_>, message: Option<Arc<str>>) {
        let Entry {
            seq,
            message: _,
            qos,
            retain,
            ids,
            share,
            stage,
        } = entry;
        let queued = Queued {
            stage: *stage,
            how: format!("{qos:?} {retain} {ids:?} {share:?}"),
            message: message.filter(|_| !matches!(stage, Stage::Confirmed(_))),
        };
        self.queue.insert(*seq, queued);
    }
}

impl Restore for Model {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        let state = format!("{state:?}");
        let new = Session {
            state,
            ..Session::default()
        };
        assert_eq!(self.sessions.insert(session.0, new), None);
    }

    fn subscription(&mut self, session: SessionKey, subscription: Subscription<'_>) {
        let session = self
            .sessions
            .get_mut(&session.0)
            .expect("its session first");
        let filter = subscription.filter.to_owned();
        let text = format!("{subscription:?}");
        assert_eq!(session.subscriptions.insert(filter, text), None);
    }

    fn received(&mut self, session: SessionKey, packet_id: PacketId) {
        let session = self
            .sessions
            .get_mut(&session.0)
            .expect("its session first");
        assert!(session.received.insert(packet_id.get()));
    }

    fn entry(&mut self, session: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        let session = self
            .sessions
            .get_mut(&session.0)
            .expect("its session first");
        let last = session.queue.last_key_value().map(|(seq, _)| *seq);
        assert!(last.is_none_or(|last| last < entry.seq), "in order");
        session.enqueue(&entry, message.map(|message| format!("{message:?}").into()));
    }

    fn retained(&mut self, topic: &str, _: MessageId, message: Option<Message<'_>>) {
        let message = message.expect("asked for each");
        let text = format!("{message:?}").into();
        assert_eq!(self.retained.insert(topic.to_owned(), text), None);
    }
}
