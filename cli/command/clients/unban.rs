//! `gmqtt clients unban`.

use clap::Args;
use gmqtt_admin_client::admin::RemoveBanRequest;
use gmqtt_admin_client::{ClientError, ErrorKind};
use serde_json::json;

use super::ban::{Whom, kind};
use crate::{admin::Admin, error::Error, exit::Exit, output::printable};

/// Lift a ban
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients unban --id meter-1")]
pub(super) struct Unban {
    #[command(flatten)]
    whom: Whom,

    /// A ban that does not exist is no error
    #[arg(long)]
    if_exists: bool,
}

impl Unban {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let (banned, value) = self.whom.what();
        let request = RemoveBanRequest {
            kind: banned.into(),
            value: value.clone(),
        };
        let told = |lifted: bool| {
            let ban = || json!({"kind": banned.as_str_name(), "value": value, "lifted": lifted});
            admin.output.done(ban)
        };
        let answer = admin.writer()?.bans().remove(request).await;
        if let Err(status) = answer {
            let error = ClientError::from(status);
            if self.if_exists && *error.kind() == ErrorKind::NotFound {
                told(false)?;
                return Ok(Exit::Done);
            }
            return Err(admin.explain(error));
        }
        admin.output.confirm(&format!(
            "unbanned {} {}\n",
            kind(banned),
            printable(&value)
        ))?;
        told(true)?;
        Ok(Exit::Done)
    }
}
