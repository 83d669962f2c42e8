//! What stands in a row: values, which are written one way for people and another for programs.

use std::time::{Duration, SystemTime};

use anstyle::Style;

use super::{number, printable::printable, time};

/// A column of rows of `T`.
pub(crate) struct Column<T> {
    /// As the header of a table says it: `CLIENT ID`. A column of warnings has none.
    pub(crate) title: &'static str,
    /// Whether it is left out unless more is asked for.
    pub(crate) wide: bool,
    pub(crate) cell: fn(&T) -> Cell,
}

impl<T> Column<T> {
    /// A column that is always there.
    pub(crate) const fn new(title: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self {
            title,
            wide: false,
            cell,
        }
    }

    /// A column of `-o wide`.
    pub(crate) const fn wide(title: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self {
            title,
            wide: true,
            cell,
        }
    }

    /// As `--columns` and CSV name it: `client_id`.
    pub(crate) fn key(&self) -> String {
        if self.title.is_empty() {
            return "warning".to_owned();
        }
        self.title.to_lowercase().replace([' ', '-'], "_")
    }
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Nothing to say: a dash.
    Nothing,
    /// Nothing to say about a number.
    NoNumber,
    /// Text from outside.
    Text(String),
    /// A word of ours, perhaps in colour.
    Word(String, Style),
    /// Text that stands at the right, as numbers do: `20/100`.
    Right(String),
    /// A number of things.
    Count(u64),
    /// A number of bytes.
    Bytes(u64),
    /// Things a second.
    Rate(f64),
    /// A length of time.
    Length(Duration),
    /// A moment in the past.
    Since(SystemTime),
    /// A moment to come.
    Until(SystemTime),
    /// Yes or no.
    Flag(bool),
}

/// For whom cells are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// A person at a terminal: times are relative, sizes short.
    pub(crate) relative: bool,
    /// Sizes are rounded.
    pub(crate) rounded: bool,
    pub(crate) now: SystemTime,
}

impl Cell {
    /// Text, or a dash if there is none.
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// A moment in the past, or a dash.
    pub(crate) fn since(moment: Option<SystemTime>) -> Self {
        moment.map_or(Self::Nothing, Self::Since)
    }

    /// A length of time, or a dash.
    pub(crate) fn length(length: Option<Duration>) -> Self {
        length.map_or(Self::NoNumber, Self::Length)
    }

    /// A rate, or a dash.
    pub(crate) fn rate(rate: Option<f64>) -> Self {
        rate.map_or(Self::NoNumber, Self::Rate)
    }

    /// A word without colour.
    pub(crate) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into(), Style::new())
    }

    /// Whether it stands at the right of its column.
    pub(super) const fn is_right(&self) -> bool {
        matches!(
            self,
            Self::NoNumber
                | Self::Right(_)
                | Self::Count(_)
                | Self::Bytes(_)
                | Self::Rate(_)
                | Self::Length(_)
        )
    }

    pub(super) fn style(&self) -> Style {
        match self {
            Self::Word(_, style) => *style,
            _ => Style::new(),
        }
    }

    /// As it stands in a table, without anything that could move a cursor.
    pub(super) fn for_people(&self, look: Look) -> String {
        match self {
            Self::Nothing | Self::NoNumber => "-".to_owned(),
            Self::Text(text) | Self::Right(text) | Self::Word(text, _) => printable(text),
            Self::Count(number) => number.to_string(),
            Self::Bytes(number) if look.rounded => number::bytes(*number),
            Self::Bytes(number) => number.to_string(),
            Self::Rate(rate) => number::rate(*rate),
            Self::Length(length) => time::short_duration(*length),
            Self::Since(moment) if look.relative => time::ago(*moment, look.now),
            Self::Until(moment) if look.relative => time::until(*moment, look.now),
            Self::Since(moment) | Self::Until(moment) => time::rfc3339(*moment),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        }
    }

    /// As it stands in CSV: whole, and empty where there is nothing.
    pub(super) fn for_programs(&self) -> String {
        match self {
            Self::Nothing | Self::NoNumber => String::new(),
            Self::Text(text) | Self::Right(text) | Self::Word(text, _) => text.clone(),
            Self::Count(number) | Self::Bytes(number) => number.to_string(),
            Self::Rate(rate) => rate.to_string(),
            // In seconds, as JSON has it.
            Self::Length(length) => length.as_secs_f64().to_string(),
            Self::Since(moment) | Self::Until(moment) => time::rfc3339(*moment),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}
