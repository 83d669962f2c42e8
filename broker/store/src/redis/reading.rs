//! Reading Redis: all of it at start, a queue or a session later.

use std::collections::{HashMap, HashSet};

use gmqtt_protocol::{PacketId, QoS};
use redis::aio::ConnectionLike;

use super::connection::{Connection, Pool};
use super::layout::{self, Keys};
use super::part::Part;
use super::script;
use crate::change::{Change, MessageId, SessionKey, SessionState, Stage, Subscription};
use crate::codec::{Malformed, Reader};
use crate::export::Exported;
use crate::index::{Index, Place};
use crate::shared::Epoch;
use crate::store::{Kept, Queued, ReadError};

const NOWHERE: Place = Place { at: 0, length: 0 };
/// Fields and members read at a time.
const PAGE: usize = 1000;

/// Builds the index of what is there, and finds out whose session is whose in a part of a node.
pub(super) async fn index(
    connection: &mut Connection,
    keys: &Keys,
    mut part: Option<&mut Part>,
) -> Result<Index, ReadError> {
    let mut index = Index {
        is_rebuilding: true,
        ..Index::default()
    };
    if let Some(part) = &mut part {
        // Before what is read: what is fenced meanwhile is found out by the first batch.
        part.count(fences(connection, keys).await?);
    }
    let (mut sessions, mut messages) = (Vec::new(), Vec::new());
    scan(connection, keys.sessions(), |field, value| {
        let session = SessionKey(number(field)?);
        let state = SessionState::decode(&mut Reader::new(value))?;
        if let Some(part) = &mut part {
            part.begin(session, state.client_id, layout::epoch(&state));
        }
        index.apply(&Change::PutSession { session, state }, NOWHERE);
        sessions.push(session);
        Ok(())
    })
    .await?;
    scan(connection, keys.messages(), |field, value| {
        let message = crate::change::Message::decode(&mut Reader::new(value))?;
        let id = MessageId(number(field)?);
        index.apply(&Change::PutMessage { id, message }, NOWHERE);
        messages.extend(part.is_some().then_some(id));
        Ok(())
    })
    .await?;
    scan(connection, keys.retained(), |field, value| {
        let topic = text(field)?;
        let message = MessageId(number(value)?);
        index.apply(&Change::PutRetained { topic, message }, NOWHERE);
        Ok(())
    })
    .await?;
    for session in sessions {
        let parts = Parts::read_with(connection, keys, session).await?;
        parts.index(session, &mut index)?;
    }
    index.finish_rebuilding();
    if let Some(part) = part {
        scan(connection, &keys.fences(), |client, fence| {
            part.found(script::fence_of(client, fence)?);
            Ok(())
        })
        .await?;
        scan(connection, &keys.heirs(), |client, epoch| {
            part.was_handed(text(client)?, Epoch::parse(text(epoch)?)?);
            Ok(())
        })
        .await?;
        // Messages of sessions that were removed from outside.
        messages.retain(|id| !index.messages.contains_key(&id.0));
        part.unreferenced = messages;
    }
    Ok(index)
}

/// How many fences there have been.
async fn fences(connection: &mut Connection, keys: &Keys) -> Result<u64, ReadError> {
    let mut pipeline = redis::pipe();
    pipeline.cmd("HGET").arg(keys.meta()).arg("fences");
    let (count,): (Option<u64>,) = connection.run(&pipeline).await?;
    Ok(count.unwrap_or(0))
}

/// Goes through a hash, some fields at a time.
pub(super) async fn scan(
    connection: &mut impl ConnectionLike,
    key: &str,
    mut take: impl FnMut(&[u8], &[u8]) -> Result<(), Malformed>,
) -> Result<(), ReadError> {
    let mut cursor = 0_u64;
    loop {
        let mut command = redis::cmd("HSCAN");
        command.arg(key).arg(cursor).arg("COUNT").arg(PAGE);
        let (next, fields): (u64, Vec<Vec<u8>>) = command.query_async(connection).await?;
        for pair in fields.as_chunks::<2>().0 {
            take(&pair[0], &pair[1])?;
        }
        if next == 0 {
            return Ok(());
        }
        cursor = next;
    }
}

fn number(bytes: &[u8]) -> Result<u64, Malformed> {
    let digits = text(bytes)?;
    digits
        .parse()
        .map_err(|_| Malformed("a number that is none"))
}

fn text(bytes: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(bytes).map_err(|_| Malformed("a text that is not UTF-8"))
}

/// What belongs to a session.
pub(super) struct Parts {
    pub(super) state: Option<Vec<u8>>,
    pub(super) subscriptions: Vec<Vec<u8>>,
    pub(super) received: Vec<PacketId>,
    queue: Vec<Vec<u8>>,
    stages: HashMap<u64, Stage>,
}

type Raw = (
    Option<Vec<u8>>,
    Vec<Vec<u8>>,
    Vec<u16>,
    Vec<Vec<u8>>,
    HashMap<u64, Vec<u8>>,
);

fn parts_of(keys: &Keys, session: SessionKey, after: Option<u64>, limit: usize) -> redis::Pipeline {
    let mut pipeline = redis::pipe();
    // As of one moment.
    pipeline.atomic();
    pipeline.cmd("HGET").arg(keys.sessions()).arg(session.0);
    pipeline.cmd("HVALS").arg(keys.subscriptions(session));
    pipeline.cmd("SMEMBERS").arg(keys.received(session));
    let from = after.map_or_else(|| "-inf".to_owned(), |after| format!("({after}"));
    pipeline
        .cmd("ZRANGEBYSCORE")
        .arg(keys.queue(session))
        .arg(from)
        .arg("+inf")
        .arg("LIMIT")
        .arg(0)
        .arg(i64::try_from(limit).unwrap_or(i64::MAX));
    pipeline.cmd("HGETALL").arg(keys.flight(session));
    pipeline
}

impl Parts {
    async fn read_with(
        connection: &mut Connection,
        keys: &Keys,
        session: SessionKey,
    ) -> Result<Self, ReadError> {
        let all = parts_of(keys, session, None, usize::MAX);
        let raw = connection.run(&all).await?;
        Self::of(raw)
    }

    pub(super) async fn read(
        (pool, keys): (&Pool, &Keys),
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Self, ReadError> {
        Self::of(pool.run(&parts_of(keys, session, after, limit)).await?)
    }

    fn of((state, mut subscriptions, received, queue, stages): Raw) -> Result<Self, ReadError> {
        let stage = |(seq, bytes): (u64, Vec<u8>)| {
            Stage::decode(&mut Reader::new(&bytes)).map(|stage| (seq, stage))
        };
        subscriptions.sort_unstable();
        let mut received: Vec<_> = received.into_iter().filter_map(PacketId::new).collect();
        received.sort_unstable();
        Ok(Self {
            state,
            subscriptions,
            received,
            queue,
            stages: stages.into_iter().map(stage).collect::<Result<_, _>>()?,
        })
    }

    fn index(&self, session: SessionKey, index: &mut Index) -> Result<(), Malformed> {
        for bytes in &self.subscriptions {
            let subscription = Subscription::decode(&mut Reader::new(bytes))?;
            index.apply(
                &Change::PutSubscription {
                    session,
                    subscription,
                },
                NOWHERE,
            );
        }
        for packet_id in &self.received {
            let packet_id = *packet_id;
            index.apply(&Change::Received { session, packet_id }, NOWHERE);
        }
        for member in &self.queue {
            let mut entry = layout::entry(member)?;
            entry.stage = self.stages.get(&entry.seq).copied().unwrap_or(entry.stage);
            index.apply(&Change::Enqueue { session, entry }, NOWHERE);
        }
        Ok(())
    }

    /// The messages that its entries refer to.
    pub(super) fn messages(&self) -> Result<Vec<MessageId>, Malformed> {
        let entries = self.queue.iter().map(|member| layout::entry(member));
        entries.map(|entry| Ok(entry?.message)).collect()
    }

    /// The entries with their messages, but for those that are known.
    pub(super) async fn queue(
        &self,
        from: (&Pool, &Keys),
        known: &HashSet<MessageId>,
    ) -> Result<Vec<Queued>, ReadError> {
        let mut queue = Vec::with_capacity(self.queue.len());
        for members in self.queue.chunks(PAGE) {
            let mut entries = Vec::with_capacity(members.len());
            for member in members {
                let mut entry = layout::entry(member)?;
                entry.stage = self.stages.get(&entry.seq).copied().unwrap_or(entry.stage);
                entries.push(entry);
            }
            let wanted: Vec<_> = entries
                .iter()
                .filter(|entry| !matches!(entry.stage, Stage::Confirmed(_)))
                .map(|entry| entry.message)
                .filter(|id| !known.contains(id))
                .collect();
            let found = messages(from, &wanted).await?;
            for entry in entries {
                let message = found.get(&entry.message).cloned();
                let is_needed =
                    !matches!(entry.stage, Stage::Confirmed(_)) && !known.contains(&entry.message);
                let mut entry = entry;
                if is_needed && message.is_none() {
                    // Acknowledged between the two round trips, or as the session was taken: then PUBREL may still be due.
                    let Stage::Sent(id) = entry.stage else {
                        continue;
                    };
                    if entry.qos != QoS::ExactlyOnce {
                        continue;
                    }
                    entry.stage = Stage::Confirmed(id);
                }
                queue.push(Queued::new(entry, message.filter(|_| is_needed)));
            }
        }
        Ok(queue)
    }

    /// The session, to be carried elsewhere; `None` if there is none.
    pub(super) async fn export(&self, from: (&Pool, &Keys)) -> Result<Option<Exported>, ReadError> {
        let Some(state) = &self.state else {
            return Ok(None);
        };
        let mut exported = Exported::new(SessionState::decode(&mut Reader::new(state))?);
        for bytes in &self.subscriptions {
            exported.subscription(Subscription::decode(&mut Reader::new(bytes))?);
        }
        for packet_id in &self.received {
            exported.received(*packet_id);
        }
        for queued in self.queue(from, &HashSet::new()).await? {
            exported.queued(&queued);
        }
        Ok(Some(exported))
    }
}

/// Messages by their numbers.
pub(super) async fn messages(
    (pool, keys): (&Pool, &Keys),
    ids: &[MessageId],
) -> Result<HashMap<MessageId, Kept>, ReadError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut pipeline = redis::pipe();
    let command = pipeline.cmd("HMGET").arg(keys.messages());
    for id in ids {
        command.arg(id.0);
    }
    let (found,): (Vec<Option<Vec<u8>>>,) = pool.run(&pipeline).await?;
    let mut messages = HashMap::new();
    for (id, bytes) in ids.iter().zip(found) {
        if let Some(bytes) = bytes {
            messages.insert(*id, Kept::new(bytes.into())?);
        }
    }
    Ok(messages)
}
