//! The brokers that a dashboard can look at: the one that was chosen, and those of the other contexts.

use std::sync::Arc;

use gmqtt_admin_client::Options;
use gmqtt_tui::Target;

use super::{Admin, token};
use crate::{
    contexts::{Context, Contexts},
    error::Error,
};

impl Admin {
    /// How the chosen broker is talked to.
    pub(crate) const fn options(&self) -> &Options {
        &self.options
    }

    /// All brokers that there is a context for, and the number of the chosen one, which is among them.
    ///
    /// # Errors
    /// A file of contexts that cannot be read.
    pub(crate) fn targets(&self) -> Result<(Vec<Target>, usize), Error> {
        let contexts = Contexts::load()?;
        let chosen = self.chosen.context.clone().unwrap_or_default();
        let options = self.options.clone();
        let colour = contexts
            .contexts
            .get(&chosen)
            .and_then(|context| context.colour_tag.clone());
        let mut targets = vec![Target {
            context: chosen.clone(),
            endpoint: self.chosen.endpoint.clone(),
            options: Arc::new(move || Ok(options.clone())),
            colour: colour.unwrap_or_default(),
            read_only: self.read_only,
        }];
        for (name, context) in contexts
            .contexts
            .into_iter()
            .filter(|(name, _)| *name != chosen)
        {
            // One whose URL is none cannot be looked at; `gmqtt context test` says so.
            if let Ok(endpoint) = context.api.parse() {
                targets.push(Target {
                    context: name,
                    endpoint,
                    colour: context.colour_tag.clone().unwrap_or_default(),
                    read_only: context.read_only,
                    options: Arc::new(move || {
                        options_of(&context).map_err(|error| error.on_one_line())
                    }),
                });
            }
        }
        targets.sort_by(|a, b| a.context.cmp(&b.context));
        let at = targets.iter().position(|target| target.context == chosen);
        Ok((targets, at.unwrap_or(0)))
    }
}

/// How the broker of a context is talked to. Its token is looked for when it is needed, not before.
fn options_of(context: &Context) -> Result<Options, Error> {
    Ok(Options {
        token: token::of_context(context)?,
        cacert: context.cacert.clone(),
        cert: context.cert.clone(),
        key: context.key.clone(),
        ..Options::default()
    })
}
