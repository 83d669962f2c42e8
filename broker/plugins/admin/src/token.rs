//! The secret of a token: `gmt_`, 32 letters and digits, and six more that check them, so that scanners of source code know one
//! when they see it. What is stored is its SHA-256: 190 random bits need no slow hash.

use std::fmt;

use aws_lc_rs::{digest, rand};

/// What a bearer sends. It is not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

/// What is stored of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest([u8; 32]);

const PREFIX: &str = "gmt_";
/// Letters and digits that are random.
const RANDOM: usize = 32;
/// Letters and digits that check them.
const CHECK: usize = 6;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub(crate) fn new() -> Result<Self, aws_lc_rs::error::Unspecified> {
        let mut body = String::with_capacity(RANDOM);
        while body.len() < RANDOM {
            let mut bytes = [0; RANDOM];
            rand::fill(&mut bytes)?;
            // 248 is the largest multiple of 62 that fits: what is above would make some digits likelier.
            let fair = bytes.iter().filter(|byte| **byte < 248);
            let digits = fair.map(|byte| char::from(DIGITS[usize::from(*byte) % DIGITS.len()]));
            body.extend(digits.take(RANDOM - body.len()));
        }
        let check = check(&body);
        Ok(Self(format!("{PREFIX}{body}{check}")))
    }

    /// Reads one; `None` if it cannot be one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let is_plain =
            rest.len() == RANDOM + CHECK && rest.bytes().all(|b| b.is_ascii_alphanumeric());
        let (body, given) = rest.split_at_checked(RANDOM)?;
        (is_plain && check(body) == given).then(|| Self(text.to_owned()))
    }

    /// What is stored of it.
    pub(crate) fn digest(&self) -> Digest {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, self.0.as_bytes()).as_ref());
        Digest(out)
    }

    /// To be shown once.
    pub(crate) fn reveal(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gmt_***")
    }
}

impl Digest {
    /// Reads 64 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut out = [0; 32];
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(Self(out))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256")
    }
}

/// The CRC-32 of zlib, in letters and digits, the least first.
fn check(body: &str) -> String {
    let mut crc = u32::MAX;
    for byte in body.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            let bit = crc & 1;
            crc >>= 1;
            if bit == 1 {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    let mut rest = !crc as usize;
    let digit = |_| {
        let digit = char::from(DIGITS[rest % DIGITS.len()]);
        rest /= DIGITS.len();
        digit
    };
    (0..CHECK).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_secret_is_read_again_and_unlike_any_other() {
        let (a, b) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_ne!(a, b);
        assert_eq!(a.0.len(), 42);
        assert_eq!(Secret::parse(&a.0), Some(a.clone()));
        assert_eq!(Digest::parse(&a.digest().to_string()), Some(a.digest()));
        assert_ne!(a.digest(), b.digest());
        assert_eq!(format!("{a:?} {:?}", a.digest()), "gmt_*** sha256");
    }

    #[test]
    fn a_digit_that_is_wrong_is_noticed() {
        let secret = Secret::new().unwrap().0;
        for at in 4..secret.len() {
            let other = if &secret[at..=at] == "x" { "y" } else { "x" };
            let mut wrong = secret.clone();
            wrong.replace_range(at..=at, other);
            assert_eq!(Secret::parse(&wrong), None, "{at}");
        }
    }

    #[test]
    fn the_check_is_the_one_of_zlib() {
        // CRC-32 of "123456789" is 0xCBF43926.
        let mut number = 0xCBF4_3926_usize;
        let expected: String = (0..6)
            .map(|_| {
                let digit = char::from(DIGITS[number % 62]);
                number /= 62;
                digit
            })
            .collect();
        assert_eq!(check("123456789"), expected);
    }

    proptest! {
        #[test]
        fn anything_is_read_without_harm(text in "\\PC{0,60}") {
            prop_assert!(Secret::parse(&text).is_none());
            let _ = Digest::parse(&text);
        }
    }
}
