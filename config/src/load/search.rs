//! Which file is the configuration.

use std::path::PathBuf;

use super::LoadOptions;

/// A place where a configuration file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The file.
    pub path: PathBuf,
    /// What makes it a candidate: `-c`, `$GMQTT_CONFIG`, ...
    pub rule: &'static str,
    /// Whether it is there.
    pub exists: bool,
}

/// The places where a configuration file may be, first wins.
#[must_use]
pub fn search_path(options: &LoadOptions) -> Vec<Candidate> {
    let _ = options;
    Vec::new()
}
