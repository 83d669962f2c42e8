//! What is alive, and where its record is. Messages themselves are not here: 40 bytes in a hash table stand for
//! one, and as many for an entry of a queue.
//!
//! The same index is built again from the log at start. Compaction moves records to the end of the log, so that while it is built
//! a part may come before the whole it belongs to: an entry before its session or its message. What is still without its whole at
//! the end is what was appended for a session that had been dropped already, and is forgotten.

use std::collections::VecDeque;

use foldhash::fast::RandomState;
use gmqtt_protocol::PacketId;
use hashbrown::HashMap;

use crate::change::{Change, MessageId, SessionKey, Stage};
use crate::export::Numbers;

use rows::Rows;
pub(crate) use step::Step;

mod rows;
mod step;

type Map<K, V> = HashMap<K, V, RandomState>;

/// Where a record is, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) at: u64,
    pub(crate) length: u32,
}

/// All that is alive.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) sessions: Map<u64, Box<Session>>,
    pub(crate) messages: Rows<Message>,
    pub(crate) retained: Map<Box<str>, Retained>,
    pub(crate) numbers: Numbers,
    /// The log is being read.
    pub(crate) is_rebuilding: bool,
    /// Of the last change: messages that nothing refers to any more; records that are of no use any more.
    pub(crate) effects: Effects,
}

#[derive(Debug, Default)]
pub(crate) struct Session {
    /// Missing while the log is being read, and its record comes later.
    pub(crate) state: Option<Place>,
    pub(crate) subscriptions: Map<Box<str>, Place>,
    pub(crate) received: Vec<(PacketId, Place)>,
    /// By place in the queue.
    pub(crate) queue: VecDeque<Slot>,
}

/// An entry of a queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) seq: u64,
    pub(crate) message: MessageId,
    pub(crate) place: Place,
    pub(crate) stage: Stage,
}

#[derive(Debug, Default)]
pub(crate) struct Message {
    /// Missing while the log is being read, and its record comes later.
    pub(crate) place: Option<Place>,
    /// How many entries and topics refer to it.
    refs: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Retained {
    pub(crate) message: MessageId,
    pub(crate) place: Place,
}

#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// Candidates first; see [`Index::take_freed`].
    unreferenced: Vec<MessageId>,
    pub(crate) dead: Vec<Place>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applied {
    /// It is in the index.
    Kept,
    /// It took something away, or moved a delivery on. Its record is needed only as long as older ones are.
    Noted,
    /// It is about something that does not exist.
    Ignored,
}

impl Slot {
    /// A message that PUBREC has come for is not needed any more.
    const fn refers(&self) -> bool {
        !matches!(self.stage, Stage::Confirmed(_))
    }

    pub(crate) const fn is_in_flight(&self) -> bool {
        !matches!(self.stage, Stage::Waiting)
    }
}

impl Session {
    /// Where an entry is, or belongs.
    pub(crate) fn position(&self, seq: u64) -> Result<usize, usize> {
        // Mostly none is missing between the first and this one.
        let first = self.queue.front().map_or(seq, |first| first.seq);
        let likely = usize::try_from(seq.wrapping_sub(first)).unwrap_or(usize::MAX);
        if self.queue.get(likely).is_some_and(|slot| slot.seq == seq) {
            return Ok(likely);
        }
        match self.queue.back() {
            Some(last) if last.seq < seq => Err(self.queue.len()),
            _ => self.queue.binary_search_by_key(&seq, |slot| slot.seq),
        }
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let received = self.received.iter().map(|(_, place)| *place);
        let queue = self.queue.iter().map(|slot| slot.place);
        let subscriptions = self.subscriptions.values().copied();
        self.state
            .into_iter()
            .chain(subscriptions)
            .chain(received)
            .chain(queue)
    }
}

impl Index {
    /// Takes a change whose record is at this place.
    pub(crate) fn apply(&mut self, change: &Change<'_>, place: Place) -> Applied {
        if let Some(applied) = self.step(Step::of(change), place) {
            return applied;
        }
        match change {
            Change::PutSession { session, .. } => self.put_session(*session, place),
            Change::DropSession { session } => self.drop_session(*session),
            Change::PutSubscription {
                session,
                subscription,
            } => self.in_session(*session, |session, dead| {
                let filter = subscription.filter;
                match session.subscriptions.get_mut(filter) {
                    Some(old) => dead.push(std::mem::replace(old, place)),
                    None => {
                        session.subscriptions.insert(filter.into(), place);
                    }
                }
                Applied::Kept
            }),
            Change::DropSubscription { session, filter } => self
                .in_session(*session, |session, dead| {
                    noted(session.subscriptions.remove(*filter), dead)
                }),
            Change::Received { session, packet_id } => {
                self.in_session(*session, |session, dead| {
                    match session.received.iter_mut().find(|(id, _)| id == packet_id) {
                        Some((_, old)) => dead.push(std::mem::replace(old, place)),
                        None => session.received.push((*packet_id, place)),
                    }
                    Applied::Kept
                })
            }
            Change::Released { session, packet_id } => {
                self.in_session(*session, |session, dead| {
                    let at = session.received.iter().position(|(id, _)| id == packet_id);
                    noted(at.map(|at| session.received.swap_remove(at).1), dead)
                })
            }
            Change::PutRetained { topic, message } => self.retain(topic, *message, place),
            Change::DropRetained { topic } => self.drop_retained(topic),
            // Steps.
            Change::PutMessage { .. }
            | Change::Enqueue { .. }
            | Change::Sent { .. }
            | Change::Confirmed { .. }
            | Change::Dequeue { .. } => Applied::Ignored,
        }
    }

    /// Takes a step whose record is at this place. `None` if the whole change is needed.
    pub(crate) fn step(&mut self, step: Step, place: Place) -> Option<Applied> {
        Some(match step {
            Step::PutMessage(id) => self.put_message(id, place),
            Step::Enqueue {
                session,
                seq,
                message,
                stage,
            } => {
                let slot = Slot {
                    seq,
                    message,
                    place,
                    stage,
                };
                self.enqueue(session, slot)
            }
            Step::Sent {
                session,
                seq,
                packet_id,
            } => self.advance(session, seq, |stage| match stage {
                // It is not sent again [MQTT-4.3.3-4].
                Stage::Confirmed(_) => stage,
                _ => Stage::Sent(packet_id),
            }),
            Step::Confirmed { session, seq } => self.advance(session, seq, |stage| match stage {
                Stage::Sent(id) | Stage::Confirmed(id) => Stage::Confirmed(id),
                Stage::Waiting => Stage::Waiting,
            }),
            Step::Dequeue { session, seq } => self.dequeue(session, seq),
            Step::Other => return None,
        })
    }

    /// The messages that nothing has referred to since this was asked last. They are gone.
    pub(crate) fn take_freed(&mut self, mut freed: impl FnMut(MessageId)) {
        while let Some(id) = self.effects.unreferenced.pop() {
            if self
                .messages
                .get(&id.0)
                .is_some_and(|message| message.refs == 0)
            {
                self.forget_message(id);
                freed(id);
            }
        }
    }

    /// The log says that a message was let go.
    pub(crate) fn forget_message(&mut self, id: MessageId) {
        let place = self.messages.remove(&id.0).and_then(|it| it.place);
        self.effects.dead.extend(place);
    }

    /// The log has been read: parts without their whole are forgotten. Returns the number of entries among them whose message
    /// is missing, which only an entry can be that was appended without its message.
    pub(crate) fn finish_rebuilding(&mut self) -> usize {
        let orphans: Vec<_> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.state.is_none())
            .map(|(key, _)| SessionKey(*key))
            .collect();
        for session in orphans {
            self.drop_session(session);
        }
        let lost = self.forget_lost();
        self.is_rebuilding = false;
        self.effects.unreferenced.extend(
            self.messages
                .iter()
                .filter(|(_, message)| message.refs == 0)
                .map(|(id, _)| MessageId(*id)),
        );
        self.take_freed(drop);
        self.effects.dead.clear();
        lost
    }

    /// Forgets entries and retained messages without a message.
    fn forget_lost(&mut self) -> usize {
        let messages = &mut self.messages;
        let mut lost = 0;
        if messages
            .values()
            .all(|message| message.place.is_some() || message.refs == 0)
        {
            return 0;
        }
        let mut is_there = |id: MessageId| {
            let there = messages.get(&id.0).is_some_and(|it| it.place.is_some());
            if !there {
                messages.remove(&id.0);
                lost += 1;
            }
            there
        };
        for session in self.sessions.values_mut() {
            session
                .queue
                .retain(|slot| !slot.refers() || is_there(slot.message));
        }
        self.retained
            .retain(|_, retained| is_there(retained.message));
        lost
    }

    /// Every record that is alive.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        let sessions = self.sessions.values().flat_map(|session| session.places());
        let messages = self.messages.values().filter_map(|message| message.place);
        sessions
            .chain(messages)
            .chain(self.retained.values().map(|retained| retained.place))
    }

    /// Whether the record of a change that was found at this place is the one in force.
    pub(crate) fn is_alive(&self, change: &Change<'_>, at: u64) -> bool {
        let place = match change {
            Change::PutSession { session, .. } => {
                self.sessions.get(&session.0).and_then(|it| it.state)
            }
            Change::PutSubscription {
                session,
                subscription,
            } => self
                .sessions
                .get(&session.0)
                .and_then(|it| it.subscriptions.get(subscription.filter).copied()),
            Change::PutMessage { id, .. } => self.messages.get(&id.0).and_then(|it| it.place),
            Change::Enqueue { session, entry } => {
                self.slot(*session, entry.seq).map(|slot| slot.place)
            }
            Change::Received { session, packet_id } => {
                self.sessions.get(&session.0).and_then(|it| {
                    let found = it.received.iter().find(|(id, _)| id == packet_id);
                    found.map(|(_, place)| *place)
                })
            }
            Change::PutRetained { topic, .. } => self.retained.get(*topic).map(|it| it.place),
            _ => None,
        };
        place.is_some_and(|place| place.at == at)
    }

    /// An entry of a queue.
    pub(crate) fn slot(&self, session: SessionKey, seq: u64) -> Option<&Slot> {
        let session = self.sessions.get(&session.0)?;
        session.position(seq).ok().map(|at| &session.queue[at])
    }

    fn in_session(
        &mut self,
        key: SessionKey,
        change: impl FnOnce(&mut Session, &mut Vec<Place>) -> Applied,
    ) -> Applied {
        let session = if self.is_rebuilding {
            // A number is not given out again as long as anything in the log bears it.
            self.numbers.session = self.numbers.session.max(key.0.saturating_add(1));
            self.sessions.entry(key.0).or_default()
        } else {
            match self.sessions.get_mut(&key.0) {
                Some(session) => session,
                None => return Applied::Ignored,
            }
        };
        change(session, &mut self.effects.dead)
    }

    fn put_session(&mut self, key: SessionKey, place: Place) -> Applied {
        self.numbers.session = self.numbers.session.max(key.0.saturating_add(1));
        let session = self.sessions.entry(key.0).or_default();
        // Its client has come or gone.
        if session.queue.is_empty() {
            session.queue.shrink_to_fit();
        }
        self.effects.dead.extend(session.state.replace(place));
        Applied::Kept
    }

    fn drop_retained(&mut self, topic: &str) -> Applied {
        let Some(old) = self.retained.remove(topic) else {
            return Applied::Ignored;
        };
        self.effects.dead.push(old.place);
        self.release(old.message);
        Applied::Noted
    }

    fn drop_session(&mut self, key: SessionKey) -> Applied {
        let Some(session) = self.sessions.remove(&key.0) else {
            return Applied::Ignored;
        };
        self.effects.dead.extend(session.places());
        for slot in session.queue.iter().filter(|slot| slot.refers()) {
            self.release(slot.message);
        }
        Applied::Noted
    }

    fn put_message(&mut self, id: MessageId, place: Place) -> Applied {
        self.numbers.message = self.numbers.message.max(id.0.saturating_add(1));
        let message = self.messages.entry(id.0).or_default();
        let old = message.place.replace(place);
        self.effects.dead.extend(old);
        if message.refs == 0 && !self.is_rebuilding {
            // Unless a change of the same batch refers to it.
            self.effects.unreferenced.push(id);
        }
        Applied::Kept
    }

    fn enqueue(&mut self, key: SessionKey, slot: Slot) -> Applied {
        if slot.refers() && !self.refer(slot.message) {
            return Applied::Ignored;
        }
        let mut replaced = None;
        let applied = self.in_session(key, |session, dead| {
            match session.position(slot.seq) {
                Ok(at) => {
                    let old = std::mem::replace(&mut session.queue[at], slot);
                    dead.push(old.place);
                    replaced = Some(old);
                }
                Err(at) => session.queue.insert(at, slot),
            }
            Applied::Kept
        });
        if applied == Applied::Ignored && slot.refers() {
            self.release(slot.message);
        }
        if let Some(old) = replaced.filter(Slot::refers) {
            self.release(old.message);
        }
        applied
    }

    fn advance(&mut self, key: SessionKey, seq: u64, to: impl FnOnce(Stage) -> Stage) -> Applied {
        let Some(session) = self.sessions.get_mut(&key.0) else {
            return Applied::Ignored;
        };
        let Ok(at) = session.position(seq) else {
            return Applied::Ignored;
        };
        let slot = &mut session.queue[at];
        let referred = slot.refers();
        slot.stage = to(slot.stage);
        let (message, refers) = (slot.message, slot.refers());
        if referred && !refers {
            self.release(message);
        }
        Applied::Noted
    }

    fn dequeue(&mut self, key: SessionKey, seq: u64) -> Applied {
        let Some(session) = self.sessions.get_mut(&key.0) else {
            return Applied::Ignored;
        };
        let Ok(at) = session.position(seq) else {
            return Applied::Ignored;
        };
        let Some(slot) = session.queue.remove(at) else {
            return Applied::Ignored;
        };
        if session.queue.is_empty() && session.queue.capacity() > MOST_KEPT {
            session.queue = VecDeque::new();
        }
        self.effects.dead.push(slot.place);
        if slot.refers() {
            self.release(slot.message);
        }
        Applied::Noted
    }

    fn retain(&mut self, topic: &str, message: MessageId, place: Place) -> Applied {
        if !self.refer(message) {
            return Applied::Ignored;
        }
        let new = Retained { message, place };
        let old = match self.retained.get_mut(topic) {
            Some(old) => Some(std::mem::replace(old, new)),
            None => self.retained.insert(topic.into(), new),
        };
        if let Some(old) = old {
            self.effects.dead.push(old.place);
            self.release(old.message);
        }
        Applied::Kept
    }

    /// One more refers to a message. False if there is no such message.
    fn refer(&mut self, id: MessageId) -> bool {
        if self.is_rebuilding {
            self.numbers.message = self.numbers.message.max(id.0.saturating_add(1));
            self.messages.entry(id.0).or_default().refs += 1;
            return true;
        }
        match self.messages.get_mut(&id.0) {
            Some(message) => {
                message.refs += 1;
                true
            }
            None => false,
        }
    }

    fn release(&mut self, id: MessageId) {
        if let Some(message) = self.messages.get_mut(&id.0) {
            message.refs = message.refs.saturating_sub(1);
            // While the log is read, another entry may follow that refers to it: the log says itself what was let go.
            if message.refs == 0 && !self.is_rebuilding {
                self.effects.unreferenced.push(id);
            }
        }
    }
}

/// The room that an empty queue keeps, in entries.
const MOST_KEPT: usize = 64;

fn noted(removed: Option<Place>, dead: &mut Vec<Place>) -> Applied {
    match removed {
        Some(place) => {
            dead.push(place);
            Applied::Noted
        }
        None => Applied::Ignored,
    }
}
