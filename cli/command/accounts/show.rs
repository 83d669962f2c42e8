//! `gmqtt accounts show`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::auth::Account;

use super::keeper::{Keeper, not_found};
use super::listing::ACCOUNTS;
use crate::{
    admin, completion,
    error::Error,
    exit::Exit,
    output::{printable, rfc3339_seconds},
};

/// Show an account
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts show alice
  gmqtt accounts show alice -o json")]
pub(super) struct Show {
    /// The user name
    #[arg(add = ArgValueCompleter::new(completion::accounts))]
    name: String,
}

impl Show {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let account = keeper.find(&self.name).await?;
        let account = account.ok_or_else(|| not_found(&self.name))?;
        let output = keeper.output();
        if output.format.is_some() {
            output.document(&(ACCOUNTS.json)(&account))?;
        } else {
            output.text(&describe(&account))?;
        }
        Ok(Exit::Done)
    }
}

fn describe(account: &Account) -> String {
    let updated = admin::moment(account.updated_at.as_ref()).map(rfc3339_seconds);
    let facts = [
        ("name", account.username.clone()),
        (
            "state",
            if account.disabled {
                "disabled"
            } else {
                "enabled"
            }
            .to_owned(),
        ),
        ("hash", account.hash.clone()),
        ("connected", account.connected.to_string()),
        ("updated", updated.unwrap_or_default()),
        ("description", account.description.clone()),
        ("warning", account.warning.clone()),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name:<13}{}\n", printable(&value)))
        .collect()
}
