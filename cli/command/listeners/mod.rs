//! `gmqtt listeners`: the addresses a running broker listens on.

mod list;
mod switch;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List listeners, close and open them
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt listeners list
  gmqtt listeners close secure
  gmqtt listeners open secure"
)]
pub(crate) struct Listeners {
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
    Close(switch::Close),
    Open(switch::Open),
}

impl Listeners {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Close(close) => close.run(&admin).await,
                Command::Open(open) => open.run(&admin).await,
            }
        })
    }
}
