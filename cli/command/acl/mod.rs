//! `gmqtt acl`: look at the rules for who may publish and subscribe what.

mod test;

use std::sync::Arc;

use clap::{Args, Subcommand};
use gmqtt_plugin_api::Plugin;

use crate::{error::Error, exit::Exit, output::Output};

/// Say what the rules for publishing and subscribing decide
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt acl test alice publish sensors/1/temperature")]
pub(crate) struct Acl {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    #[command(visible_alias = "check")]
    Test(test::Test),
}

impl Acl {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        match &self.command {
            Command::Test(test) => test.run(output, plugins),
        }
    }
}
