//! `gmqtt store`: look at what survives a restart, and carry it elsewhere, while no broker uses it.

mod check;
mod export;
mod import;
mod info;
mod migrate;

use std::sync::Arc;

use clap::{Args, Subcommand};
use gmqtt_plugin_api::Plugin;

use crate::{error::Error, exit::Exit, output::Output};

/// Look at, check and move what survives a restart
///
/// The store holds sessions, their subscriptions and queues, and retained messages: in a directory (`persistence.type: embedded`) or in
/// Redis. Nothing is done to one that a running broker uses: that is exit code 6, and names the process.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store info
  gmqtt store check -c gmqtt.yml
  gmqtt store migrate --from redis://127.0.0.1:6379")]
pub(crate) struct Store {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    Info(info::Info),
    Check(check::Check),
    Export(export::Export),
    Import(import::Import),
    Migrate(migrate::Migrate),
}

impl Store {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        match &self.command {
            Command::Info(info) => info.run(output, plugins),
            Command::Check(check) => check.run(output, plugins),
            Command::Export(export) => export.run(output, plugins),
            Command::Import(import) => import.run(output, plugins),
            Command::Migrate(migrate) => migrate.run(output, plugins),
        }
    }
}
