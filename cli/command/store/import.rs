//! `gmqtt store import`: an exported file into a store.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;
use gmqtt_store::{Holdings, Present, Progress, Transfer, read_dump};
use serde::Serialize;

use crate::{
    error::Error,
    exit::Exit,
    output::Output,
    store::{self, Place, Reach, Tally, Watched},
};

/// Read an exported file into the store
///
/// The file is checked first; one that is damaged changes nothing. A client or topic that the store has something of keeps that, unless
/// --replace says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store import sessions.dump
  gmqtt store import sessions.dump --dry-run
  gmqtt store import sessions.dump --replace --store redis://10.0.0.7:6379")]
pub(crate) struct Import {
    /// The file
    file: PathBuf,

    /// Replace sessions and retained messages that are there
    #[arg(long)]
    replace: bool,

    /// Check the file and say what is in it, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    reach: Reach,
}

/// What was read, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) dry_run: bool,
    pub(super) sessions: u64,
    pub(super) queued: u64,
    pub(super) retained: u64,
    /// Of clients and topics that the store has something of.
    pub(super) left_out: u64,
}

impl Import {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let place = self.reach.place(output, plugins)?;
        let progress = store::block_on(async {
            let mut tally = Tally::close_look();
            let found = self
                .read(&mut Watched::new(&mut tally, "checking", output))
                .await?;
            if tally.wrong > 0 {
                return Err(self.damaged(&tally.problems[0]));
            }
            if self.dry_run {
                return Ok(found);
            }
            self.write(&place, output).await
        })?;
        let Progress {
            sessions,
            entries: queued,
            retained,
            left_out,
        } = progress;
        if output.format.is_some() {
            output.document(&Report {
                dry_run: self.dry_run,
                sessions,
                queued,
                retained,
                left_out,
            })?;
        } else {
            let done = if self.dry_run {
                "the file is whole and holds"
            } else {
                "imported"
            };
            let left_out = match left_out {
                0 => String::new(),
                number => format!("; left out {number} that are there already (--replace)"),
            };
            output.confirm(&format!(
                "{done} {sessions} sessions with {queued} queued messages, and {retained} retained messages{left_out}\n"
            ))?;
        }
        Ok(Exit::Done)
    }

    async fn write(&self, place: &Place, output: &Output) -> Result<Progress, Error> {
        let opened = place.write().await?;
        let holdings = Holdings::of(&*opened).await;
        let holdings = holdings.map_err(|error| store::read_failed(place, error))?;
        let present = if self.replace {
            Present::Replace
        } else {
            Present::Keep
        };
        let mut transfer = Transfer::into_store(&*opened, holdings, present);
        let read = self
            .read(&mut Watched::new(&mut transfer, "importing", output))
            .await;
        if let Some(full) = transfer.refused() {
            return Err(store::refused(place, full));
        }
        read?;
        let written = transfer.finish().await;
        let written = written.map_err(|full| store::refused(place, full))?;
        opened.close().await;
        Ok(written)
    }

    async fn read(&self, into: &mut Watched<'_>) -> Result<Progress, Error> {
        let shown = self.file.display();
        let file = File::open(&self.file).map_err(|error| {
            let exit = match error.kind() {
                io::ErrorKind::NotFound => Exit::NotFound,
                _ => Exit::Failed,
            };
            Error::new(exit, format!("cannot read {shown}")).cause(error)
        })?;
        let mut file: Box<dyn Read + Send> = Box::new(BufReader::new(file));
        let read = read_dump(&mut *file, into).await;
        read.map_err(|error| self.damaged(error))
    }

    fn damaged(&self, why: impl std::fmt::Display) -> Error {
        let shown = self.file.display();
        Error::new(Exit::Invalid, format!("{shown} cannot be imported"))
            .cause(why)
            .hint("nothing was changed; export it again")
    }
}
