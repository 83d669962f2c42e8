//! `gmqtt accounts add`.

use clap::Args;
use gmqtt_admin_client::auth::Account;

use super::allow;
use super::keeper::{Change, Keeper};
use super::listing::ACCOUNTS;
use super::password::{NewPassword, NewPasswordFlags};
use crate::{error::Error, exit::Exit, mqtt::invalid_filter, output::printable};

/// Add an account
///
/// Asks for the password twice on a terminal.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts add alice
  gmqtt accounts add alice --generate
  gmqtt accounts add meter-1 --password-file pw --allow meters/1/# --if-not-exists")]
pub(super) struct Add {
    /// The user name
    name: String,

    #[command(flatten)]
    password: NewPasswordFlags,

    /// A word for people
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Let nobody log in with it yet
    #[arg(long)]
    disabled: bool,

    /// Add a rule that lets it publish and subscribe this filter; may be given more than once
    #[arg(long, value_name = "FILTER", conflicts_with = "file")]
    allow: Vec<String>,

    /// Leave an account that there is as it is
    #[arg(long)]
    if_not_exists: bool,
}

impl Add {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        for filter in &self.allow {
            invalid_filter(filter)?;
        }
        // Nobody is asked for a password that is not needed.
        if self.if_not_exists
            && let Some(account) = keeper.find(&self.name).await?
        {
            keeper.output().done(|| (ACCOUNTS.json)(&account))?;
            return Ok(Exit::Done);
        }
        let password = self.password.take(&self.name, keeper.output())?;
        let change = Change {
            password: Some(password.text.clone()),
            disabled: self.disabled.then_some(true),
            description: self.description,
        };
        let account = match keeper.add(&self.name, change).await {
            Err(error) if self.if_not_exists && error.exit() == Exit::Conflict => {
                return Ok(Exit::Done);
            }
            account => account?,
        };
        tell(keeper, "added", &account, &password)?;
        allow::allow(keeper, &self.name, &self.allow).await?;
        let name = printable(&self.name);
        keeper
            .output()
            .note(&format!("next: gmqtt mqtt sub -u {name} -t '#'"));
        Ok(Exit::Done)
    }
}

/// Says what was done, and a password that was made up.
pub(super) fn tell(
    keeper: &Keeper<'_>,
    done: &str,
    account: &Account,
    password: &NewPassword,
) -> Result<(), Error> {
    let output = keeper.output();
    if output.format.is_some() {
        let mut json = (ACCOUNTS.json)(account);
        if password.generated
            && let Some(fields) = json.as_object_mut()
        {
            fields.insert(
                "generated_password".to_owned(),
                password.text.clone().into(),
            );
        }
        return output.document(&json);
    }
    let hash = match account.hash.as_str() {
        "" => String::new(),
        hash => format!(" ({})", printable(hash)),
    };
    output.confirm(&format!("{done} {}{hash}\n", printable(&account.username)))?;
    if password.generated {
        output.text(&format!("{}\n", password.text))?;
    }
    Ok(())
}
