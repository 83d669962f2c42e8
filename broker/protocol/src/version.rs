//! Protocol versions.

use std::fmt;

/// A protocol version as the CONNECT packet names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Version {
    /// MQTT 3.1: protocol name `MQIsdp`, level 3.
    V3_1 = 3,
    /// MQTT 3.1.1: protocol name `MQTT`, level 4.
    V3_1_1 = 4,
    /// MQTT 5.0: protocol name `MQTT`, level 5.
    V5 = 5,
}

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Self; 3] = [Self::V3_1, Self::V3_1_1, Self::V5];

    /// True for MQTT 5, the only version with properties and with reason codes in acknowledgements.
    #[must_use]
    pub const fn is_v5(self) -> bool {
        matches!(self, Self::V5)
    }

    /// The protocol name in CONNECT.
    #[must_use]
    pub const fn protocol_name(self) -> &'static str {
        match self {
            Self::V3_1 => "MQIsdp",
            Self::V3_1_1 | Self::V5 => "MQTT",
        }
    }

    /// The version that CONNECT names, `None` for any other pair of name and level.
    #[must_use]
    pub const fn from_wire(name: &[u8], level: u8) -> Option<Self> {
        match (name, level) {
            (b"MQIsdp", 3) => Some(Self::V3_1),
            (b"MQTT", 4) => Some(Self::V3_1_1),
            (b"MQTT", 5) => Some(Self::V5),
            _ => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_1 => "3.1",
            Self::V3_1_1 => "3.1.1",
            Self::V5 => "5",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_is_found_by_its_own_name_and_level() {
        for version in Version::ALL {
            assert_eq!(
                Version::from_wire(version.protocol_name().as_bytes(), version as u8),
                Some(version)
            );
        }
        for (name, level) in [
            ("MQTT", 3),
            ("MQIsdp", 4),
            ("MQTT", 6),
            ("mqtt", 4),
            ("MQTT", 0x84),
            ("", 4),
        ] {
            assert_eq!(
                Version::from_wire(name.as_bytes(), level),
                None,
                "{name} {level}"
            );
        }
    }
}
