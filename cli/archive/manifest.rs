//! What an archive must hold.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::Part;

pub(super) const NAME: &str = "manifest.json";
/// Later ones read the earlier.
pub(super) const FORMAT: u32 = 1;

/// What an archive must hold, and where that comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    /// The version that wrote it.
    pub(crate) gmqtt: String,
    pub(crate) created_at: String,
    /// The node it was made of.
    pub(crate) node: String,
    /// Where the config file was.
    pub(crate) config_path: Option<String>,
    /// What the store held.
    pub(crate) sessions: Option<Sessions>,
    /// In order.
    pub(crate) files: Vec<ArchivedFile>,
}

/// What a store held.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sessions {
    /// Where it was.
    pub(crate) place: String,
    pub(crate) sessions: u64,
    pub(crate) queued: u64,
    pub(crate) retained: u64,
}

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArchivedFile {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) sha256: String,
}

impl ArchivedFile {
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let mut sha256 = String::new();
        for byte in digest(&SHA256, bytes).as_ref() {
            // A text takes everything.
            let _ = write!(sha256, "{byte:02x}");
        }
        Self {
            name: name.to_owned(),
            size: bytes.len() as u64,
            sha256,
        }
    }
}

impl Manifest {
    /// Whether the archive holds this.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.files.iter().any(|file| match part {
            Part::Sessions => file.name.starts_with(part.name()),
            _ => file.name == part.name(),
        })
    }
}
