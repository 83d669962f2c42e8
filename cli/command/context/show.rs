//! `gmqtt context show`: what is in a context.

use clap::Args;
use clap_complete::ArgValueCandidates;
use serde::Serialize;

use crate::{
    completion,
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Show a context
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context show
  gmqtt context show prod -o json")]
pub(super) struct Show {
    /// Its name; without one the context that is used
    #[arg(add = ArgValueCandidates::new(completion::contexts))]
    name: Option<String>,
}

#[derive(Serialize)]
struct Record<'a> {
    name: &'a str,
    #[serde(flatten)]
    context: &'a Context,
}

impl Show {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let contexts = Contexts::load()?;
        let (name, context) = match &self.name {
            Some(name) => (name.clone(), contexts.named(name)?),
            None => contexts.in_use(None)?.ok_or_else(no_context)?,
        };
        let name = name.as_str();
        output.document(&Record { name, context })?;
        Ok(Exit::Done)
    }
}

pub(super) fn no_context() -> Error {
    Error::new(Exit::NotFound, "no context is selected")
        .hint("gmqtt context list shows them, gmqtt context use NAME selects one")
}
