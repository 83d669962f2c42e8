//! Moments and lengths of time, for people and for programs.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// A moment by RFC 3339, in UTC, to the second or, if it says more, the millisecond.
pub(crate) fn rfc3339(moment: SystemTime) -> String {
    let Ok(moment) = Timestamp::try_from(moment) else {
        return "-".to_owned();
    };
    if moment.subsec_millisecond() == 0 {
        format!("{moment:.0}")
    } else {
        format!("{moment:.3}")
    }
}

/// The same to the second.
pub(crate) fn rfc3339_seconds(moment: SystemTime) -> String {
    Timestamp::try_from(moment).map_or_else(|_| "-".to_owned(), |moment| format!("{moment:.0}"))
}

/// How long ago a moment is: `4s`, `41m`, `2h`, `6d`, `3y`. A clock that is a bit off makes it `0s`.
pub(crate) fn ago(moment: SystemTime, now: SystemTime) -> String {
    rough(now.duration_since(moment).unwrap_or_default())
}

/// How long it is until a moment; `now` if it has passed.
pub(super) fn until(moment: SystemTime, now: SystemTime) -> String {
    match moment.duration_since(now) {
        Ok(length) => format!("in {}", rough(length)),
        Err(_) => "now".to_owned(),
    }
}

/// The largest unit only.
fn rough(length: Duration) -> String {
    let seconds = length.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        86_400..31_536_000 => format!("{}d", seconds / 86_400),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

/// The two largest units: `6d 04h`, `3m 05s`, `12s`, `40 ms`.
pub(crate) fn short_duration(length: Duration) -> String {
    let seconds = length.as_secs();
    match seconds {
        0 => format!("{} ms", length.as_millis()),
        1..60 => format!("{seconds}s"),
        60..3600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{}h {:02}m", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{}d {:02}h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

/// The moment that seconds and nanoseconds since 1970 name, as the API writes them.
pub(crate) fn moment(seconds: i64, nanos: i32) -> Option<SystemTime> {
    let timestamp = Timestamp::new(seconds, nanos).ok()?;
    Some(timestamp.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_for_programs() {
        assert_eq!(
            rfc3339(moment(1_600_000_000, 0).unwrap()),
            "2020-09-13T12:26:40Z"
        );
        assert_eq!(
            rfc3339(moment(1_600_000_000, 5_000_000).unwrap()),
            "2020-09-13T12:26:40.005Z"
        );
        assert_eq!(moment(i64::MAX, 0), None);
    }

    #[test]
    fn lengths_are_rough_for_people() {
        let now = moment(1_600_000_000, 0).unwrap();
        for (seconds, text) in [
            (0, "0s"),
            (59, "59s"),
            (60, "1m"),
            (2 * 3600 + 59, "2h"),
            (3 * 86_400, "3d"),
            (3 * 31_536_000, "3y"),
        ] {
            assert_eq!(ago(now - Duration::from_secs(seconds), now), text);
        }
        assert_eq!(ago(now + Duration::from_secs(5), now), "0s");
        assert_eq!(until(now + Duration::from_secs(120), now), "in 2m");
        assert_eq!(until(now - Duration::from_secs(1), now), "now");
        assert_eq!(
            short_duration(Duration::from_secs(6 * 86_400 + 4 * 3600)),
            "6d 04h"
        );
        assert_eq!(short_duration(Duration::from_millis(40)), "40 ms");
    }
}
