//! Where a command's words go: results to stdout, everything said about them to stderr.
//!
//! Colour is decided once, from `--color`, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and whether the stream is a terminal.

use std::io::{self, Write as _};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use gmqtt_config::{Diagnostic, Severity};
use serde::Serialize;

use crate::error::Error;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// A format for programs; without one a command prints for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON document; errors are one JSON line on stderr
    Json,
    /// One JSON object a line, as things happen; errors as with json
    Jsonl,
    /// One YAML document
    Yaml,
}

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise
    #[default]
    Auto,
    /// Also in a pipe
    Always,
    /// Never
    Never,
}

/// How this invocation prints.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) format: Option<Format>,
    pub(crate) quiet: bool,
    pub(crate) verbose: u8,
}

impl Output {
    /// Prints a result.
    pub(crate) fn text(&self, text: &str) -> Result<(), Error> {
        let mut stdout = anstream::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()?;
        Ok(())
    }

    /// Prints a result that need not be text.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        Ok(())
    }

    /// Prints a result as one document in the format asked for; YAML if none was.
    pub(crate) fn document(&self, document: &impl Serialize) -> Result<(), Error> {
        let mut text = match self.format.unwrap_or(Format::Yaml) {
            Format::Json => serde_json::to_string_pretty(document).map_err(io::Error::other)?,
            Format::Jsonl => serde_json::to_string(document).map_err(io::Error::other)?,
            Format::Yaml => serde_yaml::to_string(document).map_err(io::Error::other)?,
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        self.text(&text)
    }

    /// Confirms that something is as wanted; `--quiet` drops it.
    pub(crate) fn confirm(&self, text: &str) -> Result<(), Error> {
        if self.quiet { Ok(()) } else { self.text(text) }
    }

    /// Says on stderr how a result came about, when `--verbose` asks for it.
    pub(crate) fn explain(&self, text: &str) {
        if self.verbose > 0 {
            self.stderr(&format!("{text}\n"));
        }
    }

    /// Says on stderr what is not as it should be, and goes on.
    pub(crate) fn warn(&self, text: &str) {
        if !self.quiet {
            self.stderr(&format!("{WARNING}warning:{WARNING:#} {text}\n"));
        }
    }

    /// A mistake in a configuration for people, ending in a newline; its first word is coloured on a terminal.
    pub(crate) fn block(&self, diagnostic: &Diagnostic) -> String {
        let (label, style) = match diagnostic.severity {
            Severity::Error => ("error:", ERROR),
            Severity::Warning => ("warning:", WARNING),
        };
        let block = diagnostic.to_string();
        let rest = block.strip_prefix(label).map(str::trim_end);
        rest.map_or_else(
            || format!("{}\n", block.trim_end()),
            |rest| format!("{style}{label}{style:#}{rest}\n"),
        )
    }

    /// Prints why the command failed.
    pub(crate) fn error(&self, error: &Error) {
        match self.format {
            Some(Format::Json | Format::Jsonl) => self.stderr(&error.to_json_line()),
            Some(Format::Yaml) | None => self.stderr(&error.to_block()),
        }
    }

    /// Prints a block that is complete as it is. A stderr that cannot be written to leaves nobody to tell.
    pub(crate) fn stderr(&self, text: &str) {
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }
}

impl Color {
    /// Makes this the choice of the whole process.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}
