//! Who may not connect.

use std::fmt;
use std::io;
use std::time::SystemTime;

use gmqtt_config::Network;

/// Who is banned.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Banned {
    /// The client with this identifier.
    Client(String),
    /// Clients with this user name.
    User(String),
    /// Clients from these addresses.
    Network(Network),
}

impl Banned {
    /// The kind of it in a word: `client`, `user` or `address`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Client(_) => "client",
            Self::User(_) => "user",
            Self::Network(_) => "address",
        }
    }
}

/// Without its kind.
impl fmt::Display for Banned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(name) | Self::User(name) => f.write_str(name),
            Self::Network(network) => network.fmt(f),
        }
    }
}

/// A ban.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// Who is banned.
    pub banned: Banned,
    /// When it ends; `None` means never.
    pub until: Option<SystemTime>,
    /// Who said so.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub created_at: SystemTime,
    /// How often it has refused somebody since the broker started.
    pub refused: u64,
}

/// Why a ban cannot be made or lifted.
#[derive(Debug)]
pub enum BanError {
    /// There are as many as there may be.
    TooMany(usize),
    /// They cannot be written down.
    File(io::Error),
    /// The broker is gone.
    Stopped,
}

impl fmt::Display for BanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany(most) => write!(
                f,
                "there are {most} bans already: lift some, or ban a network instead of its addresses"
            ),
            Self::File(error) => write!(f, "the bans cannot be written to `data_dir`: {error}"),
            Self::Stopped => f.write_str("the broker stops"),
        }
    }
}

impl std::error::Error for BanError {}
