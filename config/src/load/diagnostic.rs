//! What is wrong with a configuration, where, and how to put it right.

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can be used, but should be looked at.
    Warning,
}

/// A place in a file, a flag or an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
