//! Durations as the Go broker writes them: `2h`, `1h30m`, `1.5h`, `100ms`, or an integer number of nanoseconds.

use std::time::Duration;

/// Why a text is not a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDuration {
    /// It is not a sequence of numbers with units.
    #[error("not a duration")]
    Syntax,
    /// A number has no unit.
    #[error("the unit is missing")]
    NoUnit,
    /// Negative durations mean nothing here.
    #[error("a duration cannot be negative")]
    Negative,
    /// More than 2^63-1 nanoseconds, about 292 years.
    #[error("longer than 292 years")]
    TooLong,
}

/// Units from long to short. `d` is ours; Go stops at hours.
const UNITS: [(&str, u128); 8] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];

/// Reads a duration: numbers with the units d, h, m, s, ms, us and ns one after the other, or a bare integer, which
/// counts nanoseconds as in the Go broker.
///
/// # Errors
/// When the text is malformed, negative, or longer than 2^63-1 nanoseconds.
pub fn parse_duration(text: &str) -> Result<Duration, InvalidDuration> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Some(rest) = unsigned.strip_prefix('-') {
        return match parse_duration(rest.trim_start_matches(['-', '+'])) {
            Ok(Duration::ZERO) => Ok(Duration::ZERO),
            Ok(_) => Err(InvalidDuration::Negative),
            Err(error) => Err(error),
        };
    }
    if !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return nanos(digits(unsigned)?);
    }
    let mut total: u128 = 0;
    let mut rest = unsigned;
    loop {
        let (term, after) = term(rest)?;
        total = total.saturating_add(term);
        if after.is_empty() {
            return nanos(total);
        }
        rest = after;
    }
}

/// One number with its unit, in nanoseconds, and what follows it.
fn term(text: &str) -> Result<(u128, &str), InvalidDuration> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return Err(InvalidDuration::Syntax);
    }
    let end = rest
        .find(|c: char| c.is_ascii_digit() || c == '.')
        .unwrap_or(rest.len());
    let (unit, after) = rest.split_at(end);
    if unit.is_empty() {
        return Err(InvalidDuration::NoUnit);
    }
    // Go takes the Greek mu as well as the micro sign.
    let unit = if unit == "μs" { "us" } else { unit };
    let (_, scale) = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .ok_or(InvalidDuration::Syntax)?;
    let mut nanos = digits(whole)?.saturating_mul(*scale);
    let mut place = *scale;
    for digit in fraction.bytes().take(18) {
        place /= 10;
        nanos = nanos.saturating_add(u128::from(digit - b'0').saturating_mul(place));
    }
    Ok((nanos, after))
}

fn digits(text: &str) -> Result<u128, InvalidDuration> {
    if text.is_empty() {
        Ok(0)
    } else {
        text.parse().map_err(|_| InvalidDuration::TooLong)
    }
}

fn nanos(total: u128) -> Result<Duration, InvalidDuration> {
    match u64::try_from(total) {
        Ok(total) if i64::try_from(total).is_ok() => Ok(Duration::from_nanos(total)),
        _ => Err(InvalidDuration::TooLong),
    }
}

/// Writes a duration so that [`parse_duration`] and the Go broker read it back: `1h30m`, `1m500ms`, `0s`.
#[must_use]
pub fn format_duration(duration: Duration) -> String {
    let mut rest = duration.as_nanos();
    if rest == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for (unit, scale) in UNITS
        .iter()
        .filter(|(unit, _)| !matches!(*unit, "d" | "µs"))
    {
        let count = rest / scale;
        if count > 0 {
            text.push_str(&format!("{count}{unit}"));
            rest %= scale;
        }
    }
    text
}
