//! Failed attempts to say who one is: counted by address, so that nobody can try many.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// The failures of the last minute. What it remembers is bounded: when many addresses fail, the oldest are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Failures(Mutex<HashMap<String, Failed>>);

#[derive(Debug, Clone, Copy)]
struct Failed {
    since: Instant,
    count: u32,
}

/// What failures are counted in.
const WINDOW: Duration = Duration::from_secs(60);
/// How many addresses are remembered.
const MOST: usize = 10_000;

impl Failures {
    /// How long somebody from there has to wait; `None`: not at all. A limit of 0 is none.
    pub(crate) fn wait(&self, from: &str, limit: u32, now: Instant) -> Option<Duration> {
        let failed = *self.0.lock().get(from)?;
        let passed = now.saturating_duration_since(failed.since);
        (limit > 0 && failed.count >= limit && passed < WINDOW).then(|| WINDOW - passed)
    }

    /// Notes a failure.
    pub(crate) fn note(&self, from: &str, now: Instant) {
        let mut all = self.0.lock();
        if all.len() >= MOST && !all.contains_key(from) {
            all.retain(|_, failed| now.saturating_duration_since(failed.since) < WINDOW);
            if all.len() >= MOST {
                let oldest = all.iter().min_by_key(|(_, failed)| failed.since);
                if let Some(oldest) = oldest.map(|(from, _)| from.clone()) {
                    all.remove(&oldest);
                }
            }
        }
        let failed = all.entry(from.to_owned()).or_insert(Failed {
            since: now,
            count: 0,
        });
        if now.saturating_duration_since(failed.since) >= WINDOW {
            *failed = Failed {
                since: now,
                count: 0,
            };
        }
        failed.count = failed.count.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_failed_too_often_waits_out_the_minute() {
        let failures = Failures::default();
        let now = Instant::now();
        for _ in 0..3 {
            assert_eq!(failures.wait("a", 3, now), None);
            failures.note("a", now);
        }
        assert_eq!(failures.wait("a", 3, now), Some(WINDOW));
        assert_eq!(failures.wait("a", 0, now), None);
        assert_eq!(failures.wait("b", 3, now), None);
        assert_eq!(failures.wait("a", 3, now + WINDOW), None);
        failures.note("a", now + WINDOW);
        assert_eq!(failures.wait("a", 3, now + WINDOW), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let failures = Failures::default();
        let now = Instant::now();
        for address in 0..MOST as u64 + 50 {
            failures.note(&address.to_string(), now + Duration::from_micros(address));
        }
        let all = failures.0.lock();
        assert_eq!(all.len(), MOST);
        assert!(!all.contains_key("0") && all.contains_key("10049"));
    }
}
