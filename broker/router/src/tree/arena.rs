//! Storage of many small values of one type under four-byte ids. Not a map: ids are given out
//! here, and used again after a removal.
//!
//! Values lie in chunks, so that growing never copies what is there, and a chunk whose values are
//! all gone gives its memory back.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut, Range};

/// Where a value lies: chunk and place, plus one so that `Option<Id>` takes four bytes too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Id(NonZeroU32);

impl Id {
    /// The id of the first value added to an arena.
    pub(crate) const FIRST: Self = Self(NonZeroU32::MIN);

    pub(crate) const fn number(self) -> u32 {
        self.0.get()
    }

    fn new(chunk: usize, place: u8) -> Self {
        u32::try_from(chunk)
            .ok()
            .and_then(|chunk| chunk.checked_mul(CHUNK)?.checked_add(u32::from(place) + 1))
            .and_then(NonZeroU32::new)
            .map(Self)
            .expect("memory ends before four billion values")
    }

    const fn chunk(self) -> usize {
        ((self.0.get() - 1) / CHUNK) as usize
    }

    const fn place(self) -> u8 {
        ((self.0.get() - 1) % CHUNK) as u8
    }
}

pub(crate) struct Arena<T> {
    chunks: Vec<Chunk<T>>,
    /// The chunks with room.
    open: Vec<usize>,
    len: usize,
}

impl<T> Arena<T> {
    pub(crate) const fn new() -> Self {
        Self {
            chunks: Vec::new(),
            open: Vec::new(),
            len: 0,
        }
    }

    #[cfg(test)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn add(&mut self, value: T) -> Id {
        let number = self.open.last().copied().unwrap_or_else(|| {
            self.chunks.push(Chunk::new());
            self.open.push(self.chunks.len() - 1);
            self.chunks.len() - 1
        });
        let chunk = &mut self.chunks[number];
        let id = Id::new(number, chunk.add(value));
        if chunk.is_full() {
            self.open.pop();
        }
        self.len += 1;
        id
    }

    /// Panics when nothing lies at `id`, as indexing does.
    pub(crate) fn remove(&mut self, id: Id) -> T {
        let chunk = &mut self.chunks[id.chunk()];
        if chunk.is_full() {
            self.open.push(id.chunk());
        }
        let value = chunk.remove(id.place());
        self.len -= 1;
        if self.len == 0 {
            *self = Self::new();
        }
        value
    }

    /// All values, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.chunks(0..self.chunks.len())
    }

    /// The values of these chunks, those that exist. A value stays in its chunk as long as it lives.
    pub(crate) fn chunks(&self, numbers: Range<usize>) -> impl Iterator<Item = (Id, &T)> {
        let (from, count) = (numbers.start, numbers.len());
        let chunks = self.chunks.iter().enumerate().skip(from).take(count);
        chunks.flat_map(|(number, chunk)| {
            (0..=u8::MAX)
                .zip(&chunk.slots)
                .filter_map(move |(place, slot)| match slot {
                    Slot::Taken(value) => Some((Id::new(number, place), value)),
                    Slot::Free { .. } => None,
                })
        })
    }

    /// How many chunks there are.
    pub(crate) const fn chunk_count(&self) -> usize {
        self.chunks.len()
    }
}

impl<T> Index<Id> for Arena<T> {
    type Output = T;

    fn index(&self, id: Id) -> &T {
        match &self.chunks[id.chunk()].slots[usize::from(id.place())] {
            Slot::Taken(value) => value,
            Slot::Free { .. } => unreachable!("{DANGLING}"),
        }
    }
}

impl<T> IndexMut<Id> for Arena<T> {
    fn index_mut(&mut self, id: Id) -> &mut T {
        match &mut self.chunks[id.chunk()].slots[usize::from(id.place())] {
            Slot::Taken(value) => value,
            Slot::Free { .. } => unreachable!("{DANGLING}"),
        }
    }
}

struct Chunk<T> {
    slots: Vec<Slot<T>>,
    taken: u16,
    /// The head of the list of free slots.
    free: Option<u8>,
}

enum Slot<T> {
    Taken(T),
    Free { next: Option<u8> },
}

impl<T> Chunk<T> {
    const fn new() -> Self {
        Self {
            slots: Vec::new(),
            taken: 0,
            free: None,
        }
    }

    const fn is_full(&self) -> bool {
        self.taken as u32 == CHUNK
    }

    /// Must not be called on a full chunk.
    fn add(&mut self, value: T) -> u8 {
        self.taken += 1;
        let Some(place) = self.free else {
            self.slots.push(Slot::Taken(value));
            return (self.slots.len() - 1) as u8;
        };
        let slot = &mut self.slots[usize::from(place)];
        self.free = match std::mem::replace(slot, Slot::Taken(value)) {
            Slot::Free { next } => next,
            Slot::Taken(_) => unreachable!("a taken slot in the list of free ones"),
        };
        place
    }

    fn remove(&mut self, place: u8) -> T {
        let slot = &mut self.slots[usize::from(place)];
        let Slot::Taken(value) = std::mem::replace(slot, Slot::Free { next: self.free }) else {
            unreachable!("{DANGLING}")
        };
        self.free = Some(place);
        self.taken -= 1;
        if self.taken == 0 {
            *self = Self::new();
        }
        value
    }
}

/// Slots in a chunk; a place in it fits a `u8`.
const CHUNK: u32 = 256;

const DANGLING: &str = "an id outlived its value";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_used_again() {
        let mut arena = Arena::new();
        let ids: Vec<Id> = (0..1000).map(|n| arena.add(n)).collect();
        assert_eq!(ids[0], Id::FIRST);
        for id in &ids[300..700] {
            arena.remove(*id);
        }
        let again: Vec<Id> = (0..400).map(|n| arena.add(n)).collect();
        assert!(again.iter().all(|id| ids[300..700].contains(id)));
        assert_eq!(arena.len(), 1000);
        assert_eq!(arena.iter().count(), 1000);
        assert!((0..300).all(|n| arena[ids[n]] == n));
    }

    #[test]
    fn an_empty_chunk_gives_its_memory_back() {
        let mut arena = Arena::new();
        let ids: Vec<Id> = (0..1024).map(|n| arena.add(n)).collect();
        for id in &ids[256..512] {
            arena.remove(*id);
        }
        assert_eq!(arena.chunks[1].slots.capacity(), 0);
        assert_eq!(arena.iter().count(), 768);
        for id in ids[..256].iter().chain(&ids[512..]) {
            arena.remove(*id);
        }
        assert_eq!(arena.chunks.capacity(), 0);
    }

    #[test]
    fn a_slot_costs_no_more_than_a_value_with_an_enum_in_it() {
        assert_eq!(size_of::<Option<Id>>(), 4);
        assert_eq!(
            size_of::<Slot<(super::super::Label, u32)>>(),
            size_of::<(super::super::Label, u32)>()
        );
    }
}
