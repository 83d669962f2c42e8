//! The broker from its first listener to its end, and what signals do in between.

use std::{path::Path, sync::Arc, time::Instant};

use gmqtt_config::{LoadOptions, Loaded, default_data_dir};
use gmqtt_plugin_api::Plugin;
use gmqtt_server::Server;

use super::{
    banner::Banner,
    failure,
    logs::Logs,
    open_files::OpenFiles,
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
    pub(super) logs: Logs,
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
        let mut server = tokio::select! {
            server = Server::start_in(&folder, config, plugins.clone()) => server.map_err(|error| failure::explain(error, &self.loaded.origins))?,
            _ = signals.stop() => return Ok(Exit::Done),
        };
        self.announce(&server);
        while signals.next().await == Request::Reload {
            self.readiness.reloading();
            reload::apply(
                load_checked(&self.options, &plugins),
                &mut self.loaded.config,
                &mut server,
                &self.logs,
            )
            .await;
            self.readiness.ready();
        }
        self.stop(server, signals).await
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
