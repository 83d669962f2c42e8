//! The broker from its first listener to its end, and what signals do in between.

use std::{future, path::Path, pin::Pin, sync::Arc, time::Instant};

use gmqtt_config::{LoadOptions, Loaded, default_data_dir};
use gmqtt_plugin_api::{Plugin, Reload};
use gmqtt_server::Server;

use super::{
    banner::Banner,
    failure,
    logs::Logs,
    open_files::OpenFiles,
    process::{self, Order, Orders, ThisProcess},
    readiness::Readiness,
    reload,
    signals::{Request, Signals},
};
use crate::{config_source::load_checked, error::Error, exit::Exit, output::Output};

/// All that is decided before the broker starts.
pub(super) struct Service {
    /// What led to the configuration, and will again.
    pub(super) options: LoadOptions,
    pub(super) loaded: Loaded,
    pub(super) logs: Arc<Logs>,
    pub(super) readiness: Readiness,
    pub(super) files: OpenFiles,
    /// Whether to print what is served.
    pub(super) banner: bool,
    /// When the process began to start.
    pub(super) begun: Instant,
    pub(super) output: Output,
}

impl Service {
    /// Starts the broker, and serves until a signal says to stop.
    pub(super) async fn run(mut self, plugins: Vec<Arc<dyn Plugin>>) -> Result<Exit, Error> {
        let mut signals = Signals::listen()
            .map_err(|error| Error::new(Exit::Failed, "cannot receive signals").cause(error))?;
        let folder = self.loaded.path.as_deref().and_then(Path::parent);
        let folder = folder.unwrap_or(Path::new("")).to_owned();
        let mut config = self.loaded.config.clone();
        config.data_dir = config.data_dir.or_else(|| default_data_dir(&self.options));
        let (process, orders) = ThisProcess::new(&self.logs);
        let start = Server::start_for(Some(process), &folder, config, plugins.clone());
        let mut server = tokio::select! {
            server = start => server.map_err(|error| failure::explain(error, &self.loaded.origins))?,
            _ = signals.stop() => return Ok(Exit::Done),
        };
        self.announce(&server);
        self.serve(&mut server, &mut signals, orders, &plugins)
            .await;
        self.stop(server, signals).await
    }

    /// Does what signals and plugins ask for, one after the other, until it is to stop.
    async fn serve(
        &mut self,
        server: &mut Server,
        signals: &mut Signals,
        mut orders: Orders,
        plugins: &[Arc<dyn Plugin>],
    ) {
        let mut end: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(future::pending());
        loop {
            let order = tokio::select! {
                request = signals.next() => match request {
                    Request::Reload => {
                        self.reload(server, plugins).await;
                        continue;
                    }
                    Request::Stop(_) => break,
                },
                order = orders.next() => order,
                () = &mut end => break,
            };
            // Who asked may have gone away meanwhile.
            match order {
                Order::Config(answer) => _ = answer.send(process::running(&self.loaded)),
                Order::Reload {
                    apply: true,
                    answer,
                } => {
                    _ = answer.send(self.reload(server, plugins).await);
                }
                Order::Reload {
                    apply: false,
                    answer,
                } => {
                    let loaded = load_checked(&self.options, plugins);
                    _ = answer.send(reload::compare(loaded, &self.loaded.config));
                }
                Order::Listener {
                    name,
                    order,
                    answer,
                } => _ = answer.send(server.order_listener(&name, order).await),
                Order::Stop { after } => {
                    tracing::info!(target: "gmqtt", after_seconds = after.as_secs(), "told to stop");
                    end = Box::pin(tokio::time::sleep(after));
                }
            }
        }
        orders.set_stopping();
    }

    async fn reload(&mut self, server: &mut Server, plugins: &[Arc<dyn Plugin>]) -> Reload {
        self.readiness.reloading();
        let loaded = load_checked(&self.options, plugins);
        let done = reload::apply(loaded, &mut self.loaded, server, &self.logs).await;
        self.readiness.ready();
        done
    }

    /// Tells everyone who waits that the broker is ready.
    fn announce(&mut self, server: &Server) {
        for notice in server.notices() {
            tracing::warn!(target: "gmqtt", "{notice}");
        }
        let ready = self.begun.elapsed();
        let banner = Banner::new(
            server,
            (self.loaded.path.as_deref(), &self.loaded.config),
            self.files,
            ready,
        );
        if self.banner {
            banner.print(&self.output);
        }
        if !self.banner || self.logs.are_json() {
            banner.log();
        }
        self.readiness.ready();
    }

    /// Ends in good order, or at once when another signal comes.
    async fn stop(&self, server: Server, mut signals: Signals) -> Result<Exit, Error> {
        tracing::info!(target: "gmqtt", "stopping; a second signal stops at once");
        self.readiness.stopping();
        let exit = tokio::select! {
            () = server.stop() => Exit::Done,
            exit = signals.stop() => exit,
        };
        tracing::info!(target: "gmqtt", "stopped");
        Ok(exit)
    }
}
