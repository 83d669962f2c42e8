//! The QoS 2 messages that have been delivered and wait for PUBREL: a set of the server's packet identifiers.

use crate::PacketId;

/// One bit an identifier, up to the highest ever seen: at most 8 KiB, usually a few bytes.
#[derive(Debug, Default)]
pub(super) struct Received {
    bits: Vec<u64>,
    len: u32,
}

impl Received {
    /// True if `id` is new, false for a repeat [MQTT-4.3.3-10].
    pub(super) fn insert(&mut self, id: PacketId) -> bool {
        let (word, bit) = place(id);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        self.len += u32::from(new);
        new
    }

    /// True if `id` was there.
    pub(super) fn remove(&mut self, id: PacketId) -> bool {
        let (word, bit) = place(id);
        let Some(bits) = self.bits.get_mut(word) else {
            return false;
        };
        let there = *bits & bit != 0;
        *bits &= !bit;
        self.len -= u32::from(there);
        there
    }

    /// How many wait.
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    pub(super) fn clear(&mut self) {
        self.bits.clear();
        self.len = 0;
    }
}

fn place(id: PacketId) -> (usize, u64) {
    (usize::from(id.get() / 64), 1 << (id.get() % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [MQTT-4.3.3-10], [MQTT-4.3.3-12]: a repeat until it is released, then new again.
    #[test]
    fn an_identifier_is_new_once_until_released() {
        let mut received = Received::default();
        for id in [1, 63, 64, u16::MAX].map(|id| PacketId::new(id).unwrap()) {
            assert!(!received.remove(id));
            assert!(received.insert(id));
            assert!(!received.insert(id));
        }
        assert_eq!(received.len(), 4);
        assert!(received.remove(PacketId::MAX));
        assert!(received.insert(PacketId::MAX));
        received.clear();
        assert_eq!(received.len(), 0);
        assert!(received.insert(PacketId::MIN));
    }
}
