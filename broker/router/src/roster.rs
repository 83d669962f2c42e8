//! A list without duplicates: a slice to read, constant time to find an entry by its key.
//!
//! Most filters have one subscriber, which lies in the list itself; a few have a million, so a
//! long list is indexed by hash.

use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use smallvec::SmallVec;

/// An entry of a [`Roster`].
pub(crate) trait Entry {
    type Key: Hash + Eq + ?Sized;

    fn key(&self) -> &Self::Key;
}

impl<K: Hash + Eq, V> Entry for (K, V) {
    type Key = K;

    fn key(&self) -> &K {
        &self.0
    }
}

pub(crate) struct Roster<T> {
    entries: SmallVec<[T; 1]>,
    positions: Option<Box<Positions>>,
}

impl<T> Roster<T> {
    pub(crate) const fn new() -> Self {
        Self {
            entries: SmallVec::new_const(),
            positions: None,
        }
    }

    /// In order of arrival, unless entries were taken out by [`Roster::swap_remove`].
    pub(crate) fn as_slice(&self) -> &[T] {
        &self.entries
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T: Entry> Roster<T> {
    pub(crate) fn find(&self, key: &T::Key) -> Option<&T> {
        self.position(key).map(|at| &self.entries[at])
    }

    pub(crate) fn find_mut(&mut self, key: &T::Key) -> Option<&mut T> {
        self.position(key).map(|at| &mut self.entries[at])
    }

    /// An entry with this key must not be there.
    pub(crate) fn push(&mut self, entry: T) {
        let at = self.entries.len();
        self.entries.push(entry);
        match &mut self.positions {
            Some(positions) => positions.insert(&self.entries, at),
            None if at + 1 >= INDEXED => {
                let mut positions = Box::new(Positions::new(at + 1));
                (0..=at).for_each(|at| positions.insert(&self.entries, at));
                self.positions = Some(positions);
            }
            None => {}
        }
    }

    /// In constant time; the last entry takes the place of the one removed.
    pub(crate) fn swap_remove(&mut self, key: &T::Key) -> Option<T> {
        let at = self.position(key)?;
        if let Some(positions) = &mut self.positions {
            positions.remove(&self.entries, at);
            positions.renumber(&self.entries, self.entries.len() - 1, at);
        }
        let entry = self.entries.swap_remove(at);
        self.shrink();
        Some(entry)
    }

    /// In linear time; the others keep their order.
    pub(crate) fn remove(&mut self, key: &T::Key) -> Option<T> {
        let at = self.position(key)?;
        if let Some(positions) = &mut self.positions {
            positions.remove(&self.entries, at);
            positions.close_gap(at);
        }
        let entry = self.entries.remove(at);
        self.shrink();
        Some(entry)
    }

    fn position(&self, key: &T::Key) -> Option<usize> {
        match &self.positions {
            Some(positions) => positions.find(&self.entries, key),
            None => self.entries.iter().position(|entry| entry.key() == key),
        }
    }

    /// Gives memory back, rarely enough that a change costs constant time on average.
    fn shrink(&mut self) {
        if self.entries.len() < INDEXED / 2 {
            self.positions = None;
        }
        if self.entries.len() <= self.entries.capacity() / 4 {
            self.entries.shrink_to_fit();
            if let Some(positions) = &mut self.positions {
                positions.shrink(&self.entries);
            }
        }
    }
}

impl<K: Hash + Eq, V> Roster<(K, V)> {
    /// Adds an entry, or replaces the one with this key and returns its value. The key is replaced
    /// too: keys that are equal may still hold on to different things.
    pub(crate) fn put(&mut self, key: K, value: V) -> Option<V> {
        let Some(entry) = self.find_mut(&key) else {
            self.push((key, value));
            return None;
        };
        let (_, replaced) = std::mem::replace(entry, (key, value));
        Some(replaced)
    }
}

/// From the hash of a key to the place in the list.
struct Positions {
    hasher: RandomState,
    table: HashTable<usize>,
}

impl Positions {
    fn new(capacity: usize) -> Self {
        Self {
            hasher: RandomState::default(),
            table: HashTable::with_capacity(capacity),
        }
    }

    fn find<T: Entry>(&self, entries: &[T], key: &T::Key) -> Option<usize> {
        let hash = self.hasher.hash_one(key);
        self.table
            .find(hash, |&at| entries[at].key() == key)
            .copied()
    }

    fn insert<T: Entry>(&mut self, entries: &[T], at: usize) {
        let hasher = |&at: &usize| self.hasher.hash_one(entries[at].key());
        self.table.insert_unique(hasher(&at), at, hasher);
    }

    fn remove<T: Entry>(&mut self, entries: &[T], at: usize) {
        let hash = self.hasher.hash_one(entries[at].key());
        if let Ok(position) = self.table.find_entry(hash, |&other| other == at) {
            position.remove();
        }
    }

    /// The entry still lies at its old place.
    fn renumber<T: Entry>(&mut self, entries: &[T], from: usize, to: usize) {
        let hash = self.hasher.hash_one(entries[from].key());
        if let Some(position) = self.table.find_mut(hash, |&other| other == from) {
            *position = to;
        }
    }

    fn close_gap(&mut self, gap: usize) {
        for position in self.table.iter_mut().filter(|position| **position > gap) {
            *position -= 1;
        }
    }

    fn shrink<T: Entry>(&mut self, entries: &[T]) {
        let hasher = |&at: &usize| self.hasher.hash_one(entries[at].key());
        self.table.shrink_to_fit(hasher);
    }
}

/// From this many entries on, a list is indexed; below half of it no longer.
const INDEXED: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_entry_costs_its_own_size_and_16_bytes() {
        assert_eq!(size_of::<Roster<(u64, [u64; 2])>>(), 24 + 16);
    }

    #[test]
    fn a_list_that_was_long_gives_its_memory_back() {
        let mut roster = Roster::new();
        (0..1000_u32).for_each(|n| roster.push((n, ())));
        for n in 1..1000 {
            roster.swap_remove(&n);
        }
        assert!(!roster.entries.spilled());
        assert!(roster.positions.is_none());
    }

    /// Whether to add, and the key.
    fn changes() -> impl Strategy<Value = Vec<(bool, u32)>> {
        prop::collection::vec((any::<bool>(), 0..40_u32), 0..300)
    }

    proptest! {
        #[test]
        fn ordered_removal_keeps_the_order(changes in changes()) {
            let mut roster = Roster::new();
            let mut model: Vec<(u32, usize)> = Vec::new();
            for (n, (add, key)) in changes.into_iter().enumerate() {
                let known = model.iter().position(|(k, _)| *k == key);
                prop_assert_eq!(roster.find(&key), known.map(|at| &model[at]));
                match known {
                    None if add => {
                        roster.push((key, n));
                        model.push((key, n));
                    }
                    Some(at) if !add => {
                        prop_assert_eq!(roster.remove(&key), Some(model.remove(at)));
                    }
                    _ => {}
                }
                prop_assert_eq!(roster.as_slice(), model.as_slice());
            }
        }

        #[test]
        fn swapping_removal_keeps_the_set(changes in changes()) {
            let mut roster = Roster::new();
            let mut model = std::collections::BTreeMap::new();
            for (n, (add, key)) in changes.into_iter().enumerate() {
                if !add {
                    prop_assert_eq!(roster.swap_remove(&key), model.remove(&key).map(|n| (key, n)));
                } else if let Some(entry) = roster.find_mut(&key) {
                    entry.1 = n;
                    model.insert(key, n);
                } else {
                    roster.push((key, n));
                    prop_assert_eq!(model.insert(key, n), None);
                }
                let mut entries = roster.as_slice().to_vec();
                entries.sort_unstable();
                prop_assert_eq!(entries, model.clone().into_iter().collect::<Vec<_>>());
            }
        }
    }
}
