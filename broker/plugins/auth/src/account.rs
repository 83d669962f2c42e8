//! One account.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;
use std::sync::LazyLock;
use std::time::SystemTime;

use gmqtt_config::{Account as Written, Auth, Secret};

use crate::hash::{self, InvalidPassword, StoredPassword};
use crate::scram::Verifier;

/// An account that can be logged in with.
#[derive(Debug, Clone)]
pub struct Account {
    written: Written,
    stored: StoredPassword,
    scram: Option<Verifier>,
    updated_at: Option<SystemTime>,
}

impl Account {
    /// From what stands in the file.
    ///
    /// # Errors
    /// When the password or what SCRAM needs is not of a known form.
    pub(crate) fn new(written: Written) -> Result<Self, InvalidPassword> {
        let stored = StoredPassword::recognise(written.password.expose())?;
        let scram = written
            .scram
            .as_ref()
            .map(|text| Verifier::parse(text.expose()))
            .transpose()?;
        Ok(Self {
            written,
            stored,
            scram,
            updated_at: None,
        })
    }

    /// The same, changed at this time.
    pub(crate) const fn updated(mut self, at: Option<SystemTime>) -> Self {
        self.updated_at = at;
        self
    }

    /// The user name, unlike that of any other account.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.written.username
    }

    /// What is stored in place of the password.
    #[must_use]
    pub const fn password(&self) -> &Secret {
        &self.written.password
    }

    /// How the password is stored: `argon2id`, `bcrypt`, `md5`, ...
    #[must_use]
    pub fn hash(&self) -> &'static str {
        self.stored.kind()
    }

    /// Whether `password` is that of this account, disabled or not. It takes as long as the stored form is slow.
    #[must_use]
    pub fn verify(&self, password: &[u8]) -> bool {
        self.stored.verify(password)
    }

    /// Whether its user can authenticate with SCRAM.
    #[must_use]
    pub const fn has_scram(&self) -> bool {
        self.scram.is_some()
    }

    /// A word for people.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.written.description.as_deref()
    }

    /// Whether nobody can log in with it.
    #[must_use]
    pub const fn is_disabled(&self) -> bool {
        self.written.disabled
    }

    /// When it was last changed, as far as is known. A password file has no place for it: an account that was read has the time its
    /// file was written, which is not before that, and one that has changed since has its own.
    #[must_use]
    pub const fn updated_at(&self) -> Option<SystemTime> {
        self.updated_at
    }

    /// Another one for each state of the account, as long as the broker runs. It tells nothing of the password.
    #[must_use]
    pub fn etag(&self) -> String {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        let Written {
            username,
            password,
            scram,
            description,
            disabled,
        } = &self.written;
        let scram = scram.as_ref().map(Secret::expose);
        let state = (username, password.expose(), scram, description, disabled);
        format!("{:016x}", KEY.hash_one(state))
    }

    /// What somebody should look at.
    #[must_use]
    pub fn warning(&self) -> Option<&'static str> {
        match self.stored.kind() {
            "plain" => Some("the password is stored as it is"),
            "md5" | "sha256" => Some("the hash has no salt and is fast to guess"),
            _ => None,
        }
    }

    pub(crate) const fn written(&self) -> &Written {
        &self.written
    }

    pub(crate) const fn stored(&self) -> &StoredPassword {
        &self.stored
    }

    pub(crate) const fn scram(&self) -> Option<&Verifier> {
        self.scram.as_ref()
    }
}

/// What is stored for one password.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) password: Secret,
    pub(crate) scram: Option<Secret>,
}

impl Stored {
    /// As the configuration asks. It takes as long as two checks.
    ///
    /// # Errors
    /// When the password cannot be stored like that.
    pub(crate) fn new(password: &[u8], settings: &Auth) -> Result<Self, InvalidPassword> {
        if password.is_empty() {
            return Err(InvalidPassword("the password is empty".to_owned()));
        }
        let stored = hash::store(password, settings.hash)?;
        let scram = settings
            .scram
            .then(|| scram_of(password, settings))
            .transpose()?;
        Ok(Self {
            password: Secret::new(stored),
            scram,
        })
    }
}

/// What SCRAM needs in place of a password.
pub(crate) fn scram_of(password: &[u8], settings: &Auth) -> Result<Secret, InvalidPassword> {
    Verifier::new(password, iterations(settings)).map(|verifier| Secret::new(verifier.to_text()))
}

/// How often SCRAM hashes.
pub(crate) fn iterations(settings: &Auth) -> NonZeroU32 {
    NonZeroU32::new(settings.scram_iterations).unwrap_or(NonZeroU32::MIN)
}
