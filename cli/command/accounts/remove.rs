//! `gmqtt accounts remove`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use serde_json::json;

use super::keeper::{Keeper, not_found};
use crate::{
    admin, completion,
    confirm::{confirm, confirm_name},
    error::Error,
    exit::Exit,
    output::{grouped, printable},
};

/// Remove accounts
///
/// Asks when there are more than one. Who is connected stays until it is disconnected.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts remove alice
  gmqtt accounts remove alice bob --yes --if-exists
  gmqtt accounts remove --all --dry-run")]
pub(super) struct Remove {
    /// The user names; - reads them from stdin
    #[arg(value_name = "NAME", required_unless_present = "all", add = ArgValueCompleter::new(completion::accounts))]
    names: Vec<String>,

    /// All accounts; asks for the name of the broker's context or URL
    #[arg(long, conflicts_with = "names")]
    all: bool,

    /// The answer to what --all asks
    #[arg(long, value_name = "NAME", requires = "all")]
    confirm: Option<String>,

    /// An account that does not exist is no error
    #[arg(long)]
    if_exists: bool,

    /// Only say what would be removed
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Remove {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let output = keeper.output();
        let names = if self.all {
            let all = keeper.all("", "").await?.into_iter();
            all.map(|account| account.username).collect()
        } else {
            admin::names(&self.names)?
        };
        if !self.dry_run {
            self.ask(keeper, names.len() as u64)?;
        }
        let (mut removed, mut missing) = (0_u64, 0_u64);
        let mut results = Vec::new();
        let done = if self.dry_run {
            "WOULD_REMOVE"
        } else {
            "REMOVED"
        };
        for name in &names {
            // Brokers answer the same whether there was one or not.
            if keeper.find(name).await?.is_none() {
                results.push(json!({"username": name, "outcome": "NOT_FOUND"}));
                if !self.if_exists {
                    output.error(&not_found(name));
                    missing += 1;
                }
                continue;
            }
            if self.dry_run {
                output.confirm(&format!("would remove {}\n", printable(name)))?;
            } else {
                keeper.remove(name).await?;
                output.confirm(&format!("removed {}\n", printable(name)))?;
            }
            results.push(json!({"username": name, "outcome": done}));
            removed += 1;
        }
        output.done(|| json!({"results": results}))?;
        Ok(match (removed, missing) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::NotFound,
            _ => Exit::Partly,
        })
    }

    fn ask(&self, keeper: &Keeper<'_>, number: u64) -> Result<(), Error> {
        let name = keeper.name();
        let accounts = grouped(number);
        let what = format!("this would remove {accounts} accounts");
        if self.all {
            let given = self.confirm.as_deref();
            return confirm_name(keeper.output(), &what, &name, given);
        }
        if number > 1 {
            let question = format!("Remove {accounts} accounts from {}?", printable(&name));
            return confirm(keeper.output(), &question, &what);
        }
        Ok(())
    }
}
