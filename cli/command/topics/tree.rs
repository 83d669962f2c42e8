//! `gmqtt topics tree`.

use clap::Args;
use gmqtt_admin_client::admin::{TopicNode, TopicTreeRequest};

use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// Show topics level by level, with their subscriptions and retained messages
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt topics tree
  gmqtt topics tree sensors/42 --depth 3")]
pub(super) struct Tree {
    /// The levels above, as in sensors/42; the top without it
    prefix: Option<String>,

    /// How many levels
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u32).range(1..=8))]
    depth: u32,

    /// Print so many topics at most
    #[arg(long, value_name = "N", default_value = "200", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

static TOPICS: Listing<TopicNode> = Listing {
    things: "topics",
    columns: &[
        Column::new("TOPIC", |node| Cell::text(&node.topic)),
        Column::new("LEVELS BELOW", |node| Cell::Count(node.children.into())),
        Column::new("SUBSCRIPTIONS", |node| {
            Cell::Count(node.subscriptions.into())
        }),
        Column::new("RETAINED", |node| Cell::Count(node.retained.into())),
    ],
    name: |node| node.topic.clone(),
    json: |node| admin::json("gmqtt.admin.api.TopicNode", node),
};

impl Tree {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let prefix = self.prefix.unwrap_or_default();
        let request = TopicTreeRequest {
            prefix: prefix.strip_suffix('/').unwrap_or(&prefix).to_owned(),
            depth: self.depth,
            limit: self.limit,
        };
        let answer = admin.client()?.topics().tree(request).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        TOPICS.print(&admin.output, &answer.topics)?;
        if answer.truncated {
            admin
                .output
                .remark("there are more; --limit prints more, a prefix fewer");
        }
        Ok(Exit::Done)
    }
}
