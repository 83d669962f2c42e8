//! Figures as people read them.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::data::At;

/// How large numbers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Units {
    /// In thousands: `1.2K`, `31.0 MB`.
    #[default]
    Si,
    /// Bytes in powers of two: `29.6 MiB`.
    Iec,
    /// Every digit.
    Raw,
}

impl Units {
    /// The next way.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Si => Self::Iec,
            Self::Iec => Self::Raw,
            Self::Raw => Self::Si,
        }
    }

    /// Its name.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Si => "SI",
            Self::Iec => "IEC",
            Self::Raw => "raw",
        }
    }

    /// A number of things.
    pub(crate) fn number(self, value: f64) -> String {
        if !value.is_finite() {
            return "-".to_owned();
        }
        if self == Self::Raw {
            return grouped(value);
        }
        scaled(value, 1_000.0, &["", "K", "M", "G", "T", "P"], "")
    }

    /// A number of bytes.
    pub(crate) fn bytes(self, value: f64) -> String {
        if !value.is_finite() {
            return "-".to_owned();
        }
        match self {
            Self::Si => scaled(value, 1_000.0, &["B", "kB", "MB", "GB", "TB", "PB"], " "),
            Self::Iec => scaled(
                value,
                1_024.0,
                &["B", "KiB", "MiB", "GiB", "TiB", "PiB"],
                " ",
            ),
            Self::Raw => format!("{} B", grouped(value)),
        }
    }
}

fn scaled(value: f64, step: f64, names: &[&str], blank: &str) -> String {
    let mut value = value;
    let mut at = 0;
    // What would be rounded up to the next step is written in the next step.
    while value.abs() >= step - 0.05 && at + 1 < names.len() {
        value /= step;
        at += 1;
    }
    let name = names[at];
    if at == 0 {
        return if value.fract().abs() < 0.05 || value.abs() >= 10.0 {
            format!("{value:.0}{blank}{name}")
        } else {
            format!("{value:.1}{blank}{name}")
        };
    }
    format!("{value:.1}{blank}{name}")
}

/// A whole number with a comma between thousands.
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits.as_str()), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An age in one unit: `8s`, `41m`, `2h`, `6d`.
pub(crate) fn age(age: Duration) -> String {
    let seconds = age.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// How long something runs, in two units: `6d 04h`.
pub(crate) fn uptime(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{}h {:02}m", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{}d {:02}h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

/// A time span in milliseconds: `0.4 ms`, `88 ms`, `8.2 s`.
pub(crate) fn millis(value: f64) -> String {
    if !value.is_finite() {
        "-".to_owned()
    } else if value < 10.0 {
        format!("{value:.1} ms")
    } else if value < 1_000.0 {
        format!("{value:.0} ms")
    } else {
        format!("{:.1} s", value / 1_000.0)
    }
}

/// A moment as the time of the day.
pub(crate) fn clock(at: At, zone: &TimeZone) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    moment
        .to_zoned(zone.clone())
        .strftime("%H:%M:%S")
        .to_string()
}

/// The same with milliseconds.
pub(crate) fn precise_clock(at: At, zone: &TimeZone) -> String {
    format!("{}.{:03}", clock(at, zone), at.0.rem_euclid(1_000))
}

/// A moment by RFC 3339, in seconds.
pub(crate) fn rfc3339(at: At) -> String {
    let moment = jiff::Timestamp::from_second(at.0.div_euclid(1_000)).unwrap_or_default();
    moment.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_short() {
        let si = |value| Units::Si.number(value);
        assert_eq!(si(0.0), "0");
        assert_eq!(si(0.23), "0.2");
        assert_eq!(si(812.4), "812");
        assert_eq!(si(999.99), "1.0K");
        assert_eq!(si(48_213.0), "48.2K");
        assert_eq!(si(f64::NAN), "-");
        assert_eq!(Units::Raw.number(1_204_000.0), "1,204,000");
        assert_eq!(Units::Si.bytes(31_000_000.0), "31.0 MB");
        assert_eq!(Units::Iec.bytes(31_000_000.0), "29.6 MiB");
        assert_eq!(Units::Raw.bytes(1_300.0), "1,300 B");
        assert_eq!(grouped(-1_234.0), "-1,234");
    }

    #[test]
    fn spans_have_the_unit_that_fits() {
        assert_eq!(age(Duration::from_secs(7_300)), "2h");
        assert_eq!(uptime(6 * 86_400 + 4 * 3_600), "6d 04h");
        assert_eq!(uptime(125), "2m 05s");
        assert_eq!(
            (millis(0.43), millis(88.2), millis(8_230.0)),
            ("0.4 ms".into(), "88 ms".into(), "8.2 s".into())
        );
    }

    #[test]
    fn clocks_are_of_the_zone() {
        let at = At(1_795_378_447_102);
        assert_eq!(precise_clock(at, &TimeZone::UTC), "20:14:07.102");
        assert_eq!(rfc3339(at), "2026-11-22T20:14:07Z");
    }
}
