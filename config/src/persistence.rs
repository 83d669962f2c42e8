//! `persistence`: what survives a restart, and where it is kept.

use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
    time::Duration,
};

use crate::{
    Config, PeerAddress, Secret,
    schema::{choice, section},
};

section! {
    /// What survives a restart, and where it is kept.
    pub struct Persistence {
        /// Where sessions, their messages and retained messages are kept.
        pub kind: PersistenceType = PersistenceType::Memory => named("type");
        /// What happens to messages that must survive and that the store does not take.
        pub on_store_failure: OnStoreFailure = OnStoreFailure::Refuse;
        /// The Redis server, for `type: redis`.
        pub redis: Redis = Redis::default();
        /// The store on disk, for `type: embedded`.
        pub embedded: Embedded = Embedded::default();
    }
}

choice! {
    /// Where sessions, their messages and retained messages are kept.
    pub enum PersistenceType default Memory {
        /// In memory: nothing survives a restart.
        Memory = "memory",
        /// On disk, by the broker itself.
        Embedded = "embedded",
        /// In a Redis server.
        Redis = "redis",
    }
}

choice! {
    /// What happens to messages that must survive and that the store does not take.
    pub enum OnStoreFailure default Refuse {
        /// They are refused: 0x97 for MQTT 5, no acknowledgement for MQTT 3.
        Refuse = "refuse",
        /// They are taken into memory and acknowledged: a restart may lose them.
        Degrade = "degrade",
    }
}

section! {
    /// A Redis server.
    pub struct Redis {
        /// Its address.
        pub addr: PeerAddress = PeerAddress::new("127.0.0.1", 6379) => default_port(6379);
        /// Sentinels, a cluster, or a server with TLS, instead of `addr`.
        pub url: String = String::new();
        /// Certificates to trust, for URLs with TLS; those of the system without one.
        pub cacert: Option<PathBuf> = None;
        /// The certificate to show, for URLs with TLS.
        pub cert: Option<PathBuf> = None;
        /// Its key.
        pub key: Option<PathBuf> = None;
        /// The user, for servers with access control lists.
        pub user: String = String::new();
        /// The password.
        pub password: Secret = Secret::default();
        /// A file with the password, instead of `password`.
        pub password_file: Option<PathBuf> = None;
        /// The number of the database.
        pub database: u32 = 0;
        /// Whether the nodes of a federation share the database: each keeps a part of its own there, under its name, and takes the sessions of a
        /// node that is gone out of that node's part.
        pub shared: bool = false;
        /// How many idle connections are kept.
        pub max_idle: u32 = 1000;
        /// How many connections may be open; 0 is without limit.
        pub max_active: u32 = 0;
        /// When an idle connection is closed; 0 is never.
        pub idle_timeout: Duration = Duration::from_secs(240);
    }
}

section! {
    /// The store on disk.
    pub struct Embedded {
        /// Its directory; `store` in `data_dir` without one.
        pub path: Option<PathBuf> = None;
        /// When a client is told that its message was taken.
        pub commit: Commit = Commit::Sync;
        /// How much of what clients were told `commit: async` may lose.
        pub flush_interval: Duration = Duration::from_millis(100) => at_least(1);
        /// The size the store may have on disk, in bytes.
        pub max_bytes: u64 = 8 << 30 => at_least(16 << 20);
    }
}

choice! {
    /// When a client is told that its message was taken.
    pub enum Commit default Sync {
        /// When it is on the disk.
        Sync = "sync",
        /// At once; it is on the disk within `flush_interval`.
        Async = "async",
    }
}

impl Config {
    /// The name of the part of the Redis that is this node's, if nodes share it.
    #[must_use]
    pub fn redis_part(&self) -> Option<&str> {
        let node_name = self.plugins.federation.node_name.as_deref();
        node_name.filter(|_| self.persistence.redis.shared)
    }
}

impl Redis {
    /// The password, from `password_file` if there is one; a line end behind it is not part of it.
    ///
    /// # Errors
    /// When the file cannot be read, is not UTF-8, or is larger than 4096 bytes.
    pub fn read_password(&self) -> io::Result<Secret> {
        let Some(path) = &self.password_file else {
            return Ok(self.password.clone());
        };
        let mut text = String::new();
        File::open(path)?
            .take(LONGEST_PASSWORD + 1)
            .read_to_string(&mut text)?;
        if text.len() as u64 > LONGEST_PASSWORD {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "too long for a password",
            ));
        }
        let text = text.strip_suffix('\n').unwrap_or(&text);
        Ok(Secret::new(text.strip_suffix('\r').unwrap_or(text)))
    }
}

/// A larger file was not meant as a password.
const LONGEST_PASSWORD: u64 = 4096;
