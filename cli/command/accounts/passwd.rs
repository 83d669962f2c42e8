//! `gmqtt accounts passwd`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::add::tell;
use super::keeper::{Change, Keeper, not_found};
use super::password::NewPasswordFlags;
use crate::{completion, error::Error, exit::Exit};

/// Change the password of an account
///
/// Asks for it twice on a terminal. Who is connected stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts passwd alice
  gmqtt accounts passwd alice --generate=24")]
pub(super) struct Passwd {
    /// The user name
    #[arg(add = ArgValueCompleter::new(completion::accounts))]
    name: String,

    #[command(flatten)]
    password: NewPasswordFlags,
}

impl Passwd {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        if keeper.find(&self.name).await?.is_none() {
            return Err(not_found(&self.name));
        }
        let password = self.password.take(&self.name, keeper.output())?;
        let change = Change {
            password: Some(password.text.clone()),
            ..Change::default()
        };
        let account = keeper.change(&self.name, change).await?;
        tell(keeper, "changed the password of", &account, &password)?;
        Ok(Exit::Done)
    }
}
