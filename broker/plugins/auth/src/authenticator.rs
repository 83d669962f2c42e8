//! Who is who: decides over user names and passwords. The hooks and SCRAM's exchange ask here.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lc_rs::{hmac, rand};
use gmqtt_config::Auth;
use gmqtt_plugin_api::{ConnectRequest, Refusal};
use gmqtt_protocol::ReasonCode;
use tracing::{debug, warn};

use crate::account::{Account, iterations, scram_of};
use crate::accounts::{Accounts, Upgrade};
use crate::hash;
use crate::lockout::Failures;
use crate::pool::{HashPool, Overrun};
use crate::scram::Verifier;
use crate::upgrades::Upgrades;

/// Everything that decides, for one configuration.
pub(crate) struct Authenticator {
    pub(crate) settings: Auth,
    pub(crate) accounts: Arc<Accounts>,
    /// It outlives the configuration, and so do the next two.
    memory: Arc<Memory>,
    pool: HashPool,
}

/// What is remembered from login to login.
pub(crate) struct Memory {
    failures: Failures,
    pub(crate) upgrades: Upgrades,
    /// Makes answers about users that do not exist look like those about others, the same each time.
    secret: [u8; 32],
}

impl Memory {
    /// # Errors
    /// When the system has no random bytes.
    pub(crate) fn new() -> Result<Self, aws_lc_rs::error::Unspecified> {
        let mut secret = [0; 32];
        rand::fill(&mut secret)?;
        Ok(Self {
            failures: Failures::default(),
            upgrades: Upgrades::default(),
            secret,
        })
    }
}

impl Authenticator {
    /// `patience` is how long the broker waits for an answer.
    pub(crate) fn new(
        settings: Auth,
        patience: Duration,
        accounts: Arc<Accounts>,
        memory: Arc<Memory>,
    ) -> Self {
        // A client that is told to come back is better off than one whose connection ends without a word.
        let deadline = settings.hash_timeout.min(patience * 4 / 5);
        let pool = HashPool::new(settings.hash_concurrency, deadline);
        Self {
            settings,
            accounts,
            memory,
            pool,
        }
    }

    /// The same with another configuration; what was remembered stays.
    pub(crate) fn with(&self, settings: Auth, patience: Duration, accounts: Arc<Accounts>) -> Self {
        Self::new(settings, patience, accounts, self.memory.clone())
    }

    /// Whether a client with a user name and a password, with a certificate, or with nothing may get in.
    pub(crate) async fn login(&self, request: &ConnectRequest) -> Result<(), Refusal> {
        if request.peer.certificate_name.is_some() {
            return Ok(());
        }
        let Some(username) = request.username.as_deref().filter(|name| !name.is_empty()) else {
            let anonymous = request.peer.anonymous.unwrap_or(self.settings.anonymous);
            return if anonymous {
                Ok(())
            } else {
                Err(refused("a user name and a password are needed"))
            };
        };
        let address = request.peer.remote.ip();
        self.turn_away_locked(address, username)?;
        let password = request.password.clone().unwrap_or_default();
        match self.check(username, &password).await {
            Ok(Some(account)) => {
                self.store_anew(account, &password);
                Ok(())
            }
            Ok(None) => Err(self.failed(address, username)),
            Err(Overrun) => {
                warn!(
                    username,
                    "no time to check a password: too many clients log in, or plugins.auth.hash_concurrency is too low"
                );
                Err(Refusal {
                    reason: ReasonCode::ServerBusy,
                    text: Some("too many clients log in now".to_owned()),
                })
            }
        }
    }

    /// The account that a user name and a password open. Takes as long for a user that does not exist as for one that does:
    /// the password is then checked against the account of somebody else, and the answer not looked at.
    async fn check(
        &self,
        username: &str,
        password: &bytes::Bytes,
    ) -> Result<Option<Arc<Account>>, Overrun> {
        let account = self.accounts.find(username);
        let against = account
            .clone()
            .or_else(|| self.accounts.any(self.number_of(username)));
        let is_right = match against {
            Some(one) if one.stored().is_slow() => {
                let password = password.clone();
                self.pool
                    .run(move || one.stored().verify(&password))
                    .await?
            }
            Some(one) => one.stored().verify(password),
            None => {
                let (password, hash) = (password.clone(), self.settings.hash);
                self.pool
                    .run(move || hash::store(&password, hash).is_err())
                    .await?
            }
        };
        Ok(account.filter(|account| is_right && !account.is_disabled()))
    }

    /// Refuses who had too many failures of late.
    pub(crate) fn turn_away_locked(&self, address: IpAddr, username: &str) -> Result<(), Refusal> {
        match self
            .memory
            .failures
            .locked(address, self.number_of(username), Instant::now())
        {
            None => Ok(()),
            Some(locked) => {
                debug!(username, %address, ?locked, "turned away: too many wrong passwords of late");
                Err(refused(WRONG))
            }
        }
    }

    /// Counts a failure, and says what the client is told.
    pub(crate) fn failed(&self, address: IpAddr, username: &str) -> Refusal {
        let rules = &self.settings.lockout;
        for locked in
            self.memory
                .failures
                .failed(address, self.number_of(username), rules, Instant::now())
        {
            let wait = rules.duration;
            warn!(username, %address, ?locked, ?wait, "too many wrong passwords: turned away for a while");
        }
        debug!(username, %address, known = self.accounts.find(username).is_some(), "wrong user name or password");
        refused(WRONG)
    }

    /// What SCRAM shows a user, and whether there is such a user who can log in with it.
    pub(crate) fn verifier(&self, username: &str) -> (Verifier, bool) {
        let account = self
            .accounts
            .find(username)
            .filter(|account| !account.is_disabled());
        if let Some(verifier) = account.as_ref().and_then(|account| account.scram()) {
            return (verifier.clone(), true);
        }
        if account.is_some() {
            debug!(
                username,
                "the account has no SCRAM keys: they are stored when its user logs in with the password, or it is set anew"
            );
        }
        let pretended =
            Verifier::pretended(&self.memory.secret, username, iterations(&self.settings));
        (pretended, false)
    }

    /// Whether an account of this name can still be used.
    pub(crate) fn is_open(&self, username: &str) -> bool {
        self.accounts
            .find(username)
            .is_some_and(|account| !account.is_disabled())
    }

    /// Prepares what is to be stored for a password that was right, if that is better than what is stored. Nobody waits for
    /// it, and if there is no place or time for it now, there will be at another login.
    fn store_anew(&self, account: Arc<Account>, password: &bytes::Bytes) {
        let settings = &self.settings;
        let rehash = settings.rehash && account.stored().is_weaker_than(settings.hash);
        let scram = settings.scram && !account.has_scram() && self.accounts.can_hold_scram();
        if !(rehash || scram) || !self.memory.upgrades.begin(account.username()) {
            return;
        }
        let (memory, settings, password) =
            (self.memory.clone(), settings.clone(), password.clone());
        tokio::task::spawn_blocking(move || {
            let stored = rehash
                .then(|| hash::store(&password, settings.hash))
                .transpose();
            let keys = scram.then(|| scram_of(&password, &settings)).transpose();
            let username = account.username();
            match (stored, keys) {
                (Ok(stored), Ok(scram)) => memory.upgrades.finish(Upgrade {
                    username: username.into(),
                    checked: account.password().clone(),
                    password: stored.map(gmqtt_config::Secret::new),
                    scram,
                }),
                (Err(error), _) | (_, Err(error)) => {
                    warn!(username, %error, "cannot store a password anew");
                    memory.upgrades.forget(username);
                }
            }
        });
    }

    /// A number that only this broker knows for a user name.
    fn number_of(&self, username: &str) -> u64 {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.memory.secret);
        let tag = hmac::sign(&key, username.as_bytes());
        tag.as_ref()
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// CONNACK 0x87, or 5 on 3.x.
pub(crate) fn refused(text: &str) -> Refusal {
    Refusal {
        reason: ReasonCode::NotAuthorized,
        text: Some(text.to_owned()),
    }
}

/// The same for everything that may be wrong.
const WRONG: &str = "wrong user name or password";

#[cfg(test)]
mod tests {
    use std::fs;

    use gmqtt_config::PasswordHash;
    use gmqtt_plugin_api::Peer;
    use gmqtt_protocol::Version;

    use super::*;

    fn authenticator(settings: Auth, accounts: &str) -> (Authenticator, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.yml");
        fs::write(&path, accounts).unwrap();
        let accounts = Arc::new(Accounts::open(&path).unwrap());
        let memory = Arc::new(Memory::new().unwrap());
        let patience = Duration::from_secs(60);
        (
            Authenticator::new(settings, patience, accounts, memory),
            folder,
        )
    }

    fn request(username: Option<&str>, password: &'static str) -> ConnectRequest {
        ConnectRequest {
            client_id: "c".to_owned(),
            username: username.map(str::to_owned),
            password: Some(bytes::Bytes::from_static(password.as_bytes())),
            auth_method: None,
            auth_data: None,
            clean_start: true,
            version: Version::V5,
            peer: Peer {
                remote: ([10, 0, 0, 1], 5000).into(),
                local: ([10, 0, 0, 2], 1883).into(),
                listener: None,
                certificate_name: None,
                anonymous: None,
                mount_point: None,
            },
        }
    }

    /// The listener has checked it; there may be no account of that name.
    #[tokio::test]
    async fn a_certificate_is_as_good_as_a_password() {
        let (authenticator, _folder) = authenticator(Auth::default(), "");
        let mut request = request(Some("device"), "");
        assert!(authenticator.login(&request).await.is_err());
        request.peer.certificate_name = Some("device".into());
        assert_eq!(authenticator.login(&request).await, Ok(()));
    }

    #[tokio::test]
    async fn who_cannot_be_checked_in_time_is_told_to_come_back() {
        let stored = hash::store(b"x", PasswordHash::Argon2id).unwrap();
        let settings = Auth {
            hash_timeout: Duration::from_nanos(1),
            ..Auth::default()
        };
        let accounts = format!("- {{username: a, password: \"{stored}\"}}\n");
        let (authenticator, _folder) = authenticator(settings, &accounts);
        for user in ["a", "nobody"] {
            let refusal = authenticator.login(&request(Some(user), "x")).await;
            assert_eq!(
                refusal.unwrap_err().reason,
                ReasonCode::ServerBusy,
                "{user}"
            );
        }
    }

    /// Whether a user exists must not show in what is done for him: the deadline is missed just the same.
    #[tokio::test]
    async fn a_user_that_does_not_exist_is_checked_like_one_that_does() {
        let settings = Auth {
            hash_timeout: Duration::from_nanos(1),
            ..Auth::default()
        };
        let (fast, _folder) = authenticator(settings.clone(), "- {username: a, password: plain}\n");
        let refusal = fast.login(&request(Some("nobody"), "x")).await;
        assert_eq!(refusal.unwrap_err().reason, ReasonCode::NotAuthorized);
        let (empty, _folder) = authenticator(settings, "");
        let refusal = empty.login(&request(Some("nobody"), "x")).await;
        assert_eq!(refusal.unwrap_err().reason, ReasonCode::ServerBusy);
    }

    #[tokio::test]
    async fn a_login_prepares_what_is_to_be_stored_anew() {
        let settings = Auth {
            rehash: true,
            scram: true,
            hash: PasswordHash::Sha256,
            scram_iterations: 4096,
            ..Auth::default()
        };
        let (authenticator, _folder) =
            authenticator(settings, "- {username: a, password: plain}\n");
        assert!(authenticator.login(&request(Some("a"), "x")).await.is_err());
        assert!(authenticator.memory.upgrades.take().is_empty());
        assert_eq!(
            authenticator.login(&request(Some("a"), "plain")).await,
            Ok(())
        );
        let mut upgrades = Vec::new();
        while upgrades.is_empty() {
            tokio::task::yield_now().await;
            upgrades = authenticator.memory.upgrades.take();
        }
        assert_eq!(authenticator.accounts.upgrade(upgrades).unwrap(), 1);
        let account = authenticator.accounts.find("a").unwrap();
        assert_eq!((account.hash(), account.has_scram()), ("sha256", true));
        assert_eq!(
            authenticator.login(&request(Some("a"), "plain")).await,
            Ok(())
        );
        assert!(authenticator.verifier("a").1 && !authenticator.verifier("b").1);
    }
}
