//! `gmqtt tokens`: who may use the admin API of a broker.

mod create;
mod list;
mod revoke;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List, make and revoke tokens of the admin API
///
/// A token has a role: a viewer looks, a publisher publishes, too, an operator also disconnects clients and changes subscriptions, an
/// admin may do everything.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt tokens list
  gmqtt tokens create grafana --role viewer
  gmqtt tokens revoke grafana"
)]
pub(crate) struct Tokens {
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
    Create(create::Create),
    #[command(visible_alias = "rm")]
    Revoke(revoke::Revoke),
}

impl Tokens {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Create(create) => create.run(&admin).await,
                Command::Revoke(revoke) => revoke.run(&admin).await,
            }
        })
    }
}
