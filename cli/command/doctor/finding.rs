//! What was looked at, how it is, and how to fix it.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::output::printable;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// `config`, `ports`, `files` ...
    pub(super) check: &'static str,
    pub(super) health: Health,
    pub(super) message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<String>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Health {
    /// As it should be.
    Ok,
    /// It works, and somebody should look.
    Warning,
    /// The broker will not start, or not work.
    Error,
}

impl Finding {
    pub(super) fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Health::Ok, message)
    }

    pub(super) fn warning(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Health::Warning, message)
    }

    pub(super) fn error(check: &'static str, message: impl Into<String>) -> Self {
        Self::new(check, Health::Error, message)
    }

    fn new(check: &'static str, health: Health, message: impl Into<String>) -> Self {
        Self {
            check,
            health,
            message: message.into(),
            fix: None,
        }
    }

    /// Says what to do about it.
    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// A line for people, and one for the fix.
    pub(super) fn text(&self) -> String {
        let (word, style) = match self.health {
            Health::Ok => ("ok", AnsiColor::Green.on_default()),
            Health::Warning => ("warning", AnsiColor::Yellow.on_default()),
            Health::Error => ("error", AnsiColor::Red.on_default()),
        };
        let blanks = " ".repeat(9 - word.len());
        let mut text = format!(
            "{:<13}{style}{word}{style:#}{blanks}{}\n",
            self.check,
            printable(&self.message)
        );
        if let Some(fix) = &self.fix {
            let bold = Style::new().bold();
            text.push_str(&format!(
                "{:<22}{bold}fix:{bold:#} {}\n",
                "",
                printable(fix)
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_line_and_its_fix_another() {
        let finding = Finding::warning("files", "few\u{1b}").fix("more");
        let text = anstream::adapter::strip_str(&finding.text()).to_string();
        assert_eq!(
            text,
            "files        warning  few\\x1b\n                      fix: more\n"
        );
    }
}
