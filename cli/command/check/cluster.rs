//! `gmqtt check cluster`.

use clap::Args;
use gmqtt_admin_client::federation::Status;

use super::report::{Figure, Level, Report, count};
use crate::{admin::Admin, command::cluster, error::Error};

/// Probe whether all nodes of the cluster are there
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt check cluster --nodes 3 --format nagios")]
pub(super) struct Cluster {
    /// How many nodes there should be; fewer that are alive are critical
    #[arg(long, value_name = "N", default_value = "1")]
    nodes: u64,
}

impl Cluster {
    pub(super) async fn look(&self, admin: &Admin) -> Result<Report, Error> {
        let answer = admin.client()?.membership().list_members(()).await;
        let members = answer
            .map_err(|error| cluster::explain(admin, error))?
            .into_inner()
            .members;
        let mut report = Report::new("cluster");
        let alive = members
            .iter()
            .filter(|node| node.status() == Status::Alive)
            .count() as u64;
        report.find(
            Level::Ok,
            format!("{alive} of {} nodes are alive", members.len()),
        );
        if alive < self.nodes {
            report.find(
                Level::Critical,
                format!("{alive} nodes are alive, {} should be", self.nodes),
            );
        }
        for node in &members {
            match node.status() {
                Status::Failed => report.find(Level::Critical, format!("{} has failed", node.name)),
                Status::Leaving => report.find(Level::Warning, format!("{} is leaving", node.name)),
                _ => {}
            }
        }
        report.figures = vec![
            Figure::new("alive", count(alive)),
            Figure::new("nodes", count(members.len() as u64)),
        ];
        Ok(report)
    }
}
