//! Time as the broker counts it: milliseconds of a clock that is never set, and shows [`BEGINNING`] when the broker starts, so that
//! what was before the start has a time, too.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// A moment in milliseconds, or a time between two.
pub(crate) type Millis = u64;
/// The same in microseconds.
pub(crate) type Micros = u64;

/// The moment at which the broker starts: ten years. What was earlier is taken for that long ago.
const BEGINNING: Millis = 10 * 365 * 24 * 60 * 60 * 1000;

/// Read once a batch; everything in the batch happens at that time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }

    pub(crate) fn now(self) -> Millis {
        self.micros() / 1000
    }

    /// The same in microseconds, for latencies.
    pub(crate) fn micros(self) -> Micros {
        let elapsed = self.start.elapsed();
        BEGINNING * 1000 + elapsed.as_secs() * 1_000_000 + Micros::from(elapsed.subsec_micros())
    }

    /// How long the broker has been running.
    pub(crate) fn uptime(self) -> Duration {
        self.start.elapsed()
    }

    /// A moment by the clock of the wall, as it is set now: in milliseconds since 1970.
    pub(crate) fn unix(self, at: Millis) -> u64 {
        Both::at(self.now()).unix(at)
    }

    /// The moment of a time of the clock of the wall.
    pub(crate) fn at_unix(self, unix: u64) -> Millis {
        shift(unix, unix_now(), self.now())
    }

    /// The moment for a timer.
    pub(crate) fn instant(self, at: Millis) -> Instant {
        self.start
            .checked_add(Duration::from_millis(at.saturating_sub(BEGINNING)))
            .unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400))
    }
}

/// What both clocks showed at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Both {
    pub(crate) now: Millis,
    unix: u64,
}

impl Both {
    /// At this moment of ours, which is now.
    pub(crate) fn at(now: Millis) -> Self {
        Self {
            now,
            unix: unix_now(),
        }
    }

    /// A moment by the clock of the wall: in milliseconds since 1970.
    pub(crate) fn unix(self, at: Millis) -> u64 {
        shift(at, self.now, self.unix)
    }
}

/// The clock of the wall beside ours. It shows the same time for the same moment whenever it is asked, until somebody sets it: lists
/// are ordered by it.
#[derive(Debug, Default)]
pub(crate) struct Wall {
    /// What it shows at moment 0 of ours, in milliseconds since 1970.
    ahead: AtomicI64,
}

/// A clock that is this far from where it was has been set. In milliseconds.
const WAS_SET: u64 = 1000;

/// What [`Wall`] shows, for many moments at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeOfDay {
    ahead: i64,
}

impl TimeOfDay {
    /// By how many milliseconds it is ahead of the broker's clock: another number once it was set.
    pub(crate) const fn ahead(self) -> i64 {
        self.ahead
    }

    /// The time of day of a moment that has passed.
    pub(crate) fn of(self, at: Millis) -> SystemTime {
        let since = Duration::from_millis(at.saturating_add_signed(self.ahead));
        SystemTime::UNIX_EPOCH
            .checked_add(since)
            .unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

impl Wall {
    /// What it shows now.
    pub(crate) fn look(&self, clock: Clock) -> TimeOfDay {
        let (ahead_now, kept) = (
            unix_now().wrapping_sub(clock.now()).cast_signed(),
            self.ahead.load(Ordering::Relaxed),
        );
        let ahead = if ahead_now.abs_diff(kept) < WAS_SET {
            kept
        } else {
            self.ahead.store(ahead_now, Ordering::Relaxed);
            ahead_now
        };
        TimeOfDay { ahead }
    }
}

/// A moment of one clock by another, given what both show now.
fn shift(at: u64, now: u64, now_there: u64) -> u64 {
    match at.checked_sub(now) {
        Some(ahead) => now_there.saturating_add(ahead),
        None => now_there.saturating_sub(now - at),
    }
}

fn unix_now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, millis)
}

/// A duration in milliseconds; what does not fit is for ever.
pub(crate) fn millis(duration: Duration) -> Millis {
    u64::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// Whole seconds, for the coarse times of messages in flight.
pub(crate) fn seconds(now: Millis) -> u32 {
    u32::try_from(now / 1000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two moments are never shown in another order than they were in, and one moment always in the same way.
    #[test]
    fn a_moment_has_one_time_of_day_until_the_clock_is_set() {
        let (clock, wall) = (Clock::start(), Wall::default());
        let at = clock.now();
        let shown = wall.look(clock).of(at);
        assert!(
            unix_now().abs_diff(millis(
                shown.duration_since(SystemTime::UNIX_EPOCH).unwrap()
            )) < 1000
        );
        for _ in 0..10_000 {
            assert_eq!(wall.look(clock).of(at), shown);
        }
        wall.ahead.fetch_add(-5000, Ordering::Relaxed);
        let set = wall.look(clock).of(at);
        assert!(
            set.duration_since(shown)
                .unwrap_or_else(|error| error.duration())
                < Duration::from_secs(1)
        );
    }

    /// A session may have been away since long before the broker started.
    #[test]
    fn what_was_before_the_start_has_its_time() {
        let clock = Clock::start();
        let (now, wall) = (clock.now(), unix_now());
        let ago = 400 * 24 * 60 * 60 * 1000;
        assert!(clock.at_unix(wall - ago).abs_diff(now - ago) < 1000);
        assert!(clock.unix(now - ago).abs_diff(wall - ago) < 1000);
        assert!(clock.unix(now + ago).abs_diff(wall + ago) < 1000);
        assert_eq!(clock.at_unix(0), 0, "longer ago than anything is kept");
        assert_eq!(clock.instant(now - ago), clock.start);
    }
}
