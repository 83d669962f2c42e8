//! `gmqtt check broker`.

use clap::Args;
use gmqtt_admin_client::admin::{Health, StatusRequest};

use super::report::{Figure, Level, Report, count};
use crate::{admin::Admin, error::Error};

/// Probe whether the broker works, part by part
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt check broker
  gmqtt check broker --format nagios")]
pub(super) struct Broker {}

impl Broker {
    pub(super) async fn look(&self, admin: &Admin) -> Result<Report, Error> {
        let answer = admin.client()?.node().status(StatusRequest {}).await;
        let status = answer.map_err(|error| admin.explain(error))?.into_inner();
        let mut report = Report::new("broker");
        report.find(
            Level::Ok,
            format!("gmqtt {} on {} answers", status.version, status.node),
        );
        if status.draining {
            report.find(Level::Warning, "it is about to stop");
        }
        for part in &status.parts {
            match part.health() {
                Health::Error => {
                    report.find(Level::Critical, format!("{}: {}", part.name, part.message))
                }
                Health::Warning => {
                    report.find(Level::Warning, format!("{}: {}", part.name, part.message))
                }
                Health::Ok | Health::Unspecified => {}
            }
        }
        let sessions = status.sessions.unwrap_or_default();
        let messages = status.messages.unwrap_or_default();
        report.figures = vec![
            Figure::new("online", count(sessions.online)),
            Figure::new("offline", count(sessions.offline)),
            Figure::new("messages_in_per_second", messages.receive_rate),
            Figure::new("messages_out_per_second", messages.send_rate),
            Figure::new("dropped_per_second", messages.drop_rate),
        ];
        Ok(report)
    }
}
