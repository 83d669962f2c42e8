//! `gmqtt check client`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::{ClientError, ErrorKind, admin::GetClientRequest};

use super::report::{Figure, Level, Report, count};
use crate::{admin::Admin, completion, error::Error};

/// Probe whether a client is connected and keeps up
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt check client ingest-worker-7
  gmqtt check client ingest-worker-7 --warning 100 --critical 900 --format nagios")]
pub(super) struct Client {
    /// Its identifier
    #[arg(add = ArgValueCompleter::new(completion::clients))]
    client_id: String,

    /// So many messages that wait for it are a warning
    #[arg(long, value_name = "N", default_value = "100")]
    warning: u64,

    /// So many messages that wait for it are critical
    #[arg(long, value_name = "N", default_value = "900")]
    critical: u64,
}

impl Client {
    pub(super) async fn look(&self, admin: &Admin) -> Result<Report, Error> {
        let mut report = Report::new("client");
        let request = GetClientRequest {
            client_id: self.client_id.clone(),
        };
        let client = match admin.client()?.clients().get(request).await {
            Ok(answer) => answer.into_inner().client.unwrap_or_default(),
            Err(status) => {
                let error = ClientError::from(status);
                if *error.kind() != ErrorKind::NotFound {
                    return Err(admin.explain(error));
                }
                report.find(
                    Level::Critical,
                    format!("{} is not connected and has no session", self.client_id),
                );
                return Ok(report);
            }
        };
        if client.connected {
            report.find(
                Level::Ok,
                format!(
                    "{} is connected from {}",
                    client.client_id, client.remote_addr
                ),
            );
        } else {
            report.find(
                Level::Critical,
                format!("{} is not connected", client.client_id),
            );
        }
        if client.slow {
            report.find(Level::Warning, "it acknowledges too slowly");
        }
        let (warning, critical) = (count(self.warning), count(self.critical));
        let queued = count(client.queue_len.into());
        let level = Level::above(queued, warning, critical);
        report.find(level, format!("{} messages wait for it", client.queue_len));
        report.figures = vec![
            Figure::new("queued", queued).from(warning, critical),
            Figure::new("inflight", count(client.inflight_len.into())),
            Figure::new("dropped", count(client.message_dropped)),
        ];
        Ok(report)
    }
}
