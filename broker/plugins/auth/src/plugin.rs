//! The plugin: its hooks, its configuration, and the task that looks after the password file.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use gmqtt_config::{Auth, Config, Diagnostic, Severity};
use gmqtt_plugin_api::{
    Applied, Applies, AuthStep, BoxFuture, BrokerHandle, ClientInfo, ConnectRequest, Grant, Hook,
    HookSet, Plugin, PluginContext, PluginError, Refusal, Stamp,
};
use gmqtt_protocol::ReasonCode;
use tracing::{error, info, warn};

use crate::accounts::{AccountError, Accounts};
use crate::authenticator::{Authenticator, Memory};
use crate::exchange::ScramExchange;
use crate::scram::METHOD;

/// The plugin `auth`.
#[derive(Default)]
pub struct AuthPlugin {
    pub(crate) current: Arc<Current>,
}

/// What decides now; `None` before the plugin is loaded.
#[derive(Default)]
pub(crate) struct Current {
    pub(crate) authenticator: ArcSwapOption<Authenticator>,
    broker: ArcSwapOption<BrokerHandle>,
}

impl Current {
    /// The broker whose clients these accounts are for; `None` without one.
    pub(crate) fn broker(&self) -> Option<BrokerHandle> {
        self.broker.load().as_deref().cloned()
    }
}

impl AuthPlugin {
    /// A plugin that knows nobody before it is loaded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A plugin that knows these accounts as it is. When it is loaded, it reads the file of the configuration instead.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn with_accounts(settings: Auth, accounts: Accounts) -> Result<Self, PluginError> {
        let memory = Memory::new().map_err(|_| NO_RANDOM_BYTES)?;
        let patience = settings.hash_timeout * 2;
        let (accounts, memory) = (Arc::new(accounts), Arc::new(memory));
        let authenticator = Authenticator::new(settings, patience, accounts, memory);
        let current = Current {
            authenticator: ArcSwapOption::from_pointee(authenticator),
            broker: ArcSwapOption::empty(),
        };
        Ok(Self {
            current: Arc::new(current),
        })
    }

    /// The accounts, for who manages them; `None` before the plugin is loaded.
    #[must_use]
    pub fn accounts(&self) -> Option<Arc<Accounts>> {
        self.current
            .authenticator
            .load()
            .as_ref()
            .map(|it| it.accounts.clone())
    }

    fn authenticator(&self) -> Result<Arc<Authenticator>, Refusal> {
        self.current
            .authenticator
            .load_full()
            .ok_or_else(|| ReasonCode::ServerUnavailable.into())
    }

    fn scram(&self, method: &str) -> Result<Option<Arc<Authenticator>>, Refusal> {
        let authenticator = self.authenticator()?;
        Ok((method == METHOD && authenticator.settings.scram).then_some(authenticator))
    }
}

impl Plugin for AuthPlugin {
    fn name(&self) -> &'static str {
        NAME
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth, Hook::OnEnhancedAuth, Hook::OnReAuth])
    }

    fn check(&self, config: &Config) -> Vec<Diagnostic> {
        match Accounts::open(&config.plugins.auth.password_file) {
            Ok(_) => Vec::new(),
            Err(AccountError::Mistakes { diagnostics }) => diagnostics,
            Err(error) => vec![Diagnostic {
                severity: Severity::Error,
                message: error.to_string(),
                key: Some("plugins.auth.password_file".to_owned()),
                location: None,
                excerpt: None,
                hint: None,
            }],
        }
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let settings = context.config().plugins.auth.clone();
        let accounts = Accounts::open(&settings.password_file)?;
        let memory = Arc::new(Memory::new().map_err(|_| NO_RANDOM_BYTES)?);
        if accounts.all().is_empty() && !settings.anonymous {
            warn!(file = %accounts.path().display(), "there are no accounts yet: no client can connect with a password");
        }
        if is_open_to_others(accounts.path()) {
            warn!(file = %accounts.path().display(), "other users of this machine can read the password file: chmod 600 it");
        }
        let patience = context.config().mqtt.connect_timeout;
        let authenticator =
            Authenticator::new(settings, patience, Arc::new(accounts), memory.clone());
        self.current
            .authenticator
            .store(Some(Arc::new(authenticator)));
        self.current
            .broker
            .store(Some(Arc::new(context.broker().clone())));
        context.spawn("password file", look_after(self.current.clone(), memory));
        Ok(())
    }

    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        let before = self
            .current
            .authenticator
            .load_full()
            .ok_or("the plugin is not loaded")?;
        let settings = context.config().plugins.auth.clone();
        let changed = changed(&before.settings, &settings);
        let path = &settings.password_file;
        let accounts = if path == before.accounts.path() {
            before.accounts.refresh()?;
            before.accounts.clone()
        } else {
            Arc::new(Accounts::open(path)?)
        };
        self.current.authenticator.store(Some(Arc::new(before.with(
            settings,
            context.config().mqtt.connect_timeout,
            accounts,
        ))));
        Ok(changed)
    }

    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        Box::pin(async move { self.authenticator()?.login(&request).await.map(|()| grant) })
    }

    fn on_enhanced_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        Box::pin(async move {
            let Some(authenticator) =
                self.scram(request.auth_method.as_deref().unwrap_or_default())?
            else {
                return Ok(AuthStep::NotMine);
            };
            let address = request.peer.remote.ip();
            ScramExchange::new(authenticator, address, request.username.as_deref(), grant)
                .step(request.auth_data.as_deref())
        })
    }

    fn on_re_auth(
        &self,
        client: Arc<ClientInfo>,
        method: String,
        data: Option<Bytes>,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        Box::pin(async move {
            let Some(authenticator) = self.scram(&method)? else {
                return Ok(AuthStep::NotMine);
            };
            let address = client.peer.remote.ip();
            ScramExchange::new(
                authenticator,
                address,
                client.username.as_deref(),
                Grant::default(),
            )
            .step(data.as_deref())
        })
    }
}

/// Reads the file again when it was edited, and writes what is to be stored anew.
async fn look_after(current: Arc<Current>, memory: Arc<Memory>) {
    let mut reported = None;
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (current, memory) = (current.clone(), memory.clone());
        let known = reported;
        let look = move || {
            let authenticator = current.authenticator.load_full()?;
            look(&authenticator.accounts, &memory, known)
        };
        reported = tokio::task::spawn_blocking(look).await.ok().flatten();
    }
}

/// A file that was reported as broken, by its stamp, so that it is reported once; `None` within: it could not be looked at.
type Reported = Option<Option<Stamp>>;

/// One look at the file.
fn look(accounts: &Accounts, memory: &Memory, reported: Reported) -> Reported {
    let stamp = accounts.stamp().ok().flatten();
    if reported == Some(stamp) {
        return reported;
    }
    let file = accounts.path().display();
    match accounts.refresh() {
        Ok(true) => info!(%file, accounts = accounts.all().len(), "read the accounts again"),
        Ok(false) => {}
        Err(failure) => {
            error!(%file, error = %failure, "the accounts stay as they were");
            if let AccountError::Mistakes { diagnostics } = &failure {
                diagnostics
                    .iter()
                    .for_each(|mistake| error!(%file, "{mistake}"));
            }
            return Some(stamp);
        }
    }
    let upgrades = memory.upgrades.take();
    if !upgrades.is_empty() {
        match accounts.upgrade(upgrades) {
            Ok(stored) => info!(%file, stored, "stored passwords anew"),
            Err(error) => error!(%file, %error, "cannot store passwords anew"),
        }
    }
    None
}

fn is_open_to_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.mode() & 0o007 != 0)
}

/// The keys that differ. All of them count from now on.
fn changed(before: &Auth, after: &Auth) -> Vec<Applied> {
    let Auth {
        hash,
        password_file,
        rehash,
        anonymous,
        scram,
        scram_iterations,
        hash_concurrency,
        hash_timeout,
        lockout,
    } = after;
    let keys = [
        ("hash", *hash != before.hash),
        ("password_file", *password_file != before.password_file),
        ("rehash", *rehash != before.rehash),
        ("anonymous", *anonymous != before.anonymous),
        ("scram", *scram != before.scram),
        (
            "scram_iterations",
            *scram_iterations != before.scram_iterations,
        ),
        (
            "hash_concurrency",
            *hash_concurrency != before.hash_concurrency,
        ),
        ("hash_timeout", *hash_timeout != before.hash_timeout),
        (
            "lockout.address_failures",
            lockout.address_failures != before.lockout.address_failures,
        ),
        (
            "lockout.user_failures",
            lockout.user_failures != before.lockout.user_failures,
        ),
        ("lockout.window", lockout.window != before.lockout.window),
        (
            "lockout.duration",
            lockout.duration != before.lockout.duration,
        ),
    ];
    let changed = keys.into_iter().filter(|(_, is_changed)| *is_changed);
    changed
        .map(|(key, _)| Applied::new(format!("plugins.{NAME}.{key}"), Applies::Now))
        .collect()
}

const NAME: &str = "auth";
const NO_RANDOM_BYTES: &str = "the system has no random bytes";
/// How long an edit of the password file may take to be noticed.
const LOOK_EVERY: Duration = Duration::from_secs(2);
