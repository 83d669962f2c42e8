//! `--watch`: on a terminal what is watched is drawn again and again; in a pipe each change is a line of JSON.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::flags::duration;
use crate::{error::Error, output::Output};

/// The flag. Where names may follow it, its value has to be joined to it, so that a name is none: `mut_arg` with `require_equals`.
#[derive(Debug, Clone, Args)]
pub(crate) struct WatchFlag {
    /// Go on and show what changes, at most so often; in a pipe each change is a line of JSON
    #[arg(long, value_name = "DURATION", num_args = 0..=1, default_missing_value = "1s", value_parser = duration)]
    pub(crate) watch: Option<Duration>,
}

/// Whether stdout is a terminal to draw on.
pub(crate) fn draws(output: &Output) -> bool {
    output.format.is_none() && io::stdout().is_terminal()
}

/// Draws a screen over the one before.
///
/// # Errors
/// When stdout cannot be written to.
pub(crate) fn draw(output: &Output, screen: &str) -> Result<(), Error> {
    // Home, then each line up to its end, then the rest of the screen: nothing flickers.
    let lines = screen.replace('\n', "\x1b[K\n");
    output.bytes(format!("\x1b[H{lines}\x1b[J").as_bytes())
}

/// A change for programs.
///
/// # Errors
/// When stdout cannot be written to.
pub(crate) fn change(output: &Output, kind: &str, object: &Value) -> Result<(), Error> {
    output.record(&json!({"type": kind, "object": object}))
}

/// What has changed between two looks at a list, a line each. Gives back what is known now.
///
/// # Errors
/// When stdout cannot be written to.
pub(crate) fn changes<K: Ord>(
    output: &Output,
    before: BTreeMap<K, Value>,
    now: BTreeMap<K, Value>,
) -> Result<BTreeMap<K, Value>, Error> {
    for (key, object) in &before {
        if !now.contains_key(key) {
            change(output, "removed", object)?;
        }
    }
    for (key, object) in &now {
        match before.get(key) {
            None => change(output, "added", object)?,
            Some(known) if known != object => change(output, "changed", object)?,
            Some(_) => {}
        }
    }
    Ok(now)
}
