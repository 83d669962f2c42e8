//! A broker in this process, for one test.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use gmqtt_config::{Config, ListenAddress, Listener, Tls};
use gmqtt_plugin_api::Plugin;
use gmqtt_server::{BoundAddress, Server, StartError};
use tokio::runtime::Runtime;

use crate::authority::{Authority, Signed};

/// A running broker with listeners on ports of their own.
pub(crate) struct Broker {
    pub(crate) server: Option<Server>,
    runtime: Runtime,
}

impl Broker {
    /// With these listeners and nothing else out of the ordinary.
    #[track_caller]
    pub(crate) fn start(listeners: Vec<Listener>) -> Self {
        Self::with(listeners, |_| {})
    }

    #[track_caller]
    pub(crate) fn with(listeners: Vec<Listener>, configure: impl FnOnce(&mut Config)) -> Self {
        Self::try_start(listeners, configure).unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    pub(crate) fn with_plugins(plugins: Vec<Arc<dyn Plugin>>, listeners: Vec<Listener>) -> Self {
        Self::run(plugins, listeners, |_| {}).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_start(
        listeners: Vec<Listener>,
        configure: impl FnOnce(&mut Config),
    ) -> Result<Self, StartError> {
        Self::run(Vec::new(), listeners, configure)
    }

    fn run(
        plugins: Vec<Arc<dyn Plugin>>,
        listeners: Vec<Listener>,
        configure: impl FnOnce(&mut Config),
    ) -> Result<Self, StartError> {
        let name = |plugin: &Arc<dyn Plugin>| plugin.name().to_owned();
        let mut config = Config {
            listeners,
            plugin_order: plugins.iter().map(name).collect(),
            ..Config::default()
        };
        configure(&mut config);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let server = runtime.block_on(Server::start(config, plugins))?;
        Ok(Self {
            server: Some(server),
            runtime,
        })
    }

    /// Where a listener listens.
    pub(crate) fn address(&self, index: usize) -> SocketAddr {
        self.bound(index).tcp().expect("TCP")
    }

    pub(crate) fn bound(&self, index: usize) -> BoundAddress {
        self.server().listeners()[index].address.clone()
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs")
    }

    /// Gives it other listeners; tells what did not work.
    pub(crate) fn reload(&mut self, listeners: Vec<Listener>) -> Vec<String> {
        let config = Config {
            listeners,
            ..Config::default()
        };
        let server = self.server.as_mut().expect("it runs");
        self.runtime.block_on(server.reload(&config)).failed
    }

    /// Stops it as an operator would.
    pub(crate) fn stop(mut self) {
        let server = self.server.take().expect("it runs");
        self.runtime.block_on(server.stop());
    }
}

impl Drop for Broker {
    /// A test that fails must not wait for connections.
    fn drop(&mut self) {
        let _inside = self.runtime.enter();
        drop(self.server.take());
    }
}

/// A listener on a port of its own.
pub(crate) fn tcp() -> Listener {
    Listener {
        address: ListenAddress::new("127.0.0.1", 0).into(),
        ..Listener::default()
    }
}

/// The same with TLS.
pub(crate) fn tls(
    authority: &Authority,
    server: &Signed,
    change: impl FnOnce(&mut Tls),
) -> Listener {
    let path = |path: PathBuf| Some(path);
    let mut tls = Tls {
        cert: path(server.cert.clone()),
        key: path(server.key.clone()),
        cacert: path(authority.cacert()),
        ..Tls::default()
    };
    change(&mut tls);
    Listener {
        tls: Some(tls),
        ..tcp()
    }
}
