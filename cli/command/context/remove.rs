//! `gmqtt context remove`: forgets contexts.

use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::json;

use crate::{completion, contexts::Contexts, error::Error, exit::Exit, output::Output};

/// Forget contexts
///
/// The files that they name stay.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context remove lab
  gmqtt context remove lab --if-exists")]
pub(super) struct Remove {
    /// Their names
    #[arg(required = true, add = ArgValueCandidates::new(completion::contexts))]
    name: Vec<String>,

    /// Do not mind those that are not there
    #[arg(long)]
    if_exists: bool,
}

impl Remove {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let mut contexts = Contexts::load()?;
        let (mut removed, mut results) = (String::new(), Vec::new());
        for name in &self.name {
            match contexts.remove(name) {
                Ok(()) => {
                    removed.push_str(&format!("removed {name}\n"));
                    results.push(json!({"name": name, "outcome": "REMOVED"}));
                }
                Err(error) if self.if_exists && error.exit() == Exit::NotFound => {
                    results.push(json!({"name": name, "outcome": "NOT_FOUND"}));
                }
                Err(error) => return Err(error),
            }
        }
        if !removed.is_empty() {
            contexts.save()?;
        }
        output.confirm(&removed)?;
        output.done(|| json!({"results": results}))?;
        Ok(Exit::Done)
    }
}
