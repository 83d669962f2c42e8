//! Reading what the log says is alive: all of it at start, a queue or a session later.
//!
//! Where records are is asked under the lock of the log, some at a time; they are read without it.

use std::io;
use std::sync::Arc;

use gmqtt_protocol::PacketId;

use super::disk::DiskFile;
use super::engine::Engine;
use super::log::{At, Located};
use super::pages::Pages;
use crate::change::{Change, Entry, Message, MessageId, SessionKey, Stage};
use crate::codec::{Malformed, Reader};
use crate::export::Exported;
use crate::index::Place;
use crate::store::{BoxFuture, Kept, Loaded, QueueSummary, Queued, ReadError, Restore};

/// Reads of a disk take their time on a thread that may.
pub(super) fn blocking<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, ReadError> + Send + 'static,
) -> BoxFuture<'static, Result<T, ReadError>> {
    Box::pin(async {
        match tokio::task::spawn_blocking(read).await {
            Ok(read) => read,
            Err(_) => Err(ReadError::Stopped),
        }
    })
}

pub(super) async fn load(engine: &Engine, into: &mut dyn Restore) -> Result<Loaded, ReadError> {
    let (mut sessions, mut retained, numbers) = {
        let index = &engine.log.lock().index;
        let sessions: Vec<u64> = index.sessions.keys().copied().collect();
        let retained: Vec<Box<str>> = index.retained.keys().cloned().collect();
        (sessions, retained, index.numbers)
    };
    let mut pages = Pages::new();
    // In the order in which they began, and the same every time.
    sessions.sort_unstable();
    retained.sort_unstable();
    let mut loaded = Loaded {
        numbers,
        ..Loaded::default()
    };
    for session in sessions {
        loaded.sessions += 1;
        loaded.entries += load_session(engine, SessionKey(session), &mut pages, into)?;
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
        let record = record.map(|located| Record::read_in(located, &mut pages));
        let record = record.transpose()?;
        let body = record.as_ref().map(Record::message).transpose()?;
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
    pages: &mut Pages,
    into: &mut dyn Restore,
) -> Result<u64, ReadError> {
    let Some(parts) = Parts::of(engine, session) else {
        return Ok(0);
    };
    let record = Record::read_in(parts.state, pages)?;
    let Change::PutSession { state, .. } = record.change()? else {
        return Err(Malformed("not a session").into());
    };
    into.session(session, state);
    for located in parts.subscriptions {
        let record = Record::read_in(located, pages)?;
        if let Change::PutSubscription { subscription, .. } = record.change()? {
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
        slots.read(pages, |entry, message| {
            let message = message.filter(|_| !into.has_message(entry.message));
            let body = message.as_ref().map(Record::message).transpose()?;
            into.entry(session, entry, body);
            Ok(())
        })?;
    }
    Ok(summary.entries as u64)
}

pub(super) fn queue(
    engine: &Engine,
    session: SessionKey,
    after: Option<u64>,
    limit: usize,
) -> Result<Vec<Queued>, ReadError> {
    let slots = Slots::of(engine, session, after, limit, |_| false);
    let mut found = Vec::with_capacity(slots.0.len());
    slots.read(&mut Pages::new(), |entry, message| {
        let message = message.as_ref().map(Record::message).transpose()?;
        let kept = message.map(|message| Kept::of(&message));
        found.push(Queued::new(entry, kept));
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn export(engine: &Engine, session: SessionKey) -> Result<Option<Exported>, ReadError> {
    let Some(parts) = Parts::of(engine, session) else {
        return Ok(None);
    };
    let record = Record::read(parts.state)?;
    let Change::PutSession { state, .. } = record.change()? else {
        return Err(Malformed("not a session").into());
    };
    let mut exported = Exported::new(state);
    for located in parts.subscriptions {
        let record = Record::read(located)?;
        if let Change::PutSubscription { subscription, .. } = record.change()? {
            exported.subscription(subscription);
        }
    }
    for packet_id in parts.received {
        exported.received(packet_id);
    }
    for queued in queue(engine, session, None, usize::MAX)? {
        exported.queued(&queued);
    }
    Ok(Some(exported))
}

/// Where the parts of a session are, as of one moment.
struct Parts {
    state: Located,
    subscriptions: Vec<Located>,
    received: Vec<PacketId>,
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
    stage: Stage,
    entry: Located,
    message: Option<Located>,
}

impl Slots {
    fn of(
        engine: &Engine,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
        known: impl Fn(MessageId) -> bool,
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
                    let wanted = !matches!(slot.stage, Stage::Confirmed(_)) && !known(slot.message);
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
        pages: &mut Pages,
        mut give: impl FnMut(Entry<'_>, Option<Record>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        for parts in self.0 {
            let record = Record::read_in(parts.entry, pages)?;
            let Change::Enqueue { mut entry, .. } = record.change()? else {
                return Err(Malformed("not an entry").into());
            };
            entry.stage = parts.stage;
            let message = parts.message.map(|located| Record::read_in(located, pages));
            give(entry, message.transpose()?)?;
        }
        Ok(())
    }
}

/// Entries that are located at a time: the log is locked meanwhile.
const AT_ONCE: usize = 256;

/// A change as it stands in the log.
struct Record {
    bytes: Box<[u8]>,
    format: u32,
}

impl Record {
    fn read(located: Located) -> Result<Self, ReadError> {
        Self::read_by(located, |file, bytes, offset| file.read_at(bytes, offset))
    }

    fn read_in(located: Located, pages: &mut Pages) -> Result<Self, ReadError> {
        Self::read_by(located, |file, bytes, offset| {
            pages.read_at(file, bytes, offset)
        })
    }

    fn read_by(
        located: Located,
        read_at: impl FnOnce(&Arc<dyn DiskFile>, &mut [u8], u64) -> io::Result<usize>,
    ) -> Result<Self, ReadError> {
        let format = located.format;
        let bytes = match located.at {
            At::Memory(bytes) => bytes.to_vec().into(),
            At::File(file, offset, length) => {
                let mut bytes = vec![0; length as usize];
                if read_at(&file, &mut bytes, offset)? < bytes.len() {
                    return Err(ReadError::Damaged(
                        "a segment is shorter than it was".into(),
                    ));
                }
                bytes.into()
            }
        };
        Ok(Self { bytes, format })
    }

    fn change(&self) -> Result<Change<'_>, Malformed> {
        Change::decode(&mut Reader::of(&self.bytes, self.format))
    }

    fn message(&self) -> Result<Message<'_>, Malformed> {
        match self.change()? {
            Change::PutMessage { message, .. } => Ok(message),
            _ => Err(Malformed("not a message")),
        }
    }
}
