//! Stands in for the broker's own `clock.rs`: the time is the runtime's, and stands still outside a model.

use std::time::{Duration, SystemTime};

use crate::runtime::Runtime;
use crate::time::Instant;

pub(crate) type Millis = u64;
pub(crate) type Micros = u64;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock;

impl Clock {
    pub(crate) fn start() -> Self {
        Self
    }

    pub(crate) fn now(self) -> Millis {
        Runtime::try_current().map_or(0, |runtime| runtime.state().now)
    }

    pub(crate) fn micros(self) -> Micros {
        self.now() * 1000
    }

    pub(crate) fn uptime(self) -> Duration {
        Duration::from_millis(self.now())
    }

    pub(crate) fn unix(self, at: Millis) -> u64 {
        at
    }

    pub(crate) fn at_unix(self, unix: u64) -> Millis {
        unix
    }

    pub(crate) fn instant(self, at: Millis) -> Instant {
        Instant(at)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Both {
    pub(crate) now: Millis,
}

impl Both {
    pub(crate) fn at(now: Millis) -> Self {
        Self { now }
    }

    pub(crate) fn unix(self, at: Millis) -> u64 {
        at
    }
}

#[derive(Debug, Default)]
pub(crate) struct Wall {}

impl Wall {
    pub(crate) fn look(&self, _: Clock) -> TimeOfDay {
        TimeOfDay
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeOfDay;

impl TimeOfDay {
    pub(crate) fn of(self, at: Millis) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(at)
    }
}

pub(crate) fn millis(duration: Duration) -> Millis {
    u64::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

pub(crate) fn seconds(now: Millis) -> u32 {
    u32::try_from(now / 1000).unwrap_or(u32::MAX)
}
