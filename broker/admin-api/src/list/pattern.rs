//! Patterns of filters: text with `*` for anything, and networks of addresses.

use std::net::IpAddr;

/// Whether a text fits a pattern in which `*` stands for any characters and `\*` for itself. Without a `*` the pattern has to be
/// the whole text.
pub(super) fn fits(pattern: &Pattern, text: &str) -> bool {
    let parts = &pattern.parts;
    let [first, middle @ .., last] = parts.as_slice() else {
        return parts.first().is_none_or(|only| only == text);
    };
    let Some(rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    let Some(mut rest) = rest.strip_suffix(last.as_str()) else {
        return false;
    };
    for part in middle {
        let Some(at) = rest.find(part.as_str()) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

/// The parts between the `*` of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        let mut parts = vec![String::new()];
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            let c = match c {
                '*' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => characters.next().unwrap_or('\\'),
                c => c,
            };
            if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        }
        Self { parts }
    }

    /// That texts fit which hold this one.
    pub(super) fn holding(text: &str) -> Self {
        Self {
            parts: vec![String::new(), text.to_owned(), String::new()],
        }
    }
}

/// An address, or all whose first bits are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= all)?,
            None => all,
        };
        Some(Self { address, bits })
    }

    pub(super) fn contains(self, address: IpAddr) -> bool {
        // An IPv4 client of a socket for both has an IPv6 address that says so.
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                let differ = a.to_bits() ^ b.to_bits();
                differ.checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let differ = a.to_bits() ^ b.to_bits();
                differ.checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, expected) in [
            ("sensor-*", "sensor-1", true),
            ("sensor-*", "sensor-", true),
            ("sensor-*", "a-sensor-1", false),
            ("*-1", "sensor-1", true),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
        ] {
            assert_eq!(
                fits(&Pattern::new(pattern), text),
                expected,
                "{pattern} {text}"
            );
        }
        assert!(fits(&Pattern::holding("ens"), "sensor"));
    }

    #[test]
    fn a_network_is_its_first_bits() {
        let contains = |network: &str, address: &str| {
            Network::parse(network)
                .unwrap()
                .contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.9.8.7"));
        assert!(contains("10.0.0.0/8", "::ffff:10.9.8.7"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "11.0.0.1"));
        assert!(contains("10.0.0.1", "10.0.0.1"));
        assert!(!contains("10.0.0.1", "10.0.0.2"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(!contains("2001:db8::/32", "10.0.0.1"));
        for wrong in ["10.0.0.0/33", "10.0.0", "::/129", "x/8", ""] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}
