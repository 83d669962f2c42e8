//! Many accounts at once: one write, whatever becomes of each.

use std::collections::HashSet;
use std::time::SystemTime;

use gmqtt_config::{Account as Written, Auth, Secret};

use super::{AccountError, Accounts, Format, is_name};
use crate::account::{Account, Stored};
use crate::hash::{InvalidPassword, StoredPassword};

/// An account to make.
pub(crate) struct Import {
    pub(crate) username: String,
    /// In clear text; empty if there is a hash.
    pub(crate) password: String,
    /// What is stored instead.
    pub(crate) password_hash: String,
    pub(crate) disabled: bool,
    pub(crate) description: Option<String>,
}

/// What became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imported {
    Created,
    Replaced,
    Skipped,
}

impl Accounts {
    /// Makes accounts, and says of each what became of it. With `dry_run` only says what would. It blocks as long as it takes to hash
    /// all passwords.
    ///
    /// # Errors
    /// When the file cannot be written. Everything is as before then.
    pub(crate) fn import(
        &self,
        imports: Vec<Import>,
        settings: &Auth,
        replace: bool,
        dry_run: bool,
    ) -> Result<Vec<Result<Imported, AccountError>>, AccountError> {
        let mut seen = HashSet::new();
        let prepared = imports.into_iter().map(|one| {
            if !seen.insert(one.username.clone()) {
                let words = "there is an account of this name before it in the list";
                return Err(InvalidPassword(words.to_owned()).into());
            }
            // What is left as it is need not be hashed.
            if !replace && self.find(&one.username).is_some() {
                return Ok((one.username, None));
            }
            written(one, settings, dry_run).map(|(name, written)| (name, Some(written)))
        });
        let prepared: Vec<_> = prepared.collect();
        let now = Some(SystemTime::now());
        self.change(|list| {
            let (mut outcomes, mut is_changed) = (Vec::with_capacity(prepared.len()), false);
            for one in prepared {
                outcomes.push(one.and_then(|(username, written)| {
                    let known = list.find(&username).is_some();
                    let Some(mut written) = written.filter(|_| replace || !known) else {
                        return Ok(Imported::Skipped);
                    };
                    if list.format != Format::Yaml {
                        written.scram = None;
                    }
                    if !dry_run {
                        list.put(Account::new(written)?.updated(now));
                        is_changed = true;
                    }
                    Ok(if known {
                        Imported::Replaced
                    } else {
                        Imported::Created
                    })
                }));
            }
            Ok((outcomes, is_changed))
        })
    }
}

/// As it will stand in the file. In a dry run nothing is hashed.
fn written(
    import: Import,
    settings: &Auth,
    dry_run: bool,
) -> Result<(String, Written), AccountError> {
    let Import {
        username,
        password,
        password_hash,
        disabled,
        description,
    } = import;
    if !is_name(&username) {
        return Err(AccountError::Name);
    }
    let stored = match (password.is_empty(), password_hash.is_empty()) {
        (true, true) => return Err(AccountError::NoPassword(username)),
        (false, false) => {
            let words = "there are a password and a hash: keep one of them";
            return Err(InvalidPassword(words.to_owned()).into());
        }
        (true, false) => {
            if let StoredPassword::Plain(_) = StoredPassword::recognise(&password_hash)? {
                let words = "the hash is none that is known: argon2, bcrypt, md5, sha256 or one of mosquitto's";
                return Err(InvalidPassword(words.to_owned()).into());
            }
            Stored {
                password: Secret::new(password_hash),
                scram: None,
            }
        }
        (false, true) if dry_run => Stored {
            password: Secret::new(password),
            scram: None,
        },
        (false, true) => Stored::new(password.as_bytes(), settings)?,
    };
    let written = Written {
        username: username.clone(),
        password: stored.password,
        scram: stored.scram,
        description,
        disabled,
    };
    Ok((username, written))
}
