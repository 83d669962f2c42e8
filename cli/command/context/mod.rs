//! `gmqtt context`: brokers by name, and which of them is asked.

mod fields;
mod list;
mod put;
mod remove;
mod select;
mod show;
mod test;

use clap::{Args, Subcommand};

use crate::{error::Error, exit::Exit, output::Output};

/// Name brokers, and choose the one that is asked
///
/// A context says how to reach a broker: the URL of its admin API and of its MQTT listener, what to trust, and whose token and
/// account to use. The current one is used unless --context, GMQTT_CONTEXT or the URL itself say otherwise.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt context add prod --api grpcs://mq1:8084 --token-file prod.token --read-only
  gmqtt context use prod
  gmqtt context list"
)]
pub(crate) struct ContextCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "COMMAND")]
enum Command {
    #[command(visible_alias = "ls")]
    List(list::List),
    #[command(visible_alias = "info")]
    Show(show::Show),
    Use(select::Use),
    Previous(select::Previous),
    Add(Box<put::Add>),
    Edit(Box<put::Edit>),
    #[command(visible_alias = "rm")]
    Remove(remove::Remove),
    Test(test::Test),
}

impl ContextCommand {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        match &self.command {
            Command::List(list) => list.run(output),
            Command::Show(show) => show.run(output),
            Command::Use(select) => select.run(output),
            Command::Previous(previous) => previous.run(output),
            Command::Add(add) => add.run(output),
            Command::Edit(edit) => edit.run(output),
            Command::Remove(remove) => remove.run(output),
            Command::Test(test) => test.run(output),
        }
    }
}
