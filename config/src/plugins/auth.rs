//! `plugins.auth`: accounts with passwords.

use std::{path::PathBuf, time::Duration};

use crate::schema::{choice, section};

section! {
    /// Accounts with passwords.
    pub struct Auth {
        /// How new passwords are stored. Stored passwords are recognised by their form.
        pub hash: PasswordHash = PasswordHash::Argon2id;
        /// The accounts: a YAML list of `username` and `password`, or a password file of mosquitto.
        pub password_file: PathBuf = PathBuf::from("./gmqtt_password.yml");
        /// Whether a password that is stored in a weaker form than `hash` is stored anew when its user logs in.
        pub rehash: bool = false;
        /// Whether clients without a user name are let in; a listener may say otherwise.
        pub anonymous: bool = false;
        /// Whether clients may authenticate with SCRAM-SHA-256 (v5), and accounts store what it needs.
        pub scram: bool = false;
        /// How often SCRAM hashes a password. The client has to do it at each login.
        pub scram_iterations: u32 = 15_000 => at_least(4096);
        /// How many passwords are checked at a time; 0 is one for each processor.
        pub hash_concurrency: u16 = 0;
        /// How long a client waits for its password to be checked before it is told to come back later.
        pub hash_timeout: Duration = Duration::from_secs(4) => at_least(1);
        /// Who is turned away after too many wrong passwords.
        pub lockout: Lockout = Lockout::default();
    }
}

section! {
    /// Who is turned away after too many wrong passwords.
    pub struct Lockout {
        /// How many wrong passwords may come from one address within `window`; 0 is without limit.
        pub address_failures: u32 = 50;
        /// How many wrong passwords may be tried for one user name within `window`; 0 is without limit.
        pub user_failures: u32 = 100;
        /// The time in which failures are counted.
        pub window: Duration = Duration::from_secs(60) => at_least(1);
        /// How long the address or the user name is turned away.
        pub duration: Duration = Duration::from_secs(60) => at_least(1);
    }
}

choice! {
    /// How a password is stored.
    pub enum PasswordHash default Argon2id {
        /// Slow to guess, also on graphics cards.
        Argon2id = "argon2id",
        /// Slow to guess.
        Bcrypt = "bcrypt",
        /// Fast to guess; for existing files.
        Sha256 = "sha256",
        /// Fast to guess; for existing files.
        Md5 = "md5",
        /// As it is; for existing files.
        Plain = "plain",
    }
}
