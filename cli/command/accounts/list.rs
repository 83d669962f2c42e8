//! `gmqtt accounts list`.

use clap::Args;

use super::keeper::Keeper;
use super::listing::{ACCOUNTS, SORTED_BY};
use crate::{admin::order, error::Error, exit::Exit};

/// List accounts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts list
  gmqtt accounts list --filter disabled=true
  gmqtt accounts list --sort -updated -o json")]
pub(super) struct List {
    /// Those that this filter fits, as in 'disabled=true' (gmqtt help filters)
    #[arg(long, value_name = "FILTER", conflicts_with = "file")]
    filter: Option<String>,

    /// Sort by these columns, - in front for the highest first
    #[arg(
        long,
        value_name = "[-]COLUMN,...",
        allow_hyphen_values = true,
        conflicts_with = "file"
    )]
    sort: Option<String>,
}

impl List {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let order = self.sort.as_deref().map(|sort| order(sort, SORTED_BY));
        let order = order.transpose()?.unwrap_or_default();
        let filter = self.filter.unwrap_or_default();
        let accounts = keeper.all(&filter, &order).await?;
        ACCOUNTS.print(keeper.output(), &accounts)?;
        Ok(Exit::Done)
    }
}
