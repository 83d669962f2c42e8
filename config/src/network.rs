//! Networks, as lists of who may connect name them.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use crate::InvalidAddress;

/// A range of addresses: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    /// How many leading bits count.
    prefix: u8,
}

impl Network {
    /// Whether an address is in it. An IPv4 address in IPv6 clothes counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let cut = |bits: u128, width: u32| {
            bits.checked_shr(width - u32::from(self.prefix))
                .unwrap_or(0)
        };
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                cut(own.to_bits().into(), 32) == cut(other.to_bits().into(), 32)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                cut(own.to_bits(), 128) == cut(other.to_bits(), 128)
            }
            _ => false,
        }
    }
}

impl Network {
    /// Whether it is one address.
    #[must_use]
    pub const fn is_one_address(&self) -> bool {
        let width = if self.address.is_ipv4() { 32 } else { 128 };
        self.prefix == width
    }

    /// The same network, written with zeros where bits do not count, and IPv4 in IPv6 clothes as IPv4.
    #[must_use]
    pub fn normal(&self) -> Self {
        let cut = |bits: u128, width: u32| {
            let rest = width - u32::from(self.prefix);
            bits.checked_shr(rest)
                .unwrap_or(0)
                .checked_shl(rest)
                .unwrap_or(0)
        };
        match self.address {
            IpAddr::V4(address) => Self {
                address: Ipv4Addr::from_bits(
                    u32::try_from(cut(address.to_bits().into(), 32)).unwrap_or(0),
                )
                .into(),
                ..*self
            },
            IpAddr::V6(address) => match (address.to_ipv4_mapped(), self.prefix) {
                (Some(mapped), prefix @ 96..) => Self {
                    address: mapped.into(),
                    prefix: prefix - 96,
                }
                .normal(),
                _ => Self {
                    address: Ipv6Addr::from_bits(cut(address.to_bits(), 128)).into(),
                    ..*self
                },
            },
        }
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        let address = address.to_canonical();
        let prefix = if address.is_ipv4() { 32 } else { 128 };
        Self { address, prefix }
    }
}

impl FromStr for Network {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let (address, prefix) = text
            .split_once('/')
            .map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let Ok(address) = address.parse::<IpAddr>() else {
            return Err(InvalidAddress::new(format!(
                "`{address}` is not an IP address"
            )));
        };
        let width = if address.is_ipv4() { 32 } else { 128 };
        let digits = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
        let prefix = match prefix {
            None => Some(width),
            Some(text) => Some(text)
                .filter(digits)
                .and_then(|text| text.parse().ok())
                .filter(|bits| *bits <= width),
        };
        let Some(prefix) = prefix else {
            let reason = format!("the number after `/` must be from 0 to {width}");
            return Err(InvalidAddress::new(reason));
        };
        Ok(Self { address, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// The permissions of a file, three or four octal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileMode(pub u32);

impl FromStr for FileMode {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let digits = text.strip_prefix("0o").unwrap_or(text);
        let octal = (3..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        u32::from_str_radix(digits, 8)
            .ok()
            .filter(|mode| octal && *mode <= 0o777)
            .map(Self)
            .ok_or_else(|| InvalidAddress::new("permissions are three octal digits"))
    }
}

impl fmt::Display for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn the_leading_bits_count() {
        let contains = |net: &str, ip: &str| network(net).contains(ip.parse().unwrap());
        assert!(contains("10.0.0.0/8", "10.255.0.1") && !contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("10.0.0.1", "10.0.0.1") && !contains("10.0.0.1", "10.0.0.2"));
        assert!(contains("0.0.0.0/0", "1.2.3.4") && !contains("0.0.0.0/0", "::1"));
        assert!(contains("::/0", "fe80::1") && contains("fd00::/8", "fdff::1"));
        assert!(contains("127.0.0.0/8", "::ffff:127.0.0.1"));
        assert!(contains("192.168.0.128/25", "192.168.0.129"));
        assert!(!contains("192.168.0.128/25", "192.168.0.1"));
    }

    #[test]
    fn a_network_has_one_normal_form() {
        let normal = |text: &str| network(text).normal().to_string();
        assert_eq!(normal("10.1.2.3/8"), "10.0.0.0/8");
        assert_eq!(normal("10.1.2.3"), "10.1.2.3/32");
        assert_eq!(normal("255.255.255.255/0"), "0.0.0.0/0");
        assert_eq!(normal("fe80::1/10"), "fe80::/10");
        assert_eq!(normal("ffff::1/0"), "::/0");
        assert_eq!(normal("::ffff:10.1.2.3/104"), "10.0.0.0/8");
        let mapped: IpAddr = "::ffff:10.1.2.3".parse().unwrap();
        assert_eq!(Network::from(mapped), network("10.1.2.3"));
        assert!(network("10.1.2.3").is_one_address() && !network("::/64").is_one_address());
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "10.0.0",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "a/8",
            "10.0.0.0/+8",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        assert_eq!(network("10.1.0.0/16").to_string(), "10.1.0.0/16");
    }

    #[test]
    fn permissions_are_octal() {
        assert_eq!("0660".parse(), Ok(FileMode(0o660)));
        assert_eq!("660".parse(), Ok(FileMode(0o660)));
        for text in ["", "8", "0999", "66", "10000", "1777", "rw-"] {
            assert!(text.parse::<FileMode>().is_err(), "{text}");
        }
    }
}
