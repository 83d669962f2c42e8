//! `gmqtt accounts verify`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use serde_json::json;

use super::keeper::Keeper;
use super::password::PasswordFlags;
use crate::{completion, error::Error, exit::Exit, output::printable};

/// Say whether a password is that of an account
///
/// Prints ok and exits 0, or prints no and exits 4.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts verify alice
  gmqtt accounts verify alice --password-file pw")]
pub(super) struct Verify {
    /// The user name
    #[arg(add = ArgValueCompleter::new(completion::accounts))]
    name: String,

    #[command(flatten)]
    password: PasswordFlags,
}

impl Verify {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let output = keeper.output();
        let password = self.password.ask(&self.name, output)?;
        let (valid, disabled) = keeper.verify(&self.name, password).await?;
        if output.format.is_some() {
            output.document(&json!({"valid": valid, "disabled": disabled}))?;
        } else {
            output.text(if valid { "ok\n" } else { "no\n" })?;
            if disabled {
                let name = printable(&self.name);
                output.remark(&format!("the account \"{name}\" is disabled"));
            }
        }
        Ok(if valid { Exit::Done } else { Exit::NotAllowed })
    }
}
