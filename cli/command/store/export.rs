//! `gmqtt store export`: what a store holds as a file.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;
use gmqtt_store::{Dump, Progress};
use serde::Serialize;

use crate::{
    error::Error,
    exit::Exit,
    new_file::NewFile,
    output::Output,
    store::{self, Place, Reach, Tally, Watched},
};

/// Write what the store holds to a file
///
/// The file is what `gmqtt store import` reads, on this machine or another, into a store of any kind. It has messages in it:
/// only its owner may read it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt store export sessions.dump
  gmqtt store export - --client meter-7 --client meter-8
  gmqtt store export sessions.dump --live     while a broker uses it")]
pub(crate) struct Export {
    /// The file to write; - is stdout
    file: PathBuf,

    /// Only the session of this client, without retained messages; may be given again
    #[arg(long, value_name = "ID")]
    client: Vec<String>,

    /// Read it while a broker uses it, as of this moment
    #[arg(long)]
    live: bool,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,

    /// Say what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    reach: Reach,
}

/// What was written, for programs.
#[derive(Debug, Serialize)]
struct Report {
    file: String,
    dry_run: bool,
    sessions: u64,
    queued: u64,
    retained: u64,
}

impl Export {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let place = self.reach.place(output, plugins)?;
        let is_stdout = self.file.as_os_str() == "-";
        let progress = if self.dry_run {
            store::block_on(self.dump(&place, io::sink(), output))?
        } else if is_stdout {
            store::block_on(self.dump(&place, io::stdout(), output))?
        } else {
            let file = NewFile::create(&self.file, self.force)?;
            let writer = BufWriter::new(file.writer()?);
            let progress = store::block_on(self.dump(&place, writer, output))?;
            file.keep()?;
            progress
        };
        let Progress {
            sessions,
            entries: queued,
            retained,
            left_out: _,
        } = progress;
        let report = Report {
            file: self.file.display().to_string(),
            dry_run: self.dry_run,
            sessions,
            queued,
            retained,
        };
        let text = format!(
            "{} {sessions} sessions with {queued} queued messages, and {retained} retained messages{}\n",
            if self.dry_run {
                "would export"
            } else {
                "exported"
            },
            if is_stdout {
                String::new()
            } else {
                format!(" to {}", self.file.display())
            },
        );
        // What is exported may be what goes to stdout.
        if is_stdout && !self.dry_run {
            output.explain(text.trim_end());
        } else if output.format.is_some() {
            output.document(&report)?;
        } else {
            output.confirm(&text)?;
        }
        Ok(Exit::Done)
    }

    async fn dump(
        &self,
        place: &Place,
        out: impl Write + Send,
        output: &Output,
    ) -> Result<Progress, Error> {
        let opened = place.read(self.live).await?;
        let mut dump = Dump::begin(out)?;
        if !self.client.is_empty() {
            self.must_be_there(place, &*opened).await?;
            dump = dump.only(HashSet::from_iter(self.client.iter().cloned()));
        }
        let loaded = opened
            .load(&mut Watched::new(&mut dump, "exporting", output))
            .await;
        // What could not be written says more than that reading was ended for it.
        let written = dump.finish();
        let (_, progress) = written?;
        loaded.map_err(|error| store::read_failed(place, error))?;
        Ok(progress)
    }

    /// All clients that are named have a session.
    async fn must_be_there(
        &self,
        place: &Place,
        opened: &dyn gmqtt_store::Store,
    ) -> Result<(), Error> {
        let mut tally = Tally::default();
        let loaded = opened.load(&mut tally).await;
        loaded.map_err(|error| store::read_failed(place, error))?;
        match self.client.iter().find(|client| !tally.has_client(client)) {
            None => Ok(()),
            Some(client) => Err(Error::new(
                Exit::NotFound,
                format!("{place} holds no session of \"{client}\""),
            )),
        }
    }
}
