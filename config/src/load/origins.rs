//! Where each value came from.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::Location;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Nobody set it.
    #[default]
    Default,
    /// A line of the file.
    File(Location),
    /// An environment variable.
    Env(Location),
    /// A `--set` flag.
    Flag(Location),
}

impl Origin {
    /// The place, unless it is the default.
    #[must_use]
    pub const fn location(&self) -> Option<&Location> {
        match self {
            Self::Default => None,
            Self::File(location) | Self::Env(location) | Self::Flag(location) => Some(location),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.pad("default"),
            Self::File(location) => f.pad(&format!("{}:{}", location.source, location.line)),
            Self::Env(location) | Self::Flag(location) => f.pad(&location.source),
        }
    }
}

/// Where each value came from, by the dotted path of its key: `mqtt.max_inflight`, `listeners[1].address`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(BTreeMap<String, Origin>);

impl Origins {
    /// Where the value of a key came from.
    #[must_use]
    pub fn of(&self, key: &str) -> &Origin {
        self.0.get(key).unwrap_or(&Origin::Default)
    }

    /// Every key that somebody set, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Origin)> {
        self.0.iter().map(|(key, origin)| (key.as_str(), origin))
    }
}

impl FromIterator<(String, Origin)> for Origins {
    fn from_iter<I: IntoIterator<Item = (String, Origin)>>(origins: I) -> Self {
        Self(
            origins
                .into_iter()
                .filter(|(_, origin)| *origin != Origin::Default)
                .collect(),
        )
    }
}
