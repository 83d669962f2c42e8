//! `gmqtt config check`: says everything that is wrong with a configuration, and where.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gmqtt_config::{Diagnostic, LoadError, LoadOptions, Severity};
use gmqtt_plugin_api::Plugin;
use serde::Serialize;

use crate::{
    config_source::{self, ConfigSource, load_checked},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Say what is wrong with a configuration
///
/// Prints every mistake with its place and how to fix it. Exits 0 if the configuration can be used and 7 if not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config check
  gmqtt config check gmqtt.yml
  gmqtt config check gmqtt.yml --strict -o json")]
pub(crate) struct Check {
    /// The file to check; without it the one `gmqtt start` would read
    #[arg(conflicts_with = "config")]
    file: Option<PathBuf>,

    /// Fail on warnings too
    #[arg(long)]
    strict: bool,

    /// Do not look whether the files that the config names exist
    #[arg(long)]
    no_files: bool,

    #[command(flatten)]
    source: ConfigSource,
}

impl Check {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let mut source = self.source.clone();
        source.config = source.config.or_else(|| self.file.clone());
        let options = source.options(plugins, !self.no_files);
        report(&options, plugins, self.strict, output)
    }
}

/// A report for programs.
#[derive(Debug, Serialize)]
struct Report<'a> {
    file: Option<&'a Path>,
    valid: bool,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Finding<'a>>,
}

/// A [`Diagnostic`] for programs.
#[derive(Debug, Serialize)]
struct Finding<'a> {
    severity: &'static str,
    message: &'a str,
    key: Option<&'a str>,
    /// The file, flag or variable.
    source: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<&'a str>,
}

/// Checks the configuration that `options` lead to, the plugins' parts included, and prints what is found. With `strict`, warnings are mistakes.
pub(crate) fn report(
    options: &LoadOptions,
    plugins: &[Arc<dyn Plugin>],
    strict: bool,
    output: &Output,
) -> Result<Exit, Error> {
    let (file, diagnostics) = match load_checked(options, plugins) {
        Ok(loaded) => (loaded.path, loaded.warnings),
        Err(LoadError::Invalid { path, diagnostics }) => (path, diagnostics),
        Err(unreadable) => return Err(config_source::refuse(&unreadable, output)),
    };
    let errors = diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .count();
    let warnings = diagnostics.len() - errors;
    let valid = errors == 0 && !(strict && warnings > 0);
    if output.format.is_some() {
        let diagnostics = diagnostics.iter().map(Finding::from).collect();
        output.document(&Report {
            file: file.as_deref(),
            valid,
            errors,
            warnings,
            diagnostics,
        })?;
    } else {
        let blocks: String = diagnostics
            .iter()
            .map(|diagnostic| output.block(diagnostic))
            .collect();
        output.text(&blocks)?;
        match (errors, warnings) {
            (0, 0) => output.confirm(&format!("{} is valid\n", name(file.as_deref())))?,
            _ => output.text(&format!("{}\n", sum(errors, warnings)))?,
        }
    }
    Ok(if valid { Exit::Done } else { Exit::Invalid })
}

fn name(file: Option<&Path>) -> String {
    file.map_or_else(
        || "the built-in configuration (no config file found)".to_owned(),
        |file| file.display().to_string(),
    )
}

/// "2 errors, 1 warning".
fn sum(errors: usize, warnings: usize) -> String {
    let count = |number: usize, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    [count(errors, "error"), count(warnings, "warning")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

impl<'a> From<&'a Diagnostic> for Finding<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        // A flag or a variable has no lines.
        let place = diagnostic
            .location
            .as_ref()
            .filter(|location| location.line > 0);
        Self {
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            key: diagnostic.key.as_deref(),
            source: diagnostic
                .location
                .as_ref()
                .map(|location| location.source.as_str()),
            line: place.map(|location| location.line),
            column: place.map(|location| location.column),
            hint: diagnostic.hint.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn the_sum_counts_only_what_there_is() {
        assert_eq!(sum(2, 1), "2 errors, 1 warning");
        assert_eq!(sum(1, 0), "1 error");
        assert_eq!(sum(0, 2), "2 warnings");
    }
}
