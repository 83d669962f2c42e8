//! Certificates: whether they work, and for how long.

use std::time::SystemTime;

use gmqtt_config::{Config, Tls};
use gmqtt_server::TlsReport;

use super::finding::Finding;
use crate::command::tls::sections;

/// Fewer days than this are few.
const FEW_DAYS: i64 = 30;

/// Looks at every `tls` section as of `now`.
pub(super) fn look(config: &Config, now: SystemTime) -> Vec<Finding> {
    sections(config)
        .flat_map(|(key, _, tls)| section(&key, tls, now))
        .collect()
}

fn section(key: &str, tls: &Tls, now: SystemTime) -> Vec<Finding> {
    let report = TlsReport::of(tls, now);
    let fix = "renew it: gmqtt init --renew, or as its authority has it; a running broker takes the new one by itself";
    let mut findings: Vec<_> = report
        .problems
        .iter()
        .map(|problem| {
            Finding::error("certificates", format!("{key}: {problem}"))
                .fix("look closer: gmqtt tls check")
        })
        .collect();
    for certificate in &report.certificates {
        let days = certificate.days_left;
        let text = format!(
            "{key}: {} ends on {}, in {days} days",
            certificate.subject, certificate.expires
        );
        findings.extend(match days {
            // That it is over is among the problems.
            ..0 => None,
            0..FEW_DAYS => Some(Finding::warning("certificates", text).fix(fix)),
            _ => Some(Finding::ok("certificates", text)),
        });
    }
    findings
}
