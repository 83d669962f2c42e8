//! `gmqtt cluster members`.

use anstyle::{AnsiColor, Style};
use clap::Args;
use gmqtt_admin_client::federation::{Member, Status};

use super::explain;
use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// List the nodes
///
/// Exits 7 if one of them has failed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt cluster members
  gmqtt cluster members -o wide")]
pub(super) struct Members {}

static MEMBERS: Listing<Member> = Listing {
    things: "nodes",
    columns: &[
        Column::new("NODE", |node| Cell::text(&node.name)),
        Column::new("ADDRESS", |node| Cell::text(&node.addr)),
        Column::new("STATUS", |node| status(node.status())),
        Column::new("SESSIONS", |node| {
            node.sessions.map_or(Cell::NoNumber, Cell::Count)
        }),
        Column::new("ROUTES", |node| Cell::Count(node.routes)),
        Column::new("RTT", |node| {
            admin::length(node.rtt.as_ref()).map_or(Cell::NoNumber, |rtt| {
                Cell::Right(format!("{:.1}ms", rtt.as_secs_f64() * 1000.0))
            })
        }),
        Column::new("LAG", |node| Cell::Count(node.lag)),
        Column::new("VERSION", |node| Cell::text(&node.version)),
        Column::new("UPTIME", |node| {
            Cell::length(admin::length(node.uptime.as_ref()))
        }),
        Column::wide("LOCAL", |node| Cell::Flag(node.local)),
        Column::wide("TAGS", |node| {
            let mut tags: Vec<_> = node
                .tags
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            tags.sort();
            Cell::text(&tags.join(","))
        }),
    ],
    name: |node| node.name.clone(),
    json: |node| admin::json("gmqtt.federation.api.Member", node),
};

fn status(status: Status) -> Cell {
    let (word, style) = match status {
        Status::Unspecified => ("unknown", Style::new()),
        Status::Alive => ("alive", AnsiColor::Green.on_default()),
        Status::Leaving => ("leaving", AnsiColor::Yellow.on_default()),
        Status::Left => ("left", Style::new().dimmed()),
        Status::Failed => ("failed", AnsiColor::Red.on_default()),
    };
    Cell::Word(word.to_owned(), style)
}

impl Members {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let answer = admin.client()?.membership().list_members(()).await;
        let members = answer
            .map_err(|error| explain(admin, error))?
            .into_inner()
            .members;
        MEMBERS.print(&admin.output, &members)?;
        let failed = members.iter().any(|node| node.status() == Status::Failed);
        Ok(if failed { Exit::Invalid } else { Exit::Done })
    }
}
