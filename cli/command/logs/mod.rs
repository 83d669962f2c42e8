//! `gmqtt logs`: the log of a running broker, and what is logged.

mod level;
mod tail;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Show the log of the running broker
///
/// First the last lines, then those that are written, until Ctrl-C. With -o jsonl each is a line of JSON.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_value_name = "COMMAND",
    after_help = "\
Examples:
  gmqtt logs
  gmqtt logs --level warn --last 20 --no-follow
  gmqtt logs --grep meter-1
  gmqtt logs level gmqtt_server debug"
)]
pub(crate) struct Logs {
    #[command(flatten)]
    tail: tail::Tail,

    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
enum Command {
    Level(level::Level),
}

impl Logs {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Some(Command::Level(level)) => level.run(&admin).await,
                None => self.tail.run(&admin).await,
            }
        })
    }
}
