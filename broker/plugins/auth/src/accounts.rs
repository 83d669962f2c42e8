//! The accounts of a password file: looked up without waiting, changed one at a time, each change on disk before it holds.
//!
//! The file is read again before it is changed if somebody edited it meanwhile, so that neither change is lost.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use gmqtt_config::{Account as Written, Auth, Diagnostic, Secret};
use gmqtt_plugin_api::{Stamp, read_kept_file, replace_kept_file};
use parking_lot::Mutex;

use crate::account::{Account, Stored};
use crate::hash::InvalidPassword;
use crate::password_file::{self, Format};

/// The accounts, for who checks passwords and for who manages accounts. All functions that change something or read the
/// file block until that is done: call them where that is allowed.
#[derive(Debug)]
pub struct Accounts {
    path: PathBuf,
    list: ArcSwap<List>,
    /// Held while the file is read or written, which nobody who only looks accounts up waits for.
    file: Mutex<()>,
}

/// The accounts at one time, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct List {
    accounts: Vec<Arc<Account>>,
    by_name: HashMap<Box<str>, usize>,
    format: Format,
    /// What was read or written; `None`: there is no file yet.
    stamp: Option<Stamp>,
}

/// What is to change in an account; what is `None` stays.
#[derive(Clone, Default)]
pub struct AccountChange {
    /// A new password, any bytes. A new account needs one.
    pub password: Option<Vec<u8>>,
    /// A word for people; `Some(None)` takes it away.
    pub description: Option<Option<String>>,
    /// Whether nobody can log in with it.
    pub disabled: Option<bool>,
}

/// Why accounts cannot be read or changed. Nothing has changed then, neither in memory nor on disk.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The file cannot be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// `read` or `write`.
        doing: &'static str,
        /// The password file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There are mistakes in the file.
    #[error("{}", Mistakes(diagnostics))]
    Mistakes {
        /// All of them.
        diagnostics: Vec<Diagnostic>,
    },
    /// The password cannot be stored.
    #[error(transparent)]
    Password(#[from] InvalidPassword),
    /// The name cannot be that of an account.
    #[error("a user name is neither empty nor has it control characters")]
    Name,
    /// A new account without a password.
    #[error("there is no account `{0}`, and a new one needs a password")]
    NoPassword(String),
}

struct Mistakes<'a>(&'a [Diagnostic]);

impl std::fmt::Display for Mistakes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(first) = self.0.first() else {
            return f.write_str("the password file has mistakes");
        };
        write!(f, "{}", first.message)?;
        if let Some(location) = &first.location {
            write!(f, " ({location})")?;
        }
        match self.0.len() - 1 {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// A password or SCRAM keys to store anew, if what was checked still stands.
#[derive(Debug, Clone)]
pub(crate) struct Upgrade {
    pub(crate) username: Box<str>,
    /// What the password was checked against.
    pub(crate) checked: Secret,
    pub(crate) password: Option<Secret>,
    pub(crate) scram: Option<Secret>,
}

impl Accounts {
    /// Reads a password file; one that does not exist has no accounts, and is made with the first.
    ///
    /// # Errors
    /// When it cannot be read or has mistakes.
    pub fn open(path: &Path) -> Result<Self, AccountError> {
        Ok(Self {
            path: path.to_path_buf(),
            list: ArcSwap::from_pointee(read(path)?),
            file: Mutex::new(()),
        })
    }

    /// The password file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All accounts now, in the order of the file.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Account>> {
        self.list.load().accounts.clone()
    }

    /// The account of this name.
    #[must_use]
    pub fn find(&self, username: &str) -> Option<Arc<Account>> {
        self.list.load().find(username).cloned()
    }

    /// Any account, the same for the same number. Checking a password against it takes as long as against one that is
    /// meant.
    pub(crate) fn any(&self, number: u64) -> Option<Arc<Account>> {
        let list = self.list.load();
        let count = u64::try_from(list.accounts.len())
            .ok()
            .filter(|count| *count > 0)?;
        let index = usize::try_from(number % count).ok()?;
        list.accounts.get(index).cloned()
    }

    /// Changes an account or makes it. Returns whether it is a new one. Hashes as `settings` say.
    ///
    /// # Errors
    /// When the password cannot be stored, or the file not written. Everything is as before then.
    pub fn set(
        &self,
        username: &str,
        change: AccountChange,
        settings: &Auth,
    ) -> Result<bool, AccountError> {
        if username.is_empty() || username.chars().any(char::is_control) {
            return Err(AccountError::Name);
        }
        // Before the file is held: hashing takes longer than everything else.
        let stored = change
            .password
            .as_deref()
            .map(|password| Stored::new(password, settings))
            .transpose()?;
        self.change(|list| {
            let known = list.find(username).cloned();
            let mut written = match (&known, &stored) {
                (Some(account), _) => account.written().clone(),
                (None, Some(_)) => Written {
                    username: username.to_owned(),
                    ..Written::default()
                },
                (None, None) => return Err(AccountError::NoPassword(username.to_owned())),
            };
            if let Some(Stored { password, scram }) = stored {
                written.password = password;
                written.scram = scram.filter(|_| list.format == Format::Yaml);
            }
            if let Some(description) = change.description {
                written.description = description;
            }
            written.disabled = change.disabled.unwrap_or(written.disabled);
            list.put(Account::new(written)?);
            Ok((known.is_none(), true))
        })
    }

    /// Removes an account. Returns whether there was one.
    ///
    /// # Errors
    /// When the file cannot be written. Everything is as before then.
    pub fn remove(&self, username: &str) -> Result<bool, AccountError> {
        self.change(|list| {
            let known = list.find(username).is_some();
            list.accounts
                .retain(|account| account.username() != username);
            Ok((known, known))
        })
    }

    /// Stores passwords anew that were found right, in one write. One that was changed meanwhile is left as it is.
    pub(crate) fn upgrade(&self, upgrades: Vec<Upgrade>) -> Result<usize, AccountError> {
        self.change(|list| {
            let mut done = 0;
            for Upgrade {
                username,
                checked,
                password,
                scram,
            } in upgrades
            {
                let Some(account) = list.find(&username).filter(|it| *it.password() == checked)
                else {
                    continue;
                };
                let mut written = account.written().clone();
                written.password = password.unwrap_or(written.password);
                if list.format == Format::Yaml {
                    written.scram = scram.or(written.scram);
                }
                list.put(Account::new(written)?);
                done += 1;
            }
            Ok((done, done > 0))
        })
    }

    /// Whether SCRAM keys can be stored beside passwords.
    pub(crate) fn can_hold_scram(&self) -> bool {
        self.list.load().format == Format::Yaml
    }

    /// Reads the file again if it has changed. Returns whether it had.
    ///
    /// # Errors
    /// When it cannot be read or has mistakes. The accounts stay as they were.
    pub fn refresh(&self) -> Result<bool, AccountError> {
        let held = self.file.lock();
        let changed = self.is_stale()?;
        if changed {
            self.list.store(Arc::new(read(&self.path)?));
        }
        drop(held);
        Ok(changed)
    }

    /// Whether the file is not the one that was read.
    pub(crate) fn is_stale(&self) -> Result<bool, AccountError> {
        Ok(self.stamp()? != self.list.load().stamp)
    }

    /// The stamp of the file now.
    pub(crate) fn stamp(&self) -> Result<Option<Stamp>, AccountError> {
        Stamp::of(&self.path).map_err(|source| self.failed("read", source))
    }

    /// Applies a change to a copy, writes the file if there is something to write, and only then lets the copy hold.
    fn change<T>(
        &self,
        apply: impl FnOnce(&mut List) -> Result<(T, bool), AccountError>,
    ) -> Result<T, AccountError> {
        let held = self.file.lock();
        if self.is_stale()? {
            self.list.store(Arc::new(read(&self.path)?));
        }
        let now = self.list.load_full();
        let mut list = List {
            accounts: now.accounts.clone(),
            by_name: now.by_name.clone(),
            format: now.format,
            stamp: now.stamp,
        };
        let (outcome, is_changed) = apply(&mut list)?;
        if is_changed {
            let accounts = list.accounts.iter().map(Arc::as_ref);
            let text = password_file::write(list.format, accounts)?;
            let stamp = replace_kept_file(&self.path, text.as_bytes())
                .map_err(|source| self.failed("write", source))?;
            list.index();
            list.stamp = Some(stamp);
            self.list.store(Arc::new(list));
        }
        drop(held);
        Ok(outcome)
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> AccountError {
        AccountError::File {
            doing,
            path: self.path.clone(),
            source,
        }
    }
}

impl List {
    fn find(&self, username: &str) -> Option<&Arc<Account>> {
        self.by_name
            .get(username)
            .and_then(|index| self.accounts.get(*index))
    }

    /// Replaces the account of the same name, or adds it at the end.
    fn put(&mut self, account: Account) {
        let account = Arc::new(account);
        match self.by_name.get(account.username()) {
            Some(index) => self.accounts[*index] = account,
            None => {
                self.by_name
                    .insert(account.username().into(), self.accounts.len());
                self.accounts.push(account);
            }
        }
    }

    fn index(&mut self) {
        let names = self.accounts.iter().enumerate();
        self.by_name = names
            .map(|(index, account)| (account.username().into(), index))
            .collect();
    }
}

fn read(path: &Path) -> Result<List, AccountError> {
    let read = read_kept_file(path, LARGEST_FILE).map_err(|source| AccountError::File {
        doing: "read",
        path: path.to_path_buf(),
        source,
    })?;
    let Some((bytes, stamp)) = read else {
        return Ok(List::default());
    };
    let (format, accounts) = password_file::parse(&path.display().to_string(), &bytes)
        .map_err(|diagnostics| AccountError::Mistakes { diagnostics })?;
    let mut list = List {
        accounts: accounts.into_iter().map(Arc::new).collect(),
        format,
        stamp: Some(stamp),
        ..List::default()
    };
    list.index();
    Ok(list)
}

/// Some 200 000 accounts.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use std::fs;

    use gmqtt_config::PasswordHash;
    use tempfile::TempDir;

    use super::*;

    fn settings() -> Auth {
        Auth {
            hash: PasswordHash::Md5,
            ..Auth::default()
        }
    }

    fn with_password(password: &str) -> AccountChange {
        AccountChange {
            password: Some(password.as_bytes().to_vec()),
            ..AccountChange::default()
        }
    }

    fn folder() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.yml");
        (folder, path)
    }

    fn names(accounts: &Accounts) -> Vec<String> {
        accounts
            .all()
            .iter()
            .map(|it| it.username().to_owned())
            .collect()
    }

    /// The original's README: what the file and the API then show.
    #[test]
    fn an_account_is_in_the_file_as_soon_as_it_is_made() {
        let (_folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        assert!(
            accounts
                .set("user1", with_password("user1pass"), &settings())
                .unwrap()
        );
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "- username: user1\n  password: 20a0db53bc1881a7f739cd956b740039\n"
        );
        let again = Accounts::open(&path).unwrap();
        assert_eq!(
            again.find("user1").unwrap().password().expose(),
            "20a0db53bc1881a7f739cd956b740039"
        );
        assert!(
            !accounts
                .set("user1", with_password("other"), &settings())
                .unwrap()
        );
        assert!(accounts.remove("user1").unwrap() && !accounts.remove("user1").unwrap());
        assert!(names(&accounts).is_empty() && names(&Accounts::open(&path).unwrap()).is_empty());
    }

    #[test]
    fn a_change_that_cannot_be_written_does_not_hold() {
        let (folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        accounts.set("a", with_password("x"), &settings()).unwrap();
        let before = fs::read(&path).unwrap();
        // The name of a directory cannot be written to, whoever runs the test.
        let (there, gone) = (folder.path().join("there"), folder.path().join("gone"));
        fs::create_dir(&there).unwrap();
        let inside = there.join("accounts.yml");
        let lost = Accounts::open(&inside).unwrap();
        fs::rename(&there, &gone).unwrap();
        for outcome in [
            lost.set("b", with_password("x"), &settings()),
            lost.remove("b"),
        ] {
            assert!(outcome.is_err() || names(&lost).is_empty());
        }
        assert!(lost.find("b").is_none());
        let empty = AccountChange::default();
        assert!(matches!(
            accounts.set("b", empty.clone(), &settings()),
            Err(AccountError::NoPassword(_))
        ));
        assert!(matches!(
            accounts.set("", empty, &settings()),
            Err(AccountError::Name)
        ));
        assert!(accounts.set("b", with_password(""), &settings()).is_err());
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(names(&accounts), ["a"]);
    }

    #[test]
    fn an_edit_by_hand_is_seen_and_not_overwritten() {
        let (_folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        accounts.set("a", with_password("x"), &settings()).unwrap();
        assert!(!accounts.refresh().unwrap());
        fs::write(&path, "- {username: b, password: y}\n").unwrap();
        assert!(accounts.refresh().unwrap() && !accounts.refresh().unwrap());
        assert_eq!(names(&accounts), ["b"]);
        fs::write(
            &path,
            "- {username: c, password: y}\n- {username: d, password: y}\n",
        )
        .unwrap();
        accounts.set("a", with_password("x"), &settings()).unwrap();
        assert_eq!(names(&accounts), ["c", "d", "a"]);
    }

    #[test]
    fn a_broken_edit_changes_nothing_and_is_not_overwritten() {
        let (_folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        accounts.set("a", with_password("x"), &settings()).unwrap();
        let broken = "- {username: b}\n";
        fs::write(&path, broken).unwrap();
        for error in [
            accounts.refresh().unwrap_err(),
            accounts
                .set("c", with_password("x"), &settings())
                .unwrap_err(),
        ] {
            let AccountError::Mistakes { diagnostics } = &error else {
                panic!("{error}")
            };
            assert_eq!(diagnostics[0].location.as_ref().unwrap().line, 1);
        }
        assert_eq!(names(&accounts), ["a"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    }

    #[test]
    fn a_password_that_changed_meanwhile_is_not_replaced_by_an_upgrade() {
        let (_folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        for name in ["a", "b"] {
            accounts.set(name, with_password("x"), &settings()).unwrap();
        }
        let upgrade = |username: &str| Upgrade {
            username: username.into(),
            checked: accounts.find(username).unwrap().password().clone(),
            password: Some(Secret::new("better")),
            scram: None,
        };
        let upgrades = vec![upgrade("a"), upgrade("b")];
        accounts
            .set("b", with_password("new"), &settings())
            .unwrap();
        assert_eq!(accounts.upgrade(upgrades).unwrap(), 1);
        assert!(accounts.find("a").unwrap().stored().verify(b"better"));
        assert!(accounts.find("b").unwrap().stored().verify(b"new"));
    }

    #[test]
    fn a_new_password_leaves_the_rest_of_the_account_alone() {
        let (_folder, path) = folder();
        let accounts = Accounts::open(&path).unwrap();
        let settings = Auth {
            scram: true,
            ..settings()
        };
        let change = AccountChange {
            description: Some(Some("door".to_owned())),
            disabled: Some(true),
            ..with_password("x")
        };
        accounts.set("a", change, &settings).unwrap();
        accounts.set("a", with_password("y"), &settings).unwrap();
        let account = accounts.find("a").unwrap();
        assert_eq!(
            (account.description(), account.is_disabled()),
            (Some("door"), true)
        );
        assert!(account.has_scram() && account.stored().verify(b"y"));
        let change = AccountChange {
            description: Some(None),
            disabled: Some(false),
            ..AccountChange::default()
        };
        accounts.set("a", change, &settings).unwrap();
        let account = accounts.find("a").unwrap();
        assert_eq!(
            (account.description(), account.is_disabled()),
            (None, false)
        );
    }
}
