//! Where a command's words go: results to stdout, everything said about them to stderr.
//!
//! Lists are rows ([`Listing`]), printed in whatever form was asked for by one renderer ([`Rows`]). Colour is decided once, from
//! `--color`, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and whether the stream is a terminal.

mod cell;
mod choice;
mod listing;
mod number;
mod pager;
mod printable;
mod progress;
mod rows;
mod table;
mod template;
mod terminal;
mod time;

pub(crate) use cell::{Cell, Column};
pub(crate) use choice::{Choice, Format, Layout};
pub(crate) use listing::Listing;
pub(crate) use number::{count, grouped, pace, rate, size};
pub(crate) use printable::printable;
pub(crate) use progress::Progress;
pub(crate) use rows::{Rows, csv_record};
pub(crate) use terminal::{has_terminal, stdout_width};
pub(crate) use time::{ago, moment, rfc3339, rfc3339_seconds, short_duration};

use std::io::{self, Write as _};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use gmqtt_config::{Diagnostic, Severity};
use serde::Serialize;

use crate::error::Error;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

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
    /// The form of documents; `None` prints for people, or rows as `layout` says.
    pub(crate) format: Option<Format>,
    /// The form of rows that are no document.
    pub(crate) layout: Layout,
    /// The columns that were picked, in their order, with commas between them.
    pub(crate) columns: Option<&'static str>,
    /// Tables without their header.
    pub(crate) no_header: bool,
    /// Long tables are not handed to a pager.
    pub(crate) no_pager: bool,
    /// Everything that would be asked is answered with yes.
    pub(crate) yes: bool,
    /// Nothing is asked.
    pub(crate) no_input: bool,
    pub(crate) quiet: bool,
    pub(crate) verbose: u8,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            format: None,
            layout: Layout::Table,
            columns: None,
            no_header: false,
            no_pager: false,
            yes: false,
            no_input: false,
            quiet: false,
            verbose: 0,
        }
    }
}

impl Output {
    /// Whether something else than the text for people was asked for: a document, or rows of a form that programs read.
    pub(crate) const fn is_for_programs(&self) -> bool {
        self.format.is_some() || matches!(self.layout, Layout::Csv | Layout::Name)
    }

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
        self.text(&written(self.format.unwrap_or(Format::Yaml), document)?)
    }

    /// Prints one of many things that happen one after the other: a line of JSON, a YAML document that others follow, or what the
    /// template makes of it.
    pub(crate) fn record(&self, record: &impl Serialize) -> Result<(), Error> {
        let text = match self.format {
            Some(Format::Yaml) => format!("---\n{}", written(Format::Yaml, record)?),
            Some(format @ Format::Template(_)) => written(format, record)?,
            _ => written(Format::Jsonl, record)?,
        };
        self.text(&text)
    }

    /// Prints a result as one document in JSON, whatever the format asked for.
    pub(crate) fn json(&self, document: &impl Serialize) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(document).map_err(io::Error::other)?;
        self.text(&format!("{text}\n"))
    }

    /// Confirms to people that something is as wanted; `--quiet` drops it. Programs get a document in place of it.
    pub(crate) fn confirm(&self, text: &str) -> Result<(), Error> {
        if self.quiet || self.format.is_some() {
            Ok(())
        } else {
            self.text(text)
        }
    }

    /// Tells programs what was done, in one document; people were told before.
    pub(crate) fn done(&self, document: impl FnOnce() -> serde_json::Value) -> Result<(), Error> {
        match self.format {
            Some(_) => self.document(&document()),
            None => Ok(()),
        }
    }

    /// Says on stderr how a result came about, when `--verbose` asks for it.
    pub(crate) fn explain(&self, text: &str) {
        if self.verbose > 0 {
            self.stderr(&format!("{text}\n"));
        }
    }

    /// Says on stderr what to know about a result, to people only: nothing without a terminal.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet && io::IsTerminal::is_terminal(&io::stderr()) {
            self.stderr(&format!("{text}\n"));
        }
    }

    /// Says on stderr what to know about a result.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
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
            Some(format) if format.is_json() => self.stderr(&error.to_json_line()),
            _ => self.stderr(&error.to_block()),
        }
    }

    /// Prints a block that is complete as it is. A stderr that cannot be written to leaves nobody to tell.
    pub(crate) fn stderr(&self, text: &str) {
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }
}

/// Something of ours as JSON.
pub(crate) fn to_json<T: Serialize>(thing: &T) -> serde_json::Value {
    // Ours are plain: names of keys are texts, and numbers are numbers.
    serde_json::to_value(thing).unwrap_or_default()
}

/// A document, and the end of its last line.
pub(crate) fn written(format: Format, document: &impl Serialize) -> Result<String, Error> {
    let mut text = match format {
        Format::Json => serde_json::to_string_pretty(document).map_err(io::Error::other)?,
        Format::Jsonl => serde_json::to_string(document).map_err(io::Error::other)?,
        Format::Yaml => serde_yaml::to_string(document).map_err(io::Error::other)?,
        Format::Template(source) => {
            let value = serde_json::to_value(document).map_err(io::Error::other)?;
            template::Template::new(source)?.render(&value)?
        }
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
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
