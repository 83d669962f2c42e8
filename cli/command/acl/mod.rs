//! `gmqtt acl`: the rules for who may publish and subscribe what, those of a file and those of a running broker.

mod change;
mod list;
mod rule;
mod test;

use std::sync::Arc;

use clap::{Args, Subcommand};
use gmqtt_plugin_api::Plugin;

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Look at the rules for publishing and subscribing, change them, and ask what they decide
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt acl list
  gmqtt acl add allow publish sensors/%u/# --user 'sensor-*'
  gmqtt acl test alice publish sensors/1/temperature"
)]
pub(crate) struct Acl {
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
    Add(change::Add),
    #[command(visible_alias = "rm")]
    Remove(change::Remove),
    #[command(visible_alias = "check")]
    Test(test::Test),
}

impl Acl {
    pub(crate) fn run(
        self,
        output: &Output,
        root: RootFlags,
        plugins: &[Arc<dyn Plugin>],
    ) -> Result<Exit, Error> {
        if let Command::Test(test) = &self.command
            && !test.running
        {
            return test.run(output, plugins);
        }
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Add(add) => add.run(&admin).await,
                Command::Remove(remove) => remove.run(&admin).await,
                Command::Test(test) => test.ask_broker(&admin).await,
            }
        })
    }
}
