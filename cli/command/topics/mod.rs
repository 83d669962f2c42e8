//! `gmqtt topics`: the tree of topics, and the busiest of them.

mod top;
mod tree;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Show the tree of topics, and the busiest topics
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt topics tree sensors
  gmqtt topics top --watch")]
pub(crate) struct Topics {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    Tree(tree::Tree),
    Top(top::Top),
}

impl Topics {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::Tree(tree) => tree.run(&admin).await,
                Command::Top(top) => top.run(&admin).await,
            }
        })
    }
}
