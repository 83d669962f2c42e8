//! How often which duration was measured: a histogram with a high dynamic range, to within one per cent.
//!
//! ```text
//! nanoseconds   0 .. 127        one bucket each
//!               128 .. 255      64 buckets, and 64 more for each power of two above
//! ```

use std::time::Duration;

/// Durations from a nanosecond to centuries in fixed memory (30 KiB).
#[derive(Debug, Clone)]
pub(super) struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    max: u64,
}

const BITS: u32 = 6;
const HALF: u64 = 1 << BITS;
const BUCKETS: usize = 60 << BITS;

impl Default for Histogram {
    fn default() -> Self {
        Self {
            buckets: vec![0; BUCKETS],
            count: 0,
            max: 0,
        }
    }
}

impl Histogram {
    pub(super) fn record(&mut self, duration: Duration) {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.buckets[bucket(nanoseconds)] += 1;
        self.count += 1;
        self.max = self.max.max(nanoseconds);
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.max = self.max.max(other.max);
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn max(&self) -> Duration {
        Duration::from_nanos(self.max)
    }

    /// What `share` of all durations, 0 to 1, are not longer than.
    pub(super) fn percentile(&self, share: f64) -> Duration {
        let rank = (share * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Duration::from_nanos(largest(index).min(self.max));
            }
        }
        self.max()
    }
}

fn bucket(nanoseconds: u64) -> usize {
    let shift = (u64::BITS - nanoseconds.leading_zeros()).saturating_sub(BITS + 1);
    // The leading bit of what is left is set, but for the first buckets.
    let index = u64::from(shift) * HALF + (nanoseconds >> shift);
    usize::try_from(index).map_or(BUCKETS - 1, |index| index.min(BUCKETS - 1))
}

/// The longest duration that falls into a bucket.
fn largest(index: usize) -> u64 {
    let index = index as u64;
    let shift = (index / HALF).saturating_sub(1);
    let mantissa = index - shift * HALF;
    ((mantissa + 1) << shift).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_right_to_a_hundredth_and_more() {
        let mut histogram = Histogram::default();
        for milliseconds in 1..=1000 {
            histogram.record(Duration::from_millis(milliseconds));
        }
        for (share, milliseconds) in [(0.5, 500.0), (0.99, 990.0), (0.001, 1.0), (1.0, 1000.0)] {
            let found = histogram.percentile(share).as_secs_f64() * 1e3;
            assert!(
                (found / milliseconds - 1.0).abs() < 0.017,
                "{share}: {found}"
            );
        }
        assert_eq!(
            (histogram.count(), histogram.max()),
            (1000, Duration::from_secs(1))
        );
        let mut sum = Histogram::default();
        sum.add(&histogram);
        sum.add(&histogram);
        assert_eq!(sum.count(), 2000);
    }

    proptest::proptest! {
        #[test]
        fn every_duration_is_in_a_bucket_that_is_not_too_wide(nanoseconds: u64, shift in 0_u32..64) {
            let nanoseconds = nanoseconds >> shift;
            let largest = largest(bucket(nanoseconds));
            assert!(largest >= nanoseconds);
            assert!(largest - nanoseconds <= nanoseconds / HALF);
        }
    }
}
