//! `gmqtt check queue`.

use clap::Args;
use gmqtt_admin_client::admin::StatusRequest;

use super::report::{Figure, Level, Report, count};
use crate::{admin::Admin, error::Error};

/// Probe how many messages wait for clients
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt check queue --warning 1000 --critical 10000
  gmqtt check queue --format nagios")]
pub(super) struct Queue {
    /// So many are a warning
    #[arg(long, value_name = "N", default_value = "10000")]
    warning: u64,

    /// So many are critical
    #[arg(long, value_name = "N", default_value = "100000")]
    critical: u64,
}

impl Queue {
    pub(super) async fn look(&self, admin: &Admin) -> Result<Report, Error> {
        let answer = admin.client()?.node().status(StatusRequest {}).await;
        let messages = answer
            .map_err(|error| admin.explain(error))?
            .into_inner()
            .messages
            .unwrap_or_default();
        let (warning, critical) = (count(self.warning), count(self.critical));
        let queued = count(messages.queued);
        let mut report = Report::new("queue");
        report.find(
            Level::above(queued, warning, critical),
            format!(
                "{} messages wait for {} clients",
                messages.queued, messages.queues
            ),
        );
        report.figures = vec![
            Figure::new("queued", queued).from(warning, critical),
            Figure::new("queued_bytes", count(messages.queued_bytes)),
            Figure::new("inflight", count(messages.inflight)),
        ];
        Ok(report)
    }
}
