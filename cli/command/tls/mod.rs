//! `gmqtt tls`: look at certificates.

mod check;
mod sections;

pub(crate) use sections::sections;

use std::sync::Arc;

use clap::{Args, Subcommand};
use gmqtt_plugin_api::Plugin;

use crate::{error::Error, exit::Exit, output::Output};

/// Check the certificates of listeners and of the admin API
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt tls check gmqtt.yml")]
pub(crate) struct Tls {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    Check(check::Check),
}

impl Tls {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        match &self.command {
            Command::Check(check) => check.run(output, plugins),
        }
    }
}
