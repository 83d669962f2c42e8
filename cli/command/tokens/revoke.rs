//! `gmqtt tokens revoke`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::{ClientError, ErrorKind, admin::RevokeTokenRequest};
use serde_json::json;

use crate::{admin::Admin, completion, error::Error, exit::Exit, output::printable};

/// Revoke tokens
///
/// Whoever uses one is refused from then on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt tokens revoke grafana
  gmqtt tokens revoke grafana --if-exists")]
pub(super) struct Revoke {
    /// Their names
    #[arg(required = true, add = ArgValueCompleter::new(completion::tokens))]
    name: Vec<String>,

    /// Do not mind those that are not there
    #[arg(long)]
    if_exists: bool,
}

impl Revoke {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut results = Vec::new();
        for name in self.name {
            let request = RevokeTokenRequest { name: name.clone() };
            match admin.writer()?.tokens().revoke(request).await {
                Ok(_) => {
                    let words = format!("revoked {}\n", printable(&name));
                    admin.output.confirm(&words)?;
                    results.push(json!({"name": name, "outcome": "REVOKED"}));
                }
                Err(status) => {
                    let error = ClientError::from(status);
                    if !(self.if_exists && *error.kind() == ErrorKind::NotFound) {
                        return Err(admin.explain(error));
                    }
                    results.push(json!({"name": name, "outcome": "NOT_FOUND"}));
                }
            }
        }
        admin.output.done(|| json!({"results": results}))?;
        Ok(Exit::Done)
    }
}
