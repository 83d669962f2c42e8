//! Where a store is, and opening it: to read it, or to change it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use gmqtt_config::{self as config, Config, LoadOptions, PersistenceType, default_data_dir};
use gmqtt_store::embedded::{self, Commit, Reading};
use gmqtt_store::redis::{self, Address, Location, Password, PrivateKey, Servers};
use gmqtt_store::{Embedded, Redis, Store};

use super::{RedisLogin, failure};
use crate::{error::Error, exit::Exit};

/// Where a store is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In a directory.
    Directory(embedded::Options),
    /// In a Redis.
    Redis(Box<redis::Options>),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(options) => write!(f, "{}", options.path.display()),
            Self::Redis(options) => {
                write!(f, "Redis at {}", options.servers)?;
                match options.database {
                    0 => {}
                    number => write!(f, ", database {number}")?,
                }
                match &options.part {
                    None => Ok(()),
                    Some(part) => write!(f, ", the part of {part}"),
                }
            }
        }
    }
}

impl Place {
    /// The one that a broker with this configuration uses.
    pub(crate) fn configured(config: &Config, options: &LoadOptions) -> Result<Self, Error> {
        match config.persistence.kind {
            PersistenceType::Redis => {
                Self::of_redis(&config.persistence.redis, config.redis_part())
            }
            PersistenceType::Embedded => Self::of_directory(config, options),
            PersistenceType::Memory => Err(Error::new(
                Exit::Usage,
                "there is no store: the configuration keeps everything in memory",
            )
            .cause("`persistence.type` is memory")
            .hint("name the config of the broker with -c, or the store with --store")),
        }
    }

    fn of_directory(config: &Config, options: &LoadOptions) -> Result<Self, Error> {
        let section = &config.persistence.embedded;
        let data_dir = || {
            let data_dir = config.data_dir.clone();
            data_dir.or_else(|| default_data_dir(options))
        };
        let path = section.path.clone();
        let path = path.or_else(|| data_dir().map(|it| it.join("store")));
        let path = path.ok_or_else(|| {
            Error::new(Exit::Usage, "cannot tell where the store is")
                .cause("there is neither `persistence.embedded.path` nor `data_dir`, nor a home directory")
                .hint("name it: --store DIR")
        })?;
        Ok(Self::Directory(embedded::Options {
            path,
            commit: Commit::Sync,
            max_bytes: section.max_bytes,
        }))
    }

    /// The Redis of this section, or the part of it that is a node's.
    pub(crate) fn of_redis(section: &config::Redis, part: Option<&str>) -> Result<Self, Error> {
        let options = redis::Options {
            part: part.map(str::to_owned),
            ..redis_options(section)?
        };
        Ok(Self::Redis(Box::new(options)))
    }

    /// What is given on the command line: a directory, or a URL of Redis.
    pub(crate) fn named(name: &str, login: &RedisLogin, max_bytes: u64) -> Result<Self, Error> {
        if name.contains("://") {
            return Self::of_redis(&login.section(name), None);
        }
        Ok(Self::Directory(embedded::Options {
            path: PathBuf::from(name),
            commit: Commit::Sync,
            max_bytes,
        }))
    }

    /// The word that the config has for its kind.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Directory(_) => PersistenceType::Embedded.as_str(),
            Self::Redis(_) => PersistenceType::Redis.as_str(),
        }
    }

    /// Opens it to read it. Nothing is changed there, and nothing made. Unless `live`, it is a conflict if a broker uses it.
    pub(crate) async fn read(&self, live: bool) -> Result<Box<dyn Store>, Error> {
        match self {
            Self::Directory(options) => {
                let reading = if live {
                    Reading::Beside
                } else {
                    Reading::Alone
                };
                self.must_exist(&options.path)?;
                let store = Embedded::open_read_only(&options.path, reading);
                let store = store.map_err(|error| failure::open(self, error))?;
                Ok(Box::new(store))
            }
            Self::Redis(options) => {
                if !live {
                    self.must_be_free(options).await?;
                }
                let store = Redis::connect_read_only((**options).clone()).await;
                let store = store.map_err(|error| failure::connect(self, error))?;
                Ok(Box::new(store))
            }
        }
    }

    /// Opens it to change it. It is a conflict if a broker uses it.
    pub(crate) async fn write(&self) -> Result<Box<dyn Store>, Error> {
        match self {
            Self::Directory(options) => {
                let store = Embedded::open(options);
                let store = store.map_err(|error| failure::open(self, error))?;
                Ok(Box::new(store))
            }
            Self::Redis(options) => {
                self.must_be_free(options).await?;
                let store = Redis::connect((**options).clone()).await;
                let store = store.map_err(|error| failure::connect(self, error))?;
                Ok(Box::new(store))
            }
        }
    }

    fn must_exist(&self, path: &Path) -> Result<(), Error> {
        let is_there = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
        if is_there || path.is_file() {
            return Ok(());
        }
        match fs::read_dir(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(failure::open(self, error.into()))
            }
            _ => Err(
                Error::new(Exit::NotFound, format!("there is no store in {self}"))
                    .hint("the first `gmqtt start` with `persistence.type: embedded` makes one"),
            ),
        }
    }

    async fn must_be_free(&self, options: &redis::Options) -> Result<(), Error> {
        let holder = Redis::holder(options).await;
        match holder.map_err(|error| failure::connect(self, error))? {
            None => Ok(()),
            Some(holder) => Err(Error::new(
                Exit::Conflict,
                format!("a broker uses the store in {self}"),
            )
            .cause(format_args!(
                "{holder} gave a sign of life within the last 10 seconds"
            ))
            .hint("stop that broker first; one that was killed is forgotten after 10 seconds")),
        }
    }
}

fn redis_options(section: &config::Redis) -> Result<redis::Options, Error> {
    let invalid = |key: &str, cause: &dyn fmt::Display| {
        Error::new(Exit::Invalid, format!("`{key}` does not work")).cause(cause)
    };
    let read = |key: &str, path: &Option<PathBuf>| {
        let bytes = path.as_ref().map(fs::read).transpose();
        bytes.map_err(|error| {
            let path = path.as_deref().unwrap_or(Path::new("")).display();
            invalid(key, &format_args!("{path}: {error}"))
        })
    };
    let (servers, database, tls) = if section.url.is_empty() {
        let address = Address::new(section.addr.host.clone(), section.addr.port);
        (Servers::One(address), None, false)
    } else {
        let location = Location::parse(&section.url);
        let location = location.map_err(|error| {
            Error::new(
                Exit::Usage,
                format!("`{}` does not name a Redis", section.url),
            )
            .cause(error)
        })?;
        (location.servers, location.database, location.tls)
    };
    let password = section
        .read_password()
        .map_err(|error| invalid("password_file", &error))?;
    let client = match (read("cert", &section.cert)?, read("key", &section.key)?) {
        (Some(cert), Some(key)) => Some((cert, PrivateKey(key))),
        _ => None,
    };
    let ca = read("cacert", &section.cacert)?;
    Ok(redis::Options {
        servers,
        user: section.user.clone(),
        password: Password(password.expose().to_owned()),
        database: database.unwrap_or(section.database),
        part: None,
        tls: tls.then_some(redis::Tls { ca, client }),
        max_idle: section.max_idle,
        max_active: section.max_active,
        idle_timeout: section.idle_timeout,
    })
}
