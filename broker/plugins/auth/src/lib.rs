//! The plugin `auth`: accounts with passwords.
//!
//! - [`AuthPlugin`] answers `on_basic_auth` (user name and password), and `on_enhanced_auth` and `on_re_auth` for the method
//!   SCRAM-SHA-256.
//! - [`AuthPlugin`] also adds `AccountService` to the admin API.
//! - [`Accounts`] are the accounts of a password file, for who manages them.
//!
//! A client that is refused is told so with CONNACK 0x87 (v5) or 5 (3.x), whatever the reason: what is wrong, and whether
//! there is such a user at all, is the log's to know.

mod account;
mod accounts;
mod authenticator;
mod exchange;
mod hash;
mod lockout;
mod password_file;
mod plugin;
mod pool;
mod scram;
mod service;
mod upgrades;

pub use account::Account;
pub use accounts::{AccountChange, AccountError, Accounts};
pub use hash::InvalidPassword;
pub use plugin::AuthPlugin;
