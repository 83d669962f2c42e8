//! What is in Redis, and the commands that change it.
//!
//! ```text
//! {gmqtt}:meta          hash   format, position, owner
//! {gmqtt}:alive         string the owner, for some seconds after its last sign of life
//! {gmqtt}:sessions      hash   session -> state
//! {gmqtt}:subs:N        hash   filter -> subscription, of session N
//! {gmqtt}:received:N    set    QoS 2 identifiers
//! {gmqtt}:queue:N       zset   score: place in the queue, member: place (8 bytes, big-endian) and entry
//! {gmqtt}:flight:N      hash   place -> stage, of what is in flight
//! {gmqtt}:messages      hash   message -> message
//! {gmqtt}:retained      hash   topic -> message
//! ```
//!
//! Where nodes share a database, each has a part of its own, with its name in the tag, and in it also:
//!
//! ```text
//! {gmqtt:NODE}:meta     hash   fences: how many there have been
//! {gmqtt:NODE}:clients  hash   client -> its session and the epoch of that
//! {gmqtt:NODE}:fences   hash   client -> the session that another node has taken, 0 once it is removed, and by which epoch
//! {gmqtt:NODE}:heirs    hash   client -> the epoch by which its session was handed over last
//! {gmqtt}:parts         set    the names of the nodes
//! ```
//!
//! The keys of a part have one hash tag, so that a batch is one transaction in a cluster, too. They share no name with those of the Go
//! broker, so that both can be in one database while sessions are migrated. Every command can be repeated and changes nothing then.

use redis::Pipeline;

use super::epoch::Marked;
use crate::change::{Change, Entry, MessageId, SessionKey, SessionState, Stage};
use crate::codec::{Malformed, Reader};
use crate::shared::Epoch;

/// The names of the nodes that have a part.
pub(super) const PARTS: &str = "{gmqtt}:parts";

/// The names of the keys of a part.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    tag: String,
    is_shared: bool,
    meta: String,
    alive: String,
    sessions: String,
    messages: String,
    retained: String,
}

impl Keys {
    /// Of the part of a node, or of a database that is one broker's.
    pub(super) fn of(part: Option<&str>) -> Self {
        let tag = part.map_or_else(|| "{gmqtt}".to_owned(), |part| format!("{{gmqtt:{part}}}"));
        let named = |name: &str| format!("{tag}:{name}");
        Self {
            is_shared: part.is_some(),
            meta: named("meta"),
            alive: named("alive"),
            sessions: named("sessions"),
            messages: named("messages"),
            retained: named("retained"),
            tag,
        }
    }

    pub(super) const fn is_shared(&self) -> bool {
        self.is_shared
    }

    pub(super) fn meta(&self) -> &str {
        &self.meta
    }

    pub(super) fn alive(&self) -> &str {
        &self.alive
    }

    pub(super) fn sessions(&self) -> &str {
        &self.sessions
    }

    pub(super) fn messages(&self) -> &str {
        &self.messages
    }

    pub(super) fn retained(&self) -> &str {
        &self.retained
    }

    pub(super) fn clients(&self) -> String {
        format!("{}:clients", self.tag)
    }

    pub(super) fn fences(&self) -> String {
        format!("{}:fences", self.tag)
    }

    pub(super) fn heirs(&self) -> String {
        format!("{}:heirs", self.tag)
    }

    /// Where a hash is while it is written anew.
    pub(super) fn upgrading(&self) -> String {
        format!("{}.upgrading", self.sessions)
    }

    pub(super) fn subscriptions(&self, session: SessionKey) -> String {
        format!("{}:subs:{}", self.tag, session.0)
    }

    pub(super) fn received(&self, session: SessionKey) -> String {
        format!("{}:received:{}", self.tag, session.0)
    }

    pub(super) fn queue(&self, session: SessionKey) -> String {
        format!("{}:queue:{}", self.tag, session.0)
    }

    pub(super) fn flight(&self, session: SessionKey) -> String {
        format!("{}:flight:{}", self.tag, session.0)
    }

    /// The keys of each session, up to its number.
    pub(super) fn of_sessions(&self) -> [String; 4] {
        ["subs", "received", "queue", "flight"].map(|name| format!("{}:{name}:", self.tag))
    }
}

/// Adds the commands for a change.
pub(super) fn put(keys: &Keys, change: &Change<'_>, pipeline: &mut Pipeline) {
    match change {
        Change::PutSession { session, state } => put_session(keys, *session, state, pipeline),
        Change::DropSession { session } => drop_session(keys, *session, pipeline),
        Change::PutSubscription {
            session,
            subscription,
        } => {
            let value = encoded(|out| subscription.encode(out));
            let key = keys.subscriptions(*session);
            pipeline
                .cmd("HSET")
                .arg(key)
                .arg(subscription.filter)
                .arg(value);
        }
        Change::DropSubscription { session, filter } => {
            pipeline
                .cmd("HDEL")
                .arg(keys.subscriptions(*session))
                .arg(*filter);
        }
        Change::PutMessage { id, message } => {
            let value = encoded(|out| message.encode(out));
            pipeline
                .cmd("HSET")
                .arg(keys.messages())
                .arg(id.0)
                .arg(value);
        }
        Change::Enqueue { session, entry } => enqueue(keys, *session, entry, pipeline),
        // What has been reached is known where the queue is known: see `put_stage`.
        Change::Sent { .. } | Change::Confirmed { .. } => return,
        Change::Dequeue { session, seq } => {
            remove(keys, *session, *seq, pipeline);
            pipeline.cmd("HDEL").arg(keys.flight(*session)).arg(*seq);
        }
        Change::Received { session, packet_id } => {
            pipeline
                .cmd("SADD")
                .arg(keys.received(*session))
                .arg(packet_id.get());
        }
        Change::Released { session, packet_id } => {
            pipeline
                .cmd("SREM")
                .arg(keys.received(*session))
                .arg(packet_id.get());
        }
        Change::PutRetained { topic, message } => {
            pipeline
                .cmd("HSET")
                .arg(keys.retained())
                .arg(*topic)
                .arg(message.0);
        }
        Change::DropRetained { topic } => {
            pipeline.cmd("HDEL").arg(keys.retained()).arg(*topic);
        }
    }
    pipeline.ignore();
}

fn put_session(
    keys: &Keys,
    session: SessionKey,
    state: &SessionState<'_>,
    pipeline: &mut Pipeline,
) {
    let (sessions, value) = (keys.sessions(), encoded(|out| state.encode(out)));
    pipeline.cmd("HSET").arg(sessions).arg(session.0).arg(value);
    if keys.is_shared() {
        let marked = Marked::text(session, &epoch(state));
        pipeline.ignore().cmd("HSET").arg(keys.clients());
        pipeline.arg(state.client_id).arg(marked);
    }
}

fn drop_session(keys: &Keys, session: SessionKey, pipeline: &mut Pipeline) {
    let sessions = keys.sessions();
    pipeline.cmd("HDEL").arg(sessions).arg(session.0).ignore();
    pipeline
        .cmd("DEL")
        .arg(keys.subscriptions(session))
        .arg(keys.received(session))
        .arg(keys.queue(session))
        .arg(keys.flight(session));
}

/// Adds the command for a client whose session has ended, and that has no other.
pub(super) fn forget_client(keys: &Keys, client: &str, pipeline: &mut Pipeline) {
    for key in [keys.clients(), keys.heirs()] {
        pipeline.cmd("HDEL").arg(key).arg(client).ignore();
    }
}

/// Adds the command for a stage that was reached.
pub(super) fn put_stage(
    keys: &Keys,
    session: SessionKey,
    seq: u64,
    stage: Stage,
    pipeline: &mut Pipeline,
) {
    let value = encoded(|out| stage.encode(out));
    pipeline
        .cmd("HSET")
        .arg(keys.flight(session))
        .arg(seq)
        .arg(value);
    pipeline.ignore();
}

/// Adds the commands for messages that nothing refers to any more.
pub(super) fn free(keys: &Keys, ids: &[MessageId], pipeline: &mut Pipeline) {
    for part in ids.chunks(1000) {
        let command = pipeline.cmd("HDEL").arg(keys.messages());
        for id in part {
            command.arg(id.0);
        }
        pipeline.ignore();
    }
}

fn enqueue(keys: &Keys, session: SessionKey, entry: &Entry<'_>, pipeline: &mut Pipeline) {
    remove(keys, session, entry.seq, pipeline);
    let mut member = entry.seq.to_be_bytes().to_vec();
    entry.encode(&mut member);
    pipeline
        .cmd("ZADD")
        .arg(keys.queue(session))
        .arg(entry.seq)
        .arg(member)
        .ignore();
    if entry.stage == Stage::Waiting {
        pipeline
            .cmd("HDEL")
            .arg(keys.flight(session))
            .arg(entry.seq);
    } else {
        let value = encoded(|out| entry.stage.encode(out));
        pipeline
            .cmd("HSET")
            .arg(keys.flight(session))
            .arg(entry.seq)
            .arg(value);
    }
}

fn remove(keys: &Keys, session: SessionKey, seq: u64, pipeline: &mut Pipeline) {
    pipeline
        .cmd("ZREMRANGEBYSCORE")
        .arg(keys.queue(session))
        .arg(seq)
        .arg(seq)
        .ignore();
}

/// The entry in a member of a queue.
pub(super) fn entry(member: &[u8]) -> Result<Entry<'_>, Malformed> {
    let rest = member.get(8..);
    let rest = rest.ok_or(Malformed("an entry that is too short"))?;
    Entry::decode(&mut Reader::new(rest))
}

/// The epoch of a session.
pub(super) fn epoch(state: &SessionState<'_>) -> Epoch {
    state.claim.map_or_else(Epoch::none, Epoch::from)
}

fn encoded(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes);
    bytes
}
