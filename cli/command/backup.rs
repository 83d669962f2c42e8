//! `gmqtt backup`: a broker's files and sessions in one archive.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gmqtt_config::{Config, Loaded, PersistenceType};
use gmqtt_plugin_api::Plugin;
use gmqtt_store::Dump;
use serde::Serialize;

use crate::{
    archive::{ArchiveWriter, Manifest, Part, Sessions},
    command::VERSION,
    config_source::ConfigSource,
    error::Error,
    exit::Exit,
    new_file::NewFile,
    node_name::node_name,
    output::Output,
    store::{self, Place, Watched},
};

/// Write accounts, rules, sessions, retained messages and the config to one file
///
/// The file is a tar archive with a manifest of checksums; `gmqtt restore` reads it. Only its owner may read it: passwords and messages
/// are in it. Certificates and their keys are not. While a broker runs, --live takes sessions as they are at one moment.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt backup mq1.tar
  gmqtt backup mq1.tar --live     while the broker runs
  gmqtt backup accounts.tar --only accounts,acl")]
pub(crate) struct Backup {
    /// The file to write; - is stdout
    file: PathBuf,

    /// Only these parts: config, accounts, acl, sessions
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        value_enum,
        hide_possible_values = true
    )]
    only: Vec<Part>,

    /// Read sessions while a broker uses them, as of this moment
    #[arg(long)]
    live: bool,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,

    /// Say what would be in it, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    source: ConfigSource,
}

/// What is in the archive, for programs.
#[derive(Debug, Serialize)]
struct Report<'a> {
    file: String,
    dry_run: bool,
    #[serde(flatten)]
    manifest: &'a Manifest,
    /// Parts that there was nothing of.
    missing: &'a [&'static str],
}

impl Backup {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let loaded = self.source.load(output, plugins, false)?;
        let place = self.place(&loaded.config, plugins)?;
        let is_stdout = self.file.as_os_str() == "-";
        let write = |out: &mut (dyn Write + Send)| self.write(out, &loaded, place.as_ref(), output);
        let manifest = if self.dry_run {
            write(&mut io::sink())?
        } else if is_stdout {
            write(&mut BufWriter::new(io::stdout()))?
        } else {
            let file = NewFile::create(&self.file, self.force)?;
            let manifest = write(&mut BufWriter::new(file.writer()?))?;
            file.keep()?;
            manifest
        };
        let missing: Vec<_> = self
            .parts()
            .iter()
            .filter(|part| !manifest.has(**part))
            .map(|part| part.word())
            .collect();
        let text = self.text(&manifest, &missing);
        // The archive may be what goes to stdout.
        if is_stdout && !self.dry_run {
            output.explain(text.trim_end());
        } else if output.format.is_some() {
            output.document(&Report {
                file: self.file.display().to_string(),
                dry_run: self.dry_run,
                manifest: &manifest,
                missing: &missing,
            })?;
        } else {
            output.confirm(&text)?;
        }
        Ok(Exit::Done)
    }

    fn parts(&self) -> &[Part] {
        if self.only.is_empty() {
            &Part::ALL
        } else {
            &self.only
        }
    }

    /// Where the sessions are; `None` if they are not asked for, or nothing is kept.
    fn place(&self, config: &Config, plugins: &[Arc<dyn Plugin>]) -> Result<Option<Place>, Error> {
        let is_named = self.only.contains(&Part::Sessions);
        if !self.parts().contains(&Part::Sessions)
            || (!is_named && config.persistence.kind == PersistenceType::Memory)
        {
            return Ok(None);
        }
        Place::configured(config, &self.source.options(plugins, false)).map(Some)
    }

    fn write(
        &self,
        out: &mut (dyn Write + Send),
        loaded: &Loaded,
        place: Option<&Place>,
        output: &Output,
    ) -> Result<Manifest, Error> {
        let now = jiff::Timestamp::now();
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let mut archive = ArchiveWriter::new(out, seconds);
        let config = &loaded.config;
        for (part, path) in [
            (Part::Config, loaded.path.as_deref()),
            (Part::Accounts, Some(&*config.plugins.auth.password_file)),
            (Part::Acl, Some(&*config.plugins.acl.file)),
        ] {
            if let Some(path) = path.filter(|_| self.parts().contains(&part))
                && let Some(content) = read(path)?
            {
                archive.file(part, &content)?;
            }
        }
        let (mut archive, sessions) = match place {
            None => (archive, None),
            Some(place) => {
                let dumped = store::block_on(self.dump(archive, place, output));
                let (archive, sessions) = dumped?;
                (archive, Some(sessions))
            }
        };
        archive.flush()?;
        Ok(archive.finish(Manifest {
            format: 0,
            gmqtt: VERSION.to_owned(),
            created_at: now.to_string(),
            node: node_name(config),
            config_path: loaded.path.as_ref().map(|path| path.display().to_string()),
            sessions,
            files: Vec::new(),
        })?)
    }

    async fn dump<W: Write + Send>(
        &self,
        archive: ArchiveWriter<W>,
        place: &Place,
        output: &Output,
    ) -> Result<(ArchiveWriter<W>, Sessions), Error> {
        let opened = place.read(self.live).await?;
        let mut dump = Dump::begin(archive)?;
        let loaded = opened
            .load(&mut Watched::new(&mut dump, "saving", output))
            .await;
        // What could not be written says more than that reading was ended for it.
        let written = dump.finish();
        let (archive, progress) = written?;
        loaded.map_err(|error| store::read_failed(place, error))?;
        let sessions = Sessions {
            place: place.to_string(),
            sessions: progress.sessions,
            queued: progress.entries,
            retained: progress.retained,
        };
        Ok((archive, sessions))
    }

    fn text(&self, manifest: &Manifest, missing: &[&str]) -> String {
        let held: Vec<_> = Part::ALL
            .into_iter()
            .filter(|part| manifest.has(*part))
            .map(|part| match (part, &manifest.sessions) {
                (Part::Sessions, Some(held)) => format!(
                    "{} sessions with {} queued messages, {} retained messages",
                    held.sessions, held.queued, held.retained
                ),
                _ => part.word().to_owned(),
            })
            .collect();
        let done = if self.dry_run { "would save" } else { "saved" };
        let mut text = format!("{done} {} to {}\n", held.join(", "), self.file.display());
        if !missing.is_empty() {
            text.push_str(&format!("there is nothing of: {}\n", missing.join(", ")));
        }
        text
    }
}

/// The content of a file; `None` if there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Error::new(Exit::Failed, format!("cannot read {}", path.display())).cause(error))
        }
    }
}
