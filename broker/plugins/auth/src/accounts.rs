//! The accounts of a password file: looked up without waiting, changed one at a time, each change on disk before it holds.
//!
//! The file is read again before it is changed if somebody edited it meanwhile, so that neither change is lost.

mod import;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use gmqtt_config::{Account as Written, Auth, Diagnostic, Secret};
use gmqtt_plugin_api::{Stamp, read_kept_file, replace_kept_file};
use parking_lot::Mutex;

use crate::account::{Account, Stored};
use crate::hash::InvalidPassword;
use crate::password_file::{self, Format};

pub(crate) use import::{Import, Imported};

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
    #[error("{}", Diagnostic::summary(diagnostics))]
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
    /// It is to be changed, and is not there.
    #[error("there is no such account")]
    Missing,
    /// It is to be made, and is there.
    #[error("there is such an account already")]
    Exists,
    /// It is not the one that was meant to be changed.
    #[error("somebody has changed the account since it was read")]
    Changed,
}

/// What an account has to be for a change to happen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// Its [`Account::etag`]; empty does not matter.
    pub(crate) etag: String,
    /// Whether there is one.
    pub(crate) exists: Option<bool>,
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
            list: ArcSwap::from_pointee(read(path, &List::default())?),
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
        self.set_if(username, change, settings, &Expected::default())
    }

    /// The same, if the account is what is expected.
    ///
    /// # Errors
    /// When it is not, too.
    pub(crate) fn set_if(
        &self,
        username: &str,
        change: AccountChange,
        settings: &Auth,
        expected: &Expected,
    ) -> Result<bool, AccountError> {
        if !is_name(username) {
            return Err(AccountError::Name);
        }
        // Looked at again when the file is held; a change that cannot be need not be hashed for.
        expected.check(self.find(username).as_deref())?;
        // Before the file is held: hashing takes longer than everything else.
        let stored = change
            .password
            .as_deref()
            .map(|password| Stored::new(password, settings))
            .transpose()?;
        self.change(|list| {
            let known = list.find(username).cloned();
            expected.check(known.as_deref())?;
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
            list.put(Account::new(written)?.updated(Some(SystemTime::now())));
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
                let updated_at = account.updated_at();
                let mut written = account.written().clone();
                written.password = password.unwrap_or(written.password);
                if list.format == Format::Yaml {
                    written.scram = scram.or(written.scram);
                }
                // The password is the one it was.
                list.put(Account::new(written)?.updated(updated_at));
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
            self.read_again()?;
        }
        drop(held);
        Ok(changed)
    }

    fn read_again(&self) -> Result<(), AccountError> {
        let list = read(&self.path, &self.list.load())?;
        self.list.store(Arc::new(list));
        Ok(())
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
            self.read_again()?;
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

impl Expected {
    fn check(&self, account: Option<&Account>) -> Result<(), AccountError> {
        match (account, self.exists) {
            (None, Some(true)) => return Err(AccountError::Missing),
            (Some(_), Some(false)) => return Err(AccountError::Exists),
            _ => {}
        }
        // `*` is any account that is there.
        let fits = match (self.etag.as_str(), account) {
            ("", _) | ("*", Some(_)) => true,
            (etag, Some(account)) => account.etag() == etag,
            (_, None) => false,
        };
        if fits {
            Ok(())
        } else {
            Err(AccountError::Changed)
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

/// Whether an account can be called so.
fn is_name(username: &str) -> bool {
    !username.is_empty() && !username.chars().any(char::is_control)
}

/// Reads the file. An account that is as it was `before` keeps its time.
fn read(path: &Path, before: &List) -> Result<List, AccountError> {
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
    let accounts = accounts.into_iter().map(|account| {
        let same = before.find(account.username());
        let same = same.filter(|known| known.written() == account.written());
        let at = same.map_or(stamp.modified(), |known| known.updated_at());
        Arc::new(account.updated(at))
    });
    let mut list = List {
        accounts: accounts.collect(),
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
mod tests;
