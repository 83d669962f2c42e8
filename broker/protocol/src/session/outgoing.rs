//! What one side of a session sends at QoS 1 and 2: packet identifiers, the send quota, what is in flight, what to send again.
//!
//! ```text
//!                   QoS 1                                QoS 2
//!   send -> AwaitPuback -PUBACK-> done      send -> AwaitPubrec -PUBREC < 0x80-> AwaitPubcomp -PUBCOMP-> done
//!                                                              \-PUBREC >= 0x80-> done
//! ```
//!
//! Slots are kept in the order of first sending, so that a resumed session sends again in that order [MQTT-4.6.0-1]. Those in
//! `slots` hold consecutive identifiers, acknowledged ones included, so that an acknowledgement is found by one subtraction. A
//! message that stays unacknowledged while many others come and go moves to `stuck`.

use std::collections::VecDeque;

use crate::{PacketId, QoS, ReasonCode};

/// Messages in flight to the peer. `M` is a handle of the message.
#[derive(Debug)]
pub struct Outgoing<M> {
    /// Older than all in `slots`, none of them done.
    stuck: Vec<Slot<M>>,
    slots: VecDeque<Slot<M>>,
    /// Slots that are not done.
    live: u16,
    /// The identifier given out last.
    last_id: u16,
    /// PUBLISH packets that may be sent now [MQTT-4.9.0-2].
    quota: u16,
    /// The quota of this connection when nothing is in flight.
    limit: u16,
    /// Slots in front of this index, those in `stuck` counted first, have been sent on this connection.
    sent: usize,
}

#[derive(Debug)]
struct Slot<M> {
    id: PacketId,
    stage: Stage,
    /// Coarse time of sending, in seconds of the caller's clock.
    at: u32,
    /// Gone once only PUBREL and PUBCOMP are left.
    message: Option<M>,
}

/// What a message in flight waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// QoS 1, sent.
    AwaitPuback,
    /// QoS 2, sent.
    AwaitPubrec,
    /// QoS 2, released.
    AwaitPubcomp,
    /// Acknowledged; a gap behind older slots.
    Done,
}

/// What an acknowledgement meant.
#[derive(Debug, PartialEq, Eq)]
pub enum Acked<M> {
    /// The exchange is over; the message if its PUBLISH was still held.
    Finished(Option<M>),
    /// PUBREC: answer with PUBREL [MQTT-4.3.3-4].
    Release,
    /// No such identifier in that stage.
    Unknown,
}

/// One packet to send again after a session was resumed.
#[derive(Debug, PartialEq, Eq)]
pub enum Resend<'a, M> {
    /// PUBLISH with DUP [MQTT-3.3.1-1].
    Publish(PacketId, &'a M),
    /// PUBREL.
    Pubrel(PacketId),
}

impl<M> Default for Outgoing<M> {
    fn default() -> Self {
        Self {
            stuck: Vec::new(),
            slots: VecDeque::new(),
            live: 0,
            last_id: 0,
            quota: 0,
            limit: 0,
            sent: 0,
        }
    }
}

impl<M> Outgoing<M> {
    /// A connection begins: at most `receive_maximum` unacknowledged PUBLISH packets [MQTT-3.3.4-9]; what is in flight is to be sent again.
    pub fn connect(&mut self, receive_maximum: u16) {
        self.limit = receive_maximum.min(MOST_IN_FLIGHT);
        self.quota = self.limit;
        self.sent = 0;
    }

    /// Whether a new PUBLISH may be sent: quota is left and nothing waits to be sent again.
    #[must_use]
    pub fn can_send(&self) -> bool {
        self.quota > 0 && !self.is_resending()
    }

    /// Takes an unused identifier [MQTT-2.2.1-4] and one unit of quota for a new message. Call only after [`can_send`](Self::can_send);
    /// without room the message is not taken.
    pub fn send(&mut self, qos: QoS, message: M, now_seconds: u32) -> Option<PacketId> {
        if !self.can_send() {
            return None;
        }
        let stage = match qos {
            QoS::AtMostOnce => return None,
            QoS::AtLeastOnce => Stage::AwaitPuback,
            QoS::ExactlyOnce => Stage::AwaitPubrec,
        };
        if self.slots.len() > (2 * usize::from(self.limit) + SPILL).min(MOST_SLOTS) {
            self.set_aside_front();
        }
        let mut id = next_id(self.last_id);
        while self.stuck.iter().any(|slot| slot.id == id) {
            // The gap keeps the identifiers in `slots` consecutive.
            self.slots.push_back(Slot {
                id,
                stage: Stage::Done,
                at: now_seconds,
                message: None,
            });
            id = next_id(id.get());
        }
        self.last_id = id.get();
        self.quota -= 1;
        self.live += 1;
        self.slots.push_back(Slot {
            id,
            stage,
            at: now_seconds,
            message: Some(message),
        });
        self.sent = self.stuck.len() + self.slots.len();
        Some(id)
    }

    /// PUBACK, whatever its code: the exchange is over [MQTT-4.4.0-2].
    pub fn puback(&mut self, id: PacketId) -> Acked<M> {
        match self.find(id) {
            Some(at) if self.slot(at).stage == Stage::AwaitPuback => self.finish(at),
            _ => Acked::Unknown,
        }
    }

    /// PUBREC. At 0x80 and above the exchange is over, else the message is let go and PUBREL is due.
    pub fn pubrec(&mut self, id: PacketId, reason: ReasonCode) -> Acked<M> {
        let Some(at) = self.find(id) else {
            return Acked::Unknown;
        };
        match self.slot(at).stage {
            Stage::AwaitPubrec if reason.is_error() => self.finish(at),
            Stage::AwaitPubrec => {
                let slot = self.slot(at);
                slot.stage = Stage::AwaitPubcomp;
                slot.message = None;
                Acked::Release
            }
            // A repeated PUBREC is answered again.
            Stage::AwaitPubcomp if !reason.is_error() => Acked::Release,
            _ => Acked::Unknown,
        }
    }

    /// PUBCOMP, whatever its code.
    pub fn pubcomp(&mut self, id: PacketId) -> Acked<M> {
        match self.find(id) {
            Some(at) if self.slot(at).stage == Stage::AwaitPubcomp => self.finish(at),
            _ => Acked::Unknown,
        }
    }

    /// The next packet to send again on this connection, or `None` when there is none or the quota is used up.
    pub fn next_resend(&mut self, now_seconds: u32) -> Option<Resend<'_, M>> {
        while self.is_resending() && self.slot(self.sent).stage == Stage::Done {
            self.sent += 1;
        }
        if !self.is_resending() {
            return None;
        }
        let at = self.sent;
        if self.slot(at).stage != Stage::AwaitPubcomp {
            // [MQTT-3.3.4-9] holds for what is sent again, too.
            self.quota = self.quota.checked_sub(1)?;
        }
        self.sent += 1;
        let slot = self.slot(at);
        slot.at = now_seconds;
        match &slot.message {
            Some(message) if slot.stage != Stage::AwaitPubcomp => {
                Some(Resend::Publish(slot.id, message))
            }
            _ => Some(Resend::Pubrel(slot.id)),
        }
    }

    /// Whether [`next_resend`](Self::next_resend) still has something, quota or not.
    #[must_use]
    pub fn is_resending(&self) -> bool {
        self.sent < self.stuck.len() + self.slots.len()
    }

    /// The message last given by [`next_resend`](Self::next_resend) or sent under this identifier is not to be sent after all: forget it.
    pub fn forget(&mut self, id: PacketId) -> Option<M> {
        let at = self.find(id)?;
        match self.finish(at) {
            Acked::Finished(message) => message,
            _ => None,
        }
    }

    /// The message in flight under this identifier, as long as its PUBLISH is held.
    #[must_use]
    pub fn message(&self, id: PacketId) -> Option<&M> {
        let at = self.find(id)?;
        let stuck = self.stuck.len();
        let slot = self.stuck.get(at).or_else(|| self.slots.get(at - stuck));
        slot.and_then(|slot| slot.message.as_ref())
    }

    /// Puts a message in flight that was so before a restart; call it in the order of first sending, before anything is sent.
    /// False if the identifier is in use.
    pub fn restore(&mut self, id: PacketId, stage: Stage, message: Option<M>) -> bool {
        if stage == Stage::Done || self.find(id).is_some() {
            return false;
        }
        let mut gap = Vec::new();
        let mut next = next_id(self.last_id);
        while next != id && gap.len() < SPILL {
            gap.push(next);
            next = next_id(next.get());
        }
        let slot = |id, stage, message| Slot {
            id,
            stage,
            at: 0,
            message,
        };
        if next != id {
            // Too far from those before it.
            let before = self.slots.drain(..);
            self.stuck
                .extend(before.filter(|slot| slot.stage != Stage::Done));
        } else if !self.slots.is_empty() {
            let gap = gap.into_iter();
            self.slots.extend(gap.map(|id| slot(id, Stage::Done, None)));
        }
        self.slots.push_back(slot(id, stage, message));
        self.last_id = id.get();
        self.live += 1;
        true
    }

    /// How many messages are in flight.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.live)
    }

    /// Whether nothing is in flight.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The most messages this connection may have in flight.
    #[must_use]
    pub fn limit(&self) -> u16 {
        self.limit
    }

    /// When the oldest message in flight was sent, in seconds of the caller's clock.
    #[must_use]
    pub fn oldest(&self) -> Option<u32> {
        self.stuck
            .first()
            .or(self.slots.front())
            .map(|slot| slot.at)
    }

    /// Everything in flight, in order, with the time it was sent last, in seconds of the caller's clock.
    pub fn timed(&self) -> impl Iterator<Item = (PacketId, Stage, u32, Option<&M>)> {
        let all = self.stuck.iter().chain(&self.slots);
        all.filter(|slot| slot.stage != Stage::Done)
            .map(|slot| (slot.id, slot.stage, slot.at, slot.message.as_ref()))
    }

    /// Everything in flight, in order.
    pub fn iter(&self) -> impl Iterator<Item = (PacketId, Stage, Option<&M>)> {
        let all = self.stuck.iter().chain(&self.slots);
        all.filter(|slot| slot.stage != Stage::Done)
            .map(|slot| (slot.id, slot.stage, slot.message.as_ref()))
    }

    /// Ends the session: gives back the messages whose PUBLISH may be sent to somebody else, in order: QoS 1 without PUBACK. [MQTT-4.8.2-5]
    pub fn unacknowledged_qos1(&mut self) -> impl Iterator<Item = M> + use<M> {
        self.live = 0;
        self.sent = 0;
        let stuck = std::mem::take(&mut self.stuck).into_iter();
        stuck
            .chain(std::mem::take(&mut self.slots))
            .filter(|slot| slot.stage == Stage::AwaitPuback)
            .filter_map(|slot| slot.message)
    }

    /// Makes room behind a message that is not acknowledged.
    fn set_aside_front(&mut self) {
        if let Some(front) = self.slots.pop_front() {
            self.stuck.push(front);
        }
        self.drop_done_front();
    }

    fn drop_done_front(&mut self) {
        while self
            .slots
            .front()
            .is_some_and(|slot| slot.stage == Stage::Done)
        {
            self.slots.pop_front();
            if self.sent > self.stuck.len() {
                self.sent -= 1;
            }
        }
    }

    /// The slot at an index that [`find`](Self::find) gave or that is below the count of all.
    fn slot(&mut self, at: usize) -> &mut Slot<M> {
        let stuck = self.stuck.len();
        if at < stuck {
            &mut self.stuck[at]
        } else {
            &mut self.slots[at - stuck]
        }
    }

    /// Where the slot of an identifier is, those in `stuck` counted first.
    fn find(&self, id: PacketId) -> Option<usize> {
        if let Some(first) = self.slots.front() {
            // 1 follows 65,535.
            let (first, id) = (first.id.get(), id.get());
            let at = usize::from(if id >= first {
                id - first
            } else {
                id.wrapping_sub(first).wrapping_sub(1)
            });
            if self
                .slots
                .get(at)
                .is_some_and(|slot| slot.stage != Stage::Done)
            {
                return Some(self.stuck.len() + at);
            }
        }
        self.stuck.iter().position(|slot| slot.id == id)
    }

    fn finish(&mut self, at: usize) -> Acked<M> {
        self.live -= 1;
        if at < self.sent && self.quota < self.limit {
            self.quota += 1;
        }
        if at < self.stuck.len() {
            self.sent -= usize::from(at < self.sent);
            return Acked::Finished(self.stuck.remove(at).message);
        }
        let slot = self.slot(at);
        slot.stage = Stage::Done;
        let message = slot.message.take();
        self.drop_done_front();
        if self.slots.is_empty() && self.slots.capacity() > KEEP_SLOTS {
            self.slots = VecDeque::new();
        }
        Acked::Finished(message)
    }
}

/// 1 follows 65,535.
fn next_id(last: u16) -> PacketId {
    PacketId::new(last.wrapping_add(1)).unwrap_or(PacketId::MIN)
}

/// A message is set aside once more than twice the limit and this many others stand behind it.
const SPILL: usize = 64;
/// Slots, and the gaps for identifiers in `stuck`, stay well below the number of identifiers.
const MOST_SLOTS: usize = 32_768;
/// More is never sent unacknowledged, whatever the peer would take.
const MOST_IN_FLIGHT: u16 = 16_384;
/// An empty window larger than this gives its memory back.
const KEEP_SLOTS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use QoS::{AtLeastOnce, ExactlyOnce};

    fn id(n: u16) -> PacketId {
        PacketId::new(n).unwrap()
    }

    fn connected(limit: u16) -> Outgoing<u32> {
        let mut outgoing = Outgoing::default();
        outgoing.connect(limit);
        outgoing
    }

    /// [MQTT-4.9.0-1] [MQTT-4.9.0-2] Every PUBLISH takes one unit of quota; at zero none is sent; PUBACK and PUBCOMP give it back.
    #[test]
    fn quota_limits_what_is_in_flight() {
        let mut outgoing = connected(2);
        assert_eq!(outgoing.send(AtLeastOnce, 1, 0), Some(id(1)));
        assert_eq!(outgoing.send(ExactlyOnce, 2, 0), Some(id(2)));
        assert!(!outgoing.can_send());
        assert_eq!(outgoing.send(AtLeastOnce, 3, 0), None);
        assert_eq!(outgoing.puback(id(1)), Acked::Finished(Some(1)));
        assert!(outgoing.can_send());
        assert_eq!(outgoing.send(AtLeastOnce, 3, 0), Some(id(3)));
        assert_eq!(outgoing.pubrec(id(2), ReasonCode::Success), Acked::Release);
        assert!(!outgoing.can_send(), "PUBREC gives nothing back");
        assert_eq!(outgoing.pubcomp(id(2)), Acked::Finished(None));
        assert!(outgoing.can_send());
    }

    /// [MQTT-4.4.0-2] PUBREC of 0x80 or above ends the exchange.
    #[test]
    fn a_refused_pubrec_ends_the_exchange() {
        let mut outgoing = connected(1);
        outgoing.send(ExactlyOnce, 1, 0);
        assert_eq!(
            outgoing.pubrec(id(1), ReasonCode::NotAuthorized),
            Acked::Finished(Some(1))
        );
        assert!(outgoing.is_empty() && outgoing.can_send());
        assert_eq!(outgoing.pubrec(id(1), ReasonCode::Success), Acked::Unknown);
    }

    /// [MQTT-4.6.0-1] [MQTT-4.3.3-6] Resending keeps the order, sends PUBREL where PUBREC had come, and keeps to the quota.
    #[test]
    fn resending_keeps_order_and_quota() {
        let mut outgoing = connected(10);
        outgoing.send(AtLeastOnce, 1, 0);
        outgoing.send(ExactlyOnce, 2, 0);
        outgoing.send(AtLeastOnce, 3, 0);
        outgoing.send(ExactlyOnce, 4, 0);
        outgoing.pubrec(id(2), ReasonCode::Success);
        outgoing.puback(id(3));
        outgoing.connect(1);
        assert!(outgoing.is_resending() && !outgoing.can_send());
        assert_eq!(outgoing.next_resend(1), Some(Resend::Publish(id(1), &1)));
        assert_eq!(outgoing.next_resend(1), Some(Resend::Pubrel(id(2))));
        assert_eq!(outgoing.next_resend(1), None, "the quota is used up");
        assert!(outgoing.is_resending());
        outgoing.puback(id(1));
        assert_eq!(outgoing.next_resend(1), Some(Resend::Publish(id(4), &4)));
        assert!(!outgoing.is_resending());
    }

    /// [MQTT-2.2.1-4] Identifiers are never zero and never one in use, also after all were used once.
    #[test]
    fn identifiers_wrap_and_stay_unique() {
        let mut outgoing = connected(3);
        outgoing.last_id = 65_533;
        let ids: Vec<_> = (0..3)
            .map(|n| outgoing.send(AtLeastOnce, n, 0).unwrap().get())
            .collect();
        assert_eq!(ids, [65_534, 65_535, 1]);
        assert_eq!(outgoing.puback(id(65_535)), Acked::Finished(Some(1)));
        assert_eq!(outgoing.puback(id(1)), Acked::Finished(Some(2)));
        assert_eq!(outgoing.puback(id(2)), Acked::Unknown);
        assert_eq!(outgoing.len(), 1);
        assert_eq!(outgoing.puback(id(65_534)), Acked::Finished(Some(0)));
        assert_eq!(outgoing.slots.len(), 0);
    }

    /// One message that is never acknowledged stops nothing, keeps its identifier and its place, and costs no memory.
    #[test]
    fn a_stuck_message_keeps_its_identifier() {
        let mut outgoing = connected(2);
        let stuck = outgoing.send(AtLeastOnce, 0, 0).unwrap();
        for round in 0..200_000 {
            let next = outgoing.send(AtLeastOnce, 1, 0).unwrap();
            assert_ne!(next, stuck, "{round}");
            assert_eq!(outgoing.puback(next), Acked::Finished(Some(1)));
            assert_eq!(outgoing.len(), 1);
            assert!(outgoing.slots.len() + outgoing.stuck.len() <= 4 * SPILL);
        }
        outgoing.send(AtLeastOnce, 2, 0);
        outgoing.connect(5);
        assert_eq!(outgoing.next_resend(0), Some(Resend::Publish(stuck, &0)));
        assert!(matches!(
            outgoing.next_resend(0),
            Some(Resend::Publish(_, 2))
        ));
        assert_eq!(outgoing.puback(stuck), Acked::Finished(Some(0)));
        assert_eq!(
            (outgoing.len(), outgoing.puback(stuck)),
            (1, Acked::Unknown)
        );
        assert!(outgoing.can_send());
    }

    /// However much the peer takes, the identifiers do not run out; each one that is free again is used again.
    #[test]
    fn identifiers_do_not_run_out() {
        let mut outgoing = connected(u16::MAX);
        let mut in_flight = VecDeque::new();
        for n in 0..200_000 {
            match outgoing.send(AtLeastOnce, n, 0) {
                Some(id) => {
                    assert!(n < 100_000 || !in_flight.contains(&id));
                    in_flight.push_back(id);
                }
                None => {
                    assert_eq!(in_flight.len(), usize::from(MOST_IN_FLIGHT));
                    // All but the oldest hundred, over and over.
                    let id = in_flight.remove(100).unwrap();
                    assert!(matches!(outgoing.puback(id), Acked::Finished(Some(_))));
                }
            }
        }
    }

    /// [MQTT-4.4.0-1] What was in flight before a restart is sent again under its identifiers, in the order of first sending,
    /// and new messages get others.
    #[test]
    fn what_was_in_flight_before_a_restart_goes_on() {
        let mut outgoing = Outgoing::default();
        let before = [65_530, 65_534, 2, 40_000, 40_001, 7];
        for (n, number) in (0..).zip(before) {
            let (stage, message) = match number {
                2 => (Stage::AwaitPubcomp, None),
                40_001 => (Stage::AwaitPubrec, Some(n)),
                _ => (Stage::AwaitPuback, Some(n)),
            };
            assert!(outgoing.restore(id(number), stage, message));
        }
        assert!(!outgoing.restore(id(2), Stage::AwaitPuback, Some(9)));
        assert_eq!(
            (outgoing.len(), outgoing.message(id(40_001))),
            (6, Some(&4))
        );
        assert_eq!(outgoing.message(id(2)), None);
        outgoing.connect(100);
        let mut again = Vec::new();
        while let Some(resend) = outgoing.next_resend(0) {
            again.push(match resend {
                Resend::Publish(id, _) | Resend::Pubrel(id) => id.get(),
            });
        }
        assert_eq!(again, before);
        assert_eq!(outgoing.send(AtLeastOnce, 6, 0), Some(id(8)));
        for number in [65_530, 65_534, 40_000, 7, 8] {
            assert!(matches!(outgoing.puback(id(number)), Acked::Finished(_)));
        }
        assert_eq!(outgoing.pubcomp(id(2)), Acked::Finished(None));
        assert_eq!(
            outgoing.pubrec(id(40_001), ReasonCode::Success),
            Acked::Release
        );
        assert_eq!(outgoing.pubcomp(id(40_001)), Acked::Finished(None));
        assert!(outgoing.is_empty() && outgoing.can_send());
    }

    /// [MQTT-4.8.2-5] Of an ended session only QoS 1 messages without PUBACK may go to another member.
    #[test]
    fn an_ended_session_gives_back_qos1_only() {
        let mut outgoing = connected(10);
        outgoing.send(AtLeastOnce, 1, 0);
        outgoing.send(ExactlyOnce, 2, 0);
        outgoing.send(AtLeastOnce, 3, 0);
        outgoing.puback(id(1));
        assert_eq!(outgoing.unacknowledged_qos1().collect::<Vec<_>>(), [3]);
        assert!(outgoing.is_empty());
    }
}
