//! The packet identifiers of a client: which are in use, for what, and in which order to send again.
//!
//! ```text
//!             publish QoS 1            PUBACK
//!   Free ───────────────────▶ Puback ─────────────────────────────▶ Free
//!    │   publish QoS 2                PUBREC < 0x80          PUBCOMP
//!    ├──────────────────────▶ Pubrec ──────────────▶ Pubcomp ─────▶ Free
//!    │                          └── PUBREC ≥ 0x80 ────────────────▶ Free
//!    │   subscribe, unsubscribe         SUBACK, UNSUBACK, end of the connection
//!    └──────────────────────▶ Suback, Unsuback ───────────────────▶ Free
//! ```

use crate::PacketId;

/// What an identifier waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaits {
    Puback,
    Pubrec,
    Pubcomp,
    Suback,
    Unsuback,
}

/// The table of identifiers. Lookups are by index; buffers of finished messages are used again.
#[derive(Debug, Default)]
pub(super) struct Inflight {
    /// By identifier - 1; grows to the highest identifier ever in use at once.
    slots: Vec<Slot>,
    /// Identifiers below `slots.len()` that are free.
    free: Vec<PacketId>,
    /// Orders what has to be sent again.
    next_order: u64,
}

#[derive(Debug, Default)]
struct Slot {
    awaits: Option<Awaits>,
    /// When the PUBLISH, or later its PUBREL, was first sent.
    order: u64,
    /// The PUBLISH as it is sent again (without alias); empty if the session is not kept.
    packet: Vec<u8>,
}

impl Inflight {
    /// The identifier that the next [`Self::begin`] takes: not in use and not zero [MQTT-2.2.1-3].
    pub(super) fn next_id(&self) -> Option<PacketId> {
        match self.free.last() {
            Some(id) => Some(*id),
            None => u16::try_from(self.slots.len() + 1)
                .ok()
                .and_then(PacketId::new),
        }
    }

    /// Takes `id`, which [`Self::next_id`] gave, and returns the buffer for its packet, empty.
    pub(super) fn begin(&mut self, id: PacketId, awaits: Awaits) -> &mut Vec<u8> {
        if self.free.pop().is_none() {
            self.slots.push(Slot::default());
        }
        let order = self.order();
        let slot = &mut self.slots[index(id)];
        slot.awaits = Some(awaits);
        slot.order = order;
        &mut slot.packet
    }

    /// What `id` waits for, `None` if it is free.
    pub(super) fn awaits(&self, id: PacketId) -> Option<Awaits> {
        self.slots.get(index(id))?.awaits
    }

    /// The PUBREC of `id` has come: from now on only PUBREL is sent again [MQTT-4.3.3-6].
    pub(super) fn release(&mut self, id: PacketId) {
        let order = self.order(); // PUBRELs keep the order of the PUBRECs [MQTT-4.6.0-4]
        let slot = &mut self.slots[index(id)];
        slot.awaits = Some(Awaits::Pubcomp);
        slot.order = order;
        slot.packet.clear();
    }

    /// `id` is free again.
    pub(super) fn finish(&mut self, id: PacketId) {
        let slot = &mut self.slots[index(id)];
        slot.awaits = None;
        slot.packet.clear();
        if slot.packet.capacity() > KEPT_CAPACITY {
            slot.packet = Vec::new();
        }
        self.free.push(id);
    }

    /// The PUBLISH packet kept for `id`.
    pub(super) fn packet(&self, id: PacketId) -> &[u8] {
        &self.slots[index(id)].packet
    }

    /// Ends what does not outlive a connection: SUBSCRIBE and UNSUBSCRIBE.
    pub(super) fn drop_requests(&mut self) {
        self.finish_where(|awaits| matches!(awaits, Awaits::Suback | Awaits::Unsuback));
    }

    /// Ends everything: the session is gone.
    pub(super) fn clear(&mut self) {
        self.finish_where(|_| true);
    }

    /// Messages whose exchange is not over, in the order to send them again [MQTT-4.6.0-1].
    pub(super) fn unfinished(&self) -> Vec<PacketId> {
        let mut ids: Vec<_> = self
            .in_use()
            .filter(|(_, slot)| slot.is_message())
            .collect();
        ids.sort_unstable_by_key(|(_, slot)| slot.order);
        ids.into_iter().map(|(id, _)| id).collect()
    }

    /// Number of messages whose exchange is not over.
    pub(super) fn messages(&self) -> usize {
        self.in_use().filter(|(_, slot)| slot.is_message()).count()
    }

    fn finish_where(&mut self, matches: impl Fn(Awaits) -> bool) {
        let ended: Vec<_> = self
            .in_use()
            .filter(|(_, slot)| slot.awaits.is_some_and(&matches))
            .map(|(id, _)| id)
            .collect();
        for id in ended {
            self.finish(id);
        }
    }

    fn in_use(&self) -> impl Iterator<Item = (PacketId, &Slot)> {
        let ids = (1..=u16::MAX).filter_map(PacketId::new);
        ids.zip(&self.slots)
            .filter(|(_, slot)| slot.awaits.is_some())
    }

    fn order(&mut self) -> u64 {
        self.next_order += 1;
        self.next_order
    }
}

impl Slot {
    fn is_message(&self) -> bool {
        matches!(
            self.awaits,
            Some(Awaits::Puback | Awaits::Pubrec | Awaits::Pubcomp)
        )
    }
}

fn index(id: PacketId) -> usize {
    usize::from(id.get()) - 1
}

/// Larger buffers are given back when their message is done.
const KEPT_CAPACITY: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(inflight: &mut Inflight, awaits: Awaits) -> PacketId {
        let id = inflight.next_id().unwrap();
        inflight.begin(id, awaits);
        id
    }

    /// [MQTT-2.2.1-3]: an identifier is not zero and not in use.
    #[test]
    fn identifiers_are_unique_until_finished() {
        let mut inflight = Inflight::default();
        let mut seen = std::collections::HashSet::new();
        for _ in 0..u16::MAX {
            assert!(seen.insert(begin(&mut inflight, Awaits::Puback)));
        }
        assert_eq!(inflight.next_id(), None);
        let id = PacketId::new(77).unwrap();
        inflight.finish(id);
        assert_eq!(inflight.next_id(), Some(id));
    }

    /// [MQTT-4.6.0-1] and [MQTT-4.6.0-4]: first sent, first sent again, whatever the identifiers are.
    #[test]
    fn unfinished_messages_keep_their_order() {
        let mut inflight = Inflight::default();
        let first = begin(&mut inflight, Awaits::Puback);
        let second = begin(&mut inflight, Awaits::Pubrec);
        inflight.finish(first);
        let third = begin(&mut inflight, Awaits::Puback);
        assert_eq!(third, first, "identifiers are used again");
        assert_eq!(inflight.unfinished(), [second, third]);
        inflight.release(second);
        assert_eq!(inflight.unfinished(), [third, second]);
    }

    #[test]
    fn requests_end_with_the_connection() {
        let mut inflight = Inflight::default();
        begin(&mut inflight, Awaits::Suback);
        let message = begin(&mut inflight, Awaits::Puback);
        inflight.drop_requests();
        assert_eq!(inflight.unfinished(), [message]);
        inflight.clear();
        assert_eq!(inflight.messages(), 0);
    }
}
