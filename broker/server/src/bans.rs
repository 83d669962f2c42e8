//! Who may not connect: client identifiers, user names, addresses. A ban is looked at when a CONNECT has come, so that the client
//! is told (0x8A); floods of connections are the business of `listeners[].deny` and of the limits.
//!
//! Without any ban a CONNECT costs one load. Bans are kept in a file of `data_dir`, written before they hold.

mod file;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use foldhash::quality::RandomState;
use gmqtt_config::Network;
use gmqtt_plugin_api::{Ban, BanError, Banned, EventKind, Note};
use gmqtt_protocol::ReasonCode;
use parking_lot::{Mutex, RwLock};
use tokio::time::sleep;
use tracing::info;

use crate::broker::Broker;
use crate::logged::Id;

pub(crate) use file::Unreadable;

/// How many there may be.
const MOST: usize = 100_000;
/// How often it is looked for bans that have ended.
const SWEEP: Duration = Duration::from_secs(10);
/// What those who are thrown out are told: 0x8A is for CONNACK only.
const GOODBYE: ReasonCode = ReasonCode::AdministrativeAction;

/// The bans of one broker.
#[derive(Debug, Default)]
pub(crate) struct Bans {
    /// Whether there is one.
    any: AtomicBool,
    list: RwLock<List>,
    /// The file; locked while the bans change.
    file: Mutex<Option<PathBuf>>,
}

#[derive(Debug, Default)]
struct List {
    entries: HashMap<Banned, Entry, RandomState>,
    /// Those among them that are more than one address.
    networks: Vec<Network>,
}

#[derive(Debug)]
struct Entry {
    ban: Ban,
    refused: AtomicU64,
}

/// Who connects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) username: Option<&'a str>,
    pub(crate) address: IpAddr,
}

impl Bans {
    /// Reads the bans that were made before, and keeps new ones beside them; without a folder they end with the broker.
    ///
    /// # Errors
    /// A file that cannot be read: without it, those who are banned would get in.
    pub(crate) fn keep_in(&self, folder: Option<&Path>) -> Result<(), Unreadable> {
        let Some(folder) = folder else { return Ok(()) };
        let path = folder.join(file::NAME);
        let mut list = List::default();
        for ban in file::read(&path)? {
            list.insert(ban);
        }
        self.any.store(!list.entries.is_empty(), Ordering::Release);
        *self.list.write() = list;
        *self.file.lock() = Some(path);
        Ok(())
    }

    /// Whether somebody is banned, and then counted as refused.
    pub(crate) fn refuse(&self, caller: Caller<'_>) -> bool {
        if !self.any.load(Ordering::Acquire) {
            return false;
        }
        let list = self.list.read();
        let Some(entry) = list.find(caller, SystemTime::now()) else {
            return false;
        };
        entry.refused.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Ban> {
        let now = SystemTime::now();
        let list = self.list.read();
        let holding = list.entries.values().filter(|entry| entry.holds(now));
        holding.map(Entry::view).collect()
    }

    fn add(&self, ban: Ban) -> Result<(), BanError> {
        self.change(|bans| {
            bans.retain(|other| other.banned != ban.banned);
            if bans.len() >= MOST {
                return Err(BanError::TooMany(MOST));
            }
            bans.push(ban);
            Ok(())
        })
    }

    /// Lifts a ban; false if there is none.
    ///
    /// # Errors
    /// When the file cannot be written; then the ban holds.
    fn remove(&self, banned: &Banned) -> Result<bool, BanError> {
        let now = SystemTime::now();
        let holds = |entry: &Entry| entry.holds(now);
        if !self.list.read().entries.get(banned).is_some_and(holds) {
            return Ok(false);
        }
        self.change(|bans| {
            bans.retain(|other| other.banned != *banned);
            Ok(())
        })?;
        Ok(true)
    }

    /// Changes the bans that hold, first in the file.
    fn change(
        &self,
        change: impl FnOnce(&mut Vec<Ban>) -> Result<(), BanError>,
    ) -> Result<(), BanError> {
        let path = self.file.lock();
        let mut bans = self.all();
        change(&mut bans)?;
        if let Some(path) = &*path {
            file::write(path, &bans).map_err(BanError::File)?;
        }
        let mut list = List::default();
        bans.into_iter().for_each(|ban| list.insert(ban));
        let mut current = self.list.write();
        self.any.store(!list.entries.is_empty(), Ordering::Release);
        *current = list;
        Ok(())
    }

    /// Forgets those that have ended. They go from the file with the next change.
    fn sweep(&self, now: SystemTime) {
        let _unchanged = self.file.lock();
        let holds = |entry: &Entry| entry.holds(now);
        if self.list.read().entries.values().all(holds) {
            return;
        }
        let mut list = self.list.write();
        let before = list.entries.len();
        let List { entries, networks } = &mut *list;
        entries.retain(|_, entry| entry.holds(now));
        networks.retain(|network| entries.contains_key(&Banned::Network(*network)));
        self.any.store(!entries.is_empty(), Ordering::Release);
        info!(bans = before - entries.len(), "bans have ended");
    }
}

impl List {
    fn insert(&mut self, ban: Ban) {
        if let Banned::Network(network) = &ban.banned
            && !network.is_one_address()
            && !self.networks.contains(network)
        {
            self.networks.push(*network);
        }
        let entry = Entry {
            refused: AtomicU64::new(ban.refused),
            ban,
        };
        self.entries.insert(entry.ban.banned.clone(), entry);
    }

    fn find(&self, caller: Caller<'_>, now: SystemTime) -> Option<&Entry> {
        let Caller {
            client_id,
            username,
            address,
        } = caller;
        let client = Banned::Client(client_id.to_owned());
        let user = username.map(|name| Banned::User(name.to_owned()));
        let address_itself = Banned::Network(Network::from(address));
        let networks = self.networks.iter();
        let networks = networks.filter(|network| network.contains(address));
        let candidates = [Some(client), user, Some(address_itself)]
            .into_iter()
            .flatten();
        let mut candidates = candidates.chain(networks.map(|network| Banned::Network(*network)));
        candidates.find_map(|banned| self.entries.get(&banned).filter(|entry| entry.holds(now)))
    }
}

impl Entry {
    fn holds(&self, now: SystemTime) -> bool {
        self.ban.until.is_none_or(|until| until > now)
    }

    fn view(&self) -> Ban {
        Ban {
            refused: self.refused.load(Ordering::Relaxed),
            ..self.ban.clone()
        }
    }
}

/// Bans somebody, in place of the ban there is, and throws out those it is about unless they are to be kept; how many.
///
/// # Errors
/// When there are too many, or the file cannot be written; then it does not hold.
pub(crate) fn ban(broker: &Broker, ban: Ban, keep: bool) -> Result<usize, BanError> {
    let Ban {
        banned, by, reason, ..
    } = ban.clone();
    broker.bans.add(ban)?;
    let words = format!("banned this {}", banned.kind());
    broker.events.note(
        Note::new(EventKind::Ban, banned.to_string(), words)
            .with("kind", banned.kind())
            .with("by", by)
            .with("reason", reason),
    );
    if keep {
        return Ok(0);
    }
    let mut thrown_out = 0;
    broker.sessions.for_each(|session| {
        let info = session.state.look().info.clone();
        let is_meant = |info: &gmqtt_plugin_api::ClientInfo| match &banned {
            Banned::Client(id) => **id == *info.id,
            Banned::User(name) => info.username.as_deref() == Some(name),
            Banned::Network(network) => network.contains(info.peer.remote.ip()),
        };
        if info.is_some_and(|info| is_meant(&info)) {
            let mut delivery = session.delivery.lock();
            if delivery.link.is_some() {
                thrown_out += 1;
                delivery.order_with(GOODBYE, Some("banned"));
                info!(client_id = ?Id(&session.client_id), "disconnected a client that is banned now");
            }
        }
    });
    Ok(thrown_out)
}

/// Lifts a ban; false if there is none.
///
/// # Errors
/// When the file cannot be written; then the ban holds.
pub(crate) fn lift(broker: &Broker, banned: &Banned) -> Result<bool, BanError> {
    let was_there = broker.bans.remove(banned)?;
    if was_there {
        let words = format!("lifted the ban of this {}", banned.kind());
        let note = Note::new(EventKind::Ban, banned.to_string(), words);
        broker.events.note(note.with("kind", banned.kind()));
    }
    Ok(was_there)
}

/// Forgets bans that have ended, for the life of the broker.
pub(crate) async fn run(broker: Arc<Broker>) {
    loop {
        sleep(SWEEP).await;
        if broker.bans.any.load(Ordering::Relaxed) {
            broker.bans.sweep(SystemTime::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(banned: Banned, until: Option<SystemTime>) -> Ban {
        Ban {
            banned,
            until,
            by: "test".to_owned(),
            reason: "because".to_owned(),
            created_at: SystemTime::UNIX_EPOCH + Duration::from_millis(1234),
            refused: 0,
        }
    }

    fn network(text: &str) -> Banned {
        Banned::Network(text.parse::<Network>().unwrap().normal())
    }

    fn caller<'a>(client_id: &'a str, username: Option<&'a str>, address: &str) -> Caller<'a> {
        Caller {
            client_id,
            username,
            address: address.parse().unwrap(),
        }
    }

    #[test]
    fn each_kind_refuses_whom_it_names_and_counts_them() {
        let bans = Bans::default();
        assert!(!bans.refuse(caller("c", None, "10.0.0.1")));
        bans.add(made(Banned::Client("c".to_owned()), None))
            .unwrap();
        bans.add(made(Banned::User("u".to_owned()), None)).unwrap();
        bans.add(made(network("10.0.0.1"), None)).unwrap();
        bans.add(made(network("fd00::/8"), None)).unwrap();
        assert!(bans.refuse(caller("c", None, "1.1.1.1")));
        assert!(bans.refuse(caller("d", Some("u"), "1.1.1.1")));
        assert!(bans.refuse(caller("d", None, "10.0.0.1")));
        assert!(bans.refuse(caller("d", None, "::ffff:10.0.0.1")));
        assert!(bans.refuse(caller("d", None, "fd00::7")));
        // The kinds are not mixed up.
        assert!(!bans.refuse(caller("u", Some("c"), "10.0.0.2")));
        let refused = |banned: &Banned| {
            let all = bans.all();
            all.iter()
                .find(|ban| ban.banned == *banned)
                .unwrap()
                .refused
        };
        assert_eq!(refused(&network("10.0.0.1")), 2);
        assert_eq!(refused(&network("fd00::/8")), 1);
        assert!(bans.remove(&network("10.0.0.1")).unwrap());
        assert!(!bans.remove(&network("10.0.0.1")).unwrap());
        assert!(!bans.refuse(caller("d", None, "10.0.0.1")));
        // What others have counted stays.
        assert_eq!(refused(&network("fd00::/8")), 1);
    }

    #[test]
    fn a_ban_ends_and_is_swept() {
        let bans = Bans::default();
        let past = SystemTime::now() - Duration::from_secs(1);
        bans.add(made(Banned::Client("c".to_owned()), Some(past)))
            .unwrap();
        assert!(!bans.refuse(caller("c", None, "10.0.0.1")));
        assert!(bans.all().is_empty() && !bans.remove(&Banned::Client("c".to_owned())).unwrap());
        bans.sweep(SystemTime::now());
        assert!(bans.list.read().entries.is_empty() && !bans.any.load(Ordering::Relaxed));
    }

    #[test]
    fn bans_outlive_the_broker() {
        let folder = tempfile::tempdir().unwrap();
        let until = SystemTime::now() + Duration::from_secs(3600);
        let bans = Bans::default();
        bans.keep_in(Some(folder.path())).unwrap();
        bans.add(made(Banned::Client("a/b \u{1}".to_owned()), None))
            .unwrap();
        bans.add(made(network("10.0.0.0/8"), Some(until))).unwrap();
        bans.add(made(Banned::User("u".to_owned()), None)).unwrap();
        bans.remove(&Banned::User("u".to_owned())).unwrap();
        let again = Bans::default();
        again.keep_in(Some(folder.path())).unwrap();
        let mut all = again.all();
        all.sort_by_key(|ban| format!("{:?}", ban.banned));
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], made(Banned::Client("a/b \u{1}".to_owned()), None));
        assert_eq!(all[1].banned, network("10.0.0.0/8"));
        let far = all[1].until.unwrap().duration_since(until);
        assert!(far.unwrap_or_else(|error| error.duration()) < Duration::from_millis(1));
        assert!(again.refuse(caller("x", None, "10.1.1.1")));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error_and_not_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file::NAME), "{\"bans\": [{").unwrap();
        let error = Bans::default().keep_in(Some(folder.path())).unwrap_err();
        assert!(error.to_string().contains("bans.json"), "{error}");
    }
}
