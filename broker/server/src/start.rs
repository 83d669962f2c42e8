//! A broker from its configuration to readiness, and back.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use gmqtt_config::{Config, Listener, OnStoreFailure};
use gmqtt_plugin_api::{
    BrokerHandle, EventKind, ListenerView, Metrics, NotServed, Note, Plugin, PluginContext, Process,
};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use crate::bind::{self, BoundAddress, Inherited};
use crate::broker::Broker;
use crate::clock::Clock;
use crate::cluster::{self, Peers};
use crate::control::Control;
use crate::hooks::Hooks;
use crate::ops::{self, Listed, Ops};
use crate::restore::{self, Restored};
use crate::storage::Storage;
use crate::transport::Turnstile;
use crate::{bans, events, keepalive, listener, refusals, stop, store, timers};

/// What those get who watch the broker when it stops, to say goodbye.
const GOODBYE: Duration = Duration::from_millis(500);

/// A running broker. Dropped without [`stop`](Self::stop), it stops accepting and lets its connections go on.
pub struct Server {
    pub(crate) broker: Arc<Broker>,
    pub(crate) listening: Vec<Listening>,
    /// Those that an operator has closed.
    pub(crate) closed: Vec<Closed>,
    notices: Vec<String>,
    background: Vec<JoinHandle<()>>,
    pub(crate) stop_timeout: Duration,
    /// Handshakes that compute, of all listeners.
    places: Arc<Semaphore>,
    inherited: Inherited,
    /// What plugins run on.
    pub(crate) ops: Arc<Ops>,
    control: Arc<Control>,
    /// The folder of the config file.
    folder: Arc<Path>,
    /// What survived the last stop, if anything can.
    restored: Option<Restored>,
    /// Every listener is open.
    is_ready: bool,
}

/// A listener that accepts.
pub(crate) struct Listening {
    pub(crate) configured: Listener,
    pub(crate) shared: Arc<listener::Listener>,
    pub(crate) bound: BoundListener,
    pub(crate) task: JoinHandle<()>,
}

/// A listener that an operator has closed.
pub(crate) struct Closed {
    pub(crate) configured: Listener,
    /// Clients that stayed may be connected to it.
    pub(crate) shared: Weak<listener::Listener>,
    /// As it was.
    pub(crate) bound: BoundListener,
}

/// A listener with the address it really has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundListener {
    /// Its place in the `listeners` of the configuration.
    pub index: usize,
    /// Its name, if the configuration gives one.
    pub name: Option<String>,
    /// `tcp`, `tls`, `ws`, `wss` or `unix`.
    pub scheme: &'static str,
    /// A port of 0 is resolved.
    pub address: BoundAddress,
    /// The path in the URL of WebSocket clients.
    pub path: Option<String>,
}

impl BoundListener {
    /// What it is called: its name, or its address.
    #[must_use]
    pub fn label(&self) -> String {
        self.name
            .clone()
            .unwrap_or_else(|| self.address.to_string())
    }
}

impl fmt::Display for BoundListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.as_deref().unwrap_or_default();
        write!(f, "{}://{}{path}", self.scheme, self.address)
    }
}

/// Why a broker does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address} (listeners[{index}])")]
    Bind {
        /// The listener's place in the configuration.
        index: usize,
        /// As configured.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file of a `tls` section does not work.
    #[error("{key}: {cause}")]
    Tls {
        /// The key that names the file, such as `listeners[0].tls.cert`.
        key: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The configuration asks for something that would be unsafe to leave out and is not there.
    #[error("{what} is not supported")]
    Unsupported {
        /// What is asked for.
        what: String,
        /// What to do.
        hint: String,
    },
    /// What survives a restart cannot be kept, or cannot be read.
    #[error("the store cannot be used: {cause}")]
    Store {
        /// What is wrong.
        cause: String,
        /// What to do; empty if the cause says it.
        hint: String,
        /// Another process has it open.
        in_use: bool,
    },
    /// The threads that plugins run on cannot be started.
    #[error("cannot start threads")]
    Threads(#[source] io::Error),
    /// A plugin will not do what the configuration asks for.
    #[error("{0}")]
    NotServed(NotServed),
    /// What was kept in `data_dir` cannot be read.
    #[error("{what}")]
    Kept {
        /// Which file, and what is wrong with it.
        what: String,
    },
    /// A plugin could not be loaded.
    #[error("plugin {name}: {cause}")]
    Plugin {
        /// Its name in `plugin_order`.
        name: String,
        /// What it says.
        cause: String,
        /// It wants an address that somebody else has.
        address_in_use: bool,
    },
}

impl Server {
    /// [`start_in`](Self::start_in) the working directory.
    ///
    /// # Errors
    /// See [`StartError`]. Nothing is left running then.
    pub async fn start(config: Config, plugins: Vec<Arc<dyn Plugin>>) -> Result<Self, StartError> {
        Self::start_in(Path::new(""), config, plugins).await
    }

    /// Takes up what survived the last stop, loads the plugins, opens every listener and serves on the current tokio runtime; returns when ready. `folder` is the one of the
    /// config file, where plugins look for their files.
    ///
    /// # Errors
    /// See [`StartError`]. Nothing is left running then, and every plugin that was loaded is unloaded.
    pub async fn start_in(
        folder: &Path,
        config: Config,
        plugins: Vec<Arc<dyn Plugin>>,
    ) -> Result<Self, StartError> {
        Self::start_for(None, folder, config, plugins).await
    }

    /// [`start_in`](Self::start_in) a process that lets itself be asked by plugins.
    ///
    /// # Errors
    /// See [`StartError`]. Nothing is left running then.
    pub async fn start_for(
        process: Option<Arc<dyn Process>>,
        folder: &Path,
        config: Config,
        plugins: Vec<Arc<dyn Plugin>>,
    ) -> Result<Self, StartError> {
        let (plugins, notices) = choose(&config, plugins)?;
        let hooks = Hooks::new(plugins, config.mqtt.connect_timeout);
        let store = store::open(&config).await?;
        let refuses = config.persistence.on_store_failure == OnStoreFailure::Refuse;
        let kind = config.persistence.kind.as_str();
        let storage = Storage::new((kind, store), refuses, Clock::start())
            .waiting_for_others(store::promises_to_keep(&config));
        let dump = config.log.dump_packet;
        let broker = Broker::with(config.mqtt.clone(), hooks, dump, storage);
        broker.change_limits(config.limits.clone());
        let kept = broker.bans.keep_in(config.data_dir.as_deref());
        kept.map_err(|unreadable| StartError::Kept {
            what: unreadable.to_string(),
        })?;
        let ops = Ops::start(broker.events.clone(), broker.certificates.clone())
            .map_err(StartError::Threads)?;
        let mut server = Self {
            control: Arc::new(Control::new(&broker, &ops, process)),
            broker,
            listening: Vec::new(),
            closed: Vec::new(),
            notices,
            background: Vec::new(),
            stop_timeout: config.mqtt.stop_timeout,
            places: Turnstile::places(),
            inherited: Inherited::from_environment(),
            ops,
            folder: folder.into(),
            restored: None,
            is_ready: false,
        };
        match server.open_all(config).await {
            Ok(()) => Ok(server),
            Err(error) => {
                server.ops.end_tasks(Duration::ZERO).await;
                server.broker.storage.store().close().await;
                Err(error)
            }
        }
    }

    async fn open_all(&mut self, config: Config) -> Result<(), StartError> {
        self.restore().await?;
        let listeners = config.listeners.clone();
        self.load_plugins(Arc::new(config))?;
        for (index, configured) in listeners.iter().enumerate() {
            self.listen(index, configured).await?;
        }
        std::mem::take(&mut self.inherited).close();
        self.tell_listening();
        let broker = &self.broker;
        self.background.extend([
            tokio::spawn(timers::run(broker.clone())),
            tokio::spawn(timers::sweep(broker.clone())),
            tokio::spawn(keepalive::run(broker.clone())),
            tokio::spawn(refusals::run(broker.clone())),
            tokio::spawn(bans::run(broker.clone())),
            tokio::spawn(events::run(broker.events.clone())),
            tokio::spawn(cluster::run(broker.clone())),
            tokio::spawn(cluster::taken::run(broker.clone())),
        ]);
        let note = Note::new(EventKind::Broker, "", "started");
        self.broker
            .events
            .note(note.with("version", env!("CARGO_PKG_VERSION")));
        self.is_ready = true;
        Ok(())
    }

    /// Takes up what survived, and looks after the store from then on.
    async fn restore(&mut self) -> Result<(), StartError> {
        let broker = &self.broker;
        if !broker.storage.keeps() {
            return Ok(());
        }
        let restored = restore::restore(broker).await;
        self.restored = Some(restored.map_err(|error| StartError::Store {
            cause: error.to_string(),
            hint: String::new(),
            in_use: false,
        })?);
        self.background = vec![
            tokio::spawn(store::follow(broker.clone())),
            tokio::spawn(store::make_good(broker.clone())),
            tokio::spawn(store::count_failures(broker.clone())),
        ];
        Ok(())
    }

    fn load_plugins(&self, config: Arc<Config>) -> Result<(), StartError> {
        let _entered = self.ops.handle().enter();
        let loaded = self
            .broker
            .hooks
            .load(|name| self.context(name, config.clone()));
        // A plugin may have published something when nobody was interested yet.
        self.broker.forget_routes();
        if loaded.is_ok() {
            self.join_cluster()?;
        }
        loaded.map_err(|(name, error)| match error.downcast::<NotServed>() {
            Ok(refused) => StartError::NotServed(*refused),
            Err(error) => StartError::Plugin {
                name: name.to_owned(),
                cause: error.to_string(),
                address_in_use: error
                    .downcast_ref::<io::Error>()
                    .is_some_and(|error| error.kind() == io::ErrorKind::AddrInUse),
            },
        })
    }

    /// The plugin that has other nodes is asked for them.
    fn join_cluster(&self) -> Result<(), StartError> {
        let hooks = &self.broker.hooks;
        let mut found = hooks
            .plugins()
            .iter()
            .filter_map(|plugin| Some((plugin.name(), plugin.cluster()?)));
        let Some((name, cluster)) = found.next() else {
            return Ok(());
        };
        if let Some((other, _)) = found.next() {
            return Err(StartError::Plugin {
                name: other.to_owned(),
                cause: format!(
                    "plugin {name} has a cluster already: take one of the two off `plugin_order`"
                ),
                address_in_use: false,
            });
        }
        let peers = Peers::new(cluster, hooks.source(name));
        self.broker.join(Arc::new(peers));
        Ok(())
    }

    /// What the plugin of this name is given.
    pub(crate) fn context(&self, name: &'static str, config: Arc<Config>) -> PluginContext {
        let broker = BrokerHandle::new(name, self.control.clone());
        PluginContext::new(name, config, self.folder.clone(), broker, self.ops.clone())
    }

    /// Tells plugins what is listened on.
    pub(crate) fn tell_listening(&self) {
        let open = self.listening.iter().map(|one| Listed {
            bound: one.bound.clone(),
            shared: Arc::downgrade(&one.shared),
            max_connections: one.shared.max_connections(),
            open: true,
        });
        let closed = self.closed.iter().map(|one| Listed {
            bound: one.bound.clone(),
            shared: one.shared.clone(),
            max_connections: usize::try_from(one.configured.max_connections).unwrap_or(0),
            open: false,
        });
        let mut all: Vec<_> = open.chain(closed).collect();
        all.sort_by_key(|listed| listed.bound.index);
        self.ops.set_listening(all);
    }

    /// Opens one listener.
    pub(crate) async fn listen(
        &mut self,
        index: usize,
        configured: &Listener,
    ) -> Result<BoundListener, StartError> {
        let bind_error = |source| StartError::Bind {
            index,
            address: configured.address.brief(),
            source,
        };
        let shared = listener::Listener::new(configured, self.places.clone()).map_err(|error| {
            StartError::Tls {
                key: format!("listeners[{index}].tls.{}", error.key),
                cause: error.cause,
            }
        })?;
        let (acceptor, address) = bind::bind(configured, &mut self.inherited)
            .await
            .map_err(bind_error)?;
        let bound = BoundListener {
            index,
            name: configured.name.clone(),
            scheme: listener::Listener::scheme(configured),
            address,
            path: configured
                .websocket
                .as_ref()
                .map(|websocket| websocket.path.clone()),
        };
        let shared = Arc::new(shared);
        self.broker
            .certificates
            .watch(&shared, bound.to_string(), listener::Listener::certificate);
        if configured.tls.is_some() {
            let events = self.broker.events.clone();
            tokio::spawn(listener::watch(Arc::downgrade(&shared), events));
        }
        let task = tokio::spawn(shared.clone().accept(self.broker.clone(), acceptor));
        self.listening.push(Listening {
            configured: configured.clone(),
            shared,
            bound: bound.clone(),
            task,
        });
        self.broker
            .events
            .note(Note::new(EventKind::Listener, bound.label(), "opened"));
        Ok(bound)
    }

    /// What is listened on.
    #[must_use]
    pub fn listeners(&self) -> Vec<BoundListener> {
        self.listening
            .iter()
            .map(|listening| listening.bound.clone())
            .collect()
    }

    /// What plugins listen on.
    #[must_use]
    pub fn plugin_listeners(&self) -> Vec<ListenerView> {
        let mut all = self.ops.listeners();
        all.retain(|listener| listener.plugin.is_some());
        all
    }

    /// What the configuration asks for and this version leaves out; each is worth a warning.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// What survived the last stop; `None` with a store that keeps nothing.
    #[must_use]
    pub fn restored(&self) -> Option<Restored> {
        self.restored
    }

    /// Adds an event, for those who watch.
    pub fn record(&self, note: Note) {
        self.broker.events.note(note);
    }

    /// The figures of this moment.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.broker.metrics()
    }

    /// Stops accepting, tells every client (v5: DISCONNECT 0x8B), writes what waits for them, closes; gives up at
    /// `mqtt.stop_timeout`. Then the plugins are unloaded and `on_stop` is called, once; last, everything that was to be kept
    /// is written.
    pub async fn stop(mut self) {
        self.broker
            .events
            .note(Note::new(EventKind::Broker, "", "stopping"));
        self.listening
            .drain(..)
            .for_each(|listening| listening.task.abort());
        // Probes of readiness see that no more clients are taken.
        self.tell_listening();
        stop::end_connections(&self.broker, Instant::now() + self.stop_timeout).await;
        self.background.drain(..).for_each(|task| task.abort());
        self.end_watches().await;
        self.ops.end_tasks(ops::FAREWELL).await;
        self.broker.hooks.unload();
        self.broker.hooks.stop();
        self.broker.storage.store().close().await;
    }
}

impl Server {
    /// Ends what plugins show for ever, and waits a moment until they have said so.
    async fn end_watches(&self) {
        self.broker.events.end();
        self.broker.traces.end();
        self.broker.end.close();
        let _ = timeout(GOODBYE, self.broker.end.unwatched()).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening
            .iter()
            .for_each(|listening| listening.task.abort());
        self.background.iter().for_each(JoinHandle::abort);
        if !self.is_ready {
            self.broker.hooks.unload();
        }
    }
}

/// Plugins to load, and what is left out.
type Chosen = (Vec<Arc<dyn Plugin>>, Vec<String>);

/// The plugins of `plugin_order`, in that order. One that guards the broker and is missing keeps it from starting.
fn choose(config: &Config, plugins: Vec<Arc<dyn Plugin>>) -> Result<Chosen, StartError> {
    let (mut chosen, mut notices) = (Vec::new(), Vec::new());
    for name in &config.plugin_order {
        if let Some(plugin) = plugins.iter().find(|plugin| plugin.name() == name) {
            chosen.push(plugin.clone());
        } else if matches!(name.as_str(), "auth" | "acl") {
            let hint = format!(
                "this version has no plugin `{name}`; without it every client would get in. Take it out of plugin_order to accept that"
            );
            return Err(StartError::Unsupported {
                what: format!("plugin {name}"),
                hint,
            });
        } else {
            notices.push(format!(
                "plugin {name} is not in this version; it is left out"
            ));
        }
    }
    Ok((chosen, notices))
}
