//! A subscriber's side: send window, queue and outbox of one session, in one record behind one short lock.
//!
//! Publishers place messages here; nothing that blocks happens under the lock. Bytes are written by whoever holds the lock,
//! so that those of one client are never written by two parties at a time.
//!
//! ```text
//!   offer -> [window and outbox have room, nothing waits] -> outbox -> socket
//!        \-> queue -> (acknowledgement or empty outbox: pump) -> outbox
//! ```

use std::collections::VecDeque;
use std::io;

use gmqtt_plugin_api::cluster::Whereabouts;
use gmqtt_plugin_api::{DropReason, Hook};
use gmqtt_protocol::packet::encode_short_ack;
use gmqtt_protocol::session::outgoing::{Acked, Outgoing, Resend};
use gmqtt_protocol::{PacketId, QoS, ReasonCode};
use gmqtt_store::Lsn;

use crate::counters::Counter;
use crate::hooks::Notice;
use crate::link::{Link, Order, any_id, held_packet};
use crate::meter::Drops;
use crate::mount::{Mount, Seen};
use crate::outbound::Outbound;
use crate::outbox::Outbox;
use crate::queue::{Bounds, Gone, Held, Queue, Take, Which};
use crate::record;
use crate::route::Granted;
use crate::session::Session;
use crate::turn::Desk;

mod kept;

pub(crate) use kept::Kept;

/// PUBLISH and PUBREL on the wire.
pub(crate) const PUBLISH: u8 = 3;
pub(crate) const PUBREL: u8 = 6;
pub(crate) const PUBREL_FIRST_BYTE: u8 = 0x62;

/// What a session is still to be sent, and the connection it is sent to.
#[derive(Debug, Default)]
pub(crate) struct Delivery {
    /// The connection, while there is one.
    pub(crate) link: Option<Link>,
    pub(crate) outgoing: Outgoing<Held>,
    pub(crate) queue: Queue,
    /// Filters of subscriptions whose retained messages are still to be found and queued.
    pub(crate) replays: VecDeque<Box<str>>,
    /// The session is over: nothing is taken any more.
    pub(crate) ended: bool,
    /// What connections that were taken over may still write before they close, by their epoch.
    pub(crate) farewells: Vec<(u32, Outbox)>,
    /// What was dropped since the session began.
    pub(crate) drops: Drops,
    /// What QoS 2 needs besides in a session that is kept.
    pub(crate) kept: Option<Box<Kept>>,
    /// Other nodes may not know where the session is: what comes for it may not be its own here.
    pub(crate) transit: Option<Box<Whereabouts>>,
}

/// What became of a message that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offered {
    /// Sent, queued or dropped by the rules.
    Taken,
    /// It is in an outbox that was clean before: the caller must touch the session.
    Dirty,
    /// It has not been taken: it would have to wait, and it is not known whether there is memory for it.
    MustWait,
    /// It has not been taken: the session is in transit, and somebody else may give it the message.
    InTransit,
    /// The session is over; it has not been taken.
    Ended,
}

/// What came of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// Nothing is left to do.
    Done,
    /// The owner must go on: the socket is full or broken, or more waits in the queue.
    OwnersTurn,
    /// It is held back; come back with [`Delivery::flush_held`].
    Held,
}

impl Delivery {
    /// A message for this session: into the outbox if nothing stands in its way, else into the queue.
    pub(crate) fn offer(
        &mut self,
        session: &Session,
        out: &mut Outbound<'_>,
        granted: &Granted,
        desk: &mut Desk,
    ) -> Offered {
        if self.ended {
            return Offered::Ended;
        }
        if self.link.as_ref().is_some_and(|link| !link.sees(out.topic)) {
            desk.log.dequeue(session.key, out.seq);
            return Offered::Taken;
        }
        let qos = out.qos.min(granted.qos);
        if self.transit.is_some() && qos != QoS::AtMostOnce && !out.passes_transit {
            return Offered::InTransit;
        }
        let retain = out.retain && granted.retain_as_published;
        let free = self.queue.may_pass(qos) && (qos == QoS::AtMostOnce || self.outgoing.can_send());
        let room = free
            && self
                .link
                .as_mut()
                .is_some_and(|link| link.makes_room(1, desk));
        match &mut self.link {
            Some(link) if room => {
                if link.takes_less_than(out, granted, (qos, retain), desk.now) {
                    note_dropped(
                        session,
                        out.held(granted, qos, retain),
                        DropReason::ExceedsMaxSize,
                        &mut self.drops,
                        desk,
                    );
                    return Offered::Taken;
                }
                let seconds = desk.seconds();
                let id = match qos {
                    QoS::AtMostOnce => None,
                    _ => self
                        .outgoing
                        .send(qos, out.held(granted, qos, retain), seconds),
                };
                let new = id.iter().len();
                desk.counters.moved(Counter::MessagesInflight, 0, new);
                if !kept::may_leave(&mut self.kept, link, session, (qos, id, out.seq), desk) {
                    return Offered::Taken;
                }
                link.place(out, granted, (qos, retain), id, desk);
                link.time(desk);
                return if link.pacing.placed(desk.publisher, link.outbox.len()) {
                    Offered::Dirty
                } else {
                    Offered::Taken
                };
            }
            Some(link) => link.warn_if_slow(&self.outgoing, desk),
            None if qos == QoS::AtMostOnce && !desk.settings.queue_qos0_messages => {
                note_dropped(
                    session,
                    out.held(granted, qos, retain),
                    DropReason::Offline,
                    &mut self.drops,
                    desk,
                );
                return Offered::Taken;
            }
            None => {}
        }
        if desk.limits.queue_memory > 0 && !desk.may_queue {
            return Offered::MustWait;
        }
        self.enqueue(session, out.held(granted, qos, retain), desk);
        Offered::Taken
    }

    /// There is no memory for a message that would have to wait. True if that is its publisher's concern.
    pub(crate) fn turn_away(
        &mut self,
        session: &Session,
        out: &mut Outbound<'_>,
        granted: &Granted,
        desk: &mut Desk,
    ) -> bool {
        let qos = out.qos.min(granted.qos);
        let held = out.held(granted, qos, out.retain && granted.retain_as_published);
        let reason = DropReason::QueueMemory;
        note_dropped(session, held, reason, &mut self.drops, desk);
        qos != QoS::AtMostOnce
    }

    /// Drops the oldest message that waits. False if there is none.
    pub(crate) fn shed(&mut self, session: &Session, which: Which, desk: &mut Desk) -> bool {
        let before = self.queue.waiting();
        let Some(held) = self.queue.shed(which) else {
            return false;
        };
        let reason = DropReason::QueueMemory;
        note_dropped(session, held, reason, &mut self.drops, desk);
        desk.counters.queued(before, self.queue.waiting());
        true
    }

    /// A message that waits behind others, or for a session that is away.
    pub(crate) fn enqueue(&mut self, session: &Session, mut held: Held, desk: &mut Desk) {
        desk.deliveries += 1;
        if held.qos == QoS::AtMostOnce && self.link.is_none() {
            // Nobody waits for its acknowledgement, so it is not in the store yet.
            held.seq = record::keep(session, &held, desk);
        }
        let bounds = Bounds::of(&desk.settings, &desk.limits);
        let (now, inflight) = (desk.now, self.outgoing.len());
        let before = self.queue.waiting();
        let drops = &mut self.drops;
        self.queue
            .push(held, bounds, inflight, now, |held, reason| {
                note_dropped(session, held, reason, drops, desk)
            });
        desk.counters.queued(before, self.queue.waiting());
    }

    /// `count` QoS 0 packets in a row, encoded as clients of this version below this mount point want them. False if they must be offered one by one.
    pub(crate) fn offer_run(
        &mut self,
        packets: &[u8],
        count: u64,
        (v5, mount): (bool, Option<&Mount>),
        desk: &mut Desk,
    ) -> Option<bool> {
        if self.ended {
            return Some(false);
        }
        let may_pass = self.queue.may_pass(QoS::AtMostOnce);
        let link = self.link.as_mut()?;
        if let Some(observers) = &desk.observers
            && observers.look_at(&link.info)
        {
            return None;
        }
        let same_form = link.version().is_v5() == v5
            && link.aliases.is_none()
            && link.max_packet_size == u32::MAX
            && link.mount.as_ref() == mount;
        if !may_pass || !same_form || !link.makes_room(packets.len(), desk) {
            return None;
        }
        link.outbox
            .buffer(&mut desk.pool)
            .extend_from_slice(packets);
        desk.deliveries += usize::try_from(count).unwrap_or(usize::MAX);
        link.count_sent(count, packets.len());
        desk.counters.sent(PUBLISH, count, packets.len());
        desk.counters.add(Counter::MessagesSent, 0, count);
        link.time(desk);
        Some(link.pacing.placed(desk.publisher, link.outbox.len()))
    }

    /// Moves what may be sent now from the resend list and the queue into the outbox.
    pub(crate) fn pump(&mut self, session: &Session, desk: &mut Desk) {
        let inflight = self.outgoing.len();
        if self.queue.is_empty() {
            self.resend(session, desk);
        } else {
            let waiting = self.queue.waiting();
            self.resend(session, desk);
            self.send_waiting(session, desk);
            desk.counters.queued(waiting, self.queue.waiting());
        }
        desk.counters
            .moved(Counter::MessagesInflight, inflight, self.outgoing.len());
    }

    fn resend(&mut self, session: &Session, desk: &mut Desk) {
        let Some(link) = &mut self.link else { return };
        while self.outgoing.is_resending() && link.has_room() {
            let seconds = desk.seconds();
            match self.outgoing.next_resend(seconds) {
                None => break,
                Some(Resend::Pubrel(id)) => {
                    encode_short_ack(PUBREL_FIRST_BYTE, id, link.outbox.buffer(&mut desk.pool));
                    link.count_other(1, 4);
                    desk.counters.sent(PUBREL, 1, 4);
                    link.show_latest(4, desk);
                }
                Some(Resend::Publish(id, held)) => {
                    let message = held.message.clone();
                    let seen = link.seen(message.topic(), message.block());
                    let fits = |seen: &Seen<'_>| {
                        !link.is_too_large(&held_packet(held, seen, true, Some(id), desk.now))
                    };
                    let Some(seen) = seen.filter(fits) else {
                        if let Some(held) = self.outgoing.forget(id) {
                            note_dropped(
                                session,
                                held,
                                DropReason::ExceedsMaxSize,
                                &mut self.drops,
                                desk,
                            );
                        }
                        continue;
                    };
                    link.place_held(held, &seen, true, Some(id), desk);
                }
            }
        }
    }

    fn send_waiting(&mut self, session: &Session, desk: &mut Desk) {
        let Some(link) = &mut self.link else { return };
        while !self.queue.is_empty() && link.has_room() {
            let take = if self.outgoing.can_send() {
                Take::Any
            } else {
                Take::QoS0Only
            };
            let left_out = |held: Held| desk.log.dequeue(session.key, held.seq);
            let Some(held) = self.queue.pop(take, left_out) else {
                break;
            };
            let message = held.message.clone();
            let Some(seen) = link.seen(message.topic(), message.block()) else {
                desk.log.dequeue(session.key, held.seq);
                continue;
            };
            let id = any_id(held.qos);
            if held.message.expires.has_passed(desk.now) {
                note_dropped(session, held, DropReason::Expired, &mut self.drops, desk);
            } else if link.is_too_large(&held_packet(&held, &seen, false, id, desk.now)) {
                note_dropped(
                    session,
                    held,
                    DropReason::ExceedsMaxSize,
                    &mut self.drops,
                    desk,
                );
            } else if held.qos == QoS::AtMostOnce {
                link.place_held(&held, &seen, false, None, desk);
                desk.log.dequeue(session.key, held.seq);
            } else {
                let id = self.outgoing.send(held.qos, held.clone(), desk.seconds());
                let sent = (held.qos, id, held.seq);
                if kept::may_leave(&mut self.kept, link, session, sent, desk) {
                    link.place_held(&held, &seen, false, id, desk);
                }
            }
        }
    }

    /// Writes the outbox to a plain socket; for other transports and full sockets it is the owner's turn.
    pub(crate) fn flush(&mut self, desk: &mut Desk) -> Flushed {
        let has_more = self.has_more();
        let Some(link) = &mut self.link else {
            return Flushed::Done;
        };
        if link.blocked {
            link.pacing.release();
            return Flushed::Done;
        }
        if link.pacing.hold(desk.now, link.outbox.len()) {
            return Flushed::Held;
        }
        let Some(writer) = &link.writer else {
            return if link.outbox.is_empty() && !has_more {
                Flushed::Done
            } else {
                Flushed::OwnersTurn
            };
        };
        match link
            .outbox
            .write_to(&mut desk.pool, |pieces| writer.send(pieces))
        {
            Ok(()) => {
                link.pacing.wrote(desk.now);
                link.written(desk);
                if has_more {
                    Flushed::OwnersTurn
                } else {
                    Flushed::Done
                }
            }
            Err(error) => {
                link.blocked = error.kind() == io::ErrorKind::WouldBlock;
                Flushed::OwnersTurn
            }
        }
    }

    /// Whether something waits for room in the outbox.
    fn has_more(&self) -> bool {
        !self.queue.is_empty() || !self.replays.is_empty() || self.outgoing.is_resending()
    }

    /// Writes an outbox that was held back, unless that has been done.
    pub(crate) fn flush_held(&mut self, desk: &mut Desk) -> Flushed {
        match &mut self.link {
            Some(link) if link.pacing.is_held() => {
                link.pacing.wrote(0);
                self.flush(desk)
            }
            _ => Flushed::Done,
        }
    }

    /// Wakes the connection's task.
    pub(crate) fn wake(&self) {
        if let Some(waker) = self.link.as_ref().and_then(|link| link.waker.as_ref()) {
            waker.wake_by_ref();
        }
    }

    /// Tells the connection's task to end the connection with this code.
    pub(crate) fn order(&mut self, reason: ReasonCode) {
        self.order_with(reason, None);
    }

    /// Tells the connection's task to end the connection with this code and these words.
    pub(crate) fn order_with(&mut self, reason: ReasonCode, text: Option<&str>) {
        self.carry_out(Order {
            reason,
            text: text.map(Into::into),
            server: None,
        });
    }

    /// Tells the connection's task to end the connection so, unless somebody else has told it how.
    pub(crate) fn carry_out(&mut self, order: Order) {
        if let Some(link) = &mut self.link {
            link.order.get_or_insert(order);
            self.wake();
        }
    }

    /// PUBACK, PUBREC or PUBCOMP of the client. The packets that follow from it go into the outbox, but for a PUBREL that has to
    /// wait.
    pub(crate) fn acknowledge(
        &mut self,
        ack: Ack,
        id: PacketId,
        reason: ReasonCode,
        session: &Session,
        desk: &mut Desk,
    ) -> Acknowledged {
        let held = self.outgoing.message(id).filter(|_| desk.log.keeps());
        let seq = held.and_then(|held| held.seq);
        let acked = match ack {
            Ack::Puback => self.outgoing.puback(id),
            Ack::Pubrec => self.outgoing.pubrec(id, reason),
            Ack::Pubcomp => self.outgoing.pubcomp(id),
        };
        match (acked, ack) {
            (Acked::Finished(_), _) => {
                let seq = seq.or_else(|| self.finish_kept(id));
                desk.log.dequeue(session.key, seq);
                desk.counters.moved(Counter::MessagesInflight, 1, 0);
                self.pump(session, desk);
                Acknowledged::Known
            }
            (Acked::Release, _) => match self.confirm_kept(session, (id, seq), desk) {
                Some(ticket) => Acknowledged::Release(ticket),
                None => {
                    self.reply_pubrel(id, None, desk);
                    Acknowledged::Known
                }
            },
            // [MQTT-4.3.3] An unknown identifier in PUBREC is answered, so that the client can forget it.
            (Acked::Unknown, Ack::Pubrec) if !reason.is_error() => {
                self.reply_pubrel(id, Some(ReasonCode::PacketIdentifierNotFound), desk);
                Acknowledged::Unknown
            }
            (Acked::Unknown, _) => Acknowledged::Unknown,
        }
    }

    fn reply_pubrel(&mut self, id: PacketId, reason: Option<ReasonCode>, desk: &mut Desk) {
        let Some(link) = &mut self.link else { return };
        link.pacing.release();
        let v5 = link.version().is_v5();
        let buffer = link.outbox.buffer(&mut desk.pool);
        let before = buffer.len();
        match reason {
            Some(reason) if v5 => {
                let [high, low] = id.get().to_be_bytes();
                buffer.extend_from_slice(&[PUBREL_FIRST_BYTE, 3, high, low, reason as u8]);
            }
            _ => encode_short_ack(PUBREL_FIRST_BYTE, id, buffer),
        }
        let bytes = buffer.len() - before;
        link.count_other(1, bytes);
        desk.counters.sent(PUBREL, 1, bytes);
        link.show_latest(bytes, desk);
    }
}

/// What an acknowledgement of a receiver led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acknowledged {
    Known,
    /// Nothing in flight has that identifier.
    Unknown,
    /// PUBREL is to be sent when this ticket is durable.
    Release(Lsn),
}

/// The acknowledgements a receiver sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ack {
    Puback,
    Pubrec,
    Pubcomp,
}

/// Counts a dropped message and tells the plugins.
///
/// They are not told of one that only the store has.
pub(crate) fn note_dropped(
    session: &Session,
    gone: impl Into<Gone>,
    reason: DropReason,
    drops: &mut Drops,
    desk: &mut Desk,
) {
    drops.add(reason, desk.now);
    let held = match gone.into() {
        Gone::Held(held) => held,
        Gone::Away(away) => {
            desk.log.dequeue(session.key, Some(away.seq));
            desk.counters.dropped(away.qos, reason);
            return;
        }
    };
    desk.log.dequeue(session.key, held.seq);
    desk.counters.dropped(held.qos, reason);
    desk.dropped(&session.client_id, reason);
    if desk.interest.has(Hook::OnMsgDropped) {
        desk.notices.push(Notice::Dropped(
            session.client_id.clone(),
            held.message,
            held.qos,
            held.retain,
            reason,
        ));
    }
}

#[cfg(test)]
mod tests;
