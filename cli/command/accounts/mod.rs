//! `gmqtt accounts`: who may log in. Of a running broker, or with `--file` of a password file.

mod add;
mod allow;
mod export;
mod import;
mod keeper;
mod list;
mod listing;
mod passwd;
mod password;
mod remove;
mod set;
mod show;
mod verify;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use self::keeper::Keeper;
use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// List, add, change and remove accounts
///
/// Those of a running broker, or with --file those of a password file, without a broker. Passwords are asked for on the terminal,
/// read from a file or stdin, or made up; never given as an argument.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts list
  gmqtt accounts add alice --generate
  gmqtt accounts import accounts.csv --from csv --dry-run
  gmqtt accounts add alice --file /etc/gmqtt/accounts.yml")]
pub(crate) struct Accounts {
    #[command(subcommand)]
    command: Command,

    /// The accounts of this password file, without a broker
    #[arg(long, value_name = "FILE", global = true)]
    file: Option<PathBuf>,

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
    Add(add::Add),
    Set(set::Set),
    Passwd(passwd::Passwd),
    #[command(visible_alias = "rm")]
    Remove(remove::Remove),
    Verify(verify::Verify),
    Import(import::Import),
    Export(export::Export),
}

impl Accounts {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        let keeper = Keeper::new(&admin, self.file.as_deref())?;
        admin.block_on(async {
            match self.command {
                Command::List(list) => list.run(&keeper).await,
                Command::Show(show) => show.run(&keeper).await,
                Command::Add(add) => add.run(&keeper).await,
                Command::Set(set) => set.run(&keeper).await,
                Command::Passwd(passwd) => passwd.run(&keeper).await,
                Command::Remove(remove) => remove.run(&keeper).await,
                Command::Verify(verify) => verify.run(&keeper).await,
                Command::Import(import) => import.run(&keeper).await,
                Command::Export(export) => export.run(&keeper).await,
            }
        })
    }
}
