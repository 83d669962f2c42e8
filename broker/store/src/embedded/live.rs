//! How many bytes of the log are alive, and where: a segment without any is removed without being read.

use std::collections::VecDeque;

use crate::index::Place;

/// Bytes of records that are alive, by where in the log they begin.
#[derive(Debug, Default)]
pub(crate) struct Live {
    total: u64,
    /// Of each stretch of the log; those before the first are forgotten, and have none.
    stretches: VecDeque<u64>,
    first: u64,
}

/// Bytes of the log in a stretch.
const STRETCH: u64 = 256 * 1024;

impl Live {
    /// With these records, in any order.
    pub(crate) fn of(places: impl Iterator<Item = Place>) -> Self {
        let mut live = Self::default();
        places.for_each(|place| live.add(place));
        live
    }

    /// All of them.
    pub(crate) const fn total(&self) -> u64 {
        self.total
    }

    pub(crate) fn add(&mut self, place: Place) {
        let stretch = place.at / STRETCH;
        if self.stretches.is_empty() {
            self.first = stretch;
        }
        // Only records that are read from the log come before others.
        while stretch < self.first {
            self.stretches.push_front(0);
            self.first -= 1;
        }
        while stretch - self.first >= self.stretches.len() as u64 {
            self.stretches.push_back(0);
        }
        if let Some(bytes) = self.stretch(stretch) {
            *bytes += u64::from(place.length);
        }
        self.total += u64::from(place.length);
    }

    pub(crate) fn remove(&mut self, place: Place) {
        if let Some(bytes) = self.stretch(place.at / STRETCH) {
            *bytes = bytes.saturating_sub(place.length.into());
        }
        self.total = self.total.saturating_sub(place.length.into());
    }

    /// Whether nothing is alive between two positions, nor in the rest of the stretches that they are in.
    pub(crate) fn is_none_between(&self, from: u64, to: u64) -> bool {
        let place = |stretch: u64| usize::try_from(stretch.saturating_sub(self.first));
        let (Ok(from), Ok(to)) = (place(from / STRETCH), place(to.div_ceil(STRETCH))) else {
            return false;
        };
        let to = to.min(self.stretches.len());
        self.stretches
            .range(from.min(to)..to)
            .all(|bytes| *bytes == 0)
    }

    /// Nothing before this position is needed.
    pub(crate) fn forget_before(&mut self, position: u64) {
        while self.first < position / STRETCH && self.stretches.pop_front().is_some() {
            self.first += 1;
        }
    }

    fn stretch(&mut self, stretch: u64) -> Option<&mut u64> {
        let at = usize::try_from(stretch.checked_sub(self.first)?).ok()?;
        self.stretches.get_mut(at)
    }
}

#[cfg(test)]
impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        let filled = |live: &Self| -> Vec<_> {
            let numbered = (live.first..).zip(live.stretches.iter().copied());
            numbered.filter(|(_, bytes)| *bytes > 0).collect()
        };
        self.total == other.total && filled(self) == filled(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(at: u64, length: u32) -> Place {
        Place { at, length }
    }

    #[test]
    fn what_is_alive_is_known_by_place() {
        let mut live = Live::of([place(5 * STRETCH, 10), place(3 * STRETCH + 1, 20)].into_iter());
        assert_eq!(live.total(), 30);
        assert!(live.is_none_between(0, 3 * STRETCH));
        assert!(!live.is_none_between(0, 3 * STRETCH + 1));
        assert!(live.is_none_between(4 * STRETCH, 5 * STRETCH));
        assert!(!live.is_none_between(4 * STRETCH, 6 * STRETCH));
        live.add(place(9 * STRETCH, 5));
        live.remove(place(3 * STRETCH + 1, 20));
        live.remove(place(5 * STRETCH, 10));
        assert!(live.is_none_between(0, 9 * STRETCH));
        live.forget_before(8 * STRETCH + 7);
        assert_eq!(live.total(), 5);
        assert!(!live.is_none_between(9 * STRETCH, 10 * STRETCH));
        assert!(live.is_none_between(10 * STRETCH, 11 * STRETCH));
    }
}
