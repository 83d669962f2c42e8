//! `gmqtt config`: look at the configuration without running a broker.

mod check;
mod convert;
mod diff;
mod path;
mod schema;
mod show;

use std::sync::Arc;

use clap::{Args, Subcommand};
use gmqtt_admin_client::admin::Applies;
use gmqtt_plugin_api::Plugin;

pub(crate) use check::report;

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Check, show, compare and translate configurations
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config check gmqtt.yml
  gmqtt config show mqtt
  gmqtt config convert /etc/mosquitto/mosquitto.conf")]
pub(crate) struct Config {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    Check(check::Check),
    Show(show::Show),
    Diff(diff::Diff),
    Schema(schema::Schema),
    Path(path::Path),
    Convert(convert::Convert),
}

/// When a change takes effect, as tables say it.
pub(crate) const fn in_words(applies: Applies) -> &'static str {
    match applies {
        Applies::Now => "now",
        Applies::NewClients => "new clients",
        Applies::RestartNeeded => "restart needed",
        Applies::Unspecified => "-",
    }
}

impl Config {
    pub(crate) fn run(
        self,
        output: &Output,
        root: RootFlags,
        plugins: &[Arc<dyn Plugin>],
    ) -> Result<Exit, Error> {
        let admin = || Admin::new(output, self.admin, root);
        match &self.command {
            Command::Check(check) => check.run(output, plugins),
            Command::Show(show) => show.run(output, plugins, admin),
            Command::Diff(diff) => diff.run(output, plugins, admin),
            Command::Schema(schema) => schema.run(output),
            Command::Path(path) => path.run(output),
            Command::Convert(convert) => convert.run(output),
        }
    }
}
