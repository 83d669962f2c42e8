//! Numbers for people.

const UNITS: [&str; 6] = ["", "K", "M", "G", "T", "P"];

/// A number of bytes with a unit of 1000: `1.2K`, `3.4M`; below a thousand as it is.
pub(crate) fn bytes(number: u64) -> String {
    short(number)
}

/// A number of bytes in a sentence: `12 B`, `84.1 kB`, `1.3 GB`.
pub(crate) fn size(number: u64) -> String {
    let text = short(number);
    match text.strip_suffix(|unit: char| unit.is_ascii_alphabetic()) {
        None => format!("{text} B"),
        Some(digits) => {
            let unit = &text[digits.len()..];
            format!("{digits} {}B", if unit == "K" { "k" } else { unit })
        }
    }
}

/// Things a second in a sentence: `0`, `12.5`, `48.2K`.
pub(crate) fn pace(rate: f64) -> String {
    if rate < 0.05 {
        return "0".to_owned();
    }
    if rate < 1000.0 {
        let text = format!("{rate:.1}");
        return text.strip_suffix(".0").map(str::to_owned).unwrap_or(text);
    }
    // As in `rate`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    short(rate as u64)
}

/// A number of things, short: `812`, `48.2K`.
pub(crate) fn count(number: u64) -> String {
    short(number)
}

fn short(number: u64) -> String {
    let mut unit = 0;
    // One digit after the point is all that is said.
    #[expect(clippy::cast_precision_loss, reason = "rounded anyway")]
    let mut rest = number as f64;
    while rest >= 999.95 && unit + 1 < UNITS.len() {
        rest /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        number.to_string()
    } else {
        format!("{rest:.1}{}", UNITS[unit])
    }
}

/// Things a second: one digit after the point, short from ten thousand on.
pub(crate) fn rate(rate: f64) -> String {
    if rate.is_finite() && rate >= 9999.95 {
        // A rate is never negative, and what is beyond 64 bits is as good as any number there.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        return short(rate as u64);
    }
    format!("{rate:.1}")
}

/// A number with commas: `10,412`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1.0K"),
            (48_211, "48.2K"),
            (999_949, "999.9K"),
            (999_950, "1.0M"),
            (1_300_000_000, "1.3G"),
            (u64::MAX, "18446.7P"),
        ] {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn sentences_have_units() {
        assert_eq!(size(12), "12 B");
        assert_eq!(size(84_100), "84.1 kB");
        assert_eq!(size(1_300_000_000), "1.3 GB");
        assert_eq!(pace(0.0), "0");
        assert_eq!(pace(12.0), "12");
        assert_eq!(pace(48_211.0), "48.2K");
    }

    #[test]
    fn rates_have_one_digit_after_the_point() {
        assert_eq!(rate(0.0), "0.0");
        assert_eq!(rate(812.44), "812.4");
        assert_eq!(rate(48_200.0), "48.2K");
        assert_eq!(rate(f64::NAN), "NaN");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1204), "1,204");
        assert_eq!(grouped(11_616_000), "11,616,000");
    }
}
