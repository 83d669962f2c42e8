//! `gmqtt retained`: the last message of each topic.

mod clear;
mod export;
mod get;
mod import;
mod list;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List, show, clear, export and import retained messages
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained list sensors/#
  gmqtt retained get sensors/42/state
  gmqtt retained clear sensors/42/# --dry-run")]
pub(crate) struct Retained {
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
    Get(get::Get),
    Clear(clear::Clear),
    Export(export::Export),
    Import(import::Import),
}

impl Retained {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Get(get) => get.run(&admin).await,
                Command::Clear(clear) => clear.run(&admin).await,
                Command::Export(export) => export.run(&admin).await,
                Command::Import(import) => import.run(&admin).await,
            }
        })
    }
}
