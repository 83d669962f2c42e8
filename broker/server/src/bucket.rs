//! A token bucket: so much a second, and at most the measure of one second at once.

use crate::clock::Millis;

/// What one client or address may still take. It can go into debt, which later seconds pay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    /// In thousandths of a token: a rate per second is one in thousandths per millisecond.
    level: i64,
    at: Millis,
}

const TOKEN: i64 = 1000;

impl Bucket {
    /// A full one.
    pub(crate) fn new(rate: u32, now: Millis) -> Self {
        Self {
            level: i64::from(rate) * TOKEN,
            at: now,
        }
    }

    /// Whole tokens that are there.
    pub(crate) fn tokens(&mut self, rate: u32, now: Millis) -> u64 {
        let rate = i64::from(rate);
        let passed = i64::try_from(now.saturating_sub(self.at)).unwrap_or(i64::MAX);
        self.level = self
            .level
            .saturating_add(rate.saturating_mul(passed))
            .min(rate * TOKEN);
        self.at = self.at.max(now);
        u64::try_from(self.level / TOKEN).unwrap_or(0)
    }

    /// Takes tokens, whether they are there or not.
    pub(crate) fn take(&mut self, tokens: u64) {
        let taken = i64::try_from(tokens)
            .unwrap_or(i64::MAX)
            .saturating_mul(TOKEN);
        self.level = self.level.saturating_sub(taken);
    }

    /// How long it takes until so many tokens are there, as of the last look at it; 0 without a rate.
    pub(crate) fn wait(&self, rate: u32, tokens: u64) -> Millis {
        let wanted = i64::try_from(tokens)
            .unwrap_or(i64::MAX)
            .saturating_mul(TOKEN);
        let missing = u64::try_from(wanted.saturating_sub(self.level)).unwrap_or(0);
        match rate {
            0 => 0,
            rate => missing.div_ceil(u64::from(rate)),
        }
    }

    /// Whether nothing has been taken, or all that was has been made up for.
    pub(crate) fn is_full(&mut self, rate: u32, now: Millis) -> bool {
        self.tokens(rate, now) == u64::from(rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_is_worth_the_rate_and_no_more() {
        let mut bucket = Bucket::new(10, 0);
        assert_eq!(bucket.tokens(10, 0), 10);
        bucket.take(10);
        assert_eq!((bucket.tokens(10, 99), bucket.tokens(10, 100)), (0, 1));
        assert_eq!(bucket.tokens(10, 60_000), 10);
        assert!(bucket.is_full(10, 60_000));
    }

    #[test]
    fn debts_are_paid_before_anything_is_there() {
        let mut bucket = Bucket::new(10, 0);
        bucket.take(15);
        assert_eq!(bucket.wait(10, 1), 600);
        assert_eq!((bucket.tokens(10, 500), bucket.tokens(10, 600)), (0, 1));
        assert_eq!((bucket.wait(10, 1), bucket.wait(0, 1)), (0, 0));
    }

    /// As after a reload: what is there never exceeds the new measure.
    #[test]
    fn the_rate_may_change() {
        let mut bucket = Bucket::new(1000, 0);
        assert_eq!((bucket.tokens(10, 0), bucket.tokens(1000, 10)), (10, 20));
    }
}
