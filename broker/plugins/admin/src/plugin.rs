//! The plugin: its configuration, and what it serves.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use gmqtt_admin_api::{ApiRoutes, Role, Services};
use gmqtt_config::{Api, ApiAuthMode, Compat, Config, LoadOptions, default_data_dir};
use gmqtt_plugin_api::{Applied, HookSet, NotServed, Plugin, PluginContext, PluginError};
use parking_lot::Mutex;

use crate::audit::Audit;
use crate::door::Door;
use crate::endpoint::{Endpoint, Wanted, default_socket};
use crate::guard::{Porter, Rules};
use crate::health::Health;
use crate::pages::{self, Pages};
use crate::perimeter::Perimeter;
use crate::service::{self, Shared};
use crate::tokens::{NewToken, Tokens};

/// The plugin `admin`: serves the admin API.
#[derive(Default)]
pub struct AdminPlugin {
    others: Vec<Arc<dyn ApiRoutes>>,
    running: Mutex<Option<Running>>,
}

/// What a loaded plugin is made of.
struct Running {
    endpoints: Vec<Endpoint>,
    door: Door,
    porter: Arc<Porter>,
    perimeter: Arc<Perimeter>,
    tokens: Arc<Tokens>,
    config: Arc<ArcSwap<Config>>,
}

/// How often it is written when tokens were used last.
const KEEP_EVERY: Duration = Duration::from_secs(60);

impl AdminPlugin {
    /// With the services of other plugins. Those of the broker itself are there without being named.
    #[must_use]
    pub fn new(others: Vec<Arc<dyn ApiRoutes>>) -> Self {
        Self {
            others,
            running: Mutex::default(),
        }
    }

    /// All that does not depend on endpoints.
    fn prepare(&self, context: &PluginContext) -> Result<Running, PluginError> {
        let config = context.config();
        let api = &config.api;
        let tokens = Arc::new(open_tokens(config)?);
        refuse_open_endpoints(api, &tokens)?;
        let config = Arc::new(ArcSwap::new(config.clone()));
        let audit = Audit::new(context.broker().clone());
        let health = Health::new(context.broker().clone(), config.clone());
        let mut services = Services::new();
        let shared = Shared {
            context,
            tokens: &tokens,
        };
        service::add(&shared, &mut services);
        for plugin in &self.others {
            plugin.register(&mut services);
        }
        service::add_standard(&health, &mut services)?;
        let porter = Arc::new(Porter::new(rules(&config.load(), &tokens), audit.clone()));
        let perimeter = Arc::new(Perimeter::new(api));
        let (guard, broker) = (porter.clone(), context.broker().clone());
        let beside = |refuse| {
            pages::router(Pages {
                broker,
                health,
                porter: guard,
                audit,
                refuse,
            })
        };
        let door = Door::new(services.build()?, porter.clone(), perimeter.clone(), beside);
        Ok(Running {
            endpoints: Vec::new(),
            door,
            porter,
            perimeter,
            tokens,
            config,
        })
    }
}

impl Running {
    /// Opens and closes endpoints until they are those of the configuration.
    ///
    /// # Errors
    /// Those that cannot be opened; the others are served.
    fn open(&mut self, context: &PluginContext) -> Result<(), PluginError> {
        let wanted = Wanted::all(&context.config().api, usual_socket());
        let mut before = std::mem::take(&mut self.endpoints);
        let mut failed = None;
        let (kept, new): (Vec<_>, Vec<_>) = wanted
            .into_iter()
            .partition(|one| before.iter().any(|endpoint| endpoint.wanted == *one));
        let kept = before.extract_if(.., |endpoint| kept.contains(&endpoint.wanted));
        self.endpoints.extend(kept);
        for one in new {
            let same = |endpoint: &Endpoint| endpoint.wanted.address == one.address;
            let same = before.iter().position(same).map(|at| before.remove(at));
            match one.open(context, &self.door, same) {
                Ok(endpoint) => self.endpoints.extend(endpoint),
                Err(error) => {
                    failed.get_or_insert(error);
                }
            }
        }
        let views = self.endpoints.iter().map(|endpoint| endpoint.view.clone());
        context.set_listeners(views.collect());
        failed.map_or(Ok(()), Err)
    }
}

impl Plugin for AdminPlugin {
    fn name(&self) -> &'static str {
        "admin"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let mut running = self.prepare(&context)?;
        running.open(&context)?;
        if context.config().api.auth.first_token {
            make_first_token(&running.tokens)?;
        }
        context.spawn("tokens", keep(running.tokens.clone()));
        *self.running.lock() = Some(running);
        Ok(())
    }

    /// Endpoints that changed are opened anew; the connections of the others stay.
    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        let mut running = self.running.lock();
        let running = running.as_mut().ok_or("the plugin is not loaded")?;
        let config = context.config();
        refuse_open_endpoints(&config.api, &running.tokens)?;
        running.porter.change(rules(config, &running.tokens));
        running.perimeter.change(&config.api);
        running.config.store(config.clone());
        running.open(context)?;
        Ok(Vec::new())
    }

    fn unload(&self) {
        let Some(running) = self.running.lock().take() else {
            return;
        };
        if let Err(error) = running.tokens.keep() {
            tracing::warn!(%error, "it is not kept when tokens were used last");
        }
    }
}

fn rules(config: &Config, tokens: &Arc<Tokens>) -> Rules {
    Rules {
        auth: config.api.auth.clone(),
        tokens: tokens.clone(),
        trusts_certificates: config.api.compat.or(config.compat) == Some(Compat::GmqttGo),
    }
}

fn open_tokens(config: &Config) -> Result<Tokens, PluginError> {
    let folder = config.data_dir.clone().or_else(|| {
        default_data_dir(&LoadOptions {
            env: std::env::vars_os()
                .filter_map(|(key, value)| {
                    Some((key.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            is_root: rustix::process::geteuid().is_root(),
            ..LoadOptions::default()
        })
    });
    let file = config.api.auth.tokens_file.as_deref();
    Tokens::open(folder.as_deref(), file).map_err(|error| {
        NotServed {
            what: format!("cannot read the API tokens: {error}"),
            hint: "mend that file, or name another as api.auth.tokens_file".to_owned(),
        }
        .into()
    })
}

/// Makes the token of the first administrator, if there is no token yet. It is shown when everything is open, so that no start
/// that fails has used it up, and on stderr, since what is logged is kept and can be asked for.
fn make_first_token(tokens: &Tokens) -> Result<(), PluginError> {
    if !tokens.is_empty() {
        return Ok(());
    }
    let first = NewToken {
        name: "first".to_owned(),
        role: Role::Admin,
        scopes: Vec::new(),
        lifetime: None,
        created_by: "api.auth.first_token".to_owned(),
    };
    let (token, secret) = tokens.create(first, SystemTime::now())?;
    let line = format!(
        "API token of the administrator {:?}, shown this once: {}\n",
        token.name,
        secret.reveal()
    );
    if let Err(error) = std::io::stderr().lock().write_all(line.as_bytes()) {
        // Nobody knows it, and it would keep the next start from making another.
        tokens.revoke(&token.name)?;
        return Err(format!("cannot print the first API token: {error}").into());
    }
    Ok(())
}

/// An endpoint that others than this machine reach asks who they are, or somebody wrote down that it need not.
fn refuse_open_endpoints(api: &Api, tokens: &Tokens) -> Result<(), NotServed> {
    let has_tokens = !tokens.is_empty() || api.auth.first_token;
    let asks = api.auth.mode != ApiAuthMode::Auto || has_tokens;
    if asks {
        return Ok(());
    }
    let mut all = api.grpc.iter().chain(&api.http);
    let open = all.find(|one| !one.address.is_local() && !one.asks_for_certificates());
    match open {
        None => Ok(()),
        Some(endpoint) => Err(NotServed {
            what: format!(
                "refusing to serve the admin API on {} without authentication",
                shown(&endpoint.address.brief())
            ),
            hint: "`gmqtt init --secure` adds tokens and TLS; or bind 127.0.0.1; or set api.auth.mode: none to accept it".to_owned(),
        }),
    }
}

/// `:8083` is every address.
fn shown(address: &str) -> String {
    if address.starts_with(':') {
        format!("0.0.0.0{address}")
    } else {
        address.to_owned()
    }
}

async fn keep(tokens: Arc<Tokens>) {
    let mut ticks = tokio::time::interval(KEEP_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    ticks.tick().await;
    let mut known = uses(&tokens);
    loop {
        ticks.tick().await;
        let now = uses(&tokens);
        if now == known {
            continue;
        }
        known = now;
        let tokens = tokens.clone();
        let kept = tokio::task::spawn_blocking(move || tokens.keep()).await;
        if let Ok(Err(error)) = kept {
            tracing::warn!(%error, "it is not kept when tokens were used last");
        }
    }
}

/// When each token was used last.
fn uses(tokens: &Tokens) -> Vec<(String, Option<u64>)> {
    let all = tokens.all();
    all.iter()
        .map(|token| (token.name.clone(), token.last_used_at()))
        .collect()
}

fn usual_socket() -> Option<PathBuf> {
    let runtime_dir = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    default_socket(rustix::process::geteuid().is_root(), runtime_dir.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_that_others_reach_asks_who_they_are() {
        let none = Tokens::open(None, None).unwrap();
        let mut api = Api::default();
        assert_eq!(refuse_open_endpoints(&api, &none), Ok(()));
        api.http[0].address = ":8083".parse().unwrap();
        let refused = refuse_open_endpoints(&api, &none).unwrap_err();
        assert_eq!(
            refused.what,
            "refusing to serve the admin API on 0.0.0.0:8083 without authentication"
        );
        for mode in [ApiAuthMode::None, ApiAuthMode::Token] {
            api.auth.mode = mode;
            assert_eq!(refuse_open_endpoints(&api, &none), Ok(()));
        }
        api.auth.mode = ApiAuthMode::Auto;
        api.auth.first_token = true;
        assert_eq!(refuse_open_endpoints(&api, &none), Ok(()));
    }

    #[test]
    fn the_first_token_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let names = |tokens: &Tokens| -> Vec<_> {
            let all = tokens.all();
            all.iter().map(|one| (one.name.clone(), one.role)).collect()
        };
        for _ in 0..2 {
            let tokens = Tokens::open(Some(folder.path()), None).unwrap();
            make_first_token(&tokens).unwrap();
            assert_eq!(names(&tokens), [("first".to_owned(), Role::Admin)]);
        }
    }
}
