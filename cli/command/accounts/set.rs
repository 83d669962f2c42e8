//! `gmqtt accounts set`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::add::tell;
use super::allow;
use super::keeper::{Change, Keeper};
use super::password::{NewPassword, NewPasswordFlags};
use crate::{completion, error::Error, exit::Exit, mqtt::invalid_filter};

/// Make an account what the flags say, whether there is one or not
///
/// What is not said of an account that there is stays. A new one needs a password.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt accounts set alice --disabled
  gmqtt accounts set alice --password-file pw --enabled")]
pub(super) struct Set {
    /// The user name
    #[arg(add = ArgValueCompleter::new(completion::accounts))]
    name: String,

    #[command(flatten)]
    password: NewPasswordFlags,

    /// A word for people; '' takes it away
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Let nobody log in with it
    #[arg(long, conflicts_with = "enabled")]
    disabled: bool,

    /// Let its user log in again
    #[arg(long)]
    enabled: bool,

    /// Add a rule that lets it publish and subscribe this filter; may be given more than once
    #[arg(long, value_name = "FILTER", conflicts_with = "file")]
    allow: Vec<String>,
}

impl Set {
    pub(super) async fn run(self, keeper: &Keeper<'_>) -> Result<Exit, Error> {
        for filter in &self.allow {
            invalid_filter(filter)?;
        }
        let known = keeper.find(&self.name).await?;
        let password = if known.is_none() || self.password.is_given() {
            Some(self.password.take(&self.name, keeper.output())?)
        } else {
            None
        };
        let change = Change {
            password: password.as_ref().map(|password| password.text.clone()),
            disabled: match (self.disabled, self.enabled) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            description: self.description,
        };
        let says_nothing =
            change.password.is_none() && change.disabled.is_none() && change.description.is_none();
        if says_nothing && self.allow.is_empty() {
            return Err(Error::new(Exit::Usage, "there is nothing to set")
                .hint("say what: --disabled, --enabled, --description, --allow or a password"));
        }
        let none = NewPassword {
            text: String::new(),
            generated: false,
        };
        let password = password.unwrap_or(none);
        if known.is_none() {
            let account = keeper.add(&self.name, change).await?;
            tell(keeper, "added", &account, &password)?;
        } else if !says_nothing {
            let account = keeper.change(&self.name, change).await?;
            tell(keeper, "changed", &account, &password)?;
        }
        allow::allow(keeper, &self.name, &self.allow).await?;
        Ok(Exit::Done)
    }
}
