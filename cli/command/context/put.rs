//! `gmqtt context add` and `gmqtt context edit`: a new context, and another one of an old one.

use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::json;

use super::fields::{self, Fields};
use crate::{
    completion,
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Add a context
///
/// The first one becomes the current one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context add lab --api grpc://lab:8084 --mqtt-url mqtt://lab
  gmqtt context add prod --api grpcs://mq1:8084 --cacert ca.crt --token-file prod.token --read-only --colour-tag red")]
pub(super) struct Add {
    /// Its name: letters, digits and . _ - @
    name: String,

    /// Make it the current one
    #[arg(long)]
    select: bool,

    #[command(flatten)]
    fields: Fields,
}

/// Change a context
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context edit prod --api grpcs://mq2:8084
  gmqtt context edit prod --read-only false --unset colour-tag")]
pub(super) struct Edit {
    /// Its name
    #[arg(add = ArgValueCandidates::new(completion::contexts))]
    name: String,

    /// Take a field away
    #[arg(long, value_name = "FIELD", value_parser = fields::NAMES)]
    unset: Vec<String>,

    #[command(flatten)]
    fields: Fields,
}

impl Add {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let mut contexts = Contexts::load()?;
        if contexts.named(&self.name).is_ok() {
            return Err(Error::new(
                Exit::Conflict,
                format!("there is a context \"{}\" already", self.name),
            )
            .hint(format_args!("change it: gmqtt context edit {}", self.name)));
        }
        let mut context = Context::default();
        self.fields.apply(&mut context)?;
        if context.api.is_empty() && context.mqtt_url.is_none() {
            return Err(Error::new(Exit::Usage, "a context says where a broker is")
                .hint("add --api URL, --mqtt-url URL or both"));
        }
        contexts.put(&self.name, context)?;
        let selected = self.select || contexts.current.is_none();
        if selected {
            contexts.select(&self.name)?;
        }
        contexts.save()?;
        let also = if selected { ", selected" } else { "" };
        output.confirm(&format!("added {}{also}\n", self.name))?;
        output.done(|| json!({"name": self.name, "outcome": "ADDED", "selected": selected}))?;
        Ok(Exit::Done)
    }
}

impl Edit {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let mut contexts = Contexts::load()?;
        let before = contexts.named(&self.name)?.clone();
        let mut context = before.clone();
        self.unset
            .iter()
            .for_each(|name| fields::clear(&mut context, name));
        self.fields.apply(&mut context)?;
        if context == before {
            output.confirm(&format!("{} is as it was\n", self.name))?;
            output.done(|| json!({"name": self.name, "outcome": "UNCHANGED"}))?;
            return Ok(Exit::Done);
        }
        contexts.put(&self.name, context)?;
        contexts.save()?;
        output.confirm(&format!("changed {}\n", self.name))?;
        output.done(|| json!({"name": self.name, "outcome": "CHANGED"}))?;
        Ok(Exit::Done)
    }
}
