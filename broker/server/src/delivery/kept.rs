//! QoS 2 to a session that is kept: nothing leaves before the store has what a repeat is known by.
//!
//! A receiver knows a repeated message by its packet identifier alone, so the identifier is in the store before the PUBLISH leaves;
//! and it must not be told to let go of it before the store has its PUBREC.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU64;

use gmqtt_protocol::{PacketId, QoS};
use gmqtt_store::Lsn;

use super::Delivery;
use crate::counters::Counter;
use crate::link::Link;
use crate::record;
use crate::session::Session;
use crate::turn::Desk;

/// Of a session that is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Messages that PUBREC has come for: their places in the queue of the store.
    pub(crate) confirmed: BTreeMap<PacketId, NonZeroU64>,
    /// In flight, but not in the outbox: each leaves when its ticket is durable.
    unsent: VecDeque<(Lsn, PacketId)>,
    /// The owner is woken for this one.
    waits_for: Option<Lsn>,
}

impl Kept {
    /// All in flight is sent again. Returns the ticket that must be durable first.
    pub(crate) fn begin_again(&mut self) -> Lsn {
        self.waits_for = None;
        let last = self.unsent.back().map(|(ticket, _)| *ticket);
        self.unsent.clear();
        last.unwrap_or(Lsn::START)
    }
}

/// A message has just been given its identifier. False if its PUBLISH must wait: [`Delivery::release`] sends it.
pub(super) fn may_leave(
    kept: &mut Option<Box<Kept>>,
    link: &Link,
    session: &Session,
    (qos, id, seq): (QoS, Option<PacketId>, Option<NonZeroU64>),
    desk: &mut Desk,
) -> bool {
    let (Some(id), Some(seq)) = (id, seq) else {
        return true;
    };
    record::note_sent(session.key, seq, id, &mut desk.log);
    // QoS 1 need not wait for the store, but does not overtake.
    let ticket = if qos == QoS::ExactlyOnce {
        desk.log.settle()
    } else {
        Lsn::START
    };
    let others_wait = kept.as_ref().is_some_and(|kept| !kept.unsent.is_empty());
    if !others_wait && desk.log.is_durable(ticket) {
        return true;
    }
    let kept = kept.get_or_insert_default();
    kept.unsent.push_back((ticket, id));
    if kept.waits_for.is_none()
        && let Some(waker) = &link.waker
    {
        kept.waits_for = Some(ticket);
        desk.log.storage().wait(ticket, waker);
    }
    false
}

impl Delivery {
    /// Sends CONNACK, if it had to wait for the store. False if it still has to: nothing else is sent before it.
    pub(crate) fn open(&mut self, session: &Session, desk: &mut Desk) -> bool {
        let Some(link) = &mut self.link else {
            return false;
        };
        let Some(unopened) = &mut link.unopened else {
            return true;
        };
        if !desk.log.is_durable(unopened.ticket) {
            if let Some(waker) = &link.waker
                && !std::mem::replace(&mut unopened.is_waited_for, true)
            {
                desk.log.storage().wait(unopened.ticket, waker);
            }
            return false;
        }
        let buffer = link.outbox.buffer(&mut desk.pool);
        buffer.extend_from_slice(&unopened.connack);
        link.unopened = None;
        self.pump(session, desk);
        true
    }

    /// Sends what had to wait for the store, as far as it has it. The connection's task does this, and is woken for the rest.
    pub(crate) fn release(&mut self, session: &Session, desk: &mut Desk) {
        let (Some(kept), Some(link)) = (&mut self.kept, &mut self.link) else {
            return;
        };
        while let Some((ticket, id)) = kept.unsent.front().copied() {
            if !link.has_room() {
                return;
            }
            if !desk.log.is_durable(ticket) {
                if kept.waits_for != Some(ticket)
                    && let Some(waker) = &link.waker
                {
                    kept.waits_for = Some(ticket);
                    desk.log.storage().wait(ticket, waker);
                }
                return;
            }
            kept.unsent.pop_front();
            kept.waits_for = None;
            let Some(held) = self.outgoing.message(id).cloned() else {
                continue;
            };
            let message = held.message.clone();
            match link.seen(message.topic(), message.block()) {
                Some(seen) => link.place_held(&held, &seen, false, Some(id), desk),
                None => {
                    self.outgoing.forget(id);
                    desk.counters.moved(Counter::MessagesInflight, 1, 0);
                    desk.log.dequeue(session.key, held.seq);
                }
            }
        }
    }

    /// PUBREC has come: the ticket that PUBREL waits for; `None` if the message is not in the store.
    pub(super) fn confirm_kept(
        &mut self,
        session: &Session,
        (id, seq): (PacketId, Option<NonZeroU64>),
        desk: &mut Desk,
    ) -> Option<Lsn> {
        let Some(seq) = seq else {
            // Repeated: behind the answer to the first.
            let known = self.kept.as_ref()?.confirmed.contains_key(&id);
            return known.then_some(Lsn::START);
        };
        let kept = self.kept.get_or_insert_default();
        kept.confirmed.insert(id, seq);
        record::note_confirmed(session.key, seq, &mut desk.log);
        Some(desk.log.settle())
    }

    /// PUBCOMP has come: the place of the message in the queue of the store.
    pub(super) fn finish_kept(&mut self, id: PacketId) -> Option<NonZeroU64> {
        let kept = self.kept.as_mut()?;
        let seq = kept.confirmed.remove(&id);
        if kept.confirmed.is_empty() && kept.unsent.is_empty() {
            self.kept = None;
        }
        seq
    }
}
