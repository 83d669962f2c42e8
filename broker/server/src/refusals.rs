//! What limits refuse: counted for each limit, and told in the log at a bounded rate, so that who exceeds them cannot fill it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gmqtt_plugin_api::{Happening, Limit};
use tracing::warn;

use crate::broker::Broker;
use crate::clock::Millis;
use crate::events::Events;

/// After a line about a limit the next one comes so much later at the earliest.
const INTERVAL: Millis = 10_000;
/// How often it is looked for refusals that were not told.
const LOOK: Duration = Duration::from_secs(1);

/// The refusals of one broker.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    limits: [Told; Limit::ALL.len()],
    events: Arc<Events>,
}

#[derive(Debug, Default)]
struct Told {
    count: AtomicU64,
    /// When the next line may come.
    quiet_until: AtomicU64,
    /// Since the last line.
    left_out: AtomicU64,
}

impl Refusals {
    /// None yet; those to come are told as events, too.
    pub(crate) fn new(events: Arc<Events>) -> Self {
        Self {
            limits: Default::default(),
            events,
        }
    }

    /// Counts a refusal. The first after a while is told by `tell`, at once; those that follow are told by their number.
    pub(crate) fn note(&self, limit: Limit, now: Millis, tell: impl FnOnce()) {
        let told = &self.limits[limit as usize];
        told.count.fetch_add(1, Ordering::Relaxed);
        self.events.add_one(Happening::LimitReached { limit });
        if told.is_due(now) {
            tell();
        } else {
            told.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How often each limit has refused something.
    pub(crate) fn counts(&self) -> [u64; Limit::ALL.len()] {
        std::array::from_fn(|limit| self.limits[limit].count.load(Ordering::Relaxed))
    }

    /// Tells how many were left out, where that was not done lately.
    fn sum_up(&self, now: Millis, mut tell: impl FnMut(Limit, u64)) {
        for (limit, told) in Limit::ALL.iter().zip(&self.limits) {
            if told.left_out.load(Ordering::Relaxed) > 0 && told.is_due(now) {
                tell(*limit, told.left_out.swap(0, Ordering::Relaxed));
            }
        }
    }
}

impl Told {
    /// Whether a line may come now; then it has come.
    fn is_due(&self, now: Millis) -> bool {
        let until = self.quiet_until.load(Ordering::Relaxed);
        let next = now.saturating_add(INTERVAL);
        until <= now
            && self
                .quiet_until
                .compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

/// Runs for the life of the broker.
pub(crate) async fn run(broker: Arc<Broker>) {
    loop {
        tokio::time::sleep(LOOK).await;
        broker.refusals.sum_up(broker.clock.now(), |limit, more| {
            warn!(
                limit = limit.label(),
                more, "the limit was reached again, so many times"
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line at once, one with the number of the others after the interval, and each limit on its own.
    #[test]
    fn lines_are_rare_and_nothing_is_lost() {
        let refusals = Refusals::default();
        let mut lines = 0;
        let mut note = |limit, now| refusals.note(limit, now, || lines += 1);
        for now in 5..105 {
            note(Limit::Connections, now);
        }
        note(Limit::Subscriptions, 105);
        assert_eq!(lines, 2);
        let summed = |now| {
            let mut all = Vec::new();
            refusals.sum_up(now, |limit, more| all.push((limit, more)));
            all
        };
        assert_eq!(summed(10_004), []);
        assert_eq!(summed(10_005), [(Limit::Connections, 99)]);
        assert_eq!(summed(90_000), []);
        assert_eq!(refusals.counts()[Limit::Connections as usize], 100);
    }
}
