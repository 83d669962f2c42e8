//! `gmqtt accounts export`.

use clap::{Args, ValueEnum};
use gmqtt_admin_client::auth::Account;
use gmqtt_config::{Account as Written, Secret};

use super::keeper::Keeper;
use crate::{error::Error, exit::Exit, output::csv_record};

/// Print accounts with what is stored for their passwords
///
/// As `gmqtt accounts import` reads them. A broker tells it to admins only.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts export
  gmqtt accounts export --to csv")]
pub(super) struct Export {
    /// The form
    #[arg(long, value_name = "FORM", default_value = "gmqtt")]
    to: Form,
}

/// Forms of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// The password file of gmqtt, a list in YAML
    Gmqtt,
    /// A password file of mosquitto
    Mosquitto,
    /// A table with the columns username, password_hash, disabled and description
    Csv,
}

impl Export {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        let accounts = keeper.all("", "").await?;
        if let Some(hidden) = accounts.iter().find(|account| account.password.is_empty()) {
            let message = format!("the password of \"{}\" is not told", hidden.username);
            return Err(Error::new(Exit::NotAllowed, message).hint(
                "what is stored for passwords is told to admins only: use an admin's token",
            ));
        }
        let output = keeper.output();
        match self.to {
            Form::Gmqtt => output.text(&yaml(&accounts))?,
            Form::Csv => output.text(&csv(&accounts))?,
            Form::Mosquitto => {
                let (lines, left_out) = mosquitto(&accounts);
                output.text(&lines)?;
                if !left_out.is_empty() {
                    for name in left_out {
                        let message = format!("\"{name}\" cannot be said in mosquitto's form");
                        output.error(
                            &Error::new(Exit::Partly, message)
                                .cause("mosquitto has no such hash, or no such name"),
                        );
                    }
                    return Ok(Exit::Partly);
                }
            }
        }
        Ok(Exit::Done)
    }
}

fn yaml(accounts: &[Account]) -> String {
    let written: Vec<_> = accounts
        .iter()
        .map(|account| Written {
            username: account.username.clone(),
            password: Secret::new(account.password.clone()),
            description: Some(account.description.clone()).filter(|text| !text.is_empty()),
            disabled: account.disabled,
            ..Written::default()
        })
        .collect();
    Written::write_all(&written)
}

fn csv(accounts: &[Account]) -> String {
    let mut out = "username,password_hash,disabled,description\n".to_owned();
    for account in accounts {
        let record = [
            account.username.clone(),
            account.password.clone(),
            account.disabled.to_string(),
            account.description.clone(),
        ];
        csv_record(&record, &mut out);
    }
    out
}

/// The lines, and the names of those that cannot be said.
fn mosquitto(accounts: &[Account]) -> (String, Vec<&str>) {
    let mut lines = String::new();
    let mut left_out = Vec::new();
    for account in accounts {
        let known = account.password.starts_with("$6$") || account.password.starts_with("$7$");
        let plain = !account.username.contains([':', '\n']);
        if known && plain && !account.disabled {
            lines.push_str(&format!("{}:{}\n", account.username, account.password));
        } else {
            left_out.push(account.username.as_str());
        }
    }
    (lines, left_out)
}
