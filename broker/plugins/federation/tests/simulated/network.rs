//! A network that loses, repeats, delays and reorders frames, and has links that can be cut.

use std::collections::{BTreeMap, BTreeSet};

use gmqtt_federation::{Frame, Run};

use crate::random::Random;

/// A frame under way: to a run of a node, from one.
pub(crate) struct Parcel {
    pub(crate) from: (usize, Run),
    pub(crate) to: (usize, Run),
    pub(crate) frame: Frame,
}

#[derive(Default)]
pub(crate) struct Network {
    /// By the moment they arrive, in an order of their own among those of one moment.
    under_way: BTreeMap<(u64, u64), Parcel>,
    cut: BTreeSet<(usize, usize)>,
    count: u64,
    pub(crate) lost: u64,
}

impl Network {
    pub(crate) fn is_cut(&self, a: usize, b: usize) -> bool {
        self.cut.contains(&(a.min(b), a.max(b)))
    }

    pub(crate) fn cut(&mut self, a: usize, b: usize) {
        self.cut.insert((a.min(b), a.max(b)));
    }

    pub(crate) fn mend(&mut self, a: usize, b: usize) -> bool {
        self.cut.remove(&(a.min(b), a.max(b)))
    }

    pub(crate) fn send(&mut self, parcel: Parcel, now: u64, faults: bool, random: &mut Random) {
        let lose = self.is_cut(parcel.from.0, parcel.to.0) || (faults && random.chance(50));
        if lose {
            self.lost += 1;
            return;
        }
        let copies = if faults && random.chance(20) { 2 } else { 1 };
        for _ in 0..copies {
            self.count += 1;
            let delay = 1 + if faults { random.below(40) } else { 2 };
            // Without faults frames stay in order, as on one connection.
            let parcel = Parcel {
                frame: parcel.frame.clone(),
                ..parcel
            };
            self.under_way.insert((now + delay, self.count), parcel);
        }
    }

    /// The next one that has arrived by now.
    pub(crate) fn arrived(&mut self, now: u64) -> Option<Parcel> {
        let entry = self.under_way.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }
}
