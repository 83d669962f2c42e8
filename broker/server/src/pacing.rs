//! When an outbox is written: at once, unless a client is being sent many small messages of many publishers.
//!
//! A service that stores the reports of a whole fleet gets each of them in a packet of its own, thousands a second. Written one by
//! one, each costs two system calls here and two there. So an outbox that was written within the last millisecond, and now
//! holds little and from another publisher, is held back for a moment. A pair of clients that answer each other is never held.
//! While a thread holds some outboxes back, its answers to clients that were silent for a while wait for the same moment: each
//! device of such a fleet is owed one, and to wake the network for each would cost more than all the rest.

use crate::clock::Millis;

/// An outbox with this many bytes is never held back.
const ENOUGH: usize = 4096;
/// An outbox written longer ago than this is not held back.
const RECENT: Millis = 1;

/// What decides when the outbox of one connection is written.
#[derive(Debug, Default)]
pub(crate) struct Pacing {
    /// On a flusher's list.
    listed: bool,
    /// Held back until the flusher's timer, or until there is enough.
    held: bool,
    /// What waits is not all from the publisher of what was written last.
    mixed: bool,
    /// The publisher of the latest message.
    publisher: u64,
    written: Millis,
}

impl Pacing {
    /// A publisher has placed a message; `waiting` bytes are in the outbox now. True if it must go on a flusher's list.
    pub(crate) fn placed(&mut self, publisher: u64, waiting: usize) -> bool {
        self.mixed |= std::mem::replace(&mut self.publisher, publisher) != publisher;
        if self.held && waiting >= ENOUGH {
            self.held = false;
            return true;
        }
        !std::mem::replace(&mut self.listed, true)
    }

    /// It goes out with what a flusher holds back.
    pub(crate) fn wait(&mut self) {
        self.held = true;
        self.listed = true;
    }

    /// A flusher is at it: whether it must come back when its timer fires.
    pub(crate) fn hold(&mut self, now: Millis, waiting: usize) -> bool {
        let hold = self.mixed && waiting < ENOUGH && now <= self.written.saturating_add(RECENT);
        self.held = hold;
        self.listed = hold;
        hold
    }

    /// Something that must not wait was placed, or the timer has fired.
    pub(crate) fn release(&mut self) {
        self.held = false;
        self.listed = false;
    }

    /// On a flusher's list, which writes it soon.
    pub(crate) fn is_listed(&self) -> bool {
        self.listed
    }

    /// Whether the connection's own task leaves the outbox to the flusher's timer.
    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    /// All was written.
    pub(crate) fn wrote(&mut self, now: Millis) {
        (self.mixed, self.written) = (false, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_never_held() {
        let mut pacing = Pacing::default();
        for now in 100..200 {
            assert!(pacing.placed(7, 50));
            assert!(now == 100 || !pacing.hold(now, 50));
            pacing.release();
            pacing.wrote(now);
        }
    }

    #[test]
    fn many_publishers_share_a_write() {
        let mut pacing = Pacing::default();
        pacing.wrote(100);
        assert!(pacing.placed(1, 50));
        assert!(pacing.hold(100, 50) && pacing.is_held());
        assert!(
            !pacing.placed(2, 100),
            "it is on the list of the timer already"
        );
        assert!(pacing.placed(3, ENOUGH), "enough is written at once");
        assert!(!pacing.is_held() && !pacing.hold(100, ENOUGH));
    }

    #[test]
    fn a_quiet_client_is_written_to_at_once() {
        let mut pacing = Pacing::default();
        pacing.wrote(100);
        assert!(pacing.placed(1, 50));
        assert!(!pacing.hold(102, 50));
    }
}
