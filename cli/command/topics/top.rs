//! `gmqtt topics top`.

use std::time::Duration;

use clap::{Args, ValueEnum};
use gmqtt_admin_client::admin::{TopTopicsRequest, TopTopicsResponse, TopicTraffic};

use crate::{
    admin::{self, Admin, WatchFlag, duration},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, short_duration},
};

/// Show the busiest topics
///
/// They are counted while somebody asks, so this takes as long as --for says.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt topics top
  gmqtt topics top --sort bytes --limit 5
  gmqtt topics top --watch")]
pub(super) struct Top {
    /// Print so many
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,

    /// By messages or by bytes a second
    #[arg(long, value_name = "COLUMN", default_value = "rate")]
    sort: By,

    /// Count for so long
    #[arg(long = "for", value_name = "DURATION", default_value = "3s", value_parser = duration)]
    length: Duration,

    #[command(flatten)]
    watch: WatchFlag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Messages a second
    Rate,
    /// Bytes of payloads a second
    Bytes,
}

static TOPICS: Listing<TopicTraffic> = Listing {
    things: "topics",
    columns: &[
        Column::new("TOPIC", |topic| Cell::text(&topic.topic)),
        Column::new("MSGS/s", |topic| Cell::Rate(topic.rate)),
        Column::new("BYTES/s", |topic| {
            // Below 2^53, where it is exact.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates"
            )]
            Cell::Bytes(topic.bytes_rate as u64)
        }),
        Column::new("COUNT", |topic| Cell::Count(topic.count)),
    ],
    name: |topic| topic.topic.clone(),
    json: |topic| admin::json("gmqtt.admin.api.TopicTraffic", topic),
};

impl Top {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        // The first question is what makes the broker count.
        let mut answer = self.ask(admin).await?;
        if let Some(interval) = self.watch.watch {
            loop {
                if admin::draws(&admin.output) {
                    let screen = TOPICS.screen(&admin.output, &answer.topics)?;
                    admin::draw(&admin.output, &screen)?;
                } else {
                    for topic in &answer.topics {
                        admin::change(&admin.output, "changed", &(TOPICS.json)(topic))?;
                    }
                }
                tokio::time::sleep(interval).await;
                answer = self.ask(admin).await?;
            }
        }
        let counted = admin::length(answer.counted_for.as_ref()).unwrap_or_default();
        if let Some(missing) = self.length.checked_sub(counted) {
            tokio::time::sleep(missing).await;
            answer = self.ask(admin).await?;
        }
        TOPICS.print(&admin.output, &answer.topics)?;
        let counted = admin::length(answer.counted_for.as_ref()).unwrap_or_default();
        let counted = short_duration(counted);
        admin.output.note(&format!("counted for {counted}"));
        Ok(Exit::Done)
    }

    async fn ask(&self, admin: &Admin) -> Result<TopTopicsResponse, Error> {
        let request = TopTopicsRequest {
            limit: self.limit,
            order_by: match self.sort {
                By::Rate => "rate",
                By::Bytes => "bytes",
            }
            .to_owned(),
        };
        let answer = admin.client()?.topics().top(request).await;
        Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
    }
}
