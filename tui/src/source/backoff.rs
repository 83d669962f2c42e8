//! How long to wait before the next attempt: half a second, twice as long each time, ten seconds at most; a bit less by chance, so
//! that not all dashboards come at once.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(10);

/// The wait that comes next.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    pub(super) const fn new() -> Self {
        Self { next: FIRST }
    }

    /// The wait before the next attempt.
    pub(super) fn wait(&mut self) -> Duration {
        // The hash of a new state is as good as chance here.
        let chance = RandomState::new().hash_one(0) % 256;
        let wait = self.next - self.next / 4 * u32::try_from(chance).unwrap_or(0) / 256;
        self.next = (self.next * 2).min(LONGEST);
        wait
    }

    /// Begins anew: there was a connection.
    pub(super) const fn reset(&mut self) {
        self.next = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_ten_seconds() {
        let mut backoff = Backoff::new();
        let mut expected = FIRST;
        for _ in 0..8 {
            let wait = backoff.wait();
            assert!(
                wait <= expected && wait >= expected * 3 / 4,
                "{wait:?} of {expected:?}"
            );
            expected = (expected * 2).min(LONGEST);
        }
        backoff.reset();
        assert!(backoff.wait() <= FIRST);
    }
}
