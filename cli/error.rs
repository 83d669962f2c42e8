//! The one error type of the command line: what went wrong, why, and how to fix it.
//!
//! On a terminal it is the block `error:` / `cause:` / `hint:`; with `-o json` it is one JSON line. Both go to stderr.

use std::{fmt::Display, io};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::{exit::Exit, output};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const LABEL: Style = Style::new().bold();

/// A failed command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    exit: Exit,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    /// What the broker calls the request that failed.
    request_id: Option<String>,
}

/// An error as programs read it.
#[derive(Serialize)]
struct Line<'a> {
    error: Fields<'a>,
}

#[derive(Serialize)]
struct Fields<'a> {
    code: &'static str,
    exit: u8,
    message: &'a str,
    cause: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

impl Error {
    /// `message` says what did not work, in lower case and without a full stop.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
            request_id: None,
        }
    }

    /// Adds what the broker calls the request that failed; programs are told.
    pub(crate) fn of_request(mut self, id: Option<&str>) -> Self {
        self.request_id = id.map(str::to_owned);
        self
    }

    /// Adds why it did not work.
    pub(crate) fn cause(mut self, cause: impl Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// Adds how to fix it.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }

    /// How the process ends.
    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// What and why, where there is room for one line only.
    pub(crate) fn on_one_line(&self) -> String {
        let mut line = printable(&self.message);
        for cause in &self.causes {
            line.push_str(&format!(": {}", printable(cause)));
        }
        line
    }

    /// The block for people, with ANSI styles, ending in a newline. Empty when there is nothing to say.
    pub(crate) fn to_block(&self) -> String {
        if self.is_silent() {
            return String::new();
        }
        let mut block = format!("{ERROR}error:{ERROR:#} {}\n", printable(&self.message));
        for cause in &self.causes {
            block.push_str(&format!("  {LABEL}cause:{LABEL:#} {}\n", printable(cause)));
        }
        for hint in &self.hints {
            block.push_str(&format!("  {LABEL}hint:{LABEL:#} {}\n", printable(hint)));
        }
        block
    }

    /// The line for programs, ending in a newline. Empty when there is nothing to say.
    pub(crate) fn to_json_line(&self) -> String {
        if self.is_silent() {
            return String::new();
        }
        let line = Line {
            error: Fields {
                code: self.exit.name(),
                exit: self.exit.code(),
                message: &self.message,
                cause: &self.causes,
                hint: (!self.hints.is_empty()).then(|| self.hints.join("\n")),
                request_id: self.request_id.as_deref(),
            },
        };
        serde_json::to_string(&line)
            .map(|line| line + "\n")
            .unwrap_or_default()
    }

    /// Whoever read our output has gone away: no error, and nothing to tell anyone.
    fn is_silent(&self) -> bool {
        self.exit == Exit::Done
    }
}

impl From<io::Error> for Error {
    /// An error while printing. A closed pipe (`gmqtt config show | head -1`) is a success.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Exit::Done, String::new()),
            _ => Self::new(Exit::Failed, "cannot write the output").cause(error),
        }
    }
}

/// `text` with its control characters escaped: what we quote may come from a file or a stranger, and must not reach a
/// terminal as an instruction. Line breaks stay and are indented.
fn printable(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().split('\n').map(output::printable).collect();
    lines.join("\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(error: &Error) -> String {
        anstream::adapter::strip_str(&error.to_block()).to_string()
    }

    #[test]
    fn a_block_says_what_why_and_how() {
        let error = Error::new(
            Exit::Conflict,
            "cannot listen on 127.0.0.1:1883 (listeners[0])",
        )
        .cause("address in use by mosquitto (pid 911)")
        .hint("stop it");
        assert_eq!(
            plain(&error),
            "error: cannot listen on 127.0.0.1:1883 (listeners[0])\n  cause: address in use by mosquitto (pid 911)\n  hint: stop it\n"
        );
    }

    #[test]
    fn json_is_one_line_with_the_exit_code() {
        let error = Error::new(Exit::NotFound, "no key \"mqtt.x\"")
            .cause("a\nb")
            .hint("try mqtt.y");
        let line = error.to_json_line();
        assert_eq!(line.matches('\n').count(), 1);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["error"]["code"], "not_found");
        assert_eq!(value["error"]["exit"], 3);
        assert_eq!(value["error"]["cause"][0], "a\nb");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let error = Error::new(Exit::Usage, "unknown command \"\u{1b}[2Jx\"");
        assert_eq!(plain(&error), "error: unknown command \"\\x1b[2Jx\"\n");
    }

    #[test]
    fn a_closed_pipe_is_a_success() {
        let error = Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(
            (error.exit(), error.to_block(), error.to_json_line()),
            (Exit::Done, String::new(), String::new())
        );
    }
}
