//! `gmqtt config convert`: another broker's configuration as one of this broker.

use std::{fs, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::{
    convert::{self, Note, NoteKind},
    error::Error,
    exit::Exit,
    output::{Output, printable},
};

/// Translate the configuration of another broker
///
/// Prints a gmqtt.yml, and says on stderr line by line what differs and what has no equal. Exits 0 if all was translated, 8 if
/// something has no equal, and 7 if the file has mistakes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config convert /etc/mosquitto/mosquitto.conf
  gmqtt config convert emqx.conf
  gmqtt config convert --from mosquitto old.cfg")]
pub(crate) struct Convert {
    /// The file of the other broker
    file: PathBuf,

    /// Whose file it is; without it, its name says so
    #[arg(long, value_name = "BROKER")]
    from: Option<Broker>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Broker {
    /// mosquitto.conf
    Mosquitto,
    /// emqx.conf
    Emqx,
}

/// The answer for programs.
#[derive(Serialize)]
struct Answer<'a> {
    config: &'a str,
    notes: &'a [Note],
}

impl Convert {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let place = self.file.display();
        let bytes = fs::read(&self.file).map_err(|error| {
            Error::new(Exit::Invalid, format!("cannot read {place}")).cause(error)
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new(Exit::Invalid, format!("{place} is not UTF-8 text")))?;
        let converted = match self.broker()? {
            Broker::Mosquitto => convert::mosquitto(&text),
            Broker::Emqx => convert::emqx(&text),
        };
        let yaml = converted.config.to_yaml();
        if output.format.is_some() {
            output.document(&Answer {
                config: &yaml,
                notes: &converted.notes,
            })?;
        } else {
            for note in &converted.notes {
                output.stderr(&self.line(note));
            }
            output.text(&format!(
                "# Translated from {place}; `gmqtt config check` says what is left to do.\n{yaml}"
            ))?;
        }
        let has = |kind| converted.notes.iter().any(|note| note.kind == kind);
        Ok(match (has(NoteKind::Mistake), has(NoteKind::NoEqual)) {
            (true, _) => Exit::Invalid,
            (false, true) => Exit::Partly,
            (false, false) => Exit::Done,
        })
    }

    fn broker(&self) -> Result<Broker, Error> {
        let name = self
            .file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        match (self.from, name) {
            (Some(broker), _) => Ok(broker),
            (None, name) if name.contains("emqx") => Ok(Broker::Emqx),
            (None, name) if name.contains("mosquitto") || name.ends_with(".conf") => {
                Ok(Broker::Mosquitto)
            }
            _ => Err(Error::new(
                Exit::Usage,
                format!("cannot tell whose configuration {name} is"),
            )
            .hint("say it: --from mosquitto or --from emqx")),
        }
    }

    fn line(&self, note: &Note) -> String {
        let place = match note.line {
            0 => self.file.display().to_string(),
            line => format!("{}:{line}", self.file.display()),
        };
        let text = format!(
            "{place}: {}: {}: {}",
            note.kind.words(),
            note.setting,
            note.message
        );
        format!("{}\n", printable(&text))
    }
}
