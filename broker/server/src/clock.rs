//! Time as the broker counts it: milliseconds since it started.

use std::time::{Duration, Instant, SystemTime};

/// Milliseconds since the broker started.
pub(crate) type Millis = u64;
/// Microseconds since the broker started.
pub(crate) type Micros = u64;

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
        elapsed.as_secs() * 1_000_000 + Micros::from(elapsed.subsec_micros())
    }

    /// The time of day of a moment that has passed.
    pub(crate) fn time_of_day(self, at: Millis) -> SystemTime {
        let ago = Duration::from_millis(self.now().saturating_sub(at));
        SystemTime::now()
            .checked_sub(ago)
            .unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// The moment for a timer.
    pub(crate) fn instant(self, at: Millis) -> Instant {
        self.start
            .checked_add(Duration::from_millis(at))
            .unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400))
    }
}

/// A duration in milliseconds; what does not fit is for ever.
pub(crate) fn millis(duration: Duration) -> Millis {
    u64::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// Whole seconds, for the coarse times of messages in flight.
pub(crate) fn seconds(now: Millis) -> u32 {
    u32::try_from(now / 1000).unwrap_or(u32::MAX)
}
