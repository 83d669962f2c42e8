//! The bound on what waits for all sessions together (`limits.queue_memory`), and what goes when it is reached.
//!
//! In this order, until there is room and some to spare: messages that the store has, for sessions that are away, go from memory and are
//! fetched when their client is back; messages of QoS 0 for sessions that are away, those of each session from
//! its oldest on; then, of the queues that hold more bytes than the average, the oldest messages of the longest one; then
//! nothing, and new messages are not queued: publishers of QoS 1 and 2 are told 0x97. A message that waits for
//! several sessions counts for each.

use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::paged::Paged;
use crate::queue::{Waiting, Which};
use crate::session::Session;
use crate::turn::{Desk, Turn};

/// Who makes room, one at a time.
#[derive(Debug, Default)]
pub(crate) struct Shedder {
    busy: AtomicBool,
    /// It was of no use: until then it is not tried again.
    futile_until: AtomicU64,
}

/// What a waiting message takes besides its topic, properties and payload.
const OVERHEAD: usize = 128;
/// How much room is made at once, as a part of the bound: looking at all sessions has its price.
const SPARE: usize = 16;
/// After an attempt that did not help, the next comes so much later at the earliest.
const PAUSE: Millis = 100;

impl Waiting {
    /// What it takes in memory.
    pub(crate) fn size(self) -> usize {
        self.bytes
            + OVERHEAD * (self.messages - self.paged.min(self.messages))
            + Paged::COST * self.paged
    }
}

/// Whether one more message of this size may wait; room is made for it if it has to be. No lock may be held.
pub(crate) fn makes_room(broker: &Broker, turn: &mut Turn, bytes: usize) -> bool {
    let most = usize::try_from(turn.desk.limits.queue_memory).unwrap_or(usize::MAX);
    let new = bytes + OVERHEAD;
    let used = || broker.counters.queued().size();
    if used() + new <= most {
        return true;
    }
    let Shedder { busy, futile_until } = &broker.shedder;
    if turn.desk.now < futile_until.load(Ordering::Relaxed) || new > most {
        return false;
    }
    if busy.swap(true, Ordering::Acquire) {
        // Somebody is at it; meanwhile it may be a little more.
        return used() + new <= most + most / SPARE;
    }
    let goal = most.saturating_sub(new.max(most / SPARE));
    let mut excess = used().saturating_sub(goal);
    page_out_the_absent(broker, turn, &mut excess);
    shed_qos0_of_the_absent(broker, turn, &mut excess);
    cut_the_longest(broker, turn, &mut excess);
    let fits = used() + new <= most;
    if !fits {
        futile_until.store(turn.desk.now + PAUSE, Ordering::Relaxed);
    }
    busy.store(false, Ordering::Release);
    fits
}

/// What the store has of sessions that are away need not be in memory.
fn page_out_the_absent(broker: &Broker, turn: &Turn, excess: &mut usize) {
    if !turn.desk.log.keeps() {
        return;
    }
    broker.sessions.for_each(|session| {
        if *excess == 0 || !session.is_kept() {
            return;
        }
        let mut delivery = session.delivery.lock();
        if delivery.link.is_none() {
            let before = delivery.queue.waiting();
            delivery.queue.page_out();
            let after = delivery.queue.waiting();
            turn.desk.counters.queued(before, after);
            *excess = excess.saturating_sub(before.size().saturating_sub(after.size()));
        }
    });
}

fn shed_qos0_of_the_absent(broker: &Broker, turn: &mut Turn, excess: &mut usize) {
    broker.sessions.for_each(|session| {
        if *excess > 0 && session.delivery.look().link.is_none() {
            shed(session, &mut turn.desk, excess, 0, Which::QoS0);
        }
    });
}

fn cut_the_longest(broker: &Broker, turn: &mut Turn, excess: &mut usize) {
    if *excess == 0 {
        return;
    }
    let mut sessions = Vec::new();
    let mut longest = BinaryHeap::new();
    broker.sessions.for_each(|session| {
        let size = session.delivery.look().queue.waiting().size();
        if size > 0 {
            longest.push((size, sessions.len()));
            sessions.push(session.clone());
        }
    });
    let all: usize = longest.iter().map(|(size, _)| size).sum();
    let average = all / sessions.len().max(1);
    while let Some((size, index)) = longest.pop().filter(|(size, _)| *size > average) {
        // As long as it is the longest.
        let next = longest.peek().map_or(0, |(size, _)| *size);
        let floor = average.max(next.min(size - 1));
        let left = shed(&sessions[index], &mut turn.desk, excess, floor, Which::Any);
        if *excess == 0 {
            return;
        }
        if left < size {
            longest.push((left, index));
        }
    }
}

/// Drops the oldest messages of a session until it has no more than `floor`, or enough is gone. Returns what is left.
fn shed(
    session: &Arc<Session>,
    desk: &mut Desk,
    excess: &mut usize,
    floor: usize,
    which: Which,
) -> usize {
    let mut delivery = session.delivery.lock();
    loop {
        let size = delivery.queue.waiting().size();
        if *excess == 0 || size <= floor || !delivery.shed(session, which, desk) {
            return size;
        }
        *excess = excess.saturating_sub(size - delivery.queue.waiting().size());
    }
}
