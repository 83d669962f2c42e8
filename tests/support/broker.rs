//! A broker in this process, for one test.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;

use gmqtt_config::{Config, ListenAddress, Listener};
use gmqtt_plugin_api::Plugin;
use gmqtt_protocol::Version;
use gmqtt_protocol::packet::Connect;
use gmqtt_server::Server;
use tokio::sync::oneshot;

use super::Raw;
use super::packets::connect;

/// A running broker on a port of its own; it stops when dropped.
pub(crate) struct Broker {
    address: SocketAddr,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Broker {
    /// With the default configuration.
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// With a changed configuration.
    pub(crate) fn with(configure: impl FnOnce(&mut Config)) -> Self {
        Self::with_plugins(Vec::new(), configure)
    }

    /// With plugins, called in this order.
    pub(crate) fn with_plugins(
        plugins: Vec<Arc<dyn Plugin>>,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = Config {
            listeners: vec![Listener {
                address: ListenAddress::new("127.0.0.1", 0).into(),
                ..Listener::default()
            }],
            plugin_order: plugins
                .iter()
                .map(|plugin| plugin.name().to_owned())
                .collect(),
            ..Config::default()
        };
        configure(&mut config);
        let (ready, started) = sync_channel(1);
        let (stop, stopping) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let server = Server::start(config, plugins)
                    .await
                    .expect("the broker starts");
                let address = server.listeners()[0].address.tcp();
                let _ = ready.send(address.expect("TCP"));
                let _ = stopping.await;
                server.stop().await;
            });
        });
        let address = started.recv().expect("the broker is ready");
        Self {
            address,
            running: Some((stop, thread)),
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it as an operator would; returns when it has stopped.
    pub(crate) fn stop(mut self) {
        self.halt().expect("the broker stops in good order");
    }

    /// A connection on which nothing has been sent.
    pub(crate) fn open(&self, version: Version) -> Raw {
        Raw::open(self.address(), version)
    }

    /// A client with a clean session that ends with its connection and without keep alive.
    #[track_caller]
    pub(crate) fn connect(&self, version: Version, client_id: &str) -> Raw {
        self.connect_with(version, client_id, |_| {})
    }

    /// A client with a changed CONNECT; it is expected to be accepted.
    #[track_caller]
    pub(crate) fn connect_with<'a>(
        &self,
        version: Version,
        client_id: &'a str,
        change: impl FnOnce(&mut Connect<'a>),
    ) -> Raw {
        let mut packet = connect(version, client_id);
        change(&mut packet);
        let mut raw = self.open(version);
        raw.send(&packet);
        raw.expect_accepted();
        raw
    }

    /// An MQTT 5 client, clean, without keep alive.
    #[track_caller]
    pub(crate) fn v5(&self, client_id: &str) -> Raw {
        self.connect(Version::V5, client_id)
    }

    /// An MQTT 3.1.1 client, clean, without keep alive.
    #[track_caller]
    pub(crate) fn v311(&self, client_id: &str) -> Raw {
        self.connect(Version::V3_1_1, client_id)
    }

    /// An MQTT 3.1 client, clean, without keep alive.
    #[track_caller]
    pub(crate) fn v31(&self, client_id: &str) -> Raw {
        self.connect(Version::V3_1, client_id)
    }

    /// A client whose session outlives its connection, and is resumed if there is one: an hour with MQTT 5, clean
    /// session 0 with 3.x.
    #[track_caller]
    pub(crate) fn persistent(&self, version: Version, client_id: &str) -> Raw {
        self.connect_with(version, client_id, |connect| {
            connect.clean_start = false;
            if version.is_v5() {
                connect.properties.session_expiry_interval = Some(3600);
            }
        })
    }

    fn halt(&mut self) -> std::thread::Result<()> {
        let Some((stop, thread)) = self.running.take() else {
            return Ok(());
        };
        let _ = stop.send(());
        thread.join()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        if self.halt().is_err() && !std::thread::panicking() {
            panic!("the broker panicked");
        }
    }
}
