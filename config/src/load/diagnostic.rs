//! What is wrong with a configuration, where, and how to put it right.

use std::fmt;

use serde::Serialize;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can be used, but should be looked at.
    Warning,
}

/// A place in a file, a flag or an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Location {
    /// The file's name, `--set`, or the name of the variable.
    pub source: String,
    /// From 1; 0 for a flag or a variable, which have no lines.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// In characters, at least 1.
    pub length: u32,
}

/// One mistake. It displays as several lines, without a newline at the end:
///
/// ```text
/// error: unknown key `max_inflght`
///   --> gmqtt.yml:14:3
///    |
/// 14 |   max_inflght: 200
///    |   ^^^^^^^^^^^ did you mean `max_inflight`?
/// ```
///
/// or, where the line itself says nothing more,
///
/// ```text
/// error: file not found: /etc/gmqtt/tls/server.crt
///   --> gmqtt.yml:6:13  (listeners[1].tls.cert)
///   hint: `gmqtt init --secure` writes a CA and a server certificate
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what was expected.
    pub message: String,
    /// The key, `listeners[1].tls.cert`.
    pub key: Option<String>,
    /// Where it is written, unless it is nowhere.
    pub location: Option<Location>,
    /// The line of the location, for mistakes of spelling.
    pub excerpt: Option<String>,
    /// How to put it right.
    pub hint: Option<String>,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.source),
            line => write!(f, "{}:{line}:{}", self.source, self.column),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, Printable(&self.message))?;
        match (&self.location, &self.excerpt) {
            (Some(location), Some(excerpt)) => return self.fmt_excerpt(f, location, excerpt),
            (Some(location), None) => {
                write!(f, "\n  --> {}", Printable(&location.to_string()))?;
                if let Some(key) = &self.key {
                    write!(f, "  ({})", Printable(key))?;
                }
            }
            (None, _) => {}
        }
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {}", Printable(hint)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

impl Diagnostic {
    /// A mistake in a line of a file that is not the configuration.
    #[must_use]
    pub fn in_line(file: &str, line: u32, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            key: None,
            location: Some(Location {
                source: file.to_owned(),
                line,
                column: 1,
                length: 1,
            }),
            excerpt: None,
            hint: None,
        }
    }

    /// The first of several with its place, and how many more there are.
    #[must_use]
    pub fn summary(diagnostics: &[Self]) -> String {
        let Some(first) = diagnostics.first() else {
            return "no mistakes".to_owned();
        };
        let place = first.location.as_ref();
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let more = match diagnostics.len() {
            1 => String::new(),
            all => format!(" and {} more", all - 1),
        };
        format!("{}{place}{more}", first.message)
    }

    fn fmt_excerpt(&self, f: &mut fmt::Formatter<'_>, at: &Location, line: &str) -> fmt::Result {
        let number = if at.line == 0 {
            String::new()
        } else {
            at.line.to_string()
        };
        let width = number.len().max(2);
        let (before, marked) = split(line, at);
        let blank: usize = before.chars().map(width_of).sum();
        let carets: usize = marked.chars().map(width_of).sum();
        writeln!(f, "\n{:width$}--> {}", "", Printable(&at.to_string()))?;
        writeln!(f, "{:width$} |", "")?;
        writeln!(f, "{number:>width$} | {}", Printable(line))?;
        write!(
            f,
            "{:width$} | {:blank$}{}",
            "",
            "",
            "^".repeat(carets.max(1))
        )?;
        match &self.hint {
            Some(hint) => write!(f, " {}", Printable(hint)),
            None => Ok(()),
        }
    }
}

/// The line up to the place, and the place.
fn split<'l>(line: &'l str, at: &Location) -> (&'l str, &'l str) {
    let nth = |text: &str, n: u32| {
        text.char_indices()
            .nth(n as usize)
            .map_or(text.len(), |(index, _)| index)
    };
    let (before, rest) = line.split_at(nth(line, at.column.saturating_sub(1)));
    (before, &rest[..nth(rest, at.length)])
}

/// How many columns of a terminal a character takes as [`Printable`] writes it.
fn width_of(c: char) -> usize {
    match c {
        '\t' => 4,
        // Combining marks and joiners sit on the character before.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        c if c.is_control() => c.escape_default().count(),
        _ => 1,
    }
}

/// A text that cannot steer the terminal: control characters are escaped, tabs are four spaces.
struct Printable<'t>(&'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        for c in self.0.chars() {
            match c {
                '\t' => f.write_str("    ")?,
                c if c.is_control() => write!(f, "{}", c.escape_default())?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
