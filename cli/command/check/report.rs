//! What a probe found, in the forms monitoring systems read.

use anstyle::AnsiColor;
use clap::ValueEnum;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use crate::{
    error::Error,
    exit::Exit,
    output::{Output, printable},
};

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For Nagios and what understands its plugins: Icinga, Checkmk, Sensu
    Nagios,
    /// One JSON document
    Json,
    /// For the textfile collector of Prometheus
    Prometheus,
}

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Ok,
    Warning,
    Critical,
    /// It could not be found out.
    Unknown,
}

/// A figure that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: f64,
    pub(super) warning: Option<f64>,
    pub(super) critical: Option<f64>,
}

/// A number of JSON. Most figures count something: a whole one is written as such.
struct Plain(f64);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(number) = self;
        if number.fract() == 0.0 && number.abs() < EXACT {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole, and exact in both"
            )]
            return serializer.serialize_i64(*number as i64);
        }
        serializer.serialize_f64(*number)
    }
}

/// Below this every whole number is one of floating point.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("value", &Plain(self.value))?;
        for (name, bound) in [("warning", self.warning), ("critical", self.critical)] {
            if let Some(bound) = bound {
                map.serialize_entry(name, &Plain(bound))?;
            }
        }
        map.end()
    }
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Report {
    pub(super) check: &'static str,
    pub(super) status: Level,
    /// The worst first.
    pub(super) messages: Vec<String>,
    pub(super) figures: Vec<Figure>,
}

impl Figure {
    pub(super) const fn new(name: &'static str, value: f64) -> Self {
        Self {
            name,
            value,
            warning: None,
            critical: None,
        }
    }

    /// With the values from which on it is no longer well.
    pub(super) const fn from(mut self, warning: f64, critical: f64) -> Self {
        self.warning = Some(warning);
        self.critical = Some(critical);
        self
    }
}

/// A count as a figure; monitoring systems have no larger numbers.
#[expect(
    clippy::cast_precision_loss,
    reason = "a count beyond 2^53 is shown rounded"
)]
pub(super) const fn count(number: u64) -> f64 {
    number as f64
}

impl Report {
    pub(super) const fn new(check: &'static str) -> Self {
        Self {
            check,
            status: Level::Ok,
            messages: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Adds what was found; the worst decides.
    pub(super) fn find(&mut self, level: Level, message: impl Into<String>) {
        if level > self.status {
            self.status = level;
            self.messages.insert(0, message.into());
        } else {
            self.messages.push(message.into());
        }
    }

    /// What is known when the broker could not be asked: that it is not there is critical, else nothing is known.
    pub(super) fn failed(check: &'static str, error: &Error) -> Self {
        let mut report = Self::new(check);
        let level = match error.exit() {
            Exit::Unreachable | Exit::TimeLimit => Level::Critical,
            _ => Level::Unknown,
        };
        report.find(level, error.on_one_line());
        report
    }

    pub(super) fn print(&self, form: Form, output: &Output) -> Result<Exit, Error> {
        match form {
            Form::Text => output.text(&self.text())?,
            Form::Nagios => output.text(&self.nagios())?,
            Form::Json if output.format.is_none() => output.json(self)?,
            Form::Json => output.document(self)?,
            Form::Prometheus => output.text(&self.prometheus())?,
        }
        Ok(match (form, self.status) {
            (_, Level::Ok) => Exit::Done,
            // The codes of Nagios' plugins, whatever these mean elsewhere: 1, 2 and 3.
            (Form::Nagios, Level::Warning) => Exit::Failed,
            (Form::Nagios, Level::Critical) => Exit::Usage,
            (Form::Nagios, Level::Unknown) => Exit::NotFound,
            (_, Level::Warning) => Exit::Done,
            (_, Level::Critical | Level::Unknown) => Exit::Invalid,
        })
    }

    fn text(&self) -> String {
        let style = match self.status {
            Level::Ok => AnsiColor::Green.on_default(),
            Level::Warning => AnsiColor::Yellow.on_default(),
            Level::Critical | Level::Unknown => AnsiColor::Red.on_default(),
        };
        let word = self.status.word().to_lowercase();
        let mut text = format!("{style}{word}{style:#}  {}\n", self.check);
        for message in &self.messages {
            text.push_str(&format!("  {}\n", printable(message)));
        }
        text
    }

    /// `GMQTT QUEUE OK - text | name=value;warning;critical`
    fn nagios(&self) -> String {
        let bound = |bound: Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        let figures: Vec<_> = self
            .figures
            .iter()
            .map(|one| {
                format!(
                    "{}={};{};{}",
                    one.name,
                    one.value,
                    bound(one.warning),
                    bound(one.critical)
                )
            })
            .collect();
        // The bar parts the text from the figures.
        let text = printable(&self.messages.join(", ")).replace('|', "/");
        let figures = if figures.is_empty() {
            String::new()
        } else {
            format!(" | {}", figures.join(" "))
        };
        format!(
            "GMQTT {} {} - {text}{figures}\n",
            self.check.to_uppercase(),
            self.status.word()
        )
    }

    fn prometheus(&self) -> String {
        let check = self.check;
        let status = match self.status {
            Level::Ok => 0,
            Level::Warning => 1,
            Level::Critical => 2,
            Level::Unknown => 3,
        };
        let mut text = format!(
            "# HELP gmqtt_check_status 0 is ok, 1 warning, 2 critical, 3 unknown\n# TYPE gmqtt_check_status gauge\ngmqtt_check_status{{check=\"{check}\"}} {status}\n"
        );
        for one in &self.figures {
            let name = format!("gmqtt_check_{check}_{}", one.name);
            text.push_str(&format!("# TYPE {name} gauge\n{name} {}\n", one.value));
        }
        text
    }
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// How a figure is that should stay below both bounds.
    pub(super) fn above(value: f64, warning: f64, critical: f64) -> Self {
        if value >= critical {
            Self::Critical
        } else if value >= warning {
            Self::Warning
        } else {
            Self::Ok
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::new("queue");
        report.find(Level::Ok, "fine");
        report.find(Level::Critical, "5 messages | wait");
        report.find(Level::Warning, "slow");
        report.figures = vec![Figure::new("queued", 5.0).from(3.0, 5.0)];
        report
    }

    #[test]
    fn the_worst_comes_first_and_decides() {
        let report = report();
        assert_eq!(report.status, Level::Critical);
        assert_eq!(report.messages, ["5 messages | wait", "fine", "slow"]);
    }

    #[test]
    fn nagios_reads_one_line_with_figures_behind_a_bar() {
        assert_eq!(
            report().nagios(),
            "GMQTT QUEUE CRITICAL - 5 messages / wait, fine, slow | queued=5;3;5\n"
        );
    }

    #[test]
    fn prometheus_reads_gauges() {
        let text = report().prometheus();
        assert!(
            text.contains("gmqtt_check_status{check=\"queue\"} 2\n"),
            "{text}"
        );
        assert!(text.contains("gmqtt_check_queue_queued 5\n"), "{text}");
    }

    #[test]
    fn a_bound_that_is_reached_counts() {
        for (value, level) in [
            (2.0, Level::Ok),
            (3.0, Level::Warning),
            (5.0, Level::Critical),
        ] {
            assert_eq!(Level::above(value, 3.0, 5.0), level);
        }
    }
}
