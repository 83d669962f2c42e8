//! The configuration as its users meet it: files, flags and variables in, values and mistakes out.

mod access_rules;
mod accounts;
mod custom;
mod go_broker;
mod hostile;
mod listeners;
mod meaning;
mod mistakes;
mod overrides;
mod places;
mod sample;
mod values;

use std::path::Path;

use gmqtt_config::{Diagnostic, LoadError, LoadOptions, Loaded, load_bytes};

/// Reads a text as `gmqtt.yml`, without looking at other files.
fn read(text: &str) -> Result<Loaded, LoadError> {
    load_bytes(
        Path::new("gmqtt.yml"),
        text.as_bytes(),
        &LoadOptions::default(),
    )
}

/// Reads a text that must be right.
#[track_caller]
fn accepted(text: &str) -> Loaded {
    read(text).unwrap_or_else(|error| panic!("{error}\n{}", shown(error.diagnostics())))
}

/// The mistakes of a text that must be wrong.
#[track_caller]
fn refused(text: &str) -> Vec<Diagnostic> {
    match read(text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.diagnostics().to_vec(),
    }
}

/// The mistakes as they are printed.
fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| format!("{diagnostic}\n"))
        .collect()
}
