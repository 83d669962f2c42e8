//! A table by numbers that are given out one after the other.

use std::hash::{BuildHasher, Hasher};

use hashbrown::HashMap;

/// By numbers that are given out one after the other, and mostly looked for in that order, too: those of a row lie side by side, in
/// one piece of as many places as the table looks at together.
pub(super) type Rows<V> = HashMap<u64, V, RowState>;

/// The numbers are the broker's own: nobody can choose those that collide.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowState;

/// Spreads rows over the table.
#[derive(Debug, Default)]
pub(crate) struct RowHasher(u64);

impl BuildHasher for RowState {
    type Hasher = RowHasher;

    fn build_hasher(&self) -> RowHasher {
        RowHasher::default()
    }
}

impl Hasher for RowHasher {
    fn write_u64(&mut self, number: u64) {
        const LENGTH: u64 = 16;
        /// 2^64 by the golden ratio.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        let (row, place) = (number / LENGTH, number % LENGTH);
        // The table finds the place by the lowest bits, and tells numbers apart by the highest ones.
        let spread = (row.wrapping_mul(SPREAD) >> 32) * LENGTH + place;
        self.0 = spread ^ (number.wrapping_mul(SPREAD) & (u64::MAX << 57));
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
