//! Warnings that a certificate ends: 30 days before, 7, one, and when it is over. Each is given once, at the start as well as
//! when its day comes, and anew for a new certificate.

use std::time::{Duration, SystemTime};

/// The days before the end at which there is a warning.
const DAYS: [u64; 4] = [0, 1, 7, 30];
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The warnings about the certificate of one listener.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    /// For a certificate that ends then, the last one that was given.
    given: Option<(SystemTime, u64)>,
}

/// What there is to warn of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// In so many whole days.
    In(u64),
    Over,
}

impl Warnings {
    /// The warning that is due now and was not given.
    pub(crate) fn due(&mut self, end: SystemTime, now: SystemTime) -> Option<End> {
        let left = end.duration_since(now).unwrap_or_default();
        let mark = DAYS.into_iter().find(|days| left <= DAY * *days as u32)?;
        let given = self.given.replace((end, mark));
        if given == Some((end, mark)) {
            return None;
        }
        Some(match mark {
            0 => End::Over,
            _ => End::In(left.as_secs() / DAY.as_secs()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_warning_is_given_once_and_in_time() {
        let end = SystemTime::UNIX_EPOCH + 1000 * DAY;
        let mut warnings = Warnings::default();
        let mut given = Vec::new();
        for hour in (0..50 * 24).rev() {
            let now = end - hour * Duration::from_secs(60 * 60);
            given.extend(warnings.due(end, now));
        }
        assert_eq!(given, [End::In(30), End::In(7), End::In(1), End::Over]);
        assert_eq!(warnings.due(end, end + 9 * DAY), None);
    }

    #[test]
    fn a_start_gives_the_one_that_holds_and_a_new_certificate_begins_anew() {
        let now = SystemTime::UNIX_EPOCH + 1000 * DAY;
        let mut warnings = Warnings::default();
        assert_eq!(warnings.due(now + 3 * DAY, now), Some(End::In(3)));
        assert_eq!(warnings.due(now + 3 * DAY, now), None);
        assert_eq!(warnings.due(now + 90 * DAY, now), None);
        assert_eq!(warnings.due(now + 5 * DAY, now), Some(End::In(5)));
        assert_eq!(warnings.due(now - DAY, now), Some(End::Over));
    }
}
