//! `gmqtt store check`: reads all of a store, and says what cannot be right about it.

use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;
use serde::Serialize;

use crate::{
    error::Error,
    exit::Exit,
    output::{Output, printable},
    store::{self, Counts, Place, Reach, Tally, Watched},
};

/// Read all of the store and say whether it is whole
///
/// Every record is read and its checksum compared; every queue must be in order, and every message there. Nothing is changed.
/// Exits 0 if all is well and 7 if not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store check
  gmqtt store check --store redis://10.0.0.7:6379 -o json")]
pub(crate) struct Check {
    #[command(flatten)]
    reach: Reach,

    /// Read it while a broker uses it, as of this moment
    #[arg(long)]
    live: bool,
}

/// What was found, for programs.
#[derive(Debug, Serialize)]
struct Report<'a> {
    place: String,
    whole: bool,
    #[serde(flatten)]
    counts: &'a Counts,
    /// How much cannot be right.
    wrong: u64,
    /// The first of it.
    problems: &'a [String],
}

impl Check {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let place = self.reach.place(output, plugins)?;
        let mut tally = Tally::close_look();
        store::block_on(self.read(&place, &mut tally, output))?;
        let Tally {
            counts,
            problems,
            wrong,
            ..
        } = &tally;
        let whole = *wrong == 0;
        if output.format.is_some() {
            output.document(&Report {
                place: place.to_string(),
                whole,
                counts,
                wrong: *wrong,
                problems,
            })?;
        } else if whole {
            output.confirm(&format!(
                "{place} is whole: {} sessions, {} queued messages, {} retained\n",
                counts.sessions, counts.queued, counts.retained
            ))?;
        } else {
            for problem in problems {
                output.text(&format!("{}\n", printable(problem)))?;
            }
            return Err(store::damaged(
                &place,
                format_args!("{wrong} things cannot be right"),
            ));
        }
        Ok(if whole { Exit::Done } else { Exit::Invalid })
    }

    async fn read(&self, place: &Place, tally: &mut Tally, output: &Output) -> Result<(), Error> {
        let opened = place.read(self.live).await?;
        let loaded = opened
            .load(&mut Watched::new(tally, "checking", output))
            .await;
        loaded.map_err(|error| store::read_failed(place, error))?;
        Ok(())
    }
}
