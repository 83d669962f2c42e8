//! Names of contexts.

use clap_complete::CompletionCandidate;

use crate::contexts::Contexts;

/// The names of contexts, with what they reach.
pub(crate) fn contexts() -> Vec<CompletionCandidate> {
    let Ok(contexts) = Contexts::open() else {
        return Vec::new();
    };
    contexts
        .iter()
        .map(|(name, context)| {
            let url = context.api.clone().or_else(|| context.mqtt_url.clone());
            CompletionCandidate::new(name).help(url.map(Into::into))
        })
        .collect()
}
