//! `gmqtt clients`: who is connected, and who may be.

mod ban;
mod bans;
mod kick;
mod list;
mod listing;
mod messages;
mod selection;
mod show;
mod similar;
mod unban;

use clap::{Args, Subcommand};

use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List clients, look at one, disconnect, ban
///
/// Clients are connected, or away with a session that waits for them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients list --slow --sort -queue
  gmqtt clients show ingest-worker-7
  gmqtt clients kick meter-1 meter-2")]
pub(crate) struct Clients {
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
    #[command(visible_alias = "info")]
    Show(show::Show),
    Kick(kick::Kick),
    Ban(ban::Ban),
    Unban(unban::Unban),
    Bans(bans::Bans),
    Messages(messages::Messages),
}

impl Clients {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&admin).await,
                Command::Show(show) => show.run(&admin).await,
                Command::Kick(kick) => kick.run(&admin).await,
                Command::Ban(ban) => ban.run(&admin).await,
                Command::Unban(unban) => unban.run(&admin).await,
                Command::Bans(bans) => bans.run(&admin).await,
                Command::Messages(messages) => messages.run(&admin).await,
            }
        })
    }
}
