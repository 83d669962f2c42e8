//! `gmqtt store info`: what a store holds, in figures.

use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;
use gmqtt_store::{FORMAT, Stats, Store};
use serde::Serialize;

use crate::{
    error::Error,
    exit::Exit,
    output::{Output, printable, size},
    store::{self, Counts, Place, Reach, Tally},
};

/// Say what the store holds
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store info
  gmqtt store info --store /var/lib/gmqtt/store
  gmqtt store info --live -o json     while a broker uses it")]
pub(crate) struct Info {
    #[command(flatten)]
    reach: Reach,

    /// Read it while a broker uses it, as of this moment
    #[arg(long)]
    live: bool,
}

/// What a store holds, for programs.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(rename = "type")]
    kind: &'static str,
    place: String,
    /// The newest format that may be there.
    format: u32,
    #[serde(flatten)]
    counts: Counts,
    /// Messages, each counted once.
    messages: u64,
    /// On disk; 0 where it is not known.
    bytes: u64,
    /// Of those, what is needed.
    live_bytes: u64,
    /// What may be on disk.
    max_bytes: Option<u64>,
    /// What makes its promise weaker than it could be.
    warnings: Vec<String>,
}

impl Info {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let place = self.reach.place(output, plugins)?;
        let report = store::block_on(async {
            let opened = place.read(self.live).await?;
            let mut tally = Tally::default();
            let loaded = opened.load(&mut tally).await;
            loaded.map_err(|error| store::read_failed(&place, error))?;
            Ok(Report::new(&place, &*opened, tally.counts))
        })?;
        if output.format.is_some() {
            output.document(&report)?;
        } else {
            output.text(&report.text())?;
        }
        Ok(Exit::Done)
    }
}

impl Report {
    fn new(place: &Place, opened: &dyn Store, counts: Counts) -> Self {
        let Stats {
            messages,
            bytes,
            live_bytes,
            ..
        } = opened.stats();
        let max_bytes = match place {
            Place::Directory(options) => Some(options.max_bytes),
            Place::Redis(_) => None,
        };
        Self {
            kind: place.kind(),
            place: place.to_string(),
            format: FORMAT,
            counts,
            messages,
            bytes,
            live_bytes,
            max_bytes,
            warnings: opened.health().borrow().warnings.to_vec(),
        }
    }

    fn text(&self) -> String {
        let Self {
            kind,
            place,
            format,
            counts,
            messages,
            ..
        } = self;
        let Counts {
            sessions,
            connected,
            subscriptions,
            wills,
            queued,
            in_flight,
            longest_queue,
            longest_queue_of,
            retained,
        } = counts;
        let longest = match longest_queue_of {
            Some(client) if *longest_queue > 0 => {
                format!(", the longest {longest_queue} (\"{}\")", printable(client))
            }
            _ => String::new(),
        };
        let mut text = format!(
            "store          {kind}, {place} (format {format})\n\
             sessions       {sessions} ({connected} of them connected when the broker ended)\n\
             subscriptions  {subscriptions}\n\
             queued         {queued} ({in_flight} in flight){longest}\n\
             retained       {retained}\n\
             messages       {messages}, each counted once\n\
             wills          {wills}\n"
        );
        if let Some(most) = self.max_bytes {
            text.push_str(&format!(
                "on disk        {} of at most {}, {} of it needed\n",
                size(self.bytes),
                size(most),
                size(self.live_bytes)
            ));
        }
        for warning in &self.warnings {
            text.push_str(&format!("warning        {warning}\n"));
        }
        text
    }
}
