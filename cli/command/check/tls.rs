//! `gmqtt check tls`.

use std::time::{Duration, SystemTime};

use clap::Args;
use gmqtt_admin_client::admin::ListListenersRequest;

use super::report::{Figure, Level, Report};
use crate::{
    admin::{self, Admin, duration},
    error::Error,
};

/// Probe how long the certificates of the listeners are valid
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt check tls
  gmqtt check tls --warning 30d --critical 7d --format prometheus")]
pub(super) struct Tls {
    /// Less is a warning
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = duration)]
    warning: Duration,

    /// Less is critical
    #[arg(long, value_name = "DURATION", default_value = "7d", value_parser = duration)]
    critical: Duration,
}

const DAY: f64 = 24.0 * 60.0 * 60.0;

impl Tls {
    pub(super) async fn look(&self, admin: &Admin) -> Result<Report, Error> {
        let answer = admin
            .client()?
            .listeners()
            .list(ListListenersRequest {})
            .await;
        let listeners = answer
            .map_err(|error| admin.explain(error))?
            .into_inner()
            .listeners;
        let now = SystemTime::now();
        let mut report = Report::new("tls");
        let mut least: Option<f64> = None;
        for listener in &listeners {
            let Some(end) = admin::moment(listener.certificate_expires_at.as_ref()) else {
                continue;
            };
            let left = end.duration_since(now).unwrap_or_default();
            let days = left.as_secs_f64() / DAY;
            least = Some(least.map_or(days, |least| least.min(days)));
            let level = if left < self.critical {
                Level::Critical
            } else if left < self.warning {
                Level::Warning
            } else {
                Level::Ok
            };
            report.find(level, format!("{}: {days:.0} days left", listener.name));
        }
        match least {
            None => report.find(Level::Ok, "no listener has a certificate"),
            Some(days) => {
                let bounds = (
                    self.warning.as_secs_f64() / DAY,
                    self.critical.as_secs_f64() / DAY,
                );
                report.figures =
                    vec![Figure::new("days_left", days.floor()).from(bounds.0, bounds.1)];
            }
        }
        Ok(report)
    }
}
