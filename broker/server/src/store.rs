//! The store: opening the one that the configuration asks for, and looking after it while the broker runs.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use gmqtt_config::{Commit, Config, PersistenceType};
use gmqtt_plugin_api::{EventKind, Note, Severity};
use gmqtt_protocol::ReasonCode;
use gmqtt_store::redis::{
    Address, ConnectError, InvalidUrl, Location, Options as RedisOptions, Password, PrivateKey,
    Servers, Tls,
};
use gmqtt_store::{Embedded, Memory, Redis, Store, embedded};
use tokio::time::sleep;
use tracing::info;

use crate::broker::Broker;
use crate::start::StartError;
use crate::storage::Owed;
use crate::{record, turn};

/// Opens the store. It may read for a while.
///
/// # Errors
/// When it cannot be used as it is.
pub(crate) async fn open(config: &Config) -> Result<Arc<dyn Store>, StartError> {
    match config.persistence.kind {
        PersistenceType::Memory => Ok(Arc::new(Memory::default())),
        PersistenceType::Embedded => open_embedded(config).await,
        PersistenceType::Redis => {
            let part = config.redis_part().map(str::to_owned);
            let options = redis_options(&config.persistence.redis, part)?;
            let redis = Redis::connect(options).await.map_err(|error| {
                let hint = match error {
                    ConnectError::Redis { .. } => "start Redis, or look at persistence.redis",
                    _ => "",
                };
                refuse(error, hint)
            })?;
            Ok(Arc::new(redis))
        }
    }
}

/// Whether what the store says is durable is so: acknowledgements wait for other nodes, too, then.
pub(crate) fn promises_to_keep(config: &Config) -> bool {
    match config.persistence.kind {
        PersistenceType::Memory => false,
        PersistenceType::Embedded => config.persistence.embedded.commit == Commit::Sync,
        PersistenceType::Redis => true,
    }
}

async fn open_embedded(config: &Config) -> Result<Arc<dyn Store>, StartError> {
    let settings = &config.persistence.embedded;
    let in_data_dir = || config.data_dir.as_ref().map(|folder| folder.join("store"));
    let Some(path) = settings.path.clone().or_else(in_data_dir) else {
        return Err(refuse(
            "it has no place",
            "set persistence.embedded.path or data_dir",
        ));
    };
    let options = embedded::Options {
        path: path.clone(),
        commit: match settings.commit {
            Commit::Sync => embedded::Commit::Sync,
            Commit::Async => embedded::Commit::Async(settings.flush_interval),
        },
        max_bytes: settings.max_bytes,
    };
    let opened = tokio::task::spawn_blocking(move || Embedded::open(&options)).await;
    let opened = opened.map_err(|error| refuse(error, ""))?;
    let store = opened.map_err(|error| {
        if let embedded::OpenError::InUse { .. } = error {
            return StartError::Store {
                cause: format!("{}: {error}", path.display()),
                hint: String::new(),
                in_use: true,
            };
        }
        let hint = match &error {
            embedded::OpenError::Io(_) => "look whether the folder can be written",
            _ => "",
        };
        refuse(format_args!("{}: {error}", path.display()), hint)
    })?;
    Ok(Arc::new(store))
}

fn redis_options(
    settings: &gmqtt_config::Redis,
    part: Option<String>,
) -> Result<RedisOptions, StartError> {
    let password = settings
        .read_password()
        .map_err(|error| refuse(format_args!("persistence.redis.password_file: {error}"), ""))?;
    let location = if settings.url.is_empty() {
        let address = Address::new(settings.addr.host.as_str(), settings.addr.port);
        Location {
            servers: Servers::One(address),
            tls: false,
            database: None,
        }
    } else {
        let invalid =
            |error: InvalidUrl| refuse(format_args!("persistence.redis.url: {error}"), "");
        Location::parse(&settings.url).map_err(invalid)?
    };
    Ok(RedisOptions {
        tls: if location.tls {
            Some(tls(settings)?)
        } else {
            None
        },
        servers: location.servers,
        user: settings.user.clone(),
        password: Password(password.expose().to_owned()),
        database: location.database.unwrap_or(settings.database),
        part,
        max_idle: settings.max_idle,
        max_active: settings.max_active,
        idle_timeout: settings.idle_timeout,
    })
}

fn tls(settings: &gmqtt_config::Redis) -> Result<Tls, StartError> {
    let read = |key: &str, path: &Path| {
        fs::read(path).map_err(|error| {
            let path = path.display();
            refuse(format_args!("persistence.redis.{key}: {path}: {error}"), "")
        })
    };
    let ca = settings.cacert.as_deref();
    let client = match (&settings.cert, &settings.key) {
        (Some(cert), Some(key)) => Some((read("cert", cert)?, PrivateKey(read("key", key)?))),
        _ => None,
    };
    Ok(Tls {
        ca: ca.map(|path| read("cacert", path)).transpose()?,
        client,
    })
}

fn refuse(cause: impl ToString, hint: &str) -> StartError {
    StartError::Store {
        cause: cause.to_string(),
        hint: hint.to_owned(),
        in_use: false,
    }
}

/// Wakes those who wait for the store, as it moves on. Runs for the life of the broker.
pub(crate) async fn follow(broker: Arc<Broker>) {
    let storage = &broker.storage;
    let mut durable = storage.store().durable();
    while durable.changed().await.is_ok() {
        let reached = *durable.borrow_and_update();
        storage.advance(reached);
    }
}

/// Counts how often the store ceases to work, and tells those who watch. Runs for the life of the broker.
pub(crate) async fn count_failures(broker: Arc<Broker>) {
    let storage = &broker.storage;
    let mut health = storage.store().health();
    let mut was_working = true;
    while health.changed().await.is_ok() {
        let now = health.borrow_and_update().clone();
        let is_working = now.is_working();
        if was_working && !is_working {
            storage.count_failure();
            let failure = now.failure.as_deref().unwrap_or("it does not work");
            let note = Note::new(EventKind::Store, "store", failure);
            broker.events.note(note.severity(Severity::Error));
        } else if !was_working && is_working {
            broker
                .events
                .note(Note::new(EventKind::Store, "store", "works again"));
        }
        was_working = is_working;
    }
}

/// How often is looked whether there is something to make good.
const LOOK: Duration = Duration::from_millis(500);

/// A store that is full says so only when it is asked: so many looks later those who wait try again.
const TRY_ANYWAY: u32 = 20;

/// Makes good what the store did not take, once it takes changes again. Runs for the life of the broker.
pub(crate) async fn make_good(broker: Arc<Broker>) {
    let storage = &broker.storage;
    let health = storage.store().health();
    let (mut was_failing, mut looks) = (false, 0_u32);
    loop {
        sleep(LOOK).await;
        if !health.borrow().is_working() {
            was_failing = true;
            continue;
        }
        if std::mem::take(&mut was_failing) {
            storage.forgive();
        }
        looks = looks.wrapping_add(1);
        let Owed {
            unsaved,
            unanswered,
        } = storage.take_owed();
        let mut takes = true;
        for session in unsaved.values().filter_map(Weak::upgrade) {
            if takes {
                takes = turn::run(&broker, |turn| {
                    let state = session.state.look();
                    // Refused again, it is owed again.
                    record::save_whole(&session, &state, &mut turn.desk).is_ok()
                });
                tokio::task::yield_now().await;
            } else {
                storage.owe_session(&session);
            }
        }
        let mut ended = 0;
        for ((_, epoch), session) in unanswered {
            let Some(session) = session.upgrade() else {
                continue;
            };
            if storage.is_refusing() && !looks.is_multiple_of(TRY_ANYWAY) {
                storage.owe_answer(&session, epoch);
            } else if session.epoch() == epoch {
                session.delivery.lock().order(ReasonCode::ServerBusy);
                ended += 1;
            }
        }
        if ended > 0 {
            info!(
                connections = ended,
                "ended connections whose clients are to send again what the store did not take"
            );
        }
    }
}
