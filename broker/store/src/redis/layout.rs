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
//! The keys have one hash tag, so that a batch is one transaction in a cluster, too. They share no name with those of the Go
//! broker, so that both can be in one database while sessions are migrated. Every command can be repeated and changes nothing then.

use redis::Pipeline;

use crate::change::{Change, Entry, MessageId, SessionKey, Stage};
use crate::codec::{Malformed, Reader};

pub(super) const META: &str = "{gmqtt}:meta";
pub(super) const ALIVE: &str = "{gmqtt}:alive";
pub(super) const SESSIONS: &str = "{gmqtt}:sessions";
pub(super) const MESSAGES: &str = "{gmqtt}:messages";
pub(super) const RETAINED: &str = "{gmqtt}:retained";

pub(super) fn subscriptions(session: SessionKey) -> String {
    format!("{{gmqtt}}:subs:{}", session.0)
}

pub(super) fn received(session: SessionKey) -> String {
    format!("{{gmqtt}}:received:{}", session.0)
}

pub(super) fn queue(session: SessionKey) -> String {
    format!("{{gmqtt}}:queue:{}", session.0)
}

pub(super) fn flight(session: SessionKey) -> String {
    format!("{{gmqtt}}:flight:{}", session.0)
}

/// Adds the commands for a change.
pub(super) fn put(change: &Change<'_>, pipeline: &mut Pipeline) {
    match change {
        Change::PutSession { session, state } => {
            let value = encoded(|out| state.encode(out));
            pipeline.cmd("HSET").arg(SESSIONS).arg(session.0).arg(value);
        }
        Change::DropSession { session } => {
            let session = *session;
            pipeline.cmd("HDEL").arg(SESSIONS).arg(session.0).ignore();
            pipeline
                .cmd("DEL")
                .arg(subscriptions(session))
                .arg(received(session))
                .arg(queue(session))
                .arg(flight(session));
        }
        Change::PutSubscription {
            session,
            subscription,
        } => {
            let value = encoded(|out| subscription.encode(out));
            let key = subscriptions(*session);
            pipeline
                .cmd("HSET")
                .arg(key)
                .arg(subscription.filter)
                .arg(value);
        }
        Change::DropSubscription { session, filter } => {
            pipeline
                .cmd("HDEL")
                .arg(subscriptions(*session))
                .arg(*filter);
        }
        Change::PutMessage { id, message } => {
            let value = encoded(|out| message.encode(out));
            pipeline.cmd("HSET").arg(MESSAGES).arg(id.0).arg(value);
        }
        Change::Enqueue { session, entry } => enqueue(*session, entry, pipeline),
        // What has been reached is known where the queue is known: see `put_stage`.
        Change::Sent { .. } | Change::Confirmed { .. } => return,
        Change::Dequeue { session, seq } => {
            remove(*session, *seq, pipeline);
            pipeline.cmd("HDEL").arg(flight(*session)).arg(*seq);
        }
        Change::Received { session, packet_id } => {
            pipeline
                .cmd("SADD")
                .arg(received(*session))
                .arg(packet_id.get());
        }
        Change::Released { session, packet_id } => {
            pipeline
                .cmd("SREM")
                .arg(received(*session))
                .arg(packet_id.get());
        }
        Change::PutRetained { topic, message } => {
            pipeline
                .cmd("HSET")
                .arg(RETAINED)
                .arg(*topic)
                .arg(message.0);
        }
        Change::DropRetained { topic } => {
            pipeline.cmd("HDEL").arg(RETAINED).arg(*topic);
        }
    }
    pipeline.ignore();
}

/// Adds the command for a stage that was reached.
pub(super) fn put_stage(session: SessionKey, seq: u64, stage: Stage, pipeline: &mut Pipeline) {
    let value = encoded(|out| stage.encode(out));
    pipeline
        .cmd("HSET")
        .arg(flight(session))
        .arg(seq)
        .arg(value);
    pipeline.ignore();
}

/// Adds the commands for messages that nothing refers to any more.
pub(super) fn free(ids: &[MessageId], pipeline: &mut Pipeline) {
    for part in ids.chunks(1000) {
        let command = pipeline.cmd("HDEL").arg(MESSAGES);
        for id in part {
            command.arg(id.0);
        }
        pipeline.ignore();
    }
}

fn enqueue(session: SessionKey, entry: &Entry<'_>, pipeline: &mut Pipeline) {
    remove(session, entry.seq, pipeline);
    let mut member = entry.seq.to_be_bytes().to_vec();
    entry.encode(&mut member);
    pipeline
        .cmd("ZADD")
        .arg(queue(session))
        .arg(entry.seq)
        .arg(member)
        .ignore();
    if entry.stage == Stage::Waiting {
        pipeline.cmd("HDEL").arg(flight(session)).arg(entry.seq);
    } else {
        let value = encoded(|out| entry.stage.encode(out));
        pipeline
            .cmd("HSET")
            .arg(flight(session))
            .arg(entry.seq)
            .arg(value);
    }
}

fn remove(session: SessionKey, seq: u64, pipeline: &mut Pipeline) {
    pipeline
        .cmd("ZREMRANGEBYSCORE")
        .arg(queue(session))
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

fn encoded(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes);
    bytes
}
