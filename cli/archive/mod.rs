//! A backup: one tar archive with the files and the sessions of a broker, and a manifest that says what it must hold.
//!
//! ```text
//! config.yml      the config file, as it is
//! accounts        the password file
//! acl             the rule file
//! store/000001    what the store holds, as `gmqtt store export` writes it, in pieces
//! manifest.json   last: the size and the SHA-256 of each of them
//! ```

mod manifest;
mod read;
mod tar;
mod write;

pub(crate) use manifest::{Manifest, Sessions};
pub(crate) use read::Archive;
pub(crate) use write::ArchiveWriter;

use clap::ValueEnum;

/// What a backup may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// The config file
    Config,
    /// The password file of the plugin auth
    Accounts,
    /// The rule file of the plugin acl
    Acl,
    /// Sessions, their queues, and retained messages
    Sessions,
}

impl Part {
    pub(crate) const ALL: [Self; 4] = [Self::Config, Self::Accounts, Self::Acl, Self::Sessions];

    /// The word on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Accounts => "accounts",
            Self::Acl => "acl",
            Self::Sessions => "sessions",
        }
    }

    /// Its name in the archive; of sessions, what all their names begin with.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Config => "config.yml",
            Self::Accounts => "accounts",
            Self::Acl => "acl",
            Self::Sessions => "store/",
        }
    }
}
