//! `gmqtt context use` and `gmqtt context previous`: which context is the current one.

use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::json;

use crate::{completion, contexts::Contexts, error::Error, exit::Exit, output::Output};

/// Make a context the current one
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context use prod
  gmqtt context use -           back to the one before")]
pub(super) struct Use {
    /// Its name; - is the one that was current before
    #[arg(allow_hyphen_values = true, add = ArgValueCandidates::new(completion::contexts))]
    name: String,
}

/// Make the context that was current before the current one again
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context previous")]
pub(super) struct Previous {}

impl Use {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        match self.name.as_str() {
            "-" => go_back(output),
            name => select(&mut Contexts::load()?, name, output),
        }
    }
}

impl Previous {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        go_back(output)
    }
}

fn go_back(output: &Output) -> Result<Exit, Error> {
    let mut contexts = Contexts::load()?;
    let name = contexts.previous.clone().ok_or_else(|| {
        Error::new(Exit::NotFound, "there was no other context before")
            .hint("gmqtt context use NAME selects one")
    })?;
    select(&mut contexts, &name, output)
}

fn select(contexts: &mut Contexts, name: &str, output: &Output) -> Result<Exit, Error> {
    contexts.select(name)?;
    contexts.save()?;
    let context = contexts.named(name)?;
    let reached = match &context.mqtt_url {
        Some(url) if context.api.is_empty() => url,
        _ => &context.api,
    };
    output.confirm(&format!("context \"{name}\" selected  {reached}\n"))?;
    output.done(|| json!({"name": name, "outcome": "SELECTED", "url": reached}))?;
    if std::env::var_os("GMQTT_CONTEXT").is_some_and(|name| !name.is_empty()) {
        output.warn("GMQTT_CONTEXT is set and wins over it");
    }
    Ok(Exit::Done)
}
