//! Where each value came from.

use std::collections::BTreeMap;

use super::Location;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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

/// Where each value came from, by key path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(BTreeMap<String, Origin>);
