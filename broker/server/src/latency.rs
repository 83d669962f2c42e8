//! How long things take, recorded by any thread and read by any other.
//!
//! For what is rare or sampled: recording adds to shared counts, which costs more than a counter of [`crate::counters`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gmqtt_plugin_api::{Histogram, Hook, HookLatency, Plugin};

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

/// What the hooks of plugins take that somebody waits for.
pub(crate) struct HookTimes {
    /// In the order of the plugins.
    plugins: Vec<[Recorder; TIMED.len()]>,
}

/// The hooks that are timed.
const TIMED: [Hook; 8] = [
    Hook::OnAccept,
    Hook::OnBasicAuth,
    Hook::OnEnhancedAuth,
    Hook::OnReAuth,
    Hook::OnSubscribe,
    Hook::OnUnsubscribe,
    Hook::OnMsgArrived,
    Hook::OnWillPublish,
];

impl HookTimes {
    pub(crate) fn new(plugins: usize) -> Self {
        let timed = || std::array::from_fn(|_| Recorder::default());
        Self {
            plugins: (0..plugins).map(|_| timed()).collect(),
        }
    }

    /// A hook of the plugin at this place began then and is over.
    pub(crate) fn record(&self, place: usize, hook: Hook, began: Instant) {
        let timed = TIMED.iter().position(|timed| *timed == hook);
        if let (Some(plugin), Some(timed)) = (self.plugins.get(place), timed) {
            plugin[timed].record(began.elapsed());
        }
    }

    /// Those of the hooks that the plugins want.
    pub(crate) fn read(&self, plugins: &[std::sync::Arc<dyn Plugin>]) -> Vec<HookLatency> {
        let mut latencies = Vec::new();
        for (plugin, times) in plugins.iter().zip(&self.plugins) {
            for (hook, time) in TIMED.into_iter().zip(times) {
                if plugin.hooks().has(hook) {
                    latencies.push(HookLatency {
                        plugin: plugin.name(),
                        hook,
                        latency: time.histogram(),
                    });
                }
            }
        }
        latencies
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
