//! How long to wait before the next attempt to connect: longer each time, never the same for many clients at once.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher as _, Hasher as _},
    time::Duration,
};

/// The waits between attempts.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    next: Duration,
}

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

impl Default for Backoff {
    fn default() -> Self {
        Self { next: FIRST }
    }
}

impl Backoff {
    /// The wait before the next attempt: between half of it and all of it, up to 30 seconds.
    pub(crate) fn wait(&mut self) -> Duration {
        let longest = self.next;
        self.next = (longest * 2).min(LONGEST);
        let share = u32::try_from(random() >> 32).unwrap_or(u32::MAX);
        longest / 2 + longest.mul_f64(f64::from(share) / f64::from(u32::MAX) / 2.0)
    }

    /// The last attempt was a success.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// A number that differs from call to call and from process to process. Not for secrets.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_start_anew() {
        let mut backoff = Backoff::default();
        let mut longest = FIRST;
        for _ in 0..10 {
            let wait = backoff.wait();
            assert!(wait >= longest / 2 && wait <= longest, "{wait:?}");
            longest = (longest * 2).min(LONGEST);
        }
        assert_eq!(longest, LONGEST);
        backoff.reset();
        assert!(backoff.wait() <= FIRST);
    }
}
