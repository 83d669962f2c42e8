//! How long things take, recorded by any thread and read by any other.
//!
//! For what is rare or sampled: recording adds to shared counts, which costs more than a counter of [`crate::counters`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gmqtt_plugin_api::Histogram;

const BUCKETS: usize = Histogram::BOUNDS.len() + 1;

/// A [`Histogram`] that grows.
#[derive(Debug)]
pub(crate) struct Recorder {
    counts: [AtomicU64; BUCKETS],
    nanoseconds: AtomicU64,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
            counts: [const { AtomicU64::new(0) }; BUCKETS],
            nanoseconds: AtomicU64::new(0),
        }
    }
}

impl Recorder {
    pub(crate) fn record(&self, took: Duration) {
        self.counts[Histogram::bucket(took)].fetch_add(1, Ordering::Relaxed);
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    /// What was recorded so far.
    pub(crate) fn histogram(&self) -> Histogram {
        let mut histogram = Histogram::default();
        for (count, recorded) in histogram.counts.iter_mut().zip(&self.counts) {
            *count = recorded.load(Ordering::Relaxed);
        }
        histogram.sum = Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed));
        histogram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_recorded_is_read() {
        let recorder = Recorder::default();
        for micros in [1, 4, 4_000_000, 60_000_000] {
            recorder.record(Duration::from_micros(micros));
        }
        let histogram = recorder.histogram();
        assert_eq!(histogram.sum, Duration::from_micros(64_000_005));
        assert_eq!((histogram.count(), histogram.counts[0]), (4, 1));
        assert_eq!(histogram.counts[BUCKETS - 1], 1);
    }
}
