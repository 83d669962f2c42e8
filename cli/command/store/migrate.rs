//! `gmqtt store migrate`: what gmqtt in Go left in Redis into the store of this broker.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use gmqtt_config::PersistenceType;
use gmqtt_plugin_api::Plugin;
use gmqtt_store::go::{self, Report as Found};
use gmqtt_store::redis::{self, ConnectError};
use gmqtt_store::{Holdings, Present, Progress, Restore, Transfer};
use serde::Serialize;

use crate::{
    config_source::ConfigSource,
    error::Error,
    exit::Exit,
    output::{Output, printable},
    store::{self, Place, RedisLogin, Tally, Watched},
};

/// Take over the sessions that gmqtt in Go left in Redis
///
/// Reads sessions, subscriptions, queues and QoS 2 identifiers of a Go broker, and writes them into the store of the config. Nothing
/// is changed or deleted where they are read, and the two can be one database. What cannot be read is named and left out (exit code 8).
/// The Go broker kept no retained messages. Sessions count as away from now on, as they did when it started.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store migrate --from redis://127.0.0.1:6379 --dry-run
  gmqtt store migrate --from redis://127.0.0.1:6379/2 -c gmqtt.yml
  gmqtt store migrate -c gmqtt.yml     from the Redis that the config names in persistence.redis")]
pub(crate) struct Migrate {
    /// The Redis of the Go broker; without it, the one of `persistence.redis`
    #[arg(long, value_name = "URL")]
    from: Option<String>,

    /// Replace sessions that the store has already
    #[arg(long)]
    replace: bool,

    /// Say what is there, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    source: ConfigSource,

    #[command(flatten)]
    login: RedisLogin,
}

/// What was taken over, for programs.
#[derive(Debug, Serialize)]
struct Report {
    from: String,
    /// Missing in a dry run without a store.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    dry_run: bool,
    sessions: u64,
    subscriptions: u64,
    queued: u64,
    /// Sessions that the store has already.
    present: u64,
    /// Sessions that ended with their connections.
    ended: u64,
    /// What could not be read.
    left_out: u64,
    /// The first of it.
    problems: Vec<String>,
}

impl Migrate {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let config = self.source.load(output, plugins, false)?.config;
        let from = match &self.from {
            Some(url) => Place::named(url, &self.login, 0)?,
            None => Place::of_redis(&config.persistence.redis, None)?,
        };
        let Place::Redis(redis) = &from else {
            return Err(Error::new(Exit::Usage, "--from does not name a Redis")
                .hint("as in --from redis://127.0.0.1:6379"));
        };
        let to = if self.dry_run && config.persistence.kind == PersistenceType::Memory {
            None
        } else {
            let options = self.source.options(plugins, false);
            Some(Place::configured(&config, &options)?)
        };
        let (found, progress) = store::block_on(async {
            match to.as_ref().filter(|_| !self.dry_run) {
                Some(to) => self.write(redis, &from, to, output).await,
                None => {
                    let mut tally = Tally::close_look();
                    let watched = Watched::new(&mut tally, "reading", output);
                    let found = read(redis, &from, watched).await?;
                    Ok((found, Progress::default()))
                }
            }
        })?;
        let report = Report {
            from: from.to_string(),
            to: to.map(|to| to.to_string()),
            dry_run: self.dry_run,
            sessions: if self.dry_run {
                found.sessions
            } else {
                progress.sessions
            },
            subscriptions: found.subscriptions,
            queued: if self.dry_run {
                found.entries
            } else {
                progress.entries
            },
            present: progress.left_out,
            ended: found.ended,
            left_out: found.left_out,
            problems: found.problems.iter().map(ToString::to_string).collect(),
        };
        report.print(output)
    }

    async fn write(
        &self,
        redis: &redis::Options,
        from: &Place,
        to: &Place,
        output: &Output,
    ) -> Result<(Found, Progress), Error> {
        let opened = to.write().await?;
        let holdings = Holdings::of(&*opened).await;
        let holdings = holdings.map_err(|error| store::read_failed(to, error))?;
        let present = if self.replace {
            Present::Replace
        } else {
            Present::Keep
        };
        let mut transfer = Transfer::into_store(&*opened, holdings, present);
        let found = read(
            redis,
            from,
            Watched::new(&mut transfer, "migrating", output),
        )
        .await;
        if let Some(full) = transfer.refused() {
            return Err(store::refused(to, full));
        }
        let found = found?;
        let progress = transfer.finish().await;
        let progress = progress.map_err(|full| store::refused(to, full))?;
        opened.close().await;
        Ok((found, progress))
    }
}

async fn read(redis: &redis::Options, from: &Place, mut into: Watched<'_>) -> Result<Found, Error> {
    let into: &mut dyn Restore = &mut into;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
    let found = go::read(redis, now, into).await;
    found.map_err(|error: ConnectError| store::connect_failed(from, error))
}

impl Report {
    fn print(&self, output: &Output) -> Result<Exit, Error> {
        let exit = if self.left_out > 0 {
            Exit::Partly
        } else {
            Exit::Done
        };
        if output.format.is_some() {
            output.document(self)?;
            return Ok(exit);
        }
        for problem in &self.problems {
            output.warn(&format!("left out: {}", printable(problem)));
        }
        let more = self.left_out - self.problems.len() as u64;
        if more > 0 {
            output.warn(&format!("left out: {more} more"));
        }
        let Self {
            sessions,
            subscriptions,
            queued,
            present,
            ended,
            ..
        } = self;
        let done = if self.dry_run {
            "would migrate"
        } else {
            "migrated"
        };
        let to = self.to.as_ref().map(|to| format!(" to {to}"));
        let mut text = format!(
            "{done} {sessions} sessions with {subscriptions} subscriptions and {queued} queued messages{}\n",
            to.unwrap_or_default()
        );
        if *present > 0 {
            text.push_str(&format!(
                "left {present} sessions as they are in the store (--replace)\n"
            ));
        }
        if *ended > 0 {
            text.push_str(&format!(
                "{ended} sessions had ended with their connections\n"
            ));
        }
        output.confirm(&text)?;
        Ok(exit)
    }
}
