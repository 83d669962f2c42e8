//! How much happens in a minute, averaged over the last 1, 5 and 15: exponentially, as the load of a Unix system is.

use std::time::Duration;

/// The averages of one counter, per minute.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Load {
    /// The counter when it was last looked at.
    before: u64,
    averages: [f64; 3],
}

/// Over how many minutes is averaged.
const MINUTES: [f64; 3] = [1.0, 5.0, 15.0];

impl Load {
    /// The averages, now that the counter has this value and so much time has passed since it was last looked at.
    pub(crate) fn update(&mut self, counter: u64, passed: Duration) -> [f64; 3] {
        let minutes = passed.as_secs_f64() / 60.0;
        if minutes > 0.0 {
            let rate = counter.saturating_sub(self.before) as f64 / minutes;
            self.before = counter;
            for (average, span) in self.averages.iter_mut().zip(MINUTES) {
                *average = rate + (*average - rate) * (-minutes / span).exp();
            }
        }
        self.averages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A steady rate is approached, by the short average first; and left again when nothing happens.
    #[test]
    fn averages_follow_the_rate() {
        let mut load = Load::default();
        let ten_seconds = Duration::from_secs(10);
        let mut last = [0.0; 3];
        for step in 1..=6 {
            last = load.update(step * 100, ten_seconds);
        }
        // 600 a minute for one minute: 1 - 1/e of it in the average of one minute.
        assert!((last[0] - 600.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-6);
        assert!(last[0] > last[1] && last[1] > last[2] && last[2] > 0.0);
        let later = load.update(600, Duration::from_secs(600));
        assert!(later[0] < 0.1 && later[2] > later[1], "{later:?}");
    }

    #[test]
    fn no_time_changes_nothing() {
        let mut load = Load::default();
        assert_eq!(load.update(100, Duration::ZERO), [0.0; 3]);
        assert!(load.update(100, Duration::from_secs(60))[0] > 0.0);
    }
}
