//! Why there is no configuration.

use std::{fmt, io, path::PathBuf};

use super::{Diagnostic, Severity};

/// Why there is no configuration. It displays as one line; the diagnostics have more to say.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read the config file {} (chosen by {rule}): {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
        /// What chose this file: `-c`, `$GMQTT_CONFIG`, ...
        rule: &'static str,
    },
    /// The file, the environment or the flags are wrong.
    #[error("the configuration{} is not valid: {}", Of(path.as_ref()), Summary(diagnostics))]
    Invalid {
        /// The file; `None` when there is none and only overrides were read.
        path: Option<PathBuf>,
        /// Errors and warnings in file order, those of the environment and of the flags behind.
        diagnostics: Vec<Diagnostic>,
    },
}

impl LoadError {
    /// The mistakes, if it is about mistakes.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Unreadable { .. } => &[],
            Self::Invalid { diagnostics, .. } => diagnostics,
        }
    }
}

struct Of<'a>(Option<&'a PathBuf>);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |path| write!(f, " in {}", path.display()))
    }
}

/// The only error in words; of several, their number.
struct Summary<'a>(&'a [Diagnostic]);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self
            .0
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error);
        match (errors.next(), errors.count()) {
            (
                Some(Diagnostic {
                    message,
                    location: Some(location),
                    ..
                }),
                0,
            ) => write!(f, "{message} ({location})"),
            (Some(Diagnostic { message, .. }), 0) => f.write_str(message),
            (_, more) => write!(f, "{} errors", more + 1),
        }
    }
}
