//! What a plugin is given when it is loaded: its configuration, the broker, tasks, addresses, and places for what it offers.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gmqtt_config::{Config, Tls};
use serde::de::DeserializeOwned;

use crate::{
    BoxFuture, BrokerHandle, ListenerView, MetricSource, NotServed, PluginError, Route, TlsConfigs,
};

/// What [`Plugin::load`](crate::Plugin::load) and [`Plugin::reload`](crate::Plugin::reload) are given. It is cheap to clone and to
/// keep; it does not keep the broker alive.
#[derive(Clone)]
pub struct PluginContext {
    plugin: &'static str,
    config: Arc<Config>,
    folder: Arc<Path>,
    broker: BrokerHandle,
    host: Arc<dyn Host>,
}

/// What carries a plugin: implemented by the server, and by tests that want to load a plugin without one.
pub trait Host: Send + Sync + 'static {
    /// Runs a task of this plugin; see [`PluginContext::spawn`], and if it `ends` [`PluginContext::spawn_to_end`].
    fn spawn(
        &self,
        plugin: &'static str,
        task: &'static str,
        future: BoxFuture<'static, ()>,
        ends: bool,
    );

    /// Binds an address for this plugin; see [`PluginContext::listen`].
    ///
    /// # Errors
    /// What the system says.
    fn listen(&self, plugin: &'static str, name: &str, address: &str) -> io::Result<TcpListener>;

    /// Reads the files of a `tls` section, and again when they change; see [`PluginContext::tls`].
    ///
    /// # Errors
    /// The key below `tls` that does not work, and why.
    fn tls(
        &self,
        key: &str,
        settings: &Tls,
        protocols: &[&'static [u8]],
    ) -> Result<Arc<dyn TlsConfigs>, (String, String)>;

    /// Replaces what is listed of this plugin; see [`PluginContext::set_listeners`].
    fn set_listeners(&self, plugin: &'static str, listeners: Vec<ListenerView>);

    /// Adds metrics of this plugin.
    fn register_metrics(&self, plugin: &'static str, source: Arc<dyn MetricSource>);

    /// Adds a route of this plugin to the admin API.
    fn register_route(&self, plugin: &'static str, route: Route);
}

impl PluginContext {
    /// For the plugin of this name. `folder` is the one of the config file.
    #[must_use]
    pub fn new(
        plugin: &'static str,
        config: Arc<Config>,
        folder: Arc<Path>,
        broker: BrokerHandle,
        host: Arc<dyn Host>,
    ) -> Self {
        Self {
            plugin,
            config,
            folder,
            broker,
            host,
        }
    }

    /// The name of the plugin this is for.
    #[must_use]
    pub const fn plugin(&self) -> &'static str {
        self.plugin
    }

    /// The whole configuration. The sections of the built-in plugins are in `plugins`.
    #[must_use]
    pub const fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// The section `plugins.NAME` of a plugin that is not one of the built-in ones, read into a type of its own; without such a section,
    /// what the type makes of an empty one.
    ///
    /// # Errors
    /// The first mistake, with its place in the file.
    pub fn section<T: DeserializeOwned>(&self) -> Result<T, PluginError> {
        self.config
            .section(self.plugin)
            .map_err(|mistake| mistake as PluginError)
    }

    /// A path as the configuration means it: relative to the folder of the config file.
    #[must_use]
    pub fn path(&self, relative: &Path) -> PathBuf {
        self.folder.join(relative)
    }

    /// The broker that loads the plugin.
    #[must_use]
    pub const fn broker(&self) -> &BrokerHandle {
        &self.broker
    }

    /// Runs a task beside the connections, on a runtime of its own: it may compute, but not block for long. A panic is logged;
    /// the task is ended before the plugin is unloaded.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.host.spawn(self.plugin, name, Box::pin(task), false);
    }

    /// The same for a task that has something to do when the broker stops ([`BrokerHandle::stopped`]) and ends by itself then: it is
    /// given two seconds from when the last connection has ended.
    pub fn spawn_to_end(
        &self,
        name: &'static str,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        self.host.spawn(self.plugin, name, Box::pin(task), true);
    }

    /// Binds `address`, a host and a port, at once; `name` is the config key it comes from, as in `plugins.prometheus.listen_address`.
    /// The socket does not block: hand it to `tokio::net::TcpListener::from_std` in a task. It is listed with the broker's listeners.
    ///
    /// # Errors
    /// What the system says, with the address and the key.
    pub fn listen(&self, name: &str, address: &str) -> io::Result<TcpListener> {
        self.host
            .listen(self.plugin, name, address)
            .map_err(|error| {
                let text = format!("cannot listen on {address} (`{name}`): {error}");
                io::Error::new(error.kind(), text)
            })
    }

    /// Reads certificates and keys for an endpoint of this plugin: `key` is where the section stands (`api.http[0].tls`), `protocols`
    /// are the ALPN names of what is spoken inside. They are read again when the files change, and when a certificate ends soon, the
    /// log says so.
    ///
    /// # Errors
    /// The file that does not work, and why.
    pub fn tls(
        &self,
        key: &str,
        settings: &Tls,
        protocols: &[&'static [u8]],
    ) -> Result<Arc<dyn TlsConfigs>, NotServed> {
        let read = self.host.tls(key, settings, protocols);
        read.map_err(|(file, cause)| NotServed {
            what: format!("`{key}.{file}` does not work: {cause}"),
            hint: "look closer: gmqtt tls check".to_owned(),
        })
    }

    /// Says what the plugin listens on, in place of what was listed of it before: for addresses that come and go, and for sockets
    /// that [`listen`](Self::listen) does not bind. `plugin` in them is not read.
    pub fn set_listeners(&self, listeners: Vec<ListenerView>) {
        self.host.set_listeners(self.plugin, listeners);
    }

    /// Adds metrics, asked for whenever somebody reads the broker's.
    pub fn register_metrics(&self, source: Arc<dyn MetricSource>) {
        self.host.register_metrics(self.plugin, source);
    }

    /// Adds a route under `/v1/plugins/NAME/` of the admin API.
    pub fn register_route(&self, route: Route) {
        self.host.register_route(self.plugin, route);
    }
}

impl fmt::Debug for PluginContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginContext")
            .field("plugin", &self.plugin)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
