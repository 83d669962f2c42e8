//! Messages that only the store has, for a session whose queue takes too much memory: what is to be known of each to count it, to
//! drop it, and to fetch it back.

use std::collections::VecDeque;
use std::num::NonZeroU64;

use gmqtt_protocol::QoS;

/// A message that is not in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Away {
    /// Its place in the queue as the store has it.
    pub(crate) seq: NonZeroU64,
    /// Of topic, properties and payload.
    pub(crate) size: u32,
    pub(crate) qos: QoS,
}

/// What is to be read from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fetch {
    /// Behind this place.
    pub(crate) after: u64,
    pub(crate) limit: usize,
}

/// The messages of one queue that are not in memory, in order.
#[derive(Debug, Default)]
pub(crate) struct Paged {
    list: VecDeque<Away>,
    bytes: usize,
    is_fetching: bool,
}

impl Paged {
    /// What it takes in memory for each message.
    pub(crate) const COST: usize = 2 * size_of::<Away>();
    /// The most that is fetched at once.
    const MOST: usize = 256;
    /// The same in bytes, unless the first message is larger.
    const MOST_BYTES: usize = 1 << 20;

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The size of the messages.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Those of QoS 1 and 2, and the size of the messages.
    pub(crate) fn of_qos12(&self) -> (usize, usize) {
        let list = self.list.iter();
        let qos12 = list.filter(|away| away.qos != QoS::AtMostOnce);
        qos12.fold((0, 0), |(count, bytes), away| {
            (count + 1, bytes + away.size as usize)
        })
    }

    pub(crate) fn push(&mut self, away: Away) {
        self.bytes += away.size as usize;
        self.list.push_back(away);
    }

    /// Adds older ones in front.
    pub(crate) fn put_before(&mut self, older: Vec<Away>) {
        for away in older.into_iter().rev() {
            self.bytes += away.size as usize;
            self.list.push_front(away);
        }
    }

    /// Takes out the oldest.
    pub(crate) fn pop(&mut self) -> Option<Away> {
        let away = self.list.pop_front()?;
        self.bytes -= away.size as usize;
        Some(away)
    }

    /// Takes out the oldest of QoS 0.
    pub(crate) fn pop_qos0(&mut self) -> Option<Away> {
        let at = self
            .list
            .iter()
            .position(|away| away.qos == QoS::AtMostOnce)?;
        let away = self.list.remove(at)?;
        self.bytes -= away.size as usize;
        Some(away)
    }

    /// What to read next, unless that is being done.
    pub(crate) fn begin_fetch(&mut self) -> Option<Fetch> {
        let first = self.list.front()?;
        if std::mem::replace(&mut self.is_fetching, true) {
            return None;
        }
        let mut bytes = 0;
        let fitting = self.list.iter().take(Self::MOST).take_while(|away| {
            bytes += away.size as usize;
            bytes <= Self::MOST_BYTES
        });
        Some(Fetch {
            after: first.seq.get() - 1,
            limit: fitting.count().max(1),
        })
    }

    /// How all of it can be read.
    pub(crate) fn all(&self) -> Option<Fetch> {
        let first = self.list.front()?;
        Some(Fetch {
            after: first.seq.get() - 1,
            limit: self.list.len(),
        })
    }

    /// It was tried.
    pub(crate) fn end_fetch(&mut self) {
        self.is_fetching = false;
    }

    /// A message was read. False if it is none of these. Those before it that were not found are given to `missing`.
    pub(crate) fn take(&mut self, seq: NonZeroU64, mut missing: impl FnMut(Away)) -> bool {
        while self.list.front().is_some_and(|first| first.seq < seq) {
            self.pop().into_iter().for_each(&mut missing);
        }
        let is_next = self.list.front().is_some_and(|first| first.seq == seq);
        if is_next {
            self.pop();
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away(seq: u64, size: u32, qos: QoS) -> Away {
        let seq = NonZeroU64::new(seq).unwrap();
        Away { seq, size, qos }
    }

    #[test]
    fn what_is_fetched_is_bounded_and_fetched_once() {
        let mut paged = Paged::default();
        for seq in 5..1000 {
            paged.push(away(seq, 10, QoS::AtLeastOnce));
        }
        let fetch = paged.begin_fetch().unwrap();
        assert_eq!((fetch.after, fetch.limit), (4, 256));
        assert_eq!(paged.begin_fetch(), None);
        let mut missing = Vec::new();
        for seq in [5, 6, 9] {
            let seq = NonZeroU64::new(seq).unwrap();
            assert!(paged.take(seq, |away| missing.push(away.seq.get())));
            assert!(!paged.take(seq, |_| ()));
        }
        assert_eq!(missing, [7, 8]);
        paged.end_fetch();
        assert_eq!(paged.begin_fetch().unwrap().after, 9);
        let mut large = Paged::default();
        large.put_before(vec![
            away(1, 3 << 20, QoS::ExactlyOnce),
            away(2, 1, QoS::AtMostOnce),
        ]);
        assert_eq!(large.begin_fetch().unwrap().limit, 1);
        assert_eq!(large.pop_qos0().unwrap().seq.get(), 2);
        assert_eq!((large.len(), large.bytes()), (1, 3 << 20));
    }
}
