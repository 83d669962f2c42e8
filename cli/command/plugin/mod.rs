//! `gmqtt plugin`: extend the broker.

mod hooks;
mod new;
mod source;
mod template;

use clap::{Args, Subcommand};

use crate::{error::Error, exit::Exit, output::Output};

/// Extend the broker with a plugin of your own
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt plugin new doorman --hooks on_basic_auth,on_subscribe")]
pub(crate) struct Plugin {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    New(new::New),
}

impl Plugin {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        match &self.command {
            Command::New(new) => new.run(output),
        }
    }
}
