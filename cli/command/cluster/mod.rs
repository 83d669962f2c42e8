//! `gmqtt cluster`: brokers that are one.

mod drain;
mod members;
mod membership;

use clap::{Args, Subcommand};
use gmqtt_admin_client::{ClientError, ErrorKind};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Show the nodes of a cluster, join and leave it
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt cluster members
  gmqtt cluster join 10.0.0.2:8902
  gmqtt cluster leave --confirm mq1"
)]
pub(crate) struct Cluster {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    #[command(visible_alias = "ls")]
    Members(members::Members),
    Join(membership::Join),
    Leave(membership::Leave),
    Forget(membership::Forget),
    Drain(drain::Drain),
}

impl Cluster {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::Members(members) => members.run(&admin).await,
                Command::Join(join) => join.run(&admin).await,
                Command::Leave(leave) => leave.run(&admin).await,
                Command::Forget(forget) => forget.run(&admin).await,
                Command::Drain(drain) => drain.run(&admin).await,
            }
        })
    }
}

/// What a failed call means: most brokers are no cluster, and that is said as it is.
pub(in crate::command) fn explain(admin: &Admin, error: impl Into<ClientError>) -> Error {
    let error = error.into();
    if *error.kind() != ErrorKind::Unimplemented {
        return admin.explain(error);
    }
    Error::new(Exit::Failed, format!("{} is no node of a cluster", admin.name()))
        .cause("the plugin federation is not loaded")
        .hint("`gmqtt config show plugin_order --running` lists those that are; a version without federation has none to load")
}
