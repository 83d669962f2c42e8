//! `gmqtt subscriptions`: who wants what.

mod add;
mod list;
mod listing;
mod matching;
mod remove;

pub(crate) use listing::{OF_CLIENT, SUBSCRIPTIONS as LISTING};

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List subscriptions, say who would receive a message, subscribe clients
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt subscriptions list --client ingest-worker-7
  gmqtt subscriptions match sensors/42/raw
  gmqtt subscriptions add meter-1 config/meter-1 --qos 1")]
pub(crate) struct Subscriptions {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    #[command(visible_alias = "ls")]
    List(list::List),
    Match(matching::Match),
    Add(add::Add),
    #[command(visible_alias = "rm")]
    Remove(remove::Remove),
}

impl Subscriptions {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Match(matching) => matching.run(&admin).await,
                Command::Add(add) => add.run(&admin).await,
                Command::Remove(remove) => remove.run(&admin).await,
            }
        })
    }
}
